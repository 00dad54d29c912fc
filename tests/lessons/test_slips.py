"""Slips that authors make who know Markdown, LaTeX or another tool: each is named at its place."""

import pytest

from bot.lessons.faults import LessonError
from bot.lessons.format import parse
from bot.lessons.lint.check import check_lesson
from tests.rigs.examples import WHOLE

TYPED = """
### What is the spread of a mean called?

<!-- id: spread-of-a-mean -->

**Accepted:** {accepted}

**Near:** {near}

**Why:** It says how far a mean of other samples would lie from this one.
"""

NEAR = "standard deviation: That's how far single values lie from their mean."


def said(source: str) -> list[str]:
    """All that is said of a lesson, as ``line:column: severity: what; mend``."""
    try:
        faults = check_lesson(parse(source), "lesson.md")
    except LessonError as error:
        faults = error.faults
    return [f"{one.line}:{one.column}: {one.severity}: {one.what}; {one.mend}" for one in faults]


def place(source: str, text: str, within: str = "") -> str:
    """The line and column of a text, behind another one on its line."""
    for number, line in enumerate(source.split("\n"), start=1):
        if within in line and (at := line.find(text, line.find(within) + len(within))) >= 0:
            return f"{number}:{at + 1}: "
    raise AssertionError(text)


def typed(accepted: str = "standard error; SE; SEM", near: str = NEAR) -> str:
    return WHOLE.replace("## Challenge\n", f"## Challenge\n{TYPED}").format(
        accepted=accepted, near=near
    )


def test_a_typed_answer_without_slips_is_silent() -> None:
    assert said(typed()) == []


@pytest.mark.parametrize(
    ("accepted", "advised"),
    [
        ("standard error, SE, SEM", True),
        ("standard error, SE", True),
        ("standard error of the mean, SE, SEM", True),
        ("it grows with each of them, and so on", False),
        ("red, green, blue; red green blue", False),
        ("1,000", False),
        ("SE", False),
    ],
)
def test_forms_that_commas_part_are_told_from_one_form(accepted: str, advised: bool) -> None:
    source = typed(accepted)
    found = [one for one in said(source) if "is one form" in one]
    assert len(found) == advised
    if found:
        assert found[0].startswith(f"{place(source, ',', 'Accepted:')}advice: all of")
        assert accepted.replace(",", ";") in found[0]


@pytest.mark.parametrize(
    ("near", "second"),
    [
        (f"{NEAR} variance: That's its square.", "variance"),
        (f"{NEAR} Mean error: That's another.", "Mean error"),
        ("standard deviation: it's of single values; variance: that's its square", "variance"),
        ("standard deviation: it's of single values\nvariance: that's its square", "variance"),
        (f"{NEAR} Remember: a mean varies less.", ""),
        (f"{NEAR} Go to an end: there it's told.", ""),
        (f"{NEAR} The one of all the means together: that's another.", ""),
        ("standard deviation; SD: it's of single values.", ""),
    ],
)
def test_a_second_near_miss_is_told_from_a_reason(near: str, second: str) -> None:
    source = typed(near=near)
    found = said(source)
    assert len(found) == bool(second), found
    if second:
        assert found[0].startswith(
            f"{place(source, second)}advice: a second near miss inside the reason of the first: "
        )
        assert f'"**Near:** {second}: …"' in found[0]


def test_near_misses_that_commas_part_are_told_too() -> None:
    source = typed(near="standard deviation, SD, variance: That's of single values.")
    (found,) = said(source)
    assert found.startswith(f"{place(source, ',', 'Near:')}advice: all of")
