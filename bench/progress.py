"""/progress with 1,000 answers on record, and its picture cold, anew and cached, in one run.

The turn is real: the desk, the database at synchronous=FULL, the course, and 100,000 answers of
others in the same tables, which must cost nothing; it is held against ``/help``, which reads
nothing. The picture is drawn of what that turn gives out, first in a process of its own, with all
that must be imported for it; and beside a ticking event loop, which must not wait for it.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count, cycle, islice
from pathlib import Path

from bench.learners import NOW, course, desk, goal, percentile
from bot.conversation.charts import ProgressChart
from bot.conversation.facts.learner import Attempt, Fact, LessonStarted, Scheduled
from bot.conversation.inputs import Address, Command, Envelope, LearnerId
from bot.conversation.outputs import Chart
from bot.learning import reviews
from bot.learning.items import Answer, Item
from bot.learning.predictions import Confidence
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.storage.codec import dump_outputs, load_outputs, micros
from bot.storage.records import Record
from bot.storage.sqlite import SqliteStore

ANSWERS = 1_000
OTHERS = 1_000
"""Other learners, with 100 answers each."""

TURNS = 60
PICTURES = 20
TICK = 0.001
"""Seconds between two looks at how late the event loop is."""

_WORDS: tuple[Confidence, ...] = ("sure", "probable", "guess")
_ids = count()


def main() -> None:
    """Measure, and print figures and ratios."""
    drawn = asyncio.run(_turns())
    _pictures(drawn)


async def _turns() -> ProgressChart:
    """Time the turns, and return what one of them would have drawn."""
    with tempfile.TemporaryDirectory() as folder:
        alone = await _timed(Path(folder) / "alone.db", others=0)
        crowded = await _timed(Path(folder) / "crowded.db", others=OTHERS)
    for name, (plain, progress, _) in (("alone", alone), ("beside 100,000", crowded)):
        print(f"  {name:14}  /help {plain * 1e3:.2f} ms   /progress {progress * 1e3:.2f} ms")
    goal("/progress beside others' answers", crowded[1] / alone[1], 1.25, at_most=True)
    print(f"  /progress with {ANSWERS:,} answers beside /help: {alone[1] / alone[0]:.1f}×")
    return crowded[2]


async def _timed(path: Path, others: int) -> tuple[float, float, ProgressChart]:
    _, lessons = course()
    await _write(path, lessons, others)
    async with desk(path) as working:
        found: dict[str, list[float]] = {"help": [], "progress": []}
        chart: Chart | None = None
        # Taken in turns, so that what slows this machine down slows both.
        for name in islice(cycle(found), 2 * TURNS):
            began = time.perf_counter()
            outputs = await working.submit(_envelope(name))
            found[name].append(time.perf_counter() - began)
            chart = next((one for one in outputs if isinstance(one, Chart)), chart)
    if chart is None or not isinstance(chart.drawn, ProgressChart):
        raise RuntimeError("/progress gave out no picture of progress")
    return percentile(found["help"], 0.5), percentile(found["progress"], 0.5), chart.drawn


def _envelope(name: str) -> Envelope:
    at = NOW + timedelta(days=60)
    where = Address("bench", "0")
    return Envelope(f"bench:{next(_ids)}", LearnerId("bench:0"), where, at, Command(name))


async def _write(path: Path, lessons: list[Lesson], others: int) -> None:
    """Put the answers of all on record, some every day, each with its item."""
    store = SqliteStore(path)
    await store.open()
    try:
        for number in range(others + 1):
            learner = LearnerId(f"bench:{number}")
            records = [
                Record(f"fill:{next(_ids)}", learner, Address("bench", learner), at, None, facts)
                for at, facts in _facts(lessons, 100 if number else ANSWERS)
            ]
            async with store.transaction() as transaction:
                await transaction.record(records, ())
    finally:
        await store.close()


def _facts(lessons: list[Lesson], answers: int) -> Iterator[tuple[datetime, tuple[Fact, ...]]]:
    for lesson in lessons:
        yield NOW, (LessonStarted(lesson.id, lesson.id, lesson.revision, "deep", 5),)
    # An estimate has no options to choose from.
    asked = [(one, asks) for one in lessons for asks in one.questions if asks.options]
    items: dict[str, Item] = {}
    for number, (lesson, question) in enumerate(islice(cycle(asked), answers)):
        at = NOW + timedelta(days=55 * number / answers)
        attempt, answer = _answer(lesson, question, number, micros(at))
        key = f"{lesson.id} {question.id}"
        items[key] = reviews.after_answer(
            items.get(key), answer, lesson=lesson.id, question=question.id
        )
        yield at, (attempt, Scheduled(items[key]))


def _answer(lesson: Lesson, question: Question, number: int, at: int) -> tuple[Attempt, Answer]:
    right = number % 3 > 0
    choice = next((n for n, one in enumerate(question.options) if one.right == right), 0)
    word = _WORDS[number % len(_WORDS)]
    names = (lesson.id, lesson.id, lesson.revision, question.id, "first")
    attempt = Attempt(*names, choice, word, right, 0.0, 900)  # type: ignore[arg-type]
    return attempt, Answer(question.options[choice].label, word, right, at)


# The picture


def _pictures(drawn: ProgressChart) -> None:
    text = dump_outputs((Chart(drawn, "", ""),))
    done = subprocess.run(
        [sys.executable, "-m", "bench.progress"],
        input=text,
        check=True,
        capture_output=True,
        text=True,
    )
    cold, grown = map(float, done.stdout.split())
    anew, cached, size = _drawn(drawn)
    print(
        f"  a picture       cold {cold * 1e3:.0f} ms, {grown / 1024:.0f} MiB more; {size:,} bytes"
    )
    print(f"                  anew {anew * 1e3:.0f} ms   cached {cached * 1e6:.0f} µs")
    print(f"  anew beside cached: {anew / cached:,.0f}×")
    idle, busy = asyncio.run(_lag(drawn))
    print(f"  the event loop  at most {idle * 1e3:.1f} ms late idle, {busy * 1e3:.1f} ms drawing")
    goal("its lateness beside the time of a picture", busy / anew, 0.5, at_most=True)


def _drawn(drawn: ProgressChart) -> tuple[float, float, int]:
    from adapters.pictures import charts

    anew, cached = [], []
    for number in range(PICTURES):
        other = replace(drawn, title=str(number))
        began = time.perf_counter()
        image = charts.png(other)
        between = time.perf_counter()
        charts.png(replace(other))
        anew.append(between - began)
        cached.append(time.perf_counter() - between)
    return percentile(anew, 0.5), percentile(cached, 0.5), len(image)


async def _lag(drawn: ProgressChart) -> tuple[float, float]:
    """How late the event loop is in 99 of 100 looks: with nothing to do, and beside drawing."""
    from adapters.pictures import charts

    async def late(until: asyncio.Event) -> float:
        found = []
        while not until.is_set():
            began = time.perf_counter()
            await asyncio.sleep(TICK)
            found.append(time.perf_counter() - began - TICK)
        return percentile(found, 0.99)

    async def beside(work: bool) -> float:
        over = asyncio.Event()
        watch = asyncio.create_task(late(over))
        for number in range(PICTURES):
            if work:
                other = replace(drawn, title=f"lag {number}")
                await asyncio.to_thread(charts.png, other)
            else:
                await asyncio.sleep(0.02)
        over.set()
        return await watch

    return await beside(work=False), await beside(work=True)


def _cold() -> None:
    """Draw once what comes in, and print how long that took and what memory it has taken (KiB)."""
    import resource

    [chart] = load_outputs(sys.stdin.read())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    from adapters.pictures.images import render

    if isinstance(chart, Chart):
        render(chart)
    print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)


if __name__ == "__main__":
    _cold()
