"""Which questions a test asks, in which words, and which of them ask for the reason as well.

The choice is kept as the run's seed: the ids in their order, each with the number of its wording; a
sign behind them says that answers were told within a day.

No two that answer each other are chosen while there are others: two about the same drawing, or two
that share the words which make them what they are. None follows a question that it goes with, nor
an estimate on an estimate, where there is a way round it. The first is easy to get into: it has
options, and little to read.

Three of ten ask for the reason: who picks the right option for a wrong reason never learns of it.
Such two-tier items are from Treagust (1988, "Development and use of diagnostic tests to evaluate
students' misconceptions in science", International Journal of Science Education 10(2), 159-169);
here the second tier is a free answer, which its writer compares with the lesson's reason. Suited
are questions with several options and a single right answer, of which the lesson says why it is, if
they don't ask for a reason themselves. They are as far apart as can be, and none is the first.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import combinations, pairwise, permutations
from statistics import median_high

from bot.conversation.language.locale import Manner, manner
from bot.conversation.question import choices, pitfalls, posing
from bot.learning import review_order
from bot.learning.items import DAY, Item, was_retrieved
from bot.lessons.introduced import words_of
from bot.lessons.lint.readability import SENTENCE_END, stems
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.values import value

_SHARED = 0.25
"""The share of its words, by their weight, that the shorter of two has in common with the other."""

_WORDS = 2
"""Words that two have in common by chance, however much they weigh."""


def akin(lesson: Lesson, question: Question, other: Question) -> bool:
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


_MARK = "asks:"
_WORDING = ":"
_TOLD = "+"

LONG_BASIS = 240
"""Characters of what a question rests on that make it long to read cold."""

LITTLE = 140
"""Characters of a question, with what it rests on, that are little to read whatever follows."""

OWN = 5
"""Questions of a test that only tests ask: half of it is new to who has just taken the lesson."""

OTHERS = 2
"""Questions of a sitting of Recall that are not of steps, however many steps a lesson has."""

TYPED = 2
"""Terms of a sitting of Recall that are typed: a word that comes at once is known, not guessed."""

FEW_ANSWERS = 3
"""Answers within a day that don't count as having been told the lesson's answers."""


@value
class Chosen:
    """A question that is asked, and in which of its words."""

    question: Question
    wording: int = 0


def encode(chosen: Iterable[Chosen], *, told: bool = False) -> str:
    """The choice as a seed; ``told`` is whether answers were told within a day."""
    names = (f"{choice.question.id}{_WORDING}{choice.wording}" for choice in chosen)
    return " ".join([_MARK, *names, *[_TOLD][: int(told)]])


def just_told(seed: str) -> bool:
    """Whether answers had been told within a day of the choice: such a test proves nothing."""
    return _TOLD in seed.split()


def told_lately(items: Iterable[Item], at: int) -> bool:
    """Whether more than a few of these were answered, and so their answers told, within a day."""
    return sum(item.number > 0 and at - item.answer.at < DAY for item in items) > FEW_ANSWERS


def decode(seed: str, questions: Iterable[Question]) -> list[Chosen]:
    known = {question.id: question for question in questions}
    return [Chosen(known[id], words) for id, words in _names(seed) if id in known]


def _names(seed: str) -> Iterator[tuple[str, int]]:
    for word in seed.split():
        id, _, number = word.partition(_WORDING)
        if number.isdecimal():
            yield id, int(number)


def carry_choice(
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
    questions_left = _mix_kinds(lesson, list(questions), items, at, most, own=OWN)
    questions_left.sort(key=lambda question: shuffle_key(f"{at} order", question.id))
    return _spread_questions(
        lesson, [_in_words(lesson, question, items) for question in questions_left]
    )


def order_by_memory(
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
    fitting = [question.id for question in every if suits(_in_words(lesson, question, items))]
    due = [item.question for item in review_order.due(items.values(), at)]

    def place(candidate: Question) -> tuple[int, int]:
        return (
            (0, due.index(candidate.id))
            if candidate.id in due
            else (1, items[candidate.id].answer.at)
        )

    answered = sorted((question for question in every if question.id in items), key=place)
    never = [question for question in every if question.id not in items]
    steps = most - OTHERS
    wanted = [*answered, *_mix_kinds(lesson, never, items, at, most, steps=steps, fitting=fitting)]
    picked: list[Question] = []
    for question in wanted:
        if not any(akin(lesson, question, other) for other in picked):
            picked.append(question)
    picked += [question for question in wanted if question not in picked]
    asked = _spread_questions(
        lesson, [_in_words(lesson, question, items) for question in picked[:most]]
    )
    return sorted(asked, key=lambda choice: _is_term(choice.question))


def _is_term(question: Question) -> bool:
    """Whether it asks for a word: its answer would explain what other questions ask about."""
    return question.typed is not None and not question.typed.is_number


def _mix_kinds(
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
                _was_retrieved(items.get(question.id)),
                any(akin(lesson, question, other) for other in questions),
                bool(steps) and question.estimate is not None,
                not is_first(question),
                taken[kinds[question.id]],
                question.id not in fitting,
                question.id in items,
                long[question.id],
                shuffle_key(str(at), question.id),
            ),
        )
        left.remove(best)
        taken[kinds[best.id]] += 1
        questions.append(best)
    return questions


def _spread_questions(lesson: Lesson, asked: list[Chosen]) -> list[Chosen]:
    """The same, spread and beginning with an easy question, which may have to be made up for."""
    return _spread(lesson, _begin_easily(lesson, _spread(lesson, asked)), kept=1)


def _spread(lesson: Lesson, asked: Sequence[Chosen], kept: int = 0) -> list[Chosen]:
    """The same order, but none follows a question it goes with; the first ``kept`` stay."""
    choices = list(asked)
    while any(clashes := _clashes(lesson, choices)):
        better = min(_move_one(choices, kept), key=partial(_clashes, lesson), default=choices)
        if _clashes(lesson, better) >= clashes:
            break
        choices = better
    return choices


def _move_one(asked: list[Chosen], kept: int) -> Iterator[list[Chosen]]:
    """These with a single question moved to another place; the shortest way first."""
    places = range(kept, len(asked))
    for old, new in sorted(permutations(places, 2), key=lambda way: abs(way[0] - way[1])):
        rest = asked[:old] + asked[old + 1 :]
        yield [*rest[:new], asked[old], *rest[new:]]


def _begin_easily(lesson: Lesson, asked: list[Chosen]) -> list[Chosen]:
    """The same, beginning with the first that is easy to get into.

    It has options, and little to read, or no more than half of them have. What would stand in its
    place moves on by a place, or, if that would then follow on what it goes with, changes places
    with it.
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
    put = posing.pose_question(lesson, choice.question, "", wording=choice.wording, cold=True)
    return len(put.text) + (len(put.drawing) if isinstance(put.drawing, str) else 0)


