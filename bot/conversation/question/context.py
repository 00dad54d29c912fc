"""What a lesson says in answer to one of its questions."""

from collections.abc import Iterator

from bot.conversation.language.paging import is_heading
from bot.conversation.phrases import phrase
from bot.conversation.question import posing, reveal
from bot.conversation.question import task as tasks
from bot.conversation.session import Outcome
from bot.lessons.format.images import image_markdown
from bot.lessons.model import Image, Lesson, Myth
from bot.lessons.question import Question


def myth(lesson: Lesson, question: str) -> Myth | None:
    """The myth that this question belongs to, if it does to one."""
    return next((myth for myth in lesson.myths if myth.question.id == question), None)


def told(lesson: Lesson, question: Question, made: Outcome) -> list[str]:
    """The reveal; without a key, the part of the lesson answers the question."""
    if question.open:
        return [phrase("review.unknown"), *part(lesson, question.id)]
    return reveal.answer(question, made, myth(lesson, question.id))


def part(lesson: Lesson, question: str) -> list[str]:
    """The part of the lesson that the question or task opens, in pieces; none for a test's."""
    return [text for text in _part(lesson, question) if text]


def more(lesson: Lesson, question: Question, wording: int) -> list[str]:
    """The same without what was shown with the question, in these words, and with its answer.

    A myth is told whole by its answer. Of a step's concept only the end may have been shown.
    """
    if myth(lesson, question.id):
        return []
    shown = posing.grounds(lesson, question, wording)
    seen = f"```text\n{shown.drawing}\n```"
    left = [text.removesuffix(shown.concept).rstrip() for text in part(lesson, question.id)]
    texts = [text for text in left if text and text not in (seen, shown.setting)]
    return texts if not all(map(is_heading, texts)) else []


def _part(lesson: Lesson, question: str) -> Iterator[str]:
    for step in lesson.steps:
        if step.prediction and step.prediction.id == question:
            yield phrase("review.step", title=step.title)
            yield step.concept
            yield step.shown
            yield step.text
            yield phrase("part.insight", text=step.insight) if step.insight else ""
    hood = lesson.under_the_hood
    if hood.prediction and hood.prediction.id == question:
        yield phrase("part.how")
        yield hood.how
    if found := myth(lesson, question):
        yield phrase("reveal.reality", text=found.reality) if found.reality else ""
        yield phrase("reveal.matters", text=found.matters) if found.matters else ""
    for diagram in lesson.diagrams:
        if diagram.prediction and diagram.prediction.id == question:
            if isinstance(diagram.drawing, Image):
                yield image_markdown(diagram.drawing)
            else:
                yield f"```text\n{diagram.drawing}\n```"
                yield diagram.alternative
            yield diagram.explanation
    for task in lesson.exercises:
        if task.choice and task.choice.id == question:
            yield task.answer
    if own := tasks.task(lesson, question):
        yield from own.more
    for aspect in lesson.performance:
        if aspect.prediction and aspect.prediction.id == question:
            yield phrase("review.step", title=aspect.title)
            yield aspect.text
