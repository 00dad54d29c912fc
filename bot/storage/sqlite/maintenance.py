"""What is asked of a database file beside the bot: whether it is sound, an input's way, its copies.

A backup is made by ``VACUUM INTO`` on a connection that only reads. It is of a single moment, what
is in the write-ahead log included, and learners' turns go on beside it. It is written under another
name and gets its own only once it is whole, was read through, and is on the disk, so that a copy by
its name is always good. So is what is copied from or to another database (``storage.copying``).
"""

import asyncio
import contextlib
import os
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Self

import aiosqlite

from bot.storage import copying
from bot.storage.copying import Done, Key, Progress, Row, Side, Source, Table, Target
from bot.storage.records import DatabaseCopy, DatabaseState, StoreError, Trace, TracedInput
from bot.storage.sql import personal as shared
from bot.storage.sql.base import rows
from bot.storage.sqlite.file import (
    FileLock,
    explain_errors,
    mark,
    migrations,
    open_reader,
    open_writer,
    to_disk,
)

PART, COPY_PART = ".part", ".copying"
"""How the names end that a backup, and a copy of another database, have until they are whole."""

MISSED = 100_000
"""Questions by which the count of each session goes on after a restore. What was asked between the
copy and the restore is still on learners' screens; without this gap, a press on its buttons could
count as an answer to another question that has got its number since."""

_GO_ON = """
UPDATE session SET body = json_set(body, '$.asked', coalesce(body ->> '$.asked', 0) + ?)
WHERE json_valid(body)
"""

_BESIDE = ("", "-wal", "-shm")
"""What SQLite adds to a database's name for each of its files."""

_SHOWN = 5
"""How many of the faults of a file are told."""

COLUMNS = """
SELECT schema.name, part.name FROM sqlite_schema AS schema
JOIN pragma_table_info(schema.name) AS part
WHERE schema.type = 'table' ORDER BY schema.name, part.cid
"""
SENDER = "SELECT max(id) FROM courier"


async def back_up(path: Path, to: Path, *, force: bool = False) -> DatabaseCopy:
    """Copy the database to a file that is its owner's alone; with ``force`` over an old file.

    Raises ``StoreError`` if that can't be; then nothing by that name has changed.
    """
    _refuse(path, to, force=force)
    with _part(to) as part:
        copy = await _copy(path, part)
        part.replace(to)
        to_disk(to.parent)
    return copy


async def keep_before_migration(path: Path) -> Path | None:
    """Copy a database whose schema the next opening changes; where to, if there was anything.

    It stands beside the database, under the schema's number, in the place of such copies of earlier
    upgrades: what is in them is in the newer copy, or was deleted since for a reason.

    Raises ``StoreError`` if it can't be copied, as on a full disk; then nothing has changed.
    """
    if not path.exists():  # noqa: ASYNC240 - one system call
        return None
    async with _reading(path) as reader:
        [(version,)] = await rows(reader, "PRAGMA user_version")
    if not 0 < version < (await asyncio.to_thread(migrations))[-1][0]:
        return None
    earlier = set(path.parent.glob(f"{path.name}.schema-*"))
    copy = path.with_name(f"{path.name}.schema-{version}")
    await back_up(path, copy, force=True)
    for old in earlier - {copy}:
        old.unlink(missing_ok=True)
    return copy


async def restore(path: Path, file: Path, at: datetime) -> Path | None:
    """Put a copy in the place of the database; returns under which name that is kept, if it was.

    Raises ``StoreError`` if the copy is none of ours or not sound, or while a bot runs.
    """
    _there(file, "a backup")
    if _same(path, file):
        raise StoreError(f"{file}: is the database itself; name a copy of it.")
    lock = await asyncio.to_thread(FileLock, path)
    try:
        with _as_backup(file):
            await _check(file)
        with _part(path) as part:
            await _copy(file, part)
            await asyncio.to_thread(_go_on, part)
            to_disk(part)
            _like(part, path)
            kept = _set_aside(path, at)
            part.replace(path)
            mark(path)
            to_disk(path.parent)
    finally:
        lock.release()
    return kept


