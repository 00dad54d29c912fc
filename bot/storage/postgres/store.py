"""The store for several processes: a PostgreSQL database.

What of two processes may write at once is decided by advisory locks of the transaction, which end
with it, however it ends, and which work behind a pooler as well:

- a batch of turns holds the *common* lock shared and a lock of each of its learners, taken in the
  order of their keys, so that no two wait for each other. So each input counts once, and a
  learner's inputs keep their order, whichever processes they came to;
- whatever touches more than its own learners, such as publishing, linking or a change of a class,
  holds the common lock alone. Then nobody else writes, as in SQLite ever.

Locks hand nothing over, and what a killed process had is free with its connection. Lanes, into
which learners are hashed and of which each is leased by a process, were measured beside them and
were slower (``docs/benchmarks.md``).

Within that each statement sees what has been committed by the time it begins (``READ COMMITTED``):
what a turn reads is its own learners', which nobody else can change now, or what only those change
who are alone.

What only a single process may do, it does by a lease: a row with a time, by the server's clock, so
that the clocks of machines need not agree. It works behind a pooler, where a lock of a connection
would not, and it ends by itself when its holder does, however that ends.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from bot.conversation.inputs import LearnerId
from bot.storage.codec import EncodedRecord
from bot.storage.postgres import server
from bot.storage.postgres.connection import PostgresConnection, Raw
from bot.storage.postgres.server import explain_errors
from bot.storage.records import Mark, Parcel, Record, StoreError, UnavailableError
from bot.storage.sql import outbox
from bot.storage.sql.base import Connection, Recent, rows
from bot.storage.sql.store import SqlStore, SqlTransaction
from bot.storage.store import awake

LOCK = """
SELECT pg_advisory_xact_lock(key) FROM (
    SELECT DISTINCT hashtextextended(coalesce(identity.learner, value), 0) AS key
    FROM json_each(?) LEFT JOIN identity ON identity.id = value ORDER BY 1
) AS wanted
"""
"""Learners are locked by a hash: two of the same hash wait for each other, and nothing worse."""


class PostgresTransaction(SqlTransaction):
    """The desk's transaction, whose learners are its own until it ends."""

    def __init__(
        self,
        writer: PostgresConnection,
        courier: int | None,
        owners: Sequence[LearnerId] | None,
        recent: Recent,
        *,
        alone: bool,
        unsure: dict[str, float],
    ) -> None:
        super().__init__(writer, courier, owners, recent)
        self._connection = writer
        self._alone = alone
        self._unsure = unsure
        self.said: set[str] = set()
        """The inputs of the parcels that it makes."""

    @property
    def alone(self) -> bool:
        return self._alone

    async def record(self, records: Sequence[Record], marks: Sequence[Mark]) -> list[Parcel]:
        """Write turns and marks; the new parcels are this courier's, if there is any.

        What other processes have said to the same learners is before them: it was said earlier.
        """
        self.said = {record.input for record in records if record.outputs}
        for said in self.said:
            # It had not been committed. Now its parcel is in hand, if this transaction is.
            self._unsure.pop(said, None)
        parcels = await super().record(records, marks)
        if not parcels or self._courier is None:
            return parcels
        learners = {parcel.learner for parcel in parcels}
        return [*await outbox.earlier(self._writer, learners, self._courier), *parcels]

    async def _post(self, said: Sequence[EncodedRecord]) -> list[Parcel]:
        """Put what these turns said into the outbox, whose numbers all processes share."""
        rows = [outbox.row(turn, self._courier) for turn in said]
        numbers = dict(await self._connection.fetchmany(outbox.ADD, rows))
        return [turn.parcel(numbers[turn.record.input]) for turn in said]

    async def _hold(self, learners: Collection[LearnerId]) -> None:
        """Wait until no other process has any of these learners in a batch."""
        await rows(self._writer, LOCK, (json.dumps(list(learners)),))


TAKE = """
INSERT INTO lease (name, holder, until)
VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE lease.until < clock_timestamp() OR lease.holder = excluded.holder AND $4
RETURNING true
"""
"""Taken if nobody holds it; and by its holder once more, if it may be ($4)."""

RENEW = """
UPDATE lease SET until = clock_timestamp() + make_interval(secs => $3)
WHERE name = $1 AND holder = $2
RETURNING true
"""
"""Only if nobody else has held it since, even where it has run out."""

