"""Recall: the lesson's questions and takeaways from memory, nothing told beforehand.

The seed names the questions that are due, the most urgent first: they come before the others.

First comes what the learner can say freely, against the takeaways; then the questions, without
their texts before them.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, Pose, Rate, Write, told
from bot.conversation.lesson.modes.base import SECONDS_A_TEXT, Mode, absent
from bot.conversation.lesson.modes.challenge import CHALLENGE, questions
from bot.conversation.phrases import phrase
from bot.lessons.model import RECOLLECTION, Lesson


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """First what the learner can say freely, then each question."""
    if lesson.takeaways:
        yield Write(RECOLLECTION, RECOLLECTION, phrase("recall.free", title=lesson.title))
        listed = "\n".join(f"- {one}" for one in lesson.takeaways)
        yield from told("recall.takeaways", [phrase("recall.takeaways"), listed])
        yield Rate(
            "recall.rate", RECOLLECTION, phrase("recall.rate"), lesson.takeaways, (RECOLLECTION,)
        )
    myths = {myth.question.id: myth for myth in lesson.myths}
    due = seed.split()
    asked = sorted(questions(lesson), key=lambda one: _place(due, one.id))
    for number, question in enumerate(asked, start=1):
        lead = phrase("recall.lead", number=number, count=len(asked))
        yield Pose(f"recall.{question.id}", lead, question, myths.get(question.id), key="ask.plain")


def _place(due: list[str], id: str) -> int:
    return due.index(id) if id in due else len(due)


def _missing(lesson: Lesson) -> str:
    return absent({"questions or takeaways": lesson.questions or lesson.takeaways})


def _seconds(lesson: Lesson) -> float:
    """The questions are those of a challenge."""
    return CHALLENGE.seconds(lesson) + SECONDS_A_TEXT


RECALL = Mode("recall", beats, _missing, _seconds, due_first=True)
