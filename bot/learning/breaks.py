"""Breaks: local days on which nothing comes by itself, and which no streak asks for.

A break has a first and a last day, both in it, or no last day: then it lasts until the learner is
heard again. A past break stays on the list, since a streak that leads across it is kept; that it is
``settled`` says that what had become due was dealt out over the days after it.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.values import replace, value

KEPT = 40
"""Breaks that are remembered, the latest: a streak that goes back before them ends there."""

MAX_BREAK_DAYS = 366
"""Days from its first that a break can end in: who is away for longer just stays away."""

FURTHEST = 366
"""Days ahead that a break can begin."""

_DAY = timedelta(days=1)


@value
class Break:
    """From the ``first`` day to the ``last``, if known; taken ``at`` (microseconds UTC)."""

    first: date
    last: date | None = None
    at: int = 0
    settled: bool = False

    def __str__(self) -> str:
        return f"{self.first}/{self.last or ''}"

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.last is not None and self.last < today


def current(breaks: Iterable[Break], today: date) -> Break | None:
    """The break that contains ``today``, if any."""
    return next((pause for pause in breaks if pause.on(today)), None)


def coming(breaks: Iterable[Break], today: date) -> Break | None:
    """The break that contains ``today``, or else the next."""
    left = (pause for pause in breaks if not pause.over(today))
    return min(left, key=lambda pause: pause.first, default=None)


def end_of(breaks: Iterable[Break], day: date) -> date | None:
    """The last day of the break that ``day`` is in, ``day`` if open-ended, ``None`` for none."""
    every = tuple(breaks)
    last: date | None = None
    while pause := current(every, day if last is None else last + _DAY):
        if pause.last is None:
            return last or day
        last = pause.last
    return last


def add_break(breaks: Iterable[Break], new: Break, today: date) -> tuple[Break, ...]:
    """The breaks with this added; it replaces a break that is under way or to come."""
    return (*end_break(breaks, today), new)[-KEPT:]


def end_break(breaks: Iterable[Break], today: date) -> tuple[Break, ...]:
    """The breaks that are left when whatever is under way ends with yesterday."""
    left = []
    for pause in breaks:
        if pause.over(today):
            left.append(pause)
        elif pause.first < today:
            left.append(replace(pause, last=today - _DAY))
    return tuple(left)
