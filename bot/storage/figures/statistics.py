"""Statistics of all learners in SQL; ``statistics_of_facts`` works the same out from facts.

Everything is counted by the database: while it counts, Python is free for learners' turns.
The conformance suite holds the two ways against each other.
"""

import json
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from bot.conversation.lesson.modes import WHOLE
from bot.learning.calibration import Tally
from bot.learning.news import Span
from bot.learning.statistics import LATER, PAUSE, Count, Observed, Overview, Read, Taken
from bot.lessons.revisions.equivalence import Alike
from bot.storage.records import Answered

_MODES = f"({', '.join(repr(mode) for mode in WHOLE)})"
_VERDICT = """coalesce(verdict, (
        SELECT judgement.verdict FROM judgement
        WHERE judgement.learner = attempt.learner AND judgement.run = attempt.run
            AND judgement.question = attempt.question AND judgement.phase = attempt.phase))"""

# What is put together here is this module's own text only.
TAKEN = f"""
SELECT lesson, count(DISTINCT run.learner), count(DISTINCT run_finished.learner)
FROM run LEFT JOIN run_finished USING (learner, run) WHERE mode IN {_MODES} GROUP BY lesson
"""  # noqa: S608 - see above
"""How many started and finished each lesson."""

ANSWERED = "SELECT lesson, count(DISTINCT learner) FROM counted GROUP BY lesson"
"""How many answered anything of each lesson."""

PREDICTED = "SELECT count(DISTINCT learner) FROM counted WHERE phase = 'first'"
"""How many answered before a reveal."""

CALIBRATION = f"""
SELECT confidence, count(*) FILTER (WHERE found = 'right'), count(found)
FROM (SELECT confidence, {_VERDICT} AS found FROM counted AS attempt WHERE phase = 'first')
GROUP BY confidence HAVING count(found) > 0
"""  # noqa: S608 - see above
"""By confidence, how many answers before a reveal were right, and how many had a verdict."""

TAKEN_ONE = f"""
SELECT count(DISTINCT run.learner), count(DISTINCT run_finished.learner),
    (SELECT count(DISTINCT learner) FROM counted WHERE lesson = :lesson)
FROM run LEFT JOIN run_finished USING (learner, run)
WHERE lesson = :lesson AND mode IN {_MODES}
"""  # noqa: S608 - see above
"""How many started and finished a lesson, and answered anything of it."""

STEPS = f"""
SELECT step, count(DISTINCT learner), count(*) FILTER (WHERE took BETWEEN 0 AND {PAUSE}),
    coalesce(sum(took) FILTER (WHERE took BETWEEN 0 AND {PAUSE}), 0)
FROM (
    SELECT learner, step, step_done.at - lag(step_done.at, 1, run.at) OVER (
        PARTITION BY learner, run ORDER BY step_done.at, step) AS took
    FROM run JOIN step_done USING (learner, run)
    WHERE lesson = ? AND revision IN (SELECT value FROM json_each(?)) AND mode IN {_MODES})
GROUP BY step ORDER BY step
"""  # noqa: S608 - see above
"""Who read each step of a lesson, in these revisions, and how long it took them."""

_SAME = "question, event, was, was_verdict, choice, confidence, verdict"
COUNTS = f"""
WITH alike AS (SELECT value ->> 0 AS question, value ->> 1 AS revision FROM json_each(:alike)),
answer AS (
    SELECT question, learner, at, input, phase, choice, confidence, {_VERDICT} AS verdict
    FROM counted AS attempt
    WHERE lesson = :lesson AND (question, revision) IN (SELECT question, revision FROM alike)),
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
SELECT question, 'mended', was, was_verdict, NULL, 'none', NULL, count(*) FROM story
WHERE was_verdict = 'wrong' AND was IS NOT NULL AND number = mended_number GROUP BY question, was
UNION ALL
SELECT question, 'relapsed', was, was_verdict, NULL, 'none', NULL, count(DISTINCT learner)
FROM story WHERE was_verdict = 'wrong' AND choice = was AND number > mended_number
GROUP BY question, was
"""  # noqa: S608 - see above
"""What ``Observed.counts`` holds, for these pairs of a question and a revision as JSON."""

ANSWERS = f"""
SELECT learner, at, input, question, phase, lesson, revision, choice, confidence, {_VERDICT},
    score, took_ms, EXISTS (
        SELECT 1 FROM void WHERE void.lesson = attempt.lesson
        AND void.question = attempt.question AND void.revision = attempt.revision)
FROM attempt WHERE (learner, at, input, question, phase) > (?, ?, ?, ?, ?)
ORDER BY learner, at, input, question, phase LIMIT ?
"""  # noqa: S608 - see above
"""Answers of all learners after this one, in the order of the table."""


# From SQL


def overview(
    taken: Iterable[Any], answered: Iterable[Any], learners: int, tallies: Iterable[Any]
) -> Overview:
    """All lessons, from what ``TAKEN``, ``ANSWERED``, ``PREDICTED`` and ``CALIBRATION`` find."""
    runs = {lesson: (started, finished) for lesson, started, finished in taken}
    answers = dict(answered)
    lessons = (
        Taken(one, *runs.get(one, (0, 0)), answered=answers.get(one, 0))
        for one in sorted({*runs, *answers})
    )
    found = {word: Tally(right, total) for word, right, total in tallies}
    return Overview(tuple(lessons), learners, found)


def parameters(
    lesson: str, alike: Alike, within: Span
) -> tuple[tuple[str, str], dict[str, str | int]]:
    """Those of ``STEPS``, and those of ``COUNTS`` and ``TAKEN_ONE``."""
    return (lesson, json.dumps(alike.steps)), {
        "lesson": lesson,
        "alike": json.dumps(alike.questions),
        "since": within.since,
        "until": within.until,
    }


def observed(lesson: str, taken: Any, steps: Iterable[Any], counts: Iterable[Any]) -> Observed:
    """A lesson, from what ``TAKEN_ONE``, ``STEPS`` and ``COUNTS`` find."""
    return Observed(
        Taken(lesson, *taken),
        tuple(Read(*row) for row in steps),
        in_order(
            Count(question, event, was, _right(was_verdict), choice, sure, _right(verdict), number)
            for question, event, was, was_verdict, choice, sure, verdict, number in counts
        ),
    )


def answers(rows: Iterable[Any]) -> list[Answered]:
    """What ``ANSWERS`` finds."""
    return [
        Answered(
            tuple(place), lesson, revision, choice, sure, _right(verdict), score, took, bool(void)
        )
        for *place, lesson, revision, choice, sure, verdict, score, took, void in rows
    ]


def _right(verdict: str | None) -> bool | None:
    return None if verdict is None else verdict == "right"


def in_order(counts: Iterable[Count]) -> tuple[Count, ...]:
    """These counts in an order that does not depend on who counted."""
    return tuple(sorted(counts, key=lambda one: tuple(map(str, astuple(one)))))
