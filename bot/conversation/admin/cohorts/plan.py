"""A new cohort, from a line such as ``Spring class, 2026-03-09 09:00, every 2 days``.

What the line leaves out is asked with buttons, and the line so far goes along in what is asked.
Nothing is there before the calendar of its openings was shown and confirmed. A button says the same
words, so what is typed, pressed and commanded is read in the same place.
"""

import hashlib
import re
from datetime import timedelta
from typing import Literal

from bot.conversation.admin import times
from bot.conversation.admin.areas import deny, is_allowed, take_typed
from bot.conversation.admin.cohorts.card import OFFERED, calendar, course_of, pace, show
from bot.conversation.admin.times import WRITTEN
from bot.conversation.facts.admin import CohortSet, Logged
from bot.conversation.facts.roles import Scope
from bot.conversation.identities.codes import MARKS
from bot.conversation.language.markup import escape_markdown
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.learning import opening_calendar
from bot.learning.items import HOUR
from bot.learning.zones import title
from bot.lessons.cohort import Cohort
from bot.lessons.model import Course
from bot.values import value

MAX_NAME = 40
"""Characters of a cohort's name: it stands on buttons."""

_EVERY = re.compile(
    r"\b(?:every|each|all[er]?|jede[nr]?)\s+(?:(\d{1,4})\.?\s+)?(days?|weeks?|tage?n?|wochen?)\b"
    r"|\b(daily|weekly|täglich|wöchentlich)\b",
    re.IGNORECASE,
)


@value
class CohortLine:
    """What a text says of a cohort: its name, the first day and time, and the days between.

    ``rest`` is what stands behind the time and is no pace.
    """

    name: str
    when: str = ""
    every: int | None = None
    rest: str = ""

    def __str__(self) -> str:
        pace = f"every {self.every} days" if self.every is not None else ""
        return ", ".join(part for part in (self.name, self.when, pace) if part)


def read(text: str) -> CohortLine:
    """What a text says; of several times, or paces, the last counts."""
    paces, every = list(_EVERY.finditer(text)), None
    if paces:
        every = _days(paces[-1])
        text = f"{text[: paces[-1].start()]},{text[paces[-1].end() :]}"
    times = list(WRITTEN.finditer(text))
    if not times:
        return CohortLine(_tidy(text), every=every)
    before, after = text[: times[-1].start()], text[times[-1].end() :]
    return CohortLine(_tidy(before), times[-1][0], every, _tidy(after))


def _tidy(text: str) -> str:
    parts = (" ".join(part.split()) for part in re.split("[,;]", text))
    return ", ".join(part for part in parts if part)


def days_in(text: str) -> int | None:
    """The days between two openings in a text that says nothing else, such as ``3``."""
    plain = text.strip()
    if plain.isascii() and plain.isdecimal() and len(plain) < 5:
        return int(plain)
    match = _EVERY.fullmatch(plain)
    return _days(match) if match else None


def _days(match: re.Match[str]) -> int:
    number, unit, word = match.groups()
    weeks = (unit or word).lower().startswith(("w",))
    return int(number or 1) * (7 if weeks else 1)


LinePart = Literal["line", "name", "when", "every"]
"""What is asked of a new cohort: all in one line, or what that left out."""

MAX_COURSES = 8
"""Courses that have a button: as many as have room on a phone."""

_MORNING = "09:00"


def new(scene: Scene, *line: str) -> None:
    """Begin with a line as it is typed: the course comes first, unless there is a single course."""
    courses = [course.id for course in _courses(scene)]
    if line[:1] and line[0] in courses:
        _plan(scene, line[0], " ".join(line[1:]), take_typed(scene), "line")
    elif line[:1] and scene.library.course(line[0]):
        deny(scene)
    elif len(courses) == 1:
        _plan(scene, courses[0], " ".join(line), take_typed(scene), "line")
    else:
        _choose_course(scene, line)


