"""Formulas of a lesson: as they read in a line, as pictures with words, and what is refused."""

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lessons.faults import LessonError
from bot.lessons.format import parse, write
from bot.lessons.format.images import split_at_images
from bot.lessons.formulas.line import in_line
from bot.lessons.formulas.mathml import mathml
from bot.lessons.formulas.tex import COMMANDS, FormulaError, read
from bot.lessons.lint.check import check_lesson
from bot.lessons.model import Image
from bot.lessons.pictures.assets import PNG, AssetError
from bot.lessons.pictures.formulas import WIDE, WIDEST, draw_formula
from bot.lessons.upload.bundle import bundle
from bot.lessons.upload.pictures import Illustrator, alone
from bot.service.publishing.sandbox import Limits, Sandbox
from tests.rigs.paths import TRANSCRIPTS
from tests.rigs.pictures import opened

JOINS: Path = TRANSCRIPTS / "lessons" / "sql-joins.md"

HEAD = "---\nid: f\ntitle: F\nminutes: 1\n---\n\n# F\n\n## Overview\n\n### What is it?\n\n"


def text(body: str) -> str:
    """What a text of a lesson says once its file is read."""
    return parse(HEAD + body).lesson.overview.what


def refused(body: str) -> list[str]:
    with pytest.raises(LessonError) as error:
        parse(HEAD + body)
    return [f"{one.line - 12}:{one.column}: {one.what}; {one.mend}" for one in error.value.faults]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (r"x^2 + y_1 \le 2\pi r", "x² + y₁ ≤ 2πr"),
        ("2H_2 + O_2 -> 2H_2O", "2H₂ + O₂ → 2H₂O"),
        ("x <= 2, y >= 3", "x ≤ 2, y ≥ 3"),
        (r"C_6H_{12}O_6 \rightarrow 2CO_2", "C₆H₁₂O₆ → 2CO₂"),
        (r"-x \cdot (-3) = 3x", "−x · (−3) = 3x"),
        (r"\frac{a+b}{2}, \frac{a}{2b}", "(a + b)/2, a/(2b)"),
        (r"\frac12 x", "(1/2)x"),
        (r"\frac{P(A)}{P(B)}", "P(A)/P(B)"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\sqrt x + \sqrt{b^2 - 4ac} + \sqrt[3]{8}", "√x + √(b² − 4ac) + ∛8"),
        (r"\sum_{i=1}^{n} x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"\int_0^\infty e^{-x/2}\,dx", "∫₀^∞ e^(−x/2) dx"),
        (r"\left(\frac{a}{b}\right)^n", "(a/b)ⁿ"),
        (r"x^{y^{z}}", "x^(yᶻ)"),
        (r"x_{1,2} = f'(x)", "x_(1, 2) = f′(x)"),
        (r"\sin x + \log_2 n", "sin x + log₂ n"),
        (r"20^\circ\text{C} \ne 50\%", "20°C ≠ 50%"),
        (r"\bar x, \vec{v}, \mathbb{R}, \mathbb N", "x\u0304, v\u20d7, ℝ, ℕ"),
    ],
)
def test_a_formula_reads_in_a_line(source: str, line: str) -> None:
    assert in_line(read(source)) == line


def test_formulas_are_read_wherever_words_stand_and_a_pull_has_what_they_read_as() -> None:
    file = JOINS.read_text(encoding="utf-8").replace("200, each with each", "$10 \\times 20$")
    lesson = parse(file).lesson
    third = lesson.steps[2]
    assert third.prediction is not None
    assert third.prediction.options[2].label == "10 × 20"
    assert "there are lₖ × rₖ pairs" in third.text
    pulled = write(lesson)
    assert "10 × 20" in pulled
    assert write(parse(pulled).lesson) == pulled
    assert parse(pulled).lesson.revision == lesson.revision


def test_prices_and_code_are_no_formulas() -> None:
    for plain in (
        "Tea is $5 and $6, or $7-$8.",
        "5$ a cup, 6 $ a pot.",
        r"Two are \$5, or 5\$ each.",
        "`$x^2$` and [a page](https://example.org/?a=$b$).",
        "```text\n$x^2$\n```",
        "From $$ to $$$ a head.",
    ):
        assert text(plain) == plain
        assert write(parse(HEAD + plain).lesson).endswith(f"{plain}\n")
    for words in ("$5, or 5$", "$US, not 5$", "$6 a cup and 7$"):
        (fault,) = refused(f"One costs {words} for two.")
        assert fault.startswith(
            f'1:11: "{words}": these words are read as a formula; write a price'
        )


