"""How fast messages go out, so that Telegram never has to say 429, which is its flood control.

**What Telegram allows** is in ``Pace``. From Telegram's "Bots FAQ" (core.telegram.org/bots/faq, "My
bot is hitting limits"): about 30 messages a second over all, one a second in a chat (a short burst
passes), 20 a minute in a group.

**In a chat** (``Pacer``). Each chat has its own *theoretical arrival time* (the generic cell rate
algorithm, as in ITU-T I.371), a number that says both how much of a burst is used up and how long
to wait.

**Over all** (``CommonPace``). Requests go out evenly, 29 a second, which is 97 % of what is
allowed, and no more than 30 *count* at a time (``Counted``). What nobody asked for (*bulk*:
announcements, reminders) takes the places that are left over, and a reply may take its place two
intervals early: so what a turn says (an edit and a message, say) goes out together, and hardly
waits behind what goes to many.

Where replies are free (``Recall``), a reply that finds no place within a few intervals goes above
the pace, at once. So while an announcement goes out and some people answer, all of it together
stays within what is allowed even if answers count; only when answers alone are too many for that,
they go above. What went above takes places of what is left over, but for a share, so that reminders
come however busy the bot is.

If a 429 comes all the same, only that chat waits, for as long as Telegram says, because sending
during the wait prolongs it. A chat that has just got more than one message, or waits already,
explains a 429 by itself; any other is taken for a verdict on all that goes out, if that is enough
for it. When a second chat is refused so, nothing that isn't on its way already goes out, for as
long as Telegram says, up to half a minute: a single refusal may be its chat's own after all.

What went out before a start is not known, so it is taken for granted that all of it was used up:
the allowance is *spent* at first, over all and in each chat.
"""

import asyncio
import logging
import math
import time
from bisect import bisect_right, insort
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

from bot.values import value

_log = logging.getLogger(__name__)


@value
class Rule:
    """A message each ``interval`` seconds, and ``burst`` at once after a pause."""

    interval: float
    burst: int


@value
class Pace:
    """The limits kept. A ``burst`` and what refills in its time stay within the vendor's limit.

    Over all, a request goes out each ``overall`` seconds, replies up to ``early`` of these before
    their time, and no more than ``most`` arrive in any ``span`` of seconds. An answer is waited for
    so long as ``patience`` says before it counts as come.

    Where replies may go above that, no more than ``at_once`` of them are on their way, since all of
    these may be refused; an answer to them is waited for ``longer``. Of ``most`` a ``share`` is
    left for what nobody asked for. ``recalled`` is for how many seconds they keep to it once
    Telegram has refused any; each time in a row it is twice as long, up to ``longest``. ``held`` is
    for how many seconds nothing goes out, at most, because Telegram asks for a pause.
    """

    overall: float = 1 / 29
    early: int = 2
    most: int = 30
    span: float = 1.0
    patience: float = 1.0
    private: tuple[Rule, ...] = (Rule(1.05, 3),)
    # 5 at once and 15 more within a minute are 20.
    group: tuple[Rule, ...] = (Rule(1.05, 3), Rule(4.0, 5))
    at_once: int = 64
    longer: float = 5.0
    share: int = 10
    recalled: float = 300.0
    longest: float = 3600.0
    held: float = 30.0

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
            self.at_once,
            self.longer / factor,
            self.share,
            self.recalled / factor,
            self.longest / factor,
            self.held / factor,
        )


