"""A look at their own lines once a milestone is in, by what it will be judged by.

What is asked at the end about a milestone is asked as soon as its work is there, while it can still
be mended. Of work that has several lines it is asked which of them does it, criterion by criterion.
Of a criterion about every line, or the whole ("each", "no", "as well as"), it is which has to
change for that: a single good line is no yes to it. What is answered is in ``pointing``, and kept
by ``judging``; nothing of it goes on record.

Where the lesson has two pieces of made-up work, of which only the first does what a criterion asks,
they are told apart first, once a run and milestone: who has just seen the difference there sees it
in their own lines.

The run's stage says that it is open, or that the work is being mended, so whoever comes back is
asked it again.
"""

import hashlib
import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Literal

from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson.beats import Write
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.lesson.project import judging, numbered_work, project, submissions
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import checks, typed
from bot.conversation.question.criteria import words_for_numbers
from bot.conversation.question.naming import WORD, drop_hedges, fold, listed_phrases, listed_words
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.model import Lesson
from bot.lessons.practice import Pair
from bot.values import replace, value

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
    there = submissions.pieces(scene, beat.item)
    worked = beat.item in scene.run.worked
    seen = worked and bool(there) and not checks.failed_checks(beat.checks, there)
    known = seen and not is_open(scene.run)
    return not known and bool(judging.criteria_of(scene, beat.item))


def begin(scene: Scene, beat: Write, before: str) -> bool:
    """Ask for a look at what has just come in; whether that suits: all that is asked for is in."""
    there = submissions.pieces(scene, beat.item)
    if not there or checks.failed_checks(beat.checks, there):
        return False
    mended = is_open(scene.run)
    scene.run = replace(scene.run, stage="judge")
    _ask(scene, beat, before, mended=mended)
    return True


def ask(scene: Scene, beat: Write, before: str) -> None:
    """Ask again what is open: what a mended version lacks, else the look."""
    if checks.failed_checks(beat.checks, submissions.pieces(scene, beat.item)):
        project.ask_more(scene, beat, before)
    elif scene.run.stage == "mend":
        _ask_anew(scene, beat, before, whole=True)
    elif judging.criteria_of(scene, beat.item):
        _ask(scene, beat, before)
    else:
        # They have gone over to a version that asks nothing about it.
        project.ask(scene, beat, before)


def _ask(scene: Scene, beat: Write, before: str, *, mended: bool = False) -> None:
    """Ask for two pieces to be told apart, if that is still to come, else for the look."""
    if shown := pair_at(scene.lesson, scene.run, beat.item):
        ask_apart(scene, shown, before)
        return
    _ask_for_look(scene, beat, before, "again" if mended else "first")


def tell_apart(scene: Scene, said: int) -> None:
    """Say which of the two pieces does it, and why, and ask for a look at their own."""
    beat = beat_of(scene)
    shown = pair_at(scene.lesson, scene.run, beat.item)
    if shown is None:
        raise ValueError(f"beat {beat.id} has nothing to tell apart")
    answer = answer_apart(scene, beat.item, shown, said)
    _ask_for_look(scene, beat, answer, "own")


def _is_bare(scene: Scene, beat: Write) -> bool:
    """Whether what came last is a file without a word."""
    latest = submissions.pieces(scene, beat.item)[-1:]
    return any(piece.file and not piece.text for piece in latest)


def _ask_for_look(scene: Scene, beat: Write, before: str, way: _Way) -> None:
    """Ask which line does what the next criterion says; or of all, whether the whole does it."""
    lines = numbered_work.of(scene, beat.item)
    if lines and (left := to_point(scene, beat)):
        shown = [phrase(_LINES[way]), numbered_work.render(lines)]
        _ask_which(scene, beat, left[0], [before, *shown], way)
        return
    key = _FILES[way] if _is_bare(scene, beat) else _WHOLE[way]
    asked = [text for _, text in judging.criteria_left(scene, beat.item)]
    questions = set_off(asked[0]) if len(asked) == 1 else "\n".join(f"- {text}" for text in asked)
    ways = [offer(phrase("project.look.on"), "go"), offer(phrase("project.look.mend"), "mend")]
    # Many lines, which have no numbers, stand far above two pieces that were told apart.
    there = submissions.standing(scene, beat.item) if way == "own" else []
    texts = [submission for submission in there if "\n" in submission.text and not submission.file]
    parts = [before, *submissions.whole(texts, numbered_work.SHOWN), phrase(key), questions]
    _ask_for_work(scene, beat, paragraphs(*parts), [ways])


