"""One message on its way: given to its channel until it arrives, where its question stands.

A card that was pressed gives its message to the next one (``Message.instead``). Where that message
is unknown or can't be edited any more, the next card is sent as one of its own.

A question may have been asked on another platform than the one where it is answered, by who learns
on two. Its message is changed there, by that platform's own plan; whether that can be done holds up
nothing here.

An open question that is kept up to date is revised by its newest revision only: an older one that
is late is passed over, and so are all of them once the question is closed, from wherever that was.

The bytes of a file that a turn sends are read anew for each attempt, and held no longer. How large
one may be is known when it is planned: 50 MB on Telegram, 10 MiB on Discord. In place of one that
is larger, also if the platform says so only when it gets it, come the words that its turn gave for
that (``Document.otherwise``).
"""

import logging
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.conversation.inputs import Address
from bot.conversation.outputs import Retire, Revise
from bot.service.delivery.channel import Channel, Gone, Later, Message, Uneditable, Unwanted
from bot.service.delivery.leading import ALWAYS, Leading
from bot.service.delivery.planning import planned
from bot.service.delivery.questions import OpenQuestions
from bot.storage.errors import StoreError
from bot.storage.ports import Outbox
from bot.storage.records import ALARM, Mark, Parcel, QuestionMessage
from bot.values import replace

TROUBLED = 5.0
"""Seconds until a file is looked for again after the store failed."""

PLACE = 1.0
"""Seconds for which a message has its place in a platform's pace: Telegram counts by the second."""

_log = logging.getLogger(__name__)


class Parked(Exception):  # noqa: N818 - it names a state, not a fault
    """The lane can't go on before the next parcel, or before that many seconds are over."""

    def __init__(self, delay: float | None) -> None:
        super().__init__()
        self.delay = delay


class PassedOver(Exception):  # noqa: N818 - it names what happened, and is logged already
    """A message can't be sent and never will be."""


