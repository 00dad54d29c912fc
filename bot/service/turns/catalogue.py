"""The shelf: what there is to learn, at hand.

It holds the catalogue as one snapshot, replaced whole when something is published, and the
lessons that are in use, newest use last. A revision never changes, so what is on the shelf is
never stale; how much lies there is bounded, however many lessons there are.
"""

import asyncio
from collections import OrderedDict

from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.storage.store import Store

LESSONS = 128
"""How many parsed lessons are kept. One takes about 0.2 MB, so the shelf stays near 25 MB."""


class CatalogueCache:
    """The catalogue, and lessons by revision."""

    def __init__(self, store: Store, lessons: int = LESSONS) -> None:
        self.library = Library()
        self._store = store
        self._limit = lessons
        self._edition = -1
        self._refreshing = asyncio.Lock()
        self._lessons: OrderedDict[tuple[str, str], Lesson] = OrderedDict()

    async def refresh(self) -> None:
        """Take a new snapshot of what is published."""
        # One after the other, so that what was asked for first can't come last.
        async with self._refreshing:
            edition = await self._store.edition()
            self.library = await self._store.library()
            self._edition = edition

    async def up_to_date(self, edition: int) -> Library:
        """The snapshot, taken anew if the catalogue is at this edition, and the snapshot is not."""
        if self._edition != edition:
            await self.refresh()
        return self.library

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        """A lesson in this revision, from the shelf or the store; ``None`` if there is none."""
        key = (id, revision)
        lesson = self._lessons.get(key)
        if lesson is None:
            lesson = await self._store.lesson(id, revision)
            if lesson is None:
                return None
            self._lessons[key] = lesson
            if len(self._lessons) > self._limit:
                self._lessons.popitem(last=False)
        self._lessons.move_to_end(key)
        return lesson