def _clashes(lesson: Lesson, order: Sequence[Chosen]) -> tuple[int, int, int]:
    """How many follow a question that answers them or is of their kind."""
    kinds = [kind(lesson, choice.question.id) for choice in order]
    pairs = [(choice.question, other.question) for choice, other in pairwise(order)]
    return (
        sum(akin(lesson, *pair) for pair in pairs),
        sum(text == other for text, other in pairwise(kinds)),
        sum(bool(question.estimate and other.estimate) for question, other in pairs),
    )


def _in_words(lesson: Lesson, question: Question, items: Mapping[str, Item]) -> Chosen:
    last = posing.latest(question, items.get(question.id))
    return Chosen(question, posing.by_itself(lesson, question, last))


def _is_long(lesson: Lesson, question: Question, items: Mapping[str, Item]) -> bool:
    words = _in_words(lesson, question, items).wording or 0
    put = posing.pose_question(lesson, question, "", wording=words, cold=True)
    return len(put.text) - len(posing.words(question, words)) > LONG_BASIS


def kind(lesson: Lesson, question: str) -> str:
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
            question for each in lesson.diagrams for question in (each.prediction, each.turn)
        ),
        "exercise": (exercise.choice for exercise in lesson.exercises),
        "application": lesson.challenge,
        "aspect": (aspect.prediction for aspect in lesson.performance),
        "case": (case.prediction for case in lesson.what_if.cases),
    }
    kinds: dict[str, str] = {}
    for name, questions in of.items():
        for question in questions:
            if question:
                kinds.setdefault(question.id, name)
    return kinds


