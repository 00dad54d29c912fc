"""Another process that uses our token: noticed as far as Discord lets us.

Discord sends each event to all connections of a token, and has no lock for it. So both processes
hear a press, and whoever acknowledges it second is told that it has been (40060). Once, that is a
repeat after a lost connection; for press after press it is somebody else. What is typed tells
nothing: it has no acknowledgement, and both answer it.
"""

import logging
from collections import deque
from collections.abc import Callable

_log = logging.getLogger(__name__)

LATELY = 600.0
"""Seconds for which what was seen says that there is another process."""

ENOUGH = 3
"""Interactions of which another process was the first to acknowledge each."""


class Rivalry:
    """Signs that another process answers with our token."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ours: deque[int] = deque(maxlen=1024)
        self._others: dict[int, float] = {}
        self._told = False

    def acknowledged(self, interaction: int) -> None:
        """Note that we have acknowledged this interaction."""
        self._ours.append(interaction)

    def taken(self, interaction: int) -> None:
        """Note that this one had been acknowledged when we came to it."""
        if interaction in self._ours:
            return  # it came to us twice
        self._forget()
        self._others[interaction] = self._clock()
        if len(self._others) >= ENOUGH and not self._told:
            self._told = True
            _log.error(
                "Another process answers on Discord with the same token (interactions are "
                "acknowledged before we come to it): stop it, or reset the token in the developer "
                "portal and give the new one to one of them only; where several share a database, "
                "each shard is for one of them (FORETELL_DISCORD_SHARDS)"
            )

    def ailment(self) -> str | None:
        """What is wrong, in a few words; ``None`` if there is no sign of another process."""
        self._forget()
        if len(self._others) >= ENOUGH:
            return "another process uses the same token"
        self._told = False
        return None

    def _forget(self) -> None:
        before = self._clock() - LATELY
        self._others = {one: at for one, at in self._others.items() if at > before}
