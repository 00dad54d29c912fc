"""What each mode of each lesson asks of a learner: presses, words, and minutes measured and stated.

Each mode is played through the engine twice: by somebody who is right and sure throughout, and by
somebody who is sure and wrong every other time. What is counted is what they meet: the words that
are said to them, what they press, how often that is *Continue* alone, and what they type. Minutes
are reckoned at the paces by which they are stated (``lesson/modes/base.py``). What happens outside
of the chat, such as the work of a project, is not in it.

``python -m bench teaching`` prints the page ``docs/teaching.md``; with ``write`` after it, it
writes it.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from adapters.cli.ways import Played, go_through
from bot.conversation.inputs import Command
from bot.conversation.lesson.modes import MODES, offered
from bot.conversation.lesson.modes.base import (
    SECONDS_A_CHOICE,
    SECONDS_A_NUMBER,
    SECONDS_A_PRESS,
    SECONDS_TYPED,
)
from bot.conversation.phrases import phrase
from bot.lessons.lint.readability import WORDS_A_MINUTE
from bot.lessons.lint.tells import RARE, tells
from bot.lessons.model import Lesson
from tests.rigs.courses import read_course
from tests.rigs.talk import Conversation

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "teaching.md"
COURSE = ROOT / "content" / "genai"

HEAD = """\
# How long a lesson teaches

How often a learner presses a button in each mode of each lesson, how many of these presses are
*Continue*, how many words they read, and how many minutes that takes beside what the menu states.

`python -m bench teaching write` makes this page anew, and a test compares it with the lessons.

The first number is for somebody who is right and sure throughout, the second for somebody who is
sure and wrong every other time, and is asked again.
A minute has {words} words; a press takes {press} seconds, a question {answer} more, a number
or a word that is typed {number}, and a few sentences of one's own {text}.

Of a project, only its words and presses are counted.
The minutes stated for Deep include the menu at its end, which neither of them opens.

| lesson | mode | presses | of them *Continue* | words | minutes | stated |
| --- | --- | --- | --- | --- | --- | --- |
"""


TELLS = """
## What can be guessed

How often each rule that needs no knowledge is right on the questions that it can decide, beside
how often it would be with random keys (`bot/lessons/lint/tells.py`).
The last column is how probable a score at least so far from chance is with random keys: below
{rare:g}, `foretell check` calls it a tell.

| take … | questions | right | by chance | odds |
| --- | --- | --- | --- | --- |
"""


def play(lesson: Lesson, mode: str, *, misses: bool) -> Played:
    """Go through a mode to its end as a learner whose every turn is looked at by the tests."""
    talk, met = Conversation([lesson]), Played()
    talk.send(Command("learn", lesson.id))
    talk.press(phrase(f"mode.{mode}"))
    go_through(talk, lesson, met, misses=misses)
    return met


def rows(lessons: list[Lesson]) -> Iterator[str]:
    """A row of the table for each mode of these lessons."""
    for lesson in lessons:
        for mode, stated in offered(lesson):
            good, bad = (play(lesson, mode, misses=misses) for misses in (False, True))

            def both(of: Callable[[Played], object]) -> str:
                return "–".join(dict.fromkeys([str(of(good)), str(of(bad))]))  # noqa: B023 - at once

            cells = [
                lesson.id,
                MODES[mode].name,
                both(lambda one: one.presses),
                both(lambda one: one.onward),
                both(lambda one: f"{one.words:,}"),
                both(lambda one: round(one.minutes)),
                str(stated),
            ]
            yield f"| {' | '.join(cells)} |"


def guesses(lessons: list[Lesson]) -> Iterator[str]:
    """A row for each rule by which keys might be guessed, over all these lessons."""
    for one in tells(lessons):
        cells = [
            one.rule,
            str(one.asked),
            f"{one.hits:.1f}",
            f"{one.chance:.1f}",
            f"{one.odds:.2f}" if one.odds >= RARE else f"{one.odds:.4f}",
        ]
        yield f"| {' | '.join(cells)} |"


def originals(folder: Path = COURSE) -> list[Lesson]:
    """The lessons of a course, without their translations, in its order."""
    return read_course(folder)[1]


def head() -> str:
    """The page above its rows."""
    return HEAD.format(
        words=WORDS_A_MINUTE,
        press=SECONDS_A_PRESS,
        answer=SECONDS_A_CHOICE,
        number=SECONDS_A_NUMBER,
        text=SECONDS_TYPED,
    )


def page() -> str:
    """The page as it is to be."""
    lessons = originals()
    played = "\n".join(rows(lessons))
    guessed = "\n".join(guesses(lessons))
    return f"{head()}{played}\n{TELLS.format(rare=RARE)}{guessed}\n"


def main(*words: object) -> int:
    """Print the page, or write it."""
    made = page()
    if "write" in words:
        PAGE.write_text(made, encoding="utf-8")
    else:
        sys.stdout.write(made)
    return 0
