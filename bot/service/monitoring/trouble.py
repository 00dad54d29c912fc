"""Trouble with the database: since when, in which words, and how often it is worth a line.

A full disk fails everything that is written, for hours. The first failure is logged at once, then
at growing intervals with how many there were, and its end is logged as well.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from bot.service.clock import utc_now

RETRY = (1.0, 2.0, 4.0, 8.0, 10.0)
"""Seconds until the next attempt after each failure in a row; the last holds from then on. So
whoever waits has their answer soon after there is room again."""

LINES = 60.0
"""Seconds from the first line in the log to the second; each interval is twice the one before."""

SELDOM = 3600.0
"""The longest interval between two lines."""

_log = logging.getLogger(__name__)


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
        """Note that something failed, and why."""
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
