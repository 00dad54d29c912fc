"""Alarms in memory: which are set, which are due, what rang is spent."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.conversation.facts.learner import AlarmCleared, AlarmSet, AlarmsMoved
from bot.conversation.inputs import Alarm, LearnerId
from bot.storage.records import Due

Chats = Collection[tuple[str, str]]


class AlarmBook:
    """The alarms that are set, by learner and kind."""

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
