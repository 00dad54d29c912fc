"""Which of several processes on one database leads, and what follows when that changes.

All of them take inputs and decide turns. One leads: it sends what was said, so that the pace that a
platform allows holds for all of them together, and does what is to happen once: alarms, jobs,
announcements. The others wait to take over. Leading is a lease of a few seconds, renewed all the
time; who can't renew it sends nothing until it could, and who finds that another leads meanwhile
ends, to be started anew with nothing in hand.

==============================  =================================================================
the process that leads          what follows
==============================  =================================================================
ends in good order              another leads at once
is killed, or its machine goes  another leads when the lease is over: within ``TERM`` and ``TRY``
can't reach the database        it sends nothing more when its lease is over, and goes on when it
                                has it again, if nobody took it
was frozen, and another leads   it ends: ``LeadLostError``
==============================  =================================================================

Where nobody else can share the store, as with a SQLite file, this process always leads.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime

from bot.service.clock import utc_now
from bot.storage.awake import awake
from bot.storage.errors import StoreError
from bot.storage.ports.leases import Leases

TERM = 4.0
"""Seconds that a lease lasts. With ``TRY``, another has taken over within the 5 s promised."""

RENEW = 1.0
"""Seconds between two times that it is renewed."""

TRY = 0.5
"""Seconds between two times that it is asked for."""

_log = logging.getLogger(__name__)


class LeadLostError(StoreError):
    """Another process leads now, and this one has to begin anew."""


class Leadership:
    """Whether this process leads."""

    def __init__(
        self,
        store: Leases,
        clock: Callable[[], float] = awake,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._clock = clock
        self._now = now
        self._until = float("-inf")
        self.since: datetime | None = None
        """When this process came to lead, where others may have led before."""
        self._leads = asyncio.Event()
        self._renewed = asyncio.Event()

    @property
    def leads(self) -> bool:
        """Whether this process leads, as far as it knows."""
        return self._leads.is_set()

    async def wait(self) -> None:
        """Wait until this process leads."""
        await self._leads.wait()

    async def take(self) -> bool:
        """Lead, or go on with it, unless another does; whether this one leads.

        Raises ``StoreError``.
        """
        began = self._clock()
        if not await self._store.lead(TERM):
            return False
        self._until = began + TERM
        if self._store.shared and not self.leads:
            self.since = self._now()
        self._renewed.set()
        self._leads.set()
        return True

    async def win(self) -> None:
        """Wait until nobody else leads, and lead."""
        told = False
        while True:
            with contextlib.suppress(StoreError):  # it may pass, and whoever writes says so
                if await self.take():
                    break
                if not told:
                    _log.info("another process leads; this one stands by")
                    told = True
            await asyncio.sleep(TRY)
        if self._store.shared:
            _log.info("this process leads now")

    async def keep(self) -> None:
        """Go on leading until cancelled. Raises ``LeadLostError``."""
        while True:
            await asyncio.sleep(RENEW)
            try:
                leads = await self.take()
            except StoreError as error:
                _log.warning("whether this process leads still can't be known: %s", error)
                continue
            if not leads:
                raise LeadLostError(
                    "another process leads now, as this one was out of touch for too long: it "
                    "ends, to be started anew with nothing in hand"
                )

    @property
    def shared(self) -> bool:
        """Whether there may be other processes on the store."""
        return self._store.shared

    @property
    def certain(self) -> bool:
        """Whether it is certain that no other process leads; to be asked before each sending."""
        return not self._store.shared or self._clock() < self._until

    async def wait_certain(self) -> None:
        """Wait until it is certain that no other process leads."""
        while not self.certain:
            self._renewed.clear()
            await self._renewed.wait()
