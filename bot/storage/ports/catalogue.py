"""What is taught, and what ever was."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.conversation.needs.admin import Publication
from bot.lessons.card import Modes
from bot.lessons.cohort import Cohort
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage.records import Release


class Catalogue(Protocol):
    """What is published, and what ever was."""

    async def publish(self, release: Release, at: datetime) -> None:
        """Store these as immutable revisions and point to them, all or nothing.

        Raises ``ConflictError`` if what it was made against has changed.
        """
        ...

    async def catalogue_version(self) -> int:
        """The version of the catalogue, a number: it goes up whenever ``library`` has changed.

        Read before the library, it tells whether that is still true once a transaction has begun.
        """
        ...

    async def library(self) -> Library:
        """The catalogue of what is published now; courses and cards in the order of their ids.

        With it come the cohorts, as their last changes have left them.
        """
        ...

    async def sources(self) -> dict[str, str]:
        """The file hashes of what is published, by the names that ``Release`` has for them.

        What was published otherwise has none, even if there once was a file of it.
        """
        ...

    async def shipped(self) -> dict[str, str]:
        """The hash of each file when it was last published, whatever has been published since.

        A name in ``Release.gone`` is forgotten.
        """
        ...

    async def history(self, name: str) -> tuple[Publication, ...]:
        """Each time that this name came to point to another revision, the latest first.

        Names are those that ``Release`` has: of a lesson, a translation or a course.
        """
        ...

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        """One revision of a lesson, current or old; ``None`` too if it can't be read any more."""
        ...

    async def outdated(self, definition: str) -> list[tuple[str, str]]:
        """The revisions whose modes were worked out by another definition than this.

        They come by lesson and revision, those that are taught first.
        """
        ...

    async def keep_modes(self, found: Mapping[tuple[str, str], Modes], definition: str) -> None:
        """Keep these modes of revisions, worked out by this definition.

        They are on the cards of a library that is asked for from now on.
        """
        ...

    async def asset(self, name: str) -> Asset | None:
        """A picture by the hash of its bytes."""
        ...

    async def kept_assets(self, names: Collection[str]) -> set[str]:
        """Those of these pictures that are kept."""
        ...

    async def open_lessons(self, cohort: Cohort, at: datetime) -> bool:
        """Keep what has opened to a cohort, and let the alarms of its members ring by then.

        Whether that was done: not if somebody has changed it since its version.
        """
        ...
