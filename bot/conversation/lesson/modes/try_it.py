"""Try: small things to do now, then the worked answer, and the learner's own verdict.

An exercise is done in free text or by choosing. Learners judge their own against the worked answer,
criterion by criterion.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, Judge, Pose, Rate, Write, told
from bot.conversation.lesson.modes.base import SECONDS_A_TEXT, Mode, absent, reading
from bot.conversation.phrases import phrase
from bot.lessons.model import Lesson


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """Each exercise: do it, compare, judge it by its criteria."""
    for number, one in enumerate(lesson.exercises, start=1):
        id = f"try.{one.id}"
        lead = phrase("try.lead", number=number, count=len(lesson.exercises), title=one.title)
        task = "\n\n".join(part for part in (lead, one.prompt) if part)
        if one.choice:
            yield Pose(id, task, one.choice, key="ask.plain")
        else:
            yield Write(id, one.id, f"{task}\n\n{phrase('try.write')}")
        yield from told(f"{id}.answer", [phrase("try.answer"), one.answer] if one.answer else [])
        if one.choice and one.choice.open:
            yield Judge(f"{id}.judge", one.choice)
        elif not one.choice and one.criteria:
            yield Rate(f"{id}.rate", one.id, phrase("try.rate"), one.criteria, (one.id,))


def _missing(lesson: Lesson) -> str:
    return absent({"exercises": lesson.exercises})


def _seconds(lesson: Lesson) -> float:
    texts = [f"{one.prompt} {one.answer}" for one in lesson.exercises]
    return reading(texts) + SECONDS_A_TEXT * len(lesson.exercises)


TRY = Mode("try", beats, _missing, _seconds)
