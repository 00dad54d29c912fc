"""When a reminder may come: next local times, across summer time, outside of quiet hours.

A learner chooses *local* times on weekdays. Each is worked out from the calendar and the zone's
rules, never by adding 24 hours, so it stays where it is when the clocks change.

==============================  ================================================================
a chosen time that …            comes
==============================  ================================================================
the clocks skip                 as much later as they skip (as in RFC 5545, 3.3.5)
the clocks show twice           at the first one
lies in quiet hours             at their end
is on a day of a break          not at all; see ``breaks``
passed while nothing ran        once, however many passed; it takes the place of one on the day
                                on which it comes; on a weekday that was not chosen, none comes
==============================  ================================================================

No local date and time counts twice: what came is remembered as a *slot*, a local date and minute,
and only a later slot comes next, even if the learner has moved west meanwhile.

Times are in microseconds since 1970 in UTC, minutes in minutes after local midnight.

A break is a long quiet time for all that comes by itself. Its days have no chosen times, so that
reminders go on after it; what else was due in it comes at its end, and while a break has no last
day, that is looked at anew each day.

Without a time zone nobody knows when it is night, and a time was chosen by saying "at this time":
so quiet hours don't move it until there is a zone.

Dropping what falls into quiet hours would be a silence that nobody asked for, so it comes at their
end. No day has more reminders than were chosen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.learning.breaks import end_of
from bot.learning.local_time import instant, wall_of
from bot.learning.preferences import Preferences
from bot.learning.zones import clock
from bot.values import replace

_AHEAD = 9
"""Days in which the next chosen weekday must lie, and a day on either side for zone and quiet."""


_LATE = 600_000_000
"""Microseconds after its time in which a reminder is not late: ten minutes."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A chosen time of a day: when it comes, and which local date and minute it is."""

    at: int
    day: date
    minute: int

    @property
    def name(self) -> str:
        """Its local date and time, which sort as text: ``2026-03-29T02:30``."""
        return f"{self.day:%Y-%m-%d}T{self.minute // 60:02}:{self.minute % 60:02}"


def next_slot(wanted: Preferences, now: int, last: str = "") -> Slot | None:
    """The next slot after ``now`` and after the slot named ``last``; ``None`` without reminders."""
    return next((slot for slot in _slots(wanted, now) if slot.at > now and slot.name > last), None)


def slot_name(wanted: Preferences, now: int, last: str = "") -> str:
    """The name of the slot that a reminder at ``now`` takes.

    It is the latest that has come. If none of this local day has, the reminder is late, and takes
    the first of the day, so that no day has more of them than were chosen.
    """
    zone, slots = clock(wanted.zone), list(_slots(wanted, now))
    today = wall_of(now, zone).date()
    todays = [slot.at for slot in slots if wall_of(slot.at, zone).date() == today]
    until = max(now, min(todays, default=now))
    return max([last, *(slot.name for slot in slots if slot.at <= until)])


def quiet_end(wanted: Preferences, now: int) -> int | None:
    """The end of the quiet hours, or of the break, that ``now`` is in; ``None`` outside of them."""
    zone = clock(wanted.zone)
    wall = wall_of(now, zone)
    if last := end_of(wanted.breaks, wall.date()):
        end = instant(last + timedelta(days=1), 0, zone)
        return quiet_end(replace(wanted, breaks=()), end) or end
    if not _in_quiet(wanted, wall):
        return None
    end = _quiet_end(wanted, wall, zone)
    # The clocks may show the end twice, and the first time be over.
    return end if end > now else instant(*_end_of(wanted, wall), zone, fold=1)


def held_until(wanted: Preferences, now: int) -> int | None:
    """The same for a reminder: its time was chosen, so without a zone no quiet hours hold it."""
    return quiet_end(_read_preferences(wanted), now)


def _read_preferences(wanted: Preferences) -> Preferences:
    return wanted if wanted.zone else replace(wanted, quiet=None)


def day_off(wanted: Preferences, due: int, now: int) -> bool:
    """Whether a reminder that was due comes so late that its weekday was not chosen."""
    zone = clock(wanted.zone)
    today, planned = wall_of(now, zone).date(), wall_of(due, zone).date()
    if today.weekday() in wanted.weekdays:
        return False
    if planned.weekday() in wanted.weekdays and now - due < _LATE:
        return False
    before = (slot.at for slot in _slots(wanted, now) if slot.at <= now)
    return all(wall_of(at, zone).date() != today for at in before)


def in_days(wanted: Preferences, now: int, days: int) -> int:
    """So many local days ahead, at the first time chosen or else at this time of day."""
    zone = clock(wanted.zone)
    wall = wall_of(now, zone)
    minute = min(wanted.reminders, default=wall.hour * 60 + wall.minute)
    at = instant(wall.date() + timedelta(days=days), minute, zone)
    return quiet_end(wanted, at) or at


def _slots(wanted: Preferences, now: int) -> Iterator[Slot]:
    """The chosen times from yesterday on, in the order in which they come."""
    if not wanted.reminders:
        return
    wanted, zone = _read_preferences(wanted), clock(wanted.zone)
    today = wall_of(now, zone).date()
    days = _days(wanted, today - timedelta(days=1))
    yield from sorted(
        _slot(wanted, day, minute, zone)
        for day in days
        if day.weekday() in wanted.weekdays
        for minute in wanted.reminders
    )


def _days(wanted: Preferences, day: date) -> Iterator[date]:
    """The days outside of breaks from ``day`` on, as many as are looked at."""
    number = 0
    while number <= _AHEAD:
        last = end_of(wanted.breaks, day)
        if last is None:
            yield day
            number += 1
        elif any(pause.last is None and pause.on(day) for pause in wanted.breaks):
            return
        day = (last or day) + timedelta(days=1)


def _slot(wanted: Preferences, day: date, minute: int, zone: tzinfo) -> Slot:
    at = instant(day, minute, zone)
    wall = wall_of(at, zone)
    if _in_quiet(wanted, wall):
        at = max(at, _quiet_end(wanted, wall, zone))
    return Slot(at, day, minute)


def _in_quiet(wanted: Preferences, wall: datetime) -> bool:
    if wanted.quiet is None:
        return False
    start, end = wanted.quiet
    minute = wall.hour * 60 + wall.minute
    return start <= minute < end if start <= end else minute >= start or minute < end


def _end_of(wanted: Preferences, wall: datetime) -> tuple[date, int]:
    start, end = wanted.quiet or (0, 0)
    over = start > end and wall.hour * 60 + wall.minute >= start
    return wall.date() + timedelta(days=over), end


def _quiet_end(wanted: Preferences, wall: datetime, zone: tzinfo) -> int:
    return instant(*_end_of(wanted, wall), zone)
