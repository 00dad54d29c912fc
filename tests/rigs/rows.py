"""What lies in the database of a store, whichever it is: read or changed from outside."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import asyncpg

from bot.storage.store import Store
from tests.rigs.stores import FreshStore

REFUSED = (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError)
"""What a database raises where it refuses what it was asked from outside."""

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"


def ask(store: Store, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Ask or change a store's database in words of the shared SQL, in a transaction."""
    if isinstance(store, FreshStore):
        with closing(sqlite3.connect(store.path)) as connection, connection:
            return connection.execute(sql, parameters).fetchall()
    from tests.rigs import postgres

    assert isinstance(store, postgres.FreshPostgres)
    return postgres.ask(store.url, sql, parameters)


def tables(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, whatever tables there are, in no order."""
    if isinstance(store, FreshStore):
        names = [name for (name,) in ask(store, _TABLES)]
    else:
        from tests.rigs import postgres

        names = [name for (name,) in ask(store, postgres.TABLES)]
    return {name: sorted(ask(store, f"SELECT * FROM {name}"), key=repr) for name in names}
