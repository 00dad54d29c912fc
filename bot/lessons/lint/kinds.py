"""Advice on estimates and answers in words: ranges that tell too much, forms that are lacking."""

import re
from collections.abc import Iterator, Sequence

from bot.lessons.answers import folded, judge
from bot.lessons.faults import HURTS, Faults, Position, shorten
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.lint.typed import joined_forms
from bot.lessons.numbers import written_range
from bot.lessons.question import Estimate, Question, Typed
from bot.lessons.ranges import WIDE, holds, wide

MOST_WORDS = 4
"""Words of an answer that people can be expected to write as it is accepted."""

_FEW = 3
"""From how many estimates on a pattern in where their truths lie says something."""

_PLURAL = re.compile("[a-z]{2,}[^asiu]s")

_NUMERALS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def kinds_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on every estimate and every answer in words of the lesson."""
    for question in draft.lesson.questions:
        place = draft.place(f"question:{question.id}")
        if question.estimate:
            _estimate(place, question.estimate, faults)
        if question.typed:
            _typed(place, question, question.typed, faults)
    estimates = [one.estimate for one in draft.lesson.questions if one.estimate]
    if len(estimates) >= _FEW:
        _same_place(draft.place("lesson"), estimates, faults)


def _estimate(place: Position, estimate: Estimate, faults: Faults) -> None:
    ranges = estimate.ranges
    if not estimate.why:
        what, mend = "an estimate that does not say why it is so many", 'add "**Why:** …"'
        faults.add(place, what, mend, "advice")
    for label, there, said in (
        ("Too low", any(one.high < estimate.truth for one in ranges), estimate.below),
        ("Too high", any(one.low > estimate.truth for one in ranges), estimate.above),
    ):
        if there and not said:
            what = f"nothing answers those who are {label.lower()}"
            mend = f'add "**{label}:** …", so that the thinking behind it is answered'
            faults.add(place, what, mend, "advice")
    if sum(holds(estimate, one) for one in ranges) > 1:
        what = "an answer at the end of a range, which the next range holds as well"
        faults.add(place, what, "move that end", "advice")
    for one in ranges:
        if wide(estimate, one):
            what = f"the range {written_range(one.low, one.high)} takes more than half of all"
            mend = f"divide it: choosing more than {WIDE:.0%} shows no knowledge"
            faults.add(place, what, mend, "advice")


def _same_place(place: Position, estimates: Sequence[Estimate], faults: Faults) -> None:
    """Truths that can be told from where they stand among the ranges."""
    places = [{n for n, one in enumerate(e.ranges, 1) if holds(e, one)} for e in estimates]
    mend = "leave out ranges at one end of some, or add some there"
    if same := set.intersection(*places):
        what = f"in every estimate, range {min(same)} holds the answer"
        faults.add(place, what, mend, "advice")
    elif all((len(e.ranges) + 1) / 2 in found for e, found in zip(estimates, places, strict=True)):
        what = "in every estimate, the range in the middle holds the answer"
        faults.add(place, what, mend, "advice")


def _typed(place: Position, question: Question, typed: Typed, faults: Faults) -> None:
    first = typed.accepted[0]
    if not typed.why:
        what, mend = "an answer in words that is not explained", 'add "**Why:** …"'
        faults.add(place, what, mend, "advice")
    if len(first.split()) > MOST_WORDS and not joined_forms(typed.accepted):
        what = f"an answer of {len(first.split())} words, which hardly anyone will write that way"
        mend = f"ask for at most {MOST_WORDS}, or let learners choose"
        faults.add(place, what, mend, "advice")
    if re.search(rf"\b{re.escape(folded(first))}\b", folded(question.text)):
        what = f'the question holds its answer, "{shorten(first, 30)}"'
        faults.add(place, what, "ask in other words", "advice", HURTS)
    for form in dict.fromkeys(_obvious(typed.accepted)):
        if judge(typed, form)[0] not in ("right", "slip", "near"):
            what = f'"{shorten(form, 30)}" is not accepted, and people may write it'
            mend = "add it behind **Accepted:**, or as a near miss"
            faults.add(place, what, mend, "advice")
    for miss in typed.near:
        for words in miss.words.split(";"):
            if judge(typed, words)[0] in ("right", "slip"):
                what = f'the near miss "{shorten(words.strip(), 30)}" is taken for the answer'
                faults.add(place, what, "take it out, or the form that accepts it", "advice")


def _obvious(accepted: Sequence[str]) -> Iterator[str]:
    """Other forms of what is accepted that somebody will write."""
    for form in accepted:
        if found := re.fullmatch(r"(.*?)\s*\(([^()]+)\)\s*(.*)", form):
            yield f"{found[1]} {found[3]}".strip()
            yield found[2]
        for parts in (form.split("/"), form.split(" or ")):
            yield from (part.strip() for part in parts if len(parts) > 1 and part.strip())
        if "&" in form:
            yield form.replace("&", "and")
        if form.casefold() in _NUMERALS:
            yield str(_NUMERALS.index(form.casefold()))
        elif form.isdecimal() and len(form) <= 2 and int(form) < len(_NUMERALS):
            yield _NUMERALS[int(form)]
        elif _PLURAL.fullmatch(form):
            # A longer word is forgiven the letter.
            yield form.removesuffix("s")
