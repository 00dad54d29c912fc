"""A learner's score: the mean over their latest answers, of 100.

What an answer is worth is in ``predictions``. The first commitment to a question counts and every
review of it, so a score can be mended by reviewing; what is asked once more right after its reveal
does not. It is hidden until there are ``MIN_ANSWERS``, since before that it is mostly luck: then
another that is sure and wrong takes three points. It is no sum, so it says how well somebody
judges and not how long they have been there, and no fault of long ago weighs for ever.
"""

from collections.abc import Sequence

from bot.learning.predictions import MIDDLE

MIN_ANSWERS = 20
"""Answers below which no score is shown."""

COUNTED = 50
"""Answers that a score is the mean of."""

AGO = 20
"""Answers that the score is compared over: what it was so many answers ago."""


def score(points: Sequence[float]) -> int | None:
    """The score, by the points around ``MIDDLE``, at least 0; ``None`` for too few answers."""
    return max(0, round(_mean(points))) if len(points) >= MIN_ANSWERS else None


def score_before(points: Sequence[float]) -> int | None:
    """What the score was ``AGO`` answers ago; ``None`` if there was none yet."""
    return score(points[:-AGO])


def course(points: Sequence[float]) -> tuple[float, ...]:
    """The score after each answer, from the first score on, or from ``AGO`` ago."""
    first = MIN_ANSWERS if len(points) < COUNTED + AGO else len(points) - AGO
    return tuple(_mean(points[:number]) for number in range(first, len(points) + 1))


def _mean(points: Sequence[float]) -> float:
    latest = points[-COUNTED:]
    return MIDDLE + sum(latest) / len(latest)
