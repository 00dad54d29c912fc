"""Content in SQL: what publishing writes, and how the catalogue is read.

A card is kept beside each revision's body, so that the catalogue of thousands of lessons is read
without parsing one of them.
"""

import logging
from collections.abc import Iterable

from bot.lessons.library import Card, Library
from bot.lessons.model import Course
from bot.storage.codec import dump_card, fault, load_card
from bot.storage.store import Edition

SOURCES = """
SELECT id, source FROM lesson WHERE source IS NOT NULL
UNION ALL SELECT 'course:' || id, source FROM course WHERE source IS NOT NULL
"""
COURSES = "SELECT body FROM course ORDER BY id"
CARDS = """
SELECT card FROM lesson JOIN revision
ON revision.lesson = lesson.id AND revision.revision = lesson.revision ORDER BY lesson.id
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
_COURSE = """
INSERT INTO course (id, body, source, at) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET body = excluded.body, source = excluded.source, at = excluded.at
"""

_log = logging.getLogger(__name__)


def publishing(edition: Edition, at: int) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Statements, each with its rows, that publish this edition at this time."""
    revisions: list[tuple[object, ...]] = []
    lessons: list[tuple[object, ...]] = []
    for lesson in edition.lessons:
        card = Card.of(lesson)
        revisions.append((card.id, card.revision, at, dump_card(card), lesson.canonical()))
        lessons.append((card.id, card.revision, edition.sources.get(card.id), at))
    courses: list[tuple[object, ...]] = [
        (one.id, one.model_dump_json(), edition.sources.get(f"course:{one.id}"), at)
        for one in edition.courses
    ]
    return [
        (_REVISION, revisions),
        (_LESSON, lessons),
        (_COURSE, courses),
        ("DELETE FROM lesson WHERE id = ?", [(name,) for name in edition.gone]),
        ("DELETE FROM course WHERE 'course:' || id = ?", [(name,) for name in edition.gone]),
    ]


def library(courses: Iterable[tuple[str]], cards: Iterable[tuple[str]]) -> Library:
    """The catalogue from what ``COURSES`` and ``CARDS`` find; what can't be read is left out."""
    shown: dict[str, Card] = {}
    for (text,) in cards:
        try:
            card = load_card(text)
        except ValueError as error:
            _log.error("unreadable card in the catalogue: %s", fault(error))
        else:
            shown[card.id] = card
    found: list[Course] = []
    for (text,) in courses:
        try:
            found.append(Course.model_validate_json(text))
        except ValueError as error:
            _log.error("unreadable course in the catalogue: %s", fault(error))
    return Library(tuple(found), shown)
