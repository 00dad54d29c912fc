"""The area of cohorts: a course opens its lessons in turn to those who have its code.

To change a cohort leaves what is open as it is. Each change is asked about once, with the calendar
that it leads to and how many people it touches. A confirmation names the version that it was asked
about, so if somebody has changed the cohort meanwhile, or a lesson has opened, it asks anew instead
of doing it.
"""

from typing import Literal

from bot.conversation import scopes
from bot.conversation.acts import Act
from bot.conversation.admin.areas import Area, Duty, admin_data, anything, is_allowed, take_typed
from bot.conversation.admin.cohorts import plan
from bot.conversation.admin.cohorts.card import OFFERED, calendar, count_people, show
from bot.conversation.admin.cohorts.card import pace as paced
from bot.conversation.admin.cohorts.plan import days_in
from bot.conversation.admin.times import FURTHEST, FURTHEST_MICROS, local, moment, read, universal
from bot.conversation.availability import name_cohort
from bot.conversation.facts.admin import CohortSet, Logged
from bot.conversation.facts.roles import Scope, reach
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Call, Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.scopes import Scopes
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning import opening_calendar
from bot.learning.items import HOUR
from bot.lessons.cohort import Cohort
from bot.lessons.library import Library
from bot.values import value

UNASKED = -1
"""The version that stands for none, where nothing is confirmed."""


def pace(scene: Scene, id: str, every: str = "", version: int = UNASKED) -> None:
    """Another pace: ask for it, or take what was pressed or typed."""
    changeable = _changeable(scene, id, "pace")
    if changeable is None:
        return
    cohort, lessons = changeable
    # A number that is typed is of days, and not of a choice.
    text = take_typed(scene) or every
    if not text:
        scene.close_answered()
        offers = [offer(paced(value), "admin cohorts pace", cohort.id, value) for value in OFFERED]
        words = call("admin cohorts pace", cohort.id)
        asked = phrase(
            "admin.cohorts.pace.ask", cohort=name_cohort(cohort), pace=paced(cohort.every)
        )
        scene.card(asked, [offers, [_back(cohort)]], words=words)
        return
    number = days_in(text)
    if number not in opening_calendar.PACES or number is None:
        least, most = opening_calendar.PACES[0], opening_calendar.PACES[-1]
        scene.say(phrase("admin.cohorts.pace.unread", least=least, most=most))
        return
    change = _Change(
        opening_calendar.change_pace(cohort, lessons, scene.now, number),
        Logged("cohort_pace", cohort.name, str(cohort.every), str(number)),
        phrase("admin.cohorts.pace.sure", cohort=name_cohort(cohort), pace=paced(number)),
        call("admin cohorts pace", cohort.id, number),
    )
    _settle(scene, cohort, change, version)


def in_words(words: Call) -> Call | None:
    """A pace of several words, such as ``every 2 days``."""
    return call("admin cohorts pace", words[0], " ".join(words[1:])) if len(words) > 2 else None


def move(scene: Scene, id: str, date: str = "", time: str = "", version: int = UNASKED) -> None:
    """Another time for the next opening: ask for it, or take what was pressed or typed."""
    changeable = _changeable(scene, id, "move")
    if changeable is None:
        return
    cohort, lessons = changeable
    text = f"{date} {time}".strip() or take_typed(scene)
    if not text:
        scene.close_answered()
        at = opening_calendar.next_at(cohort, lessons, scene.now)
        asked = phrase(
            "admin.cohorts.move.ask",
            cohort=name_cohort(cohort),
            when=moment(scene, at) if at is not None else "",
            now=moment(scene, scene.now),
        )
        scene.card(asked, [[_back(cohort)]], words=call("admin cohorts move", cohort.id))
        return
    at = read(scene, text)
    if at is None:
        scene.say(phrase("admin.time.unread"))
        return
    # Within the hour counts as now, so that there is time to confirm it.
    if not scene.now - HOUR < at <= scene.now + FURTHEST_MICROS:
        scene.say(phrase("admin.time.range", days=FURTHEST.days))
        return
    before = opening_calendar.next_at(cohort, lessons, scene.now) or scene.now
    change = _Change(
        opening_calendar.move(cohort, lessons, scene.now, at),
        Logged("cohort_move", cohort.name, universal(before), universal(at)),
        phrase("admin.cohorts.move.sure", cohort=name_cohort(cohort), when=moment(scene, at)),
        call("admin cohorts move", cohort.id, *local(scene, at).split()),
    )
    _settle(scene, cohort, change, version)


