"""The connection to Discord's gateway, kept whatever comes through it.

discord.py's own loop ends with the first frame or event that is not as it expects; here such a
frame costs the connection, which is taken up again where it was, and such an event costs itself
alone. A connection that is lost is taken up at once, the next time after a pause that grows.

To *identify* is to begin a session. Discord allows some 1,000 a day, and takes the token away from
a bot that begins more; so it is asked first how many are left (``session_start_limit``), and the
last few are kept. Pauses between sessions grow too, as long as they follow upon each other.

There is one connection and no shards. Discord wants shards above 2,500 servers, from where it
refuses us with code 4011; it recommends them long before, and then the log says so.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import Route

from adapters.discord.verdicts import AWAY

_log = logging.getLogger(__name__)

FINAL = {
    4004: "FORETELL_DISCORD_TOKEN is no longer valid: copy it again from the developer portal "
    "(Bot, Reset Token)",
    4010: "it was told of shards, which we have none of; please report this",
    4011: "the bot is in too many servers for one connection (2,500): let some go, or run a bot "
    "of its own for them",
    4012: "it no longer speaks this version of its interface: update Foretell",
    4013: "it does not know the intents that were asked for: update Foretell",
    4014: "the intents are not allowed. Foretell asks for no privileged one, so look in the "
    "developer portal whether this token (Bot) is that of the application you mean, and whether "
    "the application is limited or under review there",
}
"""Discord's close codes after which connecting again is of no use, and how to mend each."""

PAUSES = (0, 1, 2, 4, 8, 15, 30, 60)
"""Seconds before a lost connection is taken up again, by how often it was lost in a row."""

STEADY = 60.0
"""Seconds after which a connection counts as good: the next loss is the first in a row."""

_RESUMES = 5
"""Losses in a row after which the session is given up: what it is kept by may be what fails."""

_HELLO = 60.0
"""Seconds for the gateway's greeting."""

SPARE = 10
"""Sessions that are never begun. With the last one Discord would reset the token."""

_BETWEEN = 5.0
_BETWEEN_MOST = 300.0
_LATELY = 3600.0

_CROWDED = 2000
"""Servers from which on the log warns that 2,500 is the end."""


class Socket(DiscordWebSocket):
    """A connection to the gateway that survives a frame which can't be read."""

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


class SessionStarts:
    """How many sessions may be begun, and how soon: for all connections of this program."""

    def __init__(
        self,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._sleep = sleep
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._begun: deque[float] = deque(maxlen=20)
        self.waiting = ""
        """What is waited for, in words; empty if nothing is."""

    async def permitted(self, client: discord.Client) -> None:
        """Wait until a session may be begun, and count it."""
        try:
            while (pause := self._too_soon() or await self._used_up(client)) > 0:
                self.waiting = f"the next try to connect is in {max(pause / 60, 1):.0f} min"
                await self._sleep(pause)
        finally:
            self.waiting = ""
        self._begun.append(self._clock())

    def _too_soon(self) -> float:
        """Seconds until the next session, after those of late."""
        now = self._clock()
        while self._begun and now - self._begun[0] > _LATELY:
            self._begun.popleft()
        if not self._begun:
            return 0.0
        between = min(_BETWEEN * 2.0 ** (len(self._begun) - 1), _BETWEEN_MOST)
        return max(self._begun[-1] + between - now, 0.0)

    @staticmethod
    async def _used_up(client: discord.Client) -> float:
        """Seconds until Discord allows more sessions, if it allows hardly any now."""
        remaining, reset = await _limit(client)
        if remaining > SPARE:
            return 0.0
        _log.error(
            "Discord lets this bot begin %d more sessions today, and they are kept; it allows more "
            "in %.0f min. It has connected too often: the log before this may say why",
            remaining,
            reset / 60,
        )
        return max(reset, 1.0)


async def _limit(client: discord.Client) -> tuple[int, float]:
    """How many sessions may still be begun, and the seconds until there are more."""
    try:
        found = await client.http.request(Route("GET", "/gateway/bot"))
        limit: Mapping[str, Any] = found["session_start_limit"]
        remaining, reset = int(limit["remaining"]), float(limit["reset_after"]) / 1000
        shards = int(found.get("shards", 1))
    except AWAY as error:
        _log.info("Discord does not say how many sessions are left: %s", type(error).__name__)
        return SPARE + 1, 0.0
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        _log.info("what Discord says of sessions can't be read: %s", type(error).__name__)
        return SPARE + 1, 0.0
    if shards > 1:
        _log.warning(
            "Discord recommends %d shards, and we have one: it refuses bots of one shard that are "
            "in more than 2,500 servers",
            shards,
        )
    return remaining, reset


def warn_if_crowded(servers: int) -> None:
    """Say in the log that the end of what one connection can serve is near."""
    if servers >= _CROWDED:
        _log.warning("the bot is in %d servers; Discord refuses it from 2,500 on", servers)


async def stay_connected(
    client: discord.Client,
    starts: SessionStarts,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Be connected until the client is closed.

    Raises ``discord.ConnectionClosed`` with one of the codes in ``FINAL``.
    """
    loop = asyncio.get_running_loop()
    lost, resume = 0, False
    socket: DiscordWebSocket | None = None
    while not client.is_closed():
        began = loop.time()
        try:
            socket = await _opened(client, starts, socket if resume else None)
            began = loop.time()
            client.ws = socket
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
        client.dispatch("disconnect")
        if client.is_closed():
            return
        lost = 1 if loop.time() - began > STEADY else lost + 1
        resume = resume and socket is not None and bool(socket.session_id) and lost <= _RESUMES
        pause = PAUSES[min(lost, len(PAUSES)) - 1] * random.uniform(0.8, 1.2)  # noqa: S311 - spread
        if lost > 1:
            _log.warning("Discord's gateway is away (%s); again in %.0f s", reason, pause)
        await sleep(pause)


async def _opened(
    client: discord.Client, starts: SessionStarts, before: DiscordWebSocket | None
) -> DiscordWebSocket:
    """A connection that takes up the session of the one before, or begins one."""
    if before is None:
        await starts.permitted(client)
        opening = Socket.from_client(client, initial=True, shard_id=client.shard_id)
    else:
        opening = Socket.from_client(
            client,
            shard_id=client.shard_id,
            gateway=before.gateway,
            session=before.session_id,
            sequence=before.sequence,
            resume=True,
        )
    return await asyncio.wait_for(opening, _HELLO)
