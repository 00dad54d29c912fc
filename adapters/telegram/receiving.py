"""Updates in, envelopes to the desk, and what a press is answered.

A source brings updates: a ``Poller`` asks for them, a webhook (``webhook``) is brought them. Each
update is read by itself. An update that can't be read would come again for ever and let nothing
past it, so it is passed over; the log names it by its number, for its content is a learner's.

**Polling confirms an update only when it is committed.** Telegram takes a call with a higher offset
as the confirmation of all updates below it, and gives unconfirmed ones again. So the offset moves
past an update when the desk has written it down, and never past a failed update: that and all after
it come again, and what of them did count is known by its id. A webhook of an earlier setting, or
another program's, is removed at the start.

**The intake** hands the updates of a call to the desk in their order and without waiting in
between, so each learner's order is kept while everybody's turns share transactions. Then all are
awaited, and only then are they confirmed. What the door drops is not even asked about: of a
learner's dropped presses some are answered, every few seconds, so that their client doesn't wait
for ever, and nothing else is said to Telegram.
"""

import asyncio
import logging
import time
import traceback
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from telegram import Update
from telegram.constants import ChatAction
from telegram.error import RetryAfter

from adapters.runtime import backoff
from adapters.telegram.client import Connection, OddAnswerError
from adapters.telegram.failures import Failures, Patience
from adapters.telegram.groups import (
    anonymous_command,
    migration,
    needs_rights,
    refuse_anonymous,
    removal,
    with_rights,
)
from adapters.telegram.inline import InlineQueries
from adapters.telegram.menus import Menus
from adapters.telegram.presses import remember
from adapters.telegram.sending import TelegramChannel
from adapters.telegram.updates import TelegramHandle, is_numbered, learner_of, translate, update_of
from bot.conversation.buttons import posted_key
from bot.conversation.inputs import Envelope, LearnerId, Press
from bot.conversation.outputs import Notice
from bot.service.monitoring import tracing
from bot.service.tasks import Unawaited, end
from bot.service.turns.queue import Door, Submit

_log = logging.getLogger(__name__)


ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.INLINE_QUERY,
)

Take = Callable[[Sequence[Update]], Awaitable[int]]
"""Takes updates in order; returns how many, from the first on, are committed."""


