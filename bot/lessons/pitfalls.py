"""A lesson's pitfalls as they are on record: which are asked, under what id, in what order.

They have no place in the lesson's file as questions have, so their ids and the order of their
approaches come from their titles. A pitfall with another title is another question.

What is on record of an answer is which of the two approaches was held right, whatever stood on the
button. So two revisions ask the same where both have these approaches, and a pitfall in which they
were the wrong way round had a wrong key.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from bot.lessons.model import Lesson, Pitfall
from bot.lessons.question import PITFALL_ID, Option, Question


def askable(lesson: Lesson) -> list[Pitfall]:
    """The pitfalls that have both approaches; the others are only told."""
    return [pitfall for pitfall in lesson.pitfalls if _has_both(pitfall)]


def _has_both(pitfall: Pitfall) -> bool:
    return bool(pitfall.wrong and pitfall.right)


def title(pitfall: Pitfall) -> str:
    return pitfall.translates or pitfall.title


def is_id(question: str) -> bool:
    return PITFALL_ID.fullmatch(question) is not None


def ids(titles: Iterable[str]) -> list[str]:
    return [name_pitfall(name(title)) for title in titles]


@lru_cache(maxsize=16_384)
def name(title: str) -> str:
    """A hash of a title, from which all else follows."""
    return hashlib.sha256(title.encode()).hexdigest()


def name_pitfall(name: str) -> str:
    return f"pitfall-{name[:12]}"


def in_order(pitfall: Pitfall) -> tuple[bool, bool]:
    """Whether each option is the right approach: the title says which of them is the first."""
    return (False, True) if int(name(title(pitfall)), 16) % 2 else (True, False)


def on_record(lesson: Lesson) -> tuple[Question, ...]:
    """What is asked about pitfalls, as answers to it are kept: by the approaches themselves.

    It is named by the pitfall's title, which learners see in the reveal and admins know it by.
    """
    return tuple(filter(None, map(question, lesson.pitfalls)))


def question(pitfall: Pitfall) -> Question | None:
    if not _has_both(pitfall):
        return None
    options = (
        Option(
            label=pitfall.right if right else pitfall.wrong,
            right=right,
            explanation=pitfall.reason if right else pitfall.cause,
        )
        for right in in_order(pitfall)
    )
    return Question(
        id=name_pitfall(name(title(pitfall))), text=pitfall.title, options=tuple(options)
    )
