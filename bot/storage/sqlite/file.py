"""A database file and connections to it that can be relied on, or why they can't be had.

Exactly one process has the file, and in it exactly one connection writes or checkpoints: SQLite
before 3.51.3 can corrupt a database in WAL mode when two do. A lock on ``<file>.lock`` keeps a
second process out; readers are opened so that they can't write.

Handing something over to the thread of a connection costs more than most statements take. aiosqlite
hands over single statements; here a transaction begins together with its first statement, and what
a batch writes goes with that which asks something back. Two of aiosqlite's methods that are not
public are built upon: ``_execute``, which hands a function over and has no types, and ``_conn``,
the connection of the thread.
"""

import asyncio
import contextlib
import fcntl
import logging
import os
import sqlite3
import stat
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import aiosqlite

from bot.storage.records import GoneError, HeldError, LostError, StoreError, UnavailableError
from bot.storage.sql.base import Statement

STUCK = 300.0
"""Seconds without an answer after which a connection's thread counts as stuck: far more than
anything takes that is asked of it, also of a slow disk."""


class SqliteConnection(aiosqlite.Connection):
    """A connection of aiosqlite that runs several statements for a single handing over.

    Its thread is over when it could not be opened, before that is said: it reports its own end to
    the loop, which may be closed by then. At the end of a short command it was, and a traceback
    stood beside the reason.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connect, iter_chunk_size=64)
        self._ended: asyncio.Future[Any] | None = None
        self._asked: deque[float] = deque()
        """When what is under way was asked for, the oldest first."""
        self._synced = True
        """Whether a commit waits for the disk: until it is asked otherwise."""
        self._before: list[Callable[[], None]] = []
        """What is to run before what is handed over next, together with it."""

    @property
    def alive(self) -> bool:
        """Whether its thread answers; if it has ended, or hangs, it does not."""
        return not self._asked or time.monotonic() - self._asked[0] < STUCK

    def begin(self, *, synced: bool = True) -> None:
        """Begin a writing transaction with the next statement, in a single handing over.

        Whatever follows is to be handed over only once that has run. ``synced`` says whether its
        commit is to wait for the disk.
        """
        self._before.append(partial(self._begin, synced))

    async def rollback(self) -> None:
        """Roll the transaction back, if it has begun."""
        self._before.clear()
        await super().rollback()

    async def execute_all(self, statements: Sequence[Statement]) -> None:
        """Run each of these statements once with each of its rows, in order, before the next.

        They are handed over together with that, so it is that which fails if any of them does.
        """
        self._before.append(partial(self._execute_all, statements))

    async def fetch_each(self, queries: Sequence[tuple[str, Any]]) -> list[list[Any]]:
        """What each of these statements finds with its parameters."""
        return cast("list[list[Any]]", await self._execute(self._fetch_each, queries))

    def _fetch_each(self, queries: Sequence[tuple[str, Any]]) -> list[list[Any]]:
        return [self._conn.execute(sql, parameters).fetchall() for sql, parameters in queries]

    def _begin(self, synced: bool) -> None:
        if synced != self._synced:
            self._conn.execute(f"PRAGMA synchronous = {'FULL' if synced else 'NORMAL'}")
            self._synced = synced
        self._conn.execute("BEGIN IMMEDIATE")

    def _execute_all(self, statements: Sequence[Statement]) -> None:
        for sql, parameters in statements:
            self._conn.executemany(sql, parameters)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._before:
            before, self._before = self._before, []
            fn, args, kwargs = _in_turn, (before, partial(fn, *args, **kwargs)), {}
        self._asked.append(time.monotonic())
        try:
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        finally:
            self._asked.popleft()

    async def wait_open(self) -> "SqliteConnection":
        """Itself, once it is open."""
        try:
            await self
        except BaseException:
            if self._ended is not None:
                await self._ended
            raise
        return self

    def stop(self) -> asyncio.Future[Any] | None:
        """Let the thread end."""
        self._ended = super().stop()
        return self._ended


def _in_turn(before: Sequence[Callable[[], None]], last: Callable[[], Any]) -> Any:
    """What the last returns, once the others have run; none does after a failure."""
    for item in before:
        item()
    return last()


BUSY_MS = 5_000
"""Milliseconds to wait for a lock that another tool holds for a moment, such as a backup."""

NICE = 10
"""How nice a thread is to others that goes last: at 10 it gets a tenth of a contested processor
(``sched(7)``), so that what it counts ends all the same."""

JOURNAL_LIMIT = 64 * 1024 * 1024
"""Bytes to which the write-ahead log is cut back after it has been larger."""

_CLOSED = ("Connection closed", "no active connection")
"""What aiosqlite says in a ``ValueError`` of a connection that is closed."""

_log = logging.getLogger(__name__)

# At DEBUG it logs each statement with its parameters: what learners said, and secret handles.
logging.getLogger("aiosqlite").setLevel(logging.INFO)


class FileLock:
    """A process's claim to a database file. It ends with the process, however that ends."""

    def __init__(self, database: Path) -> None:
        if not database.parent.is_dir():
            raise StoreError(
                f"{database}: there is no folder {database.parent}. Make it, or name a database "
                "elsewhere."
            )
        path = database.with_name(database.name + ".lock")
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                f"{database}: can't be locked, as {path} can't be written ({error.strerror}). "
                "Give the user that runs Foretell write access to that folder, or name a "
                "database elsewhere."
            ) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._descriptor, 32).decode(errors="replace").strip()
            os.close(self._descriptor)
            who = f" (process {holder})" if holder else ""
            raise HeldError(
                f"{database}: another Foretell{who} is using this database. Stop that one "
                "first, or give this one a database of its own."
            ) from error
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let another process have the file."""
        # The lock file stays: removing it would let two processes lock two files of the same name.
        os.close(self._descriptor)


def to_disk(path: Path) -> None:
    """Make sure that a file, or the names in a folder, outlast a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """SQLite's errors as ``StoreError``: what, where, and how to mend it."""
    try:
        yield
    except sqlite3.Error as error:
        kind = UnavailableError if _passes(error) else StoreError
        raise kind(f"{path}: {error}. {_advice(error)}") from error
    except ValueError as error:
        if str(error) not in _CLOSED:
            raise
        raise StoreError(f"{path}: the store is not open: call open() first.") from error


