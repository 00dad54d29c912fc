"""How a learner wants to learn: what /settings changes."""

from typing import Literal

from bot.learning.breaks import Break
from bot.learning.ready_by import ReadyBy
from bot.values import value

Pace = Literal["long", "short"]
"""How long messages are: as much as reads at one glance, or about half of that."""

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
"""The weekdays, Monday being 0 as in ``datetime.date.weekday``."""


@value
class Preferences:
    """What a learner has chosen.

    ``language`` is a code such as ``de``; empty means the one that the platform states.
    ``zone`` is an IANA time zone's name; empty means that none was chosen, and times are UTC.
    ``reminders`` are the minutes after local midnight at which something may be brought back, on
    ``weekdays``; without any, nothing is. Nothing comes between the two minutes of ``quiet``,
    which may lie on both sides of midnight.
    ``goal`` is how many answers a day they aim at, 0 being none.
    Without ``confidence`` they are not asked how sure they are.
    With ``experiment`` a part of the questions is not asked beforehand, to show whether it helps.
    With ``news`` they are told what admins announce.
    ``platform`` is the one where they are told what they did not ask for, if they learn on several;
    empty means the one where they wrote last.
    On the days of ``breaks`` nothing comes by itself, and by those of ``ready`` something is to be
    known.
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
