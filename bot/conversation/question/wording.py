"""In which words a question is asked: in others than the last time, while it has any.

Who is asked in the same words a few minutes later, or on the next day, answers the sentence and
not the question. A question has its own words, number 0, and its variants behind them; which one
was answered last is kept with what is remembered of it.

Asked again, the variants take turns: each stands by itself, while the question's own words may need
something of the lesson above them. Where there is but one, its own words take turns with it.

Within minutes the same words are a chore: they were just answered, so what is pressed is what is
remembered of a button. A question that has no others gives way at the end of a lesson to one that
has, and comes back by review, on a day on which the same words ask something again. Only where
nothing else was missed it is asked all the same, for to have found the answer once is worth a
press; its options then stand in another order, and no place of a button answers it. Yes and no have
no other order: who was told that it is not the one has nothing to find, and is asked by review.
"""

from collections.abc import Collection

from bot.conversation.question.choices import is_yes_or_no
from bot.learning.items import Item
from bot.lessons.ground import ground
from bot.lessons.model import Lesson
from bot.lessons.needed import points_at_drawing
from bot.lessons.question import Question


def latest(question: Question, item: Item | None) -> int | None:
    """The wording in which it was answered last; ``None`` if it never was."""
    if item is None or not item.number:
        return None
    if item.wording is not None:
        return item.wording % _count(question)
    # Earlier versions asked the first time in its own words, and then by its variants in turn.
    variants = len(question.variants)
    return (item.number - 2) % variants + 1 if variants and item.number > 1 else 0


def following(question: Question, last: int | None) -> int:
    """The wording after the ``last`` one; of a question that was never answered, its first."""
    return 0 if last is None else _in_turn(question, last)[0]


def by_itself(lesson: Lesson, question: Question, last: int | None) -> int:
    """The same where nothing of the lesson stands around it: a variant that needs nothing of it."""
    rests = ground(lesson, question.id)
    if last is None and (rests.concept or rests.drawing):
        variants = enumerate(question.variants, start=1)
        alone = (n for n, text in variants if not (rests.drawing and points_at_drawing(text)))
        return next(alone, 0)
    return following(question, last)


def worth_asking(question: Question, seen: Collection[int]) -> bool:
    """Whether it asks anything within minutes after these wordings."""
    return another(question, seen) is not None or not is_yes_or_no(question)


def another(question: Question, seen: Collection[int]) -> int | None:
    """The next wording that is not among those ``seen``; ``None`` if all are."""
    last = max(seen, default=0)
    return next((number for number in _in_turn(question, last) if number not in seen), None)


def _count(question: Question) -> int:
    return 1 + len(question.variants)


def _in_turn(question: Question, last: int) -> list[int]:
    """All wordings, beginning after the ``last`` one; its own words come after the variants."""
    variants = range(1, _count(question))
    after = [
        *(variant for variant in variants if variant > last),
        *(variant for variant in variants if variant < last),
    ]
    own = [0] if last else []
    return [*after, *own, last]
