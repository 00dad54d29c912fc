"""Delivery: committed outputs, on their way to people, in order, at the pace a platform allows.

There is one lane for each learner in each chat. What is in a lane goes out in order; lanes do
not wait for one another, and an empty one vanishes, so ten thousand people who are not talking
cost nothing.

The outbox is what is true; a lane is only what is under way. Commit, send, then mark as sent: a
crash between the last two sends a message twice, under the same key, and never loses one.

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

The outbox has one row a turn, with how many of its messages have arrived. A channel plans the same
messages for the same outputs, so a restart goes on with the next one. Its lane waits while they are
planned, and no other does, however long that takes (``planning``). How one of them is sent, and
where, ``sending`` says.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.conversation.inputs import LearnerId
from bot.service.clock import utc_now
from bot.service.delivery.channel import Channel, Gone, Shut
from bot.service.delivery.leading import ALWAYS, Leading
from bot.service.delivery.planning import planned
from bot.service.delivery.questions import OpenQuestions
from bot.service.delivery.sending import Parked, PassedOver, Sender, log_bug
from bot.service.monitoring.tracing import tracing
from bot.service.tasks import end
from bot.storage.codec import micros
from bot.storage.errors import StoreError
from bot.storage.ports.outbox import Outbox
from bot.storage.records import Mark, Parcel

CLAIM = 256
"""How many parcels are claimed at a time after a restart."""

FRESH = 1_000_000
"""Microseconds since its turn within which a parcel is sent as it is."""

_log = logging.getLogger(__name__)

_Key = tuple[str, str, LearnerId]


@dataclass(slots=True, eq=False)
class _Lane:
    """What is under way to one learner in one chat.

    It has a task while it is being worked, and an alarm while it is parked for a time.
    """

    parcels: deque[Parcel] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None
    alarm: asyncio.Task[None] | None = None

    def readdress(self) -> bool:
        """Send all of it to where its newest parcel goes; whether the first one is moved by it."""
        newest = self.parcels[-1].address
        moved = self.parcels[0].address != newest
        if len(self.parcels) > 1:
            self.parcels = deque(replace(parcel, address=newest) for parcel in self.parcels)
        return moved


def _key_of(parcel: Parcel) -> _Key:
    return parcel.address.platform, parcel.address.chat, parcel.learner


async def _at_once() -> None:
    pass


class Delivery:
    """Sends parcels through channels, and gives news of them to ``mark``.

    Nothing is sent while it is not certain that this process is ``leading``. ``handed_over`` waits
    until what this process is deciding just now has been delivered.
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
    ) -> None:
        self._store = store
        self._channels = channels
        self._mark = mark
        self._sleep = sleep
        self._clock = clock
        self._lanes: dict[_Key, _Lane] = {}
        self._questions = OpenQuestions(store)
        self._sender = Sender(
            store, channels, self._questions, mark, sleep=sleep, clock=clock, leading=leading
        )
        self._leading = leading
        self._handed_over = handed_over
        self._closed = False
        self._free = asyncio.Event()
        """Set, but while parcels are being claimed."""
        self._free.set()
        self._waiting: list[Parcel] = []
        """What waits for those that are being claimed."""

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
            key = _key_of(parcel)
            lane = self._lanes.setdefault(key, _Lane())
            lane.parcels.append(parcel)
            if lane.task is None:
                lane.readdress()
                self._begin(key, lane)

    def _begin(self, key: _Key, lane: _Lane) -> None:
        if lane.alarm is not None:
            lane.alarm.cancel()
            lane.alarm = None
        lane.task = asyncio.create_task(self._work(key, lane))

    async def _begin_later(self, key: _Key, lane: _Lane, delay: float) -> None:
        await self._sleep(delay)
        lane.alarm = None
        self._begin(key, lane)

    def drop(self, learner: LearnerId) -> None:
        """Send nothing more of what is on its way to a learner, who is forgotten.

        What a platform is being given just now may arrive still.
        """
        for key in [key for key in self._lanes if key[2] == learner]:
            lane = self._lanes.pop(key)
            lane.parcels.clear()
            for task in (lane.task, lane.alarm):
                if task is not None:
                    task.cancel()
        self._questions.drop(learner)

    @property
    def busy(self) -> int:
        """How many lanes are being worked."""
        return self.busy_on({platform for platform, _, _ in self._lanes})

    def busy_on(self, platforms: Collection[str]) -> int:
        """How many lanes are being worked that lead to these platforms."""
        return sum(
            lane.task is not None for key, lane in self._lanes.items() if key[0] in platforms
        )

    async def recover(self) -> int:
        """Deliver what an earlier process left undone, oldest first; returns how many parcels.

        To be called once, before anything else is delivered.
        """
        found = 0
        await self._sender.recover()
        while number := await self._claimed(self._store.claim):
            found += number
        return found

    async def pick_up(self) -> int:
        """Deliver what other processes have left for this one to send; how many parcels."""
        if not self._leading.certain:
            # It would take them out of the hands of the one that leads by now.
            return 0
        return await self._claimed(self._store.pick_up)

    async def _claimed(self, claim: Callable[[int], Awaitable[list[Parcel]]]) -> int:
        """Deliver what this finds together with what the desk says meanwhile; how many parcels.

        Of a learner's inputs one may go to another process and the next to this one, or the other
        way round; what either led to may be found while the desk still has its own in hand. They
        were numbered in the order in which they were decided.
        """
        found: list[Parcel] = []
        self._free.clear()
        try:
            found = await claim(CLAIM)
            if found:
                await self._handed_over()
        finally:
            self._free.set()
            meanwhile, self._waiting = self._waiting, []
            # A process that believed that it leads may have claimed what is in hand here.
            fresh = [one for one in found if not self._has(one)]
            self.deliver(sorted([*fresh, *meanwhile], key=lambda one: one.id))
        return len(found)

    def _has(self, parcel: Parcel) -> bool:
        """Whether a parcel is in hand already."""
        lane = self._lanes.get(_key_of(parcel))
        return lane is not None and any(one.id == parcel.id for one in lane.parcels)

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
            tasks = [lane.task for lane in self._lanes.values() if lane.task is not None]
            if not tasks and not self._waiting:
                return
            if tasks:
                await asyncio.wait(tasks)

    async def close(self) -> None:
        """Stop sending; safe to call twice."""
        self._closed = True
        tasks = [
            task
            for lane in self._lanes.values()
            for task in (lane.task, lane.alarm)
            if task is not None
        ]
        await end(tasks)
        self._lanes.clear()

    async def _work(self, key: _Key, lane: _Lane) -> None:
        """Empty a lane, and take it away, or leave it parked."""
        try:
            while lane.parcels:
                try:
                    await self._deliver_first(lane)
                except Parked as parked:
                    if not lane.readdress():
                        if parked.delay is not None:
                            again = self._begin_later(key, lane, parked.delay)
                            lane.alarm = asyncio.create_task(again)
                        return
                except Shut:
                    self._note(lane.parcels.popleft(), done=True, shut=True)
                else:
                    lane.parcels.popleft()
            del self._lanes[key]
        except Gone:
            for parcel in lane.parcels:
                self._note(parcel, done=True, gone=True)
            del self._lanes[key]
        finally:
            lane.task = None

    async def _deliver_first(self, lane: _Lane) -> None:
        """Send what is left of the lane's first parcel."""
        with tracing(lane.parcels[0].key):
            await self._deliver_parcel(lane)

    async def _deliver_parcel(self, lane: _Lane) -> None:
        parcel, lost = lane.parcels[0], False
        if not await self._undelivered(parcel):
            return
        channel = self._channels[parcel.address.platform]
        try:
            messages = await planned(channel, parcel.outputs)
        except Exception as error:
            log_bug(parcel.key, error)
            messages, lost = (), True
        if parcel.sent >= len(messages):
            self._note(parcel, done=True, lost=lost)
        while (n := lane.parcels[0].sent) < len(messages):
            reference, new, lost = None, False, False
            try:
                reference, new = await self._sender.send(lane.parcels[0], messages[n])
                _log.debug("message %d of %d has arrived", n + 1, len(messages))
            except PassedOver:
                lost = True
            # Kept in the lane as well: if it parks, it goes on from here.
            lane.parcels[0] = replace(lane.parcels[0], sent=n + 1)
            done = n + 1 == len(messages)
            asked = reference if messages[n].question is not None else None
            arrived = reference if new else None
            self._note(lane.parcels[0], done=done, reference=asked, arrived=arrived, lost=lost)

    async def _undelivered(self, parcel: Parcel) -> bool:
        """Whether this is to be sent still.

        What is taken at once is; of what has waited, another process may have forgotten the learner
        meanwhile, of which nobody tells this one.
        """
        if not self._leading.shared or micros(self._clock()) - parcel.at < FRESH:
            return True
        try:
            return await self._store.undelivered(parcel.id)
        except StoreError as error:
            _log.warning("whether %s is to be sent still can't be known: %s", parcel.key, error)
            return True

    def _note(
        self,
        parcel: Parcel,
        *,
        done: bool,
        reference: str | None = None,
        arrived: str | None = None,
        gone: bool = False,
        shut: bool = False,
        lost: bool = False,
    ) -> None:
        at, sent = self._clock(), parcel.sent
        mark = Mark(parcel.id, at, sent, done, reference, gone, lost, arrived=arrived, shut=shut)
        self._mark(mark)
