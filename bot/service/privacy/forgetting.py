"""What is forgotten: learners, and what nothing needs any more.

Whoever is forgotten is sent nothing more but the last words to them, and leaves no copy.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import LogEntry
from bot.service.delivery.broadcast import Broadcaster
from bot.service.delivery.delivery import Delivery
from bot.service.privacy.retention import Retention, keep
from bot.service.privacy.scrubber import Scrubber
from bot.storage.store import Store

KEPT = timedelta(days=7)
"""How long input ids are kept. Telegram gives an update again for a day at most, Discord for less,
so what comes again is always known. Parcels need no such term: they go once they are delivered."""

UNDELIVERED = timedelta(days=30)
"""How long it is tried to deliver something: a chat that was blocked may come back."""

DRAFTS = timedelta(days=90)
"""How long a draft is kept after it was published or discarded."""

FAREWELL = 60.0
"""Seconds after which the last words to somebody who is forgotten have arrived, nearly always."""


class Forgetting:
    """Forgets learners, and what is old.

    ``retention`` is how long what learners leave behind is kept. What can't be delivered for as
    long as ``undelivered`` is dropped, and so are ``drafts`` that have been closed for so long.
    ``role_lost`` is called with whoever is forgotten while they hold a role.
    """

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        broadcaster: Broadcaster,
        scrubber: Scrubber,
        *,
        clock: Callable[[], datetime],
        retention: Retention,
        undelivered: timedelta,
        drafts: timedelta,
        role_lost: Callable[[LearnerId], None],
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._broadcaster = broadcaster
        self._scrubber = scrubber
        self._clock = clock
        self._retention = retention
        self._undelivered, self._drafts = undelivered, drafts
        self._role_lost = role_lost

    async def prune(self) -> None:
        """Forget what need not be kept: old ids of inputs, what nothing needs, as settings say."""
        now = self._clock()
        await self._store.prune(now - KEPT)
        await self._store.discard(undelivered=now - self._undelivered, drafts=now - self._drafts)
        await keep(self._store, self._retention, now, self.forget)
        self._scrubber.wake()

    async def forget(self, learner: LearnerId, by: LogEntry | None = None) -> bool:
        """Forget a learner, with this line on the log; whether they were known."""
        editing = learner in await self._store.admins()
        accounts = await self._store.accounts_of(await self._store.learner_of(learner))
        known = await self._store.forget(learner, self._clock(), by)
        if known:
            self.forgot(accounts)
            if editing:
                self._role_lost(learner)
        return known

    def forgot(self, learners: Sequence[LearnerId]) -> None:
        """Drop what is on its way to those who are forgotten, and leave no copy of it."""
        for learner in learners:
            self._delivery.drop(learner)
            self._broadcaster.drop(learner)
        self._scrubber.wake()
        asyncio.get_running_loop().call_later(FAREWELL, self._scrubber.wake)
