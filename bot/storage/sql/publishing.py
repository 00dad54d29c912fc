"""Publishing: what moves the pointers to what is taught, by a release or by an admin's turn.

What moves is recorded in the history, in the same transaction. A card is kept beside each
revision's body, so that the catalogue of thousands of lessons is read without parsing one of them.

Whoever publishes says what they have compared theirs with: a draft its bases, a push those of its
release. That is looked at in the transaction that moves the pointers, where nobody else can move
them: a push by the store, a draft by the turn. So of two at once, the second is always shown what
the first did.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.conversation.facts.admin import (
    CoursePublished,
    Pointed,
    Published,
    TranslationPointed,
    TranslationUnpointed,
    Unpointed,
)
from bot.lessons.card import Card
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage.codec import dump_card, micros
from bot.storage.encoded import EncodedRecord
from bot.storage.records import Release, source_of, terminal_entry
from bot.storage.sql import catalogue, roles
from bot.storage.sql.base import Base, Parameters, Statement
from bot.storage.sql.facts import by_statement

POINTERS = """
SELECT id, revision FROM lesson
UNION ALL SELECT lesson || '.' || language, revision FROM translation
"""
COURSES = "SELECT body FROM course"
KEEP_ASSET = """
INSERT INTO asset (hash, media, bytes, at) VALUES (?, ?, ?, ?)
ON CONFLICT (hash) DO UPDATE SET at = excluded.at
"""
"""One that is kept already counts as new, so that it is not forgotten before a lesson names it."""

REVISION = """
INSERT INTO revision (lesson, revision, at, card, body) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""
_LESSON = """
INSERT INTO lesson (id, revision, source, at) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    revision = excluded.revision, source = excluded.source, at = excluded.at
"""
_TRANSLATION = """
INSERT INTO translation (lesson, language, revision, source, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (lesson, language) DO UPDATE SET
    revision = excluded.revision, source = excluded.source, at = excluded.at
"""
_COURSE = """
INSERT INTO course (id, body, source, at) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET body = excluded.body, source = excluded.source, at = excluded.at
"""

_SHIPPED = """
INSERT INTO shipped (name, hash) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET hash = excluded.hash
"""

_LESSON_MOVED = """
INSERT INTO publication (name, revision, by, at, how)
SELECT ?, ?, ?, ?, ?
WHERE NOT EXISTS (SELECT 1 FROM lesson WHERE id = ? AND revision = ?)
"""
_TRANSLATION_MOVED = """
INSERT INTO publication (name, revision, by, at, how)
SELECT ?, ?, ?, ?, ?
WHERE NOT EXISTS (SELECT 1 FROM translation WHERE lesson = ? AND language = ? AND revision = ?)
"""
_COURSE_MOVED = """
INSERT INTO publication (name, revision, by, at, how)
SELECT ?, ?, ?, ?, ?
WHERE NOT EXISTS (SELECT 1 FROM course WHERE id = ? AND body = ?)
"""
_GONE = """
INSERT INTO publication (name, revision, by, at, how)
SELECT ?1, '', ?2, ?3, ?4
WHERE EXISTS (SELECT 1 FROM lesson WHERE id = ?1)
OR EXISTS (SELECT 1 FROM translation WHERE lesson || '.' || language = ?1)
OR EXISTS (SELECT 1 FROM course WHERE 'course:' || id = ?1)
"""
"""What was not published is not recorded as gone."""

# A pointer that an admin moves is no file's any more.
_POINT = """
INSERT INTO lesson (id, revision, source, at) VALUES (?, ?, NULL, ?)
ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, source = NULL, at = excluded.at
"""
_POINT_TRANSLATION = """
INSERT INTO translation (lesson, language, revision, source, at) VALUES (?, ?, ?, NULL, ?)
ON CONFLICT (lesson, language) DO UPDATE SET
    revision = excluded.revision, source = NULL, at = excluded.at
"""
_PUBLISHED = "INSERT INTO publication (name, revision, by, at, how) VALUES (?, ?, ?, ?, ?)"
_UNPOINT = "DELETE FROM lesson WHERE id = ?"
_UNPOINT_TRANSLATION = "DELETE FROM translation WHERE lesson = ? AND language = ?"
_OFFER = """
INSERT INTO course (id, body, source, at) VALUES (?, ?, NULL, ?)
ON CONFLICT (id) DO UPDATE SET body = excluded.body, source = NULL, at = excluded.at
"""


def _published(turn: EncodedRecord, fact: Published) -> Parameters:
    return (fact.name, fact.revision, turn.learner, turn.at, fact.how)


