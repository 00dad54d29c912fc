"""By which way a new message reaches its learner, and whether it has come there already.

There are two ways. An interaction's token reaches its learner for about a quarter of an hour, in
a server as a message that only they can see. A direct message reaches them at any time, unless
they closed it. So the token is used while it lives. After that a server's answer goes to the
direct message, and if that is closed it waits until the learner comes back. What a mention gets is
for all, in its channel. What nobody has asked for just now, as a reminder or a report, has no
token and goes to the direct message; if that is closed, it comes by the learner's last interaction
while that lives, and else it is not kept, for it would be stale by then.

Discord's *missing access* (50001) for a direct message often passes, above all for an app that
only its user installed: it is tried again for a day, each time in a channel newly opened, and at
once when the learner does something.

**Whether it has arrived.** A message in a channel carries a nonce, by which Discord knows a repeat
for some minutes; a follow-up of an interaction can't. So what a former process may have sent longer
ago than that, and a follow-up that it may have sent or whose answer was lost, is looked for before
it is sent again. That can be done in our own direct messages, and for what completes a command. A
follow-up of a press in a server can be found by nobody: Discord lists no messages that only a
single person sees. There a repeat is shown, and its copy has buttons until any is pressed.
"""

import hashlib
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from discord.http import Route

from adapters.discord import PLATFORM
from adapters.discord.events import (
    TOKEN_LIFE,
    DiscordHandle,
    InteractionToken,
    Reference,
    whose,
)
from adapters.discord.failures import CLOSED, NO_ACCESS, SHUT, TOO_MANY
from adapters.discord.rendering import files, view
from adapters.pictures.images import file_name
from bot.conversation.inputs import Address
from bot.service.delivery.channel import Gone, Later, Message, Unwanted
from bot.values import replace, value

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


async def recipient(outgoing: Outgoing) -> int:
    """Whom it is for, as far as that is known; 0 if it is not."""
    if user := outgoing.handle.user or whose(outgoing.address.chat):
        return user
    channel = int(outgoing.address.chat)
    known = outgoing.client._connection._get_private_channel(channel)
    other = known.recipient if isinstance(known, discord.DMChannel) else None
    if other is not None:
        return other.id
    # Only the process that has shard 0 hears of direct messages, and that since its start.
    try:
        answer: Any = await outgoing.client.http.get_channel(channel)
        return int(answer["recipients"][0]["id"])
    except (discord.HTTPException, TypeError, KeyError, IndexError, ValueError):
        return 0


def hook(client: discord.Client, token: str) -> discord.Webhook:
    hook = discord.Webhook.partial(client.application_id or 0, token, client=client)
    hook.type = discord.WebhookType.application
    return hook


def nonce(key: str) -> str:
    """A message's nonce: the same for the same key, within Discord's 25 characters."""
    return hashlib.sha256(key.encode()).hexdigest()[:25]


MAX_INTERACTIONS = 4096
"""People whose last interaction is remembered."""


@value
class LastInteraction:
    """An interaction as a way to its learner: in which channel, and whether others read there."""

    channel: int
    public: bool
    key: InteractionToken


class LastInteractions:
    def __init__(self) -> None:
        self._last: OrderedDict[int, LastInteraction] = OrderedDict()

    def note(self, address: Address, handle: DiscordHandle) -> None:
        if not (handle.user and handle.key.token):
            return
        known = self._last.get(handle.user)
        if known is None or known.key.until <= handle.key.until:
            self._last[handle.user] = LastInteraction(int(address.chat), address.public, handle.key)
            self._last.move_to_end(handle.user)
        if len(self._last) > MAX_INTERACTIONS:
            self._last.popitem(last=False)

    def open(self, user: int, now: datetime) -> LastInteraction | None:
        """The interaction that still leads to this learner."""
        last = self._last.get(user)
        if last is not None and not last.key.good(now):
            del self._last[user]
            return None
        return last

    def forget(self, user: int) -> None:
        """Forget it: it leads nowhere any more."""
        self._last.pop(user, None)


_MAX_MESSAGES = 4096
"""Messages that are remembered: what all members of some large classes see."""


