"""What hands the server's connections out, between this program and PostgreSQL; what is lost there.

A pooler that changes the server's connection after each transaction, as PgBouncer can, loses what
is set for a connection unless it is told to set it itself, and statements that were planned unless
it keeps account of them. Nothing else of a session is relied on: locks end with a transaction, and
leases are rows.
"""

from collections.abc import Iterable
from typing import Any

import asyncpg

from bot.storage.errors import StoreError
from bot.storage.postgres.connection import Raw

GUIDE = "docs/operating.md says how, under PostgreSQL"

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
_LOST = """
SELECT 'search_path' WHERE coalesce(current_schema(), $1) <> $1
UNION ALL
(SELECT name FROM pg_settings WHERE name = ANY($2) AND source = 'default' ORDER BY name)
"""


async def pooled(connection: "asyncpg.Connection[Any]") -> bool:
    """Whether it is not the server itself that this connection leads to.

    Whoever connects is told by which number to cancel something; a pooler makes up its own.
    """
    process = await connection.fetchval("SELECT pg_backend_pid()")
    return bool(connection.get_server_pid() != process)


async def lost(connection: Raw, where: str, schema: str, settings: Iterable[str]) -> str:
    """Which of these settings do not hold, though they were given as it was connected, in words.

    There are none if that is empty. Raises ``StoreError`` if names would mean tables of another
    schema.
    """
    asked = [one for one in settings if one not in (*_NEAR, "search_path")]
    names = [name for (name,) in await connection.fetch(_LOST, schema, asked)]
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
    """Why an error is one that only a pooler makes, and how to mend it; nothing if it is none."""
    if error.sqlstate == _UNKNOWN[0] and _UNKNOWN[1] in str(error):
        return f"{error}: a pooler refuses what Foretell sets for its connections. Tell it: {GUIDE}"
    if error.sqlstate in _STATEMENTS:
        return (
            f"{type(error).__name__}: a pooler before the server loses planned statements. Set its "
            f"max_prepared_statements: {GUIDE}"
        )
    return ""
