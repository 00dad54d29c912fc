"""Advice on formulas: signs ``$`` that open none, and formulas that a line shows badly.

Looked at is the file as it was written, since in the lesson a formula is what it reads as.
"""

from bot.lessons.faults import HURTS, Faults, Position, shorten
from bot.lessons.format.dollars import (
    MOST_LINES,
    bracketed,
    inline_formulas,
    is_open,
    rows_of_text,
    unclosed,
)
from bot.lessons.format.markdown import code_rows
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.formulas.line import in_line, is_awkward
from bot.lessons.formulas.tex import read

_OPENING = ("$", r"\(", r"\[")
_CLOSE = (
    "close it with another $ on this line, and leave no blank inside the two; "
    "write \\$ for the sign itself"
)


def formula_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Say where TeX would be shown as it is written, or as brackets behind a sign."""
    if not any(sign in line for line in draft.lines for sign in _OPENING):
        return
    ends = (row for row, line in enumerate(draft.lines) if row and line.rstrip() == "---")
    offset = next(ends, -1) + 1
    body = draft.lines[offset:]
    code = code_rows(body)
    for formula in bracketed(body, code):
        sign, mark = (r"\[", "$$") if formula.alone else (r"\(", "$")
        what = f'a formula behind {sign}, shown as it is written: "{shorten(formula.source, 30)}"'
        mend = f"write {mark}{shorten(formula.source, 60)}{mark}"
        if formula.alone:
            mend += " on a line of its own, with an empty line before and after it"
        place = Position(offset + formula.row + 1, formula.column + 1)
        faults.add(place, what, mend, "advice", HURTS)
    for row in rows_of_text(body, code):
        line, number = body[row], offset + row + 1
        for at in unclosed(line):
            what = f'a $ that isn\'t closed, so its TeX is shown: "{shorten(line[at:], 30)}"'
            mend = _CLOSE
            if is_open(line):
                what = "a $$ that isn't closed, so its TeX is shown"
                mend = f"close it with $$ behind at most {MOST_LINES - 1} lines, none of them empty"
            faults.add(Position(number, at + 1), what, mend, "advice", HURTS)
        for at, source in inline_formulas(line):
            if is_awkward(found := read(source)):
                what = f'a formula that is hard to read in a line: "{shorten(in_line(found), 40)}"'
                mend = "where a picture may stand, give it a line of its own, to be drawn: $$…$$"
                faults.add(Position(number, at + 1), what, mend, "advice")
