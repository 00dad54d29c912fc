"""By which way a new message reaches its learner.

There are two roads. An interaction's token reaches its learner for about a quarter of an hour, in
a server as a message that only they can see. A direct message reaches them at any time, unless
they closed it. So the token is used while it lives. After that a server's answer goes to the
direct message, and if that is closed it waits until the learner comes back; whoever mentioned us
in a server is told so there. What nobody has asked for just now, as a reminder or a report, has no
token and goes to the direct message; if that is closed, it comes by the learner's last interaction
while that lives (``interactions``), and else it is not kept, for it would be stale by then.

Discord's *missing access* (50001) for a direct message often passes, above all for an app that
only its user installed: it is tried again for a day, each time in a channel newly opened, and at
once when the learner does something.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import discord

from adapters.discord import repeats
from adapters.discord.addresses import TOKEN_LIFE, DiscordHandle, InteractionToken, Reference
from adapters.discord.asides import Asides
from adapters.discord.interactions import LastInteractions
from adapters.discord.messages import files, view
from adapters.discord.outgoing import (
    NOBODY,
    Outgoing,
    direct,
    hook,
    nonce,
    recipient,
    tell_of_closed,
)
from adapters.discord.verdicts import CLOSED, NO_ACCESS, SHUT, TOO_MANY
from adapters.pictures.images import file_name
from bot.conversation.inputs import Address
from bot.service.delivery.channel import Gone, Later, Message, Unwanted
from bot.values import replace

_log = logging.getLogger(__name__)

AGAIN = 1800.0
"""Seconds between two attempts at a direct message that we may not write in."""

GIVEN_UP = timedelta(days=1)
"""How long such a message is tried."""

_JUST_NOW = timedelta(minutes=5)
"""How old a mention may be for its learner to be told that the answer can't reach them."""

KNOWN_AGAIN = timedelta(minutes=1)
"""How long a message is known again by its nonce for certain: Discord says "some minutes"."""

_UNSURE = 1024
"""Messages of which it is remembered that nobody knows whether they have arrived."""


class Roads:
    """Sends new messages, each by the road that is open to it, and returns their references.

    ``since`` says when another process ceased to send, so that this one does; ``None`` if there
    is no other.
    """

    def __init__(
        self, clock: Callable[[], datetime], since: Callable[[], datetime | None] = lambda: None
    ) -> None:
        self._clock = clock
        self._made = clock()
        self._since = since
        self._interactions = LastInteractions()
        self._asides = Asides()
        self._unsure: OrderedDict[str, int] = OrderedDict()

    @property
    def _began(self) -> datetime:
        """When this process began to send; what was said before may have arrived already."""
        return self._since() or self._made

    def note(self, address: Address, handle: DiscordHandle) -> None:
        """Remember the interaction that this address has, if it has one."""
        self._interactions.note(address, handle)

    async def send(self, one: Outgoing) -> str:
        """Send it by its interaction, in a direct message, or by the last interaction."""
        client, address, message, handle = one.client, one.address, one.message, one.handle
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
            if not await message.wanted():
                raise Unwanted
            return await self._post(one, channel)
        except discord.HTTPException as error:
            # A channel of a server, for an announcement, is nobody's direct message.
            if address.public and not handle.user:
                raise
            if error.code in CLOSED:
                return await self._by_last_interaction(one)
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

    async def _by_last_interaction(self, one: Outgoing) -> str:
        """Say by the learner's last interaction what their direct messages are closed to."""
        message, last = one.message, None
        if not message.bulk:
            user = await recipient(one)
            last = self._interactions.open(user, self._clock())
        if last is not None:
            there = replace(one.address, chat=str(last.channel), public=last.public)
            through = replace(one, address=there, handle=DiscordHandle(user, last.key))
            try:
                return await self._follow_up(through)
            except discord.HTTPException as error:
                if error.status not in SHUT and error.code != TOO_MANY:
                    raise
                self._interactions.forget(user)
        if not one.address.handle:
            _log.info("%s is not kept: its learner takes no direct messages", one.key)
            raise Gone("it takes no direct messages")
        mentioned = one.address.public and not one.handle.key.token
        if mentioned and self._age(message) < _JUST_NOW:
            await tell_of_closed(one)
        raise Later(None)

    async def _anew(self, one: Outgoing) -> str:
        """Say it in a direct message that is opened anew."""
        if user := await recipient(one):
            opened = await one.client.http.start_private_message(user)
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

    def note_unsure(self, key: str) -> int:
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
        # An interaction from before that may have been answered by our predecessor.
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
