"""What Telegram shows of the bot: its menus of commands, and what it says it is.

Everything is set only where it differs from what is set. Where the bot is alone with a learner the
menu lists the everyday commands, and ``/help`` has the others; in groups it leaves out ``/start``,
which Telegram uses for links into a private chat.

The command for admins is in the menu of their own chat with the bot and in nobody else's. Telegram
takes a menu for a single chat only where the bot and the person have met, so an admin whom it does
not know yet gets theirs with their first message.

There is a menu, and a description before *Start*, for each language that the bot speaks; a phone in
another language shows the English menu. A command has the same name in all of them: sentences name
commands, and Telegram takes only ``a`` to ``z`` in a name.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Protocol

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.constants import BotDescriptionLimit
from telegram.error import TelegramError

from adapters.telegram import PLATFORM
from bot.conversation.inputs import LearnerId
from bot.conversation.language.locale import LANGUAGES, SOURCE, Manner, speaking
from bot.conversation.phrases import phrase

_log = logging.getLogger(__name__)


Admins = Callable[[], Awaitable[Collection[LearnerId]]]
"""Tells everybody who holds a role, on whatever platform."""

_DESCRIPTION = BotCommand.MAX_DESCRIPTION


class MenuCommand(Protocol):
    @property
    def name(self) -> str:
        """Without the slash."""

    @property
    def summary(self) -> str:
        """What it does, in a line."""

    @property
    def everyday(self) -> bool:
        """Whether it stands in the menu of a private chat; all others are typed."""


async def nobody() -> Collection[LearnerId]:
    """There are no admins."""
    return ()


MENU_AFTER = 300.0
"""Seconds after which a menu is set that could not be set at the start."""


class Menus:
    """Sets the menus of all, and keeps those of admins as their roles are.

    If it ``introduces`` the bot, it also sets what is said before *Start*.
    """

    def __init__(
        self,
        bot: Bot,
        commands: Sequence[MenuCommand],
        admin_commands: Sequence[MenuCommand],
        admins: Admins,
        *,
        introduces: bool,
    ) -> None:
        self._bot = bot
        self._commands = commands
        self._admin_commands = admin_commands
        self._admins = admins
        self._introduces = introduces
        self._unmet: set[LearnerId] = set()

    async def keep_trying(self) -> None:
        """Set all of them, again after a while if that fails; nobody waits for them."""
        while True:
            try:
                await _publish(self._bot, self._commands)
                for person in await self._admins():
                    await self.update(person)
                if self._introduces:
                    await _introduce(self._bot)
            except Exception as error:
                _log.warning(
                    "the command menu or profile could not be set (%s); trying again in %.0f s",
                    type(error).__name__,
                    MENU_AFTER,
                )
                await asyncio.sleep(MENU_AFTER)
            else:
                return

    async def update(self, person: LearnerId) -> None:
        """Give a person the menu that their roles bring, or take it back."""
        platform, _, number = person.partition(":")
        if platform != PLATFORM or not number.isdecimal():
            return
        self._unmet.discard(person)
        try:
            if person in await self._admins():
                await _set(self._bot, BotCommandScopeChat(int(number)), self._admin_commands)
            else:
                await _withdraw_for(self._bot, int(number))
        except TelegramError as error:
            self._unmet.add(person)
            _log.info("an admin has no menu yet: %s", type(error).__name__)

    def unmet(self, person: LearnerId) -> bool:
        """Whether a person waits for a menu that could not be set before they wrote."""
        return person in self._unmet


def everyday(commands: Sequence[MenuCommand]) -> tuple[MenuCommand, ...]:
    """Those that stand in the menu of a private chat."""
    return tuple(command for command in commands if command.everyday)


async def _publish(bot: Bot, commands: Sequence[MenuCommand]) -> None:
    """Set the menus that differ. Raises ``TelegramError``."""
    await _set(bot, BotCommandScopeAllPrivateChats(), everyday(commands))
    in_groups = tuple(command for command in commands if command.name != "start")
    await _set(bot, BotCommandScopeAllGroupChats(), in_groups)


async def _withdraw_for(bot: Bot, chat: int) -> None:
    """Let a private chat have the menu that all others have. Raises ``TelegramError``."""
    for language in LANGUAGES:
        await bot.delete_my_commands(
            scope=BotCommandScopeChat(chat), language_code=_code_of(language)
        )


async def _set(bot: Bot, scope: BotCommandScope, commands: Sequence[MenuCommand]) -> None:
    for language in LANGUAGES:
        with speaking(Manner(language)):
            wanted = [BotCommand(each.name, each.summary[:_DESCRIPTION]) for each in commands]
        code = _code_of(language)
        if list(await bot.get_my_commands(scope=scope, language_code=code)) != wanted:
            await bot.set_my_commands(wanted, scope=scope, language_code=code)


def _code_of(language: str) -> str | None:
    """Without a code a menu is for all languages that have none of their own."""
    return None if language == SOURCE else language


async def _introduce(bot: Bot) -> None:
    """Set the descriptions that differ. Raises ``TelegramError``."""
    for language in LANGUAGES:
        with speaking(Manner(language)):
            about = phrase("profile.about")[: BotDescriptionLimit.MAX_DESCRIPTION_LENGTH]
            short = phrase("profile.short")[: BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH]
        code = _code_of(language)
        if (await bot.get_my_description(language_code=code)).description != about:
            await bot.set_my_description(about, language_code=code)
        if (await bot.get_my_short_description(language_code=code)).short_description != short:
            await bot.set_my_short_description(short, language_code=code)
