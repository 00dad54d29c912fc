"""The store in SQL: its topics joined, whichever database they ask, and the desk's transaction.

Handing a statement over costs about 0.1 ms, far more than most statements take. So a batch asks a
single question for all of its keys (``json_each``) and writes each kind of row with a single
statement, and its cost hardly depends on how many are in it.

A module beside this holds what belongs to a topic: its questions, their text in SQL, and what
becomes of their rows. All SQL of the program is in this folder, in words that SQLite and PostgreSQL
both take; the tables are in each database's ``schema``.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.conversation.facts.admin import Corrected
from bot.conversation.facts.learner import Fact, Forgotten, Linked, Unlinked
from bot.conversation.facts.roles import scope as scope_of
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import (
    PAGE,
    AdminKnown,
    AdminNeeds,
    Archive,
    Grant,
    LogEntry,
    Publication,
)
from bot.conversation.needs.remarks import Inbox
from bot.storage.codec import EncodedRecord, encode
from bot.storage.records import Mark, Parcel, Record, Snapshot
from bot.storage.sql import (
    accounts,
    announcements,
    base,
    catalogue,
    classes,
    erasing,
    learners,
    linking,
    outbox,
    remarks,
)
from bot.storage.sql.accounts import SqlCohorts, SqlIdentities, SqlRoles
from bot.storage.sql.announcements import SqlAnnouncements, SqlJobs
from bot.storage.sql.base import Parameters, Recent, Statement, Writer
from bot.storage.sql.catalogue import SqlCatalogue, SqlModes, SqlPublishing
from bot.storage.sql.classes import SqlClasses
from bot.storage.sql.erasing import SqlErasing, SqlTakebacks
from bot.storage.sql.learners import SqlItems, SqlLearners, SqlSubmissions
from bot.storage.sql.outbox import SqlAlarms, SqlOutbox
from bot.storage.sql.pruning import SqlPruning, SqlRetention
from bot.storage.sql.remarks import SqlRemarks
from bot.storage.sql.statistics import SqlLoad, SqlStatistics


class SqlAdmins(SqlRoles, SqlJobs, SqlAnnouncements, SqlTakebacks, SqlRemarks):
    async def admin(self, learner: LearnerId, needs: AdminNeeds) -> AdminKnown:
        held = await self._read(accounts.ROLES, (learner,))
        wanted = needs.draft if held or needs.due else ""
        draft = await self._read(announcements.DRAFT, (wanted,)) if wanted else ()
        if not held:
            return AdminKnown(draft=next(iter(announcements.drafts(draft)), None))
        opened = await self._read(announcements.OPEN) if needs.drafts else ()
        announcement = needs.announcement
        announced = (
            await self._find_counted(announcements.ONE, (announcement,)) if announcement else ()
        )
        latest = await self._latest() if needs.announcements else ()
        reach = await self._read(announcements.AUDIENCES, (learner,)) if needs.audiences else ()
        chats = await self._read(announcements.PLACES) if needs.audiences else ()
        return AdminKnown(
            roles=accounts.held_of(role for (role,) in held),
            grants=await self._grants() if needs.grants else (),
            log=() if needs.log is None else await self._log(needs.log),
            draft=next(iter(announcements.drafts(draft)), None),
            drafts=announcements.drafts(opened),
            learning=await self._learning(needs),
            history=await self._history(needs.lesson) if needs.lesson else (),
            announcement=next(iter(announced), None),
            announcements=latest,
            audiences=dict(reach),
            places=dict(chats),
            corrigible=await self._corrigible(needs.corrigible) if needs.corrigible else (),
            members=dict(await self._read(accounts.MEMBERS)) if needs.members else {},
            archive=await self._archive(needs.lesson, touched=needs.touched)
            if needs.lesson
            else Archive(),
            inbox=await self._inbox(needs.inbox, accounts.held_of(role for (role,) in held))
            if needs.inbox
            else Inbox(),
            modes=catalogue.by_revision(await self._read(catalogue.OF_DRAFT, (needs.draft,)))
            if needs.draft
            else {},
        )

    async def _grants(self) -> tuple[Grant, ...]:
        """All roles that people hold."""
        rows = await self._read(accounts.GRANTS)
        return tuple(
            Grant(LearnerId(person), role, by, at, tuple((others or "").split()), for_what)
            for person, role, scope, by, at, others in rows
            if (for_what := scope_of(scope)) is not None
        )

    async def _log(self, page: int) -> tuple[LogEntry, ...]:
        rows = await self._read(accounts.LOG, (page * PAGE,))
        return tuple(LogEntry(at, LearnerId(by), *rest) for at, by, *rest in rows)

    async def _learning(self, needs: AdminNeeds) -> dict[tuple[str, str], int]:
        """How many are in the midst of these revisions, and of each of this lesson."""
        midst: dict[tuple[str, str], int] = {}
        if needs.learning:
            pairs = (json.dumps(needs.learning),)
            for lesson, revision, number in await self._read(base.LEARNING, pairs):
                midst[lesson, revision] = number
        if needs.lesson:
            for revision, number in await self._read(base.LEARNING_LESSON, (needs.lesson,)):
                if number:
                    midst[needs.lesson, revision] = number
        return midst

    async def _history(self, name: str) -> tuple[Publication, ...]:
        """Each time that a name came to point to another revision, the latest first."""
        return tuple(Publication(*row) for row in await self._read(catalogue.HISTORY, (name,)))


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
sessions, and whose accounts are: a single statement, for handing over costs more than most take."""

