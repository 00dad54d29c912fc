"""What is on record of learners: what they remember, wrote and judged, their progress and totals.

Each is asked for all of a batch at once. What is read is the learner's own, by the beginning of a
primary key, so its cost does not grow with other learners. An answer under a key that was wrong
(``void``, ``counted``) counts nowhere.

What is due is found by a partial index on learner and due time, so its cost grows with what is due,
and not with learners or items.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.conversation.facts.learner import Checked, File, Rated, Scheduled, Submission, Suspended
from bot.conversation.inputs import LearnerId
from bot.conversation.lesson.modes import WHOLE
from bot.conversation.needs.learner import Earlier, LearnerHistory, LessonProgress, Progress
from bot.learning.beliefs import Belief
from bot.learning.calibration import Tally
from bot.learning.experiment import LATEST, SOONEST, ExperimentResults
from bot.learning.habits import QUARTER
from bot.learning.items import Answer, Item
from bot.learning.logbook import Totals
from bot.learning.predictions import PROBABILITY
from bot.learning.scores import AGO, COUNTED
from bot.storage.codec import EncodedRecord, micros
from bot.storage.sql.base import Base, Parameters, by_statement, by_table, insert, verdict
from bot.values import replace

KEEP_WRITING = insert(
    "writing", "run lesson item text file_name file_size file_media file_reference"
)

LATEST_WRITING = """
SELECT asked.key, (
    SELECT json_array(text, at) FROM writing
    WHERE writing.learner = asked.key AND lesson = json_extract(asked.value, '$[0]')
    AND item = json_extract(asked.value, '$[1]') AND text <> ''
    ORDER BY at DESC LIMIT 1)
FROM json_each(?) AS asked
"""
"""The last text for a task by learner, from a JSON object of lesson and task ids."""

MADE = """
SELECT learner, run, lesson, item, text, file_name, file_size, file_media, file_reference, id
FROM writing WHERE id IN (
    SELECT max(writing.id)
    FROM json_each(?) AS asked CROSS JOIN writing ON writing.learner = asked.value
    WHERE text <> '' OR file_name IS NOT NULL GROUP BY learner, lesson, item)
"""
"""The latest that was written or handed in for each item, of these learners, as JSON."""

CHECKED = insert("checked", "run lesson revision item failed")

WORK = """
SELECT writing.learner, writing.id, run, lesson, item, text,
    file_name, file_size, file_media, file_reference
