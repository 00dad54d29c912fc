"""What a turn said, sent message by message, and where its open questions stand.

The outbox has a row per turn, a ``Parcel``, with how many of its messages have arrived. A channel
plans the same messages for the same outputs, so a restart goes on with the next.

A card that was pressed gives its message to the next (``Message.instead``). Where that message is
unknown or can't be edited any more, the next card is sent by itself. A question may have been asked
on another platform than where it is answered, by who learns on two; its message is changed there,
and whether that can be done holds up nothing here. An open question that is kept up to date is
revised by its newest revision only.

The bytes of a file that a turn sends are read anew for each attempt, and held no longer. How large
a file may be is known when it is planned: 50 MB on Telegram, 10 MiB on Discord. In place of a
larger file, also if the platform says so only when it gets it, come the words that its turn gave
for that (``Document.otherwise``).
"""

import asyncio
import logging
import time
import traceback
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversation.inputs import Address, LearnerId
from bot.conversation.outputs import Ask, Retire, Revise
from bot.service.delivery.channel import (
    LIGHT,
    Channel,
    Gone,
    Later,
    Message,
    Uneditable,
    Unwanted,
    plan_messages,
    weight,
)
from bot.service.monitoring import tracing
from bot.storage.codec import micros
from bot.storage.ports import Outbox
from bot.storage.records import ALARM, Mark, Parcel, QuestionMessage, StoreError
from bot.values import replace


class Leading(Protocol):
    """Whether it is certain that no other process sends."""

    @property
    def shared(self) -> bool:
        """Whether there may be other processes at all."""

    @property
    def certain(self) -> bool:
        """Whether that is so just now; to be asked at the last moment before each sending."""

    async def wait_certain(self) -> None: ...


class _Always:
    """There is no other process."""

    shared = False
    certain = True

    async def wait_certain(self) -> None:
        """Wait for nothing."""


ALWAYS: Leading = _Always()


REMEMBERED = 4096
"""How many open questions' messages are known without asking the store."""

_log = logging.getLogger(__name__)

_Question = tuple[LearnerId, str]


class OpenQuestions:
    def __init__(self, store: Outbox) -> None:
        self._store = store
        self._asked: OrderedDict[_Question, QuestionMessage] = OrderedDict()
        self._newest: OrderedDict[_Question, int] = OrderedDict()
        self._changing: dict[_Question, asyncio.Future[None]] = {}

    def note_changes(self, parcel: Parcel) -> None:
        """Remember which parcel is the last to change the message of a question."""
        for output in parcel.outputs:
            changed = output.instead if isinstance(output, Ask) else output
            if isinstance(changed, Retire | Revise):
                self._newest[parcel.learner, changed.question] = parcel.id
                if len(self._newest) > REMEMBERED:
                    self._newest.popitem(last=False)

    def is_late(self, learner: LearnerId, question: str, parcel: int) -> bool:
        """Whether a later parcel changes the question's message."""
        return self._newest.get((learner, question), 0) > parcel

    def note_question(self, learner: LearnerId, question: str, where: QuestionMessage) -> None:
        self._asked[learner, question] = where
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)

    def forget_question(self, learner: LearnerId, question: str) -> None:
        """A question closes once, so what is remembered of it is of no more use."""
        self._asked.pop((learner, question), None)

    def drop(self, learner: LearnerId) -> None:
        """Forget all that belongs to a learner."""
        for known in (self._asked, self._newest):
            for question in [question for question in known if question[0] == learner]:
                known.pop(question, None)

    async def where(self, learner: LearnerId, question: str) -> QuestionMessage | None:
        """Where a question was asked; ``None`` if nobody knows."""
        asked = self._asked.get((learner, question))
        if asked is None:
            try:
                asked = await self._store.question_message(learner, question)
            except Exception as error:
                # Its kind only: an error's own text may quote a learner. What is said goes on.
                kind = type(error).__name__
                _log.error("where %s was asked can't be looked up: %s", question, kind)
        return asked

    @asynccontextmanager
    async def changing(self, learner: LearnerId, question: str) -> AsyncIterator[None]:
        """The time of a change, once those of the same message that are under way are over."""
        key = (learner, question)
        while key in self._changing:
            await asyncio.wait([self._changing[key]])
        self._changing[key] = over = asyncio.get_running_loop().create_future()
        try:
            yield
        finally:
            del self._changing[key]
            over.set_result(None)


