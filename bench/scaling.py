"""What so many learners a day need: the first bottleneck, the machines, and the disk of a year.

First the parts are measured here: the processor time of a turn, with sending and without, on either
database; the bytes that a turn leaves for good; commits a second. What platforms allow is what they
say. From that a model says what each size takes; its habits are below. Then two sizes are run here
for a while, at the rate of their busiest hour, and it is printed by how much the model was off.
"""

import asyncio
import math
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from bench import cluster, growth, processes
from bench.network import Network, served
from bot.storage.postgres import PostgresStore
from tests.rigs.postgres import Server

SIZES = (1_000, 10_000, 100_000, 1_000_000)
"""Learners a day."""

TURNS_A_DAY = 20
"""Of each learner: a short review, or a part of a lesson."""
BUSIEST = 0.15
"""The share of a day's turns that its busiest hour has."""
UNASKED = 1
"""Messages a learner and day that nobody asked for: reminders. Telegram counts them as bulk."""
WITHIN = 4 * 3600
"""Seconds in which most of these are due: an evening."""
SENDS = 1.7
"""Messages sent or edited in a turn: supposed, as transcripts have one or two. Presses are
acknowledged besides, which Telegram does not count."""
FULL = 0.6
"""The share of a core that may be used in the busiest hour: beyond that answers begin to wait."""

TELEGRAM_BULK = 29
"""Messages a second to all chats; Telegram says about 30, and one a second in a chat."""
DISCORD = 50
"""Requests a second of a bot, by Discord's own word; answers to presses are not counted."""

CHECKED = (10_000, 100_000)
"""The sizes that are run here, for so many seconds each, by so many learners who take turns."""
SECONDS = 20.0
SETTLING = 10.0
ACTIVE = 400

COMMITS = 300
GROWING = 50
"""Learners whose turns are taken to see what they leave."""
AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class Parts:
    """What was measured: seconds of a processor a turn, bytes a turn, commits a second, bytes."""

    alone: float
    """A turn of somebody alone, with sending, on SQLite."""
    whole: float
    """The same where 128 are at once."""
    desk: float
    desk_postgres: float
    server: float
    kept: float
    kept_postgres: float
    commits: float
    commits_postgres: float
    memory: int
    idle: float = 0.0
    """The share of a core that a process takes when nobody comes."""

    def turn(self, rate: float) -> float:
        """What a turn costs at a rate: batches grow with the load, and make a turn cheaper."""
        full = min(rate * self.whole, 1.0)
        return self.alone + (self.whole - self.alone) * full

    @property
    def sending(self) -> float:
        """What of a turn is platform and sending."""
        return max(self.whole - self.desk, 0.0)


def main() -> None:
    """Measure the parts, print what each size takes, and hold two sizes against that."""
    with cluster.running() as server:
        parts = measured(server)
    _print(parts)
    for learners in SIZES:
        print(f"  {learners:9,} learners a day: {'; '.join(needed(parts, learners))}")
    for learners in CHECKED:
        rate = busiest(learners)
        done, used = asyncio.run(_run(rate))
        model = parts.idle + rate * parts.turn(rate)
        print(
            f"  run here, {learners:,} learners a day: {done:.1f} turns/s (wanted {rate:.1f}),"
            f" {used:.3f} of a core; the model said {model:.3f}, off by {model / used - 1:+.0%}"
        )


def busiest(learners: int) -> float:
    """Turns a second in the busiest hour of so many learners a day."""
    return learners * TURNS_A_DAY * BUSIEST / 3600


def needed(parts: Parts, learners: int) -> Iterator[str]:
    """What so many learners a day take: the first bottleneck first."""
    rate = busiest(learners)
    reminders = learners * UNASKED / WITHIN
    core = parts.idle + rate * parts.turn(rate)
    # Where there are several processes one of them sends for all.
    sender = rate * parts.sending
    loads = {
        "one core, for Python runs on one": core / FULL,
        "the platform's pace for reminders": reminders / TELEGRAM_BULK,
        "commits": min(rate, parts.commits) / parts.commits,
    }
    first = max(loads, key=lambda name: loads[name])
    yield f"{rate:,.1f} turns/s in the busiest hour"
    yield f"first bottleneck {first}, {loads[first]:.0%} used"
    year = learners * TURNS_A_DAY * 365
    if core <= FULL:
        yield f"one process on SQLite, {core:.2f} of a core"
        yield f"{year * parts.kept / 1e9:,.1f} GB a year"
    else:
        crew = math.ceil(rate * parts.desk_postgres / FULL) + 1
        own = rate * parts.server
        yield (
            f"PostgreSQL with {own:.2f} of a core for itself, and {crew} processes, a core each,"
            f" of which the one that sends has {sender:.2f} to do"
        )
        if sender > 1:
            yield f"a bot for each of {math.ceil(sender / FULL)} parts of the learners"
        yield f"{year * parts.kept_postgres / 1e9:,.1f} GB a year"
    if reminders > TELEGRAM_BULK:
        yield f"reminders take {learners * UNASKED / TELEGRAM_BULK / 3600:.1f} h on one token"
    if rate * SENDS > TELEGRAM_BULK:
        counted = math.ceil(rate * SENDS / TELEGRAM_BULK)
        yield f"{counted} tokens if Telegram counts answers as bulk"


