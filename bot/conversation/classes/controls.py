"""The buttons of a class: what each stands for, and which there are.

All members see the same buttons, so a button can't hold what one of them has chosen: it carries the
class, the question, and one of these numbers.
"""

from collections.abc import Sequence
from enum import IntEnum

from bot.conversation.buttons import Token
from bot.conversation.facts.live_class import LiveClass
from bot.conversation.language.markup import plain
from bot.conversation.outputs import Choice
from bot.conversation.phrases import count, phrase
from bot.learning.predictions import Confidence
from bot.lessons.question import Question

OPTIONS = 40
"""Choices below this are the question's options, by their place in it."""


class Control(IntEnum):
    """What is no option of the question."""

    GUESS = 40
    PROBABLE = 41
    SURE = 42
    UNKNOWN = 43
    DISCUSS = 50
    SHOW = 51
    AGAIN = 52
    REVEAL = 53
    NEXT = 54
    END = 55
    HAND_OVER = 56
    MINE = 57
    SHORT = 60
    ALL = 61
    CLOCK = 62


CONFIDENCE: dict[int, Confidence] = {
    Control.GUESS: "guess",
    Control.PROBABLE: "probable",
    Control.SURE: "sure",
    Control.UNKNOWN: "none",
}
"""How sure a member says to be."""

MEMBERS = frozenset((*CONFIDENCE, Control.MINE))
"""What everybody may press; the rest is for whoever leads the class."""

LEAST, FEW, MOST = 3, 5, 10
"""How many questions a class has at least, how many if it is short, and how many at most."""

Rows = tuple[tuple[Choice, ...], ...]


def rows(live: LiveClass, question: Question | None) -> Rows:
    """The buttons below the message of a class, as it stands."""
    match live.phase:
        case "gathering":
            return _written(live, _beginnings(live))
        case "asking" | "again" if question:
            return _written(live, [*_answers(question), *_steps(live)])
        case "discussing" | "revealed":
            return _written(live, _steps(live))
    return ()


def _beginnings(live: LiveClass) -> list[list[tuple[str, int]]]:
    total = len(live.questions)
    few = min(total, FEW)
    found = [[(count("class.start", few), int(Control.SHORT))]]
    if total > FEW:
        found.append([(count("class.start", min(total, MOST)), int(Control.ALL))])
    clock = (phrase("class.start.clock"), int(Control.CLOCK))
    return [*found, [clock], [(phrase("class.end"), int(Control.END))]]


def _answers(question: Question) -> list[list[tuple[str, int]]]:
    options = [[(plain(one.label), n)] for n, one in enumerate(question.options)]
    sure = [
        (phrase("ask.is_guess"), int(Control.GUESS)),
        (phrase("ask.is_probable"), int(Control.PROBABLE)),
        (phrase("ask.is_sure"), int(Control.SURE)),
    ]
    return [*options, sure, [(phrase("ask.unknown"), int(Control.UNKNOWN))]]


def _steps(live: LiveClass) -> list[list[tuple[str, int]]]:
    if live.phase == "revealed":
        mine = [(phrase("class.mine"), int(Control.MINE))]
        on = (phrase("class.next"), int(Control.NEXT))
        end = (phrase("class.end"), int(Control.END))
        last = live.number == len(live.questions)
        return [mine, [end] if live.clock or last else [on, end]]
    if live.clock:
        return [[(phrase("class.end"), int(Control.END))]]
    hand = (phrase("class.hand_over"), int(Control.HAND_OVER))
    reveal = (phrase("class.reveal"), int(Control.REVEAL))
    if live.phase == "asking":
        discuss = (phrase("class.discuss"), int(Control.DISCUSS))
        show = (phrase("class.discuss.shown"), int(Control.SHOW))
        return [[discuss, show], [reveal, hand]]
    if live.phase == "discussing":
        return [[(phrase("class.vote_again"), int(Control.AGAIN)), reveal], [hand]]
    return [[reveal, hand]]


def _written(live: LiveClass, labels: Sequence[Sequence[tuple[str, int]]]) -> Rows:
    return tuple(
        tuple(Choice(label, str(Token(live.id, live.number, n, shared=True))) for label, n in row)
        for row in labels
    )


def chosen(questions: Sequence[str], most: int) -> tuple[str, ...]:
    """So many of these questions, in their order and spread evenly from the first to the last."""
    if len(questions) <= most:
        return tuple(questions)
    step = (len(questions) - 1) / (most - 1)
    return tuple(questions[round(n * step)] for n in range(most))
