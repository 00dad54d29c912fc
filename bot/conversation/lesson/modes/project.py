"""Project: several tasks over days, each ticked off or handed in, then judged by a rubric.

A milestone is handed in as text, a link or a file, or is ticked off. A project is a run like any
other, so it can be left and taken up at any time, and an alarm brings a milestone back on the day
that the learner asks for.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, MilestoneOverview, Rate, Write, tells
from bot.conversation.lesson.modes.base import Mode, absent
from bot.conversation.offers import offer
from bot.conversation.phrases import count, phrase
from bot.lessons.lint.practice import FEWEST_MILESTONES
from bot.lessons.model import Lesson
from bot.lessons.practice import Project
from bot.values import replace

MINUTES_A_MILESTONE = 30
"""Of a project that does not say how long it takes."""

HOUR = 60

TOGETHER = 2
"""Lines of the rubric that a message asks: more are passed over."""


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The brief, the milestones, all of them once more, the rubric."""
    project = lesson.project
    title = phrase(
        "project.brief",
        title=lesson.title,
        milestones=count("count.milestones", len(project.milestones)),
        time=_time(project),
    )
    *first, brief = tells("project.brief", [title, project.brief])
    # By what it will be judged can be looked up before it begins.
    ahead = phrase("project.ahead" if project.rubric else "project.all")
    yield from [*first, replace(brief, beside=(offer(ahead, "overview"),))]
    for number, milestone in enumerate(project.milestones, start=1):
        lead = phrase(
            "project.milestone", number=number, count=len(project.milestones), title=milestone.title
        )
        text = "\n\n".join(part for part in (lead, milestone.text) if part)
        yield Write(
            f"project.{milestone.id}",
            milestone.id,
            text,
            tick=True,
            checks=milestone.hand_in,
            builds_on=milestone.builds_on,
            begin_here=milestone.begin_here,
            ways_round=milestone.ways_round,
            how=milestone.how,
        )
    yield MilestoneOverview("project.overview")
    tasks = tuple(milestone.id for milestone in project.milestones)
    rubric = tuple(text for text, _ in project.criteria)
    lead = phrase("project.rate")
    yield Rate("project.rate", "project", lead, rubric, tasks, together=TOGETHER)


def extent(minutes: int) -> str:
    """How long work takes; from two hours on in halves of an hour, as people reckon."""
    if minutes < 2 * HOUR and minutes % HOUR:
        return count("count.minutes", minutes)
    hours = round(2 * minutes / HOUR) / 2
    return count("count.hours", int(hours) if hours == int(hours) else hours)


def _minutes(project: Project) -> int:
    return project.minutes or MINUTES_A_MILESTONE * len(project.milestones)


def _time(project: Project) -> str:
    """How long it takes: as its author says, or about so long."""
    time = extent(_minutes(project))
    if not project.minutes:
        return phrase("project.time.about", time=time)
    if not project.days:
        return phrase("project.time", time=time)
    return phrase("project.time.days", time=time, days=count("count.days", project.days))


def _missing(lesson: Lesson) -> str:
    count = len(lesson.project.milestones)
    brief = absent({"brief": lesson.project.brief})
    if count >= FEWEST_MILESTONES:
        return brief
    few = f"at least {FEWEST_MILESTONES} milestones, and there are {count}."
    return f"It needs a brief and {few}" if brief else f"It needs {few}"


def _seconds(lesson: Lesson) -> float:
    return 60.0 * _minutes(lesson.project)


PROJECT = Mode("project", beats, _missing, _seconds, version=2, again=False, days=True, adds=6)