def ask_next(scene: Scene, beat: Write, criterion: judging.Criterion, *, alike: bool) -> None:
    """Ask the same of another criterion, which is ``alike`` or not."""
    _ask_which(scene, beat, criterion, [], "next" if alike else "first")


def _ask_which(
    scene: Scene,
    beat: Write,
    criterion: judging.Criterion,
    parts: list[str],
    way: _Way | Literal["next"],
) -> None:
    """Ask which line does it, or which doesn't yet of what is asked of every line."""
    every = is_about_every_line(criterion[1])
    lines = range(1, len(numbered_work.of(scene, beat.item)) + 1)
    each = [offer(str(n), "line lacks" if every else "point", n) for n in lines]
    whole = phrase("project.point.every.all" if every else "project.point.all")
    ends = [offer(whole, "point", judging.ALL)]
    if not every:
        ends.append(offer(phrase("project.point.none"), "no line"))
    which = phrase((_EVERY if every else _WHICH).get(way, "project.point.which"))
    half = len(lines) if len(lines) <= ABREAST else -(-len(lines) // 2)
    text = paragraphs(*parts, set_off(criterion[1]), which)
    # A number is a line's, and never that of a button.
    _ask_for_work(scene, beat, text, [each[:half], each[half:], ends], digits=True)


def asks_what_lacks(scene: Scene) -> bool:
    """Whether what is open asks which line doesn't do it yet."""
    rows = scene.open.rows if scene.open else ()
    return any(offer.act[:-1] == call("line lacks") for row in rows for offer in row)


def to_point(scene: Scene, beat: Write) -> list[judging.Criterion]:
    """The criteria of which the line is still to be said; the criterion just shown is first."""
    shown = criterion(scene.lesson, beat.item)
    return sorted(judging.to_point(scene, beat.item), key=lambda pair: pair[1] != shown)


def asks_for_line(scene: Scene, beat: Write) -> bool:
    if scene.run.stage != "judge" or pair_at(scene.lesson, scene.run, beat.item):
        return False
    if checks.failed_checks(beat.checks, submissions.pieces(scene, beat.item)):
        # What is asked for is what a mended version lacks.
        return False
    return bool(numbered_work.of(scene, beat.item) and to_point(scene, beat))


def mend(scene: Scene) -> None:
    """Take it once more before going on, from who was asked to look, or has come back to it."""
    beat = _milestone(scene)
    scene.close_answered()
    ask_to_mend(scene, beat)


def ask_to_mend(scene: Scene, beat: Write) -> None:
    """Ask for it once more, with what no line of it does yet, if that was said."""
    scene.run = replace(scene.run, stage="mend")
    _ask_anew(scene, beat, "")


def _ask_anew(scene: Scene, beat: Write, before: str, *, whole: bool = False) -> None:
    """Ask for another version, with what lacks; of who is back from the judging, the ``whole``."""
    ways = [offer(phrase("try.on"), "go"), offer(phrase("project.all"), "overview")]
    parts = [before, judging.lacking(scene, beat.item)]
    if whole and (unticked := judging.list_unticked(scene, beat.item)):
        there = submissions.whole(submissions.standing(scene, beat.item))
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
        submission.text for submission in submissions.standing(scene, beat.item) if submission.text
    ]
    if scene.run.stage == "judge":
        return bool(text) and ADDED * len(text) >= sum(map(len, there))
    return scene.run.stage == "mend"


