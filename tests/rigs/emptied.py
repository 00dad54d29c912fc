"""PostgreSQL databases that tests have one after another: emptied between them, not made anew.

Emptying one takes the server a small part of what making one does. All connections to it are ended
first, and with them the locks, ``LISTEN`` and transactions of who had it before; its rows and its
sequences are as in a new one. One whose schema was changed is left alone, and another is made. What
tests of the schema, of roles or of a database itself have is a ``FreshPostgres``, new for each.
"""

import asyncio
import functools
import weakref
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg

from bot.storage.postgres.server import ERRORS as LOST
from tests.rigs.postgres import LeadingPostgres, lasting_database, server

_ALONE = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

_SCHEMA = """
SELECT coalesce(sum(changed), 0) FROM (
    SELECT xmin::text::bigint AS changed FROM pg_class WHERE oid >= 16384
    UNION ALL SELECT xmin::text::bigint FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT xmin::text::bigint FROM pg_attrdef
    UNION ALL SELECT xmin::text::bigint FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT xmin::text::bigint FROM pg_trigger
    UNION ALL SELECT xmin::text::bigint FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT xmin::text::bigint FROM pg_namespace WHERE nspname !~ '^pg_'
    UNION ALL SELECT xmin::text::bigint FROM pg_database WHERE datname = current_database()
)
"""
"""Tells by which transactions the schema came to be, so also whether another changed it since."""

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'foretell' ORDER BY 1"
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'foretell'"


class _Kept:
    """A database, and a connection that empties it each time, for a new one is slow at first."""

    def __init__(self) -> None:
        self.url = lasting_database()
        self._schema = 0
        self._connection: asyncpg.Connection[Any] | None = None

    async def empty(self) -> bool:
        """Empty it; false, with nothing done, if its schema was changed."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self.url)
        connection = self._connection
        await connection.execute(_ALONE)
        schema = await connection.fetchval(_SCHEMA)
        if self._schema and schema != self._schema:
            await connection.close()
            return False
        self._schema = schema
        await connection.execute(await _emptying())
        return True


_free: list[_Kept] = []
_lent: list["weakref.finalize[..., LeadingPostgres]"] = []


class EmptiedPostgres(LeadingPostgres):
    """A store over a database with nothing in it, which others get once this object is gone, or
    was given back."""

    def __init__(self) -> None:
        kept = _thread().submit(_runner().run, _any_empty()).result()
        super().__init__(kept.url)
        lent = weakref.finalize(self, _free.append, kept)
        lent.atexit = False
        _lent.append(lent)


def lent() -> int:
    """How many stores there have been that were not given back."""
    return len(_lent)


def give_back(since: int) -> None:
    """Let others have the databases of all stores but the first so many."""
    for one in _lent[since:]:
        one()
    del _lent[since:]


async def _any_empty() -> _Kept:
    while _free:
        kept = _free.pop()
        try:
            if await kept.empty():
                return kept
        except LOST:
            # A test ended the connections of all databases. Another is made.
            continue
    kept = _Kept()
    assert await kept.empty()
    return kept


@functools.cache
def _thread() -> ThreadPoolExecutor:
    """Where this is done: a loop may run already where a test asks for a database."""
    return ThreadPoolExecutor(1)


@functools.cache
def _runner() -> asyncio.Runner:
    """The loop of the connections; it stands still while a test runs."""
    return asyncio.Runner()


_statements: list[str] = []


async def _emptying() -> str:
    """Statements that leave in a database what there is in a new one."""
    if not _statements:
        connection = await asyncpg.connect(server().url("empty"))
        try:
            _statements.extend([one async for one in _all_statements(connection)])
        finally:
            await connection.close()
    return ";\n".join(_statements)


async def _all_statements(connection: "asyncpg.Connection[Any]") -> AsyncIterator[str]:
    # Neither triggers, which refuse much of this, nor foreign keys, which know an order.
    yield "SET session_replication_role = replica"
    for (table,) in await connection.fetch(_TABLES):
        name = f"foretell.{table}"
        yield f"DELETE FROM {name}"
        if rows := await connection.fetchval(f"SELECT json_agg(t)::text FROM {name} t"):
            text = rows.replace("'", "''")
            found = f"json_populate_recordset(NULL::{name}, '{text}')"
            yield f"INSERT INTO {name} SELECT * FROM {found}"
    for sequence, last in await connection.fetch(_SEQUENCES):
        called = "false" if last is None else "true"
        yield f"SELECT setval('foretell.{sequence}', {last or 1}, {called})"
