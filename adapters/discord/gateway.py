"""The connection to Discord's gateway, kept whatever comes through it, and when it may begin.

**Kept** (``stay_connected``). discord.py's own loop ends with the first frame or event that is not
as it expects; here such a frame costs the connection, which is taken up again where it was, and
such an event costs itself alone. A connection that is lost is taken up at once, the next time after
a pause that grows.

Above 2,500 servers Discord wants several connections, each for a shard of them, and refuses a
single connection with code 4011; it recommends shards long before, and then there is a connection
for each.

**Begun** (``SessionStarts``). To *identify* is to begin a session. Discord allows some 1,000 a day,
and takes the token away from a bot that begins more; so it is asked first how many are left
(``session_start_limit``), and the last few are kept. Pauses between the sessions of a shard grow,
as long as they follow upon each other.

Discord also allows a session each five seconds, whoever asks, in each of ``max_concurrency``
*buckets*, in which shard ``id`` is in ``id % max_concurrency``
(https://discord.com/developers/docs/events/gateway#sharding-max-concurrency). Who is too early is
turned away, and it has cost a session. Shards of a process wait for each other here, and several
processes by a lease of the store.
"""

import asyncio
import logging
import random
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from adapters.runtime import backoff
from bot.storage.records import StoreError

_log = logging.getLogger(__name__)


SPARE = 10
"""Sessions that are never begun. With the last of them Discord would reset the token."""

APART = 5.5
"""Seconds between two sessions of a bucket: Discord's five, and some for the network."""

PATIENCE = 40.0
"""Seconds that a connection waits for its turn; after 60 without a word discord.py closes it."""

_LOOK = 0.25
"""Seconds between two looks whether it is its turn."""

_LONG_WAIT = 15.0
"""Seconds of waiting for the turn after which the log says so."""

_BETWEEN = 5.0
_BETWEEN_MOST = 300.0
_LATELY = 3600.0

Lease = Callable[[str, float], Awaitable[bool]]
"""Holds a name for so many seconds, if nobody else does. May raise ``StoreError``."""


class NotYetError(Exception):
    """It was not the turn of this connection for so long that it has to be made anew."""


async def grant(name: str, seconds: float) -> bool:
    """There is no other process."""
    return True


@dataclass
class Allowance:
    """What Discord says of sessions.

    ``remaining`` may still be begun, more in ``reset`` seconds; ``concurrency`` at once. It
    recommends so many ``shards``; 0 if it says nothing.
    """

    remaining: int = SPARE + 1
    reset: float = 0.0
    concurrency: int = 1
    shards: int = 0


