"""The bot as whoever watches it sees it: what is counted, and the pages that tell it.

What counts is loaded only if the settings ask for it.
"""

import contextlib
import logging
import os
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from adapters.control.health import Health
from adapters.control.probes import Page, said, serving
from adapters.runtime.backups import Backups
from adapters.runtime.disk import database_size, free_space
from bot.service.clock import utc_now
from bot.service.monitoring.observer import Observer
from bot.service.tutor import Tutor
from bot.settings import Settings, variable
from bot.storage.errors import StoreError
from bot.storage.records import Load

if TYPE_CHECKING:
    from adapters.control.metrics import Metrics

FRESH = 30.0
"""Seconds for which what was counted in the database is told again, however often it is asked."""

_log = logging.getLogger(__name__)


class Watch:
    """Watches a tutor, or doesn't, as the settings say."""

    def __init__(self, settings: Settings, backups: Backups) -> None:
        self._settings = settings
        self._backups = backups
        self._metrics = _metrics(settings)
        self._load: Load | None = None
        self._loaded = -FRESH
        self.ready = False
        """Whether the start is over."""

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
            return said(report.says, well=report.well)

        async def livez(_: str) -> Page:
            report = health()
            return said(report.says, well=report.alive)

        async def readyz(_: str) -> Page:
            if not self.ready:
                return said("Not ready: it is starting.", well=False)
            return await livez("")

        paths = {"/metrics": counted, "/healthz": healthz, "/livez": livez, "/readyz": readyz}
        async with contextlib.AsyncExitStack() as stack:
            try:
                port = await stack.enter_async_context(serving(address, paths))
            except OSError as error:
                _log.warning("nobody can watch at %s:%d: %s", *address, unwatched(error))
            else:
                _log.info("metrics and health are at http://%s:%d", address[0], port)
            yield

    async def _count(self, tutor: Tutor) -> None:
        """Count in the database, unless that was done a moment ago."""
        if time.monotonic() - self._loaded < FRESH:
            return
        self._loaded = time.monotonic()
        try:
            self._load = await tutor.store.load(utc_now())
        except StoreError as error:
            # What is not known is left out, and the rest is told: now it is needed.
            _log.warning("what there is to do could not be counted: %s", error)
            self._load = None

    def _gauges(self, tutor: Tutor, health: Health) -> dict[str, float]:
        gauges: dict[str, float | None] = {
            "foretell_queue_depth": tutor.desk.depth,
            "foretell_lanes_busy": tutor.delivery.busy,
            "foretell_loop_lag_seconds": tutor.lag.latest,
            "foretell_loop_lag_worst_seconds": tutor.lag.worst,
            "foretell_healthy": health.well,
            "foretell_backup_timestamp_seconds": self._backups.latest(),
        }
        if load := self._load:
            lag = (utc_now() - load.oldest).total_seconds() if load.oldest else 0.0
            gauges |= {
                "foretell_outbox_parcels": load.parcels,
                "foretell_outbox_lag_seconds": max(0.0, lag),
                "foretell_reviews_due": load.due,
                "foretell_learners_active_day": load.today,
                "foretell_learners_active_week": load.week,
            }
        if file := self._settings.file:
            gauges |= {
                "foretell_disk_free_bytes": free_space(file),
                "foretell_database_bytes": database_size(file),
            }
        return {name: value for name, value in gauges.items() if value is not None}


def unwatched(error: OSError) -> str:
    """Why nobody can be answered at the port that is set, and what to do."""
    # What asyncio says itself repeats the address.
    why = os.strerror(error.errno) if error.errno else str(error)
    return f"{why}; set {variable('metrics')} to a port that no other program has"


def _metrics(settings: Settings) -> "Metrics | None":
    if not settings.metrics:
        return None
    from adapters.control.metrics import Metrics

    tokens = {"telegram": settings.telegram_token, "discord": settings.discord_token}
    return Metrics(name for name, token in tokens.items() if token)
