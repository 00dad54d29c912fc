"""What a message looks like on Discord: Components V2, a text in a coloured frame with buttons.

The limits are Discord's: 40 components and 4000 characters of text in a message, 80 characters on
a button, 1024 in a picture's description.

**Its Markdown.** What the tutor speaks and what Discord reads look alike and differ in the details.
Discord knows three levels of headings, a single level of quotes, no tables and no HTML; it takes
``__`` for underlining, ``-#`` for small print, ``>>>`` for a quote without end, and ``<…>`` for
mentions and times. So a text is parsed as CommonMark and written anew: what is meant as a form
becomes Discord's form, and what is meant as characters is escaped where Discord would read a form
into it. ``||spoiler||`` means the same in both.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import discord
from discord.utils import DEFAULT_FILE_SIZE_LIMIT_BYTES
from markdown_it.tree import SyntaxTreeNode

from adapters.discord.forms import button
from adapters.layout.atoms import PARSER
from adapters.layout.plan import Capabilities
from adapters.pictures.images import Drawable, file_name
from bot.conversation.outputs import Choice
from bot.service.delivery.channel import Message

# In it an escaped character is a token of its own: ``\|\|`` is told from a spoiler's bars.

_ADDRESS = re.compile(r"https?://[^\s<>|]+")
_SPECIAL = re.compile(r"[\\*_~`]|\|\||<(?=[@#:/A-Za-z])|@(?=everyone|here)")
_SPECIAL_IN_LABEL = re.compile(rf"\[|{_SPECIAL.pattern}")
_LINE_FORM = re.compile(r"^(\s*)(?=(?:#{1,3}|-#|>>>|>|[-+])(?:\s|$))", re.MULTILINE)
_LINE_NUMBER = re.compile(r"^(\s*\d+)(?=[.)](?:\s|$))", re.MULTILINE)
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.#-]+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BARS = "||"
# Stands for bars of a text until their partner is found; CommonMark lets no NUL through.
_BAR = "\0"
_RULE = "───────"


@lru_cache(maxsize=128)
def convert(text: str) -> str:
    """The text in Discord's Markdown; it is kept for a while, for who measures sends it next."""
    return _blocks(_tree(text).children)


@lru_cache(maxsize=128)
def plain(text: str) -> str:
    """The text without any form, on one line, for what can show none (an alternative text)."""
    return " ".join(" ".join(_words(_tree(text))).split())


