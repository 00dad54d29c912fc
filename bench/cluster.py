"""A PostgreSQL for the benchmarks: what it commits outlasts a power cut, as at an operator's."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from bench.learners import NOW, course
from bot.storage.postgres import PostgresStore
from bot.storage.records import Release
from tests.rigs.postgres import Server

SETTINGS = (
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "max_connections=100",
    "shared_buffers=128MB",
    "max_wal_size=1GB",
    "listen_addresses=",
)
"""PostgreSQL's own defaults, written down, but for an address that nobody needs."""

TICK = os.sysconf("SC_CLK_TCK")

_names = itertools.count()


@contextmanager
def running() -> Iterator[Server]:
    """A server in a folder on the disk, with a database ``taught`` that has the course."""
    folder = Path(tempfile.mkdtemp(prefix="foretell-bench-"))
    server = Server(folder, SETTINGS)
    server.make()
    server.start()
    try:
        asyncio.run(make(server, "taught", "template0"))
        asyncio.run(_teach(server.url("taught")))
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def database(server: Server) -> str:
    """The address of a new database that has the course and no learner."""
    name = f"bench{next(_names)}"
    asyncio.run(make(server, name, "taught"))
    return server.url(name)


def seconds_used(server: Server) -> float:
    """The seconds of processor time that the server and all its processes have taken so far."""
    leader = int((server.data / "postmaster.pid").read_text().split()[0])
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().rpartition(")")
        except OSError:
            continue
        pid, fields = int(name.split()[0]), rest.split()
        if pid == leader:
            ticks += sum(map(int, fields[11:15]))  # with that of its children that have ended
        elif int(fields[1]) == leader:
            ticks += sum(map(int, fields[11:13]))
    return ticks / TICK


async def ask(url: str, sql: str) -> object:
    """What a statement finds: one value."""
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def make(server: Server, name: str, template: str) -> None:
    """Make a database like another one."""
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    finally:
        await connection.close()


async def _teach(url: str) -> None:
    store = PostgresStore(url)
    await store.open()
    try:
        one, lessons = course()
        await store.publish(Release((one,), tuple(lessons)), NOW)
    finally:
        await store.close()
