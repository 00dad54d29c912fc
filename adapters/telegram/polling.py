"""Long polling that confirms an update only when it is committed.

Telegram takes a call with a higher offset as the confirmation of all updates below it, and gives
unconfirmed ones again. So the offset moves past an update when the desk has written it down, and
never past one that failed: that one and all after it come again, and what of them did count is
known by its id.

A webhook of an earlier setting, or another program's, is removed at the start.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from adapters.runtime import backoff
from adapters.telegram.client import Connection, OddAnswerError
from adapters.telegram.failures import Patience
from adapters.telegram.incoming import ALLOWED_UPDATES, Incoming, Take, is_numbered

LONG_POLL = 10
"""Seconds that a call waits for an update: so long, and a little more, a connection that has died
without a word is taken for a quiet one."""

LIMIT = 100
"""Updates in one call, at most; the Bot API's own limit."""

BEHIND = 15.0
"""Seconds that an update may have waited at Telegram before it counts as old."""

_log = logging.getLogger(__name__)


class Poller(Incoming):
    """The loop over ``getUpdates``."""

    def __init__(
        self,
        bot: Connection,
        take: Take,
        *,
        long_poll: int = LONG_POLL,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(bot, take, patience, clock)
        self._long_poll = long_poll
        self._uncommitted = 0
        self._taking_since: float | None = None
        self._emptied: float | None = None
        """When Telegram last had no more updates for us than it gave; ``None`` if never."""

    @property
    def silence(self) -> float | None:
        """Seconds since Telegram last answered; ``None`` if it never has.

        While updates are being written down nothing is asked, and so there is no silence.
        """
        if self._taking_since is not None:
            return 0.0
        return super().silence

    @property
    def rhythm(self) -> float:
        """A call ends with an update, or after so many seconds without one."""
        return self._long_poll

    @property
    def waiting(self) -> float:
        """Seconds that updates have waited to be written down; 0 if there are none."""
        return 0.0 if self._taking_since is None else self._clock() - self._taking_since

    async def run(self) -> None:
        """Poll until cancelled. Raises ``TelegramRefused`` when Telegram will not go on."""
        await self.patiently(self._take_the_webhook_off)
        offset: int | None = None
        while True:
            begun = self._clock()
            given = await self.patiently(self._poll, offset, within=self._long_poll)
            fresh = any(one["update_id"] >= (offset or 0) for one in given)
            offset = await self._dealt_with(given, offset)
            if not fresh:
                # An answer that comes at once and brings nothing must not be asked for at once.
                await asyncio.sleep(begun + self._patience.spacing - self._clock())

    async def _take_the_webhook_off(self) -> None:
        """While one is set, Telegram gives nothing to whoever asks."""
        if (await self._bot.get_webhook_info()).url:
            await self._bot.delete_webhook(drop_pending_updates=False)
            _log.warning("a webhook was set for this bot; it is removed, as updates are polled")

    async def _poll(self, offset: int | None) -> list[dict[str, Any]]:
        """Updates as they came, each with its number."""
        asked = self._clock()
        # Whether Telegram is back can be seen from an answer alone, so none is waited for then.
        long_poll = 0 if self._failures.lasting else self._long_poll
        given = await self._bot.raw_updates(offset, LIMIT, long_poll, ALLOWED_UPDATES)
        if not isinstance(given, list):
            raise OddAnswerError("an answer that is no list of updates")
        numbered = [one for one in given if is_numbered(one)]
        if given and not numbered:
            raise OddAnswerError("updates without a number")
        # What comes now has come to Telegram since then, or while we were asking. A full answer
        # may have left more behind, which a backlog does however often we ask.
        self.behind = self._emptied is None or asked - self._emptied > BEHIND
        if len(given) < LIMIT:
            self._emptied = self._clock()
        if len(numbered) < len(given):
            _log.error("%d updates without a number are passed over", len(given) - len(numbered))
        # Whatever is below an offset is confirmed, so their order must not be left to trust.
        return sorted(numbered, key=lambda one: int(one["update_id"]))

    async def _dealt_with(self, given: list[dict[str, Any]], offset: int | None) -> int | None:
        """The offset that confirms what of these is committed or can't be read."""
        if not given:
            return offset
        updates = [read for one in given if (read := self._read(one))]
        self._taking_since = self._clock()
        try:
            done = await self._take(updates) if updates else 0
        finally:
            self._taking_since = None
            self._last_answer = self._clock()
        if done == len(updates):
            self._uncommitted = 0
            return max(int(one["update_id"]) for one in given) + 1
        await self._after_a_failure()
        return updates[done].update_id

    async def _after_a_failure(self) -> None:
        self._uncommitted += 1
        pause = backoff.pause(self._uncommitted + 1, self._patience.first, self._patience.store)
        if backoff.is_told(self._uncommitted):
            _log.warning(
                "an update could not be committed and will come again; trying in %.1f s", pause
            )
        await asyncio.sleep(pause)
