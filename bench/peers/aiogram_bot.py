"""A program with aiogram 3, as its manual advises: states and data in a storage of SQLite.

The storage is the newest that is published for it; it opens its database with what SQLite has by
default, a rollback journal at synchronous=FULL, and commits each write by itself. ``wal`` switches
the database to a write-ahead log, which the storage does not ask for. An attempt is a row of its
own, since a storage holds what a learner is doing, not what they did. No input is remembered: what
is counted once only is a turn, by the state. As the library confirms updates as soon as it has
them, what is not handled when the program is killed does not come again.
"""

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State as Named
from aiogram.fsm.state import StatesGroup
from aiogram.methods import TelegramMethod
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    Update,
)
from aiogram_fsm_sqlitestorage import SQLiteStorage

from bench.peers.lesson import Lesson, Shown, State, data, read
from bench.peers.program import Asked, Network, main
from bench.peers.world import TOKEN

PLAIN = LinkPreviewOptions(is_disabled=True)

router = Router()


class Learning(StatesGroup):
    """What a learner may be doing."""

    asked = Named()


class Stub(BaseSession):
    """A session that is answered by a network in memory; all but the sending is the library's."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network

    async def close(self) -> None:
        """Nothing is to be closed."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - the library's own parameter
    ) -> Any:
        """Make a request, as the library's session over aiohttp does."""
        fields = {}
        for name, value in method.model_dump(warnings=False).items():
            if prepared := self.prepare_value(value, bot=bot, files={}):
                fields[name] = prepared
        content = await self._network.call(method.__api_method__, fields)
        return self.check_response(bot, method, 200, content.decode()).result

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """Nothing: no file is asked for."""
        for _ in ():
            yield b""


class Attempts:
    """What learners did."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS attempt (id INTEGER PRIMARY KEY, input INTEGER,"
            ' learner INTEGER, turn INTEGER, choice INTEGER, "right" INTEGER, at REAL)'
        )
        self._db.commit()

    def add(self, update: int, learner: int, turn: int, choice: int, right: bool) -> None:
        """Put an attempt on record."""
        with self._db:
            self._db.execute(
                'INSERT INTO attempt (input, learner, turn, choice, "right", at)'
                " VALUES (?, ?, ?, ?, ?, ?)",
                (update, learner, turn, choice, right, time.time()),
            )


class Entities:
    """The entities of a lesson's messages, as the library has them."""

    def __init__(self, lesson: Lesson) -> None:
        shown = [one for step in lesson.steps for one in (step.edited, step.said)]
        self._of = {id(one): [MessageEntity(**each) for each in one.entities] for one in shown}

    def __call__(self, shown: Shown) -> list[MessageEntity]:
        """Those of this message."""
        return self._of[id(shown)]


@router.message(CommandStart())
async def start(message: Message, state: FSMContext, lesson: Lesson, entities: Entities) -> None:
    """Somebody says that they are there."""
    where = State(**await state.get_data())
    await state.set_state(Learning.asked)
    await _say(message, lesson.asked(where), where, entities)


@router.callback_query(Learning.asked, F.data)
async def press(
    query: CallbackQuery,
    state: FSMContext,
    event_update: Update,
    lesson: Lesson,
    attempts: Attempts,
    entities: Entities,
) -> None:
    """Somebody pressed a button."""
    assert isinstance(query.message, Message)
    assert query.data is not None
    where = State(**await state.get_data())
    judged = lesson.judge(where, query.data)
    if judged is None:
        await query.answer()
        await _say(query.message, lesson.asked(where), where, entities)
        return
    if judged.step.attempt:
        update, learner = event_update.update_id, query.from_user.id
        attempts.add(update, learner, where.turn, judged.choice, judged.right)
    await state.update_data(turn=judged.state.turn, right=judged.state.right)
    await query.answer()
    edited = judged.step.edited
    await query.message.edit_text(
        edited.text, entities=entities(edited), link_preview_options=PLAIN
    )
    await _say(query.message, judged.step.said, judged.state, entities)


async def _say(message: Message, shown: Shown, where: State, entities: Entities) -> None:
    buttons = [
        [InlineKeyboardButton(text=label, callback_data=carried) for label, carried in row]
        for row in data(where, shown)
    ]
    await message.answer(
        shown.text,
        entities=entities(shown),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=buttons),
        link_preview_options=PLAIN,
    )


@asynccontextmanager
async def serving(asked: Asked, network: Network, path: Path) -> AsyncIterator[None]:
    """The program serves this network while the block lasts."""
    # Its storage sets this to INFO as it is imported, and each update would be a line.
    logging.getLogger().setLevel(logging.ERROR)
    lesson, attempts = read(Path(asked.lesson)), Attempts(path)
    if asked.way == "wal":
        # It is a property of the file, whoever opens it.
        sqlite3.connect(path).execute("PRAGMA journal_mode=WAL").fetchone()
    dispatcher = Dispatcher(storage=SQLiteStorage(str(path)))
    dispatcher.include_router(router)
    known = {"lesson": lesson, "attempts": attempts, "entities": Entities(lesson)}
    bot = Bot(TOKEN, session=Stub(network))
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False, **known)
    )
    try:
        yield
    finally:
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling


if __name__ == "__main__":
    main(serving)
