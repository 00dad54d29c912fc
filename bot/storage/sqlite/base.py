"""The connections to a file, and what every topic of its store does with them."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from bot.conversation.inputs import LearnerId
from bot.storage.errors import StoreError
from bot.storage.sqlite.file import FileLock, Identity, explained, open_reader

Parameters = tuple[object, ...]
"""What a statement is run with."""

Statement = tuple[str, list[Parameters]]
"""A statement, and what it is run with, once for each."""


async def rows(connection: aiosqlite.Connection, sql: str, parameters: Any = ()) -> list[Any]:
    """What a statement finds on a connection."""
    return list(await connection.execute_fetchall(sql, parameters))


class Base:
    """What every topic of the store works on."""

    def __init__(self, path: Path) -> None:
        # Absolute: the reader's URI is resolved in another way than a plain path.
        self._path = Path(path).absolute()
        self._lock: FileLock | None = None
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None
        self._identity: Identity | None = None
        self._writing = asyncio.Lock()
        self._courier = 0
        self._owners: tuple[LearnerId, ...] | None = None
        """The accounts that the settings name; ``None`` where only the file is looked after."""

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writing connection, in a transaction of one's own."""
        async with self._writing:
            with explained(self._path):
                writer = self._opened(self._writer)
                try:
                    await writer.execute("BEGIN IMMEDIATE")
                    yield writer
                    # The last moment at which nothing has been promised to anybody.
                    self.still_there()
                    await writer.execute("COMMIT")
                except BaseException:
                    # Its place in the thread's queue is taken before this first waits, so even
                    # cancelled once more it runs before anything else does.
                    await writer.rollback()
                    raise

    def still_there(self) -> None:
        """Raises ``LostError`` if the file was deleted or replaced since it was opened."""
        if self._identity is not None:
            self._identity.check()

    async def _write_each(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Write large rows, each in a transaction of its own: no learner's turn waits for all."""
        for row in rows:
            async with self._write() as writer:
                await writer.execute(sql, row)

    async def _read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """What a statement finds, read beside the writer."""
        with explained(self._path):
            return await rows(self._opened(self._reader), sql, parameters)

    async def _read_many(self, sql: str, keys: Iterable[Any]) -> list[Any]:
        """What is found for these keys; nothing is asked if there are none."""
        wanted = list(keys)
        return await self._read(sql, (json.dumps(wanted),)) if wanted else []

    @asynccontextmanager
    async def _apart(self) -> AsyncIterator[aiosqlite.Connection]:
        """A connection for one report, all of whose statements see the same moment.

        What counts for seconds there delays nobody: learners' turns read on another connection,
        whose statements would have to wait for one another.
        """
        self._opened(self._reader)
        with explained(self._path):
            reader = await open_reader(self._path, last=True)
            try:
                await reader.execute("BEGIN")
                yield reader
            finally:
                # Whoever is told to stop does not wait for what is being counted.
                await reader.interrupt()
                await reader.close()

    def _opened(self, connection: aiosqlite.Connection | None) -> aiosqlite.Connection:
        if connection is None:
            raise StoreError(f"{self._path}: the store is not open: call open() first.")
        return connection
