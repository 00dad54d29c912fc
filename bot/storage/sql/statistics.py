"""Statistics of all learners, what was new in a stretch of time, and how much there is to do.

Everything is counted by the database: while it counts, Python is free for learners' turns. It is
read on a connection of its own for each report, all of whose statements see the same moment.

It goes along an index that holds all that is asked for. How long that takes grows with the attempts
on record: seconds for a million of them (``bench/statistics.py``).
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple
from datetime import datetime, timedelta
from itertools import starmap
from typing import Any

from bot.conversation.lesson.modes import WHOLE
from bot.conversation.needs.admin import Publication
from bot.learning.calibration import Tally
from bot.learning.observations import (
    BACK,
    EVER,
    EVERYBODY,
    LATER,
    PAUSE,
    WEEK,
    Activity,
    AnswerCount,
    Circle,
    FirstWeek,
    LessonActivity,
    Observations,
    Participation,
    Period,
    StepCount,
    ThinkingTime,
    TypedCount,
    WayCount,
    WorkCount,
)
from bot.learning.statistics import OverallStatistics
from bot.lessons.model import Lesson
from bot.lessons.revisions.keys import EquivalentRevisions
from bot.storage.codec import micros, moment, readable
from bot.storage.records import ALARM, AnswerKey, AnswerRecord, Load
from bot.storage.sql import catalogue
from bot.storage.sql.accounts import MEMBER
from bot.storage.sql.base import Base, is_right, rows

_MODES = f"({', '.join(repr(mode) for mode in WHOLE)})"
_VERDICT = """coalesce(verdict, (
        SELECT judgement.verdict FROM judgement
        WHERE judgement.learner = attempt.learner AND judgement.run = attempt.run
            AND judgement.question = attempt.question AND judgement.phase = attempt.phase))"""

_CIRCLE = f"""
{MEMBER} AND (CAST(:lessons AS TEXT) IS NULL OR lesson IN (SELECT value FROM json_each(:lessons)))
"""  # noqa: S608 - text of ours
"""These, and of these lessons alone, if some are asked for."""

# What is put together here is this module's own text only.
TAKEN = f"""
SELECT lesson, count(DISTINCT run.learner), count(DISTINCT run_finished.learner)
FROM run LEFT JOIN run_finished USING (learner, run) WHERE mode IN {_MODES} AND {_CIRCLE}
GROUP BY lesson
"""  # noqa: S608 - see above
"""How many started and finished each lesson."""

ANSWERED_OF = f"""
SELECT lesson, count(DISTINCT learner) FROM counted WHERE {_CIRCLE} GROUP BY lesson
"""  # noqa: S608 - see above
"""How many answered anything of each lesson."""

PREDICTED = f"""
SELECT count(DISTINCT learner) FROM counted WHERE phase = 'first' AND {_CIRCLE}
"""  # noqa: S608 - see above
"""How many answered before a reveal."""

CALIBRATION = f"""
SELECT confidence, count(*) FILTER (WHERE found = 'right'), count(found)
FROM (SELECT confidence, {_VERDICT} AS found FROM counted AS attempt
    WHERE phase = 'first' AND {_CIRCLE})
GROUP BY confidence HAVING count(found) > 0
"""  # noqa: S608 - see above
"""By confidence, how many answers before a reveal were right, and how many had a verdict."""

_SECOND, _SEVENTH = (
    f"""EXISTS (SELECT 1 FROM seen WHERE seen.learner = arrived.learner
            AND seen.at >= since + {day.since} AND seen.at < since + {day.until})"""  # noqa: S608 - see above
    for day in BACK
)
FIRST_WEEKS = f"""
WITH arrived AS (
    SELECT learner, since FROM (SELECT id AS learner, since FROM learner) AS everybody
    WHERE since >= :since AND since < :until AND {MEMBER}),
seen AS (
    SELECT learner, at FROM attempt UNION ALL SELECT learner, at FROM run
    UNION ALL SELECT learner, at FROM step_done UNION ALL SELECT learner, at FROM run_finished
    UNION ALL SELECT learner, at FROM setting),
