"""Running text in Markdown, cut between its words so that no emphasis, link or code span is torn.

A paragraph is read into *atoms*: the smallest things that may stand on either side of a cut, each
with the marks (bold, a link, a spoiler …) that cover it. A piece takes as much as fits, back to
the end of a sentence, or else of a word, and rather to one that no mark spans; but it never gives
up more than two thirds of its room for that. A mark across a cut is closed before it and opened
again behind it. Only a word that is itself too long for a message is cut inside, between
graphemes.

What comes out is read back, with its marks. Should it say anything else than what went in, each
character that could be a sign is escaped; and if not even that helps (an address that is longer
than a message, say), the text is given without its marks, so that no word is ever lost.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from operator import is_

from markdown_it import MarkdownIt
from markdown_it.token import Token
from wcwidth import iter_graphemes

Fits = Callable[[str], bool]

# Tokens of escapes stay apart from plain text, so that each keeps its source.
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")

BLOCKS = MarkdownIt("commonmark").enable("table").disable("inline")
"""Reads where blocks begin and end, and leaves what is in them unread, which takes most time."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$#&!])")
_BLOCK_NUMBER = re.compile(r"^(\d{1,9})([.)])", re.MULTILINE)
_LINE_START = re.compile(r"^(\s*)([-+=])", re.MULTILINE)
_SENTENCE_ENDS = tuple(".!?…:;。！？")
_CLOSERS = " \n\"'»”’)"


@dataclass(frozen=True, slots=True, eq=False)
class _Mark:
    """One stretch of bold, link or the like; two stretches are never the same mark."""

    opening: str
    closing: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class _Atom:
    """What is not cut: its source, what a reader sees of it, and its marks, outermost first."""

    source: str
    shown: str
    marks: tuple[_Mark, ...] = ()

    @property
    def blank(self) -> bool:
        return not self.shown.strip()

    @property
    def in_code(self) -> bool:
        return any(mark.code for mark in self.marks)


def escape(text: str) -> str:
    """Plain text as Markdown that shows exactly it."""
    escaped = _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
    return _BLOCK_NUMBER.sub(r"\1\\\2", escaped)


def fill(text: str, fits: Fits, first: Fits | None = None) -> list[str]:
    """The paragraph ``text`` as paragraphs that fit, each as long as its words allow.

    ``first`` measures the first of them where something stands before it; it is empty if nothing
    of the text belongs there.
    """
    atoms = _atoms(text)
    said = _said(atoms)
    for written in (str, escape):
        pieces = list(_pieces(_atoms(text, written), fits, first))
        if _read(pieces) == said and all(map(fits, filter(None, pieces))):
            return pieces
    shown = "".join(atom.shown for atom in atoms)
    plain = [_Atom(escape(one), one) for one in iter_graphemes(shown)]
    return list(_pieces(plain, fits, first))


def cut(text: str, fits: Fits) -> Iterator[str]:
    """A line with no structure (of a drawing, of code), cut between graphemes only."""
    while text:
        piece = _beginning(list(iter_graphemes(text)), fits)
        yield piece
        text = text[len(piece) :]


def longest(total: int, fits: Callable[[int], bool]) -> int:
    """The most of ``total`` that fits, but at least one, so that there is always an end.

    Looks at 1, 2, 4 … and then between the last two: measuring takes time with the length, and so
    nothing much longer than the answer is ever measured.
    """
    known, probe = 1, 2
    while probe <= total and fits(probe):
        known, probe = probe, 2 * probe
    between = range(known + 1, min(probe, total + 1))
    return known + bisect_right(between, False, key=lambda n: not fits(n))


def _beginning(graphemes: list[str], fits: Fits) -> str:
    return "".join(graphemes[: longest(len(graphemes), lambda n: fits("".join(graphemes[:n])))])


def _pieces(atoms: Sequence[_Atom], fits: Fits, first: Fits | None) -> Iterator[str]:
    atoms, room = _strip(atoms), first or fits
    while atoms:
        if room(whole := _paragraph(atoms)):
            yield whole
            return
        count = _cut_at(atoms, room, fits)
        yield _paragraph(_strip(atoms[:count]))
        atoms, room = _strip(atoms[count:]), fits


