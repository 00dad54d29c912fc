"""Updates that Telegram brings to an address of ours.

An update is answered with 200 when the desk has written it down, and never before; whatever else it
is answered with, Telegram brings it again, in its chat's order, and what of that did count is known
by its id. What comes together shares transactions, as each request is handed in at once.

==================================  =============================================================
a request                           its answer
==================================  =============================================================
at another path                     404, and its body is not read
without the secret                  403, likewise
of more than a mebibyte             413, likewise
whose body does not come            408
that holds no update                400; a compressed body is none, for nothing is inflated
whose update can't be read          200: it would come again for ever
whose update is not committed       503: Telegram brings it again
whose update is committed           200
==================================  =============================================================

A connection that waits for a request without sending one is closed: a new connection after ten
seconds. There are so many at most; whoever comes beyond that takes the place of the connection that
has waited longest, so that connections which send nothing never keep Telegram out.

It speaks plain HTTP, for the proxy in front of it (``docs/deploy/nginx.conf``), where TLS ends.
First it listens, then it tells Telegram so. From time to time it asks how that goes: whether the
address is still ours, and what Telegram says of its own attempts. At the end it takes no more, and
what is under way has a moment to be committed.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import field
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram import WebhookInfo

from adapters.telegram.client import Connection
from adapters.telegram.failures import Patience
from adapters.telegram.receiving import ALLOWED_UPDATES, Incoming, Take
from adapters.telegram.updates import is_numbered
from bot.values import value

HEADER = "X-Telegram-Bot-Api-Secret-Token"

MOST_BYTES = 1_048_576
"""Bytes of an update: a message of 4,096 characters that answers another has about 50,000. So many
aiohttp reads at most where a request does not say how many there are."""

CONNECTIONS = 100
"""Requests that Telegram makes at once, at most; the Bot API's own limit."""

OPEN = 4 * CONNECTIONS
"""Connections that may be open at once: Telegram's, and what a proxy keeps ready for more."""

HEAD = 10.0
"""Seconds in which the head of a first request must have come."""

IDLE = 75.0
"""The same of a further request: longer than nginx keeps a connection for that, which is 60."""

READING = 10.0
"""Seconds in which a request's body must have come."""

COMMITTING = 50.0
"""Seconds that a request waits to be committed; Telegram itself gives up after a minute."""

LAST = 0.7
"""Seconds that what is under way at the end has to be committed."""

LINGERING = 0.5
"""Seconds for which what comes of a body that nobody reads is taken in and thrown away."""

LOOK = 30.0
"""Seconds between two looks at what Telegram says of the webhook."""

_log = logging.getLogger(__name__)


@value
class Webhook:
    """Where Telegram brings updates (``url``), where we listen, and the ``secret``."""

    url: str = field(repr=False)
    host: str
    port: int
    secret: str = field(repr=False)


def secret_of(token: str) -> str:
    """A secret for who has not set it: the same at each start, and nothing tells the token."""
    return hmac.new(token.encode(), b"foretell webhook", hashlib.sha256).hexdigest()


class PortError(Exception):
    """Nothing can listen there, with how to mend it."""


