"""What was made in a project: what was handed in for each milestone, and how it is shown.

Whoever comes back is told which milestones are done, with the latest of what was handed in. All
that was made is shown once more to be judged: for each milestone what was handed in, or that it is
open. At the end stands what came last, with what is still open. A tick stands only where nothing is
missing. Nothing that was sent is ever lost.
"""

from collections.abc import Sequence
from typing import Literal

from bot.conversation.facts.learner import Submission
from bot.conversation.language.markup import escaped, quoted
from bot.conversation.lesson import files
from bot.conversation.phrases import count, phrase
from bot.conversation.question import checks
from bot.conversation.question.checks import Piece
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.practice import Milestone

LATEST = 3
"""Pieces of work that are shown for a milestone: who looks back wants the last ones."""

LINE = 120
"""Characters of a text that are shown in an overview: two lines on a phone."""

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
    rubric = "\n".join(f"- {one}" for one in scene.lesson.project.rubric)
    judged = [f"{phrase('project.rubric')}\n{rubric}"] if rubric else []
    return "\n\n".join([head, *_all(scene, latest=1), *judged])


def to_judge(scene: Scene) -> str:
    """What there is to judge: each milestone with the beginning of what was handed in for it.

    Nothing where nothing was, or where others would read it, too.
    """
    if scene.envelope.overheard or _last(scene) is None:
        return ""
    return "\n\n".join([phrase("project.made"), *_all(scene, latest=LATEST, most=SHOWN)])


def ended(scene: Scene, run: Run) -> list[str]:
    """What came of it and how it was judged, in parts, at the end of this run.

    What was shown to be judged is not shown again, but for what came last, and what is open.
    """
    lesson, last = scene.lesson, _last(scene)
    parts = [phrase("project.end" if last else "project.end.none", title=lesson.title)]
    judged = [
        phrase(f"project.end.{met}", text=text)
        for text, met in zip(lesson.project.rubric, run.met, strict=False)
    ]
    if last and judged:
        parts += _last_and_open(scene, last)
    elif last:
        parts += _all(scene, latest=LATEST, most=None)
    return [*parts, "\n".join([_verdict(scene, run), *judged])] if judged else parts


def _verdict(scene: Scene, run: Run) -> str:
    """What is said above how it was judged."""
    ticked = len(run.met) > 1 and all(met == "yes" for met in run.met)
    if still := left(scene):
        milestones = scene.lesson.project.milestones
        key = "end.ticked.open" if ticked else "end.judged.open"
        return count(key, len(still), milestone=milestones.index(still[0]) + 1)
    return phrase("project.end.ticked" if ticked else "project.end.judged")


def _last(scene: Scene) -> Milestone | None:
    """The last milestone that something was handed in for: what went before led up to it."""
    milestones = scene.lesson.project.milestones
    return next((one for one in reversed(milestones) if pieces(scene, one.id)), None)


def _all(scene: Scene, *, latest: int, most: int | None = LINE) -> list[str]:
    """Each milestone with so many pieces, the last one's with up to ``most`` characters."""
    last = _last(scene)
    milestones = enumerate(scene.lesson.project.milestones, start=1)
    return [
        part
        for number, one in milestones
        for part in _entry(scene, number, one, latest, most if one == last else LINE)
    ]


def _last_and_open(scene: Scene, last: Milestone) -> list[str]:
    """What came last, whole, and what else is open, or lacks something."""
    milestones = scene.lesson.project.milestones
    found = _entry(scene, milestones.index(last) + 1, last, LATEST, None)
    for one in left(scene):
        found += _entry(scene, milestones.index(one) + 1, one, 0) if one != last else []
    return found


def _entry(
    scene: Scene, number: int, one: Milestone, latest: int, most: int | None = LINE
) -> list[str]:
    """A milestone with the latest of what there is, and what it still lacks.

    Of the last piece up to ``most`` characters are quoted if a line is too short for it: with
    ``None`` all of them.
    """
    mark, made = _mark(scene, one), handed_in(work(scene, one.id))
    long = most != LINE and bool(made) and len(made[-1].text) > LINE
    lines = [phrase(f"project.{mark}", number=number, title=one.title)]
    lines += _short(made, latest)[: -1 if long else None] if latest else []
    if mark == "ticked_off":
        lines.append(phrase("project.nothing"))
    elif mark == "partly":
        lacks = checks.missing(one.hand_in, pieces(scene, one.id))
        lines.append(phrase("project.missing", checks=lacks))
    return ["\n".join(lines), *(whole(made[-1:], most) if long else [])]


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
