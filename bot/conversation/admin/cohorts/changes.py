"""Changing a cohort that is there: its pace, its next opening, a pause, its end.

What is open stays open. Each change is asked about once, with the calendar that it leads to and how
many people it touches. A confirmation names the version that it was asked about, so if somebody has
changed the cohort meanwhile, or a lesson has opened, it asks anew instead of doing it.
"""

from collections.abc import Callable

from bot.conversation.admin.areas import Words
from bot.conversation.admin.cohorts.card import OFFERED, calendar, pace, show, touched
from bot.conversation.admin.cohorts.typed import days
from bot.conversation.admin.format import moment, universal
from bot.conversation.admin.publishing import scheduled
from bot.conversation.availability import named
from bot.conversation.facts.admin import CohortSet, Logged
from bot.conversation.inputs import Text
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer, call, offer
from bot.conversation.turn import Scene
from bot.learning import unlock_calendar
from bot.lessons.cohort import Cohort

_HOUR = 3_600_000_000


def run(scene: Scene, verb: str, id: str, rest: Words) -> None:
    """Carry out a change of the cohort with this id, or ask about it."""
    cohort = scene.library.cohorts.get(id.upper())
    lessons = unlock_calendar.order(scene.library, cohort) if cohort else ()
    fits = cohort is not None and _fits(scene, verb, cohort, lessons)
    if cohort is None or not fits:
        scene.answered()
        show(scene, id)
        return
    CHANGES[verb](scene, cohort, lessons, rest)


def _fits(scene: Scene, verb: str, cohort: Cohort, lessons: tuple[str, ...]) -> bool:
    match verb:
        case "resume":
            return cohort.state == "paused"
        case "close":
            return cohort.state != "closed"
        case _:
            waiting = unlock_calendar.waiting(cohort, lessons, scene.now)
            return cohort.state == "running" and bool(waiting)


def _pace(scene: Scene, cohort: Cohort, lessons: tuple[str, ...], rest: Words) -> None:
    given = scene.envelope.input
    text = given.text if isinstance(given, Text) else " ".join(rest[:1])
    if not text:
        scene.answered()
        offers = [offer(pace(one), "admin cohorts pace", cohort.id, one) for one in OFFERED]
        words = call("admin cohorts pace", cohort.id)
        asked = phrase("admin.cohorts.pace.ask", cohort=named(cohort), pace=pace(cohort.every))
        scene.ask(asked, [offers, [_back(cohort)]], words=words)
        return
    every = days(text)
    if every not in unlock_calendar.PACES or every is None:
        least, most = unlock_calendar.PACES[0], unlock_calendar.PACES[-1]
        scene.say(phrase("admin.cohorts.pace.unread", least=least, most=most))
        return
    after = unlock_calendar.paced(cohort, lessons, scene.now, every)
    act = Logged("cohort_pace", cohort.name, str(cohort.every), str(every))
    asked = phrase("admin.cohorts.pace.sure", cohort=named(cohort), pace=pace(every))
    _settle(scene, cohort, after, act, asked, f"pace {cohort.id} {every}", rest[1:])


def _move(scene: Scene, cohort: Cohort, lessons: tuple[str, ...], rest: Words) -> None:
    given = scene.envelope.input
    text = given.text if isinstance(given, Text) else " ".join(rest[:2])
    if not text:
        scene.answered()
        asked = phrase(
            "admin.cohorts.move.ask",
            cohort=named(cohort),
            when=_next(scene, cohort, lessons),
            now=moment(scene, scene.now),
        )
        scene.ask(asked, [[_back(cohort)]], words=call("admin cohorts move", cohort.id))
        return
    at = scheduled.read(scene, text)
    if at is None:
        scene.say(phrase("admin.time.unread"))
        return
    # Within the hour counts as now, so that there is time to confirm it.
    if not scene.now - _HOUR < at <= scene.now + scheduled.FURTHEST_MICROS:
        scene.say(phrase("admin.time.range", days=scheduled.FURTHEST.days))
        return
    after = unlock_calendar.moved(cohort, lessons, scene.now, at)
    before = unlock_calendar.next_at(cohort, lessons, scene.now) or scene.now
    act = Logged("cohort_move", cohort.name, universal(before), universal(at))
    asked = phrase("admin.cohorts.move.sure", cohort=named(cohort), when=moment(scene, at))
    again = f"move {cohort.id} {' '.join(text.split())}"
    _settle(scene, cohort, after, act, asked, again, rest[2:])


def _pause(scene: Scene, cohort: Cohort, lessons: tuple[str, ...], rest: Words) -> None:
    after = unlock_calendar.paused(cohort, lessons, scene.now)
    asked = phrase("admin.cohorts.pause.sure", cohort=named(cohort))
    act = Logged("cohort_pause", cohort.name)
    _settle(scene, cohort, after, act, asked, f"pause {cohort.id}", rest)


def _resume(scene: Scene, cohort: Cohort, lessons: tuple[str, ...], rest: Words) -> None:
    after = unlock_calendar.resumed(cohort, scene.now)
    asked = phrase("admin.cohorts.resume.sure", cohort=named(cohort))
    act = Logged("cohort_resume", cohort.name)
    _settle(scene, cohort, after, act, asked, f"resume {cohort.id}", rest)


def _close(scene: Scene, cohort: Cohort, lessons: tuple[str, ...], rest: Words) -> None:
    after = unlock_calendar.ended(cohort, lessons, scene.now)
    asked = phrase("admin.cohorts.close.sure", cohort=named(cohort))
    act = Logged("cohort_close", cohort.name)
    _settle(scene, cohort, after, act, asked, f"close {cohort.id}", rest)


CHANGES: dict[str, Callable[[Scene, Cohort, tuple[str, ...], Words], None]] = {
    "pace": _pace,
    "move": _move,
    "pause": _pause,
    "resume": _resume,
    "close": _close,
}
"""What can be done, by its name in commands and on buttons."""


def _settle(
    scene: Scene,
    before: Cohort,
    after: Cohort,
    act: Logged,
    asked: str,
    again: str,
    confirmed: Words,
) -> None:
    """Do it if it was confirmed for the cohort as it is, else ask."""
    scene.answered()
    if confirmed != [str(before.version)]:
        preview = "" if after.state == "closed" else calendar(scene, after)
        text = "\n\n".join(part for part in (asked, preview, touched(scene, before)) if part)
        yes = offer(phrase("admin.cohorts.yes"), "admin cohorts", again, before.version)
        keep = offer(phrase("admin.keep"), "admin cohorts show", before.id)
        scene.ask(text, [[yes, keep]])
        return
    # An opening lets the alarms ring by itself; an end comes before any that was set.
    scene.facts += [CohortSet(after, scene.now if after.state == "closed" else None), act]
    show(scene, after.id, phrase("admin.cohorts.done"), after)


def _next(scene: Scene, cohort: Cohort, lessons: tuple[str, ...]) -> str:
    at = unlock_calendar.next_at(cohort, lessons, scene.now)
    return moment(scene, at) if at is not None else ""


def _back(cohort: Cohort) -> Offer:
    return offer(phrase("admin.back"), "admin cohorts show", cohort.id)
