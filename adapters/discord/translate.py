"""What happens on Discord, made into envelopes: whose it is, where, and what it says."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

import discord

from adapters.discord import uploads
from adapters.discord.addresses import PLATFORM, DiscordHandle, InteractionToken, address, home
from adapters.discord.menu import Interaction
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Place, Text

_TYPED = re.compile(r"[/!]([a-z]+)(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)


def translate(
    given: Interaction | discord.Message, where: Address, what: Input, part: str, now: datetime
) -> Envelope:
    """One input of what happened; ``part`` tells several of them apart."""
    # Discord says of an interaction what its learner speaks, but not of a message.
    language = "" if isinstance(given, discord.Message) else given.locale.value
    id, learner = f"{PLATFORM}:{given.id}{part}", learner_of(given)
    alone = home(_user(given)) if where.public else ""
    return Envelope(id, learner, where, now, what, language, alone, _place(given))


def learner_of(given: Interaction | discord.Message) -> LearnerId:
    """Whose it is."""
    return LearnerId(f"{PLATFORM}:{_user(given)}")


def _user(given: Interaction | discord.Message) -> int:
    return given.author.id if isinstance(given, discord.Message) else given.user.id


def written(
    message: discord.Message, me: discord.ClientUser, commands: Collection[str]
) -> Sequence[Input]:
    """What a message says to us: one of these commands, files, or else a text."""
    typed = _spoken(message.content.strip(), me, private=message.guild is None)
    found = _TYPED.fullmatch(typed)
    if found and (typed.startswith("/") or found[1].lower() in commands):
        return [Command(found[1].lower(), (found[2] or "").strip())]
    return uploads.from_message(message.attachments, typed, message.id) or [Text(typed)]


def _spoken(text: str, me: discord.ClientUser, *, private: bool) -> str:
    """What was typed, with our name where we are mentioned.

    In a server, a mention at its beginning or end only addresses us.
    """
    ours = rf"<@!?{me.id}>"
    if not private:
        text = re.sub(rf"^(\s*{ours})+|({ours}\s*)+$", "", text).strip()
    return re.sub(ours, f"@{me.display_name}", text)


def address_of(interaction: Interaction, now: datetime, pressed: int = 0) -> Address:
    """Where an interaction is answered, which says for a while by which token."""
    key = InteractionToken.of(interaction.token, now)
    handle = DiscordHandle(interaction.user.id, key, pressed)
    return address(interaction.channel_id or 0, others_read(interaction), handle)


def others_read(interaction: Interaction) -> bool:
    """Whether others can read the place: everywhere but in our own direct messages."""
    return interaction.guild_id is not None or not interaction.context.dm_channel


def _place(given: Interaction | discord.Message) -> Place | None:
    """What the channel of a server is called; ``None`` in direct messages."""
    if given.guild is None:
        return None
    name = getattr(given.channel, "name", None) or str(given.guild.id)
    called = f"#{name} ({given.guild.name})" if given.guild.name else f"#{name}"
    if isinstance(given, discord.Message):
        return Place(called)
    # Discord says with each interaction what we may do in its channel.
    can = given.app_permissions
    within = isinstance(given.channel, discord.Thread)
    writes = can.send_messages_in_threads if within else can.send_messages
    theirs, threads = given.permissions, isinstance(given.channel, discord.TextChannel)
    write = theirs.send_messages_in_threads if within else theirs.send_messages
    runs = theirs.administrator or theirs.manage_guild or theirs.manage_channels
    named = given.user.display_name
    can_post = can.view_channel and writes
    return Place(called, can_post, runs=runs, threads=threads, named=named, writes=write)