class Asides:
    """Which message each of us was told something by last."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, str], Reference] = OrderedDict()

    def note(self, user: int, about: str, sent: Reference) -> None:
        """Remember that this person was told about it by this message."""
        self._known[user, about] = sent
        self._known.move_to_end((user, about))
        if len(self._known) > _MAX_MESSAGES:
            self._known.popitem(last=False)

    def last(self, user: int, about: str, now: datetime) -> Reference | None:
        """The message in whose place it can be told; ``None`` if there is none."""
        known = self._known.get((user, about))
        return known if known and known.key.good(now) else None

    def forget(self, user: int, about: str) -> None:
        """That message is gone."""
        self._known.pop((user, about), None)


AGAIN = 1800.0
"""Seconds between two attempts at a direct message that we may not write in."""

GIVEN_UP = timedelta(days=1)
"""How long such a message is tried."""

KNOWN_AGAIN = timedelta(minutes=1)
"""How long a message is known again by its nonce for certain: Discord says "some minutes"."""

_UNSURE = 1024
"""Messages of which it is remembered that nobody knows whether they have arrived."""


class Routes:
    """Sends new messages, each by the way that is open to it, and returns their references.

    ``since`` says when another process ceased to send, so that this does; ``None`` if there is no
    other.
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
        """Remember the interaction that this address has, if any."""
        self._interactions.note(address, handle)

    async def send(self, outgoing: Outgoing) -> str:
        """Send it by its interaction, in a direct message, or by the last interaction."""
        address, message, handle = outgoing.address, outgoing.message, outgoing.handle
        if handle.key.good(self._clock()):
            try:
                return await self._follow_up(outgoing)
            except discord.HTTPException as error:
                if error.status not in SHUT and error.code != TOO_MANY:
                    raise
        elif message.notice and handle.key.token:
            # An aside on a press of long ago is none any more.
            return ""
        try:
            channel = await direct(outgoing.client, address, handle.user)
            if not await message.wanted():
                raise Unwanted
            return await self._post(outgoing, channel)
        except discord.HTTPException as error:
            # A channel of a server, for an announcement, is nobody's direct message.
            if address.public and not handle.user:
                raise
            if error.code in CLOSED:
                return await self._by_last_interaction(outgoing)
            if error.code == NO_ACCESS:
                return await self._anew(outgoing)
            raise

    async def _post(self, outgoing: Outgoing, channel: int) -> str:
        message, layout = outgoing.message, view(outgoing.message, file_name(outgoing.image))
        said = datetime.fromtimestamp(message.said / 1_000_000, UTC)
        if message.said and said < self._began and self._clock() - said > KNOWN_AGAIN:
            asks = bool(message.rows)
            number = await already_in_direct(
                outgoing.client, channel, layout, outgoing.key, asks=asks
            )
            if number is not None:
                _log.info("%s had arrived already", outgoing.key)
                return str(Reference(channel, number))
        sent = await outgoing.client.get_partial_messageable(channel).send(
            view=layout,
            files=files(message, outgoing.image),
            # With a nonce discord.py asks Discord to enforce it: a second sending of the same
            # message within some minutes returns the first.
            nonce=nonce(outgoing.key),
            allowed_mentions=NOBODY,
            silent=message.silent,
        )
        return str(Reference(channel, sent.id))

    async def _by_last_interaction(self, outgoing: Outgoing) -> str:
        """Say by the learner's last interaction what their direct messages are closed to."""
        message, last = outgoing.message, None
        if not message.bulk:
            user = await recipient(outgoing)
            last = self._interactions.open(user, self._clock())
        if last is not None:
            there = replace(outgoing.address, chat=str(last.channel), public=last.public)
            through = replace(outgoing, address=there, handle=DiscordHandle(user, last.key))
            try:
                return await self._follow_up(through)
            except discord.HTTPException as error:
                if error.status not in SHUT and error.code != TOO_MANY:
                    raise
                self._interactions.forget(user)
        if not outgoing.address.handle:
            _log.info("%s is not kept: its learner takes no direct messages", outgoing.key)
            raise Gone("it takes no direct messages")
        raise Later(None)

    async def _anew(self, outgoing: Outgoing) -> str:
        """Say it in a direct message that is opened anew."""
        if user := await recipient(outgoing):
            opened = await outgoing.client.http.start_private_message(user)
            try:
                return await self._post(outgoing, int(opened["id"]))
            except discord.Forbidden as error:
                if error.code != NO_ACCESS:
                    raise
        if outgoing.message.bulk:
            raise Later(None)
        if self._age(outgoing.message) >= GIVEN_UP:
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

    async def _follow_up(self, outgoing: Outgoing) -> str:
        address, handle = outgoing.address, outgoing.handle
        layout = view(outgoing.message, file_name(outgoing.image))
        token = handle.key if address.public else InteractionToken()
        if outgoing.message.about and (shown := await self._in_place(outgoing, layout)):
            return shown
        # An interaction from before that may have been answered by our predecessor.
        before = handle.key.until < (self._began + TOKEN_LIFE).timestamp() - 1
        if before or outgoing.key in self._unsure:
            number = await already_followed_up(
                outgoing.client, address, handle, layout, outgoing.key
            )
            if number is not None:
                _log.info("%s had arrived already", outgoing.key)
                return str(Reference(int(address.chat), number, token))
        # The first completes a deferred command, and is as ephemeral as its deferral.
        sent = await hook(outgoing.client, handle.key.token).send(
            view=layout,
            files=files(outgoing.message, outgoing.image),
            ephemeral=address.public,
            allowed_mentions=NOBODY,
            wait=True,
        )
        reference = Reference(int(address.chat), sent.id, token)
        if outgoing.message.about:
            self._asides.note(handle.user, outgoing.message.about, reference)
        return str(reference)

    async def _in_place(self, outgoing: Outgoing, layout: discord.ui.LayoutView) -> str:
        """Say it where the same was spoken of before; empty if that can't be."""
        user, about = outgoing.handle.user, outgoing.message.about
        last = self._asides.last(user, about, self._clock())
        if last is None:
            return ""
        try:
            await hook(outgoing.client, last.key.token).edit_message(
                last.message, view=layout, allowed_mentions=NOBODY
            )
        except discord.HTTPException as error:
            if error.status not in SHUT:
                raise
            self._asides.forget(user, about)
            return ""
        return str(last)


