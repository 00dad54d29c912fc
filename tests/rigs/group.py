"""Learners of one small lesson, by number, and what they answered."""

from bot.conversation.facts.learner import Fact, Phase
from bot.conversation.inputs import LearnerId
from bot.learning.predictions import Confidence
from bot.lessons.model import Lesson, Step
from bot.lessons.question import Option, Question
from bot.storage.store import Store
from tests.rigs.makers import at, attempt, record, write

WRONG, RIGHT = 0, 1
QUESTION = Question(
    id="q", text="Why?", options=(Option(label="So"), Option(label="Because", right=True))
)
TEA = Lesson(
    id="tea",
    title="Tea",
    minutes=3,
    steps=(
        Step(level="foundation", title="Heat", text="Heat it.", prediction=QUESTION),
        Step(level="foundation", title="Wait", text="Wait for it."),
    ),
)


def learner(number: int) -> LearnerId:
    return LearnerId(f"telegram:{number}")


def answer(
    choice: int | None, confidence: Confidence = "sure", phase: Phase = "first", run: str = "run"
) -> Fact:
    right, revision = choice == RIGHT, TEA.revision
    return attempt(
        "q",
        run=run,
        revision=revision,
        choice=choice,
        confidence=confidence,
        phase=phase,
        right=right,
    )


async def tell(store: Store, number: int, *facts: tuple[float, Fact]) -> None:
    """Put facts of one learner's on record, each at its second."""
    for seconds, fact in facts:
        await write(store, record(learner(number), facts=(fact,), when=at(seconds)))
