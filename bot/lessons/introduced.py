"""Which words a part of a lesson has introduced, and what may be said after it.

A first tour tells two or three steps of a lesson. What is said at its end is to be understood by
who has read no more than these, so it is chosen by its words: those that carry meaning have to
occur in what was told. A single word may be new, as long as the lesson makes nothing of it
elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.lessons.lint.readability import stems, texts
from bot.lessons.model import Lesson, Step
from bot.lessons.question import Question

OWN = 8
"""Texts of a lesson from which on a word counts as its own, and not as an everyday word."""


def of_step(step: Step) -> str:
    """All that is read by whoever takes this step and asks for no more."""
    asked = words_of(step.prediction) if step.prediction else ""
    return " ".join((step.title, step.concept, step.shown, asked, step.text, step.insight))


def words_of(question: Question) -> str:
    """What is read of a question, and of its right answer."""
    labels = (option.label for option in question.options)
    reasons = (option.explanation for option in question.options if option.right)
    why = [entry.why for entry in (question.estimate, question.typed) if entry]
    return " ".join((question.text, *labels, *reasons, *why))


def takeaways(lesson: Lesson, texts: Sequence[str], most: int) -> list[str]:
    """Those takeaways that are understood after this, in their order."""
    known = _stems(texts)
    own = _own(lesson)

    def is_understood(text: str) -> bool:
        new = _stems_of(text) - known
        return not new or (len(new) == 1 and not new & own)

    return [takeaway for takeaway in lesson.takeaways if is_understood(takeaway)][:most]


def application(lesson: Lesson, texts: Sequence[str]) -> Question | None:
    """The question that the lesson names for it, or the challenge's that needs the least.

    That its case is new is the point of it; but it is to be thought through with what was told. If
    all need too much beyond that, it is none.
    """
    named = next(
        (question for question in lesson.challenge if question.id == lesson.tour_ends),
        None,
    )
    if named:
        return named
    known, own = _stems(texts), _own(lesson)
    ranked = []
    for place, question in enumerate(
        question for question in lesson.challenge if not question.open
    ):
        read = stems(" ".join((question.text, *(option.label for option in question.options))))
        new = read - known
        ranked.append((len(new & own), len(new) / max(1, len(read)), place, question))
    best = min(ranked, key=lambda row: row[:3], default=None)
    return best[3] if best and best[0] <= 1 else None


def _stems(texts: Iterable[str]) -> set[str]:
    return {stem for text in texts for stem in _stems_of(text)}


@lru_cache(maxsize=1024)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(stems(text))


@lru_cache(maxsize=64)
def _own(lesson: Lesson) -> frozenset[str]:
    counted: Counter[str] = Counter()
    for _, text in texts(lesson):
        counted.update(stems(text))
    return frozenset(stem for stem, count in counted.items() if count >= OWN)
