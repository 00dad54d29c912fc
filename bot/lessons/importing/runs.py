"""Lines in a row: where code and drawings begin and end among the lines of a text.

A line is judged alone first (``kinds``), then by its neighbours: words between two lines of a
drawing belong to it, and so does the word that an arrow leaves or reaches; comments, closing
brackets and indented lines belong to the code beside them.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from bot.lessons.importing import kinds
from bot.lessons.importing.lines import Line

Kind = Literal["prose", "list", "code", "drawing"]


def kinds_of(
    lines: Sequence[Line], raws: Sequence[str], *, coded: bool, indented: bool = False
) -> list[Kind]:
    """The kind of every line, with blank lines inside code and drawings as theirs.

    ``raws`` are the bare lines; ``coded`` says that code is to be expected here, ``indented`` that
    an indentation of four spaces makes code, as in Markdown.
    """
    kind: list[Kind] = ["prose"] * len(lines)
    for at, line in enumerate(lines):
        if line.fenced or line.blank:
            continue
        if kinds.drawn(raws[at]) and not kinds.item(raws[at]):
            kind[at] = "drawing"
        elif kinds.code(raws[at]) and not line.heading:
            kind[at] = "code"
    _tabulate(raws, lines, kind)
    _draw_on(raws, lines, kind)
    if indented:
        _expect_indented(raws, lines, kind)
    if coded:
        _expect_code(raws, lines, kind)
    for step in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        before: Kind = "prose"
        prompted = False
        for at in step:
            line = lines[at]
            if line.blank or line.fenced:
                before = "prose"
            elif kind[at] == "prose" and (
                (before == "code" and kinds.code_beside_code(raws[at]))
                or (step.step > 0 and prompted and _may_answer(raws[at]))
            ):
                kind[at] = "code"
            before = kind[at] if not line.blank else "prose"
            prompted = kind[at] == "code" and (prompted or kinds.prompt(raws[at]))
    _bridge(lines, kind)
    return kind


def _draw_on(raws: Sequence[str], lines: Sequence[Line], kind: list[Kind]) -> None:
    """Words between the lines of a drawing belong to it; connectors alone are no drawing."""
    drawn = [at for at, k in enumerate(kind) if k == "drawing"]

    def caption(at: int, limit: int) -> bool:
        text = raws[at].strip()
        return (
            0 <= at < len(lines)
            and not lines[at].fenced
            and not lines[at].heading
            and len(text) <= limit
            and not re.search(r"[.!?,;]$", text)
        )

    for first, last in pairwise(drawn):
        between = range(first + 1, last)
        words = [at for at in between if raws[at].strip() or lines[at].fenced]
        if len(between) <= 5 and len(words) <= 3 and all(caption(at, 60) for at in words):
            for at in between:
                kind[at] = "drawing"
    for at in drawn:  # grows while it is gone through
        ends = kinds.connector(raws[at])
        for near in (at - 1, at + 1):
            if 0 <= near < len(lines) and kind[near] != "drawing" and not lines[near].blank:
                limit = 40 if near < at else 60
                indented = kind[near] == "prose" and raws[near].startswith("  ")
                if (ends or indented) and caption(near, limit):
                    kind[near] = "drawing"
                    drawn.append(near)
    for at in drawn:
        alone = all(
            not (0 <= near < len(lines)) or kind[near] != "drawing" for near in (at - 1, at + 1)
        )
        if alone and kinds.connector(raws[at]):
            kind[at] = "prose"


def _tabulate(raws: Sequence[str], lines: Sequence[Line], kind: list[Kind]) -> None:
    """Rows in a row with equally many cells are a table, which keeps its form as a drawing."""
    bars = [
        len(re.findall(r"\s\|\s", raw)) if not (line.fenced or kinds.item(raw)) else 0
        for line, raw in zip(lines, raws, strict=True)
    ]
    rows = [
        bool(n) and kind[at] == "prose" and not kinds.ends(raws[at]) and "`" not in raws[at]
        for at, n in enumerate(bars)
    ]
    for at, row in enumerate(rows):
        near = [x for x in (at - 1, at + 1) if 0 <= x < len(rows)]
        if row and any(rows[x] and bars[x] == bars[at] for x in near):
            kind[at] = "drawing"


def _expect_indented(raws: Sequence[str], lines: Sequence[Line], kind: list[Kind]) -> None:
    """Lines that stand four spaces in, below an empty line and outside of a list, are code."""
    listed, before = False, "blank"
    for at, line in enumerate(lines):
        if line.blank:
            before = before if before == "code" else "blank"
            continue
        inset = not line.fenced and raws[at].startswith("    ") and kind[at] == "prose"
        if inset and not listed and before in ("blank", "code"):
            kind[at], before = "code", "code"
            continue
        listed = kinds.item(raws[at]) or (listed and raws[at].startswith(" "))
        before = "text"


def _may_answer(raw: str) -> bool:
    """Whether a line right below a prompt may be what its command printed: it is no sentence."""
    return not (kinds.sentence(raw.strip()) or kinds.item(raw) or "`" in raw)


def _expect_code(raws: Sequence[str], lines: Sequence[Line], kind: list[Kind]) -> None:
    """Where code is expected, lines in a row of which none reads as a sentence are code."""
    run: list[int] = []
    for at in range(len(lines) + 1):
        line = lines[at] if at < len(lines) else None
        if line and not (line.blank or line.fenced or kinds.sentence(raws[at].strip())):
            run.append(at)
            continue
        listed = all(kinds.item(raws[x]) for x in run)
        prose = kinds.sentence(" ".join(raws[x].strip() for x in run))
        bold = any("**" in raws[x] for x in run)
        signs = any(kinds.code_beside_code(raws[x]) for x in run)
        single = len(run) == 1 and re.match(r"\s*[^A-Z\s].*[=()\[\]{};]", raws[run[0]])
        if (len(run) >= 2 or single) and signs and not (listed or prose or bold):
            for x in run:
                kind[x] = "code" if kind[x] == "prose" else kind[x]
        run = []


def _bridge(lines: Sequence[Line], kind: list[Kind]) -> None:
    """Blank lines between two lines of code or of a drawing belong to it."""
    solid = [at for at, line in enumerate(lines) if not line.blank]
    for first, last in pairwise(solid):
        same = kind[first] == kind[last] != "prose"
        if same and last - first <= 3 and not (lines[first].fenced or lines[last].fenced):
            for at in range(first + 1, last):
                kind[at] = kind[first]
