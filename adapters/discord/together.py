"""*Predict this together*, in a message's menu: a class on what the message asks, or is about.

Discord gives the message along with the press, so nothing has to be read for it. If it holds a
question that was posted, the class is on that one; else its words say which lessons fit.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import discord
from discord import app_commands

from adapters.discord.menu import CommandHandler, Interaction, menu_text
from bot.conversation.buttons import posted_key
from bot.conversation.inputs import Command
from bot.conversation.sharing.card import PAYLOAD

NAME = "menu.together"
"""The phrase that it is called by."""

LONGEST = 400
"""Characters of a message that say what it is about."""


def message_command(handler: CommandHandler) -> app_commands.ContextMenu:
    """The command, which goes to ``handler`` as slash commands do."""

    async def together(interaction: Interaction, message: discord.Message) -> None:
        await handler(interaction, Command("together", about(message)))

    return app_commands.ContextMenu(
        name=menu_text(NAME),
        callback=together,
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
    )


def about(message: discord.Message) -> str:
    """The question that a message holds, as a link leads to it, or else its words."""
    for one in _parts(message.components):
        if key := posted_key(str(getattr(one, "custom_id", None) or "")):
            return f"{PAYLOAD}{key}"
    shown = [str(getattr(one, "content", None) or "") for one in _parts(message.components)]
    embedded = [part or "" for one in message.embeds for part in (one.title, one.description)]
    said = " ".join([message.content, *embedded, *shown])
    return " ".join(said.split())[:LONGEST]


def _parts(parts: Iterable[Any]) -> Iterator[Any]:
    """All parts of a message's layout, and what is in them."""
    for part in parts:
        yield part
        yield from _parts(getattr(part, "children", None) or ())
