"""Whether a message has arrived already, where nobody knows.

A message in a channel carries a nonce, by which Discord knows a repeat for some minutes; a
follow-up of an interaction can't. So what a former process may have sent longer ago than that, and
a follow-up that it may have sent or whose answer was lost, is looked for before it is sent again.
That can be done in our own direct messages, and for what completes a command. A follow-up of a
press in a server can be found by nobody: Discord lists no messages that only one person sees.
There a repeat is shown, and its copy has buttons until one of them is pressed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import discord
from discord.http import Route

from adapters.discord.addresses import PLATFORM, DiscordHandle
from bot.conversation.inputs import Address

_EVENT = re.compile(rf"{PLATFORM}:(\d+)")

LOOKED_AT = 20
"""Messages that are looked at in a direct message, the newest ones."""


async def found(
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


async def in_direct(
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
        if ours and id > event and _shown(message) == essence:
            return id
    return None


async def _at_command(
    client: discord.Client, handle: DiscordHandle, essence: list[str]
) -> int | None:
    path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
    first: Any = await client.http.request(
        Route("GET", path, webhook_id=client.application_id, webhook_token=handle.key.token)
    )
    return int(first["id"]) if _shown(first) == essence else None


def _shown(message: Mapping[str, Any]) -> list[str]:
    return _essence(message.get("components") or ())


def _essence(components: Iterable[Any]) -> list[str]:
    """What components say and which buttons they have, in order."""
    return [one for part in components for one in _said(part)]


def _said(part: Mapping[str, Any]) -> Iterator[str]:
    for name in ("content", "label", "custom_id"):
        if text := str(part.get(name) or "").strip():
            yield text
    for inner in part.get("components") or ():
        yield from _said(inner)
    if part.get("items"):
        yield from (str(one.get("description") or "") for one in part["items"])
