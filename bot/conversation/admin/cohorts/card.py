"""What admins see of a cohort: who is in it, what is open, what opens when, how to invite."""

from collections.abc import Callable

from bot.conversation.admin.areas import admin_data, is_allowed
from bot.conversation.admin.times import moment
from bot.conversation.cohorts.membership import LINK
from bot.conversation.facts.announcement import cohort_audience
from bot.conversation.facts.roles import Scope
from bot.conversation.language.markup import escape_markdown
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.turn import Scene
from bot.learning import opening_calendar
from bot.learning.zones import title as zone_title
from bot.lessons.cohort import Cohort

OFFERED = (1, 2, 7)
"""Paces that have a button: days between two openings."""

_WEEK = 7


def members(scene: Scene, cohort: Cohort) -> int:
    """How many belong to it."""
    return admin_data(scene).members.get(cohort.id, 0)


def count_people(scene: Scene, cohort: Cohort) -> str:
    """How many people a change touches, in a sentence."""
    return count("admin.cohorts.touches", members(scene, cohort))


def pace(every: int) -> str:
    """How often a lesson opens, in words."""
    return phrase("admin.cohorts.weekly") if every == _WEEK else count("admin.cohorts.every", every)


def course_of(scene: Scene, course: str) -> str:
    """A course's title as Markdown that shows exactly it."""
    return escape_markdown(scene.library.course_title(course))


def lesson_of(scene: Scene, lesson: str) -> str:
    """A lesson's title, or its id if it is not taught."""
    card = scene.library.cards.get(lesson)
    return escape_markdown(card.title if card else lesson)


def calendar(scene: Scene, cohort: Cohort) -> str:
    """Every opening to come, a line for each lesson; a line before says what is open by now."""
    lessons = opening_calendar.order(scene.library, cohort)
    now_open = [
        lesson
        for lesson in lessons
        if lesson in opening_calendar.open_lessons(cohort, lessons, scene.now)
    ]
    coming = opening_calendar.upcoming(cohort, lessons, scene.now)
    lines = [
        phrase(
            "admin.cohorts.opening",
            number=lessons.index(lesson) + 1,
            title=lesson_of(scene, lesson),
            when=moment(scene, at),
        )
        for lesson, at in coming
    ]
    parts = [_list_lessons(scene, "admin.cohorts.open_now", now_open), "\n".join(lines)]
    if not coming and cohort.state == "running":
        parts.append(phrase("admin.cohorts.all_open" if lessons else "admin.cohorts.no_lessons"))
    return "\n\n".join(part for part in parts if part)


def _list_lessons(scene: Scene, key: str, lessons: list[str]) -> str:
    titles = ", ".join(lesson_of(scene, lesson) for lesson in lessons)
    return phrase(key, number=len(lessons), titles=titles) if lessons else ""


def show(scene: Scene, id: str, lead: str = "", created: Cohort | None = None) -> None:
    cohort = created or scene.library.cohorts.get(id.upper())
    back = [offer(phrase("admin.cohorts.all"), "admin cohorts")]
    if cohort is None:
        scene.card(phrase("admin.cohorts.gone", code=escape_markdown(id)), [back])
        return
    parts = [
        lead,
        phrase(
            "admin.cohorts.card",
            name=escape_markdown(cohort.name),
            course=course_of(scene, cohort.course),
            members=count("admin.cohorts.members", members(scene, cohort)),
        ),
        phrase(
            f"admin.cohorts.state.{cohort.state}",
            pace=pace(cohort.every),
            zone=escape_markdown(zone_title(cohort.zone)),
        ),
        "" if cohort.state == "closed" else calendar(scene, cohort),
        "" if cohort.state == "closed" else _invitation(scene, cohort),
    ]
    scene.card("\n\n".join(part for part in parts if part), [*_buttons(scene, cohort), back])


def _invitation(scene: Scene, cohort: Cohort) -> str:
    """How people join: with the command anywhere, and with a link where there are any."""
    parts = [phrase("admin.cohorts.invite", code=cohort.id)]
    for platform, begins in sorted(admin_data(scene).served.links.items()):
        if begins:
            link = f"{begins}{LINK}{cohort.id}"
            parts.append(phrase("admin.cohorts.link", platform=platform.title(), link=link))
    return " ".join(parts)


def _buttons(scene: Scene, cohort: Cohort) -> list[list[Offer]]:
    def to(verb: str) -> Offer:
        return offer(phrase(f"admin.cohorts.{verb}"), f"admin cohorts {verb}", cohort.id)

    asked = (Scope(cohort.course, cohort.id),)
    mine = []
    if is_allowed(scene, "statistics", asked):
        about = ("admin stats part", str(asked[0]))
        mine.append(offer(phrase("admin.cohorts.figures"), *about))
    if is_allowed(scene, "announce", asked):
        about = ("admin announce write", cohort_audience(cohort.id))
        mine.append(offer(phrase("admin.cohorts.write"), *about))
    changing = _changes(scene, cohort, to) if is_allowed(scene, "publish", asked) else []
    return [mine, *changing]


def _changes(scene: Scene, cohort: Cohort, to: Callable[[str], Offer]) -> list[list[Offer]]:
    if cohort.state == "closed":
        return []
    if cohort.state == "paused":
        return [[to("resume"), to("close")]]
    lessons = opening_calendar.order(scene.library, cohort)
    to_come = opening_calendar.locked_lessons(cohort, lessons, scene.now)
    turn = [[to("pace"), to("move")]] if to_come else []
    return [*turn, [to("pause"), to("close")] if to_come else [to("close")]]