way AS (
    SELECT since - (since - :since) % {WEEK} AS week,
        EXISTS (SELECT 1 FROM attempt
            WHERE attempt.learner = arrived.learner AND at < since + {WEEK}) AS answered,
        EXISTS (SELECT 1 FROM run JOIN run_finished USING (learner, run)
            WHERE run.learner = arrived.learner AND mode IN {_MODES}
            AND run_finished.at < since + {WEEK}) AS finished,
        EXISTS (SELECT 1 FROM setting
            WHERE setting.learner = arrived.learner AND key = 'reminders' AND value <> ''
            AND at < since + {WEEK}) AS reminded,
        {_SECOND} AS second, {_SEVENTH} AS seventh
    FROM arrived)
SELECT week, count(*), count(*) FILTER (WHERE answered), count(*) FILTER (WHERE finished),
    count(*) FILTER (WHERE reminded), count(*) FILTER (WHERE second),
    count(*) FILTER (WHERE seventh)
FROM way GROUP BY week ORDER BY week
"""  # noqa: S608 - see above
"""What ``FirstWeek`` holds, from what is kept for good: inputs are forgotten before it is over."""

TAKEN_ONE = f"""
SELECT count(DISTINCT run.learner), count(DISTINCT run_finished.learner),
    (SELECT count(DISTINCT learner) FROM counted WHERE lesson = :lesson AND {MEMBER})
FROM run LEFT JOIN run_finished USING (learner, run)
WHERE lesson = :lesson AND mode IN {_MODES} AND {MEMBER}
"""  # noqa: S608 - see above
"""How many started and finished a lesson, and answered anything of it."""

STEPS = f"""
SELECT step, count(DISTINCT learner), count(*) FILTER (WHERE took BETWEEN 0 AND {PAUSE}),
    coalesce(sum(took) FILTER (WHERE took BETWEEN 0 AND {PAUSE}), 0)
FROM (
    SELECT learner, step, step_done.at - lag(step_done.at, 1, run.at) OVER (
        PARTITION BY learner, run ORDER BY step_done.at, step) AS took
    FROM run JOIN step_done USING (learner, run)
    WHERE lesson = :lesson AND revision IN (SELECT value FROM json_each(:steps))
    AND mode IN {_MODES} AND {MEMBER})
GROUP BY step ORDER BY step
"""  # noqa: S608 - see above
"""Who read each step of a lesson, in these revisions, and how long it took them."""

WAYS = f"""
WITH way AS (
    SELECT run.learner, run.run, run.at, mode, coalesce(max(step), 0) AS reached,
        count(DISTINCT run_finished.learner) AS finished
    FROM run LEFT JOIN step_done USING (learner, run) LEFT JOIN run_finished USING (learner, run)
    WHERE lesson = :lesson AND revision IN (SELECT value FROM json_each(:steps))
    AND mode IN {_MODES} AND {MEMBER}
    GROUP BY run.learner, run.run, run.at, mode),
furthest AS (
    SELECT mode, reached, finished, row_number() OVER (
        PARTITION BY learner ORDER BY finished DESC, reached DESC, at DESC, run) AS place
    FROM way)
SELECT mode, reached, finished, count(*) FROM furthest WHERE place = 1
GROUP BY mode, reached, finished ORDER BY mode, reached, finished
"""  # noqa: S608 - see above
"""How far learners came in the run that went furthest, in these revisions."""

_SAME = "question, event, was, was_verdict, choice, confidence, verdict"
COUNTS = f"""
WITH alike AS (SELECT value ->> 0 AS question, value ->> 1 AS revision FROM json_each(:alike)),
answer AS (
    SELECT question, learner, at, input, phase, choice, confidence, {_VERDICT} AS verdict
    FROM counted AS attempt
    WHERE lesson = :lesson AND (question, revision) IN (SELECT question, revision FROM alike)
    AND {MEMBER}),
numbered AS (
    SELECT *, row_number() OVER one AS number, first_value(at) OVER one AS began,
        first_value(choice) OVER one AS was, first_value(verdict) OVER one AS was_verdict
    FROM answer WINDOW one AS (PARTITION BY question, learner ORDER BY at, input, phase)),
story AS MATERIALIZED (
    SELECT *,
        min(number) FILTER (WHERE phase = 'exit') OVER one AS exit_number,
        min(number) FILTER (WHERE at >= began + {LATER}) OVER one AS later_number,
        min(number) FILTER (WHERE verdict = 'right') OVER one AS mended_number
    FROM numbered WHERE began >= :since AND began < :until
    WINDOW one AS (PARTITION BY question, learner)),
