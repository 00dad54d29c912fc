"""When many reviews are planned anew at once: after a break, after a long silence, before a date.

Nothing is ever dropped by it: each function gives the items that it moves, and all others stay
where they are.

*Spreading* deals out what has become due over the days to come, the most important first, as many
a day as the bound says; what is due on a day anyway counts into that. Who has sixty reviews before
them does none, and a pile that never shrinks is what reviews are given up for.

*Letting go* sends what was known well far ahead. After a long silence some of it is forgotten; but
what was sure, and held for weeks, costs less to meet again in some months than to go through now.

Days are counted from now, as they are told (``items.days_until``).
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.learning import review_order, reviews
from bot.learning.items import DAY, GRACE, MAX_DAYS, Item, days_until, was_retrieved
from bot.learning.local_time import instant
from bot.learning.preferences import ReadyBy
from bot.learning.zones import clock
from bot.values import replace

A_DAY = 10
"""Reviews a day at most when they are spread: two small sets."""

HELD = 14
"""Days of stability from which on something counts as known well."""

FAR = (60, 90)
"""From, to: in how many days what was let go is back."""


def daily_limit(goal: int) -> int:
    """How many reviews a day are dealt out to who has this daily goal, 0 being none."""
    return max(A_DAY, goal)


def spread(items: Iterable[Item], now: int, a_day: int = A_DAY, first: int = 0) -> list[Item]:
    """What of these is due by now and is put off, so that no day has more than ``a_day``.

    The most important come first, from the day ``first`` on, 0 being today. ``items`` are all that
    the learner has, since what is due in the next days takes up room there.
    """
    every = list(items)
    load = Counter(days_until(item.due, now) for item in every if item.due > now)
    day, moved = first, []
    for item in review_order.due(every, now):
        while load[day] >= a_day:
            day += 1
        load[day] += 1
        if day:
            moved.append(replace(item, due=now + day * DAY - GRACE))
    return moved


def deal_out(
    items: Iterable[Item],
    dates: Iterable[ReadyBy],
    courses: Mapping[str, Iterable[str]],
    zone: str,
    now: int,
    a_day: int = A_DAY,
    first: int = 0,
) -> list[Item]:
    """The same as ``spread``, but nothing is put off beyond a date to be ready by."""
    wanted, moved = tuple(dates), []
    for item in spread(items, now, a_day, first):
        at = until(wanted, item.lesson, courses, zone, now)
        after = reviews.aim_before(item, at, now) if at else item
        if not at or after.due < at:
            moved.append(after)
    return moved


def known_well(item: Item) -> bool:
    """Whether it was right and no guess last time, held for weeks, and is no error to be mended."""
    return was_retrieved(item.answer) and item.stability >= HELD and not item.surprising


def let_go(items: Iterable[Item], now: int) -> list[Item]:
    """What of these is due by now and was known well, put far ahead, each to a day of its own."""
    soonest, latest = FAR
    learned = [item for item in review_order.due(items, now) if known_well(item)]
    days = (min(soonest + number % (latest - soonest), MAX_DAYS) for number in range(len(learned)))
    return [
        replace(item, due=now + day * DAY - GRACE) for item, day in zip(learned, days, strict=True)
    ]


# Dates to be ready by


def beginning(date: ReadyBy, zone: str) -> int:
    """When its day begins on this zone's clock, in microseconds UTC: all is to be seen by then."""
    return instant(date.day, 0, clock(zone))


def until(
    dates: Iterable[ReadyBy],
    lesson: str,
    courses: Mapping[str, Iterable[str]],
    zone: str,
    now: int,
) -> int:
    """When a lesson is to be ready by, in microseconds UTC; 0 if there is no such time to come."""
    numbers = (beginning(date, zone) for date in dates if date.concerns(lesson, courses))
    return min((at for at in numbers if at > now), default=0)


def aim(
    items: Iterable[Item],
    dates: Iterable[ReadyBy],
    courses: Mapping[str, Iterable[str]],
    zone: str,
    now: int,
    before: Iterable[ReadyBy] = (),
) -> list[Item]:
    """What of these moves where these dates are to be aimed at, instead of those ``before``."""
    past, wanted, moved = tuple(before), tuple(dates), []
    for item in items:
        after = item
        if any(
            ready_by.concerns(item.lesson, courses)
            and reviews.was_pulled(item, beginning(ready_by, zone))
            for ready_by in past
        ):
            after = max(item, reviews.usual(item), key=lambda planned: planned.due)
        if at := until(wanted, item.lesson, courses, zone, now):
            after = reviews.aim_before(after, at, now)
        if after.due != item.due:
            moved.append(after)
    return moved
