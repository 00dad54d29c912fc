"""Whatever a page is made of, each of its words is in the lesson or in a remark."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lessons.importing import PageError
from bot.lessons.upload.bundle import to_page
from tests.rigs.properties import examples

HEADINGS = (
    "Overview",
    "Mental model",
    "Build-up",
    "Under the hood",
    "Why it was designed this way",
    "Myth busters",
    "Expert zone",
    "When not to use it",
    "Production patterns",
    "Connections",
    "Pitfalls",
    "Key takeaways",
)
LABELS = (
    *(
        "What is it?",
        "Why it matters",
        "Where it fits",
        "Core idea",
        "Think of it like...",
        "Diagram",
    ),
    *("In words", "Concept", "Result", "Insight", "Before reading on: w w or w?", "Common belief"),
    *("Reality", "Why it matters", "Quick: w w w? Commit to yes or no.", "Wrong approach"),
    *("Right approach", "Root cause", "Relation", "1", "2", "3", "#1 w w", "Foundation"),
    *("1. w w (Foundation)", "Step 2: w w", "Myth 1: w w", "Tap to reveal reality", "Copy"),
)
MARKS = (
    *("", "", "", "1. ", "2. ", "3) ", "- ", "* ", "• ", "  - ", "   1. ", "    - ", "      * "),
    *(
        "> ",
        "> > ",
        "> - ",
        "    ",
        "\t",
        "### ",
        "## ",
        "#### 1. ",
        "**",
        "- **",
        "1. **",
        "- [ ] ",
    ),
    *("- [x] ", "| ", "🤔 ", "💡 ", "\\", "__", "1", "#1 "),
)
ENDS = (
    "",
    ".",
    "?",
    ":",
    "**",
    "**: w w.",
    "**:",
    " |",
    " | w",
    "` w",
    "``` w",
    " ```",
    "() {",
    " = 1",
    " -->",
)
FENCES = (
    *("```", "~~~", "````", "```python", "   ```", "1. ```", "- ```", "> ```", "1. ```python"),
    *("    ~~~", "2. w w:\n   ```", "- w:\n\n  ```js", "1. ```\n2. ```", "   1. ~~~"),
    *(
        "``` w",
        "~~~ w w",
        "   ```w",
        "> ``` w w",
        "1. w\n   ~~~ w w",
        "```\n```",
        "``` {w=w}",
        "``````",
    ),
)
SIGNS = (
    "---",
    "***",
    "===",
    "",
    "",
    "|---|---|",
    "<!-- w -->",
    "┌──┐\n│ w│\n└──┘",
    "w --> w\n  |\n  v\nw",
)
HTML = (
    *("<ul>", "</ul>", "<ol>", "</ol>", "<li>w w", "</li>", "<p>w w.</p>", "<p>", "</p>", "<pre>"),
    *(
        "<pre><code class=language-js>",
        "</pre>",
        "</code></pre>",
        "<code>w",
        "</code>",
        "<tr>",
        "</tr>",
    ),
    *("<td>w</td>", "<td>", "</td>", "<table>", "</table>", "<blockquote>w w.", "</blockquote>"),
    *(
        "<h2>Overview</h2>",
        "<h2>Expert zone</h2>",
        "<h2>Key takeaways</h2>",
        "<h3>w w</h3>",
        "<h3>",
    ),
    *(
        "</h3>",
        "<b>w</b>",
        "w w w.",
        "<br>",
        "<hr>",
        "1",
        "<div>",
        "</div>",
        "<li>",
        "<li>1",
        "&lt;w",
    ),
    *("<h2>Pitfalls</h2>", "<h2>Connections</h2>", "<h2>Build-up</h2>", "<h2>Myth busters</h2>"),
    *("<p>Root cause: w w.</p>", "<p>Concept</p>", "<p>1. w w (Foundation)</p>", "<dl><dt>w<dd>w"),
)

ROWS = st.one_of(
    st.sampled_from(HEADINGS),
    st.sampled_from(HEADINGS).map(lambda text: f"## {text}"),
    st.sampled_from(HEADINGS[6:]),
    st.sampled_from(LABELS),
    st.sampled_from(LABELS).map(lambda text: f"**{text}**"),
    st.sampled_from(FENCES),
    st.sampled_from(FENCES),
    st.sampled_from(SIGNS),
    st.builds(
        lambda mark, words, end: mark + words + end,
        st.sampled_from(MARKS),
        st.sampled_from(("w", "w w", "w w w w", "W w w w w.", "W w", "w(w)", "w = w", "`w` w")),
        st.sampled_from(ENDS),
    ),
)
TEXTS = st.lists(ROWS, min_size=1, max_size=14).map("\n".join)
PAGES = st.builds(
    lambda first, body, last: f"{first}{body}{last}",
    st.sampled_from(
        ("Overview\n", "# T\n\n## Overview\n\n", "Expert zone\n", "## Expert zone\n\n")
    ),
    TEXTS,
    st.sampled_from(("", "\n\n## Key takeaways\n\n- w w w.\n", "\nKey takeaways\n1\nW w w.\n")),
)
HTML_PAGES = st.lists(st.sampled_from(HTML), min_size=1, max_size=16).map(
    lambda parts: f"<!doctype html><h2>Overview</h2>{''.join(parts)}"
)


def numbered(text: str) -> str:
    """The text with a word of its own in place of every ``w``."""
    numbers: Iterator[int] = count(100)

    def word(found: re.Match[str]) -> str:
        return f"{'Quok' if found[0] == 'W' else 'quok'}{next(numbers)}ka"

    return re.sub(r"\b[wW]\b", word, text)


def lost(text: str) -> set[str]:
    """The words of a page that are neither in its lesson's file nor in a remark."""
    try:
        page = to_page(text, "page.txt")
    except PageError:
        return set()
    told = "\n".join([page.text, *page.remarks]).casefold()
    return {word for word in re.findall(r"quok\d+ka", text.casefold()) if word not in told}


