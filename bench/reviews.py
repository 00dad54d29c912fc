"""A turn of a review at the desk, beside a turn of a lesson and a bare call of fsrs, in one run.

A review has two turns for each question: the answer, which schedules it anew, and going on to the
next one, which looks through all that is due. Their mean is held against going on in a lesson,
which schedules nothing, plus one ``review_card``. The desk, the database at synchronous=FULL and
the content are real; each learner has met the whole course, and part of it is due.

In a full batch all share one commit, so what is left is each turn's own work. The goal is for one
learner alone, who has the whole of the cost.
"""

import asyncio
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fsrs import Card, Rating, Scheduler

from bench.learners import NOW, Learner, Submit, course, desk, goal, percentile
from bot.conversation.facts.learner import Scheduled
from bot.conversation.inputs import Address, LearnerId
from bot.learning import reviews
from bot.learning.items import Answer, Item
from bot.storage.codec import micros
from bot.storage.records import Record
from bot.storage.sqlite import SqliteStore

AT_ONCE = {1: 60, 128: 3}
"""Rounds, by how many learners press at once."""

DUE = (20, 60)
"""Questions that are due for each: a missed day or two, and a week of holidays."""

TURNS = 12


def main() -> None:
    """Measure, and print figures and ratios."""
    bare = _fsrs()
    print(f"  one call of fsrs                 {bare * 1e3:8.3f} ms")
    for crowd, rounds in AT_ONCE.items():
        for due in DUE:
            took = asyncio.run(_measure(crowd, rounds, due))
            middle = {kind: percentile(found, 0.5) for kind, found in took.items()}
            parts = "   ".join(f"{kind} {middle[kind] * 1e3:.3f} ms" for kind in sorted(middle))
            print(f"  {crowd:3} at once, {due:3} due   {parts}", flush=True)
            review = (middle["answer"] + middle["next"]) / 2
            ratio = review / (middle["lesson"] + bare)
            if crowd == 1:
                goal("a review's turn beside a lesson's and fsrs", ratio, 1.5, at_most=True)
            else:
                print(f"  a review's turn beside a lesson's and fsrs: {ratio:.2f}×")


def _fsrs() -> float:
    """Seconds for one ``review_card`` of a card that has a memory."""
    scheduler = Scheduler(enable_fuzzing=False)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    card, _ = scheduler.review_card(Card(1, due=at), Rating.Easy, at)
    took = []
    for _ in range(2_000):
        began = time.perf_counter()
        scheduler.review_card(card, Rating.Good, at + timedelta(days=3))
        took.append(time.perf_counter() - began)
    return percentile(took, 0.5)


async def _measure(crowd: int, rounds: int, due: int) -> dict[str, list[float]]:
    """Seconds a turn by kind; reviews and lessons take turns in one database."""
    took: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        groups = [[f"{i}-{number}" for number in range(crowd)] for i in range(rounds)]
        # Half of the turns answer one; so, in the middle, it is as many as are to be due.
        await _remember(path, [name for group in groups for name in group], due + TURNS // 4)
        async with desk(path) as working:
            for group in groups:
                await _press(group, "review", working.submit, took)
                await _press([f"new-{name}" for name in group], "learn", working.submit, took)
    return took


async def _press(
    names: list[str], command: str, submit: Submit, took: dict[str, list[float]]
) -> None:
    """All of them do the same at the same time, so a turn costs its share of the time of all."""
    crowd = [Learner(name, submit, command) for name in names]
    for _ in range(TURNS):
        began = time.perf_counter()
        await asyncio.gather(*(learner.turns(1) for learner in crowd))
        seconds = (time.perf_counter() - began) / len(crowd)
        kind = _kind(command, crowd[0].pressed)
        if kind:
            took[kind].append(seconds)


def _kind(command: str, pressed: str) -> str | None:
    if command == "learn":
        return "lesson" if pressed == "Continue" else None
    return {"Continue": "next", "": None}.get(pressed, "answer")


async def _remember(path: Path, names: list[str], due: int) -> None:
    """Put on record that these learners have met the course, and so many questions are due."""
    _, lessons = course()
    keys = [(lesson.id, one.id) for lesson in lessons for one in lesson.questions]
    items = tuple(Scheduled(_item(*key, i, due=i < due)) for i, key in enumerate(keys))
    store = SqliteStore(path)
    await store.open()
    try:
        for name in names:
            learner, address = LearnerId(f"bench:{name}"), Address("bench", name)
            record = Record(f"met:{name}", learner, address, NOW, None, items)
            async with store.transaction() as transaction:
                await transaction.record([record], [])
    finally:
        await store.close()


def _item(lesson: str, question: str, minute: int, *, due: bool) -> Item:
    at = micros(NOW - timedelta(days=2 if due else 0, minutes=minute))
    answer = Answer("", "probable" if due else "sure", not due, at)
    return reviews.after_answer(None, answer, lesson=lesson, question=question)
