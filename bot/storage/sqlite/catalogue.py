"""What is taught: published in one transaction, read beside the desk."""

import asyncio
import json
import logging
from collections.abc import Collection
from datetime import datetime

from bot.conversation.needs.admin import Publication
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage.codec import fault
from bot.storage.edition import Edition
from bot.storage.rows import micros
from bot.storage.sqlite.base import Base
from bot.storage.sqlite.statements import (
    assets,
    catalogue,
    cohorts,
    corrections,
    editing,
    withdrawals,
)

_log = logging.getLogger(__name__)


class Catalogue(Base):
    """The part of the store that publishes."""

    async def publish(self, edition: Edition, at: datetime) -> None:
        """Store these as immutable revisions and point to them, all or nothing.

        Pictures are kept first, which shows in nothing as long as no revision names them.
        """
        # Thousands of lessons take a while to write out: not on the event loop.
        statements = await asyncio.to_thread(catalogue.publishing, edition, micros(at))
        await self._keep_assets(edition.assets, micros(at))
        try:
            async with self._write() as writer:
                if edition.bases:
                    courses = await writer.execute_fetchall(catalogue.COURSES)
                    edition.check_bases(
                        catalogue.pointers(
                            await writer.execute_fetchall(catalogue.POINTERS), courses
                        )
                    )
                for sql, parameters in statements:
                    if parameters:
                        await writer.executemany(sql, parameters)
        finally:
            # No other task runs between the end of the transaction and this.
            self.editions += 1

    async def sources(self) -> dict[str, str]:
        """The file hashes of what is published."""
        return dict(await self._read(catalogue.SOURCES))

    async def shipped(self) -> dict[str, str]:
        """The hash of each file when it was last published."""
        return dict(await self._read(catalogue.SHIPPED))

    async def history(self, name: str) -> tuple[Publication, ...]:
        """Each time that this name came to point to another revision, the latest first."""
        return editing.history(await self._read(catalogue.HISTORY, (name,)))

    async def library(self) -> Library:
        """The catalogue of what is published now."""
        courses = await self._read(catalogue.COURSES)
        cards = await self._read(catalogue.CARDS)
        void = await self._read(corrections.VOID)
        [(number,)] = await self._read(corrections.NUMBER)
        changes = await self._read(cohorts.LATEST)
        withdrawn = await self._read(withdrawals.WITHDRAWN)
        return await asyncio.to_thread(
            catalogue.library, courses, cards, void, number, changes, withdrawn
        )

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        """One revision of a lesson, current or old."""
        for (body,) in await self._read(catalogue.BODY, (id, revision)):
            try:
                return Lesson.model_validate_json(body)
            except ValueError as error:
                _log.error("unreadable revision %s of lesson %s: %s", revision, id, fault(error))
        return None

    async def asset(self, name: str) -> Asset | None:
        """A picture by the hash of its bytes."""
        return assets.found(await self._read(assets.FIND, (name,)))

    async def kept_assets(self, names: Collection[str]) -> set[str]:
        """Those of these pictures that are kept."""
        return {one for (one,) in await self._read(assets.KEPT, (json.dumps(list(names)),))}
