"""When reminders come: local times that stay where they are, in any zone, in any night."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.learning import reminder_times, zones
from bot.learning.local_time import local
from bot.learning.preferences import EVERY_DAY, Preferences
from bot.learning.reminder_times import Slot
from bot.storage.codec import micros, moment

MINUTES = st.integers(0, 24 * 60 - 1)
ZONES = st.sampled_from(
    ["", "UTC-05:30", "Etc/GMT-14", "Australia/Lord_Howe", "Africa/Casablanca", *zones.WELL_KNOWN]
)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
WANTED = st.builds(
    Preferences,
    zone=ZONES,
    reminders=st.sets(MINUTES, min_size=1, max_size=4).map(lambda found: tuple(sorted(found))),
    weekdays=st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(sorted(days))),
    quiet=st.none() | st.tuples(MINUTES, MINUTES).filter(lambda hours: hours[0] != hours[1]),
)


def wall(wanted: Preferences, slot: Slot) -> datetime:
    return local(wanted, slot.at)


def minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def in_quiet(wanted: Preferences, at: datetime) -> bool:
    if wanted.quiet is None:
        return False
    start, end = wanted.quiet
    now = minute(at)
    return start <= now < end if start < end else not end <= now < start


def skipped(slot: Slot, zone: str) -> bool:
    """Whether the clocks never show this slot's time."""
    shown = datetime.combine(slot.day, datetime.min.time(), zones.clock(zone))
    shown += timedelta(minutes=slot.minute)
    return shown.astimezone(UTC).astimezone(shown.tzinfo).replace(tzinfo=None) != shown.replace(
        tzinfo=None
    )


def coming(wanted: Preferences, now: datetime, number: int) -> list[Slot]:
    """The next slots, each found when the one before it has come."""
    found: list[Slot] = []
    at, last = micros(now), ""
    for _ in range(number):
        slot = reminder_times.next_slot(wanted, at, last)
        assert slot is not None
        at, last = slot.at, reminder_times.slot_name(wanted, slot.at, last)
        found.append(slot)
    return found


@settings(max_examples=100, deadline=None)
@given(WANTED, MOMENTS)
def test_the_next_one_comes_later_and_never_in_quiet_hours(
    wanted: Preferences, now: datetime
) -> None:
    slot = reminder_times.next_slot(wanted, micros(now))
    assert slot is not None
    assert slot.at > micros(now)
    assert slot.day.weekday() in wanted.weekdays
    assert not in_quiet(wanted, wall(wanted, slot))
    assert reminder_times.quiet_end(wanted, slot.at) is None


@settings(max_examples=100, deadline=None)
@given(WANTED, MOMENTS)
def test_it_comes_when_the_learners_clock_shows_the_chosen_time(
    wanted: Preferences, now: datetime
) -> None:
    slot = reminder_times.next_slot(wanted, micros(now))
    assert slot is not None
    chosen = datetime.combine(slot.day, datetime.min.time()) + timedelta(minutes=slot.minute)
    assume(not skipped(slot, wanted.zone) and not in_quiet(wanted, chosen))
    assert wall(wanted, slot).replace(tzinfo=None) == chosen


@settings(max_examples=100, deadline=None)
@given(WANTED, MOMENTS)
def test_no_local_date_and_time_comes_twice(wanted: Preferences, now: datetime) -> None:
    found = coming(wanted, now, 12)
    assert len({one.name for one in found}) == len(found)
    assert [one.at for one in found] == sorted({one.at for one in found})


@settings(max_examples=80, deadline=None)
@given(WANTED, MOMENTS, ZONES)
def test_nor_does_it_for_who_has_moved(wanted: Preferences, now: datetime, zone: str) -> None:
    slot = coming(wanted, now, 1)[0]
    last = reminder_times.slot_name(wanted, slot.at)
    moved = Preferences(zone=zone, reminders=wanted.reminders, quiet=None)
    following = reminder_times.next_slot(moved, slot.at, last)
    assert following is not None
    assert following.name > last


@settings(max_examples=80, deadline=None)
@given(WANTED, MOMENTS, st.integers(1, 50))
def test_after_an_outage_no_day_has_more_of_them_than_were_chosen(
    wanted: Preferences, now: datetime, hours: int
) -> None:
    """One comes late; together with those that follow, its day has no more than usual."""
    due = coming(wanted, now, 1)[0]
    late = micros(moment(due.at) + timedelta(hours=hours))
    assume(reminder_times.quiet_end(wanted, late) is None)
    last = reminder_times.slot_name(wanted, late)
    today = local(wanted, late).date()
    came = 1
    slot = reminder_times.next_slot(wanted, late, last)
    while slot is not None and wall(wanted, slot).date() == today:
        came += 1
        slot = reminder_times.next_slot(
            wanted, slot.at, reminder_times.slot_name(wanted, slot.at, last)
        )
    usual = _usual(wanted, today)
    assert came <= max(usual, 1)


def _usual(wanted: Preferences, day: date) -> int:
    """How many different moments of this local day reminders come at."""
    midnight = datetime.combine(day, datetime.min.time(), zones.clock(wanted.zone))
    at, found = micros(midnight.astimezone(UTC)) - 1, set()
    while (slot := reminder_times.next_slot(wanted, at)) and wall(wanted, slot).date() <= day:
        if wall(wanted, slot).date() == day:
            found.add(slot.at)
        at = slot.at
    return len(found)


