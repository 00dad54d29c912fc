"""Markdown as Telegram shows it: plain text, and entities that say what is bold.

No parse mode is used, so there is nothing to escape and nothing to escape wrongly. Offsets count
UTF-16 units, as Telegram's do. What the converter would take for more than CommonMark (formulas,
HTML) is shown as it was written.

Telegram takes away the blanks that a message begins with, and a drawing whose first line is
indented would lose its shape. So the first of them is a blank that does not break, as wide and
kept.

Limits are those of the Bot API's documentation, by the library's own constants.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, islice, pairwise

import pyromark
from telegram import MessageEntity
from telegram.constants import FileSizeLimit, MessageLimit
from telegramify_markdown import MessageEntity as Entity
from telegramify_markdown import RenderConfig, convert, utf16_len

from adapters.layout.plan import Capabilities
from bot.conversation.outputs import Choice
from bot.values import replace

MAX_ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)
MAX_TEXT = int(MessageLimit.MAX_TEXT_LENGTH)
MAX_CAPTION = int(MessageLimit.CAPTION_LENGTH)

_FOREIGN = ("Html", "InlineHtml", "InlineMath", "DisplayMath")
_CODE = ("pre", "code")
_SCHEMES = ("http://", "https://")

_HELD = "\u00a0"
"""A blank as wide as any other in a drawing, at which Telegram doesn't begin to cut off blanks."""


def _plain_symbols() -> RenderConfig:
    config = RenderConfig.isolated()
    symbols = config.markdown_symbol
    for level in range(1, 5):
        setattr(symbols, f"heading_level_{level}", "")
    symbols.image = symbols.link = ""
    symbols.unordered_list_item = "•"
    config.cite_expandable = False
    return config


_CONFIG = _plain_symbols()

Rendered = tuple[str, tuple[MessageEntity, ...]]


@lru_cache(maxsize=512)
def render(markdown: str) -> Rendered:
    """The text and entities of a message, without blanks around it."""
    text, entities = convert(_literal(markdown), latex_escape=False, config=_CONFIG)
    if not text.strip():
        return markdown.strip(), ()
    start = _start(text, entities)
    body = text[start:].rstrip()
    if body.startswith(" "):
        body = _HELD + body[1:]
    before, length = utf16_len(text[:start]), utf16_len(body)
    kept = _untangle(_within(entities, before, length))
    return body, tuple(
        MessageEntity(
            entity.type,
            entity.offset,
            entity.length,
            url=entity.url,
            # Telegram heads a block with its language; over a drawing "text" is only noise.
            language=None if entity.language == "text" else entity.language,
        )
        # Outer ones first; a quotation is around what it holds even if that is all of it.
        for entity in sorted(
            kept,
            key=lambda span: (
                span.offset,
                -span.length,
                span.type != MessageEntity.BLOCKQUOTE,
            ),
        )
    )


def _start(text: str, entities: Iterable[Entity]) -> int:
    """Where the message begins: at its first sign, or at the indent before that in a drawing."""
    sign = len(text) - len(text.lstrip())
    line = text.rfind("\n", 0, sign) + 1
    drawn = (entity for entity in entities if entity.type == "pre")
    return (
        line
        if any(entity.offset <= line < entity.offset + entity.length for entity in drawn)
        else sign
    )


def fits(markdown: str) -> bool:
    """Whether this Markdown fits in a message."""
    return _measure(markdown, MAX_TEXT)


def caption_fits(markdown: str) -> bool:
    """Whether this Markdown fits beside a photo."""
    return _measure(markdown, MAX_CAPTION)


CAPABILITIES = Capabilities(
    fits=fits,
    beside_fits=caption_fits,
    buttons=100,
    row_buttons=8,
    # The Bot API names no limit; a phone's button shows about two lines of this.
    label_limit=64,
    row_width=32,
    # A phone in portrait shows about this much of a code block without breaking its lines.
    diagram_columns=34,
    notices=True,
    largest=int(FileSizeLimit.FILESIZE_UPLOAD),
    code_files=True,
)


def _measure(markdown: str, limit: int) -> bool:
    text, entities = render(markdown)
    return utf16_len(text) <= limit and len(entities) <= MAX_ENTITIES


