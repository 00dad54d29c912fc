"""The form in which a lesson keeps its texts.

A text in a lesson is Markdown in *normal form*: written out from the parsed blocks, so that the
same content is always the same characters. Every paragraph is a single line, because a chat shows a
line feed as a line break; a hard break is a backslash before the line feed. Code stays verbatim in
fences, lists, quotes and tables are written in the same way, and no text holds a heading, HTML, or
a paragraph that looks like a label (``**Result:** …``), since those belong to the lesson's format.

Normal form is a fixed point: ``normal(normal(text)) == normal(text)``. The reader and the writer
both pass every text through here, which is what makes parse and write inverse to each other.
"""

import functools
import re
import string
from collections.abc import Iterable, Sequence

from bot.lessons.format.dollars import without_formulas
from bot.lessons.format.markdown import BLOCKS, PARSER, clean, content, tree
from bot.lessons.format.nodes import Node
from bot.lessons.format.tables import write_table
from bot.values import value

DEEPEST = 12
"""How many block levels deep (a quote is 1, a list 2) a text may nest. A phone shows about three
lists within each other before a line holds a word or two."""

_LISTS = ("bullet_list", "ordered_list")

LABEL = re.compile(r"(\*\*|__)([^\s*_\\`][^*_\\`\n]*?)[ \t]*:\1(?=[ \t\n]|$)")
"""A label at the start of a paragraph: bold words that end with a colon inside the bold."""

UNLABELLED = re.compile(r"(\*\*|__)(?P<label>[^\s*_\\`:][^*_\\`\n:]*)(?:\1[ \t]*:|:\1(?=\w))")
"""Bold words that are no label, since their colon stands outside, or no blank behind it."""

DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.)+\]:")
"""The beginning of a link definition, ``[name]: address``."""

_BREAK = re.compile(r"([-*])(?:[ \t]*\1){2,}[ \t]*")
"""A thematic break, which the first line of a list item could be taken for: ``- --``."""


def normal(text: str, *, labels: bool = False) -> str:
    """A text in normal form. With ``labels``, paragraphs that look like labels are left alone."""
    text = clean(text)
    for _ in range(8):
        again = render(tree(text).children, labels=labels)
        if again == text:
            return text
        text = again
    # Every known text settles; another would lose its markup, not its words.
    return re.sub(f"([{re.escape(string.punctuation)}])", r"\\\1", " ".join(text.split()))


def one_line(text: str) -> str:
    """A text as a single paragraph on a single line, in normal form."""
    text = clean(text)
    blocks = tree(text).children
    if len(blocks) == 1 and blocks[0].type == "paragraph":
        return line_of(blocks[0])
    return _safe(" ".join(line.strip(" \t") for line in text.split("\n")).strip(), labels=False)


def heading(text: str) -> str:
    line = without_formulas(" ".join(clean(text).split()))
    # Signs # that stand apart at the end would be taken for the heading's closing sequence.
    return re.sub(r"(^|[ ])(#+)$", r"\1\\\2", line)


def line_of(paragraph: Node, start: int = 0) -> str:
    """A parsed paragraph on a single line, from the given position in its content on."""
    words = " ".join(piece.text for piece in _pieces(paragraph, start) if piece.text)
    return _safe(words.strip(), labels=False, alone=True)


def lines_of(paragraph: Node, start: int = 0, *, labels: bool = False) -> str:
    """A parsed paragraph as a line, and another after each hard break."""
    pieces = _pieces(paragraph, start)
    lines = _join_pieces(pieces)
    source = content(paragraph)[start:]
    # A mark that closed nothing before a blank may open emphasis before a backslash, and U+2028 is
    # a letter beside a mark. Where that matters, both are kept.
    doubtful = any(line.endswith(("*\\", "_\\")) for line in lines)
    if doubtful or "\u2028" in source or "\u2029" in source:
        same = _emphasis("\n".join(lines)) == _emphasis(source)
        lines = lines if same else _join_pieces(pieces, blanks=True)
    alone = len(lines) == 1
    safe = [_safe(line, labels=labels, follows=n > 0, alone=alone) for n, line in enumerate(lines)]
    text = "\n".join(safe)
    return text if _is_paragraph(text) else line_of(paragraph, start)


