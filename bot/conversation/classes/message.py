"""The message that a class shows for each question: what it says, and its buttons.

While members commit it says only how many have. The question comes with what it rests on; a
drawing of characters that a phone shows is in the message, any other comes above it.

All members see the same buttons, so a button can't hold what any of them has chosen: it carries the
class, the question, and a number from below. A form that a platform opens for a button makes a
press of what was filled in: an answer ``TOGETHER`` with how sure it is, or words that are
``WRITTEN``.
"""

from collections.abc import Sequence
from enum import IntEnum
from hashlib import sha256

from bot.conversation.buttons import Token
from bot.conversation.classes import shares
from bot.conversation.facts.live_class import LiveClass
from bot.conversation.language.markup import escape_markdown, plain
from bot.conversation.needs.live_class import ClassTally
from bot.conversation.outputs import Choice
from bot.conversation.phrases import count, phrase
from bot.conversation.question import context, estimating, posing, reveal
from bot.learning.predictions import Confidence
from bot.lessons.faults import shorten
from bot.lessons.model import Lesson, Picture
from bot.lessons.question import Question
from bot.values import replace, value

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
    LEAD = 69


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

MIN_QUESTIONS, SHORT_CLASS, MAX_QUESTIONS = 3, 5, 10
"""How many questions a class has at least, how many if it is short, and how many at most."""

PAGE = 10
"""Questions that are offered at once where the host picks them."""

_ABREAST = 5

Rows = tuple[tuple[Choice, ...], ...]


def rows(live: LiveClass, question: Question | None) -> Rows:
    match live.phase:
        case "gathering":
            return _as_buttons(live, _step_buttons(live))
        case "asking" | "again" if question:
            return (
                *_as_buttons(live, [*_answer_buttons(question), *_step_buttons(live)]),
                *_earlier(live),
            )
        case "discussing" | "revealed":
            return _as_buttons(live, _step_buttons(live))
    return ()


def _beginnings(live: LiveClass) -> list[list[tuple[str, int]]]:
    total = len(live.questions)
    few = min(total, SHORT_CLASS)
    entries = [[(count("class.start", few), int(Control.SHORT))]]
    if total > SHORT_CLASS:
        entries.append([(count("class.start", min(total, MAX_QUESTIONS)), int(Control.ALL))])
    if total > MIN_QUESTIONS:
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


def _answer_buttons(question: Question) -> list[list[tuple[str, int]]]:
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


def _step_buttons(live: LiveClass) -> list[list[tuple[str, int]]]:
    """What goes below the answers: the way to the controls, or these where their host is not."""
    own = [(phrase("class.mine"), int(Control.MINE))] if live.phase == "revealed" else []
    if live.kind != "class":
        # Nobody leads it.
        return [own] if own else []
    lead = (phrase("class.lead"), int(Control.LEAD))
    if live.aside:
        return [[*own, lead]]
    *steps, last = _controls(live)
    kept = [button for button in last if button[1] != Control.HAND_OVER]
    return [*([own] if own else []), *steps, [*kept, lead]]


def controls(live: LiveClass) -> Rows:
    """What whoever leads a class may do at its question, or before the first."""
    return _as_buttons(live, _controls(live))


def _controls(live: LiveClass) -> list[list[tuple[str, int]]]:
    if live.phase == "gathering":
        return _picking(live) if live.picking else _beginnings(live)
    end = (phrase("class.end"), int(Control.END))
    still = [] if not live.clock else [_clock(live)]
    if live.phase == "revealed":
        on = (phrase("class.next"), int(Control.NEXT))
        last = live.number == len(live.questions)
        return [[*still, end] if live.clock or last else [on, end]]
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
    """Of a question of the day, what became of the learner's answer to the question before."""
    before = live.before(live.number - 1)
    if live.daily is None or live.daily.hours or live.daily.silent or before is None:
        return ()
    return _as_buttons(before, [[(phrase("daily.last"), int(Control.MINE))]])


def _clock(live: LiveClass) -> tuple[str, int]:
    if live.paused:
        return phrase("class.go_on"), int(Control.GO_ON)
    return phrase("class.pause"), int(Control.PAUSE)


def _as_buttons(live: LiveClass, labels: Sequence[Sequence[tuple[str, int]]]) -> Rows:
    return tuple(
        tuple(Choice(label, str(Token(live.id, live.number, n, shared=True))) for label, n in row)
        for row in labels
    )


def spread_choice(questions: Sequence[str], most: int) -> tuple[str, ...]:
    """So many of these questions, in their order and spread evenly from the first to the last."""
    if len(questions) <= most:
        return tuple(questions)
    step = (len(questions) - 1) / (most - 1)
    return tuple(questions[round(n * step)] for n in range(most))


_PICK_WORDS = 48
"""Characters by which a question is known that may be picked."""

_LONG_QUESTION = 2000
"""Characters from which on a revealed question goes without what it rests on."""


@value
class ShownQuestion:
    """What the message says, and the drawing above it, if any, with words for that."""

    text: str
    drawing: Picture = ""
    words: str = ""


