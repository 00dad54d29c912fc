"""The area of cohorts: a course opens its lessons one by one to those who have its code.

A cohort is made from a line, and what the line leaves out is asked with buttons; nothing is there
before the calendar of its openings was shown and confirmed. What can be done with one that is there
is in ``cohort_changes``.
"""

import hashlib
from datetime import timedelta

from bot.conversation.admin.areas import Area, Words
from bot.conversation.admin.cohorts import changes
from bot.conversation.admin.cohorts.card import OFFERED, calendar, course_of, pace, show
from bot.conversation.admin.cohorts.typed import LONGEST, Written, days, written
from bot.conversation.admin.format import universal
from bot.conversation.admin.publishing import scheduled
from bot.conversation.facts.admin import CohortSet, Logged
from bot.conversation.inputs import Text
from bot.conversation.language.markup import escaped
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer, call, offer
from bot.conversation.turn import Scene
from bot.learning import unlock_calendar
from bot.learning.zones import title
from bot.lessons.cohort import Cohort

PAGE = 8
"""Cohorts, or courses, on a page: as many as have room on a phone."""

_HOUR = 3_600_000_000
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What a code is made of: nothing that is easily taken for something else."""

_MORNING = "09:00"


def _needs(words: Words) -> Needs:
    return Needs(admin=AdminNeeds(members=True))


def _run(scene: Scene, words: Words) -> None:
    match words:
        case ["new", *line] if _course(scene, line) is None:
            _choose_course(scene, " ".join(line))
        case ["new", *line]:
            course = _course(scene, line) or ""
            _plan(scene, "new", course, " ".join(line[line[:1] == [course] :]))
        case ["when" | "every" | "name" | "make" as step, course, *line]:
            _plan(scene, step, course, " ".join(line))
        case ["page", number] if number.isdecimal() and len(number) < 7:
            _list(scene, int(number))
        case [verb, id, *rest] if verb in changes.CHANGES:
            changes.run(scene, verb, id, rest)
        case ["show", id] | [id] if id != "page":
            scene.answered()
            show(scene, id)
        case _:
            _list(scene, 0)


def _list(scene: Scene, page: int) -> None:
    scene.answered()
    every = sorted(
        scene.library.cohorts.values(), key=lambda one: (one.state == "closed", -one.version)
    )
    members = scene.known.admin.members if scene.known.admin else {}
    rows = [
        [
            offer(
                phrase(f"admin.cohorts.{one.state}", name=one.name, number=members.get(one.id, 0)),
                "admin cohorts show",
                one.id,
            )
        ]
        for one in every[page * PAGE :][:PAGE]
    ]
    turn = [offer(phrase("menu.earlier"), "admin cohorts page", page - 1)] if page else []
    if len(every) > (page + 1) * PAGE:
        turn.append(offer(phrase("menu.more"), "admin cohorts page", page + 1))
    new = [offer(phrase("admin.cohorts.new"), "admin cohorts new")]
    back = [offer(phrase("admin.back"), "admin")]
    scene.ask(phrase("admin.cohorts.title"), [*rows, turn, new, back])


# A new one


def _course(scene: Scene, line: Words) -> str | None:
    """The course that a line begins with, or the only one that there is."""
    courses = [one.id for one in scene.library.courses]
    if line and line[0] in courses:
        return line[0]
    return courses[0] if len(courses) == 1 else None


def _choose_course(scene: Scene, line: str) -> None:
    courses = scene.library.courses
    scene.answered()
    back = [offer(phrase("admin.back"), "admin cohorts")]
    rows = [
        [offer(one.title, "admin cohorts new", one.id, *line.split())] for one in courses[:PAGE]
    ]
    text = phrase("admin.cohorts.course" if courses else "admin.cohorts.no_course")
    if len(courses) > PAGE:
        text += "\n\n" + phrase("admin.cohorts.more", number=len(courses) - PAGE)
    scene.ask(text, [*rows, back])


def _plan(scene: Scene, step: str, course: str, line: str) -> None:
    """Take what was written or pressed, and ask for what is still missing.

    What can't be read changes nothing, so the question that it answered stays open.
    """
    if scene.library.course(course) is None:
        scene.answered()
        scene.say(phrase("admin.cohorts.unknown", course=escaped(course)))
        return
    given = scene.envelope.input
    plan = written(line)
    if isinstance(given, Text):
        more = _read(step, plan, given.text)
        if isinstance(more, str):
            scene.say(phrase(more, least=unlock_calendar.PACES[0], most=unlock_calendar.PACES[-1]))
            return
        plan = more
    if fault := _fault(scene, plan):
        scene.say(fault)
        return
    scene.answered()
    if not line and not isinstance(given, Text):
        _ask(scene, "line", "new", course, plan, [])
    elif not plan.name:
        _ask(scene, "name", "name", course, plan, [])
    elif not plan.when:
        _ask(scene, "when", "when", course, plan, _days_offered(scene, course, plan))
    elif plan.every is None:
        _ask(scene, "every", "every", course, plan, [_paces_offered(course, plan)])
    elif step == "make":
        _make(scene, course, plan)
    else:
        _confirm(scene, course, plan)


def _read(step: str, plan: Written, text: str) -> Written | str:
    """The plan with what was written; or the phrase that says why it can't be read."""
    found = written(text)
    match step:
        case "when" if not found.when or found.name or found.rest:
            return "admin.time.unread"
        case "when":
            return Written(plan.name, found.when, found.every or plan.every)
        case "every":
            every = days(text)
            return "admin.cohorts.pace.unread" if every is None else _at_pace(plan, every)
        case "name":
            return Written(" ".join(text.split()), plan.when, plan.every)
        case _:
            return "admin.cohorts.pace.unread" if found.rest else found


