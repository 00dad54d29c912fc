"""A question of a lesson: how it is asked, committed to, and answered.

With two options one tap commits choice and confidence; with more, the choice comes first and the
confidence after it. Who wants no confidence step has plain options, and one tap commits. "No idea"
is always there and honest. A reveal speaks to the learner's own
prediction: what it says depends on how sure they were and whether they were right.
"""

from bot.conversation.facts.learner import Attempt, Phase
from bot.conversation.language.markup import plain
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer, Outcome
from bot.learning.predictions import Confidence, Reveal, reveal, score
from bot.lessons.model import Myth, Option, Question

ONE_TAP = 2
"""Options up to which choice and confidence fit in one row of buttons each."""


def rows(question: Question, *, confidence: bool) -> list[list[Offer]]:
    """The choices of a question, with the ways out below them; with or without ``confidence``."""
    labels = [plain(option.label) for option in question.options]
    if not confidence:
        taps = [Offer(label, f"commit {n} unsaid") for n, label in enumerate(labels)]
        choices = [taps] if len(taps) == ONE_TAP else [[tap] for tap in taps]
    elif len(labels) == ONE_TAP:
        first, second = labels
        choices = [
            [_tap(0, first, "sure"), _tap(0, first, "probable")],
            [_tap(1, second, "probable"), _tap(1, second, "sure")],
        ]
    else:
        choices = [[Offer(label, f"pick {n}")] for n, label in enumerate(labels)]
    out = [Offer(phrase("ask.unknown"), "unknown")]
    if question.hint:
        out.append(Offer(phrase("ask.hint"), "hint"))
    return [*choices, [*out, Offer(phrase("ask.skip"), "skip")]]


def confidence_rows() -> list[list[Offer]]:
    """How sure a choice is, once it is made."""
    return [
        [
            Offer(phrase("ask.guess"), "sure guess"),
            Offer(phrase("ask.fairly"), "sure probable"),
            Offer(phrase("ask.certain"), "sure sure"),
        ],
        [Offer(phrase("ask.back"), "back")],
    ]


def verdict_rows() -> list[list[Offer]]:
    """The learner's own verdict on a question without a key."""
    return [
        [
            Offer(phrase("ask.judge.yes"), "judge yes"),
            Offer(phrase("ask.judge.no"), "judge no"),
        ]
    ]


def _tap(n: int, label: str, confidence: Confidence) -> Offer:
    return Offer(phrase(f"ask.{confidence}", label=label), f"commit {n} {confidence}")


def said(question: Question, choice: int | None, confidence: Confidence) -> str:
    """The commitment in words, for the message that asked for it."""
    return said_as(question, None if choice is None else question.options[choice].label, confidence)


def said_as(question: Question, label: str | None, confidence: Confidence) -> str:
    """The same by the option's label; ``None`` is "no idea"."""
    if label is None:
        return phrase("said.unknown")
    if len(question.options) > ONE_TAP and confidence in ("sure", "probable"):
        key = "said.certain" if confidence == "sure" else "said.fairly"
        return phrase(key, label=label)
    return phrase(f"said.{confidence}", label=label)


def outcome(
    question: Question, phase: Phase, choice: int | None, confidence: Confidence
) -> Outcome:
    """What a commitment comes to: right or not, and its score; neither for an open question.

    Where no confidence was said there is no score.
    """
    right: bool | None = None
    points: float | None = None
    if not question.open:
        right = choice is not None and question.options[choice].right
        keyed = sum(option.right for option in question.options)
        if keyed < len(question.options) and confidence != "unsaid":
            points = score(confidence, len(question.options), keyed, right)
    return Outcome(question.id, phase, choice, confidence, right, points)


def attempt(run: str, lesson: str, revision: str, made: Outcome, took_us: int) -> Attempt:
    """The row that a commitment leaves for ever; ``took_us`` is in microseconds."""
    return Attempt(
        run=run,
        lesson=lesson,
        revision=revision,
        question=made.question,
        phase=made.phase,
        choice=made.choice,
        confidence=made.confidence,
        right=made.right,
        score=made.score,
        took_ms=max(took_us, 0) // 1000,
    )


def answer(question: Question, made: Outcome | None, myth: Myth | None = None) -> list[str]:
    """The reveal, in parts: it quotes the prediction and says why it held or failed."""
    if made is None:
        return [phrase("reveal.skipped"), *reality(myth)]
    if question.open:
        return [*_open_answer(question, made), *reality(myth)]
    kind = reveal(made.confidence, bool(made.right))
    if kind == "unknown" or made.choice is None:
        return [phrase("reveal.unknown"), *(reality(myth) or [key(question)])]
    chosen = question.options[made.choice]
    parts = [phrase(f"reveal.{_shade(kind, made.confidence)}", label=chosen.label)]
    if kind == "sure_wrong":
        parts += _refutation(chosen, myth)
    elif not made.right and chosen.explanation:
        parts.append(chosen.explanation)
    if myth:
        return [*parts, *reality(myth)]
    if kind == "sure_right":
        return parts
    return [*parts, chosen.explanation if made.right else key(question)]


def exit_answer(question: Question, made: Outcome, myth: Myth | None = None) -> list[str]:
    """The shorter reveal of a question that was asked once more."""
    if question.open:
        return _open_answer(question, made)
    kind = reveal(made.confidence, bool(made.right))
    label = question.options[made.choice].label if made.choice is not None else ""
    shade = kind if made.right else _shade(kind, made.confidence)
    opening = phrase(f"exit.{shade}", label=label)
    if made.right:
        return [opening]
    return [opening, *(reality(myth)[:1] or [key(question)])]


def _shade(kind: Reveal, confidence: Confidence) -> str:
    """The reveal's wording: somebody who guessed did not lean towards anything."""
    return kind.replace("unsure", "guess") if confidence == "guess" else kind


def _refutation(chosen: Option, myth: Myth | None) -> list[str]:
    """A belief is refuted in three parts: the belief, why it tempts, why it fails."""
    parts = []
    if myth and myth.belief:
        parts.append(phrase("reveal.belief", text=myth.belief))
    if chosen.temptation:
        parts.append(phrase("reveal.sure_wrong.tempts", text=chosen.temptation))
    if chosen.explanation:
        parts.append(phrase("reveal.sure_wrong.fails", text=chosen.explanation))
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
    return [phrase("reveal.open", label=question.options[made.choice].label)]


def key(question: Question) -> str:
    """What is right, and why."""
    right = [option for option in question.options if option.right]
    texts = " ".join(option.explanation for option in right if option.explanation)
    if len(right) == 1:
        return phrase("reveal.answer", label=right[0].label, text=texts).strip()
    labels = ", ".join(option.label for option in right)
    return phrase("reveal.answers", labels=labels, text=texts).strip()
