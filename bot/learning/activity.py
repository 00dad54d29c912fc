"""What was new in a stretch of time: who learned what, in numbers."""

from typing import NamedTuple

from bot.values import value


class Period(NamedTuple):
    """A stretch of time in microseconds UTC, without its end."""

    since: int = 0
    until: int = 2**62


EVER = Period()


@value
class LessonActivity:
    """What learners did in a lesson: how many began it, how many came to its end, and answers.

    ``started`` and ``finished`` count the modes that are the whole of a lesson; ``learners`` are
    those who gave the ``answers``.
    """

    lesson: str
    started: int = 0
    finished: int = 0
    answers: int = 0
    learners: int = 0


@value
class Activity:
    """Every lesson in which something happened, by id, and how many learners gave answers."""

    lessons: tuple[LessonActivity, ...] = ()
    learners: int = 0

    @property
    def answers(self) -> int:
        """All answers."""
        return sum(one.answers for one in self.lessons)
