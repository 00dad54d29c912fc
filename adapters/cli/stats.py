"""Statistics in a terminal: from the running bot if there is any, else from the database.

Both ways do the same: see ``requests``. What is in a spreadsheet is
``bot.service.reports.export``'s.

Answers come a page at a time, so that neither side holds all of them, and learners have random
names before anything is written.
"""

import csv
import json
import os
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Literal, TextIO

from adapters.cli.authoring import InputError
from adapters.cli.requests import request
from adapters.control.socket import ControlMessage
from adapters.control.statistics import ANSWERS, TELL, handlers, key_of
from adapters.settings import Settings
from bot.service.reports.export import COLUMNS, Pseudonyms, rows
from bot.storage.records import BEGINNING, AnswerKey, AnswerRecord


async def tell(settings: Settings, lesson: str, *, each: bool) -> str:
    """What ``/admin stats`` tells of all lessons or of a lesson, named by id or title, as Markdown.

    With ``each`` a lesson is told question by question. Raises ``ControlError``, also if no such
    lesson is taught, or ``StoreError``.
    """
    asked = ControlMessage({"lesson": lesson, "each": each})
    answer = await request(settings, TELL, asked, handlers)
    return "\n\n".join(answer.head["texts"])


async def answers(settings: Settings, lesson: str) -> AsyncGenerator[list[AnswerRecord], None]:
    """Every answer of all learners, to a lesson or to all, page by page. Raises as ``tell``."""
    after: AnswerKey | None = BEGINNING
    while after:
        asked = ControlMessage({"lesson": lesson, "after": after})
        answer = await request(settings, ANSWERS, asked, handlers)
        rows = map(json.loads, answer.lines)
        yield [AnswerRecord(key_of(key), *rest) for key, *rest in rows]
        after = answer.head["next"]


async def save_csv(pages: AsyncIterator[list[AnswerRecord]], file: Path, *, force: bool) -> int:
    """Write all these to a file, which is its owner's alone if it is new; returns how many.

    Nothing is written before the first page is there. With ``force`` an old file is overwritten.
    Raises ``InputError``, and what ``pages`` raises; a file that did not get whole is removed.
    """
    _refuse(file, force=force)
    page, number = await anext(pages, None), 0
    to = _open_file(file, force=force)
    try:
        with to:
            sheet, names = csv.writer(to), Pseudonyms()
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
        raise InputError(f"{file}: already exists; add --force to overwrite it")


def _open_file(file: Path, *, force: bool) -> TextIO:
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
