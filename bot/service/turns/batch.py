"""A batch at the desk: what becomes of its envelopes inside one transaction."""

import asyncio
import logging
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from bot.conversation.facts.admin import AdminFact
from bot.conversation.facts.learner import Forgotten
from bot.conversation.facts.live_class import (
    AnswersShown,
    ClassStirred,
    is_owner,
)
from bot.conversation.inputs import Alarm, Envelope, LearnerId
from bot.conversation.interpretation import Meant
from bot.conversation.learner import Learner
from bot.conversation.needs.admin import Served
from bot.conversation.needs.learner import Needs
from bot.conversation.outputs import Output
from bot.conversation.turn import Turn
from bot.lessons.library import Library
from bot.service.monitoring.tracing import tracing
from bot.service.turns.alone import AloneError, touches_others
from bot.service.turns.catalogue import CatalogueCache
from bot.service.turns.engine import Engine
from bot.service.turns.held import Held
from bot.service.turns.loading import Loaded, load
from bot.service.turns.standing import Standing
from bot.storage.codec import micros
from bot.storage.errors import RecordError
from bot.storage.records import Mark, Parcel, Record
from bot.storage.store import Store, Transaction
from bot.values import replace

_log = logging.getLogger(__name__)

BREATH = 0.01
"""Seconds of deciding after which whatever else waits goes first: Discord takes a press for failed
that is not acknowledged for three seconds, and a full batch may take one."""

STIRRING = (ClassStirred, AnswersShown, Forgotten)
"""Facts that set an alarm for very soon."""


class Batch:
    """Envelopes on their way through one transaction.

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
        """The accounts of those who are forgotten with it."""
        found = list[LearnerId]()
        for one in self._records.values():
            if any(isinstance(fact, Forgotten) for fact in one.facts):
                found += self._standing.accounts_before(one.input) or [one.learner]
        return found

    async def advance(self, store: Store, transaction: Transaction) -> None:
        """Load what is needed and let the engine decide each turn, in order of arrival.

        Raises ``AloneError`` if one of them has to be decided while nobody else writes.
        """
        if not self._envelopes:
            return
        self._alone = transaction.alone
        before = await transaction.snapshot(
            {envelope.id for envelope in self._envelopes},
            {envelope.learner for envelope in self._envelopes},
        )
        self._taken, self._known = set(before.seen), before.known
        self._standing = Standing(before.sessions, before.learners)
        self._envelopes = [_of_learner(one, before.linked) for one in self._envelopes]
        # One library for the whole batch: nobody else can publish before it is written.
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
        """Write every turn; one that can't be written is set aside like one that raised."""
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
            # One that raises does so again in its turn, where it is set aside.
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
            # It was handed in when its learner had just been forgotten or linked to another one,
            # and the alarm is gone, or that one's.
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
        wanted = needs.lesson or loaded.lesson_of_class(learner, needs)
        if needs.lesson_of is not None:
            try:
                due = loaded.due.get(learner, ())
                wanted = needs.lesson_of(due, micros(envelope.at))
            except Exception as error:
                return self._set_aside(envelope, error)
        lesson = await self._catalogue.lesson(*wanted) if wanted else None
        known = await loaded.known(learner, needs, lesson, self._catalogue)
        code = known.link.code if known.link else None
        if code and self._held.waits_for(learner, code.maker):
            return None
        try:
            turn = self._engine.advance(meant, known)
        except Exception as error:
            return self._set_aside(envelope, error)
        if not self._alone and touches_others(learner, turn.facts):
            raise AloneError
        self._taken.add(envelope.id)
        self._held.decided(learner, turn.facts)
        self.edits += [fact for fact in turn.facts if isinstance(fact, AdminFact)]
        self.stirred = self.stirred or any(isinstance(fact, STIRRING) for fact in turn.facts)
        changed = self._standing.decided(envelope, turn)
        self._records[envelope.id] = _record(envelope, turn, changed)
        return turn.outputs

    def _understand(self, library: Library, envelope: Envelope) -> tuple[Meant, Needs]:
        """What an envelope means, and what must be loaded for that."""
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
