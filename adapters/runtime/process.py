"""What the running process arranges with what is around it: memory, systemd, its database server.

**Memory** (``give_back_memory``). A chart is drawn in some 20 MB. glibc gets so large a piece from
the system and gives it back, but takes the first for a habit: from then on it cuts pieces of that
size from its own heaps and keeps them, a heap for each thread that draws, in pieces with small
things in between. The process grew from 90 to 230 MB over 8,000 turns in which some looked at their
progress. A threshold that is set stays as it is (M_MMAP_THRESHOLD in mallopt(3)).

**systemd** (``keep_informed``), where it started the program, is told that it runs, how it is, and
that it is alive: by a datagram of lines to the socket that NOTIFY_SOCKET names, see
https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html. The watchdog (WatchdogSec)
is fed from the event loop, and only while the desk and the database's thread are alive as well;
what isn't fed is ended and started again. Elsewhere nobody is told anything.

**A database server** that is not there yet, as when a machine starts with both, is waited for
(``patiently``).
"""

import asyncio
import ctypes
import logging
import os
import socket
import sys
from collections.abc import Awaitable, Callable

from adapters.control.health import Health
from bot.service.monitoring import Trouble
from bot.storage.records import UnavailableError

_log = logging.getLogger(__name__)


_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8

ARENAS = 2
"""Heaps at most, of which glibc would make eight for each processor."""

LARGE = 128 * 1024
"""Bytes from which on a piece comes from the system; glibc's own value at the start."""


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


PINGS_PER_TIMEOUT = 3
"""How often the watchdog is fed within the time that it has."""

LOOK = 10.0
"""The longest time between two looks at how the program is, in seconds."""


def notify(*lines: str) -> None:
    """Tell systemd these lines, if it listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
            # An address that begins with @ is in the kernel's own namespace and no file.
            end.sendto("\n".join(lines).encode(), address.replace("@", "\0", 1))
    except OSError as error:
        _log.warning("systemd can't be told how it is: %s", error)


def watchdog() -> float | None:
    """Seconds within which this process has to feed its watchdog; ``None`` if it has none."""
    for_us = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    try:
        seconds = int(os.environ.get("WATCHDOG_USEC", "0")) / 1e6
    except ValueError:
        return None
    return seconds if for_us and seconds > 0 else None


def _report(report: Callable[[], Health]) -> Health:
    """What it says; a bug in that is no reason to starve the watchdog, and so to end the bot."""
    try:
        return report()
    except Exception as error:
        _log.exception("how the program is can't be told")
        return Health(False, f"Not well: how it is can't be told ({type(error).__name__}).")


async def keep_informed(
    report: Callable[[], Health], sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
) -> None:
    """Say that the program runs, and go on to say how it is until cancelled."""
    if "NOTIFY_SOCKET" not in os.environ:
        return
    notify("READY=1")
    patience, reported, was_alive = watchdog(), "", True
    try:
        while True:
            health = _report(report)
            lines = [] if health.says == reported else [f"STATUS={health.says}"]
            reported = health.says
            if health.alive:
                lines.append("WATCHDOG=1")
            elif was_alive:
                _log.critical("it is not alive, so the watchdog is not fed: %s", health.says)
            was_alive = health.alive
            if lines:
                notify(*lines)
            await sleep(min(patience / PINGS_PER_TIMEOUT, LOOK) if patience else LOOK)
    finally:
        notify("STOPPING=1")


AGAIN = 1.0
"""Seconds between two attempts."""


async def patiently(begin: Callable[[], Awaitable[object]], trouble: Trouble) -> None:
    """Begin, again and again for as long as the database can't be used just now.

    Meanwhile ``trouble`` tells since when, and why. To end and be started again would come to the
    same. Raises ``StoreError`` at once if it can never be used as it is.
    """
    while True:
        try:
            await begin()
        except UnavailableError as error:
            trouble.failed(
                "waiting for the database", str(error).removesuffix(" It is tried again.")
            )
            await asyncio.sleep(AGAIN)
        else:
            trouble.passed()
            return
