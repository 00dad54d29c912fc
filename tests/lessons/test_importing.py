"""A lesson page in any of its forms becomes a lesson, and no line of it is lost."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lessons.format import parse, write
from bot.lessons.importing import ImportResult, PageError, import_page, questions
from bot.lessons.importing.myths import answer
from bot.lessons.importing.questions import SELF_JUDGED
from bot.lessons.importing.steps import fields
from bot.lessons.lint.check import check_lesson
from bot.lessons.model import Lesson
from bot.lessons.numbers import write_number
from bot.lessons.question import Question
from tests.rigs.paths import PAGES
from tests.rigs.properties import examples

NAMES = sorted(path.name for path in PAGES.iterdir())


def source(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def load(name: str) -> ImportResult:
    return import_page(source(name), name)


def labels(question: Question | None) -> tuple[str, ...]:
    assert question is not None
    return tuple(option.label for option in question.options)


def right(question: Question | None) -> tuple[str, ...]:
    assert question is not None
    return tuple(option.label for option in question.options if option.right)


# --- The ruler: what of a page must be found again -----------------

FURNITURE = [
    r"^.*~ ?\d+ mins?\b.*$|^\W*\d+ mins?\W*$|^.*minutes read.*$",
    r"^\W*found an? (?:issue|bug)\b.*$|^copy$|how it works internally",
    r"^[\W_]*(?:\d+\W+)?(?:overview\b.*|mental model|build[- ]?up\b.*|under the hood"
    r"|why (?:was )?(?:it )?(?:was )?designed this way\W*|myth busters.*|myths\b.{0,40}"
    r"|common misconceptions|expert (?:zone|notes|corner)|when not to use(?: it| this model)?"
    r"|production patterns|connections|(?:common )?pitfalls|common mistakes"
    r"|(?:key )?takeaways)\W*$",
    r"^[\W_]*(?:what is it|what it is|what is recursion|why it matters|why does it matter"
    r"|why it’s important|where it fits|where does it fit|where this fits in|(?:the )?core idea"
    r"|think of it (?:like|as)|analogy|diagram|in words)(?![a-z])",
    r"^[\W_]*(?:concept|result|(?:key )?insight|common belief|belief|reality"
    r"|why (?:it|this) matters|relation|(?:wrong|correct|right) (?:approach|way)"
    r"|root cause)(?=[:?_]|\W*$)",
    r"before reading on|quick:|commit to your answer|commit (?:to )?yes or no|yes or no\?"
    r"|tap to reveal reality|report (?:an )?issue|\]\(https://example.org/report\)",
    r"^[\W_]*(?:step \d+(?: –|:)|#\d|(?:pitfall|mistake) \d:|myth #?\d:|\d+[.)]?)(?=\W|[A-Z]|$)",
    r"^[\W_]*(?:foundation|intermediate|advanced|expert)(?=\W|$|(?-i:[A-Z])|flexGrow)"
    r"|[(\[](?:foundation|intermediate|advanced|expert)[)\]]",
    r"choose your learning style|(?:9 )?modes available",
    r"^[\W_]*(?:(?:learn|why|deep|visual|try|challenge|project|recall|perf|complexity)"
    r"(?:\]\(\S+\))?\W*){1,9}$",
    r"^.*deep[ -]dive.*$|^home / earth science$|^\W*computer networks / http\W*$|```\w*",
]


def apart(text: str) -> str:
    """A text whose labels and numbers are not glued to what follows them."""
    glued = (
        r"What is it\?|Why it matters|Where it fits|Core Idea|Think of it like\.\.\.|Common Belief"
    )
    return re.sub(
        rf"(?m)^((?:💡 )?(?:{glued}|Result|Insight|Reality|\d)(?=[^\W\da-z]|set -o))", r"\1: ", text
    )


def bare(text: str) -> str:
    """A text without the furniture of a page."""
    text = re.sub(r"\\([-.()])", r"\1", apart(text))
    for pattern in FURNITURE:
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE | re.MULTILINE)
    return text


def words(text: str) -> Counter[str]:
    text = apart(text)
    text = re.sub(r"(Foundation|Intermediate|Advanced|Expert)(?=[A-Z]|flexGrow)", r"\1 ", text)
    return Counter(re.findall(r"\d+|[^\W\d_]+", text.casefold()))


def lower(text: str) -> set[str]:
    return set(words(text))


def strings(value: Any, name: str = "") -> Iterator[str]:
    """Every text of a lesson, except what was made and not copied."""
    if isinstance(value, dict):
        if "options" in value and not lower(value["options"][0]["label"]) <= lower(value["text"]):
            yield from (option["label"] for option in value["options"])
        for key, inner in value.items():
            if key not in ("id", "level", "tags", "options"):
                yield from strings(inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner, name)
    elif isinstance(value, str):
        yield value if name == "drawing" else re.sub(r"(?m)^`{3,}.*$", "", value)


def visible(text: str) -> str:
    """What a reader sees of a page, by a reader of HTML that is not the importer's."""
    if text.lstrip().startswith("<"):
        text = re.sub(r"(?s)<(style|script|svg|title)\b.*?</\1>", " ", text)
        text = re.sub(
            r"</?(?:p|div|h\d|li|section|button|pre|tr|td|th|summary|nav)\b[^>]*>", "\n", text
        )
        text = re.sub(r"<[^>]+>", "", text)
        for entity, character in (
            ("&nbsp;", " "),
            ("&mdash;", "—"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&amp;", "&"),
        ):
            text = text.replace(entity, character)
    return text


def lost(text: str, imported: ImportResult) -> Counter[str]:
    """The words of a page that are neither in the lesson, nor left over, nor furniture."""
    kept = words("\n".join(strings(imported.lesson.model_dump())))
    kept += words(bare("\n".join(leftover.text for leftover in imported.leftovers)))
    title = re.escape(imported.lesson.title)
    text = re.sub(r"(?m)^(\s*[-*+]\s+)\[[xX ]\]", r"\1", text)  # a tick is a key, and no word
    text = re.sub(rf"(?mi)^\W*{title}\W*$", " ", visible(text))  # a page repeats its title
    return words(bare(text)) - kept


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_page_is_lost(name: str) -> None:
    assert not lost(source(name), load(name))


def test_the_ruler_notices_a_lost_paragraph() -> None:
    imported = load("hash-maps.md")
    poorer = imported.lesson.model_copy(update={"under_the_hood": None})
    assert (
        lost(source("hash-maps.md"), ImportResult(poorer, imported.leftovers, ()))["addressing"]
        == 1
    )


@pytest.mark.parametrize("name", NAMES)
def test_an_imported_lesson_is_written_and_read_back_unchanged(name: str) -> None:
    lesson = load(name).lesson
    assert parse(write(lesson), "lesson.md").lesson == lesson


@pytest.mark.parametrize("name", NAMES)
def test_an_imported_lesson_has_no_errors_only_advice(name: str) -> None:
    draft = parse(write(load(name).lesson), "lesson.md")
    assert {fault.severity for fault in check_lesson(draft, "lesson.md")} == {"advice"}


def shape(lesson: Lesson) -> tuple[int, ...]:
    """Steps, predictions, myths, notes, connections, pitfalls, takeaways, diagrams."""
    return (
        len(lesson.steps),
        sum(1 for step in lesson.steps if step.prediction),
        len(lesson.myths),
        len(lesson.expert_notes),
        len(lesson.connections),
        len(lesson.pitfalls),
        len(lesson.takeaways),
        len(lesson.mental_model.diagrams) + len(lesson.under_the_hood.diagrams),
    )


@pytest.mark.parametrize(
    ("name", "expected", "leftovers"),
    [
        ("binary-search.txt", (4, 3, 3, 2, 2, 2, 3, 2), []),
        ("photosynthesis.md", (5, 3, 2, 4, 2, 1, 4, 1), []),
        ("flexbox.md", (3, 2, 2, 4, 3, 2, 5, 1), []),
        ("sql-joins.html", (4, 2, 1, 2, 2, 1, 3, 2), []),
        ("recursion.txt", (4, 3, 3, 3, 2, 2, 3, 0), [144, 146]),
        ("hash-maps.md", (4, 3, 1, 0, 2, 1, 2, 1), [122, 124]),
        ("tides.txt", (8, 1, 1, 1, 1, 1, 6, 2), [1, 86]),
        ("closures.html", (4, 3, 2, 2, 2, 1, 2, 1), [4]),
        ("decorators.txt", (5, 3, 3, 2, 2, 2, 3, 1), []),
        ("git-rebase.md", (3, 3, 2, 2, 2, 2, 3, 2), []),
        ("gradient-descent.txt", (4, 3, 9, 0, 1, 1, 2, 1), [135]),
        ("http-cache.md", (3, 2, 2, 0, 2, 1, 3, 0), [9]),
        ("p-values.txt", (3, 2, 4, 9, 1, 1, 2, 1), []),
        ("shell-pipes.txt", (3, 2, 1, 2, 1, 2, 2, 1), []),
        ("sql-indexes.md", (4, 3, 2, 3, 2, 2, 3, 2), []),
    ],
)
def test_every_part_is_counted(name: str, expected: tuple[int, ...], leftovers: list[int]) -> None:
    imported = load(name)
    assert shape(imported.lesson) == expected
    assert [leftover.line for leftover in imported.leftovers] == leftovers


# --- One page of each form, in its details -----------------


def test_copied_text_with_code_and_glued_labels() -> None:
    lesson = load("binary-search.txt").lesson
    assert (lesson.id, lesson.title, lesson.minutes) == ("binary-search", "Binary search", 20)
    assert lesson.tags == ("algorithms", "search", "dsa")
    assert [step.level for step in lesson.steps] == [
        "foundation",
        "foundation",
        "intermediate",
        "expert",
    ]
    first, second, third, fourth = lesson.steps
    assert first.prediction is None
    assert (first.result, first.title) == ("8", "What sorted order buys us")
    assert "```\nnumbers = [2, 5, 8, 12]\nmiddle = len(numbers) // 2\nprint(" in first.text
    assert first.text.endswith("The list must stay sorted for this to hold.")
    assert "        # go right or left\n        if items[mid] < wanted:" in second.text
    assert second.text.endswith("        else:\n            high = mid - 1\n\n    return -1\n```")
    assert labels(second.prediction) == ("Keeps the middle element", "Drops it")
    assert labels(third.prediction) == ("10", "100", "1000")
    assert "\\#1 lesson here" in third.text
    assert "- 2\\*\\*40 values" in third.text
    assert labels(fourth.prediction) == ("Yes", "No")
    assert "x >= 5 \\|\\| x is None" in fourth.text
    assert (
        lesson.pitfalls[0].wrong
        == "```\nwhile low < high:\n    mid = (low + high) // 2\n    low = mid\n```"
    )
    assert lesson.pitfalls[1].right == "```\nfind(sorted([3, 1, 2]), 1)\n```"
    assert lesson.mental_model.diagrams[0].drawing.startswith("low        mid        high\n |  ")
    assert lesson.mental_model.diagrams[0].drawing.endswith("        keep the right half")
    assert lesson.connections[0].relation == "Same idea"


def test_markdown_with_headings_emoji_and_broken_lines() -> None:
    lesson = load("photosynthesis.md").lesson
    assert (lesson.title, lesson.minutes, lesson.tags) == (
        "Photosynthesis",
        12,
        ("biology", "plants"),
    )
    assert lesson.overview.what.endswith("two stages:\n\n1. Light is caught.\n2. Sugar is built.")
    assert "off oxygen." in lesson.overview.what.split("\n\n")[0]
    diagram = lesson.mental_model.diagrams[0]
    assert diagram.alternative.startswith(
        "Light feeds the thylakoid, which gives off oxygen and passes"
    )
    assert labels(lesson.steps[1].prediction) == ("From water", "From carbon dioxide")
    assert labels(lesson.steps[2].prediction) == ("In the light", "In the dark", "In both")
    assert "```text\nwater -> PSII -> PSI -> NADPH\n```" in lesson.steps[2].text
    assert "**A closer look**" in lesson.steps[3].text
    assert lesson.steps[4].prediction is not None
    assert lesson.steps[4].prediction.text == "Is rubisco always choosing carbon dioxide?"
    assert lesson.steps[0].insight == "Colour tells what is *not* used."
    assert lesson.expert_notes[3].endswith("from outside, without touching the leaf.")
    assert lesson.connections[0].title == "Cellular respiration"
    assert lesson.myths[1].belief == "Plants eat soil"
    assert right(lesson.myths[1].question) == ("No",)
    assert lesson.under_the_hood.why.startswith("Evolution tinkers.")


def test_markdown_without_headings_and_without_a_title() -> None:
    lesson = load("flexbox.md").lesson
    assert lesson.title == "CSS flexbox"
    assert lesson.minutes == 5
    assert lesson.mental_model.diagrams[0].drawing.endswith("A, B: flex-basis 100px\nC: grows")
    assert "```css\n.row {\n  display: flex;\n}\n```" in lesson.steps[0].text
    assert lesson.steps[1].title == "flexGrow and flexShrink"
    assert "```\n.item {\nflex: 1 0 200px;\n}\n```" in lesson.steps[1].text
    assert "| property | axis |\n| --- | --- |\n| " in lesson.steps[2].text
    assert lesson.pitfalls[0].wrong == "```\n.child {\ndisplay: flex;\nright: 0;\n}\n```"
    assert lesson.pitfalls[1].wrong == "```\nflex_item:\nwidth: 300px\n```"
    assert lesson.connections[2].relation == "Analogous system"
    assert right(lesson.myths[0].question) == ("No",)
    assert right(lesson.myths[1].question) == ("Yes",)


def test_saved_html() -> None:
    lesson = load("sql-joins.html").lesson
    assert (lesson.title, lesson.minutes) == ("SQL joins", 18)
    assert lesson.tags == ("databases", "sql", "query")
    assert lesson.overview.what.endswith("— for example `a.id = b.a_id`.")
    assert lesson.mental_model.diagrams[0].drawing.startswith(" users          orders\n+----+")
    assert lesson.steps[0].text.endswith("- Left rows come first.\n- Right rows repeat.")
    assert "```sql\nSELECT u.name, o.id\nFROM users u\n" in lesson.steps[1].text
    assert lesson.steps[1].text.endswith("| name | id |\n| --- | --- |\n| Ada | 7 |")
    assert lesson.steps[1].result == "Only Ada has an order."
    assert lesson.steps[2].text == "Missing values become `NULL`, and x < y is unknown for them."
    assert labels(lesson.steps[2].prediction) == (
        "All rows from the left table",
        "Only matching rows",
    )
    assert lesson.expert_notes[1] == "Semi-joins stop at the first match."
    assert lesson.pitfalls[0].title == "Forgetting the condition"
    assert lesson.pitfalls[0].wrong == "```sql\nSELECT * FROM users, orders;\n```"


def test_copied_text_with_bracketed_levels_and_labels_of_their_own_lines() -> None:
    imported = load("recursion.txt")
    lesson = imported.lesson
    assert lesson.title == "Recursion"
    assert lesson.mental_model.core_idea.startswith("Solve a tiny case directly")
    assert lesson.mental_model.analogy.startswith("Nested dolls.")
    assert lesson.steps[0].text.endswith("    return numbers[0] + total(numbers[1:])\n```")
    assert lesson.steps[1].text.endswith(
        "```text\ntotal([1, 2])\n  |\n  v\ntotal([2])\n  |\n  v\ntotal([])\n```"
    )
    assert labels(lesson.steps[1].prediction) == questions.SELF_JUDGED
    assert labels(lesson.steps[2].prediction) == ("Double the work", "Square it")
    assert labels(lesson.steps[3].prediction) == ("Yes", "No")
    assert right(lesson.myths[0].question) == ("No",)
    assert right(lesson.myths[1].question) == ("Yes",)
    assert lesson.myths[2].question.open
    assert any("is not clear" in note for note in imported.notes)
    assert lesson.pitfalls[0].wrong == "```\ndef down(n):\n    print(n)\n    down(n - 1)\n```"
    assert lesson.takeaways[0] == "A base case ends the calls."
    assert lesson.production_patterns == ""


def test_markdown_with_headings_of_one_rank_and_an_unknown_section() -> None:
    imported = load("hash-maps.md")
    lesson = imported.lesson
    assert (lesson.title, lesson.minutes) == ("Hash maps", 9)
    assert [step.level for step in lesson.steps] == [
        "foundation",
        "intermediate",
        "advanced",
        "advanced",
    ]
    assert any("step 4 has no level" in note for note in imported.notes)
    assert lesson.steps[1].text.endswith("**Note**: a good hash keeps the lists short.")
    assert (
        "- it is searched key by key:\n  - compare the hashes\n  - compare" in lesson.steps[1].text
    )
    assert lesson.pitfalls[0].right == 'Use a tuple:\n\n```python\nd[(1,)] = "x"\n```'
    assert [connection.title for connection in lesson.connections] == ["Sets", "Caches"]
    assert imported.leftovers[0].text == "## Related reading"


def test_a_copied_page_whose_labels_are_glued_to_their_text() -> None:
    lesson = load("shell-pipes.txt").lesson
    assert lesson.overview.matters == "Small tools become large ones."
    assert lesson.mental_model.core_idea.startswith("Every command has one way in")
    assert lesson.steps[0].result == "A file with two lines."
    assert lesson.steps[0].insight == "One sign too few deletes a file."
    assert lesson.myths[0].reality.startswith("Only stdout does")
    assert lesson.expert_notes[0].startswith("set -o pipefail")
    assert lesson.takeaways[-1] == "2> is for errors."
    assert "$ cat notes.txt\nhello\nagain\n```" in lesson.steps[0].text
    assert "```\ngrep -c 404 access.log\n```" in lesson.steps[1].text
    assert 'for f in *.txt; do\n  wc -l "$f"\ndone\n```' in lesson.steps[2].text


def test_a_single_label_is_cut_from_its_text_only_on_a_page_that_glues_labels() -> None:
    page = "Core Idea\nA row at a time.\n1\nFoundationRows\nConcept: A cursor.\n{}\n"
    rows = "ResultSet rows = statement.executeQuery();"
    assert rows in import_page(page.format(rows)).lesson.steps[0].text


def test_markdown_with_the_escapes_of_a_converter() -> None:
    lesson = load("sql-indexes.md").lesson
    assert lesson.title == "Indexes in SQL"
    assert lesson.mental_model.analogy == "The index at the back of a book."
    assert labels(lesson.steps[1].prediction) == ("Faster", "Slower")
    assert labels(lesson.steps[2].prediction)[2] == "Both"
    assert lesson.steps[2].text.startswith("$$T(n) = O(\\log_2 n)$$")
    assert lesson.steps[3].result == "Index Only Scan using users_email_idx"
    assert right(lesson.myths[0].question) == ("No",)
    assert right(lesson.myths[1].question) == ("Yes",)
    assert lesson.pitfalls[0].title == "Wrapping the column in a function"
    assert "\\" not in lesson.under_the_hood.how


def test_html_saved_from_a_browser_with_numbers_and_lists_inside_of_lists() -> None:
    lesson = load("closures.html").lesson
    assert lesson.expert_notes == (
        "Debuggers show only what was captured.",
        "`eval` makes the engine keep everything.",
    )
    assert lesson.steps[1].text.endswith(
        "2. Round 1 sets a timer.\n   - both wait\n   - both see `i`"
    )
    assert lesson.steps[0].text.endswith("```")
    assert labels(lesson.steps[1].prediction) == ("0 1 2", "3 3 3")
    assert right(lesson.myths[1].question) == ("Yes",)


def test_an_item_of_saved_html_that_is_its_own_number_is_kept() -> None:
    page = "<html><h2>Key Takeaways</h2><ol><li>1</li><li>2</li><li>three</li></ol></html>"
    assert import_page(page).lesson.takeaways == ("1", "2", "three")


def test_markdown_with_numbers_in_keycaps_and_titles_above_the_myths() -> None:
    lesson = load("git-rebase.md").lesson
    assert [(step.title, step.level) for step in lesson.steps] == [
        ("A plain rebase", "foundation"),
        ("Interactive rebase", "intermediate"),
        ("--onto", "expert"),
    ]
    assert lesson.steps[1].text.endswith("squash 4d5e6f Second\ndrop 7a8b9c Oops\n```")
    assert lesson.myths[0].belief == "Rebase deletes commits. Rebase destroys the old commits."
    assert lesson.myths[1].question.open


def test_markdown_with_bold_words_for_headings_and_indented_code() -> None:
    lesson = load("http-cache.md").lesson
    assert lesson.under_the_hood.how == "The browser computes `age < max-age`."
    assert "```\nCache-Control: max-age=3600\nAge: 120\n```" in lesson.steps[0].text
    assert [one.title for one in lesson.connections] == ["CDN", "Memoisation"]
    assert lesson.pitfalls[0].right == "`no-cache` for HTML, a year for hashed files"


def test_copied_code_and_names_keep_all_of_their_characters() -> None:
    lesson = load("decorators.txt").lesson
    assert lesson.steps[3].concept == "\\*args and \\*\\*kwargs pass on anything."
    assert "\\_\\_name\\_\\_" in lesson.steps[3].text
    assert (lesson.steps[3].result, lesson.steps[3].insight) == (
        "call add 5",
        "wraps copies the name and the docstring.",
    )
    assert lesson.under_the_hood.how.endswith("MAKE_FUNCTION\nCALL 1\nSTORE_NAME add\n```")
    assert lesson.takeaways[-1] == "wraps keeps name and docstring."


def test_drawings_and_tables_of_copied_text_keep_their_characters() -> None:
    lesson = load("p-values.txt").lesson
    drawing = lesson.mental_model.diagrams[0].drawing
    assert drawing.startswith("          H₀\n         ___\n")
    assert "____/           \\_▓▓▓" in drawing
    assert "- P(wet | rain) is near 1\n- P(rain | wet) is not" in lesson.steps[1].text
    assert (
        "| Tests | P(at least one false alarm) |\n| --- | --- |\n| 1 | 5% |\n"
        in lesson.steps[2].text
    )
    assert [one.title for one in lesson.connections] == ["Court trials"]


def test_sections_in_another_order_with_some_missing() -> None:
    lesson = load("tides.txt").lesson
    assert lesson.title == "Tides"
    assert lesson.level == "intermediate"
    assert lesson.overview.what.startswith("Tides are the rise")
    assert (
        lesson.mental_model.core_idea
        == "The Moon pulls harder on the near side than on the far side."
    )
    assert len(lesson.steps) == 8
    assert lesson.steps[2].text.count("```text") == 1
    assert lesson.under_the_hood.how == ""
    assert lesson.under_the_hood.why.startswith("Nobody designed the tides")
    assert lesson.expert_notes == (
        "Shallow water bends the curve: the flood is shorter than the ebb.",
    )


# --- What the form may not matter for -----------------


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_and_invisible_characters_do_not_matter(name: str) -> None:
    text = source(name)
    changed = "\ufeff" + text.replace("\n", "\r\n").replace(" and ", "\u00a0and\u200b ")
    assert import_page(changed, name) == load(name)


def test_blank_lines_between_all_lines_of_prose_do_not_matter() -> None:
    name = "binary-search.txt"
    rows = source(name).split("\n")
    spaced: list[str] = []
    for above, below in zip(rows, [*rows[1:], ""], strict=True):
        spaced.append(above)
        if re.match(r"[A-Z0-9🤔#].*[.?a-z0-9]$", above) and not re.search(
            r"[=(|]|^-", above + below[:3]
        ):
            spaced.append("")
    lesson, other = load(name).lesson, import_page("\n".join(spaced), name).lesson
    assert shape(other) == shape(lesson)
    assert [step.concept for step in other.steps] == [step.concept for step in lesson.steps]
    assert [step.insight for step in other.steps] == [step.insight for step in lesson.steps]
    assert other.connections == lesson.connections


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("When NOT to use", "when_not_to_use"),
        ("## 🚫 When not to use it?", "when_not_to_use"),
        ("**When Not To Use**", "when_not_to_use"),
        ("7) WHEN NOT TO USE:", "when_not_to_use"),
        ("Production patterns", "production_patterns"),
        ("### Production Patterns:", "production_patterns"),
    ],
)
def test_a_heading_is_known_in_all_its_dress(heading: str, field: str) -> None:
    imported = import_page(f"Overview\nWhat is it?\nA thing.\n\n{heading}\n\nOnly on Sundays.\n")
    assert getattr(imported.lesson, field) == "Only on Sundays."
    assert not imported.leftovers


