"""The way out to Discord.

There are two roads. An interaction's token reaches its learner for about a quarter of an hour, in
a server as a message that only they can see. A direct message reaches them at any time, unless
they closed it. So the token is used while it lives. After that a server's answer goes to the
direct message, and if that is closed it waits until the learner comes back; whoever mentioned us
in a server is told so there. What nobody has asked for just now, as a reminder or a report, has no
token and goes to the direct message; if that is closed, it comes by the learner's last interaction
while that lives (``doors.py``), and else it is not kept, for it would be stale by then.

Discord's *missing access* (50001) for a direct message often passes, above all for an app that
only its user installed: it is tried again for a day, each time in a channel newly opened, and at
once when the learner does something.

No request is waited for without end: what is not answered within ``PATIENCE`` is tried again, and
looked for first where it may have arrived (``repeats.py``).

Short pauses that Discord asks for are discord.py's to keep. Longer ones, and a 429 of what stands
before Discord, are told to delivery, which keeps them beyond a restart.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
from discord.http import Route

from adapters.discord import repeats
from adapters.discord.addresses import (
    PLATFORM,
    TOKEN_LIFE,
    DiscordHandle,
    InteractionToken,
    Reference,
)
from adapters.discord.asides import Asides
from adapters.discord.ballots import without_sure
from adapters.discord.doors import Doors
from adapters.discord.fetching import fetch, origins
from adapters.discord.messages import CAPABILITIES, Render, files, view
from adapters.discord.outgoing import NOBODY, Outgoing, direct, hook, nonce, tell_of_closed
from adapters.discord.refusals import Refusals, TooManyRefusals
from adapters.discord.verdicts import (
    CLOSED,
    NO_ACCESS,
    REFUSED,
    SHUT,
    TOO_LARGE,
    TOO_MANY,
    TROUBLED,
    verdict,
)
from adapters.layout.plan import plan
from adapters.pictures.images import file_name, image_of
from bot.conversation.inputs import Address
from bot.conversation.outputs import Output
from bot.lessons.pictures.assets import Assets, no_assets
from bot.service.delivery.channel import Gone, Later, Message, Uneditable, Unwanted

_log = logging.getLogger(__name__)

_SOON = 1.0
PATIENCE = 30.0
"""Seconds for a message, with whatever discord.py repeats by itself: so long a lane is held."""

PATIENCE_WITH_FILES = 75.0

AGAIN = 1800.0
"""Seconds between two attempts at a direct message that we may not write in."""

GIVEN_UP = timedelta(days=1)
"""How long such a message is tried."""

_JUST_NOW = timedelta(minutes=5)
"""How old a mention may be for its learner to be told that the answer can't reach them."""

_TRIES = 3
"""How often what can't be read is taken for an answer that was spoilt on its way."""

KNOWN_AGAIN = timedelta(minutes=1)
"""How long a message is known again by its nonce for certain: Discord says "some minutes"."""

