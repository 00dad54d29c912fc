"""An opening to a cohort of 3,000 members: how long learners' turns wait for its transaction.

Nearly always the alarms of all members were set for that time, and none is written. After an admin
has moved the opening to an earlier time, all are.

It takes some 30 ms if all of them are late, and half of that if none is.
"""

import asyncio
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bench.learners import NOW, goal, percentile
from bot.conversation.facts.admin import CohortSet
from bot.conversation.facts.learner import AlarmSet, CohortJoined
from bot.conversation.inputs import Address, LearnerId
from bot.lessons.cohort import Cohort
from bot.storage.codec import micros
from bot.storage.records import Record
from bot.storage.sqlite import SqliteStore

MEMBERS = 3_000
ROUNDS = 20
GOAL_MS = 50.0
"""Milliseconds that a turn may wait for an opening: half of what a reply may be late."""


def main() -> None:
    """Measure an opening for which all alarms are set, and one for which all are late."""
    on_time, late = asyncio.run(_measure())
    for name, seconds in (("all were set for it", on_time), ("all are late", late)):
        print(f"  {MEMBERS:,} alarms, {name}: {seconds * 1e3:5.1f} ms")
        goal(f"{name}, beside {GOAL_MS:g} ms", seconds * 1e3 / GOAL_MS, 1, at_most=True)


async def _measure() -> tuple[float, float]:
    """The slowest twentieth of openings on time, and of late ones, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "bench.db")
        await store.open()
        try:
            await _gather(store)
            on_time, late = [], []
            for number in range(ROUNDS):
                # Alarms are set for NOW and never later than the openings before.
                on_time.append(await _open(store, NOW + timedelta(seconds=number)))
                late.append(await _open(store, NOW - timedelta(seconds=number + 1)))
        finally:
            await store.close()
    return percentile(on_time, 0.95), percentile(late, 0.95)


async def _gather(store: SqliteStore) -> None:
    """A cohort and its members, each with an alarm."""
    cohort = Cohort("CODE", "course", "A class", "", NOW.date(), 0, 1)
    who, where = LearnerId("admin"), Address("telegram", "admin")
    records = [Record("set", who, where, NOW, None, (CohortSet(cohort, None),))]
    for number in range(MEMBERS):
        chat = str(number)
        facts = (CohortJoined("CODE"), AlarmSet("cohort:CODE", micros(NOW), "telegram", chat))
        member, home = LearnerId(f"telegram:{chat}"), Address("telegram", chat)
        records.append(Record(f"in:{number}", member, home, NOW, None, facts))
    async with store.transaction() as transaction:
        await transaction.record(records, [])


async def _open(store: SqliteStore, at: datetime) -> float:
    cohort = (await store.library()).cohorts["CODE"]
    after = replace(cohort, opened=(*cohort.opened, f"lesson-{len(cohort.opened)}"))
    began = time.perf_counter()
    assert await store.open_lessons(after, at)
    return time.perf_counter() - began
