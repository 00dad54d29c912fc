"""What is asked of a database file beside the bot: copies, whether it is sound, one input's way.

A copy is made by ``VACUUM INTO`` on a connection that only reads. It is of one moment, what is in
the write-ahead log included, and learners' turns go on beside it. It is written under another name
and gets its own only once it is whole, was read through, and is on the disk, so that a copy by its
name is always a good one.
"""

import asyncio
import contextlib
import os
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path

import aiosqlite

from bot.storage.errors import StoreError
from bot.storage.records import DatabaseCopy, DatabaseState, Trace, TracedInput
from bot.storage.sql import trace as shared
from bot.storage.sql.base import rows
from bot.storage.sqlite.file import FileLock, explained, mark, migrations, open_reader

PART = ".part"
"""How the name of a copy ends that is not whole yet."""

MISSED = 100_000
"""Questions by which the count of each session goes on after a restore. What was asked between the
copy and the restore is still on learners' screens; without this gap, a press on one of those
buttons could count as an answer to another question that has got its number since."""

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
        made = await _copied(path, part)
        part.replace(to)
        to_disk(to.parent)
    return made


async def keep_before_migration(path: Path) -> Path | None:
    """Copy a database whose schema the next opening changes; where to, if there was anything.

    It stands beside the database, under the schema's number, in the place of such copies of
    earlier upgrades: what is in them is in the newer one, or was deleted since for a reason.

    Raises ``StoreError`` if it can't be copied, as on a full disk; then nothing has changed.
    """
    if not path.exists():  # noqa: ASYNC240 - one system call
        return None
    async with _reading(path) as reader:
        [(version,)] = await rows(reader, "PRAGMA user_version")
    if not 0 < version < (await asyncio.to_thread(migrations))[-1][0]:
        return None
    earlier = list(path.parent.glob(f"{path.name}.schema-*"))
    copy = path.with_name(f"{path.name}.schema-{version}")
    await back_up(path, copy, force=True)
    for old in earlier:
        if old != copy:
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
            await _copied(file, part)
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


async def _copied(path: Path, part: Path) -> DatabaseCopy:
    """Copy a database into this empty file, and read the copy through."""
    async with _reading(path) as reader:
        [(version,)] = await rows(reader, "PRAGMA user_version")
        with explained(part):
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
    with explained(path):
        reader = await open_reader(_whole(path), last=True)
        try:
            yield reader
        finally:
            await reader.interrupt()
            await reader.close()


@contextlib.asynccontextmanager
async def _at_a_moment(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """A connection that sees one moment, whatever the bot does meanwhile."""
    _there(path)
    async with _reading(path) as reader:
        await reader.execute("BEGIN")
        yield reader


def _whole(path: Path) -> Path:
    # An address of SQLite's is resolved in another way than a plain path.
    return path.absolute()


async def _faults(reader: aiosqlite.Connection, pragma: str) -> tuple[str, ...]:
    texts = [str(line) for (line,) in await rows(reader, f"PRAGMA {pragma}({_SHOWN})")]
    return () if texts == ["ok"] else tuple(" ".join(text.split()) for text in texts)


def _schema(version: int) -> tuple[set[str], int]:
    """The names of all that a database of this version has, and the newest version."""
    parts = migrations()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
        for number, sql in parts:
            if number <= version:
                empty.executescript(sql)
        entries = {name for (name,) in empty.execute("SELECT name FROM sqlite_schema")}
    return entries, parts[-1][0]


def _go_on(part: Path) -> None:
    with explained(part), closing(sqlite3.connect(part)) as connection, connection:
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
    kept = next(other_path for other_path in names if not other_path.exists())
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
    """An empty file beside this one for its owner alone; gone in the end unless it was renamed."""
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


def to_disk(path: Path) -> None:
    """Make sure that a file, or the names in a folder, outlast a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
