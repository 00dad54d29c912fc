"""Alarms: what is due becomes an envelope.

The store knows when each alarm rings; this only looks. What is due is handed in at the desk like
any other input, under an id that is the same each time (``alarm:<learner>:<kind>:<time>``), and the
turn that comes of it sets the next alarm in the transaction in which it counts. So an alarm that
was handed in before a crash and not committed comes again, and a committed alarm does not. However
long nothing ran, each learner has a single alarm of a kind, so not many come.

It sleeps until the next alarm is due, and for ``NAP`` at most: an alarm that is set meanwhile for
an earlier time is late by no more than that. Where somebody looks at what it changes, as in a
class, whoever set it says so (``wake``).

Reminders of many learners at the same time of day must not hold up those who are in a conversation,
so no more are handed in than delivery has ``room`` for.

A look is answered by an index alone, so a million alarms that are not due cost nothing
(``bench/alarms.py``: 500 that are due in less than a millisecond). Waking it only saves time: that
it looks by itself can't be forgotten. An alarm whose turn fails is pushed on by a day, so
that a bug can't ring without end.

What an alarm says (``Message.unasked``) takes only places in Telegram's pace that nobody else
wants, so an answer never waits behind everybody's nine o'clock.

Openings: what has opened to a cohort is kept.

Whether a lesson is open follows from the calendar and the time, so nothing waits for this. But the
calendar follows the course, and what is open must stay open whatever becomes of the course: so once
an opening is due, the lesson is kept by name. In the same transaction the alarms of all members are
set to ring by then at latest; most were set for it anyway, and others were not if an admin has
changed the calendar since.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.conversation.inputs import Address, Alarm, Envelope
from bot.conversation.outputs import Output
from bot.learning import opening_calendar
from bot.service.monitoring import Trouble, tracing
from bot.service.turns.loading import CatalogueCache
from bot.service.turns.queue import DeskClosed
from bot.storage.codec import micros, moment
from bot.storage.ports import Alarms, Catalogue
from bot.storage.records import ALARM, DueAlarm, Platforms, StoreError


class OpeningKeeper:
    """Keeps what is due, of the cohorts in the ``catalogue``."""

    def __init__(self, store: Catalogue, catalogue: CatalogueCache) -> None:
        self._store = store
        self._catalogue = catalogue

    def next(self) -> datetime | None:
        """When the next opening is, or was, that is not kept yet; costs no look into the store."""
        library = self._catalogue.library
        due = (
            opening_calendar.due_at(cohort, opening_calendar.order(library, cohort))
            for cohort in library.cohorts.values()
        )
        return min((moment(at) for at in due if at is not None), default=None)

    async def keep(self, now: datetime) -> None:
        following = self.next()
        if following is None or following > now:
            return
        library = self._catalogue.library
        for cohort in library.cohorts.values():
            after = opening_calendar.advance(
                cohort, opening_calendar.order(library, cohort), micros(now)
            )
            if after != cohort:
                await self._store.open_lessons(after, now)
        await self._catalogue.refresh()


NAP = 10.0
"""Seconds between two looks at most: a look costs a fraction of a millisecond."""

BREATH = 0.2
"""Seconds until the next look while more is due than there was room for."""

_log = logging.getLogger(__name__)


class AlarmDispatcher:
    """Hands in what is due in these ``platforms``, which may change while it runs.

    ``room`` says how many more messages can be on their way just now. Before each look, the
    ``openings`` that are due are kept.
    """

    def __init__(
        self,
        store: Alarms,
        submit: Callable[[Envelope], Awaitable[tuple[Output, ...]]],
        platforms: Platforms,
        *,
        clock: Callable[[], datetime],
        room: Callable[[], int] = lambda: 32,
        openings: OpeningKeeper | None = None,
        nap: float = NAP,
    ) -> None:
        self._store = store
        self._submit = submit
        self._platforms = platforms
        self._clock = clock
        self._room = room
        self._openings = openings
        self._nap = nap
        self._sweeping = asyncio.Lock()
        self._woken = asyncio.Event()
        self._trouble = Trouble()

    async def run(self) -> None:
        """Look and hand in until cancelled."""
        while True:
            nap = self._nap
            try:
                nap = BREATH if await self.sweep() else await self._until_next()
                self._trouble.passed()
            except StoreError as error:
                self._trouble.failed("what is due can't be found just now", str(error))
            # Not ``wait_for``, which in Python 3.11 swallows a cancel that comes with the waking.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(nap):
                    await self._woken.wait()
            self._woken.clear()

    def wake(self) -> None:
        """Look now: an alarm was set that is due before the next look."""
        self._woken.set()

    async def sweep(self) -> int:
        """Hand in what is due, as far as there is room; returns how many alarms that were."""
        async with self._sweeping:
            now = self._clock()
            if self._openings is not None:
                await self._openings.keep(now)
            limit = self._room()
            due = await self._store.alarms(dict(self._platforms), now, limit) if limit > 0 else []
            await asyncio.gather(*(self._hand_in(due_alarm, now) for due_alarm in due))
            return len(due)

    async def next(self) -> datetime | None:
        alarm = await self._store.next_alarm(dict(self._platforms))
        opening = self._openings.next() if self._openings else None
        return min((at for at in (alarm, opening) if at is not None), default=None)

    async def _hand_in(self, due: DueAlarm, now: datetime) -> None:
        id = f"{ALARM}{due.learner}:{due.kind}:{due.at}"
        alarm, where = Alarm(due.kind, due.at), Address(due.platform, due.chat)
        with tracing(id):
            try:
                await self._submit(Envelope(id, due.learner, where, now, alarm))
            except DeskClosed:
                _log.info("%s waits for the next start", id)
            except Exception as error:
                # It is due still, so it comes again with the next look.
                _log.error("%s was not committed: %s", id, type(error).__name__)

    async def _until_next(self) -> float:
        following = await self.next()
        if following is None:
            return self._nap
        return min(self._nap, max(BREATH, (following - self._clock()).total_seconds()))
