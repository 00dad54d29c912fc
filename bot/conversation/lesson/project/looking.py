"""A look at one's own lines once a milestone is in, by what it will be judged by.

What is asked at the end about this milestone, or about several of which it is the last, is asked as
soon as its work is there, while it can still be mended. Of work that has several lines it is asked
which of them does it (``numbered``), one criterion at a time: a yes is soon pressed, a line is
looked for. Of what is asked of every line, or of the whole (``throughout``), it is which has to
change for that. What is answered is in ``pointing``, and kept in ``claims``. Nothing of it goes on
record, but the judging at the end begins with what was said here. A mended version takes the place
of the one before (``versions``), and what it lacked is looked at again, whether that was found in a
look or when all was judged. Where the lesson has two pieces of work that show what is asked, they
are told apart first (``apart``).

The run's stage says that it is open, or that the work is being mended, so whoever comes back is
asked it again.
"""

from typing import Literal

from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson.beats import Write
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.lesson.project import (
    apart,
    claims,
    judging,
    made,
    numbered,
    project,
    throughout,
    versions,
)
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import checks
from bot.conversation.question.naming import fold, listed_phrases
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.values import replace

ABREAST = 5
"""Numbers in a row of buttons that every platform shows abreast; more are two rows."""

_Way = Literal["first", "own", "again"]
"""Whether it is looked at for the first time, after two pieces that were told apart, or mended."""

_WHOLE = {"first": "project.look", "own": "project.look.own", "again": "project.look.again"}
_FILES = {
    "first": "project.look.file",
    "own": "project.look.own.file",
    "again": "project.look.again",
}
_LINES = {"first": "project.point", "own": "project.point.own", "again": "project.point"}
"""The phrases that lead to a look, at a text whole, at a file, at lines with their numbers."""

_WHICH = {"again": "project.point.which.again", "next": "project.point.next"}
_EVERY = {
    "first": "project.point.every",
    "own": "project.point.every",
    "again": "project.point.every.again",
    "next": "project.point.every",
}
"""Those that ask which line does it, and which doesn't yet: that is said each time."""

ADDED = 2
"""How many times longer than a text the work is to which it may be added: it is less than half."""


def is_open(run: Run) -> bool:
    """Whether somebody at a milestone was asked to look, and has not gone on."""
    return run.stage in ("judge", "mend")


def is_due(scene: Scene, beat: Write) -> bool:
    """Whether what comes in now may be looked at: it is new, or mended where a look was open."""
    there = made.pieces(scene, beat.item)
    worked = beat.item in scene.run.worked
    seen = worked and bool(there) and not checks.failed(beat.checks, there)
    known = seen and not is_open(scene.run)
    return not known and bool(claims.asked(scene, beat.item))


def begin(scene: Scene, beat: Write, before: str) -> bool:
    """Ask for a look at what has just come in; whether that suits: all that is asked for is in."""
    there = made.pieces(scene, beat.item)
    if not there or checks.failed(beat.checks, there):
        return False
    mended = is_open(scene.run)
    scene.run = replace(scene.run, stage="judge")
    _ask(scene, beat, before, mended=mended)
    return True


def ask(scene: Scene, beat: Write, before: str) -> None:
    """Ask again what is open: what a mended version lacks, else the look."""
    if checks.failed(beat.checks, made.pieces(scene, beat.item)):
        project.ask_more(scene, beat, before)
    elif scene.run.stage == "mend":
        _ask_anew(scene, beat, before, whole=True)
    elif claims.asked(scene, beat.item):
        _ask(scene, beat, before)
    else:
        # They have gone over to a version that asks nothing about it.
        project.ask(scene, beat, before)


def _ask(scene: Scene, beat: Write, before: str, *, mended: bool = False) -> None:
    """Ask for two pieces to be told apart, if that is still to come, else for the look."""
    if shown := apart.at(scene.lesson, scene.run, beat.item):
        apart.ask(scene, shown, before)
        return
    _ask_for_look(scene, beat, before, "again" if mended else "first")


