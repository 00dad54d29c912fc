"""The bot as whoever watches it sees it: what is counted, and the pages that tell it.

Health, readiness and ``/metrics`` are pages for machines, on a loopback port. They are answered by
the same event loop that serves learners, so a loop that is stuck gives no answer, and whoever asks
takes that for what it is. There is no encryption and no password, and therefore no other address
than this machine's own. What counts is loaded only if the settings ask for it.
"""

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING

from adapters.control.health import Health
from adapters.runtime.backups import DiskWatch
from adapters.settings import Settings, variable
from bot.learning.observations import WEEK, FirstWeek, Period, weeks_over
from bot.learning.statistics import in_fives
from bot.service.monitoring import Observer
from bot.service.tutor import Tutor
from bot.storage.codec import micros, utc_now
from bot.storage.records import Load, StoreError
from bot.values import value

if TYPE_CHECKING:
    from adapters.control.metrics import Metrics

_log = logging.getLogger(__name__)


PATIENCE = 5.0
"""Seconds in which a request must have come, and be answered."""

MAX_HEAD_BYTES = 16_384
"""Bytes of a request's head."""

TEXT = "text/plain; charset=utf-8"


@value
class Page:
    """An answer."""

    body: bytes
    status: HTTPStatus = HTTPStatus.OK
    media: str = TEXT


Answer = Callable[[str], Awaitable[Page]]
"""Makes a page; it is given the header Accept."""


def reply(words: str, *, well: bool) -> Page:
    """A sentence, whose status says whether all is well."""
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    return Page(f"{words}\n".encode(), status)


@contextlib.asynccontextmanager
async def serving(address: tuple[str, int], pages: Mapping[str, Answer]) -> AsyncIterator[int]:
    """Answer for these paths as long as the block lasts; gives the port. Raises ``OSError``."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                writer.write(await _answer(reader, pages))
                await writer.drain()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(answer, *address, limit=MAX_HEAD_BYTES)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _answer(reader: asyncio.StreamReader, pages: Mapping[str, Answer]) -> bytes:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.partition("\r\n")[0].split(" ")
    except (ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return _response(reply("That is no request.", well=False), HTTPStatus.BAD_REQUEST)
    if method not in ("GET", "HEAD"):
        return _response(reply("Only GET.", well=False), HTTPStatus.METHOD_NOT_ALLOWED)
    make = pages.get(target.partition("?")[0])
    if make is None:
        names = ", ".join(pages)
        return _response(reply(f"There are {names}.", well=False), HTTPStatus.NOT_FOUND)
    try:
        page = await make(_header(head, "accept"))
    except Exception as error:
        _log.exception("%s could not be answered", target.partition("?")[0])
        page = reply(f"A bug: {type(error).__name__}; see the log.", well=False)
    return _response(page, body=method == "GET")


def _header(head: str, name: str) -> str:
    for line in head.split("\r\n")[1:]:
        key, _, value = line.partition(":")
        if key.strip().lower() == name:
            return value.strip()
    return ""


def _response(page: Page, status: HTTPStatus | None = None, *, body: bool = True) -> bytes:
    status = status or page.status
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {page.media}\r\n"
        f"Content-Length: {len(page.body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode("latin-1") + (page.body if body else b"")


FRESH = 30.0
"""Seconds for which what was counted in the database is told again, however often it is asked."""


class Watch:
    """Watches a tutor on these platforms, or doesn't, as the settings say."""

    def __init__(self, settings: Settings, disk: DiskWatch, platforms: Iterable[str]) -> None:
        self._settings = settings
        self._disk = disk
        self._metrics = _metrics(settings, platforms)
        self._load: Load | None = None
        self._week = FirstWeek(0)
        """The latest that is over, counted once."""
        self._loaded = -FRESH
        self.ready = False

    @property
    def observer(self) -> Observer | None:
        """Who is to be told what happens."""
        return self._metrics

    @contextlib.asynccontextmanager
    async def pages(self, tutor: Tutor, health: Callable[[], Health]) -> AsyncIterator[None]:
        """Answer for what is counted and how things are as long as the block lasts."""
        metrics, address = self._metrics, self._settings.metrics_address
        if metrics is None or address is None:
            yield
            return
        metrics.watch(lambda: self._gauges(tutor, health()))

        async def counted(accept: str) -> Page:
            await self._count(tutor)
            media, body = metrics.page(accept)
            return Page(body, media=media)

        async def healthz(_: str) -> Page:
            report = health()
            return reply(report.says, well=report.well)

        async def livez(_: str) -> Page:
            report = health()
            return reply(report.says, well=report.alive)

        async def readyz(_: str) -> Page:
            if not self.ready:
                return reply("Not ready: it is starting.", well=False)
            return await livez("")

        paths = {"/metrics": counted, "/healthz": healthz, "/livez": livez, "/readyz": readyz}
        async with contextlib.AsyncExitStack() as stack:
            try:
                port = await stack.enter_async_context(serving(address, paths))
            except OSError as error:
                _log.warning("nobody can watch at %s:%d: %s", *address, explain_unwatched(error))
            else:
                _log.info("metrics and health are at http://%s:%d", address[0], port)
            yield

    async def _count(self, tutor: Tutor) -> None:
        """Count in the database, unless that was done a moment ago."""
        if time.monotonic() - self._loaded < FRESH:
            return
        self._loaded = time.monotonic()
        try:
            now = utc_now()
            self._load = await tutor.store.load(now)
            until = weeks_over(micros(now)).until
            if self._week.since != until - WEEK:
                weeks = await tutor.store.first_weeks(Period(until - WEEK, until))
                self._week = in_fives(weeks[0] if weeks else FirstWeek(until - WEEK))
        except StoreError as error:
            # What is not known is left out, and the rest is told: now it is needed.
            _log.warning("what there is to do could not be counted: %s", error)
            self._load = None

    def _gauges(self, tutor: Tutor, health: Health) -> dict[str, float | Mapping[str, float]]:
        gauges: dict[str, float | Mapping[str, float] | None] = {
            "foretell_queue_depth": tutor.desk.depth,
            "foretell_lanes_busy": tutor.delivery.busy,
            "foretell_loop_lag_seconds": tutor.lag.latest,
            "foretell_loop_lag_worst_seconds": tutor.lag.worst,
            "foretell_healthy": health.well,
            "foretell_backup_timestamp_seconds": self._disk.state.backup,
            "foretell_disk_free_bytes": self._disk.state.free,
            "foretell_database_bytes": self._disk.state.database,
        }
        if load := self._load:
            lag = (utc_now() - load.oldest).total_seconds() if load.oldest else 0.0
            gauges |= {
                "foretell_outbox_parcels": load.parcels,
                "foretell_outbox_lag_seconds": max(0.0, lag),
                "foretell_reviews_due": load.due,
                "foretell_learners_active_day": load.today,
                "foretell_learners_active_week": load.week,
                "foretell_first_week_learners": {
                    name: number for name, number in asdict(self._week).items() if name != "since"
                },
            }
        return {name: value for name, value in gauges.items() if value is not None}


def explain_unwatched(error: OSError) -> str:
    """Why nobody can be answered at the port that is set, and what to do."""
    # What asyncio says itself repeats the address.
    why = os.strerror(error.errno) if error.errno else str(error)
    return f"{why}; set {variable('metrics')} to a port that no other program has"


def _metrics(settings: Settings, platforms: Iterable[str]) -> "Metrics | None":
    if not settings.metrics:
        return None
    from adapters.control.metrics import Metrics

    return Metrics(platforms)
