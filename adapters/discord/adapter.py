"""Discord as a whole: connect, stay connected, and leave in time."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import PLATFORM
from adapters.discord.commands import Find, MenuCommand, nothing
from adapters.discord.failures import Refusals
from adapters.discord.gateway import FINAL, Lease, SessionStarts, grant
from adapters.discord.receiving import Client, ShardedClient
from adapters.discord.rendering import Render
from adapters.discord.sending import DiscordChannel
from adapters.discord.shards import Shards
from adapters.runtime import backoff
from bot.lessons.library import Library
from bot.lessons.pictures.assets import Assets, no_assets
from bot.service.monitoring import Observer
from bot.service.turns.queue import Door
from bot.storage.codec import utc_now
from bot.storage.records import StoreError

_log = logging.getLogger(__name__)

_FAREWELL = 0.5
"""Seconds for the goodbye to Discord; the whole program has two to end."""

_PAUSES = (1, 2, 4, 8)
"""Seconds between attempts to reach Discord; the last stays, for somebody may be waiting."""

_LOGIN = 120.0
"""Seconds for a log-in; commands are registered with it, and Discord may make that wait."""

_DOUBTS = 3
"""Refusals of a token in a row that count, once it was good: one may be Discord's fault."""


class DiscordRefused(Exception):  # noqa: N818 - it names what happened, not a fault
    """Discord does not let this bot in, with how to mend it."""


class Places(Protocol):
    """Keeps which chats can't be written in any more."""

    async def end_in_chat(self, platform: str, chat: str, at: datetime) -> None: ...


