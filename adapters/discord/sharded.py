"""A client with a connection for each shard that this process holds.

It is discord.py's *AutoShardedClient*, which knows each server by its shard. Its connections are
kept as the one of the plain client is, each by itself (``gateway``): a shard that is lost waits for
no other, and costs no other its session.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

import discord
from discord.gateway import DiscordWebSocket

from adapters.discord.client import Client
from adapters.discord.gateway import stay_connected, warn_if_crowded
from adapters.discord.sessions import SessionStarts
from bot.service.tasks import end
from bot.shards import Shards, numbered


class ShardedClient(Client, discord.AutoShardedClient):
    """As the plain client, with these shards."""

    def __init__(self, *given: Any, shards: Shards) -> None:
        self._sockets: dict[int, DiscordWebSocket] = {}
        self._leaving = False
        self.held = shards
        super().__init__(*given, shard_ids=list(shards.ids), shard_count=shards.count)
        self._connection.shard_ids = list(shards.ids)

    async def stay(self, starts: SessionStarts) -> None:
        """Be connected by all of them until closed; raises what ends one of them for good."""
        self._starts = starts

        def keeping(shard: int) -> asyncio.Task[None]:
            def hold(socket: DiscordWebSocket) -> None:
                self._sockets[shard] = socket

            return asyncio.create_task(stay_connected(self, starts, hold, shard))

        tasks = [keeping(one) for one in self.held.ids]
        try:
            await asyncio.gather(*tasks)
        finally:
            await end(tasks)

    def is_closed(self) -> bool:
        """Whether it is closed, or about to be."""
        return self._leaving or super().is_closed()

    async def close(self) -> None:
        """Say goodbye by all connections, then let go of everything."""
        self._leaving = True
        goodbyes = [asyncio.create_task(one.close(1000)) for one in self._sockets.values()]
        if goodbyes:
            await asyncio.wait(goodbyes)
        await super().close()

    def away(self) -> str:
        """Which shards are not connected, in words; empty if all are."""
        missing = [one for one in self.held.ids if one not in self._up]
        if not self._up:
            return super().away()
        return _told(missing, self.held.count) if missing else ""

    @property
    def about(self) -> str:
        """Which shards it holds, and how many of them are connected."""
        return f"{len(self._up)} of {len(self.held.ids)} shards connected ({self.held})"

    # Each shard's own part of what is told of all

    async def on_ready(self) -> None:
        """Say in the log that all servers of these shards are known too."""
        self._known()
        warn_if_crowded(len(self.guilds), len(self.held.ids))

    async def on_connect(self) -> None:
        """Nothing: it does not say which shard."""

    async def on_resumed(self) -> None:
        """Nothing, as well."""

    async def on_disconnect(self) -> None:
        """Nothing, as well."""

    async def on_shard_connect(self, shard: int) -> None:
        """Note that learners in servers of this shard can be heard."""
        self._connected(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """Note that they can be heard again; what they did meanwhile comes now."""
        self._connected(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Note that the connection of this shard is gone; a new one is being made."""
        self._up.discard(shard)


def _told(missing: Iterable[int], count: int) -> str:
    named = numbered(missing)
    several = "s" if not named.isdecimal() else ""
    return f"shard{several} {named} of {count} not connected to Discord"
