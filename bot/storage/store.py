"""What is asked of a store: ``Store`` joins the topics of ``ports`` and opens the transactions.

The desk writes: it takes a batch of envelopes, asks what is known of them, and records what
came of them, all in one transaction. Everything else reads, beside the writer.

Outputs are recorded in the transaction that they come from (an outbox), sent after it, and marked
with a later transaction. A crash between sending and marking can send twice, never lose.

Nothing is counted in the process: the numbers of parcels and of the catalogue's version, and who
has a parcel in hand, are the database's to give, in the transaction that needs them. So two
processes that share a database could not clash.
"""

import time
from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.conversation.inputs import LearnerId
from bot.storage.ports import (
    Admins,
    Alarms,
    Announcements,
    Catalogue,
    Classes,
    Identities,
    Jobs,
    Learners,
    Leases,
    Outbox,
    Privacy,
    Remarks,
    Statistics,
)
from bot.storage.records import Mark, Parcel, Record, Snapshot


class Transaction(Protocol):
    """A transaction of the desk. It commits when its block ends, and rolls back on an error."""

    @property
    def alone(self) -> bool:
        """Whether nobody else writes until it ends, so that it may touch more than its learners."""

    async def snapshot(self, inputs: Collection[str], learners: Collection[LearnerId]) -> Snapshot:
        """How things are before these inputs of these learners; a single question for all of it.

        Nobody else changes the catalogue until the transaction has ended, so a library of this
        version is true as long. A session that can't be read any more counts as none, with a line
        in the log: its learner begins anew, with all facts kept, and nobody else is held up.
        Where an account among these was linked to a learner, it is theirs that is told.
        """

    async def record(self, records: Sequence[Record], marks: Sequence[Mark]) -> list[Parcel]:
        """Write turns and marks; the new parcels are this process's to send, if it leads.

        A turn without outputs makes no parcel; parcels come back in the order of their turns, with
        ids that grow and that no parcel ever had before. Marks count before turns, as they are
        older news. Raises ``RecordError`` before anything is written if any turn can't be.
        """


class Store(
    Outbox,
    Leases,
    Alarms,
    Learners,
    Remarks,
    Identities,
    Admins,
    Jobs,
    Announcements,
    Catalogue,
    Statistics,
    Privacy,
    Classes,
    Protocol,
):
    """Keeps everything. All methods may raise ``StoreError``.

    It is an ``UnavailableError`` where the same may succeed later, and a ``LostError`` where
    nothing can be kept any more.
    """

    async def open(self) -> None:
        """Make ready: apply the schema, take what this process needs."""

    async def close(self) -> None:
        """Let go of everything, parcels in hand among it; safe to call twice."""

    def transaction(
        self, *, alone: bool = False, lasting: bool = True
    ) -> AbstractAsyncContextManager[Transaction]:
        """A writing transaction. One at a time in a process: the desk's.

        In others there may be some at the same time, about other learners, unless it is ``alone``.
        What is not ``lasting`` outlasts a kill, but a power cut may take it back.
        """

    @property
    def alive(self) -> bool:
        """Whether what works for it in this process answers; does not wait."""

    def still_there(self) -> None:
        """Raises ``LostError`` if what is written would not be kept any more; does not wait."""

    async def try_writing(self) -> None:
        """Write something that changes nothing; raises what keeps it from being written."""

    async def prune(self, before: datetime) -> None:
        """Forget input ids from before then, and what would undo a link that is older.

        By then no source delivers them again, and linking can't be undone.

        Facts are never forgotten, and parcels go when they are done with.
        """

    async def discard(self, *, undelivered: datetime, drafts: datetime) -> None:
        """Drop what nothing needs any more.

        From before ``undelivered``: what was said and could not be delivered, and results that
        could not be told. From before ``drafts``: drafts that are closed, with lessons and
        pictures that were never taught.
        """


def awake() -> float:
    """Seconds since some moment, those counted in which the machine was suspended.

    Where a system has no such clock, it is the monotonic clock.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
