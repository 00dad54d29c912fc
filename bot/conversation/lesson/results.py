"""The end of a test: how it went, and its questions as a list, from which an answer is opened.

What was right comes first, in a message of its own, each with the answer and why: a range that held
it hasn't seen the number, and luck teaches nothing. Then one message says how many were right, and
has the others in the order in which they were asked. Below what was missed stands what was said and
what is right, each with why. What was missed, or right by a guess, has a number, and a button that
tells more in the place of the list; from there the others are one press away, and so is the list.
Who wants to read all of it gets that at once, below. What was skipped is told by the lesson.

Earlier versions told one page after the other: a run that stands at one of these is shown the list
next.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from bot.conversation.language.paging import comfortable, pack
from bot.conversation.lesson import retold, testing_out, whereabouts
from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.corrected import FAILS, HOLDS, corrected, known
from bot.conversation.lesson.modes import flow
from bot.conversation.phrases import phrase
from bot.conversation.question import score, typed
from bot.conversation.session import Offer, Open, Outcome, Run, offer
from bot.conversation.turn import Scene
from bot.learning.calibration import Tally, gathered
from bot.learning.predictions import Confidence
from bot.lessons.faults import shorten
from bot.lessons.model import Lesson

_HALF = 0.4
_WHOLE = 2
"""How many times longer than comfortable an answer may be and is still read in one piece."""

_ORDER: tuple[Confidence, ...] = ("sure", "probable", "guess", "range")

_NAMED = 24
"""Characters of an answer that name it on a button."""

_BOTH, _RIGHT, _NONE = (FAILS, HOLDS), (HOLDS,), ()
"""Which reasons are told: why what was said fails, why what is right holds."""

_WALL = 2_800
"""Characters of a list with its reasons that nobody reads any more."""

_ROW = 5
"""Numbers in a row of buttons."""

_OPEN = ("results", "open")


class Answered(NamedTuple):
    """A question of the test, and what was made of it; ``None`` if it was skipped."""

    beat: Pose
    made: Outcome | None

    @property
    def opens(self) -> bool:
        """Whether there is something to tell of it; what is overruled here keeps its number."""
        made = self.made
        return made is not None and (not made.settled or made.overruled)


def answers(lesson: Lesson, run: Run) -> list[Answered]:
    """The questions of the test in the order in which they were asked."""
    posed = (beat for beat in flow(run, lesson) if isinstance(beat, Pose))
    return [Answered(beat, run.outcome(beat.question.id)) for beat in posed]


def to_open(lesson: Lesson, run: Run) -> list[tuple[Pose, Outcome]]:
    """What there is to open, in its order."""
    return [(one.beat, one.made) for one in answers(lesson, run) if one.opens and one.made]


def to_tell(lesson: Lesson, run: Run) -> list[tuple[Pose, Outcome]]:
    """What there is to tell of all at once: what was missed or guessed, or else what was known."""
    known = [(one.beat, one.made) for one in answers(lesson, run) if one.made]
    return to_open(lesson, run) or known


def listed(lesson: Lesson, run: Run) -> str:
    """How it went, and the list, with as many of the reasons as make no wall of it."""
    for reasons in (_BOTH, _RIGHT):
        if len(whole := _listed(lesson, run, reasons)) <= _WALL:
            return whole
    return _listed(lesson, run, _NONE)


def knew(lesson: Lesson, run: Run) -> str:
    """What was right and no guess, each with the answer, and why if that makes no wall of it."""
    found = [
        one.beat for one in answers(lesson, run) if one.made and one.made.right and not one.opens
    ]
    rows = [
        phrase("results.line.right", about=whereabouts.named(lesson, one.question, one.wording))
        for one in found
    ]
    whys = [known(lesson, one.question) for one in found]
    whole = [f"{row}\n{why}" for row, why in zip(rows, whys, strict=True)]
    told = "\n\n".join(whole) if sum(map(len, whole)) <= _WALL else "\n".join(rows)
    return f"{phrase('results.knew')}\n\n{told}" if told else ""


def _listed(lesson: Lesson, run: Run, reasons: Collection[str]) -> str:
    rows, number = "", 0
    for one in answers(lesson, run):
        number += one.opens
        if one.made and one.made.right and not one.opens:
            continue
        missed = one.made is not None and not one.made.right
        most = whereabouts.WHOLE if missed else whereabouts.LINE
        about = whereabouts.named(lesson, one.beat.question, one.beat.wording, most)
        row = phrase(f"results.line.{_kind(one.made)}", number=number, about=about)
        if one.made and missed:
            row = f"\n{row}\n{corrected(lesson, one.beat.question, one.made, reasons)}\n"
        rows = f"{rows}\n{row}"
    parts = [headline(lesson, run), "\n".join(_calibration(run)), _spaced(rows)]
    return "\n\n".join(part for part in parts if part)


def _spaced(rows: str) -> str:
    """The rows with one empty line, and no more, around each that takes several lines."""
    return re.sub(r"\n{3,}", "\n\n", rows).strip()


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


# The menu


def rows(lesson: Lesson, run: Run, opened: str = "") -> list[list[Offer]]:
    """What there is to choose below the list, or below the question that is open."""
    found = to_open(lesson, run)
    if not found:
        whys = [offer(phrase("results.whys"), "results all")] if to_tell(lesson, run) else []
        return [[offer(phrase("results.finish"), "go"), *whys]]
    numbers = [
        offer(_button(made, number), "results open", beat.question.id)
        for number, (beat, made) in enumerate(found, start=1)
    ]
    if opened:
        way = [offer(phrase("results.list"), "results list")]
    else:
        way = [offer(phrase("results.all"), "results all")] if len(found) > 1 else []
    return [
        *(numbers[at : at + _ROW] for at in range(0, len(numbers), _ROW)),
        [*way, offer(phrase("results.finish"), "go")],
        *_overruling([one for one in found if one[0].question.id == opened]),
    ]


def _button(made: Outcome, number: int) -> str:
    return phrase("results.number.right" if made.right else "results.number.wrong", number=number)


def _overruling(found: Sequence[tuple[Pose, Outcome]]) -> list[list[Offer]]:
    """A way for each answer in words that is called wrong to say that it meant the same."""
    return [
        [
            offer(
                phrase("typed.overrule.named", said=shorten(made.answer or "", _NAMED)),
                "overrule",
                beat.question.id,
            )
        ]
        for beat, made in found
        if typed.may_overrule(beat.question, made)
    ]


def tell(scene: Scene, before: str = "") -> None:
    """Say what was right, below what is said ``before``, and show the list of the others."""
    for text in (before, knew(scene.lesson, scene.run)):
        if text:
            scene.say(text)
    ask(scene)


def ask(scene: Scene, before: str = "") -> None:
    """Show the list below what is said ``before``."""
    text = listed(scene.lesson, scene.run)
    scene.ask(f"{before}\n\n{text}" if before else text, rows(scene.lesson, scene.run))


def open_one(scene: Scene, question: str) -> None:
    """Tell this answer in the place of what is shown."""
    found = dict(_retold(scene))
    if question not in found:
        raise ValueError(f"there is nothing to tell of {question}")
    text, ways = found[question], rows(scene.lesson, scene.run, question)
    if _is_menu(scene.open):
        scene.again(text, ways)
    else:
        # Something else was asked in between, such as which version of the lesson goes on.
        scene.ask(text, ways)


def _retold(scene: Scene) -> Iterator[tuple[str, str]]:
    """What there is to tell: each question's id, and what is told of it."""
    for number, (beat, made) in enumerate(to_tell(scene.lesson, scene.run), start=1):
        yield beat.question.id, retold.told(scene.lesson, beat, made, number)


