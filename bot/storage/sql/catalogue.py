"""What is taught, and what ever was: the catalogue, its history, lessons and pictures.

It is read beside the desk. A card is kept beside each revision's body, so that the catalogue of
thousands of lessons is read without parsing one of them. So are the learning modes that a revision
is offered in, which are written with it, and anew when the program's modes have changed.
"""

import asyncio
import json
import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.conversation.lesson.modes import definition, offered
from bot.conversation.needs.admin import Publication
from bot.lessons.card import Modes
from bot.lessons.library import Library
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage.codec import (
    dump_modes,
    fault,
    load_card,
    load_cohort,
    load_modes,
    readable,
)
from bot.storage.sql import cohorts, remarks, takebacks
from bot.storage.sql.base import Base

KEEP = """
INSERT INTO revision_modes (lesson, revision, definition, modes) VALUES (?, ?, ?, ?)
ON CONFLICT (lesson, revision) DO UPDATE SET
    definition = excluded.definition, modes = excluded.modes
"""
OUTDATED = """
SELECT kept.lesson, kept.revision FROM revision_modes AS kept
LEFT JOIN lesson ON lesson.id = kept.lesson AND lesson.revision = kept.revision
LEFT JOIN translation
ON translation.lesson = kept.lesson AND translation.revision = kept.revision
WHERE kept.definition <> ?
ORDER BY coalesce(lesson.id, translation.lesson) IS NULL, kept.lesson, kept.revision
"""
OF_DRAFT = """
SELECT revision, modes FROM revision_modes JOIN (
    SELECT piece.value ->> 'lesson' AS lesson, piece.value ->> 'revision' AS revision
    FROM draft, json_each(draft.body, '$.pieces') AS piece WHERE draft.id = ?
) USING (lesson, revision)
"""


class SqlModes(Base):
    """The part of the store that keeps modes."""

    async def outdated(self, definition: str) -> list[tuple[str, str]]:
        """The revisions whose modes were worked out by another definition."""
        return [
            (lesson, revision) for lesson, revision in await self._read(OUTDATED, (definition,))
        ]

    async def keep_modes(self, found: Mapping[tuple[str, str], Modes], definition: str) -> None:
        """Keep these modes of revisions, worked out by this definition."""
        rows = [(*key, definition, dump_modes(modes)) for key, modes in found.items()]
        async with self._write() as writer:
            await writer.executemany(KEEP, rows)


def mode_rows(lessons: Iterable[Lesson]) -> list[tuple[object, ...]]:
    """The modes of these lessons as parameters of ``KEEP``."""
    by = definition()
    return [(lesson.id, lesson.revision, by, dump_modes(offered(lesson))) for lesson in lessons]


def by_revision(entries: Iterable[Any]) -> dict[str, Modes]:
    """What ``OF_DRAFT`` finds."""
    return {revision: load_modes(modes) for revision, modes in entries}


VERSION = "SELECT edition FROM catalogue"
"""Triggers of the tables that a library is read from let it go up."""

SOURCES = """
SELECT id, source FROM lesson WHERE source IS NOT NULL
UNION ALL SELECT lesson || '.' || language, source FROM translation WHERE source IS NOT NULL
UNION ALL SELECT 'course:' || id, source FROM course WHERE source IS NOT NULL
"""
SHIPPED = "SELECT name, hash FROM shipped"
HISTORY = "SELECT revision, by, at, how FROM publication WHERE name = ? ORDER BY id DESC"
COURSES = "SELECT body FROM course ORDER BY id"
CARDS = """
SELECT card, coalesce(modes, '[]') FROM (
    SELECT id, '' AS language, revision FROM lesson
    UNION ALL SELECT lesson, language, revision FROM translation
) AS current JOIN revision
ON revision.lesson = current.id AND revision.revision = current.revision
LEFT JOIN revision_modes AS made
ON made.lesson = revision.lesson AND made.revision = revision.revision ORDER BY id, language
"""
BODY = "SELECT body FROM revision WHERE lesson = ? AND revision = ?"
BODIES = "SELECT body FROM revision WHERE lesson = ? ORDER BY revision"

ASSET = """
SELECT media, bytes FROM asset WHERE hash = ?1
UNION ALL SELECT media, bytes FROM answer_picture WHERE hash = ?1 LIMIT 1
"""
ASSETS = "SELECT hash FROM asset WHERE hash IN (SELECT value FROM json_each(?))"

_log = logging.getLogger(__name__)


class SqlCatalogue(Base):
    """The part of the store that knows what is taught."""

    async def catalogue_version(self) -> int:
        """The version of the catalogue."""
        [(number,)] = await self._read(VERSION)
        return int(number)

    async def library(self) -> Library:
        """The catalogue of what is published now."""
        courses = await self._read(COURSES)
        cards = await self._read(CARDS)
        void = await self._read(takebacks.VOID)
        [(number,)] = await self._read(takebacks.NUMBER)
        changes = await self._read(cohorts.LATEST)
        withdrawn = await self._read(takebacks.WITHDRAWN)
        asked = await self._read(remarks.ASKED_BEFORE)
        row = (courses, cards, void, number, changes, withdrawn, asked)
        return await asyncio.to_thread(_library, *row)

    async def sources(self) -> dict[str, str]:
        """The file hashes of what is published."""
        return dict(await self._read(SOURCES))

    async def shipped(self) -> dict[str, str]:
        """The hash of each file when it was last published."""
        return dict(await self._read(SHIPPED))

    async def history(self, name: str) -> tuple[Publication, ...]:
        """Each time that this name came to point to another revision, the latest first."""
        return tuple(Publication(*row) for row in await self._read(HISTORY, (name,)))

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        """One revision of a lesson, current or old."""
        for (body,) in await self._read(BODY, (id, revision)):
            try:
                return Lesson.model_validate_json(body)
            except ValueError as error:
                _log.error("unreadable revision %s of lesson %s: %s", revision, id, fault(error))
        return None

    async def asset(self, name: str) -> Asset | None:
        """A picture by the hash of its bytes."""
        return next((Asset(*row) for row in await self._read(ASSET, (name,))), None)

    async def kept_assets(self, names: Collection[str]) -> set[str]:
        """Those of these pictures that are kept."""
        return {item for (item,) in await self._read(ASSETS, (json.dumps(list(names)),))}


def _library(
    courses: Iterable[Any],
    cards: Iterable[Any],
    void: Iterable[tuple[str, str, str]],
    corrections: int,
    changes: Iterable[Any],
    withdrawn: Iterable[tuple[str, str]],
    asked: Iterable[tuple[str, str, int]],
) -> Library:
    """The catalogue from what the statements find; what can't be read is left out."""
    return Library.holding(
        list(readable(courses, Course.model_validate_json, "course in the catalogue")),
        list(readable(cards, load_card, "card in the catalogue")),
        void,
        corrections,
        readable(changes, load_cohort, "cohort"),
        ((lesson, revision) for lesson, revision in withdrawn),
        {(lesson, place): number for lesson, place, number in asked},
    )
