"""What is known of learners, in memory."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.conversation.facts.correction import Untold
from bot.conversation.facts.learner import Written
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.learner import Earlier, Mirror, Progress
from bot.learning.experiment import Trial
from bot.learning.logbook import Past
from bot.learning.reviews import Item
from bot.storage.figures.experiments import trial_of
from bot.storage.figures.mirrors import mirror_of
from bot.storage.figures.pasts import past_of
from bot.storage.figures.tallies import progress_of
from bot.storage.memory.state import Base
from bot.storage.rows import micros


class Learners(Base):
    """The part of the store that knows learners."""

    async def progress(self, learners: Collection[LearnerId]) -> dict[LearnerId, Progress]:
        """The record of each of these learners."""
        self._usable()
        return {one: progress_of(self._counted(one)) for one in learners}

    async def mirrors(self, learners: Collection[LearnerId]) -> dict[LearnerId, Mirror]:
        """The mirror of each of these learners."""
        self._usable()
        state = self._state
        return {
            one: mirror_of(
                state.facts.get(one, ()),
                state.items.get(one, {}).values(),
                {(lesson, item) for learner, lesson, item in state.suspended if learner == one},
                self._void,
            )
            for one in learners
        }

    async def pasts(self, learners: Collection[LearnerId]) -> dict[LearnerId, Past]:
        """What the logbook of each of these learners begins with."""
        self._usable()
        return {one: past_of(self._counted(one)) for one in learners}

    async def trials(self, learners: Collection[LearnerId]) -> dict[LearnerId, Trial]:
        """What the experiment shows of each of these learners by now."""
        self._usable()
        facts = self._state.facts
        return {one: trial_of(facts.get(one, ()), self._void) for one in learners}

    async def items(self, lessons: Mapping[LearnerId, str]) -> dict[LearnerId, dict[str, Item]]:
        """What each of these learners remembers of a lesson, by question."""
        self._usable()
        return {
            learner: {
                item.question: item
                for item in self._state.items.get(learner, {}).values()
                if item.lesson == lesson
            }
            for learner, lesson in lessons.items()
        }

    async def due(self, until: Mapping[LearnerId, datetime]) -> dict[LearnerId, tuple[Item, ...]]:
        """What is due of each of these learners' by a time, and the next after it."""
        self._usable()
        return {learner: self._due(learner, micros(at)) for learner, at in until.items()}

    def _due(self, learner: LearnerId, at: int) -> tuple[Item, ...]:
        coming = sorted(
            (item.due, *key)
            for key, item in self._state.items.get(learner, {}).items()
            if (learner, *key) not in self._state.suspended
        )
        last = next((due for due, *_ in coming if due > at), at)
        items = self._state.items.get(learner, {})
        return tuple(items[lesson, one] for due, lesson, one in coming if due <= last)

    async def earlier(
        self, wanted: Mapping[LearnerId, tuple[str, str]]
    ) -> dict[LearnerId, Earlier]:
        """What each of these learners wrote last for a lesson's task."""
        self._usable()
        texts = self._state.texts
        return {
            learner: texts[learner, *task]
            for learner, task in wanted.items()
            if (learner, *task) in texts
        }

    async def shut(self, learners: Collection[LearnerId]) -> set[LearnerId]:
        """Those of these learners who have alarms for a chat that is gone."""
        self._usable()
        return self._state.alarms.held(self._state.gone) & set(learners)

    async def work(self, runs: Mapping[LearnerId, str]) -> dict[LearnerId, tuple[Written, ...]]:
        """All that each of these learners handed in in a run."""
        self._usable()
        return {
            learner: tuple(
                fact
                for _, _, fact in self._state.facts.get(learner, ())
                if isinstance(fact, Written) and fact.run == run
            )
            for learner, run in runs.items()
        }

    async def untold(self, learners: Collection[LearnerId]) -> dict[LearnerId, tuple[Untold, ...]]:
        """The corrections that these learners wait for without a place to be told alone."""
        self._usable()
        found = {one: self._state.admin.announcements.untold(one) for one in learners}
        return {one: untold for one, untold in found.items() if untold}