def open_list(scene: Scene) -> None:
    """Show the list in the place of the answer that is open, or below all of them."""
    if _is_menu(scene.open):
        scene.again(listed(scene.lesson, scene.run), rows(scene.lesson, scene.run))
    else:
        scene.answered()
        ask(scene)


def open_all(scene: Scene) -> None:
    """Tell all that there is to tell, below the list."""
    leave(scene)
    found = to_tell(scene.lesson, scene.run)
    *first, last = _paged([text for _, text in _retold(scene)])
    for text in first:
        scene.say(text)
    ways = [offer(phrase("results.list"), "results list"), offer(phrase("results.finish"), "go")]
    scene.ask(last, [ways, *_overruling(found)])


def leave(scene: Scene) -> None:
    """Close what is open; where one answer took the place of the list, that is back again."""
    asked, text = scene.open, listed(scene.lesson, scene.run)
    hidden = asked is not None and _is_menu(asked) and text not in asked.text
    scene.answered(text if hidden else None)


def _is_menu(asked: Open | None) -> bool:
    """Whether this is the list, or an answer in its place."""
    return asked is not None and any(each.act[:2] == _OPEN for each in asked.offers)


def is_page(scene: Scene, asked: Open | None) -> bool:
    """Whether this is a page of an earlier version, behind which there is something to open."""
    own = asked is not None and any(each.act[:1] == _OPEN[:1] for each in asked.offers)
    return not own and bool(to_open(scene.lesson, scene.run))


def _paged(parts: list[str]) -> list[str]:
    """As many answers in a message as read well, each in one: none is parted from its why."""
    pages: list[str] = []
    for part in parts:
        if pages and len(pages[-1]) + 2 + len(part) <= comfortable():
            pages[-1] += f"\n\n{part}"
        else:
            pages += [part] if len(part) <= _WHOLE * comfortable() else pack([part])
    return pages
