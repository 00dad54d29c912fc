"""What learners say to the authors of lessons."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.remarks import (
    Exchange,
    LessonOpinions,
    Remark,
    RemarkCounts,
    RemarkStanding,
)
from bot.learning.activity import Period
from bot.lessons.pictures.assets import Asset


class Remarks(Protocol):
    """What learners say of lessons; what admins need of it is part of ``Admins.admin``."""

    async def keep_answer_picture(self, picture: Asset, at: datetime) -> None:
        """Keep a picture that an answer is to have, until no answer has it any more."""
        ...

    async def standing(
        self, learners: Mapping[LearnerId, datetime]
    ) -> dict[LearnerId, RemarkStanding]:
        """What each of these learners may say at a time."""
        ...

    async def own_remarks(self, remarks: Mapping[LearnerId, str]) -> dict[LearnerId, Remark]:
        """A remark of each of these learners, by its id, if it is theirs and still there."""
        ...

    async def unread(self, learners: Collection[LearnerId]) -> dict[LearnerId, tuple[Remark, ...]]:
        """The remarks of these learners whose answer waits for a chat in which they can be reached.

        Those who wait for none are left out.
        """
        ...

    async def exchanges(self, lesson: str, place: str) -> tuple[Exchange, ...]:
        """What is shown to everyone at a place of a lesson, the newest first, a few at most."""
        ...

    async def remark_counts(self, within: Period, scope: Scope = EVERYTHING) -> RemarkCounts:
        """How many remarks were made in this stretch of time, and how many are open, of a scope."""
        ...

    async def opinions(self, lesson: str, cohort: str = "") -> LessonOpinions:
        """What learners say of a lesson; of a cohort, its members alone."""
        ...
