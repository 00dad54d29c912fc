"""What lies in the database of a store, whichever it is: read or changed from outside."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any

import asyncpg

from bot.storage.store import Store
from tests.rigs.stores import FreshStore

REFUSED = (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError)
"""What a database raises where it refuses what it was asked from outside."""


def ask(store: Store, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Ask or change a store's database in words of the shared SQL."""
    [found] = ask_each(store, [sql], parameters)
    return found


def tables(store: Store, names: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of these tables, or of whatever tables there are, sorted."""
    wanted = list(names) or [name for (name,) in ask(store, _names(store))]
    found = ask_each(store, [f"SELECT * FROM {name}" for name in wanted])
    return {name: sorted(rows, key=repr) for name, rows in zip(wanted, found, strict=True)}


def _names(store: Store) -> str:
    if isinstance(store, FreshStore):
        return "SELECT name FROM sqlite_schema WHERE type = 'table'"
    return "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


def ask_each(
    store: Store, statements: Iterable[str], parameters: Sequence[object] = ()
) -> list[list[tuple[Any, ...]]]:
    """What each of these statements finds, asked on one connection, which takes a while to make."""
    if isinstance(store, FreshStore):
        with closing(sqlite3.connect(store.path)) as connection, connection:
            return [connection.execute(sql, parameters).fetchall() for sql in statements]
    from tests.rigs import postgres

    assert isinstance(store, postgres.LeadingPostgres)
    return postgres.ask(store.url, statements, parameters)
