"""How fast messages go out, so that Telegram never has to say 429, which is its flood control.

**Over all** there is the ``common`` pace. Unasked messages keep to it, and so do replies, unless
they are ``free``: then only their chat bounds them, until Telegram says 429 (``recall``).

**In a chat.** Each chat has its own *theoretical arrival time* (the generic cell rate algorithm, as
in ITU-T I.371), one number that says both how much of a burst is used up and how long to wait.

If a 429 comes all the same, only that chat waits, for as long as Telegram says, because sending
during the wait prolongs it. A chat that has just got more than one message, or waits already,
explains a 429 by itself; any other is taken for a verdict on all that goes out, if that is enough
for one. When a second chat is refused so, nothing that isn't on its way already goes out, for as
long as Telegram says, up to half a minute: a single one may be its chat's own after all.

What went out before a start is not known, so it is taken for granted that all of it was used up:
the allowance is *spent* at first, over all and in each chat.
"""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

from adapters.telegram.common import CommonPace
from adapters.telegram.pace import Pace, Rule
from adapters.telegram.recall import Recall


def _nothing() -> None:
    pass


@dataclass(slots=True)
class _Chat:
    due: list[float] = field(default_factory=list)
    paused_until: float = 0.0
    latest: float = -math.inf
    before: float = -math.inf
    """When it got the message before the latest one."""

    def idle(self, now: float) -> bool:
        return self.paused_until <= now and all(due <= now for due in self.due)


class Pacer:
    """Makes senders wait for their turn. Chats that are quiet take no memory.

    With ``spent``, all that is allowed counts as used up just before. Where replies are ``free``,
    ``recalled`` is called each time that Telegram takes that back.
    """

    def __init__(
        self,
        pace: Pace | None = None,
        *,
        spent: bool = False,
        free: bool = False,
        recalled: Callable[[], None] = _nothing,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._pace = pace or Pace()
        self._clock = clock
        self._sleep = sleep
        self._chats: dict[int, _Chat] = {}
        self._spent_at = clock() if spent else -math.inf
        self._unexplained: tuple[int, float] = (0, -math.inf)
        """The chat that was last refused without a reason of its own, and when."""
        self._recall = Recall(self._pace, clock, recalled, free=free)
        self._common = CommonPace(self._pace, self._recall, spent=spent, clock=clock, sleep=sleep)
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

    def overall(self, *, bulk: bool = False) -> AbstractAsyncContextManager[None]:
        """The same for a request that counts over all, but not in its chat (an edit)."""
        return self._common.place(bulk=bulk)

    def refused(self, chat: int, seconds: float) -> None:
        """Send nothing to this chat for so long: Telegram has said 429."""
        now = self._clock()
        state = self._chats.setdefault(chat, _Chat())
        # Far fewer than are allowed over all can't have been too many.
        if not self._explains(chat, state, now) and len(self._common) > self._pace.most // 2:
            self._recall.refused()
            before, at = self._unexplained
            self._unexplained = chat, now
            if before != chat and now - at <= self._pace.longer:
                self._common.hold(now + min(seconds, self._pace.held))
        state.paused_until = max(state.paused_until, now + seconds)

    def _explains(self, chat: int, state: _Chat, now: float) -> bool:
        """Whether a 429 may well be for what this chat alone got."""
        close = 2 * max(rule.interval for rule in self._rules(chat))
        return state.paused_until > now or state.before > now - close

    def _rules(self, chat: int) -> tuple[Rule, ...]:
        return self._pace.group if chat < 0 else self._pace.private

    def _reserve(self, chat: int) -> float:
        """Take the chat's next place in time."""
        now = self._clock()
        self._sweep(now)
        rules = self._rules(chat)
        state = self._chats.setdefault(chat, _Chat())
        due = state.due or [max(now, self._spent_at + rule.burst * rule.interval) for rule in rules]
        start = max(
            now,
            *(at - rule.interval * (rule.burst - 1) for at, rule in zip(due, rules, strict=True)),
        )
        state.before, state.latest = state.latest, start
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
