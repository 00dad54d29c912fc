"""The command for admins, in the menu of their own chat with the bot and in nobody else's.

Telegram takes a menu for one chat only where the bot and the person have met. So an admin whom it
does not know yet gets theirs with their first message.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence

from telegram import Bot
from telegram.error import TelegramError

from adapters.telegram.menu import Named, publish_for, withdraw_for
from adapters.telegram.translate import PLATFORM
from bot.conversation.inputs import LearnerId

Admins = Callable[[], Awaitable[Collection[LearnerId]]]
"""Tells everybody who holds a role, on whatever platform."""

_log = logging.getLogger(__name__)


class AdminMenus:
    """Keeps the menus of admins as their roles are."""

    def __init__(self, bot: Bot, commands: Sequence[Named], admins: Admins) -> None:
        self._bot = bot
        self._commands = commands
        self._admins = admins
        self._unmet: set[LearnerId] = set()

    async def show(self) -> None:
        """Give all admins their menu; for the start."""
        for person in await self._admins():
            await self.update(person)

    async def update(self, person: LearnerId) -> None:
        """Give a person the menu that their roles bring, or take it back."""
        platform, _, number = person.partition(":")
        if platform != PLATFORM or not number.isdecimal():
            return
        self._unmet.discard(person)
        try:
            if person in await self._admins():
                await publish_for(self._bot, int(number), self._commands)
            else:
                await withdraw_for(self._bot, int(number))
        except TelegramError as error:
            self._unmet.add(person)
            _log.info("an admin has no menu yet: %s", type(error).__name__)

    def unmet(self, person: LearnerId) -> bool:
        """Whether a person waits for a menu that could not be set before they wrote."""
        return person in self._unmet
