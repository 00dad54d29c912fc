"""Tells: rules that score without any knowledge, over the questions of a lesson or of a course.

Whoever has taken three lessons feels that the longest option tends to be right, or that a myth with
*can* in it tends to be true. Each rule here is such a feeling. It is applied to every question that
it can decide, and what it scores is held against what chance would: a rule that does better than
chance would in 1 course of 100 is a tell, and so is a rule that is better when reversed (*never*
the longest).

The rules look at the place and length of options, at words that hedge or insist, at words that an
option shares with what was read before, and, where the options are Yes and No, at the words of the
question.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from bot.lessons.faults import HURTS, Faults, Position
from bot.lessons.ground import ground
from bot.lessons.lint.readability import stems, width
from bot.lessons.model import Lesson
from bot.lessons.question import Question

RARE = 0.01
"""How improbable a score must be for a rule to count as a tell: 1 lesson of 100 with keys as good
as drawn has it. With some fifteen rules, about 1 good lesson of 7 is advised in vain, on questions
that are worth a second look all the same."""

MIN_DECIDED = 6
"""Questions that a rule must decide before its score says anything."""


class Tally(NamedTuple):
    """What a rule scores: of ``asked`` questions ``hits``, where ``chance`` would hit so many.

    Ties are shared out, so hits are fractions. ``odds`` is how probable it is that drawn keys
    would give a score at least as far from chance, on the same side.
    """

    rule: str
    asked: int
    hits: float
    chance: float
    odds: float

    @property
    def tell(self) -> bool:
        """Whether the keys can be guessed by this rule, or by its opposite."""
        return self.asked >= MIN_DECIDED and self.odds < RARE


def tells_advice(lessons: Sequence[Lesson], place: Position, faults: Faults) -> None:
    """Add advice on the rules by which the keys of these lessons can be guessed."""
    for tally in tells(lessons):
        if tally.tell:
            least = "" if tally.hits > tally.chance else "only "
            what = (
                f'keys can be guessed: "{tally.rule}" is right in {least}{tally.hits:.0f}'
                f" of {tally.asked} questions, where chance is {tally.chance:.0f}"
            )
            mend = "reword or reorder options, or turn some questions round"
            faults.add(place, what, mend, "advice", HURTS)


class _Words(NamedTuple):
    hedges: re.Pattern[str]
    insists: re.Pattern[str]
    yes: frozenset[str]


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())})\b", re.IGNORECASE)


_WORDS = {
    "en": _Words(
        _any(
            """can could may might often sometimes some mostly partly usually tends? likely ever
            still perhaps maybe about nearly almost rather either depends? possibly sometime"""
        ),
        _any(
            """all always every everything everyone never none no nothing nobody only cannot
            can't must entirely completely alone any exactly impossible"""
        ),
        frozenset({"yes"}),
    ),
    "de": _Words(
        _any(
            """kann können könnte könnten mag oft manchmal manche einige meist meistens teils
            teilweise gewöhnlich wohl vielleicht etwa fast beinahe eher entweder mal noch je"""
        ),
        _any(
            """alle alles immer jede jeder jedes nie niemals kein keine keiner nichts niemand nur
            muss müssen völlig ganz allein genau unmöglich"""
        ),
        frozenset({"ja"}),
    ),
}
"""Words that soften a claim, words that insist on it, and what agrees, by language."""


class _Asked(NamedTuple):
    """A question as a rule sees it: its options, which are right, and what was read before it.

    ``beside`` are the words of what is shown with it, ``earlier`` of what was told before.
    """

    text: str
    options: tuple[str, ...]
    right: frozenset[int]
    beside: set[str]
    earlier: set[str]
    words: _Words

    @property
    def agrees(self) -> int | None:
        """Which option says yes, where the options are yes and no."""
        return next(
            (n for n, option in enumerate(self.options) if _bare(option) in self.words.yes), None
        )


_Rule = Callable[[_Asked], set[int]]
"""Which options a rule would take; none where it has nothing to say."""


def tells(lessons: Iterable[Lesson]) -> list[Tally]:
    """What each rule scores over the keyed questions of these lessons."""
    asked = [*chain.from_iterable(map(_questions, lessons))]
    return [_tally(name, rule, asked) for name, rule in _RULES.items()]


