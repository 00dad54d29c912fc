"""A batch at the desk: what becomes of its envelopes inside one transaction.

The next turn of a learner builds on the turn before (``Standing``), though neither is written yet.
If that turn can't be written, they stand where they stood before it.

An envelope is held back (``Held``) for the next batch, and with it all that follows it from the
same learner, so that their order is kept:

- when it needs what is on record of its learner, and is not their first in this batch: an earlier
  turn, not committed yet, may have changed that;
- after its learner has asked to be forgotten: it is a newcomer's;
- from either of two accounts that have just been linked, or parted: whose its inputs are is asked
  anew;
- an admin's, once another has changed something: two who do the same at once see each other;
- when it is about a class that has changed: what was voted before counts, what comes after it is
  told so;
- when it brings a code of somebody who has done something in this batch: that may have changed it.

Where processes share a store, two batches about different learners may be decided at the same time:
each reads and writes what is its learners', and only reads what is everybody's. A turn that changes
what others read waits until nobody else writes, and is decided then, anew: what it rests on may
have changed meanwhile. There are few of these, whatever is going on: an admin's, a class's own,
linking, leaving for good. That a member votes is none: a vote is theirs, and the class counts it.
"""

import asyncio
import logging
import time
import traceback
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from bot.conversation.facts.admin import AdminFact
from bot.conversation.facts.learner import Fact, Forgotten, IdentityFact, Linked, Unlinked
from bot.conversation.facts.live_class import (
    AnswersShown,
    BoardJoined,
    BoardLeft,
    ClassChanged,
    ClassesLimited,
    ClassFact,
    ClassStirred,
    Voted,
    is_owner,
)
from bot.conversation.inputs import Alarm, Envelope, LearnerId
from bot.conversation.interpretation import Meant
from bot.conversation.learner import Learner
from bot.conversation.needs.admin import AdminNeeds, Served
from bot.conversation.needs.learner import Known, Needs, OwnIdentities
from bot.conversation.needs.live_class import ClassNeeds, ClassPlace
from bot.conversation.outputs import Output
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.lessons.library import Library
from bot.service.monitoring import tracing
from bot.service.turns.loading import CatalogueCache, Loaded, load
from bot.storage.codec import micros
from bot.storage.records import Mark, Parcel, Record, RecordError
from bot.storage.store import Store, Transaction
from bot.values import replace


class Engine(Protocol):
    """What decides: the module ``bot.conversation.engine``, or a test's own."""

    def understand(
        self, library: Library, session: Session | None, learner: Learner, envelope: Envelope, /
    ) -> Meant:
        """What this envelope means. It may raise."""

    def needs(self, meant: Meant, /) -> Needs:
        """What must be loaded for it."""

    def advance(self, meant: Meant, known: Known, /) -> Turn:
        """What happens. It may raise."""

    def apologise(self, learner: Learner, envelope: Envelope, /) -> tuple[Output, ...]: ...


_OWN = (Voted, ClassStirred)
"""Facts about a class that leave the class as it is."""


class AloneError(Exception):
    """A batch has to be decided again, in a transaction that is alone."""


def touches_others(learner: LearnerId, facts: Iterable[Fact]) -> bool:
    """Whether a turn changes what is not its learner's alone."""
    return is_owner(learner) or any(
        isinstance(fact, AdminFact | IdentityFact | ClassFact | Forgotten)
        and not isinstance(fact, _OWN)
        for fact in facts
    )


def ends_chats(marks: Iterable[Mark]) -> bool:
    """Whether some news ends what others have under way in a chat."""
    return any(mark.gone or mark.shut for mark in marks)