FROM json_each(?) AS asked CROSS JOIN writing
ON writing.learner = asked.key AND writing.run = asked.value
"""
"""All that was handed in in a run by learner, from a JSON object of runs."""


def _parameters(turn: EncodedRecord, fact: Submission) -> Parameters:
    file = fact.file
    described = (file.name, file.size, file.media, file.reference) if file else (None,) * 4
    what = (fact.run, fact.lesson, fact.item, fact.text)
    return (turn.learner, *what, *described, *turn.origin)


def _write_checked(turn: EncodedRecord, fact: Checked) -> Parameters:
    what = (fact.run, fact.lesson, fact.revision, fact.item, json.dumps(fact.failed))
    return (turn.learner, *what, *turn.origin)


class SqlSubmissions(Base):
    """The part of the store that knows what was written."""

    async def earlier(self, tasks: Mapping[LearnerId, tuple[str, str]]) -> dict[LearnerId, Earlier]:
        rows = await self._read(LATEST_WRITING, (json.dumps(dict(tasks)),))
        return {learner: Earlier(*json.loads(item)) for learner, item in rows if item}

    async def work(self, runs: Mapping[LearnerId, str]) -> dict[LearnerId, tuple[Submission, ...]]:
        entries = _pieces(await self._read(WORK, (json.dumps(dict(runs)),)))
        return {learner: entries.get(learner, ()) for learner in runs}

    async def submissions(
        self, learners: Collection[LearnerId]
    ) -> dict[LearnerId, dict[tuple[str, str], Submission]]:
        results: dict[LearnerId, dict[tuple[str, str], Submission]] = {
            learner: {} for learner in learners
        }
        for learner, *row, _ in await self._read(MADE, (json.dumps(list(learners)),)):
            submission = _submission(*row)
            results[learner][submission.lesson, submission.item] = submission
        return results


def _pieces(rows: Iterable[Any]) -> dict[LearnerId, tuple[Submission, ...]]:
    """The pieces of work in what ``WORK`` finds, by learner, oldest first."""
    pieces: dict[LearnerId, list[tuple[int, Submission]]] = {}
    for learner, id, *row in rows:
        pieces.setdefault(learner, []).append((id, _submission(*row)))
    return {
        learner: tuple(piece for _, piece in sorted(entries, key=lambda pair: pair[0]))
        for learner, entries in pieces.items()
    }


def _submission(run: str, lesson: str, item: str, text: str, *file: Any) -> Submission:
    """A row as the fact that it is; without a name there is no file."""
    return Submission(run, lesson, item, text, None if file[0] is None else File(*file))


_COLUMNS = (
    "lesson, question, number, stability, difficulty, due, at, said, confidence, verdict,"
    " checks, check_at, wording"
)

# What is put together here is this module's own text only.
KEEP = f"""
INSERT INTO item (learner, {_COLUMNS}, suspended_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (learner, lesson, question) DO UPDATE SET
    number = excluded.number, stability = excluded.stability,
    difficulty = excluded.difficulty, due = excluded.due, at = excluded.at, said = excluded.said,
    confidence = excluded.confidence, verdict = excluded.verdict, checks = excluded.checks,
    check_at = excluded.check_at, wording = excluded.wording,
    suspended_at = excluded.suspended_at
"""  # noqa: S608 - see above
"""An item as it is by now, and since when it is suspended."""

OF_LESSONS = f"""
SELECT learner, {_COLUMNS} FROM json_each(?) AS asked CROSS JOIN item
ON item.learner = asked.key AND item.lesson = asked.value
"""  # noqa: S608 - see above
"""The items of a lesson by learner, from a JSON object of lesson ids; suspended ones too."""

ALL = f"""
SELECT learner, {_COLUMNS}, suspended_at
FROM item WHERE learner IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - see above
"""All items of these learners, and since when each is suspended."""

DUE = f"""
SELECT item.learner, {_COLUMNS} FROM json_each(?) AS asked CROSS JOIN item
ON item.learner = asked.key AND item.suspended_at IS NULL AND item.due <= coalesce(
    (SELECT min(later.due) FROM item AS later
     WHERE later.learner = asked.key AND later.suspended_at IS NULL
     AND later.due > CAST(asked.value AS BIGINT)),
    CAST(asked.value AS BIGINT))
"""  # noqa: S608 - see above
"""What is due up to a time by learner, and the next after it, from a JSON object of times.

Its rows come as the index holds them; to have them sorted would copy each once more.
"""

WRITERS = (
    by_statement(Scheduled, KEEP, lambda turn, fact: _row(turn.learner, fact.item, None)),
    by_statement(Suspended, KEEP, lambda turn, fact: _row(turn.learner, fact.item, turn.at)),
    by_statement(Submission, KEEP_WRITING, _parameters),
    by_statement(Checked, CHECKED, _write_checked),
    by_table(Rated, "rating"),
)


class SqlItems(Base):
    """The part of the store that knows what is remembered."""

    async def items(self, lessons: Mapping[LearnerId, str]) -> dict[LearnerId, dict[str, Item]]:
        kept = by_learner(await self._read(OF_LESSONS, (json.dumps(dict(lessons)),)))
        return {
            lesson: {item.question: item for item in kept.get(lesson, ())} for lesson in lessons
        }

    async def due(self, until: Mapping[LearnerId, datetime]) -> dict[LearnerId, tuple[Item, ...]]:
        times = json.dumps({learner: micros(at) for learner, at in until.items()})
        coming = by_learner(await self._read(DUE, (times,)))
        return {learner: tuple(sorted(coming.get(learner, ()), key=_by_time)) for learner in until}


def _by_time(item: Item) -> tuple[int, str, str]:
    """Items come as they are due, those of the same moment by lesson and question."""
    return item.due, item.lesson, item.question


def _row(learner: LearnerId, item: Item, suspended_at: int | None) -> Parameters:
    last = item.answer
    return (
        *(learner, item.lesson, item.question),
        *(item.number, item.stability, item.difficulty, item.due),
        *(last.at, last.said, last.confidence, verdict(last.right)),
        *(item.checks, item.check if item.checks else None, item.wording, suspended_at),
    )


def by_learner(rows: Iterable[Any]) -> dict[LearnerId, list[Item]]:
    """The items in what ``OF_LESSONS`` or ``DUE`` finds, by learner."""
    items: dict[LearnerId, list[Item]] = {}
    for learner, lesson, question, number, stability, difficulty, due, *rest in rows:
        at, said, confidence, word, checks, check, wording = rest
        answer = Answer(said, confidence, word == "right", at)
        items.setdefault(learner, []).append(
            Item(
                lesson,
                question,
                number,
                stability,
                difficulty,
                due,
                answer,
                checks=checks,
                check=check or 0,
                wording=wording,
            )
        )
    return items


RUNS = """
SELECT run.learner, run.lesson, EXISTS (SELECT 1 FROM run_finished
     WHERE run_finished.learner = run.learner AND run_finished.run = run.run)
    AND run.mode IN (SELECT value FROM json_each(?))
FROM run WHERE run.learner IN (SELECT value FROM json_each(?))
ORDER BY run.learner, run.at, run.input
"""
"""Each run of these learners, oldest first, and whether it finished the lesson: which modes do that
comes first, then the learners."""

FINISHING = json.dumps(WHOLE)

ANSWERS = """
SELECT learner, confidence, count(*), count(verdict),
    count(*) FILTER (WHERE verdict = 'right')
FROM (
    SELECT counted.learner, confidence, coalesce(counted.verdict, judgement.verdict) verdict
    FROM counted LEFT JOIN judgement USING (learner, run, question, phase)
    WHERE counted.learner IN (SELECT value FROM json_each(?)) AND phase = 'first')
GROUP BY learner, confidence
"""
"""By learner and confidence: first attempts, those with a verdict, those right."""

SCORES = f"""
SELECT asked.value, (
    SELECT json_group_array(score) FROM (
        SELECT score FROM counted
        WHERE learner = asked.value AND phase IN ('first', 'review') AND score IS NOT NULL
        ORDER BY at DESC, input DESC, question DESC, phase DESC LIMIT {COUNTED + AGO}))
FROM json_each(?) AS asked
"""  # noqa: S608 - numbers of our own
"""What these learners' latest answers are worth that a score is made of, the latest first."""

# What is put together here is this module's own text only.
QUARTERS = f"""
SELECT learner, at / {QUARTER} * {QUARTER}, count(*) FILTER (WHERE written = 0),
    count(*) FILTER (WHERE written = 1) FROM (
    SELECT learner, at, 0 AS written FROM attempt
    WHERE learner IN (SELECT value FROM json_each(?1))
    UNION ALL
    SELECT learner, at, 1 AS written FROM writing
    WHERE learner IN (SELECT value FROM json_each(?1)))
GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 - see above
"""How many answers these learners chose, and how many they wrote, in which quarter of an hour."""

BELIEFS = f"""
SELECT learner, lesson, question, revision, choice, confidence, answer
FROM (
    SELECT learner, lesson, question, revision, run, phase, choice, confidence, verdict, answer,
        (lesson, question, revision) IN (SELECT lesson, question, revision FROM void) AS void,
        row_number() OVER (PARTITION BY learner, lesson, question ORDER BY at, input) AS number
    FROM ruled WHERE learner IN (SELECT value FROM json_each(?))
) AS first LEFT JOIN judgement USING (learner, run, question, phase)
WHERE number = 1 AND NOT void AND (choice IS NOT NULL OR answer IS NOT NULL)
AND confidence IN {tuple(PROBABILITY)}
AND coalesce(first.verdict, judgement.verdict) = 'wrong'
ORDER BY learner, lesson, question
"""  # noqa: S608 - see above
"""The first commitments of these learners that were wrong, by a key that holds, and no guess."""

COUNTS = """
SELECT learner,
    count(*) FILTER (WHERE phase = 'first' AND (choice IS NOT NULL OR answer IS NOT NULL)),
    count(*) FILTER (WHERE phase = 'review')
FROM counted WHERE learner IN (SELECT value FROM json_each(?)) GROUP BY learner
"""
"""By learner: their first commitments that chose something, and their reviews."""

REACHED = """
WITH asked AS (SELECT value AS learner FROM json_each(?))
SELECT learner, name, NULL, at FROM asked JOIN milestone USING (learner)
UNION ALL
SELECT learner, NULL, day, at FROM asked JOIN goal_reached USING (learner)
ORDER BY 1, 4, 2, 3
"""
"""Milestones, and the days on which the goal was reached, of these learners, oldest first."""

RESULTS = f"""
SELECT learner, arm, count(*) FILTER (WHERE verdict = 'right'), count(*)
FROM (
    SELECT attempt.learner, arm, phase, attempt.verdict, attempt.at - trial.at AS age,
        EXISTS (
            SELECT 1 FROM void WHERE void.lesson = attempt.lesson
            AND void.question = attempt.question AND void.revision = attempt.revision) AS void,
        row_number() OVER (
            PARTITION BY attempt.learner, attempt.lesson, attempt.question
            ORDER BY attempt.at, attempt.input
        ) AS number
    FROM json_each(?) AS asked CROSS JOIN ruled AS attempt ON attempt.learner = asked.value
    CROSS JOIN trial ON trial.learner = attempt.learner
        AND trial.lesson = attempt.lesson AND trial.question = attempt.question
    WHERE attempt.at > trial.at)
WHERE number = 1 AND phase = 'review' AND verdict IS NOT NULL AND NOT void
AND age BETWEEN {SOONEST} AND {LATEST}
GROUP BY learner, arm
"""  # noqa: S608 - numbers of our own
"""By learner and arm: first reviews that were right, and all.

A question counts by the first commitment after it was enrolled, if that is a review at an age in
the bounds of ``experiments`` under a key that holds: a wrong key leaves the question out, for it
has been met again by then.
"""


class SqlLearners(Base):
    async def progress(self, learners: Collection[LearnerId]) -> dict[LearnerId, Progress]:
        keys = json.dumps(list(learners))
        runs, answers, scores = await self._read_each(
            (RUNS, (FINISHING, keys)), (ANSWERS, (keys,)), (SCORES, (keys,))
        )
        return _progress(learners, runs, answers, scores)

    async def histories(self, learners: Collection[LearnerId]) -> dict[LearnerId, LearnerHistory]:
        keys = (json.dumps(list(learners)),)
        return _histories(
            learners, *await self._read_each((ALL, keys), (QUARTERS, keys), (BELIEFS, keys))
        )

    async def totals(self, learners: Collection[LearnerId]) -> dict[LearnerId, Totals]:
        keys = (json.dumps(list(learners)),)
        queries = [(sql, keys) for sql in (ANSWERS, COUNTS, REACHED, SCORES)]
        return _totals(learners, *await self._read_each(*queries))

    async def experiments(
        self, learners: Collection[LearnerId]
    ) -> dict[LearnerId, ExperimentResults]:
        arms: dict[LearnerId, dict[str, Tally]] = {learner: {} for learner in learners}
        for learner, arm, right, total in await self._read(RESULTS, (json.dumps(list(learners)),)):
            arms[learner][arm] = Tally(right, total)
        return {learner: ExperimentResults(**tallies) for learner, tallies in arms.items()}


def _progress(
    learners: Collection[LearnerId],
    runs: Iterable[Any],
    answers: Iterable[Any],
    scores: Iterable[Any],
) -> dict[LearnerId, Progress]:
    begun: dict[LearnerId, dict[str, bool]] = {learner: {} for learner in learners}
    for learner, lesson, finished in runs:
        begun[learner][lesson] = begun[learner].get(lesson, False) or bool(finished)
    results = {
        learner: Progress(tuple(LessonProgress(*pair) for pair in lessons.items()))
        for learner, lessons in begun.items()
    }
    for learner, confidence, count, judged, right in answers:
        so_far = results[learner]
        by_confidence = dict(so_far.by_confidence)
        if judged:
            by_confidence[confidence] = Tally(right, judged)
        results[learner] = replace(
            so_far,
            predictions=so_far.predictions + count,
            by_confidence=by_confidence,
        )
    for learner, latest in scores:
        results[learner] = replace(results[learner], scores=_points(latest))
    return results


def _histories(
    learners: Collection[LearnerId],
    kept: Sequence[Any],
    answered: Iterable[Any],
    beliefs: Iterable[Any],
) -> dict[LearnerId, LearnerHistory]:
    entries = by_learner(row[:-1] for row in kept if row[-1] is None)
    suspended: dict[LearnerId, set[tuple[str, str]]] = {}
    for learner, lesson, question, *_, suspended_at in kept:
        if suspended_at is not None:
            suspended.setdefault(learner, set()).add((lesson, question))
    chosen: dict[LearnerId, list[tuple[int, int]]] = {}
    written: dict[LearnerId, list[tuple[int, int]]] = {}
    for learner, at, *numbers in answered:
        for counts, number in zip((chosen, written), numbers, strict=True):
            if number:
                counts.setdefault(learner, []).append((at, int(number)))
    held: dict[LearnerId, list[Belief]] = {}
    for learner, *belief in beliefs:
        held.setdefault(learner, []).append(Belief(*belief))
    return {
        learner: LearnerHistory(
            tuple(sorted(entries.get(learner, ()), key=lambda item: (item.lesson, item.question))),
            frozenset(suspended.get(learner, ())),
            tuple(chosen.get(learner, ())),
            tuple(written.get(learner, ())),
            tuple(held.get(learner, ())),
        )
        for learner in learners
    }


def _totals(
    learners: Collection[LearnerId],
    answers: Iterable[Any],
    counts: Iterable[Any],
    reached: Iterable[Any],
    scores: Iterable[Any],
) -> dict[LearnerId, Totals]:
    results = {learner: Totals() for learner in learners}
    for learner, confidence, _, judged, right in answers:
        if judged:
            so_far = results[learner]
            tallied = {**so_far.tallies, confidence: Tally(right, judged)}
            results[learner] = replace(so_far, tallies=tallied)
    for learner, number, reviews in counts:
        results[learner] = replace(results[learner], predictions=number, reviews=reviews)
    for learner, name, day, _ in reached:
        results[learner] = _add_totals(results[learner], name, day)
    for learner, latest in scores:
        results[learner] = replace(results[learner], scores=_points(latest)[-COUNTED:])
    return results


def _points(latest: str) -> tuple[float, ...]:
    """What answers are worth, oldest first, from a list of the latest first."""
    return tuple(map(float, reversed(json.loads(latest))))


def _add_totals(totals: Totals, name: str | None, day: str | None) -> Totals:
    if name is not None and name not in totals.achievements:
        return replace(totals, achievements=(*totals.achievements, name))
    if day is not None and day not in totals.reached:
        return replace(totals, reached=(*totals.reached, day))
    return totals
