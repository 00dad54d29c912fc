"""Work that waits in the store, looked for at the start and whenever it is said to be there.

Nothing of it is in memory only, so that a wake-up that is missed costs no more than the time until
the next one or the next start.
"""

import asyncio
from abc import ABC, abstractmethod

from bot.service.monitoring.trouble import Trouble
from bot.storage.errors import StoreError

RETRY = 10.0
"""Seconds until the store is asked again after it failed."""


class Worker(ABC):
    """Does what waits, sleeps until it is woken, and can be waited for; ``name`` is for the log."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()
        self._woken.set()
        self._trouble = Trouble()

    @abstractmethod
    async def _work(self) -> None:
        """Do all that waits; raises ``StoreError`` if it can't be found or noted as done."""

    def wake(self) -> None:
        """Look for work: there is some."""
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
                await self._work()
            except StoreError as error:
                self._trouble.failed(f"{self._name} can't go on just now", str(error))
                await asyncio.sleep(RETRY)
                self._woken.set()
            else:
                self._trouble.passed()
                if not self._woken.is_set():
                    self._idle.set()
