"""Cohorts: how each came to be as it is, and who belongs to it."""

from datetime import datetime

from bot.conversation.facts.admin import CohortSet
from bot.conversation.facts.learner import CohortJoined, CohortLeft
from bot.lessons.cohort import Cohort
from bot.storage.codec import dump_cohort, micros
from bot.storage.encoded import EncodedRecord
from bot.storage.sql.base import Base, Parameters
from bot.storage.sql.facts import by_statement

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
"""Each cohort as its last change has left it, and the version that this made."""

MEMBER = """
(:cohort = '' OR learner IN (SELECT member.learner FROM member WHERE member.cohort = :cohort))
"""
"""Those rows alone that are of a member of a cohort, if one is asked for."""

MEMBERS = "SELECT cohort, count(*) FROM member GROUP BY cohort"


def _set(turn: EncodedRecord, fact: CohortSet) -> Parameters:
    cohort = fact.cohort
    origin = (turn.learner, turn.at, turn.record.input)
    return (cohort.id, dump_cohort(cohort), fact.rings, *origin)


def _member(turn: EncodedRecord, fact: CohortJoined | CohortLeft) -> Parameters:
    what = "joined" if isinstance(fact, CohortJoined) else "left"
    return (fact.cohort, turn.learner, what, *turn.origin)


WRITERS = (
    by_statement(CohortSet, SET, _set),
    by_statement(CohortJoined, MEMBERSHIP, _member),
    by_statement(CohortLeft, MEMBERSHIP, _member),
)


class SqlCohorts(Base):
    """The part of the store that keeps what has opened to cohorts."""

    async def open_lessons(self, cohort: Cohort, at: datetime) -> bool:
        """Keep what has opened to a cohort, and let its members be told now."""
        now = micros(at)
        change = (cohort.id, dump_cohort(cohort), now, CALENDAR, now, "", cohort.version)
        async with self._write() as writer:
            opened = await writer.execute(OPEN, change)
            return opened.rowcount > 0
