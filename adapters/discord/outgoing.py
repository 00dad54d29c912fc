"""A message on its way to Discord, and what it goes by: a direct message or an interaction."""

import hashlib
import logging
from typing import Any

import discord

from adapters.discord.addresses import DiscordHandle, whose
from adapters.discord.messages import word_to
from bot.conversation.inputs import Address
from bot.conversation.language.locale import Manner, speaking
from bot.conversation.phrases import phrase
from bot.service.delivery.channel import Message
from bot.values import value

_log = logging.getLogger(__name__)

NOBODY = discord.AllowedMentions.none()
"""Nobody is called by what is sent."""


@value
class Outgoing:
    """A message on its way: by which connection, to whom, and what of it is worked out already.

    ``handle`` is what the address says of its learner's interaction; ``image`` is the picture.
    """

    client: discord.Client
    address: Address
    message: Message
    handle: DiscordHandle
    image: bytes
    key: str


async def direct(client: discord.Client, address: Address, user: int) -> int:
    """The channel that reaches this learner alone; it is opened if need be."""
    user = user if address.public else whose(address.chat) or 0
    return (await client.create_dm(discord.Object(user))).id if user else int(address.chat)


async def recipient(one: Outgoing) -> int:
    """Whom it is for, as far as that is known; 0 if it is not."""
    if user := one.handle.user or whose(one.address.chat):
        return user
    channel = int(one.address.chat)
    known = one.client._connection._get_private_channel(channel)
    other = known.recipient if isinstance(known, discord.DMChannel) else None
    if other is not None:
        return other.id
    # Only the process that has shard 0 hears of direct messages, and that since its start.
    try:
        found: Any = await one.client.http.get_channel(channel)
        return int(found["recipients"][0]["id"])
    except (discord.HTTPException, TypeError, KeyError, IndexError, ValueError):
        return 0


def hook(client: discord.Client, token: str) -> discord.Webhook:
    """The webhook that an interaction's token opens."""
    hook = discord.Webhook.partial(client.application_id or 0, token, client=client)
    hook.type = discord.WebhookType.application
    return hook


def nonce(key: str) -> str:
    """A message's nonce: the same for the same key, within Discord's 25 characters."""
    return hashlib.sha256(key.encode()).hexdigest()[:25]


async def tell_of_closed(one: Outgoing) -> None:
    """Say in the server that there is an answer which can't be given in private."""
    with speaking(Manner(one.message.language)):
        hint = word_to(one.handle.user, phrase("mention.closed"))
    try:
        await one.client.get_partial_messageable(int(one.address.chat)).send(
            view=hint, nonce=nonce(f"{one.key}/closed"), allowed_mentions=NOBODY
        )
    except discord.HTTPException as error:
        _log.info("%s: nor can that be said in its channel (code %s)", one.key, error.code)
