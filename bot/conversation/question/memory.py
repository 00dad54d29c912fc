"""What is scheduled, what is due, and what comes next of it.

Each commitment schedules its question, in whatever mode it is made. What comes next is looked for
anew each time, in what is due by then: a set that was left for days goes on with what matters by
then. A question that a later revision has dropped is passed over; what was answered stays on
record.

A commitment needs what is remembered of its lesson's items, which the desk asks for all learners of
a batch at once.
"""

from collections.abc import Iterable

from bot.conversation.facts.learner import Met, Scheduled
from bot.conversation.needs.learner import LessonItems
from bot.conversation.question import choices, pitfalls
from bot.conversation.question.criteria import met_all
from bot.conversation.session import Outcome
from bot.conversation.turn import Scene
from bot.learning import experiment, rescheduling, reviews
from bot.learning.items import Answer, Item, answer_of_work, said_in_own_words
from bot.lessons.library import Library
from bot.lessons.question import Question


def live(library: Library, items: Iterable[Item]) -> list[Item]:
    """Those whose question or task the lesson still has."""
    cards = library.cards
    return [item for item in items if (card := cards.get(item.lesson)) and card.asks(item.question)]


def courses(library: Library) -> dict[str, tuple[str, ...]]:
    return {course.id: course.lessons for course in library.courses}


def until(scene: Scene, lesson: str) -> int:
    """When a lesson is to be ready by, in microseconds UTC; 0 if there is no date for it."""
    wanted = scene.learner.preferences
    if not wanted.ready:
        return 0
    return rescheduling.until(wanted.ready, lesson, courses(scene.library), wanted.zone, scene.now)


def remember(
    scene: Scene,
    lesson: str,
    question: Question,
    outcome: Outcome,
    wording: int,
    *,
    soon: bool = False,
) -> None:
    """Schedule a question that was committed to; without a key, once it is judged.

    With ``soon`` it is back after a day, as what takes part in the experiment is.

    Raises ``LookupError`` if what is remembered of the lesson was not loaded for this turn.
    """
    if is_settled(outcome):
        item = reviews.after_answer(
            scene.known[LessonItems].get(question.id),
            answer_of(scene, question, outcome),
            lesson=lesson,
            question=question.id,
            until=until(scene, lesson),
            wording=wording,
        )
        scene.facts.append(Scheduled(experiment.due_soon(item) if soon else item))


def remember_recognised(scene: Scene, question: str, committed_at: int) -> None:
    """Have a question back after a day that was right among its options, and not known without.

    That is when a guess is back, but what is remembered stays: a review shows options as well, and
    by these it was known. It does show less than recalling, and it practises less: what is
    recalled stays best, what is only recognised least (Glover, 1989, "The 'testing' phenomenon: not
    gone but nearly forgotten"). So it is looked at again before it can fade.

    A question that was committed to again after ``committed_at``, in microseconds UTC, stays as it
    is. Raises ``LookupError`` if what is remembered of the lesson was not loaded for this turn.
    """
    item = scene.known[LessonItems].get(question)
    if item is None or not item.number or item.answer.at > committed_at:
        return
    sooner = experiment.due_soon(item)
    if sooner != item:
        scene.facts.append(Scheduled(sooner))


def remember_said(scene: Scene, lesson: str, question: str, met: Met, wording: int) -> None:
    """Schedule a question by its learner's verdict on what they said of it in their own words.

    It is remembered as a text of theirs is: known if all of it was there, else to be had again
    soon. How sure they were was not asked, and what they wrote is kept where they handed it in.
    Raises ``LookupError`` if what is remembered of the lesson was not loaded for this turn.
    """
    item = reviews.after_answer(
        scene.known[LessonItems].get(question),
        said_in_own_words(met == "yes", scene.now),
        lesson=lesson,
        question=question,
        until=until(scene, lesson),
        wording=wording,
    )
    scene.facts.append(Scheduled(item))


def remember_task(scene: Scene, lesson: str, task: str, verdicts: tuple[Met, ...]) -> None:
    """Schedule a task that was written and judged.

    Raises ``LookupError`` if what is remembered of the lesson was not loaded for this turn.
    """
    answer = answer_of_work(met_all(verdicts), scene.now)
    before = scene.known[LessonItems].get(task)
    item = reviews.after_answer(
        before, answer, lesson=lesson, question=task, until=until(scene, lesson)
    )
    scene.facts.append(Scheduled(item))


def is_settled(outcome: Outcome) -> bool:
    """Whether there is a verdict: by key, by the learner, or for having no idea."""
    return outcome.right is not None or outcome.unknown


def answer_of(scene: Scene, question: Question, outcome: Outcome) -> Answer:
    """The commitment as it is remembered."""
    if question.is_pitfall:
        said = pitfalls.encode(question, outcome.choice)
    else:
        said = choices.label(question, outcome.choice, outcome.answer)
    return Answer(said, outcome.confidence, bool(outcome.right), scene.now)
