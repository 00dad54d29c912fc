"""The cards of reminders: at which times, on which weekdays, and the hours in which nothing comes.

Where others can read, the learner first agrees to be written to alone. Without a time zone there
is no local time, so that is asked before the first time of day; but "tomorrow at this time" needs
none: the hour is kept in UTC then, and moves with summer time. Where nothing is due by then, an
alarm of its own brings the first question of the next lesson, see ``review/reminder.py``.
"""

from bot.conversation.acts import Act, leads_to
from bot.conversation.facts.learner import AlarmSet
from bot.conversation.language.markup import mention
from bot.conversation.language.time_of_day import render, span, times
from bot.conversation.lesson import onward
from bot.conversation.lesson.onward import Ahead
from bot.conversation.offers import call, offer
from bot.conversation.phrases import phrase, weekday
from bot.conversation.reminders import contact
from bot.conversation.settings import words, zone
from bot.conversation.settings.cards import after_setting, card, change, read_typed, tick_label
from bot.conversation.turn import Scene
from bot.learning.local_time import local
from bot.learning.preferences import EVERY_DAY
from bot.values import replace

USUAL = (450, 540, 750, 1080, 1170, 1260)
"""Times of day to pick from, in minutes: from before work to the end of the evening."""

MAX_TIMES = 6
"""Reminders a day."""

QUIET = ((1320, 420), (1380, 360), (1200, 480))
"""Quiet hours to pick from, in minutes."""


# Times of day


def _times(scene: Scene) -> None:
    _ask_times(scene)


def _agree(scene: Scene) -> None:
    _agrees(scene)
    _ask_times(scene)


def _ask_times(scene: Scene, before: str = "") -> None:
    learner = scene.learner
    if scene.envelope.address.public and not learner.contact.agreed:
        agree = offer(phrase("set.agree.yes"), "set agree")
        card(scene, "times", [phrase("set.agree")], [[agree]])
        return
    if not learner.preferences.zone:
        zone.ask(scene, then="times")
        return
    now = learner.preferences.reminders
    offered = sorted({*USUAL, *now})
    offers = [
        offer(tick_label(render(number), number in now), "set times toggle", number)
        for number in offered
    ]
    rows = [offers[first : first + 3] for first in range(0, len(offers), 3)]
    rows.append([offer(tick_label(phrase("set.times.none"), not now), "set times none")])
    said = phrase("set.times.now", times=words.reminders(learner.preferences)) if now else ""
    parts = [before, phrase("set.ask.times"), said, _in_quiet(scene)]
    card(scene, "times", parts, rows, words=call("set times typed"))


def _in_quiet(scene: Scene) -> str:
    """What becomes of times inside of the quiet hours, if there are any."""
    wanted = scene.learner.preferences
    if wanted.quiet is None:
        return ""
    start, end = wanted.quiet
    inside = [
        reminder
        for reminder in wanted.reminders
        if (start <= reminder < end if start <= end else reminder >= start or reminder < end)
    ]
    if not inside:
        return ""
    return phrase(
        "set.times.quiet", times=words.list_words(list(map(render, inside))), end=render(end)
    )


def _toggle_time(scene: Scene, minute: int) -> None:
    now = scene.learner.preferences.reminders
    after = [number for number in now if number != minute] if minute in now else [*now, minute]
    _set_times(scene, tuple(after))


def _read_times(scene: Scene) -> None:
    text = read_typed(scene)
    numbers = times(text)
    if numbers is None:
        scene.answered_with(mention(text))
        _ask_times(scene, phrase("set.times.unread", text=mention(text)))
    else:
        _set_times(scene, numbers)


def _no_times(scene: Scene) -> None:
    _set_times(scene, ())


def _set_times(scene: Scene, chosen: tuple[int, ...]) -> None:
    after = tuple(sorted(set(chosen)))
    if len(after) > MAX_TIMES:
        scene.close_answered()
        _ask_times(scene, phrase("set.times.many", most=MAX_TIMES))
        return
    scene.answered_with(words.list_words(list(map(render, after))) or phrase("set.none"))
    if not contact.reachable(scene):
        card(scene, "times", [phrase("set.times.nowhere")], [])
        return
    change(scene, "reminders", after)
    if after:
        _ask_times(scene)
    else:
        after_setting(scene, "times")


# Weekdays