def test_what_reads_in_a_line_is_one_and_what_does_not_is_a_picture_with_words() -> None:
    assert text("$$\nE = mc^2\n$$") == "E = mc²"
    whole = "So:\n\n$$\nx = \\frac{-b \\pm\n\\sqrt{b^2-4ac}}{2a}\n$$\n\nThat is it."
    before, image, after = split_at_images(text(whole))
    assert (before, after) == ("So:", "That is it.")
    assert isinstance(image, Image)
    assert image.shows == "x = (−b ± √(b² − 4ac))/(2a)"
    draft, faults = Illustrator(alone).illustrate(parse(HEAD + whole), "f.md")
    assert faults == []
    ((file, asset),) = [(one.file, one.asset) for one in draft.lesson.pictures]
    assert file == r"$$x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}$$"
    made = draw_formula(file[2:-2])
    assert (made.name, made.media) == (asset, PNG)
    assert WIDE <= opened(made.data).width <= WIDEST
    assert min(opened(made.data).convert("L").getextrema()) < 60


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (r"It is $\foo x$.", r'1:7: "$\foo x$": the command "\foo", which is not known here'),
        (
            r"$a \bowties b$",
            r'1:1: "$a \bowties b$": the command "\bowties", which is not known here; did '
            r"you mean \bowtie?",
        ),
        ("It is $x^10$.", '1:7: "$x^10$": "^10", of which only "1" would be an index; write ^{10}'),
        (r"$\frac{a}$", r'1:1: "$\frac{a}$": nothing follows the first part of \frac; write'),
        ("$\\sqrt{x$", '1:1: "$\\sqrt{x$": a "{" in a formula that nothing closes; add }'),
        (
            r"$\ce{H2O}$",
            r'1:1: "$\ce{H2O}$": the command "\ce", which is not known here; write H_2O',
        ),
        ("a\n\n$$\n\\begin{matrix}1\\end{matrix}\n$$", "3:1: "),
        (
            r"In it $$\frac{a}{b}$$ stands.",
            '1:7: the formula "$$\\frac{a}{b}$$" in the middle of a',
        ),
        (
            "a\n$$\\frac{a}{b}$$",
            "2:1: a formula in the middle of a text; put it on a line of its own",
        ),
        (
            "$$\\frac{字}{b}$$",
            '1:1: "$$\\frac{字}{b}$$": the sign "字" in a formula, which can\'t be',
        ),
    ],
)
def test_a_formula_that_cannot_be_shown_is_an_error_that_says_where_and_how_to_mend_it(
    body: str, said: str
) -> None:
    (fault,) = refused(body)
    assert fault.startswith(said)


def test_where_no_picture_can_be_shown_a_formula_to_be_drawn_is_an_error() -> None:
    (fault,) = refused(
        "x\n\n## Pitfalls\n\n### One\n\n**Wrong approach:** So:\n\n$$\\frac{a}{b}$$\n"
    )
    assert "where no picture can be shown; write it in a line, where it reads a/b" in fault


TEX = st.lists(
    st.sampled_from(
        [
            *("x", "1", "12", " ", "{", "}", "{", "}", "^", "_", "'", "+", "=", "(", ")", "字"),
            *("\\frac", "\\frac{a}{b}", "\\sqrt", "[", "]", "\\left(", "\\right)", "\\left."),
            *("\\text{", "\\bar", "\\mathbb", "\\,", "\\", "\\\\", "&", "#", "<", '"', "$", "|"),
            *(f"\\{name} " for name in sorted(COMMANDS)),
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=100, deadline=None)
@given(TEX)
def test_whatever_is_written_is_read_or_refused_and_the_reading_is_no_formula(source: str) -> None:
    with contextlib.suppress(FormulaError):
        row = read(source)
        line, meant = in_line(row), mathml(row)
        assert line == " ".join(line.split())
        assert meant.count("<") == meant.count(">")
    for body in (f"a ${source}$ b", f"$${source}$$"):
        try:
            lesson = parse(HEAD + body).lesson
        except LessonError:
            continue
        written = write(lesson)
        assert parse(written).lesson.revision == lesson.revision


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        "{" * 18 + "1+" * 80 + "}" * 18,
        r"\frac" * 4 + "1" * 5,
        r"\frac\frac\frac\frac11\frac11\frac\frac11\frac11\frac\frac\frac11\frac11\frac\frac11\frac11",
        "\\sum_{" * 4 + "1+" * 80 + "}" * 4,
        "\\sqrt{" * 40 + "x" + "}" * 40,
        "\\sqrt{" * 9 + "x+" * 60 + "x" + "}" * 9,
        "\\bar" * 60,
        "\\left(" * 30,
        "x" * 240,
    ],
)
def test_no_formula_takes_long(source: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(AssetError):
        assert len(draw_formula(source).data) < 100_000
    assert time.process_time() - begun < 4


@pytest.mark.apart
async def test_formulas_are_drawn_in_the_process_that_reads_what_was_sent() -> None:
    data = JOINS.read_bytes()
    read_apart = await Sandbox(Limits(memory=400_000_000)).read("sql-joins.md", data, {})
    here = bundle("sql-joins.md", data, {}, {})
    assert read_apart.faults == ()
    assert [one.name for one in read_apart.assets] == [one.name for one in here.assets]
    assert len(here.assets) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "An unclosed $C \\bowtie O and so on.",
            "1:13: a $ that isn't closed, so its TeX is shown",
        ),
        ("It is $n_c for all, $5 each.", "1:7: a $ that isn't closed"),
        ("It is $ x^2 $ or so.", "1:7: a $ that isn't closed"),
        ("$$\\frac{a}{b} and", "1:1: a $$ that isn't closed"),
        ("It is $\\sum_{c \\in C} n_c$.", "1:7: a formula that is hard to read in a line"),
        ("It is $n_{c \\in C}$.", '1:7: a formula that is hard to read in a line: "n_(c ∈ C)"'),
        ("$5, $5-$10, $10k and $3.50: as a_1 or x^2.", ""),
        ("In `$n_c` and $HOME, \\$n_c or [a](https://x.org/$a_b).", ""),
        ("```\n$n_c\n```\n\n$$\n\\sum_{c \\in C}\nn_c\n$$", ""),
        ("It is $e^{-x/2}$, $n_c$ and $\\sum_{i=1}^{n} x_i$.", ""),
    ],
)
def test_tex_that_would_be_shown_and_formulas_that_a_line_shows_badly_are_advised_against(
    body: str, said: str
) -> None:
    found = [one for one in check_lesson(parse(HEAD + body), "f.md") if "$" in one.mend]
    place = HEAD.count("\n")
    lines = [f"{one.line - place}:{one.column}: {one.what}" for one in found]
    assert [line.startswith(said) for line in lines] == [True] * bool(said), lines
