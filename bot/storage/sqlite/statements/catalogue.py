"""Content in SQL: what publishing writes, and how the catalogue is read.

A card is kept beside each revision's body, so that the catalogue of thousands of lessons is read
without parsing one of them.
"""

import logging
from collections.abc import Iterable
from typing import Any

from bot.lessons.library import Card, Library
from bot.lessons.model import Course, Lesson
from bot.storage.codec import dump_card, fault, load_card
from bot.storage.edition import Edition, source_of
from bot.storage.sqlite import modes
from bot.storage.sqlite.statements import cohorts, editing

SOURCES = """
SELECT id, source FROM lesson WHERE source IS NOT NULL
UNION ALL SELECT lesson || '.' || language, source FROM translation WHERE source IS NOT NULL
UNION ALL SELECT 'course:' || id, source FROM course WHERE source IS NOT NULL
"""
SHIPPED = "SELECT name, hash FROM shipped"
HISTORY = "SELECT revision, by, at, how FROM publication WHERE name = ? ORDER BY id DESC"
COURSES = "SELECT body FROM course ORDER BY id"
POINTERS = """
SELECT id, revision FROM lesson
UNION ALL SELECT lesson || '.' || language, revision FROM translation
"""
CARDS = """
SELECT card, modes FROM (
    SELECT id, '' AS language, revision FROM lesson
    UNION ALL SELECT lesson, language, revision FROM translation
) AS current JOIN revision
ON revision.lesson = current.id AND revision.revision = current.revision
LEFT JOIN revision_modes USING (lesson, revision) ORDER BY id, language
"""
BODY = "SELECT body FROM revision WHERE lesson = ? AND revision = ?"
BODIES = "SELECT body FROM revision WHERE lesson = ? ORDER BY revision"

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
INSERT INTO shipped (name, hash) VALUES (?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash
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

_log = logging.getLogger(__name__)


def revisions(lessons: Iterable[Lesson], at: int) -> list[tuple[object, ...]]:
    """Lessons as parameters of ``REVISION``."""
    return [
        (lesson.id, lesson.revision, at, dump_card(Card.of(lesson)), lesson.canonical())
        for lesson in lessons
    ]


def publishing(edition: Edition, at: int) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Statements, each with its rows, that publish this edition at this time."""
    lessons: list[tuple[object, ...]] = []
    translations: list[tuple[object, ...]] = []
    moved: dict[str, list[tuple[object, ...]]] = {_LESSON_MOVED: [], _TRANSLATION_MOVED: []}
    origin = (edition.by, at, edition.how)
    for lesson in edition.lessons:
        card, name = Card.of(lesson), source_of(lesson)
        source, record = edition.sources.get(name), (name, card.revision, *origin)
        if card.translates:
            translations.append((card.id, card.language, card.revision, source, at))
            moved[_TRANSLATION_MOVED].append((*record, card.id, card.language, card.revision))
        else:
            lessons.append((card.id, card.revision, source, at))
            moved[_LESSON_MOVED].append((*record, card.id, card.revision))
    bodies = [(one, f"course:{one.id}", one.model_dump_json()) for one in edition.courses]
    gone: list[tuple[object, ...]] = [(name,) for name in sorted(edition.gone)]
    return [
        # What moves is recorded first, while what it moves from can be seen.
        *moved.items(),
        (_COURSE_MOVED, [(n, one.revision, *origin, one.id, body) for one, n, body in bodies]),
        (_GONE, [(name, *origin) for (name,) in gone]),
        (REVISION, revisions(edition.lessons, at)),
        (modes.KEEP, modes.rows(edition.lessons)),
        (_LESSON, lessons),
        (_TRANSLATION, translations),
        (_COURSE, [(one.id, body, edition.sources.get(n), at) for one, n, body in bodies]),
        ("DELETE FROM lesson WHERE id = ?", gone),
        ("DELETE FROM translation WHERE lesson || '.' || language = ?", gone),
        ("DELETE FROM course WHERE 'course:' || id = ?", gone),
        ("DELETE FROM shipped WHERE name = ?", gone),
        (_SHIPPED, list(edition.sources.items())),
        (editing.ACT, [editing.terminal_row(act, edition.by, at) for act in edition.acts]),
    ]


def pointers(lessons: Iterable[Any], courses: Iterable[Any]) -> dict[str, str]:
    """What each name points to, from what ``POINTERS`` and ``COURSES`` find."""
    found = [Course.model_validate_json(body) for (body,) in courses]
    return dict(lessons) | {f"course:{one.id}": one.revision for one in found}


def library(
    courses: Iterable[tuple[str]],
    cards: Iterable[tuple[str, str | None]],
    void: Iterable[tuple[str, str, str]],
    corrections: int,
    changes: Iterable[tuple[int, str]],
    withdrawn: Iterable[tuple[str, str]],
) -> Library:
    """The catalogue from what ``COURSES``, ``CARDS`` and ``cohorts.LATEST`` find.

    ``void`` is what ``corrections.VOID`` finds, ``withdrawn`` what ``withdrawals.WITHDRAWN`` does.

    What can't be read is left out.
    """
    shown: list[Card] = []
    for text, offered in cards:
        try:
            shown.append(load_card(text, offered or "[]"))
        except ValueError as error:
            _log.error("unreadable card in the catalogue: %s", fault(error))
    found: list[Course] = []
    for (text,) in courses:
        try:
            found.append(Course.model_validate_json(text))
        except ValueError as error:
            _log.error("unreadable course in the catalogue: %s", fault(error))
    groups = cohorts.cohorts(changes)
    gone = ((lesson, revision) for lesson, revision in withdrawn)
    return Library.holding(found, shown, void, corrections, groups, gone)
