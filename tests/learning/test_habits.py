"""A streak tells how long a learner has kept at it, by local days, with a day off each week."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.learning.habits import QUARTER, Streak, by_day, day_of, span, streak
from bot.learning.zones import clock

MONDAY = date(2026, 3, 2)
FRIDAY = date(2026, 3, 6)
LATER = st.dates(date(2026, 1, 1), date(2026, 4, 1))


def week(marks: str, first: date = MONDAY) -> set[date]:
    """The days that are marked, counted from a Monday: ``xx.x`` is Monday, Tuesday, Thursday."""
    return {first + timedelta(days=n) for n, mark in enumerate(marks) if mark == "x"}


def test_a_newcomer_has_no_streak() -> None:
    assert streak(set(), FRIDAY) == Streak(0, (), today=False, free=True)


def test_days_in_a_row_count() -> None:
    assert streak(week("xxxxx"), FRIDAY) == Streak(5, (), today=True)


def test_today_is_not_missed_while_it_lasts() -> None:
    assert streak(week("xxxx."), FRIDAY) == Streak(4, (), today=False)


def test_one_missed_day_a_week_does_not_end_it_and_is_not_counted() -> None:
    found = streak(week("xx.xx"), FRIDAY)
    assert found == Streak(4, (date(2026, 3, 4),), today=True, free=False)


def test_two_missed_days_of_one_week_end_it() -> None:
    assert streak(week("xx..x"), FRIDAY) == Streak(1, (), today=True, free=True)
    assert streak(week("x.x.x"), FRIDAY).days == 2


def test_sunday_and_monday_are_of_two_weeks() -> None:
    found = streak(week("xxxxxx..x"), MONDAY + timedelta(days=8))
    assert (found.days, len(found.frozen)) == (7, 2)


def test_a_day_off_of_last_week_leaves_this_weeks_free() -> None:
    assert streak(week("xxx.xxxxx"), MONDAY + timedelta(days=8)).free


def test_a_streak_that_was_left_for_long_is_over() -> None:
    assert streak(week("xxxxx"), MONDAY + timedelta(days=30)).days == 0


def test_weeks_are_weeks_across_the_turn_of_a_year() -> None:
    days = set(span(date(2026, 12, 28), 7)) - {date(2026, 12, 31), date(2027, 1, 1)}
    assert streak(days, date(2027, 1, 3)).days == 2


@given(st.sets(LATER), LATER)
def test_a_streak_is_made_of_counted_days_and_at_most_one_frozen_a_week(
    days: set[date], today: date
) -> None:
    found = streak(days, today)
    if not found.days:
        assert not {today, today - timedelta(days=1)} & days
        assert found.frozen == ()
        return
    weeks = [day.isocalendar()[:2] for day in found.frozen]
    assert len(set(weeks)) == len(weeks)
    assert not set(found.frozen) & days
    # Together they are all days from the first to today, or to yesterday while today is open.
    length = found.days + len(found.frozen)
    last = today if found.today else today - timedelta(days=1)
    run = set(span(last - timedelta(days=length - 1), length))
    assert run == set(found.frozen) | (days & run)
    assert min(run) in days


@given(st.sets(LATER), LATER, LATER)
def test_learning_on_one_more_day_never_shortens_a_streak(
    days: set[date], more: date, today: date
) -> None:
    assert streak(days | {more}, today).days >= streak(days, today).days


@given(st.sets(LATER, min_size=1), LATER)
def test_nothing_that_lies_ahead_counts(days: set[date], today: date) -> None:
    assert streak(days, today) == streak({day for day in days if day <= today}, today)


def micros(when: datetime) -> int:
    return int(when.timestamp()) * 1_000_000


def test_a_day_is_the_learners_own() -> None:
    late = micros(datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    assert day_of(late, clock("")) == MONDAY
    assert day_of(late, clock("Europe/Berlin")) == MONDAY + timedelta(days=1)
    assert day_of(late, clock("America/New_York")) == MONDAY


@given(
    st.integers(micros(datetime(2020, 1, 1, tzinfo=UTC)), micros(datetime(2040, 1, 1, tzinfo=UTC))),
    st.sampled_from(sorted(available_timezones())),
)
def test_all_of_a_quarter_falls_on_one_local_day(when: int, name: str) -> None:
    at = when // QUARTER * QUARTER
    zone = ZoneInfo(name)
    assert day_of(at, zone) == day_of(at + QUARTER - 1, zone)


def test_counts_add_up_by_day() -> None:
    hour = 4 * QUARTER
    noon = micros(datetime(2026, 3, 2, 12, tzinfo=UTC))
    found = by_day([(noon, 2), (noon + hour, 3), (noon + 12 * hour, 1)], UTC)
    assert found == {MONDAY: 5, MONDAY + timedelta(days=1): 1}