async def examine(path: Path) -> DatabaseState:
    """What can be said of a database without changing it. Raises ``StoreError`` if nothing can."""
    _there(path)
    async with _reading(path) as reader:
        [(version,)] = await rows(reader, "PRAGMA user_version")
        [(journal,)] = await rows(reader, "PRAGMA journal_mode")
        faults = await _faults(reader, "quick_check")
        names = {name for (name,) in await rows(reader, "SELECT name FROM sqlite_schema")}
    expected, newest = await asyncio.to_thread(_schema, version)
    return DatabaseState(version, newest, journal, bool(version) and expected <= names, faults)


async def trace(path: Path, id: str) -> Trace | None:
    """What there is of the input with this id; ``None`` if there is nothing.

    Raises ``StoreError`` if the database can't be read.
    """
    async with _at_a_moment(path) as reader:
        return await shared.trace(reader, shared.tables(await rows(reader, COLUMNS)), id, SENDER)


async def latest(path: Path, learner: str, limit: int) -> list[TracedInput]:
    """The last inputs of somebody, newest first, as far as they are known still.

    Raises ``StoreError`` if the database can't be read.
    """
    async with _at_a_moment(path) as reader:
        return await shared.latest(reader, learner, limit)


@contextlib.contextmanager
def _as_backup(file: Path) -> Iterator[None]:
    """What can't be read as a database at all is told as what was named: no backup."""
    try:
        yield
    except StoreError as error:
        if getattr(error.__cause__, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        raise StoreError(f"{file}: is no database; name one of Foretell's backups.") from error


async def _check(file: Path) -> None:
    """Refuse what the bot could not go on with."""
    state = await examine(file)
    if state.version > state.newest:
        raise StoreError(
            f"{file}: has schema {state.version}, but this Foretell knows only up to "
            f"{state.newest}: restore it with the newer Foretell that wrote it."
        )
    if not state.ours:
        raise StoreError(f"{file}: is no database of Foretell's; name one of its backups.")
    if state.faults:
        raise StoreError(f"{file}: is damaged ({'; '.join(state.faults)}); name another backup.")


async def _copy(path: Path, part: Path) -> DatabaseCopy:
    """Copy a database into this empty file, and read the copy through."""
    async with _reading(path) as reader:
        [(version,)] = await rows(reader, "PRAGMA user_version")
        with explain_errors(part):
            await reader.execute("VACUUM INTO ?", (str(part),))
    async with _reading(part) as copy:
        [(copied,)] = await rows(copy, "PRAGMA user_version")
        faults = await _faults(copy, "integrity_check")
        if faults or copied != version:
            raise StoreError(
                f"{path}: the copy of it is not sound ({'; '.join(faults) or 'no schema'}), so it "
                "was not kept. The database itself may be damaged: ask `foretell doctor`."
            )
    to_disk(part)
    return DatabaseCopy(version, part.stat().st_size)  # noqa: ASYNC240 - one system call


@contextlib.asynccontextmanager
async def _reading(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """A connection that only reads, goes last, and is broken off when nobody waits for it."""
    with explain_errors(path):
        # An address of SQLite's is resolved in another way than a plain path.
        reader = await open_reader(path.absolute(), last=True)  # noqa: ASYNC240 - no system call
        try:
            yield reader
        finally:
            await reader.interrupt()
            await reader.close()


@contextlib.asynccontextmanager
async def _at_a_moment(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """A connection that sees a single moment, whatever the bot does meanwhile."""
    _there(path)
    async with _reading(path) as reader:
        await reader.execute("BEGIN")
        yield reader


async def _faults(reader: aiosqlite.Connection, pragma: str) -> tuple[str, ...]:
    texts = [str(line) for (line,) in await rows(reader, f"PRAGMA {pragma}({_SHOWN})")]
    return () if texts == ["ok"] else tuple(" ".join(text.split()) for text in texts)


def _schema(version: int) -> tuple[set[str], int]:
    with _empty(version) as empty:
        names = {name for (name,) in empty.execute("SELECT name FROM sqlite_schema")}
    return names, migrations()[-1][0]


@contextlib.contextmanager
def _empty(version: int) -> Iterator[sqlite3.Connection]:
    """A database in memory with the schema of this version, and nothing in it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
        for number, sql in migrations():
            if number <= version:
                empty.executescript(sql)
        yield empty


def _go_on(part: Path) -> None:
    with explain_errors(part), closing(sqlite3.connect(part)) as connection, connection:
        connection.execute(_GO_ON, (MISSED,))


def _like(part: Path, path: Path) -> None:
    """Give a file the owner and mode of another, if that is there; others may read it in no case.

    Without it a bot could not open what root has restored for it.
    """
    with contextlib.suppress(FileNotFoundError):
        old, new = path.stat(), part.stat()
        part.chmod(old.st_mode & (stat.S_IRWXU | stat.S_IRWXG))
        if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid) and os.geteuid() == 0:
            os.chown(part, old.st_uid, old.st_gid)


def _set_aside(path: Path, at: datetime) -> Path | None:
    """Give the files of a database another name, under which they still belong together."""
    if not path.exists():
        return None
    name = f"{path.name}.before-{at:%Y-%m-%d-%H%M%S}"
    names = (path.with_name(f"{name}-{number}" if number else name) for number in count())
    kept = next(name for name in names if not name.exists())
    for end in _BESIDE:
        with contextlib.suppress(FileNotFoundError):
            file = path.with_name(path.name + end).rename(kept.with_name(kept.name + end))
            file.chmod(file.stat().st_mode & (stat.S_IRWXU | stat.S_IRWXG))
    return kept


def _there(path: Path, what: str = "the database") -> None:
    if path.is_dir():
        raise StoreError(f"{path}: is a folder; name {what} in it.")
    if not path.exists():
        raise StoreError(f"{path}: there is no such file; name {what}.")
    if not path.is_file():
        raise StoreError(f"{path}: is no file; name {what}.")


def _refuse(path: Path, to: Path, *, force: bool) -> None:
    _there(path)
    if not to.parent.is_dir():
        raise StoreError(f"{to}: there is no folder {to.parent}; make it, or name another.")
    if _same(path, to):
        raise StoreError(f"{to}: is the database itself; name another file.")
    if to.exists() and not force:
        raise StoreError(f"{to}: already exists; add --force to overwrite it.")


def _same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)


@contextlib.contextmanager
def _part(to: Path) -> Iterator[Path]:
    """An empty file beside this for its owner alone; gone in the end unless it was renamed."""
    part = to.with_name(f".{to.name}.{os.getpid()}{PART}")
    try:
        # What an earlier process of this number has left behind is nothing.
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreError(
            f"{to}: can't be written ({error.strerror}); name a folder that you may write to."
        ) from error
    try:
        yield part
    except OSError as error:
        raise StoreError(f"{to}: can't be written ({error.strerror}).") from error
    finally:
        for end in (*_BESIDE, "-journal"):
            part.with_name(part.name + end).unlink(missing_ok=True)


TABLES = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
AND name <> 'copying' ORDER BY name
"""
TABLE_COLUMNS = "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid"
NEEDS = 'SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)'
THERE = "SELECT count(*) FROM sqlite_schema WHERE name = 'copying'"
TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
COUNTING = "SELECT name FROM sqlite_schema WHERE type = 'table' AND instr(sql, 'AUTOINCREMENT')"
NUMBER = "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)"


class _File(Side):
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
        with explain_errors(self._path):
            self._lock = await asyncio.to_thread(FileLock, self._path)
            try:
                self._open = await open_writer(opened)
            except BaseException:
                self._lock.release()
                raise

    async def close(self) -> None:
        await self._close()
        if self._lock is not None:
            self._lock.release()

    async def _close(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            await opened.rollback()
            await opened.close()

    async def tables(self) -> list[Table]:
        with explain_errors(self._path):
            return [await self._table(name) for (name,) in await rows(self._connection, TABLES)]

    async def _table(self, name: str) -> Table:
        columns = await rows(self._connection, TABLE_COLUMNS, (name,))
        key = sorted((number, column) for column, number in columns if number)
        needs = frozenset(other for (other,) in await rows(self._connection, NEEDS, (name,)))
        return Table(
            name, tuple(item for item, _ in columns), tuple(item for _, item in key), needs
        )

    async def count(self, table: Table) -> int:
        sql = f'SELECT count(*) FROM "{table.name}"'  # noqa: S608 - a name of the schema's
        with explain_errors(self._path):
            [(number,)] = await rows(self._connection, sql)
        return int(number)

    async def page(self, table: Table, after: Key | None, size: int) -> list[Row]:
        with explain_errors(self._path):
            sql = table.page(after is not None, "?{}")
            return await rows(self._connection, sql, (*(after or ()), size))


class FileSource(_File, Source):
    """The file from which is copied; it is brought up to date first, as at a start."""

    async def __aenter__(self) -> Self:
        await self._enter(self._path)
        with explain_errors(self._path):
            await self._connection.execute("BEGIN")
        return self

    async def count_numbers(self) -> Mapping[str, int]:
        with explain_errors(self._path):
            return dict(await rows(self._connection, "SELECT name, seq FROM sqlite_sequence"))


class FileTarget(_File, Target):
    """The file that is made; there must be none yet."""

    version = 0

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._part = self._path.with_name(f".{self._path.name}{COPY_PART}")

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._refuse)
        await self._enter(self._part)
        with explain_errors(self._path):
            [(self.version,)] = await rows(self._connection, "PRAGMA user_version")
            # All of it is written to the disk before it gets its name.
            await self._connection.execute("PRAGMA synchronous = NORMAL")
        return self

    def _refuse(self) -> None:
        if self._path.exists():
            _there(self._path, "a new file")
            raise StoreError(
                f"{self._path}: already exists, and a copy is a new file; name another, or move "
                "this one away."
            )

    def storable(self, row: Row) -> Row:
        return row

    async def progress(self) -> Progress | None:
        with explain_errors(self._path):
            [(there,)] = await rows(self._connection, THERE)
            return copying.read(await rows(self._connection, copying.READ)) if there else None

    async def check(self) -> None:
        """Nothing: the file is new."""

    async def begin(self, source: str) -> None:
        tables, connection = await self.tables(), self._connection
        with explain_errors(self._path):
            await connection.execute("BEGIN IMMEDIATE")
            await connection.execute("PRAGMA defer_foreign_keys = ON")
            for trigger, _ in await rows(connection, TRIGGERS):
                await connection.execute(f'DROP TRIGGER "{trigger}"')
            for table in tables:
                await connection.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - as above
            await connection.execute(f"DROP TABLE IF EXISTS {copying.TABLE}")
            await connection.execute(copying.MAKE)
            await connection.execute(copying.BEGIN, copying.begin_parameters(source, self.version))
            await connection.execute("COMMIT")

    async def write(self, table: Table, rows: Sequence[Row], done: Done) -> None:
        columns = ", ".join(f'"{column}"' for column in table.columns)
        marks = ", ".join("?" for _ in table.columns)
        insert = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608 - as above
        with explain_errors(self._path):
            await self._connection.execute("BEGIN IMMEDIATE")
            await self._connection.executemany(insert, rows)
            await self._connection.execute(copying.NOTE, copying.note_done(table.name, done))
            await self._connection.execute("COMMIT")

    async def finish(self, numbered: Mapping[str, int]) -> None:
        connection = self._connection
        with explain_errors(self._path):
            triggers, counting = await asyncio.to_thread(_copied_schema)
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


def _copied_schema() -> tuple[list[str], set[str]]:
    """What the schema's triggers are made by, and the tables that never give a number twice."""
    with _empty(migrations()[-1][0]) as empty:
        triggers = [sql for _, sql in empty.execute(TRIGGERS)]
        return triggers, {name for (name,) in empty.execute(COUNTING)}
