"""A clock that goes on while the machine sleeps, for whatever others may do meanwhile."""

import time

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Linux's own; where there is none, as on macOS, the monotonic clock is as good or all there is."""


def awake() -> float:
    """Seconds since some moment, those counted in which the machine was suspended."""
    return time.clock_gettime(_CLOCK)