@pytest.mark.parametrize(
    "head",
    [
        "1\nFoundationFirst things",
        "1\n\nFoundation\n\nFirst things",
        "Step 1: First things (Foundation)",
        "### 1. First things [foundation]",
        "### Step 1 — First things — Foundation",
        "**1. Foundation: First things**",
        "FoundationFirst things",
        "#### First things\n\n*Foundation*",
        "1.\nFOUNDATIONFirst things",
        "Step 1\nFirst things\nLevel: Foundation",
    ],
)
def test_a_step_is_known_in_all_its_dress(head: str) -> None:
    imported = import_page(
        f"Build-Up – 1 Step\n{head}\n\n🤔\n\nConcept: One thing.\n\nIts text.\n\n"
        "Result\n\nDone.\n\nWhy.\n"
    )
    (step,) = imported.lesson.steps
    assert (step.level, step.title) == ("foundation", "First things")
    assert (step.concept, step.text) == ("One thing.", "Its text.")
    assert (step.result, step.insight) == ("Done.", "Why.")
    assert not imported.leftovers


@pytest.mark.parametrize(
    "label", ["Concept:", "**Concept:** ", "**Concept**: ", "__Concept:__ ", "Concept:\n"]
)
def test_a_label_is_known_in_all_its_dress(label: str) -> None:
    imported = import_page(f"Build-Up\n1\nFoundationFirst things\n{label}One thing.\n")
    assert imported.lesson.steps[0].concept == "One thing."