class Held:
    """The learners who wait from here on, and what others have to wait for."""

    def __init__(self) -> None:
        self._learners: set[LearnerId] = set()
        self._first: set[str] = set()
        self._decided: set[LearnerId] = set()
        self._classes: set[str | ClassPlace] = set()
        self._edited = False

    def __contains__(self, learner: LearnerId) -> bool:
        return learner in self._learners

    def first(self, envelope: Envelope) -> None:
        """Note that this is the first of its learner's that counts: nothing has changed for it."""
        self._first.add(envelope.id)

    def waits(self, envelope: Envelope, needs: Needs) -> bool:
        """Whether it has to wait, for what it needs; then its learner does from here on."""
        in_class = needs.get(ClassNeeds)
        waits = (
            (needs.queries and envelope.id not in self._first)
            or (in_class and not self._classes.isdisjoint(in_class.keys))
            or (needs.get(AdminNeeds) and self._edited)
        )
        if waits:
            self._learners.add(envelope.learner)
        return bool(waits)

    def waits_for(self, learner: LearnerId, maker: LearnerId) -> bool:
        """Whether a learner has to wait who brings a code of this learner's."""
        if maker in self._decided:
            self._learners.add(learner)
            return True
        return False

    def note_decided(self, learner: LearnerId, facts: Iterable[Fact]) -> None:
        """Note that a turn of this learner's has put this on record, which is not committed yet."""
        self._decided.add(learner)
        for fact in facts:
            match fact:
                case ClassChanged(live):
                    place = ClassPlace(live.platform, live.chat, live.thread)
                    self._classes |= {live.id, place}
                    if live.kind != "class":
                        # These are found by their chat, from whichever thread of it.
                        self._classes.add(ClassPlace(live.platform, live.chat))
                case BoardJoined(id) | BoardLeft(id):
                    self._classes.add(id)
                case ClassesLimited(platform, chat, _):
                    self._classes.add(ClassPlace(platform, chat))
                case Forgotten():
                    self._learners.add(learner)
                case Linked(primary=other) | Unlinked(keeper=other):
                    self._learners |= {learner, LearnerId(other)}
                case _:
                    self._edited = self._edited or isinstance(fact, AdminFact)


class Standing:
    """How learners stand by now, and how they stood before each turn."""

    def __init__(
        self, sessions: Mapping[LearnerId, Session], learners: Mapping[LearnerId, Learner]
    ) -> None:
        self._sessions, self._learners = dict(sessions), dict(learners)
        self._before: dict[str, tuple[Session | None, Learner]] = {}

    def session(self, learner: LearnerId) -> Session | None:
        return self._sessions.get(learner)

    def learner(self, learner: LearnerId) -> Learner:
        """Who they are by now; somebody new, if they are not known yet."""
        return self._learners.get(learner) or Learner()

    def note_decided(self, envelope: Envelope, turn: Turn) -> Learner | None:
        """Let this turn be what comes of an envelope; who they are, if that has changed by it."""
        whose = envelope.learner
        before = self.learner(whose)
        self._before[envelope.id] = self.session(whose), before
        self._sessions[whose], self._learners[whose] = turn.session, turn.learner
        same = turn.learner is before or turn.learner == before
        return None if same else turn.learner

    def accounts_before(self, envelope: str) -> list[LearnerId]:
        _, learner = self._before[envelope]
        return [LearnerId(each.id) for each in learner.accounts]

    def set_back(self, envelope: Envelope) -> None:
        session, learner = self._before[envelope.id]
        self._learners[envelope.learner] = learner
        if session is None:
            self._sessions.pop(envelope.learner, None)
        else:
            self._sessions[envelope.learner] = session


_log = logging.getLogger(__name__)

BREATH = 0.01
"""Seconds of deciding after which whatever else waits goes first: Discord takes a press for failed
that is not acknowledged for three seconds, and a full batch may take a second."""

STIRRING = (ClassStirred, AnswersShown, Forgotten)
"""Facts that set an alarm for very soon."""


