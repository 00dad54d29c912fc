"""Recall: questions from memory, nothing told beforehand; at the end what can be said freely.

Eight questions, what is due first, in other words than the lesson's where they have any. At most
three are asked once more; what is missed beyond that comes back by review. Only then comes what the
learner can say freely, and the takeaways to compare it with: shown before, they would answer the
questions.
"""

from collections.abc import Iterator, Mapping

from bot.conversation.lesson.beats import Beat, OnceMore, Pose, Rate, Write
from bot.conversation.lesson.modes import chosen
from bot.conversation.lesson.modes.base import Mode, absent, measured
from bot.conversation.lesson.modes.challenge import questions
from bot.conversation.lesson.modes.chosen import Chosen
from bot.conversation.phrases import phrase
from bot.learning.reviews import Item
from bot.lessons.model import RECOLLECTION, Lesson

ASKED = 8
"""Questions of one sitting; the others are for another day."""


def choose(lesson: Lesson, items: Mapping[str, Item], at: int) -> str:
    """The questions that are worth recalling most by now, as a seed."""
    return chosen.written(chosen.remembered(questions(lesson), items, at, ASKED))


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The questions, what is asked once more, and what the learner can say freely."""
    myths = {myth.question.id: myth for myth in lesson.myths}
    asked = _asked(lesson, seed)
    for number, one in enumerate(asked, start=1):
        id = one.question.id
        lead = phrase("recall.lead", number=number, count=len(asked))
        yield Pose(
            f"recall.{id}",
            lead,
            one.question,
            myths.get(id),
            key="ask.plain",
            brisk=True,
            answers=1,
        )
    if asked:
        yield OnceMore("recall.again")
    if lesson.takeaways:
        listed = "\n".join(f"- {one}" for one in lesson.takeaways)
        lead = "\n\n".join([phrase("recall.takeaways"), listed])
        yield Write("recall.end", RECOLLECTION, phrase("recall.free", title=lesson.title))
        yield Rate(
            "recall.end.rate", RECOLLECTION, lead, (phrase("recall.essence"),), (RECOLLECTION,)
        )


def _asked(lesson: Lesson, seed: str) -> list[Chosen]:
    found = chosen.read(seed, questions(lesson))
    if found is not None:
        return found
    # An earlier version asked all of them; its seed held what was due.
    due = seed.split()
    every = sorted(
        questions(lesson), key=lambda one: due.index(one.id) if one.id in due else len(due)
    )
    return [Chosen(one) for one in every]


def _missing(lesson: Lesson) -> str:
    return absent({"questions or takeaways": lesson.questions or lesson.takeaways})


def _seconds(lesson: Lesson) -> float:
    return measured(beats(lesson, choose(lesson, {}, 0)), lesson)


RECALL = Mode("recall", beats, _missing, _seconds, version=2, chooses=choose)