# --- Questions -----------------


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("do you think birds navigate more by smell or sight?", ("Smell", "Sight")),
        ("is sorting a technical or social task in a library?", ("Technical", "Social")),
        (
            "reading one book or skimming many is better for exams?",
            ("Reading one book", "Skimming many"),
        ),
        ("do you think such errors are rare or common?", ("Rare", "Common")),
        (
            "do you think the pump is slow, fast, or unpredictable?",
            ("Slow", "Fast", "Unpredictable"),
        ),
        ("Which comes first, the chicken or the egg?", ("The chicken", "The egg")),
        ("Which is largest: a lake, a sea or an ocean?", ("A lake", "A sea", "An ocean")),
        (
            "do you think limits are enforced automatically or require explicit settings in Rust?",
            ("Enforced automatically", "Require explicit settings"),
        ),
        (
            "do you think heat breaks the chip at once or can controllers slow it down?",
            ("Heat breaks the chip at once", "Controllers can slow it down"),
        ),
        (
            "do you think Python passes arguments by value or by reference?",
            ("By value", "By reference"),
        ),
        (
            "do you think caches use more memory or less memory than lists?",
            ("More memory", "Less memory"),
        ),
        ("do you think it takes 10 or more steps?", ("Yes", "No")),
        ("do you think the lock holds or not?", ("Yes", "No")),
        ("can a fish drown?", ("Yes", "No")),
        ("what do you think happens next?", questions.SELF_JUDGED),
        (
            "Do you think a list is faster than a tuple, or the other way round?",
            ("A list is faster than a tuple", "The other way round"),
        ),
        (
            "Is SQLite slower than Redis here, or the other way around?",
            ("SQLite is slower than Redis here", "The other way around"),
        ),
        ("Will this print 1 or 2?", ("1", "2")),
        ("Does this code print 1 or raise an error?", ("Print 1", "Raise an error")),
        ("Do you think it is O(n) or O(n log n)?", ("O(n)", "O(n log n)")),
        ("Does k make the model simpler or more complex?", ("Simpler", "More complex")),
        ("Does an index make inserts faster or slower?", ("Faster", "Slower")),
        (
            "Do you think Grid replaces Flexbox, or do they work together?",
            ("Grid replaces Flexbox", "They work together"),
        ),
        (
            "Do you think two threads share memory, or does each have its own?",
            ("Two threads share memory", "Each has its own"),
        ),
        (
            "Do you think x changes or stays the same after the call?",
            ("Changes", "Stays the same"),
        ),
        (
            "When you pass a list, does the function get a copy or the same list?",
            ("A copy", "The same list"),
        ),
        (
            "If you delete a row, will the database refuse, delete the others, or leave them?",
            ("Refuse", "Delete the others", "Leave them"),
        ),
        ("What is your guess: does it change `main` or your branch?", ("`main`", "Your branch")),
        (
            "Should the key be unique or can it repeat?",
            ("The key should be unique", "It can repeat"),
        ),
        ("Do you think TCP, UDP, or both guarantee order?", ("TCP", "UDP", "Both")),
        (
            "Do you think HTTP is stateful (it remembers) or stateless (it forgets)?",
            ("Stateful (it remembers)", "Stateless (it forgets)"),
        ),
        ("Do you think x++ or ++x changes it first?", ("x++", "++x")),
        ("Do you think we need one or more indexes?", ("Yes", "No")),
        (
            "Do you think p = 3% means a 3% chance that it is true, or a 3% chance of such data?",
            ("A 3% chance that it is true", "A 3% chance of such data"),
        ),
    ],
)
def test_a_question_offers_what_it_names(asked: str, expected: tuple[str, ...]) -> None:
    assert questions.options(asked) == expected


