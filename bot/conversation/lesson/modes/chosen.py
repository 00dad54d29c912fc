"""Which questions a test asks, in which words: chosen at its beginning, by what is remembered.

The choice is kept as the run's seed: the ids in their order, each with the number of its wording; a
sign behind them says that answers were told within a day.

No two that answer each other are chosen while there are others, and none follows on one that it
goes with, see ``akin``, nor an estimate on an estimate, where there is a way round it. The first is
one that is easy to get into: it has options, and little to read. A word to be found, or a page of
code, is a poor welcome.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise, permutations
from statistics import median_high

from bot.conversation.lesson.modes.akin import akin
from bot.conversation.question import posing, wording
from bot.learning import review_order
from bot.learning.items import DAY, Item, was_retrieved
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.values import value

_MARK = "asks:"
_WORDING = ":"
_TOLD = "+"

LONG = 240
"""Characters of what a question rests on that make it long to read cold."""

LITTLE = 140
"""Characters of a question, with what it rests on, that are little to read whatever follows."""

OWN = 5
"""Questions of a test that only tests ask: half of it is new to who has just taken the lesson."""

OTHERS = 2
"""Questions of a sitting of Recall that are not of steps, however many steps a lesson has."""

TYPED = 2
"""Terms of a sitting of Recall that are typed: a word that one has ready is known, not guessed."""

FEW = 3
"""Answers within a day that don't count as having been told the lesson's answers."""


@value
class Chosen:
    """A question that is asked, and in which of its words."""

    question: Question
    wording: int = 0


def written(chosen: Iterable[Chosen], *, told: bool = False) -> str:
    """The choice as a seed; ``told`` is whether answers were told within a day."""
    names = (f"{choice.question.id}{_WORDING}{choice.wording}" for choice in chosen)
    return " ".join([_MARK, *names, *[_TOLD][: int(told)]])


def just_told(seed: str) -> bool:
    """Whether answers had been told within a day of the choice: such a test proves nothing."""
    return _TOLD in seed.split()


def told_lately(items: Iterable[Item], at: int) -> bool:
    """Whether more than a few of these were answered, and so their answers told, within a day."""
    return sum(item.number > 0 and at - item.answer.at < DAY for item in items) > FEW


def read(seed: str, questions: Iterable[Question]) -> list[Chosen]:
    """The choice that a seed holds, of these questions."""
    known = {question.id: question for question in questions}
    return [Chosen(known[id], words) for id, words in _names(seed) if id in known]


def _names(seed: str) -> Iterator[tuple[str, int]]:
    for word in seed.split():
        id, _, number = word.partition(_WORDING)
        if number.isdecimal():
            yield id, int(number)


def carried(
    anew: Callable[[Lesson, Mapping[str, Item], int], str],
    lesson: Lesson,
    seed: str,
    answered: Sequence[str],
) -> str:
    """The choice of an older plan; if that held none, what was answered, then others ``anew``."""
    if any(_names(seed)):
        return seed
    mark, *names = anew(lesson, {}, 0).split()
    others = [name for name in names if name.partition(_WORDING)[0] not in answered]
    done = [f"{id}{_WORDING}0" for id in answered]
    return " ".join([mark, *done, *others[: max(0, len(names) - len(done))]])


def unshown(
    lesson: Lesson, questions: Iterable[Question], items: Mapping[str, Item], at: int, most: int
) -> list[Chosen]:
    """Questions of mixed kinds, those first that the learner has not shown to know; then shuffled.

    What was never asked comes before what was, and what is short before what is long to read;
    before all of that ``OWN`` of those that only a test asks, and so nobody has met. ``at`` gives
    the order, and what is chosen among equals.
    """
    found = _mixed(lesson, list(questions), items, at, most, own=OWN)
    found.sort(key=lambda question: shuffled(f"{at} order", question.id))
    return _ordered(lesson, [_in_words(lesson, question, items) for question in found])


def remembered(
    lesson: Lesson,
    questions: Iterable[Question],
    items: Mapping[str, Item],
    at: int,
    most: int,
    suits: Callable[[Chosen], bool] = lambda _: True,
) -> list[Chosen]:
    """Questions in the order in which they are worth recalling.

    What is due comes first, as a review would ask it; then what was answered, the longest ago
    first; then what never was: of each step, some in words, and of mixed kinds; of a kind first
    what ``suits`` best. Terms come at the end, whatever is due.
    """
    every = list(questions)
    fitting = [
        other_question.id
        for other_question in every
        if suits(_in_words(lesson, other_question, items))
    ]
    due = [item.question for item in review_order.due(items.values(), at)]

    def place(one: Question) -> tuple[int, int]:
        return (0, due.index(one.id)) if one.id in due else (1, items[one.id].answer.at)

    answered = sorted(
        (other_question for other_question in every if other_question.id in items), key=place
    )
    never = [other_question for other_question in every if other_question.id not in items]
    steps = most - OTHERS
    wanted = [*answered, *_mixed(lesson, never, items, at, most, steps=steps, fitting=fitting)]
    found: list[Question] = []
    for question in wanted:
        if not any(akin(lesson, question, other) for other in found):
            found.append(question)
    found += [other_question for other_question in wanted if other_question not in found]
    asked = _ordered(
        lesson, [_in_words(lesson, other_question, items) for other_question in found[:most]]
    )
    return sorted(asked, key=lambda choice: _is_term(choice.question))


def _is_term(question: Question) -> bool:
    """Whether it asks for a word: its answer would explain what other questions ask about."""
    return question.typed is not None and not question.typed.is_number


def _mixed(
    lesson: Lesson,
    left: list[Question],
    items: Mapping[str, Item],
    at: int,
    most: int,
    own: int = 0,
    steps: int = 0,
    fitting: Collection[str] = (),
) -> list[Question]:
    """As many of them, of mixed kinds; what was not shown to be known first.

    In a test so many that are its ``own`` come before the other kinds. In a Recall so many
    ``steps`` do, with a few terms that are typed, and an estimate comes only where there is nothing
    else: a study's figure is to be met, not to be remembered; of a kind the ``fitting`` are first.
    """
    kinds = {question.id: kind(lesson, question.id) for question in left}
    long = {question.id: _is_long(lesson, question, items) for question in left}
    taken: Counter[str] = Counter()
    questions: list[Question] = []

    def is_first(question: Question) -> bool:
        if steps and _is_term(question):
            return sum(other.typed is not None for other in questions) < TYPED
        wanted = {"step": steps, "application": own}
        return taken[kinds[question.id]] < wanted.get(kinds[question.id], 0)

    while left and len(questions) < most:
        best = min(
            left,
            key=lambda question: (
                _shown(items.get(question.id)),
                any(akin(lesson, question, other) for other in questions),
                bool(steps) and question.estimate is not None,
                not is_first(question),
                taken[kinds[question.id]],
                question.id not in fitting,
                question.id in items,
                long[question.id],
                shuffled(str(at), question.id),
            ),
        )
        left.remove(best)
        taken[kinds[best.id]] += 1
        questions.append(best)
    return questions


def _ordered(lesson: Lesson, asked: list[Chosen]) -> list[Chosen]:
    """The same, spread and beginning with an easy one, which may have to be made up for."""
    return _spread(lesson, _begun(lesson, _spread(lesson, asked)), kept=1)


def _spread(lesson: Lesson, asked: Sequence[Chosen], kept: int = 0) -> list[Chosen]:
    """The same in their order, but for those that would follow on one that they go with.

    The first few are ``kept`` where they are.
    """
    choices = list(asked)
    while any(clashes := _clashes(lesson, choices)):
        better = min(_moved(choices, kept), key=partial(_clashes, lesson), default=choices)
        if _clashes(lesson, better) >= clashes:
            break
        choices = better
    return choices


def _moved(asked: list[Chosen], kept: int) -> Iterator[list[Chosen]]:
    """These with one of them moved to another place; the shortest way first."""
    places = range(kept, len(asked))
    for old, new in sorted(permutations(places, 2), key=lambda way: abs(way[0] - way[1])):
        rest = asked[:old] + asked[old + 1 :]
        yield [*rest[:new], asked[old], *rest[new:]]


def _begun(lesson: Lesson, asked: list[Chosen]) -> list[Chosen]:
    """The same, beginning with the first that is easy to get into.

    It has options, and little to read, or no more than half of them have. What would stand in its
    place moves on by one, or, if that would then follow on what it goes with, changes places with
    it.
    """
    lengths = {choice.question.id: _length(lesson, choice) for choice in asked}
    most = max(LITTLE, median_high(lengths.values()) if lengths else 0)
    easy = [
        choice
        for choice in asked
        if choice.question.options and lengths[choice.question.id] <= most
    ]
    if not easy or easy[0] is asked[0]:
        return asked
    at = asked.index(easy[0])
    moved = [asked[at], *asked[:at], *asked[at + 1 :]]
    swapped = [asked[at], *asked[1:at], asked[0], *asked[at + 1 :]]
    return min((moved, swapped), key=lambda order: _clashes(lesson, order))


def _length(lesson: Lesson, choice: Chosen) -> int:
    """Characters of the question with all that it rests on, a drawing among them."""
    put = posing.posed(lesson, choice.question, "", wording=choice.wording, cold=True)
    return len(put.text) + (len(put.drawing) if isinstance(put.drawing, str) else 0)


def _clashes(lesson: Lesson, order: Sequence[Chosen]) -> tuple[int, int, int]:
    """How many follow on one that answers them, on one of their kind, as estimates on another."""
    kinds = [kind(lesson, choice.question.id) for choice in order]
    pairs = [(choice.question, other.question) for choice, other in pairwise(order)]
    return (
        sum(akin(lesson, *pair) for pair in pairs),
        sum(text == other for text, other in pairwise(kinds)),
        sum(bool(question.estimate and other.estimate) for question, other in pairs),
    )


def _in_words(lesson: Lesson, question: Question, items: Mapping[str, Item]) -> Chosen:
    last = wording.latest(question, items.get(question.id))
    return Chosen(question, wording.by_itself(lesson, question, last))


def _is_long(lesson: Lesson, question: Question, items: Mapping[str, Item]) -> bool:
    words = _in_words(lesson, question, items).wording or 0
    put = posing.posed(lesson, question, "", wording=words, cold=True)
    return len(put.text) - len(posing.words(question, words)) > LONG


def kind(lesson: Lesson, question: str) -> str:
    """What part of the lesson a question belongs to."""
    return _kinds(lesson).get(question, "pitfall")


# To spread the questions of a test it is asked thousands of times.
@lru_cache(maxsize=64)
def _kinds(lesson: Lesson) -> Mapping[str, str]:
    """The part of each question that is not about a pitfall; of two parts, the first."""
    of = {
        "step": (step.prediction for step in lesson.steps),
        "hood": (lesson.under_the_hood.prediction,),
        "myth": (myth.question for myth in lesson.myths),
        "drawing": (
            other_question
            for each in lesson.diagrams
            for other_question in (each.prediction, each.turn)
        ),
        "exercise": (exercise.choice for exercise in lesson.exercises),
        "application": lesson.challenge,
        "aspect": (aspect.prediction for aspect in lesson.performance),
        "case": (other_case.prediction for other_case in lesson.what_if.cases),
    }
    kinds: dict[str, str] = {}
    for name, questions in of.items():
        for question in questions:
            if question:
                kinds.setdefault(question.id, name)
    return kinds


def shuffled(seed: str, id: str) -> str:
    """What gives questions an order that depends on the seed alone."""
    return hashlib.sha256(f"{seed} {id}".encode()).hexdigest()


def _shown(item: Item | None) -> bool:
    return item is not None and bool(item.number) and was_retrieved(item.answer)