_UNSURE = 1024
"""Messages of which it is remembered that nobody knows whether they have arrived."""

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
        self._began = clock()
        self._doors = Doors()
        self._asides = Asides()
        self._unsure: OrderedDict[str, int] = OrderedDict()
        self._bulk = asyncio.Lock()
        self._next_bulk = 0.0

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        """The outputs of one turn as messages, all in the language of its question."""
        messages = plan(tuple(map(without_sure, outputs)), CAPABILITIES)
        language = next((one.language for one in messages if one.question), None)
        if language is None:
            return messages
        return tuple(replace(one, language=language) for one in messages)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send or edit one message; the reference says how to edit it later."""
        client = self._client_now()
        if client.is_closed() or client.application_id is None:
            raise Later(_SOON)
        if message.bulk:
            await self._at_leisure()
        self._doors.note(address, DiscordHandle.read(address.handle))
        heavy = message.document is not None or message.picture is not None
        try:
            async with asyncio.timeout(PATIENCE_WITH_FILES if heavy else PATIENCE):
                if message.replaces is None:
                    return await self._say_or_tell(client, address, message, key)
                if target:
                    return await self._edit(client, address, message, Reference.read(target))
                return ""
        except discord.HTTPException as error:
            if message.replaces is not None and error.status in SHUT:
                if message.instead is not None:
                    raise Uneditable from None
                return target or ""
            if error.status >= 500:
                self._note_unsure(key)
            raise verdict(error, asked_for=bool(address.handle)) from error
        except discord.RateLimited as error:
            raise Later(error.retry_after, asked=True) from error
        except TooManyRefusals:
            raise Later(REFUSED) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            self._note_unsure(key)
            raise Later(TROUBLED) from error
        except (TypeError, KeyError, AttributeError) as error:
            # An answer of another shape; if it is a bug of ours, it is one after some attempts.
            if self._note_unsure(key) > _TRIES:
                raise
            raise Later(TROUBLED) from error
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
                # Where the caption is empty, it is too long, and comes next as a text.
                message = replace(message, picture=None)
                if not message.text:
                    return ""
        one = Outgoing(client, address, message, handle, image, key)
        if handle.key.good(self._clock()):
            try:
                return await self._follow_up(one)
            except discord.HTTPException as error:
                if error.status not in SHUT and error.code != TOO_MANY:
                    raise
        elif message.notice and handle.key.token:
            # An aside on a press of long ago is none any more.
            return ""
        try:
            channel = await direct(client, address, handle.user)
            if not message.wanted():
                raise Unwanted
            return await self._post(one, channel)
        except discord.HTTPException as error:
            # A channel of a server, for an announcement, is nobody's direct message.
            if address.public and not handle.user:
                raise
            if error.code in CLOSED:
                return await self._by_another_door(one)
            if error.code == NO_ACCESS:
                return await self._anew(one)
            raise

    async def _post(self, one: Outgoing, channel: int) -> str:
        message, layout = one.message, view(one.message, file_name(one.image))
        said = datetime.fromtimestamp(message.said / 1_000_000, UTC)
        if message.said and said < self._began and self._clock() - said > KNOWN_AGAIN:
            asks = bool(message.rows)
            found = await repeats.in_direct(one.client, channel, layout, one.key, asks=asks)
            if found is not None:
                _log.info("%s had arrived already", one.key)
                return str(Reference(channel, found))
        sent = await one.client.get_partial_messageable(channel).send(
            view=layout,
            files=files(message, one.image),
            # With a nonce discord.py asks Discord to enforce it: a second sending of the same
            # message within some minutes returns the first.
            nonce=nonce(one.key),
            allowed_mentions=NOBODY,
        )
        return str(Reference(channel, sent.id))

    async def _by_another_door(self, one: Outgoing) -> str:
        """Say by the learner's last interaction what their direct messages are closed to."""
        user, message = one.user, one.message
        door = None if message.bulk else self._doors.open(user, self._clock())
        if door is not None:
            there = replace(one.address, chat=str(door.channel), public=door.public)
            through = replace(one, address=there, handle=DiscordHandle(user, door.key))
            try:
                return await self._follow_up(through)
            except discord.HTTPException as error:
                if error.status not in SHUT and error.code != TOO_MANY:
                    raise
                self._doors.shut(user)
        if not one.address.handle:
            _log.info("%s is not kept: its learner takes no direct messages", one.key)
            raise Gone("it takes no direct messages")
        mentioned = one.address.public and not one.handle.key.token
        if mentioned and self._age(message) < _JUST_NOW:
            await tell_of_closed(one)
        raise Later(None)

    async def _anew(self, one: Outgoing) -> str:
        """Say it in a direct message that is opened anew."""
        if one.user:
            opened = await one.client.http.start_private_message(one.user)
            try:
                return await self._post(one, int(opened["id"]))
            except discord.Forbidden as error:
                if error.code != NO_ACCESS:
                    raise
        if one.message.bulk:
            raise Later(None)
        if self._age(one.message) >= GIVEN_UP:
            raise Gone(f"Discord has given no access (code {NO_ACCESS}) for a day")
        raise Later(AGAIN, or_input=True)

    def _age(self, message: Message) -> timedelta:
        """How long ago it was said; for ever, if nobody knows."""
        if not message.said:
            return timedelta.max
        return timedelta(seconds=self._clock().timestamp() - message.said / 1_000_000)

    def _note_unsure(self, key: str) -> int:
        """Note that this message may have arrived; how often that was so."""
        self._unsure[key] = self._unsure.pop(key, 0) + 1
        if len(self._unsure) > _UNSURE:
            self._unsure.popitem(last=False)
        return self._unsure[key]

    async def _follow_up(self, one: Outgoing) -> str:
        address, handle = one.address, one.handle
        layout = view(one.message, file_name(one.image))
        token = handle.key if address.public else InteractionToken()
        if one.message.about and (told := await self._in_place(one, layout)):
            return told
        # An interaction from before this start may have been answered by our predecessor.
        before = handle.key.until < (self._began + TOKEN_LIFE).timestamp() - 1
        if before or one.key in self._unsure:
            found = await repeats.found(one.client, address, handle, layout, one.key)
            if found is not None:
                _log.info("%s had arrived already", one.key)
                return str(Reference(int(address.chat), found, token))
        # The first one completes a deferred command, and is as ephemeral as its deferral.
        sent = await hook(one.client, handle.key.token).send(
            view=layout,
            files=files(one.message, one.image),
            ephemeral=address.public,
            allowed_mentions=NOBODY,
            wait=True,
        )
        reference = Reference(int(address.chat), sent.id, token)
        if one.message.about:
            self._asides.note(handle.user, one.message.about, reference)
        return str(reference)

    async def _in_place(self, one: Outgoing, layout: discord.ui.LayoutView) -> str:
        """Say it where the same was spoken of before; empty if that can't be."""
        user, about = one.handle.user, one.message.about
        last = self._asides.last(user, about, self._clock())
        if last is None:
            return ""
        try:
            await hook(one.client, last.key.token).edit_message(
                last.message, view=layout, allowed_mentions=NOBODY
            )
        except discord.HTTPException as error:
            if error.status not in SHUT:
                raise
            self._asides.forget(user, about)
            return ""
        return str(last)

    async def _edit(
        self, client: discord.Client, address: Address, message: Message, asked: Reference
    ) -> str:
        """Show it in the message that was asked in; returns how to edit that from now on."""
        if not asked.key.token:
            channel = client.get_partial_messageable(asked.channel)
            await channel.get_partial_message(asked.message).edit(
                view=view(message), allowed_mentions=NOBODY
            )
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
