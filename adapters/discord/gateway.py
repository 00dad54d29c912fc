"""The connection to Discord's gateway, kept whatever comes through it.

discord.py's own loop ends with the first frame or event that is not as it expects; here such a
frame costs the connection, which is taken up again where it was, and such an event costs itself
alone. A connection that is lost is taken up at once, the next time after a pause that grows.

How often and how soon a session may be begun is in ``sessions``. Above 2,500 servers Discord wants
several connections, each for a shard of them, and refuses one for all with code 4011; it recommends
shards long before, and then there is a connection for each (``sharded``).
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from adapters.discord.sessions import NotYetError, SessionStarts
from adapters.runtime import backoff

_log = logging.getLogger(__name__)

FINAL = {
    4004: "FORETELL_DISCORD_TOKEN is no longer valid: copy it again from the developer portal "
    "(Bot, Reset Token)",
    4010: "it has no such shards; look at FORETELL_DISCORD_SHARDS",
    4011: "the bot is in too many servers for so few shards (2,500 in each): set more in "
    "FORETELL_DISCORD_SHARDS, which /gateway/bot and `foretell doctor` recommend",
    4012: "it no longer speaks this version of its interface: update Foretell",
    4013: "it does not know the intents that were asked for: update Foretell",
    4014: "the intents are not allowed. Foretell asks for no privileged one, so look in the "
    "developer portal whether this token (Bot) is that of the application you mean, and whether "
    "the application is limited or under review there",
}
"""Discord's close codes after which connecting again is of no use, and how to mend each."""

PAUSES = (0, 1, 2, 4, 8, 15, 30, 60)
"""Seconds before a lost connection is taken up again, by how often it was lost in a row."""

AWAY = 8.0
"""The longest pause while Discord can't be reached at all: that uses up none of the sessions that
it allows, and somebody may be waiting."""

STEADY = 60.0
"""Seconds after which a connection counts as good: the next loss is the first in a row."""

_RESUMES = 5
"""Losses in a row after which the session is given up: what it is kept by may be what fails."""

_HELLO = 60.0
"""Seconds for the gateway's greeting, and to begin a session then."""

_CROWDED = 2000
"""Servers in each shard from which on the log warns that 2,500 is the end."""


class Socket(DiscordWebSocket):
    """A connection to the gateway that survives a frame which can't be read."""

    async def identify(self) -> None:
        """Begin a session. Raises ``NotYetError``."""
        try:
            await super().identify()
        except NotYetError:
            await self.close()
            raise

    async def received_message(self, msg: Any, /) -> None:
        """Take a frame. Raises ``ReconnectWebSocket`` for one that makes no sense."""
        try:
            await super().received_message(msg)
        except (ReconnectWebSocket, discord.ConnectionClosed, asyncio.CancelledError):
            raise
        except (OSError, aiohttp.ClientError):
            raise
        except Exception as error:
            # What came may hold what a learner typed, or a token, so only its kind is told.
            _log.warning(
                "Discord's gateway sent what can't be read (%s); connecting again",
                type(error).__name__,
            )
            await self.close()
            raise ReconnectWebSocket(self.shard_id, resume=bool(self.session_id)) from None


def guard_events(client: discord.Client) -> None:
    """Let an event that can't be read cost itself alone, and not the connection."""
    parsers = client._connection.parsers
    for name, parse in list(parsers.items()):
        parsers[name] = _guarded(name, parse)


def _guarded(name: str, parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    passed_over = 0

    def guarded(data: Any) -> Any:
        nonlocal passed_over
        try:
            return parse(data)
        except Exception as error:
            passed_over += 1
            # The first, the tenth, the hundredth: a thousand lines say no more.
            if str(passed_over).rstrip("0") == "1":
                kind = type(error).__name__
                _log.warning("an event %s was passed over: %s (%d)", name, kind, passed_over)

    return guarded


def warn_if_crowded(servers: int, shards: int = 1) -> None:
    """Say in the log that the end of what so many connections can serve is near."""
    if servers >= _CROWDED * shards:
        _log.warning(
            "the bot is in %d servers by %d connection(s); Discord takes 2,500 by each, so set "
            "more shards (FORETELL_DISCORD_SHARDS)",
            servers,
            shards,
        )


async def stay_connected(
    client: discord.Client,
    starts: SessionStarts,
    hold: Callable[[DiscordWebSocket], None],
    shard: int | None = None,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Be connected until the client is closed, with one shard if there are several.

    ``hold`` is given each connection. Raises ``discord.ConnectionClosed`` with one of the codes in
    ``FINAL``.
    """
    loop = asyncio.get_running_loop()
    lost, resume = 0, False
    socket: DiscordWebSocket | None = None
    while not client.is_closed():
        began, reached = loop.time(), False
        try:
            socket = await _opened(client, starts, socket if resume else None, shard)
            began, reached = loop.time(), True
            hold(socket)
            while True:
                await socket.poll_event()
        except ReconnectWebSocket as error:
            resume, reason = error.resume, "it was closed, or asked for it"
        except discord.ConnectionClosed as error:
            if error.code in FINAL:
                raise
            resume, reason = True, f"closed with {error.code}"
        except (OSError, aiohttp.ClientError, discord.DiscordException) as error:
            resume, reason = True, type(error).__name__
            reached = reached or isinstance(error, discord.DiscordException)
        client.dispatch("disconnect")
        if shard is not None:
            client.dispatch("shard_disconnect", shard)
        if client.is_closed():
            return
        lost = 1 if loop.time() - began > STEADY else lost + 1
        resume = resume and socket is not None and bool(socket.session_id) and lost <= _RESUMES
        grown: float = PAUSES[min(lost, len(PAUSES)) - 1]
        pause = (grown if reached else min(grown, AWAY)) * random.uniform(0.8, 1.2)  # noqa: S311 - spread
        if lost > 1 and backoff.is_told(lost):
            where = "Discord's gateway" + ("" if shard is None else f" for shard {shard}")
            _log.warning("%s is away (%s); again in %.0f s", where, reason, pause)
        await sleep(pause)


async def _opened(
    client: discord.Client,
    starts: SessionStarts,
    before: DiscordWebSocket | None,
    shard: int | None,
) -> DiscordWebSocket:
    """A connection that takes up the session of the one before, or begins one."""
    if before is not None:
        opening = Socket.from_client(
            client,
            shard_id=shard,
            gateway=before.gateway,
            session=before.session_id,
            sequence=before.sequence,
            resume=True,
        )
        return await asyncio.wait_for(opening, _HELLO)
    await starts.permitted(client, shard)
    while True:
        opening = Socket.from_client(client, initial=True, shard_id=shard)
        try:
            return await asyncio.wait_for(opening, _HELLO)
        except NotYetError:
            # A connection that says nothing for long is closed, so it waits on with a new one.
            continue
