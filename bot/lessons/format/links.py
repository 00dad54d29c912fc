"""Links in a text that learners read: they lead to pages of the web, and nowhere else.

A chat makes more of other addresses than a page would: to Telegram ``tg://user?id=…`` is a
mention, which rings at somebody's, and ``tg://resolve?…`` opens whatever chat it names. An address
within a site leads nowhere from a chat. What the parser itself takes for no link, such as
``javascript:…``, is shown as the characters that it is.

A file with such a link is refused; a text that comes from elsewhere is written with a backslash
before it, which leaves its words.
"""

from collections.abc import Callable, Iterator, Sequence

from markdown_it.rules_inline import StateInline

from bot.lessons.format.nodes import Node
from bot.lessons.format.tables import cell_start

_WEB = ("http://", "https://")

Rule = Callable[[StateInline, bool], bool]


def noting_its_place(rule: Rule) -> Rule:
    """A parser's rule for links, which also notes where in the text a link begins."""

    def noted(state: StateInline, silent: bool) -> bool:
        at, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[before:]:
            if token.type == "link_open":
                token.meta["link"] = at
                break
        return True

    return noted


def strange_links(node: Node) -> Iterator[tuple[int, str]]:
    """The links in a paragraph, or in all of a text, that lead elsewhere.

    Each is where it begins in its paragraph's content, and its address. A picture's words are no
    place for links.
    """
    if node.type == "link":
        address = str(node.attrs.get("href", ""))
        if not address.lower().startswith(_WEB):
            yield node.meta["link"], address
    elif node.type != "image":
        for child in node.children:
            yield from strange_links(child)


def places(text: Node, lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The links in blocks of a text of these lines that lead elsewhere: row, column, address.

    Both are counted from 0.
    """
    for block in text.walk():
        if block.type not in ("paragraph", "heading", "th", "td") or not block.children:
            continue
        words, lies = block.children[0].content, block.children[0].map
        if not lies:
            continue
        for at, address in strange_links(block):
            row, start = words.count("\n", 0, at), words.rfind("\n", 0, at) + 1
            line = lines[lies[0] + row]
            if block.type in ("th", "td"):
                # In a cell the sign | has a backslash, which is not among its words.
                yield lies[0], cell_start(line, block) + at + words.count("|", 0, at), address
                continue
            # What is before the words in the line, such as a list's sign, is not among them.
            begins = line.rfind(words[start:].split("\n", 1)[0])
            yield lies[0] + row, max(0, begins + at - start), address


def escaped(file: str, parse: Callable[[str], Node]) -> str:
    """A text with a backslash before each of them, so that it keeps its words alone."""
    # With one link gone, there may be another around it.
    while "](" in file or "<" in file:
        lines = file.split("\n")
        entries = sorted(places(parse(file), lines), reverse=True)
        for row, column, _ in entries:
            lines[row] = f"{lines[row][:column]}\\{lines[row][column:]}"
        if not entries:
            break
        file = "\n".join(lines)
    return file
