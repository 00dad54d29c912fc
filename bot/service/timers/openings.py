"""Openings: what has opened to a cohort is kept.

Whether a lesson is open follows from the calendar and the time, so nothing waits for this. But the
calendar follows the course, and what is open must stay open whatever becomes of the course: so once
an opening is due, the lesson is kept by name. In the same transaction the alarms of all members are
set to ring by then at latest; most were set for it anyway, and others were not if an admin has
changed the calendar since.
"""

from datetime import datetime

from bot.learning import opening_calendar
from bot.service.turns.catalogue import CatalogueCache
from bot.storage.codec import micros, moment
from bot.storage.ports.catalogue import Catalogue


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
        """Keep what has opened by now."""
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
