"""Updates in, envelopes to the desk, and what a press is answered.

What the door drops is not even asked about: of a learner's dropped presses one is answered every
few seconds, so that their client doesn't wait for ever, and nothing else is said to Telegram.

The updates of one call are handed to the desk in their order and without waiting in between, so
each learner's order is kept while everybody's turns share transactions. Then all are awaited, and
only then are they confirmed.
"""

import asyncio
import logging
import traceback
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime

from telegram import Update
from telegram.constants import ChatAction

from adapters.telegram import anonymous, rights
from adapters.telegram.addresses import TelegramHandle
from adapters.telegram.channel import TelegramChannel
from adapters.telegram.client import Connection
from adapters.telegram.groups import migration, removal
from adapters.telegram.inline import InlineQueries
from adapters.telegram.menu import AdminMenus
from adapters.telegram.sending import remember
from adapters.telegram.translate import learner_of, translate
from bot.conversation.buttons import posted_key
from bot.conversation.inputs import Envelope, LearnerId, Press
from bot.conversation.outputs import Notice
from bot.service.monitoring.tracing import tracing
from bot.service.tasks import Unawaited, end
from bot.service.turns.door import Door, Submit

TYPING_AFTER = 1.0
"""Seconds that a turn may take before the learner is shown that something is under way."""

QUIET = 5.0
"""Seconds from one answer to a learner's dropped presses to the next."""

_log = logging.getLogger(__name__)


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
        menus: AdminMenus,
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
        presses = [one.callback_query.id for one in updates if one.callback_query]
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
        """What kept each of these from being committed; ``None`` of one that is."""
        if len(updates) == 1:
            # Most come alone, and need no task beside this one.
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
        """One update to its commit. Raises what kept it from being committed."""
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
            await self._channel.groups.moved(news.old, news.new)
        if (chat := removal(update)) is not None:
            await self._channel.groups.left(chat)
        if envelope is None:
            if asked := anonymous.unnamed(update, self._bot.bot):
                self._asides.begin(anonymous.explain(self._bot, asked))
            press = update.callback_query
            if press and self._door.admits(learner_of(press.from_user)):
                handle = TelegramHandle(press=press.id)
                self._asides.begin(self._answer(handle, Notice("")))
            return
        submit = self._door.enter(envelope.learner)
        if submit is None:
            self._drop(envelope)
            return
        if rights.matter(envelope):
            envelope = await rights.with_rights(envelope, self._bot)
        with tracing(envelope.id):
            await self._handed_in(envelope, submit)

    def _drop(self, envelope: Envelope) -> None:
        """Answer a dropped press, unless another one of theirs was answered just before."""
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
            said = next((one for one in outputs if isinstance(one, Notice)), Notice(""))
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
