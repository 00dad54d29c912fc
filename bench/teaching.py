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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from adapters.cli.ways import ALL, HALF, NONE, Played, go_through, hear
from bot.conversation.facts.learner import Attempt
from bot.conversation.inputs import Command
from bot.conversation.lesson.beats import Tell
from bot.conversation.lesson.modes import MODES, offered_modes
from bot.conversation.lesson.modes.base import (
    SECONDS_A_CHOICE,
    SECONDS_A_NUMBER,
    SECONDS_A_PRESS,
    SECONDS_TYPED,
)
from bot.conversation.lesson.modes.learn import beats
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.outputs import Ask, LessonImage, Output, Say, TextDiagram
from bot.conversation.phrases import phrase
from bot.conversation.turn import Turn
from bot.lessons.lint.readability import WORDS_A_MINUTE, beside, prose
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


TOURS = """
## What a first tour takes

Each cell is for somebody who is right throughout, who misses every other question, and who has no
idea throughout.
*Words* are all that are said to the last of the end's three cards, where they want no reminder;
those behind *More* are counted apart.
*Reveal* is the longest first message of one, *message* the longest other before the end, both
without code and tables, of which *beside* says how many words the longest have.

| lesson | words | *More* | presses | *Continue* | messages | reveal | message | beside |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
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
    return _play(lesson, mode, HALF if misses else ALL)[0]


def _play(lesson: Lesson, mode: str, knows: Sequence[bool | None]) -> tuple[Played, Sequence[Turn]]:
    """The same for who knows as much, and the turns from the first of its beats on."""
    return _walk(Conversation([lesson]), lesson, mode, knows)


def _walk(
    talk: Conversation, lesson: Lesson, mode: str, knows: Sequence[bool | None]
) -> tuple[Played, Sequence[Turn]]:
    met = Played()
    talk.send(Command("learn", lesson.id))
    talk.press(phrase(f"mode.{mode}"))
    begun = len(talk.turns) - 1
    go_through(talk, lesson, met, knows)
    return met, talk.turns[begun:]


@dataclass
class Tour:
    """What a tour asks for: words, presses, messages, and the longest of what is read at a time.

    ``more`` are the words that wait behind *More*. ``reveal`` is the longest first message of a
    reveal, ``message`` the prose of the longest other before the end, ``beside`` the words of the
    code and tables in one.
    """

    words: int
    more: int
    presses: int
    onward: int
    messages: int
    reveal: int = 0
    message: int = 0
    beside: int = 0


def tour(lesson: Lesson, knows: Sequence[bool | None]) -> Tour:
    """Play *Learn* as somebody who knows as much, and measure it to the last of its cards.

    Who is offered a reminder says *No, thanks*.
    """
    course, lessons = read_course(COURSE)
    talk = Conversation(lessons, [course]) if lesson in lessons else Conversation([lesson])
    met, turns = _walk(talk, lesson, "learn", knows)
    for label in ("ask.continue", "first.no"):
        # From the second lesson on, *Continue* says there whether it was worth it.
        met.presses += 1
        turns = [*turns, talk.press(phrase(label))]
        hear(talk, met)
    said = [[out.text for out in turn.outputs if _is_message(out)] for turn in turns]
    shown = (isinstance(out, LessonImage | TextDiagram) for turn in turns for out in turn.outputs)
    more = sum(len(beat.more.split()) for beat in beats(lesson, "") if isinstance(beat, Tell))
    found = Tour(met.words, more, met.presses, met.onward, sum(map(len, said)) + sum(shown))
    for turn, texts in zip(turns, said, strict=True):
        run = turn.session.run
        if run is None:
            break
        reads = run.stage == "open" and isinstance(Playthrough(run, lesson).beat, Tell)
        if any(isinstance(fact, Attempt) for fact in turn.facts) and not reads:
            found.reveal = max(found.reveal, prose(texts.pop(0)))
        found.message = max([found.message, *map(prose, texts)])
        found.beside = max([found.beside, *map(beside, texts)])
    return found


def _is_message(output: Output) -> TypeGuard[Say | Ask]:
    """Whether it is a message of its own: a question that asks for more in its place is none."""
    return isinstance(output, Say) or (isinstance(output, Ask) and output.instead is None)


def tours(lessons: list[Lesson]) -> Iterator[str]:
    """A row for the tour of each lesson, for who knows all, half, and nothing."""
    for lesson in lessons:
        played = [tour(lesson, knows) for knows in (ALL, HALF, NONE)]
        cells = [" / ".join(f"{getattr(one, name):,}" for one in played) for name in _MEASURED]
        cells.insert(1, f"{played[0].more}")
        yield f"| {lesson.id} | {' | '.join(cells)} |"


_MEASURED = ("words", "presses", "onward", "messages", "reveal", "message", "beside")


def rows(lessons: list[Lesson]) -> Iterator[str]:
    """A row of the table for each mode of these lessons."""
    for lesson in lessons:
        for mode, stated in offered_modes(lesson):
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
    toured = "\n".join(tours(lessons))
    guessed = "\n".join(guesses(lessons))
    return f"{head()}{played}\n{TOURS}{toured}\n{TELLS.format(rare=RARE)}{guessed}\n"


def main(*words: object) -> int:
    """Print the page, or write it."""
    made = page()
    if "write" in words:
        PAGE.write_text(made, encoding="utf-8")
    else:
        sys.stdout.write(made)
    return 0
