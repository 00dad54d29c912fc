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
from bot.conversation.session import call, offer
from bot.conversation.turn import Scene

LATEST = 3
"""Pieces of work that are shown for a milestone: who looks back wants the last ones."""

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


def ask(scene: Scene, beat: Write, before: str) -> None:
    """Ask for a milestone; of one that is done, say what there is and take more."""
    elsewhere = offer(phrase("project.all"), "overview")
    if beat.item in scene.run.worked:
        rows = [[offer(phrase("ask.continue"), "go"), elsewhere]]
        parts = [before, beat.text, phrase("project.there"), *_whole(work(scene, beat.item))]
    else:
        ways_out = [offer(phrase("ask.tick"), "tick"), offer(phrase("ask.skip"), "skip")]
        rows = [ways_out, [offer(phrase("ask.remind"), "remind"), elsewhere]]
        parts = [before, beat.text, phrase("project.hand_in")]
    text = "\n\n".join(part for part in parts if part)
    scene.ask(text, rows, words=call("write"), files=True)


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
    lines = []
    for number, one in enumerate(milestones, start=1):
        key = "project.done" if one.id in worked else "project.open"
        line = phrase(key, number=number, title=one.title)
        lines.append("\n".join([line, *_short(work(scene, one.id))]))
    return "\n\n".join([head, *lines])


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
    return " ".join(part for part in (file, text) if part) or phrase("said.tick")


def _whole(pieces: Sequence[Submission]) -> list[str]:
    """The latest pieces of work with all of their words."""
    earlier = len(pieces) - LATEST
    parts = [phrase("project.earlier", count=earlier)] if earlier > 0 else []
    for one in pieces[-LATEST:]:
        parts += [files.described(one.file)] if one.file else []
        parts += [quoted(one.text)] if one.text else []
        parts += [phrase("project.ticked")] if not (one.file or one.text) else []
    return parts