@pytest.mark.parametrize(
    "text",
    [
        "Expert zone\n1. w w\n   ``` w w\n   w w\n   ```\n2. w w.\n",
        "Expert zone\n1. w w\n\n```w\n2. w w\n```\nw w.\n",
        "## Expert zone\n\n1. w\n   ~~~ w w\n   w w w w\n\n2. w\n   ~~~\n",
        "Key takeaways\n``` w\n```\nw\n",
        "Overview\n> ``` w w\n> ```\n",
        "Connections\n``` w w\nw w w w\n```\n",
    ],
)
def test_no_word_behind_the_mark_of_a_fence_is_lost(text: str) -> None:
    assert not lost(numbered(text))


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html><h2>Overview</h2>" + "<ul><li>w" * 120,
        "<!doctype html><h2>Overview</h2>" + "<blockquote>w" * 120,
        "## Overview\n\n" + "".join("  " * n + "- w\n" for n in range(120)),
        "## Expert zone\n\n1. w\n" + "".join("   " * n + "1. w\n" for n in range(120)),
        "## Overview\n\n" + "> " * 120 + "w\nw\n",
        "## Overview\n\nw w.\n\n" + "- > " * 60 + "w\n\nw.\n",
        "Overview\n" + "w " * 6_000 + "\nw w w.\n",
    ],
    ids=["lists", "quotes", "points", "numbers", "signs", "both", "one line"],
)
def test_no_word_is_lost_that_is_nested_deep_or_stands_on_a_long_line(text: str) -> None:
    assert not lost(numbered(text))


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES.map(numbered))
def test_no_word_is_lost_whatever_marks_stand_around_it(text: str) -> None:
    assert not lost(text)


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HTML_PAGES.map(numbered))
def test_no_word_of_saved_html_is_lost_whatever_is_left_open(text: str) -> None:
    assert not lost(text)
