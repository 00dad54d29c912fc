"""Statistics in a terminal: from the running bot if there is one, else from the database.

Both ways do the same, as with pushing and pulling: see ``push_pull``. What is in a spreadsheet is
``bot.service.reports.export``'s.

Answers come a page at a time, so that neither side holds all of them, and learners have random
names before anything is written.
"""

import contextlib
import csv
import json
import os
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Literal, TextIO

from adapters.cli.check_import import InputError
from adapters.cli.push_pull import explained
from adapters.control.socket import ControlError, Handler, Message, NobodyThereError, call
from adapters.store import store_of
from bot.conversation.admin.statistics.area import texts
from bot.conversation.inputs import LearnerId
from bot.service.reports import statistics
from bot.service.reports.export import COLUMNS, Names, rows
from bot.settings import Settings
from bot.storage.records import BEGINNING, Answered, AnswerKey
from bot.storage.store import Store

TELL, ANSWERS = "statistics", "answers"
"""The names of requests."""

PAGE = 1000
"""Answers read at a time; between two pages those who are learning have their turn."""

_Ask = Callable[[str, Message], Awaitable[Message]]


def handlers(store: Store) -> Mapping[str, Handler]:
    """Answers to requests. What is told in words is what an admin is told in a chat."""

    async def tell(request: Message) -> Message:
        library, lesson = await store.library(), await _id(store, request)
        found = await statistics.found(store, library, lesson)
        return Message({"texts": texts(found, library, each=request.head["each"] is True)})

    async def answers(request: Message) -> Message:
        lesson = await _id(store, request)
        page = await store.answers(_key(request.head["after"]), PAGE)
        lines = [json.dumps(astuple(one)) for one in page if lesson in ("", one.lesson)]
        return Message({"next": page[-1].key if len(page) == PAGE else None}, lines)

    return {name: explained(one) for name, one in ((TELL, tell), (ANSWERS, answers))}


async def tell(settings: Settings, lesson: str, *, each: bool) -> str:
    """What ``/admin stats`` tells of all lessons or of one, named by id or title, as Markdown.

    With ``each`` a lesson is told question by question. Raises ``ControlError``, also if no such
    lesson is taught, or ``StoreError``.
    """
    async with _asking(settings) as ask:
        answer = await ask(TELL, Message({"lesson": lesson, "each": each}))
    return "\n\n".join(answer.head["texts"])


async def answers(settings: Settings, lesson: str) -> AsyncGenerator[list[Answered], None]:
    """Every answer of all learners, to a lesson or to all, page by page. Raises as ``tell``."""
    after: AnswerKey | None = BEGINNING
    async with _asking(settings) as ask:
        while after:
            answer = await ask(ANSWERS, Message({"lesson": lesson, "after": after}))
            rows = map(json.loads, answer.lines)
            yield [Answered(_key(key), *rest) for key, *rest in rows]
            after = answer.head["next"]


@contextlib.asynccontextmanager
async def _asking(settings: Settings) -> AsyncIterator[_Ask]:
    """Asks the running bot; from the moment when there is none, the database itself."""
    async with contextlib.AsyncExitStack() as stack:
        own: Mapping[str, Handler] = {}

        async def ask(do: str, message: Message) -> Message:
            nonlocal own
            if not own:
                with contextlib.suppress(NobodyThereError):
                    return await call(settings.socket, do, message)
                store = store_of(settings)
                await store.open()
                stack.push_async_callback(store.close)
                own = handlers(store)
            return await own[do](message)

        yield ask


async def _id(store: Store, request: Message) -> str:
    """The id of the lesson that is asked about; empty for all."""
    name = str(request.head["lesson"])
    card = (await store.library()).find(name) if name else None
    if name and card is None:
        raise ControlError(f"{name}: no such lesson is taught; write its id or its title")
    return card.id if card else ""


def _key(found: AnswerKey) -> AnswerKey:
    learner, at, origin, question, phase = found
    return LearnerId(learner), at, origin, question, phase


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
