"""An announcement on its way on a platform, until all have it or it is called off.

A recipient is *claimed* when the platform's pace lets their message go, right before the platform
gets it. What comes while a transaction is written shares the next, and fates go along with claims,
or by themselves soon after. So a kill leaves those unclear whose message was on its way just then,
and hardly anybody else.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from bot.conversation.facts.announcement import Announcement, Fate, Recipient, find_recipient
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.language.locale import Manner, nearest, speaking
from bot.conversation.outputs import Doorway, Output, Say
from bot.conversation.phrases import phrase
from bot.conversation.question import context
from bot.conversation.sharing import PostedQuestion
from bot.service.delivery.channel import (
    Channel,
    Gone,
    Later,
    Message,
    Unclear,
    Unwanted,
    plan_messages,
)
from bot.service.delivery.sending import Leading
from bot.service.tasks import end
from bot.storage.records import Platforms, StoreError
from bot.storage.store import Store
from bot.values import replace, value

MARKING = 0.1
"""Seconds until what has become of a message is written, at most."""


class Register:
    """Keeps the record of an announcement on a platform.

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
        """Write all that is due, in a transaction. Raises ``StoreError``."""
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


IN_FLIGHT = 32
"""Messages on their way at once on a platform: enough for 30 a second at an answer time of a
second."""

PAGE = 64
"""Recipients that are read at a time."""

PATIENCE = 8
"""Attempts at a recipient whom a platform can't take just now: three minutes or more."""

SLOWEST = 60.0
"""Seconds between two attempts at most, unless the platform asks for more."""

_log = logging.getLogger(__name__)


Cards = Callable[[str, str], Awaitable[PostedQuestion | None]]
"""Finds the question of a key, in a language; ``None`` if it is taught no more."""


@value
class Road:
    """What all that goes out on a platform shares.

    ``chats`` says which of its chats are served. ``pauses`` are those that an earlier process was
    asked to leave alone, with until when. ``card`` finds a question by its key. ``held`` says
    whether nothing arrives there just now. Nothing is sent while it is not certain that this
    process is ``leading``.
    """

    store: Store
    channel: Channel
    chats: Platforms
    pauses: Mapping[tuple[str, str], datetime]
    held: Callable[[], bool]
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[object]]
    card: Cards
    leading: Leading


