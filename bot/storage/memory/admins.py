"""What admins need of the store in memory: roles, the log, errands, drafts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.conversation import session as sessions
from bot.conversation.admin.jobs import alarm_kind
from bot.conversation.facts.correction import Corrigible
from bot.conversation.facts.learner import AlarmSet, Carried, LessonFinished, LessonStarted
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import PAGE, AdminKnown, AdminNeeds, Archive, Draft, Grant, Job
from bot.lessons.cohort import Cohort
from bot.lessons.library import Card
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage import entries
from bot.storage.codec import dump_draft
from bot.storage.figures.corrigible import corrigible
from bot.storage.memory import withdrawals
from bot.storage.memory.announcements import audiences
from bot.storage.memory.corrections import answered, versions
from bot.storage.memory.state import Base
from bot.storage.rows import micros


class Admins(Base):
    """The part of the store that is for admins."""

    async def admin(self, learner: LearnerId, needs: AdminNeeds) -> AdminKnown:
        """What an admin's turn needs to know; only the roles, if there are none."""
        self._usable()
        state = self._state.admin
        roles = frozenset(role for person, role in state.roles if person == learner)
        if not roles:
            return AdminKnown()
        grants = sorted(state.roles.values(), key=lambda one: (one.at, one.person, one.role))
        log = state.log[::-1][(needs.log or 0) * PAGE :][: PAGE + 1]
        return AdminKnown(
            roles,
            tuple(grants) if needs.grants else (),
            tuple(log) if needs.log is not None else (),
            state.errands.get(needs.job),
            next((one for one in state.open() if one.id == needs.draft), None),
            tuple(state.open()) if needs.drafts else (),
            {pair: number for pair in needs.learning if (number := self._learning(*pair))}
            | (self._in_lesson(needs.lesson) if needs.lesson else {}),
            tuple(self._state.publications.get(needs.lesson, ())),
            state.announcements.get(needs.announcement),
            state.announcements.latest() if needs.announcements else (),
            audiences(self._state, learner) if needs.audiences else {},
            self._corrigible(needs.corrigible) if needs.corrigible else (),
            self._state.cohorts.counts() if needs.members else {},
            state.announcements.places() if needs.audiences else {},
            archive=self._archive(needs) if needs.lesson else Archive(),
        )

    def _archive(self, needs: AdminNeeds) -> Archive:
        """What is kept of a lesson."""
        shared, lesson = self._state, needs.lesson
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
        state = self._state
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
        """How many are in the midst of a lesson, by the original's revision."""
        found: dict[tuple[str, str], set[LearnerId]] = {}
        for learner, one in self._under_way():
            if one.lesson == lesson:
                text = self._state.revisions.get((lesson, one.revision))
                original = text.translates if text else ""
                for revision in ("", original or one.revision):
                    found.setdefault((lesson, revision), set()).add(learner)
        return {pair: len(learners) for pair, learners in found.items()}

    def _learning(self, lesson: str, revision: str) -> int:
        """How many are in the midst of this revision."""
        pair = (lesson, revision)
        return len({name for name, one in self._under_way() if (one.lesson, one.revision) == pair})

    def _under_way(self) -> Iterator[tuple[LearnerId, LessonStarted]]:
        """The runs that can be gone on with: not over, and in their learner's session still."""
        for learner, facts in self._state.facts.items():
            if learner not in self._state.sessions:
                continue
            session = sessions.load(self._state.sessions[learner])
            held = {run.id for run in session.runs}
            over = {one.run for *_, one in facts if isinstance(one, LessonFinished | Carried)}
            for *_, one in facts:
                if isinstance(one, LessonStarted) and one.run in held - over:
                    yield learner, one

    async def admins(self) -> frozenset[LearnerId]:
        """Everybody who holds a role."""
        self._usable()
        return frozenset(person for person, _ in self._state.admin.roles)

    async def set_owners(self, owners: Sequence[LearnerId], at: datetime) -> None:
        """These are the owners from now on, and nobody else; a change goes into the log."""
        self._usable()
        async with self._writing:
            state = self._state.admin
            held = [person for person, role in state.roles if role == "owner"]
            for one, is_owner in entries.owners_changed(held, owners):
                if is_owner:
                    grant = Grant(one, "owner", entries.SETTINGS, micros(at))
                    state.roles[one, "owner"] = grant
                else:
                    del state.roles[one, "owner"]
                state.log.append(entries.owner_entry(micros(at), one, is_owner))

    async def errands(self, limit: int) -> list[Job]:
        """Up to ``limit`` of the errands that are to be done, the oldest."""
        self._usable()
        undone = (
            one for one in self._state.admin.errands.values() if not (one.result or one.failed)
        )
        return list(undone)[:limit]

    async def finish_errand(self, errand: Job, at: datetime, result: str | None) -> None:
        """Put the result of an errand beside it, ``None`` if it failed, and let an alarm ring."""
        self._usable()
        async with self._writing:
            done = replace(errand, result=result or "", failed=result is None)
            self._state.admin.errands[errand.id] = done
            kind, address = alarm_kind(errand), errand.address
            alarm = AlarmSet(kind, micros(at), address.platform, address.chat)
            self._state.alarms.note(errand.learner, alarm)
            self._state.gone.discard((address.platform, address.chat))

    async def keep_document(self, id: str, content: bytes) -> None:
        """Keep the bytes of a file that is to be sent, in place of what was kept under its id."""
        self._usable()
        async with self._writing:
            self._state.admin.documents[id] = content

    async def document(self, id: str) -> bytes | None:
        """The bytes of a file that is to be sent."""
        self._usable()
        return self._state.admin.documents.get(id)

    async def keep_draft(
        self, draft: Draft, lessons: Sequence[Lesson], at: datetime, assets: Sequence[Asset] = ()
    ) -> None:
        """Keep a draft, its lessons and their pictures; once kept, it stays as it is."""
        self._usable()
        async with self._writing:
            self._state.assets.update({one.name: one for one in assets})
            for lesson in lessons:
                self._state.revisions.setdefault((lesson.id, lesson.revision), lesson)
            self._state.admin.drafts.setdefault(draft.id, dump_draft(draft))

    async def open_lessons(self, cohort: Cohort, at: datetime) -> bool:
        """Keep what has opened to a cohort, and let its members be told."""
        self._usable()
        async with self._writing:
            self.editions += 1
            return self._state.cohorts.open(cohort, micros(at), self._state.alarms)
