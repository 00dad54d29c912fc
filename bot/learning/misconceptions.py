"""What a group of learners believes that is not so: wrong answers that several gave at first."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.learning.observations import GROUP, AnswerCount, TypedCount, number_of_learners
from bot.lessons.answers import folded
from bot.lessons.question import Question
from bot.values import value


@value
class Misconception:
    """A wrong option that learners chose at first: how many, and how many of them were sure."""

    question: str
    text: str
    option: str
    number: int
    sure: int
    of: int


def misconceptions(
    question: Question, counts: Sequence[AnswerCount], typed: Sequence[TypedCount]
) -> Iterable[Misconception]:
    """What learners were wrong about at first: words, each of several learners, or options."""
    first = [one for one in counts if one.event == "first"]
    if question.typed:
        held = [one for one in typed if not one.overruled]
        for said, number, sure in refused(held):
            of = number_of_learners(first)
            yield Misconception(question.id, question.text, said, number, sure, of)
    for number, option in enumerate(question.options):
        wrong = [one for one in first if one.choice == number and one.right is False]
        chosen = sum(one.number for one in wrong)
        if chosen:
            sure = sum(one.number for one in wrong if one.confidence == "sure")
            of = number_of_learners(first)
            yield Misconception(question.id, question.text, option.label, chosen, sure, of)


def refused(typed: Iterable[TypedCount]) -> list[tuple[str, int, int]]:
    """Words that are not accepted, how many wrote them and were sure of them: the commonest first.

    Those that differ in no more than is forgiven are the same, in the form that most wrote. What
    fewer than ``GROUP`` wrote is nobody's business.
    """
    numbers: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for one in typed:
        if one.answer and (one.overruled or not one.right):
            said = folded(one.answer)
            numbers[said] += one.number
            sure[said] += one.number * one.sure
            forms.setdefault(said, Counter())[one.answer] += one.number
    told = [
        (min(forms[said].items(), key=lambda form: (-form[1], form[0]))[0], number, sure[said])
        for said, number in numbers.items()
        if number >= GROUP
    ]
    return sorted(told, key=lambda one: (-one[1], one[0]))
