"""A correction: the key of a question was wrong, and what those are told whom it touches.

How that is worded is in ``question.correction``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.lessons.revisions.equivalence import Keys


@dataclass(frozen=True, slots=True)
class Corrigible:
    """A question that has another key in other revisions, and what is not corrected yet.

    ``wrong`` are revisions whose key is wrong and whose answers count still; those in ``again``
    have the right key, and their answers are void. So many ``attempts`` of so many ``learners``
    are in both. ``behind`` are the languages in which it is still taught by a wrong key.
    """

    keys: Keys
    wrong: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    attempts: int = 0
    learners: int = 0
    behind: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The question's."""
        return self.keys.now.question.id


@dataclass(frozen=True, slots=True)
class CorrectedQuestion:
    """A question as it is told of in one language: as asked, what was right, what is, and why."""

    title: str
    question: str
    was: str
    right: str
    why: str


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """What is told, by language, that of the original being empty.

    ``again`` says that there are answers that had been void, and count again.
    """

    told: Mapping[str, CorrectedQuestion]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Untold:
    """A correction that a learner has not been told of: there was no place to do it alone."""

    id: str
    notice: str
