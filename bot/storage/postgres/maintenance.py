"""What is asked of a PostgreSQL database beside whoever writes: its state, an input's way, copies.

See ``storage.copying``. No superuser is needed, only who owns the tables. Nothing that tables do by
themselves is done while rows come, but for their checks and references. PostgreSQL's own tools make
its backups.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

import asyncpg

from bot.storage import copying
from bot.storage.copying import Done, Key, Progress, Row, Side, Source, Table, Target
from bot.storage.postgres import server
from bot.storage.postgres.connection import translate, without_zero
from bot.storage.postgres.server import SCHEMA, address, explain_errors
from bot.storage.postgres.store import COMMON, LEAD
from bot.storage.records import ServerState, StoreError, Trace, TracedInput
from bot.storage.sql import personal as shared
from bot.storage.sql.base import rows
from bot.storage.sql.store import TOUCH

TRIES = 5
"""Commits that are timed, of which the median is told."""


async def examine(url: str) -> ServerState:
    """What can be said of a database without changing it. Raises ``StoreError`` if nothing can."""
    where = server.address(url)
    with explain_errors(where):
        connection = await server.connect(url)
        try:
            server_version = connection.get_server_version()
            known = server_version.major >= server.OLDEST
            if known:
                await server.whole(connection, where)
            newest = server.migrations()[-1][0]
            version = await server.version(connection)
            size = await connection.fetchval("SELECT pg_database_size(current_database())")
            pooled = await server.is_pooled(connection)
            lost = await server.lost_settings(connection, where, server.SCHEMA, server.SETTINGS)
            commit = await _commit(connection) if known and 0 < version <= newest else None
        finally:
            await connection.close(timeout=1)
    # Before 10 the second number was a part of which version it is.
    number = (
        server_version.major,
        server_version.micro if server_version.major >= 10 else server_version.minor,
    )
    return ServerState(where, number, server.OLDEST, version, newest, size, commit, pooled, lost)


async def _commit(connection: "asyncpg.Connection[Any]") -> float:
    """Seconds that a commit takes which writes something that changes nothing."""
    took = []
    for _ in range(TRIES):
        began = time.monotonic()
        await connection.execute(TOUCH)
        took.append(time.monotonic() - began)
    return statistics.median(took)


COLUMNS = f"""
SELECT class.relname, part.attname FROM pg_class AS class
JOIN pg_attribute AS part ON part.attrelid = class.oid AND part.attnum > 0 AND NOT part.attisdropped
WHERE class.relnamespace = '{server.SCHEMA}'::regnamespace AND class.relkind = 'r'
ORDER BY class.relname, part.attnum
"""  # noqa: S608 - a name of ours
SENDER = f"SELECT holder FROM lease WHERE name = '{LEAD}' AND until > clock_timestamp()"  # noqa: S608 - a name of ours


async def trace(url: str, id: str) -> Trace | None:
    """What there is of this input, if anything. Raises ``StoreError``."""
    async with server.reading(url, server.address(url)) as reader:
        return await shared.trace(reader, shared.tables(await rows(reader, COLUMNS)), id, SENDER)


async def latest(url: str, learner: str, limit: int) -> list[TracedInput]:
    """The last inputs of somebody, newest first. Raises ``StoreError``."""
    async with server.reading(url, server.address(url)) as reader:
        return await shared.latest(reader, learner, limit)


def refusal(url: str) -> StoreError:
    """Which command of PostgreSQL's is to be used instead; without a password."""
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    known = [pair for pair in parse_qsl(parts.query) if "password" not in pair[0]]
    asked = f"?{urlencode(known, safe='/')}" if known else ""
    at = f"'postgresql://{user}{parts.netloc.rpartition('@')[2]}{parts.path}{asked}'"
    return StoreError(
        f"{address(url)}: PostgreSQL's own tools make and restore its backups, while the bot runs: "
        f"pg_dump --format=custom --schema={SCHEMA} --file=foretell.dump {at} (and pg_restore; "
        "docs/postgresql.md has both)"
    )


COPYING = 0x466F7265_0002
"""The advisory lock of whoever copies to a database."""

LEFT_BEHIND = 10
"""Seconds in which a server notices that a program has been killed that held the lock."""

NAME = "foretell migrate"

SETTINGS = {"application_name": NAME, "idle_in_transaction_session_timeout": "0"}
"""What is otherwise for who copies: a single moment is read for as long as that takes."""

