"""What a PostgreSQL database is like, for whoever looks after it; nothing in it changes."""

import statistics
import time
from typing import Any

import asyncpg

from bot.storage.postgres import pooler, server
from bot.storage.postgres.server import explained
from bot.storage.records import ServerState
from bot.storage.sql.store import TOUCH

TRIES = 5
"""Commits that are timed, of which the middle one is told."""


async def examine(url: str) -> ServerState:
    """What can be said of a database without changing it. Raises ``StoreError`` if nothing can."""
    where = server.address(url)
    with explained(where):
        connection = await server.connect(url)
        try:
            found = connection.get_server_version()
            known = found.major >= server.OLDEST
            if known:
                await server.whole(connection, where)
            newest = server.migrations()[-1][0]
            version = await server.version(connection)
            size = await connection.fetchval("SELECT pg_database_size(current_database())")
            pooled = await pooler.pooled(connection)
            lost = await pooler.lost(connection, where, server.SCHEMA, server.SETTINGS)
            commit = await _commit(connection) if known and 0 < version <= newest else None
        finally:
            await connection.close(timeout=1)
    # Before 10 the second number was a part of which version it is.
    number = (found.major, found.micro if found.major >= 10 else found.minor)
    return ServerState(where, number, server.OLDEST, version, newest, size, commit, pooled, lost)


async def _commit(connection: "asyncpg.Connection[Any]") -> float:
    """Seconds that a commit takes which writes something that changes nothing."""
    took = []
    for _ in range(TRIES):
        began = time.monotonic()
        await connection.execute(TOUCH)
        took.append(time.monotonic() - began)
    return statistics.median(took)
