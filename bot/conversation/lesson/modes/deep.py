"""Deep: the whole of a lesson, in its order, every prediction before its text.

That is the overview, the mental model, the build-up, what is under the hood, and the myths. Expert
notes, when not to use it, practice, connections and pitfalls are a menu at the end: whoever wants a
part of it opens that, or all of it with one press, or none. Pitfalls are asked there, one after the
other, before each is told.

Myths are all asked alike, so of three and more the first half stands before what is under the hood,
and the rest after it. Parts that are short come at once. Runs of earlier versions go on as they
began, with all myths in a row and each part by itself: it is by the seed that they are told apart.
"""

from collections.abc import Iterator, Mapping

from bot.conversation.language.paging import MORE_AT_ONCE, comfortable
from bot.conversation.lesson.beats import WHOLE, Beat, Menu, Section, Tell, at_once, joined, told
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, measured
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls
from bot.learning.items import Item
from bot.lessons.model import Lesson

_BEFORE = ("expert", "not", "production", "connections", "pitfall")
"""What parts of the menu were called as beats of their own, in earlier versions."""


_PITFALLS = "pitfalls"
"""The section of the menu whose questions are asked."""

PARTED = "parted"
"""The seed of new runs: what is under the hood parts the myths, and short parts come at once."""

FEWEST_PARTED = 3
"""Myths that are parted: two of them are no row."""


def choose(lesson: Lesson, items: Mapping[str, Item], at: int) -> str:
    """How the lesson's parts follow each other, as a seed: the same for every new run."""
    return PARTED


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The flow of this lesson, from its overview to what else there is."""
    flow = _flow(lesson, DEEP.minutes(lesson), parted=seed == PARTED)
    return joined(flow, WHOLE * comfortable() if seed == PARTED else comfortable())


def _flow(lesson: Lesson, minutes: int, *, parted: bool = True) -> Iterator[Beat]:
    hood = lesson.under_the_hood
    predicted = [*(step.prediction for step in lesson.steps), hood.prediction]
    asked = sum(one is not None for one in predicted) + len(lesson.myths)
    opening = parts.opening(lesson, minutes, len(lesson.steps), asked)
    what, why = _overview(lesson, opening)
    model = told("model", parts.model(lesson))
    drawn = parts.pictures("model", "part.picture", lesson.mental_model.diagrams)
    if parted:
        yield from (*at_once(what, why, DEEP.at_once), *at_once(model, drawn, WHOLE))
    else:
        yield from (*what, *why, *model, *drawn)
    for number, step in enumerate(lesson.steps, start=1):
        lead = parts.step_lead(step, number, len(lesson.steps))
        closing = [step.text, parts.gained(step)]
        if step.prediction:
            yield from parts.predicted(f"step.{number}", lead, step.prediction, closing, number)
        else:
            yield from told(f"step.{number}", [lead, *closing], step=number)
    myths = [
        list(parts.myth(myth, number, len(lesson.myths)))
        for number, myth in enumerate(lesson.myths, start=1)
    ]
    before = len(myths) // 2 if parted and len(myths) >= FEWEST_PARTED else 0
    for one in (*myths[:before], _hood(lesson), *myths[before:]):
        yield from one
    if sections := tuple(_sections(lesson)):
        yield Menu("more", phrase("more.intro"), sections, _BEFORE)
        if any(one.asks for one in sections):
            yield from parts.pitfalls(lesson, "more", section=_PITFALLS)
            yield Menu("more.else", phrase("more.else"), sections, behind=_PITFALLS)


def _overview(lesson: Lesson, opening: str) -> tuple[list[Tell], list[Tell]]:
    view = lesson.overview
    about = [*parts.headed("part.matters", view.matters), *parts.headed("part.fits", view.fits)]
    what = told("overview.what", [opening, *parts.headed("part.what", view.what)])
    return what, told("overview", about)


def _hood(lesson: Lesson) -> Iterator[Beat]:
    """What is under the hood, why it was designed so, and the drawings between them."""
    hood = lesson.under_the_hood
    if hood.prediction:
        yield from parts.predicted("hood", phrase("part.how"), hood.prediction, [hood.how])
    else:
        yield from told("hood", parts.headed("part.how", hood.how))
    yield from parts.pictures("hood", "part.inside", hood.diagrams)
    yield from told("hood.why", parts.headed("part.why", hood.why))


def _sections(lesson: Lesson) -> Iterator[Section]:
    """What there is to choose from at the end; what asks comes last, below what is only read."""
    found = {
        "not": parts.headed("part.not", lesson.when_not_to_use),
        "production": parts.headed("part.production", lesson.production_patterns),
        "expert": parts.expert_notes(lesson),
        "connections": parts.connections(lesson),
    }
    for name, texts in found.items():
        if texts:
            yield Section(name, phrase(f"more.{name}"), tuple(told(f"more.{name}", texts)))
    asks = bool(pitfalls.questions(lesson))
    untold = parts.pitfalls_told(lesson)
    if asks or untold:
        messages = tuple(told("more.pitfalls", untold)) if untold else ()
        yield Section(_PITFALLS, phrase("more.pitfalls"), messages, asks)


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
    version=5,
    always=True,
    whole=True,
    chooses=choose,
    at_once=MORE_AT_ONCE,
    numbered={"step": parts.step_titles},
)
