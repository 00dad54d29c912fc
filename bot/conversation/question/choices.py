"""A question of a lesson: how it is asked, committed to, and answered.

With two options one tap commits choice and confidence; with more, the choice comes first and the
confidence after it. Who wants no confidence step has plain options, and one tap commits. "No idea"
is always there and honest. A reveal speaks to the learner's own
prediction: what it says depends on how sure they were and whether they were right.
"""

from collections.abc import Sequence

from bot.conversation.language.markup import plain, unquoted
from bot.conversation.phrases import phrase
from bot.conversation.session import Call, Offer, offer
from bot.learning.predictions import Confidence
from bot.lessons.question import Question

ONE_TAP = 2
"""Options up to which choice and confidence fit in one row of buttons each."""


def rows(question: Question, *, confidence: bool, turned: bool = False) -> list[list[Offer]]:
    """The choices of a question, with the ways out below them; with or without ``confidence``.

    If ``turned``, three and more stand from last to first: what is remembered is then no place,
    and numbers are in order still. Each choice keeps its number.
    """
    labels = [plain(option.label) for option in question.options]
    if not confidence:
        taps = [offer(label, "commit", n, "unsaid") for n, label in enumerate(labels)]
        choices = [taps] if len(taps) == ONE_TAP else [[tap] for tap in taps]
    elif len(labels) == ONE_TAP:
        first, second = labels
        choices = [
            [_tap(0, first, "sure"), _tap(0, first, "probable")],
            [_tap(1, second, "probable"), _tap(1, second, "sure")],
        ]
    else:
        choices = [[offer(label, "pick", n)] for n, label in enumerate(labels)]
    if turned and len(labels) > ONE_TAP:
        choices = choices[::-1]
    out = [offer(phrase("ask.unknown"), "unknown")]
    if question.hint:
        out.append(offer(phrase("ask.hint"), "hint"))
    return [*choices, [*out, offer(phrase("ask.skip"), "skip")]]


def confidence_rows() -> list[list[Offer]]:
    """How sure a choice is, once it is made."""
    return [
        [
            offer(phrase("ask.guess"), "sure guess"),
            offer(phrase("ask.fairly"), "sure probable"),
            offer(phrase("ask.certain"), "sure sure"),
        ],
        [offer(phrase("ask.back"), "back")],
    ]


def verdict_rows() -> list[list[Offer]]:
    """The learner's own verdict on a question without a key."""
    return [
        [
            offer(phrase("ask.judge.yes"), "judge yes"),
            offer(phrase("ask.judge.no"), "judge no"),
        ]
    ]


def narrowed(calls: Sequence[Call]) -> Call | None:
    """Picking what all of these commit to, with the confidence open; ``None`` if they differ."""
    picked = {call[:2] for call in calls}
    if len(picked) == 1 and (only := picked.pop())[0] == "commit":
        return ("pick", *only[1:])
    return None


def _tap(n: int, label: str, confidence: Confidence) -> Offer:
    return offer(phrase(f"ask.{confidence}", label=label), "commit", n, confidence)


def said(question: Question, choice: int | None, confidence: Confidence) -> str:
    """The commitment in words, for the message that asked for it."""
    return said_as(question, None if choice is None else question.options[choice].label, confidence)


def said_as(question: Question, label: str | None, confidence: Confidence) -> str:
    """The same by the option's label; ``None`` is "no idea"."""
    if label is None:
        return phrase("said.unknown")
    return phrase(f"said.{confidence}", label=unquoted(label))
