"""A question in the list of a test: what was said, if that was wrong, and what is right, with why.

A list is skimmed, so a reason is a sentence or two of what the lesson says; all of it is told when
its number is pressed.
"""

from collections.abc import Collection, Iterable

from bot.conversation.phrases import phrase
from bot.conversation.question import choices, context, pitfalls, reveal
from bot.conversation.session import Outcome
from bot.lessons.faults import shorten
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Lesson
from bot.lessons.question import Question

FAILS, HOLDS = "fails", "holds"
"""The reasons that can be told: why what was said fails, why what is right holds."""

_SAID = 60
"""Characters of an answer that stand below its question."""

_REASON = 140
"""Characters of a reason that is one of two."""

_ALONE = 200
"""Characters of a reason that is the only one."""

_SAYING = 3
"""Words of a sentence that can say why; with fewer it only names the answer again."""


def corrected(lesson: Lesson, question: Question, made: Outcome, reasons: Collection[str]) -> str:
    """What was said to a question that was missed, and what is right; with these reasons.

    Each reason stands behind what it speaks of, or it would seem to be the other one's.
    """
    chosen = made.choice if question.options else None
    told = []
    if not made.unknown:
        said = shorten(choices.label(question, made.choice, made.answer) or "", _SAID)
        told.append(phrase("results.line.said", said=choices.shown(question, said)))
    if FAILS in reasons and chosen is not None and not pitfalls.is_one(question):
        told.append(_sentence(question.options[chosen].explanation))
    told.append(reveal.key(question, why=False))
    if HOLDS in reasons:
        told += _why(lesson, question)
    return " ".join(one for one in told if one)


def known(lesson: Lesson, question: Question) -> str:
    """What is right of a question that was answered so, and why: by luck it may have been."""
    return " ".join(
        one for one in (reveal.key(question, why=False), *_why(lesson, question)) if one
    )


def _why(lesson: Lesson, question: Question) -> list[str]:
    """Why what is right holds.

    A pitfall's options share one explanation, too long for a list: why the right approach works is
    told, and where the wrong one was shown, then why people take it, named as that: it would read
    as the reason. A myth's options have none as a rule; it has its reality.
    """
    if found := pitfalls.pitfall(lesson, question.id):
        if pitfalls.shows_right(question):
            return [_opening(found.reason, _ALONE)]
        cause = _opening(found.cause, _REASON)
        tempts = phrase("part.cause", text=cause) if cause else ""
        return [_opening(found.reason, _REASON), tempts]
    told = _sentence(reveal.reasons(question))
    myth = context.myth(lesson, question.id)
    return [told or _opening(myth.reality if myth else "", _ALONE)]


def _sentence(text: str) -> str:
    """A reason's first sentence that says something, if it is short; two words don't."""
    first = next((one for one in _sentences(text) if len(one.split()) >= _SAYING), "")
    return first if len(first) <= _REASON else ""


def _opening(text: str, most: int) -> str:
    """As many of a text's first sentences as fit."""
    found = ""
    for one in _sentences(text):
        if len(longer := f"{found} {one}".strip()) > most:
            break
        found = longer
    return found


def _sentences(text: str) -> Iterable[str]:
    return SENTENCE_END.split(text.split("\n")[0])
