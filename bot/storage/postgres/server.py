"""Reaching a PostgreSQL server so that it can be relied on, or saying why it can't be.

A pooler between this program and PostgreSQL hands out the server's connections. A pooler that
changes the connection after each transaction, as PgBouncer can, loses what is set for it unless it
is told to set it itself, and statements that were planned unless it keeps account of them. Nothing
else of a session is relied on: locks end with a transaction, and leases are rows.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import asyncpg
from asyncpg.exceptions import ClientConfigurationError

from bot.storage.postgres.connection import PostgresConnection, Raw
from bot.storage.records import StoreError, UnavailableError

GUIDE = "docs/postgresql.md says how"

_UNKNOWN = ("08P01", "unsupported startup parameter")
_STATEMENTS = ("42P05", "26000")
"""SQLSTATEs of a planned statement that is there already, or is not."""

_NEAR = (
    "application_name",
    "tcp_keepalives_idle",
    "tcp_keepalives_interval",
    "tcp_keepalives_count",
)
"""What is between a pooler and the server, which only the pooler can set."""

# What nobody has set has PostgreSQL itself as its source. That a schema is to be made yet is fine.
_SETTINGS_LOST = """
SELECT 'search_path' WHERE coalesce(current_schema(), $1) <> $1
UNION ALL
(SELECT name FROM pg_settings WHERE name = ANY($2) AND source = 'default' ORDER BY name)
"""


async def is_pooled(connection: "asyncpg.Connection[Any]") -> bool:
    """Whether this connection leads to a pooler and not to the server itself."""
    process = await connection.fetchval("SELECT pg_backend_pid()")
    return bool(connection.get_server_pid() != process)


async def lost_settings(connection: Raw, where: str, schema: str, settings: Iterable[str]) -> str:
    """Which of these settings do not hold, though they were given as it was connected, in words.

    There are none if that is empty. Raises ``StoreError`` if names would mean tables of another
    schema.
    """
    asked = [setting for setting in settings if setting not in (*_NEAR, "search_path")]
    names = [name for (name,) in await connection.fetch(_SETTINGS_LOST, schema, asked)]
    if not names:
        return ""
    says = (
        f"a pooler before the server loses what Foretell sets for its connections "
        f"({', '.join(names)}). Let the pooler or the server set it: {GUIDE}"
    )
    if "search_path" in names:
        raise StoreError(f"{where}: {says}.")
    return says


def explains(error: asyncpg.PostgresError) -> str:
    """Why an error is a pooler's doing, and how to mend it; nothing if it is not."""
    if error.sqlstate == _UNKNOWN[0] and _UNKNOWN[1] in str(error):
        return f"{error}: a pooler refuses what Foretell sets for its connections. Tell it: {GUIDE}"
    if error.sqlstate in _STATEMENTS:
        return (
            f"{type(error).__name__}: a pooler before the server loses planned statements. Set its "
            f"max_prepared_statements: {GUIDE}"
        )
    return ""


SCHEMA = "foretell"
"""The schema that everything is in, so that a database may be shared with other programs."""

