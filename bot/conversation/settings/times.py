"""Reminders: at which times, on which weekdays, and the hours in which nothing comes.

Where others can read, the learner first agrees to be written to alone. Without a time zone there
is no local time, so that is asked before the first time of day.
"""

from dataclasses import replace

from bot.conversation.phrases import phrase, weekday
from bot.conversation.review import reminder
from bot.conversation.session import Offer
from bot.conversation.settings import words, zone
from bot.conversation.settings.cards import card, overview, quoted, ticked, typed
from bot.conversation.settings.changing import change
from bot.conversation.settings.typed import shown, span, times
from bot.conversation.turn import Scene
from bot.learning.preferences import EVERY_DAY

USUAL = (450, 540, 750, 1080, 1170, 1260)
"""Times of day to pick from, in minutes: from before work to the end of the evening."""

MOST = 6
"""Reminders a day."""

QUIET = ((1320, 420), (1380, 360), (1200, 480))
"""Quiet hours to pick from, in minutes."""


def act(scene: Scene, name: str, chosen: list[str]) -> None:
    """Show one of these cards, or take a choice on it."""
    match name, chosen:
        case "times", []:
            scene.answered()
            ask(scene)
        case "times", ["none"]:
            _set_times(scene, ())
        case "times", ["typed"]:
            _read_times(scene)
        case "times", [minute]:
            _toggle_time(scene, int(minute))
        case "agree", []:
            scene.answered()
            bell = replace(scene.session.bell, agreed=True)
            scene.session = replace(scene.session, bell=bell)
            ask(scene)
        case "days", []:
            scene.answered()
            _ask_days(scene)
        case "days", [*days]:
            _set_days(scene, tuple(map(int, days)))
        case "quiet", []:
            scene.answered()
            _ask_quiet(scene)
        case "quiet", ["typed"]:
            _read_quiet(scene)
        case "quiet", [*hours]:
            _set_quiet(scene, (int(hours[0]), int(hours[1])) if len(hours) > 1 else None)
        case _:
            raise ValueError(f"no such choice: {name} {chosen}")


# Times of day


def ask(scene: Scene, before: str = "") -> None:
    """Ask for the times, after what must be known for them."""
    session = scene.session
    if scene.envelope.address.public and not session.bell.agreed:
        agree = Offer(phrase("set.agree.yes"), "set agree")
        card(scene, [phrase("set.agree")], [[agree]])
        return
    if not session.preferences.zone:
        zone.ask(scene, on=True)
        return
    now = session.preferences.reminders
    offered = sorted({*USUAL, *now})
    offers = [Offer(ticked(shown(one), one in now), f"set times {one}") for one in offered]
    rows = [offers[first : first + 3] for first in range(0, len(offers), 3)]
    rows.append([Offer(ticked(phrase("set.times.none"), not now), "set times none")])
    said = phrase("set.times.now", times=words.reminders(session.preferences)) if now else ""
    parts = [before, phrase("set.ask.times"), said, _in_quiet(scene)]
    card(scene, parts, rows, words="set times typed")


def _in_quiet(scene: Scene) -> str:
    """What becomes of times inside of the quiet hours, if there are any."""
    wanted = scene.session.preferences
    if wanted.quiet is None:
        return ""
    start, end = wanted.quiet
    inside = [
        one
        for one in wanted.reminders
        if (start <= one < end if start <= end else one >= start or one < end)
    ]
    if not inside:
        return ""
    return phrase("set.times.quiet", times=words.listed(list(map(shown, inside))), end=shown(end))


def _toggle_time(scene: Scene, minute: int) -> None:
    now = scene.session.preferences.reminders
    after = [one for one in now if one != minute] if minute in now else [*now, minute]
    _set_times(scene, tuple(after))


def _read_times(scene: Scene) -> None:
    text = typed(scene)
    found = times(text)
    if found is None:
        scene.answered_with(quoted(text))
        ask(scene, phrase("set.times.unread", text=quoted(text)))
    else:
        _set_times(scene, found)


def _set_times(scene: Scene, chosen: tuple[int, ...]) -> None:
    after = tuple(sorted(set(chosen)))
    if len(after) > MOST:
        scene.answered()
        ask(scene, phrase("set.times.many", most=MOST))
        return
    scene.answered_with(words.listed(list(map(shown, after))) or phrase("set.none"))
    if not reminder.reachable(scene):
        card(scene, [phrase("set.times.nowhere")], [])
        return
    change(scene, "reminders", after)
    if after:
        ask(scene)
    else:
        overview(scene)


# Weekdays


def _ask_days(scene: Scene) -> None:
    now = scene.session.preferences.weekdays
    offers = []
    for day in EVERY_DAY:
        after = [one for one in EVERY_DAY if (one in now) != (one == day)]
        act = f"set days {' '.join(map(str, after or now))}"
        offers.append(Offer(ticked(weekday(day), day in now), act))
    sets = [
        Offer(words.days(days), f"set days {' '.join(map(str, days))}")
        for days in (EVERY_DAY, words.WORKDAYS)
    ]
    card(scene, [phrase("set.ask.days")], [offers[:4], offers[4:], sets])


def _set_days(scene: Scene, days: tuple[int, ...]) -> None:
    scene.answered_with(words.days(days))
    if not change(scene, "weekdays", days):
        overview(scene)
        return
    _ask_days(scene)


# Quiet hours


def _ask_quiet(scene: Scene, before: str = "") -> None:
    now = scene.session.preferences.quiet
    offers = [
        [Offer(ticked(words.span(hours), hours == now), f"set quiet {hours[0]} {hours[1]}")]
        for hours in QUIET
    ]
    offers.append([Offer(ticked(phrase("set.none"), now is None), "set quiet none")])
    said = phrase("set.quiet.now", hours=words.quiet(scene.session.preferences))
    card(scene, [before, phrase("set.ask.quiet"), said], offers, words="set quiet typed")


def _read_quiet(scene: Scene) -> None:
    text = typed(scene)
    hours = span(text)
    if hours is None:
        scene.answered_with(quoted(text))
        _ask_quiet(scene, phrase("set.quiet.unread", text=quoted(text)))
    else:
        _set_quiet(scene, hours)


def _set_quiet(scene: Scene, hours: tuple[int, int] | None) -> None:
    scene.answered_with(words.span(hours) if hours else phrase("set.none"))
    change(scene, "quiet", hours)
    overview(scene)
