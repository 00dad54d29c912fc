"""Waiting for a database server that is not there yet, as when a machine starts with both."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from bot.storage.errors import StoreError, UnavailableError

WAITING = 60.0
"""Seconds for which the database is waited for at the start. After that somebody had better look,
and whoever looks after the program sees that it ended."""

AGAIN = 1.0
"""Seconds between two attempts."""

_log = logging.getLogger(__name__)


async def patiently(begin: Callable[[], Awaitable[object]]) -> None:
    """Begin, again and again while the database can't be used just now.

    Raises ``StoreError`` once it was waited for for ``WAITING``, or at once if it can never be
    used as it is.
    """
    until, told = time.monotonic() + WAITING, False
    while True:
        try:
            await begin()
        except UnavailableError as error:
            why = str(error).removesuffix(" It is tried again.")
            if time.monotonic() >= until:
                raise StoreError(f"waited {WAITING:.0f} s for the database. {why}") from error
            if not told:
                _log.warning("waiting up to %.0f s for the database. %s", WAITING, why)
                told = True
            await asyncio.sleep(AGAIN)
        else:
            if told:
                _log.info("the database is there")
            return
