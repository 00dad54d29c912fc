"""Statistics over a million attempts, and learners' turns meanwhile.

Ten thousand learners have a hundred answers each, from all over the course, a third of them at the
exit or ten days later. Four learners take their turns at the desk, first alone,
then while ``/admin stats`` counts, of all lessons and of one. The file of all attempts is written
by ``foretell stats --csv``, a process of its own, whose memory is its highest.
"""

import asyncio
import logging
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from bench.learners import NOW, Learner, course, goal, percentile
from bot.conversation.admin.statistics.report import StatisticsRequest
from bot.lessons.model import Lesson
from bot.service.reports import statistics
from bot.service.tasks import end
from bot.service.tutor import Tutor
from bot.storage.codec import micros, utc_now
from bot.storage.records import Release
from bot.storage.sqlite import SqliteStore

LEARNERS = 10_000
EACH = 100
"""Answers of each learner."""

LATER = ("exit", "review")
BUSY = 4
ALONE = 5.0
"""Seconds in which turns are measured with nothing else going on."""

MOST = 5.0
"""Seconds that an admin may wait for a report."""

_ATTEMPT = """
INSERT INTO attempt (learner, at, input, question, phase, run, lesson, revision, choice,
    confidence, verdict, score, took_ms, platform)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0.0, 4000, 'bench')
"""
_RUN = "INSERT INTO run VALUES (?, ?, ?, ?, 'deep', 5, 'bench', ?, ?)"
_STEP = "INSERT INTO step_done VALUES (?, ?, ?, 'bench', ?, ?)"
_FINISHED = "INSERT INTO run_finished VALUES (?, ?, 'bench', ?, ?)"
_WORDS = ("sure", "probable", "guess", "sure", "probable")


def main() -> None:
    """Measure, and print figures beside their goals."""
    # What these learners are told goes nowhere, which delivery would say of each.
    logging.getLogger("bot.service.delivery").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        asyncio.run(_measure(path))
        _export(path)


async def _measure(path: Path) -> None:
    one, lessons = course()
    async with Tutor(SqliteStore(path), Release((one,), tuple(lessons))):
        pass
    began = time.perf_counter()
    count = _fill(path, lessons)
    print(f"  {count:,} attempts written in {time.perf_counter() - began:.0f} s", flush=True)
    async with Tutor(SqliteStore(path)) as tutor:
        alone = await _turns(tutor, lambda: asyncio.sleep(ALONE))
        print(f"  turns alone          {_line(alone)}", flush=True)
        for what, lesson in (("all lessons", ""), ("one lesson", lessons[0].id)):
            seconds: list[float] = []

            async def report() -> None:
                began = time.perf_counter()
                wanted = StatisticsRequest(lesson)  # noqa: B023
                await statistics.collect(tutor.store, tutor.catalogue.library, wanted, utc_now())
                seconds.append(time.perf_counter() - began)  # noqa: B023

            beside = await _turns(tutor, report)
            again = await _turns(tutor, lambda: asyncio.sleep(ALONE))
            print(f"  turns beside {what:11} {_line(beside)}; alone again {_line(again)}")
            met = "met" if seconds[0] <= MOST else "NOT MET"
            print(f"  the report of {what}: {seconds[0]:.2f} s (goal ≤ {MOST:g} s: {met})")
            for share, name in ((0.5, "p50"), (0.95, "p95")):
                ratio = percentile(beside, share) / percentile(alone + again, share)
                goal(f"a turn's {name} beside the report of {what}", ratio, 1.25, at_most=True)
            sys.stdout.flush()


async def _turns(tutor: Tutor, work: Callable[[], Awaitable[object]]) -> list[float]:
    """How long turns took while this was done."""
    crowd = [Learner(f"{time.monotonic_ns()}", tutor.desk.submit) for _ in range(BUSY)]

    async def busy(learner: Learner) -> None:
        while True:
            await learner.turns(1)
            # Four who answer at once, and not as many turns as there is time for.
            await asyncio.sleep(0.02)

    tasks = [asyncio.create_task(busy(one)) for one in crowd]
    await work()
    await end(tasks)
    return [one for learner in crowd for one in learner.took]


def _fill(path: Path, lessons: list[Lesson]) -> int:
    """Put all attempts into the database; returns how many."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        runs = [
            (f"bench:{n}", f"run-{lesson.id}", lesson, _time(n, 0))
            for n in range(LEARNERS)
            for lesson in lessons
        ]
        db.executemany(
            _RUN, ((who, run, one.id, one.revision, at, run) for who, run, one, at in runs)
        )
        db.executemany(
            _STEP,
            (
                (who, run, step, at + step * 60_000_000, run)
                for who, run, _, at in runs
                for step in range(1, 6)
            ),
        )
        db.executemany(_FINISHED, ((who, run, at, run) for who, run, _, at in runs[::2]))
        return db.executemany(_ATTEMPT, _attempts(lessons)).rowcount
    finally:
        db.execute("COMMIT")
        db.close()


def _attempts(lessons: list[Lesson]) -> Iterator[tuple[object, ...]]:
    # An estimate has no options to choose from.
    asked = [(one, asks) for one in lessons for asks in one.questions if asks.options]
    for learner in range(LEARNERS):
        for n in range(EACH):
            # Of three answers in a row two are to one question: before the text, and later.
            place, phase = n - n // 3, ("first", "first", LATER[n // 3 % 2])[n % 3]
            lesson, question = asked[(learner * 7 + place - (n % 3 == 2)) % len(asked)]
            choice = (learner + n * 7) % len(question.options)
            verdict = ("wrong", "right")[question.options[choice].right]
            at = _time(learner, {"first": 0, "exit": 0, "review": 10}[phase]) + n * 1000
            names = (question.id, phase, f"run-{lesson.id}", lesson.id, lesson.revision)
            how = (choice, _WORDS[n % 5], None if question.open else verdict)
            yield (f"bench:{learner}", at, f"fill:{learner}:{n}", *names, *how)


def _time(learner: int, days: int) -> int:
    return micros(NOW) + learner * 1_000_000 + days * 86_400_000_000


def _export(path: Path) -> None:
    """Write the file of all attempts, in a process of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FORETELL_")}
    began = time.perf_counter()
    subprocess.run(
        [
            *(sys.executable, "-c", "from adapters.cli import main; main()"),
            *("stats", "--csv", str(path.with_suffix(".csv"))),
        ],
        env=kept | {"FORETELL_DATABASE": str(path)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds = time.perf_counter() - began
    size = path.with_suffix(".csv").stat().st_size
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  the file of all: {seconds:.1f} s, {size / 1e6:.0f} MB, {most:.0f} MiB of memory")


def _line(took: list[float]) -> str:
    p50, p95 = percentile(took, 0.5) * 1e3, percentile(took, 0.95) * 1e3
    return f"{len(took):5} turns   p50 {p50:5.2f} ms   p95 {p95:5.2f} ms"
