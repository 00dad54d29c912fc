"""How many sessions may be begun with Discord's gateway, how soon, and by which process.

To *identify* is to begin a session. Discord allows some 1,000 a day, and takes the token away from
a bot that begins more; so it is asked first how many are left (``session_start_limit``), and the
last few are kept. Pauses between the sessions of a shard grow, as long as they follow upon each
other.

Discord also allows only one at a time, each five seconds, whoever asks: one for each of
``max_concurrency`` *buckets*, in which shard ``id`` is in ``id % max_concurrency``
(https://discord.com/developers/docs/events/gateway#sharding-max-concurrency). Who is too early is
turned away, and it has cost a session. Shards of one process wait for each other here, and several
processes by a lease of the store.
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord.http import Route

from adapters.discord.verdicts import AWAY
from bot.storage.errors import StoreError

SPARE = 10
"""Sessions that are never begun. With the last one Discord would reset the token."""

APART = 5.5
"""Seconds between two sessions of a bucket: Discord's five, and what ways through the network may
differ by."""

PATIENCE = 40.0
"""Seconds that a connection waits for its turn; after 60 without a word discord.py closes it."""

_LOOK = 0.25
"""Seconds between two looks whether it is its turn."""

_LONG = 15.0
"""Seconds of waiting for the turn after which the log says so."""

_BETWEEN = 5.0
_BETWEEN_MOST = 300.0
_LATELY = 3600.0

Lease = Callable[[str, float], Awaitable[bool]]
"""Holds what it is called for so many seconds; whether nobody else holds it. May raise
``StoreError``."""

_log = logging.getLogger(__name__)


class NotYetError(Exception):
    """It was not the turn of this connection for so long that it has to be made anew."""


async def granted(name: str, seconds: float) -> bool:
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
        lease: Lease = granted,
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

    async def recommended(self, client: discord.Client) -> int:
        """How many shards Discord recommends; 0 if it says nothing."""
        return (await self._allowance(client)).shards

    async def permitted(self, client: discord.Client, shard: int | None = None) -> None:
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
        bucket, began, told = shard % self._concurrency, self._clock(), False
        try:
            async with asyncio.timeout(PATIENCE), self._turns[bucket]:
                while not await self._is_free(bucket):
                    if not told and self._clock() - began >= _LONG:
                        told = True
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
        found = await self._allowance(client)
        self._concurrency = found.concurrency
        if found.remaining > SPARE:
            found.remaining -= 1
            return 0.0
        _log.error(
            "Discord lets this bot begin %d more sessions today, and they are kept; it allows more "
            "in %.0f min. It has connected too often: the log before this may say why",
            found.remaining,
            found.reset / 60,
        )
        return max(found.reset, 1.0)

    async def _allowance(self, client: discord.Client) -> Allowance:
        """What Discord says now; shards that ask at the same time share the answer."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(_asked(client))
        return await asyncio.shield(self._asking)


async def _asked(client: discord.Client) -> Allowance:
    try:
        found = await client.http.request(Route("GET", "/gateway/bot"))
        limit: Mapping[str, Any] = found["session_start_limit"]
        remaining, reset = int(limit["remaining"]), float(limit["reset_after"]) / 1000
        concurrency, shards = int(limit.get("max_concurrency", 1)), int(found.get("shards", 0))
    except AWAY as error:
        _log.info("Discord does not say how many sessions are left: %s", type(error).__name__)
        return Allowance()
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        _log.info("what Discord says of sessions can't be read: %s", type(error).__name__)
        return Allowance()
    return Allowance(remaining, reset, max(concurrency, 1), max(shards, 0))
