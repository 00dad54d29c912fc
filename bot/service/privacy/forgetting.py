"""What is forgotten: learners, and what nothing needs any more.

Whoever is forgotten is sent nothing more but the last words to them, and leaves no copy: what was
deleted is scrubbed from the write-ahead log.

What is kept no longer than whoever runs the bot wants is looked at once a day. Who has been silent
for long is told a week before they are forgotten, where they can be reached; whatever they say
keeps everything. Nobody who holds a role is forgotten like that.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import LogEntry
from bot.conversation.privacy.silence import alarm_kind
from bot.service.delivery.broadcast import Broadcaster
from bot.service.delivery.delivery import Delivery
from bot.service.tasks import Worker
from bot.storage.codec import micros
from bot.storage.ports import Privacy
from bot.storage.store import Store
from bot.values import value

PAUSE = 1.0
"""Seconds until it is tried again while somebody reads what was before, such as a report."""


class Scrubber(Worker):
    """Scrubs the store whenever it is woken, and at the start for what was left undone."""

    def __init__(self, store: Privacy) -> None:
        super().__init__("scrubber")
        self._store = store

    async def _work(self) -> None:
        while not await self._store.scrub():  # noqa: ASYNC110 - the file tells nobody that it is free
            await asyncio.sleep(PAUSE)


NOTICE = timedelta(days=7)
"""How long before they are forgotten somebody is told."""

PAGE = 200
"""Learners looked at in a transaction."""

_log = logging.getLogger(__name__)


@value
class Retention:
    """How long things are kept.

    Somebody silent is known, and what they typed is kept, for ever where nothing else is said.
    What can't be delivered is tried for as long as ``undelivered``: a chat that was blocked may
    come back. Drafts are kept for so long after they were published or discarded.
    """

    silence: timedelta | None = None
    texts: timedelta | None = None
    undelivered: timedelta = timedelta(days=30)
    drafts: timedelta = timedelta(days=90)


async def keep(
    store: Privacy,
    retention: Retention,
    now: datetime,
    forget: Callable[[LearnerId], Awaitable[bool]],
) -> None:
    """Do what is due now: tell those who are silent, forget those who were told, delete texts."""
    if retention.silence is not None:
        kind, before = alarm_kind(micros(now + NOTICE)), now - retention.silence
        while await store.warn_silent(before + NOTICE, kind, now, PAGE) == PAGE:
            pass
        number = 0
        while learners := await store.silent(before, now - NOTICE, PAGE):
            for learner in learners:
                number += await forget(learner)
        if number:
            _log.info("forgot %d who had been silent for %s", number, retention.silence)
    if retention.texts is not None:
        deleted = await store.forget_texts(now - retention.texts)
        if deleted:
            _log.info("deleted %d texts from before %s", deleted, now - retention.texts)


KEPT = timedelta(days=7)
"""How long input ids are kept. Telegram gives an update again for a day at most, Discord for less,
so what comes again is always known. Parcels need no such term: they go once they are delivered."""

FAREWELL = 60.0
"""Seconds after which the last words to somebody who is forgotten have arrived, nearly always."""


class Forgetting:
    """Forgets learners, and what is old; tells ``role_lost`` of those with a role."""

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        broadcaster: Broadcaster,
        retention: Retention,
        *,
        clock: Callable[[], datetime],
        role_lost: Callable[[LearnerId], None],
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._broadcaster = broadcaster
        self.scrubber = Scrubber(store)
        self._clock = clock
        self._retention = retention
        self._role_lost = role_lost

    async def prune(self) -> None:
        """Forget what need not be kept: old ids of inputs, what nothing needs, as settings say."""
        now = self._clock()
        await self._store.prune(now - KEPT)
        terms = self._retention
        await self._store.discard(undelivered=now - terms.undelivered, drafts=now - terms.drafts)
        await keep(self._store, terms, now, self.forget)
        self.scrubber.wake()

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
        self.scrubber.wake()
        asyncio.get_running_loop().call_later(FAREWELL, self.scrubber.wake)
