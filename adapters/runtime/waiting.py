"""Waiting for a database server that is not there yet, as when a machine starts with both."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.service.monitoring.trouble import Trouble
from bot.storage.errors import UnavailableError

AGAIN = 1.0
"""Seconds between two attempts."""


async def patiently(begin: Callable[[], Awaitable[object]]) -> None:
    """Begin, again and again for as long as the database can't be used just now.

    To end and be started again would come to the same. Raises ``StoreError`` at once if it can
    never be used as it is.
    """
    trouble = Trouble()
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
