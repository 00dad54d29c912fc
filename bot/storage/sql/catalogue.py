"""What is taught, and what ever was: the catalogue, its history, and what moves its pointers.

It is read beside the desk. A card is kept beside each revision's body, so that the catalogue of
thousands of lessons is read without parsing any of them. So are the learning modes that a revision
is offered in, which are written with it, and anew when the program's modes have changed.

What a release or an admin's turn moves is recorded in the history, in the same transaction. Whoever
publishes says what they have compared theirs with: a draft its bases, a push those of its release.
That is looked at in the transaction that moves the pointers, where nobody else can move them: a
push by the store, a draft by the turn. So of two at once, the second is always shown what the
first did.
"""

import asyncio
import json
import logging
from collections.abc import Collection, Iterable, Mapping
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
from bot.conversation.lesson.modes import definition, offered_modes
from bot.conversation.needs.admin import Publication
from bot.lessons.card import Card, Modes
from bot.lessons.library import Library
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage.codec import (
    EncodedRecord,
    dump_card,
    dump_modes,
    fault,
    load_card,
    load_cohort,
    load_modes,
    micros,
    readable,
)
from bot.storage.records import Release, source_of, terminal_entry
from bot.storage.sql import accounts, erasing, remarks
from bot.storage.sql.base import Base, Parameters, Statement, by_statement

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
    async def outdated(self, definition: str) -> list[tuple[str, str]]:
        return [
            (lesson, revision) for lesson, revision in await self._read(OUTDATED, (definition,))
        ]

    async def keep_modes(self, modes: Mapping[tuple[str, str], Modes], definition: str) -> None:
        rows = [(*key, definition, dump_modes(offered)) for key, offered in modes.items()]
        async with self._write() as writer:
            await writer.executemany(KEEP, rows)


def mode_rows(lessons: Iterable[Lesson]) -> list[tuple[object, ...]]:
    by = definition()
    return [
        (lesson.id, lesson.revision, by, dump_modes(offered_modes(lesson))) for lesson in lessons
    ]


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
        [(number,)] = await self._read(VERSION)
        return int(number)

    async def library(self) -> Library:
        courses, cards, void, [(number,)], changes, withdrawn, asked = await self._read_each(
            (COURSES, ()),
            (CARDS, ()),
            (erasing.VOID, ()),
            (erasing.NUMBER, ()),
            (accounts.LATEST, ()),
            (erasing.WITHDRAWN, ()),
            (remarks.ASKED_BEFORE, ()),
        )
        row = (courses, cards, void, number, changes, withdrawn, asked)
        return await asyncio.to_thread(_library, *row)

    async def sources(self) -> dict[str, str]:
        return dict(await self._read(SOURCES))

    async def shipped(self) -> dict[str, str]:
        return dict(await self._read(SHIPPED))

    async def history(self, name: str) -> tuple[Publication, ...]:
        return tuple(Publication(*row) for row in await self._read(HISTORY, (name,)))

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        for (body,) in await self._read(BODY, (id, revision)):
            try:
                return Lesson.model_validate_json(body)
            except ValueError as error:
                _log.error("unreadable revision %s of lesson %s: %s", revision, id, fault(error))
        return None

    async def asset(self, name: str) -> Asset | None:
        return next((Asset(*row) for row in await self._read(ASSET, (name,))), None)

    async def kept_assets(self, names: Collection[str]) -> set[str]:
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


POINTERS = """
SELECT id, revision FROM lesson
UNION ALL SELECT lesson || '.' || language, revision FROM translation
"""
COURSES_NOW = "SELECT body FROM course"
KEEP_ASSET = """
INSERT INTO asset (hash, media, bytes, at) VALUES (?, ?, ?, ?)
ON CONFLICT (hash) DO UPDATE SET at = excluded.at
"""
"""A picture that is kept already counts as new, so that it is not forgotten before a lesson names
it."""

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


def _write_published(turn: EncodedRecord, fact: Published) -> Parameters:
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
    by_statement(Published, _PUBLISHED, _write_published),
)


class SqlPublishing(Base):
    async def publish(self, release: Release, at: datetime) -> None:
        # Thousands of lessons take a while to write out: not on the event loop.
        statements = await asyncio.to_thread(_statements, release, micros(at))
        await self._write_each(KEEP_ASSET, asset_rows(release.assets, micros(at)))
        async with self._write() as writer:
            if release.bases:
                lessons = await writer.execute_fetchall(POINTERS)
                courses = await writer.execute_fetchall(COURSES_NOW)
                release.check_bases(_pointers(lessons, courses))
            for sql, parameters in statements:
                if parameters:
                    await writer.executemany(sql, parameters)


def asset_rows(assets: Iterable[Asset], at: int) -> list[Parameters]:
    return [(asset.name, asset.media, asset.data, at) for asset in assets]


def revision_rows(lessons: Iterable[Lesson], at: int) -> list[Parameters]:
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
        (KEEP, mode_rows(release.lessons)),
        (_LESSON, lessons),
        (_TRANSLATION, translations),
        (_COURSE, [(course.id, body, release.sources.get(n), at) for course, n, body in bodies]),
        ("DELETE FROM lesson WHERE id = ?", gone),
        ("DELETE FROM translation WHERE lesson || '.' || language = ?", gone),
        ("DELETE FROM course WHERE 'course:' || id = ?", gone),
        ("DELETE FROM shipped WHERE name = ?", gone),
        (_SHIPPED, list(release.sources.items())),
        (
            accounts.LINE,
            [accounts.log_row(terminal_entry(act, release.by, at)) for act in release.acts],
        ),
    ]


def _pointers(lessons: Iterable[Any], courses: Iterable[Any]) -> dict[str, str]:
    current = [Course.model_validate_json(body) for (body,) in courses]
    return dict(lessons) | {f"course:{course.id}": course.revision for course in current}
