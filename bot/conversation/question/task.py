"""What a learner answers in their own words and judges by criteria, so that it can come back.

Three kinds of these *tasks* are in a lesson: the exercises of Try that are not answered by
choosing, the reason that Why asks for, and what Recall asks to be said freely. Each is an item of
review under its id, as a question is.
"""

from collections.abc import Iterable

from bot.conversation.facts.learner import Met
from bot.conversation.language.paging import blocks, ending
from bot.conversation.phrases import phrase
from bot.lessons.model import REASON, RECOLLECTION, Lesson
from bot.lessons.practice import Check, Exercise
from bot.values import value

_NO_PARAGRAPH = "`~-*+>#|0123456789"
"""What code, lists and quotations begin with."""

POINTS = 3
"""So many of the takeaways a learner's own reason is compared with: more is a chore."""


@value
class Task:
    """What there is to write, what it is compared with, and by what it is judged.

    ``answer`` is in parts, and so is ``more``: what else the lesson says about it. ``checks`` are
    what a program looks at.
    """

    id: str
    prompt: str
    answer: tuple[str, ...]
    lead: str
    criteria: tuple[str, ...]
    more: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


def task(lesson: Lesson, id: str) -> Task | None:
    """The lesson's task of this id, if it has one."""
    if id not in lesson.tasks:
        return None
    if id == REASON:
        return _reason(lesson)
    if id == RECOLLECTION:
        return _recollection(lesson)
    return next(_exercise(exercise) for exercise in lesson.exercises if exercise.id == id)


def points(lesson: Lesson) -> tuple[str, ...]:
    """What a learner's own reason is judged by: what the lesson says for that, or its takeaways."""
    return lesson.what_if.criteria or lesson.takeaways[:POINTS]


def met_all(verdicts: Iterable[Met]) -> bool:
    """Whether all that was asked for is there."""
    return all(met == "yes" for met in verdicts)


def in_a_sentence(prompt: str) -> str:
    """What a task asks, in short: the end of its last paragraph, as a sentence of its own."""
    plain = [
        block for block in blocks(prompt) if block[0] not in _NO_PARAGRAPH or block[:2] == "**"
    ]
    return ending(plain[-1]) if plain else ""


def _exercise(exercise: Exercise) -> Task:
    prompt = "\n\n".join(
        part for part in (phrase("task.exercise", title=exercise.title), exercise.prompt)
    )
    answer = (
        [phrase("try.answer", title=exercise.title), exercise.answer] if exercise.answer else []
    )
    answer += (
        [phrase("try.origin", origin=exercise.origin)]
        if exercise.answer and exercise.origin
        else []
    )
    lead = phrase("try.rate")
    return Task(exercise.id, prompt, tuple(answer), lead, exercise.criteria, checks=exercise.checks)


def _reason(lesson: Lesson) -> Task:
    texts, own = points(lesson), bool(lesson.what_if.criteria)
    matters, why = lesson.overview.matters, lesson.under_the_hood.why
    more = [*((phrase("part.matters"), matters) if matters else ())]
    more += [phrase("part.why"), why] if why else []
    answer = [phrase("why.answer"), lesson.what_if.answer] if lesson.what_if.answer else []
    answer += [phrase("why.compare.own" if own else "why.compare"), _listed(texts)]
    asks = lesson.what_if.asks
    prompt = phrase("task.reason", title=lesson.title)
    if asks:
        prompt = phrase("task.reason.asked", title=lesson.title, question=asks)
    lead = phrase("why.rate.own" if own else "why.rate")
    return Task(REASON, prompt, tuple(answer), lead, texts, tuple(more))


def _recollection(lesson: Lesson) -> Task:
    answer = (phrase("recall.takeaways"), _listed(lesson.takeaways))
    prompt = phrase("task.recollection", title=lesson.title)
    return Task(RECOLLECTION, prompt, answer, phrase("recall.rate"), lesson.takeaways)


def _listed(points: Iterable[str]) -> str:
    return "\n".join(f"- {point}" for point in points)
