"""Advice on words of a question that point at something which is not shown with it.

A question is asked in many places, and only what it rests on comes along (``bot.lessons.ground``):
so "inside that model" is understood below a concept that speaks of a model, and nowhere else.

Two signs are looked for, in English and German:

- *this*, *that*, *these*, *those* or *such* before a noun. What they point at must be named
  before: in what the question rests on, or earlier in its own words. A sentence before it in the
  same question is enough, since it may say in other words what is pointed at; and "which of these"
  means the options.
- *the last column*, *the star*, *here*: what is pointed at in a drawing. It must come with a
  drawing, or have been named. A table or a list that is shown above the question has columns and
  rows, too.

Pronouns and definite articles alone ("the results") are not looked at: too many are harmless.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.lessons.faults import HURTS, Faults, shorten
from bot.lessons.format.markdown import tree
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.ground import Ground, ground
from bot.lessons.question import Question


class _Signs(NamedTuple):
    """How a language points: each pattern ends in the word ``noun`` that it points at."""

    demonstratives: re.Pattern[str]
    drawn: re.Pattern[str]


_WORDS = r"(?P<noun>[^\W\d_]+(?:\ [^\W\d_]+)?)"

_SIGNS = {
    "en": _Signs(
        re.compile(
            rf"""(?<!which\ of\ )(?<!what\ of\ )\b(?:
                such(?:\ an?)? | these | those(?!\ (?:of|that|who|in|from|with|before|after)\b)
              | this(?!\ (?:is|does|do|day|week|month|year|time|way|morning|afternoon)\b)
              | (?:in|inside|of|by|to|from|with|for|about|on|at|into|between|near|behind)\ that
            )\ {_WORDS}""",
            re.IGNORECASE | re.VERBOSE,
        ),
        re.compile(
            r"""\b(?:the|this|that|these|those)\ (?:(?:
                last|first|second|third|next|missing|empty|upper|lower|left|right|top|bottom
              | middle|other|longest|shortest|two|three|four
            )\ )*(?P<noun>
                drawing|picture|diagram|figure|map|list|table|columns?|rows?|box(?:es)?|stars?
              | arrows?|bars?|gap|circles?|cells?
            )\b(?!\ ") | \b(?P<here>(?:is|are|stands?|shown)\ here|here\ (?:is|are))\b""",
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
    "de": _Signs(
        re.compile(
            rf"""\b(?<!welche\ )(?<!welcher\ )(?<!welches\ )(?<!welchen\ )(?<!welchem\ )(?:
                solch(?:e[rsnm]?)?(?:\ eine?[rsnm]?)? | solch\ ein
              | (?:diese[rsnm]?|jene[rsnm]?)(?!\ (?:tag|woche|monat|jahr|mal|zeit|art))
            )\ {_WORDS}""",
            re.IGNORECASE | re.VERBOSE,
        ),
        re.compile(
            r"""\b(?:der|die|das|dem|den|diese[rsnm]?|jene[rsnm]?|im|ins|am|zum|zur)\ (?:(?:
                letzt|erst|zweit|dritt|nächst|fehlend|leer|ober|unter|link|recht|mittler|ander
            )\w*\ )*(?P<noun>
                zeichnung|bild|schaubild|karte|liste|tabelle|spalten?|zeilen?|reihen?|kästen
              | kasten|sterne?|pfeile?|balken|lücke|kreise?|feld(?:er)?
            )[ns]?\b(?!\ ")
              | \b(?P<here>(?:ist|sind|steht|stehen)\ hier|hier\ (?:ist|sind|steht))\b""",
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
}
"""What points, by language; a lesson that names no language is taken for English."""

_PARTS = {
    "table": re.compile(
        r"tables?|columns?|rows?|cells?|tabellen?|spalten?|zeilen?|reihen?|feld(?:er)?"
    ),
    "bullet_list": re.compile("list|liste"),
    "ordered_list": re.compile("list|liste"),
    "fence": re.compile(
        r"drawing|picture|diagram|figure|list|columns?|rows?|box(?:es)?|zeichnung|schaubild|liste"
        r"|spalten?|zeilen?|kästen|kasten"
    ),
}
"""What may be pointed at in the blocks that are shown with a question, by their kinds."""

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[\"“„»][^\"“”„«»]*[\"”“«]")
_BEFORE = re.compile(r"[.?!:;][\"”“»)*_]*\s|,\s(?:and|but|yet|then|und|aber|doch)\s")
"""What ends a sentence, or a possible clause."""
_MIN_LETTERS = 4
"""Letters of a word's beginning that tell it from others, whatever its ending."""


def pointer_advice(draft: ParsedLesson, faults: Faults) -> None:
    lesson = draft.lesson
    for question in lesson.questions:
        rests = ground(lesson, question.id)
        asked = [(f"question:{question.id}", question.text, rests)]
        asked += [
            (f"variant:{question.id}:{n}", text, rests.beside(variant=True))
            for n, text in enumerate(question.variants, start=1)
        ]
        for key, text, beside in asked:
            for part in loose(text, beside, lesson.language):
                what = f'"{shorten(part, 40)}" points at something that the question doesn\'t show'
                faults.add(draft.place(key), what, _mend(question, beside), "advice", HURTS)


def _mend(question: Question, beside: Ground) -> str:
    if beside.concept:
        return "name it there, or let the concept above the question speak of it"
    if any(beside):
        return "name what is meant, unless the task or the drawing does"
    return "name what is meant: nothing of the lesson is shown with this question"


def loose(text: str, rests: Ground, language: str = "") -> list[str]:
    """The words of a question that point at something neither it nor what it rests on names."""
    signs = _SIGNS.get(language.split("-")[0] or "en")
    return [*_loose(text, rests, signs)] if signs else []


def _loose(text: str, rests: Ground, signs: _Signs) -> Iterator[str]:
    # What is quoted is somebody else's words, and names what it stands behind.
    asked = _QUOTED.sub(lambda matched: '"' * len(matched[0]), text)
    said = f"{rests.concept} {rests.setting} {rests.title}"
    shown = rests.drawing if isinstance(rests.drawing, str) else rests.drawing.shows
    seen = [_PARTS[child.type] for child in tree(rests.setting).children if child.type in _PARTS]
    drawn = [*signs.drawn.finditer(asked)]
    for match in signs.demonstratives.finditer(asked):
        before = text[: match.start()]
        named = _BEFORE.search(before) or _names_any(match["noun"], f"{said} {shown} {before}")
        if not (named or any(match.start() <= matched.end() <= match.end() for matched in drawn)):
            yield match[0]
    for match in () if rests.drawing else drawn:
        before, noun = text[: match.start()], match["noun"]
        if noun is None:
            if not (_BEFORE.search(before) or rests.setting):
                yield match[0]
        elif not (
            _BEFORE.search(before)
            or any(part.fullmatch(noun.casefold()) for part in seen)
            or _names_any(noun, f"{said} {before}")
        ):
            yield match[0]


def _names_any(noun: str, text: str) -> bool:
    """Whether any of these words occurs in the text, with whatever ending."""
    words = {word.casefold() for word in _WORD.findall(text)}
    return any(_alike(part.casefold(), word) for part in noun.split() for word in words)


def _alike(text: str, other: str) -> bool:
    short, long = sorted((text, other), key=len)
    stem = short[: max(len(short) - 1, _MIN_LETTERS)]
    return text == other or (len(short) >= _MIN_LETTERS and long.startswith(stem))
