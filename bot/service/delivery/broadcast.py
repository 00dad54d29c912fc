"""Broadcasting: an announcement goes out to its recipients.

Who gets it is settled in the turn that sends it; each recipient is a row that says what has become
of it. It comes to nobody twice: who is about to get it is noted before it is sent, and what may
have arrived is not tried again. So a crash in between, or an answer that is lost, may leave a few
out, those of about a second; they are counted as *unclear*, and an admin sees how many. With a
reply it is the other way round, for a reply that comes twice harms less than one that is missing.

It goes out through the channels as *bulk*, which they pace below their platform's limits, and which
lets replies to learners go first. Only so many are in flight at once. Each platform has a stream of
its own, so that a slow one holds up no other, and in it one announcement follows the other.

Once a pause or an end is committed, only what a platform has been given already goes out: whatever
waits for its turn is asked about before it is sent (``Message.wanted``).

==================  ==========================================================================
a recipient         what happens
==================  ==========================================================================
gets it             ``sent``
``Later(delay)``    tried again after that, and later each time, ``PATIENCE`` times in all; then
                    ``failed``
``Later(None)``     ``failed``: only an input from there could open the way
``Gone``            ``blocked``
``Unclear``         ``unclear``, and so is whoever was about to get it when the program ended
``Unwanted``        waits: it was paused or cancelled before its turn
fails otherwise     ``failed``, and logged: a bug
is elsewhere        waits, for a program that serves their platform
==================  ==========================================================================
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.conversation.facts.admin import AdminFact, AnnouncementTurned
from bot.conversation.facts.announcement import Announcement, Fate, Recipient, posted
from bot.conversation.inputs import LearnerId
from bot.conversation.language.locale import Manner, nearest, speaking
from bot.conversation.outputs import Say
from bot.conversation.phrases import phrase
from bot.conversation.question import correction
from bot.service.delivery.channel import Channel, Gone, Later, Message, Unclear, Unwanted
from bot.service.delivery.planning import planned
from bot.service.tasks import end
from bot.service.timers.worker import Worker
from bot.storage.ports.announcements import Announcements
from bot.storage.records import Platforms, StoreError

IN_FLIGHT = 32
"""Messages on their way at once on a platform: enough for 30 a second at an answer time of a
second."""

PAGE = 8
"""Recipients that are taken at a time, and noted as about to get it: so many and those in flight
are unclear after a crash."""

PATIENCE = 8
"""Attempts at a recipient whom a platform can't take just now: three minutes or more."""

SLOWEST = 60.0
"""Seconds between two attempts at most, unless the platform asks for more."""

MARKING = 0.25
"""Seconds until what was sent is marked: one transaction for several."""

_log = logging.getLogger(__name__)


