"""The lines of a project's rubric, read and written: each may say which milestones it is about.

A line may end in their numbers in brackets, ``(4)`` or ``(3, 4)``. One that doesn't is about all of
them, and so is one that names all. The numbers are for the program: no learner is shown brackets.
Below a line there may be two pieces of work that show it, see ``pairs``.
"""

import re
from collections.abc import Sequence

from bot.lessons.faults import Position, shorten
from bot.lessons.format.labelled import items_with_lists
from bot.lessons.format.nodes import Node
from bot.lessons.format.normal_form import one_line
from bot.lessons.format.pairs import read_pair, write_pair
from bot.lessons.format.reader import SectionReader
from bot.lessons.practice import Pair, Project

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
    shown = any(one != Pair() for one in pairs)
    return tuple(criteria), tuple(about) if any(about) else (), tuple(pairs) if shown else ()


def _about(
    reader: SectionReader, written: str, place: Position, milestones: int
) -> tuple[int, ...]:
    """The milestones that these numbers name; none for all of them."""
    if not _NUMBERS.fullmatch(written):
        what = f'milestones that can\'t be read: "({shorten(written, 40)})"'
        reader.faults.add(place, what, "write their numbers with commas between them: (3, 4)")
        return ()
    found = sorted({int(one) for one in written.split(",")})
    for one in found:
        if not 1 <= one <= milestones:
            what = f"a criterion about milestone {one}, which there isn't"
            most = f"a number from 1 to {milestones}" if milestones > 1 else "(1)"
            mend = f"write {most}, or let the criterion end in words if it is no milestone's number"
            reader.faults.add(place, what, mend)
            return ()
    return () if len(found) == milestones else tuple(found)


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
        lines += [f"- {line}", *(f"  - {one}" for one in write_pair(pair))]
    return ["\n".join(lines)] if lines else []
