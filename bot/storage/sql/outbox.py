"""What goes out and what comes due: the outbox of what turns said, its files, and alarms.

The outbox's rows are numbered in the order of their turns and never twice: by the database where
several processes write, else by the store, so that a batch need not ask. Each says which courier
has it in hand: a start of the program, numbered by the database. Only a single process has the file
at a time, so what any other has was left undone.

A file is kept in pieces, each written in a transaction of its own, so that no learner's turn waits
for a large file. It is removed by the same statement as the parcel that sends it, by a trigger: so
until it has arrived, or its chat is gone, a restart finds it. Files stand apart from the pictures
of lessons, which are kept by their hash and for good.

An alarm that is due is found by a partial index alone, so alarms that are not due cost nothing.
"""

import json
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.conversation.facts.admin import OthersTold
from bot.conversation.facts.learner import AlarmCleared, AlarmSet, AlarmsMoved
from bot.conversation.inputs import Address, LearnerId
from bot.storage.codec import EncodedRecord, fault, load_outputs, micros, moment
from bot.storage.records import AGAIN, DueAlarm, Mark, Parcel, Platforms, QuestionMessage
from bot.storage.sql import classes
from bot.storage.sql.accounts import AS_HELD
from bot.storage.sql.base import Base, Connection, Parameters, Statement, by_statement

SET_ALARM = """
INSERT INTO alarm (learner, kind, at, platform, chat) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (learner, kind) DO UPDATE SET at = excluded.at,
    platform = coalesce(excluded.platform, alarm.platform),
    chat = coalesce(excluded.chat, alarm.chat), held_at = NULL
"""
"""An alarm as it is by now: set, or no more; a single statement, so that the order is kept."""

TELL_OTHERS = f"""
INSERT INTO alarm (learner, kind, at, platform, chat)
SELECT told.learner, CAST(?1 AS TEXT), CAST(?2 AS BIGINT), alone.platform, alone.chat FROM (
    SELECT coalesce(identity.learner, value) AS learner
    FROM json_each(?3) LEFT JOIN identity ON identity.id = value
    UNION SELECT learner FROM role WHERE {AS_HELD} IN (SELECT value FROM json_each(?4))
) AS told LEFT JOIN alone ON alone.learner = told.learner
WHERE told.learner <> ?5
ON CONFLICT (learner, kind) DO UPDATE SET at = excluded.at, platform = excluded.platform,
    chat = excluded.chat, held_at = NULL
"""  # noqa: S608 - text of ours
"""Alarms of others, where they are alone with the tutor; without a place if there is none yet."""

MOVE_ALARMS = """
UPDATE alarm SET platform = ?, chat = ?, held_at = NULL WHERE learner = ? AND kind <> 'linked'
"""
"""That a code was used is told where it was made, whoever writes from elsewhere."""

RANG = "UPDATE alarm SET at = ? WHERE learner = ? AND kind = ? AND at = ?"
"""An alarm that rang rings no more, or again if its turn failed."""

DUE = """
SELECT learner, kind, at, platform, chat FROM alarm INDEXED BY alarm_due
WHERE platform = ?1 AND at <= ?3 AND at IS NOT NULL AND held_at IS NULL
AND (CAST(?2 AS TEXT) IS NULL OR chat = ?2)
ORDER BY at LIMIT ?4
"""
"""What is due on a platform, in a single chat there or in all, by a time; oldest first, so many."""

NEXT = """
SELECT at FROM alarm INDEXED BY alarm_due
WHERE platform = ?1 AND at IS NOT NULL AND held_at IS NULL
AND (CAST(?2 AS TEXT) IS NULL OR chat = ?2)
ORDER BY at LIMIT 1
"""
"""When the next rings on a platform, in a single chat there or in all."""

HELD = """
SELECT DISTINCT learner FROM json_each(?) AS asked CROSS JOIN alarm
ON alarm.learner = asked.value AND held_at IS NOT NULL AND at IS NOT NULL
"""
"""Those of these learners who have alarms for a chat that is gone."""


def _tell(turn: EncodedRecord, fact: OthersTold) -> Parameters:
    people, held = json.dumps(fact.people), json.dumps([str(role) for role in fact.roles])
    return (fact.kind, turn.at, people, held, turn.learner)