class Broadcaster(Worker):
    """Sends announcements in these ``platforms``.

    ``ring`` finds the alarms that tell of them.
    """

    def __init__(
        self,
        store: Announcements,
        channels: Mapping[str, Channel],
        platforms: Platforms,
        *,
        ring: Callable[[], Awaitable[object]],
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        super().__init__("broadcast")
        self._store = store
        self._channels = channels
        self._platforms = platforms
        self._ring = ring
        self._clock = clock
        self._sleep = sleep
        self._calls = 0
        self._stopped: set[str] = set()
        self._rounds: set[_Round] = set()
        self._settled = False
        self._fates: dict[tuple[str, str], dict[LearnerId, Fate]] = {}

    def wake(self) -> None:
        """Look for work: there is some."""
        self._calls += 1
        super().wake()

    def heed(self, facts: Iterable[AdminFact]) -> None:
        """Heed what admins have paused, let go on or cancelled, from now on."""
        for fact in facts:
            if isinstance(fact, AnnouncementTurned):
                if fact.state == "going":
                    self._stopped.discard(fact.id)
                    continue
                self._stopped.add(fact.id)
                for one in self._rounds:
                    if one.announcement.id == fact.id:
                        one.call_off()

    def drop(self, learner: LearnerId) -> None:
        """Send nothing more to somebody who is forgotten."""
        for one in self._rounds:
            one.drop(learner)

    async def _work(self) -> None:
        if not self._settled:
            await self._store.settle_recipients()
            self._settled = True
        streams: dict[str, asyncio.Task[None]] = {}
        woken = True
        try:
            while woken or streams:
                if woken:
                    for platform in self._platforms.keys() - streams.keys():
                        streams[platform] = asyncio.create_task(self._serve(platform))
                woken = await self._until_news(streams)
                for platform in [one for one, task in streams.items() if task.done()]:
                    streams.pop(platform).result()
        finally:
            await end(streams.values())

    async def _until_news(self, streams: Mapping[str, asyncio.Task[None]]) -> bool:
        """Wait until one of the streams has ended, or there is more work; whether there is."""
        woken = asyncio.create_task(self._woken.wait())
        try:
            if streams:
                await asyncio.wait({woken, *streams.values()}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()
        more = self._woken.is_set()
        self._woken.clear()
        return more

    async def _serve(self, platform: str) -> None:
        """Send on this platform whatever is going out, until there is nothing new."""
        seen = -1
        while seen != self._calls:
            seen = self._calls
            for one in await self._store.announcements():
                if one.id not in self._stopped:
                    await self._go(one, platform)

    async def _go(self, announcement: Announcement, platform: str) -> None:
        """Send one to all who wait for it on this platform, unless it is stopped meanwhile."""
        channel, platforms = self._channels[platform], {platform: self._platforms[platform]}
        # What the store could not be told of waits here for the next round.
        fates = self._fates.setdefault((announcement.id, platform), {})
        one = _Round(
            self._store,
            channel,
            platforms,
            announcement,
            self._sleep,
            announcement.id in self._stopped,
            fates,
        )
        self._rounds.add(one)
        try:
            await one.go()
        finally:
            self._rounds.discard(one)
        del self._fates[announcement.id, platform]
        await self._store.finish_announcement(announcement, self._clock())
        await self._ring()


class _Round:
    """One announcement on its way on one platform."""

    def __init__(
        self,
        store: Announcements,
        channel: Channel,
        platforms: Platforms,
        announcement: Announcement,
        sleep: Callable[[float], Awaitable[object]],
        off: bool,
        fates: dict[LearnerId, Fate],
    ) -> None:
        self.announcement = announcement
        self._store = store
        self._channel = channel
        self._platforms = platforms
        self._sleep = sleep
        self._off = asyncio.Event()
        if off:
            self._off.set()
        self._fates = fates
        self._plans: dict[str, tuple[Message, ...]] = {}
        self._sending: dict[asyncio.Task[None], Recipient] = {}
        self._noted: set[LearnerId] = set()
        """Who is on record as about to get it, and is not being sent it yet."""
        self._handed: set[LearnerId] = set()
        self._dropped: set[LearnerId] = set()

    def call_off(self) -> None:
        """Send it to nobody whom the platform has not been told of already."""
        self._off.set()
        for task, recipient in self._sending.items():
            if recipient.learner not in self._handed:
                task.cancel()

    def drop(self, learner: LearnerId) -> None:
        """Send it to anybody but this learner, unless the platform has been given it already."""
        self._dropped.add(learner)
        for task, recipient in self._sending.items():
            if recipient.learner == learner:
                task.cancel()

    async def go(self) -> None:
        """Send it to all who wait for it, unless it is called off meanwhile."""
        marking = asyncio.create_task(self._keep_marking())
        try:
            await self._send_all(marking)
        finally:
            await end([marking])
            await self._mark()

    async def _send_all(self, marking: asyncio.Task[None]) -> None:
        window, after = asyncio.Semaphore(IN_FLIGHT), ""

        def over(task: asyncio.Task[None]) -> None:
            window.release()
            recipient = self._sending.pop(task)
            if task.cancelled():
                had = recipient.learner in self._handed
                self._fates[recipient.learner] = "unclear" if had else "waiting"

        try:
            # What can't be marked must not go on: nobody would know who has it.
            while not marking.done() and (
                page := await self._store.recipients(
                    self.announcement.id, self._platforms, after, PAGE
                )
            ):
                await window.acquire()
                window.release()
                if self._off.is_set():
                    break
                self._noted = {recipient.learner for recipient in page}
                await self._mark(handed=self._noted)
                for recipient in page:
                    await window.acquire()
                    if self._off.is_set():
                        break
                    self._noted.discard(recipient.learner)
                    if recipient.learner in self._dropped:
                        window.release()
                        continue
                    task = asyncio.create_task(self._send(recipient))
                    self._sending[task] = recipient
                    task.add_done_callback(over)
                if self._off.is_set():
                    break
                after = page[-1].learner
            await asyncio.gather(*self._sending, return_exceptions=True)
        finally:
            await end(self._sending)
            # Whether that is on record or not, nothing was sent to them.
            self._fates |= dict.fromkeys(self._noted, "waiting")

    async def _send(self, recipient: Recipient) -> None:
        key = f"announcement:{self.announcement.id}:{recipient.learner}"
        try:
            self._fates[recipient.learner] = await self._deliver(recipient, key)
        except Unwanted:
            self._fates[recipient.learner] = "waiting"
        except Exception as error:
            # Its kind only: its words may hold a token.
            _log.error("%s failed: %s", key, type(error).__name__)
            self._fates[recipient.learner] = "failed"

    async def _deliver(self, recipient: Recipient, key: str) -> Fate:
        messages = await self._messages(nearest(recipient.language))
        fate: Fate = "sent"

        def wanted() -> bool:
            if not self._off.is_set():
                self._handed.add(recipient.learner)
            return not self._off.is_set()

        for n, message in enumerate(messages):
            bulk = replace(message, bulk=True)
            if n == 0:
                # Whoever has the beginning of it gets the rest as well.
                bulk = replace(bulk, wanted=wanted)
            for attempt in range(PATIENCE):
                try:
                    await self._channel.send(recipient.address, bulk, f"{key}/{n}", None)
                    break
                except Later as later:
                    if later.delay is None:
                        return "failed"
                    if n == 0:
                        self._handed.discard(recipient.learner)
                    await self._sleep(max(later.delay, min(SLOWEST, later.delay * 2**attempt)))
                except Unclear:
                    fate = "unclear"
                    break
                except Gone:
                    return "blocked"
            else:
                return "failed"
        return fate

    async def _messages(self, language: str) -> tuple[Message, ...]:
        """What it says in this language; it is laid out once, and not for each recipient."""
        if language not in self._plans:
            with speaking(Manner(language)):
                text = self._text()
            self._plans[language] = await planned(self._channel, (Say(text),))
        return self._plans[language]

    def _text(self) -> str:
        if self.announcement.notice:
            return correction.text(self.announcement.notice)
        # Nobody in a channel could turn it off for themselves.
        key = "announced.posted" if posted(self.announcement.audience) else "announced"
        return phrase(key, text=self.announcement.text)

    async def _keep_marking(self) -> None:
        """Mark from time to time, until that fails."""
        with contextlib.suppress(StoreError):
            while True:
                await asyncio.sleep(MARKING)
                await self._mark()

    async def _mark(self, handed: Collection[LearnerId] = ()) -> None:
        fates = dict(self._fates)
        if fates or handed:
            await self._store.mark_recipients(self.announcement.id, fates, handed)
            for learner in fates:
                self._fates.pop(learner, None)
