"""Commitments, their scores, and which reveal they call for.

Score
-----
A score is worth having only if honesty pays best, so it is a proper rule (Gneiting and Raftery,
2007): the quadratic score (Brier, 1950), as points of 100. The option chosen among ``k`` gets the
stated probability ``p``, the others share the rest evenly; ``loss`` is the sum over options of the
squared difference between what was stated and the truth, and ::

    points = 100 - 25 * loss / (1 - 1/k)

So 100 is right and certain, and an honest "no idea" gives 75 whatever the number of options:
``MIDDLE``, from which a score is told. With two options, sure and wrong gives 10.
An attempt keeps ``points - MIDDLE``; what a learner sees is the mean over their latest answers.

A learner states no number but a word; each word stands for the middle of the range in which it is
best to say. With two options that is 50 to 80 % for "probably" and 80 to 100 % for "sure": 65 % and
95 % have equal expected scores exactly at 80 %.

Without a word
--------------
Learners may turn the confidence step off (``Preferences.confidence``). Then a tap commits, with
the confidence ``unsaid``, and nothing is claimed of what was not said: such an answer has no score
and no part in calibration, its reveal speaks of right and wrong only, and being wrong is never
called a confident error. What is promised before a review is then by right and wrong, too. What was
asked before the change and is still open is asked anew.
"""

from typing import Literal

Confidence = Literal["guess", "probable", "sure", "none", "unsaid", "range", "wide"]
"""How sure a learner said to be; ``none`` is an honest "no idea".

``unsaid``: they are not asked how sure they are. Nothing is claimed of it: it has no score, and no
part in calibration. ``range``: an estimate, whose range says how sure they are; ``wide`` is a range
that says little, see ``estimates``.
"""

PROBABILITY: dict[Confidence, float] = {"probable": 0.65, "sure": 0.95, "range": 0.8}
"""What the words stand for, and a range. A guess stands for 1/k, and so does "no idea"."""

RANGE: dict[Confidence, tuple[float, float]] = {
    "probable": (0.5, 0.8),
    "sure": (0.8, 1.0),
    "range": (0.8, 0.9),
}
"""The shares of right answers for which each word is best; see above.

A range is to hold the truth four times of five. Since those that are offered have their ends where
the lesson put them, somewhat more is no sign of too much caution.
"""

BEST = 100
"""The points for what is right and certain."""

MIDDLE = 75
"""The points for an honest "no idea", and for a guess."""

Reveal = Literal[
    "sure_wrong",
    "unsure_wrong",
    "unsure_right",
    "sure_right",
    "unsaid_wrong",
    "unsaid_right",
    "unknown",
]
"""How a commitment is answered: confidence by correctness, and an honest "no idea"."""


def probability(confidence: Confidence, classes: int) -> float:
    """The probability that a word stands for, never below that of a blind guess.

    With two options a blind guess is 1/2; with more it is lower, so words always add to it.
    """
    return max(PROBABILITY.get(confidence, 0.0), 1 / classes)


def score(confidence: Confidence, options: int, keyed: int, right: bool) -> float:
    """The points above or below ``MIDDLE`` of a commitment among ``options``.

    ``keyed`` of these are right, and count as one class, since any of them would do.
    Raises ``ValueError`` when the question has no key or nothing but right options, or when no
    confidence was said.
    """
    if confidence == "unsaid":
        raise ValueError("without a stated confidence there is nothing to score")
    if not 0 < keyed < options:
        raise ValueError(f"{keyed} right of {options} options leaves nothing to score")
    if confidence in ("none", "guess"):
        return 0.0
    classes = options - keyed + 1
    p = probability(confidence, classes)
    rest = (1 - p) / (classes - 1)
    others = (classes - 1) * rest**2
    loss = (1 - p) ** 2 + others if right else p**2 + others - rest**2 + (1 - rest) ** 2
    return BEST - MIDDLE - (BEST - MIDDLE) * loss / (1 - 1 / classes)


def belief(confidence: Confidence, options: int, keyed: int, right: bool) -> float:
    """The probability, 0 to 1, that a commitment leaves for what is true."""
    classes = max(options - keyed + 1, 2)
    if confidence in ("none", "guess"):
        return 1 / classes
    p = probability("probable" if confidence == "unsaid" else confidence, classes)
    return p if right else (1 - p) / (classes - 1)


def reveal(confidence: Confidence, right: bool) -> Reveal:
    """Which of the reveals answers a commitment."""
    if confidence == "none":
        return "unknown"
    if confidence == "sure":
        return "sure_right" if right else "sure_wrong"
    if confidence == "unsaid":
        return "unsaid_right" if right else "unsaid_wrong"
    return "unsure_right" if right else "unsure_wrong"
