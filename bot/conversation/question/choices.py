"""The choices of a question: the buttons by which it is answered, and what was chosen in words.

With two options a tap commits choice and confidence; with more, the choice comes first and the
confidence after it, in the same words. A guess between two has no button of its own, since it is
worth what "No idea" is, and says less. Who wants no confidence step has plain options, and a tap
commits. "No idea" is always there and honest. A reveal speaks to the learner's own prediction: what
it says depends on how sure they were and whether they were right.

An estimate has its ranges (see ``estimating``), and an answer in words is typed (see ``typed``).
"""

from collections.abc import Mapping, Sequence
from functools import cache

from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.language.markup import escaped, plain, unquoted
from bot.conversation.offers import Call, Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import estimating, pitfalls
from bot.conversation.session import Outcome
from bot.conversation.turn import Scene
from bot.learning.predictions import Confidence
from bot.lessons.question import Question, Wanted
from bot.values import replace

ONE_TAP = 2
"""Options up to which choice and confidence fit in one row of buttons each."""

MEANING = "confidence"
"""What learners are told once (``Learner.told``): what the words for confidence mean."""

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

    ``more`` is offered below the ways out.
    """
    words = call("estimate") if question.estimate else call("answer") if question.typed else ()
    confidence = scene.asks_confidence
    offers = rows(question, confidence=confidence, turned=turned, hints=hints)
    scene.ask(text, [*offers, more], words=words, digits=bool(words))


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
    """The choices of a question, with the ways out below them; with or without ``confidence``.

    With ``hints``, the question's hint is below them, too.

    If ``turned``, they stand from last to first: what is remembered is then no place, and numbers
    are in order still. Each choice keeps its number. Ranges are not turned. Of a pitfall "yes"
    comes first, whichever approach is shown.
    """
    choices = _choices(question, confidence, turned=turned or pitfalls.yes_is_second(question))
    out = [offer(phrase("ask.unknown"), "unknown")]
    if question.hint and hints:
        out.append(offer(phrase("ask.hint"), "hint"))
    return [*choices, [*out, offer(phrase("ask.skip"), "skip")]]


def _choices(question: Question, confidence: bool, *, turned: bool) -> list[list[Offer]]:
    if question.estimate:
        return estimating.rows(question.estimate)
    labels = [(n, plain(option.label)) for n, option in enumerate(question.options)]
    labels = labels[::-1] if turned else labels
    if not confidence:
        taps = [offer(label, "commit", n, "unsaid") for n, label in labels]
        return [taps] if len(taps) == ONE_TAP else [[tap] for tap in taps]
    if len(labels) == ONE_TAP:
        first, second = labels
        return [
            [_tap(*first, "sure"), _tap(*first, "probable")],
            [_tap(*second, "probable"), _tap(*second, "sure")],
        ]
    return [[offer(label, "pick", n)] for n, label in labels]


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


def meaning_beside(scene: Scene, question: Question) -> str:
    """The same beside a question whose confidence is asked with it."""
    two = len(question.options) == ONE_TAP
    return meaning(scene, "ask.meaning.two") if two else ""


def meaning(scene: Scene, key: str = "ask.meaning") -> str:
    """What the words for confidence mean, when they are first asked for; nothing after that."""
    learner = scene.learner
    if not scene.asks_confidence or MEANING in learner.told:
        return ""
    scene.learner = replace(learner, told=(*learner.told, MEANING))
    return phrase(key)


def verdict_rows() -> list[list[Offer]]:
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


def is_yes_or_no(question: Question) -> bool:
    """Whether it is answered by yes or no, in whatever language."""
    labels = {plain(option.label).casefold() for option in question.options}
    return len(question.options) == ONE_TAP and labels in _yes_and_no()


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
        return estimating.kept(said) if said else None
    return answer if question.typed or choice is None else question.options[choice].label


def shown(question: Question, label: str) -> str:
    """What was chosen or typed, from how it is remembered, as Markdown."""
    if question.estimate:
        return estimating.reshown(label)
    if question.typed:
        return escaped(label) or phrase("typed.gone")
    if question.is_pitfall:
        return pitfalls.reshown(question, label)
    return unquoted(label)


def said(question: Question, outcome: Outcome) -> str:
    """The commitment in words, for the message that asked for it."""
    return said_as(question, label(question, outcome.choice, outcome.answer), outcome.confidence)


def said_as(question: Question, label: str | None, confidence: Confidence) -> str:
    """The same by what is remembered of it; ``None`` is "no idea", or the learner's words."""
    if label is None and confidence == "unsaid":
        return phrase("said.own")
    if label is None:
        return phrase("said.unknown")
    label = shown(question, label)
    if confidence in ("range", "wide"):
        return phrase("said.range", label=label)
    return phrase(f"said.{confidence}", label=label)