_PASSING = (
    "SQLITE_FULL",
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_IOERR",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_PERM",
    "SQLITE_NOMEM",
    "SQLITE_PROTOCOL",
)
"""How errors begin that say nothing of what was to be written, only of the file and its disk."""


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "") or ""


def _passes(error: sqlite3.Error) -> bool:
    return _name(error).startswith(_PASSING)


def _advice(error: sqlite3.Error) -> str:
    name = _name(error)
    for beginning, advice in (
        ("SQLITE_NOTADB", "Name another file as the database, or move this one away."),
        ("SQLITE_CORRUPT", "Stop Foretell and restore the file from a backup."),
        (
            "SQLITE_CANTOPEN",
            "Foretell's user must be able to read the file, and the folder must be there and "
            "writable for them.",
        ),
        ("SQLITE_READONLY", "The file and its folder must be writable for Foretell's user."),
        ("SQLITE_PERM", "The file and its folder must be writable for Foretell's user."),
        ("SQLITE_FULL", "The disk is full: free some space; nothing is half written."),
        ("SQLITE_BUSY", "Another program holds the file: close it; only Foretell may write."),
        (
            "SQLITE_IOERR",
            "The disk failed, is full, or has a limit on how large a file may be (ulimit -f); the "
            "database must be on a local disk.",
        ),
    ):
        if name.startswith(beginning):
            return advice
    return "Nothing of this was written."