event AS (
    SELECT *, 'first' AS event FROM story WHERE number = 1
    UNION ALL SELECT *, 'exit' FROM story WHERE number = exit_number
    UNION ALL SELECT *, 'later' FROM story WHERE number = later_number)
SELECT {_SAME}, count(*) FROM event GROUP BY {_SAME}
UNION ALL
SELECT question, 'mended', was, 'wrong', NULL, 'none', NULL, count(*) FROM story
WHERE was_verdict = 'wrong' AND was IS NOT NULL AND number = mended_number GROUP BY question, was
UNION ALL
SELECT question, 'relapsed', was, 'wrong', NULL, 'none', NULL, count(DISTINCT learner)
FROM story WHERE was_verdict = 'wrong' AND choice = was AND number > mended_number
GROUP BY question, was
"""  # noqa: S608 - see above
"""What ``Observations.counts`` holds, for these pairs of a question and a revision as JSON."""

WORK = f"""
WITH answer AS (
    SELECT item, failed,
        row_number() OVER (PARTITION BY item, learner ORDER BY at, input) AS number,
        row_number() OVER (PARTITION BY item, learner ORDER BY at DESC, input DESC) AS back
    FROM checked
    WHERE lesson = :lesson AND at >= :since AND at < :until AND {MEMBER}
    AND (item, revision) IN (SELECT value ->> 0, value ->> 1 FROM json_each(:work)))
SELECT item, NULL, count(*) FILTER (WHERE number = 1), count(*) FILTER (WHERE back = 1)
FROM answer GROUP BY item
UNION ALL
SELECT item, CAST(value AS BIGINT),
    count(*) FILTER (WHERE number = 1), count(*) FILTER (WHERE back = 1)
FROM answer, json_each(failed) GROUP BY item, value
"""  # noqa: S608 - see above
"""What ``Observations.work`` holds, for these pairs of an item and a revision as JSON."""

TYPED = f"""
WITH alike AS (SELECT value ->> 0 AS question, value ->> 1 AS revision FROM json_each(:alike)),
typed AS (
    SELECT question, learner, answer, confidence, verdict, overruled, at AS began,
        row_number() OVER (PARTITION BY question, learner ORDER BY at, input, phase) AS number
    FROM counted
    WHERE lesson = :lesson AND answer IS NOT NULL AND {MEMBER}
    AND (question, revision) IN (SELECT question, revision FROM alike))
SELECT question, answer, iif(verdict = 'right', 'right', 'wrong'), overruled, confidence = 'sure',
    count(*) FROM typed
WHERE number = 1 AND began >= :since AND began < :until
GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608 - see above
"""What each learner typed first of these pairs of a question and a revision: how many did."""

THOUGHT = f"""
WITH alike AS (SELECT value ->> 0 AS question, value ->> 1 AS revision FROM json_each(:alike)),
answer AS (
    SELECT question, took_ms, at AS began,
        row_number() OVER (PARTITION BY question, learner ORDER BY at, input, phase) AS number
    FROM counted
    WHERE lesson = :lesson AND {MEMBER}
    AND (question, revision) IN (SELECT question, revision FROM alike)),
timed AS (
    SELECT question, took_ms, count(*) OVER (PARTITION BY question) AS times,
        row_number() OVER (PARTITION BY question ORDER BY took_ms) AS place
    FROM answer WHERE number = 1 AND began >= :since AND began < :until
    AND took_ms BETWEEN 1 AND {PAUSE // 1_000})
SELECT question, times, took_ms FROM timed WHERE place = (times + 1) / 2 ORDER BY question
"""  # noqa: S608 - see above
"""How long learners thought before their first answer to each question of such a pair."""

ANSWERS = f"""
SELECT learner, at, input, question, phase, lesson, revision, choice, confidence, {_VERDICT},
    score, took_ms, iif(confidence IN ('range', 'wide'), answer, NULL), overruled, EXISTS (
        SELECT 1 FROM void WHERE void.lesson = attempt.lesson
        AND void.question = attempt.question AND void.revision = attempt.revision)
FROM ruled AS attempt WHERE (learner, at, input, question, phase) > (?, ?, ?, ?, ?)
ORDER BY learner, at, input, question, phase LIMIT ?
"""  # noqa: S608 - see above
"""Answers of all learners after this, in the order of the table, without words of theirs."""

