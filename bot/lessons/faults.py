"""What is wrong with a lesson, where, and how to mend it.

A file is read to its end before anything is refused, so that its author sees every fault at once.
``check`` speaks in the same form, with a severity: an *error* keeps a lesson from being published,
*advice* does not.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.values import value

Severity = Literal["error", "advice"]

HURTS, USUAL, POLISH = 1, 2, 3
"""What advice weighs: it misleads learners, it would make the lesson better, it is good form."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where something stands in a file: line and column, both counted from 1, in characters."""

    line: int = 1
    column: int = 1


@value
class Fault:
    """A thing to mend. ``str(fault)`` is ``file:line:column: what; how to mend it``."""

    file: str
    line: int
    column: int
    what: str
    mend: str
    severity: Severity = "error"
    weight: int = USUAL

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}; {self.mend}"


class LessonError(Exception):
    """A file that cannot be read as a lesson or course. ``faults`` holds all that is wrong."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = in_order(faults)
        super().__init__("\n".join(map(str, self.faults)))


class PageError(ValueError):
    """A text that is no lesson page: what is missing, where, and how to mend it."""


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults by file and place, each once."""
    return tuple(sorted(dict.fromkeys(faults), key=lambda f: (f.file, f.line, f.column)))


def by_weight(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The same with what hurts learners first; of the same weight they keep their order."""
    return tuple(sorted(faults, key=lambda fault: fault.weight))


class Faults:
    """The faults of a file, as they are collected."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []

    def add(
        self,
        place: Position,
        what: str,
        mend: str,
        severity: Severity = "error",
        weight: int = USUAL,
    ) -> None:
        fault = Fault(self.file, place.line, place.column, what, mend, severity, weight)
        self.found.append(fault)


def shorten(text: str, width: int = 60) -> str:
    """A text as it is quoted in a line: at most ``width`` characters, without breaks."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def list_names(names: Sequence[str], word: str = "or") -> str:
    """Names as a sentence lists them: ``a, b or c``."""
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def nearest(written: str, names: Sequence[str]) -> str | None:
    """What among ``names`` was probably meant, or None."""
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(written.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def choose(written: str, names: Sequence[str]) -> str:
    """How to mend a name that is not among ``names``: the nearest of them, or all."""
    near = nearest(written, names)
    return f'did you mean "{near}"?' if near else f"use {list_names(names)}"