_EVENT = re.compile(rf"{PLATFORM}:(\d+)")

LOOKED_AT = 20
"""Messages that are looked at in a direct message, the newest ones."""


async def already_followed_up(
    client: discord.Client,
    address: Address,
    handle: DiscordHandle,
    wanted: discord.ui.LayoutView,
    key: str,
) -> int | None:
    """The number of the message that shows this already; ``None`` if none does, or none is seen.

    ``key`` is the message's; it begins with the number of what it answers.
    """
    components: Any = wanted.to_components()  # type: ignore[no-untyped-call] # discord.py's
    essence = _essence(components)
    try:
        if not address.public:
            event = _EVENT.match(key)
            return event and await _in_channel(client, int(address.chat), int(event[1]), essence)
        if not handle.pressed:
            return await _at_command(client, handle, essence)
    except (
        *(discord.HTTPException, discord.RateLimited),
        *(TypeError, KeyError, ValueError, AttributeError),
    ):
        # It can't be looked at, so it goes out: better twice than never.
        return None
    return None


async def already_in_direct(
    client: discord.Client, channel: int, wanted: discord.ui.LayoutView, key: str, *, asks: bool
) -> int | None:
    """The same for a direct message of ours; ``asks`` says that it has a question's buttons."""
    components: Any = wanted.to_components()  # type: ignore[no-untyped-call] # discord.py's
    event = _EVENT.match(key)
    if not (event or asks):
        # What comes by itself answers nothing, and its words may have been said before; what a
        # question's buttons carry was not.
        return None
    after = int(event[1]) if event else 0
    try:
        return await _in_channel(client, channel, after, _essence(components))
    except (discord.HTTPException, TypeError, KeyError, ValueError, AttributeError):
        return None


async def _in_channel(
    client: discord.Client, channel: int, event: int, essence: list[str]
) -> int | None:
    for message in await client.http.logs_from(channel, LOOKED_AT):
        id = int(message["id"])
        ours = client.user is not None and int(message["author"]["id"]) == client.user.id
        # Discord's numbers grow with time, whatever the clock here says.
        if ours and id > event and _visible(message) == essence:
            return id
    return None


async def _at_command(
    client: discord.Client, handle: DiscordHandle, essence: list[str]
) -> int | None:
    path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
    first: Any = await client.http.request(
        Route("GET", path, webhook_id=client.application_id, webhook_token=handle.key.token)
    )
    return int(first["id"]) if _visible(first) == essence else None


def _visible(message: Mapping[str, Any]) -> list[str]:
    return _essence(message.get("components") or ())


def _essence(components: Iterable[Any]) -> list[str]:
    """What components say and which buttons they have, in order."""
    return [text for part in components for text in _part_words(part)]


def _part_words(part: Mapping[str, Any]) -> Iterator[str]:
    for name in ("content", "label", "custom_id"):
        if text := str(part.get(name) or "").strip():
            yield text
    for inner in part.get("components") or ():
        yield from _part_words(inner)
    if part.get("items"):
        yield from (str(item.get("description") or "") for item in part["items"])
