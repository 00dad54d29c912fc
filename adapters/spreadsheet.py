"""Answers as a spreadsheet: CSV with one row per attempt, and no id of a learner.

A learner is a name made of their id with a salt that is forgotten with the export: the same in all
rows of a file, another in the next file. The id of an input is left out, for it can name a chat.
"""

import csv
import hashlib
import os
import secrets
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Literal, TextIO

from adapters.authoring import InputError
from bot.conversation.inputs import LearnerId
from bot.storage.rows import moment
from bot.storage.statistics import Answered

COLUMNS = (
    *("learner", "at", "lesson", "revision", "question", "phase"),
    *("choice", "confidence", "right", "score", "took_ms"),
)
"""``at`` is in UTC. ``choice`` counts from 1; it is empty for "no idea" and for an open question.
``right`` is ``yes``, ``no``, or empty where nobody judged."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula, says OWASP
(https://owasp.org/www-community/attacks/CSV_Injection)."""

_SALT = 16
_NAME = 8
"""Bytes; two of a million learners share a name of 8 with a chance of 3 in 10⁸."""


async def save(pages: AsyncIterator[list[Answered]], file: Path, *, force: bool) -> int:
    """Write all these to a file, which is its owner's alone if it is new; returns how many.

    Nothing is written before the first page is there. With ``force`` an old file is overwritten.
    Raises ``InputError``, and what ``pages`` raises; a file that did not get whole is removed.
    """
    _refuse(file, force=force)
    page, number = await anext(pages, None), 0
    salt = secrets.token_bytes(_SALT)
    to = _opened(file, force=force)
    try:
        with to:
            sheet = csv.writer(to)
            sheet.writerow(COLUMNS)
            while page is not None:
                sheet.writerows(_rows(page, salt))
                number += len(page)
                page = await anext(pages, None)
    except BaseException as error:
        _discard(file)
        if isinstance(error, OSError):
            raise _unwritable(file, error) from error
        raise
    return number


def cell(text: str) -> str:
    """A text as it may stand in a spreadsheet, where nothing may take it for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _rows(page: Iterable[Answered], salt: bytes) -> Iterable[tuple[object, ...]]:
    for one in page:
        learner, at, _, question, phase = one.place
        texts = (one.lesson, one.revision, question, phase)
        yield (
            _pseudonym(learner, salt),
            moment(at).isoformat(timespec="seconds"),
            *map(cell, texts),
            None if one.choice is None else one.choice + 1,
            cell(one.confidence),
            {True: "yes", False: "no", None: None}[one.right],
            # A number below zero is a number to a spreadsheet, and stays one.
            one.score,
            one.took_ms,
        )


def _pseudonym(learner: LearnerId, salt: bytes) -> str:
    name = hashlib.blake2b(learner.encode(), digest_size=_NAME, salt=salt).hexdigest()
    # Without a letter that is no digit, a spreadsheet would take some for numbers, such as 12e3.
    return f"L{name}"


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
