"""What every topic of a store asks its database by, how facts are written, and what is remembered.

``Connection`` is a database, whichever it is: aiosqlite's connections do as they are.

A topic says in its ``WRITERS`` by which statement each kind of fact that is its own is written,
with parameters that are made of the fact; runs, and kinds that nothing but counting ever reads
again, are here. A fact that is there already stands as it is. That a run can be gone on with is
told by its learner's session alone: another run of the same lesson and mode may have taken its
place. A learner in a translation counts for the revision that it translates.

``Recent`` keeps what was read or written of learners a moment ago beside its text. Most turns load
what the turn before has just written, and to parse it takes as long as a third of what is then
decided. What is kept is given out only for the very same text.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast

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
from bot.conversation.inputs import LearnerId
from bot.conversation.learner import Learner
from bot.conversation.session import Session
from bot.storage import codec
from bot.storage.codec import EncodedRecord

Parameters = tuple[object, ...]
"""What a statement is run with."""

Statement = tuple[str, list[Parameters]]
"""A statement, and what it is run with, once for each."""


class Result(Protocol):
    """What came of a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    @property
    def description(self) -> Sequence[Sequence[Any]]:
        """Its columns; of each, the name first."""

    async def fetchall(self) -> Iterable[Any]:
        """The rows that it found."""


class Connection(Protocol):
    """A connection to a database.

    Statements are in the words that both databases take: ``?``, ``?1`` or ``:name`` for what they
    are run with, and SQLite's functions, which PostgreSQL gets with its schema.
    """

    async def execute(self, sql: str, parameters: Any = ()) -> Result:
        """Run a statement."""

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> object:
        """Run a statement once with each of these."""

    async def execute_fetchall(self, sql: str, parameters: Any = ()) -> Iterable[Any]:
        """What a statement finds."""


class Writer(Connection, Protocol):
    """A connection in a transaction, to which much is handed over at once."""

    async def execute_all(self, statements: Sequence[Statement]) -> None:
        """Run each of these statements once with each of its rows, in order, until any fails.

        SQLite's thread is asked once for all of them and for the next statement, which raises what
        made any of them fail.
        """


async def rows(connection: Connection, sql: str, parameters: Any = ()) -> list[Any]:
    """What a statement finds on a connection."""
    return list(await connection.execute_fetchall(sql, parameters))


def is_refused(error: Exception) -> bool:
    """Whether a database refused what a statement would have made, as a key that is there already.

    Its driver's error is told by its name, so that no topic has to know the drivers: both call that
    an integrity error, sqlite3's or asyncpg's.
    """
    return any(kind.__name__.startswith("Integrity") for kind in type(error).__mro__)


MAX_LEARNERS = 2_048
"""Learners of whom it is kept: as many as write within a minute where a bot is busiest, and some
20 MB."""

_T = TypeVar("_T")


class Recent:
    """Sessions and learners as last read or written, of the latest ``MAX_LEARNERS``."""

    def __init__(self) -> None:
        self._sessions = _Kept[Session](codec.load_sessions)
        self._learners = _Kept[Learner](codec.load_learners)

    def sessions(self, texts: Mapping[LearnerId, str]) -> dict[LearnerId, Session]:
        return self._sessions.load(texts)

    def learners(self, texts: Mapping[LearnerId, str]) -> dict[LearnerId, Learner]:
        return self._learners.load(texts)

    def wrote(self, turns: Iterable[EncodedRecord]) -> None:
        """These are about to be written."""
        for turn in turns:
            record = turn.record
            if turn.session is not None and record.session is not None:
                self._sessions.keep(record.learner, turn.session, record.session)
            if turn.changed is not None and record.changed is not None:
                self._learners.keep(record.learner, turn.changed, record.changed)

    def forget(self, learner: LearnerId) -> None:
        self._sessions.drop(learner)
        self._learners.drop(learner)


class _Kept(Generic[_T]):
    """Values beside their texts, by learner; whoever's was longest untouched goes first."""

    def __init__(self, load: Callable[[Iterable[tuple[LearnerId, str]]], dict[LearnerId, _T]]):
        self._load = load
        self._kept: dict[LearnerId, tuple[str, _T]] = {}

    def load(self, texts: Mapping[LearnerId, str]) -> dict[LearnerId, _T]:
        results: dict[LearnerId, _T] = {}
        unknown: list[tuple[LearnerId, str]] = []
        for learner, text in texts.items():
            kept = self._kept.get(learner)
            if kept is not None and kept[0] == text:
                results[learner] = kept[1]
            else:
                unknown.append((learner, text))
        if unknown:
            results |= self._load(unknown)
        for learner, value in results.items():
            self.keep(learner, texts[learner], value)
        return results

    def keep(self, learner: LearnerId, text: str, value: _T) -> None:
        self._kept.pop(learner, None)
        self._kept[learner] = text, value
        if len(self._kept) > MAX_LEARNERS:
            del self._kept[next(iter(self._kept))]

    def drop(self, learner: LearnerId) -> None:
        self._kept.pop(learner, None)


class Base(ABC):
    """What every topic of a store works on; how its database is reached, each store says."""

    def __init__(self) -> None:
        self._courier = 0
        """This start of the program, numbered by the database: who has which parcels in hand."""
        self._owners: tuple[LearnerId, ...] | None = None
        """The accounts that the settings name; ``None`` where only the database is looked after."""
        self._recent = Recent()
        self._numbers: Iterator[int] = iter(())
        """The numbers of the parcels to come, where the database doesn't give them."""

    @abstractmethod
    def _write(self) -> AbstractAsyncContextManager[Writer]:
        """A connection that writes, in its own transaction, beside which nobody writes."""

    def _write_beside(self) -> AbstractAsyncContextManager[Writer]:
        """As ``_write``, for what touches nothing that anybody else decides about."""
        return self._write()

    async def _leads(self, connection: Connection) -> bool:
        """Whether this process leads, by the database's clock."""
        return True

    @abstractmethod
    def _apart(self) -> AbstractAsyncContextManager[Connection]:
        """A connection for a report, all of whose statements see the same moment."""

    @abstractmethod
    async def _read_each(self, *queries: tuple[str, Any]) -> list[list[Any]]:
        """What each of these statements finds with its parameters, read beside whoever writes."""

    async def _read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """What a single statement finds."""
        [found_rows] = await self._read_each((sql, parameters))
        return found_rows

    async def _write_each(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Write large rows, each in a transaction of its own: no learner's turn waits for all."""
        for row in rows:
            async with self._write() as writer:
                await writer.execute(sql, row)

    async def _read_many(self, sql: str, keys: Iterable[Any]) -> list[Any]:
        """What is found for these keys; nothing is asked if there are none."""
        wanted = list(keys)
        return await self._read(sql, (json.dumps(wanted),)) if wanted else []


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
    """A kind of fact, the statement that writes it, and its parameters for a fact of a turn."""

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
