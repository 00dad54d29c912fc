"""The one message that a class shows for each question, as the class stands.

While members commit it says only how many have. The question comes with what it rests on, from
where every question is posed; a drawing of characters that a phone shows is in the message, any
other comes above it.
"""

from hashlib import sha256

from bot.conversation.classes import shares
from bot.conversation.classes.controls import FEW, Rows, on_page
from bot.conversation.facts.live_class import LiveClass
from bot.conversation.language.markup import escaped, plain
from bot.conversation.needs.live_class import ClassTally
from bot.conversation.phrases import count, phrase
from bot.conversation.question import context, posing, reveal
from bot.lessons.faults import shorten
from bot.lessons.model import Lesson, Picture
from bot.lessons.question import Question
from bot.values import replace, value

WORDS = 48
"""Characters by which a question is known that may be picked."""

LONG = 2000
"""Characters from which on a revealed question goes without what it rests on."""


@value
class ShownQuestion:
    """What the message says, and the drawing above it, if it has one, with words for that."""

    text: str
    drawing: Picture = ""
    words: str = ""


def shown(
    live: LiveClass, lesson: Lesson, question: Question, tally: ClassTally, when: str = ""
) -> ShownQuestion:
    """The message of the question under way; ``when`` says when it goes on, if not by its clock."""
    heading = headed(live, live.number, lesson)
    if live.phase == "revealed":
        said = revealed(heading, live.number, lesson, question, tally)
        return ShownQuestion(f"{said}\n\n{phrase('class.paused')}" if live.paused else said)
    put = _posed(heading, lesson, question)
    parts = [put.text, *_below(live, question, tally, when)]
    return replace(put, text="\n\n".join(part for part in parts if part))


def mark(text: str, buttons: Rows) -> str:
    """What tells a message that says this, with these buttons, from any other."""
    return sha256(f"{text}{buttons}".encode()).hexdigest()[:8]


def headed(live: LiveClass, number: int, lesson: Lesson) -> str:
    """What stands above a question, counted from 1."""
    total = len(live.questions)
    return phrase(f"{live.kind}.heading", title=lesson.title, number=number, total=total)


def _posed(heading: str, lesson: Lesson, question: Question) -> ShownQuestion:
    """The question with what it rests on; a drawing is in its message if a phone shows it there."""
    put = posing.posed(lesson, question, "", lead=heading)
    if drawing := posing.fenced(put.drawing):
        body = put.text.removeprefix(heading).strip()
        return ShownQuestion(f"{heading}\n\n{drawing}\n\n{body}")
    return ShownQuestion(put.text, put.drawing, put.words)


def gathering(live: LiveClass, lesson: Lesson) -> str:
    """What a class says before its first question, and which its host may pick."""
    total, title = len(live.questions), lesson.title
    if live.picking:
        return _offered(live, lesson)
    which = phrase("class.gathering.few", total=total) if total > FEW else ""
    return "\n\n".join(text for text in (phrase("class.gathering", title=title), which) if text)


def _offered(live: LiveClass, lesson: Lesson) -> str:
    """The questions on the page that is open, each by its number and its first words."""
    known = {question.id: question for question in lesson.questions}
    lines = []
    for place in on_page(live):
        id = live.questions[place]
        words = shorten(plain(posing.words(known[id])), WORDS) if id in known else ""
        mark = " ✓" if id in live.picked else ""
        lines.append(f"- **{place + 1}** {escaped(words)}{mark}")
    return "\n\n".join((phrase("class.pick.lead", title=lesson.title), "\n".join(lines)))


def revealed(
    heading: str, number: int, lesson: Lesson, question: Question, tally: ClassTally
) -> str:
    """What is true, how the answers were spread, and who changed their mind.

    What the question rests on stays above it, unless the message would be long with it.
    """
    cells = list(tally.of(number))
    both = any(cell.after for cell in cells)
    myth = context.myth(lesson, question.id)
    parts = [
        shares.legend(question, key=True),
        shares.bars(question, cells, both=both, key=True),
        shares.words(tally.words, number, key=True),
        shares.changes(question, cells) if both else "",
        reveal.key(question),
        *reveal.reality(myth),
    ]
    below = "\n\n".join(part for part in parts if part)
    above = _posed(heading, lesson, question).text
    if len(above) + len(below) > LONG:
        above = f"{heading}\n\n{posing.words(question)}"
    return f"{above}\n\n{below}"


def _below(live: LiveClass, question: Question, tally: ClassTally, when: str = "") -> list[str]:
    """What stands below the question: what to do, and how many have done it."""
    clock = phrase("class.clock", seconds=live.clock) if live.clock else ""
    clock = when or clock
    clock = phrase("class.paused") if live.paused else clock
    answered = _answered(tally.committed(live.number, 1))
    match live.phase:
        case "asking":
            return [_how(question), clock, answered]
        case "again":
            again = _answered(tally.committed(live.number, 2))
            return [_how(question, again=True), clock, again]
        case "discussing":
            spread = shares.undecided(question, tally, live.number) if live.shown else ""
            return [
                shares.legend(question, key=False),
                spread,
                phrase("class.discussing"),
                clock,
                answered,
            ]
    return []


def _how(question: Question, *, again: bool = False) -> str:
    """How to answer, by the kind of the question."""
    kind = "range" if question.estimate else "words" if question.typed else "options"
    if again:
        return phrase(f"class.again.{kind}")
    return phrase(f"class.how.{kind}")


def _answered(number: int) -> str:
    return count("class.answered", number) if number else phrase("class.nobody_yet")
