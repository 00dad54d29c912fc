"""Deep: the whole of a lesson, every prediction before its text.

It begins with a question: the title, the core idea and the first step's concept are all that stands
before it. The whole picture, which is the overview and the mental model, comes after that step,
then the other steps, what is under the hood, and the myths. Where the first step asks nothing, the
whole picture comes first. Expert notes, when not to use it, practice, connections, terms and
pitfalls are a menu at the end: whoever wants a part of it opens that, or all of it with a press, or
none. Pitfalls are asked there, each before it is told.

Myths are all asked alike, so of three and more the first half stands before what is under the hood,
and the rest after it. Parts that are short come at once.
"""

from collections.abc import Iterable, Iterator

from bot.conversation.language.paging import MORE_AT_ONCE, comfortable
from bot.conversation.lesson.beats import (
    WHOLE,
    Beat,
    Menu,
    Section,
    Tell,
    at_once,
    join_texts,
    tells,
)
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, measure_seconds
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls
from bot.lessons.model import Lesson

_PITFALLS = "pitfalls"
"""The section of the menu whose questions are asked."""

FEWEST_PARTED = 3
"""Myths that are parted: two of them are no row."""


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The flow of this lesson, from its first question to what else there is."""
    return join_texts(_flow(lesson, DEEP.minutes(lesson)), WHOLE * comfortable())


def _flow(lesson: Lesson, minutes: int) -> Iterator[Beat]:
    predicted = [*(step.prediction for step in lesson.steps), lesson.under_the_hood.prediction]
    asked = sum(question is not None for question in predicted) + len(lesson.myths)
    opening = parts.opening(lesson, minutes, len(lesson.steps), asked)
    yield from _build_up(lesson, opening)
    myths = [
        list(parts.myth(myth, number, len(lesson.myths)))
        for number, myth in enumerate(lesson.myths, start=1)
    ]
    before = len(myths) // 2 if len(myths) >= FEWEST_PARTED else 0
    for entries in (*myths[:before], _hood(lesson), *myths[before:]):
        yield from entries
    if sections := tuple(_sections(lesson)):
        yield Menu("more", phrase("more.intro"), sections)
        if any(section.asks for section in sections):
            yield from parts.pitfalls(lesson, "more", section=_PITFALLS)
            yield Menu("more.else", phrase("more.else"), sections, behind=_PITFALLS)


def _build_up(lesson: Lesson, opening: str) -> Iterator[Beat]:
    """The steps, and the whole picture: below the first step if that asks, else above it."""
    what, core = lesson.overview.what, parts.core(lesson)
    asks = any(step.prediction for step in lesson.steps[:1])
    if asks:
        yield from _step(lesson, 1, [opening, *core])
        whole = core == [lesson.mental_model.core_idea]
        model = parts.analogy(lesson) if whole else parts.model(lesson)
        yield from _whole_picture(lesson, parts.put_heading("part.whole", what), model)
    else:
        above = [opening, *parts.put_heading("part.what", what)]
        yield from _whole_picture(lesson, above, parts.model(lesson))
    for number in range(2 if asks else 1, len(lesson.steps) + 1):
        yield from _step(lesson, number)


def _step(lesson: Lesson, number: int, above: Iterable[str] = ()) -> Iterator[Beat]:
    step = lesson.steps[number - 1]
    lead = "\n\n".join([*above, parts.step_lead(step, number, len(lesson.steps))])
    yield from parts.step(step, number, lead)


def _whole_picture(lesson: Lesson, what: Iterable[str], model: Iterable[str]) -> Iterator[Tell]:
    view = lesson.overview
    about = [
        *parts.put_heading("part.matters", view.matters),
        *parts.put_heading("part.fits", view.fits),
    ]
    first, second = tells("overview.what", what), tells("overview", about)
    thought = tells("model", model)
    drawn = parts.pictures("model", "part.picture", lesson.mental_model.diagrams)
    yield from (*at_once(first, second, MORE_AT_ONCE), *at_once(thought, drawn, WHOLE))


def _hood(lesson: Lesson) -> Iterator[Beat]:
    """What is under the hood, why it was designed so, and the drawings between them."""
    hood = lesson.under_the_hood
    if hood.prediction:
        yield from parts.predict("hood", phrase("part.how"), hood.prediction, [hood.how])
    else:
        yield from tells("hood", parts.put_heading("part.how", hood.how))
    yield from parts.pictures("hood", "part.inside", hood.diagrams)
    yield from tells("hood.why", parts.put_heading("part.why", hood.why))


def _sections(lesson: Lesson) -> Iterator[Section]:
    """What there is to choose from at the end; what asks comes last, below what is only read."""
    entries = {
        "not": parts.put_heading("part.not", lesson.when_not_to_use),
        "production": parts.put_heading("part.production", lesson.production_patterns),
        "expert": parts.expert_notes(lesson),
        "connections": parts.connections(lesson),
        "terms": parts.terms(lesson),
    }
    for name, texts in entries.items():
        if texts:
            yield Section(name, phrase(f"more.{name}"), tuple(tells(f"more.{name}", texts)))
    asks = bool(pitfalls.questions(lesson))
    untold = parts.pitfalls_told(lesson)
    if asks or untold:
        messages = tuple(tells("more.pitfalls", untold)) if untold else ()
        yield Section(_PITFALLS, phrase("more.pitfalls"), messages, asks)


def _missing(lesson: Lesson) -> str:
    return absent({"steps": lesson.steps})


def _seconds(lesson: Lesson) -> float:
    closing = " ".join(lesson.takeaways)
    return measure_seconds(_flow(lesson, 0), lesson, closing=closing)


DEEP = Mode(
    "deep",
    beats,
    _missing,
    _seconds,
    version=9,
    plan=1,
    always=True,
    whole=True,
    adds=1,
    numbered={"step": parts.step_titles},
)