class Sender:
    """Sends one message at a time of a lane; where the platform asks for a pause, it waits."""

    def __init__(
        self,
        store: Outbox,
        channels: Mapping[str, Channel],
        questions: OpenQuestions,
        mark: Callable[[Mark], None],
        *,
        sleep: Callable[[float], Awaitable[object]],
        clock: Callable[[], datetime],
        few_marks: Callable[[], Awaitable[None]],
        leading: Leading = ALWAYS,
    ) -> None:
        self._store = store
        self._channels = channels
        self._questions = questions
        self._mark = mark
        self._sleep = sleep
        self._clock = clock
        self._leading = leading
        self._few_marks = few_marks
        self._pauses: Mapping[tuple[str, str], datetime] = {}

    async def recover(self) -> None:
        """Learn which chats an earlier process was asked to leave alone, and how long."""
        self._pauses = await self._store.pauses(self._clock())

    async def send(self, parcel: Parcel, message: Message) -> str | None:
        """Send a message until it arrives; returns its reference.

        Raises ``PassedOver`` if it fails for good.
        """
        key, channel = f"{parcel.key}/{parcel.sent}", self._channels[parcel.address.platform]
        address, target = parcel.address, None
        # What comes by itself, perhaps to thousands at nine o'clock, delays nobody's answer.
        message = replace(
            message,
            unasked=parcel.key.startswith(ALARM),
            said=parcel.at,
            # While it waits for its turn another process may come to lead.
            wanted=self._wanted,
            certain=lambda: self._leading.certain,
        )
        if message.replaces is not None:
            asked = await self._questions.where(parcel.learner, message.replaces)
            if asked is not None and asked.address.platform != address.platform:
                if message.instead is None:
                    await self._change_elsewhere(parcel, message, asked, key)
                    return None
                message = message.anew()
            elif asked is not None and (asked.reference or message.instead is None):
                target = asked.reference
                if _chat(asked.address) != _chat(address):
                    # References mean nothing in another chat; there they might name another one.
                    address = asked.address
            elif message.instead is None:
                return None
            else:
                message = message.anew()
        await self._paused(address)
        while True:
            await self._leading.wait_certain()
            try:
                whole = await self._whole(message)
                reference = await self._send(channel, parcel, address, whole, target)
            except Later as later:
                if later.delay is None or later.or_input:
                    raise Parked(later.delay) from None
                if later.asked:
                    # A restart would forget that, and prolong it.
                    now = self._clock()
                    until = now + timedelta(seconds=later.delay)
                    self._mark(Mark(parcel.id, now, parcel.sent, done=False, paused=until))
                await self._sleep(later.delay)
            except Uneditable:
                message, address, target = message.anew(), parcel.address, None
            except Unwanted:
                continue
            except Gone:
                raise
            except Exception as error:
                log_bug(key, error)
                raise PassedOver from None
            else:
                break
        if closed := message.retires or message.instead:
            self._questions.closed(parcel.learner, closed)
        if message.question is not None:
            where = QuestionMessage(parcel.address, reference)
            self._questions.asked(parcel.learner, message.question, where)
        return reference or None

    async def _wanted(self) -> bool:
        """Whether a message may go whose turn has come; it may have to wait for earlier marks."""
        turn = time.monotonic()
        await self._few_marks()
        # While it waited for long, its place among all others has gone to one of them.
        return self._leading.certain and time.monotonic() - turn < PLACE

    async def _change_elsewhere(
        self, parcel: Parcel, message: Message, asked: QuestionMessage, key: str
    ) -> None:
        """Change the message of a question that was asked on another platform, if that can be."""
        channel = self._channels.get(asked.address.platform)
        change = next(
            (
                output
                for output in parcel.outputs
                if isinstance(output, Retire | Revise) and output.question == message.replaces
            ),
            None,
        )
        if channel is None or change is None:
            return
        try:
            for other_message in await planned(channel, (change,)):
                there = replace(
                    other_message,
                    unasked=message.unasked,
                    said=message.said,
                    wanted=message.wanted,
                    certain=message.certain,
                )
                await self._send(channel, parcel, asked.address, there, asked.reference)
        except (Gone, Later, Unwanted):
            # Its buttons stay. A press on one of them counts for nothing, and is told so.
            _log.info("%s: a question on %s stays as it is", key, asked.address.platform)
        except Exception as error:
            log_bug(key, error)
        if message.retires:
            self._questions.closed(parcel.learner, message.retires)

    async def _paused(self, address: Address) -> None:
        """Wait as long as the platform asked an earlier process to leave this chat alone."""
        until = self._pauses.get(_chat(address))
        if until is not None and (left := (until - self._clock()).total_seconds()) > 0:
            await self._sleep(left)

    async def _whole(self, message: Message) -> Message:
        """The message with the bytes of its file, which are not held while it has to wait.

        What a text itself holds, such as its code, is there already.
        """
        if message.document is None or message.content:
            return message
        try:
            content = await self._store.document(message.document.id)
        except StoreError as error:
            _log.error("a file can't be read just now: %s", error)
            raise Later(TROUBLED) from None
        if content is None:
            raise LookupError("the bytes of a file are not in the store")
        return replace(message, content=content)

    async def _send(
        self,
        channel: Channel,
        parcel: Parcel,
        address: Address,
        message: Message,
        target: str | None,
    ) -> str:
        """Send a message, or the change of one; a change that is late is passed over."""
        key, learner, changed = f"{parcel.key}/{parcel.sent}", parcel.learner, message.replaces
        if changed is None:
            return await channel.send(address, message, key, target)
        async with self._questions.changing(learner, changed):
            if message.revises is not None and self._questions.is_late(learner, changed, parcel.id):
                return ""
            return await channel.send(address, message, key, target)


def _chat(address: Address) -> tuple[str, str]:
    return address.platform, address.chat


def log_bug(key: str, error: Exception) -> None:
    """Say in the log that something can't be sent, and where that went wrong."""
    # Frames and kinds only: an exception's own text may hold a token, or quote the learner.
    trace = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s was passed over: %s\n%s", key, type(error).__name__, trace)
