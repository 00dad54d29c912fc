"""What somebody else has published since a draft was sent, which the draft would replace.

A draft names what was taught when it was sent. Where something else is taught now, that is not the
draft's own text either, publishing it would undo what its author has not seen. A lesson or a course
that the draft leaves as it was is not published with it, so it undoes nothing there.

Whoever confirms has a mark of all that had moved, a hash, since a course may have a thousand
lessons. Once anything else has moved, they are asked anew.
"""

import hashlib
from collections.abc import Sequence

from bot.conversation.needs.admin import Draft, Piece
from bot.lessons.library import Library
from bot.lessons.model import Course
from bot.lessons.revisions import diff
from bot.values import value

MARK = 16
"""Hexadecimal digits of a mark, as many as a revision has."""


@value
class Overtaken:
    """A lesson, or the draft's course: its name and title, and the revision that is taught now.

    ``now`` is empty if it is taught no longer. Of a lesson, ``piece`` is what the draft has of it.
    """

    name: str
    title: str
    now: str
    piece: Piece | None = None


def overtaken(library: Library, draft: Draft) -> list[Overtaken]:
    """The lessons, and last the course, that have moved from under a draft."""
    results = []
    for piece in draft.pieces:
        now = current(library, piece)
        if piece.changed and now not in (piece.base, piece.revision):
            results.append(Overtaken(f"{piece.lesson}.{piece.language}", titled(piece), now, piece))
    if draft.course and _course_moved(library, draft, draft.course):
        now = _revision(library.course(draft.course.id))
        name = f"course:{draft.course.id}"
        results.append(Overtaken(name, draft.course.title, now))
    return results


def mark(entries: Sequence[Overtaken]) -> str:
    """A name for exactly this: it differs as soon as one of them, or another, moves once more."""
    told = "\n".join(f"{item.name} {item.now}" for item in entries)
    return hashlib.sha256(told.encode()).hexdigest()[:MARK]


def titled(piece: Piece) -> str:
    """What a lesson of a draft is called."""
    return f"{piece.title} ({piece.language})" if piece.language else piece.title


def current(library: Library, piece: Piece) -> str:
    """The revision that is taught now; empty if there is none."""
    cards = library.translations.get(piece.language, {}) if piece.language else library.cards
    card = cards.get(piece.lesson)
    return card.revision if card else ""


def _course_moved(library: Library, draft: Draft, course: Course) -> bool:
    now = library.course(course.id)
    if not draft.course_changed or now == course:
        return False
    if draft.course_base is None:
        # An older draft has only its difference from its base, which shows nearly all that changes.
        return diff.of_courses(now, course) != draft.course_difference
    return _revision(now) != draft.course_base


def _revision(course: Course | None) -> str:
    return course.revision if course else ""
