"""The review under way: what it is about, and how what the lesson says to it is shown."""

from collections.abc import Sequence

from bot.conversation.lesson.beats import Tell, told
from bot.conversation.phrases import phrase
from bot.conversation.question import context
from bot.conversation.question import task as tasks
from bot.conversation.question.task import Task
from bot.conversation.session import Review, offer
from bot.conversation.turn import LessonMissingError, Rows, Scene
from bot.lessons.question import Question


def under_way(scene: Scene) -> Review:
    """The review under way; raises ``ValueError`` if there is none."""
    if scene.session.review is None:
        raise ValueError("no review is under way")
    return scene.session.review


def task(scene: Scene) -> Task | None:
    """The task under way, if it is one."""
    return tasks.task(scene.lesson, under_way(scene).item.question)


def question(scene: Scene) -> Question:
    """The question under way; raises ``LessonMissingError`` if the lesson has it no more."""
    id = under_way(scene).item.question
    for one in scene.lesson.questions:
        if one.id == id:
            return one
    raise LessonMissingError(f"the lesson has no question {id}")


def say(scene: Scene, parts: Sequence[str], *, keep_last: bool = False) -> str:
    """Say these, with the pictures among them; the last text is kept back if it is asked with."""
    *first, last = told("part", parts) or [Tell("part", "")]
    for beat in (*first, last):
        if beat.diagram:
            scene.show(beat.diagram.drawing)
        if beat.text and not (keep_last and beat is last):
            scene.say(beat.text)
    return last.text


def tell(scene: Scene, parts: Sequence[str], *, part: bool, more: Rows = ()) -> None:
    """Say these, and let the learner go on; with ``part``, what the lesson says is offered.

    So is ``more``, below the way on.
    """
    last = say(scene, parts, keep_last=True)
    offers = [[offer(phrase("ask.continue"), "go")], *more]
    if part and context.part(scene.lesson, under_way(scene).item.question):
        offers.append([offer(phrase("review.part"), "part")])
    scene.ask(last, [*offers, [offer(phrase("review.suspend"), "suspend")]])
