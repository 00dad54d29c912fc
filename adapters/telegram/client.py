"""The connection to a Bot API server: python-telegram-bot's ``Bot``, and nothing above it.

Its ``Application`` and ``Updater`` are left aside, because they confirm updates before they are
handled; ours are confirmed when they are committed (see ``polling``).
"""

import logging
import os

from telegram import Bot

from adapters.telegram.observed import ObservedPolling, ObservedRequest
from bot.service.observer import Observer

PUBLIC_API = "https://api.telegram.org"

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
        request=ObservedRequest(
            told, connection_pool_size=SENDING_CONNECTIONS, read_timeout=10, pool_timeout=10
        ),
        get_updates_request=ObservedPolling(
            told, connection_pool_size=4, read_timeout=10, pool_timeout=10
        ),
    )