class Identity:
    """Which files a database was opened as, so that it is noticed when they are so no longer.

    SQLite goes on writing into a file that was deleted or moved, and all of it is gone with the
    process. The write-ahead log counts as well: what is in it is nowhere else yet.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._files = (database, database.with_name(database.name + "-wal"))
        self._known = [self._now(file) for file in self._files]

    def check(self) -> None:
        """Raises ``LostError`` if any of the files has gone or is another."""
        for file, known in zip(self._files, self._known, strict=True):
            try:
                now = self._now(file)
            except FileNotFoundError:
                what = "was deleted or moved"
            except OSError:
                continue  # a disk that fails is not a file that has gone
            else:
                if now == known:
                    continue
                what = "was replaced by another file"
            raise LostError(
                f"{self._database}: {file.name} {what} while Foretell was using it, so nothing "
                "more can be kept in it. Foretell ends, to lose no more: put the database back, "
                "or restore it from a backup, and start again. Stop Foretell before you move, "
                "restore or delete its files."
            )

    @staticmethod
    def _now(file: Path) -> tuple[int, int]:
        stat_result = file.stat()
        return stat_result.st_dev, stat_result.st_ino


MARKER = ".marker"
"""What the name of the file ends in that says that there was a database of this name."""

MARKED = """\
There is a database of Foretell's beside this file, or there was one. As long as this file is here,
Foretell doesn't begin a new one in its place without being told to: foretell run --new
"""


def is_gone(database: Path) -> bool:
    """Whether there was a database, of which nothing is left."""
    if not database.with_name(database.name + MARKER).exists():
        return False
    return not (database.exists() and database.stat().st_size)


def refuse(database: Path, *, new: bool) -> None:
    """Refuse to begin a new database where there was any, unless it is ``new``; and the reverse.

    Raises ``StoreError``, or ``GoneError``.
    """
    if new and database.exists() and database.stat().st_size:
        raise GoneError(
            f"{database}: there is a database, so it can't be begun anew; leave --new out, or move "
            "the database away."
        )
    if not new and is_gone(database):
        raise GoneError(
            f"{database}: the database that was here is gone. Put it back, or restore a backup "
            "(foretell restore FILE). To begin a new one, without anything of anybody's, start "
            "once with: foretell run --new"
        )


def mark(database: Path) -> None:
    """Note that there is a database, once something has been committed to it."""
    marker = database.with_name(database.name + MARKER)
    if marker.exists():
        return
    try:
        descriptor = os.open(marker, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, MARKED.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        _log.warning(
            "%s can't be written (%s), so it wouldn't be noticed if the database were gone at the "
            "next start",
            marker,
            error.strerror,
        )


def make_private(path: Path) -> None:
    """Make the file for its owner alone if there is none; warn of a file that others can read.

    SQLite gives its log and its shared memory the rights of the database.
    """
    with contextlib.suppress(OSError):  # SQLite will say what is the matter
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & (stat.S_IRWXG | stat.S_IRWXO):
                _log.warning(
                    "%s can be read by others on this machine (its mode is %o), and it says who "
                    "learns what; close it with: chmod 600 %s*",
                    path,
                    mode,
                    path,
                )


async def open_writer(path: Path) -> SqliteConnection:
    await asyncio.to_thread(make_private, path)
    # Without isolation level: Python's driver otherwise begins and commits as it sees fit.
    connect = partial(sqlite3.connect, path, isolation_level=None)
    connection = await SqliteConnection(connect).wait_open()
    try:
        await connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        [(mode,)] = await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        if mode != "wal":
            raise StoreError(
                f"{path}: write-ahead logging can't be had here (the journal stays {mode!r}), as "
                "on a network file system. Put the database on a local disk."
            )
        # What is deleted is overwritten: somebody may have asked to be forgotten.
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            await connection.execute(f"PRAGMA {pragma}")
        await connection.execute_fetchall(f"PRAGMA journal_size_limit = {JOURNAL_LIMIT}")
        await migrate(connection, path)
    except BaseException:
        await connection.close()
        raise
    _log.info("database %s, SQLite %s", path, sqlite3.sqlite_version)
    return connection


async def open_reader(path: Path, *, last: bool = False) -> SqliteConnection:
    """A connection that reads beside the writer, and can't write.

    With ``last``, all that is read on it gives way to whatever else wants a processor.
    """
    uri = f"file:{quote(str(path))}?mode=ro"
    kind = _Last if last else sqlite3.Connection
    connect = partial(sqlite3.connect, uri, uri=True, isolation_level=None, factory=kind)
    connection = await SqliteConnection(connect).wait_open()
    try:
        await connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    except BaseException:
        await connection.close()
        raise
    return connection


class _Last(sqlite3.Connection):
    """A connection whose thread goes last: aiosqlite opens each in the thread that serves it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if sys.platform == "linux":  # elsewhere it would be the whole process that goes last
            os.setpriority(os.PRIO_PROCESS, 0, min(os.getpriority(os.PRIO_PROCESS, 0) + NICE, 19))


def migrations() -> list[tuple[int, str]]:
    """The schema's files in order: number and SQL."""
    folder = files("bot.storage.sqlite") / "schema"
    traversables = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda f: f.name
    )
    return [
        (int(file.name.split("_")[0]), file.read_text(encoding="utf-8")) for file in traversables
    ]


async def migrate(connection: aiosqlite.Connection, path: Path) -> None:
    """Apply what the file lacks of the schema, each part in a transaction, or refuse the file.

    The version is set inside the same transaction, so a part is applied wholly or not at all.
    """
    parts = await asyncio.to_thread(migrations)
    [(version,)] = await connection.execute_fetchall("PRAGMA user_version")
    newest = parts[-1][0]
    if version > newest:
        raise StoreError(
            f"{path}: this database has schema {version}, but this Foretell knows only up to "
            f"{newest}. It was written by a newer Foretell: use that one, or a backup from before."
        )
    [(tables,)] = await connection.execute_fetchall("SELECT count(*) FROM sqlite_schema")
    if version == 0 and tables:
        raise StoreError(
            f"{path}: this is another program's database. Name another file as the database."
        )
    for number, sql in parts:
        if number > version:
            try:
                await connection.executescript(
                    f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;"
                )
            except BaseException:
                await connection.rollback()
                raise
    if version < newest:
        how = "was made with" if version == 0 else f"was brought from schema {version} to"
        _log.info("database %s %s schema %d", path, how, newest)