SETTINGS = {
    "search_path": SCHEMA,
    "application_name": "foretell",
    # Every statement is short, so compiling it costs more than it saves.
    "jit": "off",
    # What is asked for lies in memory or on a drive without a head.
    "random_page_cost": "1.1",
    # A report counts between two statements, and a copy longer than that.
    "idle_in_transaction_session_timeout": "60s",
    "lock_timeout": "30s",
    # The locks of a machine that has gone are let go of before long.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
LOOKING_UP = SETTINGS | {
    # Who hangs in a transaction, as a machine that is paused, holds its learners, and may hold all
    # of them; who waits for a lock tries again later.
    "idle_in_transaction_session_timeout": "5s",
    "lock_timeout": "5s",
    # As long as whoever asked waits for the answer (``ANSWER``).
    "statement_timeout": "40s",
    # A table that is small when a statement is first planned may be read as a whole ever after; and
    # even of 20,000 rows reading all seems cheaper than looking 64 up: 18 ms a batch, and not 0.4.
    "enable_seqscan": "off",
}
"""For whoever looks up a few rows, as all do but reports."""

STATEMENTS = 500
"""Statements that a connection keeps planned: more than the desk has."""

PATIENCE = 10.0
"""Seconds to wait for a connection."""

ANSWER = 40.0
"""Seconds to wait for the answer to a statement, after which the network counts as silent: more
than ``lock_timeout``, as ``statement_timeout``, less than a platform waits for a turn."""

LASTING = 3600.0
"""The same for what may take long: a migration, a report, a copy, a clearing up."""

OLDEST = 16
"""The oldest PostgreSQL that the SQL is written for."""

MIGRATING = 0x466F7265_0001
"""The advisory lock of whoever brings the schema up to date."""

UNHURRIED = """
SET LOCAL statement_timeout = 0;
SET LOCAL lock_timeout = '60s';
SET LOCAL idle_in_transaction_session_timeout = '60s'
"""
"""For bringing the schema up to date, and for waiting until another process has done so."""

_NEWEST = f"SELECT max(version) FROM {SCHEMA}.schema_version"  # noqa: S608 - a name of ours
# Asked of a table, not of ``to_regclass``: that may go by what this connection knew of names before
# it waited for whoever makes them.
_THERE = f"""
SELECT count(*) FROM pg_tables WHERE schemaname = '{SCHEMA}' AND tablename = 'schema_version'
"""  # noqa: S608 - a name of ours

HALF = f"SELECT to_regclass('{SCHEMA}.copying') IS NOT NULL"

_PASSING = ("08", "53", "57", "40", "55P03", "58", "25006", "25P03")
"""How SQLSTATEs begin that say nothing of what was to be written: lost connections, no resources,
a server that stops or starts, a statement or a pause in a transaction that took too long, a
deadlock, a lock that did not come, a disk, a standby server."""

REFUSED = "23000"
"""The SQLSTATE of the schema's own triggers, whose sentences quote nobody; broken keys and other
constraints have longer ones."""

UNREADABLE = (
    "the database's address can't be read. Mend FORETELL_DATABASE: write what is special in its "
    "user or password by number, as %40 for @, %23 for #, %2F for / and %3F for ?."
)

_LOST = (asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What the driver says of a connection that was lost in the midst of something, and of its next
use, as for rolling back."""

ERRORS = (asyncpg.PostgresError, *_LOST, OSError, TimeoutError)
"""What may be raised by whatever is asked of a server."""

_log = logging.getLogger(__name__)


def address(url: str) -> str:
    """Which database it is, without secrets. Raises ``StoreError`` if that can't be told."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise StoreError(UNREADABLE) from None
    # A password with any of these in it ends before its ``@``, and its beginning looks like a port.
    if parts.fragment or ("@" in url and "@" not in parts.netloc):
        raise StoreError(UNREADABLE)
    # Behind the user and the password; it may be several hosts.
    return f"PostgreSQL {parts.netloc.rpartition('@')[2] or 'the local socket'}{parts.path}"


@contextmanager
def explain_errors(where: str) -> Iterator[None]:
    """PostgreSQL's errors as ``StoreError``: what, where, and how to mend it.

    Its own words are quoted only where they can't be about what was to be written. Else the error
    itself is not kept as the cause, either: its words would be in the log with the traceback.
    """
    try:
        yield
    except asyncpg.PostgresError as error:
        state = error.sqlstate or ""
        if why := explains(error):
            raise StoreError(f"{where}: {why}.") from None
        if isinstance(error, asyncpg.InvalidCachedStatementError):
            # A newer version changed the schema since it was planned; it is planned anew.
            raise UnavailableError(
                f"{where}: the schema has changed. It is tried again."
            ) from error
        if state.startswith(_PASSING):
            raise UnavailableError(f"{where}: {error}. It is tried again.") from error
        raise StoreError(f"{where}: {_why(error, state)}") from None
    except ClientConfigurationError as error:
        raise StoreError(
            f"{where}: the address can't be used ({error}). Mend it in FORETELL_DATABASE."
        ) from error
    except _LOST as error:
        # It may be a pool that is being closed as well.
        raise UnavailableError(f"{where}: {error}. It is tried again.") from error
    except (OSError, TimeoutError) as error:
        raise UnavailableError(
            f"{where}: it can't be reached ({str(error) or type(error).__name__}). Start the "
            "server, or mend the address in FORETELL_DATABASE."
        ) from error


def _why(error: asyncpg.PostgresError, state: str) -> str:
    if state.startswith("28"):
        return f"{error}. Mend the user or the password in FORETELL_DATABASE."
    if state == "3D000":
        return f"{error}. Make it first: createdb, or CREATE DATABASE."
    if state.startswith("42501"):
        return f"{error}. The user must own the database, or be allowed to create a schema in it."
    if state == REFUSED:
        return f"{error}. Nothing of this was written."
    named = (error.table_name, error.column_name, error.constraint_name)
    about = "".join(f", {name}" for name in named if name)
    return f"{type(error).__name__} (SQLSTATE {state}{about}). Nothing of this was written."


async def connect(
    url: str, settings: Mapping[str, str] = MappingProxyType({})
) -> "asyncpg.Connection[Any]":
    together = {**SETTINGS, **settings}
    connection = await asyncpg.connect(
        url, timeout=PATIENCE, command_timeout=LASTING, server_settings=together
    )
    await prepare(connection)
    return connection


@asynccontextmanager
async def reading(url: str, where: str) -> AsyncIterator[PostgresConnection]:
    """A connection for a report, which sees a single moment. Raises ``StoreError``."""
    with explain_errors(where):
        connection = await connect(url)
        try:
            await there(connection, where)
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                yield PostgresConnection(connection)
        finally:
            await connection.close(timeout=1)


async def pool(url: str, size: int) -> "asyncpg.Pool[Any]":
    """So many connections at most, made when they are needed; a statement has ``ANSWER``."""
    return await asyncpg.create_pool(
        url,
        min_size=0,
        max_size=size,
        timeout=PATIENCE,
        command_timeout=ANSWER,
        init=prepare,
        # A transaction that is left open is rolled back before this; nothing else is ever changed.
        reset=_as_it_is,
        server_settings=LOOKING_UP,
        statement_cache_size=STATEMENTS,
        max_cached_statement_lifetime=0,
        max_inactive_connection_lifetime=300,
    )


async def _as_it_is(connection: "asyncpg.Connection[Any]") -> None:
    """Leave a connection as it is, which saves a round trip each time that it is given back."""


async def prepare(connection: "asyncpg.Connection[Any]") -> None:
    """Let a new connection give sums as Python's numbers, as SQLite does."""
    await connection.set_type_codec(
        "numeric", schema="pg_catalog", encoder=str, decoder=_number, format="text"
    )


def cut(connection: Raw) -> None:
    """Throw a connection away that does not answer, without waiting for it any more."""
    with suppress(asyncpg.InterfaceError):  # it has been already
        connection.terminate()


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def migrations() -> list[tuple[int, str]]:
    """The schema's files in order: number and SQL."""
    folder = files("bot.storage.postgres") / "schema"
    traversables = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda f: f.name
    )
    return [
        (int(file.name.split("_")[0]), file.read_text(encoding="utf-8")) for file in traversables
    ]


async def migrate(connection: Raw, where: str) -> None:
    """Apply what the database lacks of the schema, in a transaction each, or refuse it."""
    check_version(connection, where)
    parts = await asyncio.to_thread(migrations)
    newest = parts[-1][0]
    began = await version(connection)
    if began > newest:
        raise StoreError(
            f"{where}: this database has schema {began}, but this Foretell knows only up to "
            f"{newest}. It was written by a newer Foretell: use that one, or a backup from before."
        )
    applied = 0
    for number, sql in parts[began:]:
        async with connection.transaction():
            await connection.execute(UNHURRIED)
            await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATING)
            # Whoever was first may have done it meanwhile.
            if number <= await version(connection):
                continue
            if number == 1:
                await connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            await connection.execute(sql, timeout=LASTING)
            await connection.execute(
                f"INSERT INTO {SCHEMA}.schema_version (version) VALUES ($1)",  # noqa: S608 - ours
                number,
            )
            applied = number
    if applied == newest:
        how = "was made with" if began == 0 else f"was brought from schema {began} to"
        _log.info("database %s %s schema %d", where, how, newest)


def check_version(connection: Raw, where: str) -> None:
    """Refuse a server that is too old. Raises ``StoreError``."""
    server = connection.get_server_version()
    if server.major < OLDEST:
        raise StoreError(
            f"{where}: this is PostgreSQL {server.major}, and Foretell needs {OLDEST} or newer. "
            "Bring the server up to date, or name another."
        )


async def whole(connection: Raw, where: str) -> None:
    """Refuse a database that is half a copy of another. Raises ``StoreError``."""
    if await connection.fetchval(HALF):
        raise StoreError(
            f"{where}: this is an unfinished copy of another database. Go on with it (foretell "
            f"migrate), or begin anew: DROP SCHEMA {SCHEMA} CASCADE."
        )


async def there(connection: Raw, where: str) -> None:
    """Refuse a database that Foretell has not been started with. Raises ``StoreError``."""
    if not await version(connection):
        raise StoreError(
            f"{where}: nothing of Foretell's is in this database. Set FORETELL_DATABASE to that "
            "of the bot, or start the bot once."
        )


async def version(connection: Raw) -> int:
    """The schema that the database has; 0 if it has none yet."""
    if not await connection.fetchval(_THERE):
        return 0
    number = await connection.fetchval(_NEWEST)
    return int(number or 0)
