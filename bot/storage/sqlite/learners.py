"""What is known of learners, asked of the reading connection for all of a batch at once."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from bot.conversation.facts.correction import Untold
from bot.conversation.facts.learner import Written
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.learner import Earlier, Mirror, Progress
from bot.learning.experiment import Trial
from bot.learning.logbook import Past
from bot.learning.reviews import Item
from bot.storage.figures import experiments, items, mirrors, pasts, tallies
from bot.storage.rows import micros
from bot.storage.sqlite.base import Base
from bot.storage.sqlite.statements import alarms, corrections, writings


class Learners(Base):
    """The part of the store that knows learners."""

    async def progress(self, learners: Collection[LearnerId]) -> dict[LearnerId, Progress]:
        """The record of each of these learners."""
        keys = json.dumps(list(learners))
        runs = await self._read(tallies.RUNS, (tallies.FINISHING, keys))
        answers = await self._read(tallies.ANSWERS, (keys,))
        return tallies.progress_from(learners, runs, answers)

    async def mirrors(self, learners: Collection[LearnerId]) -> dict[LearnerId, Mirror]:
        """The mirror of each of these learners."""
        keys = (json.dumps(list(learners)),)
        kept = await self._read(items.ALL, keys)
        answered = await self._read(mirrors.ANSWERED, keys)
        return mirrors.mirrors_from(
            learners, kept, answered, await self._read(mirrors.BELIEFS, keys)
        )

    async def pasts(self, learners: Collection[LearnerId]) -> dict[LearnerId, Past]:
        """What the logbook of each of these learners begins with."""
        keys = (json.dumps(list(learners)),)
        answers = await self._read(tallies.ANSWERS, keys)
        counts = await self._read(pasts.COUNTS, keys)
        reached = await self._read(pasts.REACHED, keys)
        return pasts.pasts_from(learners, answers, counts, reached)

    async def trials(self, learners: Collection[LearnerId]) -> dict[LearnerId, Trial]:
        """What the experiment shows of each of these learners by now."""
        results = await self._read(experiments.RESULTS, (json.dumps(list(learners)),))
        return experiments.trials_from(learners, results)

    async def items(self, lessons: Mapping[LearnerId, str]) -> dict[LearnerId, dict[str, Item]]:
        """What each of these learners remembers of a lesson, by question."""
        found = items.found(await self._read(items.OF_LESSONS, (json.dumps(dict(lessons)),)))
        return {one: {item.question: item for item in found.get(one, ())} for one in lessons}

    async def due(self, until: Mapping[LearnerId, datetime]) -> dict[LearnerId, tuple[Item, ...]]:
        """What is due of each of these learners' by a time, and the next after it."""
        times = json.dumps({learner: micros(at) for learner, at in until.items()})
        found = items.found(await self._read(items.DUE, (times,)))
        return {learner: items.in_order(found.get(learner, ())) for learner in until}

    async def earlier(
        self, wanted: Mapping[LearnerId, tuple[str, str]]
    ) -> dict[LearnerId, Earlier]:
        """What each of these learners wrote last for a lesson's task."""
        found = await self._read(writings.LATEST, (json.dumps(dict(wanted)),))
        return writings.earlier(found)

    async def shut(self, learners: Collection[LearnerId]) -> set[LearnerId]:
        """Those of these learners who have alarms for a chat that is gone."""
        return {one for (one,) in await self._read(alarms.HELD, (json.dumps(list(learners)),))}

    async def work(self, runs: Mapping[LearnerId, str]) -> dict[LearnerId, tuple[Written, ...]]:
        """All that each of these learners handed in in a run."""
        found = writings.work(await self._read(writings.WORK, (json.dumps(dict(runs)),)))
        return {learner: found.get(learner, ()) for learner in runs}

    async def untold(self, learners: Collection[LearnerId]) -> dict[LearnerId, tuple[Untold, ...]]:
        """The corrections that these learners wait for without a place to be told alone."""
        return corrections.untold(
            await self._read(corrections.UNTOLD, (json.dumps(list(learners)),))
        )
