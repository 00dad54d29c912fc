"""The desk's transaction in SQL."""

import asyncio
import json
from collections.abc import Callable, Collection, Sequence

import aiosqlite

from bot.conversation.inputs import LearnerId
from bot.conversation.session import Session
from bot.storage.codec import load_sessions
from bot.storage.records import Mark, Parcel, Record
from bot.storage.rows import encode
from bot.storage.sqlite.statements import alarms, outbox
from bot.storage.sqlite.statements.turns import (
    FACTS,
    INPUT,
    SESSION,
    fact_rows,
    input_row,
    rang_rows,
    session_rows,
)


class SqliteTransaction:
    """The desk's transaction; see ``store.Transaction``."""

    def __init__(self, next_parcels: Callable[[int], range], writer: aiosqlite.Connection) -> None:
        self._next_parcels = next_parcels
        self._writer = writer

    async def seen(self, inputs: Collection[str]) -> set[str]:
        """Those of these input ids that are recorded already."""
        found = await self._writer.execute_fetchall(
            "SELECT id FROM input WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(inputs)),),
        )
        return {id for (id,) in found}

    async def sessions(self, learners: Collection[LearnerId]) -> dict[LearnerId, Session]:
        """The sessions of those of these learners who have one that can be read."""
        texts = await self._writer.execute_fetchall(
            "SELECT learner, body FROM session WHERE learner IN (SELECT value FROM json_each(?))",
            (json.dumps(list(learners)),),
        )
        return load_sessions(texts)

    async def record(
        self, records: Sequence[Record], marks: Sequence[Mark], courier: str
    ) -> list[Parcel]:
        """Write turns and marks; the new parcels are claimed by ``courier``."""
        turns = encode(records)
        said = [turn for turn in turns if turn.outputs is not None]
        new = [
            (turn, turn.parcel(id))
            for turn, id in zip(said, self._next_parcels(len(said)), strict=True)
        ]
        statements = [
            *outbox.marking(marks),
            (INPUT, [input_row(turn) for turn in turns]),
            (SESSION, session_rows(turns)),
            (alarms.RANG, rang_rows(turns)),
            *((FACTS[kind], found) for kind, found in fact_rows(turns).items()),
            (outbox.NEW, [outbox.new_row(turn, parcel, courier) for turn, parcel in new]),
        ]
        # Handed over together, run in order: one wait instead of one for each. If one fails the
        # others still run, and all of them are rolled back.
        await asyncio.gather(*(self._writer.executemany(sql, p) for sql, p in statements if p))
        return [parcel for _, parcel in new]