def _set(turn: EncodedRecord, fact: AlarmSet) -> Parameters:
    return (turn.learner, fact.kind, fact.at, fact.platform, fact.chat)


WRITERS = (
    by_statement(AlarmSet, SET_ALARM, _set),
    by_statement(OthersTold, TELL_OTHERS, _tell),
    by_statement(
        AlarmCleared, SET_ALARM, lambda turn, fact: (turn.learner, fact.kind, None, None, None)
    ),
    by_statement(
        AlarmsMoved, MOVE_ALARMS, lambda turn, fact: (fact.platform, fact.chat, turn.learner)
    ),
)


def rang(turn: EncodedRecord) -> list[Parameters]:
    """The alarm that a turn was about, if it was, as parameters of ``RANG``."""
    alarm = turn.record.rang
    if alarm is None:
        return []
    again = turn.at + AGAIN if turn.record.failed else None
    return [(again, turn.learner, alarm.kind, alarm.at)]


class SqlAlarms(Base):
    """The part of the store that is the clock."""

    async def alarms(self, platforms: Platforms, at: datetime, limit: int) -> list[DueAlarm]:
        due = micros(at)
        return [
            DueAlarm._make(row)
            for platform, chat in platforms.items()
            for row in await self._read(DUE, (platform, chat, due, limit))
        ]

    async def next_alarm(self, platforms: Platforms) -> datetime | None:
        entries = [
            at
            for platform, chat in platforms.items()
            for (at,) in await self._read(NEXT, (platform, chat))
        ]
        return moment(min(entries)) if entries else None

    async def shut(self, learners: Collection[LearnerId]) -> dict[LearnerId, bool]:
        return {item: True for (item,) in await self._read(HELD, (json.dumps(list(learners)),))}


COURIER = "INSERT INTO courier DEFAULT VALUES RETURNING id"
FORMER = "DELETE FROM courier WHERE id < ?"

