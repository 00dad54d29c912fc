r"""Formulas in a lesson's file, between signs ``$`` as GitHub and pandoc have them.

``$x^2$`` in a line becomes what it reads as, x², when the file is read: so no learner, button or
export ever meets TeX. ``$$…$$`` on lines of its own does as well if it is no more than a line;
else it stays, as what a picture is drawn of.

A price is no formula: the opening sign has no blank behind it, the closing sign none before it and
no figure behind it, as in "$5 and $6". Where a price is taken for a formula all the same, its words
tell, and it is an error. ``\$`` is always the sign itself. In code nothing is a formula.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import NamedTuple

from bot.lessons.faults import Faults, Position, shorten
from bot.lessons.formulas.line import in_line, is_tall
from bot.lessons.formulas.mathml import mathml
from bot.lessons.formulas.tex import FormulaError, Row, read

MOST_LINES = 12
"""Lines of a formula that is written over several."""

_SIGNS = r"""(?x)
    (?P<code>`+)
  | \\.
  | <[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>
  | \]\((?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)
  | https?://[^\s<>]+
  | \$\$(?![\s$])(?P<display>(?:\\.|[^$\\`])+)(?<!\s)\$\$
  | \$(?![\s$])(?P<inline>(?:\\.|[^$\\`%s])+)(?<!\s)\$(?![0-9$])
  | \$+
"""
_LINE, _IN_ROW = re.compile(_SIGNS % ""), re.compile(_SIGNS % "|")
_ALONE = re.compile(r"\$\$((?:\\.|[^$\\])+)\$\$")
_WORDS = re.compile(r"[A-Za-z]{2}.*\s|\s.*[A-Za-z]{2}")
_MEANT = re.compile(r"[\\^_={}+<>]")
_NO_TEX = re.compile(r"`|\]\(|https?://")
_COMMAND = re.compile(r"\\[A-Za-z]{2}")
_INDEXED = re.compile(r"(?:(?<!\w)(?:[A-Za-z]|\d+)|[)\]}])[\^_][\w{\\(]")
_VARIABLE = re.compile(r"\s?[A-Za-z]\s*[=<>^_]|[A-Za-z]\b(?!['’])")
_TEX = re.compile(r"\\[A-Za-z]|[\^_={}+<>]")
_NAME = re.compile(r"[A-Za-z]{2}")
_CLOSING = {r"\(": r"\)", r"\[": r"\]"}
_PRICE = re.compile(r"\d[\d.,]*(?:[\s\-–/;:)]|[A-Za-z]*$|[kKmM]\b)")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&#$])")

_OWN_LINE = "put it on a line of its own, with an empty line before and after it"


def formula_of(text: str) -> str:
    """The TeX of a paragraph that is a formula to be drawn; empty for all others."""
    match = _ALONE.fullmatch(text)
    if not match:
        return ""
    try:
        row = read(match[1])
        mathml(row)
        in_line(row)
    except FormulaError:
        return ""
    return match[1].strip() if is_tall(row) else ""


def words_of(formula: str) -> str:
    """What stands for a formula to be drawn where it can't be seen, in Markdown."""
    return _MARKDOWN.sub(r"\\\1", in_line(read(formula)))


def spell_formulas(
    lines: Sequence[str], code: AbstractSet[int], offset: int, faults: Faults
) -> list[str]:
    """The lines of a file with each formula as what it reads as; a drawn formula takes a line.

    ``code`` are the lines of fences, ``offset`` the number of lines before these.
    """
    texts = list(lines)
    row = 0
    while row < len(texts):
        if row not in code and "$" in texts[row]:
            end = _end(texts, row)
            place = Position(offset + row + 1, len(texts[row]) - len(texts[row].lstrip()) + 1)
            if end:
                source = " ".join(" ".join(texts[row:end]).split()).strip("$").strip()
                texts[row:end] = [_alone(source, place, faults), *[""] * (end - row - 1)]
                if any(0 <= n < len(texts) and texts[n].strip() for n in (row - 1, end)):
                    faults.add(place, "a formula in the middle of a text", _OWN_LINE)
                row = end
                continue
            texts[row] = _line(texts[row], partial(_fault, faults, offset + row + 1))
        row += 1
    return texts


def _end(lines: Sequence[str], row: int) -> int:
    """Where a formula that begins with this line ends; 0 if none does."""
    first = lines[row].strip()
    if not first.startswith("$$") or first.startswith("$$$"):
        return 0
    if _ALONE.fullmatch(first):
        return row + 1
    if "$$" in first[2:]:
        return 0
    for n in range(row + 1, min(row + MOST_LINES, len(lines))):
        line = lines[n].strip()
        if not line or "$$" in line[:-2]:
            return 0
        if line.endswith("$$"):
            return n + 1
    return 0


def _alone(source: str, place: Position, faults: Faults) -> str:
    """A formula on lines of its own: what it reads as, or the formula to be drawn."""
    try:
        row = _read(source)
        if is_tall(row):
            in_line(row)
            mathml(row)
            return f"$${source}$$"
        return _MARKDOWN.sub(r"\\\1", in_line(row))
    except FormulaError as error:
        faults.add(place, f'"$${shorten(source, 40)}$$": {error.what}', error.mend)
        return ""


def _read(source: str) -> Row:
    if _WORDS.search(source) and not _MEANT.search(source):
        what, mend = "these words are read as a formula", "write a price as \\$5"
        raise FormulaError(what, f"{mend}, and words in a formula as \\text{{words}}")
    return read(source)


def _fault(faults: Faults, line: int, at: int, what: str, mend: str) -> None:
    faults.add(Position(line, at + 1), what, mend)


Report = Callable[[int, str, str], None]


def _line(line: str, report: Report) -> str:
    out, done = "", 0
    for start, end, source, display in _formulas(line):
        if display:
            report(start, f'the formula "$${shorten(source, 40)}$$" in the middle of a text', _LONE)
            continue
        try:
            text = _MARKDOWN.sub(r"\\\1", in_line(_read(source)))
        except FormulaError as error:
            report(start, f'"${shorten(source, 40)}$": {error.what}', error.mend)
            continue
        out, done = out + line[done:start] + text, end
    return out + line[done:]


_LONE = f"{_OWN_LINE}, or write it with one sign $ on each side"


def _formulas(line: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where formulas are in a line, their TeX, and whether they are to stand alone."""
    for sign in _signs(line):
        if source := sign["display"] or sign["inline"]:
            yield sign.start(), sign.end(), source, bool(sign["display"])


def rows_of_text(lines: Sequence[str], code: AbstractSet[int]) -> Iterator[int]:
    """The lines, from 0, with signs ``$`` in a text: no ``code``, no formula on its own lines."""
    row = 0
    while row < len(lines):
        end = 0 if row in code else _end(lines, row)
        if "$" in lines[row] and row not in code and not end:
            yield row
        row = max(end, row + 1)


def inline_formulas(line: str) -> Iterator[tuple[int, str]]:
    """The formulas within a line of a file: where each begins, from 0, and its TeX."""
    for start, _, source, display in _formulas(line):
        if not display:
            yield start, source


def find_unclosed(line: str) -> Iterator[int]:
    """Where signs ``$`` stand in a line, from 0, that open no formula though TeX follows them.

    Two of them begin a line where a formula over several lines has no end.
    """
    if is_open(line):
        yield line.index("$$")
        return
    for sign in _signs(line):
        if sign["display"] or sign["inline"]:
            continue
        rest = _NO_TEX.split(line[sign.end() :].partition("$")[0], maxsplit=1)[0]
        indexed = _INDEXED.search(rest) if _PRICE.match(rest) is None else None
        if indexed or _COMMAND.search(rest) or _VARIABLE.match(rest):
            yield sign.start()


def is_open(line: str) -> bool:
    """Whether a line is the first, or the last, of a formula over several lines."""
    return line.strip().startswith("$$") and "$$" not in line.strip()[2:]


class Bracketed(NamedTuple):
    r"""A formula between ``\(`` and ``\)``, or ``\[`` and ``\]``, which only other programs read.

    Where it begins, as a row and a column from 0; its TeX; and whether it is to stand alone.
    """

    row: int
    column: int
    source: str
    alone: bool


def find_bracketed(lines: Sequence[str], code: AbstractSet[int]) -> Iterator[Bracketed]:
    """The formulas of a file that stand between brackets with a backslash each."""
    opened: Bracketed | None = None
    for row, line in enumerate(lines):
        if row in code or not line.strip():
            opened = None
            continue
        if opened and row - opened.row >= MOST_LINES:
            opened = None
        at = 0
        for mark in _marks(line):
            if opened is None and mark[0] in _CLOSING:
                opened = Bracketed(row, mark.start(), "", mark[0] == r"\[")
                at = mark.end()
            elif opened and mark[0] == _CLOSING[r"\[" if opened.alone else r"\("]:
                source = " ".join(f"{opened.source} {line[at : mark.start()]}".split())
                if _is_tex(source, alone=opened.alone):
                    yield opened._replace(source=source)
                opened = None
        if opened:
            opened = opened._replace(source=f"{opened.source} {line[at:]}")


def _is_tex(source: str, *, alone: bool) -> bool:
    """Whether what is in brackets is a formula: a few other signs are escaped by habit."""
    lone = not alone and bool(re.search("[A-Za-z]", source)) and not _NAME.search(source)
    return bool(_TEX.search(source)) or lone


def _signs(line: str) -> Iterator[re.Match[str]]:
    """Formulas in a line and other signs ``$``, where they are no part of code or an address."""
    return (mark for mark in _marks(line) if mark[0].startswith("$"))


def _marks(line: str) -> Iterator[re.Match[str]]:
    """What has a meaning of its own in a line: formulas, signs with a backslash, addresses."""
    signs = _IN_ROW if line.lstrip().startswith("|") else _LINE
    at = 0
    while match := signs.search(line, at):
        at = match.end()
        if ticks := match["code"]:
            close = re.compile(rf"(?<!`){ticks}(?!`)").search(line, at)
            at = close.end() if close else at
        else:
            yield match


def without_formulas(line: str, *, alone: bool = False) -> str:
    """A line of a text that was read, with a backslash before what would be taken for a formula.

    With ``alone`` it is a paragraph, which a formula to be drawn may be.
    """
    if "$" not in line or (alone and formula_of(line)):
        return line
    matches = [*_signs(line)]
    if not line.strip().startswith("$$") and not any(
        matched["display"] or matched["inline"] for matched in matches
    ):
        return line
    # All of them: with any gone, two others could be taken for a pair.
    for match in reversed(matches):
        line = line[: match.start()] + _DOLLAR.sub(_backslash, match[0]) + line[match.end() :]
    return line


_DOLLAR = re.compile(r"\\.|\$")


def _backslash(match: re.Match[str]) -> str:
    return "\\$" if match[0] == "$" else match[0]
