"""A Markdown text as several that each fit in a message.

The text is cut where its structure lets it: between blocks, then between the items of a list, the
rows of a table and the lines of a drawing or of code, and only then inside running text (see
``inline``). What had to be cut stays what it is: code is fenced again with its language, a
quotation stays a quotation, a list goes on counting, a table repeats its head.

A spoiler that spans several blocks is veiled only within the block that it begins in. Of what is
nested deeper than ``DEEPEST`` only the words are kept.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby, islice
from typing import TypeVar

from markdown_it.token import Token

from adapters.layout.atoms import BLOCKS, escape
from adapters.layout.inline import Fits, cut, fill, longest
from bot.values import replace, value

_T = TypeVar("_T")

DEEPEST = 4
"""Quotations and list items within each other that are cut as such; a phone shows hardly more. Each
item measures what is in it twice, so twenty of them would take a million times as long."""

_MARKER = re.compile(r"( *)([-+*]|\d{1,9}[.)])( *)")
_QUOTE = re.compile(r"^ {0,3}> ?")
_OPEN = re.compile("```|~~~|<")
_HEADING_END = re.compile(r"(^|\s)(#+)$")


@value
class _Block:
    """A block's own source, and the line breaks between it and the block before."""

    kind: str
    text: str
    glue: str = "\n\n"


def split(text: str, fits: Fits, first: Fits | None = None, *, depth: int = 0) -> tuple[str, ...]:
    """``text`` in pieces that ``fits`` accepts, as few as can be; none if it is blank.

    ``first`` measures the first of them where something stands before it; it is empty if nothing
    of the text belongs there. ``depth`` says in how many quotations and list items it stands.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return ()
    if (first or fits)(text):
        return (text,)
    return tuple(_pieces(_small(text, fits), fits, first, depth))


def fill_pieces(
    parts: Iterable[_T],
    joined: Callable[[Sequence[_T]], str],
    fits: Fits,
    first: Fits | None = None,
) -> Iterator[str]:
    """The parts in order, as many of them joined to each piece as fit; each is known to fit alone.

    What is measured in all grows with the text's length, not with its square. For ``first`` see
    ``split``.
    """
    rest, room = deque(parts), first or fits
    while rest:
        count = longest(len(rest), lambda n: room(joined([*islice(rest, n)])))  # noqa: B023 - used at once
        piece = joined([*islice(rest, count)])
        if room is not fits and not room(piece):
            count, piece = 0, ""
        yield piece
        rest, room = deque(islice(rest, count, None)), fits


def _join_blocks(blocks: Sequence[_Block]) -> str:
    return blocks[0].text + "".join(block.glue + block.text for block in blocks[1:])


def fence(drawing: str, info: str = "text") -> str:
    """A drawing as a code fence that nothing in the drawing can close."""
    runs = [len(run) for run in re.findall("`+", drawing)]
    ticks = "`" * max(3, *(length + 1 for length in runs), 0)
    return f"{ticks}{info}\n{drawing}\n{ticks}"


@lru_cache(maxsize=512)
def apart(first: str, second: str) -> bool:
    """Whether the two stay what they are when written below each other, as two lists don't."""
    if (second[:1].isalpha() or second[:2] == "**") and not _OPEN.search(first):
        return True  # a paragraph, and nothing before it that could take it in
    joined = len(_blocks(f"{first}\n\n{second}"))
    return joined == len(_blocks(first)) + len(_blocks(second))


def _small(text: str, fits: Fits) -> Iterator[_Block]:
    """The blocks of ``text``; of lists and tables that don't fit, their parts."""
    for block in _blocks(text):
        parts = _PARTS.get(block.kind)
        if parts is None or fits(block.text):
            yield block
        else:
            for n, part in enumerate(parts(block.text, fits)):
                yield replace(part, glue=block.glue) if n == 0 else part


def _pieces(blocks: Iterable[_Block], fits: Fits, first: Fits | None, depth: int) -> Iterator[str]:
    """The blocks joined to pieces; a block too long for a piece begins where there is room for it.

    What such a block is cut into is never joined again: it would be two paragraphs in a message.
    """
    run: list[_Block] = []
    for block in blocks:
        if fits(block.text):
            run.append(block)
            continue
        *done, before = [*fill_pieces(run, _join_blocks, fits, first)] or [""]
        if done:
            yield from done
            first = None
        parts = _break_block(block, before, fits, first, depth)
        if len(parts) > 1:
            yield from parts[:-1]
            first = None
        run = [_Block("cut", part) for part in parts[-1:]]
    yield from fill_pieces(run, _join_blocks, fits, first)


def _break_block(
    block: _Block, before: str, fits: Fits, first: Fits | None, depth: int
) -> list[str]:
    """A block that is too long, in pieces, with what stands before it in the first of them."""
    break_up = _BREAKERS.get(block.kind, _break_plain)
    nested = _NESTED.get(block.kind)
    if nested and depth < DEEPEST:
        break_up = partial(nested, depth + 1)
    if not before:
        return list(break_up(block.text, fits, first))
    room = first or fits
    if not room(f"{before}\n\n{before}"):
        return [before, *break_up(block.text, fits, None)]
    below = f"{before}{block.glue}"
    begun, *rest = break_up(block.text, fits, lambda piece: room(below + piece))
    return [below + begun if begun else before, *rest]


def _top(text: str) -> list[Token]:
    return [t for t in BLOCKS.parse(text) if t.level == 0 and t.nesting >= 0 and t.map]


def _blocks(text: str) -> list[_Block]:
    """The top-level blocks in order. Lines of no block (link definitions) become a block."""
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


def _break_paragraph(text: str, fits: Fits, first: Fits | None) -> Iterable[str]:
    return fill(text, fits, first)


