"""A conversation in a terminal: one line in, everything that it leads to out, then the next."""

import asyncio
import getpass
import os
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from pathlib import Path

from adapters.terminal.channel import PLATFORM, TerminalChannel
from adapters.terminal.gallery import Gallery
from adapters.terminal.screen import Screen
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press
from bot.conversation.language.locale import Manner, nearest, speaking
from bot.conversation.phrases import phrase
from bot.service.clock import utc_now
from bot.service.delivery.delivery import Delivery
from bot.service.turns.desk import Desk

NAME_LIMIT = 64
"""Characters of a learner's name."""

PATIENCE = 90.0
"""Seconds for which a script waits for what takes a while, such as a file: nothing that can be
asked for here takes longer, as reading what was sent is bounded by a minute."""


def login_name() -> str:
    """The name that this person is logged in with, or ``learner`` if the system can't tell."""
    try:
        name = getpass.getuser().strip()
    except (KeyError, OSError, ImportError):
        name = ""
    return name[:NAME_LIMIT] if name.isprintable() and name else "learner"


def login_language() -> str:
    """What this person speaks, such as ``de_AT``, by the environment; empty if it does not say.

    The variables are gettext's, in its order. Babel's own look at them also takes ``LC_CTYPE``
    for a language, which Python sets by itself where a locale is not installed.
    """
    variables = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((value for name in variables if (value := os.environ.get(name))), "")
    spoken = re.split("[:.@]", said)[0]
    return "" if spoken in ("C", "POSIX") else spoken


async def _at_once() -> None:
    """Nothing takes longer than its turn."""


def _new_id() -> str:
    # Not a counter: it would begin anew at each start, and what is known already is ignored.
    return f"{PLATFORM}:{uuid.uuid4().hex}"


class Chat:
    """One learner at a terminal.

    For a person there are hints, and the Enter key alone takes the open choice if there is but
    one, so that they can read on with it. For a script (``plain``) an empty line is no input.
    ``language`` is what they speak by their terminal; what they have chosen wins over it. Files
    are saved in ``folder``, by default the one in which the program was started. ``settled`` waits
    until what was asked for has been done and told, which a script does after each line: it ends
    with its last one, and nobody would be there for what comes later. Of a draft nothing is
    ``kept``, which a person is told.
    """

    def __init__(
        self,
        desk: Desk,
        delivery: Delivery,
        screen: Screen,
        name: str,
        *,
        language: str = "",
        folder: Path | None = None,
        gallery: Gallery | None = None,
        settled: Callable[[], Awaitable[None]] = _at_once,
        kept: bool = True,
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = _new_id,
    ) -> None:
        self.channel = TerminalChannel(screen, nearest(language), folder, gallery)
        self._desk = desk
        self._delivery = delivery
        self._screen = screen
        self._learner = LearnerId(f"{PLATFORM}:{name}")
        self._address = Address(PLATFORM, name)
        self.language = language
        self._settled = settled
        self._kept = kept
        self._patient = screen.plain
        self._clock = clock
        self._new_id = new_id

    async def run(self, lines: AsyncIterator[str], lesson: str = "") -> None:
        """Begin with this lesson, or with a greeting, and answer lines until there are no more."""
        await self.put(Command("learn", lesson) if lesson else Command("start"))
        await self._answered()
        self._hint("terminal.hint" if self._kept else "terminal.draft")
        async for line in lines:
            if not self._screen.plain:
                self._screen.gap()
            if line.strip():
                await self.put(self.channel.understand(line))
                await self._answered()
            elif not self._screen.plain and len(self.channel.choices) == 1:
                await self.put(Press(self.channel.choices[0].token))
        self._hint("terminal.farewell" if self._kept else "terminal.draft_left")

    async def put(self, given: Input) -> None:
        """Submit one input, and come back when its answer is on the screen.

        Raises ``OSError`` when nothing can be shown any more.
        """
        id, at = self._new_id(), self._clock()
        envelope = Envelope(id, self._learner, self._address, at, given, self.language)
        await self._desk.submit(envelope)
        await self._delivery.idle()
        if self.channel.lost:
            raise self.channel.lost

    async def _answered(self) -> None:
        """For a script, wait until nothing of what it asked for is still being made."""
        if not self._patient:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self._settled()
        except TimeoutError:
            self._patient = False
            with speaking(Manner(self.channel.language)):
                self._screen.aside(phrase("terminal.late"))
        if self.channel.lost:
            raise self.channel.lost

    def _hint(self, key: str) -> None:
        """Say something beside the conversation, to a person."""
        if not self._screen.plain:
            with speaking(Manner(self.channel.language)):
                self._screen.aside(phrase(key))
