"""Which questions a test asks: chosen at its beginning, by what is remembered of each.

The choice is kept as the run's seed: the ids in their order, each with a star if it was answered
before, and then it is asked in other words; a last sign says that answers were told within a day.
Seeds of earlier versions hold something else.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.learning import review_order
from bot.learning.items import DAY, Item, was_retrieved
from bot.lessons.model import Lesson
from bot.lessons.question import Question

_MARK = "asks:"
_SEEN = "*"
_TOLD = "+"

FEW = 3
"""Answers within a day that don't count as having been told the lesson's answers."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question that is asked, and whether it was answered before."""

    question: Question
    seen: bool = False


def written(chosen: Iterable[Chosen], *, told: bool = False) -> str:
    """The choice as a seed; ``told`` is whether answers were told within a day."""
    names = (one.question.id + _SEEN * one.seen for one in chosen)
    return " ".join([_MARK, *names, *[_TOLD][: int(told)]])


def just_told(seed: str) -> bool:
    """Whether answers had been told within a day of the choice: such a test proves nothing."""
    return seed.split()[-1:] == [_TOLD]


def told_lately(items: Iterable[Item], at: int) -> bool:
    """Whether more than a few of these were answered, and so their answers told, within a day."""
    return sum(item.number > 0 and at - item.answer.at < DAY for item in items) > FEW


def read(seed: str, questions: Iterable[Question]) -> list[Chosen] | None:
    """The choice that a seed holds, of these questions; ``None`` if it holds none."""
    mark, *names = seed.split() or [""]
    if mark != _MARK:
        return None
    known = {one.id: one for one in questions}
    return [
        Chosen(known[id], name.endswith(_SEEN))
        for name in names
        if (id := name.removesuffix(_SEEN)) in known
    ]


def unshown(
    lesson: Lesson, questions: Iterable[Question], items: Mapping[str, Item], at: int, most: int
) -> list[Chosen]:
    """Questions of mixed kinds, those first that the learner has not shown to know; then shuffled.

    ``at`` gives the order, and what is chosen among equals.
    """
    left = list(questions)
    kinds = {one.id: kind(lesson, one.id) for one in left}
    taken: Counter[str] = Counter()
    found: list[Question] = []
    while left and len(found) < most:
        best = min(
            left,
            key=lambda one: (
                _shown(items.get(one.id)),
                taken[kinds[one.id]],
                shuffled(str(at), one.id),
            ),
        )
        left.remove(best)
        taken[kinds[best.id]] += 1
        found.append(best)
    found.sort(key=lambda one: shuffled(f"{at} order", one.id))
    return [Chosen(one, one.id in items) for one in found]


def remembered(
    questions: Iterable[Question], items: Mapping[str, Item], at: int, most: int
) -> list[Chosen]:
    """Questions in the order in which they are worth recalling.

    What is due comes first, as a review would ask it; then what was answered, the longest ago
    first; then what never was.
    """
    due = [one.question for one in review_order.due(items.values(), at)]

    def place(one: Question) -> tuple[int, int]:
        if one.id in due:
            return 0, due.index(one.id)
        item = items.get(one.id)
        return (1, item.answer.at) if item else (2, 0)

    found = sorted(questions, key=place)[:most]
    return [Chosen(one, one.id in items) for one in found]


def kind(lesson: Lesson, question: str) -> str:
    """What part of the lesson a question belongs to."""
    steps = (one.prediction for one in lesson.steps)
    drawings = (one for each in lesson.diagrams for one in (each.prediction, each.turn))
    aspects = (one.prediction for one in lesson.performance)
    of = {
        "step": steps,
        "hood": (one for one in (lesson.under_the_hood.prediction,) if one),
        "myth": (one.question for one in lesson.myths),
        "drawing": drawings,
        "exercise": (one.choice for one in lesson.exercises),
        "application": lesson.challenge,
        "aspect": aspects,
        "case": (one.prediction for one in lesson.what_if.cases),
    }
    for name, found in of.items():
        if any(one and one.id == question for one in found):
            return name
    return "pitfall"


def shuffled(seed: str, id: str) -> str:
    """What gives questions an order that depends on the seed alone."""
    return hashlib.sha256(f"{seed} {id}".encode()).hexdigest()


def _shown(item: Item | None) -> bool:
    return item is not None and bool(item.number) and was_retrieved(item.answer)