def measured(server: Server) -> Parts:
    """Measure each part here."""
    print("  measuring", flush=True)
    alone, whole = asyncio.run(_whole(1, 300)), asyncio.run(_whole(AT_ONCE, 30))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    lite = processes.measured(server, "sqlite", 1)
    big = processes.measured(server, "postgres", 1)
    with tempfile.TemporaryDirectory() as folder:
        before, after = asyncio.run(growth._fill(Path(folder) / "bench.db", GROWING))
        commits = _commits(Path(folder) / "commits.db")
    turns = GROWING * growth.TURNS
    kept, per_second = asyncio.run(_postgres(server))
    return Parts(
        alone=alone,
        whole=whole,
        desk=lite.used,
        desk_postgres=big.used,
        server=big.server,
        kept=(after - before) / turns,
        kept_postgres=kept / turns,
        commits=commits,
        commits_postgres=per_second,
        memory=memory,
        idle=asyncio.run(_idle()),
    )


def _print(parts: Parts) -> None:
    micros = {
        "a turn with sending, one learner": parts.alone,
        f"… {AT_ONCE} at once": parts.whole,
        "… without sending, SQLite": parts.desk,
        "… without sending, PostgreSQL": parts.desk_postgres,
        "… PostgreSQL's server": parts.server,
    }
    for name, seconds in micros.items():
        print(f"    {name:34} {seconds * 1e6:8,.0f} µs of a processor")
    print(f"    kept of a turn: {parts.kept:,.0f} bytes, PostgreSQL {parts.kept_postgres:,.0f}")
    print(
        f"    commits a second, one after the other: {parts.commits:,.0f},"
        f" PostgreSQL {parts.commits_postgres:,.0f}"
    )
    print(f"    a process when nobody comes: {parts.idle:.1%} of a core")
    print(f"    memory of a process: {parts.memory / 1e6:,.0f} MB")


async def _whole(learners: int, turns: int) -> float:
    """Processor time of a turn from update to message, once the first are over."""
    network = Network(learners, turns)
    async with served(network):
        used, before = time.process_time(), len(network.took)
        await network.done.wait()
        return (time.process_time() - used) / (len(network.took) - before)


async def _idle() -> float:
    """How much of a core a process takes when nobody comes."""
    async with served(Network(0, 1)):
        await asyncio.sleep(1.0)  # what a start sets going is over
        used = time.process_time()
        await asyncio.sleep(SETTLING)
        return (time.process_time() - used) / SETTLING


async def _postgres(server: Server) -> tuple[int, float]:
    """The bytes that the learners of ``growth`` leave, and commits a second."""
    url = server.url("grown")
    await cluster.make(server, "grown", "template0")
    store = PostgresStore(url)
    await store.open()
    try:
        assert await store.lead(3600.0)

        async def used() -> int:
            connection = await asyncpg.connect(url)
            try:
                await connection.execute("VACUUM FULL")
                return int(await connection.fetchval("SELECT pg_database_size(current_database())"))
            finally:
                await connection.close()

        before, after = await growth.filled(store, used, GROWING)
    finally:
        await store.close()
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("CREATE TABLE public.one (id BIGINT)")
        began = time.perf_counter()
        for number in range(COMMITS):
            await connection.execute("INSERT INTO public.one VALUES ($1)", number)
        return after - before, COMMITS / (time.perf_counter() - began)
    finally:
        await connection.close()


def _commits(path: Path) -> float:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE one (id INTEGER)")
        began = time.perf_counter()
        for number in range(COMMITS):
            connection.execute("INSERT INTO one VALUES (?)", (number,))
        return COMMITS / (time.perf_counter() - began)


class Thinking(Network):
    """Learners who think before they press, so that there are so many turns a second."""

    def __init__(self, rate: float) -> None:
        self._chance = random.Random(1)
        self._mean = ACTIVE / rate
        super().__init__(ACTIVE, 1_000_000)

    def _answer(self, learner: int, shown: dict[str, Any], buttons: list[dict[str, Any]]) -> None:
        loop, seconds = asyncio.get_running_loop(), self._chance.expovariate(1 / self._mean)
        button = next(one for one in buttons if "callback_data" in one)
        loop.call_later(seconds, self._press, learner, shown, button)


async def _run(rate: float) -> tuple[float, float]:
    """Turns a second, and how much of a core they took."""
    network = Thinking(rate)
    async with served(network):
        await asyncio.sleep(SETTLING)
        used, before, began = time.process_time(), len(network.took), time.perf_counter()
        await asyncio.sleep(SECONDS)
        seconds = time.perf_counter() - began
        return (len(network.took) - before) / seconds, (time.process_time() - used) / seconds