@settings(max_examples=100, deadline=None)
@given(WANTED, MOMENTS)
def test_quiet_hours_end_later_and_outside_of_themselves(
    wanted: Preferences, now: datetime
) -> None:
    end = reminder_times.quiet_end(wanted, micros(now))
    assert (end is not None) == in_quiet(wanted, local(wanted, micros(now)))
    if end is not None:
        assert end > micros(now)
        assert end - micros(now) <= 26 * 3_600_000_000


@settings(max_examples=80, deadline=None)
@given(WANTED, MOMENTS, st.sampled_from([1, 3, 7]))
def test_days_ahead_are_local_days_at_a_chosen_time(
    wanted: Preferences, now: datetime, days: int
) -> None:
    at = reminder_times.in_days(wanted, micros(now), days)
    then, today = local(wanted, at), local(wanted, micros(now))
    assert not in_quiet(wanted, then)
    assert timedelta(0) <= then.date() - today.date() - timedelta(days=days) <= timedelta(days=1)


def hours_of(zone: str, begin: datetime, days: int, minute: int) -> list[str]:
    wanted = Preferences(zone=zone, reminders=(minute,), quiet=None)
    return [f"{wall(wanted, one):%d %H:%M%z}" for one in coming(wanted, begin, days)]


@pytest.mark.parametrize(
    ("zone", "begin", "minute", "shown"),
    [
        (
            "Europe/Berlin",
            datetime(2026, 3, 28, 0, 0, tzinfo=UTC),
            150,
            ["28 02:30+0100", "29 03:30+0200", "30 02:30+0200"],
        ),
        (
            "Europe/Berlin",
            datetime(2026, 10, 24, 0, 0, tzinfo=UTC),
            150,
            ["24 02:30+0200", "25 02:30+0200", "26 02:30+0100"],
        ),
        (
            "America/New_York",
            datetime(2026, 3, 7, 6, 0, tzinfo=UTC),
            150,
            ["07 02:30-0500", "08 03:30-0400", "09 02:30-0400"],
        ),
        (
            "America/New_York",
            datetime(2026, 10, 31, 4, 0, tzinfo=UTC),
            90,
            ["31 01:30-0400", "01 01:30-0400", "02 01:30-0500"],
        ),
        (
            "Europe/Berlin",
            datetime(2026, 3, 28, 0, 0, tzinfo=UTC),
            540,
            ["28 09:00+0100", "29 09:00+0200", "30 09:00+0200"],
        ),
    ],
)
def test_summer_time_begins_and_ends(
    zone: str, begin: datetime, minute: int, shown: list[str]
) -> None:
    assert hours_of(zone, begin, 3, minute) == shown


def test_what_falls_into_quiet_hours_comes_at_their_end_on_the_next_day_too() -> None:
    wanted = Preferences(zone="Europe/Berlin", reminders=(1380,), weekdays=(0,))
    slot = reminder_times.next_slot(wanted, micros(datetime(2026, 3, 2, 12, tzinfo=UTC)))
    assert slot is not None
    assert f"{wall(wanted, slot):%a %H:%M}" == "Tue 07:00"


def test_the_end_of_quiet_hours_is_in_the_future_though_the_clocks_have_shown_it_before() -> None:
    wanted = Preferences(zone="Europe/Berlin", quiet=(120, 165))
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert f"{local(wanted, micros(second)):%H:%M%z}" == "02:30+0100"
    assert reminder_times.quiet_end(wanted, micros(second)) == micros(
        second + timedelta(minutes=15)
    )


def test_without_a_time_none_comes() -> None:
    assert reminder_times.next_slot(Preferences(), 0) is None


@pytest.mark.parametrize(
    ("due", "now", "off"),
    [
        ("2026-03-06T19:00", "2026-03-07T08:15", True),  # nothing ran on Friday evening
        ("2026-03-07T07:00", "2026-03-07T07:00", True),  # late already when quiet hours held it
        ("2026-03-06T19:00", "2026-03-06T21:00", False),
        ("2026-03-06T19:00", "2026-03-09T08:15", False),
        ("2026-03-06T23:59", "2026-03-07T00:00", False),  # a moment late
    ],
)
def test_what_is_late_does_not_come_on_a_day_that_was_not_chosen(
    due: str, now: str, *, off: bool
) -> None:
    wanted = Preferences(zone="", reminders=(8 * 60 + 15, 19 * 60), weekdays=(0, 1, 2, 3, 4))
    times = [micros(datetime.fromisoformat(one).replace(tzinfo=UTC)) for one in (due, now)]
    assert reminder_times.day_off(wanted, *times) is off


def test_what_quiet_hours_put_off_to_a_day_that_was_not_chosen_comes() -> None:
    wanted = Preferences(zone="UTC", reminders=(23 * 60,), weekdays=(4,), quiet=(22 * 60, 7 * 60))
    at = micros(datetime(2026, 3, 7, 7, 0, tzinfo=UTC))
    assert not reminder_times.day_off(wanted, at, at)
