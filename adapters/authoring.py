"""Checking and importing lessons from the command line: files in, lines out."""

import sys
from dataclasses import dataclass
from pathlib import Path

from bot.lessons import markdown
from bot.lessons.faults import Fault
from bot.lessons.page import PageError, import_page

LARGEST = 4_000_000
"""Bytes of a file that is read; the longest lesson has a small part of that."""

__all__ = ["InputError", "Page", "PageError", "convert", "save"]

STANDARD_INPUT = "-"


class InputError(Exception):
    """A file that can't be read or written, with how to mend it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a lesson file, and what is to be said of it.

    ``complete`` says whether everything of it found its place.
    """

    text: str
    remarks: tuple[str, ...]
    complete: bool


def convert(name: str) -> Page:
    """The lesson file of the page in this file, or at standard input for ``-``.

    Raises ``InputError``, or ``PageError`` if it is no lesson page.
    """
    source = read(name)
    file = "page.txt" if name == STANDARD_INPUT else name
    found = import_page(source, file)
    remarks = [f"{file}: {note}" for note in found.notes]
    remarks += [f"{file}:{one.line}:1: has no place: {one.text}" for one in found.leftovers]
    return Page(markdown.write(found.lesson), tuple(remarks), not found.leftovers)


def read(name: str) -> str:
    """The text of a file, or of standard input for ``-``; UTF-8, with or without its mark.

    Raises ``InputError``.
    """
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{name}: can't be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise InputError(f"{name}: is too large for a lesson (more than {LARGEST:,} bytes)")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise InputError(
            f"{name}:{line}:{column}: is not UTF-8 text (byte {column} of the line is "
            f"0x{data[error.start]:02x}); save the file as UTF-8"
        ) from error


def save(text: str, file: Path, *, force: bool) -> None:
    """Write a new file, or with ``force`` over an old one. Raises ``InputError``."""
    try:
        with file.open("w" if force else "x", encoding="utf-8") as to:
            to.write(text)
    except FileExistsError as error:
        raise InputError(f"{file}: is there already; add --force to overwrite it") from error
    except OSError as error:
        raise InputError(f"{file}: can't be written: {error.strerror}") from error
