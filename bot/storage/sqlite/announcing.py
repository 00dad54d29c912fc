"""What goes out to many: who is still to be told, and what has become of it."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.conversation.facts.announcement import Announcement, Fate, Recipient
from bot.conversation.facts.announcement import alarm_kind as alarm_kind_of
from bot.conversation.inputs import LearnerId
from bot.storage.records import Places
from bot.storage.rows import micros
from bot.storage.sqlite.base import Base
from bot.storage.sqlite.statements import alarms, announcements


class Announcing(Base):
    """The part of the store that knows who is still to be told what."""

    async def announcements(self) -> list[Announcement]:
        """The announcements that are going out, the oldest first, without their counts."""
        return announcements.read(await self._read(announcements.GOING))

    async def recipients(
        self, announcement: str, places: Places, after: str, limit: int
    ) -> list[Recipient]:
        """Up to ``limit`` of those who wait for it in these places, beyond ``after``."""
        wanted = (announcement, after, json.dumps(dict(places)), limit)
        return announcements.recipients(await self._read(announcements.WAITING, wanted))

    async def mark_recipients(self, announcement: str, fates: Mapping[LearnerId, Fate]) -> None:
        """Note what has become of an announcement for these who were waiting for it."""
        rows = [(fate, announcement, learner) for learner, fate in fates.items()]
        async with self._write() as writer:
            await writer.executemany(announcements.MARK, rows)

    async def finish_announcement(self, announcement: Announcement, at: datetime) -> None:
        """If it is going out and nobody waits for it any more, it is done, and an alarm rings."""
        kind, where = alarm_kind_of(announcement), announcement.address
        async with self._write() as writer:
            done = await writer.execute(announcements.FINISH, (announcement.id,))
            if done.rowcount:
                alarm = (announcement.by, kind, micros(at), where.platform, where.chat)
                await writer.execute(alarms.SET, alarm)
