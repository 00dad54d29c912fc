"""What brings updates, whether it asks for them (``polling``) or is brought them (``webhook``).

Each update is read by itself. One that can't be read would come again for ever and let nothing
past it, so it is passed over; the log names it by its number, for its content is a learner's.

Of the message of a press only its place is read. It comes along whole, with all of its text and
buttons, and to make objects of these would take longer than all the rest of an update.
"""

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Bot, CallbackQuery, Chat, InaccessibleMessage, Update, User
from telegram.error import RetryAfter

from adapters.telegram.client import Connection
from adapters.telegram.failures import Failures, Patience

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.INLINE_QUERY,
)

_log = logging.getLogger(__name__)

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
        """Seconds for which every call to Telegram has failed; 0 if the last one has not."""
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
        """The answer to a call, however often it fails; one that is late is broken off.

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
            pause = self._failures.met(failure, began)
            if not isinstance(failure, RetryAfter):
                # What a call that hangs has taken is pause enough.
                pause = max(pause - (self._clock() - began), self._patience.first / 2)
            await asyncio.sleep(pause)

    def _read(self, given: dict[str, Any]) -> Update | None:
        try:
            return update_of(given, self._bot)
        except Exception as error:
            # Its message may quote what it could not read.
            _log.error(
                "update %d can't be read and is passed over (%s)",
                given["update_id"],
                type(error).__name__,
            )
            return None


def update_of(given: dict[str, Any], bot: Bot | None) -> Update:
    """The update that was given; raises whatever there is to raise for what is none."""
    return _pressed(given, bot) or Update.de_json(given, bot)


def _pressed(given: dict[str, Any], bot: Bot | None) -> Update | None:
    """An update that is a press in a private chat or a group; of any other nothing.

    Of its message only the place is read: in a topic, that takes more of it.
    """
    press = given.get("callback_query")
    message = press.get("message") if isinstance(press, dict) else None
    if press is None or not isinstance(message, dict) or message.get("is_topic_message"):
        return None
    chat, person = Chat.de_json(message["chat"], bot), User.de_json(press["from"], bot)
    where = InaccessibleMessage(chat, message["message_id"])
    own, data = press["chat_instance"], press.get("data")
    query = CallbackQuery(press["id"], person, own, message=where, data=data)
    return Update(given["update_id"], callback_query=query)


def is_numbered(given: Any) -> bool:
    """Whether this has an update's number."""
    number = given.get("update_id") if isinstance(given, dict) else None
    return type(number) is int and number >= 0
