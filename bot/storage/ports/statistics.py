"""What is counted of all learners."""

from datetime import datetime
from typing import Protocol

from bot.conversation.needs.admin import Publication
from bot.learning.activity import EVER, Activity, Period
from bot.learning.observations import EVERYBODY, Circle, Observations
from bot.learning.statistics import OverallStatistics
from bot.lessons.model import Lesson
from bot.lessons.revisions.equivalence import EquivalentRevisions
from bot.storage.records import AnswerKey, AnswerRecord, Load


class Statistics(Protocol):
    """What is counted of all learners, beside their turns and without delaying them."""

    async def overview(self, circle: Circle = EVERYBODY) -> OverallStatistics:
        """How lessons are taken, and how well the confidence of their learners fits."""
        ...

    async def observations(
        self, lesson: str, alike: EquivalentRevisions, within: Period = EVER, cohort: str = ""
    ) -> Observations:
        """What is on record of a lesson, in what is alike of its revisions.

        Counts of answers are of those who first answered a question ``within`` this time. With a
        ``cohort`` only its members are counted.
        """
        ...

    async def activity(self, within: Period, circle: Circle = EVERYBODY) -> Activity:
        """What learners did in this stretch of time."""
        ...

    async def members(self, cohort: str) -> int:
        """How many belong to a cohort."""
        ...

    async def load(self, at: datetime) -> Load:
        """How much there is to do at this time; chats that are gone are left out."""
        ...

    async def publications(self, within: Period) -> tuple[tuple[str, Publication], ...]:
        """What was published then, by name, the earliest first."""
        ...

    async def revisions(self, lesson: str) -> tuple[Lesson, ...]:
        """Every revision of a lesson that is kept, drafts and translations among them.

        One that can't be read any more is left out, with a line in the log.
        """
        ...

    async def answers(self, after: AnswerKey, limit: int) -> list[AnswerRecord]:
        """Up to ``limit`` answers of all learners that come after this one; ordered by key."""
        ...
