"""A page that was saved as HTML, read as the lines that a reader saw.

Block elements make lines, ``<pre>`` keeps its rows as a fence, inline code keeps its backticks,
tables become rows of cells; what is not text (scripts, styles, pictures) is left out.
"""

import re
from html import unescape
from html.parser import HTMLParser

from bot.lessons.format.normal_form import DEEPEST
from bot.lessons.importing.lines import Line, PageLines, clean, fence, number_all


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _set(
    """
    address article aside blockquote body button center dd details div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol
    option p pre section summary table tbody td tfoot th thead title tr ul
    """
)
_SILENT = _set(
    """
    canvas head iframe noscript object script select style svg template
    """
)
_VOID = _set(
    """
    area base br col embed hr img input link meta source track wbr
    """
)
_DEEPEST_LIST = DEEPEST // 2 - 1
"""How many lists an item may stand in; what is deeper stands beside the item."""

_HTML = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]|</(?:div|section|article|main|h[1-6]|p|li|pre)>",
    re.IGNORECASE,
)


def is_html(source: str) -> bool:
    """Whether the source is HTML: it declares itself so, or begins with tags and has many."""
    head = source.lstrip("\ufeff \t\r\n")[:300].lower()
    if re.match(r"<!doctype html|<html[\s>]", head):
        return True
    return (
        head.startswith("<") and not head.startswith("<!-- id") and len(_HTML.findall(source)) >= 5
    )


def read_html(source: str) -> PageLines:
    reader = _Reader()
    # Nothing behind the last > can be a tag, yet the library would look from each < there for its
    # end.
    end = source.rfind(">") + 1
    reader.feed(source[:end])
    reader.close()
    reader.handle_data(unescape(source[end:]))
    reader.finish()
    return PageLines(tuple(number_all(reader.lines)), markdown=False, title=reader.title.strip())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.title = ""
        self._text = ""
        self._number = 0
        self._silent: list[str] = []
        self._in_title = False
        self._heading = 0
        self._mark = ""
        self._numeral: tuple[int, str] | None = None
        self._lists: list[int | None] = []
        self._pre: list[str] | None = None
        self._pre_at = 0
        self._info = ""
        self._row: list[str] | None = None
        self._columns = 0
        """How many cells the row above has, if it is a row."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title" and "svg" not in self._silent:
            self._in_title = True
        if self._silent == ["head"] and tag in _BLOCKS | {"body"} and tag != "title":
            self._silent.clear()  # the end of a head need not be written
        if tag in _SILENT:
            self._silent.append(tag)
        if self._silent:
            return
        if self._pre is not None:
            if tag == "br":
                self._pre.append("\n")
            self._info = self._info or _language(attrs)
            return
        if tag == "pre":
            self.flush()
            self._pre, self._pre_at, self._info = [], self.getpos()[0], _language(attrs)
        elif tag in ("td", "th") and self._row is not None:
            self._cell()
        elif tag == "br" or tag in _BLOCKS:
            self._start_block(tag)
        elif tag == "code":
            self._add("\x02")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
            return
        if self._silent or tag in _VOID:
            return
        if tag == "pre" and self._pre is not None:
            self._end_pre()
        elif self._pre is not None:
            return
        elif tag == "code":
            self._add("\x03")
        elif tag == "tr" and self._row is not None:
            self._end_row()
        elif tag in _BLOCKS and self._row is None:
            self.flush()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            if tag == "li":
                self._end_item()
            if tag in ("p", "ul", "ol", "table", "div", "section") or tag[0] == "h":
                self._blank()
            if tag[0] == "h" and tag[1:].isdigit():
                self._heading = 0

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        if self._silent:
            return
        if self._pre is not None:
            self._pre.append(data)
        else:
            self._add(re.sub(r"\s+", " ", clean(data)))

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Pass over a section such as ``<![CDATA[``; of another, the library asserts."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i)

    def finish(self) -> None:
        self._end_pre()
        self._end_row()
        self.flush()

    def _end_item(self) -> None:
        """End an item of a list; where its number was all that it held, that is its text."""
        if self._numeral and self._mark:
            number, text = self._numeral
            self.lines.append(Line(0, number, self._mark + text, self._mark + text))
        self._numeral, self._mark = None, ""

    def _end_pre(self) -> None:
        if self._pre is None:
            return
        rows = clean("".join(self._pre)).expandtabs(4).split("\n")
        line = fence(self._pre_at, [row.rstrip() for row in rows], self._info)
        self._pre = None
        if line.raw:
            self.lines.append(line)

    def _end_row(self) -> None:
        if self._row is None:
            return
        self._cell()
        before, *cells = [cell.replace("|", "\\|") for cell in self._row]
        self._row = None
        # Mostly nothing stands between a row's beginning and its first cell.
        cells = [before, *cells] if before else cells
        # A single cell is how a page is laid out, and no row, but below rows of as many cells.
        several = sum(map(bool, cells)) > 1 or 1 < len(cells) == self._columns
        self._columns = len(cells) if several else 0
        self._text = f"| {' | '.join(cells)} |" if several else "".join(cells)
        self.flush()

    def flush(self) -> None:
        text = re.sub(r" +", " ", self._text).strip()
        text = re.sub(r"\x02\s*([^\x02\x03`]+?)\s*\x03", r"`\1`", text)
        text = re.sub(r"[\x02\x03]", "", text)
        if text and self._mark == f"{text.rstrip('.')}. ":
            self._numeral = (self._number, text)  # the item's own number, unless it is all of it
        elif text:
            self._numeral = None
            outer = self._lists[:-1][:_DEEPEST_LIST]
            inset = "".join("   " if number else "  " for number in outer)
            raw = f"{inset}{self._mark}{text}" if self._mark else text
            self._mark = ""
            self.lines.append(Line(0, self._number, raw, raw.strip(), heading=self._heading))
        self._text, self._number = "", 0

    def _start_block(self, tag: str) -> None:
        if tag == "tr":
            self._end_row()  # the end of the row above need not be written
        if self._row is not None:
            return
        self.flush()
        if tag in ("p", "div", "section", "ul", "ol", "table"):
            self._blank()
        if tag == "table":
            self._columns = 0
        if tag == "tr":
            self._row = []
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            self._mark = f"{number}. " if number else "- "
            if number:
                self._lists[-1] = number + 1
        elif re.fullmatch(r"h[1-6]", tag):
            self._heading = int(tag[1])

    def _cell(self) -> None:
        if self._row is not None:
            self._row.append(re.sub(r"[\x02\x03]", "", self._text).strip())
        self._text = ""

    def _add(self, text: str) -> None:
        if not self._number and text.strip("\x02\x03 "):
            self._number = self.getpos()[0]
        self._text += text

    def _blank(self) -> None:
        if self.lines and not self.lines[-1].blank:
            self.lines.append(Line(0, 0, "", ""))


def _language(attrs: list[tuple[str, str | None]]) -> str:
    match = re.search(r"\blang(?:uage)?-([\w+#-]+)", dict(attrs).get("class") or "")
    return match[1] if match else ""
