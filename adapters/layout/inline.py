"""Running text in Markdown, cut so that no emphasis, link or code span is torn.

A paragraph is read into *atoms*: the smallest things that may stand on either side of a cut, each
with the marks (bold, a link, a spoiler …) that cover it. A cut is looked for at the end of a
sentence, then of a word, where no mark spans it. Only a mark that is itself too long is closed
before the cut and opened again behind it, and only a word that is itself too long is cut inside,
between graphemes.

What comes out is read back; should it say anything else than what went in, the text is given
without its marks instead, so that nothing is ever lost.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
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
    """What is not cut: its source, and the marks around it, outermost first."""

    source: str
    marks: tuple[_Mark, ...] = ()

    @property
    def blank(self) -> bool:
        return not self.source.strip() or self.source == "\\\n"


def escape(text: str) -> str:
    """Plain text as Markdown that shows exactly it."""
    escaped = _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
    return _BLOCK_NUMBER.sub(r"\1\\\2", escaped)


def fill(text: str, fits: Fits) -> Iterator[str]:
    """The paragraph ``text`` as paragraphs that fit, as long as they can be."""
    pieces = list(_pieces(_atoms(text), fits))
    if _said("\n".join(pieces)) != _said(text):
        plain = [_Atom(escape(one)) for one in iter_graphemes(_shown(text))]
        pieces = list(_pieces(plain, fits))
    yield from pieces


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


def _pieces(atoms: Sequence[_Atom], fits: Fits) -> Iterator[str]:
    atoms = _strip(atoms)
    while atoms:
        if fits(whole := _paragraph(atoms)):
            yield whole
            return
        count = _cut_at(atoms, fits)
        yield _paragraph(_strip(atoms[:count]))
        atoms = _strip(atoms[count:])


def _cut_at(atoms: Sequence[_Atom], fits: Fits) -> int:
    """How many atoms the next piece takes."""
    room = longest(len(atoms), lambda n: fits(_paragraph(_strip(atoms[:n]))))
    kinds: list[Callable[[int], bool]] = [
        lambda n: _clean(atoms, n) and _ends_sentence(atoms, n),
        lambda n: _clean(atoms, n) and atoms[n - 1].blank,
        lambda n: _ends_sentence(atoms, n),
        lambda n: atoms[n - 1].blank,
        lambda n: _clean(atoms, n),
    ]
    for kind in kinds:
        for count in range(room, 0, -1):
            # A mark's delimiters take room too, so a shorter piece can be the longer one.
            if kind(count) and fits(_paragraph(_strip(atoms[:count]))):
                return count
    return room


def _clean(atoms: Sequence[_Atom], count: int) -> bool:
    if count == len(atoms):
        return True
    before, after = atoms[count - 1].marks, atoms[count].marks
    return not before or not after or before[0] is not after[0]


def _ends_sentence(atoms: Sequence[_Atom], count: int) -> bool:
    if not atoms[count - 1].blank:
        return False
    if "\n" in atoms[count - 1].source:
        return True
    before = "".join(atom.source for atom in atoms[max(0, count - 4) : count])
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
    for atom in (*atoms, _Atom("")):
        if atom.marks != open_marks:
            kept = sum(1 for _ in takewhile(bool, map(is_, open_marks, atom.marks)))
            out += [mark.closing for mark in reversed(open_marks[kept:])]
            out += [mark.opening for mark in atom.marks[kept:]]
            open_marks = atom.marks
        out.append(atom.source)
    return "".join(out)


def _atoms(text: str) -> list[_Atom]:
    """A paragraph's atoms."""
    atoms: list[_Atom] = []
    marks: list[_Mark] = []
    for token in PARSER.parseInline(text)[0].children or []:
        if token.nesting == 1:
            marks.append(_mark(token))
        elif token.nesting == -1:
            marks.pop()
        elif token.type == "code_inline":
            atoms += _code(token.content, tuple(marks))
        elif token.type == "text":
            atoms += [_Atom(one, tuple(marks)) for one in _graphemes(token.content)]
        else:
            atoms.append(_Atom(_as_written(token), tuple(marks)))
    return _veil(_autolinks(atoms))


def _graphemes(text: str) -> Iterator[str]:
    """Graphemes, with ``||`` kept in one piece."""
    for part in re.split(r"(\|\|)", text):
        yield from [part] if part == "||" else iter_graphemes(part)


def _mark(token: Token) -> _Mark:
    if token.type == "link_open":
        href = str(token.attrGet("href") or "")
        if token.markup == "autolink":
            return _Mark("<", ">")
        title = str(token.attrGet("title") or "").replace('"', '\\"')
        return _Mark("[", f"](<{href}>" + (f' "{title}")' if title else ")"))
    return _Mark(token.markup, token.markup)


def _code(content: str, marks: tuple[_Mark, ...]) -> list[_Atom]:
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if longest else ""
    mark = _Mark(ticks + pad, pad + ticks, code=True)
    return [_Atom(one, (*marks, mark)) for one in iter_graphemes(content)]


def _as_written(token: Token) -> str:
    if token.type == "softbreak":
        return "\n"
    if token.type == "hardbreak":
        return "\\\n"
    if token.type == "image":
        return f"![{token.content}](<{token.attrGet('src')}>)"
    return token.markup if token.type == "text_special" else token.content


def _autolinks(atoms: list[_Atom]) -> list[_Atom]:
    """The same with each ``<https://…>`` as one atom: a piece of an address is none."""
    joined: list[_Atom] = []
    for atom in atoms:
        last = joined[-1] if joined else None
        address = atom.marks[-1:] and atom.marks[-1].opening == "<"
        if last and address and last.marks and last.marks[-1] is atom.marks[-1]:
            joined[-1] = _Atom(last.source + atom.source, atom.marks)
        else:
            joined.append(atom)
    return joined


def _veil(atoms: list[_Atom]) -> list[_Atom]:
    """The same with each ``||…||`` as a mark, the outermost one."""
    fences = [n for n, atom in enumerate(atoms) if atom.source == "||" and not _in_code(atom)]
    pairs = list(zip(fences[::2], fences[1::2], strict=False))
    for start, end in pairs:
        mark = _Mark("||", "||")
        for n in range(start + 1, end):
            atoms[n] = _Atom(atoms[n].source, (mark, *atoms[n].marks))
    dropped = {n for pair in pairs for n in pair}
    return [atom for n, atom in enumerate(atoms) if n not in dropped]


def _in_code(atom: _Atom) -> bool:
    return any(mark.code for mark in atom.marks)


def _shown(text: str) -> str:
    """What a reader sees of a paragraph, without its marks."""
    shown = []
    for token in PARSER.parseInline(text)[0].children or []:
        if token.type in ("softbreak", "hardbreak"):
            shown.append("\n")
        else:
            shown.append(token.content)
    return "".join(shown)


def _said(text: str) -> str:
    """What a reader sees, without blanks and veils: the measure of whether anything was lost."""
    blocks = PARSER.parse(text)
    shown = "".join(_shown(token.content) for token in blocks if token.type == "inline")
    return "".join(shown.replace("||", "").split())
