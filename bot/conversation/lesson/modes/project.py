"""Project: several tasks over days, each ticked off or handed in, then judged by a rubric.

A milestone is handed in as text, a link or a file, or is ticked off. A project is a run like any
other, so it can be left and taken up at any time, and an alarm brings a milestone back on the day
that the learner asks for.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, MilestoneOverview, Rate, Write, told
from bot.conversation.lesson.modes.base import Mode, absent
from bot.conversation.phrases import phrase
from bot.lessons.lint.practice import FEWEST_MILESTONES
from bot.lessons.model import Lesson

MINUTES_A_MILESTONE = 30


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The brief, the milestones, all of them once more, the rubric."""
    project = lesson.project
    title = phrase("project.brief", title=lesson.title, count=len(project.milestones))
    yield from told("project.brief", [title, project.brief])
    for number, one in enumerate(project.milestones, start=1):
        lead = phrase(
            "project.milestone", number=number, count=len(project.milestones), title=one.title
        )
        text = "\n\n".join(part for part in (lead, one.text) if part)
        yield Write(f"project.{one.id}", one.id, text, tick=True)
    yield MilestoneOverview("project.overview")
    tasks = tuple(one.id for one in project.milestones)
    yield Rate("project.rate", "project", phrase("project.rate"), project.rubric, tasks)


def _missing(lesson: Lesson) -> str:
    count = len(lesson.project.milestones)
    brief = absent({"brief": lesson.project.brief})
    if count >= FEWEST_MILESTONES:
        return brief
    few = f"at least {FEWEST_MILESTONES} milestones, and there are {count}."
    return f"It needs a brief and {few}" if brief else f"It needs {few}"


def _seconds(lesson: Lesson) -> float:
    return 60.0 * MINUTES_A_MILESTONE * len(lesson.project.milestones)


PROJECT = Mode("project", beats, _missing, _seconds, again=False, days=True)
