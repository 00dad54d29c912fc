"""Lanes: what is on its way to one learner in one chat goes out in order.

Lanes do not wait for one another, and an empty one vanishes, so ten thousand people who are not
talking cost nothing. The outbox is what is true; a lane is only what is under way.

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
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from bot.conversation.inputs import LearnerId
from bot.service.delivery.channel import Gone, Shut
from bot.service.delivery.parcels import Carrier
from bot.service.delivery.sending import Parked
from bot.service.tasks import end
from bot.storage.records import Parcel
from bot.values import replace

_Key = tuple[str, str, LearnerId]


@dataclass(slots=True, eq=False)
class _Lane:
    """What is under way to one learner in one chat.

    It has a task while it is being worked, and an alarm while it is parked for a time.
    """

    parcels: deque[Parcel] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None
    alarm: asyncio.Task[None] | None = None

    def further(self, first: Parcel) -> None:
        """Keep how far the first parcel is: if the lane parks, it goes on from there."""
        self.parcels[0] = first

    def readdress(self) -> bool:
        """Send all of it to where its newest parcel goes; whether the first one is moved by it."""
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
        return lane is not None and any(
            other_parcel.id == parcel.id for other_parcel in lane.parcels
        )

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
