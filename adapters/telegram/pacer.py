"""How fast messages go out, so that Telegram never has to say 429, which is its flood control.

From Telegram's "Bots FAQ" (core.telegram.org/bots/faq, "My bot is hitting limits"): about 30
messages a second over all, one a second in a chat (a short burst passes), 20 a minute in a group.

**Over all.** Requests go out evenly, 29 a second, which is 97 % of what is allowed. An even pace
alone proves nothing, since a request may be held up on its way and arrive together with later ones.
So each one *counts* from when it goes out until a second after its answer has come, and no more
than 30 count at a time. Telegram takes it in between these two, so:

    Say that 31 arrive within less than a second, the first of them at time t. Take the one that
    went out last: it went out before t + 1. Each of the other 30 went out before it, and was
    answered at t or later, so it counted until t + 1 or later. So 30 counted when the 31st went
    out, which is not allowed.

However a network or a busy machine delays what, no second holds more than 30, wherever it begins.
Answers that take up to 34 ms cost nothing (30 / 1.034 is 29); at 100 ms it is 27 a second.

An answer that has not come after a second counts as come, so that a chat whose sends hang holds no
place of the others. All of the above holds for whatever is on its way to Telegram for no longer.

What went out before a start is not known, so it is taken for granted that all of it was used up:
the allowance is *spent* at first, over all and in each chat.

**In a chat.** Each chat has its own *theoretical arrival time* (the generic cell rate algorithm, as
in ITU-T I.371), one number that says both how much of a burst is used up and how long to wait.

What goes to many at once (*bulk*) takes the places that are left over, and a reply may take its
place two intervals early: so what a turn says (an edit and a message, say) goes out together, and
hardly waits behind what goes to many.

If a 429 comes all the same, only that chat waits, for as long as Telegram says, because sending
during the wait prolongs it.
"""

import asyncio
import math
import time
from bisect import bisect_right, insort
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rule:
    """One message each ``interval`` seconds, and ``burst`` at once after a pause."""

    interval: float
    burst: int


