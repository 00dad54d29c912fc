"""How a learner wants to learn: what /settings changes, and a date to be ready by.

That is an exam or an interview that the schedule of reviews aims at (``reviews``). It is for a
lesson, a course or everything. Where several dates concern a lesson, the next of them counts; a
past date does not count.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from bot.learning.breaks import Break
from bot.values import value

MAX_DATES = 5
"""Dates that a learner can have at once."""

FURTHEST = 366
"""Days that a date can be ahead: nothing stays away for longer anyway."""


@value
class ReadyBy:
    """The ``day`` (ISO) and what for: ``lesson:<id>``, ``course:<id>``, or ``all``."""

    scope: str
    day: date

    def __str__(self) -> str:
        return f"{self.scope}={self.day}"

    def concerns(self, lesson: str, courses: Mapping[str, Iterable[str]]) -> bool:
        kind, _, id = self.scope.partition(":")
        if kind == "course":
            return lesson in courses.get(id, ())
        return kind == "all" or (kind, id) == ("lesson", lesson)


Pace = Literal["long", "short"]
"""How long messages are: as much as reads at a glance, or about half of that."""

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
"""The weekdays, Monday being 0 as in ``datetime.date.weekday``."""


@value
class Preferences:
    """What a learner has chosen.

    ``language`` is a code such as ``de``; empty means what the platform states. ``zone`` is an IANA
    time zone's name; empty means that none was chosen, and times are UTC. ``reminders`` are the
    minutes after local midnight at which something may be brought back, on ``weekdays``; without
    any, nothing is. Nothing comes between the two minutes of ``quiet``, which may lie on both sides
    of midnight. ``goal`` is how many answers a day they aim at, 0 being none. Without
    ``confidence`` they are not asked how sure they are. With ``experiment`` a part of the questions
    is not asked beforehand, to show whether it helps. With ``news`` they are told what admins
    announce. ``platform`` is where they are told what they did not ask for; empty means where they
    wrote last. On the days of ``breaks`` nothing comes by itself, and by those of ``ready``
    something is to be known.
    """

    language: str = ""
    zone: str = ""
    reminders: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = EVERY_DAY
    quiet: tuple[int, int] | None = (22 * 60, 7 * 60)
    goal: int = 0
    confidence: bool = True
    pace: Pace = "long"
    experiment: bool = False
    news: bool = True
    breaks: tuple[Break, ...] = ()
    ready: tuple[ReadyBy, ...] = ()
    platform: str = ""
