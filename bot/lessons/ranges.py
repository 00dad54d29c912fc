"""Ranges of an estimate: whether they hold the truth, how wide they are, how far they miss it.

Lengths are shares of the *span*, from the lowest end of all offered ranges to the highest; what
lies beyond it is cut off. Where all ends are above zero and the highest is more than ``DECADE``
times the lowest, they are lengths of logarithms: from 10 to 20 is then as far as from 100 to 200.
"""

from math import log

from bot.lessons.question import Estimate, Range

DECADE = 10
"""How many times the lowest end the highest must exceed for lengths to be those of logarithms."""

WIDE = 0.5
"""The share of the span above which a range says little."""


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


def wide(estimate: Estimate, said: Range) -> bool:
    """Whether a range says little."""
    return width(estimate, said) > WIDE


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
