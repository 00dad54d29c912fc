"""What was made in a project: what was handed in for each milestone, and how it is shown.

Whoever comes back is told which milestones are done, with the latest of what was handed in. A tick
stands only where nothing is missing. Nothing that was sent is ever lost. How it is judged, and what
stands at the end, is in ``judging``.
"""

from collections.abc import Sequence
from typing import Literal

from bot.conversation.facts.learner import Submission
from bot.conversation.language.markup import escaped, quoted
from bot.conversation.lesson import files
from bot.conversation.phrases import phrase
from bot.conversation.question import checks
from bot.conversation.question.checks import Piece
from bot.conversation.turn import Scene
from bot.lessons.practice import Milestone
from bot.values import replace

LATEST = 3
"""Pieces of work that are shown for a milestone: who looks back wants the last ones."""

LINE = 120
"""Characters of a text that are shown in an overview: two lines on a phone."""

GLANCE = 60
"""Characters of a text that are shown at the end, where there is a line for each milestone."""

SHOWN = 600
"""Characters of earlier work that are shown to go on from: the rest is up in the chat."""


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
    return whole(work(scene, item)[-1:], most)


def pieces(scene: Scene, milestone: str) -> list[Piece]:
    """What was handed in for a milestone, to be looked at; ticks are none."""
    return [Piece(one.text, one.file is not None) for one in handed_in(work(scene, milestone))]


def handed_in(there: Sequence[Submission]) -> list[Submission]:
    """What of this was handed in: a tick hands in nothing."""
    return [one for one in there if one.text or one.file]


def overview(scene: Scene) -> str:
    """Each milestone with the latest of what was handed in, and by what it will be judged."""
    milestones = scene.lesson.project.milestones
    done = sum(_mark(scene, one) in ("done", "ticked_off") for one in milestones)
    head = phrase("project.overview", title=scene.lesson.title, done=done, count=len(milestones))
    rubric = "\n".join(f"- {text}" for text, _ in scene.lesson.project.criteria)
    judged = [f"{phrase('project.rubric')}\n{rubric}"] if rubric else []
    shown = [part for one in milestones for part in entry(scene, one, 1)]
    return "\n\n".join([head, *shown, *judged])


def last(scene: Scene) -> Milestone | None:
    """The last milestone that something was handed in for: what went before led up to it."""
    milestones = scene.lesson.project.milestones
    return next((one for one in reversed(milestones) if pieces(scene, one.id)), None)


def entry(scene: Scene, one: Milestone, latest: int, most: int | None = LINE) -> list[str]:
    """A milestone with the latest of what there is, and what it still lacks.

    Of the last piece up to ``most`` characters are quoted if a line is too short for it: with
    ``None`` all of them.
    """
    mark, made = _mark(scene, one), handed_in(work(scene, one.id))
    long = most != LINE and bool(made) and len(made[-1].text) > LINE
    number = scene.lesson.project.milestones.index(one) + 1
    lines = [phrase(f"project.{mark}", number=number, title=one.title)]
    lines += _short(made, latest)[: -1 if long else None] if latest else []
    lines += _lacks(scene, one)
    return ["\n".join(lines), *(whole(made[-1:], most) if long else [])]


def _lacks(scene: Scene, one: Milestone) -> list[str]:
    """What is not there of a milestone that was ticked off, or of which something was handed in."""
    mark = _mark(scene, one)
    if mark == "ticked_off":
        return [phrase("project.nothing")]
    if mark == "partly":
        lacks = checks.missing(one.hand_in, pieces(scene, one.id))
        return [phrase("project.missing", checks=lacks)]
    return []


def glance(scene: Scene, one: Milestone) -> str:
    """A milestone with the first words of the latest that there is, and what it still lacks."""
    mark, there = _mark(scene, one), handed_in(work(scene, one.id))
    number = scene.lesson.project.milestones.index(one) + 1
    title = phrase(f"project.{mark}", number=number, title=one.title)
    first = [_line(replace(each, text=first_words(each.text))) for each in there[-1:]]
    return " ".join([title, *first, *_lacks(scene, one)])


def left(scene: Scene) -> list[Milestone]:
    """The milestones that are open, or lack something."""
    milestones = scene.lesson.project.milestones
    return [one for one in milestones if _mark(scene, one) in ("open", "partly")]


def _mark(scene: Scene, one: Milestone) -> Literal["done", "ticked_off", "partly", "open"]:
    """How far a milestone is; only what lacks nothing is done, or ticked off."""
    there = pieces(scene, one.id)
    if there and checks.missing(one.hand_in, there):
        return "partly"
    if one.id not in scene.run.worked:
        return "open"
    return "done" if there else "ticked_off"


def _short(made: Sequence[Submission], latest: int) -> list[str]:
    """A line for each of the latest pieces of work."""
    lines = [_line(one) for one in made[-latest:]]
    earlier = len(made) - len(lines)
    return [*([phrase("project.earlier", count=earlier)] if earlier > 0 else []), *lines]


def _line(one: Submission) -> str:
    words = " ".join(one.text.split())
    text = f"“{escaped(shortened(words, LINE))}”" if words else ""
    file = files.described(one.file) if one.file else ""
    return " ".join(part for part in (file, text) if part)


def whole(there: Sequence[Submission], most: int | None = None) -> list[str]:
    """The latest pieces of work with all of their words, or with ``most`` characters of each."""
    made = handed_in(there)
    earlier = len(made) - LATEST
    parts = [phrase("project.earlier", count=earlier)] if earlier > 0 else []
    for one in made[-LATEST:]:
        parts += [files.described(one.file)] if one.file else []
        parts += [quoted(shortened(one.text, most))] if one.text else []
    return parts


def shortened(text: str, most: int | None) -> str:
    """The beginning of a text, with dots where it goes on."""
    return text if most is None or len(text) <= most else f"{text[:most]}…"


def first_words(text: str, most: int = GLANCE) -> str:
    """The beginning of a text, on one line, up to the end of a word if it has any."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    begun, _, _ = words[: most + 1].rpartition(" ")
    return f"{begun or words[:most]}…"
