"""One turn in the making: a learner's session, what is said, what is put on record.

A scene is made by ``advance``, used by the code of that one turn, and ends as a ``Turn``. It is
the only mutable thing in the conversation.
It keeps two promises: at most one question is open, and a question that closes loses its buttons.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.conversation.facts import Fact
from bot.conversation.inputs import Envelope
from bot.conversation.known import Known
from bot.conversation.outputs import Ask, Choice, Notice, Output, Picture, Retire, Say
from bot.conversation.session import Offer, Open, Run, Session
from bot.conversation.tokens import Token
from bot.conversation.turn import Turn
from bot.lessons.library import Library
from bot.lessons.model import Diagram, Lesson

Rows = Sequence[Sequence[Offer]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class LessonMissingError(LookupError):
    """A learner is in a lesson whose text can't be found; raised while a turn is made."""


@dataclass(slots=True)
class Scene:
    """The turn that one envelope leads to."""

    library: Library
    known: Known
    session: Session
    envelope: Envelope
    outputs: list[Output] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    @property
    def now(self) -> int:
        """When the input came, in microseconds UTC."""
        return (self.envelope.at - _EPOCH) // timedelta(microseconds=1)

    @property
    def lesson(self) -> Lesson:
        """The lesson that this turn needs."""
        if self.known.lesson is None:
            raise LessonMissingError("the lesson of this turn is not in the store")
        return self.known.lesson

    @property
    def run(self) -> Run:
        """The run under way."""
        if self.session.run is None:
            raise LessonMissingError("no lesson is under way")
        return self.session.run

    @run.setter
    def run(self, run: Run) -> None:
        self.session = replace(self.session, run=run)

    def say(self, text: str) -> None:
        """A message."""
        self.outputs.append(Say(text))

    def notice(self, text: str) -> None:
        """An aside."""
        self.outputs.append(Notice(text))

    def show(self, diagram: Diagram) -> None:
        """A diagram."""
        self.outputs.append(Picture(diagram.drawing, diagram.alternative))

    def ask(self, text: str, rows: Rows) -> None:
        """Open a question; one that is open still is closed, unanswered."""
        self.close()
        number = self.session.asked + 1
        kept = tuple(tuple(row) for row in rows if row)
        self.session = replace(
            self.session, asked=number, open=Open(number, text, kept, asked_at=self.now)
        )
        place = 0
        buttons: list[tuple[Choice, ...]] = []
        for row in kept:
            buttons.append(
                tuple(
                    Choice(offer.label, str(Token(self.session.nonce, number, place + n)))
                    for n, offer in enumerate(row)
                )
            )
            place += len(row)
        self.outputs.append(Ask(self._name(number), text, tuple(buttons)))

    def answered(self, text: str | None = None) -> None:
        """Close the open question as answered; its message now says ``text``."""
        if self.session.open:
            self.session = replace(self.session, answered=self.session.open.number)
            self.close(text)

    def close(self, text: str | None = None) -> None:
        """Close the open question, if there is one; its message keeps its words or gets these."""
        if (asked := self.session.open) is None:
            return
        self.outputs.append(Retire(self._name(asked.number), text or asked.text))
        self.session = replace(self.session, open=None)

    def turn(self) -> Turn:
        """What has come of it."""
        return Turn(self.session, tuple(self.outputs), tuple(self.facts))

    def _name(self, number: int) -> str:
        return f"{self.session.nonce}.{number}"
