"""One learner and the engine alone, with the session serialised between every two inputs."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.conversation import engine
from bot.conversation import session as sessions
from bot.conversation.facts import Fact
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press, Text
from bot.conversation.known import Known, Progress
from bot.conversation.outputs import Ask, Output
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.lessons.library import Library
from bot.lessons.model import Course, Lesson


class Conversation:
    """What a learner does, and what comes of it; each input comes a second after the last."""

    def __init__(
        self, lessons: Iterable[Lesson], courses: Iterable[Course] = (), name: str = "ana"
    ) -> None:
        self.name = name
        self.lessons = {lesson.id: lesson for lesson in lessons}
        self.library = Library.of(courses, self.lessons.values())
        self.session: Session | None = None
        self.progress = Progress()
        self.turns: list[Turn] = []
        self.asked: Ask | None = None
        self.clock = datetime(2026, 1, 1, tzinfo=UTC)

    def send(self, given: Input) -> Turn:
        id = f"test:{self.name}:{len(self.turns)}"
        envelope = Envelope(id, LearnerId(self.name), Address("test", "1"), self.clock, given)
        self.clock += timedelta(seconds=1)
        needs = engine.needs(self.library, self.session, envelope)
        lesson = None
        if needs.lesson:
            lesson = self.lessons[needs.lesson[0]]
            assert lesson.revision == needs.lesson[1]
        known = Known(lesson, self.progress if needs.progress else None)
        turn = engine.advance(self.library, known, self.session, envelope)
        self.session = sessions.load(sessions.dump(turn.session))
        assert self.session == turn.session
        self.turns.append(turn)
        for output in turn.outputs:
            if isinstance(output, Ask):
                self.asked = output
        return turn

    def begin(self, lesson: str) -> Turn:
        """Start this lesson."""
        self.send(Command("learn", lesson))
        return self.press("Start the deep dive")

    def press(self, *labels: str) -> Turn:
        """Press these buttons one after the other; returns the last turn."""
        for label in labels:
            assert self.asked is not None
            token = next(choice.token for choice in self.asked.choices if choice.label == label)
            turn = self.send(Press(token))
        return turn

    def type(self, *texts: str) -> Turn:
        """Type these texts one after the other; returns the last turn."""
        for text in texts:
            turn = self.send(Text(text))
        return turn

    @property
    def labels(self) -> list[str]:
        """The buttons of the newest question."""
        return [choice.label for choice in self.asked.choices] if self.asked else []

    @property
    def outputs(self) -> list[Output]:
        return [output for turn in self.turns for output in turn.outputs]

    @property
    def facts(self) -> list[Fact]:
        return [fact for turn in self.turns for fact in turn.facts]


def said(turn: Turn) -> str:
    """All that a turn says, in one text."""
    return "\n\n".join(getattr(output, "text", "") for output in turn.outputs)
