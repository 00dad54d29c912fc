"""What is taught of a lesson, and what was: as admins look at it."""

from bot.conversation.admin.areas import known
from bot.conversation.language.markup import escaped
from bot.conversation.needs.admin import Archive, Publication
from bot.conversation.turn import Scene
from bot.lessons.library import Library

NONE = "-"
"""The revision that is taught, in words, while none is."""

SHORT = 8
"""Digits of a revision that tell it from others of a lesson at a glance."""


def taught(scene: Scene) -> Library:
    """What is taught, in the words in which it was written."""
    return scene.library.source


def current(scene: Scene, lesson: str) -> str:
    """The revision that is taught, or ``NONE``."""
    card = taught(scene).cards.get(lesson)
    return card.revision if card else NONE


def history(scene: Scene) -> tuple[Publication, ...]:
    """How the lesson of this turn came to be, the latest first."""
    return known(scene).history


def archive(scene: Scene) -> Archive:
    """What is kept of the lesson of this turn."""
    return known(scene).archive


def earlier(scene: Scene, lesson: str) -> list[Publication]:
    """The revisions that it can go back to, the one published last first."""
    now, publications = current(scene, lesson), dict[str, Publication]()
    for publication in history(scene):
        if publication.revision not in ("", now, *archive(scene).withdrawn):
            publications.setdefault(publication.revision, publication)
    return list(publications.values())


def title(scene: Scene, lesson: str) -> str:
    """What a lesson is called, or was called last; its id, if that is not known."""
    card, kept = taught(scene).cards.get(lesson), archive(scene).cards
    last = (
        kept[publication.revision] for publication in history(scene) if publication.revision in kept
    )
    card = card or next(last, None)
    return escaped(card.title if card else lesson)
