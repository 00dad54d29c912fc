"""Cohorts in SQL: how each came to be as it is, and who belongs to it."""

import logging
from collections.abc import Iterable

from bot.conversation.facts.admin import CohortSet
from bot.conversation.facts.learner import CohortJoined, CohortLeft
from bot.conversation.inputs import LearnerId
from bot.lessons.cohort import Cohort
from bot.storage.codec import dump_cohort, fault, load_cohort

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

_log = logging.getLogger(__name__)


def cohorts(rows: Iterable[tuple[int, str]]) -> list[Cohort]:
    """What ``LATEST`` finds; what can't be read is left out, with a line in the log."""
    found: list[Cohort] = []
    for version, text in rows:
        try:
            found.append(load_cohort(version, text))
        except ValueError as error:
            _log.error("unreadable cohort: %s", fault(error))
    return found


def set_row(fact: CohortSet, by: str, at: int, origin: str) -> tuple[object, ...]:
    """A change as parameters of ``SET``; ``origin`` is the input that it came of."""
    return (fact.cohort.id, dump_cohort(fact.cohort), fact.rings, by, at, origin)


def open_row(cohort: Cohort, at: int) -> tuple[object, ...]:
    """An opening as parameters of ``OPEN``: its members are told now."""
    return (*set_row(CohortSet(cohort, at), CALENDAR, at, ""), cohort.version)


def membership_row(
    fact: CohortJoined | CohortLeft, learner: LearnerId, origin: tuple[object, ...]
) -> tuple[object, ...]:
    """Joining or leaving as parameters of ``MEMBERSHIP``."""
    what = "joined" if isinstance(fact, CohortJoined) else "left"
    return (fact.cohort, learner, what, *origin)
