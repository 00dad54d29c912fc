"""Delivery: committed outputs, on their way to people, in order, at the pace a platform allows.

There is one lane for each learner in each chat. What is in a lane goes out in order; lanes do
not wait for one another, and an empty one vanishes, so ten thousand people who are not talking
cost nothing.

The outbox is what is true; a lane is only what is under way. Commit, send, then mark as sent: a
crash between the last two sends a message twice, under the same key, and never loses one.

=================  ===========================================================================
a message          what happens
=================  ===========================================================================
arrives            marked; the next one follows
``Later(delay)``   the lane waits, then tries the same message again; where the platform asked for
                   it, so does a program that is started meanwhile
``Later(None)``    the lane parks until the next parcel for it, unless that is there already;
                   then what is parked goes first, to that parcel's address; with a delay and
                   ``or_input`` it parks as well, and is tried again after the delay too
``Gone``           it and all others in the lane are closed, and the chat is marked as gone
fails otherwise    a bug: logged, and passed over, so that it can't hold up what follows
=================  ===========================================================================

A card that was pressed gives its message to the next one (``Message.instead``). Where that message
is unknown or can't be edited any more, the next card is sent as one of its own.

A question may have been asked on another platform than the one where it is answered, by who learns
on two. Its message is changed there, by that platform's own plan; whether that can be done holds up
nothing here.

An open question that is kept up to date is revised by its newest revision only: an older one that
is late is passed over, and so are all of them once the question is closed, from wherever that was.

The outbox has one row a turn, with how many of its messages have arrived. A channel plans the same
messages for the same outputs, so a restart goes on with the next one. Its lane waits while they are
planned, and no other does, however long that takes (``planning``).

The bytes of a file that a turn sends are read anew for each attempt, and held no longer. How large
one may be is known when it is planned: 50 MB on Telegram, 10 MiB on Discord. In place of one that
is larger, also if the platform says so only when it gets it, come the words that its turn gave for
that (``Document.otherwise``).
"""

import asyncio
import logging
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.conversation.inputs import Address, LearnerId
from bot.conversation.outputs import Retire, Revise
from bot.service.clock import utc_now
from bot.service.delivery.channel import Channel, Gone, Later, Message, Uneditable
from bot.service.delivery.planning import planned
from bot.service.delivery.questions import OpenQuestions
from bot.service.monitoring.tracing import tracing
from bot.service.tasks import end
from bot.storage.errors import StoreError
from bot.storage.ports.outbox import Outbox
from bot.storage.records import ALARM, Mark, Parcel, QuestionMessage

CLAIM = 256
"""How many parcels are claimed at a time after a restart."""

TROUBLED = 5.0
"""Seconds until a file is looked for again after the store failed."""

_log = logging.getLogger(__name__)

_Key = tuple[str, str, LearnerId]


@dataclass(slots=True, eq=False)
class _Lane:
    """What is under way to one learner in one chat.

    It has a task while it is being worked, and an alarm while it is parked for a time.
    """

    parcels: deque[Parcel] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None
    alarm: asyncio.Task[None] | None = None

    def readdress(self) -> bool:
        """Send all of it to where its newest parcel goes; whether the first one is moved by it."""
        newest = self.parcels[-1].address
        moved = self.parcels[0].address != newest
        self.parcels = deque(replace(parcel, address=newest) for parcel in self.parcels)
        return moved


class _Parked(Exception):  # noqa: N818 - it names a state, not a fault
    """The lane can't go on before the next parcel, or before that many seconds are over."""

    def __init__(self, delay: float | None) -> None:
        super().__init__()
        self.delay = delay


class _PassedOver(Exception):  # noqa: N818 - it names what happened, and is logged already
    """A message can't be sent and never will be."""