class Counted:
    """The requests of a kind that count just now.

    Each counts from when it goes out until a while after its answer. An even pace alone proves
    nothing, since a request may be held up on its way and arrive together with later ones. Telegram
    takes it in between its going out and its answer, so:

    Say that 31 arrive within less than a second, the first of them at time t. Take the last that
    went out: it went out before t + 1. Each of the other 30 went out before it, and was answered at
    t or later, so it counted until t + 1 or later. So 30 counted when the 31st went out, which is
    not allowed.

    However a network or a busy machine delays what, no second holds more than 30, wherever it
    begins. Answers that take up to 34 ms cost nothing (30 / 1.034 is 29); at 100 ms it is 27 a
    second.

    An answer that has not come after a second counts as come, so that a chat whose sends hang holds
    no place of the others. All of the above holds for whatever is on its way to Telegram for no
    longer.
    """

    def __init__(self, pace: Pace, clock: Callable[[], float], patience: float) -> None:
        self._pace = pace
        self._patience = patience
        self._clock = clock
        self._unanswered: dict[object, float] = {}
        """When each request went out whose answer is waited for, the oldest first."""
        self._until: list[float] = []
        """Until when each of the others counts, sorted."""

    def __len__(self) -> int:
        self._look()
        return len(self._unanswered) + len(self._until)

    @property
    def on_their_way(self) -> int:
        """How many have no answer yet."""
        self._look()
        return len(self._unanswered)

    @property
    def first_over(self) -> float | None:
        """When the first of those that are answered counts no more."""
        return self._until[0] if self._until else None

    @property
    def first_late(self) -> float | None:
        """When the first answer that is waited for is late."""
        sent = next(iter(self._unanswered.values()), None)
        return None if sent is None else sent + self._patience

    def spend(self) -> None:
        """Count as many as are allowed, as if they had just gone out evenly."""
        step = self._pace.span / self._pace.most
        self._until = [self._clock() + n * step for n in range(1, self._pace.most + 1)]

    def began(self) -> object:
        """Count a request that goes out now."""
        request = object()
        self._unanswered[request] = self._clock()
        return request

    def ended(self, request: object) -> None:
        """Note that its answer has come, or won't."""
        if self._unanswered.pop(request, None) is not None:
            insort(self._until, self._clock() + self._pace.span)

    def _look(self) -> None:
        """Wait no more for answers that are late, and forget what counts no more."""
        now = self._clock()
        late = now - self._patience
        while self._unanswered and next(iter(self._unanswered.values())) <= late:
            sent = self._unanswered.pop(next(iter(self._unanswered)))
            insort(self._until, sent + self._patience + self._pace.span)
        del self._until[: bisect_right(self._until, now)]


class Recall:
    """Knows until when replies keep to the common pace: for ever unless they are ``free``.

    The published 30 messages a second speak of what goes to many. Whether answers to what a person
    just did count as well, Telegram doesn't say, and may hold it otherwise tomorrow. So it is
    tried: once it refuses something for which its chat gives no reason, replies keep to the common
    pace for five minutes, and are let go again after that; for ten minutes where that shows that
    nothing has changed, and so on up to an hour.

    ``told`` is called each time that they are brought back to it.
    """

    def __init__(
        self, pace: Pace, clock: Callable[[], float], changed: Callable[[], None], *, free: bool
    ) -> None:
        self._pace = pace
        self._clock = clock
        self._told = changed
        self._until = -math.inf if free else math.inf
        self._length = pace.recalled
        self._in_force = False

    @property
    def free(self) -> bool:
        """Whether replies may go above the common pace just now."""
        if self._clock() < self._until:
            return False
        if self._in_force:
            self._in_force = False
            _log.info("answers may go above the pace of all messages again")
        return True

    def refused(self) -> None:
        """Bring replies back to the common pace, as Telegram has refused something."""
        now = self._clock()
        if now < self._until:
            return
        again = now - self._until < self._pace.longest
        self._length = min(2 * self._length, self._pace.longest) if again else self._pace.recalled
        self._until, self._in_force = now + self._length, True
        _log.warning(
            "Telegram refuses answers as too many (429): for %.0f minutes they keep to the pace of "
            "all messages, %.0f a second",
            self._length / 60,
            1 / self._pace.overall,
        )
        self._told()


_FREE_INTERVALS = 3
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
        soon = self._clock() + _FREE_INTERVALS * self._pace.overall
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
        """Wait until a request may go out; returns from when on it might have."""
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
            for wait in waits:
                wait.cancel()

    def _take(self, place: float) -> None:
        # Counted from the place and not from now, for waking up late would cost the rate. Whoever
        # asks next can't have a place before that moment, so at most one message goes out early.
        self._next = max(place, self._next) + self._pace.overall

    async def _wait_until(self, moment: float) -> None:
        if (delay := moment - self._clock()) > 0:
            await self._sleep(delay)


def _first(*moments: float | None) -> float:
    return min((moment for moment in moments if moment is not None), default=math.inf)


def _nothing() -> None:
    pass


@dataclass(slots=True)
class _Chat:
    due: list[float] = field(default_factory=list)
    paused_until: float = 0.0
    latest: float = -math.inf
    before: float = -math.inf
    """When it got the message before the latest."""

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
        """Wait until a message may go to this chat; a message in ``bulk`` lets others go first."""
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
        """Forget idle chats, so seldom that it costs each message a single step."""
        self._until_sweep -= 1
        if self._until_sweep < 0:
            self._chats = {id: chat for id, chat in self._chats.items() if not chat.idle(now)}
            self._until_sweep = len(self._chats) + 64
