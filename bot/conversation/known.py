"""What a turn needs to know beyond a learner's session, and the answer to that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.learning.calibration import Tally
from bot.learning.predictions import Confidence
from bot.learning.reviews import DAY, Item
from bot.lessons.model import Lesson


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """How far a learner is in one lesson, over all times through it."""

    lesson: str
    steps_done: int
    steps: int
    finished: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """A learner's record, from first attempts: what came before the reveal.

    ``score`` is the sum of their scores. ``by_confidence`` holds only answers with a verdict:
    by key, or by the learner's own judgement where a question has none.
    ``lessons`` are in the order in which they were first begun.
    """

    lessons: tuple[LessonProgress, ...] = ()
    predictions: int = 0
    score: float = 0.0
    by_confidence: dict[Confidence, Tally] = field(default_factory=dict)

    @property
    def finished(self) -> frozenset[str]:
        """The lessons that were finished at least once."""
        return frozenset(one.lesson for one in self.lessons if one.finished)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a learner wrote for a task the last time, and when, in microseconds UTC."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be loaded before a turn.

    ``lesson`` is one lesson's revision; ``lesson_of`` names it where it depends on what is
    due, by that and the time of the input in microseconds UTC.
    ``progress``, ``due`` (what is due, and with ``ahead`` what will be within so many
    microseconds), ``items`` (those of one lesson, by its id) and ``earlier`` (what they wrote for
    a lesson's task, by the ids of both) are the learner's own.
    """

    lesson: tuple[str, str] | None = None
    progress: bool = False
    items: str | None = None
    due: bool = False
    ahead: int = 0
    earlier: tuple[str, str] | None = None
    lesson_of: Callable[[tuple[Item, ...], int], tuple[str, str] | None] | None = None

    @property
    def own(self) -> bool:
        """Whether something of the learner's is needed, which their last turn may have changed."""
        return self.progress or self.due or self.items is not None or self.earlier is not None

    def __bool__(self) -> bool:
        return self.lesson is not None or self.own


@dataclass(frozen=True, slots=True)
class Known:
    """What was loaded: exactly what was needed; ``None`` for what does not exist.

    ``items`` are by question. ``due`` holds what is due, as far ahead as was asked for, and what
    is next after that.
    """

    lesson: Lesson | None = None
    progress: Progress | None = None
    items: Mapping[str, Item] | None = None
    due: tuple[Item, ...] | None = None
    earlier: Earlier | None = None


AHEAD = 7 * DAY
"""Microseconds that an overview looks ahead for what will be due: a week."""
