"""Markdown for Discord: what is meant as a form becomes Discord's, what is not stays characters."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.rendering import convert, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("*em* _em_ **strong** __strong__ ~~gone~~", "*em* *em* **strong** **strong** ~~gone~~"),
        ("two\nlines", "two\nlines"),
        ("Two\nlines\n---", "## Two lines"),
        ("a break  \nhere\\\nand here", "a break\nhere\nand here"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("# One\n\n### Three\n\n#### Four **bold**", "# One\n\n### Three\n\n**Four bold**"),
        ("Title\n===", "# Title"),
        ("a\n\n***\n\nb", "a\n\n───────\n\nb"),
        ("&amp; &lt;b&gt;", r"\& \<b\>"),
    ],
)
def test_forms_become_discords(text: str, shown: str) -> None:
    assert convert(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("* a\n* b", "- a\n- b"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("- a\n\n- b", "- a\n- b"),
        ("- a\n  1. x\n     - deep\n- b", "- a\n  1. x\n     - deep\n- b"),
        ("- a\n\n  more", "- a\n  more"),
        ("- a\n  ```py\n  x = 1\n  ```\n- b", "- a\n```py\nx = 1\n```\n- b"),
        ("- a\n  - b\n    ```\n    x\n    ```", "- a\n  - b\n```\nx\n```"),
        ("> a\n> b\n>\n> c", "> a\n> b\n> \n> c"),
        ("- a\n  b\n- c", "- a\n  b\n- c"),
        ("> a\n> > b", "> a\n> \n> b"),
        ("> ```\n> x\n> ```", "> ```\n> x\n> ```"),
    ],
)
def test_lists_and_quotes(text: str, shown: str) -> None:
    assert convert(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("```python title=x\na\n\nb\n```", "```python\na\n\nb\n```"),
        ("~~~\n<@1> *a*\n~~~", "```\n<@1> *a*\n```"),
        ("    indented", "```\nindented\n```"),
        ("```{weird}\na\n```", "```\na\n```"),
        ("````\n```\n````", "```\n`\u200b`\u200b`\n```"),
        ("```\n```", ""),
        ("`code_with_*`", "`code_with_*`"),
        ("`` a`b ``", "`` a`b ``"),
        ("`a||b` or ||c||", "`a||b` or ||c||"),
        ("| a | b |\n|---|---|\n| *x* | long |", "```\na │ b\n──┼─────\nx │ long\n```"),
    ],
)
def test_code_and_tables(text: str, shown: str) -> None:
    assert convert(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[here](https://a.b/c_d)", "[here](https://a.b/c_d)"),
        ("[here](https://a.b/c_(d))", "[here](<https://a.b/c_(d)>)"),
        ("<https://a.b/c_d_e>", "<https://a.b/c_d_e>"),
        ("[https://a.b](https://a.b)", "<https://a.b>"),
        ("see https://a.b/c_d_e_ now", "see https://a.b/c_d_e_ now"),
        ("[mail](mailto:a@b.c)", "mail (mailto:a@b.c)"),
        ("[there](other.md)", "there (other.md)"),
        ("![a cat](https://a.b/c.png)", "[a cat](https://a.b/c.png)"),
        ("![a cat](cat.png)", "a cat"),
        ("[not a link] (really)", "[not a link] (really)"),
    ],
)
def test_links(text: str, shown: str) -> None:
    assert convert(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("snake_case_name and 2 * 3 * 4", r"snake\_case\_name and 2 \* 3 \* 4"),
        (r"\*no\* \_no\_ \`no\` \~~no\~~", r"\*no\* \_no\_ \`no\` \~\~no\~\~"),
        (r"\# no heading", r"\# no heading"),
        ("-# no small print", r"\-# no small print"),
        (r"\>>> no endless quote", r"\>>> no endless quote"),
        (r"1986\. A year", r"1986\. A year"),
        (r"\- no list", r"\- no list"),
        (r"\[no\](https://a.b)", r"\[no\](https://a.b)"),
        ("a line\n-# small", "a line\n\\-# small"),
        ("in the year\n1986. It was", "in the year\n1986\\. It was"),
    ],
)
def test_characters_stay_characters(text: str, shown: str) -> None:
    assert convert(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("||hidden||", "||hidden||"),
        ("||hidden **and** bold||", "||hidden **and** bold||"),
        ("a || b", r"a \|\| b"),
        ("||a|| || b", r"||a|| \|\| b"),
        (r"\|\|a\|\|", r"\|\|a\|\|"),
    ],
)
def test_spoilers_come_in_pairs(text: str, shown: str) -> None:
    assert convert(text) == shown


@pytest.mark.parametrize(
    "text",
    ["@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "<t:1:R>", "</learn:1>", "<:a:1>"],
)
def test_mentions_and_their_kin_are_disarmed(text: str) -> None:
    assert convert(f"Hello {text}!") == f"Hello \\{text}!"
    assert convert(f"**{text}**") == f"**\\{text}**"
    assert convert(f"[{text}](https://a.b)") == f"[\\{text}](https://a.b)"


def test_an_address_of_no_web_page_is_shown_as_words() -> None:
    assert convert("<id:customize> <a@b.c> <ab:cd:1>") == "id:customize a@b.c ab:cd:1"


def test_html_is_shown_comments_are_not() -> None:
    assert convert("a <!-- no --> b<br>c <kbd>x</kbd>") == "a  b\nc \\<kbd>x\\</kbd>"
    assert convert("<!-- id: x -->\n\ntext") == "text"
    assert convert("<div>\nx\n</div>") == "\\<div>\nx\n\\</div>"


@pytest.mark.parametrize("signs", ["[" * 100_000, "<!--" * 40_000, "||" * 100_000])
def test_signs_are_marked_in_time_that_grows_with_the_text(signs: str) -> None:
    began = time.thread_time()
    convert(f"<div>\n{signs}")
    assert time.thread_time() - began < 1.0, "to look ahead from each takes many"


def test_a_plain_text_has_the_words_and_no_form() -> None:
    assert plain("# A *b*\n\n- `c` [d](https://e.f)\n- \\*\n\n> g\nh") == "A b c d * g h"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1)


def unescaped(text: str) -> str:
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


@given(st.lists(WORDS, min_size=1, max_size=6))
@example(["<@1>", "||", "@everyone"])
@example(["1.", "x"])
@example(["\u00a0", "-#"])
def test_escaped_words_are_shown_as_they_are(parts: list[str]) -> None:
    """The ruler is Discord's escape rule: a backslash shows the character behind it."""
    said = " ".join(" ".join(parts).split())
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", said)
    assert " ".join(unescaped(convert(escaped)).split()) == said


@given(st.text(alphabet="ab *_~|`<@#>[]()-+1.\n\\&;!:/t", max_size=60))
def test_no_mention_is_ever_live(text: str) -> None:
    shown = convert(text + " <@1> @everyone")
    outside_code = re.sub(r"```.*?```|``.*?``|`[^`]*`", "code", shown, flags=re.DOTALL)
    # An even number of backslashes before it would be backslashes, and no escape.
    assert not re.search(r"(?<!\\)(?:\\\\)*(?:<[@#]|@everyone)", outside_code)
