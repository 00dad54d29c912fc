"""The client of discord.py as it is used here: what it keeps, how long it waits, what it tells.

With several shards it is discord.py's *AutoShardedClient*, which knows each server by its shard.
Its connections are kept as that of the plain client is, each by itself (``gateway``): a shard that
is lost waits for no other, and costs no other its session.
"""

import asyncio
import logging
import sys
import traceback
from collections.abc import Iterable
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket

from adapters.discord import PLATFORM
from adapters.discord.failures import KEPT, CalledOffError, Refusals
from adapters.discord.gateway import SessionStarts, guard_events, stay_connected, warn_if_crowded
from adapters.discord.shards import Shards, list_ranges
from bot.service.delivery.channel import leaving
from bot.service.monitoring import Observer
from bot.service.tasks import end

_log = logging.getLogger(__name__)


def observe(trace: aiohttp.TraceConfig, observer: Observer) -> aiohttp.TraceConfig:
    """The same, which also tells how each request is answered: discord.py hides a 429."""

    async def answered(_: object, __: object, end: aiohttp.TraceRequestEndParams) -> None:
        observer.called(PLATFORM, end.response.status)

    async def failed(_: object, __: object, end: aiohttp.TraceRequestExceptionParams) -> None:
        if not isinstance(end.exception, CalledOffError):
            observer.called(PLATFORM, None)

    trace.on_request_end.append(answered)
    trace.on_request_exception.append(failed)
    return trace


def guard(trace: aiohttp.TraceConfig) -> aiohttp.TraceConfig:
    """The same, which also asks once more when the bytes of a request leave.

    aiohttp tells so before it writes the head of a request, and writes that with its body.
    """

    async def check_leaving(*_: object) -> None:
        if (certain := leaving()) and not certain():
            raise CalledOffError

    trace.on_request_headers_sent.append(check_leaving)
    return trace


REQUEST = aiohttp.ClientTimeout(total=60, sock_connect=10, sock_read=10)
"""How long a request may take: as a whole, which a file of 10 MiB may need, and in silence."""


class Connected(discord.Client):
    """A client and whether it can hear anything.

    It asks for no privileged intent: what is typed comes along in direct messages and where the
    bot is mentioned. It keeps no messages and no members.
    """

    def __init__(self, refusals: Refusals, observer: Observer, **sharding: Any) -> None:
        # We never speak: discord.py need not warn at each start that what voice needs is missing.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=KEPT,
            http_trace=guard(observe(refusals.trace(), observer)),
            **sharding,
        )
        guard_events(self)
        self._observer = observer
        self._up: set[int] = set()
        self._starts: SessionStarts | None = None

    def _bound_requests(self) -> None:
        # discord.py opens its session itself and says nothing of time, so it would be aiohttp's
        # five minutes, for which a request without an answer holds up its learner.
        session = getattr(self.http, "_HTTPClient__session", None)
        if isinstance(session, aiohttp.ClientSession):
            session._timeout = REQUEST

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log what went wrong with an event: where and its kind, for its words may quote it."""
        error = sys.exception()
        trace = "".join(traceback.format_tb(error.__traceback__)) if error else ""
        _log.error("%s failed: %s\n%s", event_method, type(error).__name__, trace)

    async def stay(self, starts: SessionStarts) -> None:
        """Be connected until closed; raises what ends the connection for good."""
        self._starts = starts
        await stay_connected(self, starts, lambda socket: setattr(self, "ws", socket))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until a session may be begun."""
        if self._starts is not None:
            await self._starts.turn(shard_id or 0)

    @property
    def connected(self) -> bool:
        """Whether any learners can be heard."""
        return bool(self._up)

    def away(self) -> str:
        """What is not connected, in words; empty if all is."""
        return "" if self.connected else "not connected to Discord"

    @property
    def about(self) -> str:
        """Of what it consists, in words, if that is anything of note."""
        return ""

    async def on_connect(self) -> None:
        """Note that learners can be heard."""
        self._connect_shard(0)

    async def on_ready(self) -> None:
        """Say in the log that all servers are known too."""
        self._log_connected()
        warn_if_crowded(len(self.guilds))

    async def on_resumed(self) -> None:
        """Note that they can be heard again; what they did meanwhile comes now."""
        self._connect_shard(0)

    async def on_disconnect(self) -> None:
        """Note that the connection is gone; another is being made."""
        self._up.clear()

    def _connect_shard(self, shard: int) -> None:
        self._up.add(shard)
        self._observer.connected(PLATFORM)

    def _log_connected(self) -> None:
        _log.info(
            "connected to Discord as %s, in %d servers%s",
            *(self.user, len(self.guilds), f"; {self.about}" if self.about else ""),
        )


class Sharded(Connected, discord.AutoShardedClient):
    def __init__(self, *args: Any, shards: Shards) -> None:
        self._sockets: dict[int, DiscordWebSocket] = {}
        self._leaving = False
        self.held = shards
        super().__init__(*args, shard_ids=list(shards.ids), shard_count=shards.count)
        self._connection.shard_ids = list(shards.ids)

    async def stay(self, starts: SessionStarts) -> None:
        """Be connected by all of them until closed; raises what ends any of them for good."""
        self._starts = starts

        def keeping(shard: int) -> asyncio.Task[None]:
            def hold(socket: DiscordWebSocket) -> None:
                self._sockets[shard] = socket

            return asyncio.create_task(stay_connected(self, starts, hold, shard))

        tasks = [keeping(shard) for shard in self.held.ids]
        try:
            await asyncio.gather(*tasks)
        finally:
            await end(tasks)

    def is_closed(self) -> bool:
        return self._leaving or super().is_closed()

    async def close(self) -> None:
        """Say goodbye by all connections, then let go of everything."""
        self._leaving = True
        goodbyes = [asyncio.create_task(socket.close(1000)) for socket in self._sockets.values()]
        if goodbyes:
            await asyncio.wait(goodbyes)
        await super().close()

    def away(self) -> str:
        """Which shards are not connected, in words; empty if all are."""
        missing = [shard for shard in self.held.ids if shard not in self._up]
        if not self._up:
            return super().away()
        return _missing_words(missing, self.held.count) if missing else ""

    @property
    def about(self) -> str:
        """Which shards it holds, and how many of them are connected."""
        return f"{len(self._up)} of {len(self.held.ids)} shards connected ({self.held})"

    # Each shard's own part of what is told of all

    async def on_ready(self) -> None:
        """Say in the log that all servers of these shards are known too."""
        self._log_connected()
        warn_if_crowded(len(self.guilds), len(self.held.ids))

    async def on_connect(self) -> None:
        """Nothing: it does not say which shard."""

    async def on_resumed(self) -> None:
        """Nothing, as well."""

    async def on_disconnect(self) -> None:
        """Nothing, as well."""

    async def on_shard_connect(self, shard: int) -> None:
        """Note that learners in servers of this shard can be heard."""
        self._connect_shard(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """Note that they can be heard again; what they did meanwhile comes now."""
        self._connect_shard(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Note that the connection of this shard is gone; another is being made."""
        self._up.discard(shard)


def _missing_words(missing: Iterable[int], count: int) -> str:
    named = list_ranges(missing)
    several = "s" if not named.isdecimal() else ""
    return f"shard{several} {named} of {count} not connected to Discord"