TROUBLED = 5.0
"""Seconds until a file is looked for again after the store failed."""

PLACE = 1.0
"""Seconds for which a message has its place in a platform's pace: Telegram counts by the second."""


class Parked(Exception):  # noqa: N818 - it names a state, not a fault
    """The lane can't go on before the next parcel, or before that many seconds are over."""

    def __init__(self, delay: float | None) -> None:
        super().__init__()
        self.delay = delay


class PassedOver(Exception):  # noqa: N818 - it names what happened, and is logged already
    """A message can't be sent and never will be."""


class Sender:
    """Sends the messages of a lane singly; where the platform asks for a pause, it waits."""

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
        # Where there is no other process, no request need be asked about once more.
        self._certain = (lambda: leading.certain) if leading.shared else None
        self._few_marks = few_marks
        self._pauses: Mapping[tuple[str, str], datetime] = {}

    async def recover(self) -> None:
        """Learn which chats an earlier process was asked to leave alone, and how long."""
        self._pauses = await self._store.pauses(self._clock())

    async def send(self, parcel: Parcel, message: Message) -> str | None:
        """Send a message until it arrives; returns its reference. Raises ``PassedOver``."""
        key, channel = f"{parcel.key}/{parcel.sent}", self._channels[parcel.address.platform]
        address, target = parcel.address, None
        # What comes by itself, perhaps to thousands at nine o'clock, delays nobody's answer.
        unasked = parcel.key.startswith(ALARM)
        message = replace(
            message,
            unasked=unasked,
            silent=unasked
            and message.question is None
            and any(isinstance(output, Ask) for output in parcel.outputs),
            said=parcel.at,
            # While it waits for its turn another process may come to lead.
            wanted=self._is_wanted,
            certain=self._certain,
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
                    # References mean nothing in another chat; there they might name another.
                    address = asked.address
            elif message.instead is None:
                return None
            else:
                message = message.anew()
        await self._wait_paused(address)
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
            self._questions.forget_question(parcel.learner, closed)
        if message.question is not None:
            where = QuestionMessage(parcel.address, reference)
            self._questions.note_question(parcel.learner, message.question, where)
        return reference or None

    async def _is_wanted(self) -> bool:
        """Whether a message may go whose turn has come; it may have to wait for earlier marks."""
        turn = time.monotonic()
        await self._few_marks()
        # While it waited for long, its place among all others has gone to another.
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
            for planned_message in await plan_messages(channel, (change,)):
                there = replace(
                    planned_message,
                    unasked=message.unasked,
                    said=message.said,
                    wanted=message.wanted,
                    certain=message.certain,
                )
                await self._send(channel, parcel, asked.address, there, asked.reference)
        except (Gone, Later, Unwanted):
            # Its buttons stay. A press on them counts for nothing, and is told so.
            _log.info("%s: a question on %s stays as it is", key, asked.address.platform)
        except Exception as error:
            log_bug(key, error)
        if message.retires:
            self._questions.forget_question(parcel.learner, message.retires)

    async def _wait_paused(self, address: Address) -> None:
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

    def _send(
        self,
        channel: Channel,
        parcel: Parcel,
        address: Address,
        message: Message,
        target: str | None,
    ) -> Awaitable[str]:
        """Send a message, or its change."""
        changed = message.replaces
        if changed is None:
            return channel.send(address, message, f"{parcel.key}/{parcel.sent}", target)
        return self._change(channel, parcel, address, message, target, changed)

    async def _change(
        self,
        channel: Channel,
        parcel: Parcel,
        address: Address,
        message: Message,
        target: str | None,
        changed: str,
    ) -> str:
        """Change the message of this question; a late change is passed over."""
        key, learner = f"{parcel.key}/{parcel.sent}", parcel.learner
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


FRESH = 1_000_000
"""Microseconds since its turn within which a parcel is sent as it is."""


class Carrier:
    """Brings parcels to where they go, and gives news of them to ``mark``."""

    def __init__(
        self,
        store: Outbox,
        channels: Mapping[str, Channel],
        sender: Sender,
        mark: Callable[[Mark], None],
        *,
        clock: Callable[[], datetime],
        leading: Leading,
    ) -> None:
        self._store = store
        self._channels = channels
        self._sender = sender
        self._mark = mark
        self._clock = clock
        self._leading = leading
        self._ahead: dict[int, tuple[Message, ...]] = {}
        """What the parcels that are about to come will be sent as."""

    def prepare(self, parcels: Iterable[Parcel]) -> None:
        """Plan these ahead, where that is soon done.

        Those that were planned before and have not come by now never will: their turns could not
        be kept.
        """
        self._ahead = {}
        for parcel in parcels:
            channel = self._channels.get(parcel.address.platform)
            if channel is None or weight(parcel.outputs) > LIGHT:
                continue
            # A failure comes again in its turn, where that is told.
            with tracing(parcel.key), suppress(Exception):
                self._ahead[parcel.id] = channel.plan(parcel.outputs)

    async def carry(
        self, parcel: Parcel, further: Callable[[Parcel], None], *, waited: bool
    ) -> None:
        """Send what is left of a parcel.

        ``further`` is given the parcel as it is after each message, for what raises ``Parked`` is
        gone on with from there. ``Gone`` and ``Shut`` are raised as well. A parcel that has not
        ``waited`` was claimed or recorded just now, and is sent without asking whether it is there.
        """
        with tracing(parcel.key):
            lost = False
            # Thousands that are claimed at once would hold up whoever else asks the database.
            if waited and not await self._is_undelivered(parcel):
                return
            channel = self._channels[parcel.address.platform]
            try:
                messages = self._ahead.pop(parcel.id, None) or await plan_messages(
                    channel, parcel.outputs
                )
            except Exception as error:
                log_bug(parcel.key, error)
                messages, lost = (), True
            if parcel.sent >= len(messages):
                self._note(parcel, done=True, lost=lost)
            while (n := parcel.sent) < len(messages):
                reference, lost = None, False
                try:
                    reference = await self._sender.send(parcel, messages[n])
                    _log.debug("message %d of %d has arrived", n + 1, len(messages))
                except PassedOver:
                    lost = True
                parcel = replace(parcel, sent=n + 1)
                further(parcel)
                done = n + 1 == len(messages)
                asked = reference if messages[n].question is not None else None
                self._note(parcel, done=done, reference=asked, lost=lost)

    async def _is_undelivered(self, parcel: Parcel) -> bool:
        """Whether this is to be sent still.

        What is taken at once is; of what has waited, another process may have forgotten the learner
        meanwhile, of which nobody tells this process.
        """
        if not self._leading.shared or micros(self._clock()) - parcel.at < FRESH:
            return True
        try:
            return await self._store.is_undelivered(parcel.id)
        except StoreError as error:
            _log.warning("whether %s is to be sent still can't be known: %s", parcel.key, error)
            return True

    def close(self, parcel: Parcel, *, gone: bool = False, shut: bool = False) -> None:
        """Send no more of a parcel: its chat is gone, or the place in it is shut."""
        self._note(parcel, done=True, gone=gone, shut=shut)

    def _note(
        self,
        parcel: Parcel,
        *,
        done: bool,
        reference: str | None = None,
        gone: bool = False,
        shut: bool = False,
        lost: bool = False,
    ) -> None:
        at, sent = self._clock(), parcel.sent
        self._mark(Mark(parcel.id, at, sent, done, reference, gone, lost, shut=shut))
