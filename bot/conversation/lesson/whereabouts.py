"""Where a lesson asks a question, named in a line: in results, in remarks, at a lesson's end."""

from bot.conversation.language.markup import escaped, plain
from bot.conversation.phrases import phrase
from bot.conversation.question import context, pitfalls, posing
from bot.lessons.model import Lesson
from bot.lessons.question import Question

_LINE = 64
"""Characters of a text that say what it is about."""


def where(lesson: Lesson, question: Question) -> str:
    """Where the lesson speaks of a question, in words that say what it is about.

    Nothing of one that only the test asks.
    """
    for number, step in enumerate(lesson.steps, start=1):
        if step.prediction and step.prediction.id == question.id:
            return phrase("results.step", number=number, title=step.title)
    hood = lesson.under_the_hood.prediction
    if hood and hood.id == question.id:
        return phrase("results.hood")
    if context.myth(lesson, question.id):
        return phrase("results.myth", question=about(posing.words(question)))
    for number, diagram in enumerate(lesson.diagrams, start=1):
        if question.id in {one.id for one in (diagram.prediction, diagram.turn) if one}:
            # A sentence that only sets the scene would read as a claim of the lesson's.
            asked = _sentence(posing.words(question))
            title = asked if asked.endswith("?") else phrase("results.picture", number=number)
            return phrase("results.part", mode=phrase("mode.visual"), title=title)
    for task in lesson.exercises:
        if task.choice and task.choice.id == question.id:
            # "What will it answer?" is a fine heading above its task, and says little elsewhere.
            title = (_sentence(task.prompt) if task.title.endswith("?") else "") or task.title
            return phrase("results.part", mode=phrase("mode.try"), title=title)
    for mode, rows in (("perf", lesson.performance), ("why", lesson.what_if.cases)):
        for part in rows:
            if part.prediction and part.prediction.id == question.id:
                return phrase("results.part", mode=phrase(f"mode.{mode}"), title=part.title)
    if pitfall := pitfalls.pitfall(lesson, question.id):
        return phrase("results.pitfall", title=pitfall.title)
    return ""


def named(lesson: Lesson, question: Question, wording: int = 0) -> str:
    """The same; of what only a test asks, how its words begin."""
    return where(lesson, question) or about(posing.words(question, wording))


def about(text: str) -> str:
    """The beginning of a text, as a line of a list."""
    cut = plain(text.split("\n\n")[0])[:_LINE].rpartition(" ")[0].rstrip(".,;:")
    return _sentence(text) or escaped(f"{cut} …")


def _sentence(text: str) -> str:
    """The first sentences of a text that fit a line of a list, whole; empty if none does."""
    line = plain(text.split("\n\n")[0])
    if len(line) > _LINE:
        sentence, end, _ = line[:_LINE].rpartition(". ")
        line = f"{sentence}." if end else ""
    return escaped(line) if not line.endswith(":") else ""
