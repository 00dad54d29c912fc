"""Whether what is said gets out: how a platform fares with what it is given to send.

A message counts from the moment at which its turn has come and the platform is asked to take it,
over however many attempts. What waits for a pause does not: neither one that the platform has asked
for, nor one that we keep by ourselves so that it need not ask.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.service.clock import utc_now

LATE = 8.0
"""Seconds after which a message should have been taken; a request is broken off after ten."""

LATE_WITH_FILE = 60.0
"""The same of one with a file, which may be large and the line slow."""

SEVERAL = 3
"""Failures in a row that say something about the platform, if they are spread over ``LATE``."""

OVER = 90.0
"""Seconds after an attempt that failed at which nobody tries again: somebody gave it up."""

LONG_PAUSE = 60.0
"""Seconds of a pause from which on it is told."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Waiting:
    """A message that the platform was asked to take."""

    since: float
    allowed: float
    tried: float | None = None
    """When the last attempt failed; ``None`` while one is under way."""


class SendingHealth:
    """How one platform fares with what it is given."""

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