@pytest.mark.parametrize(
    ("asked", "belief", "reality", "expected"),
    [
        ("Do you think all jobs need code?", "All jobs need code.", "Many need none.", False),
        (
            "Can a model be wrong while sounding sure?",
            "A sure answer is always right.",
            "It errs.",
            True,
        ),
        (
            "Can a model be wrong while sounding sure?",
            "A sure answer cannot be wrong.",
            "It errs.",
            True,
        ),
        ("Is ethics just a side concern?", "Ethics is not a core part.", "It is central.", False),
        (
            "Do you think deleting a file doesn't free space?",
            "Deleting does not free space.",
            "It does.",
            False,
        ),
        ("Do you think bees sleep?", "Bees sleep.", "Yes, in the dark.", True),
        ("Do you think bees sleep?", "Bees never sleep.", "No. They only rest.", False),
        ("Do you think bees sleep?", "", "They rest.", None),
        ("Do you think bees sleep?", "Bees sleep.", "", None),
        ("Can training fail without a bug?", "Right code always succeeds.", "It does.", True),
        ("Can a closure change it?", "Closures only read it.", "They can.", True),
        ("Can a tiny effect have a tiny p?", "A small p means a large effect.", "No link.", None),
        ("Can a bee swim?", "A bee can swim.", "It drowns.", False),
        ("Does scaling matter?", "Scaling makes no difference.", "It is vital.", True),
        ("Is it impossible without ice?", "It is impossible without ice.", "Salt does.", False),
        ("Is rebasing never safe?", "You never rebase anything.", "It can be.", None),
    ],
)
def test_a_myth_is_keyed_by_its_reality(
    asked: str, belief: str, reality: str, expected: bool | None
) -> None:
    assert answer(asked, belief, reality) is expected


