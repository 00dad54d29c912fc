"""Errands: doing what an admin asked for and no turn can do.

What is to be done stands in the store, so it is done even if the program ends meanwhile: an errand
that was begun and not finished is begun again at the next start. So whoever does one (a *doer*)
must come to the same end when it is done twice. When it is done, its result is put beside it and
an alarm is set in one transaction; the alarm's turn tells the admin, once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.conversation.admin.known import Errand
from bot.storage.store import Store, StoreError

AT_ONCE = 4
"""Errands that are done at the same time: each waits for a network or a process, not for us."""

RETRY = 10.0
"""Seconds until the store is asked again after it failed."""

Doer = Callable[[Errand], Awaitable[str]]
"""Does an errand of a kind and returns its result as JSON.

What it raises is a fault of the program: it is logged, and the admin is told that it failed.
"""

_log = logging.getLogger(__name__)


class Errands:
    """Does errands by kind, and lets ``ring`` find the alarms that tell of them."""

    def __init__(
        self,
        store: Store,
        doers: Mapping[str, Doer],
        *,
        ring: Callable[[], Awaitable[object]],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._doers = doers
        self._ring = ring
        self._clock = clock
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()
        self._woken.set()

    def wake(self) -> None:
        """Look for errands: one was set out."""
        self._idle.clear()
        self._woken.set()

    async def idle(self) -> None:
        """Wait until there is nothing to do."""
        await self._idle.wait()

    async def run(self) -> None:
        """Do what is to be done, until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                while found := await self._store.errands(AT_ONCE):
                    await asyncio.gather(*(self._do(one) for one in found))
                    await self._ring()
            except StoreError as error:
                _log.error("errands can't be found or finished just now: %s", error)
                await asyncio.sleep(RETRY)
                self._woken.set()
            else:
                if not self._woken.is_set():
                    self._idle.set()

    async def _do(self, errand: Errand) -> None:
        result: str | None = None
        try:
            result = await self._doers[errand.kind](errand)
        except Exception as error:
            # Its kind only: its words may quote what was sent, or hold an address with a token.
            _log.error("errand %s (%s) failed: %s", errand.id, errand.kind, type(error).__name__)
        await self._store.finish_errand(errand, self._clock(), result)