_COLUMNS = "input, learner, platform, chat, audience, handle, outputs, question, at, claimed_by"
ADD = f"INSERT INTO outbox ({_COLUMNS}) VALUES ({', '.join('?' * 10)}) RETURNING input, id"  # noqa: S608 - names of ours
ADD_NUMBERED = f"INSERT INTO outbox ({_COLUMNS}, id) VALUES ({', '.join('?' * 11)})"  # noqa: S608 - names of ours
_OTHERS = "(claimed_by IS NULL OR claimed_by < ?1 OR claimed_by > ?1)"
"""Not in this courier's hands, so that an index finds it."""
# What two statements find at once is returned by either: the other looks at the row again.
_TAKE = f"""
UPDATE outbox SET claimed_by = ?1 WHERE {_OTHERS} AND id IN (
    SELECT id FROM outbox JOIN chat USING (platform, chat)
    WHERE {_OTHERS} AND gone_at IS NULL {{which}})
RETURNING id, input, learner, platform, chat, audience, handle, outputs, sent, at
"""  # noqa: S608 - text of ours
CLAIM = _TAKE.format(which="ORDER BY id LIMIT ?2")
EARLIER = _TAKE.format(which="AND learner IN (SELECT value FROM json_each(?2))")
LEFT = f"""
SELECT 1 FROM outbox JOIN chat USING (platform, chat)
WHERE {_OTHERS} AND gone_at IS NULL LIMIT 1
"""  # noqa: S608 - text of ours
THERE = "SELECT 1 FROM outbox WHERE id = ?"
DROP = "DELETE FROM outbox WHERE id = ?"
SENT = "UPDATE outbox SET sent = max(sent, CAST(? AS BIGINT)) WHERE id = ?"
# A later parcel for the chat shows that there was an input from it since, so it is not gone.
GONE = """
UPDATE chat SET gone_at = ?1
WHERE (platform, chat) = (SELECT platform, chat FROM outbox WHERE id = ?2)
AND NOT EXISTS (
    SELECT 1 FROM outbox AS later
    WHERE later.id > ?2 AND later.platform = chat.platform AND later.chat = chat.chat)
"""
# What there was in a topic that is closed ends with it, as if the whole chat were gone.
SHUT_TOLD = """
INSERT INTO alarm (learner, kind, at, platform, chat)
SELECT learner.id, 'class_shut:' || class.id, CAST(?1 AS BIGINT), alone.platform, alone.chat
FROM outbox JOIN class ON outbox.learner = 'class:' || class.id
LEFT JOIN identity ON identity.id = class.host
JOIN learner ON learner.id = coalesce(identity.learner, class.host)
LEFT JOIN alone ON alone.learner = learner.id
WHERE outbox.id = ?2 AND class.ended_at IS NULL
ON CONFLICT DO NOTHING
"""
SHUT_QUIET = """
DELETE FROM alarm WHERE learner = (
    SELECT learner FROM outbox WHERE id = ? AND learner LIKE 'class:%')
"""
SHUT = """
UPDATE class SET ended_at = ?1 WHERE ended_at IS NULL AND id = (
    SELECT substr(learner, 7) FROM outbox WHERE id = ?2 AND learner LIKE 'class:%')
"""
PAUSED = """
UPDATE chat SET paused_until = ?
WHERE (platform, chat) = (SELECT platform, chat FROM outbox WHERE id = ?)
"""
PAUSE = """
INSERT INTO chat (platform, chat, paused_until) VALUES (?, ?, ?)
ON CONFLICT (platform, chat) DO UPDATE SET paused_until = excluded.paused_until
"""
PAUSES = "SELECT platform, chat, paused_until FROM chat WHERE paused_until > ?"
MOVES = "SELECT chat, moved_to FROM moved WHERE platform = ?"
MOVE = """
INSERT INTO moved (platform, chat, moved_to) VALUES (?, ?, ?)
ON CONFLICT (platform, chat) DO UPDATE SET moved_to = excluded.moved_to
"""
ARRIVED = """
INSERT INTO asked (learner, question, platform, chat, audience, reference)
SELECT learner, question, platform, chat, audience, ? FROM outbox
WHERE id = ? AND question IS NOT NULL
ON CONFLICT (learner) DO UPDATE SET
    question = excluded.question, platform = excluded.platform, chat = excluded.chat,
    audience = excluded.audience, reference = excluded.reference
"""
# Where its input or the learner of that is forgotten, this is as well.
FATE = """
INSERT INTO arrival (input, message, at, fate)
SELECT outbox.input, ?, ?, ? FROM outbox
JOIN input ON input.id = outbox.input AND input.learner <> '' WHERE outbox.id = ?
ON CONFLICT DO NOTHING
"""
ASKED = "SELECT platform, chat, audience, reference FROM asked WHERE learner = ? AND question = ?"

PIECE = 256 * 1024
"""Bytes written in a transaction: with that, the desk waits for some milliseconds at most."""

FORGET = "DELETE FROM document WHERE id = ?"
KEEP = "INSERT INTO document (id, piece, bytes) VALUES (?, ?, ?)"
PIECES = "SELECT bytes FROM document WHERE id = ? ORDER BY piece"

_log = logging.getLogger(__name__)


def mark_statements(marks: Sequence[Mark]) -> list[Statement]:
    """Statements, each with its rows, that note this news; parcels that are done with go last."""
    done = {mark.parcel for mark in marks if mark.done}
    return [
        (FATE, [fate for mark in marks if (fate := _fate(mark))]),
        (GONE, [(micros(mark.at), mark.parcel) for mark in marks if mark.gone]),
        (SHUT_TOLD, [(micros(mark.at), mark.parcel) for mark in marks if mark.shut]),
        (SHUT_QUIET, [(mark.parcel,) for mark in marks if mark.shut]),
        (SHUT, [(micros(mark.at), mark.parcel) for mark in marks if mark.shut]),
        (ARRIVED, [(mark.reference, mark.parcel) for mark in marks if mark.reference]),
        (PAUSED, [(micros(mark.paused), mark.parcel) for mark in marks if mark.paused]),
        (SENT, [(mark.sent, mark.parcel) for mark in marks if mark.parcel not in done]),
        (DROP, [(parcel,) for parcel in sorted(done)]),
    ]


