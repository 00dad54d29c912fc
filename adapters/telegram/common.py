"""The common pace: what goes out over all, whichever chat it is for.

Requests go out evenly, 29 a second, which is 97 % of what is allowed, and no more than 30 *count*
at a time (see ``counted``).

What nobody asked for (*bulk*: announcements, reminders) takes the places that are left over, and a
reply may take its place two intervals early: so what a turn says (an edit and a message, say) goes
out together, and hardly waits behind what goes to many.

Where replies are free (``recall``), one that finds no place within a few intervals goes above the
pace, at once. So while an announcement goes out and some people answer, all of it together stays
within what is allowed even if answers count; only when answers alone are too many for that, they
go above. What went above takes places of what is left over, but for a share, so that reminders come
however busy the bot is.
"""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from adapters.telegram.counted import Counted
from adapters.telegram.pace import Pace
from adapters.telegram.recall import Recall

_log = logging.getLogger(__name__)

_SOON = 3
"""Intervals that a free reply waits for a place within the pace."""


class CommonPace:
    """Makes requests wait for their place among all others.

    With ``spent``, all that is allowed counts as used up just before: what went out before a start
    is not known.
    """

    def __init__(
        self,
        pace: Pace,
        recall: Recall,
        *,
        spent: bool,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._pace = pace
        self._recall = recall
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._held_until = -math.inf
        self._within = Counted(pace, clock, pace.patience)
        self._above = Counted(pace, clock, pace.longer)
        if spent:
            self._within.spend()
        self._answer = asyncio.Event()
        self._replies = asyncio.Lock()
        self._leaving = asyncio.Lock()
        self._bulk = asyncio.Lock()

    def __len__(self) -> int:
        """How many requests count just now."""
        return len(self._within) + len(self._above)

    def hold(self, until: float) -> None:
        """Let nothing go out before that moment, as long as replies aren't free."""
        now = self._clock()
        if self._held_until <= now:
            _log.warning(
                "Telegram refuses several chats at once (429): nothing more goes out for %.0f s",
                until - now,
            )
        self._held_until = max(self._held_until, until)

    @asynccontextmanager
    async def place(self, *, bulk: bool) -> AsyncIterator[None]:
        """Wait until a request may go out; the block is to send it and to wait for the answer."""
        counted = await (self._left_over() if bulk else self._reply())
        request = counted.began()
        try:
            yield
        finally:
            counted.ended(request)
            self._answer.set()

    async def _reply(self) -> Counted:
        """Take the next place, or go above the pace; who came first goes first."""
        soon = self._clock() + _SOON * self._pace.overall
        while True:
            if not self._recall.free:
                async with self._replies:
                    if not self._recall.free:
                        self._take(await self._place(early=self._pace.early))
                        return self._within
            # Where others are above it there is no hope of a place.
            if not len(self._above):
                async with self._replies:
                    place = await self._place(early=self._pace.early, by=soon)
                    if place < math.inf:
                        self._take(place)
                        return self._within
            async with self._leaving:
                while self._above.on_their_way >= self._pace.at_once:
                    await self._answered_or(_first(self._above.first_late))
                if self._recall.free:
                    return self._above

    async def _left_over(self) -> Counted:
        """Take a place that nobody else wants.

        A place is taken when its time has come and never before, so whoever asks meanwhile goes
        first.
        """
        async with self._bulk:
            place = await self._place()
            while self._replies.locked() or self._leaving.locked():
                async with self._replies, self._leaving:
                    pass  # those who were waiting have gone
                place = await self._place()
            self._take(place)
            return self._within

    async def _place(self, early: int = 0, by: float = math.inf) -> float:
        """Wait until a request may go out; returns the time from which on it might have.

        It is infinite, at once, if that is not before ``by``.
        """
        asked = self._clock()
        while True:
            place = max(asked, self._next - early * self._pace.overall, self._held_until)
            if self._full():
                over = _first(self._within.first_over, self._above.first_over)
                if over == math.inf and by == math.inf:
                    await self._answered_or(_first(self._within.first_late, self._above.first_late))
                    continue
                place = max(place, over)
            if place <= self._clock():
                return place
            if place > by:
                return math.inf
            await self._wait_until(place)

    def _full(self) -> bool:
        """Whether so much counts that nothing more may go out within the pace."""
        above = len(self._above)
        if self._recall.free:
            above = min(above, self._pace.most - self._pace.share)
        return len(self._within) + above >= self._pace.most

    async def _answered_or(self, moment: float) -> None:
        """Wait for an answer, but not beyond that moment."""
        self._answer.clear()
        waits = [
            asyncio.ensure_future(self._answer.wait()),
            asyncio.ensure_future(self._wait_until(moment)),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()

    def _take(self, place: float) -> None:
        # Counted from the place and not from now, for waking up late would cost the rate. Whoever
        # asks next can't have a place before that moment, so at most one message goes out early.
        self._next = max(place, self._next) + self._pace.overall

    async def _wait_until(self, moment: float) -> None:
        if (delay := moment - self._clock()) > 0:
            await self._sleep(delay)


def _first(*moments: float | None) -> float:
    return min((one for one in moments if one is not None), default=math.inf)