@dataclass(frozen=True, slots=True)
class Pace:
    """The limits kept. A ``burst`` and what refills in its time stay within the vendor's limit.

    Over all, one request goes out each ``overall`` seconds, replies up to ``early`` of these before
    their time, and no more than ``most`` arrive in any ``span`` of seconds. An answer is waited for
    so long as ``patience`` says before it counts as come.
    """

    overall: float = 1 / 29
    early: int = 2
    most: int = 30
    span: float = 1.0
    patience: float = 1.0
    private: tuple[Rule, ...] = (Rule(1.05, 3),)
    # 5 at once and 15 more within a minute are 20.
    group: tuple[Rule, ...] = (Rule(1.05, 3), Rule(4.0, 5))

    def faster(self, factor: float) -> "Pace":
        """The same limits on a clock that runs ``factor`` times as fast."""

        def scaled(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
            return tuple(Rule(rule.interval / factor, rule.burst) for rule in rules)

        return Pace(
            self.overall / factor,
            self.early,
            self.most,
            self.span / factor,
            self.patience / factor,
            scaled(self.private),
            scaled(self.group),
        )


@dataclass(slots=True)
class _Chat:
    due: list[float] = field(default_factory=list)
    paused_until: float = 0.0

    def idle(self, now: float) -> bool:
        return self.paused_until <= now and all(due <= now for due in self.due)


class Pacer:
    """Makes senders wait for their turn. Chats that are quiet take no memory.

    With ``spent``, all that is allowed counts as used up just before.
    """

    def __init__(
        self,
        pace: Pace | None = None,
        *,
        spent: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._pace = pace or Pace()
        self._clock = clock
        self._sleep = sleep
        self._chats: dict[int, _Chat] = {}
        self._next = 0.0
        self._unanswered: dict[object, float] = {}
        """When each request went out whose answer is waited for, the first one first."""
        self._counting: list[float] = []
        """Until when each of the others counts, sorted."""
        self._spent_at = clock() if spent else -math.inf
        if spent:
            step = self._pace.span / self._pace.most
            self._counting = [clock() + n * step for n in range(1, self._pace.most + 1)]
        self._answer = asyncio.Event()
        self._replies = asyncio.Lock()
        self._bulk = asyncio.Lock()
        self._until_sweep = 64

    def __len__(self) -> int:
        return len(self._chats)

    @asynccontextmanager
    async def turn(self, chat: int, *, bulk: bool = False) -> AsyncIterator[None]:
        """Wait until one message may go to this chat; one in ``bulk`` lets all others go first.

        The block is to send it and to wait for the answer.
        """
        await self._wait_until(self._reserve(chat))
        while (until := self._paused_until(chat)) > self._clock():
            await self._wait_until(until)
        async with self.overall(bulk=bulk):
            yield

    @asynccontextmanager
    async def overall(self, *, bulk: bool = False) -> AsyncIterator[None]:
        """The same for a request that counts over all, but not in its chat (an edit)."""
        await (self._left_over() if bulk else self._in_order())
        request = object()
        self._unanswered[request] = self._clock()
        try:
            yield
        finally:
            if self._unanswered.pop(request, None) is not None:
                insort(self._counting, self._clock() + self._pace.span)
            self._answer.set()

    async def _in_order(self) -> None:
        """Take the next place; who came first goes first."""
        async with self._replies:
            self._take(await self._place(early=self._pace.early))

    async def _left_over(self) -> None:
        """Take a place that nobody else wants.

        A place is taken when its time has come and never before, so whoever asks meanwhile goes
        first.
        """
        async with self._bulk:
            place = await self._place()
            while self._replies.locked():
                async with self._replies:
                    pass  # those who were waiting have gone
                place = await self._place()
            self._take(place)

    async def _place(self, early: int = 0) -> float:
        """Wait until a request may go out; returns the time from which on it might have."""
        asked = self._clock()
        while True:
            now = self._clock()
            self._count(now)
            place = max(asked, self._next - early * self._pace.overall)
            if len(self._unanswered) + len(self._counting) >= self._pace.most:
                if not self._counting:
                    first = next(iter(self._unanswered.values()))
                    await self._answered_or(first + self._pace.patience)
                    continue
                place = max(place, self._counting[0])
            if place <= now:
                return place
            await self._wait_until(place)

    def _count(self, now: float) -> None:
        """Wait no more for answers that are late, and forget what counts no more."""
        late = now - self._pace.patience
        while self._unanswered and next(iter(self._unanswered.values())) <= late:
            sent = self._unanswered.pop(next(iter(self._unanswered)))
            insort(self._counting, sent + self._pace.patience + self._pace.span)
        del self._counting[: bisect_right(self._counting, now)]

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

    def pause(self, chat: int, seconds: float) -> None:
        """Send nothing to this chat for so long: Telegram asked for it."""
        state = self._chats.setdefault(chat, _Chat())
        state.paused_until = max(state.paused_until, self._clock() + seconds)

    def _reserve(self, chat: int) -> float:
        """Take the chat's next place in time."""
        now = self._clock()
        self._sweep(now)
        rules = self._pace.group if chat < 0 else self._pace.private
        state = self._chats.setdefault(chat, _Chat())
        due = state.due or [max(now, self._spent_at + rule.burst * rule.interval) for rule in rules]
        start = max(
            now,
            *(at - rule.interval * (rule.burst - 1) for at, rule in zip(due, rules, strict=True)),
        )
        state.due = [max(at, start) + rule.interval for at, rule in zip(due, rules, strict=True)]
        return start

    def _paused_until(self, chat: int) -> float:
        state = self._chats.get(chat)
        return state.paused_until if state else 0.0

    async def _wait_until(self, moment: float) -> None:
        if (delay := moment - self._clock()) > 0:
            await self._sleep(delay)

    def _sweep(self, now: float) -> None:
        """Forget idle chats, so seldom that it costs each message one step."""
        self._until_sweep -= 1
        if self._until_sweep < 0:
            self._chats = {id: chat for id, chat in self._chats.items() if not chat.idle(now)}
            self._until_sweep = len(self._chats) + 64
