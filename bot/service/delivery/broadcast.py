"""Broadcasting: an announcement goes out to its recipients.

Who gets it is settled in the turn that sends it; each recipient is a row that says what has become
of it. It comes to nobody twice: who is about to get it is noted once their turn has come, before
the platform gets it (``register``), and what may have arrived is not tried again. So a crash in
between, or an answer that is lost, may leave a few out, those whose message was on its way; they
are counted as *unclear*, and an admin sees how many. With a reply it is the other way round, for a
reply that comes twice harms less than a missing reply.

It goes out through the channels as *bulk*, which they pace below their platform's limits, and which
lets replies to learners go first. Only so many are in flight at once. Each platform has a stream of
its own, so that a slow platform holds up no other, and in it announcements follow each other.

Once a pause or an end is committed, only what a platform has been given already goes out: whatever
waits for its turn is asked about before it is sent (``Message.wanted``). It is the same while a
platform can't be reached: whoever is on it waits without spending attempts, until it is back. It
takes a while to know that, so after an answer that did not come one at a time goes out, until one
arrives: few are left unclear.

For how long a platform wants a chat to be left alone is kept in the store, so that neither an
announcement nor a reply meets the same refusal again after a restart.

==================  ==========================================================================
a recipient         what happens
==================  ==========================================================================
gets it             ``sent``
``Later(delay)``    tried again after that, and later each time, eight times in all; then
                    ``failed``
``Later(None)``     ``failed``: only an input from there could open the way
``Gone``            ``blocked``
``Unclear``         ``unclear``, and so is whoever was about to get it when the program ended
``Unwanted``        waits: it was paused or cancelled before its turn, or its platform is down
fails otherwise     ``failed``, and logged: a bug
is elsewhere        waits, for a program that serves their platform
==================  ==========================================================================
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime

from bot.conversation.facts.admin import AdminFact, AnnouncementTurned
from bot.conversation.facts.announcement import Announcement, Fate
from bot.conversation.inputs import LearnerId
from bot.service.delivery.channel import Channel
from bot.service.delivery.recipients import Cards, Road, Round
from bot.service.delivery.sending import ALWAYS, Leading
from bot.service.tasks import Worker, end
from bot.storage.records import Platforms
from bot.storage.store import Store


async def _no_card(key: str, language: str) -> None:
    """Nothing is asked."""


class Broadcaster(Worker):
    """Sends announcements in these ``platforms``.

    ``ring`` finds the alarms that tell of them, ``card`` a question that any of them asks. Nothing
    is sent while it is not certain that this process is ``leading``.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        platforms: Platforms,
        *,
        ring: Callable[[], Awaitable[object]],
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        card: Cards = _no_card,
        leading: Leading = ALWAYS,
    ) -> None:
        super().__init__("broadcast")
        self._card = card
        self._leading = leading
        self._store = store
        self._channels = channels
        self._platforms = platforms
        self._ring = ring
        self._clock = clock
        self._sleep = sleep
        self._calls = 0
        self._stopped: set[str] = set()
        self._held: set[str] = set()
        self._pauses: Mapping[tuple[str, str], datetime] = {}
        self._rounds: dict[Round, str] = {}
        """What is on its way, with its platform."""
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
                for round_ in self._rounds:
                    if round_.announcement.id == fact.id:
                        round_.call_off()

    async def follow(self) -> None:
        """Heed what admins have paused, let go on or cancelled by another process."""
        if not (self._stopped or self._rounds):
            return
        going = {announcement.id for announcement in await self._store.announcements()}
        self._stopped -= going
        for round_ in self._rounds:
            if round_.announcement.id not in going:
                self._stopped.add(round_.announcement.id)
                round_.call_off()

    def hold(self, platform: str, held: bool) -> None:
        """Send nothing on this platform while it is held, because nothing arrives there."""
        if held and platform not in self._held:
            self._held.add(platform)
            for round_, where in self._rounds.items():
                if where == platform:
                    round_.call_off()
        elif not held and platform in self._held:
            self._held.discard(platform)
            self.wake()

    def drop(self, learner: LearnerId) -> None:
        """Send nothing more to somebody who is forgotten."""
        for round_ in self._rounds:
            round_.drop(learner)

    async def _work(self) -> None:
        if not self._settled:
            await self._store.settle_recipients()
            self._pauses = await self._store.pauses(self._clock())
            self._settled = True
        streams: dict[str, asyncio.Task[None]] = {}
        woken = True
        try:
            while woken or streams:
                if woken:
                    for platform in self._platforms.keys() - streams.keys():
                        streams[platform] = asyncio.create_task(self._serve(platform))
                woken = await self._until_news(streams)
                for platform in [name for name, task in streams.items() if task.done()]:
                    streams.pop(platform).result()
        finally:
            await end(streams.values())

    async def _until_news(self, streams: Mapping[str, asyncio.Task[None]]) -> bool:
        """Wait until any stream has ended, or there is more work; whether there is."""
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
            for announcement in await self._store.announcements():
                if announcement.id not in self._stopped and platform not in self._held:
                    await self._go(announcement, platform)

    async def _go(self, announcement: Announcement, platform: str) -> None:
        """Send an announcement to all who wait for it on this platform, until it is stopped."""
        # What the store could not be told of waits here for the next round.
        fates = self._fates.setdefault((announcement.id, platform), {})
        off = announcement.id in self._stopped or platform in self._held
        round_ = Round(self._road(platform), announcement, fates, off=off)
        self._rounds[round_] = platform
        try:
            await round_.go()
        finally:
            del self._rounds[round_]
        del self._fates[announcement.id, platform]
        await self._store.finish_announcement(announcement, self._clock())
        await self._ring()

    def _road(self, platform: str) -> Road:
        return Road(
            self._store,
            self._channels[platform],
            {platform: self._platforms[platform]},
            self._pauses,
            lambda: platform in self._held,
            self._clock,
            self._sleep,
            self._card,
            self._leading,
        )
