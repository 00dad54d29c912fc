"""How facts are written: each kind by a statement, with parameters that are made of the fact.

A topic says so for the kinds that are its own, in ``WRITERS``; those that nothing but counting
ever reads again are here. A fact that is there already stands as it is.
"""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, cast

from bot.conversation.facts.learner import (
    AchievementReached,
    Attempt,
    Enrolled,
    Fact,
    GoalReached,
    Judged,
    Overruled,
    SettingChanged,
)
from bot.storage.encoded import EncodedRecord
from bot.storage.sql.connection import Parameters

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
    one = len(names) == 1

    def parameters(turn: EncodedRecord, fact: Fact) -> Parameters:
        own = (values(fact),) if one else values(fact)
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
)
