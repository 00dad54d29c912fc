"""Running text in Markdown, cut between its words so that no emphasis, link or code span is torn.

A piece takes as much as fits, back to the end of a sentence, or else of a word, and rather to a
place that no mark spans; but it never gives up more than two thirds of its room for that. A mark
across a cut is closed before it and opened again behind it. Only a word that is itself too long for
a message is cut inside, between graphemes.

What comes out is read back, with its marks. Should it say anything else than what went in, each
character that could be a sign is escaped; and if not even that helps (an address that is longer
than a message, say), the text is given without its marks, so that no word is ever lost.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from wcwidth import iter_graphemes

from adapters.layout.atoms import Atom, atoms_of, characters, escape, paragraph, read_back, source

Fits = Callable[[str], bool]

_SENTENCE_ENDS = tuple(".!?…:;。！？")
_CLOSERS = " \n\"'»”’)"


def fill(text: str, fits: Fits, first: Fits | None = None) -> list[str]:
    """The paragraph ``text`` as paragraphs that fit, each as long as its words allow.

    ``first`` measures the first of them where something stands before it; it is empty if nothing
    of the text belongs there.
    """
    atoms = atoms_of(text)
    expected = characters(atoms)
    for written in (str, escape):
        pieces = list(_pieces(atoms_of(text, written), fits, first))
        if read_back(pieces) == expected and all(map(fits, filter(None, pieces))):
            return pieces
    shown = "".join(atom.shown for atom in atoms)
    plain = [Atom(escape(part), part) for part in iter_graphemes(shown)]
    return list(_pieces(plain, fits, first))


def cut(text: str, fits: Fits) -> Iterator[str]:
    """A line with no structure (of a drawing, of code), cut between graphemes only."""
    while text:
        piece = _beginning(list(iter_graphemes(text)), fits)
        yield piece
        text = text[len(piece) :]


def longest(total: int, fits: Callable[[int], bool]) -> int:
    """The most of ``total`` that fits, but at least 1, so that there is always an end.

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


def _pieces(atoms: Sequence[Atom], fits: Fits, first: Fits | None) -> Iterator[str]:
    atoms, room = _strip(atoms), first or fits
    while atoms:
        if room(whole := paragraph(atoms)):
            yield whole
            return
        count = _cut_at(atoms, room, fits)
        yield paragraph(_strip(atoms[:count]))
        atoms, room = _strip(atoms[count:]), fits


def _cut_at(atoms: Sequence[Atom], room: Fits, fits: Fits) -> int:
    """How many atoms the next piece takes; none only if ``room`` is less than a message."""

    def holds(count: int) -> bool:
        return room(paragraph(_strip(atoms[:count])))

    def length(count: int) -> int:
        return len(source(atoms[:count]))

    most = longest(len(atoms), holds)
    # Less than this would be a crumb of a message, before a full message.
    least = 1 + bisect_left(range(1, most), length(most), key=lambda n: 3 * length(n))
    kinds: list[Callable[[int], bool]] = [
        lambda n: _clean(atoms, n) and _ends_sentence(atoms, n),
        lambda n: _clean(atoms, n) and atoms[n - 1].blank,
        lambda n: _ends_sentence(atoms, n),
        lambda n: atoms[n - 1].blank,
    ]
    for kind in kinds:
        for count in range(most, least - 1, -1):
            # A mark's delimiters take room too, so a shorter piece can be the longer.
            if kind(count) and holds(count):
                return count
    # A long word: it stays whole if it fits in a message of its own.
    start = next((n for n in range(most, 0, -1) if atoms[n - 1].blank), 0)
    end = next((n for n in range(most, len(atoms)) if atoms[n].blank), len(atoms))
    may_be_none = room is not fits
    if (start or may_be_none) and fits(paragraph(atoms[start:end])):
        return start
    if may_be_none and not holds(most):
        return 0
    clean = (n for n in range(most, least - 1, -1) if _clean(atoms, n) and holds(n))
    return next(clean, most)


def _clean(atoms: Sequence[Atom], count: int) -> bool:
    if count == len(atoms):
        return True
    before, after = atoms[count - 1].marks, atoms[count].marks
    return not before or not after or before[0] is not after[0]


def _ends_sentence(atoms: Sequence[Atom], count: int) -> bool:
    if not atoms[count - 1].blank:
        return False
    if "\n" in atoms[count - 1].shown:
        return True
    before = "".join(atom.shown for atom in atoms[max(0, count - 4) : count])
    return before.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)


def _strip(atoms: Sequence[Atom]) -> Sequence[Atom]:
    first = next((n for n, atom in enumerate(atoms) if not atom.blank), len(atoms))
    last = next((n for n in range(len(atoms), first, -1) if not atoms[n - 1].blank), first)
    return atoms[first:last]
