"""What admins need of the store in memory: roles, the log, errands, drafts."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.conversation import session as sessions
from bot.conversation.admin.access import Role
from bot.conversation.admin.announcement import Announcement, Fate, Recipient
from bot.conversation.admin.announcement import alarm_kind as alarm_kind_of
from bot.conversation.admin.correction import Corrigible, Untold
from bot.conversation.admin.errands import alarm_kind
from bot.conversation.admin.facts import (
    Act,
    AdminFact,
    AnnouncementSent,
    AnnouncementTurned,
    AnnouncementWritten,
    CohortSet,
    Corrected,
    CorrectionTold,
    CoursePublished,
    DraftClosed,
    DraftTimed,
    ErrandSet,
    ErrandTold,
    Pointed,
    Published,
    RoleGranted,
    RoleRevoked,
    TranslationPointed,
    TranslationUnpointed,
    Unpointed,
    Withdrawn,
)
from bot.conversation.admin.known import (
    PAGE,
    AdminKnown,
    AdminNeeds,
    Archive,
    Draft,
    Entry,
    Errand,
    Grant,
    Publication,
    Withdrawal,
)
from bot.conversation.facts import AlarmSet, Carried, LessonFinished, LessonStarted
from bot.conversation.inputs import Address, LearnerId
from bot.lessons.assets import Asset
from bot.lessons.cohort import Cohort
from bot.lessons.library import Card
from bot.lessons.model import Lesson
from bot.storage import entries
from bot.storage.codec import dump_draft, load_draft
from bot.storage.figures.corrigible import corrigible
from bot.storage.memory import withdrawals
from bot.storage.memory.alarms import AlarmBook
from bot.storage.memory.announcements import Announcements, audiences
from bot.storage.memory.cohorts import CohortBook
from bot.storage.memory.corrections import Corrections, Touched, answered, versions
from bot.storage.records import Places
from bot.storage.rows import Row, micros


class Shared(Touched, Protocol):
    """What of a store's state is not for admins alone."""

    alarms: AlarmBook
    assets: dict[str, Asset]
    lessons: dict[str, tuple[str, str]]
    sources: dict[str, str]
    publications: dict[str, list[Publication]]
    cohorts: CohortBook
    withdrawn: dict[tuple[str, str], Withdrawal]
    sessions: dict[LearnerId, str]
    admin: "AdminState"


@dataclass(slots=True)
class AdminState:
    """What is kept for admins."""

    roles: dict[tuple[LearnerId, Role], Grant] = field(default_factory=dict)
    log: list[Entry] = field(default_factory=list)
    errands: dict[str, Errand] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    """As JSON, so that nothing passes here that a database could not keep."""
    times: dict[str, int | None] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    announcements: Announcements = field(default_factory=Announcements)
    documents: dict[str, bytes] = field(default_factory=dict)
    corrections: Corrections = field(default_factory=Corrections)

    def open(self) -> Iterator[Draft]:
        """The drafts that are open, in the order in which they came."""
        found = [
            replace(load_draft(text), publish_at=self.times.get(id))
            for id, text in self.drafts.items()
            if id not in self.closed
        ]
        return iter(sorted(found, key=lambda one: (one.at, one.id)))

    def edit(self, row: Row, shared: Shared) -> None:
        """Apply what an admin's turn changed, but for corrections."""
        for fact in row.record.facts:
            if isinstance(fact, AdminFact):
                self._apply(fact, row, shared)

    def correct(self, row: Row, shared: Shared) -> None:
        """Apply the corrections of an admin's turn, once all else of the batch is kept."""
        for fact in row.record.facts:
            if isinstance(fact, Corrected):
                self.corrections.apply(fact, row, self.announcements, shared)

    def _apply(self, fact: AdminFact, row: Row, shared: Shared) -> None:
        record = row.record
        match fact:
            case Act(act, subject, before, after):
                where = record.address.platform
                entry = Entry(row.at, record.learner, where, act, subject, before, after)
                self.log.append(entry)
            case RoleGranted(person, role):
                grant = Grant(person, role, record.learner, row.at)
                self.roles.setdefault((person, role), grant)
            case RoleRevoked(person, role):
                self.roles.pop((person, role), None)
            case ErrandSet(id, kind, body, platform, chat):
                address = Address(platform, chat)
                errand = Errand(id, kind, body, record.learner, address, at=row.at)
                self.errands.setdefault(id, errand)
            case ErrandTold(id):
                self.errands.pop(id, None)
            case DraftTimed(draft, at):
                self.times[draft] = at
            case DraftClosed(draft):
                self.closed.add(draft)
            case Pointed(lesson, revision):
                shared.lessons[lesson] = (lesson, revision)
                shared.sources.pop(lesson, None)
            case TranslationPointed(lesson, language, revision):
                shared.lessons[f"{lesson}.{language}"] = (lesson, revision)
                shared.sources.pop(f"{lesson}.{language}", None)
            case Unpointed(lesson):
                shared.lessons.pop(lesson, None)
                shared.sources.pop(lesson, None)
            case TranslationUnpointed(lesson, language):
                shared.lessons.pop(f"{lesson}.{language}", None)
                shared.sources.pop(f"{lesson}.{language}", None)
            case Withdrawn(lesson, revision):
                found = [key for key, one in shared.revisions.items() if one.translates == revision]
                for key in ((lesson, revision), *found):
                    if key[0] == lesson:
                        shared.withdrawn.setdefault(key, Withdrawal(record.learner, row.at))
            case Published(name, revision, how):
                move = Publication(revision, record.learner, row.at, how)
                shared.publications.setdefault(name, []).insert(0, move)
            case AnnouncementWritten() | AnnouncementSent() | AnnouncementTurned():
                self.announcements.apply(fact, row, shared)
            case CorrectionTold(id):
                self.announcements.mark(id, {record.learner: "sent"})
            case CohortSet():
                shared.cohorts.set(fact, shared.alarms)
            case CoursePublished(course):
                shared.courses[course.id] = course
                shared.sources.pop(f"course:{course.id}", None)


