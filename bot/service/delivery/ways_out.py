"""The platforms that there are: the channel of each, and where what comes by itself may arrive."""

from collections.abc import Callable

from bot.conversation.needs.admin import Served
from bot.service.delivery.channel import Channel


class WaysOut:
    """The ways out of a tutor, by platform; what others hold of it changes with it."""

    def __init__(self) -> None:
        self.channels: dict[str, Channel] = {}
        self.platforms: dict[str, str | None] = {}
        """The chat of each platform where alarms ring; ``None`` for all of them."""
        self.ringing: dict[str, str | None] = {}
        """Those of them where alarms ring now."""
        self._links: dict[str, Callable[[], str]] = {}

    def add(self, channel: Channel, chat: str | None, link: Callable[[], str]) -> None:
        """A platform more; ``link`` says how the links begin that lead to its bot."""
        self.channels[channel.platform] = channel
        self.platforms[channel.platform] = self.ringing[channel.platform] = chat
        self._links[channel.platform] = link

    def hold(self, platform: str, held: bool) -> None:
        """Let no alarm ring on this platform while it is held."""
        if held:
            self.ringing.pop(platform, None)
        elif platform in self.platforms:
            self.ringing[platform] = self.platforms[platform]

    def served(self) -> Served:
        """What an admin is told of them."""
        links = {platform: link() for platform, link in self._links.items()}
        return Served(links, frozenset(links.keys() - self.ringing.keys()))
