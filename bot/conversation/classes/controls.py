"""The buttons of a class: what each stands for, and which there are.

All members see the same buttons, so a button can't hold what one of them has chosen: it carries the
class, the question, and one of these numbers. A form that a platform opens for a button makes one
press of what was filled in: an answer ``TOGETHER`` with how sure it is, or words that are
``WRITTEN``.
"""

from collections.abc import Sequence
from enum import IntEnum

from bot.conversation.buttons import Token
from bot.conversation.facts.live_class import LiveClass
from bot.conversation.language.markup import plain
from bot.conversation.outputs import Choice
from bot.conversation.phrases import count, phrase
from bot.conversation.question import estimating
from bot.learning.predictions import Confidence
from bot.lessons.question import Question

OPTIONS = 40
"""Choices below this are the question's options, by their place in it."""

RANGES = 100
"""From here on: the ranges of an estimate, by their place in it."""

TOGETHER = 200
"""From here on: an option, by its place, and how sure that is, by its place in ``SURE``."""

WRITTEN = 400
"""From here on: what was written in a form, and how sure that is, by its place in ``SURE``."""

TOGGLES = 500
"""From here on: the questions of the class that its host may choose among."""


class Control(IntEnum):
    """What is no option of the question."""

    GUESS = 40
    PROBABLE = 41
    SURE = 42
    UNKNOWN = 43
    WRITE = 44
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
    PAUSE = 63
    GO_ON = 64
    PICK = 65
    MORE = 66
    PICKED = 67
    BACK = 68


SURE: tuple[Confidence, ...] = ("guess", "probable", "sure")
"""How sure an answer may be, as the buttons have it."""

CONFIDENCE: dict[int, Confidence] = {
    Control.GUESS: "guess",
    Control.PROBABLE: "probable",
    Control.SURE: "sure",
    Control.UNKNOWN: "none",
}
"""How sure a member says to be."""

MEMBERS = frozenset((*CONFIDENCE, Control.MINE, Control.WRITE))
"""What everybody may press; the rest is for whoever leads the class."""

LEAST, FEW, MOST = 3, 5, 10
"""How many questions a class has at least, how many if it is short, and how many at most."""

PAGE = 10
"""Questions that are offered at once where the host picks them."""

_ABREAST = 5

Rows = tuple[tuple[Choice, ...], ...]


def rows(live: LiveClass, question: Question | None) -> Rows:
    """The buttons below the message of a class, as it stands."""
    match live.phase:
        case "gathering":
            return _written(live, _picking(live) if live.picking else _beginnings(live))
        case "asking" | "again" if question:
            return (*_written(live, [*_answers(question), *_steps(live)]), *_earlier(live))
        case "discussing" | "revealed":
            return _written(live, _steps(live))
    return ()


def _beginnings(live: LiveClass) -> list[list[tuple[str, int]]]:
    total = len(live.questions)
    few = min(total, FEW)
    entries = [[(count("class.start", few), int(Control.SHORT))]]
    if total > FEW:
        entries.append([(count("class.start", min(total, MOST)), int(Control.ALL))])
    if total > LEAST:
        entries.append([(phrase("class.pick"), int(Control.PICK))])
    clock = (phrase("class.start.clock"), int(Control.CLOCK))
    return [*entries, [clock], [(phrase("class.end"), int(Control.END))]]


def _picking(live: LiveClass) -> list[list[tuple[str, int]]]:
    marks = [
        (f"✓ {n + 1}" if live.questions[n] in live.picked else str(n + 1), TOGGLES + n)
        for n in on_page(live)
    ]
    grid = [marks[n : n + _ABREAST] for n in range(0, len(marks), _ABREAST)]
    steps = [(phrase("class.pick.back"), int(Control.BACK))]
    if pages(live) > 1:
        steps.insert(0, (phrase("class.pick.more"), int(Control.MORE)))
    if live.picked:
        grid.append([(count("class.pick.start", len(live.picked)), int(Control.PICKED))])
    return [*grid, steps]


def pages(live: LiveClass) -> int:
    """How many pages of questions there are to pick from."""
    return -(-len(live.questions) // PAGE)


def on_page(live: LiveClass) -> range:
    """The places of the questions on the page that is open."""
    first = (live.picking - 1) * PAGE
    return range(first, min(first + PAGE, len(live.questions)))


def _answers(question: Question) -> list[list[tuple[str, int]]]:
    unknown = [(phrase("ask.unknown"), int(Control.UNKNOWN))]
    if question.estimate:
        offered = estimating.rows(question.estimate)
        places = iter(range(RANGES, RANGES + OPTIONS))
        return [*([(offer.label, next(places)) for offer in row] for row in offered), unknown]
    if question.typed:
        return [[(phrase("ask.write"), int(Control.WRITE))], unknown]
    options = [[(plain(option.label), n)] for n, option in enumerate(question.options)]
    sure = [
        (phrase("ask.is_guess"), int(Control.GUESS)),
        (phrase("ask.is_probable"), int(Control.PROBABLE)),
        (phrase("ask.is_sure"), int(Control.SURE)),
    ]
    return [*options, sure, unknown]


def _steps(live: LiveClass) -> list[list[tuple[str, int]]]:
    if live.kind != "class":
        # Nobody leads it.
        own = (phrase("class.mine"), int(Control.MINE))
        return [[own]] if live.phase == "revealed" else []
    end = (phrase("class.end"), int(Control.END))
    still = [] if not live.clock else [_clock(live)]
    if live.phase == "revealed":
        mine = [(phrase("class.mine"), int(Control.MINE))]
        on = (phrase("class.next"), int(Control.NEXT))
        last = live.number == len(live.questions)
        return [mine, [*still, end] if live.clock or last else [on, end]]
    if live.clock:
        return [[*still, end]]
    hand = (phrase("class.hand_over"), int(Control.HAND_OVER))
    reveal = (phrase("class.reveal"), int(Control.REVEAL))
    if live.phase == "asking":
        discuss = (phrase("class.discuss"), int(Control.DISCUSS))
        show = (phrase("class.discuss.shown"), int(Control.SHOW))
        return [[discuss, show], [reveal, hand]]
    if live.phase == "discussing":
        return [[(phrase("class.vote_again"), int(Control.AGAIN)), reveal], [hand]]
    return [[reveal, hand]]


def _earlier(live: LiveClass) -> Rows:
    """Of a question of the day, what became of one's answer to the one before.

    Where that was answered only just, its own message had no time to tell.
    """
    before = live.before(live.number - 1)
    if live.daily is None or live.daily.hours or live.daily.silent or before is None:
        return ()
    return _written(before, [[(phrase("daily.last"), int(Control.MINE))]])


def _clock(live: LiveClass) -> tuple[str, int]:
    if live.paused:
        return phrase("class.go_on"), int(Control.GO_ON)
    return phrase("class.pause"), int(Control.PAUSE)


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
