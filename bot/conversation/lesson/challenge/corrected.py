"""A question in the list of a test: what was said, if that was wrong, and what is right, with why.

A list is skimmed, so a reason is what the lesson says in a few sentences; all else is told when its
number is pressed.
"""

from collections.abc import Collection, Sequence

from bot.conversation.lesson import quotation
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, context, estimating, pitfalls, reveal
from bot.conversation.session import Outcome
from bot.lessons.faults import shorten
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Lesson, Pitfall
from bot.lessons.question import Question

FAILS, HOLDS, OTHER = "fails", "holds", "other"
"""The reasons that can be told: why what was said fails, why what is right holds; and of a pitfall
the approach that was not shown."""

_SAID = 60
"""Characters of an answer that stand below its question."""

_REASON = 220
"""Characters of a reason that is told whole; of a longer one the first sentences are."""

_CAUSE = 140
"""Characters of why people go wrong, which is told beside a reason."""

_APPROACH = 300
"""Characters of an approach that wasn't shown: more than all but a very long one has."""

_SAYING = 3
"""Words of a sentence that can say why; with fewer it only names the answer again."""

_ENOUGH = 60
"""Characters of what is told of a longer reason, at least: "Thirteen cases fail." is none."""


def corrected(
    lesson: Lesson,
    question: Question,
    made: Outcome | None,
    reasons: Collection[str],
    own: str = "",
) -> str:
    """What was said to a question that was missed, and what is right; with these reasons.

    To one that was skipped (``None``) nothing was said. Each reason stands behind what it speaks
    of, or it would seem to be the other one's. The ``own`` one, that was written for the choice,
    stands in a line before why that fails.
    """
    said, wrote = list[str](), [phrase("results.line.wrote", text=own)] if own else []
    if made and not made.unknown:
        said.append(_said(question, made))
    fails = _fails(question, made) if made and FAILS in reasons else []
    if not own:
        said, fails = [*said, *fails], []
    right, below = [reveal.key(question, why=False)], list[str]()
    pitfall = pitfalls.pitfall(lesson, question.id)
    if pitfall and OTHER in reasons:
        why, below = _both_ways(pitfall, shows_right=pitfalls.shows_right(question))
        right += why
    elif HOLDS in reasons:
        right += _why(lesson, question)
    return _in_lines(said, wrote, fails, right, below)


def _said(question: Question, made: Outcome) -> str:
    if text := said_range(question, made):
        return text
    label = shorten(choices.label(question, made.choice, made.answer) or "", _SAID)
    return phrase("results.line.said", said=choices.shown(question, label))


def said_range(question: Question, made: Outcome | None) -> str:
    """The range that was said, if one was asked for: it isn't what is right, even if it holds it.

    A range is no quotation.
    """
    if question.estimate is None or made is None:
        return ""
    said = estimating.range_of(question.estimate, made.choice, made.answer)
    return phrase("results.line.range", range=estimating.shown(said)) if said else ""


def _fails(question: Question, made: Outcome) -> list[str]:
    """Why what was said fails: what a range has overlooked, or why the option does not hold."""
    if question.estimate:
        return [reason(text) for text in estimating.misjudged(question.estimate, made)]
    if made.choice is None or not question.options or question.is_pitfall:
        return []
    return [reason(question.options[made.choice].explanation)]


def _both_ways(pitfall: Pitfall, *, shows_right: bool) -> tuple[list[str], list[str]]:
    """What a missed pitfall comes to, behind its answer and below that; see ``pitfalls.reveal``.

    One of its two approaches was shown, and told alone it would be half of it.
    """
    why, cause = reason(pitfall.reason), _opening(_sentences(pitfall.cause), _CAUSE)
    tempts = phrase("part.cause", text=cause) if cause else ""
    other = _approach(pitfall.wrong if shows_right else pitfall.right)
    if shows_right:
        key = "results.line.mistake" if other else "pitfall.named"
        return [why], [phrase(key, title=pitfall.title, text=other), tempts]
    better = phrase("results.line.better", text=other) if other else ""
    works = phrase("part.reason", text=why) if why else ""
    return [phrase("pitfall.named", title=pitfall.title), tempts], [better, works]


def _approach(text: str) -> str:
    """An approach, its code as it is; of a very long one only how it begins."""
    line = quotation.paragraph(text)
    if len(line) <= _APPROACH:
        return quotation.beginning(quotation.in_lines(text))
    return _opening(SENTENCE_END.split(line), _APPROACH)


def _in_lines(*lines: Sequence[str]) -> str:
    joined = (quotation.joined([*line]) for line in lines)
    return "\n".join(line for line in joined if line)


def known(lesson: Lesson, question: Question, made: Outcome | None = None) -> str:
    """What is right of a question that was answered so, and why: by luck it may have been."""
    told = said_range(question, made), reveal.key(question, why=False), *_why(lesson, question)
    return " ".join(text for text in told if text)


def _why(lesson: Lesson, question: Question) -> list[str]:
    """Why what is right holds.

    A pitfall's options share one explanation, too long for a list: why the right approach works is
    told, and where the wrong one was shown, then why people take it, named as that: it would read
    as the reason. A myth's options have none as a rule; it has its reality.
    """
    if pitfall := pitfalls.pitfall(lesson, question.id):
        if pitfalls.shows_right(question):
            return [reason(pitfall.reason)]
        cause = _opening(_sentences(pitfall.cause), _CAUSE)
        tempts = phrase("part.cause", text=cause) if cause else ""
        return [reason(pitfall.reason), tempts]
    myth = context.myth(lesson, question.id)
    return [reason(reveal.reasons(question)) or reason(myth.reality if myth else "")]


def reason(text: str) -> str:
    """A reason, whole or as many of its first sentences as fit, from where it says something."""
    every = _sentences(text)
    saying = (at for at, part in enumerate(every) if len(part.split()) >= _SAYING)
    return _opening(every[next(saying, len(every)) :], _REASON, _ENOUGH)


def _opening(sentences: Sequence[str], most: int, least: int = 0) -> str:
    """As many of these as fit in ``most`` characters, and so many that they are ``least`` long."""
    text = ""
    for sentence in sentences:
        if len(longer := f"{text} {sentence}".strip()) > most and len(text) >= least:
            break
        text = longer
    return text


def _sentences(text: str) -> list[str]:
    return SENTENCE_END.split(text.split("\n")[0]) if text else []
