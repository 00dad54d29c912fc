"""Planning many reviews anew: nothing is lost, no day has too many, and all is seen in time."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.learning import rescheduling, review_order, reviews
from bot.learning.items import DAY, Answer, Item, days_until
from bot.learning.predictions import Confidence
from bot.learning.preferences import ReadyBy
from bot.learning.reviews import LAST, after_answer

NOW = int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp()) * 1_000_000
CONFIDENCES: st.SearchStrategy[Confidence] = st.sampled_from(
    ("sure", "probable", "guess", "unsaid")
)
HISTORIES = st.lists(
    st.tuples(st.integers(0, 40), CONFIDENCES, st.booleans()), min_size=1, max_size=5
)
"""Days since the last answer, how sure, and whether it was right."""


def item_of(name: str, history: list[tuple[int, Confidence, bool]], until: int = 0) -> Item:
    """What is remembered after these answers, the last of them now."""
    at, item = NOW - sum(days for days, _, _ in history[1:]) * DAY, None
    for number, (days, confidence, right) in enumerate(history):
        at += days * DAY if number else 0
        answer = Answer("", confidence, right, at)
        item = after_answer(item, answer, lesson="tea", question=name, until=until)
    assert item is not None
    return item


ITEMS = st.lists(st.tuples(st.integers(-90 * 24, 30 * 24), HISTORIES), max_size=60).map(
    lambda found: [
        replace(item_of(f"q{number}", history), due=NOW + hours * DAY // 24)
        for number, (hours, history) in enumerate(found)
    ]
)
"""Items due in the last three months or the next one."""


def names(items: list[Item]) -> list[str]:
    return sorted(item.question for item in items)


def replaced(items: list[Item], moved: list[Item]) -> list[Item]:
    found = {item.question: item for item in moved}
    assert len(found) == len(moved)
    return [found.get(item.question, item) for item in items]


@given(ITEMS, st.integers(1, 20), st.integers(0, 1))
def test_spreading_loses_nothing_and_fills_no_day_beyond_the_bound(
    items: list[Item], a_day: int, first: int
) -> None:
    moved = rescheduling.spread(items, NOW, a_day, first)
    after = replaced(items, moved)
    assert names(after) == names(items)
    for before, now in zip(items, after, strict=True):
        assert replace(now, due=before.due) == before, "nothing but the time changes"
        assert now.due >= before.due
        assert before.due <= NOW or now == before, "what is not due yet stays where it is"
    already = Counter(days_until(item.due, NOW) for item in items if item.due > NOW)
    load = Counter(days_until(item.due, NOW) for item in after)
    for day, number in load.items():
        assert number <= max(a_day, already[day])
        assert day >= first or not any(days_until(item.due, NOW) == day for item in moved)
    assert first == 0 or all(item.due > NOW for item in after)


@given(ITEMS, st.integers(1, 20))
def test_the_most_important_comes_first(items: list[Item], a_day: int) -> None:
    order = [item.question for item in review_order.due(items, NOW)]
    after = replaced(items, rescheduling.spread(items, NOW, a_day))
    day = {item.question: days_until(item.due, NOW) for item in after}
    assert [day[name] for name in order] == sorted(day[name] for name in order)


@given(ITEMS, st.integers(1, 20), st.integers(2, 30))
def test_what_is_dealt_out_still_comes_before_its_date(
    items: list[Item], a_day: int, days: int
) -> None:
    dates = (ReadyBy("all", date(2026, 3, 2) + timedelta(days=days)),)
    until = rescheduling.beginning(dates[0], "")
    moved = rescheduling.deal_out(items, dates, {}, "", NOW, a_day)
    assert names(replaced(items, moved)) == names(items)
    assert all(item.due < until for item in moved)


@given(ITEMS)
def test_what_is_let_go_was_known_well_and_is_far_and_no_error(items: list[Item]) -> None:
    moved = rescheduling.let_go(items, NOW)
    for item in moved:
        assert rescheduling.known_well(item)
        assert not item.surprising
        assert item.answer.right
        low, high = rescheduling.FAR
        assert low <= days_until(item.due, NOW) < high
    assert names(replaced(items, moved)) == names(items)


# A date to be ready by


@given(HISTORIES)
def test_the_usual_time_can_be_worked_out_again(
    history: list[tuple[int, Confidence, bool]],
) -> None:
    item = item_of("q", history)
    assert reviews.usual(item) == item
    assert reviews.usual(replace(item, due=NOW)).due == item.due


@given(HISTORIES, st.integers(0, 200), st.integers(0, 23))
def test_a_date_pulls_reviews_towards_it_and_never_pushes(
    history: list[tuple[int, Confidence, bool]], days: int, hours: int
) -> None:
    until = NOW + days * DAY + hours * DAY // 24
    plain, aimed = item_of("q", history), item_of("q", history, until)
    assert aimed.due <= plain.due
    assert replace(aimed, due=plain.due) == plain
    assert aimed.due - NOW > DAY // 2 or aimed.due == plain.due, "not twice on one day"
    seen = len(history) > 1 and until - LAST * DAY <= NOW
    if days >= 1 and not seen:
        assert aimed.due < until


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.booleans(), min_size=8, max_size=8), min_size=1, max_size=12),
    st.integers(3, 120),
)
def test_who_does_what_is_due_sees_each_item_in_the_last_days_before(
    verdicts: list[list[bool]], days: int
) -> None:
    until = NOW + days * DAY
    items = []
    for number, rights in enumerate(verdicts):
        answer = Answer("", "probable", rights[0], NOW)
        items.append(after_answer(None, answer, lesson="tea", question=f"q{number}", until=until))
    for day in range(1, days):
        at = NOW + day * DAY
        for number, item in enumerate(items):
            if item.due <= at:
                answer = Answer("", "probable", verdicts[number][item.number % 8], at)
                items[number] = after_answer(
                    item, answer, lesson="tea", question=item.question, until=until
                )
    for item in items:
        assert item.answer.at >= until - (LAST + 1) * DAY
        assert item.number > 1


@given(ITEMS, st.integers(2, 90), st.sampled_from(["Europe/Berlin", "", "Asia/Tokyo"]))
def test_aiming_moves_all_before_the_date_and_taking_it_back_moves_all_back(
    items: list[Item], days: int, zone: str
) -> None:
    dates = (ReadyBy("lesson:tea", date(2026, 3, 2) + timedelta(days=days)),)
    until = rescheduling.beginning(dates[0], zone)
    items = [reviews.usual(item) for item in items]
    aimed = replaced(items, rescheduling.aim(items, dates, {}, zone, NOW))
    assert names(aimed) == names(items)
    for before, after in zip(items, aimed, strict=True):
        assert after.due <= before.due
        seen = after.number > 1 and after.answer.at >= until - LAST * DAY
        assert after.due < until or seen
    back = replaced(aimed, rescheduling.aim(aimed, (), {}, zone, NOW, dates))
    for before, aim, after in zip(items, aimed, back, strict=True):
        assert after == (before if reviews.was_pulled(aim, until) else aim)


def test_the_last_days_are_shared_out() -> None:
    until = NOW + 60 * DAY
    history: list[tuple[int, Confidence, bool]] = [(0, "sure", True), (30, "sure", True)]
    items = [item_of(f"q{number}", history) for number in range(100)]
    load = Counter(days_until(reviews.aim_before(one, until, NOW).due, NOW) for one in items)
    assert len(load) == LAST
    assert max(load.values()) < 35


def test_a_date_is_for_a_lesson_a_course_or_all() -> None:
    courses = {"kitchen": ("tea", "bread")}
    day = date(2026, 4, 1)
    assert ReadyBy("lesson:tea", day).concerns("tea", courses)
    assert not ReadyBy("lesson:tea", day).concerns("bread", courses)
    assert ReadyBy("course:kitchen", day).concerns("bread", courses)
    assert not ReadyBy("course:kitchen", day).concerns("soup", courses)
    assert ReadyBy("all", day).concerns("soup", courses)
    sooner = ReadyBy("all", date(2026, 3, 20))
    found = rescheduling.until((ReadyBy("lesson:tea", day), sooner), "tea", courses, "", NOW)
    assert found == rescheduling.beginning(sooner, "")
    past = (ReadyBy("all", date(2026, 3, 1)),)
    assert rescheduling.until(past, "tea", courses, "", NOW) == 0
