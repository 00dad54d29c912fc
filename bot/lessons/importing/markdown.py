"""Lines become Markdown: paragraphs, lists, code and drawings, each in its form.

Text that was not Markdown is escaped, so that an asterisk or a leading ``#`` in it stays what it
was; code and drawings go into fences, and rows of cells are a table. The result is in the lesson's
normal form.

Rows of cells as a table: what a page had as a table, or what its lines still show of it.

Rows are a table if they have equally many cells, and no more than a lesson's tables may have; the
first is the head. All else that is drawn of bars keeps its characters.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from textwrap import dedent

from bot.lessons.format import normal_form as form
from bot.lessons.format.markdown import tree
from bot.lessons.format.tables import MOST_COLUMNS, MOST_ROWS
from bot.lessons.importing import classify
from bot.lessons.importing.classify import Kind, kinds_of
from bot.lessons.importing.lines import Line
from bot.values import value

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")


def table(body: str, cell: Callable[[str], str]) -> str:
    """These rows as a Markdown table, if they are any; ``cell`` writes the words of a cell."""
    tables = [_table(part.split("\n"), cell) for part in re.split(r"\n(?:[ \t]*\n)+", body)]
    return "\n\n".join(tables) if all(tables) else ""


def _table(lines: list[str], cell: Callable[[str], str]) -> str:
    rows = [_cells(line) for line in lines]
    ruled = len(rows) > 1 and all(_RULE.fullmatch(text) for text in rows[1])
    rule = rows.pop(1) if ruled else ["---"] * len(rows[0])
    columns = {len(row) for row in rows}
    if len(columns) != 1 or not 1 < len(rows[0]) <= MOST_COLUMNS or len(rule) != len(rows[0]):
        return ""
    # A head with rows below it, of which any says something.
    if not 1 < len(rows) <= MOST_ROWS + 1 or not all(map(any, rows)):
        return ""
    heads, *others = [
        [_escape_cell(cell(text.replace("\\|", "|"))) for text in row] for row in rows
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *others))


def _cells(line: str) -> list[str]:
    """The cells of a row, with bars around it or without."""
    cells = [text.strip() for text in _BAR.split(line.strip())]
    framed = len(cells) > 2 and not cells[0] and not cells[-1]
    return cells[1:-1] if framed else cells


def _escape_cell(cell: str) -> str:
    return _BAR.sub(r"\\|", cell)


_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_BULLET = re.compile(r"^(\s*)[*+•–◦▪]\s+(?=\S)")
_MARKS = re.compile(r"[\s>]*(?:(?:[-*+•–◦▪]|\d{1,9}[.)])\s[\s>]*)*+")
_FOREIGN_BULLET = re.compile(r"^(\s*)[•–◦▪]\s+(?=\S)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&\"'=:;/%^$@,?])")
PLAIN_INFO = ("", "text", "txt", "plain", "plaintext", "ascii", "diagram")
"""What stands behind the mark of a fence that holds no code, or may be a drawing."""


@value
class Block:
    """Neighbouring lines that belong together. ``body`` is their bare text."""

    kind: Kind
    lines: tuple[Line, ...]
    body: str
    info: str = ""

    def markdown(self, writer: "Writer") -> str:
        bare = self.kind == "drawing" and not any(line.fenced for line in self.lines)
        if bare and (rows := table(self.body, writer.inline)):
            return rows
        if self.kind in ("code", "drawing"):
            return fence_code(self.body, "text" if self.kind == "drawing" else self.info)
        return "\n".join(writer.line(line) for line in self.lines)


@value
class Writer:
    """Writes lines as Markdown.

    ``markdown`` says whether they are Markdown already; ``width`` is where the page breaks its
    lines of prose, 0 when paragraphs are not broken.
    """

    markdown: bool
    width: int = 0

    def line(self, line: Line) -> str:
        """A line of prose or of a list."""
        if line.heading:
            return f"\n**{self.inline(line.text).strip('*')}**\n"
        if self.markdown:
            raw = _FOREIGN_BULLET.sub(r"\1- ", line.raw.rstrip())
            return raw if classify.item(line.raw) else line.text
        indent, text = "", line.text
        if classify.item(line.raw):
            indent = line.raw[: len(line.raw) - len(line.raw.lstrip())]
            text = _BULLET.sub("- ", text)
            mark, _, rest = text.partition(" ")
            return f"{indent}{mark} {self.inline(rest)}"
        return self.inline(text)

    def inline(self, text: str) -> str:
        """Text within a paragraph, escaped where Markdown would read something into it."""
        if self.markdown:
            return text
        parts, at = [], 0
        for span in _SPAN.finditer(text):
            parts += [_escape(text[at : span.start()]), span[0]]
            at = span.end()
        escaped = "".join([*parts, _escape(text[at:])])
        return re.sub(r"^(?=[#>+=]|-{2,}|-$)", r"\\", escaped)

    def bare(self, text: str) -> str:
        """The text without Markdown's escapes, as it stands in code."""
        return _ESCAPED.sub(r"\1", text) if self.markdown else text

    def title(self, text: str) -> str:
        """The text as the words of a heading."""
        text = re.sub(r"^(\*\*|__)(.*)\1$", r"\2", text.strip())
        return form.heading(self.inline(text))

    def group(self, lines: Sequence[Line], *, coded: bool = False) -> list[Block]:
        """The blocks of these lines. ``coded`` says that code is to be expected here."""
        raws = ["" if line.fenced else self.bare(line.raw) for line in lines]
        kind = kinds_of(lines, raws, coded=coded, indented=self.markdown)
        blocks: list[Block] = []
        at = 0
        while at < len(lines):
            if lines[at].blank:
                at += 1
                continue
            end = at + 1
            if lines[at].fenced:
                blocks.append(_fence_block(lines[at]))
            elif kind[at] in ("code", "drawing"):
                while end < len(lines) and kind[end] == kind[at] and not lines[end].fenced:
                    end += 1
                body = "\n".join(self.bare(line.raw.rstrip()) for line in lines[at:end])
                body = dedent(body) if kind[at] == "code" else body
                kept = tuple(line for line in lines[at:end] if not line.blank)
                blocks.append(Block(kind[at], kept, body.strip("\n")))
            else:
                while end < len(lines) and self._together(lines[end - 1], lines[end], kind[end]):
                    end += 1
                listed: Kind = "list" if classify.item(lines[at].raw) else "prose"
                blocks.append(
                    Block(listed, tuple(lines[at:end]), "\n".join(x.text for x in lines[at:end]))
                )
            at = end
        return blocks

    def _together(self, above: Line, below: Line, kind: Kind) -> bool:
        """Whether a line goes on with the paragraph or list of the line above it."""
        if below.blank or below.fenced or kind in ("code", "drawing"):
            return False
        if above.heading or below.heading:
            return False
        if classify.item(above.raw) and classify.item(below.raw):
            return True
        if classify.item(below.raw):
            return False
        if classify.item(above.raw) and below.raw[:1] == " " and self.markdown:
            return True
        broken = re.search(r"[^\W\d_]{2}", above.text) and not classify.ends(above.text)
        if broken and re.match(r"[a-z,;)]", below.text):
            return True
        first = below.text.split()[0]
        return 0 < self.width < above.length + 1 + len(first)

    def too_deep(self, blocks: Sequence[Block]) -> bool:
        """Whether lists or quotes stand within each other deeper than in a lesson."""
        if not any(map(is_nested, blocks)):
            return False
        nodes = tree(self._join_blocks(blocks)).walk()
        return any(node.level > form.DEEPEST for node in nodes if node.type != "root")

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Blocks as a text in normal form."""
        return form.normal(self._join_blocks(blocks))

    def _join_blocks(self, blocks: Iterable[Block]) -> str:
        pieces: list[str] = []
        before = ""
        for block in blocks:
            text = block.markdown(self)
            glue = "\n" if before == block.kind == "list" else "\n\n"
            pieces.append((glue if pieces else "") + text)
            before = block.kind
        return "".join(pieces)

    def paragraph(self, blocks: Iterable[Block]) -> str:
        """Blocks of prose (and short code) as a paragraph on a single line."""
        pieces = []
        for block in blocks:
            if block.kind in ("code", "drawing"):
                pieces += [
                    code_span(" ".join(row.split()))
                    for row in block.body.split("\n")
                    if row.strip()
                ]
            else:
                pieces += [self.inline(line.text) for line in block.lines]
        return form.one_line(" ".join(pieces))


def is_nested(block: Block) -> bool:
    """Whether a line stands so far in that it may be nested too deep: each level takes a sign."""
    return block.kind in ("prose", "list") and any(
        len(match[0]) > form.DEEPEST for line in block.lines if (match := _MARKS.match(line.raw))
    )


def fits_paragraph(block: Block) -> bool:
    """Whether a block can stand in a paragraph: no drawing, at most three rows of code."""
    rows = [row for row in block.body.split("\n") if row.strip()]
    return block.kind in ("prose", "list") or (block.kind == "code" and len(rows) <= 3)


def fence_code(body: str, info: str = "") -> str:
    """A fence, longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", body)), default=0)
    mark = "`" * max(3, longest + 1)
    return f"{mark}{info.replace('`', '')}\n{body}\n{mark}"


