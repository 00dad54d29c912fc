"""The client of discord.py as it is used here: what it keeps, how long it waits, what it tells."""

import logging
import sys
import traceback
from typing import Any

import aiohttp
import discord

from adapters.discord.addresses import PLATFORM
from adapters.discord.gateway import guard_events, stay_connected, warn_if_crowded
from adapters.discord.observed import told
from adapters.discord.refusals import KEPT, Refusals
from adapters.discord.sessions import SessionStarts
from bot.service.monitoring.observer import Observer

_log = logging.getLogger(__name__)

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
            http_trace=told(refusals.trace(), observer),
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
        self._connected(0)

    async def on_ready(self) -> None:
        """Say in the log that all servers are known too."""
        self._known()
        warn_if_crowded(len(self.guilds))

    async def on_resumed(self) -> None:
        """Note that they can be heard again; what they did meanwhile comes now."""
        self._connected(0)

    async def on_disconnect(self) -> None:
        """Note that the connection is gone; a new one is being made."""
        self._up.clear()

    def _connected(self, shard: int) -> None:
        self._up.add(shard)
        self._observer.connected(PLATFORM)

    def _known(self) -> None:
        _log.info(
            "connected to Discord as %s, in %d servers%s",
            *(self.user, len(self.guilds), f"; {self.about}" if self.about else ""),
        )
