"""The desk: everyone who is waiting, in one transaction.

It takes the envelopes that have arrived, 1 to 256 of them, and never waits for more. In one
transaction it asks which of them are known already, loads what is needed, lets the pure engine
say what happens for each in order of arrival, and writes all of it. When the transaction has
committed, each caller gets their outputs and the new parcels go to delivery.

So, in one place and without locks: each input counts once, a learner's inputs keep their order,
nothing is ever half written, and who hands in more than can be taken waits. The busier it is,
the larger the batches, and the cheaper each turn.

What goes wrong stays small:

==================================  =============================================================
what                                what follows
==================================  =============================================================
the engine raises for an envelope   it is set aside: logged by its id, apologised for, recorded as
                                    taken; its session stays as it was; the others never notice
a turn can't be written             the same
the transaction fails               nothing of it remains; its callers get the error, so that
                                    their sources deliver again; marks wait for the next batch
the desk is cancelled               the batch under way is finished first; a second cancel breaks
                                    it off, rolls back, and puts its envelopes back in front
==================================  =============================================================
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass

from bot.conversation import engine as conversation
from bot.conversation.facts.admin import AdminFact
from bot.conversation.inputs import Envelope
from bot.conversation.outputs import Output
from bot.service.observer import Observer
from bot.service.tracing import tracing
from bot.service.turns.batch import Batch, Engine
from bot.service.turns.catalogue import CatalogueCache
from bot.storage.records import Mark, Parcel, StoreError
from bot.storage.store import Store

BATCH = 256
"""The most envelopes in one transaction: beyond it, turns hardly get cheaper, only later."""

ROOM = 1024
"""How many envelopes may be at the desk at once; whoever comes then waits to hand theirs in."""

PATIENCE = 0.05
"""Seconds that a mark waits for a batch to ride along with, before it is written alone."""

RETRY = 1.0
"""Seconds until marks are tried again, alone, after a transaction that failed."""

_log = logging.getLogger(__name__)


class DeskClosed(Exception):  # noqa: N818 - it names what happened, not a fault
    """The desk takes nothing more; the source should not confirm this envelope."""


@dataclass(slots=True, eq=False)
class _Waiting:
    """An envelope, and whoever waits for its answer."""

    envelope: Envelope
    answer: asyncio.Future[tuple[Output, ...]]


class Desk:
    """Takes envelopes, in batches, and gives out what was said.

    ``deliver`` gets the parcels of each committed batch.
    ``edited`` learns what admins changed, before they are answered and the next batch is taken.
    ``served`` gives the platforms that there are just now, each with how the links to its bot
    begin, for what an admin is told of them.
    """

    def __init__(
        self,
        store: Store,
        catalogue: CatalogueCache,
        *,
        deliver: Callable[[list[Parcel]], None] | None = None,
        edited: Callable[[Sequence[AdminFact]], Awaitable[None]] | None = None,
        engine: Engine = conversation,
        served: Callable[[], Mapping[str, str]] = dict,
        observer: Observer | None = None,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._deliver = deliver
        self._edited = edited
        self._engine = engine
        self._served = served
        self._observer = observer or Observer()
        self._waiting: deque[_Waiting] = deque()
        self._marks: list[Mark] = []
        self._room = asyncio.Semaphore(ROOM)
        self._work = asyncio.Event()
        self._ripening: asyncio.TimerHandle | None = None
        self._closed = False

    async def submit(self, envelope: Envelope) -> tuple[Output, ...]:
        """Hand in an envelope; returns what was said once that is committed.

        Nothing is said to an envelope that has counted before. Waits while the desk is full.
        Raises what made the transaction fail, or ``DeskClosed``; then the envelope has not
        counted and should come again. So it should when the caller gives up waiting.
        """
        with tracing(envelope.id):
            _log.debug("an input has arrived: %s", type(envelope.input).__name__)
            said = await self._handed_in(envelope)
            _log.debug("it is committed, with %d outputs", len(said))
            return said

    async def _handed_in(self, envelope: Envelope) -> tuple[Output, ...]:
        async with self._room:
            if self._closed:
                raise DeskClosed("the desk is closed")
            waiting = _Waiting(envelope, asyncio.get_running_loop().create_future())
            self._waiting.append(waiting)
            self._work.set()
            return await waiting.answer

    @property
    def depth(self) -> int:
        """How many envelopes wait for the next batch."""
        return len(self._waiting)

    def mark(self, mark: Mark) -> None:
        """Note news of a parcel; it is written with the next batch, or soon."""
        self._marks.append(mark)
        self._ripen(PATIENCE)

    async def run(self) -> None:
        """Take batches until cancelled."""
        while True:
            await self._work.wait()
            self._work.clear()
            await _to_the_end(self._take(self._next()))
            if self._waiting:
                self._work.set()

    async def drain(self) -> None:
        """Write the marks that are left; raises what makes the store fail."""
        while self._marks:
            marks = self._take_marks()
            try:
                await self._commit([], marks)
            except BaseException:
                self._marks[:0] = marks
                raise

    async def close(self) -> None:
        """Take nothing more: write what marks are left, and send away whoever still waits."""
        self._closed = True
        while self._waiting:
            _refuse(self._waiting.popleft(), DeskClosed("the desk is closed"))
        try:
            await self.drain()
        finally:
            if self._ripening is not None:
                self._ripening.cancel()

    def _next(self) -> list[_Waiting]:
        """Who is next. An envelope whose caller has given up is dropped: it will come again."""
        batch: list[_Waiting] = []
        while self._waiting and len(batch) < BATCH:
            waiting = self._waiting.popleft()
            if not waiting.answer.done():
                batch.append(waiting)
        return batch

    async def _take(self, waiting: list[_Waiting]) -> None:
        """One batch from the desk to its callers."""
        marks = self._take_marks()
        if not waiting and not marks:
            return
        try:
            batch, parcels = await self._commit(waiting, marks)
        except asyncio.CancelledError:
            self._waiting.extendleft(reversed(waiting))
            self._marks[:0] = marks
            self._work.set()
            raise
        except Exception as error:  # whatever it is, the desk lives on and the callers learn of it
            # Only a store's own words are known to quote no learner.
            why = str(error) if isinstance(error, StoreError) else type(error).__name__
            _log.error("a batch of %d failed: %s", len(waiting), why)
            self._marks[:0] = marks
            self._ripen(RETRY)
            for one in waiting:
                _refuse(one, error)
            return
        if batch.edits and self._edited is not None:
            try:
                await self._edited(batch.edits)
            except Exception as error:  # it is committed, and the desk lives on
                _log.error("an admin's change is not in use yet: %s", type(error).__name__)
        later = [one for one, said in zip(waiting, batch.answers, strict=True) if said is None]
        self._waiting.extendleft(reversed(later))
        for one, said in zip(waiting, batch.answers, strict=True):
            if said is not None and not one.answer.done():
                one.answer.set_result(said)
        if parcels and self._deliver is not None:
            self._deliver(parcels)

    async def _commit(
        self, waiting: list[_Waiting], marks: list[Mark]
    ) -> tuple[Batch, list[Parcel]]:
        batch = Batch(
            self._engine, self._catalogue, [one.envelope for one in waiting], self._served()
        )
        began = time.perf_counter()
        try:
            async with self._store.transaction() as transaction:
                await batch.advance(self._store, transaction)
                parcels = await batch.record(transaction, marks)
        except Exception:
            self._observer.failed(len(waiting))
            raise
        self._observer.committed(len(waiting), batch.turns, time.perf_counter() - began)
        return batch, parcels

    def _take_marks(self) -> list[Mark]:
        if self._ripening is not None:
            self._ripening.cancel()
            self._ripening = None
        marks, self._marks = self._marks, []
        return marks

    def _ripen(self, seconds: float) -> None:
        if self._marks and self._ripening is None and not self._closed:
            loop = asyncio.get_running_loop()
            self._ripening = loop.call_later(seconds, self._work.set)


def _refuse(waiting: _Waiting, error: Exception) -> None:
    if not waiting.answer.done():
        waiting.answer.set_exception(error)


async def _to_the_end(work: Coroutine[None, None, None]) -> None:
    """Await ``work`` even when cancelled meanwhile; a second cancel reaches it."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
