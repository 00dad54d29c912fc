"""The connection to a Bot API server: python-telegram-bot's ``Bot``, and nothing above it.

Its ``Application`` and ``Updater`` are left aside, because they confirm updates before they are
handled; ours are confirmed when they are committed (see ``receiving``).
"""

import asyncio
import functools
import importlib.util
import json
import logging
import os
import ssl
import sys
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import httpx
from telegram import (
    Bot,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import HTTPXRequest, RequestData

from adapters.telegram import PLATFORM, PUBLIC_API
from bot.service.delivery.channel import leaving
from bot.service.monitoring import Observer

MAX_SECONDS = 30.0
"""Seconds that a message may take: so long a learner's lane is held."""

MAX_SECONDS_WITH_FILES = 90.0

SENDING_CONNECTIONS = 128
"""More than can be busy at once: 30 messages a second, and answers to presses beside them."""

READING = 10
"""Seconds without a byte of an answer."""

_BROKEN = 500
"""From this status on it is the server that fails, and who asks is not heard."""

POLLING = 5
"""The same of a call for updates, beyond those that Telegram was asked to wait."""

# These log each request's address, which holds the token, or what learners write.
for _name, _level in (
    ("httpx", logging.WARNING),
    ("httpcore", logging.WARNING),
    ("telegram", logging.INFO),
):
    logging.getLogger(_name).setLevel(_level)

# The library's own switch for durations as timedelta; without it each reading is a warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# httpcore imports this at each lock that it makes, several a request, and makes do without it.
# Python remembers no failed import unless it is told, and searches every folder of its path.
if importlib.util.find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment] # how an import is told to fail


_NO_PREVIEW = LinkPreviewOptions(is_disabled=True).to_json()


_LEAVING = ("http11.send_request_headers.started", "http11.send_request_body.started")
"""What httpcore is about to do when a request's bytes leave. From there to the socket nothing else
runs, and without its body a request is none."""


class CalledOffError(TelegramError):
    """A request was called off before its bytes left."""


async def _guard(request: httpx.Request) -> None:
    """Have it asked once more when the bytes of a request leave."""
    if (certain := leaving()) is None:
        return

    async def traced(event: str, _: object) -> None:
        if event in _LEAVING and not certain():
            raise CalledOffError("called off")

    request.extensions["trace"] = traced


class OddAnswerError(TelegramError):
    """An answer that is not the Bot API's: a proxy's page, cut short, another shape of JSON."""


class Connection(Bot):
    """A bot whose updates come as they are, so that none can spoil the others of its call.

    So does what it answers to a text: the library would make a message of it, with some eighty
    fields, which takes longer than all else that is done for a turn, and its number is all that is
    of use. The other way round, entities and buttons are handed to it as they go out: it would look
    for each field that may be there.
    """

    async def raw_updates(
        self, offset: int | None, limit: int, long_poll: int, kinds: Sequence[str]
    ) -> Any:
        """What ``getUpdates`` answers, of whatever shape. Raises ``TelegramError``."""
        # The library's own method parses all of them at once and raises for all if it can't read
        # one; its general one warns at each call that there is this special one.
        asked = {
            "offset": offset,
            "limit": limit,
            "timeout": long_poll,
            "allowed_updates": list(kinds),
        }
        return await self._post("getUpdates", asked, read_timeout=long_poll + POLLING)

    async def send_text(
        self,
        chat: int,
        text: str,
        *,
        entities: Sequence[MessageEntity],
        reply_markup: str | None,
        message_thread_id: int | None,
        reply_parameters: ReplyParameters | None,
        silent: bool = False,
    ) -> int:
        """Send a text with these buttons (JSON); returns its number. Raises ``TelegramError``."""
        asked = {
            "chat_id": chat,
            "text": text,
            "entities": _entities(entities),
            "reply_markup": reply_markup,
            "link_preview_options": _NO_PREVIEW,
            "message_thread_id": message_thread_id,
            "reply_parameters": reply_parameters,
            "disable_notification": silent or None,
        }
        sent = await self._post("sendMessage", asked)
        number = sent.get("message_id") if isinstance(sent, dict) else None
        if type(number) is not int:
            raise OddAnswerError("a message without a number")
        return number

    async def edit_text(
        self,
        chat: int,
        number: int,
        text: str,
        *,
        entities: Sequence[MessageEntity],
        reply_markup: str | None,
    ) -> None:
        """Show another text and other buttons. Raises ``TelegramError``."""
        asked = {
            "chat_id": chat,
            "message_id": number,
            "text": text,
            "entities": _entities(entities),
            "reply_markup": reply_markup,
            "link_preview_options": _NO_PREVIEW,
        }
        await self._post("editMessageText", asked)


