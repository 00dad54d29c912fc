"""Perf: how it performs: cost, limits and growth, or how it fares in production.

Each aspect comes with its prediction, and some with a sum that is done with the learner's own
numbers; then practice, when not to use it, and the experts' notes.
"""

from collections.abc import Iterator

from bot.conversation.language.paging import lead_in
from bot.conversation.lesson.beats import Beat, Calculate, told
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, measured
from bot.conversation.phrases import phrase
from bot.lessons.model import Lesson
from bot.lessons.practice import Aspect


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """Each aspect with its prediction, then practice, limits and the experts' notes."""
    opening = phrase("perf.opening", title=lesson.title)
    for number, aspect in enumerate(lesson.performance, start=1):
        title = phrase(
            "perf.lead", number=number, count=len(lesson.performance), title=aspect.title
        )
        # The first message has something to answer: a title alone is nothing to go on from.
        lead = f"{opening}\n\n{title}" if number == 1 else title
        yield from _aspect(f"perf.{number}", lead, aspect)
    practice = parts.headed("part.production", lesson.production_patterns)
    limits = parts.headed("part.not", lesson.when_not_to_use)
    first = [] if lesson.performance else [opening]
    yield from told("perf.production", [*first, *practice] if practice else [])
    yield from told("perf.not", [*([] if practice else first), *limits] if limits else [])
    yield from told("expert", parts.expert_notes(lesson))


def _aspect(id: str, lead: str, aspect: Aspect) -> Iterator[Beat]:
    """An aspect with its prediction and its sum, which comes with the words that announce it.

    A short text without a prediction comes with the sum at once.
    """
    texts, ahead = lead_in([aspect.text]) if aspect.sums else ([aspect.text], "")
    pages = told(id, [lead, *texts])
    if aspect.prediction:
        yield from parts.predicted(id, lead, aspect.prediction, texts)
    elif aspect.sums and len(pages) == 1 and not pages[0].diagram:
        yield Calculate(id, aspect.sums, "\n\n".join(filter(None, (pages[0].text, ahead))))
        return
    else:
        yield from pages
    if aspect.sums:
        yield Calculate(f"{id}.sum", aspect.sums, ahead)


def _missing(lesson: Lesson) -> str:
    anything = lesson.performance or lesson.production_patterns or lesson.expert_notes
    return absent({"performance, production patterns or expert notes": anything})


def _seconds(lesson: Lesson) -> float:
    return measured(beats(lesson, ""), lesson)


def _titles(lesson: Lesson) -> list[str]:
    return [one.title for one in lesson.performance]


PERF = Mode("perf", beats, _missing, _seconds, version=3, numbered={"perf": _titles})
