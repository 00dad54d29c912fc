"""Learners for the benchmarks: they take real lessons, pressing the first button each time."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press
from bot.conversation.outputs import Ask, Output
from bot.lessons.course import parse_course
from bot.lessons.format import parse
from bot.lessons.model import Course, Lesson
from bot.service.turns.desk import Desk
from bot.service.turns.loading import CatalogueCache
from bot.storage.records import Release
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store

CONTENT = Path(__file__).parent.parent / "content" / "genai"
NOW = datetime(2026, 1, 1, tzinfo=UTC)

Submit = Callable[[Envelope], Awaitable[tuple[Output, ...]]]


def outline() -> Course:
    """The shipped course, without its lessons."""
    return parse_course((CONTENT / "course.toml").read_text("utf-8"), "course.toml", "genai")


def course() -> tuple[Course, list[Lesson]]:
    """The shipped course with its lessons."""
    read = outline()
    files = [CONTENT / f"{id}.md" for id in read.lessons]
    return read, [parse(file.read_text("utf-8"), file.name).lesson for file in files]


class Learner:
    """Goes through one lesson after another, and remembers how long each turn took.

    ``pressed`` is the label of the button pressed last, and empty after a command.
    """

    def __init__(self, name: str, submit: Submit, command: str = "start") -> None:
        self.name = name
        self.took: list[float] = []
        self.pressed = ""
        self._submit = submit
        self._next: Input = Command(command)
        self._label = ""
        self._number = 0

    async def turns(self, number: int) -> None:
        """Take this many turns, one after another."""
        for _ in range(number):
            self._number += 1
            envelope = Envelope(
                f"bench:{self.name}:{self._number}",
                LearnerId(f"bench:{self.name}"),
                Address("bench", self.name),
                NOW,
                self._next,
            )
            began = time.perf_counter()
            outputs = await self._submit(envelope)
            self.took.append(time.perf_counter() - began)
            self.pressed = self._label
            asked = [output for output in outputs if isinstance(output, Ask)]
            self._next = Press(asked[-1].choices[0].token) if asked else Command("learn")
            self._label = asked[-1].choices[0].label if asked else ""


@asynccontextmanager
async def desk(where: Path | Store, release: Release | None = None) -> AsyncIterator[Desk]:
    """A desk over a fresh database with the shipped course, or another release."""
    store = SqliteStore(where) if isinstance(where, Path) else where
    await store.open()
    try:
        if release is None:
            one, lessons = course()
            release = Release((one,), tuple(lessons))
        await store.publish(release, NOW)
        async with desk_of(store) as working:
            yield working
    finally:
        await store.close()


@asynccontextmanager
async def desk_of(store: Store) -> AsyncIterator[Desk]:
    """A desk over an open store that something is taught in."""
    catalogue = CatalogueCache(store)
    await catalogue.refresh()
    working = Desk(store, catalogue)
    task = asyncio.create_task(working.run())
    try:
        yield working
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await working.close()


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def goal(what: str, ratio: float, bound: float, *, at_most: bool) -> None:
    """Print a ratio beside its goal, and whether it is met."""
    met = ratio <= bound if at_most else ratio >= bound
    sign = "≤" if at_most else "≥"
    print(f"  {what}: {ratio:.2f}× (goal {sign} {bound}×: {'met' if met else 'NOT MET'})")
