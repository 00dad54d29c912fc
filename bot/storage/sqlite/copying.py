"""A SQLite file that is copied from, or made by copying: see ``storage.copying``.

What is made lies under another name until it is whole, as a backup does.
"""

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import aiosqlite

from bot.storage import copying
from bot.storage.copying import Done, Key, Progress, Row, Source, Table, Target
from bot.storage.errors import StoreError
from bot.storage.sql.base import rows
from bot.storage.sqlite.file import FileLock, explained, mark, migrations, open_writer
from bot.storage.sqlite.maintenance import to_disk

PART = ".copying"
"""How the name of a copy ends that is not whole yet."""

TABLES = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
AND name <> 'copying' ORDER BY name
"""
COLUMNS = "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid"
NEEDS = 'SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)'
THERE = "SELECT count(*) FROM sqlite_schema WHERE name = 'copying'"
TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
TRIGGERS_MADE = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
COUNTING = "SELECT name FROM sqlite_schema WHERE type = 'table' AND instr(sql, 'AUTOINCREMENT')"
NUMBERED = "SELECT name, seq FROM sqlite_sequence"
NUMBER = "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)"


def source(path: Path) -> Source:
    """The file from which is copied; it is brought up to date first, as at a start."""
    return _Source(path)


def target(path: Path) -> Target:
    """The file that is made; there must be none yet."""
    return _Target(path)


class _File:
    """A file that nobody else has, and a connection to it that writes."""

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._lock: FileLock | None = None
        self._open: aiosqlite.Connection | None = None

    @property
    def name(self) -> str:
        return str(self._path)

    @property
    def _connection(self) -> aiosqlite.Connection:
        if self._open is None:
            raise StoreError(f"{self._path}: the file is not open.")
        return self._open

    async def _enter(self, opened: Path) -> None:
        with explained(self._path):
            self._lock = await asyncio.to_thread(FileLock, self._path)
            try:
                self._open = await open_writer(opened)
            except BaseException:
                self._lock.release()
                raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._close()
        if self._lock is not None:
            self._lock.release()

    async def _close(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            await opened.rollback()
            await opened.close()

    async def tables(self) -> list[Table]:
        with explained(self._path):
            return [await self._table(name) for (name,) in await rows(self._connection, TABLES)]

    async def _table(self, name: str) -> Table:
        columns = await rows(self._connection, COLUMNS, (name,))
        key = sorted((number, column) for column, number in columns if number)
        needs = frozenset(other for (other,) in await rows(self._connection, NEEDS, (name,)))
        return Table(
            name, tuple(item for item, _ in columns), tuple(item for _, item in key), needs
        )

    async def count(self, table: Table) -> int:
        sql = f'SELECT count(*) FROM "{table.name}"'  # noqa: S608 - a name of the schema's
        with explained(self._path):
            [(found,)] = await rows(self._connection, sql)
        return int(found)

    async def page(self, table: Table, after: Key | None, size: int) -> list[Row]:
        with explained(self._path):
            sql = table.page(after is not None, "?{}")
            return await rows(self._connection, sql, (*(after or ()), size))


class _Source(_File):
    async def __aenter__(self) -> Self:
        await self._enter(self._path)
        with explained(self._path):
            await self._connection.execute("BEGIN")
        return self

    async def numbered(self) -> Mapping[str, int]:
        with explained(self._path):
            return dict(await rows(self._connection, NUMBERED))


class _Target(_File):
    version = 0

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._part = self._path.with_name(f".{self._path.name}{PART}")

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._refuse)
        await self._enter(self._part)
        with explained(self._path):
            [(self.version,)] = await rows(self._connection, "PRAGMA user_version")
            # All of it is written to the disk before it gets its name.
            await self._connection.execute("PRAGMA synchronous = NORMAL")
        return self

    def _refuse(self) -> None:
        if self._path.is_dir():
            raise StoreError(f"{self._path}: is a folder; name a new file in it.")
        if self._path.exists():
            raise StoreError(
                f"{self._path}: already exists, and a copy is a new file; name another, or move "
                "this one away."
            )

    def storable(self, row: Row) -> Row:
        return row

    async def progress(self) -> Progress | None:
        with explained(self._path):
            [(there,)] = await rows(self._connection, THERE)
            return copying.read(await rows(self._connection, copying.READ)) if there else None

    async def check(self) -> None:
        """Nothing: the file is new."""

    async def begin(self, source: str) -> None:
        tables, connection = await self.tables(), self._connection
        with explained(self._path):
            await connection.execute("BEGIN IMMEDIATE")
            await connection.execute("PRAGMA defer_foreign_keys = ON")
            for (trigger,) in await rows(connection, TRIGGERS):
                await connection.execute(f'DROP TRIGGER "{trigger}"')
            for table in tables:
                await connection.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - as above
            await connection.execute(f"DROP TABLE IF EXISTS {copying.TABLE}")
            await connection.execute(copying.MAKE)
            await connection.execute(copying.BEGIN, copying.begun(source, self.version))
            await connection.execute("COMMIT")

    async def write(self, table: Table, rows: Sequence[Row], done: Done) -> None:
        columns = ", ".join(f'"{column}"' for column in table.columns)
        marks = ", ".join("?" for _ in table.columns)
        insert = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608 - as above
        with explained(self._path):
            await self._connection.execute("BEGIN IMMEDIATE")
            await self._connection.executemany(insert, rows)
            await self._connection.execute(copying.NOTE, copying.noted(table.name, done))
            await self._connection.execute("COMMIT")

    async def finish(self, numbered: Mapping[str, int]) -> None:
        connection = self._connection
        with explained(self._path):
            triggers, counting = await asyncio.to_thread(_schema)
            await connection.execute("BEGIN IMMEDIATE")
            for sql in triggers:
                await connection.execute(sql)
            await connection.execute("DELETE FROM sqlite_sequence")
            known = [(name, number) for name, number in numbered.items() if name in counting]
            await connection.executemany(NUMBER, known)
            await connection.execute(copying.DROP)
            await connection.execute("COMMIT")
        # Who closes last brings all of the log into the file.
        await self._close()
        await asyncio.to_thread(self._rename)

    def _rename(self) -> None:
        try:
            to_disk(self._part)
            self._refuse()
            self._part.rename(self._path)
            mark(self._path)
            to_disk(self._path.parent)
        except OSError as error:
            raise StoreError(
                f"{self._path}: can't be given its name ({error.strerror}); the whole copy is "
                f"{self._part}: move it there yourself."
            ) from error


def _schema() -> tuple[list[str], set[str]]:
    """What the schema's triggers are made by, and the tables that never give a number twice."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
        for _, sql in migrations():
            empty.executescript(sql)
        triggers = [sql for (sql,) in empty.execute(TRIGGERS_MADE)]
        return triggers, {name for (name,) in empty.execute(COUNTING)}