class Incoming(ABC):
    """A source of updates, and how it fares."""

    def __init__(
        self,
        bot: Connection,
        take: Take,
        patience: Patience | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._take = take
        self._patience = patience or Patience()
        self._clock = clock
        self._failures = Failures(self._patience, clock)
        self._last_answer: float | None = None
        self.behind = False
        """Whether the updates that were given last may have waited at Telegram for long."""

    @abstractmethod
    async def run(self) -> None:
        """Bring updates until cancelled. Raises ``TelegramRefused`` when Telegram won't go on."""

    @property
    def silence(self) -> float | None:
        """Seconds since Telegram was last heard; ``None`` if it never was."""
        return None if self._last_answer is None else self._clock() - self._last_answer

    @property
    @abstractmethod
    def waiting(self) -> float:
        """Seconds that updates have waited to be written down; 0 if there are none."""

    @property
    @abstractmethod
    def rhythm(self) -> float:
        """Seconds within which Telegram is heard again and again while all is well."""

    @property
    def failing(self) -> float:
        """Seconds for which every call to Telegram has failed; 0 if the last has not."""
        return self._failures.lasting

    @property
    def trouble(self) -> str:
        """What is wrong with Telegram just now, in a few words; empty if nothing is."""
        return self._failures.trouble

    @property
    def rivalled(self) -> bool:
        """Whether another program takes some of the updates."""
        return self._failures.rivalled

    @property
    def hindrance(self) -> str:
        """What keeps updates from coming though Telegram answers; empty if nothing does."""
        return ""

    async def patiently(
        self, call: Callable[..., Awaitable[Any]], *arguments: Any, within: float = 0.0
    ) -> Any:
        """The answer to a call, however often it fails; a late call is broken off.

        ``within`` is how long Telegram was asked to wait. Raises ``TelegramRefused`` for a token
        that Telegram does not know, and for a bot that has another's webhook.
        """
        while True:
            began = self._clock()
            try:
                # The time for reading is counted anew with each byte; this is for all of them.
                async with asyncio.timeout(within + self._patience.answer):
                    answer = await call(*arguments)
                self._failures.answered()
                self._last_answer = self._clock()
                return answer
            except Exception as error:
                # Whatever the library makes of an answer, it is no reason to stop asking.
                failure = error
            # Not within `except`: what is raised must not bring along an error with the token.
            pause = self._failures.note_failure(failure, began)
            if not isinstance(failure, RetryAfter):
                # What a call that hangs has taken is pause enough.
                pause = max(pause - (self._clock() - began), self._patience.first / 2)
            await asyncio.sleep(pause)

    def _read(self, raw: dict[str, Any]) -> Update | None:
        try:
            return update_of(raw, self._bot)
        except Exception as error:
            # Its message may quote what it could not read.
            _log.error(
                "update %d can't be read and is passed over (%s)",
                raw["update_id"],
                type(error).__name__,
            )
            return None


LONG_POLL = 10
"""Seconds that a call waits for an update; a silent connection is known dead soon after."""

LIMIT = 100
"""Updates in a call, at most; the Bot API's own limit."""

BEHIND = 15.0
"""Seconds that an update may have waited at Telegram before it counts as old."""


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
        """A call ends with an update, or after so many seconds without any."""
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
            raws = await self.patiently(self._poll, offset, within=self._long_poll)
            fresh = any(update["update_id"] >= (offset or 0) for update in raws)
            offset = await self._dealt_with(raws, offset)
            if not fresh:
                # An answer that comes at once and brings nothing must not be asked for at once.
                await asyncio.sleep(begun + self._patience.spacing - self._clock())

    async def _take_the_webhook_off(self) -> None:
        """While it is set, Telegram gives nothing to whoever asks."""
        if (await self._bot.get_webhook_info()).url:
            await self._bot.delete_webhook(drop_pending_updates=False)
            _log.warning("a webhook was set for this bot; it is removed, as updates are polled")

    async def _poll(self, offset: int | None) -> list[dict[str, Any]]:
        """Updates as they came, each with its number."""
        asked = self._clock()
        # Whether Telegram is back can be seen from an answer alone, so none is waited for then.
        long_poll = 0 if self._failures.lasting else self._long_poll
        answer = await self._bot.raw_updates(offset, LIMIT, long_poll, ALLOWED_UPDATES)
        if not isinstance(answer, list):
            raise OddAnswerError("an answer that is no list of updates")
        numbered = [update for update in answer if is_numbered(update)]
        if answer and not numbered:
            raise OddAnswerError("updates without a number")
        # What comes now has come to Telegram since then, or while we were asking. A full answer
        # may have left more behind, which a backlog does however often we ask.
        self.behind = self._emptied is None or asked - self._emptied > BEHIND
        if len(answer) < LIMIT:
            self._emptied = self._clock()
        if len(numbered) < len(answer):
            _log.error("%d updates without a number are passed over", len(answer) - len(numbered))
        # Whatever is below an offset is confirmed, so their order must not be left to trust.
        return sorted(numbered, key=lambda update: int(update["update_id"]))

    async def _dealt_with(self, raws: list[dict[str, Any]], offset: int | None) -> int | None:
        """The offset that confirms what of these is committed or can't be read."""
        if not raws:
            return offset
        updates = [read for update in raws if (read := self._read(update))]
        self._taking_since = self._clock()
        try:
            done = await self._take(updates) if updates else 0
        finally:
            self._taking_since = None
            self._last_answer = self._clock()
        if done == len(updates):
            self._uncommitted = 0
            return max(int(update["update_id"]) for update in raws) + 1
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


TYPING_AFTER = 1.0
"""Seconds that a turn may take before the learner is shown that something is under way."""

QUIET = 5.0
"""Seconds from an answer to a learner's dropped presses to the next."""


class Intake:
    """Hands in what learners do, by the ``door``.

    Who waits for a menu of ``menus`` is given it when they are heard. What nothing waits for is
    done by ``asides``. ``behind`` says whether what comes may have waited at Telegram for long.
    """

    def __init__(
        self,
        bot: Connection,
        door: Door,
        channel: TelegramChannel,
        inline: InlineQueries,
        menus: Menus,
        asides: Unawaited,
        *,
        clock: Callable[[], datetime],
        behind: Callable[[], bool],
        typing_after: float = TYPING_AFTER,
    ) -> None:
        self._bot = bot
        self._door = door
        self._channel = channel
        self._inline = inline
        self._menus = menus
        self._asides = asides
        self._clock = clock
        self._behind = behind
        self._typing_after = typing_after
        self._quieted: OrderedDict[LearnerId, float] = OrderedDict()
        """When a dropped press of each was answered last."""

    async def take(self, updates: Sequence[Update]) -> int:
        """Hand in updates in order; how many from the first on are committed."""
        presses = [update.callback_query.id for update in updates if update.callback_query]
        waited = presses if self._behind() else []
        self._channel.presses.waited(waited)
        results = await self._handled(updates)
        if waited:
            self._asides.begin(self._channel.presses.catch_up(waited))
        for n, (update, result) in enumerate(zip(updates, results, strict=True)):
            if result is not None:
                _log.error(
                    "update %d was not committed: %s", update.update_id, type(result).__name__
                )
                return n
        return len(updates)

    async def _handled(self, updates: Sequence[Update]) -> Sequence[BaseException | None]:
        """What kept each of these from being committed; ``None`` if nothing did."""
        if len(updates) == 1:
            # Most come alone, and need no task beside this task.
            try:
                await self._handle(updates[0])
            except Exception as error:
                return [error]
            return [None]
        tasks = [asyncio.create_task(self._handle(update)) for update in updates]
        try:
            return await asyncio.gather(*tasks, return_exceptions=True)
        except asyncio.CancelledError:
            await end(tasks)
            raise

    async def _handle(self, update: Update) -> None:
        """Bring an update to its commit. Raises what kept it from being committed."""
        if update.inline_query:
            if self._door.admits(learner_of(update.inline_query.from_user)):
                self._asides.begin(self._inline.answer(update.inline_query))
            return
        try:
            news = migration(update)
            envelope = translate(update, self._bot.bot, self._clock())
        except Exception as error:
            # No reason to be asked about the same update for ever. It is told where, but not what:
            # the error's own words may quote a learner's.
            where = traceback.extract_tb(error.__traceback__)[-1]
            _log.error(
                "update %d can't be read and is passed over (%s in %s, line %s)",
                update.update_id,
                type(error).__name__,
                where.name,
                where.lineno,
            )
            return
        if news:
            await self._channel.groups.move_chat(news.old, news.new)
        if (chat := removal(update)) is not None:
            await self._channel.groups.note_removal(chat)
        if envelope is None:
            if command := anonymous_command(update, self._bot.bot):
                self._asides.begin(refuse_anonymous(self._bot, command))
            press = update.callback_query
            if press and self._door.admits(learner_of(press.from_user)):
                handle = TelegramHandle(press=press.id)
                self._asides.begin(self._answer(handle, Notice("")))
            return
        submit = self._door.enter(envelope.learner)
        if submit is None:
            self._drop(envelope)
            return
        if needs_rights(envelope):
            envelope = await with_rights(envelope, self._bot)
        with tracing(envelope.id):
            await self._handed_in(envelope, submit)

    def _drop(self, envelope: Envelope) -> None:
        """Answer a dropped press, unless another of theirs was answered just before."""
        if not isinstance(envelope.input, Press):
            return
        now, learner = asyncio.get_running_loop().time(), envelope.learner
        if now < self._quieted.get(learner, 0.0) + QUIET:
            return
        remember(self._quieted, learner, now)
        handle = TelegramHandle.read(envelope.address.handle)
        self._asides.begin(self._answer(handle, Notice("")))

    async def _handed_in(self, envelope: Envelope, submit: Submit) -> None:
        if self._menus.unmet(envelope.learner):
            self._asides.begin(self._menus.update(envelope.learner))
        loop = asyncio.get_running_loop()
        typing = loop.call_later(
            self._typing_after, lambda: self._asides.begin(self._typing(envelope))
        )
        try:
            outputs = await submit(envelope)
        finally:
            typing.cancel()
        if isinstance(envelope.input, Press):
            # At once: it counts towards no limit, and must not wait behind what the chat is due.
            handle = TelegramHandle.read(envelope.address.handle)
            said = next((output for output in outputs if isinstance(output, Notice)), Notice(""))
            self._asides.begin(self._answer(handle, said))
            chat = int(envelope.address.chat)
            if not posted_key(envelope.input.token) and self._channel.is_outdated(chat, handle):
                self._asides.begin(self._channel.clear(chat, handle))

    async def _answer(self, handle: TelegramHandle, said: Notice) -> None:
        shown = self._channel.presses.say(handle, said.text, stays=said.stays, leads=said.leads)
        if not await shown:
            await self._channel.presses.answer(handle)

    async def _typing(self, envelope: Envelope) -> None:
        handle = TelegramHandle.read(envelope.address.handle)
        await self._bot.send_chat_action(
            int(envelope.address.chat), ChatAction.TYPING, message_thread_id=handle.thread
        )
