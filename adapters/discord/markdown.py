"""Markdown as the tutor speaks it, into Markdown as Discord reads it.

The two look alike and differ in the details. Discord knows three levels of headings, one of
quotes, no tables and no HTML; it takes ``__`` for underlining, ``-#`` for small print,
``>>>`` for a quote without end, and ``<…>`` for mentions and times. So a text is parsed as
CommonMark and written anew: what is meant as a form becomes Discord's form, and what is meant as
characters is escaped where Discord would read a form into it. ``||spoiler||`` means the same in
both.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from markdown_it.tree import SyntaxTreeNode

# In it an escaped character is a token of its own: ``\|\|`` is told from a spoiler's bars.
from adapters.layout.atoms import PARSER

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
        yield _BREAK.sub(" ", _uncommented(node.content))
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
            inner = _blocks(_unquoted(node))
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


def _unquoted(quote: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    # Discord has one level of quotes only.
    for child in quote.children:
        if child.type == "blockquote":
            yield from _unquoted(child)
        else:
            yield child


def _items(node: SyntaxTreeNode) -> Iterator[str]:
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    for offset, item in enumerate(node.children):
        mark = "- " if number is None else f"{number + offset}. "
        indent = " " * len(mark)
        lines = list(_indented(_blocks(item.children, "\n"), indent))
        if lines[0].startswith("```"):
            lines.insert(0, indent)
        yield "\n".join([mark + lines[0].removeprefix(indent), *lines[1:]])


def _indented(text: str, indent: str) -> Iterator[str]:
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
    """The inline content of a block; ``node`` is the block around it."""
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
    return _escape(_BREAK.sub("\n", _uncommented(content)))


def _uncommented(content: str) -> str:
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
        out += (_marked(text[at : address.start()]), address.group())
        at = address.end()
    out.append(_marked(text[at:]))
    return "".join(out)


def _marked(text: str) -> str:
    """Every sign with a backslash; a bracket is one if the next that closes is before a ``(``."""
    parts = text.split("]")
    labels = (after.startswith("(") for after in [*parts[1:], ""])
    return "]".join(
        (_SPECIAL_IN_LABEL if label else _SPECIAL).sub(_mark, part)
        for part, label in zip(parts, labels, strict=True)
    )


def _mark(found: re.Match[str]) -> str:
    return _BAR if found.group() == _BARS else rf"\{found.group()}"


def _pair_bars(text: str) -> str:
    """Spoiler bars stay if each has its partner; a last one without is escaped."""
    if text.count(_BAR) % 2:
        head, _, tail = text.rpartition(_BAR)
        text = head + r"\|\|" + tail
    return text.replace(_BAR, _BARS)


def _at_line_starts(text: str) -> str:
    return _LINE_NUMBER.sub(r"\1\\", _LINE_FORM.sub(r"\1\\", text))
