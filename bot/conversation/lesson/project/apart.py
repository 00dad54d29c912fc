"""Two pieces of made-up work, told apart before a look at one's own.

One of them does what a criterion asks, one not yet. Who has just seen the difference there sees it
in their own lines; who is only asked whether they do it says yes. Which of them comes first is
drawn, once for all who are asked. Nothing of it is recorded or scored.

It is asked once a run and milestone; the run keeps where it was, and whoever comes back before they
have answered is asked it again.
"""

import hashlib
from collections.abc import Sequence
from itertools import takewhile

from bot.conversation.language.paging import paragraphs
from bot.conversation.offers import call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import typed
from bot.conversation.question.criteria import words_for_numbers
from bot.conversation.question.naming import WORD, fold, listed_phrases, listed_words, unhedged
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.model import Lesson
from bot.lessons.practice import Pair
from bot.values import replace, value

NEITHER = 0
"""What is said by who names none of the two: "both", "no idea"."""


@value
class Shown:
    """What is shown of a criterion: both pieces, and which of them does it, 1 or 2, and why."""

    criterion: str
    pieces: tuple[str, str]
    right: int
    why: str


def at(lesson: Lesson, run: Run, milestone: str) -> Shown | None:
    """What is to be told apart before this milestone's work is looked at, if anything still is."""
    pairs = _pairs(lesson)
    if milestone in run.apart or milestone not in pairs:
        return None
    criterion, pair = pairs[milestone]
    right = _places(lesson, list(pairs))[milestone]
    pieces = (pair.does, pair.not_yet) if right == 1 else (pair.not_yet, pair.does)
    return Shown(criterion, pieces, right, pair.why)


def criterion(lesson: Lesson, milestone: str) -> str:
    """The criterion whose two pieces are told apart before this milestone's work is looked at."""
    text, _ = _pairs(lesson).get(milestone, ("", Pair()))
    return text


def _pairs(lesson: Lesson) -> dict[str, tuple[str, Pair]]:
    """By milestone, the first criterion that is looked at there and has a pair, with that."""
    results: dict[str, tuple[str, Pair]] = {}
    for criterion, about, pair in lesson.project.shown_by_pairs:
        if about:
            milestone = lesson.project.milestones[max(about) - 1].id
            results.setdefault(milestone, (criterion, pair))
    return results


def _places(lesson: Lesson, milestones: Sequence[str]) -> dict[str, int]:
    """Where the piece that does it stands, as drawn: the same for all, in any language.

    It doesn't stand in one place throughout a lesson, or who has seen that need not read.
    """
    drawn = {milestone: 1 + _digest(lesson, milestone) % 2 for milestone in milestones}
    if len(drawn) > 1 and len({*drawn.values()}) == 1:
        last = max(milestones, key=lambda milestone: _digest(lesson, milestone))
        drawn[last] = 3 - drawn[last]
    return drawn


def _digest(lesson: Lesson, milestone: str) -> int:
    return hashlib.sha256(f"apart {lesson.id} {milestone}".encode()).digest()[0]


def ask(scene: Scene, shown: Shown, before: str) -> None:
    """Ask which one does it; a mended version of one's own work can be sent as well."""
    first, second = shown.pieces
    text = paragraphs(
        before,
        phrase("project.apart"),
        set_off(shown.criterion),
        phrase("project.apart.piece", number=1, text=first),
        phrase("project.apart.piece", number=2, text=second),
        phrase("project.apart.which"),
    )
    ways = [offer(str(number), "apart", number) for number in (1, 2)]
    scene.ask(text, [ways], words=call("write"), files=True)


def set_off(criterion: str) -> str:
    """A criterion as it stands among other lines: it is Markdown, and one paragraph."""
    return f"> {criterion}"


def read(text: str) -> int | None:
    """Which one typed words name, as in "the second one"; ``None`` for work of one's own.

    The reason that somebody gives with it is theirs: "1, because it names a page".
    """
    said = fold(text)
    if typed.says_nothing(text) or (_names_none(said) and not said.isdecimal()):
        return NEITHER
    reasons = listed_words("project.apart.because")
    words = takewhile(lambda word: word not in reasons, WORD.findall(said))
    named = WORD.findall(unhedged(" ".join(words)))
    small = listed_words("match.articles") | listed_words("project.apart.small")
    numbers = {_number(item) for item in [entry for entry in named if entry not in small] or named}
    if numbers == {1, 2}:
        return NEITHER
    return numbers.pop() if numbers in ({1}, {2}) else None


def _number(word: str) -> int | None:
    return int(word) if word in ("1", "2") else words_for_numbers().get(word)


def _names_none(said: str) -> bool:
    """Whether it is said by who names none of the two, and is no work either."""
    keys = ("match.on", "judge.words.all", "judge.words.none")
    return any(said in listed_phrases(key) for key in keys)


def answered(scene: Scene, milestone: str, shown: Shown, said: int) -> str:
    """What is told to who has named this one; the run keeps that it was asked."""
    if said == NEITHER:
        key = "project.apart.told"
    elif said == shown.right:
        key = "project.apart.right"
    else:
        key = "project.apart.wrong"
    scene.answered_with(str(said) if said else phrase("said.unknown"))
    scene.run = replace(scene.run, apart=(*scene.run.apart, milestone))
    return phrase(key, number=shown.right, why=shown.why)