def test_a_prediction_stays_open_and_loses_its_call_to_commit() -> None:
    imported = import_page(
        "Build-Up\n1\nFoundationWax\n🤔Before reading on: do you think wax sinks or floats? "
        "Commit to your answer.\nConcept: Density decides.\nIt floats.\n"
    )
    (step,) = imported.lesson.steps
    assert step.prediction is not None
    assert step.prediction.text == "Do you think wax sinks or floats?"
    assert labels(step.prediction) == ("Sinks", "Floats")
    assert step.prediction.open
    assert step.prediction.id == "wax-sinks-floats"


def test_a_prediction_with_a_list_of_options_offers_these() -> None:
    imported = import_page(
        "Build-Up\n1\nFoundationWax\nBefore reading on: what will wax do?\n"
        "- [ ] Sink\n- [x] Float\n- [ ] Melt\nConcept: Density decides.\n"
    )
    (step,) = imported.lesson.steps
    assert labels(step.prediction) == ("Sink", "Float", "Melt")
    assert right(step.prediction) == ("Float",)


def asked_with(question: str, answer: str, between: str = "\n") -> Question:
    imported = import_page(
        f"Build-Up\n1\nFoundationWax\n🤔Before reading on: {question}{between}{answer}\n"
        "Concept: Density decides.\nIt floats.\n"
    )
    assert not imported.leftovers
    (step,) = imported.lesson.steps
    assert step.prediction is not None
    return step.prediction


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_prediction_whose_answer_is_a_number_becomes_an_estimate(between: str) -> None:
    asked = asked_with("how long does a candle burn?", "Answer: about 12 hours", between)
    assert asked.text == "How long does a candle burn?"
    assert asked.estimate is not None
    assert (asked.estimate.truth, asked.estimate.unit) == (12, "hours")
    held = [one.low < 12 < one.high for one in asked.estimate.ranges]
    assert (len(held), sum(held)) == (4, 1)


