"""The menu of commands that Telegram shows beside the text field.

Where the bot is alone with a learner it lists them all; in groups it leaves out ``/start``, which
Telegram uses for links into a private chat. It is set only where it differs from what is set.

The command for admins is in the menu of their own chat with the bot and in nobody else's. Telegram
takes a menu for one chat only where the bot and the person have met, so an admin whom it does not
know yet gets theirs with their first message.

There is a menu for each language that the bot speaks. A command has the same name in all of them:
sentences name commands, and Telegram takes only ``a`` to ``z`` in one. What it does is told in the
language, and who has another on their phone gets the English menu.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from typing import Protocol

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from adapters.telegram.addresses import PLATFORM
from bot.conversation.inputs import LearnerId
from bot.conversation.language.locale import LANGUAGES, SOURCE, Manner, speaking

_log = logging.getLogger(__name__)

Admins = Callable[[], Awaitable[Collection[LearnerId]]]
"""Tells everybody who holds a role, on whatever platform."""

_DESCRIPTION = BotCommand.MAX_DESCRIPTION


class MenuCommand(Protocol):
    """A command as a menu shows it."""

    @property
    def name(self) -> str:
        """Without the slash."""
        ...

    @property
    def summary(self) -> str:
        """What it does, in a line."""
        ...


async def publish(bot: Bot, commands: Iterable[MenuCommand]) -> int:
    """Set the menus that differ; returns how many did. Raises ``TelegramError``."""
    private = tuple(commands)
    group = tuple(one for one in private if one.name != "start")
    changed = await _set(bot, BotCommandScopeAllPrivateChats(), private)
    return changed + await _set(bot, BotCommandScopeAllGroupChats(), group)


class AdminMenus:
    """Keeps the menus of admins as their roles are."""

    def __init__(self, bot: Bot, commands: Sequence[MenuCommand], admins: Admins) -> None:
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
                await _publish_for(self._bot, int(number), self._commands)
            else:
                await _withdraw_for(self._bot, int(number))
        except TelegramError as error:
            self._unmet.add(person)
            _log.info("an admin has no menu yet: %s", type(error).__name__)

    def unmet(self, person: LearnerId) -> bool:
        """Whether a person waits for a menu that could not be set before they wrote."""
        return person in self._unmet


async def _publish_for(bot: Bot, chat: int, commands: Iterable[MenuCommand]) -> int:
    """Set the menu of one private chat, where it differs. Raises ``TelegramError``."""
    return await _set(bot, BotCommandScopeChat(chat), tuple(commands))


async def _withdraw_for(bot: Bot, chat: int) -> None:
    """Let a private chat have the menu that all others have. Raises ``TelegramError``."""
    for language in LANGUAGES:
        await bot.delete_my_commands(
            scope=BotCommandScopeChat(chat), language_code=code_of(language)
        )


async def _set(bot: Bot, scope: BotCommandScope, commands: Sequence[MenuCommand]) -> int:
    changed = 0
    for language in LANGUAGES:
        with speaking(Manner(language)):
            wanted = [BotCommand(one.name, one.summary[:_DESCRIPTION]) for one in commands]
        code = code_of(language)
        if list(await bot.get_my_commands(scope=scope, language_code=code)) != wanted:
            await bot.set_my_commands(wanted, scope=scope, language_code=code)
            changed += 1
    return changed


def code_of(language: str) -> str | None:
    """Without a code a menu is for all languages that have none of their own."""
    return None if language == SOURCE else language
