"""How late the event loop is: a gauge.

Everything that is quick shares one loop, so what holds it up holds up everybody: a press is then
acknowledged late, and beyond three seconds Discord tells a learner that it failed. So the gauge
sleeps for a moment, over and over, and measures how much later than it asked it is woken.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

EVERY = 0.05
"""Seconds between two measurements: what holds the loop up for the tolerated time and half as much
again is never missed."""

TOLERATED = 0.1
"""Seconds of lateness from which on it is a warning; a reply takes some ten times less."""

WINDOW = 60.0
"""Seconds in which there is one warning at most, and in which the worst is looked for."""

_log = logging.getLogger(__name__)


class LoopLag:
    """The lateness of the loop that it runs on, in seconds."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._began = clock()
        self._before = 0.0
        self._now = 0.0
        self._warned: float | None = None
        self.latest = 0.0
        """The last measurement."""

    @property
    def worst(self) -> float:
        """The worst measurement of this minute and the one before."""
        return max(self._before, self._now)

    async def run(self) -> None:
        """Measure until cancelled."""
        while True:
            asked = self._clock()
            await self._sleep(EVERY)
            now = self._clock()
            self._note(max(0.0, now - asked - EVERY), now)

    def _note(self, late: float, now: float) -> None:
        if now - self._began >= WINDOW:
            # Of minutes in which nothing was measured nothing is known.
            self._before = self._now if now - self._began < 2 * WINDOW else 0.0
            self._began, self._now = now, 0.0
        self.latest, self._now = late, max(self._now, late)
        if late >= TOLERATED and (self._warned is None or now - self._warned >= WINDOW):
            self._warned = now
            _log.warning("everybody waited: the event loop was held up for %.2f s", late)
