"""How well confidence matches results.

Learners hear of it after every block of first commitments with a word for their confidence and a
verdict (``logbook.BLOCK``): of all of them, or else of the last. Only a word whose promise lies
outside of the interval is spoken of, and only from ``MIN_ANSWERS`` on. What all answers show is
over if the last ones point elsewhere, and then it is not told. Who looks after every block will
sometimes see a claim that chance has made, so it is told as a count and without advice.
"""

from collections.abc import Iterator, Mapping
from math import sqrt
from typing import Literal

from bot.learning.predictions import RANGE, Confidence
from bot.values import value

MIN_ANSWERS = 5
"""Answers at a confidence below which nothing is said about how well it fits."""

NARROW = 0.35
"""The widest interval by which a word can be said to fit: "sure" with nine right of ten has it."""

Z = 1.645
"""The standard normal quantile of a two-sided 90 % interval."""

Fit = Literal["early", "over", "under", "unclear", "fits"]


@value
class Tally:
    """How many answers at a confidence there were, and how many of them were right."""

    right: int = 0
    total: int = 0


def interval(tally: Tally) -> tuple[float, float]:
    """The 90 % score interval of the share that is right (Wilson, 1927)."""
    if tally.total == 0:
        return 0.0, 1.0
    n, share = tally.total, tally.right / tally.total
    scale = 1 + Z**2 / n
    middle = (share + Z**2 / (2 * n)) / scale
    half = Z / scale * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def fit(confidence: Confidence, tally: Tally) -> Fit:
    """Whether the word promised too much (``over``), too little (``under``) or what came true.

    A word promises a range, not a number: who is right nine times of ten could say no better word
    than "sure". Only what the interval leaves no doubt about is claimed, and that a word ``fits``
    only if the share is in its range and the interval no wider than ``NARROW``: a wider interval
    proves nothing. That is ``unclear``, and it is ``early`` below ``MIN_ANSWERS``, or for a guess,
    which promises nothing.
    """
    promised = RANGE.get(confidence)
    if promised is None or tally.total < MIN_ANSWERS:
        return "early"
    low, high = interval(tally)
    least, most = promised
    if high < least:
        return "over"
    if low > most:
        return "under"
    shown = least <= tally.right / tally.total <= most and high - low <= NARROW
    return "fits" if shown else "unclear"


def gather_ranges(tallies: Mapping[Confidence, Tally]) -> dict[Confidence, Tally]:
    """All ranges taken together, under ``range``: a wide range too is to hold the truth."""
    results = {word: tally for word, tally in tallies.items() if word not in ("range", "wide")}
    ranges = [tallies[word] for word in ("range", "wide") if word in tallies]
    if ranges:
        results["range"] = Tally(
            sum(tally.right for tally in ranges), sum(tally.total for tally in ranges)
        )
    return results


@value
class Claim:
    """That a word promised too much or too little, and what shows it.

    ``lately`` says that the ``tally`` is of the last answers and not of all; ``other`` is the
    other of the two.
    """

    confidence: Confidence
    fit: Fit
    tally: Tally
    lately: bool
    other: Tally


def claims(ever: Mapping[Confidence, Tally], last: Mapping[Confidence, Tally]) -> Iterator[Claim]:
    """What can be claimed of each word, by all answers or else by the last of them."""
    for word in RANGE:
        tallies = (ever.get(word, Tally()), last.get(word, Tally()))
        for lately, tally in enumerate(tallies):
            verdict = fit(word, tally)
            if verdict in ("over", "under"):
                if not lately and _elsewhere(word, verdict, tallies[1]):
                    break
                yield Claim(word, verdict, tally, bool(lately), tallies[not lately])
                break


def _elsewhere(word: Confidence, verdict: Fit, last: Tally) -> bool:
    """Whether the share of the last answers is not on the side that this verdict speaks of."""
    if not last.total:
        return False
    least, most = RANGE[word]
    share = last.right / last.total
    return share >= least if verdict == "over" else share <= most