@settings(max_examples=80)
@given(st.floats(0.001, 1e12).map(lambda n: float(f"{n:.3g}")), st.integers(0, 99))
def test_ranges_made_around_a_number_hold_it_in_one_alone(truth: float, seed: int) -> None:
    found = fields(f"How many {seed}?", SELF_JUDGED, f"{write_number(truth)} pieces")
    ranges = found["estimate"].ranges
    assert sum(one.low <= truth <= one.high for one in ranges) == 1
    assert len(ranges) == 4


def test_a_prediction_whose_answer_is_short_is_answered_in_words() -> None:
    asked = asked_with("what is wax made by?", "**Correct answer:** Bees.")
    assert asked.typed is not None
    assert asked.typed.accepted == ("Bees",)
    year = asked_with("in which year were candles first moulded?", "Answer: 1834")
    assert year.typed is not None


def test_a_prediction_whose_answer_is_an_option_has_its_key() -> None:
    asked = asked_with("do you think wax sinks or floats?", "The answer is: floats")
    assert right(asked) == ("Floats",)


def test_a_drawing_that_has_no_place_is_left_over_row_by_row() -> None:
    imported = import_page(
        "Myths\nQuick: Do you think ice sinks? Commit yes or no.\nBelief: Ice sinks.\n"
        "Reality: It floats.\n```text\nair\n---\nice --> up\n```\n"
    )
    assert imported.lesson.myths[0].reality == "It floats."
    assert [(left.line, left.text) for left in imported.leftovers] == [
        (6, "air"),
        (7, "---"),
        (8, "ice --> up"),
    ]