def _at_pace(plan: Written, every: int) -> Written:
    return Written(plan.name, plan.when, every)


def _fault(scene: Scene, plan: Written) -> str:
    """What is wrong with a plan, as far as it goes; nothing, if all is well."""
    if len(plan.name) > LONGEST:
        return phrase("admin.cohorts.long", length=len(plan.name), most=LONGEST)
    if plan.every is not None and plan.every not in unlock_calendar.PACES:
        least, most = unlock_calendar.PACES[0], unlock_calendar.PACES[-1]
        return phrase("admin.cohorts.pace.unread", least=least, most=most)
    if plan.when:
        at = scheduled.read(scene, plan.when)
        if at is None:
            return phrase("admin.time.unread")
        # Within the hour counts as now: a class may have begun some minutes ago.
        if not scene.now - _HOUR < at <= scene.now + scheduled.FURTHEST_MICROS:
            return phrase("admin.time.range", days=scheduled.FURTHEST.days)
    return ""


def _ask(
    scene: Scene, what: str, step: str, course: str, plan: Written, rows: list[list[Offer]]
) -> None:
    zone = scene.session.preferences.zone
    back = [offer(phrase("admin.back"), "admin cohorts")]
    text = phrase(
        f"admin.cohorts.ask.{what}",
        course=course_of(scene, course),
        name=escaped(plan.name),
        zone=escaped(title(zone)),
    )
    scene.ask(text, [*rows, back], words=call("admin cohorts", step, course, *str(plan).split()))


def _days_offered(scene: Scene, course: str, plan: Written) -> list[list[Offer]]:
    now = unlock_calendar.local(scene.session.preferences.zone, scene.now)
    monday = now.date() + timedelta(days=7 - now.weekday())
    days = {
        "now": f"{now:%Y-%m-%d %H:%M}",
        "tomorrow": f"{now.date() + timedelta(days=1):%Y-%m-%d} {_MORNING}",
        "monday": f"{monday:%Y-%m-%d} {_MORNING}",
    }
    offers = []
    for name, when in days.items():
        line = Written(plan.name, when, plan.every)
        label = phrase(f"admin.cohorts.{name}", when=when)
        offers.append([offer(label, "admin cohorts new", course, *str(line).split())])
    return offers


def _paces_offered(course: str, plan: Written) -> list[Offer]:
    return [
        offer(pace(every), "admin cohorts new", course, *str(_at_pace(plan, every)).split())
        for every in OFFERED
    ]


def _cohort(scene: Scene, course: str, plan: Written) -> Cohort:
    zone = scene.session.preferences.zone
    wall = unlock_calendar.local(zone, scheduled.read(scene, plan.when) or scene.now)
    minute = wall.hour * 60 + wall.minute
    id = _code(scene, course, plan.name)
    return Cohort(id, course, plan.name, zone, wall.date(), minute, plan.every or 1)


def _code(scene: Scene, course: str, name: str) -> str:
    """A code that no other cohort has.

    It need not be a secret, only nothing that somebody hits upon: it holds the microsecond.
    """
    for attempt in range(100):
        seed = f"{course} {name} {scene.now} {attempt}"
        digest = hashlib.sha256(seed.encode()).digest()
        code = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:6])
        if code not in scene.library.cohorts:
            return code
    raise LookupError("there is no free code")


def _confirm(scene: Scene, course: str, plan: Written) -> None:
    cohort = _cohort(scene, course, plan)
    parts = [
        phrase(
            "admin.cohorts.sure",
            name=escaped(cohort.name),
            course=course_of(scene, course),
            pace=pace(cohort.every),
        ),
        calendar(scene, cohort),
    ]
    yes = offer(phrase("admin.cohorts.make"), "admin cohorts make", course, *str(plan).split())
    again = offer(phrase("admin.cohorts.anew"), "admin cohorts new", course)
    back = offer(phrase("admin.back"), "admin cohorts")
    scene.ask("\n\n".join(parts), [[yes], [again, back]])


def _make(scene: Scene, course: str, plan: Written) -> None:
    cohort = _cohort(scene, course, plan)
    first = universal(scheduled.read(scene, plan.when) or scene.now)
    scene.facts += [
        CohortSet(cohort, None),
        Logged("cohort", cohort.name, after=f"{course}, {first}, {cohort.every}"),
    ]
    done = phrase("admin.cohorts.made", name=escaped(cohort.name))
    show(scene, cohort.id, done, cohort)


COHORTS = Area("cohorts", "publish", _run, _needs)
