"""When the lessons of a cohort open."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.learning import opening_calendar
from bot.lessons.card import Card
from bot.lessons.cohort import Cohort
from bot.lessons.library import Library
from bot.lessons.model import Course
from bot.storage.codec import micros, moment

DAY = 24 * 3_600_000_000
ZONES = ("", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia")
LESSONS = ("a", "b", "c", "d", "e")

cohorts = st.builds(
    Cohort,
    id=st.just("CODE"),
    course=st.just("course"),
    name=st.just("A class"),
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    minute=st.integers(0, 24 * 60 - 1),
    every=st.integers(1, 60),
    opened=st.sampled_from([(), ("a",), ("b", "a"), ("x",)]),
)
orders = st.permutations([*LESSONS, "new"]).flatmap(
    lambda every: st.integers(0, 6).map(lambda n: tuple(every[:n]))
)
times = st.integers(1_767_225_600_000_000, 1_861_920_000_000_000)  # 2026 to 2028


def cohort(**changes: object) -> Cohort:
    values: dict[str, object] = {
        "id": "CODE",
        "course": "course",
        "name": "A class",
        "zone": "Europe/Berlin",
        "day": date(2026, 3, 22),
        "minute": 9 * 60,
        "every": 7,
    }
    return Cohort(**(values | changes))  # type: ignore[arg-type]  # a test's shorthand


def utc(day: int, hour: int, month: int = 3, minute: int = 0) -> int:
    return micros(datetime(2026, month, day, hour, minute, tzinfo=UTC))


def test_every_week_at_nine_stays_at_nine_when_summer_time_begins() -> None:
    coming = opening_calendar.upcoming(cohort(), ("a", "b", "c"), utc(1, 0))
    assert coming == [("a", utc(22, 8)), ("b", utc(29, 7)), ("c", utc(5, 7, month=4))]


def test_what_the_clocks_skip_comes_as_much_later() -> None:
    skipped = cohort(day=date(2026, 3, 29), minute=2 * 60 + 30)
    assert opening_calendar.next_at(skipped, ("a",), utc(1, 0)) == utc(29, 1, minute=30)


def test_a_lesson_opens_at_its_very_microsecond() -> None:
    at = utc(22, 8)
    assert opening_calendar.open_lessons(cohort(), LESSONS, at - 1) == ()
    assert opening_calendar.open_lessons(cohort(), LESSONS, at) == ("a",)


def test_the_course_s_order_is_followed_as_far_as_it_is_taught() -> None:
    card = Card("b", "r", "B", 1, "foundation")
    library = Library((Course(id="course", title="C", lessons=("a", "b")),), {"b": card})
    assert opening_calendar.order(library, cohort()) == ("b",)
    assert opening_calendar.order(library, cohort(course="gone")) == ()


@given(cohorts, times, times)
def test_what_is_open_stays_open_in_its_order(one: Cohort, now: int, later: int) -> None:
    now, later = sorted((now, later))
    before, after = (
        opening_calendar.open_lessons(one, LESSONS, now),
        opening_calendar.open_lessons(one, LESSONS, later),
    )
    assert after[: len(before)] == before


@given(cohorts, times)
def test_each_lesson_is_open_or_waits_for_its_day(one: Cohort, now: int) -> None:
    opened, waiting = (
        opening_calendar.open_lessons(one, LESSONS, now),
        opening_calendar.locked_lessons(one, LESSONS, now),
    )
    coming = opening_calendar.upcoming(one, LESSONS, now)
    assert sorted({*opened, *waiting} & {*LESSONS}) == sorted(LESSONS)
    assert not {*opened} & {*waiting}
    assert tuple(lesson for lesson, _ in coming) == waiting
    at = [at for _, at in coming]
    assert at == sorted(set(at))
    assert opening_calendar.next_at(one, LESSONS, now) == (at[0] if at else None)
    assert all(one > now for one in at)


@given(cohorts, times)
@example(cohort(zone="Europe/Berlin", day=date(2026, 10, 25), minute=150, every=1), utc(1, 0))
def test_each_opening_is_at_the_cohort_s_own_hour(one: Cohort, now: int) -> None:
    zone = ZoneInfo(one.zone or "UTC")
    every = replace(one, opened=())
    for number, (_, at) in enumerate(opening_calendar.upcoming(every, LESSONS, drip_begin(every))):
        wall = datetime.combine(
            every.day + timedelta(days=every.every * number), datetime.min.time()
        )
        wall += timedelta(minutes=every.minute)
        shown = moment(at).astimezone(zone).replace(tzinfo=None)
        exists = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        assert shown == exists
        assert shown >= wall


def drip_begin(one: Cohort) -> int:
    return micros(datetime.combine(one.day, datetime.min.time(), UTC)) - 2 * DAY


@given(cohorts, times, times)
def test_what_is_kept_by_name_changes_no_calendar(one: Cohort, now: int, later: int) -> None:
    kept = opening_calendar.advance(one, LESSONS, now)
    assert kept.opened == opening_calendar.open_lessons(one, LESSONS, now)
    now, later = sorted((now, later))
    assert opening_calendar.open_lessons(kept, LESSONS, later) == opening_calendar.open_lessons(
        one, LESSONS, later
    )
    assert opening_calendar.upcoming(kept, LESSONS, later) == opening_calendar.upcoming(
        one, LESSONS, later
    )
    due = opening_calendar.due_at(kept, LESSONS)
    assert due is None or due > now


@given(cohorts, orders, times)
def test_a_course_that_changes_closes_nothing(
    one: Cohort, lessons: tuple[str, ...], now: int
) -> None:
    kept = opening_calendar.advance(one, LESSONS, now)
    opened = opening_calendar.open_lessons(kept, lessons, now)
    assert opened[: len(kept.opened)] == kept.opened
    rest = tuple(lesson for lesson in lessons if lesson not in kept.opened)
    # What is added when all were open, and the next day has passed, is open at once.
    assert opened[len(kept.opened) :] + opening_calendar.locked_lessons(kept, lessons, now) == rest
    if opening_calendar.locked_lessons(one, LESSONS, now):
        assert opened == kept.opened


@given(cohorts, times, st.integers(1, 60))
def test_another_pace_leaves_the_next_opening_when_it_is(one: Cohort, now: int, every: int) -> None:
    after = opening_calendar.change_pace(one, LESSONS, now, every)
    assert after.every == every
    assert opening_calendar.next_at(after, LESSONS, now) == opening_calendar.next_at(
        one, LESSONS, now
    )
    assert opening_calendar.open_lessons(after, LESSONS, now) == opening_calendar.open_lessons(
        one, LESSONS, now
    )


@given(cohorts, times, st.integers(1, 366 * 24 * 60))
def test_the_next_opening_can_be_moved_and_those_after_it_follow(
    one: Cohort, now: int, ahead: int
) -> None:
    at = (now // 60_000_000 + ahead) * 60_000_000
    wall = opening_calendar.local(one.zone, at)
    # Of a time that the clocks show twice the first is meant.
    assume(wall.fold == 0)
    after = opening_calendar.move(one, LESSONS, now, at)
    assert opening_calendar.open_lessons(after, LESSONS, now) == opening_calendar.open_lessons(
        one, LESSONS, now
    )
    coming = opening_calendar.upcoming(after, LESSONS, now)
    if coming:
        assert coming[0][1] == at


@given(cohorts, times, times)
def test_a_pause_opens_nothing_and_then_it_goes_on_in_its_rhythm(
    one: Cohort, now: int, later: int
) -> None:
    now, later = sorted((now, later))
    paused = opening_calendar.pause(one, LESSONS, now)
    assert opening_calendar.open_lessons(paused, LESSONS, later) == opening_calendar.open_lessons(
        one, LESSONS, now
    )
    assert opening_calendar.upcoming(paused, LESSONS, later) == []
    assert opening_calendar.due_at(paused, LESSONS) is None
    again = opening_calendar.resume(paused, later)
    assert opening_calendar.open_lessons(again, LESSONS, later) == paused.opened
    assert (again.day - paused.day).days % one.every == 0
    waiting = opening_calendar.locked_lessons(again, LESSONS, later)
    coming = opening_calendar.upcoming(again, LESSONS, later)
    assert tuple(lesson for lesson, _ in coming) == waiting
    if again.day > paused.day:
        # The one before it would have been in the pause.
        before = replace(again, day=again.day - timedelta(days=one.every))
        assert (opening_calendar.due_at(before, ["z"]) or 0) <= later


@given(cohorts, times)
def test_at_its_end_all_is_open(one: Cohort, now: int) -> None:
    ended = opening_calendar.close(one, LESSONS, now)
    assert opening_calendar.locked_lessons(ended, LESSONS, now) == ()
    assert opening_calendar.upcoming(ended, LESSONS, now) == []
    assert ended.opened[: len(one.opened)] == one.opened
