"""A learner's progress.

All first attempts count that are not void, over all times through a lesson. The tests work it out
once more, from facts.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from bot.conversation.facts.learner import WHOLE
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.learner import LessonProgress, Progress
from bot.learning.calibration import Tally

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