def shuffle_key(seed: str, id: str) -> str:
    """What gives questions an order that depends on the seed alone."""
    return hashlib.sha256(f"{seed} {id}".encode()).hexdigest()


def _was_retrieved(item: Item | None) -> bool:
    return item is not None and bool(item.number) and was_retrieved(item.answer)


REASONS = 3
"""Questions that ask for it: more would make a test long, and most are answered with less."""

MIN_OPTIONS = 3
"""Options of a question that is worth it; between two, luck is half of it."""

SAYING = 5
"""Words of a reason that can be compared with another, at least."""

_ASKS_WHY = re.compile(
    r"\b(?:why|reasons?|causes?|explains?|warum|wieso|weshalb|gr(?:und|ünde)|ursachen?|erklärt)\b",
    re.IGNORECASE,
)
"""What stands in the last sentence of a question whose options are reasons themselves."""


_ASKS_HOW = re.compile(
    r"(?:^|[:,] )[*_]*(?:how (?:are|can|could|did|do|does|has|have|is|may|might|must|should|was"
    r"|were|will|would)\b|wie (?!(?:alt|breit|früh|genau|groß|gut|häufig|heiß|hoch|höh|kalt|klein"
    r"|lang|leicht|nah|oft|schnell|schwer|sehr|sicher|spät|stark|teuer|tief|viel|wahrscheinlich"
    r"|warm|weit|wenig)\w*\b))",
    re.IGNORECASE,
)
"""How a question begins that asks for the way something comes about, not for a measure."""


def with_reasons(asked: Sequence[Chosen]) -> tuple[str, ...]:
    """The ids of those of these questions that ask for the reason as well, in their order."""
    fits = [at for at, choice in enumerate(asked) if at and _suits(choice)]
    for count in range(REASONS, 0, -1):
        apart = [places for places in combinations(fits, count) if _nearest(places) > 1]
        if apart:
            widest = max(apart, key=lambda numbers: (_nearest(numbers), numbers[-1] - numbers[0]))
            return tuple(asked[at].question.id for at in widest)
    return ()


def _nearest(places: Sequence[int]) -> int:
    """How far from each other the nearest two of these places are."""
    return min((other - number for number, other in pairwise(places)), default=len(places) + 1)


def has_reason(question: Question, wording: int, *, prompted: bool = True) -> bool:
    """Whether the lesson says why its answer is right, and that isn't what these words ask."""
    if len(question.reason.split()) < SAYING:
        return False
    return not _ASKS_WHY.search(_ending(question, wording, prompted=prompted))


def asks_how(question: Question, wording: int, *, prompted: bool = True) -> bool:
    """Whether these words ask how something comes about: who says that has said why, mostly."""
    return bool(_ASKS_HOW.search(_ending(question, wording, prompted=prompted)))


def _ending(question: Question, wording: int, *, prompted: bool) -> str:
    asked = posing.words if prompted else posing.ask_unprompted
    return SENTENCE_END.split(" ".join(asked(question, wording).split()))[-1]


def _suits(choice: Chosen) -> bool:
    question = choice.question
    single = sum(option.right for option in question.options) == 1
    if len(question.options) < MIN_OPTIONS or not single or question.is_pitfall:
        return False
    return has_reason(question, choice.wording)
