"""Learn: a guided first tour of a few minutes, with at most three predictions.

It tells what the topic is, the core idea and its analogy, the concept of each step, and the
takeaways.
"""

from collections.abc import Iterator

from bot.conversation.language.paging import pack
from bot.conversation.lesson.beats import Beat, told
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, reading
from bot.lessons.model import Lesson

PREDICTIONS = 3
"""A first tour asks a few questions; Deep asks them all."""


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """What it is, its core idea, and the concept of each step."""
    asked = [n for n, step in enumerate(lesson.steps, start=1) if step.prediction][:PREDICTIONS]
    opening = parts.opening(lesson, LEARN.minutes(lesson), len(lesson.steps), len(asked))
    yield from told("overview.what", [opening, *parts.headed("part.what", lesson.overview.what)])
    yield from told("model", parts.model(lesson))
    # Steps that ask nothing share messages; each message is done with the last step in it.
    waiting: list[tuple[int, str]] = []
    for number, step in enumerate(lesson.steps, start=1):
        lead = parts.step_lead(step, number, len(lesson.steps))
        if number in asked and step.prediction:
            yield from _tour(waiting)
            waiting = []
            closing = [parts.gained(step) or step.text]
            yield from parts.predicted(f"step.{number}", lead, step.prediction, closing, number)
        else:
            waiting.append((number, "\n\n".join(x for x in (lead, parts.gained(step)) if x)))
    yield from _tour(waiting)


def _tour(steps: list[tuple[int, str]]) -> Iterator[Beat]:
    for number, text in steps:
        (whole, *rest) = pack([text])
        yield from told(f"step.{number}", [whole, *rest], step=number)


def _missing(lesson: Lesson) -> str:
    return absent({"steps": lesson.steps, "takeaways": lesson.takeaways})


def _seconds(lesson: Lesson) -> float:
    model = lesson.mental_model
    texts = [lesson.overview.what, model.core_idea, model.analogy, *lesson.takeaways]
    for step in lesson.steps:
        texts += [step.title, step.concept, step.result, step.insight]
    asked = sum(step.prediction is not None for step in lesson.steps)
    return reading(texts, min(PREDICTIONS, asked))


LEARN = Mode(
    "learn",
    beats,
    _missing,
    _seconds,
    whole=True,
    poses_ahead=True,
    numbered={"step": parts.step_titles},
)
