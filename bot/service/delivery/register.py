"""Who is about to get an announcement, and what has become of it for whom, on record.

A recipient is *claimed* when the platform's pace lets their message go, right before the platform
gets it. What comes while one transaction is written shares the next one, and fates go along with
claims, or by themselves soon after. So a kill leaves those unclear whose message was on its way
just then, and hardly anybody else.
"""

import asyncio
from collections.abc import Collection
from contextlib import suppress

from bot.conversation.facts.announcement import Fate
from bot.conversation.inputs import LearnerId
from bot.storage.errors import StoreError
from bot.storage.store import Store

MARKING = 0.1
"""Seconds until what has become of a message is written, at most."""


class Register:
    """Keeps the record of one announcement on one platform.

    ``fates`` is what the store could not be told of yet, from the round before.
    """

    def __init__(self, store: Store, announcement: str, fates: dict[LearnerId, Fate]) -> None:
        self._store = store
        self._announcement = announcement
        self._fates = fates
        self._claims: dict[LearnerId, asyncio.Future[bool]] = {}
        """What is to be written."""
        self._claimed: set[LearnerId] = set()
        """Who is on record as about to get it."""
        self._due = asyncio.Event()
        self._closed = False
        self.failure: StoreError | None = None
        """What keeps anything from being written; nothing may be sent then."""

    async def claim(self, learner: LearnerId) -> bool:
        """Put on record that this learner is about to get it; whether they may.

        They may not where that can't be written, or another process is about to send it to them.
        """
        if learner in self._claimed:
            return True
        if self.failure is not None:
            return False
        claim: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._claims[learner] = claim
        self._due.set()
        return await claim

    def settle(self, learner: LearnerId, fate: Fate) -> None:
        """Keep what has become of it for this learner; it is written soon."""
        # Who waits and was never claimed is on record as that.
        if fate != "waiting" or learner in self._claimed:
            self._claimed.discard(learner)
            self._fates[learner] = fate

    async def run(self) -> None:
        """Write what is due, until closed or something can't be written."""
        while not self._closed:
            with suppress(TimeoutError):
                async with asyncio.timeout(MARKING):
                    await self._due.wait()
            self._due.clear()
            try:
                await self.write()
            except StoreError as error:
                self.failure = error
                return

    def close(self) -> None:
        """Let ``run`` end once it has written what it is writing."""
        self._closed = True
        self._due.set()

    async def write(self) -> None:
        """Write all that is due, in one transaction. Raises ``StoreError``."""
        fates, claims = dict(self._fates), self._claims
        self._claims = {}
        if not (fates or claims):
            return
        claimed: Collection[LearnerId] = ()
        try:
            claimed = await self._store.mark_recipients(self._announcement, fates, claims)
            for learner, fate in fates.items():
                # Another may have come meanwhile.
                if self._fates.get(learner) == fate:
                    del self._fates[learner]
        finally:
            self._claimed.update(claimed)
            for learner, claim in claims.items():
                if not claim.done():
                    claim.set_result(learner in claimed)
                elif learner in claimed:
                    # It was called off while this was being written.
                    self.settle(learner, "waiting")
