"""Achievements: what a learner has reached for the first time, each of them once.

An achievement is a name that never changes, since it is on record. None is given for what may be
so: each follows from what was answered, and says no more than that.

They are the first prediction, a belief that changed, numbers of reviews, the first whole lesson,
all lessons of a course, and a confident error that has passed both of its checks. None says that
something is missing.
"""

from collections.abc import Collection, Iterable, Iterator

from bot.learning.items import Item, was_retrieved
from bot.lessons.model import Course

FIRST = "prediction"
"""A prediction was made."""

CHANGED = "changed"
"""What was believed and wrong was answered rightly, and not by a guess."""

MENDED = "mended"
"""A confident error has passed both of its checks, after about 1 and 7 days."""

LESSON = "lesson"
"""A lesson was finished."""

COURSE = "course"
"""All lessons of a course were finished; its id follows, as in ``course:genai``."""

REVIEWS = (10, 50, 100)
"""Numbers of reviews that are achievements, as ``reviews:10``."""


def of_answer(before: Item | None, after: Item) -> Iterator[str]:
    """What an answer to a question reaches; ``before`` is ``None`` at the first."""
    if before is None:
        return
    believed = before.answer.said is not None and before.answer.confidence not in ("guess", "wide")
    if believed and not before.answer.right and was_retrieved(after.answer):
        yield CHANGED
    if before.checks == 1 and not after.checks:
        yield MENDED


def of_reviews(number: int) -> Iterator[str]:
    """What this number of reviews reaches."""
    if number in REVIEWS:
        yield f"reviews:{number}"


def of_lessons(
    courses: Iterable[Course], before: Collection[str], finished: Collection[str]
) -> Iterator[str]:
    """What finishing a lesson reaches: those finished before, and those finished with it."""
    if len(finished) == 1 and not before:
        yield LESSON
    for course in courses:
        if set(course.lessons) <= set(finished) and not set(course.lessons) <= set(before):
            yield f"{COURSE}:{course.id}"
