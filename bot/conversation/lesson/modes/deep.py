"""Deep: the whole anatomy of a lesson, in its order, every prediction before its text.

That is the overview, the mental model, the build-up, what is under the hood, myths, expert notes,
when not to use it, practice, connections and pitfalls.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, told
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent
from bot.lessons.model import Lesson


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The flow of this lesson, from its overview to its last pitfall."""
    view, hood = lesson.overview, lesson.under_the_hood
    asked = sum(step.prediction is not None for step in lesson.steps) + len(lesson.myths)
    opening = parts.opening(lesson, lesson.minutes, len(lesson.steps), asked)
    yield from told("overview.what", [opening, *parts.headed("part.what", view.what)])
    yield from told(
        "overview",
        [*parts.headed("part.matters", view.matters), *parts.headed("part.fits", view.fits)],
    )
    yield from told("model", parts.model(lesson))
    yield from parts.pictures("model", "part.picture", lesson.mental_model.diagrams)
    for number, step in enumerate(lesson.steps, start=1):
        lead = parts.step_lead(step, number, len(lesson.steps))
        closing = [step.text, parts.gained(step)]
        if step.prediction:
            yield from parts.predicted(f"step.{number}", lead, step.prediction, closing, number)
        else:
            yield from told(f"step.{number}", [lead, *closing], step=number)
    yield from told("hood", parts.headed("part.how", hood.how))
    yield from told("hood.why", parts.headed("part.why", hood.why))
    yield from parts.pictures("hood", "part.inside", hood.diagrams)
    for number, myth in enumerate(lesson.myths, start=1):
        yield from parts.myth(myth, number, len(lesson.myths))
    yield from parts.expert_notes(lesson)
    yield from told("not", parts.headed("part.not", lesson.when_not_to_use))
    yield from told("production", parts.headed("part.production", lesson.production_patterns))
    yield from parts.connections(lesson)
    for number, pitfall in enumerate(lesson.pitfalls, start=1):
        yield from parts.pitfall(pitfall, number, len(lesson.pitfalls))


def _missing(lesson: Lesson) -> str:
    return absent({"steps": lesson.steps})


def _seconds(lesson: Lesson) -> float:
    """The author's minutes, which are those of this mode."""
    return 60.0 * lesson.minutes


DEEP = Mode(
    "deep",
    beats,
    _missing,
    _seconds,
    always=True,
    whole=True,
    numbered={"step": parts.step_titles, "pitfall": parts.pitfall_titles},
)
