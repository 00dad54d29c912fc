"""What is asked of a store about all learners, beside their turns."""

from typing import Protocol

from bot.conversation.needs.admin import Publication
from bot.learning.news import EVER, News, Span
from bot.learning.statistics import Observed, Overview
from bot.lessons.model import Lesson
from bot.lessons.revisions.equivalence import Alike
from bot.storage.records import Answered, Place


class OfStatistics(Protocol):
    """What is counted, which delays no turn."""

    async def overview(self) -> Overview:
        """How all lessons are taken, and how well the confidence of all learners fits.

        It counts everything there is, beside learners' turns and without delaying them; so do the
        next three.
        """
        ...

    async def observed(self, lesson: str, alike: Alike, within: Span = EVER) -> Observed:
        """What is on record of a lesson, in what is alike of its revisions.

        Counts of answers are of those who first answered a question ``within`` this time.
        """
        ...

    async def news(self, within: Span) -> News:
        """What learners did in this stretch of time; counted like the other statistics."""
        ...

    async def published(self, within: Span) -> tuple[tuple[str, Publication], ...]:
        """What was published then, by name, the earliest first."""
        ...

    async def versions(self, lesson: str) -> tuple[Lesson, ...]:
        """Every revision of a lesson that is kept, drafts and translations among them.

        One that can't be read any more is left out, with a line in the log.
        """
        ...

    async def answers(self, after: Place, limit: int) -> list[Answered]:
        """Up to ``limit`` answers of all learners that come after this one; ordered by place."""
        ...