def _tree(text: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(PARSER.parse(text))


def _words(node: SyntaxTreeNode) -> Iterator[str]:
    if node.type in ("text", "text_special", "code_inline", "fence", "code_block"):
        yield node.content
    elif node.type in ("softbreak", "hardbreak"):
        yield " "
    elif node.type in ("html_inline", "html_block"):
        yield _BREAK.sub(" ", _drop_comments(node.content))
    elif node.type == "inline":
        yield "".join(word for child in node.children for word in _words(child))
    else:
        for child in node.children:
            yield from _words(child)


def _blocks(nodes: Iterable[SyntaxTreeNode], between: str = "\n\n") -> str:
    return between.join(filter(None, map(_block, nodes)))


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "heading":
            level = int(node.tag[1:])
            text = _inline(node).replace("\n", " ")
            if not text:
                return ""
            return f"{'#' * level} {text}" if level <= 3 else f"**{_bare(text)}**"
        case "paragraph":
            return _inline(node)
        case "bullet_list" | "ordered_list":
            return "\n".join(_items(node))
        case "blockquote":
            inner = _blocks(_unquote(node))
            return "\n".join(f"> {line}" for line in inner.split("\n")) if inner else ""
        case "fence" | "code_block":
            return _fence(node.content, node.info if node.type == "fence" else "")
        case "hr":
            return _RULE
        case "table":
            return _fence(_table(node), "")
        case "html_block":
            return _at_line_starts(_pair_bars(_html(node.content.strip())))
        case _:  # pragma: no cover - commonmark with tables has no other blocks
            return _blocks(node.children)


def _unquote(quote: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    # Discord has one level of quotes only.
    for child in quote.children:
        if child.type == "blockquote":
            yield from _unquote(child)
        else:
            yield child


def _items(node: SyntaxTreeNode) -> Iterator[str]:
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    for offset, item in enumerate(node.children):
        mark = "- " if number is None else f"{number + offset}. "
        indent = " " * len(mark)
        lines = list(_indent(_blocks(item.children, "\n"), indent))
        if lines[0].startswith("```"):
            lines.insert(0, indent)
        yield "\n".join([mark + lines[0].removeprefix(indent), *lines[1:]])


def _indent(text: str, indent: str) -> Iterator[str]:
    # A fence inside an item must start its line, or Discord shows the backticks.
    inside = False
    for line in text.split("\n"):
        border = line.startswith("```")
        yield line if inside or border else indent + line
        inside ^= border


def _fence(content: str, info: str) -> str:
    # Discord ends a fence at the first three backticks, however long it was opened.
    code = content.rstrip("\n").replace("```", "`\u200b`\u200b`")
    if not code.strip():
        return ""
    language = info.split()[0] if info.strip() else ""
    language = language if _LANGUAGE.fullmatch(language) else ""
    return f"```{language}\n{code}\n```"


def _table(node: SyntaxTreeNode) -> str:
    rows = [
        [_cell(cell) for cell in row.children] for part in node.children for row in part.children
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [" │ ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    lines.insert(1, "─┼─".join("─" * width for width in widths))
    return "\n".join(lines)


def _cell(cell: SyntaxTreeNode) -> str:
    return " ".join("".join(_words(cell)).split())


def _inline(node: SyntaxTreeNode) -> str:
    parts = [child for holder in node.children for child in holder.children]
    return _at_line_starts(_pair_bars("".join(map(_span, parts)))).strip()


def _span(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text":
            return _escape(node.content)
        case "text_special":
            return "".join(
                rf"\{c}" if not c.isalnum() and not c.isspace() else c for c in node.content
            )
        case "softbreak" | "hardbreak":
            # A line that ends is meant to end, as in a chat.
            return "\n"
        case "code_inline":
            return _code(node.content)
        case "strong":
            return _around("**", node)
        case "em":
            return _around("*", node)
        case "s":
            return _around("~~", node)
        case "link":
            return _link(node)
        case "image":
            source = str(node.attrs.get("src", ""))
            words = _escape(node.content)
            return f"[{words or source}]({source})" if _is_web(source) else words
        case "html_inline":
            return _html(node.content)
        case _:  # pragma: no cover - commonmark with strikethrough has no other spans
            return "".join(map(_span, node.children))


def _around(mark: str, node: SyntaxTreeNode) -> str:
    inner = "".join(map(_span, node.children))
    return f"{mark}{inner}{mark}" if inner.strip() else inner


def _bare(text: str) -> str:
    # Bold inside bold would end it.
    return text.replace("**", "")


def _code(content: str) -> str:
    if "`" not in content:
        return f"`{content}`"
    # Discord knows one and two backticks as a border.
    return f"`` {content.replace('``', '`' + chr(0x200B) + '`')} ``"


def _link(node: SyntaxTreeNode) -> str:
    text = "".join(map(_span, node.children))
    address = str(node.attrs.get("href", ""))
    words = "".join(_words(node))
    if not _is_web(address):
        return (
            text
            if not address or words in (address, address.removeprefix("mailto:"))
            else (f"{text} ({_escape(address)})")
        )
    # A masked link whose words are an address is not shown as a link.
    if not text or _ADDRESS.match(words):
        return f"<{address}>"
    return f"[{text}](<{address}>)" if "(" in address or ")" in address else f"[{text}]({address})"


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _html(content: str) -> str:
    return _escape(_BREAK.sub("\n", _drop_comments(content)))


def _drop_comments(content: str) -> str:
    """HTML without its comments. By hand, since a pattern looks to the end from each beginning."""
    out: list[str] = []
    at = 0
    while (start := content.find("<!--", at)) >= 0 and (end := content.find("-->", start + 4)) >= 0:
        out.append(content[at:start])
        at = end + 3
    return "".join([*out, content[at:]])


def _escape(text: str) -> str:
    """Escape what Discord would read as a form; addresses stay whole, bars wait for their pair."""
    out: list[str] = []
    at = 0
    for address in _ADDRESS.finditer(text):
        out += (_escape_signs(text[at : address.start()]), address.group())
        at = address.end()
    out.append(_escape_signs(text[at:]))
    return "".join(out)


def _escape_signs(text: str) -> str:
    """Every sign with a backslash; of brackets, those before the next ``](``."""
    parts = text.split("]")
    labels = (after.startswith("(") for after in [*parts[1:], ""])
    return "]".join(
        (_SPECIAL_IN_LABEL if label else _SPECIAL).sub(_mark, part)
        for part, label in zip(parts, labels, strict=True)
    )


def _mark(match: re.Match[str]) -> str:
    return _BAR if match.group() == _BARS else rf"\{match.group()}"


def _pair_bars(text: str) -> str:
    """Spoiler bars stay if each has its partner; a last bar without is escaped."""
    if text.count(_BAR) % 2:
        head, _, tail = text.rpartition(_BAR)
        text = head + r"\|\|" + tail
    return text.replace(_BAR, _BARS)


def _at_line_starts(text: str) -> str:
    return _LINE_NUMBER.sub(r"\1\\", _LINE_FORM.sub(r"\1\\", text))


DOOR = "open:"
"""How the button begins that answers to whoever presses it alone; a link's payload follows."""

ACCENT = discord.Colour(0x5B8DEF)

TEXT_LIMIT = 3900
"""A little less than Discord's 4000. Counted in UTF-16 units, the larger of two ways to count."""

DESCRIPTION_LIMIT = 1024
# Something must be shown where a text has nothing to see; Discord refuses blanks.
_NOTHING = "\u200b"

Render = Callable[[Drawable], bytes]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fits(text: str) -> bool:
    # Escaping doubles a text, the shortest indented code grows less than fourfold as a fence, and
    # only a table's padding knows no bound: so most messages are known to fit unconverted.
    if "|" not in text and 4 * _units(text) <= TEXT_LIMIT:
        return True
    return _units(convert(text)) <= TEXT_LIMIT


CAPABILITIES = Capabilities(
    fits=_fits,
    beside_fits=_fits,
    buttons=24,
    row_buttons=5,
    # 24 buttons in 12 rows, the frame and the text make 38 components; two are left for the button
    # that opens a form, in a row of its own.
    rows=12,
    label_limit=80,
    row_width=56,
    # A phone shows about this many monospaced characters inside the frame.
    diagram_columns=38,
    notices=True,
    # For all bots and chats. A little is left for the request around it.
    largest=DEFAULT_FILE_SIZE_LIMIT_BYTES - 64 * 1024,
    code_files=True,
)


def view(message: Message, picture: str = "") -> discord.ui.LayoutView:
    """The message's layout. An aside has no frame.

    A picture is the file ``picture.png``; a file that is sent is above its words.
    Presses are read by the client from the token that a button carries, so the view is stopped
    at once: discord.py keeps no finished view, and memory does not grow with each message.
    """
    layout = discord.ui.LayoutView(timeout=None)
    for part in _parts(message, picture):
        layout.add_item(part)
    layout.stop()
    return layout


def files(message: Message, image: bytes) -> list[discord.File]:
    """The picture or the file that the message's layout shows; none if it shows none."""
    if message.document is not None:
        return [discord.File(io.BytesIO(message.content), message.document.name)]
    return [discord.File(io.BytesIO(image), file_name(image))] if image else []


def _parts(message: Message, picture: str) -> list[discord.ui.Item[discord.ui.LayoutView]]:
    text = convert(message.text) or _NOTHING
    if message.notice:
        return [discord.ui.TextDisplay(text)]
    frame: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=ACCENT)
    if message.picture is not None:
        described = plain(message.picture.alternative)
        gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery()
        gallery.add_item(media=f"attachment://{picture}", description=_shorten(described) or None)
        frame.add_item(gallery)
        # What is in the description already is not said twice.
        if described.startswith(plain(message.text)):
            return [frame]
    if message.document is not None:
        # A file that no part of the layout names is not shown.
        frame.add_item(discord.ui.File(f"attachment://{message.document.name}"))
        if not message.text:
            return [frame]
    frame.add_item(discord.ui.TextDisplay(text))
    form = message.words or message.files
    door = message.doorway
    token = door and (door.token or f"{DOOR}{door.payload}")
    pressed = ((Choice(door.label, token),),) if door and token else message.rows
    alone = sum(map(len, pressed)) == 1 and not form
    style = discord.ButtonStyle.primary if alone else discord.ButtonStyle.secondary
    rows: list[list[discord.ui.Button[discord.ui.LayoutView]]] = [
        [
            discord.ui.Button(label=choice.label, custom_id=choice.token, style=style)
            for choice in row
        ]
        for row in pressed
    ]
    if form and message.question:
        if not rows or len(rows[0]) == CAPABILITIES.row_buttons:
            rows.insert(0, [])
        wanted = {"words": message.words, "files": message.files}
        rows[0].insert(0, button(message.question, message.language, **wanted))
    for buttons in rows:
        frame.add_item(discord.ui.ActionRow(*buttons))
    return [frame]


def _shorten(text: str) -> str:
    if _units(text) <= DESCRIPTION_LIMIT:
        return text
    kept = text.encode("utf-16-le")[: 2 * (DESCRIPTION_LIMIT - 1)]
    return f"{kept.decode('utf-16-le', 'ignore')}…"
