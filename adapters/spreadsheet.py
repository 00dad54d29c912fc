"""Answers as a spreadsheet on this machine; what is in it is ``bot.service.sheet``'s."""

import csv
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal, TextIO

from adapters.authoring import InputError
from bot.service.sheet import COLUMNS, Names, rows
from bot.storage.records import Answered


async def save(pages: AsyncIterator[list[Answered]], file: Path, *, force: bool) -> int:
    """Write all these to a file, which is its owner's alone if it is new; returns how many.

    Nothing is written before the first page is there. With ``force`` an old file is overwritten.
    Raises ``InputError``, and what ``pages`` raises; a file that did not get whole is removed.
    """
    _refuse(file, force=force)
    page, number = await anext(pages, None), 0
    to = _opened(file, force=force)
    try:
        with to:
            sheet, names = csv.writer(to), Names()
            sheet.writerow(COLUMNS)
            while page is not None:
                sheet.writerows(rows(page, names))
                number += len(page)
                page = await anext(pages, None)
    except BaseException as error:
        _discard(file)
        if isinstance(error, OSError):
            raise _unwritable(file, error) from error
        raise
    return number


def _refuse(file: Path, *, force: bool) -> None:
    if not force and file.exists():
        raise InputError(f"{file}: is there already; add --force to overwrite it")


def _opened(file: Path, *, force: bool) -> TextIO:
    def private(path: str, flags: int) -> int:
        return os.open(path, flags, mode=0o600)

    how: Literal["w", "x"] = "w" if force else "x"
    try:
        return open(file, how, encoding="utf-8", newline="", opener=private)
    except OSError as error:
        raise _unwritable(file, error) from error


def _discard(file: Path) -> None:
    # Whoever forced it over a device or a link keeps that.
    if file.is_file() and not file.is_symlink():
        file.unlink()


def _unwritable(file: Path, error: OSError) -> InputError:
    return InputError(f"{file}: can't be written: {error.strerror}")