class MemoryAdmin(ABC):
    """The part of the store that is for admins."""

    _writing: asyncio.Lock
    editions: int

    @property
    @abstractmethod
    def _shared(self) -> Shared: ...

    @abstractmethod
    def _usable(self) -> None: ...

    async def admin(self, learner: LearnerId, needs: AdminNeeds) -> AdminKnown:
        """What an admin's turn needs to know; only the roles, if there are none."""
        self._usable()
        state = self._shared.admin
        roles = frozenset(role for person, role in state.roles if person == learner)
        if not roles:
            return AdminKnown()
        grants = sorted(state.roles.values(), key=lambda one: (one.at, one.person, one.role))
        log = state.log[::-1][(needs.log or 0) * PAGE :][: PAGE + 1]
        return AdminKnown(
            roles,
            tuple(grants) if needs.grants else (),
            tuple(log) if needs.log is not None else (),
            state.errands.get(needs.errand),
            next((one for one in state.open() if one.id == needs.draft), None),
            tuple(state.open()) if needs.drafts else (),
            {pair: number for pair in needs.learning if (number := self._learning(*pair))}
            | (self._in_lesson(needs.lesson) if needs.lesson else {}),
            tuple(self._shared.publications.get(needs.lesson, ())),
            state.announcements.get(needs.announcement),
            state.announcements.latest() if needs.announcements else (),
            audiences(self._shared, learner) if needs.audiences else {},
            self._corrigible(needs.corrigible) if needs.corrigible else (),
            self._shared.cohorts.counts() if needs.members else {},
            state.announcements.places() if needs.audiences else {},
            archive=self._archive(needs) if needs.lesson else Archive(),
        )

    def _archive(self, needs: AdminNeeds) -> Archive:
        """What is kept of a lesson."""
        shared, lesson = self._shared, needs.lesson
        revisions = (one for (id, _), one in shared.revisions.items() if id == lesson)
        cards = {card.revision: card for card in map(Card.of, revisions)}
        begun = {
            learner: sessions.load(shared.sessions[learner])
            for learner, facts in shared.facts.items()
            if learner in shared.sessions
            and any(isinstance(one, LessonStarted) and one.lesson == lesson for *_, one in facts)
        }
        return Archive(
            cards,
            {
                name.partition(".")[2]: tuple(moves)
                for name, moves in shared.publications.items()
                if name.startswith(f"{lesson}.")
            },
            {revision: one for (id, revision), one in shared.withdrawn.items() if id == lesson},
            withdrawals.touched(begun, cards, lesson) if needs.touched else {},
        )

    def _corrigible(self, lesson: str) -> tuple[Corrigible, ...]:
        """The questions of a lesson whose key differs between revisions, and is not corrected."""
        state = self._shared
        published = {
            name: {one.revision for one in moves} for name, moves in state.publications.items()
        }
        current = {
            name.removeprefix(lesson).removeprefix("."): revision
            for name, (id, revision) in state.lessons.items()
            if id == lesson
        }
        found = corrigible(
            current,
            versions(state, lesson, published),
            ((one, at) for id, one, at in state.admin.corrections.void if id == lesson),
        )
        counted = []
        for one in found:
            numbers = dict(answered(state, lesson, one.id, {*one.wrong, *one.again}))
            attempts = sum(numbers.values())
            counted.append(replace(one, attempts=attempts, learners=len(numbers)))
        return tuple(counted)

    def _in_lesson(self, lesson: str) -> dict[tuple[str, str], int]:
        """How many have begun a lesson and not finished it, by the original's revision."""
        found: dict[tuple[str, str], set[LearnerId]] = {}
        for learner, facts in self._shared.facts.items():
            finished = {one.run for *_, one in facts if isinstance(one, LessonFinished | Carried)}
            for *_, one in facts:
                if not isinstance(one, LessonStarted) or one.lesson != lesson:
                    continue
                if one.run not in finished:
                    text = self._shared.revisions.get((lesson, one.revision))
                    original = text.translates if text else ""
                    for revision in ("", original or one.revision):
                        found.setdefault((lesson, revision), set()).add(learner)
        return {pair: len(learners) for pair, learners in found.items()}

    def _learning(self, lesson: str, revision: str) -> int:
        """How many have begun this revision and not finished it."""
        number = 0
        for facts in self._shared.facts.values():
            finished = {one.run for *_, one in facts if isinstance(one, LessonFinished | Carried)}
            begun = (one for *_, one in facts if isinstance(one, LessonStarted))
            number += any(
                (one.lesson, one.revision) == (lesson, revision) and one.run not in finished
                for one in begun
            )
        return number

    async def admins(self) -> frozenset[LearnerId]:
        """Everybody who holds a role."""
        self._usable()
        return frozenset(person for person, _ in self._shared.admin.roles)

    async def set_owners(self, owners: Sequence[LearnerId], at: datetime) -> None:
        """These are the owners from now on, and nobody else; a change goes into the log."""
        self._usable()
        async with self._writing:
            state = self._shared.admin
            held = [person for person, role in state.roles if role == "owner"]
            for one, is_owner in entries.owners_changed(held, owners):
                if is_owner:
                    grant = Grant(one, "owner", entries.SETTINGS, micros(at))
                    state.roles[one, "owner"] = grant
                else:
                    del state.roles[one, "owner"]
                state.log.append(entries.owner_entry(micros(at), one, is_owner))

    async def errands(self, limit: int) -> list[Errand]:
        """Up to ``limit`` of the errands that are to be done, the oldest."""
        self._usable()
        undone = (
            one for one in self._shared.admin.errands.values() if not (one.result or one.failed)
        )
        return list(undone)[:limit]

    async def finish_errand(self, errand: Errand, at: datetime, result: str | None) -> None:
        """Put the result of an errand beside it, ``None`` if it failed, and let an alarm ring."""
        self._usable()
        async with self._writing:
            done = replace(errand, result=result or "", failed=result is None)
            self._shared.admin.errands[errand.id] = done
            kind, address = alarm_kind(errand), errand.address
            alarm = AlarmSet(kind, micros(at), address.platform, address.chat)
            self._shared.alarms.note(errand.learner, alarm)
            self._shared.gone.discard((address.platform, address.chat))

    async def keep_document(self, id: str, content: bytes) -> None:
        """Keep the bytes of a file that is to be sent, in place of what was kept under its id."""
        self._usable()
        async with self._writing:
            self._shared.admin.documents[id] = content

    async def document(self, id: str) -> bytes | None:
        """The bytes of a file that is to be sent."""
        self._usable()
        return self._shared.admin.documents.get(id)

    async def keep_draft(
        self, draft: Draft, lessons: Sequence[Lesson], at: datetime, assets: Sequence[Asset] = ()
    ) -> None:
        """Keep a draft, its lessons and their pictures; once kept, it stays as it is."""
        self._usable()
        async with self._writing:
            self._shared.assets.update({one.name: one for one in assets})
            for lesson in lessons:
                self._shared.revisions.setdefault((lesson.id, lesson.revision), lesson)
            self._shared.admin.drafts.setdefault(draft.id, dump_draft(draft))

    async def open_lessons(self, cohort: Cohort, at: datetime) -> bool:
        """Keep what has opened to a cohort, and let its members be told."""
        self._usable()
        async with self._writing:
            self.editions += 1
            return self._shared.cohorts.open(cohort, micros(at), self._shared.alarms)

    async def announcements(self) -> list[Announcement]:
        """The announcements that are going out, the oldest first, without their counts."""
        self._usable()
        every = self._shared.admin.announcements.by_id.values()
        return [one for one in every if one.state == "going"]

    async def recipients(
        self, announcement: str, places: Places, after: str, limit: int
    ) -> list[Recipient]:
        """Up to ``limit`` of those who wait for it in these places, beyond ``after``."""
        self._usable()
        return self._shared.admin.announcements.waiting(announcement, places, after, limit)

    async def mark_recipients(self, announcement: str, fates: Mapping[LearnerId, Fate]) -> None:
        """Note what has become of an announcement for these who were waiting for it."""
        self._usable()
        async with self._writing:
            self._shared.admin.announcements.mark(announcement, fates)

    async def untold(self, learners: Collection[LearnerId]) -> dict[LearnerId, tuple[Untold, ...]]:
        """The corrections that these learners wait for without a place to be told alone."""
        self._usable()
        found = {one: self._shared.admin.announcements.untold(one) for one in learners}
        return {one: untold for one, untold in found.items() if untold}

    async def finish_announcement(self, announcement: Announcement, at: datetime) -> None:
        """If it is going out and nobody waits for it any more, it is done, and an alarm rings."""
        self._usable()
        async with self._writing:
            if self._shared.admin.announcements.finish(announcement.id):
                where = announcement.address
                kind = alarm_kind_of(announcement)
                alarm = AlarmSet(kind, micros(at), where.platform, where.chat)
                self._shared.alarms.note(announcement.by, alarm)
                self._shared.gone.discard((where.platform, where.chat))
