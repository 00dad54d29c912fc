"""The learning modes that revisions are offered in, kept beside these, which never change.

They are written with each revision, and anew when the program's modes have changed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.conversation.lesson.modes import definition, offered
from bot.lessons.card import Modes
from bot.lessons.model import Lesson
from bot.storage.codec import dump_modes, load_modes
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
    return [(one.id, one.revision, by, dump_modes(offered(one))) for one in lessons]


def by_revision(found: Iterable[Any]) -> dict[str, Modes]:
    """What ``OF_DRAFT`` finds."""
    return {revision: load_modes(modes) for revision, modes in found}
