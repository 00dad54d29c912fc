"""A learner's score in words, wherever it is told.

It is told to nobody who is not asked how sure they are: without that there is nothing to score.
"""

from collections.abc import Mapping

from bot.conversation.facts.learner import Attempt, Overruled, Phase
from bot.conversation.phrases import count, phrase
from bot.conversation.question import typed
from bot.conversation.turn import Scene
from bot.learning.calibration import Tally
from bot.learning.predictions import BEST, MIDDLE, PROBABILITY, RANGE, Confidence
from bot.learning.predictions import score as worth
from bot.learning.scores import AGO, ENOUGH, score, score_before

SCORED: tuple[Phase, ...] = ("first", "review")
"""The phases whose answers a score is made of."""

FEW = 3
"""Answers below which none are counted out of how many: "1 of 1" reads like a share."""


_COSTLY: tuple[Confidence, ...] = ("sure", "range", "probable")
"""The words that can cost points, those that cost most first."""


def few(right: int, total: int) -> str:
    """How a sentence is called that says in words how so few came out; empty for more, or none."""
    if not 0 < total < FEW:
        return ""
    return ("missed", "right")[right] if total == 1 else ("neither", "one", "both")[right]


def points(scene: Scene) -> tuple[float, ...]:
    """What the learner's latest answers are worth, with those of this turn, oldest first.

    The logbook has them, or else what it is to begin with, which was loaded for this turn.
    """
    book, past = scene.learner.logbook, scene.known.totals
    kept = past.scores if past else (book and book.scores) or ()
    numbers = list(kept)
    for fact in scene.facts:
        if isinstance(fact, Attempt) and fact.phase in SCORED and fact.score is not None:
            numbers.append(fact.score)
        if isinstance(fact, Overruled) and fact.phase in SCORED and fact.score:
            _overrule(numbers, fact.score)
    return tuple(numbers)


def _overrule(numbers: list[float], points: float) -> None:
    """Of the latest answer in words that was wrong and is worth this now, change what it is worth.

    Any with the same worth would do, since all that is made of them is their mean.
    """
    for word in PROBABILITY:
        if worth(word, typed.CLASSES, 1, right=True) == points:
            before = worth(word, typed.CLASSES, 1, right=False)
            close = [n for n, number in enumerate(numbers) if abs(number - before) < 1 / 100]
            if close:
                numbers[close[-1]] = points


def sentence(points: tuple[float, ...]) -> str:
    """The score with its middle, or how many answers are lacking; nothing without an answer.

    Below the middle it says what would lift it. It is for who asks for it: see ``at_end``.
    """
    shown = score(points)
    if shown is not None:
        key = "score" if shown >= MIDDLE else "score.below"
        return phrase(key, score=shown, best=BEST, middle=MIDDLE)
    return count("score.lacking", ENOUGH - len(points)) if points else ""


def at_end(points: tuple[float, ...], made: Mapping[Confidence, Tally]) -> str:
    """The score at the end of a run; below its middle what happened in that, and what would help.

    A number there would read as a fine for having tried: half may be right, and "no idea" to
    everything is worth more. What was ``made`` in the run has counts by the words for confidence. A
    word that was right less often than it takes to be the best one to say (``RANGE``), and not by a
    single slip, is what cost the points; nothing is said if none was. It is held against what the
    word means, as learners were told that: where it begins to pay is a number beside that number.
    """
    shown = score(points)
    if shown is None or shown >= MIDDLE:
        return sentence(points)
    for word in _COSTLY:
        tally = made.get(word, Tally())
        slips = tally.total - tally.right
        if tally.total >= FEW and tally.right < RANGE[word][0] * tally.total and slips > 1:
            return phrase(f"score.help.{word}", right=tally.right, total=tally.total)
    return ""


def trend(points: tuple[float, ...]) -> str:
    """What the score was before; nothing if there was none yet."""
    before = score_before(points)
    return "" if before is None else phrase("score.before", answers=AGO, score=before)
