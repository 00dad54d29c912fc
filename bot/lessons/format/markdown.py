"""The Markdown of lessons: CommonMark as this program reads it, and what no text of it may hold."""

import re
import unicodedata
from collections.abc import Sequence
from copy import copy

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, escape, link, newline

from bot.lessons.format.links import noting_its_place
from bot.lessons.format.nodes import Node, nested
from bot.lessons.format.tables import read_tables

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
    return nested(PARSER.parse(text))


def joined_lists(blocks: Sequence[Node]) -> list[Node]:
    """The same, with bullet lists right after each other as one, whatever marks they mix."""
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


def seen(text: str) -> bool:
    """Whether any character of a text can be seen: blanks and marks without width can not."""
    return any(unicodedata.category(char)[0] not in "CZ" for char in text)