class Delivery:
    """Sends parcels through channels, and gives news of them to ``mark``."""

    def __init__(
        self,
        store: Outbox,
        channels: Mapping[str, Channel],
        mark: Callable[[Mark], None],
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._channels = channels
        self._mark = mark
        self._sleep = sleep
        self._clock = clock
        self._lanes: dict[_Key, _Lane] = {}
        self._questions = OpenQuestions(store)
        self._pauses: Mapping[tuple[str, str], datetime] = {}
        self._closed = False

    def deliver(self, parcels: Sequence[Parcel]) -> None:
        """Put claimed parcels into their lanes; never blocks."""
        if self._closed:
            return
        for parcel in parcels:
            self._questions.note_changes(parcel)
            if parcel.address.platform not in self._channels:
                _log.warning(
                    "%s stays in the outbox: no channel for %s", parcel.key, parcel.address.platform
                )
                continue
            key = (parcel.address.platform, parcel.address.chat, parcel.learner)
            lane = self._lanes.setdefault(key, _Lane())
            lane.parcels.append(parcel)
            if lane.task is None:
                lane.readdress()
                self._begin(key, lane)

    def _begin(self, key: _Key, lane: _Lane) -> None:
        if lane.alarm is not None:
            lane.alarm.cancel()
            lane.alarm = None
        lane.task = asyncio.create_task(self._work(key, lane))

    async def _begin_later(self, key: _Key, lane: _Lane, delay: float) -> None:
        await self._sleep(delay)
        lane.alarm = None
        self._begin(key, lane)

    def drop(self, learner: LearnerId) -> None:
        """Send nothing more of what is on its way to a learner, who is forgotten.

        What a platform is being given just now may arrive still.
        """
        for key in [key for key in self._lanes if key[2] == learner]:
            lane = self._lanes.pop(key)
            lane.parcels.clear()
            for task in (lane.task, lane.alarm):
                if task is not None:
                    task.cancel()
        self._questions.drop(learner)

    @property
    def busy(self) -> int:
        """How many lanes are being worked."""
        return self.busy_on({platform for platform, _, _ in self._lanes})

    def busy_on(self, platforms: Collection[str]) -> int:
        """How many lanes are being worked that lead to these platforms."""
        return sum(
            lane.task is not None for key, lane in self._lanes.items() if key[0] in platforms
        )

    async def recover(self) -> int:
        """Deliver what an earlier process left undone, oldest first; returns how many parcels.

        To be called once, before the desk runs.
        """
        found = 0
        self._pauses = await self._store.pauses(self._clock())
        while parcels := await self._store.claim(CLAIM):
            found += len(parcels)
            self.deliver(parcels)
        return found

    async def run(self) -> None:
        """Be there until cancelled; what is unsent then stays in the outbox."""
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await self.close()

    async def idle(self) -> None:
        """Wait until everything that can be sent has been sent."""
        while tasks := [lane.task for lane in self._lanes.values() if lane.task is not None]:
            await asyncio.wait(tasks)

    async def close(self) -> None:
        """Stop sending; safe to call twice."""
        self._closed = True
        tasks = [
            task
            for lane in self._lanes.values()
            for task in (lane.task, lane.alarm)
            if task is not None
        ]
        await end(tasks)
        self._lanes.clear()

    async def _work(self, key: _Key, lane: _Lane) -> None:
        """Empty a lane, and take it away, or leave it parked."""
        try:
            while lane.parcels:
                try:
                    await self._deliver_first(lane)
                except _Parked as parked:
                    if not lane.readdress():
                        if parked.delay is not None:
                            again = self._begin_later(key, lane, parked.delay)
                            lane.alarm = asyncio.create_task(again)
                        return
                else:
                    lane.parcels.popleft()
            del self._lanes[key]
        except Gone:
            for parcel in lane.parcels:
                self._note(parcel, done=True, gone=True)
            del self._lanes[key]
        finally:
            lane.task = None

    async def _deliver_first(self, lane: _Lane) -> None:
        """Send what is left of the lane's first parcel."""
        with tracing(lane.parcels[0].key):
            await self._deliver_parcel(lane)

    async def _deliver_parcel(self, lane: _Lane) -> None:
        parcel, lost = lane.parcels[0], False
        channel = self._channels[parcel.address.platform]
        try:
            messages = await planned(channel, parcel.outputs)
        except Exception as error:
            _log_bug(parcel.key, error)
            messages, lost = (), True
        if parcel.sent >= len(messages):
            self._note(parcel, done=True, lost=lost)
        while (n := lane.parcels[0].sent) < len(messages):
            reference, new, lost = None, False, False
            try:
                reference, new = await self._try(channel, lane.parcels[0], messages[n])
                _log.debug("message %d of %d has arrived", n + 1, len(messages))
            except _PassedOver:
                lost = True
            # Kept in the lane as well: if it parks, it goes on from here.
            lane.parcels[0] = replace(lane.parcels[0], sent=n + 1)
            done = n + 1 == len(messages)
            asked = reference if messages[n].question is not None else None
            arrived = reference if new else None
            self._note(lane.parcels[0], done=done, reference=asked, arrived=arrived, lost=lost)

    async def _try(
        self, channel: Channel, parcel: Parcel, message: Message
    ) -> tuple[str | None, bool]:
        """Send a message until it arrives; returns its reference, and whether it is a new one.

        Raises ``_PassedOver`` if it fails for good.
        """
        key = f"{parcel.key}/{parcel.sent}"
        address, target = parcel.address, None
        # What comes by itself, perhaps to thousands at nine o'clock, delays nobody's answer.
        message = replace(message, unasked=parcel.key.startswith(ALARM), said=parcel.at)
        if message.replaces is not None:
            asked = await self._questions.where(parcel.learner, message.replaces)
            if asked is not None and asked.address.platform != address.platform:
                if message.instead is None:
                    await self._change_elsewhere(parcel, message, asked, key)
                    return None, False
                message = message.anew()
            elif asked is not None and (asked.reference or message.instead is None):
                target = asked.reference
                if _chat(asked.address) != _chat(address):
                    # References mean nothing in another chat; there they might name another one.
                    address = asked.address
            elif message.instead is None:
                return None, False
            else:
                message = message.anew()
        await self._paused(address)
        while True:
            try:
                whole = await self._whole(message)
                reference = await self._send(channel, parcel, address, whole, target)
            except Later as later:
                if later.delay is None or later.or_input:
                    raise _Parked(later.delay) from None
                if later.asked:
                    # A restart would forget that, and prolong it.
                    now = self._clock()
                    until = now + timedelta(seconds=later.delay)
                    self._mark(Mark(parcel.id, now, parcel.sent, done=False, paused=until))
                await self._sleep(later.delay)
            except Uneditable:
                message, address, target = message.anew(), parcel.address, None
            except Gone:
                raise
            except Exception as error:
                _log_bug(key, error)
                raise _PassedOver from None
            else:
                break
        if closed := message.retires or message.instead:
            self._questions.closed(parcel.learner, closed)
        if message.question is not None:
            where = QuestionMessage(parcel.address, reference)
            self._questions.asked(parcel.learner, message.question, where)
        return reference or None, message.replaces is None

    async def _change_elsewhere(
        self, parcel: Parcel, message: Message, asked: QuestionMessage, key: str
    ) -> None:
        """Change the message of a question that was asked on another platform, if that can be."""
        channel = self._channels.get(asked.address.platform)
        change = next(
            (
                one
                for one in parcel.outputs
                if isinstance(one, Retire | Revise) and one.question == message.replaces
            ),
            None,
        )
        if channel is None or change is None:
            return
        try:
            for one in await planned(channel, (change,)):
                there = replace(one, unasked=message.unasked, said=message.said)
                await self._send(channel, parcel, asked.address, there, asked.reference)
        except (Gone, Later):
            # Its buttons stay. A press on one of them counts for nothing, and is told so.
            _log.info("%s: a question on %s stays as it is", key, asked.address.platform)
        except Exception as error:
            _log_bug(key, error)
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

    def _note(
        self,
        parcel: Parcel,
        *,
        done: bool,
        reference: str | None = None,
        arrived: str | None = None,
        gone: bool = False,
        lost: bool = False,
    ) -> None:
        at = self._clock()
        self._mark(Mark(parcel.id, at, parcel.sent, done, reference, gone, lost, arrived=arrived))


def _chat(address: Address) -> tuple[str, str]:
    return address.platform, address.chat


def _log_bug(key: str, error: Exception) -> None:
    # Frames and kinds only: an exception's own text may hold a token, or quote the learner.
    trace = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s was passed over: %s\n%s", key, type(error).__name__, trace)
