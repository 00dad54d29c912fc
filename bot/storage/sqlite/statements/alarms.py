"""Alarms in SQL and in memory: how one is set, how what is due is found, what rang is spent."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from bot.conversation.facts import AlarmCleared, AlarmSet, AlarmsMoved
from bot.conversation.inputs import Alarm, LearnerId
from bot.storage.store import Due

Chats = Collection[tuple[str, str]]

ID = "alarm:"
"""How the ids of inputs begin that are alarms; the schema tells them by it, too."""

AGAIN = 24 * 3_600_000_000
"""Microseconds after which an alarm rings again whose turn failed: a day. A turn that goes well
sets the next one itself."""

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


class AlarmBook:
    """The same in memory: the alarms that are set, by learner and kind."""

    def __init__(self) -> None:
        self._set: dict[tuple[LearnerId, str], AlarmSet] = {}
        # Where each was last to ring: one that rings no more may be set again.
        self._last: dict[tuple[LearnerId, str], AlarmSet] = {}

    def note(self, learner: LearnerId, fact: AlarmSet | AlarmCleared | AlarmsMoved) -> None:
        """Set, clear or move alarms as this says."""
        match fact:
            case AlarmSet():
                self._set[learner, fact.kind] = self._last[learner, fact.kind] = fact
            case AlarmCleared():
                self._set.pop((learner, fact.kind), None)
            case AlarmsMoved(platform, chat):
                for key in [key for key in self._set if key[0] == learner]:
                    self._set[key] = replace(self._set[key], platform=platform, chat=chat)
                for key in [key for key in self._last if key[0] == learner]:
                    self._last[key] = replace(self._last[key], platform=platform, chat=chat)

    def rang(self, learner: LearnerId, alarm: Alarm, again: int | None) -> None:
        """The alarm rings no more, or again at this time, unless it was set anew meanwhile."""
        found = self._set.get((learner, alarm.kind))
        if found is None or found.at != alarm.at:
            return
        del self._set[learner, alarm.kind]
        if again is not None:
            self._set[learner, alarm.kind] = replace(found, at=again)

    def hasten(self, learners: Iterable[LearnerId], kind: str, at: int) -> None:
        """Let the alarms of this kind that these learners ever had ring at this time at latest."""
        for key in [(learner, kind) for learner in learners]:
            now = self._set.get(key)
            if key in self._last and (now is None or now.at > at):
                self._set[key] = replace(self._last[key], at=at)

    def ringing(self, platform: str, chat: str | None, gone: Chats) -> list[Due]:
        """What is set for a platform, in one chat there or in all that are not gone, by time."""
        found = [
            Due(learner, kind, one.at, one.platform, one.chat)
            for (learner, kind), one in self._set.items()
            if one.platform == platform and chat in (None, one.chat)
            if (one.platform, one.chat) not in gone
        ]
        return sorted(found, key=lambda one: one.at)

    def held(self, gone: Chats) -> set[LearnerId]:
        """Those who have alarms for a chat that is gone."""
        held = self._set.items()
        return {learner for (learner, _), one in held if (one.platform, one.chat) in gone}
