"""What a learner is doing: at most one open question, and their place in lessons.

A session is a value. It goes to the store as JSON after every input and comes back from there
before the next one, so nothing about a conversation lives anywhere else.
"""

from dataclasses import dataclass, replace
from typing import Literal

from pydantic import TypeAdapter

from bot.conversation.facts import Phase
from bot.learning.predictions import Confidence

Stage = Literal["open", "confidence", "veiled", "revealed", "judge"]
"""What of a beat is open: the beat itself, how sure a choice is, a reality that waits behind a
tap, a reveal that is being read, the learner's own verdict."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice of the open question: its label, and the act that it stands for."""

    label: str
    act: str


@dataclass(frozen=True, slots=True)
class Open:
    """The one open question: its number, what it said, its choices in rows, when it was asked.

    ``asked_at`` is in microseconds UTC.
    """

    number: int
    text: str
    rows: tuple[tuple[Offer, ...], ...]
    asked_at: int

    @property
    def offers(self) -> tuple[Offer, ...]:
        """All choices in reading order."""
        return tuple(offer for row in self.rows for offer in row)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a learner committed to on one question in one phase of a run."""

    question: str
    phase: Phase
    choice: int | None
    confidence: Confidence
    right: bool | None
    score: float | None

    @property
    def settled(self) -> bool:
        """Whether it needs no second asking: right, and not by a guess."""
        return self.right is True and self.confidence in ("probable", "sure")


@dataclass(frozen=True, slots=True)
class Run:
    """One time through a lesson: which revision, in which mode, how far.

    ``beat`` names the beat that is under way, never its position. ``stage`` says what of it is
    open; ``choice`` is what was chosen before the confidence was; ``asked_at`` is when the
    question under way was first asked, in microseconds UTC.
    """

    id: str
    lesson: str
    revision: str
    mode: str
    beat: str = ""
    stage: Stage = "open"
    choice: int | None = None
    asked_at: int = 0
    outcomes: tuple[Outcome, ...] = ()

    def outcome(self, question: str, phase: Phase = "first") -> Outcome | None:
        """What was committed to on this question in this phase, if anything was."""
        for outcome in self.outcomes:
            if outcome.question == question and outcome.phase == phase:
                return outcome
        return None


@dataclass(frozen=True, slots=True)
class Session:
    """A learner's conversation.

    ``nonce`` marks this session's buttons; ``asked`` counts the questions asked so far, and
    ``answered`` is the number of the one that was answered last.
    ``run`` is the lesson under way; ``shelf`` holds others that were left unfinished;
    ``finished`` names the lessons that were finished at least once.
    """

    nonce: str
    asked: int = 0
    answered: int = 0
    open: Open | None = None
    run: Run | None = None
    shelf: tuple[Run, ...] = ()
    finished: tuple[str, ...] = ()

    def shelved(self, lesson: str) -> Run | None:
        """The unfinished run of this lesson, under way or left."""
        runs = ((self.run,) if self.run else ()) + self.shelf
        return next((run for run in runs if run.lesson == lesson), None)

    def put_away(self) -> "Session":
        """The same session with the lesson under way put on the shelf, if there is one."""
        if self.run is None:
            return self
        rest = tuple(run for run in self.shelf if run.lesson != self.run.lesson)
        return replace(self, run=None, shelf=(self.run, *rest))

    def take_up(self, run: Run) -> "Session":
        """The same session with this run under way, and any other put away."""
        away = self.put_away()
        rest = tuple(other for other in away.shelf if other.lesson != run.lesson)
        return replace(away, run=run, shelf=rest)


_ADAPTER = TypeAdapter(Session)


def dump(session: Session) -> str:
    """The session as JSON."""
    return _ADAPTER.dump_json(session, exclude_defaults=True).decode()


def load(text: str) -> Session:
    """The session from its JSON; raises ``pydantic.ValidationError`` if it is not one."""
    return _ADAPTER.validate_json(text)
