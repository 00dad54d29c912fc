"""Alarms: how one is set, how what is due is found, how what rang is spent.

What is due is found by a partial index alone, so alarms that are not due cost nothing.
"""

import json
from collections.abc import Collection
from datetime import datetime

from bot.conversation.facts.admin import OthersTold
from bot.conversation.facts.learner import AlarmCleared, AlarmSet, AlarmsMoved
from bot.conversation.inputs import LearnerId
from bot.storage.codec import micros, moment
from bot.storage.encoded import EncodedRecord
from bot.storage.records import AGAIN, DueAlarm, Platforms
from bot.storage.sql.base import Base, Parameters
from bot.storage.sql.facts import by_statement
from bot.storage.sql.roles import AS_HELD

SET = """
INSERT INTO alarm (learner, kind, at, platform, chat) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (learner, kind) DO UPDATE SET at = excluded.at,
    platform = coalesce(excluded.platform, alarm.platform),
    chat = coalesce(excluded.chat, alarm.chat), held_at = NULL
"""
"""An alarm as it is by now: set, or no more; one statement, so that the order is kept."""

TELL = f"""
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

MOVE = """
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
"""What is due on a platform, in one chat there or in all, by a time; oldest first, so many."""

NEXT = """
SELECT at FROM alarm INDEXED BY alarm_due
WHERE platform = ?1 AND at IS NOT NULL AND held_at IS NULL
AND (CAST(?2 AS TEXT) IS NULL OR chat = ?2)
ORDER BY at LIMIT 1
"""
"""When the next one rings on a platform, in one chat there or in all."""

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
    by_statement(AlarmSet, SET, _set),
    by_statement(OthersTold, TELL, _tell),
    by_statement(AlarmCleared, SET, lambda turn, fact: (turn.learner, fact.kind, None, None, None)),
    by_statement(AlarmsMoved, MOVE, lambda turn, fact: (fact.platform, fact.chat, turn.learner)),
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
        """Up to ``limit`` of the alarms on each of these platforms that are due, the oldest."""
        due = micros(at)
        return [
            DueAlarm._make(row)
            for platform, chat in platforms.items()
            for row in await self._read(DUE, (platform, chat, due, limit))
        ]

    async def next_alarm(self, platforms: Platforms) -> datetime | None:
        """When the next alarm on these platforms is due."""
        entries = [
            at
            for platform, chat in platforms.items()
            for (at,) in await self._read(NEXT, (platform, chat))
        ]
        return moment(min(entries)) if entries else None

    async def shut(self, learners: Collection[LearnerId]) -> set[LearnerId]:
        """Those of these learners who have alarms for a chat that is gone."""
        return {item for (item,) in await self._read(HELD, (json.dumps(list(learners)),))}
