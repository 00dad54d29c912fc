"""What the service asks of a store.

The desk writes: it takes a batch of envelopes, asks what is known of them, and records what
came of them, all in one transaction. Everything else reads, beside the writer.

Outputs are recorded in the transaction that they come from (an outbox), sent after it, and
marked with a later one. A crash between sending and marking can send twice, never lose.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.conversation.inputs import LearnerId
from bot.conversation.session import Session
from bot.storage.asks.admins import OfAdmins
from bot.storage.asks.announcing import OfAnnouncing
from bot.storage.asks.catalogue import OfCatalogue
from bot.storage.asks.learners import OfLearners
from bot.storage.asks.statistics import OfStatistics
from bot.storage.records import Asked, Due, Mark, Parcel, Places, Record


class Transaction(Protocol):
    """One transaction of the desk. It commits when its block ends, and rolls back on an error."""

    async def seen(self, inputs: Collection[str]) -> set[str]:
        """Those of these input ids that are recorded already."""
        ...

    async def sessions(self, learners: Collection[LearnerId]) -> dict[LearnerId, Session]:
        """The sessions of those of these learners who have one.

        One that can't be read any more counts as none, with a line in the log: its learner
        begins anew, with all facts kept, and nobody else in the batch is held up.
        """
        ...

    async def record(
        self, records: Sequence[Record], marks: Sequence[Mark], courier: str
    ) -> list[Parcel]:
        """Write turns and marks; the new parcels are claimed by ``courier``.

        A turn without outputs makes no parcel; parcels come back in the order of their turns.
        Marks count before turns, as they are older news. Raises ``RecordError`` before anything
        is written if one of the turns can't be.
        """
        ...


class Store(OfLearners, OfAdmins, OfAnnouncing, OfCatalogue, OfStatistics, Protocol):
    """Keeps everything. All methods may raise ``StoreError``."""

    async def open(self) -> None:
        """Make ready: apply the schema, take what this process needs."""
        ...

    async def close(self) -> None:
        """Let go of everything; safe to call twice."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """A writing transaction. One at a time: the desk's."""
        ...

    async def alarms(self, places: Places, at: datetime, limit: int) -> list[Due]:
        """Up to ``limit`` of the alarms in each of these places that are due at ``at``, the oldest.

        Those for a chat that is gone are held until there is an input from it, or an alarm is set
        for it anew. The cost does not grow with alarms that are not due.
        """
        ...

    async def next_alarm(self, places: Places) -> datetime | None:
        """When the next alarm in these places is due; ``None`` if none is set."""
        ...

    async def claim(self, courier: str, limit: int) -> list[Parcel]:
        """Up to ``limit`` of the oldest parcels that no courier has, for this one.

        Those for a chat that is gone wait until there is an input from it. One that can't be
        read any more is dropped, with a line in the log.
        """
        ...

    async def release(self, courier: str | None = None) -> None:
        """Give the parcels of this courier back, or those of all couriers."""
        ...

    async def asked(self, learner: LearnerId, question: str) -> Asked | None:
        """Where this question was asked, if it is the last one of this learner's to arrive.

        Only that one can be open. Its address is without the handle, which is spent.
        """
        ...

    async def prune(self, before: datetime) -> None:
        """Forget input ids from before then, when no source delivers them again.

        Facts are never forgotten, and parcels go when they are done with.
        """
        ...
