"""Who ranks where on a board, by what they answered where it stands.

Three things can be told of a member's answers, and none is a sum, so whoever has been there longest
has no advantage:

``score``: the mean of the proper score (``predictions``), in which honesty pays best. ``gain``: by
how many points an answer after a discussion is worth more than the answer before it. ``fit``: how
far the share of right answers is from what the words for confidence promise, weighted by how often
each was said. What is smaller is better.

``MIN_ANSWERS`` are needed, for luck must not win. An answer that is sure gains 24 points where it
is right and loses 65 where it is wrong, so a single answer's worth varies by about 30, and the mean
of ``n`` by 30 over the root of ``n``. Of ten members who know equally much, the luckiest of three
answers each would lead the middle by some 25 points of pure chance, of ten answers by 15. Fewer
than ten would be a lottery; of one day there is no more than a class or two, so there it is five,
and the day is soon over. How well confidence fits takes most answers, for it is a difference of
shares: of five answers no share lies nearer to 95 % than five percent.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from bot.learning.predictions import MIDDLE

By = Literal["score", "gain", "fit"]

MIN_ANSWERS: dict[By, int] = {"score": 10, "gain": 5, "fit": 20}
"""Answers that are needed to be ranked."""

OF_A_DAY: dict[By, int] = {"score": 5, "gain": 3, "fit": 10}
"""Answers that are needed on the board of a day."""

SHOWN = 10
"""Ranks that are shown."""


class Ranked(NamedTuple):
    """A place on a board; equals have the same ``rank``."""

    rank: int
    name: str
    answers: int
    figure: int


def least(by: By, *, day: bool) -> int:
    """How many answers are needed to be ranked."""
    return (OF_A_DAY if day else MIN_ANSWERS)[by]


def rank_entries(
    entries: Iterable[tuple[str, int, float]], by: By, *, day: bool = False
) -> tuple[Ranked, ...]:
    """The places, by name, number of answers and what these come to; the best first."""
    enough = [
        (name, answers, _figure(value, by))
        for name, answers, value in entries
        if answers >= least(by, day=day)
    ]
    enough.sort(key=lambda row: (row[2] if by == "fit" else -row[2], row[0].casefold()))
    places: list[Ranked] = []
    for n, (name, answers, figure) in enumerate(enough, 1):
        same = bool(places) and places[-1].figure == figure
        places.append(Ranked(places[-1].rank if same else n, name, answers, figure))
    return tuple(place for place in places if place.rank <= SHOWN)


def _figure(value: float, by: By) -> int:
    if by == "score":
        return max(0, round(MIDDLE + value))
    return round(value) if by == "gain" else round(100 * value)
