"""The sweep for alarms that are due: 1,000,000 of them set beside 1,000, with the same 500 due.

Its cost must be that of what is due, whatever else is set, in how many chats, held or not.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bench.learners import NOW, goal, percentile
from bot.storage.codec import micros
from bot.storage.sqlite import SqliteStore

FEW, MANY = 1_000, 1_000_000
DUE = 500
ROUNDS = 200
GOAL_MS = 1.0
"""Milliseconds for 500 that are due."""


def main() -> None:
    """Measure a sweep and a look for the next alarm, over a few alarms and over many."""
    found = {rows: asyncio.run(_measure(rows)) for rows in (FEW, MANY)}
    for rows, (sweep, idle, following) in found.items():
        print(
            f"  {rows:9,} alarms set: {DUE} due {sweep * 1e3:5.2f} ms, none due "
            f"{idle * 1e3:5.2f} ms, when the next one is {following * 1e3:5.2f} ms"
        )
    few, many = found[FEW], found[MANY]
    goal(f"{DUE} due of {MANY:,} beside {GOAL_MS:g} ms", many[0] * 1e3 / GOAL_MS, 1, at_most=True)
    names = (f"{DUE} due", "none due", "the next one")
    for name, less, more in zip(names, few, many, strict=True):
        goal(f"{name}: {MANY:,} alarms beside {FEW:,}", more / less, 1.5, at_most=True)


async def _measure(rows: int) -> tuple[float, float, float]:
    """The middle seconds of a sweep with alarms due, of one with none, and of the next one's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        store = SqliteStore(path)
        await store.open()
        await store.close()
        _set(path, rows)
        await store.open()
        places = {"telegram": None, "discord": None}
        due = NOW
        try:
            assert len(await store.alarms(places, due, DUE)) == DUE
            early = NOW - timedelta(days=1)
            sweep, idle, following = [], [], []
            for _ in range(ROUNDS):
                sweep.append(await _timed(store.alarms(places, due, DUE)))
                idle.append(await _timed(store.alarms(places, early, DUE)))
                following.append(await _timed(store.next_alarm(places)))
        finally:
            await store.close()
    return percentile(sweep, 0.5), percentile(idle, 0.5), percentile(following, 0.5)


def _set(path: Path, rows: int) -> None:
    """So many alarms, of which the first are due, a millisecond after each other."""
    first = micros(NOW) - DUE * 1000
    with closing(sqlite3.connect(path)) as db:
        db.executemany(
            "INSERT INTO alarm (learner, kind, platform, chat, at) VALUES (?, ?, ?, ?, ?)",
            (
                (f"telegram:{n}", "review", "telegram", str(n), first + n * 1000)
                for n in range(1, rows + 1)
            ),
        )
        db.commit()


async def _timed(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began