# What learners did, and what was published, in a stretch of time.

STARTED_IN = f"""
SELECT lesson, count(DISTINCT learner) FROM run
WHERE at >= :since AND at < :until AND mode IN {_MODES} AND {_CIRCLE} GROUP BY lesson
"""  # noqa: S608 - see above
FINISHED_IN = f"""
SELECT lesson, count(DISTINCT learner) FROM run JOIN run_finished USING (learner, run)
WHERE run_finished.at >= :since AND run_finished.at < :until AND mode IN {_MODES} AND {_CIRCLE}
GROUP BY lesson
"""  # noqa: S608 - see above
ANSWERED_IN = f"""
SELECT lesson, count(*), count(DISTINCT learner) FROM counted
WHERE at >= :since AND at < :until AND {_CIRCLE} GROUP BY lesson
"""  # noqa: S608 - see above
LEARNERS_IN = f"""
SELECT count(DISTINCT learner) FROM counted WHERE at >= :since AND at < :until AND {_CIRCLE}
"""  # noqa: S608 - see above
MEMBERS_OF = "SELECT count(*) FROM member WHERE cohort = ?"
PUBLISHED_IN = """
SELECT name, revision, by, at, how FROM publication WHERE at >= ? AND at < ? ORDER BY at, name, id
"""


class SqlStatistics(Base):
    """The part of the store that counts."""

    async def overview(self, circle: Circle = EVERYBODY) -> OverallStatistics:
        about = _circle_parameters(circle)
        async with self._apart() as reader:
            taken = await rows(reader, TAKEN, about)
            answered = dict(await rows(reader, ANSWERED_OF, about))
            [(learners,)] = await rows(reader, PREDICTED, about)
            tallies = await rows(reader, CALIBRATION, about)
        runs = {lesson: (started, finished) for lesson, started, finished in taken}
        lessons = (
            Participation(item, *runs.get(item, (0, 0)), answered=answered.get(item, 0))
            for item in sorted({*runs, *answered})
        )
        by_confidence = {word: Tally(right, total) for word, right, total in tallies}
        return OverallStatistics(tuple(lessons), learners, by_confidence)

    async def first_weeks(self, within: Period, cohort: str = "") -> tuple[FirstWeek, ...]:
        async with self._apart() as reader:
            weeks = await rows(reader, FIRST_WEEKS, within._asdict() | {"cohort": cohort})
        return tuple(starmap(FirstWeek, weeks))

    async def observations(
        self, lesson: str, alike: EquivalentRevisions, within: Period = EVER, cohort: str = ""
    ) -> Observations:
        named = {"lesson": lesson, "alike": json.dumps(alike.questions), **within._asdict()}
        named |= {"cohort": cohort, "steps": json.dumps(alike.steps)}
        named |= {"work": json.dumps(alike.work)}
        async with self._apart() as reader:
            [taken] = await rows(reader, TAKEN_ONE, named)
            counts = {
                name: read(await rows(reader, sql, named)) for name, (sql, read) in _COUNTED.items()
            }
        return Observations(Participation(lesson, *taken), **counts)

    async def activity(self, within: Period, circle: Circle = EVERYBODY) -> Activity:
        about = within._asdict() | _circle_parameters(circle)
        async with self._apart() as reader:
            begun = dict(await rows(reader, STARTED_IN, about))
            ended = dict(await rows(reader, FINISHED_IN, about))
            answered = await rows(reader, ANSWERED_IN, about)
            [(learners,)] = await rows(reader, LEARNERS_IN, about)
        answers_of = {lesson: (answers, people) for lesson, answers, people in answered}
        lessons = (
            LessonActivity(
                item, begun.get(item, 0), ended.get(item, 0), *answers_of.get(item, (0, 0))
            )
            for item in sorted({*begun, *ended, *answers_of})
        )
        return Activity(tuple(lessons), learners)

    async def members(self, cohort: str) -> int:
        async with self._apart() as reader:
            [(number,)] = await rows(reader, MEMBERS_OF, (cohort,))
        return int(number)

    async def publications(self, within: Period) -> tuple[tuple[str, Publication], ...]:
        async with self._apart() as reader:
            entries = await rows(reader, PUBLISHED_IN, within)
        return tuple((name, Publication(*rest)) for name, *rest in entries)

    async def revisions(self, lesson: str) -> tuple[Lesson, ...]:
        async with self._apart() as reader:
            entries = await rows(reader, catalogue.BODIES, (lesson,))
        # Many revisions take a while to read: not on the event loop.
        return await asyncio.to_thread(_lessons, entries)

    async def answers(self, after: AnswerKey, limit: int) -> list[AnswerRecord]:
        async with self._apart() as reader:
            entries = await rows(reader, ANSWERS, (*after, limit))
        return [_read_answer(*row) for row in entries]


