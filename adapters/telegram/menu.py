"""The menu of commands that Telegram shows beside the text field.

Where the bot is alone with a learner it lists them all; in groups it leaves out ``/start``, which
Telegram uses for links into a private chat. It is set only where it differs from what is set.

There is a menu for each language that the bot speaks. A command has the same name in all of them:
sentences name commands, and Telegram takes only ``a`` to ``z`` in one. What it does is told in the
language, and who has another on their phone gets the English menu.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.conversation.language.locale import LANGUAGES, SOURCE, Manner, speaking

_DESCRIPTION = BotCommand.MAX_DESCRIPTION


class Named(Protocol):
    """A command as a menu shows it."""

    @property
    def name(self) -> str:
        """Without the slash."""
        ...

    @property
    def summary(self) -> str:
        """What it does, in a line."""
        ...


async def publish(bot: Bot, commands: Iterable[Named]) -> int:
    """Set the menus that differ; returns how many did. Raises ``TelegramError``."""
    private = tuple(commands)
    group = tuple(one for one in private if one.name != "start")
    changed = await _set(bot, BotCommandScopeAllPrivateChats(), private)
    return changed + await _set(bot, BotCommandScopeAllGroupChats(), group)


async def publish_for(bot: Bot, chat: int, commands: Iterable[Named]) -> int:
    """Set the menu of one private chat, where it differs. Raises ``TelegramError``."""
    return await _set(bot, BotCommandScopeChat(chat), tuple(commands))


async def withdraw_for(bot: Bot, chat: int) -> None:
    """Let a private chat have the menu that all others have. Raises ``TelegramError``."""
    for language in LANGUAGES:
        await bot.delete_my_commands(scope=BotCommandScopeChat(chat), language_code=_code(language))


async def _set(bot: Bot, scope: BotCommandScope, commands: Sequence[Named]) -> int:
    changed = 0
    for language in LANGUAGES:
        with speaking(Manner(language)):
            wanted = [BotCommand(one.name, one.summary[:_DESCRIPTION]) for one in commands]
        code = _code(language)
        if list(await bot.get_my_commands(scope=scope, language_code=code)) != wanted:
            await bot.set_my_commands(wanted, scope=scope, language_code=code)
            changed += 1
    return changed


def _code(language: str) -> str | None:
    """Without a code a menu is for all languages that have none of their own."""
    return None if language == SOURCE else language