def _cut_at(atoms: Sequence[_Atom], room: Fits, fits: Fits) -> int:
    """How many atoms the next piece takes; none only if ``room`` is less than a message."""

    def holds(count: int) -> bool:
        return room(_paragraph(_strip(atoms[:count])))

    def length(count: int) -> int:
        return len(_source(atoms[:count]))

    most = longest(len(atoms), holds)
    # Less than this would be a crumb of a message, before one that is full.
    least = 1 + bisect_left(range(1, most), length(most), key=lambda n: 3 * length(n))
    kinds: list[Callable[[int], bool]] = [
        lambda n: _clean(atoms, n) and _ends_sentence(atoms, n),
        lambda n: _clean(atoms, n) and atoms[n - 1].blank,
        lambda n: _ends_sentence(atoms, n),
        lambda n: atoms[n - 1].blank,
    ]
    for kind in kinds:
        for count in range(most, least - 1, -1):
            # A mark's delimiters take room too, so a shorter piece can be the longer one.
            if kind(count) and holds(count):
                return count
    # One long word: it stays whole if it fits in a message of its own.
    start = next((n for n in range(most, 0, -1) if atoms[n - 1].blank), 0)
    end = next((n for n in range(most, len(atoms)) if atoms[n].blank), len(atoms))
    may_be_none = room is not fits
    if (start or may_be_none) and fits(_paragraph(atoms[start:end])):
        return start
    if may_be_none and not holds(most):
        return 0
    clean = (n for n in range(most, least - 1, -1) if _clean(atoms, n) and holds(n))
    return next(clean, most)


def _clean(atoms: Sequence[_Atom], count: int) -> bool:
    if count == len(atoms):
        return True
    before, after = atoms[count - 1].marks, atoms[count].marks
    return not before or not after or before[0] is not after[0]


def _ends_sentence(atoms: Sequence[_Atom], count: int) -> bool:
    if not atoms[count - 1].blank:
        return False
    if "\n" in atoms[count - 1].shown:
        return True
    before = "".join(atom.shown for atom in atoms[max(0, count - 4) : count])
    return before.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)


def _strip(atoms: Sequence[_Atom]) -> Sequence[_Atom]:
    first = next((n for n, atom in enumerate(atoms) if not atom.blank), len(atoms))
    last = next((n for n in range(len(atoms), first, -1) if not atoms[n - 1].blank), first)
    return atoms[first:last]


def _paragraph(atoms: Sequence[_Atom]) -> str:
    """The atoms as Markdown that is one paragraph, even if it begins like a list or heading."""
    text = _source(atoms)
    blocks = [token for token in BLOCKS.parse(text) if token.level == 0 and token.nesting >= 0]
    if not blocks or (len(blocks) == 1 and blocks[0].type == "paragraph_open"):
        return text
    if _BLOCK_NUMBER.match(text):
        return _BLOCK_NUMBER.sub(r"\1\\\2", text, count=1)
    return "\\" + text


def _source(atoms: Sequence[_Atom]) -> str:
    out: list[str] = []
    open_marks: tuple[_Mark, ...] = ()
    for atom in (*atoms, _Atom("", "")):
        if atom.marks != open_marks:
            kept = sum(1 for _ in takewhile(bool, map(is_, open_marks, atom.marks)))
            out += [mark.closing for mark in reversed(open_marks[kept:])]
            out += [mark.opening for mark in atom.marks[kept:]]
            open_marks = atom.marks
        out.append(atom.source)
    return "".join(out)


def _atoms(text: str, written: Callable[[str], str] = str) -> list[_Atom]:
    """A paragraph's atoms; ``written`` makes Markdown of what is plain text in it."""
    atoms: list[_Atom] = []
    open_marks: list[_Mark] = []
    for token in PARSER.parseInline(text)[0].children or []:
        marks = _distinct(open_marks)
        if token.nesting == 1:
            open_marks.append(_mark(token))
        elif token.nesting == -1:
            open_marks.pop()
        elif token.type == "code_inline":
            atoms += _code(token.content, marks)
        elif token.type == "text" and marks and marks[-1].opening == "<":
            # A piece of an address is none.
            atoms.append(_Atom(token.content, token.content, marks))
        elif token.type == "text":
            atoms += [_Atom(written(one), one, marks) for one in _graphemes(token.content)]
        else:
            atoms.append(_Atom(*_special(token), marks))
    return _settled(_veil(atoms))


