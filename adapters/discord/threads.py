"""A thread for a class, in the channel in which it was asked for."""

import logging

import discord

from adapters.discord.menu import Interaction
from adapters.discord.verdicts import AWAY

_log = logging.getLogger(__name__)

LONGEST = 100
"""Characters of a thread's name, at most."""


async def opened(interaction: Interaction, title: str) -> str:
    """The id of a new thread that is called so; empty if none may be opened there."""
    channel, can = interaction.channel, interaction.app_permissions
    if not isinstance(channel, discord.TextChannel):
        return ""
    if not (can.create_public_threads and can.send_messages_in_threads):
        return ""
    try:
        kind = discord.ChannelType.public_thread
        thread = await channel.create_thread(name=title[:LONGEST], type=kind)
    except AWAY as error:
        _log.info("no thread could be opened: %s", type(error).__name__)
        return ""
    return str(thread.id)
