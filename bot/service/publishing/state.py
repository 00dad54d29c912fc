"""What is published, by name, and whether it came from files or from admins.

What is taught under a name is a pointer, and each move of a pointer is a row of its history, which
never changes: the revision, by whom, when and how. ``shipped`` has the hash of each file when it
was last published, and outlasts what admins publish over it. So at the start a file speaks only if
it has changed since then, and is heard only if the pointer still came from it.
"""

from collections.abc import Mapping

from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.storage.ports import Catalogue
from bot.storage.records import source_of
from bot.values import value


@value
class PublishedState:
    """What each name points to, and the hashes of files; names are those of ``Release``.

    ``sources`` are those of what still comes from a file, ``shipped`` of all files that have been
    published.
    """

    sources: Mapping[str, str]
    shipped: Mapping[str, str]
    pointers: Mapping[str, str]
    library: Library

    def is_edited(self, name: str) -> bool:
        """Whether admins decided what is taught under this name, or that nothing is."""
        return name not in self.sources and (name in self.shipped or name in self.pointers)


async def published_state(store: Catalogue) -> PublishedState:
    library = await store.library()
    pointers = {id: card.revision for id, card in library.cards.items()}
    for language, cards in library.translations.items():
        pointers.update({f"{id}.{language}": card.revision for id, card in cards.items()})
    pointers.update({f"course:{course.id}": course.revision for course in library.courses})
    return PublishedState(await store.sources(), await store.shipped(), pointers, library)


def is_withdrawn(library: Library, lesson: Lesson) -> bool:
    """Whether this exact text was withdrawn, or what it translates."""
    revisions = {lesson.revision, lesson.translates or lesson.revision}
    return any((lesson.id, revision) in library.withdrawn for revision in revisions)


def withdrawal_reason(lesson: Lesson) -> str:
    """Why it is refused then, and how to mend it."""
    return (
        f"{source_of(lesson)}: this exact text was withdrawn (revision {lesson.revision}), so it "
        "can't be taught again; fix what was wrong with it"
    )
