"""What is set, in words."""

from collections.abc import Sequence

from bot.conversation.identities.linking import platform_name
from bot.conversation.language.locale import manner, own_names
from bot.conversation.language.time_of_day import render
from bot.conversation.phrases import count, dates, phrase, weekday
from bot.conversation.turn import Scene
from bot.learning import breaks, zones
from bot.learning.local_time import local
from bot.learning.preferences import EVERY_DAY, Pace, Preferences

WORKDAYS = (0, 1, 2, 3, 4)


def most(scene: Scene) -> str:
    """What matters most, a line each."""
    wanted = scene.learner.preferences
    lines = [
        phrase("set.is.times", times=reminders(wanted)),
        phrase("set.is.goal", goal=goal(wanted.goal)),
        phrase("set.is.language", language=language(wanted.language)),
    ]
    lines += [phrase("set.is.break", days=days) for days in [away(scene)] if days]
    return _lines(lines)


def all_of(scene: Scene, settings: Sequence[str]) -> str:
    """These settings, a line each; two that are told together share theirs."""
    wanted = scene.learner.preferences
    said = {
        "zone": phrase("set.is.zone", zone=zone(scene)),
        "times": phrase("set.is.times", times=reminders(wanted)),
        "quiet": phrase("set.is.quiet", hours=quiet(wanted)),
        "goal": phrase("set.is.goal", goal=goal(wanted.goal)),
        "confidence": phrase("set.is.confidence", choice=on_off(wanted.confidence)),
        "pace": phrase("set.is.pace", choice=pace(wanted.pace)),
        "experiment": phrase("set.is.experiment", choice=on_off(wanted.experiment)),
        "news": phrase("set.is.news", choice=on_off(wanted.news)),
        "platform": phrase("set.is.platform", platform=platform(wanted)),
    }
    if days := away(scene):
        said["break"] = phrase("set.is.break", days=days)
    # The weekdays are told with the times.
    return _lines([said[setting] for setting in settings if setting in said])


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def away(scene: Scene) -> str:
    """The days of a break that is under way or to come; nothing without it."""
    wanted = scene.learner.preferences
    pause = breaks.coming(wanted.breaks, local(wanted, scene.now).date())
    if pause is None:
        return ""
    if pause.last is None:
        return phrase("break.short.open")
    return phrase("break.short", first=dates.date_of(pause.first), last=dates.date_of(pause.last))


def zone(scene: Scene) -> str:
    """The time zone, and what its clock shows."""
    wanted = scene.learner.preferences
    if not wanted.zone:
        return phrase("set.zone.none")
    time = f"{local(wanted, scene.now):%H:%M}"
    return phrase("set.zone.is", place=zones.title(wanted.zone, manner().language), time=time)


def reminders(wanted: Preferences) -> str:
    if not wanted.reminders:
        return phrase("set.none")
    if not wanted.zone:
        return phrase("set.reminders.somewhere")
    times = list_words([render(reminder) for reminder in wanted.reminders])
    return phrase("set.reminders.at", times=times, days=days(wanted.weekdays))


def days(chosen: tuple[int, ...]) -> str:
    if chosen == EVERY_DAY:
        return phrase("set.days.all")
    if chosen == WORKDAYS:
        return phrase("set.days.work")
    return list_words([weekday(number) for number in chosen])


def quiet(wanted: Preferences) -> str:
    return span(wanted.quiet) if wanted.quiet else phrase("set.none")


def span(hours: tuple[int, int]) -> str:
    """From when to when."""
    return phrase("set.span", start=render(hours[0]), end=render(hours[1]))


def goal(answers: int) -> str:
    return count("count.answers", answers) if answers else phrase("set.goal.none")


def pace(chosen: Pace) -> str:
    """How long messages are."""
    return phrase(f"set.pace.{chosen}")


def on_off(choice: bool) -> str:
    """Whether something is on."""
    return phrase("set.on" if choice else "set.off")


def platform(wanted: Preferences) -> str:
    """Where something comes by itself."""
    chosen = wanted.platform
    return platform_name(chosen) if chosen else phrase("set.platform.wrote")


def language(code: str) -> str:
    """A language by its own name; empty for what the platform states."""
    return own_names().get(code) or phrase("set.language.platform")


def list_words(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return phrase("set.and", first=", ".join(words[:-1]), last=words[-1])
