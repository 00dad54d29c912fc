"""A clock that goes on while the machine sleeps, for whatever others may do meanwhile."""

import time


def awake() -> float:
    """Seconds since some moment, those counted in which the machine was suspended.

    Where a system has no such clock, it is the monotonic one.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
