"""Alarms in SQL: how one is set, how what is due is found, what rang is spent."""

from collections.abc import Iterable
from typing import Any

from bot.conversation.facts.learner import AlarmCleared, AlarmSet, AlarmsMoved
from bot.conversation.inputs import Alarm, LearnerId
from bot.storage.records import Due

SET = """
INSERT INTO alarm (learner, kind, at, platform, chat) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET at = excluded.at, platform = coalesce(excluded.platform, platform),
    chat = coalesce(excluded.chat, chat), held_at = NULL
"""
"""An alarm as it is by now: set, or no more; one statement, so that the order is kept."""

MOVE = "UPDATE alarm SET platform = ?, chat = ?, held_at = NULL WHERE learner = ?"

RANG = "UPDATE alarm SET at = ? WHERE learner = ? AND kind = ? AND at = ?"
"""An alarm that rang rings no more, or again if its turn failed."""

DUE = """
SELECT learner, kind, at, platform, chat FROM alarm INDEXED BY alarm_due
WHERE platform = ?1 AND at <= ?3 AND at IS NOT NULL AND held_at IS NULL
AND (?2 IS NULL OR chat = ?2)
ORDER BY at LIMIT ?4
"""
"""What is due on a platform, in one chat there or in all, by a time; oldest first, so many."""

NEXT = """
SELECT at FROM alarm INDEXED BY alarm_due
WHERE platform = ?1 AND at IS NOT NULL AND held_at IS NULL AND (?2 IS NULL OR chat = ?2)
ORDER BY at LIMIT 1
"""
"""When the next one rings on a platform, in one chat there or in all."""

HELD = """
SELECT DISTINCT learner FROM json_each(?) AS asked CROSS JOIN alarm
ON alarm.learner = asked.value AND held_at IS NOT NULL AND at IS NOT NULL
"""
"""Those of these learners who have alarms for a chat that is gone."""


def row(learner: LearnerId, fact: AlarmSet | AlarmCleared) -> tuple[object, ...]:
    """An alarm as parameters of ``SET``."""
    if isinstance(fact, AlarmCleared):
        return (learner, fact.kind, None, None, None)
    return (learner, fact.kind, fact.at, fact.platform, fact.chat)


def move_row(learner: LearnerId, fact: AlarmsMoved) -> tuple[object, ...]:
    """Another chat for all of a learner's alarms as parameters of ``MOVE``."""
    return (fact.platform, fact.chat, learner)


def rang_row(learner: LearnerId, alarm: Alarm, again: int | None) -> tuple[object, ...]:
    """An alarm that rang as parameters of ``RANG``."""
    return (again, learner, alarm.kind, alarm.at)


def found(rows: Iterable[Any]) -> list[Due]:
    """What ``DUE`` finds."""
    return list(map(Due._make, rows))
