"""Tables in a lesson's texts: rows of cells between the signs ``|``, below a head.

They are those of GitHub's Markdown, read a little more strictly, so that nothing is lost in
silence: there, a cell too many in a row is dropped. They stand between paragraphs only: a list, an
option or a quotation on a phone has no room for a table, and is told so by name.

How a table is shown, as a grid or row by row, is for whoever knows how wide a screen is.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.table import escapedSplit

from bot.lessons.format.nodes import Node

MOST_COLUMNS = 8
"""Columns of a table: read row by row on a phone, it is some four lines a row."""

MOST_ROWS = 60
"""Rows of a table: beyond it, it is a thing to look up in and not to learn from."""

_RULE = re.compile(r"(?=[^|]*\|)[\s|]*:?-+[\s|:-]*")
"""The line below a table's head."""

_ROW = re.compile(r"\|(?!\|).*\|")
"""A line that is meant as a row of a table, and is no spoiler."""

_ALIGN = {"left": ":---", "center": ":---:", "right": "---:"}

_CURE = "write one as | a | b |, then | --- | --- |, then a line for each row"


def read_tables(parser: MarkdownIt) -> None:
    """Let a parser read tables, between paragraphs alone and with no cell lost."""
    parser.enable("table")
    parser.block.ruler.at("table", _strict, {"alt": ["paragraph"]})


def _strict(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.level or not table(state, start, end, True):
        return False
    heads = len(_cells(_line(state, start)))
    # A row that is too short is filled up, so few signs could make many cells.
    if heads > MOST_COLUMNS:
        return False
    if silent:
        return True
    before, line = len(state.tokens), state.line
    table(state, start, end, False)
    lines = range(start + 2, state.line)
    if lines and all(len(_cells(_line(state, n))) <= heads for n in lines):
        return True
    del state.tokens[before:]
    state.line = line
    return False


def _line(state: StateBlock, n: int) -> str:
    return state.src[state.bMarks[n] + state.tShift[n] : state.eMarks[n]]


def _cells(line: str) -> list[str]:
    cells = escapedSplit(line.strip())
    return cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])]


def cell_start(line: str, cell: Node) -> int:
    """Where the words of a parsed cell begin in its line."""
    ends = [match.end() for match in re.finditer(r"(?<!\\)\|", line)]
    starts = ends if line.lstrip().startswith("|") else [0, *ends]
    start = starts[cell.number] if cell.number < len(starts) else len(line)
    return start + len(line[start:]) - len(line[start:].lstrip())


def write_table(node: Node) -> str:
    heads, *rows = _rows(node)
    rule = [_read_alignment(head) for head in heads]
    return "\n".join(map(_row, [[*map(_cell, heads)], rule, *([*map(_cell, r)] for r in rows)]))


def _rows(node: Node) -> Iterator[list[Node]]:
    for part in node.children:
        for row in part.children:
            yield row.children


def _cell(node: Node) -> str:
    words = node.children[0].content if node.children else ""
    return words.replace("|", "\\|")


def _read_alignment(head: Node) -> str:
    return _ALIGN.get(str(head.attrs.get("style", "")).removeprefix("text-align:"), "---")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def table_fault(node: Node) -> tuple[int, str, str] | None:
    """The row (from 0) where a table is wrong, what is wrong, and how to mend it."""
    if node.type == "table":
        _, *rows = _rows(node)
        if len(rows) > MOST_ROWS:
            return 0, f"a table of {len(rows)} rows, {MOST_ROWS} at most", "keep those that teach"
        return None
    lines = node.children[0].content.split("\n") if node.children else []
    rule = next((n for n, line in enumerate(lines) if n and _RULE.fullmatch(line)), 0)
    if rule and "|" in lines[rule - 1]:
        return _why_unread(lines, rule, nested=bool(node.level))
    for n in range(len(lines) - 1):
        if _ROW.fullmatch(lines[n].strip()) and _ROW.fullmatch(lines[n + 1].strip()):
            return n, "rows of a table without a line below its head", _CURE
    return None


def _why_unread(lines: Sequence[str], rule: int, *, nested: bool) -> tuple[int, str, str]:
    """Why what has a head and the line below it is no table."""
    if nested:
        mend = "take it out, to stand between two paragraphs, or say it in words"
        return rule - 1, "a table inside a list, an option or a quote", mend
    head, under = len(_cells(lines[rule - 1])), len(_cells(lines[rule]))
    if head != under:
        what = f"a table with {head} cells in its head and {under} in the line below"
        return rule, what, "make them as many; the sign | within a cell is written \\|"
    if head > MOST_COLUMNS:
        mend = "leave out some, or make two tables of it"
        return rule - 1, f"a table of {head} columns, {MOST_COLUMNS} at most", mend
    for n in range(rule + 1, len(lines)):
        if (count := len(_cells(lines[n]))) > head:
            what = f"a row of {count} cells in a table of {head} columns"
            return n, what, "remove a cell; the sign | within one is written \\|"
    return rule - 1, "a table without rows", _CURE
