"""A learner's progress, worked out twice: from facts in memory, and in SQL.

All first attempts count that are not void, over all times through a lesson. The conformance suite
holds the two ways against each other.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from bot.conversation.facts.learner import (
    Attempt,
    Fact,
    Judged,
    LessonFinished,
    LessonStarted,
    StepDone,
)
from bot.conversation.inputs import LearnerId
from bot.conversation.lesson.modes import WHOLE
from bot.conversation.needs.learner import LessonProgress, Progress
from bot.learning.calibration import Tally
from bot.learning.predictions import Confidence

RUNS = """
SELECT run.learner, run.lesson, run.steps,
    (SELECT group_concat(step) FROM step_done
     WHERE step_done.learner = run.learner AND step_done.run = run.run),
    EXISTS (SELECT 1 FROM run_finished
     WHERE run_finished.learner = run.learner AND run_finished.run = run.run)
    AND run.mode IN (SELECT value FROM json_each(?))
FROM run WHERE run.learner IN (SELECT value FROM json_each(?))
ORDER BY run.learner, run.at, run.input
"""
"""Each run of these learners, oldest first: its steps, those done of them, and whether the lesson
was finished by it: which modes do that comes first, then the learners."""

FINISHING = json.dumps(WHOLE)

ANSWERS = """
SELECT learner, confidence, count(*), total(score), count(verdict),
    count(*) FILTER (WHERE verdict = 'right')
FROM (
    SELECT counted.learner, confidence, score, coalesce(counted.verdict, judgement.verdict) verdict
    FROM counted LEFT JOIN judgement USING (learner, run, question, phase)
    WHERE counted.learner IN (SELECT value FROM json_each(?)) AND phase = 'first')
GROUP BY learner, confidence
"""
"""By learner and confidence: first attempts, their score, those with a verdict, those right."""


def progress_from(
    learners: Collection[LearnerId], runs: Iterable[Any], answers: Iterable[Any]
) -> dict[LearnerId, Progress]:
    """The progress of these learners from what ``RUNS`` and ``ANSWERS`` find."""
    steps: dict[LearnerId, dict[str, tuple[set[str], int, bool]]] = {one: {} for one in learners}
    for learner, lesson, total, done, finished in runs:
        before, _, already = steps[learner].get(lesson, (set(), 0, False))
        now = before | set(done.split(",") if done else ())
        steps[learner][lesson] = (now, total, already or bool(finished))
    found = {
        learner: Progress(
            lessons=tuple(
                LessonProgress(lesson, min(len(done), total), total, finished)
                for lesson, (done, total, finished) in lessons.items()
            )
        )
        for learner, lessons in steps.items()
    }
    for learner, confidence, count, score, judged, right in answers:
        so_far = found[learner]
        by_confidence = dict(so_far.by_confidence)
        if judged:
            by_confidence[confidence] = Tally(right, judged)
        found[learner] = replace(
            so_far,
            predictions=so_far.predictions + count,
            score=so_far.score + score,
            by_confidence=by_confidence,
        )
    return found


def progress_of(facts: Iterable[Fact]) -> Progress:
    """What these facts of one learner, oldest first, come to."""
    runs: dict[str, LessonStarted] = {}
    steps: set[tuple[str, int]] = set()
    finished: set[str] = set()
    attempts: list[Attempt] = []
    judged: dict[tuple[str, str], bool] = {}
    for fact in facts:
        match fact:
            case LessonStarted():
                runs.setdefault(fact.run, fact)
            case StepDone():
                steps.add((fact.run, fact.step))
            case LessonFinished():
                finished.add(fact.run)
            case Attempt(phase="first"):
                attempts.append(fact)
            case Judged(phase="first"):
                judged.setdefault((fact.run, fact.question), fact.right)
            case Attempt() | Judged():
                pass
    finished = {id for id in finished if id in runs and runs[id].mode in WHOLE}
    return Progress(
        lessons=tuple(
            _lesson([run for run in runs.values() if run.lesson == id], steps, finished)
            for id in dict.fromkeys(run.lesson for run in runs.values())
        ),
        predictions=len(attempts),
        score=sum(attempt.score or 0.0 for attempt in attempts),
        by_confidence=_tallies(attempts, judged),
    )


def _lesson(
    runs: list[LessonStarted], steps: set[tuple[str, int]], finished: set[str]
) -> LessonProgress:
    names = {run.run for run in runs}
    total = runs[-1].steps
    done = len({step for run, step in steps if run in names})
    return LessonProgress(runs[-1].lesson, min(done, total), total, bool(names & finished))


def _tallies(
    attempts: list[Attempt], judged: dict[tuple[str, str], bool]
) -> dict[Confidence, Tally]:
    tallies: dict[Confidence, Tally] = {}
    for attempt in attempts:
        right = attempt.right
        if right is None:
            right = judged.get((attempt.run, attempt.question))
        if right is not None:
            so_far = tallies.get(attempt.confidence, Tally())
            tallies[attempt.confidence] = Tally(so_far.right + right, so_far.total + 1)
    return tallies
