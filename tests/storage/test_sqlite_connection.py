"""The connection to SQLite: a transaction that begins with its first statement, many at once."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from bot.storage.sql.base import rows
from bot.storage.sqlite import SqliteStore
from bot.storage.sqlite import file as connections
from bot.storage.sqlite.file import SqliteConnection

ADD = "INSERT INTO cup (id) VALUES (?)"
ALL = "SELECT id FROM cup ORDER BY id"


def connecting(path: Path) -> SqliteConnection:
    return SqliteConnection(partial(sqlite3.connect, path, isolation_level=None, timeout=0))


@pytest_asyncio.fixture
async def connection(tmp_path: Path) -> AsyncIterator[SqliteConnection]:
    found = await connecting(tmp_path / "cups.db").wait_open()
    await found.execute("CREATE TABLE cup (id INTEGER PRIMARY KEY)")
    yield found
    await found.close()


@pytest_asyncio.fixture
async def other(connection: SqliteConnection, tmp_path: Path) -> AsyncIterator[SqliteConnection]:
    """Another one to the same file."""
    found = await connecting(tmp_path / "cups.db").wait_open()
    yield found
    await found.close()


async def test_a_transaction_begins_with_its_first_statement(
    connection: SqliteConnection, other: SqliteConnection
) -> None:
    connection.begin()
    assert not connection.in_transaction
    await connection.execute(ADD, (1,))
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await other.execute(ADD, (2,))
    assert await rows(other, ALL) == []
    await connection.execute("COMMIT")
    assert await rows(other, ALL) == [(1,)]


async def test_only_a_commit_that_need_not_last_does_without_the_disk(tmp_path: Path) -> None:
    store, modes = SqliteStore(tmp_path / "cups.db"), list[int]()
    await store.open()
    for lasting in (True, False, False, True):
        async with store.transaction(lasting=lasting) as transaction:
            [(mode,)] = await transaction._writer.execute_fetchall("PRAGMA synchronous")
            modes.append(mode)
    await store.close()
    assert modes == [2, 1, 1, 2], "FULL for what is to last, and NORMAL for the rest"


async def test_where_none_can_begin_its_first_statement_does_not_run(
    connection: SqliteConnection, other: SqliteConnection
) -> None:
    await other.execute("BEGIN IMMEDIATE")
    connection.begin()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await connection.execute(ADD, (1,))
    await connection.rollback()
    await other.execute("COMMIT")
    assert await rows(connection, ALL) == []
    connection.begin()
    await connection.execute(ADD, (2,))
    await connection.execute("COMMIT")
    assert await rows(other, ALL) == [(2,)]


async def test_one_that_was_to_begin_and_was_called_off_begins_with_nothing_else(
    connection: SqliteConnection,
) -> None:
    connection.begin()
    await connection.rollback()
    await connection.execute(ADD, (1,))
    assert not connection.in_transaction


async def test_of_many_at_once_none_runs_after_one_that_fails_and_all_are_rolled_back(
    connection: SqliteConnection,
) -> None:
    connection.begin()
    await connection.execute_all([(ADD, [(1,), (2,)]), (ADD, [(1,)]), (ADD, [(3,)])])
    with pytest.raises(sqlite3.IntegrityError):
        await connection.execute(ADD, (4,))
    assert await rows(connection, ALL) == [(1,), (2,)]
    await connection.rollback()
    assert await rows(connection, ALL) == []


async def test_many_at_once_run_before_the_next_statement_or_not_at_all(
    connection: SqliteConnection, other: SqliteConnection
) -> None:
    connection.begin()
    await connection.execute_all([(ADD, [(1,)]), (ADD, [(2,)])])
    await connection.execute("COMMIT")
    assert await rows(other, ALL) == [(1,), (2,)]
    connection.begin()
    await connection.execute_all([(ADD, [(3,)])])
    await connection.rollback()
    assert await rows(connection, ALL) == [(1,), (2,)]


async def test_a_store_whose_thread_hangs_is_not_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteStore(tmp_path / "db")
    await store.open()
    assert store.alive
    goes_on = threading.Event()
    assert store._writer is not None
    hanging = asyncio.create_task(store._writer._execute(goes_on.wait))
    await asyncio.sleep(0)
    assert store.alive, "it may take a while"
    monkeypatch.setattr(connections, "STUCK", 0.0)
    assert not store.alive
    goes_on.set()
    await hanging
    assert store.alive
    await store.close()
