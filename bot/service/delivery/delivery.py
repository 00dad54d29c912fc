"""Delivery: committed outputs, on their way to people, in order, at the pace a platform allows.

Commit, send, then mark as sent: a crash between the last two sends a message twice, under the same
key, and never loses one. What was committed is put into lanes, whether this process has decided it
just now or an earlier or another process has left it in the outbox. What is on its way to a learner
in a chat goes out in order. Lanes do not wait for each other, and an empty lane vanishes, so ten
thousand people who are not talking cost nothing.

=================  ===========================================================================
a message          what happens
=================  ===========================================================================
arrives            marked; the next one follows
``Later(delay)``   the lane waits, then tries the same message again; where the platform asked for
                   it, so does a program that is started meanwhile
``Later(None)``    the lane parks until the next parcel for it, unless that is there already;
                   then what is parked goes first, to that parcel's address; with a delay and
                   ``or_input`` it parks as well, and is tried again after the delay too
``Gone``           it and all others in the lane are closed, and the chat is marked as gone
``Shut``           it alone is closed, and a class that it is from ends
fails otherwise    a bug: logged, and passed over, so that it can't hold up what follows
=================  ===========================================================================
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.conversation.inputs import LearnerId
from bot.service.delivery.channel import Channel, Gone, Shut
from bot.service.delivery.sending import ALWAYS, Carrier, Leading, OpenQuestions, Parked, Sender
from bot.service.tasks import end
from bot.storage.codec import utc_now
from bot.storage.ports import Outbox
from bot.storage.records import Mark, Parcel
from bot.values import replace

_Key = tuple[str, str, LearnerId]


@dataclass(slots=True, eq=False)
class _Lane:
    """What is under way to a learner in a chat."""

    parcels: deque[Parcel] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None
    alarm: asyncio.Task[None] | None = None

    def further(self, first: Parcel) -> None:
        """Keep how far the first parcel is: if the lane parks, it goes on from there."""
        self.parcels[0] = first

    def readdress(self) -> bool:
        """Send all of it to where its newest parcel goes; whether the first is moved by it."""
        newest = self.parcels[-1].address
        moved = self.parcels[0].address != newest
        if len(self.parcels) > 1:
            self.parcels = deque(replace(parcel, address=newest) for parcel in self.parcels)
        return moved


def _key_of(parcel: Parcel) -> _Key:
    return parcel.address.platform, parcel.address.chat, parcel.learner


class Lanes:
    """The lanes in which something is under way."""

    def __init__(self, carrier: Carrier, *, sleep: Callable[[float], Awaitable[object]]) -> None:
        self._carrier = carrier
        self._sleep = sleep
        self._lanes: dict[_Key, _Lane] = {}

    def __len__(self) -> int:
        return len(self._lanes)

    def __contains__(self, parcel: Parcel) -> bool:
        lane = self._lanes.get(_key_of(parcel))
        return lane is not None and any(waiting.id == parcel.id for waiting in lane.parcels)

    @property
    def work(self) -> list[asyncio.Task[None]]:
        """The tasks of those that are being worked."""
        return [lane.task for lane in self._lanes.values() if lane.task is not None]

    def busy_on(self, platforms: Collection[str]) -> int:
        """How many are being worked that lead to these platforms."""
        return sum(
            lane.task is not None for key, lane in self._lanes.items() if key[0] in platforms
        )

    def put(self, parcel: Parcel) -> None:
        """Let this follow what is on its way to the same learner in the same chat."""
        key = _key_of(parcel)
        lane = self._lanes.setdefault(key, _Lane())
        waited = bool(lane.parcels)
        lane.parcels.append(parcel)
        if lane.task is None:
            lane.readdress()
            self._begin(key, lane, waited=waited)

    def drop(self, learner: LearnerId) -> None:
        """Send nothing more of what is on its way to this learner."""
        for key in [key for key in self._lanes if key[2] == learner]:
            lane = self._lanes.pop(key)
            lane.parcels.clear()
            for task in (lane.task, lane.alarm):
                if task is not None:
                    task.cancel()

    async def close(self) -> None:
        """Stop sending; safe to call twice."""
        tasks = [
            task
            for lane in self._lanes.values()
            for task in (lane.task, lane.alarm)
            if task is not None
        ]
        await end(tasks)
        self._lanes.clear()

    def _begin(self, key: _Key, lane: _Lane, *, waited: bool) -> None:
        if lane.alarm is not None:
            lane.alarm.cancel()
            lane.alarm = None
        lane.task = asyncio.create_task(self._work(key, lane, waited=waited))

    async def _begin_later(self, key: _Key, lane: _Lane, delay: float) -> None:
        await self._sleep(delay)
        lane.alarm = None
        self._begin(key, lane, waited=True)

    async def _work(self, key: _Key, lane: _Lane, *, waited: bool) -> None:
        """Empty a lane, and take it away, or leave it parked.

        ``waited``: its first parcel has been in hand for a while, and not only since just now.
        """
        try:
            while lane.parcels:
                try:
                    await self._carrier.carry(lane.parcels[0], lane.further, waited=waited)
                except Parked as parked:
                    if not lane.readdress():
                        if parked.delay is not None:
                            again = self._begin_later(key, lane, parked.delay)
                            lane.alarm = asyncio.create_task(again)
                        return
                except Shut:
                    self._carrier.close(lane.parcels.popleft(), shut=True)
                else:
                    lane.parcels.popleft()
                waited = True
            del self._lanes[key]
        except Gone:
            for parcel in lane.parcels:
                self._carrier.close(parcel, gone=True)
            del self._lanes[key]
        finally:
            lane.task = None


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
        """Send nothing more of what is on its way to a learner, who is forgotten."""
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
        """Deliver what an earlier process left undone, oldest first; returns how many parcels."""
        total = 0
        while number := await self.pick_up():
            total += number
        return total

    async def pick_up(self) -> int:
        """Deliver some of what nobody else has in hand; returns how many parcels.

        They go out together with what the desk says meanwhile. A learner's inputs may go to this
        process and another in turn; what either led to may be found while the desk still has its
        own in hand. They were numbered in the order in which they were decided.
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