class Batch:
    """Envelopes on their way through a transaction.

    ``edits`` are the facts of admins among those that were decided.
    ``answers`` holds, for each envelope, what was said; nothing, ``()``, if it had counted
    before; ``None`` if it has to wait for the next batch, as ``held`` says. ``stirred`` says that
    an alarm was set for very soon.
    """

    def __init__(
        self,
        engine: Engine,
        catalogue: CatalogueCache,
        envelopes: Sequence[Envelope],
        served: Served = Served(),  # noqa: B008 - it is frozen
    ) -> None:
        self._engine = engine
        self._served = served
        self._catalogue = catalogue
        self._library = catalogue.library
        self._envelopes = envelopes
        self._taken: set[str] = set()
        self._standing = Standing({}, {})
        self._understood: dict[str, tuple[Meant, Needs]] = {}
        self._held = Held()
        self._alone = True
        self._known: frozenset[LearnerId] = frozenset()
        self._records: dict[str, Record] = {}
        self.stirred = False
        self.answers: list[tuple[Output, ...] | None] = []
        self.edits: list[AdminFact] = []

    @property
    def turns(self) -> int:
        """How many of its envelopes had not counted before, and do now."""
        return len(self._records)

    @property
    def forgotten(self) -> list[LearnerId]:
        learners = list[LearnerId]()
        for record in self._records.values():
            if any(isinstance(fact, Forgotten) for fact in record.facts):
                learners += self._standing.accounts_before(record.input) or [record.learner]
        return learners

    async def advance(self, store: Store, transaction: Transaction) -> None:
        """Load and decide each turn, in order of arrival. Raises ``AloneError``."""
        if not self._envelopes:
            return
        self._alone = transaction.alone
        before = await transaction.snapshot(
            {envelope.id for envelope in self._envelopes},
            {envelope.learner for envelope in self._envelopes},
        )
        self._taken, self._known = set(before.seen), before.known
        self._standing = Standing(before.sessions, before.learners)
        self._envelopes = [_of_learner(envelope, before.linked) for envelope in self._envelopes]
        # A single library for the whole batch: nobody else can publish before it is written.
        self._library = await self._catalogue.up_to_date(before.catalogue_version)
        firsts: dict[LearnerId, Envelope] = {}
        for envelope in self._envelopes:
            if envelope.id not in self._taken:
                firsts.setdefault(envelope.learner, envelope)
        loaded = await self._load(store, firsts)
        breath = time.monotonic()
        for envelope in self._envelopes:
            with tracing(envelope.id):
                self.answers.append(await self._answer(envelope, loaded, store))
            if time.monotonic() - breath >= BREATH:
                await asyncio.sleep(0)
                breath = time.monotonic()

    async def record(self, transaction: Transaction, marks: Sequence[Mark]) -> list[Parcel]:
        """Write every turn; a turn that can't be written is set aside as if it had raised."""
        while True:
            try:
                return await transaction.record(list(self._records.values()), marks)
            except RecordError as error:
                if not error.faults.keys() <= self._records.keys():
                    raise
                for i, envelope in enumerate(self._envelopes):
                    if envelope.id in error.faults and envelope.id in self._records:
                        with tracing(envelope.id):
                            self._take_back(i, error)

    async def _load(self, store: Store, firsts: Mapping[LearnerId, Envelope]) -> Loaded:
        """What is on record of those who need it."""
        wanted: dict[LearnerId, tuple[Needs, datetime]] = {}
        for learner, envelope in firsts.items():
            self._held.first(envelope)
            # What raises does so again in its turn, where it is set aside.
            with suppress(Exception):
                meant, needs = self._understand(self._library, envelope)
                self._understood[envelope.id] = meant, needs
                wanted[learner] = (needs, envelope.at)
        return await load(store, wanted, self._served)

    async def _answer(
        self, envelope: Envelope, loaded: Loaded, store: Store
    ) -> tuple[Output, ...] | None:
        learner = envelope.learner
        if learner in self._held:
            return None
        if envelope.id in self._taken:
            return ()
        unknown = learner not in self._known and not is_owner(learner)
        if isinstance(envelope.input, Alarm) and (envelope.account or unknown):
            # It was handed in when its learner had just been forgotten or linked to another,
            # and the alarm is gone, or the other's.
            return ()
        library = self._library
        try:
            understood = self._understood.pop(envelope.id, None)
            meant, needs = understood or self._understand(library, envelope)
        except Exception as error:
            return self._set_aside(envelope, error)
        if self._held.waits(envelope, needs):
            return None
        # Outside of the engine's guard: what the store can't give fails the batch, not a turn.
        if needs.lesson and await self._catalogue.lesson(*needs.lesson) is None:
            # A revision that can't be found is as good as withdrawn: nobody can go on in it.
            library = library.without(*needs.lesson)
            try:
                meant, needs = self._understand(library, envelope)
            except Exception as error:
                return self._set_aside(envelope, error)
            if self._held.waits(envelope, needs):
                return None
            loaded = await load(store, {learner: (needs, envelope.at)}, self._served)
        try:
            wanted = loaded.lesson(learner, needs, micros(envelope.at))
        except Exception as error:
            return self._set_aside(envelope, error)
        lesson = await self._catalogue.lesson(*wanted) if wanted else None
        known = await loaded.gather(learner, needs, lesson, self._catalogue)
        code = known.get(OwnIdentities).code
        if code and self._held.waits_for(learner, code.maker):
            return None
        try:
            turn = self._engine.advance(meant, known)
        except Exception as error:
            return self._set_aside(envelope, error)
        if not self._alone and touches_others(learner, turn.facts):
            raise AloneError
        self._taken.add(envelope.id)
        self._held.note_decided(learner, turn.facts)
        self.edits += [fact for fact in turn.facts if isinstance(fact, AdminFact)]
        self.stirred = self.stirred or any(isinstance(fact, STIRRING) for fact in turn.facts)
        changed = self._standing.note_decided(envelope, turn)
        self._records[envelope.id] = _record(envelope, turn, changed)
        return turn.outputs

    def _understand(self, library: Library, envelope: Envelope) -> tuple[Meant, Needs]:
        whose = envelope.learner
        session, learner = self._standing.session(whose), self._standing.learner(whose)
        meant = self._engine.understand(library, session, learner, envelope)
        return meant, self._engine.needs(meant)

    def _set_aside(self, envelope: Envelope, error: Exception) -> tuple[Output, ...]:
        """Count an envelope whose turn failed: an apology, and its session as it was."""
        _log.error("%s was set aside: %s", envelope.id, _reason(envelope, error))
        try:
            outputs = self._engine.apologise(self._standing.learner(envelope.learner), envelope)
        except Exception as another:
            _log.error("%s: no apology either: %s", envelope.id, type(another).__name__)
            outputs = ()
        self._taken.add(envelope.id)
        self._records[envelope.id] = _failure(envelope, outputs)
        return outputs

    def _take_back(self, i: int, error: RecordError) -> None:
        """Set aside a turn that can't be written; its learner's later ones built on it, so wait."""
        envelope = self._envelopes[i]
        failed = self._records[envelope.id]
        if not failed.failed:
            self._standing.set_back(envelope)
            self.answers[i] = self._set_aside(envelope, error)
        elif failed.outputs:
            # The apology can't be written either: the input counts, in silence.
            self.answers[i] = ()
            self._records[envelope.id] = replace(failed, outputs=())
        else:
            raise error
        for j, later in enumerate(self._envelopes[i + 1 :], i + 1):
            if later.learner == envelope.learner and later.id != envelope.id:
                self._records.pop(later.id, None)
                self.answers[j] = None


