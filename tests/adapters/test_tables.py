"""Tables on screens of any width: a grid where it fits, else row by row, and no word lost."""

import re

from hypothesis import given
from hypothesis import strategies as st

from adapters.layout.tables import laid_out

JOINS = "| join | rows |\n| --- | ---: |\n| inner | 3 |\n| 日本 | 12 |"


def test_a_table_that_fits_is_a_grid() -> None:
    assert laid_out(f"See:\n\n{JOINS}\n\nSo.", 34) == (
        "See:\n\n```text\njoin  │ rows\n──────┼─────\ninner │    3\n日本  │   12\n```\n\nSo."
    )


def test_a_wider_one_is_a_list_with_an_item_for_each_row() -> None:
    assert laid_out(JOINS, 11) == "- join: **inner**; rows: 3\n- join: **日本**; rows: 12"
    nameless = "| | a |\n| - | - |\n| x | *1* |\n|  |  |"
    assert laid_out(nameless, 3) == "- **x**; a: *1*\n- –"


def test_links_and_spoilers_stay_what_they_are() -> None:
    linked = "| a | b |\n| - | - |\n| `x` | [y](https://example.org) |"
    assert laid_out(linked, 80) == "- a: `x`; b: [y](https://example.org)"
    veiled = "| a |\n| - |\n| \\|\\|x\\|\\| |"
    assert laid_out(veiled, 80) == "- a: ||x||"


CELL = st.text("ab 日|*`_\\", max_size=8).map(lambda cell: cell.replace("|", "\\|").strip())


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=4), st.integers(3, 60))
def test_no_letter_is_lost(rows: list[list[str]], columns: int) -> None:
    lines = ["| head | other |", "| --- | --- |", *(f"| {' | '.join(row)} |" for row in rows)]
    shown = laid_out("\n".join(lines), columns)
    wanted = re.findall("[ab日]", "".join(cell for row in rows for cell in row))
    found = re.findall("[ab日]", re.sub(r"head: |other: |head|other|^```text", "", shown))
    assert sorted(found) == sorted(wanted)