def tell_apart(scene: Scene, said: int) -> None:
    """Say which of the two pieces does it, and why, and ask for a look at one's own."""
    beat = beat_of(scene)
    shown = apart.at(scene.lesson, scene.run, beat.item)
    if shown is None:
        raise ValueError(f"beat {beat.id} has nothing to tell apart")
    told = apart.answered(scene, beat.item, shown, said)
    _ask_for_look(scene, beat, told, "own")


def _is_bare(scene: Scene, beat: Write) -> bool:
    """Whether what came last is a file without a word."""
    latest = made.pieces(scene, beat.item)[-1:]
    return any(piece.file and not piece.text for piece in latest)


def _ask_for_look(scene: Scene, beat: Write, before: str, way: _Way) -> None:
    """Ask which line does what the next criterion says; or of all, whether the whole does it."""
    lines = numbered.of(scene, beat.item)
    if lines and (left := to_point(scene, beat)):
        shown = [phrase(_LINES[way]), numbered.shown(lines)]
        _ask_which(scene, beat, left[0], [before, *shown], way)
        return
    key = _FILES[way] if _is_bare(scene, beat) else _WHOLE[way]
    asked = [text for _, text in claims.left(scene, beat.item)]
    told = apart.set_off(asked[0]) if len(asked) == 1 else "\n".join(f"- {text}" for text in asked)
    ways = [offer(phrase("project.look.on"), "go"), offer(phrase("project.look.mend"), "mend")]
    # Many lines, which have no numbers, stand far above two pieces that were told apart.
    there = versions.standing(scene, beat.item) if way == "own" else []
    texts = [submission for submission in there if "\n" in submission.text and not submission.file]
    parts = [before, *made.whole(texts, numbered.SHOWN), phrase(key), told]
    _ask_for_work(scene, beat, paragraphs(*parts), [ways])


def ask_next(scene: Scene, beat: Write, criterion: claims.Criterion, *, alike: bool) -> None:
    """Ask the same of one more criterion: the lines with their numbers stand right above.

    Unless it is asked ``alike``, whether it is lines that do it or don't has to be said.
    """
    _ask_which(scene, beat, criterion, [], "next" if alike else "first")


