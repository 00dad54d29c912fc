"""What is published at once, and why that can fail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.conversation.facts.admin import Logged
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage.records import StoreError

FILES = "files"
"""Who publishes at the start, and how: what has changed in the folder of content."""


class MovedError(StoreError):
    """An edition that was made against what is taught no longer; nothing of it was published.

    ``names`` are those of ``Edition`` that have moved since, in order.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted(names))
        super().__init__(f"published by somebody else meanwhile: {', '.join(self.names)}")


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published at once: courses and lessons, each as a new current revision.

    Among the lessons may be translations of others; each language has a current revision of its
    own. ``sources`` holds the hash of the file that each came from, by ``source_of`` or
    ``course:<id>``.
    ``gone`` names, in the same way, what is offered no longer; revisions of it stay, for those
    who are in them.
    ``by`` is who publishes, and ``how`` the way, as ``Publication`` has it; ``acts`` go into the
    admins' log, as done at the terminal.
    ``bases`` holds, by name, the revision that something was compared with, empty if it was not
    taught; if another is taught by now, nothing is published.
    ``assets`` are pictures that the lessons name.
    """

    courses: tuple[Course, ...] = ()
    lessons: Sequence[Lesson] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    by: str = FILES
    how: str = FILES
    acts: tuple[Logged, ...] = ()
    assets: tuple[Asset, ...] = ()
    bases: Mapping[str, str] = field(default_factory=dict)

    def check_bases(self, pointers: Mapping[str, str]) -> None:
        """Raise ``MovedError`` if these are not what it was made against."""
        moved = [name for name, base in self.bases.items() if pointers.get(name, "") != base]
        if moved:
            raise MovedError(moved)


def source_of(lesson: Lesson) -> str:
    """The name of the file that a lesson comes from, without its ending: ``<id>[.<language>]``."""
    return f"{lesson.id}.{lesson.language}" if lesson.translates else lesson.id
