"""The one form of a lesson's texts: it stays as it is, and means what its source means."""

import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.lessons.format.markdown import PARSER, clean, content, tree
from bot.lessons.format.normal_form import DEEPEST, LABEL, normal, one_line
from tests.lessons.strategies import WILD

MARKUP = st.lists(
    st.sampled_from(
        [
            *("a", "b", "0", "Word", "é", "\u00a0", "\u2028", " ", " ", "    ", "\t"),
            *("\n", "\n", "\n\n", "  \n", "\\\n", "\\", "\\\\"),
            *("_", "_", "__", "*", "*", "**", "***", "`", "``", "```\n", "~~~\n"),
            *("[", "]", "(", ")", "](x)", "<http://x>", "<", "!", "&amp;", "&#32;", "&"),
            *("> ", ">", "- ", "-", "--", "+ ", "* ", "1. ", "2) ", "10. ", "#", "=", "==="),
            *(".", ",", ";", ":", "|", '"', "'", "$", "$", "$$", "$x^2$", "$$\\frac{a}{b}$$\n"),
            *("| a | b |\n", "| - | :-: |\n", "\n| c |\n"),
        ]
    ),
    max_size=16,
).map("".join)
"""Signs that mean something in Markdown, near enough to each other to mean it."""


@settings(max_examples=150)
@given(st.one_of(WILD, MARKUP))
@example("[x]: y")
@example("<div>\ntext")
@example("- a\n\n[x]: y\n- b")
def test_normal_form_is_a_fixed_point_and_loses_no_word(text: str) -> None:
    settled = normal(text)
    assert normal(settled) == settled
    assert one_line(one_line(text)) == one_line(text)
    assert "\n" not in one_line(text)
    letters = [char for char in text if char.isalpha()]
    assert [char for char in settled if char.isalpha()] == letters
    assert [char for char in one_line(text) if char.isalpha()] == letters
    paragraphs = [block for block in tree(settled).children if block.type == "paragraph"]
    assert not any(LABEL.match(content(paragraph)) for paragraph in paragraphs)


def rendering(text: str) -> str:
    """What a text renders as: its blocks, their words and marks, and code to the letter.

    Outside of code a row of blanks is one, and none counts at the ends of a line. Nor do line
    breaks that nothing or another one stands before, quotes and paragraphs without words, and
    whether a list is tight or loose.
    """
    parts = re.split(r"(<pre>.*?</pre>)", PARSER.render(text), flags=re.DOTALL)
    parts[::2] = [re.sub(r"\s+", " ", part) for part in parts[::2]]
    html = re.sub(r"</?p>", "¶", "".join(parts))
    html = re.sub(r"\s+</code></pre>", "</code></pre>", html)
    html = re.sub(r"<code> | </code>", lambda tag: tag[0].strip(), html)
    block = r"(?:</?(?:ul|ol|li|blockquote)\b[^>]*>|<hr />|</?pre>|¶|^|$)"
    before = ""
    while html != before:
        before = html
        html = re.sub(rf"({block}|<br />) ", r"\1", html)
        html = re.sub(rf" ({block}|<br />)", r"\1", html)
        html = re.sub(rf"({block}|<br />)<br />", r"\1", html)
        html = re.sub(rf"<br />({block})", r"\1", html)
        html = re.sub(rf"({block})¶|¶({block})", r"\1\2", html)
        html = html.replace("<blockquote></blockquote>", "¶")
    return html


@settings(max_examples=150)
@given(st.one_of(WILD, MARKUP))
@example("a\\   \nb")
@example("`a\\\nb` c")
@example("a\\\n    # b")
@example("- a\n\n  ```\n  b\n\n    c\n  ```\n- 1. d\n  2. e")
@example("- a\n- b\n\n* c\n+ d")
def test_normal_form_means_the_same(text: str) -> None:
    text = clean(text)
    blocks = PARSER.parse(text)
    kinds = {token.type for block in blocks for token in (block, *(block.children or ()))}
    # What no text may hold is rewritten, and a drawing of code in an image's words is no text.
    assume(all(block.level <= DEEPEST for block in blocks))
    assume(not kinds & {"heading_open", "html_block", "html_inline", "image"})
    assume(not LABEL.search(" ".join(text.split())))
    assert rendering(normal(text)) == rendering(text)


@pytest.mark.parametrize(
    "text",
    [
        "_\n\\\n0_",
        "_a._  \n_b_",
        "(_  \nb_",
        ").*\n\\\n*b*",
        "- _  \n  0_",
        "**a *b.*  \nc**",
        "_\\\n\u2028_",
    ],
)
def test_marks_before_a_line_break_mean_what_they_meant(text: str) -> None:
    settled = normal(text)
    assert rendering(settled) == rendering(text)
    assert normal(settled) == settled


@pytest.mark.parametrize(
    "text",
    [
        "+ --",
        "* -- ",
        "- a\n+ --",
        "+ + +",
        "- a\n+ b\n+ --",
        "+ + --",
        "- a\n+ + +",
        "+ --\n+ **\n\n>\n\n+ --\n+ **",
    ],
)
def test_an_item_of_hyphens_is_no_line_across(text: str) -> None:
    settled = normal(text)
    assert "hr" not in [block.type for block in tree(settled).children]
    assert rendering(settled) == rendering(text)
    assert normal(settled) == settled


@pytest.mark.parametrize("text", ["*\\\n***\u00a0", "_\\\n    _ __", "a\\\n    ``` b\\\n`` c"])
def test_a_run_of_marks_is_escaped_whole(text: str) -> None:
    settled = normal(text)
    assert rendering(settled) == rendering(text)
    assert normal(settled) == settled


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("One\ntwo  \nthree\\\nfour", "One two\\\nthree\\\nfour"),
        ("**bold.**  \nnext", "**bold.**\\\nnext"),
        ("* * *", "___"),
        ("* a\n* b", "- a\n- b"),
        ("+ a\n\n* b\n- c", "- a\n\n* b\n\n- c"),
        ("1) a\n5) b", "1. a\n2. b"),
        ("9. a\n9. b", "9. a\n10. b"),
        ("3 < 4 & 5 &lt; 6", "3 < 4 & 5 &lt; 6"),
        ("\\=== a", "\\=== a"),
        ("\\[x]: y", "\\[x]: y"),
        ("\\``` a", "\\``` a"),
        ("a_b _c_ *d* \\*e", "a_b _c_ *d* \\*e"),
        ("# Title", "**Title**"),
        ("**Result:** x", "**Result**: x"),
        ("**Result**: x", "**Result**: x"),
        ("<b>x</b>", "<b>x</b>"),
        ("    code", "```\ncode\n```"),
        ("~~~\ncode\n~~~", "```\ncode\n```"),
        ("> a\nb", "> a b"),
        ("- a\n\n      code\n- b", "- a\n\n  ```\n  code\n  ```\n\n- b"),
        ("[a](<b c> 't')", "[a](<b c> 't')"),
        ("![a pot](pot.png)", "![a pot](pot.png)"),
        ("Setext\n---", "**Setext**"),
        ("a\\", "a\\"),
    ],
)
def test_normal_form_stays_what_it_was(text: str, form: str) -> None:
    """Revisions are named by it, so no text that has been published may get another one."""
    assert normal(text) == form