def _ask_which(
    scene: Scene,
    beat: Write,
    criterion: claims.Criterion,
    parts: list[str],
    way: _Way | Literal["next"],
) -> None:
    """Ask which line does it, or which doesn't yet of what is asked of every line."""
    every = throughout.is_about_every_line(criterion[1])
    lines = range(1, len(numbered.of(scene, beat.item)) + 1)
    each = [offer(str(n), "line lacks" if every else "point", n) for n in lines]
    whole = phrase("project.point.every.all" if every else "project.point.all")
    ends = [offer(whole, "point", claims.ALL)]
    if not every:
        ends.append(offer(phrase("project.point.none"), "no line"))
    which = phrase((_EVERY if every else _WHICH).get(way, "project.point.which"))
    half = len(lines) if len(lines) <= ABREAST else -(-len(lines) // 2)
    text = paragraphs(*parts, apart.set_off(criterion[1]), which)
    # A number is a line's, and never that of a button.
    _ask_for_work(scene, beat, text, [each[:half], each[half:], ends], digits=True)


def asks_what_lacks(scene: Scene) -> bool:
    """Whether what is open asks which line doesn't do it yet."""
    rows = scene.open.rows if scene.open else ()
    return any(offer.act[:-1] == call("line lacks") for row in rows for offer in row)


def to_point(scene: Scene, beat: Write) -> list[claims.Criterion]:
    """The criteria of which they have not said yet which line does it.

    The one that was just shown by two pieces comes first.
    """
    shown = apart.criterion(scene.lesson, beat.item)
    return sorted(claims.to_point(scene, beat.item), key=lambda pair: pair[1] != shown)


def asks_for_line(scene: Scene, beat: Write) -> bool:
    """Whether it is asked which line of it does something."""
    if scene.run.stage != "judge" or apart.at(scene.lesson, scene.run, beat.item):
        return False
    if checks.failed(beat.checks, made.pieces(scene, beat.item)):
        # What is asked for is what a mended version lacks.
        return False
    return bool(numbered.of(scene, beat.item) and to_point(scene, beat))


def mend(scene: Scene) -> None:
    """Take it once more before going on, from who was asked to look, or has come back to it."""
    beat = _milestone(scene)
    scene.answered()
    ask_to_mend(scene, beat)


def ask_to_mend(scene: Scene, beat: Write) -> None:
    """Ask for it once more, with what no line of it does yet, if that was said."""
    scene.run = replace(scene.run, stage="mend")
    _ask_anew(scene, beat, "")


def _ask_anew(scene: Scene, beat: Write, before: str, *, whole: bool = False) -> None:
    """Ask for another version, with what lacks; of who is back from the judging, the ``whole``."""
    ways = [offer(phrase("try.on"), "go"), offer(phrase("project.all"), "overview")]
    parts = [before, claims.lacking(scene, beat.item)]
    if whole and (unticked := judging.unticked(scene, beat.item)):
        there = made.whole(versions.standing(scene, beat.item))
        parts = [before, beat.text, unticked, phrase("project.there"), *there]
    text = paragraphs(*parts, phrase("project.look.send"))
    _ask_for_work(scene, beat, text, [ways])


def _ask_for_work(
    scene: Scene, beat: Write, text: str, rows: list[list[Offer]], *, digits: bool = False
) -> None:
    digits = digits or checks.numeric(beat.checks)
    scene.ask(text, rows, words=call("write"), files=True, digits=digits)


def sends_anew(scene: Scene, beat: Write, text: str) -> bool:
    """Whether what comes in is meant to take the place of what there is.

    It was asked for again; or it is text that comes in place of an answer to the look, unless it is
    so short that it may well be something to be added.
    """
    there = [
        submission.text for submission in versions.standing(scene, beat.item) if submission.text
    ]
    if scene.run.stage == "judge":
        return bool(text) and ADDED * len(text) >= sum(map(len, there))
    return scene.run.stage == "mend"


def agree(scene: Scene) -> None:
    """Note for the judging that who goes on from a look finds all of it there."""
    beat = playthrough(scene).beat
    if scene.run.stage != "judge" or not isinstance(beat, Write):
        return
    if not checks.failed(beat.checks, made.pieces(scene, beat.item)):
        claims.agree(scene, [number for number, _ in claims.left(scene, beat.item)])


def _milestone(scene: Scene) -> Write:
    beat = playthrough(scene).beat
    if not isinstance(beat, Write) or not beat.tick:
        raise ValueError(f"beat {beat.id} is no milestone")
    return beat


def beat_of(scene: Scene) -> Write:
    """The milestone whose look is open."""
    beat = _milestone(scene)
    if not is_open(scene.run):
        raise ValueError(f"beat {beat.id} has no look that is open")
    return beat


def answers(scene: Scene, beat: Write, text: str) -> bool:
    """Take words that tell two pieces apart; whether they do."""
    if scene.run.stage != "judge" or apart.at(scene.lesson, scene.run, beat.item) is None:
        return False
    if checks.failed(beat.checks, made.pieces(scene, beat.item)):
        # What is asked for is what a mended version lacks.
        return False
    which = apart.read(text)
    if which is not None:
        tell_apart(scene, which)
    return which is not None


def wordless(scene: Scene, beat: Write, text: str) -> bool:
    """Ask again what is open where a sticker came in place of an answer; whether one did."""
    if (
        scene.run.stage != "judge"
        or not text
        or any(part.isalnum() or part in "?…." for part in text)
    ):
        return False
    ask(scene, beat, phrase("check.lack.empty"))
    return True


def said(text: str) -> Literal["on", "mend", ""]:
    """What is said by a word alone where the look is open; nothing for work of one's own."""
    word = fold(text)
    if word in listed_phrases("match.on") or word in listed_phrases("judge.words.yes"):
        return "on"
    return "mend" if word in listed_phrases("judge.words.no") else ""