def _ask_days(scene: Scene) -> None:
    now = scene.learner.preferences.weekdays
    offers = []
    for day in EVERY_DAY:
        after = [number for number in EVERY_DAY if (number in now) != (number == day)]
        label = tick_label(weekday(day), day in now)
        offers.append(offer(label, "set days to", *(after or now)))
    sets = [offer(words.days(days), "set days to", *days) for days in (EVERY_DAY, words.WORKDAYS)]
    card(scene, "days", [phrase("set.ask.days")], [offers[:4], offers[4:], sets])


def _set_days(scene: Scene, *days: int) -> None:
    scene.answered_with(words.days(days))
    if not change(scene, "weekdays", days):
        after_setting(scene, "days")
        return
    _ask_days(scene)


# Quiet hours


def _quiet(scene: Scene) -> None:
    _ask_quiet(scene)


def _ask_quiet(scene: Scene, before: str = "") -> None:
    now = scene.learner.preferences.quiet
    offers = [
        [offer(tick_label(words.span(hours), hours == now), "set quiet from", *hours)]
        for hours in QUIET
    ]
    offers.append([offer(tick_label(phrase("set.none"), now is None), "set quiet none")])
    said = phrase("set.quiet.now", hours=words.quiet(scene.learner.preferences))
    parts = [before, phrase("set.ask.quiet"), said]
    card(scene, "quiet", parts, offers, words=call("set quiet typed"))


def _read_quiet(scene: Scene) -> None:
    text = read_typed(scene)
    hours = span(text)
    if hours is None:
        scene.answered_with(mention(text))
        _ask_quiet(scene, phrase("set.quiet.unread", text=mention(text)))
    else:
        _set_quiet(scene, hours)


def _quiet_from(scene: Scene, start: int, end: int) -> None:
    _set_quiet(scene, (start, end))


def _never_quiet(scene: Scene) -> None:
    _set_quiet(scene, None)


def _set_quiet(scene: Scene, hours: tuple[int, int] | None) -> None:
    scene.answered_with(words.span(hours) if hours else phrase("set.none"))
    change(scene, "quiet", hours)
    after_setting(scene, "quiet")


# What comes of the reminder that is offered at the ends of the first lessons


def _at_this_time(scene: Scene, lesson: str, mode: str, ahead: Ahead, following: str = "") -> None:
    """Remind at this time of day from tomorrow on."""
    scene.answered_with(phrase("first.at"))
    _agrees(scene)
    if not contact.reachable(scene):
        onward.go_on(scene, lesson, mode, ahead, phrase("set.times.nowhere"))
        return
    wanted = scene.learner.preferences
    now = local(wanted, scene.now)
    # What comes today would be what their quiet hours have moved to the morning.
    taken = replace(scene.learner.contact, last=f"{now:%Y-%m-%dT%H:%M}")
    scene.learner = replace(scene.learner, contact=taken)
    change(scene, "reminders", (now.hour * 60 + now.minute,))
    there = scene.learner.contact
    if following and there.at:
        kind = contact.LESSON + following
        scene.facts.append(AlarmSet(kind, there.at, there.platform, there.chat))
    said = phrase("first.set" if wanted.zone else "first.set.somewhere")
    onward.go_on(scene, lesson, mode, ahead, said)


def _another_time(scene: Scene) -> None:
    scene.answered_with(phrase("first.other"))
    _agrees(scene)
    _ask_times(scene)


def _no_thanks(scene: Scene, lesson: str, mode: str, ahead: Ahead) -> None:
    scene.answered_with(phrase("first.no"))
    scene.learner = replace(scene.learner, reminder_offered=onward.OFFERS)
    onward.go_on(scene, lesson, mode, ahead, phrase("first.left"))


def _agrees(scene: Scene) -> None:
    """They were told that it comes to them alone, so they have agreed to that."""
    scene.learner = replace(scene.learner, contact=replace(scene.learner.contact, agreed=True))


ACTS = (
    Act("first at", _at_this_time, onward.needs, otherwise=leads_to("set times")),
    Act("first other", _another_time),
    Act("first no", _no_thanks, onward.needs, otherwise=leads_to("set times")),
    Act("set agree", _agree, answers=True),
    Act("set times", _times, answers=True, otherwise=leads_to("set times")),
    Act("set times none", _no_times),
    Act("set times toggle", _toggle_time),
    Act("set times typed", _read_times),
    Act("set days", _ask_days, answers=True, otherwise=leads_to("set days")),
    Act("set days to", _set_days),
    Act("set quiet", _quiet, answers=True, otherwise=leads_to("set quiet")),
    Act("set quiet none", _never_quiet),
    Act("set quiet from", _quiet_from),
    Act("set quiet typed", _read_quiet),
)
