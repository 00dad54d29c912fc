"""A store in dictionaries, for tests and for trying things out: it forgets when it closes.

It keeps sessions and outputs as the same JSON as a database would, so that nothing passes here
that could not be stored there.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.conversation import session as sessions
from bot.conversation.admin.known import Publication, Withdrawal
from bot.conversation.facts import (
    AlarmCleared,
    AlarmSet,
    AlarmsMoved,
    Attempt,
    CohortJoined,
    CohortLeft,
    Fact,
    Scheduled,
    Suspended,
    Written,
)
from bot.conversation.inputs import LearnerId
from bot.conversation.known import Earlier, Mirror, Progress
from bot.conversation.session import Session
from bot.learning.logbook import Past
from bot.learning.news import EVER, News, Span
from bot.learning.reviews import Item
from bot.learning.statistics import Observed, Overview
from bot.learning.trials import Trial
from bot.lessons.assets import Asset
from bot.lessons.library import Card, Library
from bot.lessons.model import Course, Lesson
from bot.lessons.versions import Alike
from bot.storage import entries
from bot.storage.codec import documents_of, fault, load_outputs
from bot.storage.edition import Edition, source_of
from bot.storage.figures import news, statistics_of_facts
from bot.storage.figures.experiments import trial_of
from bot.storage.figures.mirrors import mirror_of
from bot.storage.figures.pasts import past_of
from bot.storage.figures.tallies import progress_of
from bot.storage.memory.admins import AdminState, MemoryAdmin
from bot.storage.memory.alarms import AlarmBook
from bot.storage.memory.cohorts import CohortBook
from bot.storage.records import (
    AGAIN,
    Answered,
    Asked,
    Due,
    Mark,
    Parcel,
    Place,
    Places,
    Record,
    StoreError,
)
from bot.storage.rows import Row, encode, micros, moment

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Kept:
    """A parcel in the outbox."""

    parcel: Parcel
    outputs: str
    question: str | None
    courier: str | None

    @property
    def chat(self) -> tuple[str, str]:
        return self.parcel.address.platform, self.parcel.address.chat


@dataclass(slots=True)
class _State:
    """All that is kept."""

    inputs: dict[str, datetime] = field(default_factory=dict)
    sessions: dict[LearnerId, str] = field(default_factory=dict)
    facts: dict[LearnerId, list[tuple[int, str, Fact]]] = field(default_factory=dict)
    """Each with its time and its input."""
    items: dict[LearnerId, dict[tuple[str, str], Item]] = field(default_factory=dict)
    suspended: set[tuple[LearnerId, str, str]] = field(default_factory=set)
    texts: dict[tuple[LearnerId, str, str], Earlier] = field(default_factory=dict)
    alarms: AlarmBook = field(default_factory=AlarmBook)
    outbox: dict[int, _Kept] = field(default_factory=dict)
    asked: dict[LearnerId, tuple[str, Asked]] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)
    last_parcel: int = 0
    revisions: dict[tuple[str, str], Lesson] = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)
    lessons: dict[str, tuple[str, str]] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    shipped: dict[str, str] = field(default_factory=dict)
    publications: dict[str, list[Publication]] = field(default_factory=dict)
    cohorts: CohortBook = field(default_factory=CohortBook)
    withdrawn: dict[tuple[str, str], Withdrawal] = field(default_factory=dict)
    admin: AdminState = field(default_factory=AdminState)


class MemoryStore(MemoryAdmin):
    """Keeps everything in this process only."""

    def __init__(self) -> None:
        self._state = _State()
        self._writing = asyncio.Lock()
        self._open = False
        self.editions = 0

    async def open(self) -> None:
        """Make ready; opened again, it still holds what it held."""
        self._open = True

    async def close(self) -> None:
        """Let go; safe to call twice."""
        self._open = False

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["_Transaction"]:
        """A writing transaction: what it records is kept when its block ends well."""
        self._usable()
        async with self._writing:
            transaction = _Transaction(self._state)
            yield transaction
            transaction.commit()

    async def progress(self, learners: Collection[LearnerId]) -> dict[LearnerId, Progress]:
        """The record of each of these learners."""
        self._usable()
        return {one: progress_of(self._counted(one)) for one in learners}

    async def mirrors(self, learners: Collection[LearnerId]) -> dict[LearnerId, Mirror]:
        """The mirror of each of these learners."""
        self._usable()
        state = self._state
        return {
            one: mirror_of(
                state.facts.get(one, ()),
                state.items.get(one, {}).values(),
                {(lesson, item) for learner, lesson, item in state.suspended if learner == one},
                self._void,
            )
            for one in learners
        }

    async def pasts(self, learners: Collection[LearnerId]) -> dict[LearnerId, Past]:
        """What the logbook of each of these learners begins with."""
        self._usable()
        return {one: past_of(self._counted(one)) for one in learners}

    def _counted(self, learner: LearnerId) -> Iterator[Fact]:
        """Their facts, without answers that are void."""
        for *_, fact in self._state.facts.get(learner, ()):
            if not (
                isinstance(fact, Attempt)
                and (fact.lesson, fact.question, fact.revision) in self._void
            ):
                yield fact

    @property
    def _void(self) -> set[tuple[str, str, str]]:
        return self._state.admin.corrections.void

    async def trials(self, learners: Collection[LearnerId]) -> dict[LearnerId, Trial]:
        """What the experiment shows of each of these learners by now."""
        self._usable()
        facts = self._state.facts
        return {one: trial_of(facts.get(one, ()), self._void) for one in learners}

    async def items(self, lessons: Mapping[LearnerId, str]) -> dict[LearnerId, dict[str, Item]]:
        """What each of these learners remembers of a lesson, by question."""
        self._usable()
        return {
            learner: {
                item.question: item
                for item in self._state.items.get(learner, {}).values()
                if item.lesson == lesson
            }
            for learner, lesson in lessons.items()
        }

    async def due(self, until: Mapping[LearnerId, datetime]) -> dict[LearnerId, tuple[Item, ...]]:
        """What is due of each of these learners' by a time, and the next after it."""
        self._usable()
        return {learner: self._due(learner, micros(at)) for learner, at in until.items()}

    def _due(self, learner: LearnerId, at: int) -> tuple[Item, ...]:
        coming = sorted(
            (item.due, *key)
            for key, item in self._state.items.get(learner, {}).items()
            if (learner, *key) not in self._state.suspended
        )
        last = next((due for due, *_ in coming if due > at), at)
        items = self._state.items.get(learner, {})
        return tuple(items[lesson, one] for due, lesson, one in coming if due <= last)

    async def earlier(
        self, wanted: Mapping[LearnerId, tuple[str, str]]
    ) -> dict[LearnerId, Earlier]:
        """What each of these learners wrote last for a lesson's task."""
        self._usable()
        texts = self._state.texts
        return {
            learner: texts[learner, *task]
            for learner, task in wanted.items()
            if (learner, *task) in texts
        }

    async def alarms(self, places: Places, at: datetime, limit: int) -> list[Due]:
        """Up to ``limit`` of the alarms in each of these places that are due, the oldest."""
        due = micros(at)
        ringing = [self._ringing(*place) for place in places.items()]
        return [one for found in ringing for one in found[:limit] if one.at <= due]

    async def next_alarm(self, places: Places) -> datetime | None:
        """When the next alarm in these places is due."""
        found = [one.at for place in places.items() for one in self._ringing(*place)[:1]]
        return moment(min(found)) if found else None

    def _ringing(self, platform: str, chat: str | None) -> list[Due]:
        self._usable()
        return self._state.alarms.ringing(platform, chat, self._state.gone)

    async def shut(self, learners: Collection[LearnerId]) -> set[LearnerId]:
        """Those of these learners who have alarms for a chat that is gone."""
        self._usable()
        return self._state.alarms.held(self._state.gone) & set(learners)

    async def work(self, runs: Mapping[LearnerId, str]) -> dict[LearnerId, tuple[Written, ...]]:
        """All that each of these learners handed in in a run."""
        self._usable()
        return {
            learner: tuple(
                fact
                for _, _, fact in self._state.facts.get(learner, ())
                if isinstance(fact, Written) and fact.run == run
            )
            for learner, run in runs.items()
        }

    async def claim(self, courier: str, limit: int) -> list[Parcel]:
        """Up to ``limit`` of the oldest parcels that no courier has."""
        self._usable()
        async with self._writing:
            free = [
                kept
                for kept in self._state.outbox.values()
                if kept.courier is None and kept.chat not in self._state.gone
            ]
            for kept in free[:limit]:
                kept.courier = courier
            return [replace(k.parcel, outputs=load_outputs(k.outputs)) for k in free[:limit]]

    async def release(self, courier: str | None = None) -> None:
        """Give the parcels of this courier back, or those of all couriers."""
        self._usable()
        async with self._writing:
            for kept in self._state.outbox.values():
                if courier in (None, kept.courier):
                    kept.courier = None

    async def asked(self, learner: LearnerId, question: str) -> Asked | None:
        """Where this question was asked, once it has arrived."""
        self._usable()
        last, asked = self._state.asked.get(learner, ("", None))
        return asked if last == question else None

    async def publish(self, edition: Edition, at: datetime) -> None:
        """Store these as immutable revisions and point to them."""
        self._usable()
        async with self._writing:
            state = self._state
            before = self._pointers()
            edition.check_bases(before)
            self.editions += 1
            state.assets.update({one.name: one for one in edition.assets})
            for lesson in edition.lessons:
                state.revisions.setdefault((lesson.id, lesson.revision), lesson)
                state.lessons[source_of(lesson)] = (lesson.id, lesson.revision)
            state.courses.update({course.id: course for course in edition.courses})
            published = [source_of(lesson) for lesson in edition.lessons]
            published += [f"course:{course.id}" for course in edition.courses]
            for name in (*published, *edition.gone):
                state.sources.pop(name, None)
            for name in edition.gone:
                state.lessons.pop(name, None)
            for id in [id for id in state.courses if f"course:{id}" in edition.gone]:
                del state.courses[id]
            for name in edition.gone:
                state.shipped.pop(name, None)
            state.sources.update(edition.sources)
            state.shipped.update(edition.sources)
            now, after = micros(at), self._pointers()
            for name in {name for name, _ in before.items() ^ after.items()}:
                move = Publication(after.get(name, ""), edition.by, now, edition.how)
                state.publications.setdefault(name, []).insert(0, move)
            state.admin.log += [
                entries.terminal_entry(act, edition.by, now) for act in edition.acts
            ]

    def _pointers(self) -> dict[str, str]:
        """The revision that each published name points to."""
        state = self._state
        found = {name: revision for name, (_, revision) in state.lessons.items()}
        found.update({f"course:{id}": one.revision for id, one in state.courses.items()})
        return found

    async def shipped(self) -> dict[str, str]:
        """The hash of each file when it was last published."""
        self._usable()
        return dict(self._state.shipped)

    async def history(self, name: str) -> tuple[Publication, ...]:
        """Each time that this name came to point to another revision, the latest first."""
        self._usable()
        return tuple(self._state.publications.get(name, ()))

    async def sources(self) -> dict[str, str]:
        """The file hashes of what is published."""
        self._usable()
        return dict(self._state.sources)

    async def library(self) -> Library:
        """The catalogue of what is published now."""
        self._usable()
        state = self._state
        lessons = [state.revisions[state.lessons[name]] for name in sorted(state.lessons)]
        courses = (state.courses[id] for id in sorted(state.courses))
        made = len(state.admin.corrections.made)
        groups = state.cohorts.latest()
        cards = map(Card.of, lessons)
        return Library.holding(courses, cards, self._void, made, groups, state.withdrawn)

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        """One revision of a lesson, current or old."""
        self._usable()
        return self._state.revisions.get((id, revision))

    async def asset(self, name: str) -> Asset | None:
        """A picture by the hash of its bytes."""
        self._usable()
        return self._state.assets.get(name)

    async def kept_assets(self, names: Collection[str]) -> set[str]:
        """Those of these pictures that are kept."""
        self._usable()
        return self._state.assets.keys() & set(names)

    async def overview(self) -> Overview:
        """How all lessons are taken, and how well the confidence of all learners fits."""
        self._usable()
        return statistics_of_facts.overview(self._state.facts, self._void)

    async def observed(self, lesson: str, alike: Alike, within: Span = EVER) -> Observed:
        """What is on record of a lesson, in what is alike of its revisions."""
        self._usable()
        return statistics_of_facts.observed(self._state.facts, lesson, alike, self._void, within)

    async def news(self, within: Span) -> News:
        """What learners did in this stretch of time."""
        self._usable()
        facts = self._state.facts
        return news.of_facts(facts, statistics_of_facts.counted(facts, self._void), within)

    async def published(self, within: Span) -> tuple[tuple[str, Publication], ...]:
        """What was published then, by name, the earliest first."""
        self._usable()
        moves = [(n, one) for n, found in self._state.publications.items() for one in found[::-1]]
        then = [move for move in moves if within.since <= move[1].at < within.until]
        return tuple(sorted(then, key=lambda move: (move[1].at, move[0])))

    async def versions(self, lesson: str) -> tuple[Lesson, ...]:
        """Every revision of a lesson that is kept, drafts and translations among them."""
        self._usable()
        found = self._state.revisions
        return tuple(found[key] for key in sorted(found) if key[0] == lesson)

    async def answers(self, after: Place, limit: int) -> list[Answered]:
        """Up to ``limit`` answers of all learners that come after this one."""
        self._usable()
        found = statistics_of_facts.answers(self._state.facts, self._void)
        return [one for one in found if one.place > after][:limit]

    async def prune(self, before: datetime) -> None:
        """Forget input ids from before then."""
        self._usable()
        async with self._writing:
            state = self._state
            state.inputs = {id: at for id, at in state.inputs.items() if at >= before}

    @property
    def _shared(self) -> _State:
        return self._state

    def _usable(self) -> None:
        if not self._open:
            raise StoreError("the store is not open: call open() first")


