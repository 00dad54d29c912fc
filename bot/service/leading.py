"""Which of several processes on a database leads, what follows of that, and what each sees.

All of them take inputs and decide turns. The leader sends what was said, so that the pace that a
platform allows holds for all of them together, and does what is to happen once: alarms, jobs,
announcements. The others wait to take over. Leading is a lease of a few seconds, renewed from the
moment at which it was won, by a task that does nothing else; who can't renew it sends nothing until
it could, and who finds that another has led meanwhile ends, to be started anew with nothing in
hand.

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

Nothing tells a process what the others have done, for a message of the database's would make its
commits wait for each other, and gets lost behind a pooler. It looks, at what an index answers at
once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.service.delivery.broadcast import Broadcaster
from bot.service.delivery.delivery import CLAIM, Delivery
from bot.service.monitoring import Trouble
from bot.service.turns.loading import CatalogueCache
from bot.storage.codec import utc_now
from bot.storage.ports import Catalogue, Leases
from bot.storage.records import StoreError
from bot.storage.store import awake

TERM = 4.0
"""Seconds that a lease lasts. With ``TRY``, another has taken over within the 5 s promised."""

RENEW = 1.0
"""Seconds between two times that it is renewed."""

TRY = 0.5
"""Seconds between two times that it is asked for."""

_log = logging.getLogger(__name__)


class LeadLostError(StoreError):
    """Another process leads now, and this process has to begin anew."""


class Leadership:
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
        self._answered = float("inf")
        """When the database last said who leads."""
        self._answered_at = now()
        self._why = ""
        """What has kept it from saying so since."""

    @property
    def leads(self) -> bool:
        """Whether this process leads, as far as it knows."""
        return self._leads.is_set()

    async def wait(self) -> None:
        await self._leads.wait()

    async def take(self) -> bool:
        """Lead, unless another process does; whether this process leads. Raises ``StoreError``."""
        if self.leads:
            return True
        began = self._clock()
        leads = await self._store.lead(TERM)
        self._know(began)
        if leads:
            self._until = began + TERM
            if self._store.shared:
                self.since = self._now()
            self._leads.set()
        return leads

    async def win(self) -> None:
        """Wait until nobody else leads, and lead. To be kept up with ``keep`` from that moment."""
        is_logged = False
        self._know(self._clock())
        while True:
            try:
                if await self.take():
                    break
                if not is_logged:
                    _log.info("another process leads; this one stands by")
                    is_logged = True
            except StoreError as error:  # it may pass, and whoever writes says so
                self._why = str(error)
            await asyncio.sleep(TRY)
        if self._store.shared:
            _log.info("this process leads now")

    async def keep(self) -> None:
        """Go on leading until cancelled. Raises ``LeadLostError``, and leads no more by then."""
        while True:
            await asyncio.sleep(RENEW)
            began = self._clock()
            try:
                leads = await self._store.go_on_leading(TERM)
            except StoreError as error:
                self._why = str(error)
                _log.warning("whether this process leads still can't be known: %s", error)
                continue
            self._know(began)
            if not leads:
                self._until = float("-inf")
                self._leads.clear()
                raise LeadLostError(
                    "another process leads now, as this one was out of touch for too long: it "
                    "ends, to be started anew with nothing in hand"
                )
            self._until = began + TERM
            self._renewed.set()

    def ailments(self) -> tuple[str, ...]:
        """What is wrong with who leads, since when, in words for an operator."""
        if not self._store.shared or self._clock() - self._answered < TERM:
            return ()
        since = f"since {self._answered_at:%Y-%m-%d %H:%M:%S} UTC"
        if self.leads:
            says = f"this process hasn't been able to renew its lead {since}, so it sends nothing"
        else:
            says = f"whether any process leads has been unknown {since}"
        return (f"{says}: {self._why}",)

    def _know(self, began: float) -> None:
        self._answered, self._answered_at = began, self._now()

    @property
    def shared(self) -> bool:
        """Whether there may be other processes on the store."""
        return self._store.shared

    @property
    def certain(self) -> bool:
        """Whether it is certain that no other process leads; to be asked before each sending."""
        return not self._store.shared or self._clock() < self._until

    async def wait_certain(self) -> None:
        while not self.certain:
            self._renewed.clear()
            await self._renewed.wait()


PICK_UP = 0.03
"""Seconds between two looks at what other processes have said: what it adds to an answer."""

STIR = 0.5
"""Seconds between two looks at what other processes have set: alarms, jobs, announcements."""

FOLLOW = 1.0
"""Seconds between two looks at what is taught, within the 2 s that are promised. A turn looks by
itself; this is for what passes the desk by, such as finding a question while somebody types."""


async def picking_up(delivery: Delivery) -> None:
    """Send what an earlier leader left undone and what other processes say, until cancelled."""

    async def look() -> None:
        while await delivery.pick_up() == CLAIM:
            pass

    await _again(look, PICK_UP, "what other processes said can't be found")


async def stirring(broadcaster: Broadcaster, *wake: Callable[[], None]) -> None:
    """Let these look for work again and again, until cancelled."""

    async def look() -> None:
        for item in wake:
            item()
        await broadcaster.follow()
        broadcaster.wake()

    await _again(look, STIR, "what other processes set can't be found")


async def following(store: Catalogue, catalogue: CatalogueCache) -> None:
    """Keep up with what is taught, until cancelled."""

    async def look() -> None:
        await catalogue.up_to_date(await store.catalogue_version())

    await _again(look, FOLLOW, "what is taught now can't be found")


async def _again(look: Callable[[], Awaitable[object]], seconds: float, what: str) -> None:
    trouble = Trouble()
    while True:
        await asyncio.sleep(seconds if trouble.since is None else trouble.retry)
        try:
            await look()
        except StoreError as error:
            trouble.failed(what, str(error))
        else:
            trouble.passed()
