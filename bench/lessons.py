"""A turn's cost with 3 lessons and with 3,000, taken in turns over both in one run."""

import asyncio
import tempfile
from pathlib import Path

from bench.learners import Learner, course, desk, goal, percentile
from bot.lessons.model import Course
from bot.storage.records import Release

SIZES = (3, 3_000)
LEARNERS = 32
ROUNDS = 60
TURNS = 5


def main() -> None:
    """Measure, and print the ratio."""
    took = asyncio.run(_measure())
    for size in SIZES:
        p50, p99 = percentile(took[size], 0.5) * 1e3, percentile(took[size], 0.99) * 1e3
        print(f"  {size:5,} lessons   p50 {p50:6.2f} ms   p99 {p99:6.2f} ms a turn of {LEARNERS}")
    ratio = percentile(took[3_000], 0.5) / percentile(took[3], 0.5)
    goal("p50 with 3,000 lessons beside 3", ratio, 1.1, at_most=True)


def _release(size: int) -> Release:
    """Copies of the shipped lessons under other names, in one course."""
    _, lessons = course()
    copies = tuple(
        lessons[number % len(lessons)].model_copy(
            update={"id": f"lesson-{number}", "title": f"Lesson {number}", "needs": ()}
        )
        for number in range(size)
    )
    ids = tuple(lesson.id for lesson in copies)
    return Release((Course(id="many", title="Many lessons", lessons=ids),), copies)


async def _measure() -> dict[int, list[float]]:
    with tempfile.TemporaryDirectory() as folder:
        few, many = (Path(folder) / f"{size}.db" for size in SIZES)
        async with desk(few, _release(3)) as one, desk(many, _release(3_000)) as other:
            crowds = {
                size: [Learner(str(number), working.submit) for number in range(LEARNERS)]
                for size, working in zip(SIZES, (one, other), strict=True)
            }
            for _ in range(ROUNDS):
                for size in SIZES:
                    await asyncio.gather(*(learner.turns(TURNS) for learner in crowds[size]))
    return {
        size: [took for learner in crowd for took in learner.took[TURNS:]]
        for size, crowd in crowds.items()
    }
