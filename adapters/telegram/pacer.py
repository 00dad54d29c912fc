"""How fast messages go out, so that Telegram never has to say 429.

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

**In a chat.** Each chat has its own *theoretical arrival time* (the generic cell rate algorithm, as
in ITU-T I.371), one number that says both how much of a burst is used up and how long to wait.

What goes to many at once (*bulk*) takes the places that are left over, and a reply may take its
place two intervals early: so what a turn says (an edit and a message, say) goes out together, and
hardly waits behind what goes to many.

If a 429 comes all the same, only that chat waits, for as long as Telegram says, because sending
during the wait prolongs it.
"""

import asyncio
import time
from collections import deque
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
    their time, and no more than ``most`` arrive in any ``span`` of seconds.
    """

    overall: float = 1 / 29
    early: int = 2
    most: int = 30
    span: float = 1.0
    private: tuple[Rule, ...] = (Rule(1.05, 3),)
    # 5 at once and 15 more within a minute are 20.
    group: tuple[Rule, ...] = (Rule(1.05, 3), Rule(4.0, 5))

    def faster(self, factor: float) -> "Pace":
        """The same limits on a clock that runs ``factor`` times as fast."""

        def scaled(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
            return tuple(Rule(rule.interval / factor, rule.burst) for rule in rules)

        overall, span = self.overall / factor, self.span / factor
        return Pace(overall, self.early, self.most, span, scaled(self.private), scaled(self.group))


@dataclass(slots=True)
class _Chat:
    due: list[float] = field(default_factory=list)
    paused_until: float = 0.0

    def idle(self, now: float) -> bool:
        return self.paused_until <= now and all(due <= now for due in self.due)


class Pacer:
    """Makes senders wait for their turn. Chats that are quiet take no memory."""

    def __init__(
        self,
        pace: Pace | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._pace = pace or Pace()
        self._clock = clock
        self._sleep = sleep
        self._chats: dict[int, _Chat] = {}
        self._next = 0.0
        self._unanswered = 0
        self._counting: deque[float] = deque()
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
        self._unanswered += 1
        try:
            yield
        finally:
            self._unanswered -= 1
            self._counting.append(self._clock() + self._pace.span)
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
            while self._counting and self._counting[0] <= now:
                self._counting.popleft()
            place = max(asked, self._next - early * self._pace.overall)
            if self._unanswered + len(self._counting) >= self._pace.most:
                if not self._counting:
                    self._answer.clear()
                    await self._answer.wait()
                    continue
                place = max(place, self._counting[0])
            if place <= now:
                return place
            await self._wait_until(place)

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
        due = state.due or [now] * len(rules)
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
