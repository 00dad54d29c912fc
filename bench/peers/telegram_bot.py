"""A program with python-telegram-bot, as its manual advises, with rows by hand or none at all.

Updates are handled at once beside each other (``concurrent_updates``), and no rate limiter is set.
In the way ``lean`` they are handled one after another, as by default, and nothing is sent in bold.
The library confirms updates as soon as it has them, so what is not handled when the program is
killed does not come again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    Update,
)
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes
from telegram.request import BaseRequest, RequestData

from bench.peers.lesson import Judged, Lesson, Shown, State, data, read
from bench.peers.program import Asked, Network, main
from bench.peers.rows import Memory, Rows
from bench.peers.world import TOKEN

PLAIN = LinkPreviewOptions(is_disabled=True)


class Stub(BaseRequest):
    """Requests that are answered by a network in memory."""

    def __init__(self, network: Network) -> None:
        self._network = network

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing is to be opened."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        fields = request_data.json_parameters if request_data else {}
        return 200, await self._network.call(url.rsplit("/", 1)[1], fields)


class Bot:
    """The handlers; without ``markup`` texts are sent plainly."""

    def __init__(self, lesson: Lesson, rows: Rows | Memory, *, markup: bool) -> None:
        self._lesson = lesson
        self._rows = rows
        shown = [one for step in lesson.steps for one in (step.edited, step.said)]
        self._entities = {
            id(one): [MessageEntity(**each) for each in one.entities] if markup else None
            for one in shown
        }

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Somebody says that they are there."""
        assert update.effective_chat is not None
        learner = update.effective_chat.id
        state = self._rows.begin(learner)
        await self._say(context, learner, self._lesson.asked(state), state)

    async def press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Somebody pressed a button."""
        query = update.callback_query
        assert query is not None
        assert query.data is not None
        learner = query.from_user.id
        asked = update.update_id, learner, query.data
        if isinstance(self._rows, Rows):
            loop = asyncio.get_running_loop()
            done = await loop.run_in_executor(self._rows.thread, self._rows.turn, *asked)
        else:
            done = self._rows.turn(*asked)
        await query.answer()
        if isinstance(done, Judged):
            edited = done.step.edited
            await query.edit_message_text(
                edited.text, entities=self._entities[id(edited)], link_preview_options=PLAIN
            )
            await self._say(context, learner, done.step.said, done.state)
        elif isinstance(done, State):
            await self._say(context, learner, self._lesson.asked(done), done)

    async def _say(
        self, context: ContextTypes.DEFAULT_TYPE, learner: int, shown: Shown, state: State
    ) -> None:
        buttons = [
            [InlineKeyboardButton(label, callback_data=carried) for label, carried in row]
            for row in data(state, shown)
        ]
        await context.bot.send_message(
            learner,
            shown.text,
            entities=self._entities[id(shown)],
            reply_markup=InlineKeyboardMarkup(buttons),
            link_preview_options=PLAIN,
        )


@asynccontextmanager
async def serving(asked: Asked, network: Network, path: Path) -> AsyncIterator[None]:
    """The program serves this network while the block lasts."""
    lesson = read(Path(asked.lesson))
    lean = asked.way == "lean"
    rows = Memory(lesson) if asked.way == "memory" else Rows(path, lesson)
    bot = Bot(lesson, rows, markup=not lean)
    application = (
        Application.builder()
        .token(TOKEN)
        .request(Stub(network))
        .get_updates_request(Stub(network))
        .concurrent_updates(not lean)
        .build()
    )
    application.add_handler(CommandHandler("start", bot.start))
    application.add_handler(CallbackQueryHandler(bot.press))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


if __name__ == "__main__":
    main(serving)
