"""What a store leaves behind once it is closed, or could not be opened: no thread and no lock.

A thread of aiosqlite's keeps the process from its end, and so from a new start.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any, NoReturn

import aiosqlite
import pytest

from bot.storage.records import StoreError
from bot.storage.sqlite import SqliteStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
async def connections(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[aiosqlite.Connection]]:
    """All connections that are made; held here, so that none ends because it is collected."""
    made: list[aiosqlite.Connection] = []
    begin = aiosqlite.Connection.__init__

    def noted(self: aiosqlite.Connection, *arguments: Any, **named: Any) -> None:
        begin(self, *arguments, **named)
        made.append(self)

    monkeypatch.setattr(aiosqlite.Connection, "__init__", noted)
    yield made
    for one in made:
        if one._thread.is_alive():
            one.stop()


def alive(connections: Iterable[aiosqlite.Connection]) -> list[aiosqlite.Connection]:
    """Those whose threads go on."""
    for one in connections:
        one._thread.join(2)
    return [one for one in connections if one._thread.is_alive()]


async def is_free(path: Path) -> None:
    store = SqliteStore(path)
    await store.open()
    await store.close()


async def test_no_thread_is_left_of_a_store_that_was_closed(
    path: Path, connections: list[aiosqlite.Connection]
) -> None:
    store = SqliteStore(path)
    await store.open()
    with pytest.raises(RuntimeError):
        async with store._apart():
            raise RuntimeError("a report that fails")
    assert alive(connections[2:]) == []
    await store.close()
    assert len(connections) == 3
    assert alive(connections) == []


@pytest.mark.parametrize("what", ["file.migrate", "store.open_reader", "store.Identity"])
async def test_no_thread_is_left_of_a_store_that_does_not_open(
    path: Path,
    what: str,
    connections: list[aiosqlite.Connection],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*arguments: object, **named: object) -> NoReturn:
        raise StoreError("it can't be")

    with monkeypatch.context() as broken:
        broken.setattr(f"bot.storage.sqlite.{what}", fails)
        with pytest.raises(StoreError):
            await SqliteStore(path).open()
    assert connections
    assert alive(connections) == []
    await is_free(path)


async def test_a_reader_that_can_not_be_closed_keeps_neither_the_writer_nor_the_file(
    path: Path, connections: list[aiosqlite.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails() -> NoReturn:
        raise sqlite3.OperationalError("it can't be")

    store = SqliteStore(path)
    await store.open()
    writer, reader = connections
    monkeypatch.setattr(reader, "close", fails)
    with pytest.raises(sqlite3.OperationalError):
        await store.close()
    assert alive([writer]) == []
    await is_free(path)
