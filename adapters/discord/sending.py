"""The way out to Discord: messages are sent, by ``routes``, or changed, and what fails is judged.

No request is waited for without end: what is not answered within ``PATIENCE`` is tried again, and
looked for first where it may have arrived (``routes``).

Short pauses that Discord asks for are discord.py's to keep. Longer ones, and a 429 of what stands
before Discord, are told to delivery, which keeps them beyond a restart.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

import aiohttp
import discord
from discord.http import Route

from adapters.discord import PLATFORM
from adapters.discord.events import DiscordHandle, Reference
from adapters.discord.failures import (
    ARCHIVED,
    NOT_PERMITTED,
    REFUSED,
    SHUT,
    TOO_LARGE,
    TROUBLED,
    CalledOffError,
    Refusals,
    TooManyRefusals,
    verdict,
)
from adapters.discord.files import fetch, origins
from adapters.discord.forms import without_sure
from adapters.discord.rendering import CAPABILITIES, Render, view
from adapters.discord.routes import NOBODY, Outgoing, Routes, hook
from adapters.layout.plan import plan
from adapters.pictures.images import image_of
from bot.conversation.inputs import Address
from bot.conversation.outputs import Output
from bot.lessons.pictures.assets import Assets, no_assets
from bot.service.delivery.channel import Gone, Later, Message, Uneditable, Unwanted, while_certain
from bot.values import replace

_log = logging.getLogger(__name__)

_SOON = 1.0
PATIENCE = 30.0
"""Seconds for a message, with whatever discord.py repeats by itself: so long a lane is held."""

PATIENCE_WITH_FILES = 75.0

_TRIES = 3
"""How often what can't be read is taken for an answer that was spoilt on its way."""

BULK = 1.0
"""Seconds between two messages in bulk: Discord stops bots that open many chats fast."""


class DiscordChannel:
    """Sends what is planned.

    ``client`` gives the connection that is in use now; ``since`` says from when on this process
    has sent, if there are several.
    """

    platform = PLATFORM

    def __init__(
        self,
        client: Callable[[], discord.Client],
        render: Render,
        clock: Callable[[], datetime],
        assets: Assets = no_assets,
        refusals: Refusals | None = None,
        since: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._client_now = client
        self._render = render
        self._assets = assets
        self._refusals = refusals or Refusals()
        self._clock = clock
        self._routes = Routes(clock, since)
        self._bulk = asyncio.Lock()
        self._next_bulk = 0.0

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        """The outputs of a turn as messages, all in the language of its question."""
        messages = plan(tuple(map(without_sure, outputs)), CAPABILITIES)
        language = next((message.language for message in messages if message.question), None)
        if language is None:
            return messages
        return tuple(replace(message, language=language) for message in messages)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send or edit a message; the reference says how to edit it later."""
        client = self._client_now()
        if client.is_closed() or client.application_id is None:
            raise Later(_SOON)
        if message.bulk:
            # It is asked about as late as can be, for that notes who may have got it.
            await self._at_leisure()
        elif not await message.wanted():
            raise Unwanted
        self._routes.note(address, DiscordHandle.read(address.handle))
        heavy = message.document is not None or message.picture is not None
        try:
            with while_certain(message):
                async with asyncio.timeout(PATIENCE_WITH_FILES if heavy else PATIENCE):
                    return await self._show(client, address, message, key, target)
        except CalledOffError:
            raise Unwanted from None
        except discord.HTTPException as error:
            if message.replaces is not None and error.status in SHUT:
                if message.instead is not None:
                    raise Uneditable from None
                return target or ""
            if error.status >= 500:
                self._routes.note_unsure(key)
            raise verdict(error, asked_for=bool(address.handle)) from error
        except discord.RateLimited as error:
            raise Later(error.retry_after, asked=True) from error
        except TooManyRefusals:
            raise Later(REFUSED, why="it has refused too much") from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            self._routes.note_unsure(key)
            late = isinstance(error, TimeoutError)
            why = "no answer in time" if late else type(error).__name__
            raise Later(TROUBLED, why=why) from error
        except (TypeError, KeyError, AttributeError) as error:
            # An answer of another shape; a bug of ours shows after some attempts.
            if self._routes.note_unsure(key) > _TRIES:
                raise
            raise Later(TROUBLED, why="an answer that makes no sense") from error
        except RuntimeError as error:
            # The connection was closed under the request: it can go out after the next start.
            if client.is_closed():
                raise Later(_SOON) from error
            raise

    async def _show(
        self,
        client: discord.Client,
        address: Address,
        message: Message,
        key: str,
        target: str | None,
    ) -> str:
        """Say it, or show it in the message that it takes the place of."""
        if message.replaces is None:
            return await self._say_or_tell(client, address, message, key)
        if target:
            return await self._edit(client, address, message, Reference.read(target))
        return ""

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

    @property
    def pausing(self) -> bool:
        """Whether Discord has just asked for a pause that is kept without being told."""
        return self._refusals.pausing

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
            if error.status != TOO_LARGE or message.document is None:
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
                message = message.without_picture()
                if not message.text:
                    return ""
        try:
            return await self._routes.send(Outgoing(client, address, message, handle, image, key))
        except discord.Forbidden as error:
            if error.code != NOT_PERMITTED or not image:
                raise
            # The words say the same, where files may not be attached.
            _log.info("%s: no picture may be sent there", key)
        message = message.without_picture()
        if not message.text:
            return ""
        return await self._routes.send(Outgoing(client, address, message, handle, b"", key))

    async def _edit(
        self, client: discord.Client, address: Address, message: Message, asked: Reference
    ) -> str:
        """Show it in the message that was asked in; returns how to edit that from now on."""
        if not asked.key.token:
            try:
                await _change(client, message, asked)
            except discord.HTTPException as error:
                if error.code != ARCHIVED:
                    raise
                # A quiet thread is archived by itself, and nothing changes in it until it is open.
                try:
                    await client.http.edit_channel(asked.channel, archived=False)
                except discord.Forbidden:
                    raise Gone("the thread is locked") from None
                await _change(client, message, asked)
            return str(asked)
        # A press on the message itself opens it again, however long ago it was sent.
        handle, now = DiscordHandle.read(address.handle), self._clock()
        fresh = handle.pressed == asked.message and handle.key.good(now)
        key = handle.key if fresh else asked.key
        if key.good(now):
            await hook(client, key.token).edit_message(
                asked.message, view=view(message), allowed_mentions=NOBODY
            )
        elif message.instead is not None:
            raise Uneditable
        return str(replace(asked, key=key))


async def _change(client: discord.Client, message: Message, asked: Reference) -> None:
    channel = client.get_partial_messageable(asked.channel)
    await channel.get_partial_message(asked.message).edit(
        view=view(message), allowed_mentions=NOBODY
    )
