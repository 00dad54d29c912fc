"""Estimates: a range that is to hold the truth four times of five, and how it is scored.

Score
-----
A range is scored by the interval score (Gneiting & Raftery, 2007), which is proper: with
``ALPHA`` = 0.2 nothing pays better than the range from the learner's own 10 % to their own 90 %
quantile. It is the width of the range, and for a miss ``2 / ALPHA`` times the distance of the truth
from the nearer end besides. It is measured against the span of all that is offered
(``bot.lessons.numbers``), as ``25 * (1 - S / span)``: so the whole span scores 0, as does an honest
"no idea", and a point that is the truth scores 25.

What a range says
-----------------
A range of more than half of the span says little: if it holds the truth that shows no more
knowledge than a guess does. So it goes on record with the confidence ``wide``, any other with
``range``, and both count where it is asked how often ranges hold the truth.
"""

from bot.learning.predictions import Confidence
from bot.lessons.numbers import miss, wide, width
from bot.lessons.question import Estimate, Range

ALPHA = 0.2
"""The share of truths that a range may miss: one of five."""

MAX_POINTS = 25.0
"""The score of a range without width that holds the truth."""


def confidence(estimate: Estimate, said: Range) -> Confidence:
    """What a range goes on record as."""
    return "wide" if wide(estimate, said) else "range"


def score(estimate: Estimate, said: Range) -> float:
    """The score of a range: 0 for the whole span, 25 for the truth itself; see above."""
    return MAX_POINTS * (1 - width(estimate, said) - 2 / ALPHA * miss(estimate, said))
