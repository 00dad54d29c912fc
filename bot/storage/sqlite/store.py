"""The default store: a SQLite file.

A single connection writes, held by one transaction at a time; progress, items, the catalogue and
lessons are read through another, which WAL lets run beside it, and statistics through a third.
``synchronous=FULL`` makes what was committed outlast a power cut; marks alone do without that, for
what a learner does next would have to wait for the disk.
"""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.storage.records import StoreError
from bot.storage.sql import outbox
from bot.storage.sql.base import rows
from bot.storage.sql.store import SqlStore, SqlTransaction
from bot.storage.sqlite.file import (
    FileLock,
    Identity,
    SqliteConnection,
    explain_errors,
    mark,
    open_reader,
    open_writer,
    refuse,
)
from bot.storage.sqlite.maintenance import keep_before_migration

_log = logging.getLogger(__name__)

LAST_NUMBER = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'"
"""The highest number that a parcel ever had; see https://sqlite.org/autoinc.html."""

SCRUB = "PRAGMA wal_checkpoint(TRUNCATE)"


class SqliteStore(SqlStore):
    """Keeps everything in the file at ``path``.

    If it was there and is gone, another is begun only as ``new``.
    """

    def __init__(self, path: Path, *, new: bool = False) -> None:
        super().__init__()
        self._new = new
        # Absolute: the reader's URI is resolved in another way than a plain path.
        self._path = Path(path).absolute()
        self._lock: FileLock | None = None
        self._writer: SqliteConnection | None = None
        self._reader: SqliteConnection | None = None
        self._identity: Identity | None = None
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Take the file, bring its schema up to date, and become its courier."""
        with explain_errors(self._path):
            self._lock = await asyncio.to_thread(FileLock, self._path)
            try:
                await asyncio.to_thread(refuse, self._path, new=self._new)
                if copy := await keep_before_migration(self._path):
                    _log.info("before its schema changes, the database was copied to %s", copy)
                self._writer = await open_writer(self._path)
                self._reader = await open_reader(self._path)
                async with self._write() as writer:
                    [(self._courier,)] = await writer.execute_fetchall(outbox.COURIER)
                    await writer.execute(outbox.FORMER, (self._courier,))
                    [(last,)] = await writer.execute_fetchall(LAST_NUMBER)
                self._numbers = itertools.count(last + 1)
                self._identity = await asyncio.to_thread(Identity, self._path)
                await asyncio.to_thread(mark, self._path)
                self._new = False
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        # The writer last: who closes last checkpoints, and only the writer may.
        async with self._writing:
            reader, writer, lock = self._reader, self._writer, self._lock
            self._reader = self._writer = self._lock = self._identity = None
            try:
                if reader is not None:
                    await reader.close()
            finally:
                try:
                    if writer is not None:
                        await writer.close()
                finally:
                    if lock is not None:
                        lock.release()

    @property
    def alive(self) -> bool:
        """Whether the threads of its connections answer."""
        connections = (self._writer, self._reader)
        return all(connection is None or connection.alive for connection in connections)

    def still_there(self) -> None:
        """Raises ``LostError`` if the file was deleted or replaced since it was opened."""
        if self._identity is not None:
            self._identity.check()

    async def scrub(self) -> bool:
        async with self._writing:
            with explain_errors(self._path):
                writer = self._open(self._writer)
                [(patience,)] = await rows(writer, "PRAGMA busy_timeout")
                await rows(writer, "PRAGMA busy_timeout = 0")
                try:
                    [(busy, *_)] = await rows(writer, SCRUB)
                finally:
                    await rows(writer, f"PRAGMA busy_timeout = {patience}")
        return not busy

    @asynccontextmanager
    async def transaction(
        self, *, alone: bool = False, lasting: bool = True
    ) -> AsyncIterator[SqlTransaction]:
        """A writing transaction; it is always alone."""
        async with self._write(synced=lasting) as writer:
            yield SqlTransaction(writer, self._courier, self._owners, self._recent, self._numbers)

    @asynccontextmanager
    async def _write(self, *, synced: bool = True) -> AsyncIterator[SqliteConnection]:
        """The writing connection, in a transaction of its own.

        A commit that is not ``synced`` outlasts a kill and maybe not a power cut, after which the
        file is whole all the same (https://sqlite.org/pragma.html#pragma_synchronous).
        """
        async with self._writing:
            with explain_errors(self._path):
                writer = self._open(self._writer)
                try:
                    writer.begin(synced=synced)
                    yield writer
                    # The last moment at which nothing has been promised to anybody.
                    self.still_there()
                    await writer.execute("COMMIT")
                except BaseException:
                    # Its place in the thread's queue is taken before this first waits, so even
                    # cancelled once more it runs before anything else does.
                    await writer.rollback()
                    raise

    async def _read_each(self, *queries: tuple[str, Any]) -> list[list[Any]]:
        """What each of these finds, read beside the writer, in one handing over to its thread."""
        with explain_errors(self._path):
            return await self._open(self._reader).fetch_each(queries)

    @asynccontextmanager
    async def _apart(self) -> AsyncIterator[SqliteConnection]:
        """A connection for the block alone, whose thread goes last.

        Learners' turns read on another, whose statements would have to wait for each other.
        """
        self._open(self._reader)
        with explain_errors(self._path):
            reader = await open_reader(self._path, last=True)
            try:
                await reader.execute("BEGIN")
                yield reader
            finally:
                # Whoever is told to stop does not wait for what is being counted.
                await reader.interrupt()
                await reader.close()

    def _open(self, connection: SqliteConnection | None) -> SqliteConnection:
        if connection is None:
            raise StoreError(f"{self._path}: the store is not open: call open() first.")
        return connection
