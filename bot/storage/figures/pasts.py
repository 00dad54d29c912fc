"""What a logbook begins with. It is read once for a learner."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from bot.conversation.inputs import LearnerId
from bot.learning.calibration import Tally
from bot.learning.logbook import Past

COUNTS = """
SELECT learner, count(*) FILTER (WHERE phase = 'first' AND choice IS NOT NULL),
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


def pasts_from(
    learners: Collection[LearnerId],
    answers: Iterable[Any],
    counts: Iterable[Any],
    reached: Iterable[Any],
) -> dict[LearnerId, Past]:
    """The pasts of these learners from what ``tallies.ANSWERS``, and those above, find."""
    found = {learner: Past() for learner in learners}
    for learner, confidence, _, _, judged, right in answers:
        if judged:
            so_far = found[learner]
            tallied = {**so_far.tallies, confidence: Tally(right, judged)}
            found[learner] = replace(so_far, tallies=tallied)
    for learner, number, reviews in counts:
        found[learner] = replace(found[learner], predictions=number, reviews=reviews)
    for learner, name, day, _ in reached:
        found[learner] = _reached(found[learner], name, day)
    return found


def _reached(past: Past, name: str | None, day: str | None) -> Past:
    if name is not None and name not in past.milestones:
        return replace(past, milestones=(*past.milestones, name))
    if day is not None and day not in past.reached:
        return replace(past, reached=(*past.reached, day))
    return past
