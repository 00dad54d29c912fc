"""The tutor on Telegram: updates in, envelopes to the desk, messages out.

The updates of one call are handed to the desk in their order and without waiting in between, so
each learner's order is kept while everybody's turns share transactions. Then all are awaited, and
only then are they confirmed.
"""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from telegram import ReplyParameters, Update
from telegram.constants import ChatAction, ChatMemberStatus, ChatType

from adapters.telegram.channel import TelegramChannel
from adapters.telegram.client import PUBLIC_API, connect
from adapters.telegram.copies import Ledger
from adapters.telegram.failures import RIVALLED, Patience
from adapters.telegram.groups import Moves
from adapters.telegram.incoming import Incoming
from adapters.telegram.inline import Find, InlineQueries, nothing
from adapters.telegram.menu import AdminMenus, Admins, MenuCommand, publish
from adapters.telegram.pace import Pace
from adapters.telegram.pacer import Pacer
from adapters.telegram.polling import LONG_POLL, Poller
from adapters.telegram.profile import introduce
from adapters.telegram.rendering import render
from adapters.telegram.sending import link
from adapters.telegram.translate import (
    PLATFORM,
    TelegramHandle,
    Unnamed,
    asks_who_runs,
    migration,
    removal,
    translate,
    unnamed,
)
from bot.conversation.buttons import posted_key
from bot.conversation.inputs import Envelope, LearnerId, Press
from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.outputs import Notice, Output
from bot.conversation.phrases import phrase
from bot.lessons.pictures.assets import Assets, no_assets
from bot.service.clock import utc_now
from bot.service.monitoring.observer import Observer
from bot.service.monitoring.tracing import tracing
from bot.service.tasks import end

if TYPE_CHECKING:
    from adapters.telegram.webhook import Webhook

Submit = Callable[[Envelope], Awaitable[tuple[Output, ...]]]

TYPING_AFTER = 1.0
"""Seconds that a turn may take before the learner is shown that something is under way."""

DEAF_AFTER = 3 * LONG_POLL
"""Seconds without an answer from Telegram after which the adapter counts as ailing."""

RIGHTS_WITHIN = 3.0
"""Seconds in which Telegram has to say whether somebody runs a group."""

MENU_AFTER = 300.0
"""Seconds after which a menu is set that could not be set at the start."""

_log = logging.getLogger(__name__)


async def _nobody() -> Collection[LearnerId]:
    return ()


