"""What goes out to many, in memory."""

from collections.abc import Mapping
from datetime import datetime

from bot.conversation.facts.announcement import Announcement, Fate, Recipient
from bot.conversation.facts.announcement import alarm_kind as alarm_kind_of
from bot.conversation.facts.learner import AlarmSet
from bot.conversation.inputs import LearnerId
from bot.storage.memory.state import Base
from bot.storage.records import Places
from bot.storage.rows import micros


class Announcing(Base):
    """The part of the store that knows who is still to be told what."""

    async def announcements(self) -> list[Announcement]:
        """The announcements that are going out, the oldest first, without their counts."""
        self._usable()
        every = self._state.admin.announcements.by_id.values()
        return [one for one in every if one.state == "going"]

    async def recipients(
        self, announcement: str, places: Places, after: str, limit: int
    ) -> list[Recipient]:
        """Up to ``limit`` of those who wait for it in these places, beyond ``after``."""
        self._usable()
        return self._state.admin.announcements.waiting(announcement, places, after, limit)

    async def mark_recipients(self, announcement: str, fates: Mapping[LearnerId, Fate]) -> None:
        """Note what has become of an announcement for these who were waiting for it."""
        self._usable()
        async with self._writing:
            self._state.admin.announcements.mark(announcement, fates)

    async def finish_announcement(self, announcement: Announcement, at: datetime) -> None:
        """If it is going out and nobody waits for it any more, it is done, and an alarm rings."""
        self._usable()
        async with self._writing:
            if self._state.admin.announcements.finish(announcement.id):
                where = announcement.address
                kind = alarm_kind_of(announcement)
                alarm = AlarmSet(kind, micros(at), where.platform, where.chat)
                self._state.alarms.note(announcement.by, alarm)
                self._state.gone.discard((where.platform, where.chat))
