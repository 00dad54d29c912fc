"""The results of the experiment.

A question counts by the first commitment after it was enrolled, if that is a review at an age in
the bounds of ``trials`` under a key that holds: one that was wrong leaves the question out, for it
has been met again by then.
"""

from collections.abc import Collection, Iterable
from typing import Any

from bot.conversation.inputs import LearnerId
from bot.learning.calibration import Tally
from bot.learning.experiment import LATEST, SOONEST, Trial

RESULTS = f"""
SELECT learner, arm, count(*) FILTER (WHERE verdict = 'right'), count(*)
FROM (
    SELECT attempt.learner, arm, phase, verdict, attempt.at - trial.at AS age,
        EXISTS (
            SELECT 1 FROM void WHERE void.lesson = attempt.lesson
            AND void.question = attempt.question AND void.revision = attempt.revision) AS void,
        row_number() OVER (
            PARTITION BY attempt.learner, attempt.lesson, attempt.question
            ORDER BY attempt.at, attempt.input
        ) AS number
    FROM json_each(?) AS asked CROSS JOIN attempt ON attempt.learner = asked.value
    CROSS JOIN trial ON trial.learner = attempt.learner
        AND trial.lesson = attempt.lesson AND trial.question = attempt.question
    WHERE attempt.at > trial.at)
WHERE number = 1 AND phase = 'review' AND verdict IS NOT NULL AND NOT void
AND age BETWEEN {SOONEST} AND {LATEST}
GROUP BY learner, arm
"""  # noqa: S608 - numbers of our own
"""By learner and arm: first reviews that were right, and all."""


def trials_from(learners: Collection[LearnerId], results: Iterable[Any]) -> dict[LearnerId, Trial]:
    """The results of these learners from what ``RESULTS`` finds."""
    arms: dict[LearnerId, dict[str, Tally]] = {learner: {} for learner in learners}
    for learner, arm, right, total in results:
        arms[learner][arm] = Tally(right, total)
    return {learner: Trial(**found) for learner, found in arms.items()}
