"""Cohorts in SQL and in memory: how each came to be as it is, and who belongs to it."""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from bot.conversation.admin.facts import CohortSet
from bot.conversation.facts import CohortJoined, CohortLeft
from bot.conversation.inputs import LearnerId
from bot.conversation.opening import kind
from bot.lessons.cohort import Cohort
from bot.storage.codec import fault
from bot.storage.sqlite.statements.alarms import AlarmBook

CALENDAR = "calendar"
"""Who changes a cohort when a lesson has opened: no admin, but the time."""

# What the alarms of members are set to is a trigger's, in the same transaction.
SET = """
INSERT INTO cohort_change (cohort, body, rings, by, at, input) VALUES (?, ?, ?, ?, ?, ?)
"""
OPEN = """
INSERT INTO cohort_change (cohort, body, rings, by, at, input) SELECT ?1, ?2, ?3, ?4, ?5, ?6
WHERE ?7 = (SELECT max(id) FROM cohort_change WHERE cohort = ?1)
"""
"""The same, if nobody has changed the cohort meanwhile."""

MEMBERSHIP = """
INSERT INTO membership (cohort, learner, what, platform, at, input) VALUES (?, ?, ?, ?, ?, ?)
"""
LATEST = """
SELECT id, body FROM cohort_change
WHERE id IN (SELECT max(id) FROM cohort_change GROUP BY cohort) ORDER BY id
"""
MEMBERS = "SELECT cohort, count(*) FROM member GROUP BY cohort"

_COHORT: TypeAdapter[Cohort] = TypeAdapter(Cohort)
_log = logging.getLogger(__name__)


def dump(cohort: Cohort) -> str:
    """A cohort as JSON; its version is the store's and not part of it."""
    return _COHORT.dump_json(replace(cohort, version=0), exclude_defaults=True).decode()


def load(version: int, text: str) -> Cohort:
    """The cohort from its JSON, in this version; raises ``ValueError`` if it is none."""
    return replace(_COHORT.validate_json(text), version=version)


def cohorts(rows: Iterable[tuple[int, str]]) -> list[Cohort]:
    """What ``LATEST`` finds; what can't be read is left out, with a line in the log."""
    found: list[Cohort] = []
    for version, text in rows:
        try:
            found.append(load(version, text))
        except ValueError as error:
            _log.error("unreadable cohort: %s", fault(error))
    return found


def set_row(fact: CohortSet, by: str, at: int, origin: str) -> tuple[object, ...]:
    """A change as parameters of ``SET``; ``origin`` is the input that it came of."""
    return (fact.cohort.id, dump(fact.cohort), fact.rings, by, at, origin)


def open_row(cohort: Cohort, at: int) -> tuple[object, ...]:
    """An opening as parameters of ``OPEN``: its members are told now."""
    return (*set_row(CohortSet(cohort, at), CALENDAR, at, ""), cohort.version)


def membership_row(
    fact: CohortJoined | CohortLeft, learner: LearnerId, origin: tuple[object, ...]
) -> tuple[object, ...]:
    """Joining or leaving as parameters of ``MEMBERSHIP``."""
    what = "joined" if isinstance(fact, CohortJoined) else "left"
    return (fact.cohort, learner, what, *origin)


@dataclass(slots=True)
class CohortBook:
    """The same in memory: all changes as JSON, and who belongs to which cohort."""

    changes: list[tuple[str, str]] = field(default_factory=list)
    members: set[tuple[str, LearnerId]] = field(default_factory=set)

    def note(self, fact: CohortJoined | CohortLeft, learner: LearnerId) -> None:
        """Note who joins and who leaves."""
        change = self.members.add if isinstance(fact, CohortJoined) else self.members.discard
        change((fact.cohort, learner))

    def set(self, fact: CohortSet, alarms: AlarmBook) -> None:
        """Note a change, and let the alarms of all members ring no later than it says."""
        self.changes.append((fact.cohort.id, dump(fact.cohort)))
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
        return [load(number, self.changes[number - 1][1]) for number in sorted(versions.values())]

    def counts(self) -> dict[str, int]:
        """How many belong to each cohort."""
        return dict(Counter(cohort for cohort, _ in self.members))
