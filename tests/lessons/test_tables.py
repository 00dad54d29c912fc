"""Tables in a lesson's texts: kept in one form, and never with a cell lost."""

import re

import pytest

from bot.lessons.faults import LessonError
from bot.lessons.format import parse, write
from bot.lessons.format.markdown import escape_addresses, places, tree
from bot.lessons.format.normal_form import normal
from bot.lessons.ground import Ground, ground

HEAD = "---\nid: t\ntitle: T\nminutes: 1\n---\n\n# T\n\n## Overview\n\n### What is it?\n\n"

UNEVEN = r"""
who|  what it costs|note
:--|--:|:-:
Ana | 1 \| 2 | **b** and `a\|b`
Ben
"""
EVEN = r"""
| who | what it costs | note |
| :--- | ---: | :---: |
| Ana | 1 \| 2 | **b** and `a\|b` |
| Ben |  |  |
"""


def test_a_table_has_one_form_and_a_pull_keeps_it() -> None:
    lesson = parse(f"{HEAD}Before.\n{UNEVEN}\nAfter.\n").lesson
    assert lesson.overview.what == f"Before.\n\n{EVEN.strip()}\n\nAfter."
    assert normal(lesson.overview.what) == lesson.overview.what
    assert parse(write(lesson)).lesson.revision == lesson.revision


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "- x\n  | a |\n  | - |\n  | 1 |",
            "2:3: a table inside a list, an option or a quote; take",
        ),
        ("> | a | b |\n> | - | - |\n> | 1 | 2 |", "1:3: a table inside a list, an option or a"),
        ("| a | b |\n| 1 | 2 |", "1:1: rows of a table without a line below its head; write one"),
        ("| a | b |\n| - |\n| 1 | 2 |", "2:1: a table with 2 cells in its head and 1 in the line"),
        ("| a |\n| - |\n| 1 | 2 |", "3:1: a row of 2 cells in a table of 1 columns; remove a cell"),
        ("| a |\n| - |", "1:1: a table without rows; write one as | a | b |"),
        (f"{'| a ' * 9}|\n{'| - ' * 9}|\n| 1 |", "1:1: a table of 9 columns, 8 at most; leave out"),
        ("| a |\n| - |\n" + "| 1 |\n" * 61, "1:1: a table of 61 rows, 60 at most; keep those"),
        ("| a |\n| - |\n| [x](tg://user?id=1) |", '3:3: a link to "tg://user?id=1", which is no'),
    ],
)
def test_what_cannot_be_shown_is_refused_by_name(body: str, said: str) -> None:
    with pytest.raises(LessonError) as error:
        parse(f"{HEAD}{body}\n")
    first = error.value.faults[0]
    assert f"{first.line - 12}:{first.column}: {first.what}; {first.mend}".startswith(said)


def test_a_table_in_an_option_is_refused_by_name() -> None:
    question = "- [ ] One\n\n  | a |\n  | - |\n  | 1 |\n- [x] Two\n"
    with pytest.raises(LessonError, match="a table inside a list, an option or a quote"):
        parse(f"{HEAD}x\n\n## Challenge\n\n### Which?\n\n{question}")


def test_strange_links_in_cells_are_found_and_escaped_each() -> None:
    text = "| a | b |\n| - | - |\n| [x](tg:1) \\| y | [x](tg:1) |\n| [x](tg:1) | [x](tg:1) |\n"
    assert len([*places(tree(text), text.split("\n"))]) == 4
    safe = escape_addresses(text, tree)
    assert [*places(tree(safe), safe.split("\n"))] == []
    assert safe.count("\\[x](tg:1)") == 4


ASKED = "#### Before reading on: how many rows?\n\n<!-- id: rows -->\n\n- [x] One\n- [ ] Two\n"
CUSTOMERS = "| customer |\n| --- |\n| Ana |"
QUERY = "```sql\nSELECT customer;\n```"


def test_rows_and_code_stand_before_a_steps_question_and_any_other_text_is_told_where_it_goes() -> (
    None
):
    step = "## Build-up\n\n### 1. A (foundation)\n\n"
    head = HEAD.partition("## Overview")[0] + step
    lesson = parse(f"{head}**Concept:** A shop.\n\n{CUSTOMERS}\n\n{QUERY}\n\n{ASKED}").lesson
    assert lesson.steps[0].shown == f"{CUSTOMERS}\n\n{QUERY}"
    assert ground(lesson, "rows") == Ground("A shop.", f"{CUSTOMERS}\n\n{QUERY}")
    assert parse(write(lesson)).lesson.revision == lesson.revision
    for body, said in (
        (f"{CUSTOMERS}\n\n**Concept:** A shop.\n\n{ASKED}", 'text before "Concept"; put the text'),
        (
            f"**Concept:** A shop.\n\nMore.\n\n{ASKED}",
            'more text after "Concept", which is one paragraph; join it to that paragraph; with a '
            'prediction, the text goes under "#### Read on"',
        ),
        (
            f"**Concept:** A shop.\n\n**Insight:** Count.\n\n{CUSTOMERS}\n",
            'more text after "Insight", which is one paragraph; say it in words, or move it before',
        ),
    ):
        with pytest.raises(LessonError, match=re.escape(said)):
            parse(head + body)
