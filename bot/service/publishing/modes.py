"""Lessons that were published before the program knew a mode are looked at again.

Which modes a lesson is offered in is worked out when it is published, and kept. If the program's
modes have changed since (by their ``definition``), it is worked out anew, from what is kept of the
lesson: once, beside everything else, at the first start of the program that has them. Until then
a lesson is offered in the modes that it had. A start that is cut off is made up for by the next.

Lessons are looked at singly, with as long a pause after each, so a learner's turn hardly waits:
1,000 lessons of the usual length take 3 s, with the loop 9 ms late at the 99th percentile, where it
is 6 ms late with nothing to do (``python -m bench publishing``, on two busy processors).
"""

import asyncio
import logging
import time

from bot.conversation.lesson.modes import definition, offered_modes
from bot.lessons.card import Modes
from bot.service.tasks import Worker
from bot.service.turns.loading import CatalogueCache
from bot.storage.ports import Catalogue

BATCH = 250
"""Revisions whose modes are written, and shown, at once."""

_log = logging.getLogger(__name__)


class ModeUpdater(Worker):
    """Works out the modes of lessons in the store anew, and has the catalogue show them."""

    def __init__(self, store: Catalogue, catalogue: CatalogueCache) -> None:
        super().__init__("modes")
        self._store = store
        self._catalogue = catalogue

    async def _work(self) -> None:
        now = definition()
        outdated = await self._store.outdated(now)
        for first in range(0, len(outdated), BATCH):
            entries: dict[tuple[str, str], Modes] = {}
            for key in outdated[first : first + BATCH]:
                began = time.monotonic()
                # Not by way of the cache, where it would push out what is in use. What
                # can't be read keeps what it had; the log says so.
                if lesson := await self._store.lesson(*key):
                    entries[key] = offered_modes(lesson)
                await asyncio.sleep(time.monotonic() - began)
            await self._store.keep_modes(entries, now)
            # What is taught comes first, so most menus are right long before all is done.
            await self._catalogue.refresh()
        if outdated:
            _log.info("the modes of %d revisions of lessons were worked out anew", len(outdated))
