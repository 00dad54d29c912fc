"""Advice on two pieces of work that show what a criterion asks: whether they can be told apart.

Learners see them on a phone, one below the other, and in an order that is drawn. So a reason that
goes by their order is wrong for half of the lessons.
"""

import re

from bot.lessons.faults import Faults, shorten
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.format.vocabulary import PAIR
from bot.lessons.lint.readability import width
from bot.lessons.practice import Pair, Project

LONGEST = 220
"""Characters of each text: two of them, with what is asked, are one screen of a phone."""

_ORDER = re.compile(
    r"\b(?:"
    r"(?:the|in) (?:former|latter)|(?:the )?(?:first|second) one"
    r"|the (?:first|second)(?=[.,;:!?)]|$"
    r"| (?:is|isn't|was|has|does|doesn't|only|just|also|says|names|wants|gives|tells|shows|asks"
    r"|leaves|lists|counts|stops|could|would|can|can't)\b)"
    r"|(?:number|no\.|text|version|piece|nummer|fassung|variante) ?[12]\b"
    r"|(?:der|die|das|dem|den) (?:erstere|letztere)[nrs]?"
    r"|(?:der|die|das) (?:erste|zweite)(?=[.,;:!?)]|$"
    r"| (?:ist|war|hat|will|kann|sagt|nennt|gibt|zeigt|fragt|lässt|zählt)\b)"
    r")",
    re.IGNORECASE,
)
"""Words that name one of the two by its place; "the second line" may well be a line of theirs."""


def pair_advice(draft: ParsedLesson, project: Project, faults: Faults) -> None:
    """Add advice on each pair of a project's rubric."""
    _never_shown(draft, project, faults)
    for n, pair in enumerate(project.pairs, start=1):
        if pair == Pair():
            continue
        place = draft.place(f"rubric:{n}")
        if not (project.about and project.about[n - 1]):
            what = "two pieces of work that nobody is asked to tell apart"
            mend = "end the criterion in the number of one milestone of several: (2)"
            faults.add(place, what, mend, "advice")
        for label, text in zip(PAIR, (pair.does, pair.not_yet, pair.why), strict=True):
            if (size := width(text)) > LONGEST:
                what = f'"{label}" in {size} characters is too long'
                faults.add(draft.place_of(text, f"rubric:{n}"), what, f"use {LONGEST}", "advice")
        if pair.does == pair.not_yet:
            what, mend = "two pieces of work that are the same", "let one of them not do it yet"
            faults.add(place, what, mend, "advice")
        if named := _ORDER.search(pair.why):
            what = f'a reason that goes by the order: "{shorten(named[0])}"'
            mend = "name what makes the difference: which of them comes first is drawn"
            faults.add(draft.place_of(pair.why, f"rubric:{n}"), what, mend, "advice")


def _never_shown(draft: ParsedLesson, project: Project, faults: Faults) -> None:
    """Tell of pairs that stand behind another one of the same look: one is asked about at each."""
    seen: set[int] = set()
    for criterion, about, _ in project.shown_by_pairs:
        last = max(about, default=0)
        if last and last in seen:
            place = draft.place(f"rubric:{project.rubric.index(criterion) + 1}")
            what = f"a second pair that is looked at after milestone {last}, where one is shown"
            faults.add(place, what, "keep the better of the two", "advice")
        seen.add(last)
