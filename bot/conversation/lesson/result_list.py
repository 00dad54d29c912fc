"""The end of a test in words: how it went, what was missed, as a list, and what was right.

What was missed is quoted whole, and below it stands what was said and what is right, each with why:
who can't tell which question it was learns nothing from its answer. What would make a wall of one
message is dealt out over several, as even as they come. Each has the number by which it was asked.
"""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from bot.conversation.lesson import testing_out, whereabouts
from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.corrected import FAILS, HOLDS, OTHER, corrected, known
from bot.conversation.lesson.modes import flow
from bot.conversation.phrases import phrase
from bot.conversation.question import score
from bot.conversation.session import Outcome, Run
from bot.learning.calibration import Tally, gathered
from bot.learning.predictions import Confidence
from bot.lessons.model import Lesson

_HALF = 0.4
_ORDER: tuple[Confidence, ...] = ("sure", "probable", "guess", "range")

_ALL, _BOTH, _RIGHT, _NONE = (FAILS, HOLDS, OTHER), (FAILS, HOLDS), (HOLDS,), ()
"""Which reasons are told: all that there are, or why what was said fails and what is right holds,
or the latter alone."""

_WALL = 1_900
"""Characters of a message that is still read, three screens of a phone: so many fit on Discord."""

_MESSAGES = 3
"""Messages that a list takes at most; where it would be more, fewer reasons are told."""

_NOTHING: Mapping[str, str] = {}

_ROUGHLY = 50
"""Characters by which two messages may differ and are about as long as each other."""


class Answered(NamedTuple):
    """A question of the test by its number, and what was made of it; ``None`` if it was skipped."""

    number: int
    beat: Pose
    made: Outcome | None

    @property
    def opens(self) -> bool:
        """Whether there is something to tell of it; what is overruled here keeps its number."""
        made = self.made
        return made is not None and (not made.settled or made.overruled)

    @property
    def known(self) -> bool:
        """Whether it was right, and no guess."""
        return bool(self.made and self.made.right) and not self.opens


def answers(lesson: Lesson, run: Run) -> list[Answered]:
    """The questions of the test in the order in which they were asked."""
    posed = (beat for beat in flow(run, lesson) if isinstance(beat, Pose))
    return [
        Answered(number, beat, run.outcome(beat.question.id))
        for number, beat in enumerate(posed, start=1)
    ]


def to_open(lesson: Lesson, run: Run) -> list[tuple[int, Pose, Outcome]]:
    """What there is to open, each with its number."""
    found = answers(lesson, run)
    return [(one.number, one.beat, one.made) for one in found if one.opens and one.made]


def to_tell(lesson: Lesson, run: Run) -> list[tuple[int, Pose, Outcome]]:
    """What there is to tell of all at once: what was missed or guessed, or else what was known."""
    known = [(one.number, one.beat, one.made) for one in answers(lesson, run) if one.made]
    return to_open(lesson, run) or known


def listed(lesson: Lesson, run: Run, wrote: Mapping[str, str] = _NOTHING) -> list[str]:
    """How it went, and the list, in messages, with as many of the reasons as are still read.

    What somebody ``wrote`` for a choice that was wrong is quoted with it, by the question's id.
    """
    for reasons in (_ALL, _BOTH, _RIGHT):
        if len(found := _dealt(_listed(lesson, run, reasons, wrote))) <= _MESSAGES:
            return found
    return _dealt(_listed(lesson, run, _NONE, wrote))


def knew(lesson: Lesson, run: Run) -> list[str]:
    """What was right and no guess, in messages: each with the answer, and why."""
    found = [one for one in answers(lesson, run) if one.known]
    rows = [
        phrase(
            "results.line.right",
            number=one.number,
            about=whereabouts.quoted(
                lesson, one.beat.question, one.beat.wording, whereabouts.RECALLED
            ),
        )
        for one in found
    ]
    whys = [known(lesson, one.beat.question) for one in found]
    whole = [f"\n{row}\n{why}\n" for row, why in zip(rows, whys, strict=True)]
    return _dealt([phrase("results.knew"), *whole]) if whole else []


def _listed(
    lesson: Lesson, run: Run, reasons: Collection[str], wrote: Mapping[str, str]
) -> list[str]:
    """How it went, and the rows of the list; one that takes several lines has empty ones around."""
    head = [headline(lesson, run), "\n".join(_calibration(run))]
    rows = ["\n\n".join(part for part in head if part) + "\n"]
    for one in answers(lesson, run):
        if one.known:
            continue
        missed = one.made is not None and not one.made.right
        most = whereabouts.QUOTED if missed else whereabouts.RECALLED
        about = whereabouts.quoted(lesson, one.beat.question, one.beat.wording, most)
        row = phrase(f"results.line.{_kind(one.made)}", number=one.number, about=about)
        if one.made and missed:
            question = one.beat.question
            own = wrote.get(question.id, "")
            row = f"\n{row}\n{corrected(lesson, question, one.made, reasons, own)}\n"
        rows.append(row)
    return rows


def _dealt(rows: list[str]) -> list[str]:
    """The rows in as few messages as make no wall, and these about as long as one another."""
    widest = _filled(rows, _WALL)
    limits = range(sum(map(len, rows)) // len(widest), _WALL, _ROUGHLY)
    deals = (_filled(rows, most) for most in limits)
    return next((pages for pages in deals if len(pages) == len(widest)), widest)


def _filled(rows: list[str], most: int) -> list[str]:
    """The rows, as many in each message as fit in so many characters; the first is never alone."""
    pages: list[str] = []
    for number, row in enumerate(rows):
        if pages and (number == 1 or len(pages[-1]) + 1 + len(row) <= most):
            pages[-1] += f"\n{row}"
        else:
            pages.append(row)
    return [re.sub(r"\n{3,}", "\n\n", page).strip() for page in pages]


def _kind(made: Outcome | None) -> str:
    """What its line says of an answer: that it was sure only where that was the trouble."""
    if made is None:
        return "skipped"
    if made.overruled:
        return "meant"
    if made.right:
        return "right" if made.settled else "wide" if made.confidence == "wide" else "guess"
    return "unknown" if made.unknown else "sure" if made.confidence == "sure" else "wrong"


def headline(lesson: Lesson, run: Run) -> str:
    """How it went, in words that anyone understands."""
    (right, total), share = testing_out.tally(lesson, run), testing_out.share(lesson, run)
    guessed = testing_out.guessed(run)
    if share >= testing_out.ENOUGH and guessed > testing_out.GUESSES:
        return phrase("results.guessed", right=right, total=total, guessed=guessed)
    levels = (
        ("passed", testing_out.ENOUGH),
        ("enough", testing_out.FAIR),
        ("half", _HALF),
        ("new", 0.0),
    )
    level = next(name for name, least in levels if share >= least)
    return phrase(f"results.{level}", right=right, total=total)


def tallies(run: Run) -> dict[Confidence, Tally]:
    """How the answers came out, by the words for confidence that were said, and by ranges."""
    found: dict[Confidence, Tally] = {}
    for one in run.outcomes:
        if one.phase == "exit":
            continue
        so_far = found.get(one.confidence, Tally())
        found[one.confidence] = Tally(so_far.right + (one.right is True), so_far.total + 1)
    return gathered(found)


def _calibration(run: Run) -> list[str]:
    found = tallies(run)
    return [
        phrase(f"progress.{confidence}", right=tally.right, total=tally.total)
        for confidence in _ORDER
        if (tally := found.get(confidence)) and tally.total >= score.FEW
    ]
