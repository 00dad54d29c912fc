"""SQLite's schema and PostgreSQL's, each empty, and the same statements run on both.

Statements have SQLite's numbered places for values. What they do is undone afterwards, so one
database of each kind serves many cases.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import bot.storage
from bot.storage.sqlite.file import migrations

asyncpg = pytest.importorskip("asyncpg")

PARTS = sorted((Path(*bot.storage.__path__) / "postgres" / "schema").glob("*.sql"))
FILLING = {"TEXT": "x", "INTEGER": 1, "REAL": 1.0, "BLOB": b"x"}

Statement = tuple[str, Sequence[Any]]
Found = tuple[str, list[Any]]
"""The sentence of what was refused, if anything was, and all rows of all tables and views."""


@dataclass(frozen=True)
class Row:
    """A row of a table, without what doesn't matter."""

    table: str
    values: dict[str, Any]


def row(table: str, /, **values: Any) -> Row:
    """A row that names only what matters: whatever else it needs, it has from its type."""
    return Row(table, values)


@contextmanager
def empty_sqlite() -> Iterator[sqlite3.Connection]:
    """SQLite's schema in memory."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for _, part in migrations():
            connection.executescript(part)
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


@asynccontextmanager
async def empty_postgres(url: str) -> AsyncIterator[Any]:
    """PostgreSQL's schema in a database that is empty so far."""
    settings = {"search_path": "foretell"}
    connection = await asyncpg.connect(url, server_settings=settings)
    try:
        await connection.execute("CREATE SCHEMA foretell")
        for part in PARTS:
            async with connection.transaction():
                await connection.execute(part.read_text(encoding="utf-8"))
        yield connection
    finally:
        await connection.close()


def names(connection: sqlite3.Connection, kind: str) -> set[str]:
    """The names of tables, views or indexes that are in SQLite's schema, but for its own."""
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type = ?", (kind,))
    return {name for (name,) in found if not name.startswith("sqlite_")}


def insertion(connection: sqlite3.Connection, number: int, given: Row) -> Statement:
    """The statement that puts a row in, as the one with this number of its table."""
    values: dict[str, Any] = {}
    columns = connection.execute(f"PRAGMA table_xinfo({given.table})")
    for _, name, kind, must, default, key, hidden in columns:
        if kind == "INTEGER" and key and name == "id":
            values[name] = number  # the databases would give numbers of their own
        elif (must or key) and default is None and not hidden:
            values[name] = FILLING[kind]
    values |= given.values
    places = ", ".join(f"?{place}" for place in range(1, len(values) + 1))
    text = f"INSERT INTO {given.table} ({', '.join(values)}) VALUES ({places})"
    return text, [*values.values()]


def filled(relations: Iterable[str]) -> str:
    """The question which of these have rows."""
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in sorted(relations)
    )


def in_sqlite(connection: sqlite3.Connection, todo: Sequence[Statement]) -> Found:
    """What comes of these statements in SQLite."""
    refused = ""
    connection.execute("BEGIN")
    try:
        for text, values in todo:
            try:
                connection.execute(text, values)
            except sqlite3.IntegrityError as error:
                refused = str(error)
        relations = filled(names(connection, "table") | names(connection, "view"))
        rows = [
            (name, sorted(connection.execute(f"SELECT * FROM {name}"), key=repr))
            for (name,) in connection.execute(relations).fetchall()
        ]
    finally:
        connection.execute("ROLLBACK")
    return refused, rows


async def in_postgres(
    connection: Any, todo: Sequence[Statement], relations: Iterable[str], *, without: str = ""
) -> Found:
    """What comes of them in PostgreSQL, or would come of them without one of its triggers."""
    refused = ""
    transaction = connection.transaction()
    await transaction.start()
    try:
        if without:
            table = await connection.fetchval(
                "SELECT tgrelid::regclass::TEXT FROM pg_trigger WHERE tgname = $1", without
            )
            await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {without}")
        for text, values in todo:
            try:
                async with connection.transaction():
                    if values:
                        await connection.execute(text.replace("?", "$"), *values)
                    else:
                        await connection.execute(text)
            except asyncpg.IntegrityConstraintViolationError as error:
                refused = str(error)
        rows = [
            (name, sorted(map(tuple, await connection.fetch(f"SELECT * FROM {name}")), key=repr))
            for (name,) in await connection.fetch(filled(relations))
        ]
    finally:
        await transaction.rollback()
    return refused, rows
