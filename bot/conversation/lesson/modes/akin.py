"""Which questions of a lesson answer each other, so that no test asks both in a row.

Two questions about one drawing do. So do two that share the words which make them what they are:
what is asked and what is right, where a word counts the less, the more questions of the lesson have
it. Of the pairs in a course, one in three hundred shares so much.
"""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from bot.conversation.language.locale import Manner, manner
from bot.conversation.question import choices
from bot.conversation.question.pitfalls import questions as pitfalls
from bot.lessons.lint.readability import stems
from bot.lessons.model import Lesson
from bot.lessons.question import Question

_SHARED = 0.3
"""The share of its words, by their weight, that the shorter of two has in common with the other."""


def akin(lesson: Lesson, one: Question, other: Question) -> bool:
    """Whether one of these questions of the lesson gives the other away."""
    if one.id == other.id:
        return True
    drawings = ({one.id for one in (each.prediction, each.turn) if one} for each in lesson.diagrams)
    if any({one.id, other.id} <= both for both in drawings):
        return True
    words, weights = _telling(lesson, manner())
    first, second = words.get(one.id, frozenset()), words.get(other.id, frozenset())
    least = min(_weight(first, weights), _weight(second, weights))
    return least > 0 and _weight(first & second, weights) > _SHARED * least


def _weight(words: frozenset[str], weights: Mapping[str, float]) -> float:
    return sum(weights[one] for one in words)


@lru_cache(maxsize=64)
def _telling(lesson: Lesson, how: Manner) -> tuple[dict[str, frozenset[str]], Mapping[str, float]]:
    """The words that make each question what it is, and what each of them weighs."""
    every = [*lesson.questions, *pitfalls(lesson)]
    found = {one.id: frozenset(stems(f"{one.text} {choices.right_labels(one)}")) for one in every}
    counted = Counter(word for words in found.values() for word in words)
    return found, {word: 1 / times for word, times in counted.items()}