def _of_learner(envelope: Envelope, linked: Mapping[LearnerId, LearnerId]) -> Envelope:
    """An input by whose it is: everything behind knows the learner, whichever account they use."""
    whose = linked.get(envelope.learner)
    return replace(envelope, learner=whose, account=envelope.learner) if whose else envelope


def _reason(envelope: Envelope, error: Exception) -> str:
    if isinstance(error, RecordError):
        return f"it can't be written: {error.faults[envelope.id]}"
    # Frames and kinds only: an exception's own text may quote the learner.
    trace = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}\n{trace.rstrip()}"


def _record(envelope: Envelope, turn: Turn, changed: Learner | None) -> Record:
    # A class is nobody: what it is stands in its facts.
    nobody = is_owner(envelope.learner)
    return Record(
        envelope.id,
        envelope.learner,
        turn.address or envelope.address,
        envelope.at,
        session=None if nobody else turn.session,
        facts=turn.facts,
        outputs=turn.outputs,
        rang=_rang(envelope),
        changed=None if nobody else changed,
    )


def _failure(envelope: Envelope, outputs: tuple[Output, ...]) -> Record:
    return Record(
        envelope.id,
        envelope.learner,
        envelope.address,
        envelope.at,
        session=None,
        outputs=outputs,
        rang=_rang(envelope),
        failed=True,
    )


def _rang(envelope: Envelope) -> Alarm | None:
    return envelope.input if isinstance(envelope.input, Alarm) else None