def _point_translation(turn: EncodedRecord, fact: TranslationPointed) -> Parameters:
    return (fact.lesson, fact.language, fact.revision, turn.at)


def _offer(turn: EncodedRecord, fact: CoursePublished) -> Parameters:
    return (fact.course.id, fact.course.model_dump_json(), turn.at)


WRITERS = (
    by_statement(Pointed, _POINT, lambda turn, fact: (fact.lesson, fact.revision, turn.at)),
    by_statement(TranslationPointed, _POINT_TRANSLATION, _point_translation),
    by_statement(Unpointed, _UNPOINT, lambda turn, fact: (fact.lesson,)),
    by_statement(
        TranslationUnpointed, _UNPOINT_TRANSLATION, lambda turn, fact: (fact.lesson, fact.language)
    ),
    by_statement(CoursePublished, _OFFER, _offer),
    by_statement(Published, _PUBLISHED, _published),
)


class SqlPublishing(Base):
    """The part of the store that publishes."""

    async def publish(self, release: Release, at: datetime) -> None:
        """Store these as immutable revisions and point to them, all or nothing.

        Pictures are kept first, which shows in nothing as long as no revision names them.
        """
        # Thousands of lessons take a while to write out: not on the event loop.
        statements = await asyncio.to_thread(_statements, release, micros(at))
        await self._write_each(KEEP_ASSET, asset_rows(release.assets, micros(at)))
        async with self._write() as writer:
            if release.bases:
                lessons = await writer.execute_fetchall(POINTERS)
                courses = await writer.execute_fetchall(COURSES)
                release.check_bases(_pointers(lessons, courses))
            for sql, parameters in statements:
                if parameters:
                    await writer.executemany(sql, parameters)


def asset_rows(assets: Iterable[Asset], at: int) -> list[Parameters]:
    """Pictures as parameters of ``KEEP_ASSET``."""
    return [(asset.name, asset.media, asset.data, at) for asset in assets]


def revision_rows(lessons: Iterable[Lesson], at: int) -> list[Parameters]:
    """Lessons as parameters of ``REVISION``."""
    return [
        (lesson.id, lesson.revision, at, dump_card(Card.of(lesson)), lesson.canonical())
        for lesson in lessons
    ]


def _statements(release: Release, at: int) -> list[Statement]:
    """Statements, each with its rows, that publish this release at this time."""
    lessons: list[Parameters] = []
    translations: list[Parameters] = []
    moved: dict[str, list[Parameters]] = {_LESSON_MOVED: [], _TRANSLATION_MOVED: []}
    origin = (release.by, at, release.how)
    for lesson in release.lessons:
        card, name = Card.of(lesson), source_of(lesson)
        source, record = release.sources.get(name), (name, card.revision, *origin)
        if card.translates:
            translations.append((card.id, card.language, card.revision, source, at))
            moved[_TRANSLATION_MOVED].append((*record, card.id, card.language, card.revision))
        else:
            lessons.append((card.id, card.revision, source, at))
            moved[_LESSON_MOVED].append((*record, card.id, card.revision))
    bodies = [
        (course, f"course:{course.id}", course.model_dump_json()) for course in release.courses
    ]
    gone: list[Parameters] = [(name,) for name in sorted(release.gone)]
    return [
        # What moves is recorded first, while what it moves from can be seen.
        *moved.items(),
        (
            _COURSE_MOVED,
            [(n, course.revision, *origin, course.id, body) for course, n, body in bodies],
        ),
        (_GONE, [(name, *origin) for (name,) in gone]),
        (REVISION, revision_rows(release.lessons, at)),
        (catalogue.KEEP, catalogue.mode_rows(release.lessons)),
        (_LESSON, lessons),
        (_TRANSLATION, translations),
        (_COURSE, [(course.id, body, release.sources.get(n), at) for course, n, body in bodies]),
        ("DELETE FROM lesson WHERE id = ?", gone),
        ("DELETE FROM translation WHERE lesson || '.' || language = ?", gone),
        ("DELETE FROM course WHERE 'course:' || id = ?", gone),
        ("DELETE FROM shipped WHERE name = ?", gone),
        (_SHIPPED, list(release.sources.items())),
        (roles.LINE, [roles.log_row(terminal_entry(act, release.by, at)) for act in release.acts]),
    ]


def _pointers(lessons: Iterable[Any], courses: Iterable[Any]) -> dict[str, str]:
    """What each name points to, from what ``POINTERS`` and ``COURSES`` find."""
    found = [Course.model_validate_json(body) for (body,) in courses]
    return dict(lessons) | {f"course:{course.id}": course.revision for course in found}
