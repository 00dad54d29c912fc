r"""A page as numbered lines: whatever its form was, from here on it is read alike.

Text copied from a browser, Markdown and saved HTML all become the same sequence of ``Line``, each
knowing the line of the source it came from. Here the characters that carry no meaning (byte-order
mark, zero-width and soft-hyphen characters, the many kinds of space and of line end) disappear,
fenced code becomes a line of its own, and headings and quotations lose their marks.

Two things a copy may bring are undone as well. Backslashes that a converter wrote where Markdown
needs none, as in ``read\-only``, mean nothing to a reader, but hide the words of labels and
questions, so they go; where an escape keeps a list, a heading, an emphasis or a link from being
made, it stays. And labels that a browser copied without the space or line between them and their
text are cut off: "Core IdeaEvery command has …" reads as a label at once where two words name it;
"ResultSet" does not, so a single word is cut only on a page that glues its labels throughout.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from bot.lessons.importing import vocabulary
from bot.values import replace, value

_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\u00ad\u200e\u200f]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_KEYCAP = re.compile(r"^([ #>*_]*)(\d)\ufe0f?\u20e3[.:)]?[ \t]*", re.MULTILINE)
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")

_FENCE = re.compile(r"^(?P<indent>\s*(?:>\s?)*)(?P<mark>`{3,}|~{3,})\s*(?P<info>[^`]*)$")
_HEADING = re.compile(r"^(?P<mark>#{1,6})\s+(?P<text>.*)$")
_HEADING_END = re.compile(r"(?<!\s)\s+#+$")
_QUOTATION = re.compile(r"^\s*>+ ?")
_UNDERLINE = re.compile(r"^(=+|-{3,})$")
_MARKDOWN = re.compile(
    r"^\W{0,4}(\*\*|__)[^*_\n]+(\*\*|__)"  # a bold label or a bold heading
    r"|\]\(\S+\)"  # a link
    r"|^#{1,6} .*\b(overview|mental model|build-?up|under the hood|myth|expert|when not|"
    r"production|connections|pitfalls|takeaways|deep dive|what is it|core idea)\b"
    r"|^#{3,6} \S|(?:\A|\n\n)## \S.*\n\n"
    r"|^#{2,6} (foundation|intermediate|advanced|expert|step \d|\d+[.)])",
    re.MULTILINE | re.IGNORECASE,
)


@value
class Line:
    """A line of the page, or a whole fence.

    ``at`` is its place in the sequence, ``number`` the line of the source (from 1). ``raw`` keeps
    indentation; ``text`` is stripped and without the marks of headings and quotations.
    ``heading`` is the heading's level, 0 for none. A fence (``fenced``) holds all of its lines in
    ``raw``, and ``info`` names its language. ``length`` is the length of the whole line, which
    tells whether it was broken by hand, even when only its rest is left.
    """

    at: int
    number: int
    raw: str
    text: str
    heading: int = 0
    fenced: bool = False
    info: str = ""
    length: int = 0

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text and not self.fenced

    def rest(self, text: str) -> "Line":
        """The same line, reduced to the part of it after a label."""
        return replace(self, raw=text, text=text.strip(), heading=0)


@value
class PageLines:
    """The lines of a page; ``markdown`` says whether their text is Markdown already.

    ``title`` is what the file itself says its title is, outside of the text (an HTML title).
    """

    lines: tuple[Line, ...]
    markdown: bool
    title: str = ""


def clean(source: str) -> str:
    """The source with plain line ends and plain spaces, without invisible characters."""
    text = _LINE_ENDS.sub("\n", source)
    text = _KEYCAP.sub(r"\1\2. ", _SPACES.sub(" ", _INVISIBLE.sub("", text)))
    return _CONTROL.sub(" ", text)


def read_text(source: str) -> PageLines:
    text = clean(source)
    markdown = bool(_MARKDOWN.search(text))
    rows = [row.expandtabs(4).rstrip() for row in text.split("\n")]
    rows = rows if markdown else ungraft(rows)
    return PageLines(tuple(number_all(_rows(rows, markdown))), markdown)


def number_all(lines: Iterable[Line]) -> list[Line]:
    """Give every line its place in the sequence."""
    return [replace(x, at=at, length=x.length or len(x.raw)) for at, x in enumerate(lines)]


def _rows(rows: list[str], markdown: bool) -> list[Line]:
    lines: list[Line] = []
    ends = _FenceEnds(rows)
    at = 0
    while at < len(rows):
        row = rows[at]
        if opening := _FENCE.match(row):
            end = ends.of(at, opening["mark"])
            if end is not None:
                quoted = ">" in opening["indent"]
                inside = [_QUOTATION.sub("", r) if quoted else r for r in rows[at + 1 : end]]
                margin = len(opening["indent"]) if not quoted else 0
                inside = [r[margin:] if not r[:margin].strip() else r for r in inside]
                lines.append(fence(at + 2, inside, opening["info"].strip()))
                at = end + 1
                continue
        line = _row(at + 1, row, markdown)
        if (
            markdown
            and line.text
            and not line.heading
            and at + 1 < len(rows)
            and (underline := _UNDERLINE.match(rows[at + 1]))
            and vocabulary.short(line.text)
        ):
            lines += [replace(line, heading=1 if underline[0][0] == "=" else 2), Line(0, 0, "", "")]
            at += 2
            continue
        lines.append(line)
        at += 1
    return lines


def _row(number: int, row: str, markdown: bool) -> Line:
    raw = unescape(row) if markdown else row
    if markdown or row.startswith("> ") or row == ">":
        raw = _QUOTATION.sub("", raw)
    text = raw.strip()
    if markdown and (heading := _HEADING.match(text)):
        words = _HEADING_END.sub("", heading["text"])
        return Line(0, number, raw, words, heading=len(heading["mark"]))
    return Line(0, number, raw, text, length=len(row))


class _FenceEnds:
    """Where fences close. All rows are looked through once, at the first fence."""

    def __init__(self, rows: list[str]) -> None:
        self._rows = rows
        self._closing: dict[str, list[int]] = {}

    def of(self, start: int, mark: str) -> int | None:
        """Where a fence closes that opens in row ``start``; ``None`` if a section begins before."""
        end = _after(start, self._closings(mark))
        section = _after(start, self._sections)
        return end if end is not None and (section is None or end <= section) else None

    @cached_property
    def _marks(self) -> list[tuple[int, str]]:
        entries = ((at, _FENCE.match(row)) for at, row in enumerate(self._rows))
        return [(at, x["mark"]) for at, x in entries if x and not x["info"].strip()]

    @cached_property
    def _sections(self) -> list[int]:
        return [at for at, row in enumerate(self._rows) if vocabulary.section(row)]

    def _closings(self, mark: str) -> list[int]:
        if mark not in self._closing:
            self._closing[mark] = [at for at, x in self._marks if x.startswith(mark)]
        return self._closing[mark]


def _after(start: int, rows: list[int]) -> int | None:
    """The first of these rows that is below another."""
    at = bisect_right(rows, start)
    return rows[at] if at < len(rows) else None


def fence(number: int, rows: list[str], info: str = "") -> Line:
    """A fence whose first row stands on line ``number``, without blank rows at its ends."""
    full = [at for at, row in enumerate(rows) if row.strip()]
    first, end = (full[0], full[-1] + 1) if full else (len(rows), len(rows))
    raw = "\n".join(rows[first:end])
    return Line(0, number + first, raw, "", fenced=True, info=info)


_CODE_SPAN = re.compile(r"(`+[^`]+`+)")
_NEEDLESS = re.compile(
    r"""(?<!\\)\\(?:
    (?P<always>[.'"@=+-]) | (?<!\]\\)(?P<bracket>[()]) | (?<=\w\\)(?P<inner>\#|_(?=\w))
    )""",
    re.VERBOSE,
)
_BEGINNING = re.compile(r"\s*(?:[-*+>#]+\s+)*(?:\\[-+=#]|\d+\\[.)])?")


def unescape(row: str) -> str:
    """A row of Markdown without needless escapes; a row with mathematics stays as it is."""
    if "\\" not in row or "$" in row:
        return row
    beginning = _BEGINNING.match(row)
    at = beginning.end() if beginning else 0
    parts = _CODE_SPAN.split(row[at:])  # every second part is inside of backticks
    parts[::2] = [_NEEDLESS.sub(lambda match: match[0][1:], part) for part in parts[::2]]
    return row[:at] + "".join(parts)


_SURE = re.compile(
    r"^(?P<label>What is it\?|Why (?:it|this) matters|Where it fits|Core [Ii]dea|Common [Bb]elief"
    r"|Think of it (?:like|as)(?:\.{3}|…)|(?:Wrong|Correct|Right) approach|Root cause)"
    r"(?=[A-Z0-9\"“`])"
)
_SINGLE = re.compile(
    r"^(?P<label>(?:💡\s*)?(?:Concept|Result|Insight|Belief|Reality))(?=[A-Z0-9\"“`])"
)


def ungraft(rows: Sequence[str]) -> list[str]:
    """The rows of a copied page, with a colon behind each label that is glued to its text."""
    glued = any(_SURE.match(row) for row in rows)
    texts = []
    for row in rows:
        label = _SURE.match(row) or (_SINGLE.match(row) if glued else None)
        texts.append(f"{label['label']}: {row[label.end() :]}" if label else row)
    return texts
