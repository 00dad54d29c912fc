"""The lines of a project's rubric, and the pairs that show them, read and written.

A line may end in the numbers of the milestones that it is about, in brackets, ``(4)`` or
``(3, 4)``. One that doesn't is about all of them, and so is one that names all. The numbers are for
the program: no learner is shown brackets.

Below a line there may be two pieces of work that show it, in a list, each behind its label: *Does
it*, *Not yet*, and *Why*, which says what makes the difference. All three are there, or none; each
is one paragraph.
"""

import re
from collections.abc import Sequence

from bot.lessons.faults import Position, listed, shorten
from bot.lessons.format.labelled import items_with_lists, paragraph_only, write_label
from bot.lessons.format.markdown import content
from bot.lessons.format.nodes import Node
from bot.lessons.format.normal_form import LABEL, line_of, one_line
from bot.lessons.format.outline import Outline
from bot.lessons.format.reader import SectionReader
from bot.lessons.format.vocabulary import PAIR, named
from bot.lessons.practice import Pair, Project

_MEND = f"begin it with {listed([f'**{label}:**' for label in PAIR])}"


def read_pair(whole: Outline, below: Node, criterion: Position) -> Pair:
    """Read the list below a criterion; what is wrong with it is reported."""
    texts: dict[str, str] = {}
    faults = len(whole.faults.found)
    for item in below.children:
        paragraph = item.children[0] if item.children else item
        place = whole.place(paragraph)
        if not paragraph_only(item):
            what = "a piece of work that is not one paragraph"
            whole.faults.add(place, what, "make it one paragraph of text")
            continue
        label = LABEL.match(content(paragraph))
        name = named(label[2], PAIR) if label else None
        said = line_of(paragraph, label.end()) if label else ""
        if name is None:
            line = shorten(content(paragraph), 40)
            what = f'a line below a criterion that does not say what it is: "{line}"'
            whole.faults.add(place, what, _MEND)
        elif name in texts:
            what = f'"{name}" is said twice below one criterion'
            whole.faults.add(place, what, "keep one piece of work of a kind")
        elif not said:
            what = f'nothing follows the label "{name}"'
            whole.faults.add(place, what, "write its text, or remove the label")
        texts.setdefault(name or "", said)
    missing = [label for label in PAIR if label not in texts]
    if missing and len(whole.faults.found) == faults:
        what = f"two pieces of work to tell apart without {listed(missing)}"
        whole.faults.add(criterion, what, "write all three below the criterion, or none of them")
    does, not_yet, why = (texts.get(label, "") for label in PAIR)
    return Pair(does=does, not_yet=not_yet, why=why)


def write_pair(pair: Pair) -> list[str]:
    """A line for each text of a pair, behind its label; none if it isn't whole."""
    texts = zip(PAIR, (pair.does, pair.not_yet, pair.why), strict=True)
    lines = [line for label, text in texts for line in write_label(label, text)]
    return lines if len(lines) == len(PAIR) else []


_ABOUT = re.compile(r"(?P<text>.*\S)\s+\((?P<numbers>\d[\d\s,;&–-]*)\)")
_NUMBERS = re.compile(r"\d{1,4}(?:\s*,\s*\d{1,4})*\s*")

Rubric = tuple[tuple[str, ...], tuple[tuple[int, ...], ...], tuple[Pair, ...]]
"""The criteria, what each is about, and what shows each: see ``Project``."""


def read_rubric(reader: SectionReader, blocks: Sequence[Node], milestones: int) -> Rubric:
    """Read these blocks below the heading of a project that has so many milestones."""
    criteria: list[str] = []
    about: list[tuple[int, ...]] = []
    pairs: list[Pair] = []
    lines = items_with_lists(reader.whole, blocks, "criterion", "a list", lists_below=True)
    for number, (line, place, below) in enumerate(lines, start=1):
        reader.places[f"rubric:{number}"] = place
        # Without milestones there is nothing that a number could mean.
        match = _ABOUT.fullmatch(line) if milestones else None
        criteria.append(one_line(match["text"]) if match else line)
        about.append(_about(reader, match["numbers"], place, milestones) if match else ())
        pairs.append(read_pair(reader.whole, below, place) if below else Pair())
    shown = any(pair != Pair() for pair in pairs)
    return tuple(criteria), tuple(about) if any(about) else (), tuple(pairs) if shown else ()


def _about(
    reader: SectionReader, written: str, place: Position, milestones: int
) -> tuple[int, ...]:
    """The milestones that these numbers name; none for all of them."""
    if not _NUMBERS.fullmatch(written):
        what = f'milestones that can\'t be read: "({shorten(written, 40)})"'
        reader.faults.add(place, what, "write their numbers with commas between them: (3, 4)")
        return ()
    numbers = sorted({int(text) for text in written.split(",")})
    for number in numbers:
        if not 1 <= number <= milestones:
            what = f"a criterion about milestone {number}, which there isn't"
            most = f"a number from 1 to {milestones}" if milestones > 1 else "(1)"
            mend = f"write {most}, or let the criterion end in words if it is no milestone's number"
            reader.faults.add(place, what, mend)
            return ()
    return () if len(numbers) == milestones else tuple(numbers)


def write_rubric(project: Project) -> list[str]:
    """The rubric as one list: each criterion with the numbers of what it is about, and its pair."""
    every = tuple(range(1, len(project.milestones) + 1))
    about = (*project.about, *[()] * len(project.rubric))
    pairs = (*project.pairs, *[Pair()] * len(project.rubric))
    lines: list[str] = []
    for text, numbers, pair in zip(map(one_line, project.rubric), about, pairs, strict=False):
        # Words that look like numbers of milestones stay words if numbers come after them.
        said = numbers or (every if every and _ABOUT.fullmatch(text) else ())
        line = one_line(f"{text} ({', '.join(map(str, said))})" if said else text)
        lines += [f"- {line}", *(f"  - {part}" for part in write_pair(pair))]
    return ["\n".join(lines)] if lines else []
