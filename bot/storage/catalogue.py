"""Content in SQL: what publishing writes, and how the catalogue is read.

A card is kept beside each revision's body, so that the catalogue of thousands of lessons is read
without parsing one of them.
"""

import logging
from collections.abc import Iterable

from bot.lessons.library import Card, Library
from bot.lessons.model import Course
from bot.storage.codec import dump_card, fault, load_card
from bot.storage.store import Edition, source_of

SOURCES = """
SELECT id, source FROM lesson WHERE source IS NOT NULL
UNION ALL SELECT lesson || '.' || language, source FROM translation WHERE source IS NOT NULL
UNION ALL SELECT 'course:' || id, source FROM course WHERE source IS NOT NULL
"""
COURSES = "SELECT body FROM course ORDER BY id"
CARDS = """
SELECT card FROM (
    SELECT id, '' AS language, revision FROM lesson
    UNION ALL SELECT lesson, language, revision FROM translation
) AS current JOIN revision
ON revision.lesson = current.id AND revision.revision = current.revision ORDER BY id, language
"""
BODY = "SELECT body FROM revision WHERE lesson = ? AND revision = ?"

_REVISION = """
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

_log = logging.getLogger(__name__)


def publishing(edition: Edition, at: int) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Statements, each with its rows, that publish this edition at this time."""
    revisions: list[tuple[object, ...]] = []
    lessons: list[tuple[object, ...]] = []
    translations: list[tuple[object, ...]] = []
    for lesson in edition.lessons:
        card, source = Card.of(lesson), edition.sources.get(source_of(lesson))
        revisions.append((card.id, card.revision, at, dump_card(card), lesson.canonical()))
        if card.translates:
            translations.append((card.id, card.language, card.revision, source, at))
        else:
            lessons.append((card.id, card.revision, source, at))
    courses: list[tuple[object, ...]] = [
        (one.id, one.model_dump_json(), edition.sources.get(f"course:{one.id}"), at)
        for one in edition.courses
    ]
    return [
        (_REVISION, revisions),
        (_LESSON, lessons),
        (_TRANSLATION, translations),
        (_COURSE, courses),
        ("DELETE FROM lesson WHERE id = ?", [(name,) for name in edition.gone]),
        (
            "DELETE FROM translation WHERE lesson || '.' || language = ?",
            [(name,) for name in edition.gone],
        ),
        ("DELETE FROM course WHERE 'course:' || id = ?", [(name,) for name in edition.gone]),
    ]


def library(courses: Iterable[tuple[str]], cards: Iterable[tuple[str]]) -> Library:
    """The catalogue from what ``COURSES`` and ``CARDS`` find; what can't be read is left out."""
    shown: list[Card] = []
    for (text,) in cards:
        try:
            shown.append(load_card(text))
        except ValueError as error:
            _log.error("unreadable card in the catalogue: %s", fault(error))
    found: list[Course] = []
    for (text,) in courses:
        try:
            found.append(Course.model_validate_json(text))
        except ValueError as error:
            _log.error("unreadable course in the catalogue: %s", fault(error))
    return Library.holding(found, shown)
