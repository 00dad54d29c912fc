"""Updates brought to the bot's address, as Telegram brings them.

Each chat's come in order: the next is brought once the one before is answered with 2xx, and
whatever else is answered, it comes again. Different chats' come at once.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from tests.rigs.telegram_server.rules import bad

AGAIN = 0.05
"""Seconds until an update is brought again."""


class Hook:
    """The webhook that is set, if one is; ``answers`` are the statuses that it gave.

    With several ``receivers`` it is as if a proxy stood there: each update is brought to the next
    of them, and where nobody listens to the one after that. ``taken`` are the updates, by number,
    that have been taken.
    """

    def __init__(
        self, updates: Callable[[], list[dict[str, Any]]], told: Callable[[], Awaitable[None]]
    ) -> None:
        self.url = self.secret = ""
        self.allowed: list[str] = []
        self.most = 0
        self.answers: list[int] = []
        self.receivers: list[str] = []
        self.taken: set[int] = set()
        self._turn = 0
        self.error: tuple[float, str] | None = None
        self._updates = updates
        self._told = told
        self._under_way: dict[Any, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    def set(self, url: str, allowed: list[str], secret: str, most: int) -> None:
        if not re.fullmatch(r"[\w-]{0,256}", secret, re.ASCII):
            raise bad("secret token contains unallowed characters")
        if not 1 <= most <= 100:
            raise bad("max_connections must be between 1 and 100")
        if not url.startswith("http"):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        self.url, self.allowed, self.secret, self.most = url, allowed, secret, most
        self.bring()

    def unset(self) -> None:
        self.url = ""

    def info(self, pending: int) -> dict[str, Any]:
        told: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": pending,
        }
        if self.error:
            told |= {"last_error_date": int(self.error[0]), "last_error_message": self.error[1]}
        return told

    def bring(self) -> None:
        """Begin with whatever can be brought now."""
        if not self.url:
            return
        chats = set(self._under_way)
        for update in self._updates():
            if self.allowed and not any(kind in update for kind in self.allowed):
                continue
            if (chat := _chat(update)) not in chats and len(self._under_way) < self.most:
                chats.add(chat)
                self._under_way[chat] = asyncio.create_task(self._bring(chat, update))

    async def _bring(self, chat: Any, update: dict[str, Any]) -> None:
        status = 0
        try:
            if self._session is None:
                self._session = aiohttp.ClientSession()
            named = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
            status = await self._given(self._session, update, named)
        except (aiohttp.ClientError, OSError) as error:
            self.error = (time.time(), f"Connection failed: {type(error).__name__}")
        else:
            self.answers.append(status)
        if not 200 <= status < 300:
            if status:
                self.error = (time.time(), f"Wrong response from the webhook: {status}")
            await asyncio.sleep(AGAIN)
        else:
            self.taken.add(update["update_id"])
            if update in self._updates():
                self._updates().remove(update)
        del self._under_way[chat]
        await self._told()
        self.bring()

    async def _given(
        self, session: aiohttp.ClientSession, update: dict[str, Any], named: dict[str, str]
    ) -> int:
        """Give it to whoever is there; the status that is answered."""
        receivers = self.receivers or [self.url]
        self._turn += 1
        for n in range(len(receivers)):
            to = receivers[(self._turn + n) % len(receivers)]
            try:
                async with session.post(to, json=update, headers=named, ssl=False) as answer:
                    return answer.status
            except aiohttp.ClientConnectorError:
                if n + 1 == len(receivers):
                    raise
        raise AssertionError("there is no receiver")

    async def close(self) -> None:
        for task in self._under_way.values():
            task.cancel()
        self._under_way.clear()
        if self._session:
            await self._session.close()
            self._session = None


def _chat(update: dict[str, Any]) -> Any:
    for kind in ("message", "my_chat_member"):
        if kind in update:
            return update[kind]["chat"]["id"]
    if "inline_query" in update:
        return update["inline_query"]["id"]
    return update["callback_query"]["message"]["chat"]["id"]