class DiscordAdapter:
    """The bot on Discord.

    ``commands`` are the slash commands; ``areas`` holds those that only admins are shown, each
    with the commands in it, of which those in ``with_files`` take a file. ``assets`` has the
    pictures of lessons. ``observer`` is told what Discord answers, and ``places`` what we are no
    longer in; ``cards`` finds questions that can be posted.
    """

    platform = PLATFORM

    def __init__(
        self,
        token: str,
        door: Door,
        library: Callable[[], Library],
        commands: Sequence[MenuCommand],
        render: Render,
        clock: Callable[[], datetime] = utc_now,
        *,
        areas: Mapping[str, Sequence[str]] = MappingProxyType({}),
        with_files: Collection[str] = (),
        assets: Assets = no_assets,
        observer: Observer | None = None,
        places: Places | None = None,
        cards: Find = nothing,
        shards: Shards | None = None,
        lease: Lease = grant,
        since: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._token = token
        self._clock = clock
        self._shards, self._asked_for = shards, 1
        self._starts = SessionStarts(lease=lease)
        self._refusals = Refusals()
        self._observer = observer or Observer()
        self._places = places
        self._given = (
            door,
            library,
            commands,
            areas,
            with_files,
            clock,
            self._refusals,
            self._observer,
            self._note_left,
            cards,
        )
        self._was_in = False
        self._running: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()
        self.client = self._new()
        self.channel = DiscordChannel(
            lambda: self.client, render, clock, assets, refusals=self._refusals, since=since
        )
        # On DEBUG it logs whole requests and events, with interaction tokens and what is typed.
        logger = logging.getLogger("discord")
        if logger.getEffectiveLevel() < logging.INFO:
            logger.setLevel(logging.INFO)

    def _new(self) -> Client:
        shards = self._shards or (Shards.every(self._asked_for) if self._asked_for > 1 else None)
        return ShardedClient(*self._given, shards=shards) if shards else Client(*self._given)

    async def run(self) -> None:
        """Be on Discord until ``close``; can be called again. Raises ``DiscordRefused``."""
        self._running = asyncio.current_task()
        try:
            if self.client.is_closed():
                self.client = self._new()
            if await self._log_in() and await self._divide():
                await self.client.stay(self._starts)
            if not self._closed.is_set():
                raise ConnectionError("the connection to Discord was closed from within")
        except discord.LoginFailure:
            raise DiscordRefused(
                "Discord does not know this bot token: copy it again from the developer portal "
                "(Bot, Reset Token) into FORETELL_DISCORD_TOKEN"
            ) from None
        except discord.ConnectionClosed as error:
            raise DiscordRefused(
                f"Discord closed the connection for good (code {error.code}): {FINAL[error.code]}"
            ) from None
        finally:
            self._running = None
            await self._leave(self.client)

    async def _divide(self) -> bool:
        """See to it that there are as many shards as are set, or needed; whether we are in."""
        wanted = await self._starts.recommended_shards(self.client)
        if self._shards is not None:
            if self._shards.count < wanted:
                _log.warning(
                    "Discord recommends %d shards, and FORETELL_DISCORD_SHARDS has %d: it refuses "
                    "a shard of more than 2,500 servers",
                    *(wanted, self._shards.count),
                )
            return True
        if wanted in (0, self._asked_for):
            return True
        _log.info("Discord recommends %d shards, and this process holds all of them", wanted)
        self._asked_for = wanted
        await self._leave(self.client)
        self.client = self._new()
        return await self._log_in()

    async def _log_in(self) -> bool:
        """Log in, however long Discord can't be reached; says whether we are in."""
        doubts = 0
        for attempt in range(1_000_000_000):
            if self._closed.is_set():
                return False
            try:
                async with asyncio.timeout(_LOGIN):
                    await self.client.login(self._token)
            except discord.LoginFailure:
                doubts += 1
                if not self._was_in or doubts >= _DOUBTS:
                    raise
                reason = "it refuses the token, which was good before"
            except Exception as error:
                # Also an answer of another shape: what stands before Discord says anything.
                # Its kind only: its words may quote the answer.
                reason = type(error).__name__
            else:
                self._was_in = True
                return True
            pause = _PAUSES[min(attempt, len(_PAUSES) - 1)]
            if backoff.is_told(attempt + 1):
                _log.warning("Discord can't be reached (%s); again in %d s", reason, pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closed.wait(), pause)
            # A client whose log-in failed can't be used again.
            await self._leave(self.client)
            self.client = self._new()
        return False

    async def _note_left(self, chat: str) -> None:
        if self._places is not None:
            try:
                await self._places.end_in_chat(PLATFORM, chat, self._clock())
            except StoreError as error:
                # It is noticed with the next message there.
                _log.error("that a channel is left can't be kept: %s", error)

    def ailment(self) -> str | None:
        """What is wrong with the connection just now; ``None`` if all is well."""
        away = "not connected to Discord" if self.client.is_closed() else self.client.away()
        rival, refused = self.client.rivalry.ailment(), self.channel.ailment()
        return "; ".join(filter(None, (away, self._starts.waiting, rival, refused))) or None

    @property
    def about(self) -> str:
        """How many of which shards are connected, if there are several; else empty."""
        return self.client.about

    async def close(self) -> None:
        """Leave Discord, within two seconds even if it does not answer; safe to call twice."""
        self._closed.set()
        await self._leave(self.client)
        if self._running is not None and self._running is not asyncio.current_task():
            self._running.cancel()

    @staticmethod
    async def _leave(client: Client) -> None:
        # A task of its own: discord.py raises from a second close after a broken-off close.
        goodbye = asyncio.ensure_future(client.close())
        await asyncio.wait([goodbye], timeout=_FAREWELL)
        if not goodbye.done():
            _log.info("Discord did not answer the goodbye")
            goodbye.cancel()
            await client.http.close()
        elif not goodbye.cancelled() and (error := goodbye.exception()) is not None:
            _log.info("the goodbye to Discord failed: %s", type(error).__name__)


def point_elsewhere(api_url: str, gateway_url: str) -> None:
    """Make discord.py talk to another server than Discord's: for the whole process.

    ``api_url`` is the base of the REST interface with its version, such as
    ``http://127.0.0.1:8090/api/v10``; ``gateway_url`` the gateway's, such as
    ``ws://127.0.0.1:8090/``. Discord's own addresses change nothing.
    """
    Route.BASE = api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
