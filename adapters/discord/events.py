"""What happens on Discord, made into envelopes: whose it is, where, and what it says.

Where an answer goes, and which message is meant, is packed into strings that are opaque to the
tutor. A handle says whom we answer and by which interaction, a reference which message it is and by
which interaction an ephemeral message can still be edited. Both may hold an interaction's token. It
is a secret as long as it lives, so neither is logged, and ``repr`` leaves it out.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import TypeAlias

import discord

from adapters.discord import PLATFORM, files
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Place, Text
from bot.values import replace, value

Interaction: TypeAlias = discord.Interaction[discord.Client]

TOKEN_LIFE = timedelta(minutes=14)
"""How long a token is used. Discord lets it live for 15 minutes; a request takes time too."""


@value
class InteractionToken:
    """An interaction's token and when it ends, in whole seconds since 1970 (UTC)."""

    token: str = field(default="", repr=False)
    until: int = 0

    @classmethod
    def of(cls, token: str, created: datetime) -> "InteractionToken":
        """The pass for an interaction of that moment."""
        return cls(token, int((created + TOKEN_LIFE).timestamp()))

    def good(self, now: datetime) -> bool:
        """Whether it still opens the door."""
        return bool(self.token) and now.timestamp() < self.until

    def __str__(self) -> str:
        return f"{self.until}:{self.token}"


@value
class DiscordHandle:
    """Whom we answer, by which interaction, and which message's button was pressed, if any."""

    user: int
    key: InteractionToken = InteractionToken()
    pressed: int = 0

    def __str__(self) -> str:
        return f"{self.user}:{self.pressed}:{self.key}"

    @classmethod
    def read(cls, text: str) -> "DiscordHandle":
        """The handle in an address of ours, of nobody if there is none. Raises ``ValueError``."""
        if not text:
            return cls(0)
        user, pressed, until, token = text.split(":", 3)
        return cls(int(user), InteractionToken(token, int(until)), int(pressed))


@value
class Reference:
    """A message that was sent; ``key`` is what an ephemeral message was sent by."""

    channel: int
    message: int
    key: InteractionToken = InteractionToken()

    def __str__(self) -> str:
        return f"{self.channel}:{self.message}:{self.key}"

    @classmethod
    def read(cls, text: str) -> "Reference":
        """The reference in a string of ours; raises ``ValueError`` if it is none."""
        channel, message, until, token = text.split(":", 3)
        return cls(int(channel), int(message), InteractionToken(token, int(until)))


def home(user: int) -> str:
    """The chat with this learner alone, which need not be open yet."""
    return f"@{user}"


def whose(chat: str) -> int | None:
    """The learner whose chat alone this is, or ``None`` if it is a channel by its number."""
    return int(chat[1:]) if chat.startswith("@") else None


def address(channel: int, public: bool, handle: DiscordHandle) -> Address:
    return Address(PLATFORM, str(channel), public, str(handle))


_TYPED = re.compile(r"[/!]([a-z]+)(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)


def translate(
    event: Interaction | discord.Message, where: Address, what: Input, part: str, now: datetime
) -> Envelope:
    """An input from what happened; ``part`` tells several of them apart."""
    # Discord says of an interaction what its learner speaks, but not of a message.
    language = "" if isinstance(event, discord.Message) else event.locale.value
    id, learner = f"{PLATFORM}:{event.id}{part}", learner_of(event)
    alone = home(_user(event)) if where.public else ""
    envelope = Envelope(id, learner, where, now, what, language, alone, _place(event))
    mentioned = where.public and isinstance(event, discord.Message)
    return replace(envelope, overheard=mentioned, mentioned=mentioned)


def learner_of(event: Interaction | discord.Message) -> LearnerId:
    """Whose it is."""
    return LearnerId(f"{PLATFORM}:{_user(event)}")


def _user(event: Interaction | discord.Message) -> int:
    return event.author.id if isinstance(event, discord.Message) else event.user.id


def inputs_of(
    message: discord.Message, me: discord.ClientUser, commands: Collection[str]
) -> Sequence[Input]:
    """What a message says to us: any of these commands, files, or else a text."""
    typed = _spoken_words(message.content.strip(), me, private=message.guild is None)
    call = _TYPED.fullmatch(typed)
    if call and (typed.startswith("/") or call[1].lower() in commands):
        return [Command(call[1].lower(), (call[2] or "").strip())]
    return files.from_message(message.attachments, typed, message.id) or [Text(typed)]


def _spoken_words(text: str, me: discord.ClientUser, *, private: bool) -> str:
    """What was typed, with our name in place of mentions, but for a leading or last mention."""
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


def _place(event: Interaction | discord.Message) -> Place | None:
    """What the channel of a server is called; ``None`` in direct messages."""
    if event.guild is None:
        return None
    name = getattr(event.channel, "name", None) or str(event.guild.id)
    called = f"#{name} ({event.guild.name})" if event.guild.name else f"#{name}"
    if isinstance(event, discord.Message):
        return Place(called)
    # Discord says with each interaction what we may do in its channel.
    can = event.app_permissions
    within = isinstance(event.channel, discord.Thread)
    can_send = can.send_messages_in_threads if within else can.send_messages
    permissions, threads = event.permissions, isinstance(event.channel, discord.TextChannel)
    writes = permissions.send_messages_in_threads if within else permissions.send_messages
    runs = permissions.administrator or permissions.manage_guild or permissions.manage_channels
    named = event.user.display_name
    can_post = can.view_channel and can_send
    return Place(called, can_post, runs=runs, threads=threads, named=named, writes=writes)
