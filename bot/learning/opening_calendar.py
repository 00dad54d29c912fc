"""When a cohort's lessons open: the calendar of a course that opens every so many days.

Each opening is a date and a minute on the clock of the cohort's zone, worked out from the zone's
rules and never by adding 24 hours, so "every 7 days at 09:00" stays at 09:00 when the clocks
change; it is the same instant for all members, wherever they are. What the clocks skip comes as
much later as they skip, and of what they show twice the first counts.

The lessons that have opened are kept by name; each opening to come takes the next of the course
that is not among them. Everything here follows from a cohort, the course's lessons in their order
and the time, in microseconds since 1970 in UTC.

So nothing has to happen for a lesson to open, and it opens to the microsecond.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count

from bot.learning.local_time import instant, wall_of
from bot.learning.zones import clock
from bot.lessons.cohort import Cohort
from bot.lessons.library import Library
from bot.values import replace

PACES = range(1, 61)
"""Days between two openings: from every day to about every two months."""


def order(library: Library, cohort: Cohort) -> tuple[str, ...]:
    course = library.course(cohort.course)
    return tuple(id for id in (course.lessons if course else ()) if id in library.cards)


def open_lessons(cohort: Cohort, lessons: Sequence[str], now: int) -> tuple[str, ...]:
    return (*cohort.opened, *(lesson for lesson, at in _due(cohort, lessons, now)))


def upcoming(cohort: Cohort, lessons: Sequence[str], now: int) -> list[tuple[str, int]]:
    """The lessons that open after ``now``, each with when; none while it is paused or closed."""
    return [(lesson, at) for lesson, at in _calendar(cohort, lessons) if at > now]


def locked_lessons(cohort: Cohort, lessons: Sequence[str], now: int) -> tuple[str, ...]:
    open_by_now = open_lessons(cohort, lessons, now)
    return tuple(lesson for lesson in lessons if lesson not in open_by_now)


def next_at(cohort: Cohort, lessons: Sequence[str], now: int) -> int | None:
    return next((at for _, at in upcoming(cohort, lessons, now)), None)


def due_at(cohort: Cohort, lessons: Sequence[str]) -> int | None:
    """When the first opening is, or was, that is not in ``cohort.opened``, if any."""
    return next((at for _, at in _calendar(cohort, lessons)), None)


# What changes a cohort


def advance(cohort: Cohort, lessons: Sequence[str], now: int) -> Cohort:
    """The cohort with what is open by ``now`` kept by name."""
    due = list(_due(cohort, lessons, now))
    if not due:
        return cohort
    return replace(
        cohort,
        opened=(*cohort.opened, *(lesson for lesson, _ in due)),
        day=cohort.day + len(due) * timedelta(days=cohort.every),
    )


def change_pace(cohort: Cohort, lessons: Sequence[str], now: int, every: int) -> Cohort:
    """Another pace: the next opening stays when it is, and those after it follow from it."""
    return replace(advance(cohort, lessons, now), every=every)


def move(cohort: Cohort, lessons: Sequence[str], now: int, at: int) -> Cohort:
    """The next opening at another time, and those after it counted from there."""
    wall = local(cohort.zone, at)
    minute = wall.hour * 60 + wall.minute
    return replace(advance(cohort, lessons, now), day=wall.date(), minute=minute)


def pause(cohort: Cohort, lessons: Sequence[str], now: int) -> Cohort:
    """Nothing more opens until it goes on."""
    return replace(advance(cohort, lessons, now), state="paused")


def resume(cohort: Cohort, now: int) -> Cohort:
    """The cohort goes on; the days that the pause passed over come after ``now``."""
    step, zone, day = timedelta(days=cohort.every), clock(cohort.zone), cohort.day
    # A day short of what has passed, as a local day may last 25 hours; then step by step.
    behind = (local(cohort.zone, now).date() - day).days // cohort.every - 1
    day += max(behind, 0) * step
    while instant(day, cohort.minute, zone) <= now:
        day += step
    return replace(cohort, state="running", day=day)


def close(cohort: Cohort, lessons: Sequence[str], now: int) -> Cohort:
    """Everything is open, for good."""
    rest = locked_lessons(cohort, lessons, now)
    return replace(cohort, state="closed", opened=(*open_lessons(cohort, lessons, now), *rest))


def local(zone: str, at: int) -> datetime:
    """What a zone's clock shows at this time."""
    return wall_of(at, clock(zone))


def _calendar(cohort: Cohort, lessons: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The lessons that are not kept as opened, each with when it opens."""
    if cohort.state != "running":
        return
    zone, step = clock(cohort.zone), timedelta(days=cohort.every)
    kept = set(cohort.opened)
    rest = (lesson for lesson in lessons if lesson not in kept)
    for number, lesson in zip(count(), rest, strict=False):
        yield lesson, instant(cohort.day + number * step, cohort.minute, zone)


def _due(cohort: Cohort, lessons: Sequence[str], now: int) -> Iterator[tuple[str, int]]:
    for lesson, at in _calendar(cohort, lessons):
        if at > now:
            return
        yield lesson, at
