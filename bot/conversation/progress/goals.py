"""A daily goal: answers a learner aims at, and how their last days were."""

from dataclasses import replace
from datetime import date, timedelta

from bot.conversation.facts.learner import Attempt, GoalReached
from bot.conversation.needs.learner import Mirror
from bot.conversation.phrases import count, phrase
from bot.conversation.turn import Scene
from bot.learning.habits import by_day, day_of, span
from bot.learning.logbook import Logbook, Past
from bot.learning.zones import clock

WEEK = 7
"""Days that are looked back on, today included."""


def today(scene: Scene) -> date:
    """The day that it is for the learner."""
    return day_of(scene.now, clock(scene.session.preferences.zone))


def reached(scene: Scene, book: Logbook) -> tuple[Logbook, str]:
    """What is said once a day when the goal is reached; nothing if it is not, or was before."""
    goal = scene.session.preferences.goal
    if not any(isinstance(fact, Attempt) for fact in scene.facts):
        return book, ""
    if not goal or book.today < goal or book.reached == book.day:
        return book, ""
    scene.facts.append(GoalReached(book.day, goal))
    return replace(book, reached=book.day), count("goal.reached", goal)


def week(scene: Scene) -> str:
    """How the last days were, and how far today is; nothing if there was nothing."""
    mirror, past = scene.known.mirror or Mirror(), scene.known.past or Past()
    wanted = scene.session.preferences
    now = today(scene)
    days = span(now - timedelta(days=WEEK - 1), WEEK)
    counts = by_day(mirror.answered, clock(wanted.zone))
    answers = [counts[day] for day in days if counts[day]]
    if not answers:
        return ""
    times = count("goal.answers", sum(answers))
    parts = [phrase("goal.week", answers=times, days=count("goal.days", len(answers)))]
    if kept := sum(day.isoformat() in past.reached for day in days):
        parts.append(count("goal.kept", kept))
    if wanted.goal and now.isoformat() not in past.reached:
        parts.append(phrase("goal.today", done=counts[now], goal=wanted.goal))
    return " ".join(parts)
