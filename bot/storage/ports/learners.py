"""What is known of learners for their turns."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.conversation.facts.correction import Untold
from bot.conversation.facts.learner import Submission
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.learner import Earlier, LearnerHistory, Progress
from bot.learning.experiment import ExperimentResults
from bot.learning.items import Item
from bot.learning.logbook import Totals


class Learners(Protocol):
    """What is known of the learners in a batch."""

    async def progress(self, learners: Collection[LearnerId]) -> dict[LearnerId, Progress]:
        """The record of each of these learners; an empty one for a newcomer."""
        ...

    async def histories(self, learners: Collection[LearnerId]) -> dict[LearnerId, LearnerHistory]:
        """The history of each of these learners. Its cost grows with what they did, not others."""
        ...

    async def totals(self, learners: Collection[LearnerId]) -> dict[LearnerId, Totals]:
        """What the logbook of each of these learners begins with; nothing for a newcomer."""
        ...

    async def experiments(
        self, learners: Collection[LearnerId]
    ) -> dict[LearnerId, ExperimentResults]:
        """What the experiment shows of each of these learners by now."""
        ...

    async def items(self, lessons: Mapping[LearnerId, str]) -> dict[LearnerId, dict[str, Item]]:
        """What each of these learners remembers of a lesson, by question; suspended items too."""
        ...

    async def due(self, until: Mapping[LearnerId, datetime]) -> dict[LearnerId, tuple[Item, ...]]:
        """What is due of each of these learners' by a time, and the next after it, in that order.

        Several that are next at once all count. What is suspended is never due. Its cost does not
        grow with what is due later, nor with other learners.
        """
        ...

    async def earlier(self, tasks: Mapping[LearnerId, tuple[str, str]]) -> dict[LearnerId, Earlier]:
        """What each of these learners wrote last for a lesson's task, by the ids of both.

        Those who wrote nothing for it are left out.
        """
        ...

    async def work(self, runs: Mapping[LearnerId, str]) -> dict[LearnerId, tuple[Submission, ...]]:
        """All that each of these learners handed in in a run, by its id, oldest first."""
        ...

    async def made(
        self, learners: Collection[LearnerId]
    ) -> dict[LearnerId, dict[tuple[str, str], Submission]]:
        """The latest that each of these learners handed in for anything, by lesson and item.

        What was only ticked off is left out.
        """
        ...

    async def untold(self, learners: Collection[LearnerId]) -> dict[LearnerId, tuple[Untold, ...]]:
        """The corrections that each of these learners waits for without a place to be told alone.

        Those who wait for none are left out.
        """
        ...
