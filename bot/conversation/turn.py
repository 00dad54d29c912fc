"""One turn in the making, and what it comes to: session, what is said, what is put on record.

A scene is made by ``advance``, used by the code of that one turn, and ends as a ``Turn``. It is
the only mutable thing in the conversation.
What is said and asked in it, a scene does as an ``Asking``.
"""

from collections.abc import Callable

from bot.conversation.asking import Asking
from bot.conversation.facts.learner import Fact, Learning
from bot.conversation.inputs import Address, Envelope
from bot.conversation.learner import Learner, home_after
from bot.conversation.needs.learner import Known
from bot.conversation.offers import Call
from bot.conversation.outputs import LessonImage, Output, TextDiagram
from bot.conversation.session import Run, Session
from bot.lessons.library import Library
from bot.lessons.model import Image, Lesson, Picture
from bot.values import replace, value


@value
class Turn:
    """The result of ``advance``; the ``address`` is where it is said, if not where it came from."""

    session: Session
    learner: Learner
    outputs: tuple[Output, ...] = ()
    facts: tuple[Fact, ...] = ()
    address: Address | None = None


class LessonMissingError(LookupError):
    """A learner is in a lesson whose text can't be found; raised while a turn is made."""


class Scene(Asking):
    """The turn that one envelope leads to."""

    __slots__ = (
        "_began",
        "_learner_before",
        "_made",
        "_perform",
        "_rest",
        "_run",
        "address",
        "facts",
        "known",
        "learner",
        "library",
        "memo",
    )

    def __init__(
        self,
        library: Library,
        known: Known,
        session: Session,
        learner: Learner,
        envelope: Envelope,
        perform: Callable[["Scene", Call], None] | None = None,
    ) -> None:
        super().__init__(session, envelope)
        self._perform = perform
        self.library = library
        self.known = known
        self.facts: list[Fact] = []
        self.address: Address | None = None
        """Where all of this is said, if it is elsewhere than where the input came from."""
        self.memo: object = None
        """What a room worked out of this turn and will ask for again."""
        if envelope.language and envelope.language != learner.language:
            learner = replace(learner, language=envelope.language)
        home = home_after(envelope, learner)
        if home != learner.home:
            learner = replace(learner, home=home)
        self.learner = self._learner_before = learner
        """The learner as they are by now."""
        self._began = self._rest = self._made = session
        self._run = session.run

    @property
    def session(self) -> Session:
        """A learner's session as it is by now."""
        rest, made = self._rest, self._made
        if (
            made.open is not self.open
            or made.run is not self._run
            or made.asked != self._asked
            or made.answered != self._answered
        ):
            self._made = made = Session(
                rest.nonce,
                self._asked,
                self._answered,
                self.open,
                self._run,
                rest.shelf,
                rest.review,
                rest.album,
            )
        return made

    @session.setter
    def session(self, session: Session) -> None:
        # What changes several times a turn is held apart: a value is costly to copy.
        self._rest = self._made = session
        self._run = session.run
        self._go_on_from(session)

    @property
    def asks_confidence(self) -> bool:
        """Whether this learner is asked how sure they are."""
        return self.learner.preferences.confidence

    @property
    def is_new(self) -> bool:
        """Whether this is somebody who has begun no lesson yet."""
        book = self.learner.logbook
        learned = book is not None and (book.predictions or book.reviews)
        return not (self.session.runs or self.learner.finished or learned)

    @property
    def lesson(self) -> Lesson:
        """The lesson that this turn needs."""
        if self.known.lesson is None:
            raise LessonMissingError("the lesson of this turn is not in the store")
        return self.known.lesson

    @property
    def run(self) -> Run:
        """The run under way."""
        if self._run is None:
            raise LessonMissingError("no lesson is under way")
        return self._run

    @run.setter
    def run(self, run: Run) -> None:
        self._run = run

    def perform(self, call: Call) -> None:
        """Carry out what a choice stands for, as if it had been chosen in this turn."""
        if self._perform is None:
            raise LookupError("this scene has no acts")
        self._perform(self, call)

    def show(self, drawing: Picture, words: str = "") -> None:
        """A drawing with these words for it, or a picture of the lesson with its own.

        What is to stand above the next question stands above this, too.
        """
        if self.lead:
            self.say(self.lead)
            self.lead = ""
        if isinstance(drawing, Image):
            asset = self.lesson.asset(drawing.file)
            self.outputs.append(LessonImage(asset, drawing.shows))
        else:
            self.outputs.append(TextDiagram(drawing, words))

    def turn(self) -> Turn:
        """What has come of it; of a lesson that is only looked at, nothing is kept."""
        learner, facts = self.learner, self.facts
        if self.only_looking:
            before = self._learner_before
            facts = [fact for fact in facts if not isinstance(fact, Learning)]
            learner = replace(learner, finished=before.finished, logbook=before.logbook)
        return Turn(self.session, learner, tuple(self.outputs), tuple(facts), self.address)

    @property
    def only_looking(self) -> bool:
        """Whether this turn is one of a preview, of which nothing is kept."""
        began, ended = self._began.run, self._run
        return bool((ended and ended.preview) or (ended is None and began and began.preview))