TABLES = f"""
SELECT class.relname,
    array(SELECT attname FROM pg_attribute WHERE attrelid = class.oid AND attnum > 0
        AND NOT attisdropped AND attgenerated = '' ORDER BY attnum),
    coalesce((SELECT array(
        SELECT attname FROM unnest(indkey) WITH ORDINALITY AS part (number, place)
        JOIN pg_attribute ON attrelid = class.oid AND attnum = number ORDER BY place)
        FROM pg_index WHERE indrelid = class.oid AND indisprimary), '{{}}'),
    array(SELECT DISTINCT other.relname FROM pg_constraint
        JOIN pg_class AS other ON other.oid = confrelid
        WHERE conrelid = class.oid AND contype = 'f')
FROM pg_class AS class
WHERE class.relnamespace = '{SCHEMA}'::regnamespace AND class.relkind = 'r'
AND class.relname NOT IN ('schema_version', 'lease', '{copying.TABLE}')
ORDER BY class.relname COLLATE "C"
"""  # noqa: S608 - names of ours

IDENTITIES = f"""
SELECT class.relname, attname, pg_get_serial_sequence(format('%I.%I', '{SCHEMA}', relname), attname)
FROM pg_class AS class JOIN pg_attribute ON attrelid = class.oid AND attidentity <> ''
WHERE class.relnamespace = '{SCHEMA}'::regnamespace AND class.relkind = 'r'
"""  # noqa: S608 - a name of ours

OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'foretell'
"""

LED = "SELECT EXISTS (SELECT 1 FROM lease WHERE until > clock_timestamp())"

MISSED = ("learner", "audit")
"""Tables that nobody wants to lose a row of; what else a bot makes at its start is made again."""


class _Database(Side):
    """A database that no bot has, and a connection to it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._open: asyncpg.Connection[Any] | None = None

    @property
    def name(self) -> str:
        return server.address(self._url)

    @property
    def _connection(self) -> "asyncpg.Connection[Any]":
        if self._open is None:
            raise StoreError(f"{self.name}: there is no connection.")
        return self._open

    async def close(self) -> None:
        connection, self._open = self._open, None
        if connection is not None:
            await connection.close(timeout=1)

    @asynccontextmanager
    async def _opening(self) -> AsyncIterator["asyncpg.Connection[Any]"]:
        """The connection, which is closed if the block fails."""
        with explain_errors(self.name):
            self._open = await server.connect(self._url, SETTINGS)
            try:
                server.check_version(self._open, self.name)
                if await server.is_pooled(self._open):
                    raise StoreError(
                        f"{self.name}: this is a pooler, which may keep the locks of a copy after "
                        "its end. Name the server itself."
                    )
                if others := await self._open.fetchval(OTHERS):
                    raise StoreError(
                        f"{self.name}: Foretell is using this database ({others} "
                        f"{'connection' if others == 1 else 'connections'}). Stop every bot first; "
                        "what a pooler keeps open for one counts as well, until it is restarted."
                    )
                yield self._open
            except BaseException:
                await self.close()
                raise

    async def _newest(self, connection: "asyncpg.Connection[Any]") -> None:
        """Bring the schema up to date, unless a bot is at work that hides behind a pooler."""
        await server.migrate(connection, self.name)
        if await connection.fetchval(LED):
            raise StoreError(
                f"{self.name}: a bot is at work on this database, or was killed a moment ago. Stop "
                "every bot first, and try again in a moment."
            )

    async def tables(self) -> list[Table]:
        with explain_errors(self.name):
            entries = await self._connection.fetch(TABLES)
        return [
            Table(name, tuple(columns), tuple(key), frozenset(needs))
            for name, columns, key, needs in entries
        ]

    async def count(self, table: Table) -> int:
        with explain_errors(self.name):
            sql = f"SELECT count(*) FROM {_name_table(table)}"  # noqa: S608 - a name of the schema's
            return int(await self._connection.fetchval(sql))

    async def page(self, table: Table, after: Key | None, size: int) -> list[Row]:
        sql = table.page(after is not None, "${}")
        with explain_errors(self.name):
            entries = await self._connection.fetch(sql, *(after or ()), size)
        return [tuple(item) for item in entries]


class ServerSource(_Database, Source):
    """The database from which is copied; it is brought up to date first, as at a start."""

    async def __aenter__(self) -> Self:
        async with self._opening() as connection:
            await server.whole(connection, self.name)
            await server.there(connection, self.name)
            await self._newest(connection)
            # As long as it is held no bot writes, even if it is started.
            if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", COMMON):
                raise StoreError(
                    f"{self.name}: somebody is writing to this database. Stop every bot first."
                )
            await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return self

    async def count_numbers(self) -> Mapping[str, int]:
        numbers = {}
        with explain_errors(self.name):
            for table, _, sequence in await self._connection.fetch(IDENTITIES):
                last = f"SELECT last_value FROM {sequence} WHERE is_called"  # noqa: S608 - a name of the schema's
                numbers[table] = int(await self._connection.fetchval(last) or 0)
        return numbers


