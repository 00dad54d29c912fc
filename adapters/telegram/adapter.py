"""The tutor on Telegram: a bot with its ways in and out, its menus, and how it fares.

Updates come by ``polling`` or ``webhook`` to ``intake``, which hands them to the desk; messages go
out by ``channel``.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.telegram.addresses import PLATFORM
from adapters.telegram.channel import TelegramChannel
from adapters.telegram.client import PUBLIC_API, connect
from adapters.telegram.failures import RIVALLED, Patience
from adapters.telegram.groups import Moves
from adapters.telegram.incoming import Incoming
from adapters.telegram.inline import Find, InlineQueries, nothing
from adapters.telegram.intake import TYPING_AFTER, Intake
from adapters.telegram.menu import AdminMenus, Admins, MenuCommand, publish
from adapters.telegram.pace import Pace
from adapters.telegram.pacer import Pacer
from adapters.telegram.polling import LONG_POLL, Poller
from adapters.telegram.profile import introduce
from adapters.telegram.sending import link
from bot.conversation.inputs import LearnerId
from bot.lessons.pictures.assets import Assets, no_assets
from bot.service.clock import utc_now
from bot.service.monitoring.observer import Observer
from bot.service.tasks import Unawaited, end
from bot.service.turns.door import Door

if TYPE_CHECKING:
    from adapters.telegram.webhook import Webhook

FAILING = 10.0
"""Seconds of calls that all fail after which the adapter counts as ailing."""

SILENT = 15.0
"""Seconds without an answer after which it does, beyond those that a call may take to have one."""

UNWRITTEN = 30.0
"""Seconds after which it does because what learners do is not written down."""

MENU_AFTER = 300.0
"""Seconds after which a menu is set that could not be set at the start."""

_log = logging.getLogger(__name__)


async def _nobody() -> Collection[LearnerId]:
    return ()


class TelegramAdapter:
    """One bot. What comes goes in by the ``door``; ``commands`` fill the menu.

    ``pace`` and ``patience`` are for tests. If it ``introduces`` itself, it says what it is where
    Telegram shows that, see ``profile``. With ``free_answers``, what people just did is answered
    above the pace of all messages, see ``pacer``. With a ``webhook`` updates are brought there,
    else they are asked for.

    In the chats of ``admins`` the menu holds ``admin_commands`` as well. ``assets`` has the
    pictures of lessons; ``moves`` keeps which groups have a new number; ``cards`` finds questions
    for inline mode; ``observer`` is told what Telegram answers.
    """

    def __init__(
        self,
        token: str,
        door: Door,
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
        observer: Observer | None = None,
        introduces: bool = True,
        free_answers: bool = True,
        webhook: "Webhook | None" = None,
        cards: Find = nothing,
    ) -> None:
        self._bot = connect(token, api_url, observer)
        self._commands = tuple(commands)
        self._introduces = introduces
        self._menus = AdminMenus(self._bot, (*self._commands, *admin_commands), admins)
        self._asides = Unawaited()
        told = observer or Observer()
        pacer = Pacer(pace, spent=True, free=free_answers, recalled=lambda: told.recalled(PLATFORM))
        self.channel = TelegramChannel(self._bot, pacer, assets, clock=clock, moves=moves)
        """The way out, for delivery."""
        self._intake = Intake(
            self._bot,
            door,
            self.channel,
            InlineQueries(self._bot, cards, lambda: self.link),
            self._menus,
            self._asides,
            clock=clock,
            behind=lambda: self._incoming.behind,
            typing_after=typing_after,
        )
        self._incoming = self._source(webhook, long_poll, patience)
        self._ran = False
        self.link = ""
        """How the links begin that lead to the bot, which a payload follows; empty until Telegram
        has said what it is called."""

    @property
    def ailment(self) -> str | None:
        """What is wrong with the connection, in a few words; ``None`` if nothing is."""
        silence, trouble = self._incoming.silence, self._incoming.trouble
        if silence is None:
            return trouble or "not connected to Telegram"
        if self._incoming.waiting > UNWRITTEN:
            return f"what learners do has not been written down for {self._incoming.waiting:.0f} s"
        if self._silent(silence):
            return f"no updates from Telegram for {silence:.0f} s{trouble and f': {trouble}'}"
        # Two that poll by turns are both heard, so silence alone would not tell.
        return RIVALLED if self._incoming.rivalled else self._incoming.hindrance or None

    @property
    def deaf(self) -> bool:
        """Whether nothing comes in."""
        silence = self._incoming.silence
        return silence is None or self._silent(silence) or self._incoming.waiting > UNWRITTEN

    def _silent(self, silence: float) -> bool:
        failing = self._incoming.failing
        return failing > FAILING or silence > self._incoming.rhythm + SILENT

    def _source(
        self, webhook: "Webhook | None", long_poll: int, patience: Patience | None
    ) -> Incoming:
        if webhook is None:
            return Poller(self._bot, self._intake.take, long_poll=long_poll, patience=patience)
        from adapters.telegram.webhook import Receiver

        return Receiver(self._bot, self._intake.take, webhook, patience=patience)

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
        self._asides.begin(self._menus.update(person))

    async def close(self) -> None:
        """Let go of all connections; safe to call twice."""
        await self._asides.end()
        await self._bot.shutdown()
