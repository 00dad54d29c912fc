"""Cohorts in memory: how each came to be as it is, and who belongs to it."""

from collections import Counter
from dataclasses import dataclass, field

from bot.conversation.cohorts.unlock import kind
from bot.conversation.facts.admin import CohortSet
from bot.conversation.facts.learner import CohortJoined, CohortLeft
from bot.conversation.inputs import LearnerId
from bot.lessons.cohort import Cohort
from bot.storage.codec import dump_cohort, load_cohort
from bot.storage.memory.alarms import AlarmBook


@dataclass(slots=True)
class CohortBook:
    """All changes as JSON, and who belongs to which cohort."""

    changes: list[tuple[str, str]] = field(default_factory=list)
    members: set[tuple[str, LearnerId]] = field(default_factory=set)

    def note(self, fact: CohortJoined | CohortLeft, learner: LearnerId) -> None:
        """Note who joins and who leaves."""
        change = self.members.add if isinstance(fact, CohortJoined) else self.members.discard
        change((fact.cohort, learner))

    def set(self, fact: CohortSet, alarms: AlarmBook) -> None:
        """Note a change, and let the alarms of all members ring no later than it says."""
        self.changes.append((fact.cohort.id, dump_cohort(fact.cohort)))
        if fact.rings is not None:
            of_it = [learner for cohort, learner in self.members if cohort == fact.cohort.id]
            alarms.hasten(of_it, kind(fact.cohort), fact.rings)

    def open(self, cohort: Cohort, at: int, alarms: AlarmBook) -> bool:
        """Note an opening, if nobody has changed the cohort meanwhile; whether that was so."""
        latest = next((one for one in self.latest() if one.id == cohort.id), None)
        if latest is None or latest.version != cohort.version:
            return False
        self.set(CohortSet(cohort, at), alarms)
        return True

    def latest(self) -> list[Cohort]:
        """Each cohort as its last change has left it, in the order of these changes."""
        versions = {id: number for number, (id, _) in enumerate(self.changes, start=1)}
        return [
            load_cohort(number, self.changes[number - 1][1]) for number in sorted(versions.values())
        ]

    def counts(self) -> dict[str, int]:
        """How many belong to each cohort."""
        return dict(Counter(cohort for cohort, _ in self.members))
