"""Requests to Telegram of which it is told what was answered."""

from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.service.monitoring.observer import Observer

PLATFORM = "telegram"

_BROKEN = 500
"""From this status on it is the server that fails, and who asks is not heard."""


class ObservedRequest(HTTPXRequest):
    """Requests whose answers are told by their status.

    Of those by which Telegram is heard (``polls``), it is also told when it can be, or again.
    """

    def __init__(self, observer: Observer, *, polls: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self._observer = observer
        self._polls = polls
        self._heard = False

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """Make a request, as the library does."""
        try:
            code, payload = await super().do_request(*arguments, **named)
        except NetworkError:
            self._observer.called(PLATFORM, None)
            self._heard = False
            raise
        self._observer.called(PLATFORM, code)
        heard, self._heard = self._heard, code < _BROKEN
        if self._polls and self._heard and not heard:
            self._observer.connected(PLATFORM)
        return code, payload