class ServerTarget(_Database, Target):
    """The database to which is copied."""

    version = 0

    async def __aenter__(self) -> Self:
        async with self._opening() as connection:
            await self._alone(connection)
            await self._newest(connection)
            self.version = await server.version(connection)
            # What was written last may go with the server's power: so does the note of it.
            await connection.execute("SET synchronous_commit = off")
        return self

    async def _alone(self, connection: "asyncpg.Connection[Any]") -> None:
        for _ in range(LEFT_BEHIND * 5):
            if await connection.fetchval("SELECT pg_try_advisory_lock($1)", COPYING):
                return
            await asyncio.sleep(0.2)
        raise StoreError(f"{self.name}: another `foretell migrate` is copying to this database.")

    def storable(self, row: Row) -> Row:
        for item in row:
            if isinstance(item, str) and ("\0" in item or "\\u0000" in item):
                break
        else:
            return row
        # A text that may stay as it is has to be the same object.
        kept = tuple(without_zero(entry) if isinstance(entry, str) else entry for entry in row)
        return tuple(old if old == new else new for old, new in zip(row, kept, strict=True))

    async def progress(self) -> Progress | None:
        with explain_errors(self.name):
            there = await self._connection.fetchval(server.HALF)
            return copying.read(await self._connection.fetch(copying.READ)) if there else None

    async def check(self) -> None:
        with explain_errors(self.name):
            for table in MISSED:
                if await self._connection.fetchval(f"SELECT EXISTS (SELECT 1 FROM {table})"):  # noqa: S608 - a name of ours
                    raise StoreError(
                        f"{self.name}: has learners or a log of its own already, which a copy "
                        "would replace. If it is a finished copy, it is ready; else name an empty "
                        "database, or, if nobody needs what is in this one, first "
                        f"DROP SCHEMA {SCHEMA} CASCADE there."
                    )

    async def begin(self, source: str) -> None:
        tables = await self.tables()
        with explain_errors(self.name):
            async with self._connection.transaction():
                for table in tables:
                    await self._connection.execute(
                        f"ALTER TABLE {_name_table(table)} DISABLE TRIGGER USER"
                    )
                every = ", ".join(map(_name_table, tables))
                await self._connection.execute(f"TRUNCATE {every} RESTART IDENTITY")
                await self._connection.execute(f"DROP TABLE IF EXISTS {copying.TABLE}")
                await self._connection.execute(copying.MAKE)
                await self._note(copying.BEGIN, copying.begin_parameters(source, self.version))

    async def write(self, table: Table, rows: Sequence[Row], done: Done) -> None:
        with explain_errors(self.name):
            async with self._connection.transaction():
                if rows:
                    await self._copy(table, rows)
                await self._note(copying.NOTE, copying.note_done(table.name, done))

    async def _copy(self, table: Table, rows: Sequence[Row]) -> None:
        try:
            await self._connection.copy_records_to_table(
                table.name, schema_name=SCHEMA, columns=table.columns, records=rows
            )
        except (TypeError, ValueError, OverflowError, asyncpg.DataError) as error:
            # Its words may quote what was to be written.
            raise StoreError(
                f"{self.name}: the table {table.name} holds something of another kind than its "
                f"columns are for ({type(error).__name__}), which SQLite lets pass. Please report "
                "it; the database itself is as it was."
            ) from None

    async def _note(self, sql: str, parameters: tuple[object, ...]) -> None:
        await self._connection.execute(translate(sql).sql, *parameters)

    async def finish(self, numbered: Mapping[str, int]) -> None:
        tables = await self.tables()
        with explain_errors(self.name):
            await self._connection.execute("SET synchronous_commit = on")
            async with self._connection.transaction():
                for table in tables:
                    await self._connection.execute(
                        f"ALTER TABLE {_name_table(table)} ENABLE TRIGGER USER"
                    )
                for name, column, sequence in await self._connection.fetch(IDENTITIES):
                    highest = f'SELECT max("{column}") FROM "{name}"'  # noqa: S608 - names of the schema's
                    there = await self._connection.fetchval(highest) or 0
                    last = max(there, numbered.get(name, 0))
                    await self._connection.execute(
                        "SELECT setval($1::text::regclass, $2, $3)",
                        sequence,
                        max(last, 1),
                        last > 0,
                    )
                await self._connection.execute(copying.DROP)
            # So that the server knows from the beginning how large each table is.
            await self._connection.execute("ANALYZE")


def _name_table(table: Table) -> str:
    return f'{SCHEMA}."{table.name}"'
