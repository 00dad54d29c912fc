"""Breaks: nothing comes in one, whatever the zone, and no streak asks for its days."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.learning import breaks
from bot.learning.breaks import Break, add_break, current, end_break, end_of
from bot.learning.habits import streak
from bot.learning.local_time import wall_of
from bot.learning.preferences import Preferences
from bot.learning.reminder_times import in_days, next_slot, quiet_end
from bot.learning.zones import clock

MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 1))
SPANS = st.tuples(DAYS, st.integers(0, 40)).map(
    lambda found: Break(found[0], found[0] + timedelta(days=found[1]))
)
ZONES = st.sampled_from(["", "Europe/Berlin", "America/New_York", "Pacific/Auckland"])


def micros(day: date, hour: int) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()) * 1_000_000


@given(st.lists(SPANS, max_size=4), ZONES, DAYS, st.integers(0, 23))
def test_no_reminder_is_chosen_for_a_day_of_a_break(
    found: list[Break], zone: str, day: date, hour: int
) -> None:
    wanted = Preferences(zone=zone, reminders=(480, 1380), breaks=tuple(found))
    slot = next_slot(wanted, micros(day, hour))
    assert slot is not None
    assert current(found, slot.day) is None
    plain = next_slot(Preferences(zone=zone, reminders=(480, 1380)), micros(day, hour))
    assert plain is not None
    # Without a break in between, it is the same as without any.
    if not any(one.on(day + timedelta(days=n)) for one in found for n in range(-2, 4)):
        assert slot == plain


@given(st.lists(SPANS, max_size=4), ZONES, DAYS, st.integers(0, 23), st.integers(0, 30))
def test_what_is_put_off_comes_after_the_break(
    found: list[Break], zone: str, day: date, hour: int, ahead: int
) -> None:
    wanted, now = Preferences(zone=zone, breaks=tuple(found)), micros(day, hour)
    there = wall_of(now, clock(zone)).date()
    end = quiet_end(wanted, now)
    if current(found, there):
        assert end is not None
        assert current(found, wall_of(end, clock(zone)).date()) is None
        assert quiet_end(wanted, end) is None
    later = in_days(wanted, now, ahead)
    assert current(found, wall_of(later, clock(zone)).date()) is None


def test_an_open_break_has_no_slot_and_is_looked_at_each_day() -> None:
    wanted = Preferences(reminders=(480,), breaks=(Break(MONDAY),))
    now = micros(MONDAY, 12)
    assert next_slot(wanted, now) is None
    end = quiet_end(wanted, now)
    assert end == micros(MONDAY + timedelta(days=1), 7)
    assert quiet_end(wanted, end) == micros(MONDAY + timedelta(days=2), 7)


@given(st.lists(SPANS, max_size=4), DAYS)
def test_the_end_of_a_break_is_its_last_day(found: list[Break], day: date) -> None:
    last = end_of(found, day)
    if last is None:
        assert current(found, day) is None
        return
    assert last >= day
    assert all(current(found, one) for one in (day, last))
    assert current(found, last + timedelta(days=1)) is None


@given(st.sets(DAYS, max_size=60), st.lists(SPANS, max_size=3), DAYS)
def test_a_break_never_shortens_a_streak_and_its_days_are_not_counted(
    days: set[date], found: list[Break], today: date
) -> None:
    plain = streak(days, today)
    kept = streak(days, today, lambda day: current(found, day) is not None)
    assert kept.days >= plain.days
    assert kept.days <= len(days)
    assert all(current(found, day) and day not in days for day in kept.away)
    assert not set(kept.away) & set(kept.frozen)


def test_a_streak_goes_on_across_two_weeks_off() -> None:
    before = {MONDAY + timedelta(days=n) for n in range(5)}
    after = {MONDAY + timedelta(days=n) for n in range(19, 22)}
    off = Break(MONDAY + timedelta(days=5), MONDAY + timedelta(days=18))
    today = MONDAY + timedelta(days=21)
    assert streak(before | after, today).days == 3
    found = streak(before | after, today, off.on)
    assert (found.days, found.frozen, len(found.away)) == (8, (), 14)


def test_a_new_break_takes_the_place_of_what_was_planned() -> None:
    today = MONDAY + timedelta(days=10)
    past, going = Break(MONDAY, MONDAY), Break(MONDAY + timedelta(days=5))
    later = Break(today + timedelta(days=30), today + timedelta(days=40))
    new = Break(today, today + timedelta(days=6))
    kept = add_break((past, going, later), new, today)
    assert kept[0] == past
    assert kept[-1] == new
    assert [str(one) for one in kept] == [
        "2026-03-02/2026-03-02",
        "2026-03-07/2026-03-11",
        "2026-03-12/2026-03-18",
    ]
    assert len(add_break((past,) * 99, new, today)) == breaks.KEPT
    # One that began today leaves nothing behind.
    assert end_break((new,), today) == ()
