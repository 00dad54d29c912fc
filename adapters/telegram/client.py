"""The connection to a Bot API server: python-telegram-bot's ``Bot``, and nothing above it.

Its ``Application`` and ``Updater`` are left aside, because they confirm updates before they are
handled; ours are confirmed when they are committed (see ``polling``).
"""

import asyncio
import json
import logging
import os
from typing import Any

from telegram import Bot
from telegram.error import TelegramError, TimedOut
from telegram.request import RequestData

from adapters.telegram.observed import ObservedRequest
from bot.service.observer import Observer

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


class _Request(ObservedRequest):
    """Requests whose answers stay out of the log, and out of errors, where they are no JSON.

    An answer that arrives cut holds what learners wrote, and the library would quote all of it:
    in the log where it should have succeeded, else in the error.
    """

    async def do_request(self, *arguments: Any, **more: Any) -> tuple[int, bytes]:
        code, answer = await super().do_request(*arguments, **more)
        if not 200 <= code < 300:
            try:
                self.parse_json_payload(answer)
            except TelegramError:
                return code, b"{}"
        return code, answer

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(payload.decode(errors="replace"))
        except ValueError:
            # Without its cause, which has the whole answer with it.
            raise TelegramError("an answer that is no JSON") from None
        return found


class _Sending(_Request):
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


def connect(token: str, api_url: str = PUBLIC_API, observer: Observer | None = None) -> Bot:
    """A bot that speaks to this server.

    ``api_url`` is the server's base such as ``http://127.0.0.1:8081``: methods are below
    ``/bot<token>/``, files below ``/file/bot<token>/``. Sending and polling have connections of
    their own, so that neither can starve the other.
    """
    base, told = api_url.rstrip("/"), observer or Observer()
    return Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=_Sending(
            told, connection_pool_size=SENDING_CONNECTIONS, read_timeout=10, pool_timeout=10
        ),
        get_updates_request=_Request(
            told, polls=True, connection_pool_size=4, read_timeout=10, pool_timeout=10
        ),
    )
