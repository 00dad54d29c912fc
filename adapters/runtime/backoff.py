"""Trying again: after how long, and which of many failures in a row are worth a line in the log."""

import random

_DOUBLINGS = 20
"""Beyond any bound by then; a power of a number without end overflows."""


def pause(failures: int, first: float, longest: float) -> float:
    """Seconds after so many failures in a row, from 1 on: doubled each time, with jitter."""
    grown = first * 2.0 ** min(failures - 1, _DOUBLINGS)
    return min(longest, grown) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret


def is_told(failures: int) -> bool:
    """Whether it is the 1st, 2nd, 4th, 8th … time: an outage of a day is no thousand lines."""
    return failures & (failures - 1) == 0