def _courses(scene: Scene) -> list[Course]:
    """The courses that whoever asks may make a group for."""
    every = scene.library.courses
    return [course for course in every if is_allowed(scene, "publish", (Scope(course.id),))]


def _choose_course(scene: Scene, line: tuple[str, ...]) -> None:
    courses = _courses(scene)
    if not courses and scene.library.courses:
        deny(scene)
        return
    scene.close_answered()
    back = [offer(phrase("admin.back"), "admin cohorts")]
    rows = [
        [offer(course.title, "admin cohorts plan", course.id, *line)]
        for course in courses[:MAX_COURSES]
    ]
    text = phrase("admin.cohorts.course" if courses else "admin.cohorts.no_course")
    if len(courses) > MAX_COURSES:
        text += "\n\n" + phrase("admin.cohorts.more", number=len(courses) - MAX_COURSES)
    scene.card(text, [*rows, back])


def go_on(scene: Scene, course: str, *line: str) -> None:
    """Go on with what a button has of the line."""
    _plan(scene, course, " ".join(line))


def take(scene: Scene, part: LinePart, course: str, *line: str) -> None:
    """Take what was typed for this part of the line; or, of a button, what it has there."""
    _plan(scene, course, " ".join(line), take_typed(scene), part)


def make(scene: Scene, course: str, *line: str) -> None:
    """Make it, once all is known and was confirmed."""
    _plan(scene, course, " ".join(line), sure=True)


def _plan(
    scene: Scene,
    course: str,
    line: str,
    text: str = "",
    part: LinePart = "line",
    *,
    sure: bool = False,
) -> None:
    """Take the line as far as it goes, with the part that was typed, and ask for what is missing.

    What can't be read changes nothing, so the question that it answered stays open.
    """
    if scene.library.course(course) is None:
        scene.close_answered()
        scene.say(phrase("admin.cohorts.unknown", course=escape_markdown(course)))
        return
    plan = read(line)
    if text:
        more = _read(part, plan, text)
        if isinstance(more, str):
            scene.say(
                phrase(more, least=opening_calendar.PACES[0], most=opening_calendar.PACES[-1])
            )
            return
        plan = more
    if fault := _fault(scene, plan):
        scene.say(fault)
        return
    scene.close_answered()
    if not line and not text:
        _ask(scene, "line", course, plan, [])
    elif not plan.name:
        _ask(scene, "name", course, plan, [])
    elif not plan.when:
        _ask(scene, "when", course, plan, _days_offered(scene, course, plan))
    elif plan.every is None:
        _ask(scene, "every", course, plan, [_paces_offered(course, plan)])
    elif sure:
        _set(scene, course, plan)
    else:
        _confirm(scene, course, plan)


def _read(part: LinePart, plan: CohortLine, text: str) -> CohortLine | str:
    """The plan with what was typed; or the phrase that says why it can't be read."""
    cohort_line = read(text)
    match part:
        case "when" if not cohort_line.when or cohort_line.name or cohort_line.rest:
            return "admin.time.unread"
        case "when":
            return CohortLine(plan.name, cohort_line.when, cohort_line.every or plan.every)
        case "every":
            every = days_in(text)
            return "admin.cohorts.pace.unread" if every is None else _at_pace(plan, every)
        case "name":
            return CohortLine(" ".join(text.split()), plan.when, plan.every)
        case "line":
            return "admin.cohorts.pace.unread" if cohort_line.rest else cohort_line


def _at_pace(plan: CohortLine, every: int) -> CohortLine:
    return CohortLine(plan.name, plan.when, every)


def _fault(scene: Scene, plan: CohortLine) -> str:
    if len(plan.name) > MAX_NAME:
        return phrase("admin.cohorts.long", length=len(plan.name), most=MAX_NAME)
    if plan.every is not None and plan.every not in opening_calendar.PACES:
        least, most = opening_calendar.PACES[0], opening_calendar.PACES[-1]
        return phrase("admin.cohorts.pace.unread", least=least, most=most)
    if plan.when:
        at = times.read(scene, plan.when)
        if at is None:
            return phrase("admin.time.unread")
        # Within the hour counts as now: a class may have begun some minutes ago.
        if not scene.now - HOUR < at <= scene.now + times.FURTHEST_MICROS:
            return phrase("admin.time.range", days=times.FURTHEST.days)
    return ""


