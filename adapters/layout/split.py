"""A Markdown text as several that each fit in one message.

The text is cut where its structure lets it: between blocks, then between the items of a list, the
rows of a table and the lines of a drawing or of code, and only then inside running text (see
``inline``). What had to be cut stays what it is: code is fenced again with its language, a
quotation stays a quotation, a list goes on counting, a table repeats its head.

A spoiler that spans several blocks is veiled only within the block that it begins in.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import TypeVar

from markdown_it.token import Token

from adapters.layout.inline import BLOCKS, Fits, cut, escape, fill, longest

_T = TypeVar("_T")

_MARKER = re.compile(r"( *)([-+*]|\d{1,9}[.)])( *)")
_QUOTE = re.compile(r"^ {0,3}> ?")
_OPEN = re.compile("```|~~~|<")


@dataclass(frozen=True, slots=True)
class _Block:
    """A block's own source, and the line breaks between it and the block before."""

    kind: str
    text: str
    glue: str = "\n\n"


def split(text: str, fits: Fits) -> tuple[str, ...]:
    """``text`` in pieces that ``fits`` accepts, as few as can be; none if it is blank."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return ()
    if fits(text):
        return (text,)
    return tuple(filled(_small(text, fits), _joined, fits))


def filled(parts: Iterable[_T], joined: Callable[[Sequence[_T]], str], fits: Fits) -> Iterator[str]:
    """The parts in order, as many of them joined to each piece as fit; each is known to fit alone.

    What is measured in all grows with the text's length, not with its square.
    """
    rest = deque(parts)
    while rest:
        count = longest(len(rest), lambda n: fits(joined([*islice(rest, n)])))
        yield joined([rest.popleft() for _ in range(count)])


def _joined(blocks: Sequence[_Block]) -> str:
    return blocks[0].text + "".join(block.glue + block.text for block in blocks[1:])


def fence(drawing: str, info: str = "text") -> str:
    """A drawing as a code fence that nothing in the drawing can close."""
    runs = [len(run) for run in re.findall("`+", drawing)]
    ticks = "`" * max(3, *(length + 1 for length in runs), 0)
    return f"{ticks}{info}\n{drawing}\n{ticks}"


def apart(first: str, second: str) -> bool:
    """Whether the two stay what they are when written one below the other.

    Two lists become one, and an open fence takes in all that follows.
    """
    if (second[:1].isalpha() or second[:2] == "**") and not _OPEN.search(first):
        return True  # a paragraph, and nothing before it that could take it in
    joined = len(_blocks(f"{first}\n\n{second}"))
    return joined == len(_blocks(first)) + len(_blocks(second))


def _small(text: str, fits: Fits) -> Iterator[_Block]:
    """Every block of ``text``, those that don't fit in parts that do."""
    for block in _blocks(text):
        if fits(block.text):
            yield block
        else:
            parts = _BREAKERS.get(block.kind, _break_plain)(block.text, fits)
            yield from _glued(parts, block.glue)


def _glued(parts: Iterable[_Block], glue: str) -> Iterator[_Block]:
    for n, part in enumerate(parts):
        yield replace(part, glue=glue) if n == 0 else part


def _top(text: str) -> list[Token]:
    return [t for t in BLOCKS.parse(text) if t.level == 0 and t.nesting >= 0 and t.map]


def _blocks(text: str) -> list[_Block]:
    """The top-level blocks in order. Lines of none (link definitions) make one of their own."""
    lines = text.split("\n")
    spans: list[tuple[str, int, int]] = []
    done = 0
    for token in [*_top(text), None]:
        start, end = token.map if token and token.map else (len(lines), len(lines))
        if any(line.strip() for line in lines[done:start]):
            spans.append(("other", done, start))
        if token:
            spans.append((token.type, start, end))
        done = end
    blocks: list[_Block] = []
    for kind, start, end in spans:
        while end > start + 1 and not lines[end - 1].strip():
            end -= 1
        while kind == "other" and not lines[start].strip():
            start += 1
        glue = "\n" if start and lines[start - 1].strip() else "\n\n"
        blocks.append(_Block(kind, "\n".join(lines[start:end]), glue))
    return blocks


def _break_paragraph(text: str, fits: Fits) -> Iterator[_Block]:
    return (_Block("paragraph_open", piece) for piece in fill(text, fits))