def _entities(entities: Sequence[MessageEntity]) -> str | None:
    """Entities as they go out, such as a rendered text has them."""
    if not entities:
        return None
    fields = [
        {"type": entity.type, "offset": entity.offset, "length": entity.length}
        | ({"url": entity.url} if entity.url else {})
        | ({"language": entity.language} if entity.language else {})
        for entity in entities
    ]
    return json.dumps(fields)


class _Answer(bytes):
    """What the Bot API answered, with what it says, so that it is read once."""

    said: dict[str, Any]


class _Request(HTTPXRequest):
    """Requests of which only answers of the Bot API come back, and none after ``longest``.

    The library takes any answer of the status 401 or 404 for a verdict about the token, trips over
    JSON of another shape, logs what is no JSON, which may hold what learners write, and bounds the
    time between two bytes only.

    ``observer`` is told the status of each answer, and of the requests by which Telegram is heard
    (``polls``) also when it can be heard, or again. Those may take as long as they are asked to.
    """

    longest = MAX_SECONDS

    def __init__(self, observer: Observer, *, polls: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self._observer = observer
        self._polls = polls
        self._heard = False

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What an answer says: known by now, for all but what the Bot API did not answer."""
        if isinstance(payload, _Answer):
            return payload.said
        return HTTPXRequest.parse_json_payload(payload)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        """Make a request. Raises ``OddAnswerError`` or ``TimedOut``."""
        files = request_data is not None and request_data.contains_files
        longest = None if self._polls else MAX_SECONDS_WITH_FILES if files else self.longest
        try:
            async with asyncio.timeout(longest):
                code, payload = await super().do_request(
                    url, method, request_data, *timeouts, **named
                )
        except TimeoutError as error:
            raise TimedOut from error
        except NetworkError:
            self._observe(None)
            raise
        self._observe(code)
        return code, payload if method != "POST" else _read(code, payload)

    def _observe(self, code: int | None) -> None:
        """Tell how a request was answered; ``None`` if it was not."""
        self._observer.called(PLATFORM, code)
        heard, self._heard = self._heard, code is not None and code < _BROKEN
        if self._polls and self._heard and not heard:
            self._observer.connected(PLATFORM)


def _read(code: int, payload: bytes) -> _Answer:
    """What the Bot API answered. Raises ``OddAnswerError`` for what it would not."""
    try:
        said = json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        said = None
    if not _of_the_api(code, said):
        raise OddAnswerError(f"an answer with status {code} that is not the Bot API's")
    answer = _Answer(payload)
    answer.said = said
    return answer


def _of_the_api(code: int, said: Any) -> bool:
    if not isinstance(said, dict):
        return False
    if HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES:
        return said.get("ok") is True and "result" in said
    more = said.get("parameters") or {}
    return (
        said.get("ok") is False
        and isinstance(said.get("description"), str)
        and isinstance(more, dict)
        and all(isinstance(value, int | float) for value in more.values())
    )


@functools.cache
def _trusted_context() -> ssl.SSLContext:
    """Whom a connection trusts: read once, for it takes longer than all else of a client."""
    return httpx.create_ssl_context()


def connect(token: str, api_url: str = PUBLIC_API, observer: Observer | None = None) -> Connection:
    """A bot that speaks to this server.

    ``api_url`` is the server's base such as ``http://127.0.0.1:8081``: methods are below
    ``/bot<token>/``, files below ``/file/bot<token>/``. Sending and polling have connections of
    their own, so that neither can starve the other.
    """
    base, observed = api_url.rstrip("/"), observer or Observer()
    alike: dict[str, Any] = {
        "read_timeout": READING,
        "pool_timeout": 10,
        "httpx_kwargs": {"verify": _trusted_context(), "event_hooks": {"request": [_guard]}},
    }
    return Connection(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=_Request(observed, connection_pool_size=SENDING_CONNECTIONS, **alike),
        get_updates_request=_Request(observed, polls=True, connection_pool_size=4, **alike),
    )


def link(name: str | None) -> str:
    """How the deep links begin that lead to a bot of this name; a payload follows."""
    return f"https://t.me/{name}?start="