class TelegramAdapter:
    """One bot. ``submit`` is the desk's; ``commands`` fill the menu.

    ``pace`` and ``patience`` are for tests. If it ``introduces`` itself, it says what it is where
    Telegram shows that, see ``profile``. With ``free_answers``, what people just did is answered
    above the pace of all messages, see ``pacer``. With a ``webhook`` updates are brought there,
    else they are asked for.

    In the chats of ``admins`` the menu holds ``admin_commands`` as well. ``assets`` has the
    pictures of lessons; ``moves`` keeps which groups have a new number, and ``ledger`` what may
    have been sent twice, by whoever sent before ``since``; ``cards`` finds questions for inline
    mode; ``observer`` is told what Telegram answers.
    """

    def __init__(
        self,
        token: str,
        submit: Submit,
        commands: Iterable[MenuCommand] = (),
        *,
        api_url: str = PUBLIC_API,
        clock: Callable[[], datetime] = utc_now,
        pace: Pace | None = None,
        admin_commands: Sequence[MenuCommand] = (),
        admins: Admins = _nobody,
        assets: Assets = no_assets,
        long_poll: int = LONG_POLL,
        typing_after: float = TYPING_AFTER,
        patience: Patience | None = None,
        moves: Moves | None = None,
        ledger: Ledger | None = None,
        observer: Observer | None = None,
        introduces: bool = True,
        free_answers: bool = True,
        webhook: "Webhook | None" = None,
        cards: Find = nothing,
        since: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._bot = connect(token, api_url, observer)
        self._submit = submit
        self._commands = tuple(commands)
        self._introduces = introduces
        self._clock = clock
        self._typing_after = typing_after
        self._menus = AdminMenus(self._bot, (*self._commands, *admin_commands), admins)
        self._asides: set[asyncio.Task[None]] = set()
        self._incoming = self._source(webhook, long_poll, patience)
        self._ran = False
        told = observer or Observer()
        pacer = Pacer(pace, spent=True, free=free_answers, recalled=lambda: told.recalled(PLATFORM))
        self.channel = TelegramChannel(
            self._bot, pacer, assets, clock=clock, moves=moves, ledger=ledger, since=since
        )
        """The way out, for delivery."""
        self._inline = InlineQueries(self._bot, cards, lambda: self.link)
        self.link = ""
        """How the links begin that lead to the bot, which a payload follows; empty until Telegram
        has said what it is called."""

    @property
    def ailment(self) -> str | None:
        """What is wrong with the connection, in a few words; ``None`` if nothing is."""
        silence, trouble = self._incoming.silence, self._incoming.trouble
        if silence is None:
            return trouble or "not connected to Telegram"
        if self._incoming.waiting > DEAF_AFTER:
            return f"what learners do has not been written down for {self._incoming.waiting:.0f} s"
        if silence > DEAF_AFTER:
            return f"no updates from Telegram for {silence:.0f} s{trouble and f': {trouble}'}"
        # Two that poll by turns are both heard, so silence alone would not tell.
        return RIVALLED if self._incoming.rivalled else self._incoming.hindrance or None

    @property
    def deaf(self) -> bool:
        """Whether nothing comes in."""
        silence = self._incoming.silence
        return silence is None or max(silence, self._incoming.waiting) > DEAF_AFTER

    def _source(
        self, webhook: "Webhook | None", long_poll: int, patience: Patience | None
    ) -> Incoming:
        if webhook is None:
            return Poller(self._bot, self._take, long_poll=long_poll, patience=patience)
        from adapters.telegram.webhook import Receiver

        return Receiver(self._bot, self._take, webhook, patience=patience)

    async def run(self) -> None:
        """Take in what learners do, until cancelled; may be called again after it has ended.

        Raises ``TelegramRefused`` if Telegram does not let the bot in for good.
        """
        if self._ran:
            # Whatever state its connections are in, they are made anew.
            await self._bot.shutdown()
        self._ran = True
        await self._incoming.patiently(self._bot.initialize)
        self.link = link(self._bot.username)
        _log.info("connected to Telegram as @%s", self._bot.username)
        menus = asyncio.create_task(self._show_menus(), name="menus")
        try:
            await self._incoming.run()
        finally:
            await end([menus])

    async def _show_menus(self) -> None:
        """Set the menus, and what is said before *Start*, beside polling: nobody waits for them."""
        while True:
            try:
                await publish(self._bot, self._commands)
                await self._menus.show()
                if self._introduces:
                    await introduce(self._bot)
            except Exception as error:
                _log.warning(
                    "the command menu or profile could not be set (%s); trying again in %.0f s",
                    type(error).__name__,
                    MENU_AFTER,
                )
                await asyncio.sleep(MENU_AFTER)
            else:
                return

    def role_changed(self, person: LearnerId) -> None:
        """Bring the menu of somebody up to date who was granted a role or lost one."""
        self._aside(self._menus.update(person))

    async def close(self) -> None:
        """Let go of all connections; safe to call twice."""
        await end(self._asides)
        await self.channel.copies.close()
        await self._bot.shutdown()

    async def _take(self, updates: Sequence[Update]) -> int:
        """Hand in updates in order; how many from the first on are committed."""
        if self._incoming.behind:
            presses = (one.callback_query for one in updates)
            self.channel.presses.waited(one.id for one in presses if one)
        tasks = [asyncio.create_task(self._handle(update)) for update in updates]
        try:
            results = await asyncio.gather(*tasks, return_exceptions=True)
        except asyncio.CancelledError:
            await end(tasks)
            raise
        if self.channel.presses.any_waited:
            self._aside(self.channel.presses.catch_up())
        for n, (update, result) in enumerate(zip(updates, results, strict=True)):
            if isinstance(result, BaseException):
                _log.error(
                    "update %d was not committed: %s", update.update_id, type(result).__name__
                )
                return n
        return len(updates)

    async def _handle(self, update: Update) -> None:
        """One update to its commit. Raises what kept it from being committed."""
        if update.inline_query:
            if self.link:
                self._aside(self._inline.answer(update.inline_query))
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
            await self.channel.groups.moved(news.old, news.new)
        if (chat := removal(update)) is not None:
            await self.channel.groups.left(chat)
        if update.message is not None and update.message.chat.type == ChatType.PRIVATE:
            self.channel.copies.note(update.message.message_id)
        if envelope is None:
            if asked := unnamed(update, self._bot.bot):
                self._aside(self._tell_unnamed(asked))
            if update.callback_query:
                handle = TelegramHandle(press=update.callback_query.id)
                self._aside(self._answer(handle, Notice("")))
            return
        if asks_who_runs(envelope):
            envelope = await self._with_rights(envelope)
        with tracing(envelope.id):
            await self._handed_in(envelope)

    async def _tell_unnamed(self, asked: Unnamed) -> None:
        """Say why nothing comes of it; nobody knows which language they speak."""
        said = []
        for language in LANGUAGES:
            with speaking(Manner(language)):
                said.append(render(phrase("class.anonymous"))[0])
        await self._bot.send_text(
            asked.chat,
            "\n\n".join(said),
            entities=(),
            reply_markup=None,
            message_thread_id=asked.thread,
            reply_parameters=ReplyParameters(asked.message, allow_sending_without_reply=True),
        )

    async def _with_rights(self, envelope: Envelope) -> Envelope:
        """The same with whether its learner runs the group, which Telegram says only if asked."""
        place, user = envelope.place, int(envelope.learner.partition(":")[2])
        if place is None:
            return envelope
        try:
            async with asyncio.timeout(RIGHTS_WITHIN):
                member = await self._bot.get_chat_member(int(envelope.address.chat), user)
        except Exception as error:
            # Whoever can't be shown to run it does not.
            _log.info("whether somebody runs a group can't be known: %s", type(error).__name__)
            return envelope
        runs = member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
        return replace(envelope, place=replace(place, runs=runs))

    async def _handed_in(self, envelope: Envelope) -> None:
        if self._menus.unmet(envelope.learner):
            self.role_changed(envelope.learner)
        loop = asyncio.get_running_loop()
        typing = loop.call_later(self._typing_after, lambda: self._aside(self._typing(envelope)))
        try:
            outputs = await self._submit(envelope)
        finally:
            typing.cancel()
        if isinstance(envelope.input, Press):
            # At once: it counts towards no limit, and must not wait behind what the chat is due.
            handle = TelegramHandle.read(envelope.address.handle)
            said = next((one for one in outputs if isinstance(one, Notice)), Notice(""))
            self._aside(self._answer(handle, said))
            chat = int(envelope.address.chat)
            if not posted_key(envelope.input.token) and self.channel.is_outdated(chat, handle):
                self._aside(self.channel.clear(chat, handle))

    def _aside(self, work: Awaitable[None]) -> None:
        """Do something that nothing waits for and whose failure changes nothing."""

        async def quietly() -> None:
            try:
                await work
            except Exception as error:
                _log.debug("something on the side failed: %s", type(error).__name__)

        task = asyncio.create_task(quietly())
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)

    async def _answer(self, handle: TelegramHandle, said: Notice) -> None:
        shown = self.channel.presses.say(handle, said.text, stays=said.stays, leads=said.leads)
        if not await shown:
            await self.channel.presses.answer(handle)

    async def _typing(self, envelope: Envelope) -> None:
        handle = TelegramHandle.read(envelope.address.handle)
        await self._bot.send_chat_action(
            int(envelope.address.chat), ChatAction.TYPING, message_thread_id=handle.thread
        )
