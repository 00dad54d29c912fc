"""What is written, with what a reader must see of it, and the ruler that messages are held to.

The generator writes Markdown together with what a reader sees of it (each character and the marks
on it), and what was cut is read back by another parser than the one that cut it.
"""

from dataclasses import dataclass

import pyromark
from hypothesis import strategies as st

from adapters.layout.plan import Capabilities

# --- the ruler ---


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_NAMES = {"Strong": "bold", "Emphasis": "italic"}


def seen(markdown: str) -> list[tuple[str, frozenset[str]]]:
    """Each character that a reader sees, with its marks, as pyromark reads them; no blanks."""
    shown: list[tuple[str, frozenset[str]]] = []
    marks: list[str] = []
    for event in pyromark.events(markdown, options=pyromark.Options.ENABLE_TABLES):
        if not isinstance(event, dict):
            continue
        if "Start" in event or "End" in event:
            tag = event.get("Start", event.get("End"))
            if isinstance(tag, dict):
                kind, value = next(iter(tag.items()))
                name = {
                    "CodeBlock": f"fence:{value.get('Fenced', '') if type(value) is dict else ''}",
                    "Link": "link",
                    "BlockQuote": "quote",
                    "Heading": "heading",
                }.get(kind)
            else:
                name = {**_NAMES, "Link": "link", "CodeBlock": "fence:"}.get(tag)
            if name and "Start" in event:
                marks.append(name)
            elif name:
                while marks.pop().split(":")[0] != name.split(":")[0]:
                    pass
        else:
            kind, text = next(iter(event.items()))
            extra = {"code"} if kind == "Code" else set()
            shown += [(c, frozenset(marks) | extra) for c in str(text) if not c.isspace()]
    return shown


# --- what is written, and what a reader must see of it ---


@dataclass(frozen=True)
class Written:
    markdown: str
    shown: tuple[tuple[str, frozenset[str]], ...]


def plain(text: str, *marks: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((c, frozenset(marks)) for c in text if not c.isspace())


PLAIN = ["a", "of", "the", "word", "sentence", "considerable", "extraordinarily", "x1", "2nd"]
WIDE = ["éß", "漢字漢字", "👩🏽", "👨‍👩‍👧👨‍👩‍👧", "🇩🇪🇫🇷", "😀😀😀"]
WORDS = st.sampled_from([*PLAIN, *WIDE])
PUNCTUATED = st.builds(str.__add__, WORDS, st.sampled_from(["", "", "", ".", ",", "!", "?", " -"]))


@st.composite
def phrases(draw: st.DrawFn) -> Written:
    words = " ".join(draw(st.lists(PUNCTUATED, min_size=1, max_size=4)))
    mark = draw(st.sampled_from(["", "", "", "**", "*", "`", "link", "both"]))
    if mark == "link":
        return Written(f"[{words}](https://example.org/a)", plain(words, "link"))
    if mark == "both":
        return Written(f"***{words}***", plain(words, "bold", "italic"))
    names = {"**": ["bold"], "*": ["italic"], "`": ["code"], "": []}[mark]
    return Written(f"{mark}{words}{mark}", plain(words, *names))


@st.composite
def paragraphs(draw: st.DrawFn) -> Written:
    parts = draw(st.lists(phrases(), min_size=1, max_size=12))
    # A word before the first mark keeps what a line begins with out of question.
    joined = "so " + draw(st.sampled_from([" ", " ", "\n"])).join(p.markdown for p in parts)
    return Written(joined, plain("so") + sum((p.shown for p in parts), ()))


LINES = ["", "  indented = 1", "│ box │", "─" * 70, "└──▶ 漢字", "```".replace("`", "'")]


@st.composite
def fences(draw: st.DrawFn) -> Written:
    info = draw(st.sampled_from(["", "text", "python"]))
    lines = draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=12))
    body = "\n".join(["x", *lines, "x"])
    return Written(f"```{info}\n{body}\n```", plain(body, f"fence:{info}"))


@st.composite
def lists(draw: st.DrawFn, depth: int = 0) -> Written:
    numbered, loose = draw(st.booleans()), draw(st.booleans())
    items = draw(st.lists(documents(depth + 1), min_size=1, max_size=5))
    lines, shown = [], []
    for n, item in enumerate(items, 1):
        marker = f"{n}. " if numbered else "- "
        first, *rest = item.markdown.split("\n")
        lines.append("\n".join([marker + first, *(" " * len(marker) + r for r in rest)]))
        shown += item.shown
    return Written(("\n\n" if loose else "\n").join(lines), tuple(shown))


@st.composite
def quotes(draw: st.DrawFn, depth: int = 0) -> Written:
    inner = draw(documents(depth + 1))
    quoted = "\n".join(f"> {line}" for line in inner.markdown.split("\n"))
    return Written(quoted, tuple((c, marks | {"quote"}) for c, marks in inner.shown))


@st.composite
def documents(draw: st.DrawFn, depth: int = 0) -> Written:
    blocks = [paragraphs(), fences()] + ([lists(depth), quotes(depth)] if depth < 2 else [])
    first = draw(paragraphs())
    # A paragraph between two blocks keeps them from becoming one.
    more = draw(st.lists(st.tuples(st.one_of(blocks), paragraphs()), max_size=3 - depth))
    parts = [first, *(part for pair in more for part in pair)]
    return Written(
        "\n\n".join(part.markdown for part in parts), sum((part.shown for part in parts), ())
    )


def capabilities(limit: int, **changes: object) -> Capabilities:
    values: dict[str, object] = {
        "fits": lambda text: units(text) <= limit,
        "beside_fits": lambda text: units(text) <= limit // 2,
        "buttons": 100,
        "row_buttons": 8,
        "label_limit": 40,
        "row_width": 32,
        "diagram_columns": 36,
        "notices": True,
    }
    return Capabilities(**{**values, **changes})  # type: ignore[arg-type]  # a bag of test values