def _distinct(marks: Iterable[_Mark]) -> tuple[_Mark, ...]:
    """The marks without those that are inside one of their own kind, where they show nothing.

    Written side by side, two of a kind would be read as one of another: ``*`` twice is bold.
    """
    kinds: dict[str, _Mark] = {}
    for mark in marks:
        kinds.setdefault(mark.opening, mark)
    return tuple(kinds.values())


def _graphemes(text: str) -> Iterator[str]:
    """Graphemes, with ``||`` kept in one piece."""
    for part in re.split(r"(\|\|)", text):
        yield from [part] if part == "||" else iter_graphemes(part)


def _mark(token: Token) -> _Mark:
    if token.type == "link_open":
        href = str(token.attrGet("href") or "")
        if token.markup == "autolink":
            return _Mark("<", ">")
        title = re.sub(r'(["\\])', r"\\\1", str(token.attrGet("title") or ""))
        return _Mark("[", f"](<{href}>" + (f' "{title}")' if title else ")"))
    return _Mark(token.markup, token.markup)


def _code(content: str, marks: tuple[_Mark, ...]) -> list[_Atom]:
    longest_run = max((len(run) for run in re.findall("`+", content)), default=0)
    ticks = "`" * (longest_run + 1)
    pad = " " if longest_run else ""
    mark = _Mark(ticks + pad, pad + ticks, code=True)
    return [_Atom(one, one, (*marks, mark)) for one in iter_graphemes(content)]


def _special(token: Token) -> tuple[str, str]:
    """The source of what is no plain text, and what is seen of it."""
    if token.type == "softbreak":
        return "\n", "\n"
    if token.type == "hardbreak":
        return "\\\n", "\n"
    if token.type == "image":
        return f"![{token.content}](<{token.attrGet('src')}>)", token.content
    return token.markup if token.type == "text_special" else token.content, token.content


def _veil(atoms: list[_Atom]) -> list[_Atom]:
    """The same with each ``||…||`` as a mark, the outermost one."""
    fences = [n for n, one in enumerate(atoms) if one.shown == "||" and not one.in_code]
    pairs = list(zip(fences[::2], fences[1::2], strict=False))
    for start, end in pairs:
        mark = _Mark("||", "||")
        for n in range(start + 1, end):
            atoms[n] = replace(atoms[n], marks=(mark, *atoms[n].marks))
    dropped = {n for pair in pairs for n in pair}
    return [atom for n, atom in enumerate(atoms) if n not in dropped]


def _settled(atoms: list[_Atom]) -> list[_Atom]:
    """The same with blanks between two marks outside of both: no mark ends or begins with one."""
    settled = list(atoms)
    for blank, run in groupby(range(len(atoms)), lambda n: atoms[n].blank and not atoms[n].in_code):
        places = list(run)
        before, after = places[0] - 1, places[-1] + 1
        if blank and before >= 0 and after < len(atoms):
            both = zip(atoms[before].marks, atoms[after].marks, strict=False)
            marks = tuple(one for one, _ in takewhile(lambda pair: pair[0] is pair[1], both))
            for n in places:
                settled[n] = replace(atoms[n], marks=marks)
    return settled


def _read(pieces: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    """What is said by pieces that were made, see ``_said``."""
    inlines = (one for piece in pieces for one in PARSER.parse(piece) if one.type == "inline")
    return [said for inline in inlines for said in _said(_atoms(inline.content))]


def _said(atoms: Iterable[_Atom]) -> list[tuple[str, frozenset[str]]]:
    """Each character that is seen, but blanks, with its marks: whether anything was lost."""
    said: list[tuple[str, frozenset[str]]] = []
    for atom in atoms:
        marks = frozenset("`" if mark.code else mark.opening + mark.closing for mark in atom.marks)
        said += [(one, marks) for one in atom.shown if not one.isspace()]
    return said
