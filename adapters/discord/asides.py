"""The one message that a member is told a class's question by, as only they see it.

Each press has an answer of its own; a new message for each would fill the screen of whoever changes
their mind. So what is about the same takes the place of what was said before, as long as the token
lives by which that was sent. This is only in memory: after a restart the next one is a new message.
"""

from collections import OrderedDict
from datetime import datetime

from adapters.discord.addresses import Reference

_MOST = 4096
"""Messages that are remembered: what all members of some large classes see."""


class Asides:
    """Which message each of us was told something by last."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, str], Reference] = OrderedDict()

    def note(self, user: int, about: str, sent: Reference) -> None:
        """Remember that this person was told about it by this message."""
        self._known[user, about] = sent
        self._known.move_to_end((user, about))
        if len(self._known) > _MOST:
            self._known.popitem(last=False)

    def last(self, user: int, about: str, now: datetime) -> Reference | None:
        """The message in whose place it can be told; ``None`` if there is none."""
        known = self._known.get((user, about))
        return known if known and known.key.good(now) else None

    def forget(self, user: int, about: str) -> None:
        """That message is gone."""
        self._known.pop((user, about), None)
