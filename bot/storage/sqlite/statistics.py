"""Statistics of the default store, read on a connection of their own.

What counts for seconds there delays nobody: learners' turns read on another connection, whose
statements would have to wait for one another.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import aiosqlite

from bot.conversation.needs.admin import Publication
from bot.learning.news import EVER, News, Span
from bot.learning.statistics import Observed, Overview
from bot.lessons.model import Lesson
from bot.lessons.revisions.equivalence import Alike
from bot.storage.codec import fault
from bot.storage.figures import news, statistics
from bot.storage.records import Answered, Place
from bot.storage.sqlite.base import Base
from bot.storage.sqlite.file import explained, open_reader
from bot.storage.sqlite.statements import catalogue

_log = logging.getLogger(__name__)


class Statistics(Base):
    """The part of the store that counts."""

    async def overview(self) -> Overview:
        """How all lessons are taken, and how well the confidence of all learners fits."""
        async with self._apart() as reader:
            taken = await reader.execute_fetchall(statistics.TAKEN)
            answered = await reader.execute_fetchall(statistics.ANSWERED)
            [(learners,)] = await reader.execute_fetchall(statistics.PREDICTED)
            tallies = await reader.execute_fetchall(statistics.CALIBRATION)
            return statistics.overview(taken, answered, learners, tallies)

    async def observed(self, lesson: str, alike: Alike, within: Span = EVER) -> Observed:
        """What is on record of a lesson, in what is alike of its revisions."""
        of_steps, named = statistics.parameters(lesson, alike, within)
        async with self._apart() as reader:
            [taken] = await reader.execute_fetchall(statistics.TAKEN_ONE, named)
            steps = await reader.execute_fetchall(statistics.STEPS, of_steps)
            counts = await reader.execute_fetchall(statistics.COUNTS, named)
            return statistics.observed(lesson, taken, steps, counts)

    async def news(self, within: Span) -> News:
        """What learners did in this stretch of time."""
        async with self._apart() as reader:
            started = await reader.execute_fetchall(news.STARTED, within)
            finished = await reader.execute_fetchall(news.FINISHED, within)
            answered = await reader.execute_fetchall(news.ANSWERED, within)
            [(learners,)] = await reader.execute_fetchall(news.LEARNERS, within)
            return news.news(started, finished, answered, learners)

    async def published(self, within: Span) -> tuple[tuple[str, Publication], ...]:
        """What was published then, by name, the earliest first."""
        async with self._apart() as reader:
            return news.published(await reader.execute_fetchall(news.PUBLISHED, within))

    async def versions(self, lesson: str) -> tuple[Lesson, ...]:
        """Every revision of a lesson that is kept, drafts and translations among them."""
        async with self._apart() as reader:
            found = await reader.execute_fetchall(catalogue.BODIES, (lesson,))
        # Many revisions take a while to read: not on the event loop.
        return await asyncio.to_thread(_lessons, [body for (body,) in found])

    async def answers(self, after: Place, limit: int) -> list[Answered]:
        """Up to ``limit`` answers of all learners that come after this one."""
        async with self._apart() as reader:
            found = await reader.execute_fetchall(statistics.ANSWERS, (*after, limit))
            return statistics.answers(found)

    @asynccontextmanager
    async def _apart(self) -> AsyncIterator[aiosqlite.Connection]:
        """A connection for one report, all of whose statements see the same moment."""
        self._usable()
        with explained(self._path):
            reader = await open_reader(self._path, last=True)
            try:
                await reader.execute("BEGIN")
                yield reader
            finally:
                # Whoever is told to stop does not wait for what is being counted.
                await reader.interrupt()
                await reader.close()


def _lessons(bodies: Iterable[str]) -> tuple[Lesson, ...]:
    found = []
    for body in bodies:
        try:
            found.append(Lesson.model_validate_json(body))
        except ValueError as error:
            _log.error("unreadable revision left out of statistics: %s", fault(error))
    return tuple(found)
