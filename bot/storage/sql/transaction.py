"""The desk's transaction: what a batch begins with, and what it leaves behind."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.conversation.facts.admin import Corrected
from bot.conversation.facts.identities import Unlinked
from bot.conversation.facts.learner import Fact, Forgotten
from bot.conversation.inputs import LearnerId
from bot.storage.encoded import EncodedRecord, encode
from bot.storage.records import Mark, Parcel, Record, Snapshot
from bot.storage.sql import (
    alarms,
    announcements,
    classes,
    cohorts,
    erasing,
    facts,
    identities,
    items,
    jobs,
    linking,
    outbox,
    publishing,
    remarks,
    roles,
    runs,
    submissions,
    takebacks,
)
from bot.storage.sql.connection import Parameters, Statement, Writer
from bot.storage.sql.recent import Recent

SNAPSHOT = """
SELECT edition, NULL, NULL, NULL, NULL FROM catalogue
UNION ALL SELECT NULL, id, NULL, NULL, NULL FROM input WHERE id IN (SELECT value FROM json_each(?1))
UNION ALL SELECT NULL, learner.id, learner.body, session.body, NULL
FROM learner LEFT JOIN session ON session.learner = learner.id
WHERE learner.id IN (
    SELECT coalesce(identity.learner, value)
    FROM json_each(?2) LEFT JOIN identity ON identity.id = value)
UNION ALL SELECT NULL, identity.id, NULL, NULL, identity.learner
FROM json_each(?2) CROSS JOIN identity ON identity.id = value WHERE identity.id <> identity.learner
"""
"""The catalogue's version, those of these inputs that are recorded, these learners with their
sessions, and whose accounts are: one statement, for handing one over costs more than most take."""

INPUT = "INSERT INTO input (id, learner, platform, chat, at) VALUES (?, ?, ?, ?, ?)"
SESSION = """
INSERT INTO session (learner, at, body) VALUES (?, ?, ?)
ON CONFLICT (learner) DO UPDATE SET at = excluded.at, body = excluded.body
"""
LEARNER = "UPDATE learner SET body = ? WHERE id = ?"
"""Their row is there: the input before made them known."""

_TOPICS = (
    facts,
    runs,
    items,
    submissions,
    alarms,
    cohorts,
    roles,
    jobs,
    publishing,
    announcements,
    takebacks,
    remarks,
    erasing,
    classes,
    identities,
)
WRITERS: dict[type[Fact], facts.FactWriter] = {
    one.kind: one for topic in _TOPICS for one in topic.WRITERS
}
"""How each kind of fact is written."""


class SqlTransaction:
    """The desk's transaction; see ``store.Transaction``.

    Its parcels are for this courier; without one they are for whichever process leads.
    ``numbers`` are theirs, where the database doesn't give them.
    """

    def __init__(
        self,
        writer: Writer,
        courier: int | None,
        owners: Sequence[LearnerId] | None,
        recent: Recent,
        numbers: Iterator[int] | None = None,
    ) -> None:
        self._writer = writer
        self._courier = courier
        self._owners = owners
        self._recent = recent
        self._numbers = numbers if numbers is not None else iter(())

    @property
    def alone(self) -> bool:
        """Whether nobody else writes until it ends."""
        return True

    async def snapshot(self, inputs: Collection[str], learners: Collection[LearnerId]) -> Snapshot:
        """How things are before these inputs of these learners."""
        await self._hold(learners)
        keys = (json.dumps(list(inputs)), json.dumps(list(learners)))
        (version, *_), *rows = await self._writer.execute_fetchall(SNAPSHOT, keys)
        seen = frozenset(id for _, id, learner, _, whose in rows if learner is None and not whose)
        known = [(LearnerId(id), *row) for _, id, *row in rows if row[0] is not None]
        kept = {id: session for id, _, session, _ in known if session is not None}
        sessions = self._recent.sessions(kept)
        learning = self._recent.learners({id: learner for id, learner, *_ in known})
        here = frozenset(id for id, *_ in known)
        linked = {LearnerId(id): LearnerId(whose) for _, id, *_, whose in rows if whose}
        return Snapshot(version, seen, sessions, learning, here, linked)

    async def record(self, records: Sequence[Record], marks: Sequence[Mark]) -> list[Parcel]:
        """Write turns and marks; the new parcels are this courier's."""
        turns = encode(records)
        self._recent.wrote(turns)
        statements = [*outbox.mark_statements(marks), *_writing(turns)]
        said = [turn for turn in turns if turn.outputs is not None]
        await self._writer.execute_all([(sql, rows) for sql, rows in statements if rows])
        parcels = await self._post(said) if said else []
        for turn in turns:
            if erasing.forgets(turn):
                entry = erasing.forgotten_entry(turn.at, "forget")
                await erasing.erase(self._writer, turn.learner, entry, turn.record.input)
                self._recent.forget(turn.learner)
            await linking.carry_out(self._writer, turn)
            if self._owners is not None and any(
                isinstance(fact, Forgotten | Unlinked) for fact in turn.record.facts
            ):
                await roles.name_owners(self._writer, self._owners, turn.at)
        return parcels if self._courier is not None else []

    async def _post(self, said: Sequence[EncodedRecord]) -> list[Parcel]:
        """Put what these turns said into the outbox, in order.

        Nothing is asked back, so all that a batch writes is handed over with its commit.
        """
        parcels = [turn.parcel(next(self._numbers)) for turn in said]
        given = [
            (*outbox.row(turn, self._courier), p.id) for turn, p in zip(said, parcels, strict=True)
        ]
        await self._writer.execute_all([(outbox.ADD_NUMBERED, given)])
        return parcels

    async def _hold(self, learners: Collection[LearnerId]) -> None:
        """See to it that nobody else decides about these learners before this has ended.

        Where one transaction is under way at a time, nobody can.
        """


def _writing(turns: Sequence[EncodedRecord]) -> list[Statement]:
    """Statements, each with its rows, that write these turns but for what they said."""
    # Of each learner the last session only, and the last that they changed.
    last = {turn.learner: turn for turn in turns if turn.session is not None}
    changed = {turn.learner: turn.changed for turn in turns if turn.changed is not None}
    return [
        (INPUT, [_input(turn) for turn in turns]),
        (SESSION, [(learner, turn.at, turn.session) for learner, turn in last.items()]),
        (LEARNER, [(body, learner) for learner, body in changed.items()]),
        (alarms.RANG, [row for turn in turns for row in alarms.rang(turn)]),
        *_facts(turns),
    ]


def _input(turn: EncodedRecord) -> Parameters:
    record = turn.record
    return (record.input, record.learner, record.address.platform, record.address.chat, turn.at)


def _facts(turns: Iterable[EncodedRecord]) -> Iterable[Statement]:
    """The facts of these turns, by their statements.

    So what changes the same rows by one statement is written in the order in which it came.
    """
    found: dict[str, list[Parameters]] = {}
    for turn in turns:
        for fact in turn.record.facts:
            writer = WRITERS[type(fact)]
            found.setdefault(writer.sql, []).append(writer.parameters(turn, fact))
    last = WRITERS[Corrected].sql
    if last in found:
        # A correction touches what others answer in the same batch, too.
        found[last] = found.pop(last)
    return found.items()
