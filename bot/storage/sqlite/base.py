"""The connections to a file, and what every part of its store does with them."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from bot.lessons.pictures.assets import Asset
from bot.storage.records import StoreError
from bot.storage.sqlite.file import FileLock, explained
from bot.storage.sqlite.statements import assets as pictures


class Base:
    """What every part of the store works on."""

    def __init__(self, path: Path) -> None:
        # Absolute: the reader's URI is resolved in another way than a plain path.
        self._path = Path(path).absolute()
        self._lock: FileLock | None = None
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None
        self._writing = asyncio.Lock()
        self._last_parcel = 0
        self.editions = 0

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writing connection, in a transaction of one's own."""
        async with self._writing:
            with explained(self._path):
                writer = self._opened(self._writer)
                try:
                    await writer.execute("BEGIN IMMEDIATE")
                    yield writer
                    await writer.execute("COMMIT")
                except BaseException:
                    # Its place in the thread's queue is taken before this first waits, so even
                    # cancelled once more it runs before anything else does.
                    await writer.rollback()
                    raise

    async def _read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        with explained(self._path):
            reader = self._opened(self._reader)
            return list(await reader.execute_fetchall(sql, parameters))

    async def _keep_assets(self, assets: Sequence[Asset], at: int) -> None:
        """Keep pictures, before anything names them.

        Each in a transaction of its own, so that no learner's turn waits for all of them.
        """
        for row in pictures.rows(assets, at):
            async with self._write() as writer:
                await writer.execute(pictures.KEEP, row)

    def _usable(self) -> None:
        self._opened(self._reader)

    def _opened(self, connection: aiosqlite.Connection | None) -> aiosqlite.Connection:
        if connection is None:
            raise StoreError(f"{self._path}: the store is not open: call open() first.")
        return connection
