"""One parcel on its way: what a turn said, planned as messages, sent one by one, and marked.

The outbox has one row a turn, with how many of its messages have arrived. A channel plans the same
messages for the same outputs, so a restart goes on with the next one. Its lane waits while they are
planned, and no other does, however long that takes (``planning``). How one of them is sent, and
where, ``sending`` says.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime

from bot.service.delivery.channel import Channel, Message
from bot.service.delivery.leading import Leading
from bot.service.delivery.planning import LIGHT, planned, weight
from bot.service.delivery.sending import PassedOver, Sender, log_bug
from bot.service.monitoring import tracing
from bot.storage.codec import micros
from bot.storage.errors import StoreError
from bot.storage.ports import Outbox
from bot.storage.records import Mark, Parcel
from bot.values import replace

FRESH = 1_000_000
"""Microseconds since its turn within which a parcel is sent as it is."""

_log = logging.getLogger(__name__)


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
            # One that fails does so again in its turn, where that is told.
            with tracing(parcel.key), suppress(Exception):
                self._ahead[parcel.id] = channel.plan(parcel.outputs)

    async def carry(
        self, parcel: Parcel, further: Callable[[Parcel], None], *, waited: bool
    ) -> None:
        """Send what is left of a parcel.

        ``further`` is given the parcel as it is after each message, for what raises ``Parked`` is
        gone on with from there. ``Gone`` and ``Shut`` are raised as well. One that has not
        ``waited`` was claimed or recorded just now, and is sent without asking whether it is there.
        """
        with tracing(parcel.key):
            await self._carry(parcel, further, waited=waited)

    async def _carry(
        self, parcel: Parcel, further: Callable[[Parcel], None], *, waited: bool
    ) -> None:
        lost = False
        # Thousands that are claimed at once would hold up whoever else asks the database.
        if waited and not await self._undelivered(parcel):
            return
        channel = self._channels[parcel.address.platform]
        try:
            messages = self._ahead.pop(parcel.id, None) or await planned(channel, parcel.outputs)
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

    async def _undelivered(self, parcel: Parcel) -> bool:
        """Whether this is to be sent still.

        What is taken at once is; of what has waited, another process may have forgotten the learner
        meanwhile, of which nobody tells this one.
        """
        if not self._leading.shared or micros(self._clock()) - parcel.at < FRESH:
            return True
        try:
            return await self._store.undelivered(parcel.id)
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
