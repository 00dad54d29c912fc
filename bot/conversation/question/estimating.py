"""An estimate: a range is chosen among those offered, or typed, and answered by where it lies.

The range says how sure a learner is, so nothing is asked about that. A typed range that is among
those offered counts as the offered. What a range is worth is in ``bot.learning.estimates``.
"""

from typing import Literal

from bot.conversation.facts.learner import Phase
from bot.conversation.language.locale import manner
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import number, phrase
from bot.conversation.session import Outcome
from bot.learning import estimates
from bot.lessons import numbers
from bot.lessons.numbers import loose_range, strict_range, written_range
from bot.lessons.question import Estimate, Question, Range

MAX_RANGE_TEXT = 200
"""Characters of a text in which a range is looked for."""

_SIGN = 4
"""Characters of a unit that is short enough for a button, such as % or km/h."""

_SHORT, _FAIR = 9, 16
"""Characters of a label of which three, or two, stand side by side on a phone."""

_SLIGHTLY = 4
"""How many times wider than its miss a range is if a slightly wider range would have held it. The
number, too, is so many times larger than the miss: where ranges span powers of ten, a range of a
single power would have to be twice as wide in plain numbers."""

Place = Literal["held", "wide", "narrow_below", "narrow_above", "below", "above"]
"""Where a range lies: it holds the truth, or says little; it just misses it; it misses it.

``below`` is a range below the truth. A range just misses it if the truth is no farther from it than
a quarter of its width, and of the truth itself, and none of the ranges that are offered lies whole
between the two.
"""


def rows(estimate: Estimate) -> list[list[Offer]]:
    """The ranges that are offered, as many in a row as a phone shows."""
    unit = estimate.unit if len(estimate.unit) <= _SIGN else ""
    offers = [
        offer(render(interval, unit), "range", n) for n, interval in enumerate(estimate.ranges)
    ]
    longest = max(len(button.label) for button in offers)
    three = longest <= _SHORT and len(offers) % 3 == 0
    many = 3 if three else 2 if longest <= _FAIR else 1
    return [offers[n : n + many] for n in range(0, len(offers), many)]


def read(text: str) -> Range | int:
    """The range that was typed, or how many numbers there are instead of its two ends."""
    number = loose_range(text[:MAX_RANGE_TEXT], manner().language)
    return number if isinstance(number, int) else Range(low=number[0], high=number[1])


def render(said: Range, unit: str = "") -> str:
    """A range as the language writes it, perhaps with what is counted."""
    key = "estimate.range.signed" if said.low < 0 else "estimate.range"
    return _count_unit(phrase(key, low=number(said.low), high=number(said.high)), unit)


def _count_unit(number: str, unit: str) -> str:
    """A number, or a range, with what it counts; 5% stands together in some languages."""
    if unit.startswith("%"):
        return phrase("estimate.percent", number=number) + unit[1:]
    return f"{number} {unit}".strip()


def reshown(kept: str) -> str:
    """A range as it is kept, for people; what is none stays as it is."""
    ends = strict_range(kept)
    return render(Range(low=ends[0], high=ends[1])) if ends else kept


def encode(said: Range) -> str:
    """A range as it goes on record, see ``numbers.written_range``."""
    return written_range(said.low, said.high)


def range_of(estimate: Estimate, choice: int | None, answer: str | None) -> Range | None:
    """The range that was chosen, or typed; ``None`` for "no idea"."""
    if choice is not None:
        return estimate.ranges[choice] if choice < len(estimate.ranges) else None
    ends = strict_range(answer or "")
    return Range(low=ends[0], high=ends[1]) if ends else None


def outcome(question: Question, phase: Phase, said: Range | None) -> Outcome:
    """What a range comes to; with ``None`` it is "no idea", which scores nothing."""
    estimate = question.estimate
    if estimate is None:
        raise ValueError(f"{question.id} is no estimate")
    if said is None:
        return Outcome(question.id, phase, None, "none", right=False, score=0.0)
    choice = estimate.ranges.index(said) if said in estimate.ranges else None
    return Outcome(
        question.id,
        phase,
        choice,
        estimates.confidence(estimate, said),
        numbers.holds(estimate, said),
        estimates.score(estimate, said),
        answer=encode(said) if choice is None else None,
    )


def place(estimate: Estimate, said: Range) -> Place:
    if numbers.holds(estimate, said):
        return "wide" if estimates.confidence(estimate, said) == "wide" else "held"
    below = said.high < estimate.truth
    missed_by = min(abs(estimate.truth - end) for end in (said.low, said.high))
    slightly = missed_by * _SLIGHTLY <= abs(estimate.truth)
    slightly &= numbers.miss(estimate, said) * _SLIGHTLY <= numbers.width(estimate, said)
    if slightly and not _between(estimate, said):
        return "narrow_below" if below else "narrow_above"
    return "below" if below else "above"


def _between(estimate: Estimate, said: Range) -> bool:
    """Whether a whole offered range lies between this range and the truth."""
    return any(
        said.high <= interval.low <= interval.high < estimate.truth
        or estimate.truth < interval.low <= interval.high <= said.low
        for interval in estimate.ranges
    )


def answer_range(estimate: Estimate, outcome: Outcome, *, again: bool = False) -> list[str]:
    """What is said of a range; with ``again``, in fewer words if it holds the truth."""
    said = range_of(estimate, outcome.choice, outcome.answer)
    if said is None:
        return []
    where = place(estimate, said)
    if again and outcome.right:
        return [phrase("exit.range.right", range=render(said))]
    near = is_near(estimate, outcome)
    far = not outcome.right and numbers.miss(estimate, said) > numbers.width(estimate, said)
    key = "narrow" if near else f"far_{where}" if far else where
    return [
        phrase(f"reveal.range.{key}", range=render(said)),
        *explain_misjudged(estimate, outcome),
    ]


def is_near(estimate: Estimate, outcome: Outcome) -> bool:
    """Whether a range just misses the truth, see ``Place``."""
    said = range_of(estimate, outcome.choice, outcome.answer)
    return said is not None and place(estimate, said).startswith("narrow")


def explain_misjudged(estimate: Estimate, outcome: Outcome) -> list[str]:
    """What a range on this side of the truth has overlooked, where the lesson says it."""
    said = range_of(estimate, outcome.choice, outcome.answer)
    where = place(estimate, said) if said else ""
    sides = (("below", estimate.below), ("above", estimate.above))
    return [text for side, text in sides if text and where.endswith(side)]


def truth(estimate: Estimate) -> str:
    return _count_unit(number(estimate.truth), estimate.unit)
