"""Why: what it is good for, why it is as it is, and the reason in the learner's own words.

A prediction comes first; then why the topic matters, why it was designed this way, when not to use
it, and its connections. What learners write at the end is compared with a few points.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, Rate, Write, told
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import SECONDS_A_TEXT, Mode, absent, reading
from bot.conversation.phrases import phrase
from bot.conversation.question.task import POINTS
from bot.lessons.model import REASON, Lesson


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """From a prediction, through the reasons, to the learner's own."""
    view, hood = lesson.overview, lesson.under_the_hood
    yield from told("why.opening", [phrase("why.opening", title=lesson.title)])
    for step in lesson.steps:
        if step.prediction and not step.prediction.open:
            closing = [step.text, parts.gained(step)]
            yield from parts.predicted("why.first", step.concept, step.prediction, closing)
            break
    yield from told("why.matters", parts.headed("part.matters", view.matters))
    yield from told("why.design", parts.headed("part.why", hood.why))
    yield from told("why.not", parts.headed("part.not", lesson.when_not_to_use))
    yield from parts.connections(lesson)
    yield Write(REASON, REASON, phrase("why.write", title=lesson.title))
    points = lesson.takeaways[:POINTS]
    yield from told(
        "why.compare",
        [phrase("why.compare"), "\n".join(f"- {one}" for one in points)] if points else [],
    )
    yield Rate("why.rate", REASON, phrase("why.rate"), points, (REASON,))


def _missing(lesson: Lesson) -> str:
    hood = lesson.under_the_hood
    reasons = lesson.overview.matters or hood.why or lesson.when_not_to_use
    keyed = any(step.prediction and not step.prediction.open for step in lesson.steps)
    part = 'part that says why ("Why it matters", "Why designed this way?" or "When not to use")'
    return absent({part: reasons, "step with a keyed prediction": keyed})


def _seconds(lesson: Lesson) -> float:
    texts = [lesson.overview.matters, lesson.under_the_hood.why, lesson.when_not_to_use]
    texts += [f"{one.relation} {one.text}" for one in lesson.connections]
    return reading(texts, 1) + SECONDS_A_TEXT


WHY = Mode("why", beats, _missing, _seconds)