def pause(scene: Scene, id: str, version: int = UNASKED) -> None:
    """No more openings until it goes on."""
    if changeable := _changeable(scene, id, "pause"):
        cohort, lessons = changeable
        after = opening_calendar.pause(cohort, lessons, scene.now)
        _settle(scene, cohort, _plain("pause", cohort, after), version)


def resume(scene: Scene, id: str, version: int = UNASKED) -> None:
    """Openings again, after a pause."""
    if changeable := _changeable(scene, id, "resume"):
        cohort, _ = changeable
        after = opening_calendar.resume(cohort, scene.now)
        _settle(scene, cohort, _plain("resume", cohort, after), version)


def close(scene: Scene, id: str, version: int = UNASKED) -> None:
    """All that is left opens at once, and nobody joins any more."""
    if changeable := _changeable(scene, id, "close"):
        cohort, lessons = changeable
        after = opening_calendar.close(cohort, lessons, scene.now)
        _settle(scene, cohort, _plain("close", cohort, after), version)


# What they share

_Kind = Literal["pace", "move", "pause", "resume", "close"]


@value
class _Change:
    """A cohort as it would be, its line in the log, what is asked, and the call that confirms."""

    after: Cohort
    logged: Logged
    asked: str
    again: Call


def _plain(kind: _Kind, cohort: Cohort, after: Cohort) -> _Change:
    return _Change(
        after,
        Logged(f"cohort_{kind}", cohort.name),
        phrase(f"admin.cohorts.{kind}.sure", cohort=name_cohort(cohort)),
        call(f"admin cohorts {kind}", cohort.id),
    )


def _changeable(scene: Scene, id: str, kind: _Kind) -> tuple[Cohort, tuple[str, ...]] | None:
    """The cohort and its lessons, if it can be changed in this way; else it is shown as it is."""
    cohort = scene.library.cohorts.get(id.upper())
    lessons = opening_calendar.order(scene.library, cohort) if cohort else ()
    if cohort is None or not _fits(scene, kind, cohort, lessons):
        scene.close_answered()
        show(scene, id)
        return None
    return cohort, lessons


def _fits(scene: Scene, kind: _Kind, cohort: Cohort, lessons: tuple[str, ...]) -> bool:
    match kind:
        case "resume":
            return cohort.state == "paused"
        case "close":
            return cohort.state != "closed"
        case _:
            waiting = opening_calendar.locked_lessons(cohort, lessons, scene.now)
            return cohort.state == "running" and bool(waiting)


def _settle(scene: Scene, before: Cohort, change: _Change, version: int) -> None:
    """Do it if it was confirmed for the cohort as it is, else ask."""
    scene.close_answered()
    after = change.after
    if version != before.version:
        preview = "" if after.state == "closed" else calendar(scene, after)
        parts = (change.asked, preview, count_people(scene, before))
        yes = Offer(phrase("admin.cohorts.yes"), (*change.again, str(before.version)))
        keep = offer(phrase("admin.keep"), "admin cohorts show", before.id)
        scene.card("\n\n".join(part for part in parts if part), [[yes, keep]])
        return
    # An opening lets the alarms ring by itself; an end comes before any that was set.
    rings = scene.now if after.state == "closed" else None
    scene.facts += [CohortSet(after, rings), change.logged]
    show(scene, after.id, phrase("admin.cohorts.done"), after)


