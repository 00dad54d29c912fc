"""Long polling that confirms an update only when it is committed.

Telegram takes a call with a higher offset as the confirmation of all updates below it, and gives
unconfirmed ones again. So the offset moves past an update when the desk has written it down, and
never past one that failed: that one and all after it come again, and what of them did count is
known by its id.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY)

LONG_POLL = 30
"""Seconds that a call waits for an update."""

MAX_DELAY = 60.0
LIMIT = 100
"""Updates in one call, at most; the Bot API's own limit."""

_log = logging.getLogger(__name__)

Take = Callable[[Sequence[Update]], Awaitable[int]]
"""Takes updates in order; returns how many, from the first on, are committed."""


class TelegramRefused(Exception):  # noqa: N818 - it names what happened
    """Telegram does not serve this bot, with what to do about it."""


class Poller:
    """The loop over ``getUpdates``."""

    def __init__(
        self,
        bot: Bot,
        take: Take,
        *,
        long_poll: int = LONG_POLL,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._take = take
        self._long_poll = long_poll
        self._sleep = sleep
        self._failures = 0
        self._last_answer: float | None = None

    @property
    def silence(self) -> float | None:
        """Seconds since Telegram last answered; ``None`` if it never has."""
        return None if self._last_answer is None else time.monotonic() - self._last_answer

    async def run(self) -> None:
        """Poll until cancelled. Raises ``TelegramRefused`` when Telegram will not go on."""
        offset: int | None = None
        while True:
            updates: Sequence[Update] = await self.patiently(self._poll, offset) or ()
            if not updates:
                continue
            done = await self._take(updates)
            if done:
                offset = updates[done - 1].update_id + 1
            if done < len(updates):
                await self._back_off("an update could not be committed and will come again")
            else:
                self._failures = 0

    async def patiently(self, call: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        """The answer to a call, however often the network fails.

        Raises ``TelegramRefused`` for a token that Telegram does not know, and for another
        poller or a webhook of the same bot.
        """
        while True:
            try:
                answer = await call(*arguments)
            except InvalidToken:
                # The library's own error quotes the token.
                raise TelegramRefused(
                    "Telegram does not know this token; ask @BotFather for the bot's token "
                    "and set FORETELL_TELEGRAM_TOKEN to it"
                ) from None
            except Conflict as error:
                raise TelegramRefused(_conflict(error)) from None
            except RetryAfter as error:
                wait = error.retry_after
                await self._sleep(float(wait) if isinstance(wait, int) else wait.total_seconds())
            except TelegramError as error:
                await self._back_off(f"Telegram can't be reached ({type(error).__name__})")
            else:
                self._last_answer = time.monotonic()
                return answer

    async def _poll(self, offset: int | None) -> Sequence[Update]:
        updates = await self._bot.get_updates(
            offset=offset,
            limit=LIMIT,
            timeout=self._long_poll,
            allowed_updates=list(ALLOWED_UPDATES),
        )
        if not updates:
            self._failures = 0
        return updates

    async def _back_off(self, why: str) -> None:
        self._failures += 1
        delay = min(MAX_DELAY, 0.5 * 2.0 ** min(self._failures, 10))
        # Spread, so that many bots do not all come back in one moment.
        delay *= random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        _log.warning("%s; trying again in %.1f s", why, delay)
        await self._sleep(delay)


def _conflict(error: Conflict) -> str:
    if "webhook" in error.message.lower():
        return (
            "a webhook is set for this bot, so its updates can't be polled; remove it with the "
            "Bot API's deleteWebhook"
        )
    return (
        "another program is polling for the same bot; stop it, or give this one a bot of its own "
        "from @BotFather"
    )
