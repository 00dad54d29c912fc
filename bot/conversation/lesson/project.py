"""Where a learner is in a project: which milestones are done, and what was handed in for each.

A project lies over days. Its milestones are asked in order, but each can be gone to at any time,
and what is handed in for one again is added to what there is.

Whoever comes back is told first which milestones are done, with what was handed in for each.
Nothing that was sent is ever lost.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.facts.learner import Submission
from bot.conversation.language.markup import escaped, quoted
from bot.conversation.lesson import files
from bot.conversation.lesson.beats import Write
from bot.conversation.phrases import phrase
from bot.conversation.question import checks
from bot.conversation.question.checks import Piece
from bot.conversation.session import Offer, Run, call, offer
from bot.conversation.turn import Scene
from bot.lessons.practice import Milestone

LATEST = 3
"""Pieces of work that are shown for a milestone: who looks back wants the last ones."""

SHOWN = 600
"""Characters of earlier work that are shown to build on: the rest is up in the chat."""

LINE = 120
"""Characters of a text that are shown in an overview: two lines on a phone."""


def work(scene: Scene, milestone: str) -> list[Submission]:
    """All that was handed in for a milestone of this run, this turn too, oldest first."""
    facts = [*(scene.known.work or ()), *scene.facts]
    return [
        fact
        for fact in facts
        if isinstance(fact, Submission) and (fact.run, fact.item) == (scene.run.folder, milestone)
    ]


def pieces(scene: Scene, milestone: str) -> list[Piece]:
    """What was handed in for a milestone, to be looked at; ticks are none."""
    return [
        Piece(one.text, one.file is not None)
        for one in work(scene, milestone)
        if one.text or one.file
    ]


def ask(scene: Scene, beat: Write, before: str) -> None:
    """Ask for a milestone; of one that is done, say what there is and take more."""
    there = work(scene, beat.item)
    elsewhere = offer(phrase("project.all"), "overview")
    asked = checks.asked_for(beat.checks) if beat.checks else ""
    if beat.item in scene.run.worked:
        rows = [[offer(phrase("ask.continue"), "go"), elsewhere]]
        parts = [before, beat.text, asked]
        handed_in = pieces(scene, beat.item)
        parts += [phrase("project.there"), *_whole(there)] if handed_in else [_ticked(beat)]
    elif there:
        parts = [before, beat.text, phrase("project.so_far"), *_whole(there)]
        ask_more(scene, beat, "\n\n".join(part for part in parts if part))
        return
    else:
        ways_out = [offer(phrase("ask.tick"), "tick"), offer(phrase("ask.skip"), "skip")]
        rows = [ways_out, [offer(phrase("ask.remind"), "remind"), elsewhere]]
        hint = phrase("project.send" if beat.checks else "project.hand_in")
        parts = [before, beat.text, *_earlier(scene, beat), asked, hint]
    _ask(scene, beat, parts, rows)


def ask_more(scene: Scene, beat: Write, before: str) -> None:
    """Say what is there and what is missing, and take more; it can be left at that."""
    told = checks.told(beat.checks, pieces(scene, beat.item))
    elsewhere = offer(phrase("project.all"), "overview")
    leave = offer(phrase("project.leave"), "tick")
    rows = [[leave], [offer(phrase("ask.remind"), "remind"), elsewhere]]
    _ask(scene, beat, [before, told, phrase("project.lacking")], rows)


def _ask(scene: Scene, beat: Write, parts: list[str], rows: list[list[Offer]]) -> None:
    text = "\n\n".join(part for part in parts if part)
    digits = checks.numeric(beat.checks)
    scene.ask(text, rows, words=call("write"), files=True, digits=digits)


def _ticked(beat: Write) -> str:
    """What is said of a milestone that was ticked off: with what is asked for, it still is."""
    return phrase("project.nothing.yet" if beat.checks else "project.ticked")


def _earlier(scene: Scene, beat: Write) -> list[str]:
    """What a milestone builds on: what the learner handed in for an earlier lesson."""
    lesson, _, item = beat.builds_on.partition("/")
    card = scene.library.cards.get(lesson)
    if card is None:
        return []
    # What was handed in a moment ago, in this very run, is loaded with it.
    own = work(scene, item) if lesson == scene.run.lesson else []
    made = [one for one in own if one.text or one.file]
    one = made[-1] if made else scene.known.made.get((lesson, item))
    title = escaped(card.title)
    if one is None:
        return [phrase("project.builds.none", title=title)]
    said = one.text if len(one.text) <= SHOWN else f"{one.text[:SHOWN]}…"
    parts = [phrase("project.builds", title=title)]
    parts += [files.described(one.file)] if one.file else []
    return parts + ([quoted(said)] if said else [])


def ask_overview(scene: Scene, before: str = "", *, last: bool = False) -> None:
    """Show all milestones, each to go to; ``last`` says that all of them were come to."""
    run, project = scene.run, scene.lesson.project
    if last:
        key = "project.judge" if run.worked and project.rubric else "project.finish"
        onward = offer(phrase(key), "go")
    else:
        onward = offer(phrase("ask.continue"), "here")
    rows = [[onward]]
    rows += [
        [offer(phrase("project.visit", number=number, title=one.title), "visit", one.id)]
        for number, one in enumerate(project.milestones, start=1)
    ]
    # Files are welcome still once the last milestone is handed in.
    text = "\n\n".join(part for part in (before, overview(scene)) if part)
    scene.ask(text, rows, files=last)


def overview(scene: Scene) -> str:
    """Each milestone with what was handed in for it."""
    milestones, worked = scene.lesson.project.milestones, scene.run.worked
    done = sum(one.id in worked for one in milestones)
    head = phrase("project.overview", title=scene.lesson.title, done=done, count=len(milestones))
    lines = [_status(scene, number, one) for number, one in enumerate(milestones, start=1)]
    return "\n\n".join([head, *lines])


def ended(scene: Scene, run: Run) -> list[str]:
    """What was made and how it was judged, in parts, at the end of this run."""
    lesson = scene.lesson
    milestones = lesson.project.milestones
    if any(pieces(scene, one.id) for one in milestones):
        parts = [phrase("project.end", title=lesson.title)]
        parts += [_status(scene, number, one) for number, one in enumerate(milestones, start=1)]
    else:
        parts = [phrase("project.end.none", title=lesson.title)]
    judged = [
        phrase(f"project.end.{met}", text=text)
        for text, met in zip(lesson.project.rubric, run.met, strict=False)
    ]
    return [*parts, "\n".join([phrase("project.end.judged"), *judged])] if judged else parts


def _status(scene: Scene, number: int, one: Milestone) -> str:
    """A milestone with the latest of what there is, and what it still lacks."""
    there, done = work(scene, one.id), one.id in scene.run.worked
    handed_in = pieces(scene, one.id)
    missing = checks.missing(one.hand_in, handed_in)
    whole = handed_in and not missing
    mark = "open" if not done else "done" if whole else "ticked_off"
    lines = [phrase(f"project.{mark}", number=number, title=one.title)]
    lines += _short([piece for piece in there if piece.text or piece.file])
    if done and not handed_in:
        lines.append(phrase("project.nothing"))
    elif handed_in and missing:
        lines.append(phrase("project.missing", checks=missing))
    return "\n".join(lines)


def visit(scene: Scene, milestone: str) -> None:
    """Go to a milestone, whether or not it is done."""
    run = replace(scene.run, beat=f"project.{milestone}", stage="open", choice=None, answer=None)
    scene.run = replace(run, asked_at=scene.now)


def _short(pieces: Sequence[Submission]) -> list[str]:
    """A line for each of the latest pieces of work."""
    lines = [_line(one) for one in pieces[-LATEST:]]
    earlier = len(pieces) - len(lines)
    return [*([phrase("project.earlier", count=earlier)] if earlier > 0 else []), *lines]


def _line(one: Submission) -> str:
    words = " ".join(one.text.split())
    text = f"“{escaped(words if len(words) <= LINE else f'{words[:LINE]}…')}”" if words else ""
    file = files.described(one.file) if one.file else ""
    return " ".join(part for part in (file, text) if part)


def _whole(pieces: Sequence[Submission]) -> list[str]:
    """The latest pieces of work with all of their words."""
    earlier = len(pieces) - LATEST
    parts = [phrase("project.earlier", count=earlier)] if earlier > 0 else []
    for one in pieces[-LATEST:]:
        parts += [files.described(one.file)] if one.file else []
        parts += [quoted(one.text)] if one.text else []
        parts += [phrase("project.ticked")] if not (one.file or one.text) else []
    return parts