def render(
    live: LiveClass, lesson: Lesson, question: Question, tally: ClassTally, when: str = ""
) -> ShownQuestion:
    """The message of the question under way; ``when`` says when it goes on, if not by its clock."""
    if live.phase == "revealed":
        said = reveal_question(live, live.number, lesson, question, tally)
        return ShownQuestion(f"{said}\n\n{phrase('class.paused')}" if live.paused else said)
    put = _pose_question(head_question(live, live.number, lesson), lesson, question)
    parts = [put.text, *_below(live, question, tally, when)]
    return replace(put, text="\n\n".join(part for part in parts if part))


def mark(text: str, buttons: Rows) -> str:
    """What tells a message that says this, with these buttons, from any other."""
    return sha256(f"{text}{buttons}".encode()).hexdigest()[:8]


def head_question(live: LiveClass, number: int, lesson: Lesson) -> str:
    """What stands above a question, counted from 1."""
    total = len(live.questions)
    return phrase(f"{live.kind}.heading", title=lesson.title, number=number, total=total)


def _pose_question(heading: str, lesson: Lesson, question: Question) -> ShownQuestion:
    """The question with what it rests on; a drawing is in its message if a phone shows it there."""
    put = posing.pose_question(lesson, question, "", lead=heading)
    if drawing := posing.draw_as_text(put.drawing):
        body = put.text.removeprefix(heading).strip()
        return ShownQuestion(f"{heading}\n\n{drawing}\n\n{body}")
    return ShownQuestion(put.text, put.drawing, put.words)


def gathering(live: LiveClass, lesson: Lesson) -> str:
    """What a class says before its first question; where its host is not, how it may begin, too."""
    if live.aside:
        return phrase("class.gathering", title=lesson.title)
    key = "class.pick.title" if live.picking else "class.gathering"
    return begins(live, lesson, phrase(key, title=lesson.title))


def begins(live: LiveClass, lesson: Lesson, head: str) -> str:
    """How a class may begin, below ``head``, or which questions its host may pick."""
    total = len(live.questions)
    which = phrase("class.gathering.few", total=total) if total > SHORT_CLASS else ""
    said = [phrase("class.pick.lead"), _list_questions(live, lesson)] if live.picking else [which]
    return "\n\n".join(text for text in (head, *said) if text)


def _list_questions(live: LiveClass, lesson: Lesson) -> str:
    """The questions on the page that is open, each by its number and its first words."""
    known = {question.id: question for question in lesson.questions}
    lines = []
    for place in on_page(live):
        id = live.questions[place]
        words = shorten(plain(posing.words(known[id])), _PICK_WORDS) if id in known else ""
        mark = " ✓" if id in live.picked else ""
        lines.append(f"- **{place + 1}** {escape_markdown(words)}{mark}")
    return "\n".join(lines)


def reveal_question(
    live: LiveClass, number: int, lesson: Lesson, question: Question, tally: ClassTally
) -> str:
    """What is true, how the answers were spread, and who changed their mind.

    Of a class, a picture below it tells how they were spread, if enough have answered.
    What the question rests on stays above it, unless the message would be long with it.
    """
    cells, heading = list(tally.of(number)), head_question(live, number, lesson)
    both = any(cell.after for cell in cells)
    myth = context.myth(lesson, question.id)
    drawn = live.kind == "class" and shares.count_choices(cells)
    parts = [
        "" if drawn else shares.legend(question, key=True),
        "" if drawn else shares.bars(question, cells, both=both, key=True),
        shares.words(tally.words, number, key=True),
        shares.changes(question, cells) if both else "",
        reveal.key(question),
        *reveal.reality(myth),
    ]
    below = "\n\n".join(part for part in parts if part)
    above = _pose_question(heading, lesson, question).text
    if len(above) + len(below) > _LONG_QUESTION:
        above = f"{heading}\n\n{posing.words(question)}"
    return f"{above}\n\n{below}"


def _below(live: LiveClass, question: Question, tally: ClassTally, when: str = "") -> list[str]:
    clock = phrase("class.clock", seconds=live.clock) if live.clock else ""
    clock = when or clock
    clock = phrase("class.paused") if live.paused else clock
    answered = _say_answered(tally.count_committed(live.number, 1))
    match live.phase:
        case "asking":
            return [_how(question), clock, answered]
        case "again":
            again = _say_answered(tally.count_committed(live.number, 2))
            return [_how(question, again=True), clock, again]
        case "discussing":
            spread = shares.spread_undecided(question, tally, live.number) if live.shown else ""
            return [
                shares.legend(question, key=False),
                spread,
                phrase("class.discussing"),
                clock,
                answered,
            ]
    return []


def _how(question: Question, *, again: bool = False) -> str:
    kind = "range" if question.estimate else "words" if question.typed else "options"
    if again:
        return phrase(f"class.again.{kind}")
    return phrase(f"class.how.{kind}")


def _say_answered(number: int) -> str:
    return count("class.answered", number) if number else phrase("class.nobody_yet")
