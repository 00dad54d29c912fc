"""The tutor on Telegram: a bot with its ways in and out, its menus, and how it fares.

Updates come in by ``receiving`` or ``webhook`` and are handed to the desk; messages go out by
``sending``.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.telegram import PLATFORM, PUBLIC_API
from adapters.telegram.client import connect, link
from adapters.telegram.failures import RIVALLED, Patience
from adapters.telegram.groups import Moves
from adapters.telegram.inline import Find, InlineQueries, nothing
from adapters.telegram.menus import Admins, MenuCommand, Menus, everyday, nobody
from adapters.telegram.pacing import Pace, Pacer
from adapters.telegram.receiving import LONG_POLL, TYPING_AFTER, Incoming, Intake, Poller
from adapters.telegram.sending import TelegramChannel
from bot.conversation.inputs import LearnerId
from bot.lessons.pictures.assets import Assets, no_assets
from bot.service.monitoring import Observer
from bot.service.tasks import Unawaited, end
from bot.service.turns.queue import Door
from bot.storage.codec import utc_now
from bot.values import value

if TYPE_CHECKING:
    from adapters.telegram.webhook import Webhook

FAILING = 10.0
"""Seconds of calls that all fail after which the adapter counts as ailing."""

SILENT = 15.0
"""Seconds without an answer after which it does, beyond those that a call may take."""

UNWRITTEN = 30.0
"""Seconds after which it does because what learners do is not written down."""

_log = logging.getLogger(__name__)


@value
class Options:
    """How a bot is run. ``pace``, ``patience`` and the times are for tests.

    If it ``introduces`` itself, it says what it is where Telegram shows that, see ``menus``. With
    ``free_answers``, what people just did is answered above the pace of all messages, see
    ``pacing``. With a ``webhook`` updates are brought there, else they are asked for.
    """

    api_url: str = PUBLIC_API
    introduces: bool = True
    free_answers: bool = True
    webhook: "Webhook | None" = None
    pace: Pace | None = None
    patience: Patience | None = None
    long_poll: int = LONG_POLL
    typing_after: float = TYPING_AFTER
    clock: Callable[[], datetime] = utc_now


@value
class Services:
    """What a tutor has for a bot, beside its door.

    In the chats of ``admins`` the menu holds ``admin_commands`` as well. ``assets`` has the
    pictures of lessons; ``moves`` keeps which groups have a new number; ``cards`` finds questions
    for inline mode; ``observer`` is told what Telegram answers.
    """

    admins: Admins = nobody
    admin_commands: Sequence[MenuCommand] = ()
    assets: Assets = no_assets
    moves: Moves | None = None
    cards: Find = nothing
    observer: Observer | None = None


class TelegramAdapter:
    """A bot. What comes goes in by the ``door``; ``commands`` fill the menu."""

    def __init__(
        self,
        token: str,
        door: Door,
        commands: Sequence[MenuCommand] = (),
        options: Options | None = None,
        services: Services | None = None,
    ) -> None:
        options, services = options or Options(), services or Services()
        observer, clock = services.observer or Observer(), options.clock
        self._bot = connect(token, options.api_url, observer)
        self._asides = Unawaited()
        self._menus = Menus(
            self._bot,
            commands,
            (*everyday(commands), *services.admin_commands),
            services.admins,
            introduces=options.introduces,
        )
        pacer = Pacer(
            options.pace,
            spent=True,
            free=options.free_answers,
            recalled=lambda: observer.recalled(PLATFORM),
        )
        self.channel = TelegramChannel(
            self._bot, pacer, services.assets, clock=clock, moves=services.moves
        )
        """The way out, for delivery."""
        self._intake = Intake(
            self._bot,
            door,
            self.channel,
            InlineQueries(self._bot, services.cards, lambda: self.link),
            self._menus,
            self._asides,
            clock=clock,
            behind=lambda: self._incoming.behind,
            typing_after=options.typing_after,
        )
        self._incoming = self._source(options)
        self._ran = False
        self.link = ""
        """How the links begin that lead to the bot; empty until Telegram has said its name."""

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

    def _source(self, options: Options) -> Incoming:
        if options.webhook is None:
            return Poller(
                self._bot,
                self._intake.take,
                long_poll=options.long_poll,
                patience=options.patience,
            )
        from adapters.telegram.webhook import Receiver

        return Receiver(self._bot, self._intake.take, options.webhook, patience=options.patience)

    async def run(self) -> None:
        """Take in what learners do, until cancelled. Raises ``TelegramRefused`` for good."""
        if self._ran:
            # Whatever state its connections are in, they are made anew.
            await self._bot.shutdown()
        self._ran = True
        await self._incoming.patiently(self._bot.initialize)
        self.link = link(self._bot.username)
        _log.info("connected to Telegram as @%s", self._bot.username)
        menus = asyncio.create_task(self._menus.keep_trying(), name="menus")
        try:
            await self._incoming.run()
        finally:
            await end([menus])

    def role_changed(self, person: LearnerId) -> None:
        """Bring the menu of somebody up to date who was granted a role or lost it."""
        self._asides.begin(self._menus.update(person))

    async def close(self) -> None:
        """Let go of all connections; safe to call twice."""
        await self._asides.end()
        await self._bot.shutdown()
