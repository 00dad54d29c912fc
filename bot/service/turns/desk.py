"""The desk: everyone who is waiting, in one transaction.

It takes the envelopes that have arrived, 1 to 256 of them, and never waits for more. In one
transaction it asks which of them are known already, loads what is needed, lets the pure engine
say what happens for each in order of arrival, and writes all of it. When the transaction has
committed, each caller gets their outputs and the new parcels go to delivery.

So, without locks: each input counts once, a learner's inputs keep their order, nothing is ever half
written, and who hands in more than can be taken waits. The busier it is, the larger the batches,
and the cheaper each turn.

What goes wrong stays small:

==================================  =============================================================
what                                what follows
==================================  =============================================================
the engine raises for an envelope   it is set aside: logged by its id, apologised for, recorded as
                                    taken; its session stays as it was; the others never notice
a turn can't be written             the same
the database can't be used, as of   nothing of the batch remains; its envelopes stay in front, in
a full disk or a lock               order, and are tried again within seconds (``trouble``); whose
                                    caller has waited too long gets the error
the transaction fails otherwise     nothing of it remains; its callers get the error, so that
                                    their sources deliver again; marks wait for the next batch
the file was deleted or replaced    the desk ends: nothing that it took would be kept
the desk is cancelled               the batch under way is finished first; a second cancel breaks
                                    it off, rolls back, and puts its envelopes back in front
==================================  =============================================================
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from bot.conversation import engine as conversation
from bot.conversation.facts.admin import AdminFact
from bot.conversation.inputs import Envelope, LearnerId
from bot.conversation.needs.admin import Served
from bot.conversation.outputs import Output
from bot.service.monitoring import Observer, Trouble, tracing
from bot.service.turns.batch import AloneError, Batch, Engine, ends_chats
from bot.service.turns.loading import CatalogueCache
from bot.service.turns.queue import Queue, Waiting
from bot.storage.records import LostError, Mark, Parcel, StoreError, UnavailableError
from bot.storage.store import Store

MAX_PREPARED_PARCELS = 4
"""Parcels that are prepared while they are committed: with more, the commit would have to wait."""

UNWRITTEN = 64
"""Marks that are not written yet at which nothing more is sent: about as many as messages are on
their way to a platform. Both together are what a kill may have sent twice."""

HOLD = 600.0
"""Seconds that an envelope waits at most for a database in trouble. Discord's handle on it is dead
after a quarter of an hour; Telegram gives what was not taken again."""

_log = logging.getLogger(__name__)


class Desk:
    """Takes envelopes, in batches, and gives out what was said.

    ``deliver`` gets the parcels of each committed batch. Those of a small batch ``prepare`` gets
    before that, while it is being committed and nothing else is to be done. ``edited`` learns what
    admins changed, before they are answered and the next batch is taken. ``forgot`` learns who was
    forgotten, before what is said last to them is delivered. ``served`` gives the platforms that
    there are just now, for what an admin is told of them. ``stirred`` is called when an alarm was
    set that is due very soon.
    """

    def __init__(
        self,
        store: Store,
        catalogue: CatalogueCache,
        *,
        deliver: Callable[[list[Parcel]], None] | None = None,
        prepare: Callable[[list[Parcel]], None] | None = None,
        edited: Callable[[Sequence[AdminFact]], Awaitable[None]] | None = None,
        forgot: Callable[[Sequence[LearnerId]], None] | None = None,
        engine: Engine = conversation,
        served: Callable[[], Served] = Served,
        stirred: Callable[[], None] = lambda: None,
        observer: Observer | None = None,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._deliver = deliver
        self._prepare = prepare
        self._edited = edited
        self._forgot = forgot
        self._engine = engine
        self._served = served
        self._stirred = stirred
        self._observer = observer or Observer()
        self.trouble = Trouble()
        self._marks: list[Mark] = []
        self._writing = 0
        """How many marks are being written."""
        self._few = asyncio.Event()
        """Set, but while so many marks are unwritten that nothing more is to be sent."""
        self._few.set()
        self._work = asyncio.Event()
        self._queue = Queue(self._work.set)
        self._closed = False
        self._ending = False
        self._handed = asyncio.Event()
        """Set, but while a batch is under way."""
        self._handed.set()

    async def submit(self, envelope: Envelope) -> tuple[Output, ...]:
        """Hand in an envelope; returns what was said once that is committed.

        Nothing is said to an envelope that has counted before. Waits while the desk is full.
        Raises what made the transaction fail, ``DeskClosed`` or ``DeskFull``; then the envelope
        has not counted and should come again. So it should when the caller gives up waiting.
        """
        with tracing(envelope.id):
            _log.debug("an input has arrived: %s", type(envelope.input).__name__)
            said = await self._queue.answer(envelope)
            _log.debug("it is committed, with %d outputs", len(said))
            return said

    @property
    def depth(self) -> int:
        """How many envelopes wait for the next batch, or to be handed in."""
        return self._queue.depth

    async def handed_over(self) -> None:
        """Wait until what is being decided just now, if anything is, has gone to delivery."""
        await self._handed.wait()

    def mark(self, mark: Mark) -> None:
        """Note news of a parcel; it is written at once, or with the next batch."""
        self._marks.append(mark)
        self._count_marks()
        if not self._closed:
            self._work.set()

    async def few_marks(self) -> None:
        """Wait while so many marks are unwritten that nothing more is to be sent."""
        await self._few.wait()

    def ailments(self) -> tuple[str, ...]:
        """What is wrong here, for an operator: what can't be written, and who waits too long."""
        texts, since = [], self.trouble.since
        if since is not None:
            texts.append(
                f"nothing is written since {since:%Y-%m-%d %H:%M:%S} UTC: {self.trouble.why}"
            )
        if (ailment := self._queue.ailment) is not None:
            texts.append(ailment)
        return tuple(texts)

    async def run(self) -> None:
        """Take batches until cancelled. Raises ``LostError`` when nothing can be kept any more.

        The batch under way then is finished first; a second cancel reaches it.
        """
        self._ending = False
        working = asyncio.ensure_future(self._work_through())
        try:
            await asyncio.shield(working)
        except asyncio.CancelledError:
            self._ending = True
            if self._handed.is_set():
                working.cancel()
            await working
            raise

    async def _work_through(self) -> None:
        """Take batches in turn, until it is to end."""
        while not self._ending:
            await self._work.wait()
            self._work.clear()
            self._handed.clear()
            try:
                held = await self._take(self._queue.next())
            finally:
                self._handed.set()
            if self._queue or held:
                self._work.set()
            if held and not self._ending:
                # Whoever comes meanwhile waits as well: they could not be answered either.
                await asyncio.sleep(self.trouble.retry)

    async def drain(self) -> None:
        """Write the marks that are left; raises what makes the store fail."""
        await self._handed.wait()
        while self._marks:
            marks = self._take_marks()
            try:
                await self._commit([], marks)
            except BaseException:
                self._marks[:0] = marks
                raise
            finally:
                self._release(marks)

    async def close(self) -> None:
        """Take nothing more: write what marks are left, and send away whoever still waits."""
        self._closed = True
        self._queue.close()
        await self.drain()

    async def _take(self, waiting: list[Waiting]) -> bool:
        """Take a batch from the desk to its callers; whether it has to be tried again later."""
        marks = self._take_marks()
        if not waiting and not marks and self.trouble.since is None:
            return False
        try:
            if waiting or marks:
                batch, parcels = await self._commit(waiting, marks)
            else:
                await self._store.try_writing()
        except asyncio.CancelledError:
            self._put_back(waiting, marks)
            raise
        except LostError as error:
            self._marks[:0] = marks
            for item in waiting:
                item.refuse(error)
            self._queue.refuse(error)
            raise
        except UnavailableError as error:
            self.trouble.failed(f"a batch of {len(waiting)} failed", str(error))
            late = time.monotonic() - HOLD
            for item in waiting:
                if item.came < late:
                    item.refuse(error)
            self._put_back([item for item in waiting if item.came >= late], marks)
            return True
        except Exception as error:  # whatever it is, the desk lives on and the callers learn of it
            # Only a store's own words are known to quote no learner.
            why = str(error) if isinstance(error, StoreError) else type(error).__name__
            self.trouble.failed(f"a batch of {len(waiting)} failed", why)
            self._marks[:0] = marks
            for item in waiting:
                item.refuse(error)
            # Without those who failed it may be possible to write; that is looked at before long.
            asyncio.get_running_loop().call_later(self.trouble.retry, self._work.set)
            return False
        finally:
            self._release(marks)
            self._queue.finish()
        self.trouble.passed()
        if not (waiting or marks):
            return False
        if batch.edits and self._edited is not None:
            try:
                await self._edited(batch.edits)
            except Exception as error:  # it is committed, and the desk lives on
                _log.error("an admin's change is not in use yet: %s", type(error).__name__)
        if batch.stirred:
            self._stirred()
        if self._forgot is not None and (forgotten := batch.forgotten):
            self._forgot(forgotten)
        later = [item for item, said in zip(waiting, batch.answers, strict=True) if said is None]
        self._queue.put_back(later)
        for item, said in zip(waiting, batch.answers, strict=True):
            if said is not None and not item.answer.done():
                item.answer.set_result(said)
        if parcels and self._deliver is not None:
            self._deliver(parcels)
        return False

    def _put_back(self, waiting: Sequence[Waiting], marks: list[Mark]) -> None:
        """Let these be first again, in their order."""
        self._queue.put_back(waiting)
        self._marks[:0] = marks
        self._work.set()

    async def _commit(
        self, waiting: list[Waiting], marks: list[Mark]
    ) -> tuple[Batch, list[Parcel]]:
        """One batch in one transaction, begun anew if it has to be the only one that writes."""
        envelopes, alone = [item.envelope for item in waiting], ends_chats(marks)
        # Marks that a power cut takes back are made again; who waits for nothing else must hold up
        # nobody.
        lasting = bool(waiting)
        while True:
            batch = Batch(self._engine, self._catalogue, envelopes, self._served())
            began = time.perf_counter()
            try:
                async with self._store.transaction(alone=alone, lasting=lasting) as transaction:
                    await batch.advance(self._store, transaction)
                    parcels = await batch.record(transaction, marks)
                    if self._prepare is not None and 0 < len(parcels) <= MAX_PREPARED_PARCELS:
                        # It runs once this waits for the commit.
                        asyncio.get_running_loop().call_soon(self._prepare, parcels)
            except AloneError:
                if alone:
                    raise
                alone = True
            except Exception:
                self._observer.failed(len(waiting))
                raise
            else:
                self._observer.committed(len(waiting), batch.turns, time.perf_counter() - began)
                return batch, parcels

    def _take_marks(self) -> list[Mark]:
        marks, self._marks = self._marks, []
        self._writing += len(marks)
        return marks

    def _release(self, marks: Sequence[Mark]) -> None:
        """These are written, or back among those that are not."""
        self._writing -= len(marks)
        self._count_marks()

    def _count_marks(self) -> None:
        if len(self._marks) + self._writing < UNWRITTEN:
            self._few.set()
        else:
            self._few.clear()