class _Transaction:
    """Holds back what it records until it commits."""

    def __init__(self, state: _State) -> None:
        self._state = state
        self._marks: list[Mark] = []
        self._rows: list[tuple[Row, int | None]] = []
        self._courier = ""

    async def seen(self, inputs: Collection[str]) -> set[str]:
        return {one for one in inputs if one in self._state.inputs}

    async def sessions(self, learners: Collection[LearnerId]) -> dict[LearnerId, Session]:
        found: dict[LearnerId, Session] = {}
        for learner in learners:
            text = self._state.sessions.get(learner)
            if text is not None:
                try:
                    found[learner] = sessions.load(text)
                except ValueError as error:
                    _log.error("unreadable session of %s: %s", learner, fault(error))
        return found

    async def record(
        self, records: Sequence[Record], marks: Sequence[Mark], courier: str
    ) -> list[Parcel]:
        rows = encode(records)
        twice = {record.input for record in records} & self._state.inputs.keys()
        if twice:
            raise StoreError(f"recorded already: {sorted(twice)}")
        self._marks += marks
        self._courier = courier
        parcels: list[Parcel] = []
        for row in rows:
            if row.outputs is None:
                self._rows.append((row, None))
                continue
            self._state.last_parcel += 1
            parcels.append(row.parcel(self._state.last_parcel))
            self._rows.append((row, self._state.last_parcel))
        return parcels

    def commit(self) -> None:
        # What is done with goes last, as in a database: it still shows who was heard since.
        for mark in self._marks:
            self._mark(mark)
        for mark in self._marks:
            if mark.done and (kept := self._state.outbox.pop(mark.parcel, None)):
                for id in documents_of(load_outputs(kept.outputs)):
                    self._state.admin.documents.pop(id, None)
        for row, parcel in self._rows:
            self._keep(row, parcel)
        for row, _ in self._rows:
            self._state.admin.correct(row, self._state)

    def _mark(self, mark: Mark) -> None:
        kept = self._state.outbox.get(mark.parcel)
        if kept is None:
            return
        parcel = kept.parcel
        if mark.gone and not self._heard_since(kept):
            self._state.gone.add(kept.chat)
        if mark.reference and kept.question:
            asked = Asked(replace(parcel.address, handle=""), mark.reference)
            self._state.asked[parcel.learner] = (kept.question, asked)
        kept.parcel = replace(parcel, sent=max(parcel.sent, mark.sent))

    def _heard_since(self, kept: _Kept) -> bool:
        later = (o for id, o in self._state.outbox.items() if id > kept.parcel.id)
        return any(other.chat == kept.chat for other in later)

    def _keep(self, row: Row, parcel: int | None) -> None:
        record, state = row.record, self._state
        state.inputs[record.input] = record.at
        if record.rang is None:
            state.gone.discard((record.address.platform, record.address.chat))
        else:
            again = row.at + AGAIN if row.session is None else None
            state.alarms.rang(record.learner, record.rang, again)
        if row.session is not None:
            state.sessions[record.learner] = row.session
        if record.facts:
            noted = [(row.at, record.input, fact) for fact in record.facts]
            state.facts.setdefault(record.learner, []).extend(noted)
            self._remember(record.learner, record.facts)
            for fact in record.facts:
                if isinstance(fact, Written) and fact.text:
                    key = (record.learner, fact.lesson, fact.item)
                    state.texts[key] = Earlier(fact.text, row.at)
            self._state.admin.edit(row, self._state)
        if parcel is not None and row.outputs is not None:
            kept = replace(row.parcel(parcel), outputs=())
            state.outbox[parcel] = _Kept(kept, row.outputs, row.question, self._courier)

    def _remember(self, learner: LearnerId, facts: Iterable[Fact]) -> None:
        for fact in facts:
            if isinstance(fact, AlarmSet | AlarmCleared | AlarmsMoved):
                self._state.alarms.note(learner, fact)
                if isinstance(fact, AlarmSet):
                    self._state.gone.discard((fact.platform, fact.chat))
            elif isinstance(fact, CohortJoined | CohortLeft):
                self._state.cohorts.note(fact, learner)
            elif isinstance(fact, Scheduled | Suspended):
                key = (fact.item.lesson, fact.item.question)
                self._state.items.setdefault(learner, {})[key] = fact.item
                suspended = self._state.suspended
                change = suspended.add if isinstance(fact, Suspended) else suspended.discard
                change((learner, *key))
