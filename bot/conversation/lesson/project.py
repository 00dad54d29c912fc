"""Where a learner is in a project: which milestones are done, and what was handed in for each.

A project lies over days. Its milestones are asked in order, but each can be gone to at any time,
and what is handed in for one again is added to what there is.

Whoever comes back is told first which milestones are done, with the latest of what was handed in.
All that was made is listed once, at the end: for each milestone what was handed in, or that it is
open. A tick stands only where nothing is missing. Nothing that was sent is ever lost.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.conversation.facts.learner import Submission
from bot.conversation.language.markup import escaped, quoted
from bot.conversation.lesson import files
from bot.conversation.lesson.beats import Write
from bot.conversation.phrases import count, phrase
from bot.conversation.question import checks
from bot.conversation.question.checks import Piece
from bot.conversation.session import Offer, Run, call, offer
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten
from bot.lessons.practice import Milestone, pieces_of

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


def written(scene: Scene, item: str, most: int | None = None) -> list[str]:
    """The latest that was written for something in this run, quoted, in ``most`` characters."""
    last = work(scene, item)[-1:]
    return _whole([replace(one, text=shorten(one.text, most)) for one in last] if most else last)


def pieces(scene: Scene, milestone: str) -> list[Piece]:
    """What was handed in for a milestone, to be looked at; ticks are none."""
    return [Piece(one.text, one.file is not None) for one in _made(work(scene, milestone))]


def _made(there: Sequence[Submission]) -> list[Submission]:
    """What of this was handed in: a tick hands in nothing."""
    return [one for one in there if one.text or one.file]


def ask(scene: Scene, beat: Write, before: str) -> None:
    """Ask for a milestone; of one that is done, say what there is and take more."""
    there = work(scene, beat.item)
    elsewhere = offer(phrase("project.all"), "overview")
    asked = checks.asked_for(beat.checks) if beat.checks else ""
    if beat.item in scene.run.worked:
        rows = [[offer(phrase("ask.continue"), "go"), elsewhere]]
        parts = [before, beat.text, asked, *_standing(scene, beat, there)]
    elif there:
        parts = [before, beat.text, phrase("project.so_far"), *_whole(there)]
        ask_more(scene, beat, "\n\n".join(part for part in parts if part))
        return
    else:
        ways_out = [offer(phrase("ask.tick"), "tick"), offer(phrase("ask.skip"), "skip")]
        rows = [ways_out, [offer(phrase("ask.remind"), "remind"), elsewhere]]
        hint = phrase("project.send" if beat.checks else "project.hand_in")
        # What the buttons do is said with the first one, and not to who has come back to it.
        keeps = "" if scene.run.worked or scene.lead else phrase("project.keeps")
        parts = [before, beat.text, *_earlier(scene, beat), asked, f"{hint} {keeps}".strip()]
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


def _standing(scene: Scene, beat: Write, there: list[Submission]) -> list[str]:
    """What there is for a milestone that is done, or was left with something missing."""
    handed_in = pieces(scene, beat.item)
    if not handed_in:
        return [_ticked(beat)]
    if not checks.failed(beat.checks, handed_in):
        return [phrase("project.there"), *_whole(there)]
    told = checks.told(beat.checks, handed_in)
    return [phrase("project.so_far"), *_whole(there), told, phrase("project.lacking.left")]


def _ticked(beat: Write) -> str:
    """What is said of a milestone that was ticked off: with what is asked for, it still is."""
    return phrase("project.nothing.yet" if beat.checks else "project.ticked")


def _earlier(scene: Scene, beat: Write) -> list[str]:
    """What a milestone builds on: what was handed in for that, or else what will do instead.

    Of several, what will do instead is said once, for the first that there is nothing of.
    """
    there = [one for one in pieces_of(beat.builds_on) if one[0] in scene.library.cards]
    if not there:
        return [phrase("project.begin_here", text=beat.begin_here)] if beat.begin_here else []
    found, instead = [], beat.begin_here
    for lesson, item in there:
        made, parts = _made_before(scene, lesson, item, instead)
        found += parts
        instead = instead if made else ""
    return found


def _made_before(scene: Scene, lesson: str, item: str, instead: str) -> tuple[bool, list[str]]:
    """Whether something was handed in for this, and it, or else that there is nothing of it."""
    card = scene.library.cards[lesson]
    # What was handed in a moment ago, in this very run, is loaded with it.
    made = _made(work(scene, item)) if lesson == scene.run.lesson else []
    one = made[-1] if made else scene.known.made.get((lesson, item))
    here = (each.title for each in scene.lesson.project.milestones if each.id == item)
    title = next(here, "") if lesson == scene.run.lesson else ""
    title = title or escaped(card.title)
    if one is None:
        key = "project.builds.instead" if instead else "project.builds.none"
        return False, [phrase(key, title=title, text=instead)]
    said = one.text if len(one.text) <= SHOWN else f"{one.text[:SHOWN]}…"
    parts = [phrase("project.builds", title=title)]
    parts += [files.described(one.file)] if one.file else []
    return True, parts + ([quoted(said)] if said else [])


def ask_overview(scene: Scene, *, files: bool) -> None:
    """Show all milestones, each to go to; ``files`` are welcome once all of them were come to."""
    rows = [[offer(phrase("ask.continue"), "here")], *_visits(scene.lesson.project.milestones)]
    scene.ask(overview(scene), rows, files=files)


def ask_last(scene: Scene, before: str) -> None:
    """Say that all milestones were come to, and ask whether to judge, or go to what is open."""
    run, project = scene.run, scene.lesson.project
    left = _left(scene)
    judged = bool(run.worked and project.rubric)
    done, total = len(project.milestones) - len(left), len(project.milestones)
    told = phrase("project.last.open", done=done, count=total) if left else phrase("project.last")
    onward = offer(phrase("project.judge" if judged else "project.finish"), "go")
    elsewhere = offer(phrase("project.all"), "overview")
    text = "\n\n".join(part for part in (before, told) if part)
    # Files are welcome still once the last milestone is handed in.
    scene.ask(text, [[onward], *_visits(project.milestones, left), [elsewhere]], files=True)


def _visits(
    milestones: Sequence[Milestone], wanted: Sequence[Milestone] | None = None
) -> list[list[Offer]]:
    """A button for each milestone, or for those that are wanted, with its number."""
    return [
        [offer(phrase("project.visit", number=number, title=one.title), "visit", one.id)]
        for number, one in enumerate(milestones, start=1)
        if wanted is None or one in wanted
    ]


def overview(scene: Scene) -> str:
    """Each milestone with the latest of what was handed in, and by what it will be judged."""
    milestones = scene.lesson.project.milestones
    done = sum(_mark(scene, one) in ("done", "ticked_off") for one in milestones)
    head = phrase("project.overview", title=scene.lesson.title, done=done, count=len(milestones))
    rubric = "\n".join(f"- {one}" for one in scene.lesson.project.rubric)
    judged = [f"{phrase('project.rubric')}\n{rubric}"] if rubric else []
    return "\n\n".join([head, *_list(scene, latest=1), *judged])


def ended(scene: Scene, run: Run) -> list[str]:
    """What was made and how it was judged, in parts, at the end of this run."""
    lesson = scene.lesson
    made = any(pieces(scene, one.id) for one in lesson.project.milestones)
    parts = [phrase("project.end" if made else "project.end.none", title=lesson.title)]
    parts += _list(scene, latest=LATEST, last_whole=True) if made else []
    judged = [
        phrase(f"project.end.{met}", text=text)
        for text, met in zip(lesson.project.rubric, run.met, strict=False)
    ]
    left = len(_left(scene))
    head = count("end.judged.open", left) if left else phrase("project.end.judged")
    return [*parts, "\n".join([head, *judged])] if judged else parts


def _list(scene: Scene, *, latest: int, last_whole: bool = False) -> list[str]:
    """Each milestone with so much of what there is, and what it still lacks.

    With ``last_whole`` the last thing that was made is not cut: what went before led up to it.
    """
    found, milestones = [], scene.lesson.project.milestones
    made = {one.id: _made(work(scene, one.id)) for one in milestones}
    last = [one.id for one in milestones if made[one.id]][-1:] if last_whole else []
    for number, one in enumerate(milestones, start=1):
        mark, handed_in = _mark(scene, one), pieces(scene, one.id)
        whole = made[one.id][-1:] if one.id in last and len(made[one.id][-1].text) > LINE else []
        lines = [phrase(f"project.{mark}", number=number, title=one.title)]
        lines += _short(made[one.id], latest)[: -1 if whole else None]
        if mark == "ticked_off":
            lines.append(phrase("project.nothing"))
        elif mark == "partly":
            lacks = checks.missing(one.hand_in, handed_in)
            lines.append(phrase("project.missing", checks=lacks))
        found += ["\n".join(lines), *_whole(whole)]
    return found


def _left(scene: Scene) -> list[Milestone]:
    """The milestones that are open, or lack something."""
    milestones = scene.lesson.project.milestones
    return [one for one in milestones if _mark(scene, one) in ("open", "partly")]


def _mark(scene: Scene, one: Milestone) -> Literal["done", "ticked_off", "partly", "open"]:
    """How far a milestone is; only what lacks nothing is done, or ticked off."""
    handed_in = pieces(scene, one.id)
    if handed_in and checks.missing(one.hand_in, handed_in):
        return "partly"
    if one.id not in scene.run.worked:
        return "open"
    return "done" if handed_in else "ticked_off"


def visit(scene: Scene, milestone: str) -> None:
    """Go to a milestone, whether or not it is done."""
    run = replace(scene.run, beat=beat_of(milestone), stage="open", choice=None, answer=None)
    scene.run = replace(run, asked_at=scene.now)


def beat_of(milestone: str) -> str:
    """The beat that asks for a milestone."""
    return f"project.{milestone}"


def _short(made: Sequence[Submission], latest: int) -> list[str]:
    """A line for each of the latest pieces of work."""
    lines = [_line(one) for one in made[-latest:]]
    earlier = len(made) - len(lines)
    return [*([phrase("project.earlier", count=earlier)] if earlier > 0 else []), *lines]


def _line(one: Submission) -> str:
    words = " ".join(one.text.split())
    text = f"“{escaped(words if len(words) <= LINE else f'{words[:LINE]}…')}”" if words else ""
    file = files.described(one.file) if one.file else ""
    return " ".join(part for part in (file, text) if part)


def _whole(there: Sequence[Submission]) -> list[str]:
    """The latest pieces of work with all of their words."""
    made = _made(there)
    earlier = len(made) - LATEST
    parts = [phrase("project.earlier", count=earlier)] if earlier > 0 else []
    for one in made[-LATEST:]:
        parts += [files.described(one.file)] if one.file else []
        parts += [quoted(one.text)] if one.text else []
    return parts
