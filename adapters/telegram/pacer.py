"""How fast messages go out, so that Telegram never has to say 429.

From Telegram's "Bots FAQ": about 30 messages a second over all, one a second in a chat (a short
burst passes), 20 a minute in a group. The overall pace is kept evenly, not in bursts. Each chat
has its own *theoretical arrival time* (the generic cell rate algorithm, as in ITU-T I.371), one
number that says both how much of a burst is used up and how long to wait.

What goes to many at once (*bulk*) takes the places that are left over, so that a reply to a learner
never waits behind it for longer than one interval.

If a 429 comes all the same, only that chat waits, for as long as Telegram says, because sending
during the wait prolongs it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rule:
    """One message each ``interval`` seconds, and ``burst`` at once after a pause."""

    interval: float
    burst: int


@dataclass(frozen=True, slots=True)
class Pace:
    """The limits kept. A ``burst`` and what refills in its time stay within the vendor's limit."""

    overall: float = 1 / 28
    private: tuple[Rule, ...] = (Rule(1.05, 3),)
    # 5 at once and 15 more within a minute are 20.
    group: tuple[Rule, ...] = (Rule(1.05, 3), Rule(4.0, 5))

    def faster(self, factor: float) -> "Pace":
        """The same limits on a clock that runs ``factor`` times as fast."""

        def scaled(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
            return tuple(Rule(rule.interval / factor, rule.burst) for rule in rules)

        return Pace(self.overall / factor, scaled(self.private), scaled(self.group))


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
        self._bulk = asyncio.Lock()
        self._until_sweep = 64

    def __len__(self) -> int:
        return len(self._chats)

    async def turn(self, chat: int, *, bulk: bool = False) -> None:
        """Wait until a message may go to this chat; one in ``bulk`` lets all others go first."""
        await self._wait_until(self._reserve(chat))
        while (until := self._paused_until(chat)) > self._clock():
            await self._wait_until(until)
        await (self._left_over() if bulk else self.overall())

    async def overall(self) -> None:
        """Wait until a request may go out that counts over all, but not in its chat (an edit)."""
        self._next = max(self._clock(), self._next + self._pace.overall)
        await self._wait_until(self._next)

    async def _left_over(self) -> None:
        """Wait for a place that nobody else wants.

        A place is taken when its time has come and never before, so whoever asks meanwhile goes
        first and waits for one interval at most. Waking up late would cost the rate, so a place
        that has passed for less than an interval is still taken.
        """
        async with self._bulk:
            while (place := self._next + self._pace.overall) > self._clock():
                await self._wait_until(place)
            self._next = max(place, self._clock() - self._pace.overall)

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
