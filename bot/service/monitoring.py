"""How the bot is seen at work: what is told to whoever counts, logged and gauged.

Nothing that is told here holds what somebody wrote, or who they are. What tells it stands where it
happens: the desk of its batches, a channel of its messages (``delivery/channel.py``), a platform's
client of its requests (``telegram/client.py``). Were these here, this room would have to know
delivery and the platforms, which all know it.

Everything that is quick shares an event loop, so what holds it up holds up everybody: a press is
then acknowledged late, and beyond three seconds Discord tells a learner that it failed. So a gauge
sleeps for a moment, over and over, and measures how much later than it asked it is woken.

A full disk fails everything that is written, for hours. The first failure is logged at once, then
at growing intervals with how many there were, and its end is logged as well.

How a platform fares with what it is given to send: a message counts from the moment at which its
turn has come and the platform is asked to take it, over however many attempts. What waits for a
pause does not: neither a pause that the platform has asked for, nor a pause that we keep by
ourselves so that it need not ask.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.codec import utc_now

_current: ContextVar[str] = ContextVar("envelope", default="")


def current() -> str:
    """The id of the envelope that is being dealt with here; empty if it is none, or many."""
    return _current.get()


@contextmanager
def tracing(id: str) -> Iterator[None]:
    """Deal with this envelope as long as the block lasts."""
    before = _current.set(id)
    try:
        yield
    finally:
        _current.reset(before)


class Observer:
    """Hears what happens, and does nothing about it; whoever counts overrides what they count."""

    def committed(self, taken: int, turns: int, seconds: float) -> None:
        """A batch was committed: so many envelopes, so many of them new, in so much time."""

    def failed(self, taken: int) -> None:
        """A batch of so many envelopes could not be committed."""

    def count_sending(self, platform: str, result: str) -> None:
        """A message was sent, or not: ``sent``, ``later``, ``gone``, ``unwanted`` or ``failed``."""

    def replied(self, platform: str, seconds: float) -> None:
        """The first message of an answer was sent, so many seconds after the input came in."""

    def called(self, platform: str, status: int | None) -> None:
        """A platform has answered a request with this status, or not at all."""

    def connected(self, platform: str) -> None:
        """A platform can be heard, for the first time or again."""

    def recalled(self, platform: str) -> None:
        """A platform refused answers as too many, so they keep to its common pace for a while."""


EVERY = 0.05
"""Seconds between two measurements: what holds the loop up for the tolerated time and half as much
again is never missed."""

TOLERATED = 0.1
"""Seconds of lateness from which on it is a warning; a reply takes some ten times less."""

WINDOW = 60.0
"""Seconds in which there is a single warning at most, and in which the worst is looked for."""

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
        """The worst measurement of this minute and the last."""
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


RETRY = (1.0, 2.0, 4.0, 8.0, 10.0)
"""Seconds until the next attempt after each failure in a row; the last holds from then on. So
whoever waits has their answer soon after there is room again."""

LINES = 60.0
"""Seconds from the first line in the log to the second; each interval is twice the last."""

SELDOM = 3600.0
"""The longest interval between two lines."""


class Trouble:
    """What keeps somebody, such as the desk, from their work, if anything does.

    ``monotonic`` measures intervals, so a clock that is set anew changes none of them.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.since: datetime | None = None
        """When the first of these failures was; ``None`` while all is well."""
        self.why = ""
        """What failed last, in words for an operator that quote no learner."""
        self._clock = clock
        self._monotonic = monotonic
        self._what = ""
        self._began = 0.0
        self._failures = 0
        self._next_line = 0.0
        self._interval = LINES

    @property
    def retry(self) -> float:
        """Seconds until it is worth trying again."""
        return RETRY[min(self._failures, len(RETRY)) - 1] if self._failures else 0.0

    def failed(self, what: str, why: str) -> None:
        now = self._monotonic()
        if self.since is None:
            self.since, self._began = self._clock(), now
            self._next_line, self._interval = now, LINES
        self._failures += 1
        self._what, self.why = what, why
        if now < self._next_line:
            return
        if self._failures == 1:
            _log.error("%s: %s", what, why)
        else:
            lasted = now - self._began
            _log.error("%s: %s (%d times in %.0f s)", what, why, self._failures, lasted)
        self._next_line = now + self._interval
        self._interval = min(2 * self._interval, SELDOM)

    def passed(self) -> None:
        """Note that it has worked."""
        if self.since is None:
            return
        _log.warning(
            "over after %.0f s and %d failures: %s",
            self._monotonic() - self._began,
            self._failures,
            self._what,
        )
        self.since, self.why, self._failures = None, "", 0


