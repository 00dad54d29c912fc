"""A paragraph of Markdown as atoms, between which it may be cut, and atoms as a paragraph again.

An atom is a grapheme, an escape, an address or the like, with the marks (bold, a link, a spoiler …)
that cover it. Wherever atoms are parted, each part written anew has all of its marks: they are
closed at its end, and opened again in the next.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from operator import is_

from markdown_it import MarkdownIt
from markdown_it.token import Token
from wcwidth import iter_graphemes

from bot.values import replace, value

# Tokens of escapes stay apart from plain text, so that each keeps its source.
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")

BLOCKS = MarkdownIt("commonmark").enable("table").disable("inline")
"""Reads where blocks begin and end, and leaves what is in them unread, which takes most time."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$#&!])")
_BLOCK_NUMBER = re.compile(r"^(\d{1,9})([.)])", re.MULTILINE)
_LINE_START = re.compile(r"^(\s*)([-+=])", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False)
class _Mark:
    """A stretch of bold, link or the like; two stretches are never the same mark."""

    opening: str
    closing: str
    code: bool = False


@value
class Atom:
    """What is not cut: its source, what a reader sees of it, and its marks, outermost first."""

    source: str
    shown: str
    marks: tuple[_Mark, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing of it is seen, as of a space or a line break."""
        return not self.shown.strip()

    @property
    def in_code(self) -> bool:
        """Whether it stands in a code span, where nothing is a sign."""
        return any(mark.code for mark in self.marks)


def escape(text: str) -> str:
    """Plain text as Markdown that shows exactly it."""
    escaped = _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
    return _BLOCK_NUMBER.sub(r"\1\\\2", escaped)


def atoms_of(text: str, written: Callable[[str], str] = str) -> list[Atom]:
    """A paragraph's atoms; ``written`` makes Markdown of what is plain text in it."""
    atoms: list[Atom] = []
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
            atoms.append(Atom(token.content, token.content, marks))
        elif token.type == "text":
            atoms += [
                Atom(written(grapheme), grapheme, marks) for grapheme in _graphemes(token.content)
            ]
        else:
            atoms.append(Atom(*_special(token), marks))
    return _settle_blanks(_veil(atoms))


def _distinct(marks: Iterable[_Mark]) -> tuple[_Mark, ...]:
    """The marks without those within a mark of their own kind: ``*`` twice would be bold."""
    kinds: dict[str, _Mark] = {}
    for mark in marks:
        kinds.setdefault(mark.opening, mark)
    return tuple(kinds.values())


def _graphemes(text: str) -> Iterator[str]:
    """Graphemes, with ``||`` kept whole."""
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


def _code(content: str, marks: tuple[_Mark, ...]) -> list[Atom]:
    longest_run = max((len(run) for run in re.findall("`+", content)), default=0)
    ticks = "`" * (longest_run + 1)
    pad = " " if longest_run else ""
    mark = _Mark(ticks + pad, pad + ticks, code=True)
    return [Atom(text, text, (*marks, mark)) for text in iter_graphemes(content)]


def _special(token: Token) -> tuple[str, str]:
    """The source of what is no plain text, and what is seen of it."""
    if token.type == "softbreak":
        return "\n", "\n"
    if token.type == "hardbreak":
        return "\\\n", "\n"
    if token.type == "image":
        return f"![{token.content}](<{token.attrGet('src')}>)", token.content
    return token.markup if token.type == "text_special" else token.content, token.content


def _veil(atoms: list[Atom]) -> list[Atom]:
    """The same with each ``||…||`` as the outermost mark."""
    fences = [n for n, atom in enumerate(atoms) if atom.shown == "||" and not atom.in_code]
    pairs = list(zip(fences[::2], fences[1::2], strict=False))
    for start, end in pairs:
        mark = _Mark("||", "||")
        for n in range(start + 1, end):
            atoms[n] = replace(atoms[n], marks=(mark, *atoms[n].marks))
    dropped = {n for pair in pairs for n in pair}
    return [atom for n, atom in enumerate(atoms) if n not in dropped]


def _settle_blanks(atoms: list[Atom]) -> list[Atom]:
    """The same with blanks between two marks outside of both: no mark begins or ends in a blank."""
    settled = list(atoms)
    for blank, run in groupby(range(len(atoms)), lambda n: atoms[n].blank and not atoms[n].in_code):
        places = list(run)
        before, after = places[0] - 1, places[-1] + 1
        if blank and before >= 0 and after < len(atoms):
            both = zip(atoms[before].marks, atoms[after].marks, strict=False)
            marks = tuple(mark for mark, _ in takewhile(lambda pair: pair[0] is pair[1], both))
            for n in places:
                settled[n] = replace(atoms[n], marks=marks)
    return settled


def read_back(pieces: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    """What is said by pieces that were made, see ``characters``."""
    inlines = (token for piece in pieces for token in PARSER.parse(piece) if token.type == "inline")
    return [character for inline in inlines for character in characters(atoms_of(inline.content))]


def characters(atoms: Iterable[Atom]) -> list[tuple[str, frozenset[str]]]:
    """Each character that is seen, but blanks, with its marks: whether anything was lost."""
    said: list[tuple[str, frozenset[str]]] = []
    for atom in atoms:
        marks = frozenset("`" if mark.code else mark.opening + mark.closing for mark in atom.marks)
        said += [(text, marks) for text in atom.shown if not text.isspace()]
    return said


def paragraph(atoms: Sequence[Atom]) -> str:
    """The atoms as Markdown that is a paragraph, even if it begins like a list or heading."""
    text = source(atoms)
    blocks = [token for token in BLOCKS.parse(text) if token.level == 0 and token.nesting >= 0]
    if not blocks or (len(blocks) == 1 and blocks[0].type == "paragraph_open"):
        return text
    if _BLOCK_NUMBER.match(text):
        return _BLOCK_NUMBER.sub(r"\1\\\2", text, count=1)
    return "\\" + text


def source(atoms: Sequence[Atom]) -> str:
    """The atoms as Markdown, with each mark opened before the first of them that it covers."""
    out: list[str] = []
    open_marks: tuple[_Mark, ...] = ()
    for atom in (*atoms, Atom("", "")):
        if atom.marks != open_marks:
            kept = sum(1 for _ in takewhile(bool, map(is_, open_marks, atom.marks)))
            out += [mark.closing for mark in reversed(open_marks[kept:])]
            out += [mark.opening for mark in atom.marks[kept:]]
            open_marks = atom.marks
        out.append(atom.source)
    return "".join(out)