def _break_plain(text: str, fits: Fits, first: Fits | None) -> Iterable[str]:
    return fill(escape(text), fits, first)


def _break_heading(text: str, fits: Fits, first: Fits | None) -> Iterable[str]:
    inline = BLOCKS.parse(text)[1]
    level = int(BLOCKS.parse(text)[0].tag[1:])

    def heading(piece: str) -> str:
        # Signs at the end of a heading would be read as a part of its form.
        line = _HEADING_END.sub(r"\1\\\2", " ".join(piece.split()))
        return f"{'#' * level} {line}" if line else ""

    return map(heading, fill(inline.content, *_within(heading, fits, first)))


def _break_code(text: str, fits: Fits, first: Fits | None) -> Iterable[str]:
    token = BLOCKS.parse(text)[0]
    ticks = token.markup or fence(token.content, "").split("\n", 1)[0]
    head = f"{ticks}{token.info.strip()}\n"

    def fenced(body: str) -> str:
        return f"{head}{body}\n{ticks}"

    lines: list[str] = []
    for line in token.content.rstrip("\n").split("\n"):
        lines += [line] if fits(fenced(line)) else cut(line, lambda part: fits(fenced(part)))
    for n, body in enumerate(fill_pieces(lines, "\n".join, *_within(fenced, fits, first))):
        if body.strip():
            yield fenced(body.strip("\n"))
        elif n == 0 and first:
            yield ""


def _break_quote(depth: int, text: str, fits: Fits, first: Fits | None) -> Iterable[str]:
    inner = "\n".join(_QUOTE.sub("", line) for line in text.split("\n"))

    def quoted(piece: str) -> str:
        return "\n".join(f"> {line}".rstrip() for line in piece.split("\n")) if piece else ""

    return map(quoted, split(inner, *_within(quoted, fits, first), depth=depth))


def _break_item(depth: int, text: str, fits: Fits, first: Fits | None) -> Iterable[str]:
    bullet = _MARKER.match(text)
    marker = f"{bullet[2]} " if bullet else ""
    form = partial(_item, marker)
    inner, below = _within(form, fits, first)
    head, *rest = split(
        _dedent(text.split("\n")),
        lambda piece: inner(piece) and fits(piece),
        below or inner,
        depth=depth,
    )
    if head or not rest:
        return [form(head), *rest]
    return ["", form(rest[0]), *rest[1:]]


def _break_table(text: str, fits: Fits, first: Fits | None) -> Iterable[str]:
    head, rule, *rows = text.split("\n")
    return fill_pieces(rows, lambda body: "\n".join([head, rule, *body]), fits, first)


def _within(form: Callable[[str], str], fits: Fits, first: Fits | None) -> tuple[Fits, Fits | None]:
    """The same measures, of what a text is once it has been given a form."""

    def formed(measure: Fits) -> Fits:
        return lambda text: measure(form(text))

    return formed(fits), first and formed(first)


_BREAKERS: dict[str, Callable[[str, Fits, Fits | None], Iterable[str]]] = {
    "paragraph_open": _break_paragraph,
    "heading_open": _break_heading,
    "fence": _break_code,
    "code_block": _break_code,
    "table_open": _break_table,
}

_NESTED: dict[str, Callable[[int, str, Fits, Fits | None], Iterable[str]]] = {
    "blockquote_open": _break_quote,
    "item": _break_item,
}
"""Those whose content is cut as a text of its own."""


def _items(text: str, fits: Fits) -> Iterator[_Block]:
    """The items of a list, numbered on."""
    lines = text.expandtabs(4).split("\n")
    tokens = BLOCKS.parse("\n".join(lines))
    number = int(tokens[0].attrGet("start") or 1)
    glue = "\n"
    for token in tokens:
        if token.type != "list_item_open" or token.level != 1 or not token.map:
            continue
        source = lines[slice(*token.map)]
        marker = f"{number}{token.markup} " if token.info else f"{token.markup} "
        number += 1
        item = _item(marker, _dedent(source))
        yield _Block("item", item, glue)
        glue = "\n\n" if not source[-1].strip() or not fits(item) else "\n"


def _item(marker: str, content: str) -> str:
    first, *rest = content.split("\n")
    return "\n".join([marker + first, *(" " * len(marker) + line for line in rest)]).rstrip()


def _dedent(item: list[str]) -> str:
    """An item's content without its marker and the indent that belongs to it."""
    match = _MARKER.match(item[0])
    if match is None:
        return "\n".join(item)
    indent, marker, space = match.groups()
    blank = not item[0][match.end() :].strip()
    width = len(indent) + len(marker) + (len(space) if 1 <= len(space) <= 4 and not blank else 1)
    rest = [line[min(width, len(line) - len(line.lstrip(" "))) :] for line in item[1:]]
    return "\n".join([item[0][width:], *rest]).rstrip()


def _tables(text: str, fits: Fits) -> Iterator[_Block]:
    """The rows of a table that fit below its head; those too long for that are paragraphs."""
    head, rule, *rows = text.split("\n")
    below = [fits("\n".join([head, rule, row])) for row in rows]
    if not any(below):
        rows, below = [head, *rows], [False, *below]
    for fitting, body in groupby(zip(below, rows, strict=True), lambda pair: pair[0]):
        if fitting:
            yield _Block("table_open", "\n".join([head, rule, *(row for _, row in body)]))
        else:
            yield from (_Block("paragraph_open", escape(row)) for _, row in body)


_PARTS: dict[str, Callable[[str, Fits], Iterator[_Block]]] = {
    "bullet_list_open": _items,
    "ordered_list_open": _items,
    "table_open": _tables,
}
