"""A cohort: learners for whom a course opens a lesson every so many days.

What has opened is kept by name, and what is to come follows the course's order as it is by then:
so a lesson that is archived or added meanwhile moves nothing that is open. When what opens is
worked out in ``bot.learning.opening_calendar``.

Each change is the whole cohort as it is from then on, in a row that never changes, by an admin's
turn or by an opening; the newest is in force. An opening is written only if nobody has changed the
cohort since, and a confirmation names the version that it was asked about, so that neither undoes
what another did.
"""

from datetime import date
from typing import Literal

from bot.values import value

State = Literal["running", "paused", "closed"]


@value
class Cohort:
    """A cohort as an admin's last act, or its last opening, has left it.

    ``id`` is the code that invites to it. The next lesson opens on the local ``day`` at ``minute``
    (after midnight) of the ``zone``'s clock, an IANA name or empty for UTC, and another ``every``
    so many days. ``opened`` are the lessons that were opened, in their order. ``version`` counts up
    with each change, over all cohorts.
    """

    id: str
    course: str
    name: str
    zone: str
    day: date
    minute: int
    every: int
    opened: tuple[str, ...] = ()
    state: State = "running"
    version: int = 0
