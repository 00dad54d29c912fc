"""The choices of a question: the buttons by which it is answered, and what was chosen in words.

The choice comes first; how sure it is comes after it, in the same message, by buttons that say what
they mean. Who wants no confidence step has plain options, and a tap commits. "No idea" is always
there and honest. A reveal speaks to the learner's own prediction: what
it says depends on how sure they were and whether they were right.

An estimate has its ranges (see ``estimating``), and an answer in words is typed (see ``typed``).
"""

from collections.abc import Mapping, Sequence
from functools import cache

from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.language.markup import escape_markdown, plain, unquote_words
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import estimating, pitfalls
from bot.conversation.session import Outcome
from bot.conversation.turn import Scene
from bot.learning.predictions import Confidence
from bot.lessons.question import Question, Wanted

PAIR = 2
"""Options of a question that asks which of two it is."""

ABREAST = 18
"""Characters of a label up to which two stand in a row: more are cut short on a narrow phone."""

_HOW: Mapping[Wanted, str] = {
    "words": "typed.how",
    "number": "typed.how.number",
    "date": "typed.how.date",
    "percentage": "typed.how.percentage",
    "money": "typed.how.money",
}


def put(
    scene: Scene,
    question: Question,
    text: str,
    *,
    turned: bool = False,
    hints: bool = True,
    more: Sequence[Offer] = (),
) -> None:
    """Open a question with this text, which has ``how`` it is answered; the rest see ``rows``.

    ``more`` is offered behind its last choice, as is skipping it.
    """
    words = call("estimate") if question.estimate else call("answer") if question.typed else ()
    confidence = scene.asks_confidence
    offers = rows(question, confidence=confidence, turned=turned, hints=hints)
    behind = [[offer(phrase("ask.skip"), "skip"), *more]]
    scene.ask(text, offers, words=words, digits=bool(words), behind=behind)


def how(question: Question) -> str:
    """How a question is answered, where that is not by an option."""
    if question.estimate:
        return phrase("estimate.how")
    if question.typed is None:
        return ""
    return phrase(_HOW[question.typed.wanted])


def rows(
    question: Question, *, confidence: bool, turned: bool = False, hints: bool = True
) -> list[list[Offer]]:
    """The choices of a question, with "no idea" below them; with or without ``confidence``.

    With ``hints``, the question's hint is below them, too.

    If ``turned``, they stand from last to first: what is remembered is then no place, and numbers
    are in order still. Each choice keeps its number. Ranges are not turned. Of a pitfall "yes"
    comes first, whichever approach is shown.
    """
    choices = _choices(question, confidence, turned=turned or pitfalls.yes_is_second(question))
    out = [offer(phrase("ask.unknown"), "unknown")]
    if question.hint and hints:
        out.append(offer(phrase("ask.hint"), "hint"))
    return [*choices, out]


def _choices(question: Question, confidence: bool, *, turned: bool) -> list[list[Offer]]:
    if question.estimate:
        return estimating.rows(question.estimate)
    labels = [(n, plain(option.label)) for n, option in enumerate(question.options)]
    labels = labels[::-1] if turned else labels
    taps = [
        offer(label, "pick", n) if confidence else offer(label, "commit", n, "unsaid")
        for n, label in labels
    ]
    short = all(len(label) <= ABREAST for _, label in labels)
    return [taps] if len(taps) == PAIR and short else [[tap] for tap in taps]


def confidence_rows(back: str = "ask.back") -> list[list[Offer]]:
    """How sure a choice is, once it is made; ``back`` is the phrase that offers another."""
    return [
        [
            offer(phrase("ask.is_sure"), "sure sure"),
            offer(phrase("ask.is_probable"), "sure probable"),
            offer(phrase("ask.is_guess"), "sure guess"),
        ],
        [offer(phrase(back), "back")],
    ]


def verdict_rows() -> list[list[Offer]]:
    return [
        [
            offer(phrase("ask.judge.yes"), "judge yes"),
            offer(phrase("ask.judge.no"), "judge no"),
        ]
    ]


def is_yes_or_no(question: Question) -> bool:
    """Whether it is answered by yes or no, in whatever language."""
    labels = {plain(option.label).casefold() for option in question.options}
    return len(question.options) == PAIR and labels in _yes_and_no()


@cache
def _yes_and_no() -> list[set[str]]:
    groups = []
    for language in LANGUAGES:
        with speaking(Manner(language)):
            groups.append({phrase(f"pitfall.{text}").casefold() for text in ("yes", "no")})
    return groups


def right_labels(question: Question) -> str:
    if question.estimate:
        return ""
    if question.typed:
        return question.typed.accepted[0]
    return " ".join(option.label for option in question.options if option.right)


def label(question: Question, choice: int | None, answer: str | None) -> str | None:
    """What was chosen or typed, as it is remembered; ``None`` for "no idea"."""
    if question.estimate:
        said = estimating.range_of(question.estimate, choice, answer)
        return estimating.encode(said) if said else None
    return answer if question.typed or choice is None else question.options[choice].label


def render(question: Question, label: str) -> str:
    """What was chosen or typed, from how it is remembered, as Markdown."""
    if question.estimate:
        return estimating.reshown(label)
    if question.typed:
        return escape_markdown(label) or phrase("typed.gone")
    if question.is_pitfall:
        return pitfalls.reshown(question, label)
    return unquote_words(label)


def commitment(question: Question, outcome: Outcome) -> str:
    """The commitment in words, for the message that asked for it."""
    return said_as(question, label(question, outcome.choice, outcome.answer), outcome.confidence)


def said_as(question: Question, label: str | None, confidence: Confidence) -> str:
    """The same by what is remembered of it; ``None`` is "no idea", or the learner's words."""
    if label is None and confidence == "unsaid":
        return phrase("said.own")
    if label is None:
        return phrase("said.unknown")
    label = render(question, label)
    if confidence in ("range", "wide"):
        return phrase("said.range", label=label)
    return phrase(f"said.{confidence}", label=label)
