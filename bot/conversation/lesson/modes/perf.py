"""Perf: how it performs: cost, limits and growth, or how it fares in production.

Each aspect comes with its prediction; then practice, when not to use it, and the experts' notes.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, told
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, reading
from bot.conversation.phrases import phrase
from bot.lessons.model import Lesson


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """Each aspect with its prediction, then practice, limits and the experts' notes."""
    yield from told("perf.opening", [phrase("perf.opening", title=lesson.title)])
    for number, aspect in enumerate(lesson.performance, start=1):
        lead = phrase("perf.lead", number=number, count=len(lesson.performance), title=aspect.title)
        if aspect.prediction:
            yield from parts.predicted(f"perf.{number}", lead, aspect.prediction, [aspect.text])
        else:
            yield from told(f"perf.{number}", [lead, aspect.text])
    yield from told("perf.production", parts.headed("part.production", lesson.production_patterns))
    yield from told("perf.not", parts.headed("part.not", lesson.when_not_to_use))
    yield from told("expert", parts.expert_notes(lesson))


def _missing(lesson: Lesson) -> str:
    anything = lesson.performance or lesson.production_patterns or lesson.expert_notes
    return absent({"performance, production patterns or expert notes": anything})


def _seconds(lesson: Lesson) -> float:
    texts = [aspect.text for aspect in lesson.performance]
    texts += [lesson.production_patterns, lesson.when_not_to_use, *lesson.expert_notes]
    return reading(texts, sum(one.prediction is not None for one in lesson.performance))


def _titles(lesson: Lesson) -> list[str]:
    return [one.title for one in lesson.performance]


PERF = Mode("perf", beats, _missing, _seconds, numbered={"perf": _titles})
