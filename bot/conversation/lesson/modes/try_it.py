"""Try: small things to do now, checked, then the worked answer, and the learner's own verdict.

An exercise is done in free text or by choosing. What a program can see of a text is said before and
told at once, and it can be mended; the rest learners judge against the worked answer, by its
criteria. With a choice, such as what a prompt will be answered with, all of the prompt comes
before it and all of the answer after it.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, Judge, Pose, Rate, Write, tells
from bot.conversation.lesson.modes.base import Mode, absent, measure_seconds
from bot.conversation.phrases import phrase
from bot.lessons.model import Lesson
from bot.lessons.practice import Exercise


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """Each exercise: do it, compare, judge it by its criteria."""
    for number, exercise in enumerate(lesson.exercises, start=1):
        id = f"try.{exercise.id}"
        lead = phrase("try.lead", number=number, count=len(lesson.exercises), title=exercise.title)
        task = "\n\n".join(part for part in (lead, exercise.prompt) if part)
        if exercise.choice:
            yield Pose(id, task, exercise.choice, key="ask.plain")
        else:
            yield Write(
                id,
                exercise.id,
                task,
                task=exercise.prompt or exercise.title,
                checks=exercise.checks,
            )
        yield from tells(f"{id}.answer", worked_answer(exercise))
        if exercise.choice and exercise.choice.open:
            yield Judge(f"{id}.judge", exercise.choice)
        elif not exercise.choice and exercise.criteria:
            yield Rate(
                f"{id}.rate", exercise.id, phrase("try.rate"), exercise.criteria, (exercise.id,)
            )


def worked_answer(exercise: Exercise) -> list[str]:
    if not exercise.answer:
        return []
    head = phrase(
        "try.whole" if exercise.choice and exercise.origin else "try.answer", title=exercise.title
    )
    return [
        head,
        exercise.answer,
        *([phrase("try.origin", origin=exercise.origin)] if exercise.origin else []),
    ]


def _missing(lesson: Lesson) -> str:
    return absent({"exercises": lesson.exercises})


def _seconds(lesson: Lesson) -> float:
    return measure_seconds(beats(lesson, ""), lesson)


TRY = Mode("try", beats, _missing, _seconds, version=5, adds=2)
