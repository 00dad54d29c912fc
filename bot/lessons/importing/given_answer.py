"""An answer that a page gives to its question: one of the options, a number, or a few words.

A line "Answer: …" below a question says what is right. Where the question offers options, it marks
one of them. A question that offers none is answered by estimating, if that is a number, or else in
words, if these are few: then ranges are made around the number. They are round, and where among
them the truth is follows from the question's words, so that it is not always the same place.
"""

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bot.lessons.importing.questions import SELF_JUDGED
from bot.lessons.numbers import strict
from bot.lessons.question import Estimate, Option, Range, Typed

_ANSWER = re.compile(
    r"^\W*(?:(?:the|correct|right|short)\s+){0,2}answer\W{0,3}\s*(?:is\b\s*)?[:=–—-]?\W*\s(?P<answer>\S.*)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:about|around|roughly|approximately|some|~|≈)?\s*(?P<number>\d[\d.,]*)"
    r"(?:\s*(?P<unit>%|[^\W\d]\S*(?:\s+\S+){0,2}))?",
    re.IGNORECASE,
)
_SERIES = ((1.0, 2.0, 5.0), (1.5, 3.0, 7.0))
_SHARES = ((0.0, 20.0, 40.0, 60.0, 80.0, 100.0), (0.0, 15.0, 35.0, 55.0, 75.0, 100.0))
_RANGES = 4
_YEARS = range(1400, 2200)
_MOST_WORDS = 4


def given(text: str) -> str:
    """The answer that a line gives; empty if it gives none."""
    found = _ANSWER.match(text)
    return found["answer"].strip(" .*_`") if found else ""


def fields(question: str, offered: Sequence[str], answer: str) -> dict[str, Any]:
    """How a question is answered by this, as fields of it; none if that can't be told."""
    if tuple(offered) != SELF_JUDGED:
        right = [label for label in offered if label.casefold() == answer.casefold()]
        options = tuple(Option(label=label, right=label in right) for label in offered)
        return {"options": options} if right else {}
    if estimate := _estimate(question, answer):
        return {"estimate": estimate}
    few = 0 < len(answer.split()) <= _MOST_WORDS and ";" not in answer
    return {"typed": Typed(accepted=(answer,))} if few else {}


def _estimate(question: str, answer: str) -> Estimate | None:
    found = _NUMBER.fullmatch(answer)
    truth = strict(found["number"].rstrip(".,")) if found else None
    if found is None or truth is None or truth <= 0:
        return None
    unit = found["unit"] or ""
    if not unit and truth in _YEARS:
        return None
    if unit.lower().startswith(("%", "percent", "per cent")) and truth < 100:
        ends = next(one for one in _SHARES if truth not in one)
        return Estimate(truth=truth, unit=unit, ranges=_between(ends))
    numbers = next(one for series in _SERIES if truth not in (one := _around(truth, series)))
    below = max(n for n, end in enumerate(numbers) if end < truth)
    first = below - int(hashlib.sha256(question.encode()).hexdigest(), 16) % _RANGES
    return Estimate(truth=truth, unit=unit, ranges=_between(numbers[first : first + _RANGES + 1]))


def _around(truth: float, series: Sequence[float]) -> tuple[float, ...]:
    """The numbers of a series, some powers of ten below a number and above it."""
    power = len(str(int(truth))) - 1 if truth >= 1 else -len(f"{truth:f}".split(".")[1]) - 1
    return tuple(round(one * 10.0**n, 12) for n in range(power - 3, power + 9) for one in series)


def _between(ends: Sequence[float]) -> tuple[Range, ...]:
    return tuple(Range(low=a, high=b) for a, b in pairwise(ends))
