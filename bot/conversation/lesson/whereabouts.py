"""What a lesson asks, named: above an answer of a test, in remarks.

Who reads such a line was asked a minute ago, in whatever mode: what was asked brings that back, and
the name of a mode that they never opened doesn't.
"""

import re

from bot.conversation.language.markup import escaped, plain
from bot.conversation.phrases import phrase
from bot.conversation.question import context, pitfalls, posing
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Lesson
from bot.lessons.question import Question

LINE = 96
"""Characters of a question that stand for it in a line: two rows on a phone."""

_FENCE = re.compile(r"^```.*$", re.MULTILINE)
"""Where a sample begins or ends: what stands between is part of the line."""

_SCENE = 24
"""Characters of how it begins that say what it is about; with fewer, its end goes without."""


def where(lesson: Lesson, question: Question) -> str:
    """Where the lesson speaks of a question, by the heading there.

    Nothing of one that only the test asks, or that has no heading which says something.
    """
    for number, step in enumerate(lesson.steps, start=1):
        if step.prediction and step.prediction.id == question.id:
            return phrase("results.step", number=number, title=step.title)
    hood = lesson.under_the_hood.prediction
    if hood and hood.id == question.id:
        return phrase("results.hood")
    for task in lesson.exercises:
        if task.choice and task.choice.id == question.id:
            # "What will it answer?" is a fine heading above its task, and says little elsewhere.
            return "" if task.title.endswith("?") else task.title
    for rows in (lesson.performance, lesson.what_if.cases):
        for part in rows:
            if part.prediction and part.prediction.id == question.id:
                return part.title
    if pitfall := pitfalls.pitfall(lesson, question.id):
        return phrase("results.pitfall", title=pitfall.title)
    return _true_or_not(lesson, question)


def _true_or_not(lesson: Lesson, question: Question) -> str:
    """The name of a question that says only what may be true."""
    if context.myth(lesson, question.id):
        return phrase("results.myth", question=about(posing.words(question)))
    return ""


def about(text: str, most: int = LINE) -> str:
    """What a text asks, as a line of a list: all of it, or how it begins, and its last sentence.

    The question alone says little ten minutes later, and its scene alone would read as a claim.
    """
    line = plain(" ".join(_FENCE.sub(" ", text).split()))
    if len(line) > most:
        last = SENTENCE_END.split(line)[-1]
        room = most - len(last) - 1
        if not last.endswith("?") or len(last) > most:
            line = _begun(line, most)
        else:
            line = f"{_begun(line, room)} {last}" if room >= _SCENE else last
    return escaped(line)


def _begun(line: str, room: int) -> str:
    """How a line begins, in this much room."""
    return f"{line[: room - 1].rpartition(' ')[0].rstrip('.,;:–-')} …"
