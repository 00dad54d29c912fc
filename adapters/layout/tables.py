"""Tables as text: a grid in a code fence where it fits, else an item for each row.

A grid is read at a glance, and a phone shows 34 columns of it. A wider grid would be broken into
lines in which nobody finds a cell, or be a picture with letters too small to read. So its rows
become a list, each cell with its head: ``name: Ana; item: lamp``. That is also what a screen reader
says best, and the words can be searched and copied.

A fence shows no links and no spoilers, so a table with either becomes a list as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wcwidth import wcswidth

from adapters.layout.atoms import BLOCKS, atoms_of

WIDE = 80
"""Columns of a screen that says nothing of its width."""

_TABLE = re.compile(r"^\|.*\n\|[ :|-]*-", re.MULTILINE)
_BAR, _CROSS, _LINE = " │ ", "─┼─", "─"
_MARKED = re.compile(r"[*_`\[\]<|\\]")


@dataclass(slots=True)
class _Table:
    """Cells as Markdown, row by row with the heads first, and how each column is aligned."""

    rows: list[list[str]] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)


def laid_out(text: str, columns: int) -> str:
    """The text with its tables shown on a screen of so many columns."""
    if not _TABLE.search(text):
        return text
    lines = text.split("\n")
    for start, end, table in [*_tables(text)][::-1]:
        grid = _grid(table)
        fits = grid is not None and max(map(_width, grid)) <= columns
        lines[start:end] = _fence(grid) if grid is not None and fits else _list_rows(table)
    return "\n".join(lines)


def _tables(text: str) -> Iterator[tuple[int, int, _Table]]:
    """The tables that stand in nothing else, and their lines."""
    place, table = (0, 0), _Table()
    for token in BLOCKS.parse(text):
        if token.type == "table_open" and token.level == 0 and token.map:
            place, table = (token.map[0], token.map[1]), _Table()
        elif token.type == "tr_open":
            table.rows.append([])
        elif token.type == "th_open":
            table.sides.append(str(token.attrGet("style") or "").removeprefix("text-align:"))
        elif token.type == "inline" and token.level == 4 and table.rows:
            table.rows[-1].append(token.content)
        elif token.type == "table_close" and token.level == 0:
            yield (*place, table)


def _grid(table: _Table) -> list[str] | None:
    """The lines of a grid; ``None`` if it can't show all that is in the cells."""
    rows: list[list[str]] = []
    for row in table.rows:
        atoms = [atoms_of(cell) for cell in row]
        if any(
            mark.opening in ("[", "<", "||") for a in atoms for atom in a for mark in atom.marks
        ):
            return None
        rows.append([" ".join("".join(atom.shown for atom in a).split()) for a in atoms])
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = [_BAR.join(map(_pad, row, widths, table.sides)).rstrip() for row in rows]
    lines.insert(1, _CROSS.join(_LINE * width for width in widths))
    return lines


def _pad(cell: str, width: int, side: str) -> str:
    room = width - _width(cell)
    left = room if side == "right" else room // 2 if side == "center" else 0
    return " " * left + cell + " " * (room - left)


def _width(text: str) -> int:
    width = wcswidth(text)
    return len(text) if width < 0 else width


def _fence(grid: Sequence[str]) -> list[str]:
    runs = [len(run) for line in grid for run in re.findall("`+", line)]
    ticks = "`" * max([3, *(length + 1 for length in runs)])
    return [f"{ticks}text", *grid, ticks]


def _list_rows(table: _Table) -> list[str]:
    """An item for each row: its first cell, then each other cell with its head."""
    heads, *rows = table.rows
    lines = []
    for first, *others in rows:
        parts = [
            _name_cell(heads[0], first if _MARKED.search(first) or not first else f"**{first}**")
        ]
        parts += map(_name_cell, heads[1:], others)
        lines.append(f"- {'; '.join(filter(None, parts)) or '–'}")
    return lines


def _name_cell(head: str, cell: str) -> str:
    return f"{head}: {cell}" if head and cell else cell
