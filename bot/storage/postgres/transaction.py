"""The desk's transaction where other processes write beside it."""

import json
from collections.abc import Collection, Sequence

from bot.conversation.inputs import LearnerId
from bot.storage.encoded import EncodedRecord
from bot.storage.postgres.connection import PostgresConnection
from bot.storage.records import Mark, Parcel, Record
from bot.storage.sql import outbox
from bot.storage.sql.connection import rows
from bot.storage.sql.recent import Recent
from bot.storage.sql.transaction import SqlTransaction

LOCK = """
SELECT pg_advisory_xact_lock(key) FROM (
    SELECT DISTINCT hashtextextended(coalesce(identity.learner, value), 0) AS key
    FROM json_each(?) LEFT JOIN identity ON identity.id = value ORDER BY 1
) AS wanted
"""
"""Learners are locked by a hash: two of one hash wait for each other, and nothing worse."""


class PostgresTransaction(SqlTransaction):
    """The desk's transaction, whose learners are its own until it ends."""

    def __init__(
        self,
        writer: PostgresConnection,
        courier: int | None,
        owners: Sequence[LearnerId] | None,
        recent: Recent,
        *,
        alone: bool,
        unsure: dict[str, float],
    ) -> None:
        super().__init__(writer, courier, owners, recent)
        self._connection = writer
        self._alone = alone
        self._unsure = unsure
        self.said: set[str] = set()
        """The inputs of the parcels that it makes."""

    @property
    def alone(self) -> bool:
        """Whether nobody else writes until it ends."""
        return self._alone

    async def record(self, records: Sequence[Record], marks: Sequence[Mark]) -> list[Parcel]:
        """Write turns and marks; the new parcels are this courier's, if it is one.

        What other processes have said to the same learners is before them: it was said earlier.
        """
        self.said = {one.input for one in records if one.outputs}
        for one in self.said:
            # It had not been committed. Now its parcel is in hand, if this transaction is.
            self._unsure.pop(one, None)
        parcels = await super().record(records, marks)
        if not parcels or self._courier is None:
            return parcels
        learners = {parcel.learner for parcel in parcels}
        return [*await outbox.earlier(self._writer, learners, self._courier), *parcels]

    async def _post(self, said: Sequence[EncodedRecord]) -> list[Parcel]:
        """Put what these turns said into the outbox, whose numbers all processes share."""
        given = [outbox.row(turn, self._courier) for turn in said]
        numbers = dict(await self._connection.fetchmany(outbox.ADD, given))
        return [turn.parcel(numbers[turn.record.input]) for turn in said]

    async def _hold(self, learners: Collection[LearnerId]) -> None:
        """Wait until no other process has one of these learners in a batch."""
        await rows(self._writer, LOCK, (json.dumps(list(learners)),))
