"""A lesson file as an outline: front matter, then headings with the blocks between them.

This is the part of reading that knows Markdown but not lessons. It normalises what differs between
editors (byte order mark, line ends), splits off the front matter, builds the tree of sections from
the parser's tokens, and reports what no lesson may hold anywhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.lessons.faults import Faults, Position, shorten
from bot.lessons.format.dollars import spell_formulas
from bot.lessons.format.front_matter import REQUIRED, FrontMatter, read_front_matter
from bot.lessons.format.markdown import UNSEEN, code_rows, content, places, tree
from bot.lessons.format.nodes import Node
from bot.lessons.format.normal_form import DEEPEST, DEFINITION, LABEL, heading
from bot.lessons.format.tables import table_fault

MAX_LESSON_BYTES = 256 * 1024
"""The largest lesson file, in bytes of UTF-8: some ten times the size of a long lesson."""

LONGEST_LINE = 8_000
"""The longest line, in characters: some ten messages. Finding the links of a text takes time that
grows with the square of the signs [ in it, so a hostile line must not be as long as a file."""

ID_COMMENT = re.compile(r"<!--\s*id:[ \t]*([^\n]*?)[ \t]*-->")

_WITHIN = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
"""What may stand on a line before a block that is inside a list or quote."""


@dataclass
class Section:
    """A heading, the blocks below it, and the sections within it."""

    title: str
    level: int
    place: Position
    blocks: list[Node] = field(default_factory=list)
    parts: list["Section"] = field(default_factory=list)


@dataclass
class Outline:
    """The whole file. ``root`` has level 0; its parts are the ``#`` and ``##`` sections.

    ``images`` are the files of pictures that are named in it, and where.
    """

    front_matter: FrontMatter
    root: Section
    lines: list[str]
    offset: int
    faults: Faults
    images: list[tuple[str, Position]] = field(default_factory=list)

    def place(self, node: Node) -> Position:
        """Where a block begins."""
        row = self.offset + (node.map[0] if node.map else 0)
        line = self.lines[row] if row < len(self.lines) else ""
        words = content(node).split("\n", 1)[0] if node.type == "paragraph" else ""
        within = _WITHIN.match(line) if node.level and node.type != "list_item" else None
        column = within.end() if within else len(line) - len(line.lstrip(" \t>"))
        return Position(row + 1, (line.rfind(words) if words in line and words else column) + 1)

    def place_within(self, node: Node, row: int) -> Position:
        """Where the row-th line (from 0) of a block begins."""
        at = self.offset + (node.map[0] if node.map else 0) + row
        line = self.lines[at] if at < len(self.lines) else ""
        return Position(at + 1, len(line) - len(line.lstrip()) + 1)


def outline(source: str, faults: Faults) -> Outline:
    """Read a file into its outline; what is wrong goes to ``faults``."""
    if len(source.encode("utf-8", "surrogatepass")) > MAX_LESSON_BYTES:
        what = f"the file is larger than {MAX_LESSON_BYTES // 1024} KiB"
        faults.add(Position(), what, "split it into several lessons")
        return Outline(FrontMatter(), Section("", 0, Position()), [], 0, faults)
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = [_printable(line, row, faults) for row, line in enumerate(text.split("\n"), start=1)]
    for row, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            what = f"a line of more than {LONGEST_LINE} characters"
            faults.add(
                Position(row + 1, LONGEST_LINE + 1), what, "split it into several paragraphs"
            )
            lines[row] = ""
    front, offset = _front(lines, faults)
    root = Section("", 0, Position(offset + 1, 1))
    whole = Outline(front, root, lines, offset, faults)
    lines[offset:] = _spell_formulas(lines[offset:], offset, faults)
    body = lines[offset:]
    nodes = tree("\n".join(body) + "\n").children
    for node in nodes:
        _check_block(node, whole)
        for row, column, address in places(node, body):
            what = f'a link to "{shorten(address)}", which is no page of the web'
            mend = "begin its address with https://, or write the words alone"
            faults.add(Position(offset + row + 1, column + 1), what, mend)
    _build(nodes, whole)
    return whole


def _spell_formulas(body: list[str], offset: int, faults: Faults) -> list[str]:
    """These lines with their formulas as what they read as."""
    if not any("$" in line for line in body):
        return body
    return spell_formulas(body, code_rows(body), offset, faults)


def _printable(line: str, row: int, faults: Faults) -> str:
    for match in UNSEEN.finditer(line):
        code = ord(match[0])
        what, mend = (
            f"a control character, U+{code:04X}",
            "remove it; a lesson is plain text in UTF-8",
        )
        if 0x202A <= code <= 0x2069:
            what = f"an invisible sign that turns the reading direction, U+{code:04X}"
            mend = "remove it; what needs a direction can have the mark U+200E or U+200F"
        faults.add(Position(row, match.start() + 1), what, mend)
    # A space in its place lets the rest of the file be read.
    return UNSEEN.sub(" ", line)


def _front(lines: list[str], faults: Faults) -> tuple[FrontMatter, int]:
    """The front matter, and the number of lines up to and with its end."""
    if lines[0].rstrip() != "---":
        mend = f"begin the file with ---, the keys {', '.join(REQUIRED)}, and --- again"
        faults.add(Position(), "the front matter is missing", mend)
        return FrontMatter(), 0
    ends = [row for row, line in enumerate(lines) if row and line.rstrip() == "---"]
    if not ends:
        mend = "write --- on a line of its own after the last key"
        faults.add(Position(), "the front matter has no end", mend)
        return FrontMatter(), len(lines)
    # To YAML these two end a line, to an editor they do not: lines would be counted differently.
    text = re.sub("[\u2028\u2029]", " ", "\n".join(lines[1 : ends[0]]) + "\n")
    return read_front_matter(text, 2, faults), ends[0] + 1


def _build(nodes: list[Node], whole: Outline) -> None:
    open_sections = [whole.root]
    for node in nodes:
        if node.type != "heading" or node.markup in ("-", "="):
            open_sections[-1].blocks.append(node)
            continue
        level = int(node.tag[1:])
        while open_sections[-1].level >= level:
            open_sections.pop()
        section = Section(heading(content(node)), level, whole.place(node))
        # The title is no parent: the ## sections below it are parts of the root.
        (whole.root if level <= 2 else open_sections[-1]).parts.append(section)
        open_sections.append(section)


def _walk(node: Node) -> Iterator[Node]:
    """A block and the blocks within it."""
    yield node
    for child in node.children:
        if child.type != "inline":
            yield from _walk(child)


def _check_block(top: Node, whole: Outline) -> None:
    """Report what no lesson may hold, in a top-level block and the blocks within it."""
    faults = whole.faults
    for node in _walk(top):
        place = whole.place(node)
        if node.level > DEEPEST:
            if node.level == DEEPEST + 1:
                faults.add(place, "lists or quotes within each other too deep", "flatten them")
            continue
        match node.type:
            case "fence" if node.map and node.content.count("\n") != node.map[1] - node.map[0] - 2:
                mend = f"close it with a line {node.markup}"
                faults.add(place, "a code fence that does not end", mend)
            case "heading" if node.markup in ("-", "="):
                what = f"a line of {node.markup} makes a heading of the words above it"
                faults.add(place, what, "leave an empty line above that line, or begin with #")
            case "heading" if node.level:
                mend = "take it out, or write bold words instead"
                faults.add(place, "a heading inside a list or quote", mend)
            case "html_block":
                _html(node, place, top is node, faults)
            case "table":
                _table(node, whole)
            case "paragraph":
                _paragraph(node, top is node, whole)
                _table(node, whole)


def _table(node: Node, whole: Outline) -> None:
    if fault := table_fault(node):
        row, what, mend = fault
        place = whole.place_within(node, row) if row else whole.place(node)
        whole.faults.add(place, what, mend)


def _html(node: Node, place: Position, is_top: bool, faults: Faults) -> None:
    text = node.content.strip()
    if is_top and ID_COMMENT.fullmatch(text):
        return
    if text.startswith("<!--") and "-->" not in text:
        faults.add(place, "a comment that does not end", "close it with -->")
    elif text.startswith("<!--"):
        mend = "the only comment is a question's id, <!-- id: some-words -->, alone on its line"
        faults.add(place, f'a comment that isn\'t an id: "{shorten(text, 40)}"', mend)
    else:
        mend = "write Markdown, put code in backticks, or write &lt; for the sign <"
        faults.add(place, f'HTML, which a chat can\'t show: "{shorten(text, 40)}"', mend)


def _paragraph(node: Node, is_top: bool, whole: Outline) -> None:
    words = content(node)
    for row, line in enumerate(words.split("\n")):
        if DEFINITION.match(line.lstrip()):
            mend = "write the address where the link is: [words](address)"
            place = whole.place_within(node, row) if row else whole.place(node)
            whole.faults.add(place, "a link definition, which a message would lose", mend)
        label = LABEL.match(line.lstrip()) if row and is_top else None
        if label:
            what = f'the label "{label[2]}" is inside a paragraph'
            mend = "leave an empty line before it"
            whole.faults.add(whole.place_within(node, row), what, mend)