LATE = 8.0
"""Seconds after which a message should have been taken; a request is broken off after ten."""

LATE_WITH_FILE = 60.0
"""The same of a message with a file, which may be large and the line slow."""

SEVERAL = 3
"""Failures in a row that say something about the platform, if they are spread over ``LATE``."""

OVER = 90.0
"""Seconds after an attempt that failed at which nobody tries again: somebody gave it up."""

LONG_PAUSE = 60.0
"""Seconds of a pause from which on it is told."""


@dataclass(slots=True)
class _Waiting:
    """A message that the platform was asked to take."""

    since: float
    allowed: float
    tried: float | None = None
    """When the last attempt failed; ``None`` while an attempt is under way."""


class SendingHealth:
    """How a platform fares with what it is given."""

    def __init__(
        self,
        platform: str,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._platform = platform
        self._clock = clock
        self._now = now
        self._waiting: dict[str, _Waiting] = {}
        self._why = ""
        self._failures = 0
        self._failing_since = 0.0
        self._failed = float("-inf")
        self._paused_until: datetime | None = None

    def offered(self, key: str, *, with_file: bool = False) -> None:
        """Note that the platform is asked to take this message now."""
        waiting = self._waiting.get(key)
        if waiting is None:
            allowed = LATE_WITH_FILE if with_file else LATE
            self._waiting[key] = _Waiting(self._clock(), allowed)
        else:
            waiting.tried = None

    def settled(self, key: str) -> None:
        """Note that the platform has answered, whatever it says of this message."""
        self._waiting.pop(key, None)
        self._failures = 0

    def given_up(self, key: str) -> None:
        """Note that nobody waits for this message any more."""
        self._waiting.pop(key, None)

    def paused(self, key: str, seconds: float) -> None:
        """Note that the platform wants this message to wait for so long."""
        self.settled(key)
        until = self._now() + timedelta(seconds=seconds)
        if seconds > LONG_PAUSE and (self._paused_until is None or until > self._paused_until):
            # Of many chats that are to wait at once, the first is told.
            if self._paused_until is None or self._now() >= self._paused_until:
                _log.warning("%s asks for a pause of %.0f s in a chat", self._platform, seconds)
            self._paused_until = until

    def failed(self, key: str, why: str) -> None:
        """Note that an attempt has failed, and that it is tried again."""
        now = self._clock()
        if not self._failures:
            self._failing_since = now
        self._failures += 1
        self._failed, self._why = now, why
        self._waiting.setdefault(key, _Waiting(now, LATE)).tried = now

    @property
    def pause(self) -> str:
        """The long pause that the platform has asked for in a chat, in words; empty if none."""
        until = self._paused_until
        if until is None or until <= self._now():
            return ""
        return f"a chat has to wait until {until:%Y-%m-%d %H:%M:%S} UTC"

    def ailment(self) -> str | None:
        """What is wrong with sending, in a few words; ``None`` if nothing is."""
        now = self._clock()
        self._waiting = {
            key: waiting
            for key, waiting in self._waiting.items()
            if waiting.tried is None or now - waiting.tried < OVER
        }
        why = f" ({self._why})" if self._failures and self._why else ""
        if any(now - waiting.since > waiting.allowed for waiting in self._waiting.values()):
            longest = now - min(waiting.since for waiting in self._waiting.values())
            number = len(self._waiting)
            waits = f"{number} wait" if number > 1 else "one waits"
            return f"messages don't get out: {waits}, the first for {longest:.0f} s{why}"
        lasting = now - self._failing_since
        if self._failures >= SEVERAL and lasting > LATE and now - self._failed < OVER:
            return f"messages don't get out: {self._failures} attempts in a row have failed{why}"
        return None
