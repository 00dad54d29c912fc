"""The menu of commands that Telegram shows beside the text field.

Where the bot is alone with a learner it lists them all; in groups it leaves out ``/start``, which
Telegram uses for links into a private chat. It is set only where it differs from what is set.
"""

from collections.abc import Iterable
from typing import Protocol

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

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
    listed = [BotCommand(one.name, one.summary[:_DESCRIPTION]) for one in commands]
    menus: list[tuple[BotCommandScope, list[BotCommand]]] = [
        (BotCommandScopeAllPrivateChats(), listed),
        (BotCommandScopeAllGroupChats(), [one for one in listed if one.command != "start"]),
    ]
    changed = 0
    for scope, wanted in menus:
        if list(await bot.get_my_commands(scope=scope)) != wanted:
            await bot.set_my_commands(wanted, scope=scope)
            changed += 1
    return changed
