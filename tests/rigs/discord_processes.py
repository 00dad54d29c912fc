"""Processes of one bot on Discord, each with shards of its own, and one database for all."""

import asyncio
from collections.abc import Callable
from typing import Self

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.shards import Shards
from bot.conversation.commands import COMMANDS
from bot.lessons.library import Library
from bot.service.tasks import end
from bot.service.tutor import Tutor
from bot.storage.postgres.store import PostgresStore
from tests.rigs.courses import read_release
from tests.rigs.discord_server import TOKEN
from tests.rigs.makers import open_door
from tests.rigs.paths import KITCHEN


async def until(what: Callable[[], object], seconds: float = 20) -> None:
    """Wait until this is so."""
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)


class Process:
    """A tutor with a connection for each of these shards; its requests say its name."""

    def __init__(self, name: str, url: str, shards: Shards) -> None:
        self.name = name
        self.store = PostgresStore(url)
        self.tutor = Tutor(self.store, read_release(KITCHEN))
        self.adapter = DiscordAdapter(
            TOKEN,
            self.tutor.door,
            lambda: self.tutor.catalogue.library,
            COMMANDS,
            bytes,
            assets=self.store.asset,
            places=self.store,
            shards=shards,
            lease=self.store.lease,
            since=lambda: self.tutor.leadership.since,
        )
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self.tutor.__aenter__()
        self.tutor.add_channel(self.adapter.channel)
        self._tasks = [
            asyncio.create_task(self.adapter.run()),
            asyncio.create_task(self.tutor.recover()),
        ]
        return self

    async def connected(self) -> Self:
        """Wait until all of its shards are connected."""
        await until(lambda: self.adapter.ailment() is None)
        session = self.adapter.client.http._HTTPClient__session  # type: ignore[attr-defined]
        session.headers["X-Process"] = self.name
        return self

    async def leads(self) -> Self:
        """Wait until it leads."""
        await until(lambda: self.tutor.leadership.leads)
        return self

    async def dies(self) -> None:
        """End it as if it were killed: it says nothing to anybody, and resigns from nothing."""
        await end([*self._tasks, *self.tutor._running])
        await self.adapter.client.http.close()
        await self.store.close()
        self._tasks = []

    async def __aexit__(self, *_: object) -> None:
        if self._tasks:
            await self.adapter.close()
            await end(self._tasks)
            await self.tutor.__aexit__(None, None, None)


def adapter_of(shards: Shards, lease: Callable[..., object] | None = None) -> DiscordAdapter:
    """A connection for each of these shards, and nobody behind it."""

    async def submit(envelope: object) -> tuple[()]:
        return ()

    more = {} if lease is None else {"lease": lease}
    return DiscordAdapter(TOKEN, open_door(submit), Library, COMMANDS, bytes, shards=shards, **more)  # type: ignore[arg-type]
