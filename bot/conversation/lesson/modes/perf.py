"""Perf: how it performs: cost, limits and growth, or how it fares in production.

Each aspect comes with its prediction; then practice, when not to use it, and the experts' notes.

A sum with the learner's own numbers is offered beside the text that ends its aspect, and never
asked for: who goes on is not stopped, and who wonders "and with mine?" does so right there. At the
end of the mode all sums would be a form of a dozen numbers, since hardly any two of a lesson ask
for the same ones, and what they are about would be ten minutes away.
"""

from collections.abc import Iterator

from bot.conversation.language.paging import lead_in
from bot.conversation.lesson.beats import Beat, Calculate, Tell, tells
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, measure_seconds
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.lessons.model import Lesson
from bot.lessons.practice import Aspect
from bot.values import replace


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
    practice = parts.put_heading("part.production", lesson.production_patterns)
    limits = parts.put_heading("part.not", lesson.when_not_to_use)
    first = [] if lesson.performance else [opening]
    yield from tells("perf.production", [*first, *practice] if practice else [])
    yield from tells("perf.not", [*([] if practice else first), *limits] if limits else [])
    yield from tells("expert", parts.expert_notes(lesson))


def _aspect(id: str, lead: str, aspect: Aspect) -> Iterator[Beat]:
    """An aspect with its prediction, its text, and beside the end of that what else it offers.

    Where a sum is all that there is to it but a short text, it comes with that at once. What only
    announces it comes with it.
    """
    texts, ahead = lead_in([aspect.text]) if aspect.sums else ([aspect.text], "")
    pages = tells(id, [lead, *texts])
    if aspect.prediction:
        flow = list(parts.predict(id, lead, aspect.prediction, texts))
    elif aspect.sums and len(pages) == 1 and not pages[0].diagram:
        yield Calculate(id, aspect.sums, "\n\n".join(filter(None, (pages[0].text, ahead))))
        return
    else:
        flow = list(pages)
    if aspect.sums:
        flow = _offering(Calculate(f"{id}.sum", aspect.sums, ahead), flow)
    yield from flow


def _offering(sums: Calculate, flow: list[Beat]) -> list[Beat]:
    """These beats with a sum that is offered beside the last text; without any, it is asked."""
    for at in reversed(range(len(flow))):
        text = flow[at]
        if isinstance(text, Tell):
            text = replace(text, beside=(offer(phrase("sum.own"), "sum", sums.id),))
            return [*flow[:at], text, *flow[at + 1 :], replace(sums, offered=True)]
    return [*flow, sums]


def _missing(lesson: Lesson) -> str:
    anything = lesson.performance or lesson.production_patterns or lesson.expert_notes
    return absent({"performance, production patterns or expert notes": anything})


def _seconds(lesson: Lesson) -> float:
    return measure_seconds(beats(lesson, ""), lesson)


def _titles(lesson: Lesson) -> list[str]:
    return [aspect.title for aspect in lesson.performance]


PERF = Mode("perf", beats, _missing, _seconds, version=5, adds=7, numbered={"perf": _titles})
