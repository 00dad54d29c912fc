"""How facts are written: each kind by a statement, with parameters that are made of the fact.

A topic says so for the kinds that are its own, in ``WRITERS``; runs, and those that nothing but
counting ever reads again, are here. A fact that is there already stands as it is.

A run is a time through a lesson. That one can be gone on with is told by its learner's session
alone: another run of the same lesson and mode may have taken its place. A session is looked at for
what it is searched for only, and only those of learners who have begun the lesson once. A learner
in a translation counts for the revision that it translates.
"""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, cast

from bot.conversation.facts.learner import (
    AchievementReached,
    Attempt,
    Carried,
    Enrolled,
    Fact,
    GoalReached,
    Judged,
    LessonFinished,
    LessonStarted,
    Overruled,
    SettingChanged,
    StepDone,
)
from bot.storage.encoded import EncodedRecord
from bot.storage.sql.base import Parameters

_UNDER_WAY = """
run_finished.run IS NULL AND carried.run IS NULL AND EXISTS (
    SELECT 1 FROM session
    WHERE session.learner = run.learner AND instr(session.body, '"id":' || json_quote(run.run)) > 0
)
"""
"""Whether a run can be gone on with: it is not over, and its learner's session has it still."""

LEARNING = f"""
SELECT asked.value ->> 0, asked.value ->> 1, count(DISTINCT run.learner)
FROM json_each(?) AS asked CROSS JOIN run
ON run.lesson = asked.value ->> 0 AND run.revision = asked.value ->> 1
LEFT JOIN run_finished USING (learner, run) LEFT JOIN carried USING (learner, run)
WHERE {_UNDER_WAY}
GROUP BY 1, 2
"""  # noqa: S608 - a condition of ours
"""How many are in the midst of each of these revisions, from pairs of ids as JSON."""

LEARNING_LESSON = f"""
WITH under_way AS MATERIALIZED (
    SELECT learner, coalesce(nullif(card ->> 'translates', ''), run.revision) AS revision
    FROM run LEFT JOIN revision USING (lesson, revision)
    LEFT JOIN run_finished USING (learner, run) LEFT JOIN carried USING (learner, run)
    WHERE run.lesson = ? AND {_UNDER_WAY}
)
SELECT '', count(DISTINCT learner) FROM under_way
UNION ALL SELECT revision, count(DISTINCT learner) FROM under_way GROUP BY 1
"""  # noqa: S608 - a condition of ours
"""How many are in the midst of a lesson: in any revision, and by the original's."""

TOUCHED = """
WITH begun AS MATERIALIZED (
    SELECT learner, body FROM session
    WHERE learner IN (SELECT learner FROM run WHERE lesson = ?1)
    AND instr(body, '"lesson":"' || ?1 || '"') > 0
),
held AS MATERIALIZED (
    SELECT learner, body ->> '$.run.lesson' AS lesson, body ->> '$.run.revision' AS revision
    FROM begun WHERE coalesce(body ->> '$.run.preview', '') = ''
    UNION ALL
    SELECT learner, value ->> 'lesson', value ->> 'revision'
    FROM begun, json_each(body, '$.shelf') WHERE instr(value, '"lesson":"' || ?1 || '"') > 0
    UNION ALL
    SELECT learner, body ->> '$.review.item.lesson', body ->> '$.review.revision'
    FROM begun WHERE instr(body, '"review":{') > 0
    AND coalesce(body ->> '$.review.stage', 'open') <> 'revealed'
),
named AS (
    SELECT learner, revision FROM held WHERE lesson = ?1
    UNION ALL
    SELECT learner, card ->> 'translates' FROM held JOIN revision USING (lesson, revision)
    WHERE lesson = ?1 AND coalesce(card ->> 'translates', '') <> ''
)
SELECT revision, count(DISTINCT learner) FROM named GROUP BY revision
"""
"""By revision of a lesson, how many are in it or in a translation of it: who is in the revision,
has it on the shelf, or has a question of it open in a review."""


_F = TypeVar("_F", bound=Fact)


class FactWriter(NamedTuple):
    """A kind of fact, the statement that writes it, and its parameters for one of a turn."""

    kind: type[Fact]
    sql: str
    parameters: Callable[[EncodedRecord, Any], Parameters]


def by_statement(
    kind: type[_F], sql: str, parameters: Callable[[EncodedRecord, _F], Parameters]
) -> FactWriter:
    """That a kind of fact is written by a statement, with these parameters."""
    return FactWriter(cast(type[Fact], kind), sql, parameters)


def by_table(kind: type[Fact], table: str) -> FactWriter:
    """That a kind of fact is added to a table, whose columns are called like its fields."""
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    holds = len(names) == 1

    def parameters(turn: EncodedRecord, fact: Fact) -> Parameters:
        own = (values(fact),) if holds else values(fact)
        return (turn.learner, *own, *turn.origin)

    return FactWriter(kind, insert(table, " ".join(names)), parameters)


def insert(table: str, columns: str) -> str:
    """The statement for a row of a learner's, with these columns and where it comes from."""
    names = ["learner", *columns.split(), "platform", "at", "input"]
    marks = ", ".join("?" * len(names))
    # The names are ours. What is there already stands as it is.
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608 - see above


def verdict(right: bool | None) -> str | None:
    """A verdict in a word."""
    return None if right is None else "right" if right else "wrong"


def is_right(verdict: str | None) -> bool | None:
    """What the word of a verdict says."""
    return None if verdict is None else verdict == "right"


_ATTEMPT = insert(
    "attempt", "run lesson revision question phase choice confidence verdict score took_ms answer"
)
_JUDGEMENT = insert("judgement", "run question phase verdict")


def _attempt(turn: EncodedRecord, fact: Attempt) -> Parameters:
    what = (fact.run, fact.lesson, fact.revision, fact.question, fact.phase)
    how = (fact.choice, fact.confidence, verdict(fact.right), fact.score, fact.took_ms)
    return (turn.learner, *what, *how, fact.answer, *turn.origin)


def _judgement(turn: EncodedRecord, fact: Judged) -> Parameters:
    what = (fact.run, fact.question, fact.phase)
    return (turn.learner, *what, verdict(fact.right), *turn.origin)


WRITERS = (
    by_statement(Attempt, _ATTEMPT, _attempt),
    by_statement(Judged, _JUDGEMENT, _judgement),
    by_table(Overruled, "overruled"),
    by_table(SettingChanged, "setting"),
    by_table(AchievementReached, "milestone"),
    by_table(Enrolled, "trial"),
    by_table(GoalReached, "goal_reached"),
    by_table(LessonStarted, "run"),
    by_table(StepDone, "step_done"),
    by_table(LessonFinished, "run_finished"),
    by_statement(
        Carried,
        insert("carried", "run onward"),
        lambda turn, fact: (turn.learner, fact.run, fact.into, *turn.origin),
    ),
)