def _back(cohort: Cohort) -> Offer:
    return offer(phrase("admin.back"), "admin cohorts show", cohort.id)


PAGE = 8
"""Cohorts on a page: as many as have room on a phone."""


def _needs(library: Library, session: Session, *about: str) -> Needs:
    return Needs((AdminNeeds(members=True),))


def _list(scene: Scene) -> None:
    _page(scene)


def _page(scene: Scene, page: int = 0) -> None:
    page = max(page, 0)
    mine = [
        cohort
        for cohort in scene.library.cohorts.values()
        if is_allowed(scene, "cohort", scopes.of_cohort(scene.library, cohort.id))
    ]
    every = sorted(mine, key=lambda cohort: (cohort.state == "closed", -cohort.version))
    members = admin_data(scene).members
    rows = [
        [
            offer(
                phrase(
                    f"admin.cohorts.{cohort.state}",
                    name=cohort.name,
                    number=members.get(cohort.id, 0),
                ),
                "admin cohorts show",
                cohort.id,
            )
        ]
        for cohort in every[page * PAGE :][:PAGE]
    ]
    turn = [offer(phrase("menu.earlier"), "admin cohorts page", page - 1)] if page else []
    if len(every) > (page + 1) * PAGE:
        turn.append(offer(phrase("menu.more"), "admin cohorts page", page + 1))
    # Who has a group alone may make none.
    makes = any(not scope.cohort for scope in reach(scene.known.roles, "publish"))
    new = [offer(phrase("admin.cohorts.new"), "admin cohorts new")] if makes else []
    back = [offer(phrase("admin.back"), "admin")]
    scene.card(phrase("admin.cohorts.title"), [*rows, turn, new, back])


def _show(scene: Scene, id: str) -> None:
    show(scene, id)


def _otherwise(words: Call) -> Call:
    """A code alone shows the cohort; what version 0.1.0 asked for is read as well."""
    match words:
        case ("name" | "when" | "every", _, *_):
            return call("admin cohorts typed", *words)
        case (id,):
            return call("admin cohorts show", id)
        case _:
            return call("admin cohorts")


def _of_cohort(scene: Scene, id: str, *about: object) -> Scopes:
    return scopes.of_cohort(scene.library, id.upper())


def _of_course(scene: Scene, course: str, *line: str) -> Scopes:
    return (Scope(course),)


def _of_typed(scene: Scene, part: plan.LinePart, course: str, *line: str) -> Scopes:
    return (Scope(course),)


COHORTS = Area(
    "cohorts",
    "cohort",
    (
        Duty(Act("admin cohorts", _list, _needs, answers=True, otherwise=_otherwise), anything),
        Duty(Act("admin cohorts page", _page, _needs, answers=True), anything),
        Duty(Act("admin cohorts show", _show, _needs, answers=True), _of_cohort),
        Duty(Act("admin cohorts new", plan.new, _needs), anything, "publish"),
        Duty(Act("admin cohorts plan", plan.go_on, _needs), _of_course, "publish"),
        Duty(Act("admin cohorts typed", plan.take, _needs), _of_typed, "publish"),
        Duty(Act("admin cohorts make", plan.make, _needs), _of_course, "publish"),
        Duty(
            Act("admin cohorts pace", pace, _needs, otherwise=in_words),
            _of_cohort,
            "publish",
        ),
        Duty(Act("admin cohorts move", move, _needs), _of_cohort, "publish"),
        Duty(Act("admin cohorts pause", pause, _needs, answers=True), _of_cohort, "publish"),
        Duty(Act("admin cohorts resume", resume, _needs, answers=True), _of_cohort, "publish"),
        Duty(Act("admin cohorts close", close, _needs, answers=True), _of_cohort, "publish"),
    ),
)
