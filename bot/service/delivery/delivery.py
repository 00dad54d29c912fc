"""Delivery: committed outputs, on their way to people, in order, at the pace a platform allows.

Commit, send, then mark as sent: a crash between the last two sends a message twice, under the same
key, and never loses one. What was committed is put here into ``lanes``, whether this process has
decided it just now or an earlier one, or another, has left it in the outbox.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime

from bot.conversation.inputs import LearnerId
from bot.service.clock import utc_now
from bot.service.delivery.channel import Channel
from bot.service.delivery.lanes import Lanes
from bot.service.delivery.leading import ALWAYS, Leading
from bot.service.delivery.parcels import Carrier
from bot.service.delivery.questions import OpenQuestions
from bot.service.delivery.sending import Sender
from bot.storage.ports import Outbox
from bot.storage.records import Mark, Parcel

CLAIM = 256
"""How many parcels are claimed at a time."""

_log = logging.getLogger(__name__)


async def _at_once() -> None:
    pass


class Delivery:
    """Sends parcels through channels, and gives news of them to ``mark``.

    Nothing is sent while it is not certain that this process is ``leading``. ``handed_over`` waits
    until what this process is deciding just now has been delivered, and ``few_marks`` while too
    much is sent already of which it is not written yet.
    """

    def __init__(
        self,
        store: Outbox,
        channels: Mapping[str, Channel],
        mark: Callable[[Mark], None],
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        clock: Callable[[], datetime] = utc_now,
        leading: Leading = ALWAYS,
        handed_over: Callable[[], Awaitable[None]] = _at_once,
        few_marks: Callable[[], Awaitable[None]] = _at_once,
    ) -> None:
        self._store = store
        self._channels = channels
        self._questions = OpenQuestions(store)
        self._sender = Sender(
            store,
            channels,
            self._questions,
            mark,
            sleep=sleep,
            clock=clock,
            leading=leading,
            few_marks=few_marks,
        )
        self._carrier = Carrier(store, channels, self._sender, mark, clock=clock, leading=leading)
        self._lanes = Lanes(self._carrier, sleep=sleep)
        self._leading = leading
        self._handed_over = handed_over
        self._closed = False
        self._free = asyncio.Event()
        """Set, but while parcels are being claimed."""
        self._free.set()
        self._waiting: list[Parcel] = []
        """What waits for those that are being claimed."""
        self._recovered = False
        """Whether it is known what an earlier process was asked to leave alone."""

    def prepare(self, parcels: Sequence[Parcel]) -> None:
        """Plan what these will be sent as, where that is soon done: they are about to come."""
        self._carrier.prepare(parcels)

    def deliver(self, parcels: Sequence[Parcel]) -> None:
        """Put claimed parcels into their lanes; never blocks."""
        if self._closed:
            return
        if not self._free.is_set():
            self._waiting += parcels
            return
        for parcel in parcels:
            self._questions.note_changes(parcel)
            if parcel.address.platform not in self._channels:
                _log.warning(
                    "%s stays in the outbox: no channel for %s", parcel.key, parcel.address.platform
                )
                continue
            self._lanes.put(parcel)

    def drop(self, learner: LearnerId) -> None:
        """Send nothing more of what is on its way to a learner, who is forgotten.

        What a platform is being given just now may arrive still.
        """
        self._lanes.drop(learner)
        self._questions.drop(learner)

    @property
    def busy(self) -> int:
        """How many lanes are being worked."""
        return len(self._lanes.work)

    def busy_on(self, platforms: Collection[str]) -> int:
        """How many lanes are being worked that lead to these platforms."""
        return self._lanes.busy_on(platforms)

    async def recover(self) -> int:
        """Deliver what an earlier process left undone, oldest first; returns how many parcels.

        To be called once, before anything else is delivered.
        """
        total = 0
        while number := await self.pick_up():
            total += number
        return total

    async def pick_up(self) -> int:
        """Deliver some of what nobody else has in hand; returns how many parcels.

        They go out together with what the desk says meanwhile. Of a learner's inputs one may go to
        another process and the next to this one, or the other way round; what either led to may be
        found while the desk still has its own in hand. They were numbered in the order in which
        they were decided.
        """
        if not self._leading.certain:
            return 0
        if not self._recovered:
            await self._sender.recover()
            self._recovered = True
        parcels: list[Parcel] = []
        self._free.clear()
        try:
            parcels = await self._store.claim(CLAIM)
            if parcels:
                await self._handed_over()
        finally:
            self._free.set()
            meanwhile, self._waiting = self._waiting, []
            # A process that believed that it leads may have claimed what is in hand here.
            fresh = [parcel for parcel in parcels if parcel not in self._lanes]
            self.deliver(sorted([*fresh, *meanwhile], key=lambda parcel: parcel.id))
        return len(parcels)

    async def run(self) -> None:
        """Be there until cancelled; what is unsent then stays in the outbox."""
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await self.close()

    async def idle(self) -> None:
        """Wait until everything that can be sent has been sent."""
        while True:
            if self._waiting:
                await self._free.wait()
            tasks = self._lanes.work
            if not tasks and not self._waiting:
                return
            if tasks:
                await asyncio.wait(tasks)

    async def close(self) -> None:
        """Stop sending; safe to call twice."""
        self._closed = True
        await self._lanes.close()