def _fate(mark: Mark) -> Parameters | None:
    """What has become of a message by this news; ``None`` if there was none."""
    number, fate = mark.sent, "arrived"
    if mark.gone or mark.shut:
        number, fate = mark.sent + 1, "gone"
    elif mark.passed_over:
        fate = "passed over"
    if not (number or mark.passed_over):
        return None
    return number, micros(mark.at), fate, mark.parcel


def row(turn: EncodedRecord, courier: int | None) -> Parameters:
    """What ``ADD`` is run with to put what a turn said in the hands of this courier."""
    address = turn.record.address
    audience = "public" if address.public else "private"
    where = (address.platform, address.chat, audience, address.handle)
    said = (turn.outputs, turn.question, turn.at, courier)
    return (turn.record.input, turn.learner, *where, *said)


async def earlier(writer: Connection, learners: Collection[str], courier: int) -> list[Parcel]:
    """What was said to these learners before and is in nobody's hands, or another courier's."""
    return await _take_parcels(writer, EARLIER, (courier, json.dumps(sorted(learners))))


class SqlOutbox(Base):
    """The part of the store that is read to send what was said."""

    async def claim(self, limit: int) -> list[Parcel]:
        if not await self._read(LEFT, (self._courier,)):
            return []
        async with self._write_beside() as writer:
            if not await self._leads(writer):
                return []
            return await _take_parcels(writer, CLAIM, (self._courier, limit))

    async def is_undelivered(self, parcel: int) -> bool:
        return bool(await self._read(THERE, (parcel,)))

    async def pauses(self, at: datetime) -> Mapping[tuple[str, str], datetime]:
        rows = await self._read(PAUSES, (micros(at),))
        return {(platform, chat): moment(until) for platform, chat, until in rows}

    async def pause(self, platform: str, chat: str, until: datetime) -> None:
        async with self._write_beside() as writer:
            await writer.execute(PAUSE, (platform, chat, micros(until)))

    async def moves(self, platform: str) -> Mapping[str, str]:
        return dict(await self._read(MOVES, (platform,)))

    async def move(self, platform: str, old: str, new: str, at: datetime) -> None:
        async with self._write() as writer:
            await writer.execute(MOVE, (platform, old, new))
            await classes.move(writer, platform, old, new, at)

    async def question_message(self, learner: LearnerId, question: str) -> QuestionMessage | None:
        for *where, reference in await self._read(ASKED, (learner, question)):
            return QuestionMessage(_address(*where), reference)
        return None

    async def keep_document(self, id: str, content: bytes) -> None:
        for row in _pieces(id, content):
            async with self._write_beside() as writer:
                if row[1] == 0:
                    await writer.execute(FORGET, (id,))
                await writer.execute(KEEP, row)

    async def document(self, id: str) -> bytes | None:
        rows = await self._read(PIECES, (id,))
        return b"".join(piece for (piece,) in rows) if rows else None


async def _take_parcels(writer: Connection, sql: str, parameters: Parameters) -> list[Parcel]:
    """What a statement takes in hand and can be read."""
    # Only if all that were found can't be read does it look for more.
    while entries := list(await writer.execute_fetchall(sql, parameters)):
        parcels, broken = _parcels(sorted(entries))
        if broken:
            await writer.executemany(DROP, broken)
        if parcels:
            return parcels
    return []


def _address(platform: str, chat: str, audience: str, handle: str = "") -> Address:
    return Address(platform, chat, audience == "public", handle)


def _parcels(entries: Iterable[Any]) -> tuple[list[Parcel], list[tuple[int]]]:
    """What ``CLAIM`` returns as parcels, and the keys of those that can't be read."""
    readable: list[Parcel] = []
    broken: list[tuple[int]] = []
    for id, key, learner, platform, chat, audience, handle, outputs, sent, at in entries:
        where = _address(platform, chat, audience, handle)
        try:
            readable.append(Parcel(id, key, learner, where, load_outputs(outputs), sent, at))
        except ValueError as error:
            _log.error("unreadable outputs of input %s, not sent: %s", key, fault(error))
            broken.append((id,))
    return readable, broken


def _pieces(id: str, content: bytes) -> Iterator[tuple[str, int, bytes]]:
    """The parameters of ``KEEP`` for each piece; an empty file has a piece as well."""
    for number, start in enumerate(range(0, max(len(content), 1), PIECE)):
        yield id, number, content[start : start + PIECE]