def render(blocks: Iterable[Node], *, labels: bool = False) -> str:
    return "\n\n".join(_chunks(list(blocks), labels=labels))


@value
class _Piece:
    """A line of a paragraph's source: whether a hard break follows, and a blank before that."""

    text: str
    hard: bool
    blank: bool


def _pieces(paragraph: Node, start: int) -> list[_Piece]:
    """The lines of a paragraph, from the given position in its content on."""
    if not paragraph.children:
        return []
    inline = paragraph.children[0]
    breaks = {child.meta["at"] for child in _all(inline) if "at" in child.meta}
    pieces, at = [], start
    for line in inline.content[start:].split("\n"):
        at += len(line)
        hard = at in breaks
        words = line[:-1] if hard and line.endswith("\\") else line
        text = words.strip(" \t")
        pieces.append(_Piece(text, hard, blank=not text or words.endswith((" ", "\t"))))
        at += 1
    return pieces


def _join_pieces(pieces: Sequence[_Piece], *, blanks: bool = False) -> list[str]:
    """The lines of a paragraph, each but the last with the backslash of its hard break.

    With ``blanks``, those that tell what a ``*`` or ``_`` beside them means are left.
    """
    lines = [""]
    for piece in pieces:
        line = f"{lines[-1]} {piece.text}" if lines[-1] and piece.text else lines[-1] + piece.text
        lines[-1] = line
        if piece.hard and line:
            odd = (len(line) - len(line.rstrip("\\"))) % 2
            space = " " if blanks and piece.blank and line.endswith(("*", "_")) else ""
            lines[-1] += space + ("\\\\" if odd else "\\")
            lines.append("")
    lines = lines if blanks else [line.lstrip() for line in lines]
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
        lines[-1] = lines[-1][:-1]
    lines[-1] = lines[-1].rstrip()
    return lines


def _emphasis(words: str) -> str:
    """What the words of a paragraph render as, without blanks and line breaks."""
    return re.sub(r"<br />|\s", "", PARSER.renderInline(words))


def _all(inline: Node) -> Iterable[Node]:
    """The inline nodes of a paragraph. An image's are left out: its text is parsed apart."""
    for child in inline.children:
        yield child
        if child.type != "image":
            yield from _all(child)


def _safe(line: str, *, labels: bool, follows: bool = False, alone: bool = False) -> str:
    """A line that begins a paragraph (or follows in it, or is it), escaped where it would not."""
    line = without_formulas(line, alone=alone)
    if not labels and (label := LABEL.match(line)):
        line = f"{label[1]}{label[2]}{label[1]}:{line[label.end() :]}"
    if not line or line[0].isalpha():
        return line
    # Escaping can be needed once, never twice: a backslash opens no block.
    stands = _is_paragraph(line) and not (follows and not _is_paragraph(f"x\n{line}"))
    if stands and not DEFINITION.match(line):
        return line
    if number := re.match(r"\d{1,9}(?=[.)])", line):
        return f"{number[0]}\\{line[number.end() :]}"
    # With its first sign escaped, the others of a run could still open or close something.
    if run := re.match(r"([*_`])\1*", line):
        return re.sub(r"(.)", r"\\\1", run[0]) + line[run.end() :]
    return f"\\{line}" if line[0] in string.punctuation else line


# Writing a text asks it of a line up to twice, and reading writes each text several times.
@functools.lru_cache(maxsize=4096)
def _is_paragraph(text: str) -> bool:
    tokens = BLOCKS.parse(text)
    return len(tokens) == 3 and tokens[0].type == "paragraph_open" and tokens[1].content == text


