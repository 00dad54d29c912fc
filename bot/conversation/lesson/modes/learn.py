"""Learn: a first tour of some five minutes: two or three steps, told whole.

It begins with a question: the title, the core idea and the first step's concept are all that stands
before it. What the topic is, and the analogy, come after the first reveal. At the end a question
puts what was told to use in a case that is new. A prediction that was missed comes after that, in
other words, but not that of the last step: right behind its answer, it would ask for the last
screen, so it comes back by review. Then they may make something small, or say where they will use
it themselves (see ``bot.conversation.lesson.intention``); who skips that is done at once.

Which steps these are, the lesson says (``tour``). Otherwise they are the first that ask something
with a key, as many as take ``MAX_SECONDS`` seconds at most, and two at least. Whoever has missed
questions of some steps, such as in a test, is told those first.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.conversation.language.paging import heading
from bot.conversation.lesson.beats import Beat, OnceMore, Pose, Write, join_texts, tells
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, measure_seconds
from bot.conversation.phrases import phrase
from bot.learning.items import Item, was_retrieved
from bot.lessons import introduced
from bot.lessons.model import INTENTION, Lesson, Step

MIN_STEPS, MAX_STEPS = 2, 3
"""Steps of a tour."""

MAX_SECONDS = 6 * 60
"""Seconds that it takes at most, where the program chooses the steps."""

TAKEAWAYS = 3

AGAIN = 1
"""Questions that it asks once more: minutes after a reveal, its words are all that is recalled."""


def tour(lesson: Lesson, seed: str = "") -> list[int]:
    """The numbers of the steps that it tells; ``seed`` names those that are wanted first."""
    wanted = [int(text) for text in seed.split() if text.isdecimal()]
    # Where only the tour is translated, other steps would be in the original's language.
    numbers = lesson.tour if lesson.holds else range(1, len(lesson.steps) + 1)
    chosen = [number for number in lesson.tour if number in numbers] or _suggest_steps(lesson)
    first = [number for number in wanted if number in numbers][:MAX_STEPS]
    more = [number for number in chosen if number not in first]
    return sorted([*first, *more[: max(0, len(chosen) - len(first))]])


def _suggest_steps(lesson: Lesson) -> list[int]:
    asking = [n for n, step in enumerate(lesson.steps, start=1) if _asks(step)]
    others = [n for n in range(1, len(lesson.steps) + 1) if n not in asking]
    asking = asking if len(asking) >= MIN_STEPS else [*asking, *others]
    numbers = sorted(asking[:MAX_STEPS])
    long = measure_seconds(_flow(lesson, numbers, ""), lesson) > MAX_SECONDS
    return numbers[:MIN_STEPS] if long else numbers


def _asks(step: Step) -> bool:
    return step.prediction is not None and not step.prediction.open


def choose(lesson: Lesson, items: Mapping[str, Item], at: int) -> str:
    """The steps whose questions were missed the last time, as a seed."""
    missed = {id for id, item in items.items() if not was_retrieved(item.answer)}
    steps = enumerate(lesson.steps, start=1)
    return " ".join(str(n) for n, step in steps if step.prediction and step.prediction.id in missed)


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The steps, what the topic is between them, the last question, and a line of their own."""
    opening, numbers = parts.opening(lesson, LEARN.minutes(lesson), 0, 0), tour(lesson, seed)
    yield from join_texts(_flow(lesson, numbers, opening))
    yield _own_line(lesson, numbers)


def _flow(lesson: Lesson, numbers: Sequence[int], opening: str) -> Iterator[Beat]:
    before = [opening, *parts.core(lesson)]
    between = [
        *parts.put_heading("part.what", heading(lesson.overview.what)),
        *parts.analogy(lesson),
    ]
    for place, number in enumerate(numbers, start=1):
        step = lesson.steps[number - 1]
        title = phrase("learn.step", number=place, count=len(numbers), title=step.title)
        lead = "\n\n".join(part for part in (*before, title, step.concept) if part)
        yield from parts.step(step, number, lead)
        if before:
            yield from tells("tour.what", between)
        before = []
    question = introduced.application(lesson, _introduction(lesson, numbers))
    if question:
        yield Pose("tour.apply", phrase("learn.apply"), question, key="ask.plain", brisk=True)
    just_told = (lesson.steps[number - 1].prediction for number in numbers[-1:])
    besides = tuple(asked.id for asked in (*just_told, question) if asked)
    yield OnceMore("tour.again", besides, most=AGAIN)


def _own_line(lesson: Lesson, numbers: Sequence[int]) -> Write:
    asked, answer = _yours(lesson, numbers), lesson.model_answer if lesson.yours else ""
    return Write("tour.yours", INTENTION, asked, intention=True, answer=answer)


def _yours(lesson: Lesson, numbers: Sequence[int]) -> str:
    """What asks for a line of the learner's own: the lesson's words for it, or ours.

    Ours begin with what the last of these steps has taught to do, as a plan needs an action; where
    no step says that, with the lesson's idea.
    """
    if lesson.yours:
        return phrase("learn.yours.asked", question=lesson.yours)
    results = [lesson.steps[number - 1].result for number in numbers]
    gained = next((result for result in reversed(results) if result), "".join(parts.core(lesson)))
    if gained:
        return phrase("learn.yours", idea=gained)
    return phrase("learn.yours.title", title=lesson.title)


def _introduction(lesson: Lesson, numbers: Sequence[int]) -> list[str]:
    model = lesson.mental_model
    steps = [introduced.of_step(lesson.steps[number - 1]) for number in numbers]
    return [lesson.title, heading(lesson.overview.what), model.core_idea, model.analogy, *steps]


def takeaways(lesson: Lesson, seed: str) -> list[str]:
    """What to take away from the tour: in no words that it has not introduced.

    Where the lesson's own takeaways all have such words, the insights of the steps take their
    place.
    """
    numbers = tour(lesson, seed)
    texts = introduced.takeaways(lesson, _introduction(lesson, numbers), TAKEAWAYS)
    insights = [lesson.steps[number - 1].insight for number in numbers]
    return texts or [insight for insight in insights if insight][:TAKEAWAYS]


def _missing(lesson: Lesson) -> str:
    return absent({"steps": lesson.steps, "takeaways": lesson.takeaways})


def _seconds(lesson: Lesson) -> float:
    closing, numbers = " ".join(takeaways(lesson, "")), tour(lesson)
    flow = [*_flow(lesson, numbers, ""), _own_line(lesson, numbers)]
    return measure_seconds(flow, lesson, closing=closing)


LEARN = Mode(
    "learn",
    beats,
    _missing,
    _seconds,
    version=8,
    whole=True,
    looks_back=True,
    asks=(INTENTION,),
    chooses=choose,
    numbered={"step": parts.step_titles},
)