class Receiver(Incoming):
    """Listens for updates."""

    def __init__(
        self,
        bot: Connection,
        take: Take,
        webhook: Webhook,
        *,
        patience: Patience | None = None,
        look: float = LOOK,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(bot, take, patience, clock)
        self._webhook = webhook
        self._look = look
        self._under_way: dict[object, float] = {}
        """When each update came that is being written down, the oldest first."""
        self._taken_away: float | None = None
        self._hindrance = ""
        self.port = webhook.port
        """The port that it listens at."""

    @property
    def rhythm(self) -> float:
        """So often Telegram is asked how it goes."""
        return self._look

    @property
    def waiting(self) -> float:
        """Seconds that the oldest update has waited to be written down; 0 if there is none."""
        oldest = next(iter(self._under_way.values()), None)
        return 0.0 if oldest is None else self._clock() - oldest

    @property
    def rivalled(self) -> bool:
        """Whether another program has taken the webhook away lately."""
        away = self._taken_away
        return away is not None and self._clock() - away <= 2 * self._patience.two_pollers

    @property
    def hindrance(self) -> str:
        """What Telegram says of updates that it could not bring; empty if it could."""
        return self._hindrance

    async def run(self) -> None:
        """Listen until cancelled. Raises ``TelegramRefused`` or ``PortError``."""
        async with self._listening():
            await self.patiently(self._set)
            _log.info("Telegram brings updates to port %d", self.port)
            while True:
                await asyncio.sleep(self._look)
                info = await self.patiently(self._bot.get_webhook_info)
                if info.url != self._webhook.url:
                    _log.error("another program has taken the webhook away; it is set again")
                    self._taken_away = self._clock()
                    await self.patiently(self._set)
                self._hear(info)

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._webhook.url,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=self._webhook.secret,
            max_connections=CONNECTIONS,
            drop_pending_updates=False,
        )

    def _hear(self, info: WebhookInfo) -> None:
        """Note what Telegram says of its attempts to bring updates."""
        failed, now = info.last_error_date, time.time()
        lately = failed is not None and now - failed.timestamp() < 2 * self._look + 60.0
        before = self._hindrance
        self._hindrance = (
            f"Telegram can't bring updates ({info.pending_update_count} waiting): "
            f"{info.last_error_message}"
            if lately and info.pending_update_count
            else ""
        )
        if self._hindrance and not before:
            _log.warning("%s", self._hindrance)

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        runner = web.ServerRunner(_Connections(self._receive), shutdown_timeout=LAST)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._webhook.host, self._webhook.port, backlog=1024)
            try:
                await site.start()
            except OSError as error:
                raise PortError(
                    f"nothing can listen at {self._webhook.host}:{self._webhook.port} "
                    f"({error.strerror}); set FORETELL_TELEGRAM_WEBHOOK_LISTEN to a free address"
                ) from None
            self.port = runner.addresses[0][1]
            yield
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.BaseRequest) -> web.Response:
        if request.method != "POST" or request.path != (urlsplit(self._webhook.url).path or "/"):
            return _answer(404)
        secret = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(secret, self._webhook.secret.encode()):
            return _answer(403)
        if (request.content_length or 0) > MOST_BYTES:
            return _answer(413)
        try:
            async with asyncio.timeout(READING):
                update = json.loads(await request.read())
        except TimeoutError:
            return _answer(408)
        except web.HTTPRequestEntityTooLarge:
            return _answer(413)
        except (ValueError, RecursionError):
            return _answer(400)
        if not is_numbered(update):
            return _answer(400)
        self._last_answer = self._clock()
        return _answer(200 if await self._commit(update) else 503)

    async def _commit(self, raw: dict[str, Any]) -> bool:
        """Whether this is written down, or never will be since it can't be read."""
        update = self._read(raw)
        if update is None:
            return True
        came = object()
        self._under_way[came] = self._clock()
        try:
            async with asyncio.timeout(COMMITTING):
                return await self._take([update]) == 1
        except TimeoutError:
            _log.warning("update %d waited too long and will come again", update.update_id)
            return False
        finally:
            del self._under_way[came]


class _Connections(web.Server):
    """Whoever is connected; each request goes to ``receive``."""

    def __init__(self, receive: Callable[[web.BaseRequest], Awaitable[web.Response]]) -> None:
        # Its own log would hold each request's path, which may be secret.
        super().__init__(
            self._received,
            access_log=None,
            lingering_time=LINGERING,
            auto_decompress=False,
        )
        self._receive = receive
        self._waiting: dict[web.RequestHandler, asyncio.TimerHandle] = {}
        """Those that wait for a request, the longest first, and when each is closed."""
        self._answering = 0

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Take in a new connection, in place of an old connection if there are too many."""
        super().connection_made(handler, transport)
        self._wait(handler, HEAD)
        if len(self._waiting) + self._answering > OPEN:
            longest = next(iter(self._waiting))
            self._goes_on(longest)
            longest.force_close()

    def connection_lost(
        self, handler: web.RequestHandler, exc: BaseException | None = None
    ) -> None:
        """Forget a connection that is gone."""
        self._goes_on(handler)
        super().connection_lost(handler, exc)

    async def _received(self, request: web.BaseRequest) -> web.Response:
        self._goes_on(request.protocol)
        self._answering += 1
        try:
            return await self._receive(request)
        finally:
            self._answering -= 1
            if request.transport is not None:
                self._wait(request.protocol, IDLE)

    def _wait(self, handler: web.RequestHandler, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        self._waiting[handler] = loop.call_later(seconds, handler.force_close)

    def _goes_on(self, handler: web.RequestHandler) -> None:
        if (timer := self._waiting.pop(handler, None)) is not None:
            timer.cancel()


def _answer(status: int) -> web.Response:
    response = web.Response(status=status)
    if status != 200:
        # Whatever else it sends on this connection is not worth a look.
        response.force_close()
    return response
