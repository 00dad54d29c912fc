"""Stores for tests: databases of their own, empty and quick.

They lie on a RAM disk where there is one: a store waits until a disk says that it has written, and
no test is about that wait. An empty database is made once in a process, by the store itself, and
copied, for bringing the schema up to date from nothing takes far longer than opening it.
"""

import asyncio
import atexit
import functools
import os
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TypeVar

from bot.conversation.facts.learner import Fact
from bot.storage.records import Mark, Parcel, Record
from bot.storage.sql.store import SqlTransaction
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store

_Opened = TypeVar("_Opened", bound=Store)

RAM = Path("/dev/shm")
ENOUGH = 64 * 1024 * 1024
"""Bytes that must be free there: a container may have few, and a test's database is never large."""


def quick_folder() -> Path:
    """A new folder for databases, on a RAM disk where there is one with room; the caller's to
    remove."""
    roomy = os.access(RAM, os.W_OK) and shutil.disk_usage(RAM).free >= ENOUGH
    return Path(tempfile.mkdtemp(prefix="foretell-", dir=RAM if roomy else None))


@functools.cache
def empty_database() -> bytes:
    """A database with the schema of now and nothing in it."""

    async def made(path: Path) -> None:
        store = SqliteStore(path)
        await store.open()
        await store.close()

    folder = quick_folder()
    try:
        # In a thread of its own, for where a test asks first a loop may run already.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(made(folder / "db"))).result()
        return (folder / "db").read_bytes()
    finally:
        shutil.rmtree(folder)


@functools.cache
def _process_folder() -> Path:
    folder = quick_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class FreshStore(SqliteStore):
    """A store over a new, empty database, which lasts as long as this object."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(dir=_process_folder()))
        (folder / "db").touch(0o600)
        (folder / "db").write_bytes(empty_database())
        super().__init__(folder / "db")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    @property
    def path(self) -> Path:
        """Where its database is."""
        return self._path


def _postgres() -> Store:
    """A store over an empty PostgreSQL database."""
    from tests.rigs.emptied import EmptiedPostgres

    return EmptiedPostgres()


STORES: dict[str, Callable[[], Store]] = {"sqlite": FreshStore, "postgres": _postgres}
"""The kinds of store that there are, each as it is made for a test."""

DEFAULT = os.environ.get("FORETELL_TEST_STORE", "sqlite")
"""The kind that a test has that does not ask for one."""


def fresh_store() -> Store:
    """A store of the default kind."""
    return STORES[DEFAULT]()


def next_store(store: Store) -> Store:
    """The store that the next process has where this one was."""
    if isinstance(store, FreshStore):
        return SqliteStore(store.path)
    from tests.rigs.postgres import LeadingPostgres

    assert isinstance(store, LeadingPostgres)
    return LeadingPostgres(store.url)


@asynccontextmanager
async def opened(store: _Opened) -> AsyncIterator[_Opened]:
    """This store, open for a while."""
    await store.open()
    try:
        yield store
    finally:
        await store.close()


class Listening(FreshStore):
    """A store that tells what was put on record since it was made, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: list[Fact] = []

    @asynccontextmanager
    async def transaction(
        self, *, alone: bool = False, lasting: bool = True
    ) -> AsyncIterator[SqlTransaction]:
        """As of every store; what it records is told once it is kept."""
        async with super().transaction(alone=alone, lasting=lasting) as transaction:
            heard = _Heard(transaction)
            yield heard
        self.facts += heard.facts


class _Heard(SqlTransaction):
    """A transaction that remembers what facts it was given."""

    def __init__(self, inner: SqlTransaction) -> None:
        super().__init__(
            inner._writer, inner._courier, inner._owners, inner._recent, inner._numbers
        )
        self.facts: list[Fact] = []

    async def record(self, records: Sequence[Record], marks: Sequence[Mark]) -> list[Parcel]:
        """Write turns and marks, and remember what the turns left behind."""
        parcels = await super().record(records, marks)
        self.facts += (fact for one in records for fact in one.facts)
        return parcels


def ask_file(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask or change the file from outside, once its store is closed."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()
