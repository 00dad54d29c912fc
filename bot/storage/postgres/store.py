"""The store for several processes: a PostgreSQL database.

What of two processes may write at once is decided by advisory locks of the transaction, which end
with it, however it ends, and which work behind a pooler as well:

- a batch of turns holds the *common* lock shared and a lock of each of its learners, taken in the
  order of their keys, so that no two wait for each other. So each input counts once, and a
  learner's inputs keep their order, whichever processes they came to;
- whatever touches more than its own learners, such as publishing, linking or a change of a class,
  holds the common lock alone. Then nobody else writes, as in SQLite ever.

Within that each statement sees what has been committed by the time it begins (``READ COMMITTED``):
what a turn reads is its own learners', which nobody else can change now, or what only those change
who are alone.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from bot.conversation.inputs import LearnerId
from bot.storage.errors import StoreError
from bot.storage.postgres import server
from bot.storage.postgres.connection import PostgresConnection
from bot.storage.postgres.server import explained
from bot.storage.sql import outbox
from bot.storage.sql.connection import rows
from bot.storage.sql.store import SqlStore
from bot.storage.sql.transaction import SqlTransaction

COMMON = 0x466F7265_0000
"""The advisory lock that whoever writes holds: shared, or alone."""

SHARED = f"BEGIN; SELECT pg_advisory_xact_lock_shared({COMMON})"
ALONE = f"BEGIN; SELECT pg_advisory_xact_lock({COMMON})"

LOCK = """
SELECT pg_advisory_xact_lock(key) FROM (
    SELECT DISTINCT hashtextextended(coalesce(identity.learner, value), 0) AS key
    FROM json_each(?) LEFT JOIN identity ON identity.id = value ORDER BY 1
) AS wanted
"""
"""Learners are locked by a hash: two of one hash wait for each other, and nothing worse."""

CONNECTIONS = 6
"""At most, beside one for each report: one for the desk, the rest for what goes on beside it."""

UNSURE = "UPDATE outbox SET claimed_by = NULL WHERE input IN (SELECT value FROM json_each(?))"


class PostgresStore(SqlStore):
    """Keeps everything in the database at ``url``, beside other processes that do so.

    Of who only reads it must be there, and none is made: it is an ``existing`` one.
    """

    def __init__(self, url: str, *, existing: bool = False) -> None:
        super().__init__()
        self._url = url
        self._existing = existing
        self._where = server.address(url)
        self._pool: asyncpg.Pool[Any] | None = None

    async def open(self) -> None:
        """Bring the schema up to date, and become a courier."""
        with explained(self._where):
            connection = await server.connect(self._url)
            try:
                await server.whole(connection, self._where)
                if self._existing:
                    await server.there(connection, self._where)
                await server.migrate(connection, self._where)
            finally:
                await connection.close()
            self._pool = await server.pool(self._url, CONNECTIONS)
            try:
                async with self._write() as writer:
                    [(self._courier,)] = await rows(writer, outbox.COURIER)
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        """End all connections; safe to call twice."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    def still_there(self) -> None:
        """Nothing: a server that has gone is an error of whatever is asked of it."""

    async def scrub(self) -> bool:
        """Leave no copy of what was deleted in the tables; whether that could be done.

        What the server's write-ahead log and backups hold of it goes as they do.
        """
        with explained(self._where):
            connection = await server.connect(self._url)
            try:
                await connection.execute("VACUUM (SKIP_LOCKED)")
            finally:
                await connection.close()
        return True

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqlTransaction]:
        """A writing transaction of turns."""
        async with self._begun(SHARED) as writer:
            yield PostgresTransaction(writer, self._courier, self._owners)

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[PostgresConnection]:
        """A connection in a transaction, beside which nobody writes."""
        async with self._begun(ALONE) as writer:
            yield writer

    @asynccontextmanager
    async def _begun(self, how: str) -> AsyncIterator[PostgresConnection]:
        with explained(self._where):
            async with self._opened().acquire(timeout=server.PATIENCE) as raw:
                await raw.execute(how)
                try:
                    yield PostgresConnection(raw)
                    await raw.execute("COMMIT")
                except BaseException:
                    # A connection that is lost has rolled back.
                    with contextlib.suppress(
                        asyncpg.PostgresError, asyncpg.InterfaceError, OSError
                    ):
                        await asyncio.shield(raw.execute("ROLLBACK"))
                    raise

    async def _read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """What a statement finds of what has been committed."""
        with explained(self._where):
            async with self._opened().acquire(timeout=server.PATIENCE) as raw:
                return await rows(PostgresConnection(raw), sql, parameters)

    @asynccontextmanager
    async def _apart(self) -> AsyncIterator[PostgresConnection]:
        """A connection of one's own."""
        self._opened()
        with explained(self._where):
            connection = await server.connect(self._url)
            try:
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    yield PostgresConnection(connection)
            finally:
                await connection.close(timeout=1)

    def _opened(self) -> "asyncpg.Pool[Any]":
        if self._pool is None:
            raise StoreError(f"{self._where}: the store is not open: call open() first.")
        return self._pool


class PostgresTransaction(SqlTransaction):
    """The desk's transaction, whose learners are its own until it ends."""

    async def _hold(self, learners: Collection[LearnerId]) -> None:
        """Wait until no other process has one of these learners in a batch."""
        await rows(self._writer, LOCK, (json.dumps(list(learners)),))
