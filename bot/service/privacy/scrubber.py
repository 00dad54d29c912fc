"""The scrubber: what was deleted leaves no copy in the write-ahead log."""

import asyncio

from bot.service.timers.worker import Worker
from bot.storage.ports.privacy import Privacy

PAUSE = 1.0
"""Seconds until it is tried again while somebody reads what was before, such as a report."""


class Scrubber(Worker):
    """Scrubs the store whenever it is woken, and at the start for what was left undone."""

    def __init__(self, store: Privacy) -> None:
        super().__init__("scrubber")
        self._store = store

    async def _work(self) -> None:
        while not await self._store.scrub():  # noqa: ASYNC110 - the file tells nobody that it is free
            await asyncio.sleep(PAUSE)
