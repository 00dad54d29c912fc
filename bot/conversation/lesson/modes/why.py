"""Why: what breaks if it were otherwise, why it is as it is, and the learner's own reason.

It is made of the lesson's cases: something is taken away or turned round, the learner predicts what
breaks, and reads what does. A lesson without cases asks for reasons in other ways: a step's
prediction that asks why, and pitfalls, where a way of working holds or fails. Then come in short
why the topic matters and why it was designed like this. What learners write at the end they see
beside a reason of the lesson's, and judge by what it says that a good reason names.
"""

import re
from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, Rate, Write, join_texts, tells
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, measure_seconds
from bot.conversation.phrases import phrase
from bot.conversation.question.criteria import points
from bot.lessons.model import REASON, Lesson, Step
from bot.values import replace

PITFALLS = 2
"""Pitfalls that are asked about, where there are no cases."""

_REASONS = re.compile(r"\b(why|reason|cause|warum|wieso|weshalb|grund)\b", re.IGNORECASE)


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """From predictions, through the reasons, to the learner's own."""
    return join_texts(_flow(lesson))


def _flow(lesson: Lesson) -> Iterator[Beat]:
    view, hood, cases = lesson.overview, lesson.under_the_hood, lesson.what_if.cases
    key = "why.opening" if cases else "why.opening.reasons"
    opening = phrase(key, title=lesson.title)
    for number, case in enumerate(cases, start=1):
        title = phrase("why.case", number=number, count=len(cases), title=case.title)
        lead, id = f"{opening}\n\n{title}" if number == 1 else title, f"why.case.{number}"
        if case.prediction:
            yield from parts.predict(id, lead, case.prediction, [case.text], key="ask.what_if")
        else:
            yield from tells(id, [lead, case.text])
    if not cases:
        yield from _asked_for_reasons(lesson, opening)
    yield from tells("why.matters", parts.put_heading("part.matters", view.matters))
    yield from tells("why.design", parts.put_heading("part.why", hood.why))
    yield from tells(
        "why.not", parts.put_heading("part.not", lesson.when_not_to_use) if not cases else []
    )
    asks = lesson.what_if.asks
    wanted = phrase("why.write.asked", question=asks) if asks else phrase("why.write")
    yield Write(REASON, REASON, wanted)
    if lesson.what_if.answer:
        yield from tells("why.answer", [phrase("why.answer"), lesson.what_if.answer])
    own = bool(lesson.what_if.criteria)
    lead = phrase("why.rate.own" if own else "why.rate")
    yield Rate("why.rate", REASON, lead, points(lesson), (REASON,))


def _asked_for_reasons(lesson: Lesson, opening: str) -> Iterator[Beat]:
    keyed = [step for step in lesson.steps if step.prediction and not step.prediction.open]
    step = max(keyed, key=_about_reasons, default=None)
    if step and step.prediction:
        lead = "\n\n".join(part for part in (opening, step.concept) if part)
        closing, more = parts.split_thought(step)
        yield from parts.predict("why.first", lead, step.prediction, closing, more=more)
    asked = list(parts.pitfalls(lesson, "why"))[:PITFALLS]
    for number, pose in enumerate(asked, start=1):
        lead = phrase("part.idea", number=number, count=len(asked))
        yield replace(pose, id=f"why.pitfall.{number}", lead=lead, brisk=False)


def _about_reasons(step: Step) -> bool:
    return bool(step.prediction and _REASONS.search(step.prediction.text))


def _missing(lesson: Lesson) -> str:
    hood = lesson.under_the_hood
    reasons = lesson.overview.matters or hood.why or lesson.when_not_to_use
    keyed = any(step.prediction and not step.prediction.open for step in lesson.steps)
    part = 'part that says why ("Why it matters", "Why designed this way?" or "When not to use")'
    if any(case.prediction for case in lesson.what_if.cases):
        return ""
    return absent({part: reasons, "step with a keyed prediction": keyed})


def _seconds(lesson: Lesson) -> float:
    return measure_seconds(_flow(lesson), lesson, again=bool(lesson.what_if.cases))


WHY = Mode("why", beats, _missing, _seconds, version=9, adds=3, asks=(REASON,))
