"""Telegram and its learners in memory, for what measures all of the way but the network.

The adapter, the library, the desk, the database at synchronous=FULL, layout and delivery are all
real; only the HTTP request is answered at once, in memory, and the pace has no limits.
"""

import asyncio
import json
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

from telegram.request import HTTPXRequest

from adapters.telegram.adapter import Options, Services, TelegramAdapter
from adapters.telegram.pacing import Pace
from bench.learners import CONTENT
from bot.conversation.commands import COMMANDS
from bot.service.tutor import Tutor
from bot.storage.sqlite import SqliteStore
from tests.rigs.makers import open_door

TOKEN = "1000000000:stubbed-network-has-no-secrets-at-all"
BOT = {"id": 1, "is_bot": True, "first_name": "Foretell", "username": "foretell_bot"}


class Network:
    """Telegram and its learners in one object: whoever is asked presses, sent anew or edited in."""

    def __init__(self, learners: int, turns: int) -> None:
        self.took: list[float] = []
        self.done = asyncio.Event()
        self._turns = learners * turns
        self._updates: deque[dict[str, Any]] = deque()
        self._asked: dict[int, float] = {}
        self._number = 0
        self._news = asyncio.Event()
        for learner in range(1, learners + 1):
            text = {
                "text": "/start",
                "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            }
            self._add(learner, {"message": {**message(learner, 1), **text}})

    def _add(self, learner: int, update: dict[str, Any]) -> None:
        self._number += 1
        self._asked[learner] = time.perf_counter()
        self._updates.append({"update_id": self._number, **update})
        self._news.set()

    async def request(self, url: str, *_: Any, request_data: Any = None, **__: Any) -> Any:
        """What HTTPXRequest.do_request gives: status and body."""
        method = url.rsplit("/", 1)[1]
        parameters = dict(request_data.parameters) if request_data else {}
        if isinstance(markup := parameters.get("reply_markup"), str):
            parameters["reply_markup"] = json.loads(markup)
        result = await getattr(self, f"_{method}", self._fine)(parameters)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def _fine(self, _: dict[str, Any]) -> Any:
        return True

    async def _getMe(self, _: dict[str, Any]) -> Any:  # noqa: N802 - Telegram's name
        return BOT

    async def _getMyCommands(self, _: dict[str, Any]) -> Any:  # noqa: N802 - Telegram's name
        return []

    async def _getWebhookInfo(self, _: dict[str, Any]) -> Any:  # noqa: N802 - Telegram's name
        return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}

    async def _getUpdates(self, _: dict[str, Any]) -> Any:  # noqa: N802 - Telegram's name
        await self._news.wait()
        taken = [self._updates.popleft() for _ in range(min(100, len(self._updates)))]
        if not self._updates:
            self._news.clear()
        return taken

    async def _getMyDescription(self, _: dict[str, Any]) -> Any:  # noqa: N802 - Telegram's name
        return {"description": ""}

    async def _getMyShortDescription(self, _: dict[str, Any]) -> Any:  # noqa: N802 - Telegram's name
        return {"short_description": ""}

    async def _editMessageText(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        edited = message(parameters["chat_id"], parameters["message_id"])
        self._shown(edited, parameters.get("reply_markup"))
        return edited

    async def _sendPhoto(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        size = {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}
        sent = {**message(parameters["chat_id"], len(self.took) + 2), "photo": [size]}
        self._shown(sent, parameters.get("reply_markup"))
        return sent

    async def _sendMessage(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        sent = message(parameters["chat_id"], len(self.took) + 2)
        self._shown(sent, parameters.get("reply_markup"))
        return sent

    def _shown(self, shown: dict[str, Any], markup: dict[str, Any] | None) -> None:
        """A message is there, new or edited: if it asks and its learner waits, a turn is over."""
        learner = shown["chat"]["id"]
        buttons = [one for row in (markup or {}).get("inline_keyboard", ()) for one in row]
        # A turn may show two messages with buttons; a person presses one of them.
        if not buttons or learner not in self._asked:
            return
        self.took.append(time.perf_counter() - self._asked.pop(learner))
        if len(self.took) >= self._turns:
            self.done.set()
        self._answer(learner, shown, buttons)

    def _answer(self, learner: int, shown: dict[str, Any], buttons: list[dict[str, Any]]) -> None:
        """The learner does what comes next: presses the first button."""
        self._press(learner, shown, next(one for one in buttons if "callback_data" in one))

    def _press(self, learner: int, shown: dict[str, Any], button: dict[str, Any]) -> None:
        query = {
            "id": str(len(self.took)),
            "from": person(learner),
            "chat_instance": "1",
            "message": shown,
            "data": button["callback_data"],
        }
        self._add(learner, {"callback_query": query})


def person(learner: int) -> dict[str, Any]:
    """A learner as Telegram tells of one."""
    return {"id": learner, "is_bot": False, "first_name": f"Learner {learner}"}


def message(learner: int, number: int) -> dict[str, Any]:
    """A message in a learner's chat."""
    chat = {"id": learner, "type": "private", "first_name": f"Learner {learner}"}
    return {"message_id": number, "date": 1, "chat": chat, "from": person(learner)}


class Answering(Protocol):
    """What answers requests in place of Telegram."""

    async def request(self, url: str, *, request_data: Any = None) -> Any:
        """Status and body."""
        ...


@asynccontextmanager
async def served(
    network: Answering, *, door: bool = False, database: Path | None = None
) -> AsyncIterator[None]:
    """The tutor serves these learners while the block lasts.

    They are far quicker than people, so only where it is asked for do they come by the door.
    Without a ``database`` it has one of its own.
    """

    async def answer(
        _: HTTPXRequest, url: str, method: str, request_data: Any = None, *rest: Any, **named: Any
    ) -> Any:
        return await network.request(url, request_data=request_data)

    with tempfile.TemporaryDirectory() as folder, patch.object(HTTPXRequest, "do_request", answer):
        path = database or Path(folder) / "bench.db"
        async with Tutor(SqliteStore(path), CONTENT.parent) as tutor:
            adapter = TelegramAdapter(
                TOKEN,
                tutor.door if door else open_door(tutor.desk.submit),
                COMMANDS,
                Options(pace=Pace().faster(1e9)),
                Services(assets=tutor.store.asset),
            )
            tutor.add_channel(adapter.channel)
            await tutor.recover()
            task = asyncio.create_task(adapter.run())
            try:
                yield
            finally:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
                await adapter.close()
