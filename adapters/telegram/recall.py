"""Whether replies may go above the common pace, which Telegram may take back at any time.

The published 30 messages a second speak of what goes to many. Whether answers to what a person just
did count as well, Telegram doesn't say, and may hold it otherwise tomorrow. So it is tried: once it
refuses something for which its chat gives no reason, replies keep to the common pace for five
minutes, and are let go again after that; for ten minutes where that shows that nothing has changed,
and so on up to an hour.
"""

import logging
import math
from collections.abc import Callable

from adapters.telegram.pace import Pace

_log = logging.getLogger(__name__)


class Recall:
    """Knows until when replies keep to the common pace: for ever unless they are ``free``.

    ``told`` is called each time that they are brought back to it.
    """

    def __init__(
        self, pace: Pace, clock: Callable[[], float], told: Callable[[], None], *, free: bool
    ) -> None:
        self._pace = pace
        self._clock = clock
        self._told = told
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