def _chunks(blocks: Sequence[Node], *, labels: bool = True) -> list[str]:
    chunks: list[str] = []
    before, marker = "", ""
    for block in blocks:
        if block.type in _LISTS:
            # Two lists in a row stay two only when their markers differ.
            text, marker = _list(block, above=marker if before == block.type else "")
        else:
            text = _chunk(block, labels=labels)
        if text:
            chunks.append(text)
            before = block.type
    return chunks


def _chunk(block: Node, *, labels: bool) -> str:
    match block.type:
        case "paragraph":
            return lines_of(block, labels=labels)
        case "heading":
            words = " ".join(content(block).split())
            return _safe(f"**{words}**" if words and "*" not in words else words, labels=labels)
        case "fence" | "code_block":
            return _fence(block)
        case "blockquote":
            inner = "\n\n".join(_chunks(block.children))
            return _indent(inner, "> ") if block.level < DEEPEST else inner
        case "table":
            return "\n".join(map(without_formulas, write_table(block).split("\n")))
        case "hr":
            return "___"
        case "html_block":
            return one_line("\\" + block.content.strip())
        case _:
            return ""


def _fence(block: Node) -> str:
    info = block.info.strip() if block.type == "fence" else ""
    mark = "~" if "`" in info else "`"
    longest = max((len(run) for run in re.findall(f"{mark}+", block.content)), default=0)
    fence = mark * max(3, longest + 1)
    body = block.content if not block.content or block.content.endswith("\n") else ""
    body = body or (block.content + "\n" if block.content else "")
    return f"{fence}{info}\n{body}{fence}"


def _list(block: Node, above: str) -> tuple[str, str]:
    """A list and its marker, which differs from that of a list right ``above``."""
    items = [(item.children, _chunks(item.children)) for item in block.children]
    loose = any(
        (child.type == "paragraph" and not child.hidden)
        or (n and not _may_touch(children[n - 1], child))
        for children, _ in items
        for n, child in enumerate(children)
    )
    apart = "\n\n" if loose else "\n"
    # Lists without words make a thematic break within each other: "- - -". A paragraph that does
    # can be escaped below, and never begins with "- ".
    nested = [chunks[0] for _, chunks in items if chunks and chunks[0][1:2] == " "]
    marker = next(
        part
        for part in ("-*+" if block.type == "bullet_list" else ".)")
        if part != above and not any(_is_break(part, text) for text in nested)
    )
    if block.level >= DEEPEST:
        return "\n\n".join(chunk for _, chunks in items for chunk in chunks), marker
    number = int(block.attrs.get("start", 1)) if block.type == "ordered_list" else None
    lines = []
    for _, chunks in items:
        mark = f"{number}{marker} " if number is not None else f"{marker} "
        text = apart.join(chunks)
        text = _indent(f"\\{text}" if _is_break(marker, text) else text, " " * len(mark))
        lines.append((mark + text[len(mark) :]).rstrip() if not text else mark + text[len(mark) :])
        # CommonMark reads at most nine digits; a list's own numbering goes on from its start.
        number = min(number + 1, 999_999_999) if number is not None else None
    return apart.join(lines), marker


def _is_break(marker: str, text: str) -> bool:
    """Whether an item that begins so would be read as a thematic break."""
    return _BREAK.fullmatch(f"{marker} {text.partition(chr(10))[0]}") is not None


def _may_touch(above: Node, below: Node) -> bool:
    """Whether two blocks in a list item stay apart without an empty line between them."""
    if above.type == "fence":
        return below.type in ("fence", "paragraph")
    if above.type != "paragraph":
        return False
    if below.type in _LISTS:
        begun = bool(below.children and below.children[0].children)
        return begun and below.attrs.get("start", 1) == 1
    return below.type == "fence"


def _indent(text: str, prefix: str) -> str:
    lines = text.split("\n") if text else []
    return "\n".join(prefix + line if line else prefix.rstrip() for line in lines)
