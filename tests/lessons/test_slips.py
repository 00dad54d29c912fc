"""Slips that authors make who know Markdown, LaTeX or another tool: each is named at its place."""

from pathlib import Path

import pytest

from adapters.cli.authoring import check
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


TEXT = "Heat leaves an open pot mostly with the steam:"
"""A paragraph of the lesson, in whose place another one is put."""


@pytest.mark.parametrize(
    ("text", "sign", "mend"),
    [
        (r"It is \(n = (s/SE)^2\) at most.", r"\(", "write $n = (s/SE)^2$"),
        (r"Of \(n\) flies and \(2m\) more, `\(k\)` stay.", r"\(", "write $n$"),
        (r"\[ SE = \frac{s}{\sqrt{n}} \]", r"\[", r"write $$SE = \frac{s}{\sqrt{n}}$$ on a line"),
        ("\\[\nSE =\n\\frac{s}{2}\n\\]", r"\[", r"write $$SE = \frac{s}{2}$$ on a line of"),
        (r"A root $n = (s/SE)^2. And on.", "$n", "close it with another $"),
        (r"Of all $n values, half.", "$n", "close it with another $"),
        (r"It is $ n = 5 $ then.", "$ n", "close it with another $"),
        ("$$SE = 5\nAnd so on.", "$$", "close it with $$ behind at most 11 lines"),
        ("$$\nSE = \\frac{s}{2}\n\nAnd so on.", "$$", "close it with $$ behind at most 11 lines"),
    ],
)
def test_tex_that_would_be_shown_as_it_is_written_is_told(text: str, sign: str, mend: str) -> None:
    source = WHOLE.replace(TEXT, text)
    found = said(source)
    assert found, "it passes"
    assert found[0].startswith(f"{place(source, sign)}advice: ")
    assert mend in found[0]
    assert len(found) == (2 if "2m" in text else 1)


@pytest.mark.parametrize(
    "text",
    [
        r"As \[1\] and \(see below\) say, \(for $5\) it's \[not done\].",
        r"Between $n = 4$ and $5, $HOME is a path, and $5k is $k$.",
        r"`\(n\)` and `$n = 4` are code.",
        "```tex\n\\(n\\) and $n = 4\n$$\n```",
        "$$\n\\frac{a}{b}\n$$",
    ],
)
def test_brackets_prices_and_code_are_no_slips(text: str) -> None:
    assert said(WHOLE.replace(TEXT, text)) == []


@pytest.mark.parametrize(
    ("old", "new", "slip", "mend"),
    [
        ("- [x] They are", "-[x] They are", "-[x]", 'write "- [x]"'),
        ("- [ ] The wild one", "-[ ] The wild one", "-[ ] The wild", 'write "- [ ]"'),
        ("- [ ] The wild one", "*[] The wild one", "*[] The wild", 'write "* []"'),
        ("- [x] They are", "- [x]They are", "- [x]The", "leave a blank behind [x]"),
        ("**Insight:** When", "**Insight**: When", "**Insight**", '"**Insight:** …"'),
        ("**Hint:** Hold", "**Hint:**Hold", "**Hint:**", '"**Hint:** …"'),
        ("**Reality:** The", "**Reality**: The", "**Reality**", '"**Reality:** …"'),
    ],
)
def test_a_slip_that_breaks_a_question_is_the_one_error(
    old: str, new: str, slip: str, mend: str
) -> None:
    assert old in WHOLE
    source = WHOLE.replace(old, new, 1)
    (error,) = said(source)
    assert error.startswith(f"{place(source, slip)}error: ")
    assert mend in error


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        ("**Result:** You can say", "**Result**: You can say", "**Result**"),
        ("saves most.\n\n**Insight:**", "saves most.\n  **Insight**:", "**Insight**"),
        ("**Criteria:**", "**Criteria**:", "**Criteria**"),
    ],
)
def test_a_label_that_became_text_is_told_where_it_stands(old: str, new: str, slip: str) -> None:
    source = WHOLE.replace(old, new, 1)
    found = [one for one in said(source) if "no label" in one]
    assert [one.startswith(f"{place(source, slip)}advice: ") for one in found] == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- [x] It boils sooner", "* [x] It boils sooner"),
        ("- [ ] It boils later", "+ [ ] It boils later"),
        ("- A lid keeps in", "* A lid keeps in"),
        ("- It gives a reason", "+ It gives a reason"),
        ("  - Why it fails: A lid", "  * Why it fails: A lid"),
        ("  - Why: The steam", "  - **Why**: The steam"),
    ],
)
def test_marks_of_lists_may_be_mixed(old: str, new: str) -> None:
    assert old in WHOLE
    source = WHOLE.replace(old, new, 1)
    assert said(source) == []
    assert parse(source).lesson.revision == parse(WHOLE).lesson.revision


def test_two_lists_in_a_text_stay_two() -> None:
    text = parse(WHOLE.replace(TEXT, "- a\n\n* b")).lesson.steps[0].text
    assert text.startswith("- a\n\n* b")


def test_options_of_which_all_boxes_touch_are_told() -> None:
    source = WHOLE.replace("- [x] They are", "- [x]They are").replace("- [ ] The w", "- [ ]The w")
    what = "advice: a box that touches its option"
    assert [one.partition(";")[0] for one in said(source)] == [
        f'{place(source, "- [x]The")}{what}: "[x]They are equally hot"',
        f'{place(source, "- [ ]The")}{what}: "[ ]The wild one"',
    ]


@pytest.mark.parametrize("name", ["boiling-water.bio.md", "notes.txt.md"])
def test_a_dot_in_the_name_of_a_file_is_told_from_a_language(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(WHOLE, "utf-8")
    lines = check([tmp_path], beside=tmp_path).lines
    (error,) = [line for line in lines if name in line and ": advice: " not in line]
    language = name.split(".")[1]
    assert error.startswith(
        f'{tmp_path}/{name}:2:1: the language is not said, but "{language}" in the name of the file'
    )
    assert error.endswith("give the file a name without dots: boiling-water.md")
