"""Bytes that a turn leaves in the database for good, and what that comes to in a year.

Two hundred learners go through lessons, and all that is said to them arrives; then what is
forgotten in time is forgotten. What is left is told by table, and a year of 10,000 learners is
worked out from that.
"""

import asyncio
import random
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

from bench.learners import NOW, course
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press, Text
from bot.conversation.outputs import Ask
from bot.service.turns.desk import Desk
from bot.service.turns.loading import CatalogueCache
from bot.storage.records import Mark, Parcel, Release
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store

LEARNERS = 200
TURNS = 100
"""Of each learner."""

YEAR_LEARNERS = 10_000
YEAR_DAYS = 200
DAY_TURNS = 20
"""What a busy learner does in a year: on 200 days a short review or a part of a lesson."""


def main() -> None:
    """Measure, and print figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        before, after = asyncio.run(_fill(path))
        turns = LEARNERS * TURNS
        with closing(sqlite3.connect(path)) as connection:
            tables = connection.execute(
                "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 8"
            ).fetchall()
        kept = (after - before) / turns
        print(f"  {turns:,} turns of {LEARNERS} learners: {kept:,.0f} bytes a turn are kept")
        for name, size in tables:
            print(f"    {name:28} {size / 1024:8,.0f} KiB")
        year = kept * YEAR_LEARNERS * YEAR_DAYS * DAY_TURNS
        print(
            f"  {YEAR_LEARNERS:,} learners, {YEAR_DAYS} days with {DAY_TURNS} turns each:"
            f" {year / 1e9:,.1f} GB a year"
        )


async def _fill(path: Path, learners: int = LEARNERS) -> tuple[int, int]:
    """The bytes in use before the first turn, and after the last when what is old has gone."""
    store = SqliteStore(path)
    await store.open()
    try:
        return await filled(store, lambda: _used(store), learners)
    finally:
        await store.close()


async def filled(
    store: Store, used: Callable[[], Awaitable[int]], learners: int = LEARNERS
) -> tuple[int, int]:
    """What is in use of an open, empty store before the learners come, and after they have gone."""
    one, lessons = course()
    await store.publish(Release((one,), tuple(lessons)), NOW)
    before = await used()
    catalogue = CatalogueCache(store)
    await catalogue.refresh()

    def arrived(parcels: list[Parcel]) -> None:
        for parcel in parcels:
            reference = f"{parcel.address.chat}/{parcel.id}"
            desk.mark(Mark(parcel.id, NOW, 1, True, reference))

    desk = Desk(store, catalogue, deliver=arrived)
    task = asyncio.create_task(desk.run())
    await asyncio.gather(*(_learn(desk, number) for number in range(learners)))
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await desk.close()
    later = NOW + timedelta(days=365)
    await store.prune(later)
    await store.discard(undelivered=later, drafts=later)
    return before, await used()


async def _learn(desk: Desk, number: int) -> None:
    """A learner's turns, ten minutes from one to the next: any button, sometimes words."""
    chance, now, given = random.Random(number), NOW, Command("start")
    who, where = LearnerId(f"bench:{number}"), Address("bench", str(number))
    following: Input = given
    for turn in range(TURNS):
        now += timedelta(minutes=10)
        said = await desk.submit(Envelope(f"bench:{number}:{turn}", who, where, now, following))
        asked = [output for output in said if isinstance(output, Ask) and output.choices]
        if not asked:
            following = Command(chance.choice(("learn", "review", "continue")))
        elif chance.random() < 0.05:
            following = Text("What I think about it, in a sentence or two of my own words.")
        else:
            following = Press(chance.choice(asked[-1].choices).token)


async def _used(store: SqliteStore) -> int:
    """Bytes of the pages that hold something."""
    [(pages,)] = await store._read("PRAGMA page_count")
    [(free,)] = await store._read("PRAGMA freelist_count")
    [(size,)] = await store._read("PRAGMA page_size")
    return int((pages - free) * size)
