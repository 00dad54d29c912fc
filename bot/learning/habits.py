"""Learning by local days: which day something falls on, and how long a learner has kept at it.

Streak
------
A day counts with an answer, chosen or written, in the learner's own zone.
A streak is the run of counted days that leads up to today, and its length is how many days were
counted: nothing is claimed that was not done.

Each week, from Monday to Sunday, has a *freeze*: the first day missed in it, looking back from
today, is passed over, and the second one ends the streak. So Sunday and Monday may both be missed,
as they are in two weeks, and two days of a week may not. Today is never missed while it lasts, and
no day of a break (see ``breaks``) is: it is passed over and takes no freeze, however long the
break. A streak begins with the first counted day.

The days off are not counted, and a streak that is over is not mentioned.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.values import value

QUARTER = 15 * 60 * 1_000_000
"""Microseconds of a quarter of an hour. Every IANA offset is a multiple of it, so a quarter falls
on a single local day in every zone."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


@value
class Streak:
    """``days`` were counted in a row, the days in ``frozen`` (newest first) passed over.

    ``today`` says whether today is counted already, ``free`` whether this week's freeze is left.
    """

    days: int = 0
    frozen: tuple[date, ...] = ()
    today: bool = False
    free: bool = True
    away: tuple[date, ...] = ()


def day_of(at: int, zone: tzinfo) -> date:
    """The local day of a time in microseconds UTC."""
    return (_EPOCH + timedelta(microseconds=at)).astimezone(zone).date()


def by_day(counts: Iterable[tuple[int, int]], zone: tzinfo) -> Counter[date]:
    """Counts at times in microseconds UTC, added up by local day."""
    days: Counter[date] = Counter()
    for at, count in counts:
        days[day_of(at, zone)] += count
    return days


def span(first: date, days: int) -> tuple[date, ...]:
    """So many days, beginning with ``day``."""
    return tuple(first + _DAY * n for n in range(days))


def streak(
    days: Collection[date], today: date, away: Callable[[date], bool] = lambda day: False
) -> Streak:
    """The streak that leads up to ``today``, with these days counted; later ones are left out.

    ``away`` says of a day whether it is in a break.
    """
    counted = {day for day in days if day <= today}
    missed: list[date] = []
    frozen: list[date] = []
    left: list[date] = []
    absent: list[date] = []
    length = 0
    if not counted:
        return Streak()
    day, first = today, min(counted)
    while day >= first:
        if day in counted:
            length += 1
            frozen, absent = frozen + missed, absent + left
            missed, left = [], []
        elif away(day):
            left.append(day)
        elif day != today:
            if any(_week(day) == _week(other) for other in (*frozen, *missed)):
                break
            missed.append(day)
        day -= _DAY
    if not length:
        return Streak()
    return Streak(
        length,
        tuple(frozen),
        today in counted,
        free=all(_week(day) != _week(today) for day in frozen),
        away=tuple(absent),
    )


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