def agree(scene: Scene) -> None:
    """Note for the judging that who goes on from a look finds all of it there."""
    beat = playthrough(scene).beat
    if scene.run.stage != "judge" or not isinstance(beat, Write):
        return
    if not checks.failed_checks(beat.checks, submissions.pieces(scene, beat.item)):
        judging.agree(scene, [number for number, _ in judging.criteria_left(scene, beat.item)])


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
    if scene.run.stage != "judge" or pair_at(scene.lesson, scene.run, beat.item) is None:
        return False
    if checks.failed_checks(beat.checks, submissions.pieces(scene, beat.item)):
        # What is asked for is what a mended version lacks.
        return False
    which = read_apart(text)
    if which is not None:
        tell_apart(scene, which)
    return which is not None


def wordless(scene: Scene, beat: Write, text: str) -> bool:
    """Ask again what is open if a sticker came in place of an answer; returns whether it did."""
    if (
        scene.run.stage != "judge"
        or not text
        or any(part.isalnum() or part in "?…." for part in text)
    ):
        return False
    ask(scene, beat, phrase("check.lack.empty"))
    return True


def read_reply(text: str) -> Literal["on", "mend", ""]:
    """What is said by a word alone where the look is open; nothing for their own work."""
    word = fold(text)
    if word in listed_phrases("match.on") or word in listed_phrases("judge.words.yes"):
        return "on"
    return "mend" if word in listed_phrases("judge.words.no") else ""


NEITHER = 0
"""What is said by who names none of the two: "both", "no idea"."""


@value
class Shown:
    """What is shown of a criterion: both pieces, and which of them does it, 1 or 2, and why."""

    criterion: str
    pieces: tuple[str, str]
    right: int
    why: str


def pair_at(lesson: Lesson, run: Run, milestone: str) -> Shown | None:
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

    Its place varies in a lesson, or who has seen that need not read.
    """
    drawn = {milestone: 1 + _digest(lesson, milestone) % 2 for milestone in milestones}
    if len(drawn) > 1 and len({*drawn.values()}) == 1:
        last = max(milestones, key=lambda milestone: _digest(lesson, milestone))
        drawn[last] = 3 - drawn[last]
    return drawn


def _digest(lesson: Lesson, milestone: str) -> int:
    return hashlib.sha256(f"apart {lesson.id} {milestone}".encode()).digest()[0]


def ask_apart(scene: Scene, shown: Shown, before: str) -> None:
    """Ask which does it; a mended version of their own work can be sent as well."""
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
    """A criterion as it stands among other lines: it is Markdown, and a single paragraph."""
    return f"> {criterion}"


def read_apart(text: str) -> int | None:
    """Which piece typed words name, as in "the second"; ``None`` for their own work.

    The reason that somebody gives with it is theirs: "1, because it names a page".
    """
    said = fold(text)
    if typed.says_nothing(text) or (_names_none(said) and not said.isdecimal()):
        return NEITHER
    reasons = listed_words("project.apart.because")
    words = takewhile(lambda word: word not in reasons, WORD.findall(said))
    named = WORD.findall(drop_hedges(" ".join(words)))
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


def answer_apart(scene: Scene, milestone: str, shown: Shown, said: int) -> str:
    """What is told to who has named this piece; the run keeps that it was asked."""
    if said == NEITHER:
        key = "project.apart.told"
    elif said == shown.right:
        key = "project.apart.right"
    else:
        key = "project.apart.wrong"
    scene.answered_with(str(said) if said else phrase("said.unknown"))
    scene.run = replace(scene.run, apart=(*scene.run.apart, milestone))
    return phrase(key, number=shown.right, why=shown.why)


_QUOTED = re.compile(r"\*[^*]+\*|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"")


def is_about_every_line(criterion: str) -> bool:
    """Whether all lines have to do what this says, in any language."""
    words = f" {' '.join(WORD.findall(fold(_QUOTED.sub(' ', criterion))))} "
    for other in sorted(listed_phrases("project.each.but"), key=len, reverse=True):
        # Who begins with "for each" means each.
        words = f" {words[1:].replace(f' {other} ', ' ')}"
    return any(f" {text} " in words for text in listed_phrases("project.each.words"))