def _circle_parameters(circle: Circle) -> dict[str, Any]:
    lessons = None if circle.lessons is None else json.dumps(circle.lessons)
    return {"lessons": lessons, "cohort": circle.cohort}


def _read_answer(*row: Any) -> AnswerRecord:
    *key, lesson, revision, choice, sure, verdict, score, took, said, overruled, void = row
    right = is_right(verdict)
    return AnswerRecord(
        tuple(key),
        lesson,
        revision,
        choice,
        sure,
        right,
        score,
        took,
        bool(void),
        said,
        bool(overruled),
    )


def _lessons(entries: Iterable[Any]) -> tuple[Lesson, ...]:
    what = "revision left out of statistics"
    return tuple(readable(entries, Lesson.model_validate_json, what))


def _place(work_count: WorkCount) -> tuple[str, int]:
    """All who answered first, then by check."""
    return work_count.item, -2 if work_count.check is None else work_count.check


def _read_typed(entries: Iterable[Any]) -> tuple[TypedCount, ...]:
    """What ``TYPED`` finds, in an order of its own."""
    counts = (
        TypedCount(question, answer, is_right(verdict) is True, bool(overruled), bool(sure), number)
        for question, answer, verdict, overruled, sure, number in entries
    )
    return tuple(sorted(counts, key=astuple))


def _ways(entries: Iterable[Any]) -> tuple[WayCount, ...]:
    return tuple(WayCount(mode, reached, bool(done), many) for mode, reached, done, many in entries)


def _counts(entries: Iterable[Any]) -> tuple[AnswerCount, ...]:
    """What ``COUNTS`` finds, in an order that does not depend on who counted."""
    counts = (
        AnswerCount(question, event, was, is_right(right), choice, sure, is_right(verdict), number)
        for question, event, was, right, choice, sure, verdict, number in entries
    )
    return tuple(sorted(counts, key=lambda count: tuple(map(str, astuple(count)))))


def _sort(kind: Callable[..., Any]) -> Callable[[Iterable[Any]], Any]:
    return lambda entries: tuple(sorted(starmap(kind, entries), key=astuple))


_COUNTED: Mapping[str, tuple[str, Callable[[Iterable[Any]], Any]]] = {
    "steps": (STEPS, lambda entries: tuple(starmap(StepCount, entries))),
    "counts": (COUNTS, _counts),
    "typed": (TYPED, _read_typed),
    "work": (WORK, lambda entries: tuple(sorted(starmap(WorkCount, entries), key=_place))),
    "ways": (WAYS, _ways),
    "thought": (THOUGHT, _sort(ThinkingTime)),
}
"""What is counted of a lesson: by the field of ``Observations``, its SQL, and how that is read."""

PARCELS = """
SELECT count(*), min(outbox.at) FROM outbox JOIN chat USING (platform, chat) WHERE gone_at IS NULL
"""
DUE = "SELECT count(*) FROM item WHERE due <= ? AND suspended_at IS NULL"
# Inputs are kept for a week. An alarm is an input as well, but nobody did anything then.
ACTIVE = f"""
SELECT count(DISTINCT iif(at >= ?1, learner, NULL)), count(DISTINCT learner)
FROM input WHERE at >= ?2 AND id NOT LIKE '{ALARM}%'
"""  # noqa: S608 - a constant of ours


class SqlLoad(Base):
    """The part of the store that says how much there is to do."""

    async def load(self, at: datetime) -> Load:
        day, week = (micros(at - timedelta(days=days)) for days in (1, 7))
        async with self._apart() as reader:
            [(parcels, oldest)] = await rows(reader, PARCELS)
            [(due,)] = await rows(reader, DUE, (micros(at),))
            [(today, active)] = await rows(reader, ACTIVE, (day, week))
        return Load(parcels, None if oldest is None else moment(oldest), due, today, active)
