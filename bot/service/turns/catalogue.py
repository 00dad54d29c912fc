"""The catalogue at hand: what there is to learn.

It holds the catalogue as one snapshot, replaced whole when something is published, and the
lessons that are in use, newest use last. A revision never changes, so what is kept is
never stale; how much is kept is bounded, however many lessons there are.
"""

import asyncio
from collections import OrderedDict

from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.storage.ports import Catalogue

LESSONS = 128
"""How many parsed lessons are kept. One takes about 0.2 MB, so the cache stays near 25 MB."""


class CatalogueCache:
    """The catalogue, and the lessons that are in use by revision."""

    def __init__(self, store: Catalogue, lessons: int = LESSONS) -> None:
        self.library = Library()
        self._store = store
        self._limit = lessons
        self._version = -1
        self._refreshing = asyncio.Lock()
        self._lessons: OrderedDict[tuple[str, str], Lesson] = OrderedDict()

    async def refresh(self) -> None:
        """Take a new snapshot of what is published."""
        # One after the other, so that what was asked for first can't come last.
        async with self._refreshing:
            version = await self._store.catalogue_version()
            self.library = await self._store.library()
            self._version = version

    async def up_to_date(self, version: int) -> Library:
        """The snapshot, taken anew if the catalogue is at this version, and the snapshot is not."""
        if self._version != version:
            await self.refresh()
        return self.library

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        """A lesson in this revision, from the cache or the store; ``None`` if there is none."""
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
