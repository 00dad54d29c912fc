"""Broadcasting: an announcement goes out to its recipients.

Who gets it is settled in the turn that sends it; each recipient is a row that says what has become
of it. What is sent is marked soon after, many at a time. A crash between the two sends it to a few
a second time, under the same key, and leaves nobody out; what was marked is never sent again.

It goes out through the channels as *bulk*, which they pace below their platform's limits, and which
lets replies to learners go first. Only so many are in flight at once.

==================  ==========================================================================
a recipient         what happens
==================  ==========================================================================
gets it             ``sent``
``Later(delay)``    tried again after that, ``PATIENCE`` times in all; then ``failed``
``Later(None)``     ``failed``: only an input from there could open the way
``Gone``            ``blocked``
fails otherwise     ``failed``, and logged: a bug
is elsewhere        waits, for a program that serves their platform
==================  ==========================================================================
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.conversation.admin import correction
from bot.conversation.admin.announcement import Announcement, Fate, Recipient
from bot.conversation.inputs import LearnerId
from bot.conversation.manner import Manner, nearest, speaking
from bot.conversation.outputs import Say
from bot.conversation.phrases import phrase
from bot.service.channel import Channel, Gone, Later
from bot.service.worker import Worker
from bot.storage.store import Places, Store, StoreError

IN_FLIGHT = 32
"""Messages on their way at once: enough for 30 a second at an answer time of a second."""

PAGE = 32
"""Recipients that are taken at a time: no more than these go out after a pause."""

PATIENCE = 8
"""Attempts at a recipient whom a platform can't take just now: about two minutes."""

MARKING = 0.25
"""Seconds until what was sent is marked: one transaction for several."""

_log = logging.getLogger(__name__)


class Broadcasting(Worker):
    """Sends announcements in these ``places``, one after the other.

    ``ring`` finds the alarms that tell of them.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        places: Places,
        *,
        ring: Callable[[], Awaitable[object]],
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        super().__init__()
        self._store = store
        self._channels = channels
        self._places = places
        self._ring = ring
        self._clock = clock
        self._sleep = sleep
        self._fates: dict[LearnerId, Fate] = {}

    async def _work(self) -> None:
        for one in await self._store.announcements():
            await self._go(one)

    async def _go(self, announcement: Announcement) -> None:
        """Send one to all who wait for it, unless it is paused or cancelled meanwhile."""
        marking = asyncio.create_task(self._keep_marking(announcement.id))
        try:
            await self._send_all(announcement, marking)
        finally:
            marking.cancel()
            await asyncio.gather(marking, return_exceptions=True)
            await self._mark(announcement.id)
        await self._store.finish_announcement(announcement, self._clock())
        await self._ring()

    async def _send_all(self, announcement: Announcement, marking: asyncio.Task[None]) -> None:
        window, after = asyncio.Semaphore(IN_FLIGHT), ""
        sending: set[asyncio.Task[None]] = set()

        def over(task: asyncio.Task[None]) -> None:
            window.release()
            sending.discard(task)

        try:
            # What can't be marked must not go on: after a crash all of it would come twice.
            while not marking.done() and (
                page := await self._store.recipients(
                    announcement.id, dict(self._places), after, PAGE
                )
            ):
                for recipient in page:
                    await window.acquire()
                    task = asyncio.create_task(self._send(announcement, recipient))
                    task.add_done_callback(over)
                    sending.add(task)
                after = page[-1].learner
            await asyncio.gather(*sending)
        finally:
            for task in sending:
                task.cancel()
            await asyncio.gather(*sending, return_exceptions=True)

    async def _send(self, announcement: Announcement, recipient: Recipient) -> None:
        key = f"announcement:{announcement.id}:{recipient.learner}"
        try:
            fate = await self._deliver(announcement, recipient, key)
        except Exception as error:
            # Its kind only: its words may hold a token.
            _log.error("%s failed: %s", key, type(error).__name__)
            fate = "failed"
        self._fates[recipient.learner] = fate

    async def _deliver(self, announcement: Announcement, recipient: Recipient, key: str) -> Fate:
        channel = self._channels[recipient.address.platform]
        with speaking(Manner(nearest(recipient.language))):
            text = self._text(announcement)
        for n, message in enumerate(channel.plan((Say(text),))):
            bulk = replace(message, bulk=True)
            for _ in range(PATIENCE):
                try:
                    await channel.send(recipient.address, bulk, f"{key}/{n}", None)
                    break
                except Later as later:
                    if later.delay is None:
                        return "failed"
                    await self._sleep(later.delay)
                except Gone:
                    return "blocked"
            else:
                return "failed"
        return "sent"

    def _text(self, announcement: Announcement) -> str:
        if announcement.notice:
            return correction.text(announcement.notice)
        return phrase("announced", text=announcement.text)

    async def _keep_marking(self, id: str) -> None:
        """Mark from time to time, until that fails."""
        with contextlib.suppress(StoreError):
            while True:
                await asyncio.sleep(MARKING)
                await self._mark(id)

    async def _mark(self, id: str) -> None:
        fates = dict(self._fates)
        if fates:
            await self._store.mark_recipients(id, fates)
            self._fates = {one: it for one, it in self._fates.items() if one not in fates}