INPUT = "INSERT INTO input (id, learner, platform, chat, at) VALUES (?, ?, ?, ?, ?)"
SESSION = """
INSERT INTO session (learner, at, body) VALUES (?, ?, ?)
ON CONFLICT (learner) DO UPDATE SET at = excluded.at, body = excluded.body
"""
LEARNER = "UPDATE learner SET body = ? WHERE id = ?"
"""Their row is there: the input before made them known."""

_TOPICS = (
    base,
    learners,
    outbox,
    accounts,
    announcements,
    catalogue,
    erasing,
    remarks,
    classes,
)
WRITERS: dict[type[Fact], base.FactWriter] = {
    item.kind: item for topic in _TOPICS for item in topic.WRITERS
}
"""How each kind of fact is written."""


_LAST = (Forgotten, Linked, Unlinked)
"""Facts that are carried out once all of the batch is written."""


class SqlTransaction:
    """The desk's transaction; see ``store.Transaction``.

    Its parcels are for this courier; without it they are for whichever process leads. ``numbers``
    are theirs, where the database doesn't give them.
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
        return True

    async def snapshot(self, inputs: Collection[str], learners: Collection[LearnerId]) -> Snapshot:
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
            if last := [fact for fact in turn.record.facts if isinstance(fact, _LAST)]:
                await self._carry_out(turn, last)
        return parcels if self._courier is not None else []

    async def _carry_out(
        self, turn: EncodedRecord, facts: Sequence[Forgotten | Linked | Unlinked]
    ) -> None:
        """Forget a learner, or link or part their accounts, once all else is written."""
        if any(isinstance(fact, Forgotten) for fact in facts):
            entry = erasing.forgotten_entry(turn.at, "forget")
            await erasing.erase(self._writer, turn.learner, entry, turn.record.input)
            self._recent.forget(turn.learner)
        for fact in facts:
            if not isinstance(fact, Forgotten):
                await linking.carry_out(self._writer, turn, fact)
        parted = any(not isinstance(fact, Linked) for fact in facts)
        if parted and self._owners is not None:
            await accounts.name_owners(self._writer, self._owners, turn.at)

    async def _post(self, said: Sequence[EncodedRecord]) -> list[Parcel]:
        """Put what these turns said into the outbox, in order."""
        parcels = [turn.parcel(next(self._numbers)) for turn in said]
        rows = [
            (*outbox.row(turn, self._courier), p.id) for turn, p in zip(said, parcels, strict=True)
        ]
        await self._writer.execute_all([(outbox.ADD_NUMBERED, rows)])
        return parcels

    async def _hold(self, learners: Collection[LearnerId]) -> None:
        """See to it that nobody else decides about these learners before this has ended."""


def _writing(turns: Sequence[EncodedRecord]) -> list[Statement]:
    # Of each learner the last session only, and the last that they changed.
    last = {turn.learner: turn for turn in turns if turn.session is not None}
    changed = {turn.learner: turn.changed for turn in turns if turn.changed is not None}
    return [
        (INPUT, [_input(turn) for turn in turns]),
        (SESSION, [(learner, turn.at, turn.session) for learner, turn in last.items()]),
        (LEARNER, [(body, learner) for learner, body in changed.items()]),
        (outbox.RANG, [row for turn in turns for row in outbox.rang(turn)]),
        *_facts(turns),
    ]


def _input(turn: EncodedRecord) -> Parameters:
    record = turn.record
    return (record.input, record.learner, record.address.platform, record.address.chat, turn.at)


def _facts(turns: Iterable[EncodedRecord]) -> Iterable[Statement]:
    """The facts of these turns, by their statements, in the order in which they came."""
    entries: dict[str, list[Parameters]] = {}
    for turn in turns:
        for fact in turn.record.facts:
            writer = WRITERS[type(fact)]
            entries.setdefault(writer.sql, []).append(writer.parameters(turn, fact))
    last = WRITERS[Corrected].sql
    if last in entries:
        # A correction touches what others answer in the same batch, too.
        entries[last] = entries.pop(last)
    return entries.items()


TOUCH = "UPDATE catalogue SET edition = edition"
"""It writes a page, as no database looks whether that is as it was."""


class SqlStore(
    SqlOutbox,
    SqlAlarms,
    SqlLearners,
    SqlIdentities,
    SqlItems,
    SqlSubmissions,
    SqlAdmins,
    SqlCatalogue,
    SqlPublishing,
    SqlModes,
    SqlCohorts,
    SqlStatistics,
    SqlPruning,
    SqlLoad,
    SqlErasing,
    SqlRetention,
    SqlClasses,
):
    """What any store in SQL keeps, and how it is asked for that."""

    shared = False
    """Nobody else writes: where several processes may, the store says so."""

    @property
    def alive(self) -> bool:
        """Always: where something beside the loop works for it, the store says how that is."""
        return True

    async def lead(self, seconds: float) -> bool:
        """Be the process that leads, as there is no other."""
        return True

    async def go_on_leading(self, seconds: float) -> bool:
        """Lead, as there is no other."""
        return True

    async def resign(self) -> None:
        """Nothing: there is nobody to take over."""

    async def lease(self, name: str, seconds: float) -> bool:
        """Hold something, as nobody else does."""
        return True

    async def try_writing(self) -> None:
        async with self._write() as writer:
            await writer.execute(TOUCH)