def code_span(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    mark = "`" * (longest + 1)
    pad = " " if "`" in (text[:1], text[-1:]) else ""
    return f"{mark}{pad}{text}{pad}{mark}"


def width_of(lines: Sequence[Line]) -> int:
    """Where prose is broken into lines by hand; 0 when each paragraph is a line."""
    broken = [
        above.length
        for above, below in pairwise(lines)
        if 40 <= above.length <= 130
        and not (above.fenced or above.heading or below.blank or below.fenced or below.heading)
        and not classify.ends(above.text)
        and re.match(r"[a-z(]", below.text)
        and not (
            classify.is_drawing(above.raw) or classify.code(above.raw) or classify.code(below.raw)
        )
    ]
    return max(broken) if len(broken) >= 3 else 0


def _fence_block(line: Line) -> Block:
    rows = line.raw.split("\n")
    drawing = line.info.lower() in PLAIN_INFO and any(
        classify.is_drawing(row) or classify.arrow(row) for row in rows
    )
    return Block("drawing" if drawing else "code", (line,), line.raw, line.info)


def _escape(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("`", "\\`")
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)
    text = re.sub(r"\*(?! )|(?<! )\*", r"\\*", text)
    text = re.sub(r"\[(?=[^\]]*\][(:\[])", r"\\[", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", r"\\<", text)
    text = re.sub(r"&(?=#?\w+;)", r"\\&", text)
    return text.replace("||", "\\|\\|").replace("~~", "\\~\\~")
