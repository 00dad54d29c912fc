"""Estimates: a range that is to hold the truth four times of five, and how it is scored.

Score
-----
A range is scored by the interval score (Gneiting & Raftery, 2007), which is proper: with
``ALPHA`` = 0.2 nothing pays better than the range from one's own 10 % to one's own 90 % quantile.
It is the width of the range, and for a miss ``2 / ALPHA`` times the distance of the truth from the
nearer end besides. It is measured against the *span*, from the lowest end of all offered ranges to
the highest, as ``25 * (1 - S / span)``: so the whole span scores 0, as does an honest "no idea",
and a point that is the truth scores 25. What was typed beyond the span is cut to it.

Where all ends are above zero and the highest is more than ``DECADE`` times the lowest, lengths are
those of logarithms: from 10 to 20 is then as far as from 100 to 200.

What a range says
-----------------
A range of more than ``WIDE`` of the span says little: if it holds the truth that shows no more
knowledge than a guess does. So it goes on record with the confidence ``wide``, any other with
``range``, and both count where it is asked how often ranges hold the truth.
"""

from math import log

from bot.learning.predictions import Confidence
from bot.lessons.question import Estimate, Range

ALPHA = 0.2
"""The share of truths that a range may miss: one of five."""

DECADE = 10
"""How many times the lowest end the highest must exceed for lengths to be those of logarithms."""

WIDE = 0.5
"""The share of the span above which a range says little."""

MOST = 25.0
"""The score of a range without width that holds the truth."""


def span(estimate: Estimate) -> Range:
    """From the lowest end of all ranges that are offered to the highest."""
    return Range(low=estimate.ranges[0].low, high=estimate.ranges[-1].high)


def holds(estimate: Estimate, said: Range) -> bool:
    """Whether the truth is in a range; both of its ends count as inside."""
    return said.low <= estimate.truth <= said.high


def width(estimate: Estimate, said: Range) -> float:
    """The share of the span that a range takes, between 0 and 1."""
    low, high = _cut(estimate, said)
    return (_at(estimate, high) - _at(estimate, low)) / _length(estimate)


def miss(estimate: Estimate, said: Range) -> float:
    """How far the truth is from a range, as a share of the span; 0 if it is in it."""
    if holds(estimate, said):
        return 0.0
    low, high = _cut(estimate, said)
    truth = _at(estimate, estimate.truth)
    return max(_at(estimate, low) - truth, truth - _at(estimate, high), 0.0) / _length(estimate)


def confidence(estimate: Estimate, said: Range) -> Confidence:
    """What a range goes on record as: ``wide`` if it says little."""
    return "wide" if width(estimate, said) > WIDE else "range"


def score(estimate: Estimate, said: Range) -> float:
    """The score of a range: 0 for the whole span, 25 for the truth itself; see above."""
    return MOST * (1 - width(estimate, said) - 2 / ALPHA * miss(estimate, said))


def _cut(estimate: Estimate, said: Range) -> tuple[float, float]:
    whole = span(estimate)
    low, high = (min(max(end, whole.low), whole.high) for end in (said.low, said.high))
    return low, high


def _logarithmic(estimate: Estimate) -> bool:
    whole = span(estimate)
    return whole.low > 0 and whole.high > DECADE * whole.low


def _at(estimate: Estimate, number: float) -> float:
    return log(number) if _logarithmic(estimate) else number


def _length(estimate: Estimate) -> float:
    whole = span(estimate)
    return _at(estimate, whole.high) - _at(estimate, whole.low)
