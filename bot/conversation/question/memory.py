"""What is scheduled, what is due, and what comes next of it.

Each commitment schedules its question, in whatever mode it is made. What comes next is looked for
anew each time, in what is due by then: a set that was left for days goes on with what matters by
then. A question that a later revision has dropped is passed over; what was answered stays on
record.

A commitment needs what is remembered of its lesson's items, which the desk asks for all learners of
a batch at once.
"""

from bot.conversation.facts.learner import Met, Scheduled
from bot.conversation.question import choices
from bot.conversation.question.task import met_all
from bot.conversation.session import Outcome
from bot.conversation.turn import Scene
from bot.learning import experiment, reviews
from bot.learning.reviews import Answer
from bot.lessons.question import Question


def remember(
    scene: Scene, lesson: str, question: Question, made: Outcome, *, soon: bool = False
) -> None:
    """Schedule a question that was committed to; one without a key once it is judged.

    With ``soon`` it is back after a day, as what takes part in the experiment is.

    Raises ``LookupError`` if what is remembered of the lesson was not loaded for this turn.
    """
    if scene.known.items is None:
        raise LookupError(f"committing needs the items of {lesson}")
    if settled(made):
        item = reviews.after_answer(
            scene.known.items.get(question.id),
            answer_of(scene, question, made),
            lesson=lesson,
            question=question.id,
        )
        scene.facts.append(Scheduled(experiment.due_soon(item) if soon else item))


def remember_task(scene: Scene, lesson: str, task: str, verdicts: tuple[Met, ...]) -> None:
    """Schedule a task that was written and judged.

    Raises ``LookupError`` if what is remembered of the lesson was not loaded for this turn.
    """
    if scene.known.items is None:
        raise LookupError(f"judging needs the items of {lesson}")
    answer = reviews.answer_of_work(met_all(verdicts), scene.now)
    before = scene.known.items.get(task)
    scene.facts.append(
        Scheduled(reviews.after_answer(before, answer, lesson=lesson, question=task))
    )


def settled(made: Outcome) -> bool:
    """Whether there is a verdict: by key, by the learner, or for having no idea."""
    return made.right is not None or made.unknown


def answer_of(scene: Scene, question: Question, made: Outcome) -> Answer:
    """The commitment as it is remembered."""
    said = choices.label(question, made.choice, made.answer)
    return Answer(said, made.confidence, bool(made.right), scene.now)
