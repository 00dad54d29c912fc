"""What each mode of each lesson asks of a learner: presses, words, and minutes measured and stated.

Each mode is played through the engine twice: by somebody who is right and sure throughout, and by
somebody who is sure and wrong every other time. What is counted is what they meet: the words that
are said to them, what they press, how often that is *Continue* alone, and what they type. Minutes
are reckoned at the paces by which they are stated (``lesson/measure.py``). What happens outside of
the chat, such as the work of a project, is not in it.

``python -m bench teaching`` prints the page ``docs/teaching.md``; with ``write`` after it, it
writes it.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.conversation.inputs import Command
from bot.conversation.lesson.beats import Again, Pose, Write
from bot.conversation.lesson.measure import SECONDS_A_CHOICE, SECONDS_A_PRESS, SECONDS_TYPED
from bot.conversation.lesson.modes import MODES, offered
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.outputs import Ask, Say
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer, Open
from bot.lessons.lint.readability import WORDS_A_MINUTE
from bot.lessons.lint.tells import RARE, tells
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from tests.rigs.courses import read_course
from tests.rigs.talk import Conversation

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "teaching.md"
COURSE = ROOT / "content" / "genai"

MOST = 600
"""Turns after which a mode is taken for one without an end."""

WRONG_WORDS = "Honestly I could not say anything useful about that today."
"""What is written in place of something good: an answer, and not a good one."""

_ASIDE = ("hint", "skip", "back", "remind", "overview", "visit", "later", "tick", "menu", "learn")

HEAD = """\
# How long a lesson teaches

What a learner meets in each mode of each lesson, played from its start to its end: how often they
press a button, how often of these it is *Continue* alone, how many words are said to them, and the
minutes that this takes, beside those that the menu states.

`python -m bench teaching write` makes this page anew, and a test holds it against the lessons.
The first number is that of somebody who is right and sure throughout, the second that of somebody
who is sure and wrong every other time, and meets what comes once more.
A minute has {words} words; a press takes {press} seconds, a question {answer} more, and a few
sentences of one's own {text}.
The work that a project asks for is outside of the chat: only its words and presses are counted.
The minutes stated of Deep take in the menu at its end, which neither of the two opens here.

| lesson | mode | presses | of them *Continue* | words | minutes | stated |
| --- | --- | --- | --- | --- | --- | --- |
"""


TELLS = """
## What can be guessed

How often each rule that needs no knowledge is right, over the questions of all these lessons that
it can decide, beside how often drawn keys would let it be (`bot/lessons/lint/tells.py`).
The last column is how probable a score at least so far from chance is for drawn keys: below
{rare:g}, `foretell check` calls it a tell.

| take … | questions | right | by chance | odds |
| --- | --- | --- | --- | --- |
"""


@dataclass
class Played:
    """What was met on one way through a mode."""

    presses: int = 0
    onward: int = 0
    words: int = 0
    questions: int = 0
    wrote: list[str] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        """How long it takes."""
        seconds = self.presses * SECONDS_A_PRESS + self.questions * SECONDS_A_CHOICE
        return self.words / WORDS_A_MINUTE + (seconds + len(self.wrote) * SECONDS_TYPED) / 60


def play(lesson: Lesson, mode: str, *, misses: bool) -> Played:
    """Go through a mode to its end; raises ``AssertionError`` if it has none.

    Whoever ``misses`` does so with every other answer, from the first on.
    """
    talk, met = Conversation([lesson]), Played()
    talk.send(Command("learn", lesson.id))
    talk.press(phrase(f"mode.{mode}"))
    _hear(talk, met)
    for _ in range(MOST):
        if talk.session is None or talk.session.run is None or talk.session.open is None:
            return met
        given = met.questions + len(met.wrote)
        _answer(talk, lesson, met, right=not misses or given % 2 == 1)
        _hear(talk, met)
    raise AssertionError(f"{lesson.id} has no end in {mode}")


def _hear(talk: Conversation, met: Played) -> None:
    """Read what is new: of a message that changes in its place, what it did not say before."""
    for output in talk.turns[-1].outputs:
        if isinstance(output, Ask) and output.instead:
            met.words -= len(output.instead.text.split())
        if isinstance(output, Say | Ask):
            met.words += len(output.text.split())


def _answer(talk: Conversation, lesson: Lesson, met: Played, *, right: bool) -> None:
    """Do what is asked for, well or badly."""
    session = talk.session
    assert session is not None
    assert session.run is not None
    assert session.open is not None
    asked, here = session.open, Playthrough(session.run, lesson)
    offers = asked.offers
    if found := _with(offers, "commit", "pick", "range"):
        met.questions += 1
        _press(talk, met, _choice(found, here.question, right=right))
    elif found := _with(offers, "sure"):
        _press(talk, met, found[0])
    elif found := _with(offers, "rate", "judge"):
        met.questions += 1
        _press(talk, met, found[0] if right else found[-1])
    elif found := _with(offers, "criterion"):
        met.questions += len(found)
        for one in found if right else ():
            _press(talk, met, one)
        _press(talk, met, _with(offers, "criteria done")[0])
    elif asked.words and here.beat.id not in met.wrote and (text := _words(here, right=right)):
        met.wrote.append(here.beat.id)
        talk.type(text)
    elif found := _with(offers, "number given"):
        met.questions += 1
        _press(talk, met, found[0])
    else:
        _press(talk, met, _onward(asked))


def _with(offers: tuple[Offer, ...], *verbs: str) -> list[Offer]:
    return [one for one in offers if any(_is(one, verb) for verb in verbs)]


def _is(one: Offer, verb: str) -> bool:
    words = tuple(verb.split())
    return one.act[: len(words)] == words


def _choice(offers: list[Offer], question: Question, *, right: bool) -> Offer:
    """The first option that is right, or wrong, and as sure as can be."""
    wanted = [one for one in offers if _is_right(question, int(one.act[1])) in (right, None)]
    sure = [one for one in wanted if one.act[2:] == ("sure",)]
    return (sure or wanted or offers)[0]


def _is_right(question: Question, choice: int) -> bool | None:
    """Whether this option, or range, is right; ``None`` if nobody can say."""
    if question.open:
        return None
    if question.estimate:
        one = question.estimate.ranges[choice]
        return one.low <= question.estimate.truth <= one.high
    return question.options[choice].right


def _words(here: Playthrough, *, right: bool) -> str:
    """What is written: the worked answer, or something that is none."""
    beat = here.beat
    if isinstance(beat, Write):
        answers = {one.id: one.answer for one in here.lesson.exercises}
        good = answers.get(beat.item) or " ".join(here.lesson.takeaways)[:300]
        return good if right and good else WRONG_WORDS
    if isinstance(beat, Pose | Again) and beat.question.typed:
        return beat.question.typed.accepted[0] if right else WRONG_WORDS
    return ""


def _onward(asked: Open) -> Offer:
    """*Continue*, or whatever else leads on; a way out if nothing does."""
    for verb in ("go", "tap", "here", "tick"):
        if found := _with(asked.offers, verb):
            return found[0]
    others = [one for one in asked.offers if one.act[:1] not in [(verb,) for verb in _ASIDE]]
    return (others or list(asked.offers))[0]


def _press(talk: Conversation, met: Played, chosen: Offer) -> None:
    met.presses += 1
    met.onward += chosen.label == phrase("ask.continue")
    talk.press(chosen.label)


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