def test_words_between_the_lines_of_a_drawing_belong_to_it() -> None:
    drawing = "┌────┐\n│ in │\n└────┘\nsome words of its own\n┌─────┐\n│ out │\n└─────┘"
    imported = import_page(f"Under the Hood\nIt flows.\n{drawing}\nThat is all there is to it.\n")
    (diagram,) = imported.lesson.under_the_hood.diagrams
    assert diagram.drawing == drawing
    assert imported.lesson.under_the_hood.how == "It flows.\n\nThat is all there is to it."


@pytest.mark.parametrize("title", ["└──┘", "***", "#1 --", "___"])
def test_what_has_no_words_is_no_title(title: str) -> None:
    imported = import_page(f"Overview\nSome.\nPitfalls\n{title}\nWrong way: a\nRight way: b\n")
    assert imported.lesson.pitfalls == ()
    parse(write(imported.lesson), "lesson.md")


def test_steps_are_found_where_the_heading_above_them_is_missing() -> None:
    text = source("tides.txt").replace("Build-Up - 8 Steps\n", "")
    assert import_page(text, "tides.txt").lesson.steps == load("tides.txt").lesson.steps


def test_equal_questions_get_ids_of_their_own() -> None:
    one = (
        "Quick: Do you think ice sinks? Commit yes or no.\n"
        "Common Belief:Ice sinks.\nReality:It floats.\n"
    )
    lesson = import_page(f"Myth Busters - 2 Common Misconceptions\n{one}{one}").lesson
    assert [myth.question.id for myth in lesson.myths] == ["ice-sinks", "ice-sinks-2"]


