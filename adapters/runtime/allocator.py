"""What the C library does with memory that is given back: it goes to the system at once.

A chart is drawn in some 20 MB. glibc gets so large a piece from the system and gives it back, but
takes the first one for a habit: from then on it cuts pieces of that size from its own heaps and
keeps them, one heap for each thread that draws, in pieces with small things in between. The process
grew from 90 to 230 MB over 8,000 turns in which some looked at their progress. A threshold that is
set stays as it is (M_MMAP_THRESHOLD in mallopt(3)).
"""

import ctypes
import logging
import sys

_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8

ARENAS = 2
"""Heaps at most, of which glibc would make eight for each processor: a thread keeps what it once
needed in its own."""

LARGE = 128 * 1024
"""Bytes from which on a piece comes from the system; glibc's own value at the start."""

_log = logging.getLogger(__name__)


def give_back_memory() -> None:
    """Let large pieces of memory go back to the system; does nothing where there is no glibc."""
    if sys.platform != "linux":
        return
    try:
        library = ctypes.CDLL(None)
        done = library.mallopt(_M_MMAP_THRESHOLD, LARGE) and library.mallopt(_M_ARENA_MAX, ARENAS)
    except (OSError, AttributeError):
        return  # such as with musl, which keeps nothing
    if not done:
        _log.debug("the C library does not take a threshold for large pieces of memory")
