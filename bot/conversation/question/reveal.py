"""The reveal of a question: it speaks to the learner's own prediction.

What it says depends on how sure they were and whether they were right; of an estimate, on where its
range lies.
"""

from bot.conversation.language.markup import escaped, unquoted
from bot.conversation.phrases import phrase
from bot.conversation.question import estimating, pitfalls, typed
from bot.conversation.session import Outcome
from bot.learning.predictions import Confidence, Reveal, reveal
from bot.lessons.model import Myth
from bot.lessons.question import Option, Question


def answer(question: Question, made: Outcome | None, myth: Myth | None = None) -> list[str]:
    """The reveal, in parts: it quotes the prediction and says why it held or failed."""
    if made is None and pitfalls.is_one(question):
        return [key(question)]
    if made is None:
        return [phrase("reveal.skipped"), *reality(myth)]
    if question.open:
        return [*_open_answer(question, made), *reality(myth)]
    kind = reveal(made.confidence, bool(made.right))
    if kind == "unknown" or made.unknown:
        return [phrase("reveal.unknown"), *(reality(myth) or [key(question)])]
    if question.estimate:
        return [*estimating.answered(question.estimate, made), key(question)]
    if made.choice is None:
        # What was right and sure is not said once more, but why it is right still is.
        why = question.typed.why if question.typed else ""
        told = [why] if kind == "sure_right" else [key(question)]
        return [*_in_words(question, made), *(one for one in told if one)]
    chosen = question.options[made.choice]
    parts = [phrase(f"reveal.{_shade(kind, made.confidence)}", label=unquoted(chosen.label))]
    if kind == "sure_wrong":
        parts += refutation(chosen, myth)
    elif not made.right and chosen.explanation:
        parts.append(chosen.explanation)
    if myth:
        return [*parts, *reality(myth)]
    return [*parts, chosen.explanation if made.right else key(question)]


def exit_answer(question: Question, made: Outcome) -> list[str]:
    """How the reveal begins of a question that was asked once more; that is all if it is right."""
    if question.open:
        return _open_answer(question, made)
    kind = reveal(made.confidence, bool(made.right))
    if question.estimate and not made.unknown:
        told = estimating.answered(question.estimate, made, again=True)
        return [*told, key(question)] if made.right else told
    if question.typed and not made.unknown:
        return _in_words(question, made, again=True)
    label = unquoted(question.options[made.choice].label) if made.choice is not None else ""
    shade = kind if made.right else _shade(kind, made.confidence)
    return [phrase(f"exit.{shade}", label=label)]


def _in_words(question: Question, made: Outcome, *, again: bool = False) -> list[str]:
    """What is said of an answer in words, before what is right."""
    if miss := typed.near(question, made):
        return [miss]
    kind = reveal(made.confidence, bool(made.right))
    shade = kind if again and made.right else _shade(kind, made.confidence)
    opening = phrase(f"{'exit' if again else 'reveal'}.{shade}", label=escaped(made.answer or ""))
    return [one for one in (opening, typed.slip(question, made)) if one]


def _shade(kind: Reveal, confidence: Confidence) -> str:
    """The reveal's wording: somebody who guessed did not lean towards anything."""
    return kind.replace("unsure", "guess") if confidence == "guess" else kind


def refutation(chosen: Option, myth: Myth | None = None) -> list[str]:
    """A belief is refuted in three parts: the belief, why it tempts, why it fails."""
    parts = []
    if myth and myth.belief:
        parts.append(phrase("reveal.belief", text=myth.belief))
    if chosen.temptation:
        parts.append(phrase("reveal.sure_wrong.tempts", text=chosen.temptation))
    if chosen.explanation and chosen.temptation:
        parts.append(phrase("reveal.sure_wrong.fails", text=chosen.explanation))
    elif chosen.explanation:
        parts.append(chosen.explanation)
    return parts


def reality(myth: Myth | None) -> list[str]:
    """What is true of a myth, and why that matters; nothing if there is no myth."""
    if myth is None:
        return []
    parts = [("reveal.reality", myth.reality), ("reveal.matters", myth.matters)]
    return [phrase(key, text=text) for key, text in parts if text]


def _open_answer(question: Question, made: Outcome) -> list[str]:
    if made.choice is None:
        return [phrase("reveal.open.unknown")]
    return [phrase("reveal.open", label=unquoted(question.options[made.choice].label))]


def key(question: Question, *, why: bool = True) -> str:
    """What is right, and ``why``."""
    if estimate := question.estimate:
        text = estimate.why if why else ""
        return phrase("reveal.answer", label=estimating.truth(estimate), text=text).strip()
    if question.typed:
        text = question.typed.why if why else ""
        return phrase("reveal.answer", label=question.typed.accepted[0], text=text).strip()
    right = [option for option in question.options if option.right]
    texts = " ".join(option.explanation for option in right if why and option.explanation)
    if len(right) == 1:
        return phrase("reveal.answer", label=right[0].label, text=texts).strip()
    labels = ", ".join(option.label for option in right)
    return phrase("reveal.answers", labels=labels, text=texts).strip()
