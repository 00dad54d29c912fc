"""Deep: the whole of a lesson, in its order, every prediction before its text.

That is the overview, the mental model, the build-up, what is under the hood, and the myths, one
after the other. Expert notes, when not to use it, practice, connections and pitfalls are a menu at
the end: whoever wants a part of it opens that, or all of it with one press, or none. Pitfalls are
asked there, one after the other, before each is told.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, Menu, Section, joined, told
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, measured
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls
from bot.lessons.model import Lesson

_BEFORE = ("expert", "not", "production", "connections", "pitfall")
"""What parts of the menu were called as beats of their own, in earlier versions."""


_PITFALLS = "pitfalls"
"""The section of the menu whose questions are asked."""


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The flow of this lesson, from its overview to what else there is."""
    return joined(_flow(lesson, DEEP.minutes(lesson)))


def _flow(lesson: Lesson, minutes: int) -> Iterator[Beat]:
    view, hood = lesson.overview, lesson.under_the_hood
    asked = sum(step.prediction is not None for step in lesson.steps) + len(lesson.myths)
    opening = parts.opening(lesson, minutes, len(lesson.steps), asked)
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
    yield from parts.pictures("hood", "part.inside", hood.diagrams)
    yield from told("hood.why", parts.headed("part.why", hood.why))
    for number, myth in enumerate(lesson.myths, start=1):
        yield from parts.myth(myth, number, len(lesson.myths))
    if sections := tuple(_sections(lesson)):
        yield Menu("more", phrase("more.intro"), sections, _BEFORE)
        if any(one.asks for one in sections):
            yield from parts.pitfalls(lesson, "more", section=_PITFALLS)
            yield Menu("more.else", phrase("more.else"), sections, behind=_PITFALLS)


def _sections(lesson: Lesson) -> Iterator[Section]:
    asks = bool(pitfalls.questions(lesson))
    untold = parts.pitfalls_told(lesson)
    if asks or untold:
        messages = tuple(told("more.pitfalls", untold)) if untold else ()
        yield Section(_PITFALLS, phrase("more.pitfalls"), messages, asks)
    found = {
        "not": parts.headed("part.not", lesson.when_not_to_use),
        "production": parts.headed("part.production", lesson.production_patterns),
        "expert": parts.expert_notes(lesson),
        "connections": parts.connections(lesson),
    }
    for name, texts in found.items():
        if texts:
            yield Section(name, phrase(f"more.{name}"), tuple(told(f"more.{name}", texts)))


def _missing(lesson: Lesson) -> str:
    return absent({"steps": lesson.steps})


def _seconds(lesson: Lesson) -> float:
    closing = " ".join(lesson.takeaways)
    return measured(_flow(lesson, 0), lesson, closing=closing)


DEEP = Mode(
    "deep",
    beats,
    _missing,
    _seconds,
    version=4,
    always=True,
    whole=True,
    numbered={"step": parts.step_titles},
)