def _questions(lesson: Lesson) -> Iterable[_Asked]:
    words = _WORDS.get(lesson.language.split("-")[0] or "en")
    if words is None:
        return
    for question in lesson.questions:
        if question.options and not question.open:
            rests = ground(lesson, question.id)
            right = frozenset(n for n, option in enumerate(question.options) if option.right)
            labels = tuple(option.label for option in question.options)
            beside = stems(f"{rests.concept} {rests.setting}")
            earlier = stems(_earlier(lesson, question))
            yield _Asked(question.text, labels, right, beside, earlier, words)


def _earlier(lesson: Lesson, asked: Question) -> str:
    """What the lesson has told by the time of a step's question; nothing for other questions."""
    texts = [lesson.overview.what, lesson.mental_model.core_idea, lesson.mental_model.analogy]
    for step in lesson.steps:
        texts += [step.title, step.concept, step.shown]
        if step.prediction == asked:
            return " ".join(texts)
        texts += [step.text, step.result, step.insight]
    return ""


def _tally(name: str, rule: _Rule, questions: Sequence[_Asked]) -> Tally:
    hits, chances = 0.0, []
    for question in questions:
        taken = rule(question)
        # A rule that would take every option takes none.
        if 0 < len(taken) < len(question.options):
            hits += len(taken & question.right) / len(taken)
            chances.append(len(question.right) / len(question.options))
    expected = sum(chances)
    odds = _odds(chances, hits)
    return Tally(name, len(chances), hits, expected, odds)


def _odds(chances: Sequence[float], hits: float) -> float:
    """How probable a score at least so far from the expected score is, for drawn keys.

    The number of hits among independent questions with these chances has a Poisson binomial
    distribution (Wang 1993, "On the number of successes in independent trials"), which is worked
    out here question by question.
    """
    spread = [1.0]
    for chance in chances:
        missed = [number * (1 - chance) for number in [*spread, 0.0]]
        spread = [no + yes * chance for no, yes in zip(missed, [0.0, *spread], strict=True)]
    if hits >= sum(chances):
        return sum(odds for n, odds in enumerate(spread) if n >= hits)
    return sum(odds for n, odds in enumerate(spread) if n <= hits)


def _place(place: int) -> _Rule:
    def rule(asked: _Asked) -> set[int]:
        return set() if _yes_no(asked) else {range(len(asked.options))[place]}

    return rule


def _most(measure: Callable[[_Asked, str], float]) -> _Rule:
    """Takes the options of which there is most of something; none where all have as much."""

    def rule(asked: _Asked) -> set[int]:
        numbers = [measure(asked, option) for option in asked.options]
        return (
            set()
            if _yes_no(asked)
            else {n for n, number in enumerate(numbers) if number == max(numbers)}
        )

    return rule


def _agree_if(sign: Callable[[_Asked], bool]) -> _Rule:
    """Says yes to a question with this sign, and has nothing to say without it."""

    def rule(asked: _Asked) -> set[int]:
        return {asked.agrees} if asked.agrees is not None and sign(asked) else set()

    return rule


def _yes_no(asked: _Asked) -> bool:
    return asked.agrees is not None and len(asked.options) == 2


def _bare(label: str) -> str:
    return label.strip(" .!").casefold()


def _shared_part(option: str, read: set[str]) -> float:
    texts = stems(option)
    return len(texts & read) / len(texts) if texts else 0.0


_RULES: dict[str, _Rule] = {
    "the first option": _place(0),
    "the second option": _place(1),
    "the last option": _place(-1),
    "the longest option": _most(lambda _, option: width(option)),
    "the shortest option": _most(lambda _, option: -width(option)),
    "an option that hedges": _most(
        lambda question, option: bool(question.words.hedges.search(option))
    ),
    "an option that insists": _most(
        lambda question, option: bool(question.words.insists.search(option))
    ),
    "an option with a number": _most(lambda _, option: any(map(str.isdigit, option))),
    "an option in words shown beside it": _most(
        lambda question, option: _shared_part(option, question.beside)
    ),
    "an option in words read earlier": _most(
        lambda question, option: _shared_part(option, question.earlier)
    ),
    "yes": _agree_if(lambda _: True),
    "yes, where a question hedges": _agree_if(
        lambda question: bool(question.words.hedges.search(question.text))
    ),
    "yes, where a question insists": _agree_if(
        lambda question: bool(question.words.insists.search(question.text))
    ),
    "yes, where a question does neither": _agree_if(
        lambda question: (
            not (
                question.words.hedges.search(question.text)
                or question.words.insists.search(question.text)
            )
        )
    ),
}
