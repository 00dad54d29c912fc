"""What systemd is told, where it started the program: that it runs, how it is, that it is alive.

It is a datagram of lines to the socket that NOTIFY_SOCKET names, see
https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html. The watchdog
(WatchdogSec) is fed from the event loop, and only while the desk and the database's thread are
alive as well; what isn't fed is ended and started again. Elsewhere nobody is told anything.
"""

import asyncio
import logging
import os
import socket
from collections.abc import Awaitable, Callable

from adapters.control.health import Health

OFTEN = 3
"""How often the watchdog is fed within the time that it has."""

LOOK = 10.0
"""The longest time between two looks at how the program is, in seconds."""

_log = logging.getLogger(__name__)


def notify(*lines: str) -> None:
    """Tell systemd these lines, if it listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
            # One that begins with @ is in the kernel's own namespace and no file.
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


def _reported(report: Callable[[], Health]) -> Health:
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
    patience, told, was_alive = watchdog(), "", True
    try:
        while True:
            health = _reported(report)
            lines = [] if health.says == told else [f"STATUS={health.says}"]
            told = health.says
            if health.alive:
                lines.append("WATCHDOG=1")
            elif was_alive:
                _log.critical("it is not alive, so the watchdog is not fed: %s", health.says)
            was_alive = health.alive
            if lines:
                notify(*lines)
            await sleep(min(patience / OFTEN, LOOK) if patience else LOOK)
    finally:
        notify("STOPPING=1")
