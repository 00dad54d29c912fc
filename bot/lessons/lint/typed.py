"""Advice on the words of a typed answer: forms and near misses that run together.

A sign ``;`` parts the forms of an answer, and each near miss has a **Near:** of its own. Where
either is forgotten, several are read as one that nobody types, and right answers count as wrong.
"""

import re
from collections.abc import Iterator, Sequence

from bot.lessons.faults import HURTS, Faults, Position, shorten
from bot.lessons.format.parser import ParsedLesson

MOST_WORDS = 5
"""Words between two commas that may be a form of their own; more are a part of a sentence."""

_COMMA = re.compile(r",\s+")

_SECOND = re.compile(
    r"(?:^|[;.!?…][\"”*_)]*\s+)(?P<words>[^\s:;.!?…]+(?:[ \t]+[^\s:;.!?…]+){0,3}):\s+(?=\S)"
)
"""A few words with a colon at the beginning of a line, or behind the end of a clause."""

_CUES = re.compile(
    "(?:careful|compare|example|hint|note|remember|reminder|think|tip|warning"
    "|achtung|beachte|beispiel|denk|hinweis|merke|tipp|vergleiche|vorsicht)",
    re.IGNORECASE,
)
"""Words that begin a sentence of the reason itself: "Remember: …"."""


def typed_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on the accepted words and near misses of every typed answer."""
    for question in draft.lesson.questions:
        if question.typed is None:
            continue
        _forms(draft, f"accepted:{question.id}", question.typed.accepted, faults)
        for n, miss in enumerate(question.typed.near, start=1):
            key = f"near:{question.id}:{n}"
            _forms(draft, key, miss.words.split(";"), faults)
            for words, place in _more_misses(draft, draft.place(key)):
                what = f'a second near miss inside the reason of the first: "{shorten(words, 40)}:"'
                mend = (
                    f'begin a paragraph "**Near:** {shorten(words, 40)}: …", or write this part of '
                    "the reason without a colon"
                )
                faults.add(place, what, mend, "advice", HURTS)


def joined_forms(forms: Sequence[str]) -> Sequence[str]:
    """The forms that an only form with commas in it was probably meant to be; else none."""
    parts = _COMMA.split(forms[0])
    short = all(len(part.split()) <= MOST_WORDS for part in parts)
    return parts if short and len(parts) > 1 and len(forms) == 1 else ()


def _forms(draft: ParsedLesson, key: str, forms: Sequence[str], faults: Faults) -> None:
    """Say that one form with commas in it is probably several."""
    parts = joined_forms(forms)
    if not parts:
        return
    what = f'all of "{shorten(forms[0], 40)}" is one form, so it must be typed with its commas'
    mend = (
        f'part forms by ;, as in "{shorten("; ".join(parts), 60)}"; if it is one answer, add it '
        "without commas behind a ;"
    )
    faults.add(draft.place_of(",", key), what, mend, "advice", HURTS)


def _more_misses(draft: ParsedLesson, start: Position) -> Iterator[tuple[str, Position]]:
    """What reads like the words of another near miss in the paragraph that begins there."""
    colon = None
    for number, line in enumerate(draft.lines[start.line - 1 :], start.line):
        if not line.strip():
            return
        at = line.find(":**") + 3 if number == start.line else 0
        if colon is None:
            colon = line.find(":", at)
            if colon < 0:
                colon = None
                continue
            at = colon + 1
        for match in _SECOND.finditer(line, at):
            if not _is_sentence(match["words"]):
                yield match["words"], Position(number, match.start("words") + 1)


def _is_sentence(words: str) -> bool:
    """Whether words before a colon begin a sentence: no near miss is as long as "Go to an end"."""
    first, *more = words.split()
    return bool(_CUES.fullmatch(first)) or (first.istitle() and len(more) > 1)
