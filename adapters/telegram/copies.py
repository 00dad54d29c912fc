"""Copies of a question that nobody knows of, and taking their buttons away.

Telegram knows no repeats. A process that is killed between sending and marking sends again, and so
does one whose answer was lost. Then a chat has the same question twice, and nobody knows the number
of the first. Where such a thing may have happened, its number is looked for.

A bot's messages in private chats and basic groups are all numbered in one sequence, in which what
is sent and what comes in take a number each (core.telegram.org/api/channel, "Basic groups"). So a
copy has one of the numbers between the newest message that was known when it was sent and the
question that was sent in its place. Of these most are known: what this process has sent, what
learners have typed, and the newest that former processes have marked. The few that are left, often
none, are tried by taking the buttons off such a message in that chat. That is safe:

- Only the bot's own messages can be edited, and only in the chat that they are in.
- What is older than the newest question of a private chat is not open any more.

==========================  =====================================================================
what was tried              what follows
==========================  =====================================================================
loses its buttons           it was the copy
"not modified", or "can't   it is here, and is none: so it is in no other chat either
be edited"
"not found"                 it is in another chat, or was an update of another kind
Telegram does not let us in nothing more is tried there
no answer, a fault          the doubt stays, and is looked at after the next start
==========================  =====================================================================

At most ``TRIES`` numbers are tried for each doubt, those nearest to its two ends, one after the
other in what pace replies leave over. A kill in the meantime loses nothing, for doubts are kept in
the store until they are settled. Supergroups have numbers of their own and others' questions in
between, so nothing is tried there.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Protocol

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter

from adapters.telegram.addresses import PLATFORM
from adapters.telegram.pacer import Pacer
from adapters.telegram.refusals import (
    NOT_THERE,
    UNCHANGED,
    UNEDITABLE,
    UNREACHABLE,
    says,
    seconds_of,
)
from adapters.telegram.sending import remember
from bot.storage.errors import StoreError
from bot.storage.records import Doubt, Doubts

TRIES = 16
"""Numbers that are tried for one doubt, at most."""

BACK = 4
"""How many numbers before the newest one that was known are looked at: what went out first may be
marked last."""

CHATS = 32
"""Chats that are in doubt after a start, at most: no more than 30 messages count as on their way at
a time (``pacer``)."""

SETTLING = 0.5
"""Seconds after a question was sent until copies of it are looked for: whatever is on its way to
other chats has its number then."""

_log = logging.getLogger(__name__)


class Ledger(Protocol):
    """Keeps which chats are in doubt, beyond the end of the program."""

    async def doubts(self, platform: str, began: datetime, limit: int) -> Doubts:
        """The chats in doubt, those of a process that has just ended among them."""
        ...

    async def settle(self, platform: str, doubt: Doubt, found: Collection[str]) -> None:
        """Forget a doubt; these messages were found."""
        ...


class Copies:
    """Looks for copies of questions, and takes their buttons away.

    ``began`` says when the process began to send: what was said before that, and is sent only now,
    may have been sent already.
    """

    def __init__(
        self, bot: Bot, pacer: Pacer, ledger: Ledger | None, began: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._pacer = pacer
        self._ledger = ledger
        self._began = began
        self._looked = asyncio.Lock()
        self._loaded = ledger is None
        self._known: OrderedDict[int, None] = OrderedDict()
        self._lowest = self._highest = 0
        """Of the messages that are known, the number of the first and of the last."""
        self._tried: OrderedDict[tuple[int, int], None] = OrderedDict()
        self._waiting: dict[int, list[Doubt]] = {}
        """The doubts of each chat that wait for its next question."""
        self._ready: list[tuple[Doubt, int]] = []
        """Doubts that can be looked at, each with the question below which that is."""
        self._task: asyncio.Task[None] | None = None

    @property
    def highest(self) -> int:
        """The highest number of a message that is known."""
        return self._highest

    async def look_back(self) -> None:
        """Find out which chats are in doubt; to be awaited before anything is sent."""
        async with self._looked:
            if self._loaded or self._ledger is None:
                return
            try:
                found = await self._ledger.doubts(PLATFORM, self._began(), CHATS)
            except StoreError as error:
                _log.error("what may have been sent twice can't be read just now: %s", error)
                return
            self._loaded = True
            for reference in found.known:
                if number := _number(reference):
                    self.note(number)
                    self._lowest = min(self._lowest or number, number)
            for doubt in found.doubts:
                if doubt.waits or _number(doubt.asked) <= _number(doubt.since):
                    self._waiting.setdefault(int(doubt.chat), []).append(doubt)
                else:
                    self._look_for(doubt, _number(doubt.asked))

    def note(self, number: int) -> None:
        """Note that a message of this number, in a private chat, is known."""
        remember(self._known, number, None)
        self._highest = max(self._highest, number)

    def lost(self, chat: int, since: int) -> None:
        """Note that no answer came to a question, and the highest number when it was sent."""
        doubt = Doubt(str(chat), f"{chat}/{since}" if since else "", None, waits=True)
        if chat > 0 and doubt not in self._waiting.setdefault(chat, []):
            self._waiting[chat].append(doubt)

    def sent(self, chat: int, number: int, *, asks: bool) -> None:
        """Note that a message was sent, which may be a question."""
        if chat < 0:
            return
        self.note(number)
        if asks:
            for doubt in self._waiting.pop(chat, ()):
                self._look_for(doubt, number)

    async def close(self) -> None:
        """Look for nothing more; safe to call twice."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _look_for(self, doubt: Doubt, question: int) -> None:
        self._ready.append((doubt, question))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work(), name="copies")

    async def _work(self) -> None:
        """Look at each doubt; one that fails is left for the next start."""
        while self._ready:
            await asyncio.sleep(SETTLING)
            ready, self._ready = self._ready, []
            for doubt, question in ready:
                try:
                    await self._settle(doubt, question)
                except Exception as error:
                    # Its kind only: its words may hold the token.
                    _log.info("copies could not be looked for: %s", type(error).__name__)

    async def _settle(self, doubt: Doubt, question: int) -> None:
        chat, found = int(doubt.chat), []
        for number in self._candidates(chat, _number(doubt.since), question):
            remember(self._tried, (chat, number), None)
            try:
                if await self._take_off(chat, number):
                    self.note(number)
                    found.append(f"{chat}/{number}")
            except _ShutError:
                break
        if self._ledger is not None:
            await self._ledger.settle(PLATFORM, doubt, found)

    def _candidates(self, chat: int, since: int, question: int) -> Iterator[int]:
        """The numbers to be tried of those between the two, each if it is still unknown then."""
        first = max(since - BACK, self._lowest, 1) if since else 1
        low = list(islice(self._unknown(chat, range(first, question)), TRIES // 2 if since else 0))
        above = low[-1] if low else first - 1
        high = islice(self._unknown(chat, range(question - 1, above, -1)), TRIES - len(low))
        return self._unknown(chat, (*low, *high))

    def _unknown(self, chat: int, numbers: Iterable[int]) -> Iterator[int]:
        """Those that may be a copy in this chat as far as is known by then."""
        return (one for one in numbers if one not in self._known and (chat, one) not in self._tried)

    async def _take_off(self, chat: int, number: int) -> bool:
        """Take the buttons off this message; whether there is one in this chat.

        Raises ``_ShutError`` if Telegram does not let us in there.
        """
        while True:
            try:
                async with self._pacer.overall(bulk=True):
                    await self._bot.edit_message_reply_markup(chat, number, reply_markup=None)
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error.retry_after))
            except Forbidden:
                raise _ShutError from None
            except BadRequest as error:
                if says(error, UNREACHABLE):
                    raise _ShutError from None
                if not says(error, UNCHANGED + UNEDITABLE):
                    raise
                return not says(error, NOT_THERE)
            else:
                _log.info("a question that was sent twice to chat %s has lost its buttons", chat)
                return True


class _ShutError(Exception):
    """Telegram does not let us in there."""


def _number(reference: str | None) -> int:
    """The number of a message by its reference; 0 if there is none, or it is not a private one."""
    chat, _, number = (reference or "").partition("/")
    return int(number) if number and not chat.startswith("-") else 0
