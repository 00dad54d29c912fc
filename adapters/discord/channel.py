"""The way out to Discord.

There are two roads. An interaction's token reaches its learner for about a quarter of an hour, in
a server as a message that only they can see. A direct message reaches them at any time, unless
they closed it. So the token is used while it lives. After that a server's answer goes to the
direct message, and if that is closed it waits until the learner comes back. What nobody has asked
for just now, as a reminder, has no token and goes to the direct message only; if that is closed it
is not kept, for it would be stale by then.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import aiohttp
import discord
from discord.http import Route

from adapters.discord.addresses import PLATFORM, DiscordHandle, InteractionToken, Reference, whose
from adapters.discord.fetching import fetch, origins
from adapters.discord.messages import CAPABILITIES, Render, files, view
from adapters.discord.refusals import Refusals
from adapters.layout.plan import plan
from adapters.pictures.images import file_name, image_of
from bot.conversation.inputs import Address
from bot.conversation.outputs import Output
from bot.lessons.pictures.assets import Assets, no_assets
from bot.service.delivery.channel import Gone, Later, Message, Unwanted

_log = logging.getLogger(__name__)

_NOBODY = discord.AllowedMentions.none()

# Discord's error codes, from its documentation of "JSON error codes".
_CLOSED = (50007, 50278)  # the learner takes no direct messages from us
_TOO_MANY = 40094  # an app that only a user installed may follow up five times

_TOO_LARGE = 413

_SHUT = (401, 403, 404)
"""A road that is shut: a token that is over (10015, 50027), a message or channel that is gone."""

_SOON = 1.0
_TROUBLED = 5.0
_REFUSED = 60.0

BULK = 1.0
"""Seconds between two messages in bulk. Discord names no limit for direct messages to many, and
stops bots that open a lot of them fast."""

Clock = Callable[[], datetime]


class DiscordChannel:
    """Sends what is planned. ``client`` gives the connection that is in use now."""

    platform = PLATFORM

    def __init__(
        self,
        client: Callable[[], discord.Client],
        render: Render,
        clock: Clock,
        assets: Assets = no_assets,
        refusals: Refusals | None = None,
    ) -> None:
        self._client_now = client
        self._render = render
        self._assets = assets
        self._refusals = refusals or Refusals()
        self._clock = clock
        self._bulk = asyncio.Lock()
        self._next_bulk = 0.0

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        """The outputs of one turn as messages."""
        return plan(outputs, CAPABILITIES)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send or edit one message; the reference says how to edit it later."""
        client = self._client_now()
        if client.is_closed() or client.application_id is None:
            raise Later(_SOON)
        if message.bulk:
            await self._at_leisure()
        try:
            if message.replaces is None:
                return await self._say_or_tell(client, address, message, key)
            if target:
                await self._edit(client, address, message, Reference.read(target))
            return target or ""
        except discord.HTTPException as error:
            if message.replaces is not None and error.status in _SHUT:
                return target or ""
            raise _verdict(error, asked_for=bool(address.handle)) from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Later(_TROUBLED) from error
        except RuntimeError as error:
            # The connection was closed under the request: it can go out after the next start.
            if client.is_closed():
                raise Later(_SOON) from error
            raise

    async def _at_leisure(self) -> None:
        """Wait until the next message in bulk may go; all others wait for none of them."""
        loop = asyncio.get_running_loop()
        async with self._bulk:
            await self._refusals.calm()
            await asyncio.sleep(self._next_bulk - loop.time())
            self._next_bulk = loop.time() + BULK

    def ailment(self) -> str | None:
        """What keeps messages from going out, in a few words; ``None`` if nothing does."""
        return self._refusals.ailment()

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        """The content of a file by its address."""
        return await fetch(reference, limit, origins(Route.BASE))

    async def _say_or_tell(
        self, client: discord.Client, address: Address, message: Message, key: str
    ) -> str:
        """Say it; a file that is too large here after all is told in words."""
        try:
            return await self._say(client, address, message, key)
        except discord.HTTPException as error:
            if error.status != _TOO_LARGE or message.document is None:
                raise
            _log.info("a file of %d bytes is too large for Discord", len(message.content))
            return await self._say(client, address, message.without_document(), key)

    async def _say(
        self, client: discord.Client, address: Address, message: Message, key: str
    ) -> str:
        handle, image = DiscordHandle.read(address.handle), b""
        if message.picture is not None:
            try:
                image = await image_of(message.picture, self._render, self._assets)
            except Exception:
                _log.exception("what %s shows can't be had; it is told in words", key)
                # Where the caption is empty, it is too long, and comes next as a text.
                message = replace(message, picture=None)
                if not message.text:
                    return ""
        if handle.key.good(self._clock()):
            try:
                return await self._follow_up(client, address, message, handle, image)
            except discord.HTTPException as error:
                if error.status not in _SHUT and error.code != _TOO_MANY:
                    raise
        elif message.notice and handle.key.token:
            # An aside on a press of long ago is none any more.
            return ""
        channel = await _direct(client, address, handle.user)
        if not message.wanted():
            raise Unwanted
        sent = await client.get_partial_messageable(channel).send(
            view=view(message, file_name(image)),
            files=files(message, image),
            # With a nonce discord.py asks Discord to enforce it: a second sending of the same
            # message within some minutes returns the first.
            nonce=nonce(key),
            allowed_mentions=_NOBODY,
        )
        return str(Reference(channel, sent.id))

    async def _follow_up(
        self,
        client: discord.Client,
        address: Address,
        message: Message,
        handle: DiscordHandle,
        image: bytes,
    ) -> str:
        # The first one completes a deferred command, and is as ephemeral as its deferral.
        sent = await _hook(client, handle.key.token).send(
            view=view(message, file_name(image)),
            files=files(message, image),
            ephemeral=address.public,
            allowed_mentions=_NOBODY,
            wait=True,
        )
        key = handle.key if address.public else InteractionToken()
        return str(Reference(int(address.chat), sent.id, key))

    async def _edit(
        self, client: discord.Client, address: Address, message: Message, asked: Reference
    ) -> None:
        if not asked.key.token:
            channel = client.get_partial_messageable(asked.channel)
            await channel.get_partial_message(asked.message).edit(
                view=view(message), allowed_mentions=_NOBODY
            )
            return
        # A press on the message itself opens it again, however long ago it was sent.
        handle, now = DiscordHandle.read(address.handle), self._clock()
        fresh = handle.pressed == asked.message and handle.key.good(now)
        key = handle.key if fresh else asked.key
        if key.good(now):
            await _hook(client, key.token).edit_message(
                asked.message, view=view(message), allowed_mentions=_NOBODY
            )


async def _direct(client: discord.Client, address: Address, user: int) -> int:
    """The channel that reaches this learner alone; it is opened if need be."""
    user = user if address.public else whose(address.chat) or 0
    return (await client.create_dm(discord.Object(user))).id if user else int(address.chat)


def _verdict(error: discord.HTTPException, *, asked_for: bool) -> Exception:
    if error.code in _CLOSED:
        return Later(None) if asked_for else Gone("it takes no direct messages")
    if error.status >= 500:
        return Later(_TROUBLED)
    if error.status in (401, 429):
        return Later(_REFUSED)
    if error.status in _SHUT:
        return Gone(f"Discord says {error.status} (code {error.code})")
    return error


def nonce(key: str) -> str:
    """A message's nonce: the same for the same key, within Discord's 25 characters."""
    return hashlib.sha256(key.encode()).hexdigest()[:25]


def _hook(client: discord.Client, token: str) -> discord.Webhook:
    """The webhook that an interaction's token opens."""
    hook = discord.Webhook.partial(client.application_id or 0, token, client=client)
    hook.type = discord.WebhookType.application
    return hook
