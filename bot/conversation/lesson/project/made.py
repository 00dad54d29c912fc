"""What was made in a project: what was handed in for each milestone, and how it is shown.

Whoever comes back is told which milestones are done, with the latest of what was handed in. A tick
stands only where nothing is missing. Nothing that was sent is ever lost, but a version that another
one took the place of is not shown (``versions``). How it is judged, and what stands at the end, is
in ``judging``.
"""

from collections.abc import Sequence
from typing import Literal

from bot.conversation.facts.learner import Submission
from bot.conversation.language.markup import escaped, quoted
from bot.conversation.lesson.project import files
from bot.conversation.lesson.project.versions import standing, work
from bot.conversation.phrases import phrase
from bot.conversation.question import checks
from bot.conversation.question.checks import Piece
from bot.conversation.turn import Scene
from bot.lessons.practice import Milestone
from bot.values import replace

LATEST = 3
"""Pieces of work of which a line is shown for a milestone: who looks back wants the last ones."""

MOST = 10
"""Pieces of work that are shown whole: all of them, but for who sends one after the other."""

WHOLE = 4_000
"""Characters of them that are shown whole, as of one text: a message of Telegram's."""

LINE = 120
"""Characters of a text that are shown in an overview: two lines on a phone."""

GLANCE = 60
"""Characters of a text that are shown at the end, where there is a line for each milestone."""

SHOWN = 600
"""Characters of earlier work that are shown to go on from: the rest is up in the chat."""


def written(scene: Scene, item: str, most: int | None = None) -> list[str]:
    """The latest that was written for something in this run, quoted, in ``most`` characters."""
    return whole(work(scene, item)[-1:], most)


def pieces(scene: Scene, milestone: str) -> list[Piece]:
    """What was handed in for a milestone, to be looked at; ticks are none."""
    return [
        Piece(submission.text, submission.file is not None)
        for submission in standing(scene, milestone)
    ]


def overview(scene: Scene) -> str:
    """Each milestone with the latest of what was handed in, and by what it will be judged."""
    milestones = scene.lesson.project.milestones
    done = sum(_mark(scene, milestone) in ("done", "ticked_off") for milestone in milestones)
    head = phrase("project.overview", title=scene.lesson.title, done=done, count=len(milestones))
    rubric = "\n".join(f"- {text}" for text, _ in scene.lesson.project.criteria)
    judged = [f"{phrase('project.rubric')}\n{rubric}"] if rubric else []
    shown = [part for milestone in milestones for part in entry(scene, milestone, 1)]
    return "\n\n".join([head, *shown, *judged])


def last(scene: Scene) -> Milestone | None:
    """The last milestone that something was handed in for: what went before led up to it."""
    milestones = scene.lesson.project.milestones
    return next(
        (milestone for milestone in reversed(milestones) if pieces(scene, milestone.id)), None
    )


def entry(scene: Scene, milestone: Milestone, latest: int, most: int | None = LINE) -> list[str]:
    """A milestone with the latest of what there is, and what it still lacks.

    All pieces are quoted, up to ``most`` characters together, if one of them has several lines or
    is too long for one: with ``None`` all that one text may have.
    """
    mark, made = _mark(scene, milestone), standing(scene, milestone.id)
    long = most != LINE and any(len(each.text) > LINE or "\n" in each.text.strip() for each in made)
    number = scene.lesson.project.milestones.index(milestone) + 1
    lines = [phrase(f"project.{mark}", number=number, title=milestone.title)]
    lines += _short(made, latest) if latest and not long else []
    lines += _lacks(scene, milestone)
    return ["\n".join(lines), *(whole(made, most) if long else [])]


def _lacks(scene: Scene, milestone: Milestone) -> list[str]:
    """What is not there of a milestone that was ticked off, or of which something was handed in."""
    mark = _mark(scene, milestone)
    if mark == "ticked_off":
        return [phrase("project.nothing")]
    if mark == "partly":
        lacks = checks.missing(milestone.hand_in, pieces(scene, milestone.id))
        return [phrase("project.missing", checks=lacks)]
    return []


def glance(scene: Scene, milestone: Milestone) -> str:
    """A milestone with the first words of the latest that there is, and what it still lacks."""
    mark, there = _mark(scene, milestone), standing(scene, milestone.id)
    number = scene.lesson.project.milestones.index(milestone) + 1
    title = phrase(f"project.{mark}", number=number, title=milestone.title)
    first = [_line(replace(each, text=first_words(each.text))) for each in there[-1:]]
    return " ".join([title, *first, *_lacks(scene, milestone)])


def left(scene: Scene) -> list[Milestone]:
    """The milestones that are open, or lack something."""
    milestones = scene.lesson.project.milestones
    return [milestone for milestone in milestones if _mark(scene, milestone) in ("open", "partly")]


def _mark(scene: Scene, milestone: Milestone) -> Literal["done", "ticked_off", "partly", "open"]:
    """How far a milestone is; only what lacks nothing is done, or ticked off."""
    there = pieces(scene, milestone.id)
    if there and checks.missing(milestone.hand_in, there):
        return "partly"
    if milestone.id not in scene.run.worked:
        return "open"
    return "done" if there else "ticked_off"


def _short(made: Sequence[Submission], latest: int) -> list[str]:
    """A line for each of the latest pieces of work."""
    lines = [_line(submission) for submission in made[-latest:]]
    earlier = len(made) - len(lines)
    return [*([phrase("project.earlier", count=earlier)] if earlier > 0 else []), *lines]


def _line(submission: Submission) -> str:
    words = " ".join(submission.text.split())
    text = f"“{escaped(shortened(words, LINE))}”" if words else ""
    file = files.described(submission.file) if submission.file else ""
    return " ".join(part for part in (file, text) if part)


def whole(made: Sequence[Submission], most: int | None = None) -> list[str]:
    """The pieces of work with all of their words, or with ``most`` characters of all together."""
    earlier = len(made) - MOST
    parts = [phrase("project.earlier", count=earlier)] if earlier > 0 else []
    shown = made[-MOST:]
    shared = shares(
        [len(other_submission.text) for other_submission in shown], WHOLE if most is None else most
    )
    for submission, share in zip(shown, shared, strict=True):
        parts += [files.described(submission.file)] if submission.file else []
        parts += [quoted(shortened(submission.text, share))] if submission.text else []
    return parts


def shares(lengths: Sequence[int], most: int) -> list[int]:
    """How many characters of each are shown: what is short is whole, and the rest shares alike."""
    given = [0] * len(lengths)
    in_order = sorted(range(len(lengths)), key=lambda at: lengths[at])
    for done, at in enumerate(in_order):
        given[at] = min(lengths[at], most // (len(lengths) - done))
        most -= given[at]
    return given


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
