"""What a turn adds to the record. A fact never changes once it is written."""

from dataclasses import dataclass
from typing import Literal

from bot.learning.predictions import Confidence

Phase = Literal["first", "exit"]
"""``first``: before the reveal. ``exit``: asked once more at the end of the lesson."""


@dataclass(frozen=True, slots=True)
class LessonStarted:
    """A learner began a lesson; ``run`` tells this time through it from other times."""

    run: str
    lesson: str
    revision: str
    mode: str
    steps: int


@dataclass(frozen=True, slots=True)
class StepDone:
    """A build-up step was read to its end, ``step`` counting from 1."""

    run: str
    step: int


@dataclass(frozen=True, slots=True)
class LessonFinished:
    """The lesson's summary was reached."""

    run: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One commit to an answer.

    ``choice`` counts from 0 and is ``None`` for "no idea". ``right`` and ``score`` are ``None``
    for an open question, which has no key. ``took_ms`` is the time from asking to committing, in
    milliseconds.
    """

    run: str
    lesson: str
    revision: str
    question: str
    phase: Phase
    choice: int | None
    confidence: Confidence
    right: bool | None
    score: float | None
    took_ms: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A learner's own verdict on their prediction to an open question."""

    run: str
    question: str
    phase: Phase
    right: bool


Fact = LessonStarted | StepDone | LessonFinished | Attempt | Judged