def _ask(
    scene: Scene, part: LinePart, course: str, plan: CohortLine, rows: list[list[Offer]]
) -> None:
    zone = scene.learner.preferences.zone
    back = [offer(phrase("admin.back"), "admin cohorts")]
    text = phrase(
        f"admin.cohorts.ask.{part}",
        course=course_of(scene, course),
        name=escape_markdown(plan.name),
        zone=escape_markdown(title(zone)),
    )
    scene.card(text, [*rows, back], words=call("admin cohorts typed", part, course, *_words(plan)))


def _words(plan: CohortLine) -> list[str]:
    return str(plan).split()


def _days_offered(scene: Scene, course: str, plan: CohortLine) -> list[list[Offer]]:
    now = opening_calendar.local(scene.learner.preferences.zone, scene.now)
    monday = now.date() + timedelta(days=7 - now.weekday())
    days = {
        "now": f"{now:%Y-%m-%d %H:%M}",
        "tomorrow": f"{now.date() + timedelta(days=1):%Y-%m-%d} {_MORNING}",
        "monday": f"{monday:%Y-%m-%d} {_MORNING}",
    }
    offers = []
    for name, when in days.items():
        line = CohortLine(plan.name, when, plan.every)
        label = phrase(f"admin.cohorts.{name}", when=when)
        offers.append([offer(label, "admin cohorts plan", course, *_words(line))])
    return offers


def _paces_offered(course: str, plan: CohortLine) -> list[Offer]:
    return [
        offer(pace(every), "admin cohorts typed every", course, *_words(_at_pace(plan, every)))
        for every in OFFERED
    ]


def _cohort(scene: Scene, course: str, plan: CohortLine) -> Cohort:
    zone = scene.learner.preferences.zone
    wall = opening_calendar.local(zone, times.read(scene, plan.when) or scene.now)
    minute = wall.hour * 60 + wall.minute
    id = _code(scene, course, plan.name)
    return Cohort(id, course, plan.name, zone, wall.date(), minute, plan.every or 1)


def _code(scene: Scene, course: str, name: str) -> str:
    """A code that no other cohort has; it holds the microsecond, and need not be secret."""
    for attempt in range(100):
        seed = f"{course} {name} {scene.now} {attempt}"
        digest = hashlib.sha256(seed.encode()).digest()
        code = "".join(MARKS[byte % len(MARKS)] for byte in digest[:6])
        if code not in scene.library.cohorts:
            return code
    raise LookupError("there is no free code")


def _confirm(scene: Scene, course: str, plan: CohortLine) -> None:
    cohort = _cohort(scene, course, plan)
    parts = [
        phrase(
            "admin.cohorts.sure",
            name=escape_markdown(cohort.name),
            course=course_of(scene, course),
            pace=pace(cohort.every),
        ),
        calendar(scene, cohort),
    ]
    yes = offer(phrase("admin.cohorts.make"), "admin cohorts make", course, *_words(plan))
    again = offer(phrase("admin.cohorts.anew"), "admin cohorts plan", course)
    back = offer(phrase("admin.back"), "admin cohorts")
    scene.card("\n\n".join(parts), [[yes], [again, back]])


def _set(scene: Scene, course: str, plan: CohortLine) -> None:
    cohort = _cohort(scene, course, plan)
    first = times.universal(times.read(scene, plan.when) or scene.now)
    scene.facts += [
        CohortSet(cohort, None),
        Logged("cohort", cohort.name, after=f"{course}, {first}, {cohort.every}"),
    ]
    done = phrase("admin.cohorts.made", name=escape_markdown(cohort.name))
    show(scene, cohort.id, done, cohort)
