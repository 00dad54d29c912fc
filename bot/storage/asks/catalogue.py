"""What is asked of a store about what is taught, and its pictures."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.conversation.needs.admin import Publication
from bot.lessons.library import Library, Modes
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage.edition import Edition


class OfCatalogue(Protocol):
    """What is published, and what ever was."""

    async def publish(self, edition: Edition, at: datetime) -> None:
        """Store these as immutable revisions and point to them, all or nothing.

        Raises ``MovedError`` if what it was made against has changed.
        """
        ...

    @property
    def editions(self) -> int:
        """How many times ``publish`` or ``open_lessons`` has been called.

        It has changed once one of them is done. Inside a transaction it tells whether a snapshot
        of the catalogue is still true.
        """
        ...

    async def sources(self) -> dict[str, str]:
        """The file hashes of what is published, by the names that ``Edition`` has for them.

        What was published otherwise has none, even if there once was a file of it.
        """
        ...

    async def shipped(self) -> dict[str, str]:
        """The hash of each file when it was last published, whatever has been published since.

        A name in ``Edition.gone`` is forgotten.
        """
        ...

    async def history(self, name: str) -> tuple[Publication, ...]:
        """Each time that this name came to point to another revision, the latest first.

        Names are those that ``Edition`` has: of a lesson, a translation or a course.
        """
        ...

    async def library(self) -> Library:
        """The catalogue of what is published now; courses and cards in the order of their ids.

        With it come the cohorts, as their last changes have left them.
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
