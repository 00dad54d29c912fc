"""Presses answered: the waiting sign taken off a button, and what is said over it.

Telegram shows such a sign on a button until its press is answered, once, and takes no answer that
comes too long after. What fits is said in the answer itself, as an aside.

What an earlier process said over a press, it has shown there at once, so that is not tried again.

How old a press is that waited at Telegram while nothing asked for it, nobody says. So those that
came together are answered when all of them count, the newest first. Once a press is too old, so are
those before it, and none of them is asked for.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, TypeVar

from telegram.constants import CallbackQueryLimit
from telegram.error import BadRequest

from adapters.telegram.client import Connection, link
from adapters.telegram.failures import TOO_OLD, says
from adapters.telegram.rendering import render
from adapters.telegram.updates import TelegramHandle

ANSWERABLE = 15
"""Seconds after which a press is not answered any more: by then nobody looks for it."""

_log = logging.getLogger(__name__)

_ASIDE = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)


_K = TypeVar("_K")
_V = TypeVar("_V")

_REMEMBERED = 1024


class Presses:
    """Answers presses, each once; without the link that comes with it if Telegram refuses that."""

    def __init__(self, bot: Connection, clock: Callable[[], datetime], began: datetime) -> None:
        self._bot = bot
        self._clock = clock
        self._began = began
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._waited: dict[str, tuple[str, str] | None] = {}

    async def answer(
        self, handle: TelegramHandle, text: str = "", *, stays: bool = False, url: str = ""
    ) -> bool:
        """Take the waiting sign off a pressed button, once; whether that could still be done.

        A text that ``stays`` has to be closed by whoever pressed; a ``url`` of ours is opened.
        """
        press = handle.press
        if not press or press in self._answered:
            return False
        if press in self._waited:
            before, led = self._waited[press] or ("", "")
            self._waited[press] = (text or before, url or led)
            return True
        if handle.came and self._clock().timestamp() - handle.came > ANSWERABLE:
            return False
        remember(self._answered, press, None)
        try:
            try:
                await self._answer(press, text, url, stays=stays)
            except BadRequest as error:
                if not url or says(error, TOO_OLD):
                    raise
                # Their client shows that it waits until the press is answered, with a link or not.
                _log.warning("a press is answered without its link: %s", error.message)
                await self._answer(press, text, stays=stays)
        except BadRequest as error:
            if says(error, TOO_OLD):
                return False
            raise
        return True

    def _answer(
        self, press: str, text: str, url: str = "", *, stays: bool
    ) -> Coroutine[Any, Any, bool]:
        return self._bot.answer_callback_query(
            press, text=text or None, show_alert=stays or None, url=url or None
        )

    def waited(self, presses: Sequence[str]) -> None:
        """Answer none of these before ``catch_up``: they waited at Telegram, the oldest first."""
        self._waited |= dict.fromkeys(presses)

    async def catch_up(self, presses: Sequence[str]) -> None:
        """Answer those of these that count by now, as far back as is possible."""
        # Those that are still to be answered stay in ``_waited``: delivery may come to one of them
        # meanwhile, and must not ask for it out of its turn.
        due = [press for press in presses if self._waited.get(press) is not None]
        while due:
            press = due.pop()
            text, url = self._waited.pop(press, None) or ("", "")
            if not await self.answer(TelegramHandle(press=press), text, url=url):
                break
        for press in due:
            remember(self._answered, press, None)
        for press in presses:
            self._waited.pop(press, None)

    async def say(
        self,
        handle: TelegramHandle,
        text: str,
        said: int = 0,
        *,
        stays: bool = False,
        leads: str = "",
    ) -> bool:
        """Say this over a pressed button, once; whether it has room there.

        ``said`` is when its turn was, in microseconds since 1970 (UTC); 0 for now. A notice that
        ``leads`` opens our own chat in its presser's client, as a link with this payload does.
        """
        plain, _ = render(text)
        if len(plain.encode("utf-16-le")) > 2 * _ASIDE:
            return False
        if not 0 < said < self._began.timestamp() * 1_000_000:
            url = f"{link(self._bot.username)}{leads}" if leads else ""
            await self.answer(handle, plain, stays=stays, url=url)
        return True


def remember(kept: OrderedDict[_K, _V], key: _K, value: _V) -> None:
    """Keep what is worth it only for a while, and forget the oldest of more than 1,024."""
    kept[key] = value
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)