def _literal(markdown: str) -> str:
    """The same with a backslash before what is neither CommonMark nor a spoiler."""
    if not any(sign in markdown for sign in "<$"):
        return markdown
    options = pyromark.Options.ENABLE_MATH | pyromark.Options.ENABLE_TABLES
    while starts := [
        place["start"]
        for event, place in pyromark.events_with_range(markdown, options=options)
        if isinstance(event, dict) and next(iter(event)) in _FOREIGN
    ]:
        source = markdown.encode()
        bounds = [0, *starts, len(source)]
        pieces = [source[a:b] for a, b in pairwise(bounds)]
        markdown = b"".join([pieces[0], *map(_escape_piece, pieces[1:])]).decode()
    return markdown


def _escape_piece(piece: bytes) -> bytes:
    """A piece that begins with markup to be shown; an indented block begins with blanks."""
    bare = piece.lstrip(b" \t\n")
    return piece[: len(piece) - len(bare)] + b"\\" + bare


def _within(entities: Iterable[Entity], before: int, length: int) -> list[Entity]:
    """Entities of the text once ``before`` units are cut off and ``length`` are left."""
    results = []
    for entity in entities:
        start, end = (
            max(0, entity.offset - before),
            min(length, entity.offset - before + entity.length),
        )
        if entity.type == "text_link" and not (entity.url or "").startswith(_SCHEMES):
            continue  # to Telegram tg://user?id=… is a mention; a link within a site leads nowhere
        if start < end:
            results.append(replace(entity, offset=start, length=end - start))
    return results


def _untangle(entities: list[Entity]) -> list[Entity]:
    """Entities that nest as Telegram's may.

    Code and links hold nothing else of their kind, and styles go around code, not over it;
    quotations do not nest. Of more than a message may have, a single further is found and no
    others.
    """
    links = _Places(entity for entity in entities if entity.type == "text_link")
    code = _Places(entity for entity in entities if entity.type in _CODE and not links.over(entity))
    quotes = (entity for entity in entities if entity.type == "blockquote")
    styles: Iterable[Entity] = (
        entity for entity in entities if entity.type not in (*_CODE, "text_link", "blockquote")
    )
    if code.entities:
        # Styles within styles around code come to the square of their number.
        styles = (part for style in styles for part in _around(style, code))
    kept = chain(code.entities, links.entities, _outermost(quotes), styles)
    return list(islice(kept, MAX_ENTITIES + 1))


class _Places:
    """Entities by where they are, so that finding those at a place needs no look at all others."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities = sorted(entities, key=lambda entity: entity.offset)
        self._starts = [entity.offset for entity in self.entities]
        # How far all up to each reach.
        self._ends = [*accumulate((entity.offset + entity.length for entity in self.entities), max)]

    def over(self, other: Entity) -> Sequence[Entity]:
        """Those that have a character in common with the other, in order."""
        first = bisect_right(self._ends, other.offset)
        last = bisect_left(self._starts, other.offset + other.length)
        return self.entities[first:last]


def _outermost(quotes: Iterable[Entity]) -> Iterator[Entity]:
    end = -1
    for quote in sorted(quotes, key=lambda entity: (entity.offset, -entity.length)):
        if quote.offset + quote.length > end:
            yield quote
            end = quote.offset + quote.length


def _around(style: Entity, code: _Places) -> Iterator[Entity]:
    """The parts of a style that are not over code."""
    start, end = style.offset, style.offset + style.length
    for hole in code.over(style):
        if start < hole.offset:
            yield replace(style, offset=start, length=hole.offset - start)
        start = hole.offset + hole.length
    if start < end:
        yield replace(style, offset=start, length=end - start)


def keyboard(rows: tuple[tuple[Choice, ...], ...]) -> str | None:
    """The buttons below a message as they go out, if it has any.

    The library's own objects for them take longer to make than the text that they stand below.
    """
    if not rows:
        return None
    buttons = [
        [{"text": choice.label, "callback_data": choice.token} for choice in row] for row in rows
    ]
    return json.dumps({"inline_keyboard": buttons})