class SessionStarts:
    """How many sessions may be begun, and how soon: for all connections of this program."""

    def __init__(
        self,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        clock: Callable[[], float] | None = None,
        lease: Lease = grant,
    ) -> None:
        self._sleep = sleep
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._lease = lease
        self._begun: defaultdict[int | None, deque[float]] = defaultdict(lambda: deque(maxlen=20))
        self._asking: asyncio.Task[Allowance] | None = None
        self._concurrency = 1
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[int, float] = {}
        self._waiting: dict[int | None, str] = {}

    @property
    def waiting(self) -> str:
        """What is waited for, in words; empty if nothing is."""
        return next(iter(self._waiting.values()), "")

    async def recommended_shards(self, client: discord.Client) -> int:
        """How many shards Discord recommends; 0 if it says nothing."""
        return (await self._allowance(client)).shards

    async def wait_permitted(self, client: discord.Client, shard: int | None = None) -> None:
        """Wait until a session may be begun, by this shard if there are several, and count it."""
        try:
            while (pause := self._too_soon(shard) or await self._used_up(client)) > 0:
                self._waiting[shard] = f"the next try to connect is in {max(pause / 60, 1):.0f} min"
                await self._sleep(pause)
        finally:
            self._waiting.pop(shard, None)
        self._begun[shard].append(self._clock())

    async def turn(self, shard: int) -> None:
        """Wait until this shard may identify, just before it does. Raises ``NotYetError``."""
        bucket, began, is_logged = shard % self._concurrency, self._clock(), False
        try:
            async with asyncio.timeout(PATIENCE), self._turns[bucket]:
                while not await self._is_free(bucket):
                    if not is_logged and self._clock() - began >= _LONG_WAIT:
                        is_logged = True
                        _log.info(
                            "shard %d has waited %.0f s to connect: Discord takes %d each 5 s, "
                            "from all processes",
                            *(shard, self._clock() - began, self._concurrency),
                        )
                    await asyncio.sleep(_LOOK)
                self._last[bucket] = self._clock()
        except TimeoutError:
            raise NotYetError from None

    async def _is_free(self, bucket: int) -> bool:
        last = self._last.get(bucket)
        if last is not None and self._clock() - last < APART:
            return False
        try:
            return await self._lease(f"discord:identify:{bucket}", APART)
        except StoreError as error:
            # Nothing that comes could be dealt with either; whoever writes says so.
            _log.info("whether a shard may connect can't be known: %s", error)
            return False

    def _too_soon(self, shard: int | None) -> float:
        """Seconds until the next session, after those of late."""
        now, begun = self._clock(), self._begun[shard]
        while begun and now - begun[0] > _LATELY:
            begun.popleft()
        if not begun:
            return 0.0
        between = min(_BETWEEN * 2.0 ** (len(begun) - 1), _BETWEEN_MOST)
        return max(begun[-1] + between - now, 0.0)

    async def _used_up(self, client: discord.Client) -> float:
        """Seconds until Discord allows more sessions, if it allows hardly any now."""
        allowance = await self._allowance(client)
        self._concurrency = allowance.concurrency
        if allowance.remaining > SPARE:
            allowance.remaining -= 1
            return 0.0
        _log.error(
            "Discord lets this bot begin %d more sessions today, and they are kept; it allows more "
            "in %.0f min. It has connected too often: the log before this may say why",
            allowance.remaining,
            allowance.reset / 60,
        )
        return max(allowance.reset, 1.0)

    async def _allowance(self, client: discord.Client) -> Allowance:
        """What Discord says now; shards that ask at the same time share the answer."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(_ask_allowance(client))
        return await asyncio.shield(self._asking)


async def _ask_allowance(client: discord.Client) -> Allowance:
    try:
        shards, _, limit = await client.http.get_bot_gateway()
        remaining, reset = int(limit["remaining"]), float(limit["reset_after"]) / 1000
        concurrency, shards = int(limit.get("max_concurrency", 1)), int(shards)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.info("Discord does not say how many sessions are left: %s", type(error).__name__)
        return Allowance()
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        _log.info("what Discord says of sessions can't be read: %s", type(error).__name__)
        return Allowance()
    return Allowance(remaining, reset, max(concurrency, 1), max(shards, 0))


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

_UNREACHED = 8.0
"""The longest pause while Discord can't be reached, which uses up no session."""

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
        """Take a frame. Raises ``ReconnectWebSocket`` if it makes no sense."""
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
        parsers[name] = _guard(name, parse)


def _guard(name: str, parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
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
    """Be connected until the client is closed, with a single shard if there are several.

    ``hold`` is given each connection. Raises ``discord.ConnectionClosed`` with a code in ``FINAL``.
    """
    loop = asyncio.get_running_loop()
    lost, resume = 0, False
    socket: DiscordWebSocket | None = None
    while not client.is_closed():
        began, reached = loop.time(), False
        try:
            socket = await _open_connection(client, starts, socket if resume else None, shard)
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
        pause = (grown if reached else min(grown, _UNREACHED)) * random.uniform(0.8, 1.2)  # noqa: S311 - spread
        if lost > 1 and backoff.is_told(lost):
            where = "Discord's gateway" + ("" if shard is None else f" for shard {shard}")
            _log.warning("%s is away (%s); again in %.0f s", where, reason, pause)
        await sleep(pause)


async def _open_connection(
    client: discord.Client,
    starts: SessionStarts,
    before: DiscordWebSocket | None,
    shard: int | None,
) -> DiscordWebSocket:
    """A connection that takes up the session of the last, or begins a new session."""
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
    await starts.wait_permitted(client, shard)
    while True:
        opening = Socket.from_client(client, initial=True, shard_id=shard)
        try:
            return await asyncio.wait_for(opening, _HELLO)
        except NotYetError:
            # A connection that says nothing for long is closed, so it waits on with another.
            continue
