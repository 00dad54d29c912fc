"""Challenge: a scored test, shuffled, without teaching until the end.

Every question with a key is asked, and one about each pitfall, in an order that the time of its
start gives. At the end come all answers with their explanations, the calibration, and what to
revisit.
"""

import hashlib
from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, Pose, Results
from bot.conversation.lesson.modes.base import Mode, reading
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls
from bot.lessons.model import Lesson
from bot.lessons.question import Question

FEWEST = 4
"""Questions of a scored test. With fewer, one lucky guess decides the score."""


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """Every question with a key, in an order that the seed gives, then all the answers."""
    asked = sorted(questions(lesson), key=lambda one: _shuffled(seed, one.id))
    for number, question in enumerate(asked, start=1):
        lead = phrase("challenge.lead", number=number, count=len(asked))
        yield Pose(f"challenge.{question.id}", lead, question, quiet=True, key="ask.plain")
    yield Results("challenge.results")


def questions(lesson: Lesson) -> list[Question]:
    """The keyed questions of the lesson, and one for each pitfall."""
    keyed = [one for one in lesson.questions if not one.open]
    return [*keyed, *pitfalls.questions(lesson)]


def _shuffled(seed: str, id: str) -> str:
    return hashlib.sha256(f"{seed} {id}".encode()).hexdigest()


def _missing(lesson: Lesson) -> str:
    keyed = sum(not question.open for question in lesson.questions)
    if keyed >= FEWEST:
        return ""
    return f"It needs at least {FEWEST} questions with a key, and there are {keyed}."


def _seconds(lesson: Lesson) -> float:
    asked = lesson.questions
    texts = [one.text for one in asked]
    texts += [option.explanation for one in asked for option in one.options if option.right]
    texts += [f"{one.wrong} {one.right} {one.cause}" for one in lesson.pitfalls]
    return reading(texts, len(asked) + len(lesson.pitfalls))


CHALLENGE = Mode("challenge", beats, _missing, _seconds, again=False, shuffled=True)