def _break_plain(text: str, fits: Fits) -> Iterator[_Block]:
    return _break_paragraph(escape(text), fits)


def _break_heading(text: str, fits: Fits) -> Iterator[_Block]:
    inline = BLOCKS.parse(text)[1]
    level = int(BLOCKS.parse(text)[0].tag[1:])

    def heading(piece: str) -> str:
        return f"{'#' * level} {' '.join(piece.split())}"

    for piece in fill(inline.content, lambda piece: fits(heading(piece))):
        yield _Block("heading_open", heading(piece))


def _break_code(text: str, fits: Fits) -> Iterator[_Block]:
    token = BLOCKS.parse(text)[0]
    ticks = token.markup or fence(token.content, "").split("\n", 1)[0]
    head = f"{ticks}{token.info.strip()}\n"

    def fenced(body: str) -> str:
        return f"{head}{body}\n{ticks}"

    lines: list[str] = []
    for line in token.content.rstrip("\n").split("\n"):
        lines += [line] if fits(fenced(line)) else cut(line, lambda part: fits(fenced(part)))
    for body in filled(lines, "\n".join, lambda body: fits(fenced(body))):
        if body.strip():
            yield _Block("fence", fenced(body.strip("\n")))


def _break_quote(text: str, fits: Fits) -> Iterator[_Block]:
    inner = "\n".join(_QUOTE.sub("", line) for line in text.split("\n"))

    def quoted(piece: str) -> str:
        return "\n".join(f"> {line}".rstrip() for line in piece.split("\n"))

    for piece in split(inner, lambda piece: fits(quoted(piece))):
        yield _Block("blockquote_open", quoted(piece))


def _break_list(text: str, fits: Fits) -> Iterator[_Block]:
    lines = text.expandtabs(4).split("\n")
    tokens = BLOCKS.parse("\n".join(lines))
    number = int(tokens[0].attrGet("start") or 1)
    glue = "\n"
    for token in tokens:
        if token.type != "list_item_open" or token.level != 1 or not token.map:
            continue
        item = lines[slice(*token.map)]
        marker = f"{number}{token.markup} " if token.info else f"{token.markup} "
        number += 1
        parts = _break_item(_dedented(item), marker, fits)
        yield from _glued(parts, glue)
        glue = "\n\n" if not item[-1].strip() or len(parts) > 1 else "\n"


def _break_item(content: str, marker: str, fits: Fits) -> list[_Block]:
    def item(piece: str) -> str:
        first, *rest = piece.split("\n")
        return "\n".join([marker + first, *(" " * len(marker) + line for line in rest)]).rstrip()

    if fits(item(content)):
        return [_Block("item", item(content))]
    first, *rest = split(content, lambda piece: fits(item(piece)) and fits(piece))
    return [_Block("item", item(first)), *(_Block("rest", piece) for piece in rest)]


def _dedented(item: list[str]) -> str:
    """An item's content without its marker and the indent that belongs to it."""
    match = _MARKER.match(item[0])
    if match is None:
        return "\n".join(item)
    indent, marker, space = match.groups()
    blank = not item[0][match.end() :].strip()
    width = len(indent) + len(marker) + (len(space) if 1 <= len(space) <= 4 and not blank else 1)
    rest = [line[min(width, len(line) - len(line.lstrip(" "))) :] for line in item[1:]]
    return "\n".join([item[0][width:], *rest]).rstrip()


def _break_table(text: str, fits: Fits) -> Iterator[_Block]:
    rows = text.split("\n")

    def headed(body: Sequence[str]) -> str:
        return "\n".join([*rows[:2], *body])

    for fitting, body in groupby(rows[2:], lambda row: fits(headed([row]))):
        if fitting:
            for piece in filled(body, headed, fits):
                yield _Block("table_open", piece)
        else:
            for row in body:
                yield from _break_plain(row, fits)


_BREAKERS: dict[str, Callable[[str, Fits], Iterator[_Block]]] = {
    "paragraph_open": _break_paragraph,
    "heading_open": _break_heading,
    "fence": _break_code,
    "code_block": _break_code,
    "blockquote_open": _break_quote,
    "bullet_list_open": _break_list,
    "ordered_list_open": _break_list,
    "table_open": _break_table,
}
