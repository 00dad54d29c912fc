"""What is on record of a lesson, counted: the ground of its statistics.

Each learner counts once for each question and moment, whatever they repeat. The moments are

==========  =====================================================================
``first``   their first answer to the question
``exit``    their first answer to it at the end of a lesson
``later``   their first answer to it that came ``LATER`` or more after their first
==========  =====================================================================
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

from bot.learning.predictions import Confidence
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
        return sum(lesson.answers for lesson in self.lessons)


GROUP = 5
"""Learners below whose number a group is not broken down."""

HOUR = 3600 * 1_000_000
WEEK = 7 * 24 * HOUR

LATER = WEEK
"""Microseconds after which an answer shows what has stayed."""

PAUSE = 30 * 60 * 1_000_000
"""Microseconds above which a learner was away: they are neither reading nor thinking time."""


@value
class Circle:
    """Whose learning is counted: of all lessons or of these, of all or of a cohort's members."""

    lessons: tuple[str, ...] | None = None
    cohort: str = ""


EVERYBODY = Circle()

Moment = Literal["first", "exit", "later"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)

Event = Literal["first", "exit", "later", "mended", "relapsed"]
"""A moment, or what came after a wrong first answer: a right answer, or the same mistake."""


@value
class Participation:
    """How many learners started a lesson, finished it, and answered anything of it."""

    lesson: str
    started: int = 0
    finished: int = 0
    answered: int = 0


@value
class StepCount:
    """A step, counting from 1: how many learners read it to its end.

    ``took`` is the sum, in microseconds, of the ``times`` since the step before it, or since the
    beginning, that were no pauses.
    """

    step: int
    learners: int
    times: int
    took: int


@value
class WayCount:
    """So many learners who came equally far in the same mode.

    Each learner counts once, by the run that went furthest: the run that is ``finished``, or else
    has the highest step read to its end, ``reached`` (0 for none).
    """

    mode: str
    reached: int
    finished: bool
    number: int


@value
class AnswerCount:
    """So many learners of whom the same is to be said.

    ``choice``, ``confidence`` and ``right`` are the answer's; they are empty for what is no
    moment. ``was`` and ``was_right`` are the first answer's. Choices count from 0, ``None`` is "no
    idea"; a verdict that is ``None`` was not given.
    """

    question: str
    event: Event
    was: int | None
    was_right: bool | None
    choice: int | None
    confidence: Confidence
    right: bool | None
    number: int


@value
class WorkCount:
    """An exercise or milestone: so many learners; of a check of it, how many did not meet it.

    ``check`` counts from 0; -1 is that there was nothing to look at, and ``None`` stands for all
    who answered. ``first`` counts first answers, ``last`` the latest ones.
    """

    item: str
    check: int | None
    first: int
    last: int


@value
class ThinkingTime:
    """So many learners whose first answer to a question came without a pause before it.

    ``median`` is in milliseconds from the question to the answer; of an even number of them it is
    the lower of the two in the middle.
    """

    question: str
    times: int
    median: int


@value
class TypedCount:
    """So many learners whose first typed answer was this; empty if it was forgotten."""

    question: str
    answer: str
    right: bool
    overruled: bool
    sure: bool
    number: int


@value
class FirstWeek:
    """Learners who first wrote in the week from ``since`` on, in microseconds UTC, a Monday.

    ``started`` is how many they are. The others are how many of them, within ``WEEK`` of that,
    ``answered`` a question, ``finished`` a lesson in a mode that is the whole of it, set a time to
    be ``reminded``, and were back on the ``second`` and the ``seventh`` day, as ``BACK`` has them.
    """

    since: int
    started: int = 0
    answered: int = 0
    finished: int = 0
    reminded: int = 0
    second: int = 0
    seventh: int = 0


BACK = (Period(18 * HOUR, 42 * HOUR), Period(138 * HOUR, 162 * HOUR))
"""The second and the seventh day, from when somebody first wrote. Who comes back at the same time
of day is in the midst of them, whatever their time zone; who goes on in the evening is in none."""

WEEKS = 4
"""First weeks that are told of, the latest that are over."""

_MONDAY = 4 * 24 * HOUR
"""Since the beginning of 1970, a Thursday."""


def weeks_over(now: int) -> Period:
    """The latest ``WEEKS`` whose every learner has had a first week, in microseconds UTC."""
    until = now - WEEK - (now - _MONDAY) % WEEK
    return Period(until - WEEKS * WEEK, until)


@value
class Observations:
    """What is on record of a lesson."""

    taken: Participation
    steps: tuple[StepCount, ...] = ()
    counts: tuple[AnswerCount, ...] = ()
    typed: tuple[TypedCount, ...] = ()
    work: tuple[WorkCount, ...] = ()
    ways: tuple[WayCount, ...] = ()
    thought: tuple[ThinkingTime, ...] = ()


def number_of_learners(counts: Iterable[AnswerCount], event: Event = "first") -> int:
    return sum(count.number for count in counts if count.event == event)
