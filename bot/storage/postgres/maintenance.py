"""What is asked of a PostgreSQL database beside whoever writes; nothing in it changes.

What it is like, the way of one input (``sql.trace``), and which of PostgreSQL's own tools makes its
backups.
"""

import statistics
import time
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import asyncpg

from bot.storage.errors import StoreError
from bot.storage.postgres import server
from bot.storage.postgres.server import SCHEMA, address, explained
from bot.storage.postgres.store import LEAD
from bot.storage.records import ServerState, Trace, TracedInput
from bot.storage.sql import trace as shared
from bot.storage.sql.base import rows
from bot.storage.sql.store import TOUCH

TRIES = 5
"""Commits that are timed, of which the middle one is told."""


async def examine(url: str) -> ServerState:
    """What can be said of a database without changing it. Raises ``StoreError`` if nothing can."""
    where = server.address(url)
    with explained(where):
        connection = await server.connect(url)
        try:
            server_version = connection.get_server_version()
            known = server_version.major >= server.OLDEST
            if known:
                await server.whole(connection, where)
            newest = server.migrations()[-1][0]
            version = await server.version(connection)
            size = await connection.fetchval("SELECT pg_database_size(current_database())")
            pooled = await server.pooled(connection)
            lost = await server.lost(connection, where, server.SCHEMA, server.SETTINGS)
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
    """What there is of the input with this id; ``None`` if there is nothing.

    Raises ``StoreError`` if the database can't be read.
    """
    async with server.reading(url, server.address(url)) as reader:
        return await shared.trace(reader, shared.tables(await rows(reader, COLUMNS)), id, SENDER)


async def latest(url: str, learner: str, limit: int) -> list[TracedInput]:
    """The last inputs of somebody, newest first, as far as they are known still.

    Raises ``StoreError`` if the database can't be read.
    """
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
        "docs/operating.md, PostgreSQL, has both)"
    )
