"""Clocks that move on as soon as nothing else is to be done, for what waits for a pace."""

import asyncio
import heapq
import itertools
from collections.abc import Sequence

from adapters.telegram.pacing import Pacer


class Clock:
    """A clock for one who waits: sleeping moves it on."""

    def __init__(self) -> None:
        self.now = 100.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    def pacer(self) -> Pacer:
        return Pacer(clock=lambda: self.now, sleep=self.sleep)


class Timeline(Clock):
    """A clock on which several wait at once: it moves on when all of them do."""

    def __init__(self) -> None:
        super().__init__()
        self._due: list[tuple[float, int, asyncio.Future[None]]] = []
        self._slept = itertools.count()

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._due, (self.now + seconds, next(self._slept), woken))
        await woken

    async def until(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        while not all(task.done() for task in tasks):
            for _ in range(10):
                await asyncio.sleep(0)
            if self._due:
                self.now, _, woken = heapq.heappop(self._due)
                if not woken.done():
                    woken.set_result(None)


def busiest(times: list[float], span: float) -> int:
    """The most of these times that are within this many seconds."""
    return max(sum(1 for other in times if t <= other < t + span) for t in times)
