"""The connection to a Bot API server: python-telegram-bot's ``Bot``, and nothing above it.

Its ``Application`` and ``Updater`` are left aside, because they confirm updates before they are
handled; ours are confirmed when they are committed (see ``polling``).
"""

import asyncio
import logging
import os
from typing import Any

from telegram import Bot
from telegram.error import TimedOut
from telegram.request import HTTPXRequest, RequestData

PUBLIC_API = "https://api.telegram.org"

LONGEST = 30.0
"""Seconds that a message may take: so long a learner's lane is held."""

LONGEST_WITH_FILES = 90.0

SENDING_CONNECTIONS = 128
"""More than can be busy at once: 30 messages a second, and answers to presses beside them."""

# These log each request's address, which holds the token, or what learners write.
for _name, _level in (
    ("httpx", logging.WARNING),
    ("httpcore", logging.WARNING),
    ("telegram", logging.INFO),
):
    logging.getLogger(_name).setLevel(_level)

# The library's own switch for durations as timedelta; without it each one read is a warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class _Bounded(HTTPXRequest):
    """Requests that take no longer than ``longest``, whatever trickles in meanwhile.

    The library bounds the time between two bytes only.
    """

    longest = LONGEST

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        """Make a request; raises ``TimedOut``."""
        files = request_data is not None and request_data.contains_files
        try:
            async with asyncio.timeout(LONGEST_WITH_FILES if files else self.longest):
                return await super().do_request(url, method, request_data, *timeouts, **named)
        except TimeoutError as error:
            raise TimedOut from error


def connect(token: str, api_url: str = PUBLIC_API) -> Bot:
    """A bot that speaks to this server.

    ``api_url`` is the server's base such as ``http://127.0.0.1:8081``: methods are below
    ``/bot<token>/``, files below ``/file/bot<token>/``. Sending and polling have connections of
    their own, so that neither can starve the other.
    """
    base = api_url.rstrip("/")
    return Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=_Bounded(
            connection_pool_size=SENDING_CONNECTIONS, read_timeout=10, pool_timeout=10
        ),
        get_updates_request=HTTPXRequest(connection_pool_size=4, read_timeout=10, pool_timeout=10),
    )
