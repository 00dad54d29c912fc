"""The default store: one SQLite file.

Handing a statement to aiosqlite's thread costs about 0.1 ms, far more than the statement. So a
batch asks one question for all of its keys (``json_each``) and writes each kind of row with one
statement, and its cost hardly depends on how many are in it.

One connection writes, held by one transaction at a time; progress, items, the catalogue and
lessons are read through another, which WAL lets run beside it, and statistics through a third.
``synchronous=FULL`` makes what was committed outlast a power cut.

A module beside this one holds what belongs to one topic: its questions, their text in SQL, and
what becomes of their rows. All SQL of the program is in this folder, and its tables in ``schema``.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.storage.sqlite import outbox
from bot.storage.sqlite.admins import SqliteAdmins
from bot.storage.sqlite.alarms import SqliteAlarms
from bot.storage.sqlite.catalogue import SqliteCatalogue
from bot.storage.sqlite.classes import SqliteClasses
from bot.storage.sqlite.cohorts import SqliteCohorts
from bot.storage.sqlite.erasing import SqliteErasing
from bot.storage.sqlite.file import FileLock, Identity, explained, open_reader, open_writer
from bot.storage.sqlite.identities import SqliteIdentities
from bot.storage.sqlite.items import SqliteItems
from bot.storage.sqlite.learners import SqliteLearners
from bot.storage.sqlite.load import SqliteLoad
from bot.storage.sqlite.modes import SqliteModes
from bot.storage.sqlite.outbox import SqliteOutbox
from bot.storage.sqlite.pruning import SqlitePruning
from bot.storage.sqlite.publishing import SqlitePublishing
from bot.storage.sqlite.retention import SqliteRetention
from bot.storage.sqlite.statistics import SqliteStatistics
from bot.storage.sqlite.submissions import SqliteSubmissions
from bot.storage.sqlite.transaction import SqliteTransaction

TOUCH = "UPDATE catalogue SET edition = edition"
"""It writes a page, as SQLite does not look whether that is as it was."""


class SqliteStore(
    SqliteOutbox,
    SqliteAlarms,
    SqliteLearners,
    SqliteIdentities,
    SqliteItems,
    SqliteSubmissions,
    SqliteAdmins,
    SqliteCatalogue,
    SqlitePublishing,
    SqliteModes,
    SqliteCohorts,
    SqliteStatistics,
    SqlitePruning,
    SqliteLoad,
    SqliteErasing,
    SqliteRetention,
    SqliteClasses,
):
    """Keeps everything in the file at ``path``."""

    async def open(self) -> None:
        """Take the file, bring its schema up to date, and become its courier."""
        with explained(self._path):
            self._lock = await asyncio.to_thread(FileLock, self._path)
            try:
                self._writer = await open_writer(self._path)
                self._reader = await open_reader(self._path)
                async with self._write() as writer:
                    [(self._courier,)] = await writer.execute_fetchall(outbox.COURIER)
                    await writer.execute(outbox.FORMER, (self._courier,))
                self._identity = await asyncio.to_thread(Identity, self._path)
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        """Let go of the file and end both connections' threads; safe to call twice."""
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

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqliteTransaction]:
        """A writing transaction."""
        async with self._write() as writer:
            yield SqliteTransaction(writer, self._courier, self._owners)

    async def try_writing(self) -> None:
        """Write something that changes nothing; raises what keeps it from being written."""
        async with self._write() as writer:
            await writer.execute(TOUCH)
