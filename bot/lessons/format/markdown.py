"""The Markdown of lessons: CommonMark as this program reads it, and what no text of it may hold.

Links lead to pages of the web, and nowhere else. A chat makes more of other addresses than a page
would: to Telegram ``tg://user?id=…`` is a mention, which rings at somebody's, and
``tg://resolve?…`` opens whatever chat it names. An address within a site leads nowhere from a chat.
What the parser itself takes for no link, such as ``javascript:…``, is shown as the characters that
it is. A file with such a link is refused; a text that comes from elsewhere is written with a
backslash before it, which leaves its words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from copy import copy

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, escape, link, newline

from bot.lessons.format.nodes import Node, nest
from bot.lessons.format.tables import cell_start, read_tables

_WEB = ("http://", "https://")

Rule = Callable[[StateInline, bool], bool]


def noting_its_place(rule: Rule) -> Rule:
    """A parser's rule for links, which also notes where in the text a link begins."""

    def note_place(state: StateInline, silent: bool) -> bool:
        at, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[before:]:
            if token.type == "link_open":
                token.meta["link"] = at
                break
        return True

    return note_place


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
    """The links in these blocks that lead elsewhere: row and column from 0, address."""
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


def escape_addresses(file: str, parse: Callable[[str], Node]) -> str:
    """A text with a backslash before each of them, so that it keeps its words alone."""
    # With a link gone, there may be another around it.
    while "](" in file or "<" in file:
        lines = file.split("\n")
        entries = sorted(places(parse(file), lines), reverse=True)
        for row, column, _ in entries:
            lines[row] = f"{lines[row][:column]}\\{lines[row][column:]}"
        if not entries:
            break
        file = "\n".join(lines)
    return file


UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that no text may hold: controls, halves of a pair, and those that turn the reading
direction, with which a text could show other words than it holds (CVE-2021-42574)."""


def _break_at(state: StateInline, silent: bool) -> bool:
    """The parser's newline and escape rules, which also note where a hard break stands."""
    at = state.pos
    if not (newline(state, silent) or escape(state, silent)):
        return False
    if not silent and state.tokens and state.tokens[-1].type == "hardbreak":
        state.tokens[-1].meta["at"] = state.src.index("\n", at)
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 100})
    # A link's address stands in its text, because a chat shows a lesson in pieces: a definition
    # elsewhere ("[name]: address") would be missing from most of them.
    parser.disable("reference")
    read_tables(parser)
    parser.inline.ruler.at("newline", _break_at)
    parser.inline.ruler.at("escape", _break_at)
    parser.inline.ruler.at("link", noting_its_place(link))
    parser.inline.ruler.at("autolink", noting_its_place(autolink))
    return parser


PARSER = _parser()

BLOCKS = _parser().disable("inline")
"""The same parser without what is within paragraphs, for whoever asks what blocks there are."""


def tree(text: str) -> Node:
    """The parsed blocks of a text."""
    return nest(PARSER.parse(text))


def joined_lists(blocks: Sequence[Node]) -> list[Node]:
    """The same, with adjacent bullet lists joined, whatever marks they mix."""
    joined: list[Node] = []
    for block in blocks:
        if joined and block.type == joined[-1].type == "bullet_list":
            whole = copy(joined[-1])
            whole.children = [*whole.children, *block.children]
            joined[-1] = whole
        else:
            joined.append(block)
    return joined


def code_rows(lines: Sequence[str]) -> set[int]:
    """Which of these lines, from 0, are code or comments, and no text."""
    tokens = BLOCKS.parse("\n".join(lines) + "\n")
    code = (token.map for token in tokens if token.type in ("fence", "code_block", "html_block"))
    return {row for rows in code if rows for row in range(*rows)}


def content(block: Node) -> str:
    """The source of a paragraph's or heading's words."""
    return block.children[0].content if block.children else ""


def clean(text: str) -> str:
    """The text with line feeds for all line ends, and without ``UNSEEN`` characters."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_visible(text: str) -> bool:
    """Whether any character of a text can be seen: blanks and marks without width can not."""
    return any(unicodedata.category(char)[0] not in "CZ" for char in text)
