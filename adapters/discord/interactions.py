"""The last interaction of each learner, by which they can be reached for as long as it lives.

What comes by itself, such as the report on a file that an admin has sent, has no interaction and
goes to the direct message. Where that is closed, an interaction of the same person that is still
good reaches them where they are. It is remembered here for as long as it lives, and only in
memory: what has to wait longer than that would be out of date.
"""

from collections import OrderedDict
from datetime import datetime

from adapters.discord.addresses import DiscordHandle, InteractionToken
from bot.conversation.inputs import Address
from bot.values import value

MOST = 4096
"""People whose last interaction is remembered."""


@value
class LastInteraction:
    """An interaction as a way to its learner: in which channel, and whether others read there."""

    channel: int
    public: bool
    key: InteractionToken


class LastInteractions:
    """The last interaction of each learner."""

    def __init__(self) -> None:
        self._last: OrderedDict[int, LastInteraction] = OrderedDict()

    def note(self, address: Address, handle: DiscordHandle) -> None:
        """Remember the interaction of this address, if it has one."""
        if not (handle.user and handle.key.token):
            return
        known = self._last.get(handle.user)
        if known is None or known.key.until <= handle.key.until:
            self._last[handle.user] = LastInteraction(int(address.chat), address.public, handle.key)
            self._last.move_to_end(handle.user)
        if len(self._last) > MOST:
            self._last.popitem(last=False)

    def open(self, user: int, now: datetime) -> LastInteraction | None:
        """The one that still leads to this learner."""
        found = self._last.get(user)
        if found is not None and not found.key.good(now):
            del self._last[user]
            return None
        return found

    def forget(self, user: int) -> None:
        """Forget it: it leads nowhere any more."""
        self._last.pop(user, None)