# --- What is no page, and what was done to one -----------------


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Dear Ada,\n\nall is well.\n\nYours", "<html><body></body></html>"]
)
def test_a_text_that_is_no_page_is_refused_with_a_way_to_mend_it(text: str) -> None:
    with pytest.raises(PageError, match=r"letter\.txt:1:1: .*copy the whole page"):
        import_page(text, "letter.txt")


ALIENS = [
    "Zanzibar quokka.",
    "Subscribe to our quokkaletter today",
    "## Zanzibar",
    "### Quokka 7",
    "**Zanzibar:** quokka",
    "- [ ] quokka\n- [x] zanzibar",
    "```",
    "```text\nquokka --> zanzibar\n```",
    "1",
    "<!-- id: quokka -->",
    "    quokka = zanzibar(1)",
    "> quokka\n> zanzibar",
    "┌──┐\n│qu│\n└──┘",
    "| quokka | zanzibar |",
    "#9Quokka",
    "Result",
    "Concept: quokka",
    "Reality:quokka",
    "Wrong approach:quokka",
    "🤔Before reading on: quokka or zanzibar?",
    "Step 3: Quokka (Expert)",
    "Quokka\n======",
    "\\",
    "[quokka]: zanzibar",
    "<div>quokka</div>",
    "Before reading on:",
]


def chunks(name: str) -> list[str]:
    """A page in pieces, cut before each of its sections."""
    heads = (
        r"(?mi)^(?=\W*(?:\d+\. )?(?:overview|mental model|build[- ]?up|under the hood"
        r"|why .*designed|myth|common|expert (?:zone|notes|corner)|when not|production"
        r"|connections|pitfalls|key take|takeaways))"
    )
    return [piece for piece in re.split(heads, source(name)) if piece]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A page with sections deleted, doubled and shuffled, and strange lines among its own."""
    pieces = chunks(draw(st.sampled_from([name for name in NAMES if not name.endswith(".html")])))
    picked = draw(st.lists(st.integers(0, len(pieces) - 1), min_size=2, max_size=len(pieces) + 2))
    rows = "\n".join(pieces[n].rstrip("\n") for n in picked).split("\n")
    for _ in range(draw(st.integers(0, 3))):
        del rows[draw(st.integers(0, len(rows) - 1))]
        rows.append("")
    for alien in draw(st.lists(st.sampled_from(ALIENS), max_size=4, unique=True)):
        around = draw(st.sampled_from(["", "\n"]))
        rows.insert(draw(st.integers(0, len(rows))), f"{around}{alien}{around}")
    return "\n".join(rows)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_a_damaged_page_loses_no_word_and_gives_a_lesson_that_can_be_read(text: str) -> None:
    try:
        imported = import_page(text)
    except PageError:
        return
    assert not lost(text, imported)
    draft = parse(write(imported.lesson), "lesson.md")
    assert draft.lesson == imported.lesson
    assert "error" not in {fault.severity for fault in check_lesson(draft, "lesson.md")}


@settings(max_examples=examples(100), deadline=None)
@given(st.text(max_size=300), st.sampled_from(NAMES))
def test_any_text_at_all_gives_a_lesson_or_a_clear_refusal(noise: str, name: str) -> None:
    for text in (
        noise,
        f"Overview\n{noise}\nKey Takeaways\n{noise}",
        f"{source(name)[:900]}{noise}",
    ):
        try:
            lesson = import_page(text).lesson
        except PageError:
            continue
        assert parse(write(lesson), "lesson.md").lesson == lesson


@pytest.mark.parametrize(
    ("rows", "table"),
    [
        ("| a | b |\n| - | -: |\n| 1 | 2 |", "| a | b |\n| --- | ---: |\n| 1 | 2 |"),
        ("When | How\n1 | 2\n3 | 4", "| When | How |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |"),
        ("| a | b |\n| c | d | e |", ""),
        ("+---+---+\n| a | b |\n+---+---+", ""),
    ],
)
def test_rows_of_equally_many_cells_become_a_table(rows: str, table: str) -> None:
    page = f"# Pots\n\n## Overview\n\n### What is it?\n\nHere it is:\n\n{rows}\n\nThat is all.\n"
    said = import_page(page).lesson.overview.what
    assert table in said
    assert ("```" in said) == (not table)
    assert parse(write(import_page(page).lesson)).lesson.overview.what == said


def test_a_saved_tables_empty_cells_keep_their_place() -> None:
    rows = "<tr><th>who<th>order<tr><td>Ana<td>1|2<tr><td>Ben<td>3<tr><td><td>4"
    page = f"<!doctype html><h2>Overview</h2><h3>What is it?</h3><p>So:</p><table>{rows}</table>"
    said = import_page(page).lesson.overview.what
    table = "| who | order |\n| --- | --- |\n| Ana | 1\\|2 |\n| Ben | 3 |\n|  | 4 |"
    assert said == f"So:\n\n{table}"
