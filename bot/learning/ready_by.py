"""A date to be ready by: an exam or an interview that the schedule of reviews aims at.

It is for one lesson, for one course or for everything. Where several dates concern a lesson, the
next of them counts; one that has passed counts no more. How reviews aim is in ``aiming``.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from bot.values import value

MOST = 5
"""Dates that a learner can have at once."""

FURTHEST = 366
"""Days that a date can be ahead: nothing stays away for longer anyway."""


@value
class ReadyBy:
    """The ``day`` on which it counts, and what for: ``lesson:<id>``, ``course:<id>``, or ``all``.

    An ISO date and a word without spaces, so that it can be put on record as one.
    """

    scope: str
    day: date

    def __str__(self) -> str:
        return f"{self.scope}={self.day}"

    def concerns(self, lesson: str, courses: Mapping[str, Iterable[str]]) -> bool:
        """Whether it is for this lesson; ``courses`` are the lessons of each."""
        kind, _, id = self.scope.partition(":")
        if kind == "course":
            return lesson in courses.get(id, ())
        return kind == "all" or (kind, id) == ("lesson", lesson)