HELD = "SELECT 1 FROM lease WHERE name = ? AND holder = ? AND until > clock_timestamp()"

LET_GO = "DELETE FROM lease WHERE name = $1 AND holder = $2"

LEAD = "lead"
"""The lease of the process that leads."""


COMMON = 0x466F7265_0000
"""The advisory lock that whoever writes holds: shared, or alone."""

SHARED = f"BEGIN; SELECT pg_advisory_xact_lock_shared({COMMON})"
ALONE = f"BEGIN; SELECT pg_advisory_xact_lock({COMMON})"

CONNECTIONS = 6
"""At most, beside a connection for leases and for each report: a connection for the desk, the rest
for what goes on beside it."""

WRITERS = 3
"""How many of them may write, or wait for that, at once."""

LEAVING = 2.0
"""Seconds that a connection is given to come to an end, before it is cut."""

UNSURE = """
UPDATE outbox SET claimed_by = NULL
WHERE claimed_by = ? AND input IN (SELECT value FROM json_each(?)) RETURNING input
"""

LATE = 120.0
"""Seconds in which a commit that nobody heard of may come about still: longer than the server lets
anybody hang in a transaction."""

_log = logging.getLogger(__name__)


class PostgresStore(SqlStore):
    """Keeps everything in the database at ``url``, beside other processes that do so.

    Of who only reads it must be there, and none is made: it is ``existing``.
    """

    def __init__(self, url: str, *, existing: bool = False) -> None:
        super().__init__()
        self._url = url
        self._existing = existing
        self._where = server.address(url)
        self._pool: asyncpg.Pool[Any] | None = None
        self._leases: asyncpg.Pool[Any] | None = None
        """A connection for leases alone: who waits for another connection may wait for long."""
        self._writers = asyncio.Semaphore(WRITERS)
        self._leads_until = float("-inf")
        self._unsure: dict[str, float] = {}
        """Inputs of which it can't be known whether they were committed, as a connection was lost;
        each with the time (``time.monotonic``) from when on they were not."""

    async def open(self) -> None:
        """Bring the schema up to date, and become a courier."""
        with explain_errors(self._where):
            self._pool = await server.pool(self._url, CONNECTIONS)
            self._leases = await server.pool(self._url, 1)
            try:
                async with self._pool.acquire(timeout=server.PATIENCE) as connection:
                    address = (self._where, server.SCHEMA, server.LOOKING_UP)
                    if lost := await server.lost_settings(connection, *address):
                        _log.warning("%s: %s", self._where, lost)
                    await server.whole(connection, self._where)
                    if self._existing:
                        await server.there(connection, self._where)
                    await server.migrate(connection, self._where)
                async with self._write() as writer:
                    [(self._courier,)] = await rows(writer, outbox.COURIER)
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        """End all connections; safe to call twice."""
        pools = [pool for pool in (self._pool, self._leases) if pool is not None]
        self._pool = self._leases = None
        # A connection that waits for an answer that never comes is cut.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LEAVING):
                await asyncio.gather(*(pool.close() for pool in pools))

    def still_there(self) -> None:
        """Nothing: a server that has gone is an error of whatever is asked of it."""

    async def scrub(self) -> bool:
        with explain_errors(self._where):
            connection = await server.connect(self._url)
            try:
                await connection.execute("VACUUM (SKIP_LOCKED)")
            finally:
                await connection.close()
        return True

    shared = True
    """Other processes may write beside this one."""

    async def lead(self, seconds: float) -> bool:
        return await self._lead(seconds, TAKE, True)

    async def go_on_leading(self, seconds: float) -> bool:
        return await self._lead(seconds, RENEW)

    async def _lead(self, seconds: float, sql: str, *more: object) -> bool:
        until = awake() + seconds
        leads = await self._hold(sql, LEAD, seconds, *more)
        self._leads_until = until if leads else float("-inf")
        return leads

    async def resign(self) -> None:
        self._leads_until = float("-inf")
        async with self._connect() as raw:
            await raw.execute(LET_GO, LEAD, self._courier)

    async def lease(self, name: str, seconds: float) -> bool:
        return await self._hold(TAKE, name, seconds, False)

    async def _hold(self, sql: str, name: str, seconds: float, *more: object) -> bool:
        # What comes after that would be of no use.
        late = min(seconds, server.ANSWER)
        async with self._connect(self._leases, late) as raw:
            return bool(await raw.fetchval(sql, name, self._courier, seconds, *more, timeout=late))

    async def _leads(self, connection: Connection) -> bool:
        """Whether this process leads, by the database's clock."""
        return bool(await rows(connection, HELD, (LEAD, self._courier)))

    @asynccontextmanager
    async def transaction(
        self, *, alone: bool = False, lasting: bool = True
    ) -> AsyncIterator[SqlTransaction]:
        """A writing transaction of turns; it is lasting, whatever it is to be."""
        courier = self._courier if awake() < self._leads_until else None
        began: PostgresTransaction | None = None
        try:
            async with self._begin(ALONE if alone else SHARED) as writer:
                began = PostgresTransaction(
                    writer, courier, self._owners, self._recent, alone=alone, unsure=self._unsure
                )
                yield began
        except UnavailableError:
            if began is not None:
                late = time.monotonic() + LATE
                self._unsure |= dict.fromkeys(began.said, late)
            raise

    async def claim(self, limit: int) -> list[Parcel]:
        """Up to ``limit`` of the oldest parcels that are not in this courier's hands.

        Among them are its own whose commit was never confirmed, if any. It may have come about only
        after whoever waited for it had given up.
        """
        if self._unsure:
            await self._release()
        return await super().claim(limit)

    async def _release(self) -> None:
        """Give those parcels out of hand that nobody knows to be in it."""
        now = time.monotonic()
        for said in [said for said, late in self._unsure.items() if late < now]:
            del self._unsure[said]
        async with self._write_beside() as writer:
            asked = (self._courier, json.dumps(sorted(self._unsure)))
            released = await rows(writer, UNSURE, asked)
        for (said,) in released:
            self._unsure.pop(said, None)

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[PostgresConnection]:
        async with self._begin(ALONE) as writer:
            yield writer

    @asynccontextmanager
    async def _write_beside(self) -> AsyncIterator[PostgresConnection]:
        """A connection in a transaction, beside others."""
        async with self._begin(SHARED) as writer:
            yield writer

    @asynccontextmanager
    async def _begin(self, how: str) -> AsyncIterator[PostgresConnection]:
        # Whoever waits for the common lock keeps a connection: some are left for who has it.
        async with self._writers, self._connect() as raw:
            writer = PostgresConnection(raw)
            try:
                await raw.execute(how)
                yield writer
                await raw.execute("COMMIT")
            except BaseException as error:
                if isinstance(error, TimeoutError):
                    server.cut(raw)
                # A connection that is lost has rolled back. Of several statements at once,
                # those after the failed statement are to fail first.
                with contextlib.suppress(*server.ERRORS):
                    await asyncio.shield(_roll_back(writer, raw))
                raise

    async def _read_each(self, *queries: tuple[str, Any]) -> list[list[Any]]:
        """What each of these finds of what has been committed."""
        async with self._connect() as raw:
            reader = PostgresConnection(raw)
            return [await rows(reader, sql, parameters) for sql, parameters in queries]

    @asynccontextmanager
    async def _apart(self) -> AsyncIterator[PostgresConnection]:
        """A new connection for the block alone."""
        self._open()
        async with server.reading(self._url, self._where) as reader:
            yield reader

    @asynccontextmanager
    async def _connect(
        self, pool: "asyncpg.Pool[Any] | None" = None, patience: float | None = None
    ) -> AsyncIterator[Raw]:
        """A connection, or one of those in ``pool``, for a while."""
        pool = pool or self._open()
        with explain_errors(self._where):
            async with pool.acquire(timeout=patience or server.PATIENCE) as raw:
                try:
                    yield raw
                except TimeoutError:
                    server.cut(raw)
                    raise TimeoutError("there is no answer") from None
                except asyncio.CancelledError:
                    # What was asked is cancelled at the server first. If that is not answered
                    # either, the connection is cut; nothing may hide that this is to end.
                    with contextlib.suppress(*server.ERRORS):
                        await pool.release(raw, timeout=LEAVING)
                    raise

    def _open(self) -> "asyncpg.Pool[Any]":
        if self._pool is None:
            raise StoreError(f"{self._where}: the store is not open: call open() first.")
        return self._pool


async def _roll_back(writer: PostgresConnection, raw: Raw) -> None:
    try:
        async with asyncio.timeout(LEAVING):
            await writer.execute("ROLLBACK")
    except TimeoutError:
        server.cut(raw)