class Round:
    """An announcement on its way on a platform.

    ``fates`` is what the store could not be told of yet, from the round before.
    """

    def __init__(
        self, road: Road, announcement: Announcement, fates: dict[LearnerId, Fate], *, off: bool
    ) -> None:
        self.announcement = announcement
        self._road = road
        self._register = Register(road.store, announcement.id, fates)
        self._off = asyncio.Event()
        if off:
            self._off.set()
        self._plans: dict[str, tuple[Message, ...]] = {}
        self._sending: dict[asyncio.Task[None], Recipient] = {}
        self._handed: set[LearnerId] = set()
        """Whom the platform may have been told of."""
        self._dropped: set[LearnerId] = set()
        self._doubtful = False
        """Whether the last that was given to the platform got no answer."""
        self._asleep: set[LearnerId] = set()
        """Who is not to be sent it for a while."""
        self._stirred = asyncio.Event()

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
        """Send it to all who wait for it, until it is called off. Raises ``StoreError``."""
        writing = asyncio.create_task(self._register.run())
        try:
            await self._send_all()
        finally:
            self._register.close()
            await writing
            await self._register.write()
        if self._register.failure is not None:
            raise self._register.failure

    async def _send_all(self) -> None:
        window, after = asyncio.Semaphore(IN_FLIGHT), ""

        def over(task: asyncio.Task[None]) -> None:
            window.release()
            recipient = self._sending.pop(task)
            self._stirred.set()
            if task.cancelled():
                had = recipient.learner in self._handed
                self._register.settle(recipient.learner, "unclear" if had else "waiting")

        try:
            while self._register.failure is None and (
                page := await self._road.store.recipients(
                    self.announcement.id, self._road.chats, after, PAGE
                )
            ):
                for recipient in page:
                    await window.acquire()
                    await self._doubtless()
                    await self._road.leading.wait_certain()
                    if self._off.is_set():
                        break
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

    async def _doubtless(self) -> None:
        """Wait until the platform answers, or has nothing more to answer."""
        while self._doubtful and any(
            recipient.learner not in self._asleep for recipient in self._sending.values()
        ):
            self._stirred.clear()
            await self._stirred.wait()

    async def _sleep(self, recipient: Recipient, seconds: float) -> None:
        self._asleep.add(recipient.learner)
        self._stirred.set()
        try:
            await self._road.sleep(seconds)
        finally:
            self._asleep.discard(recipient.learner)

    async def _send(self, recipient: Recipient) -> None:
        key = f"announcement:{self.announcement.id}:{recipient.learner}"
        try:
            self._register.settle(recipient.learner, await self._deliver(recipient, key))
        except Unwanted:
            self._register.settle(recipient.learner, "waiting")
        except Exception as error:
            # Its kind only: its words may hold a token.
            _log.error("%s failed: %s", key, type(error).__name__)
            self._register.settle(recipient.learner, "failed")

    def _may_go(self) -> bool:
        return self._road.leading.certain and not self._off.is_set()

    async def _deliver(self, recipient: Recipient, key: str) -> Fate:
        messages = await self._messages(nearest(recipient.language))
        fate: Fate = "sent"

        async def is_wanted() -> bool:
            claimed = self._may_go() and await self._register.claim(recipient.learner)
            # It may have been called off while that was written.
            if not (claimed and self._may_go()):
                return False
            self._handed.add(recipient.learner)
            return True

        await self._wait_paused(recipient)
        for n, message in enumerate(messages):
            bulk = replace(message, bulk=True)
            if n == 0:
                # Whoever has the beginning of it gets the rest as well.
                bulk = replace(bulk, wanted=is_wanted, certain=self._may_go)
            attempt = 0
            while attempt < PATIENCE:
                try:
                    await self._road.channel.send(recipient.address, bulk, f"{key}/{n}", None)
                    self._doubtful = False
                    self._stirred.set()
                    break
                except Later as later:
                    if later.delay is None:
                        return "failed"
                    if n == 0:
                        # They did not get it, and while they wait a kill must not leave that open.
                        self._handed.discard(recipient.learner)
                        self._register.settle(recipient.learner, "waiting")
                        if self._off.is_set():
                            raise Unwanted from None
                    if later.asked:
                        await self._note_pause(recipient.address, later.delay)
                    pause = max(later.delay, min(SLOWEST, later.delay * 2**attempt))
                    attempt += not self._road.held()
                    await self._sleep(recipient, pause)
                except Unclear:
                    self._doubtful = True
                    fate = "unclear"
                    break
                except Gone:
                    return "blocked"
            else:
                return "failed"
        return fate

    async def _wait_paused(self, recipient: Recipient) -> None:
        """Wait as long as the platform asked an earlier process to leave this chat alone."""
        address = recipient.address
        until = self._road.pauses.get((address.platform, address.chat))
        if until is not None and (left := (until - self._road.clock()).total_seconds()) > 0:
            await self._sleep(recipient, left)

    async def _note_pause(self, address: Address, seconds: float) -> None:
        """Keep for how long this chat is to be left alone: a restart would forget it."""
        until = self._road.clock() + timedelta(seconds=seconds)
        try:
            await self._road.store.pause(address.platform, address.chat, until)
        except StoreError as error:
            _log.warning("for how long a chat is to be left alone can't be kept: %s", error)

    async def _messages(self, language: str) -> tuple[Message, ...]:
        """What it says in this language; it is laid out once, and not for each recipient."""
        if language not in self._plans:
            asked = None
            if self.announcement.question:
                asked = await self._road.card(self.announcement.question, language)
            with speaking(Manner(language)):
                said = self._output(asked)
            self._plans[language] = await plan_messages(self._road.channel, (said,))
        return self._plans[language]

    def _output(self, asked: PostedQuestion | None) -> Output:
        """What it says; a question that is gone by now is left out."""
        if self.announcement.notice:
            return Say(context.text(self.announcement.notice))
        # Nobody in a channel could turn it off for themselves.
        key = "announced.posted" if find_recipient(self.announcement.audience) else "announced"
        text = self.announcement.text
        if asked is None:
            return Say(phrase(key, text=text))
        door: Doorway = asked.output
        return replace(door, text=phrase(key, text=f"{text}\n\n{asked.text}"))
