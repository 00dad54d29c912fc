"""Which questions of a lesson answer each other, so that no test asks both in a row.

Two questions about one drawing do. So do two that share the words which make them what they are:
what is asked and what is right, where a word counts the less, the more questions and reasons of the
lesson have it. Of the pairs in a course, one in two hundred shares so much.
"""

from collections import Counter
from functools import lru_cache
from itertools import combinations

from bot.conversation.language.locale import Manner, manner
from bot.conversation.question import choices, pitfalls
from bot.lessons.introduced import words_of
from bot.lessons.lint.readability import stems
from bot.lessons.model import Lesson
from bot.lessons.question import Question

_SHARED = 0.25
"""The share of its words, by their weight, that the shorter of two has in common with the other."""

_WORDS = 2
"""Words that two have in common by chance, however much they weigh."""


def akin(lesson: Lesson, question: Question, other: Question) -> bool:
    """Whether one of these questions of the lesson gives the other away."""
    return frozenset((question.id, other.id)) in _pairs(lesson, manner())


@lru_cache(maxsize=64)
def _pairs(lesson: Lesson, how: Manner) -> frozenset[frozenset[str]]:
    """The ids of each two that do; pitfalls are worded in the manner that is being spoken."""
    every = [*lesson.questions, *pitfalls.questions(lesson)]
    words = {
        question.id: frozenset(stems(f"{question.text} {choices.right_labels(question)}"))
        for question in every
    }
    counted = Counter(
        word for question in every for word in {*words[question.id], *stems(words_of(question))}
    )

    def weight(texts: frozenset[str]) -> float:
        return sum(1 / counted[word] for word in texts)

    def alike(text: str, other: str) -> bool:
        shared = words[text] & words[other]
        least = min(weight(words[text]), weight(words[other]))
        return len(shared) > _WORDS and weight(shared) > _SHARED * least

    drawings = [(diagram.prediction, diagram.turn) for diagram in lesson.diagrams]
    groups = {
        frozenset((question.id, other.id)) for question, other in drawings if question and other
    }
    groups |= {frozenset(two) for two in combinations(words, 2) if alike(*two)}
    return frozenset(groups)
