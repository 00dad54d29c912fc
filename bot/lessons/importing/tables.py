"""Rows of cells as a table: what a page had as one, or what its lines still show of it.

Rows are a table if they have equally many cells, and no more than a lesson's tables may have; the
first one is the head. All else that is drawn of bars keeps its characters.
"""

import re
from collections.abc import Callable

from bot.lessons.format.tables import MOST_COLUMNS, MOST_ROWS

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")


def table(body: str, cell: Callable[[str], str]) -> str:
    """These rows as a table in Markdown, or nothing if they are none.

    ``cell`` writes the words of a cell.
    """
    tables = [_table(part.split("\n"), cell) for part in re.split(r"\n(?:[ \t]*\n)+", body)]
    return "\n\n".join(tables) if all(tables) else ""


def _table(lines: list[str], cell: Callable[[str], str]) -> str:
    rows = [_cells(line) for line in lines]
    ruled = len(rows) > 1 and all(_RULE.fullmatch(one) for one in rows[1])
    rule = rows.pop(1) if ruled else ["---"] * len(rows[0])
    columns = {len(row) for row in rows}
    if len(columns) != 1 or not 1 < len(rows[0]) <= MOST_COLUMNS or len(rule) != len(rows[0]):
        return ""
    # A head with rows below it, of which at least one says something.
    if not 1 < len(rows) <= MOST_ROWS + 1 or not all(map(any, rows)):
        return ""
    heads, *others = [[_escaped(cell(one.replace("\\|", "|"))) for one in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *others))


def _cells(line: str) -> list[str]:
    """The cells of a row, with bars around it or without."""
    cells = [one.strip() for one in _BAR.split(line.strip())]
    framed = len(cells) > 2 and not cells[0] and not cells[-1]
    return cells[1:-1] if framed else cells


def _escaped(cell: str) -> str:
    return _BAR.sub(r"\\|", cell)
