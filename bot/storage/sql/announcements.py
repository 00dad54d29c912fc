"""Announcements: what goes out to many, who is still to be told, and what has become of it."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.conversation.facts.admin import (
    AnnouncementAsks,
    AnnouncementSent,
    AnnouncementTurned,
    AnnouncementWritten,
    PlaceMet,
)
from bot.conversation.facts.announcement import Announcement, Fate, Recipient, alarm_kind, posted
from bot.conversation.inputs import Address, LearnerId
from bot.storage.codec import micros
from bot.storage.encoded import EncodedRecord
from bot.storage.records import FEW, Platforms
from bot.storage.sql import alarms
from bot.storage.sql.base import Base, Parameters, rows
from bot.storage.sql.facts import by_statement
from bot.values import replace

WRITE = """
INSERT INTO announcement (id, text, audience, learner, platform, chat, at, state)
VALUES (?, ?, '', ?, ?, ?, ?, 'written') ON CONFLICT DO NOTHING
"""
# A trigger settles who gets it, in the same transaction.
SEND = """
UPDATE announcement SET state = 'going', audience = ?, platform = ?, chat = ?, place = ?, at = ?
WHERE id = ? AND state = 'written'
"""
ASK = "UPDATE announcement SET question = ?, card = ? WHERE id = ? AND state = 'written'"
TURN = "UPDATE announcement SET state = ? WHERE id = ? AND state IN ('going', 'paused')"
LOOKED_AT = 100
"""Announcements, the latest, among which those are looked for that an admin has a right to."""

_COLUMNS = """
id, text, audience, learner, platform, chat, state, notice, place, question, card,
coalesce((SELECT lesson FROM correction WHERE correction.id = announcement.id), '')
"""
ONE = f"SELECT {_COLUMNS} FROM announcement WHERE id = ?"  # noqa: S608 - names of ours
LATEST = f"""
SELECT {_COLUMNS} FROM announcement WHERE state <> 'written' ORDER BY at DESC LIMIT {LOOKED_AT}
"""  # noqa: S608 - names of ours
GOING = f"""
SELECT {_COLUMNS} FROM announcement WHERE state = 'going' ORDER BY at
"""  # noqa: S608 - names of ours
COUNTS = """
SELECT announcement, iif(handed = 1 AND state = 'failed', 'unclear', state), platform, count(*)
FROM recipient
WHERE announcement IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3
"""
AUDIENCES = """
SELECT '', count(*) FROM reachable WHERE learner <> ?1
UNION ALL
SELECT course.id, count(DISTINCT reachable.learner)
FROM course, json_each(course.body, '$.lessons') AS lesson
LEFT JOIN run ON run.lesson = lesson.value
LEFT JOIN reachable ON reachable.learner = run.learner AND reachable.learner <> ?1
GROUP BY course.id
UNION ALL
SELECT 'cohort:' || cohort, count(reachable.learner)
FROM member LEFT JOIN reachable USING (learner)
WHERE member.learner <> ?1 GROUP BY cohort
"""
"""How many others can be told something: all, those who began a lesson of each course, and each
cohort's members."""

PLACES = f"SELECT audience, name FROM place ORDER BY at DESC LIMIT {FEW}"  # noqa: S608 - our number
"""The chats that something can be announced in, those that admins were in last first."""

MEET = """
INSERT INTO place (audience, name, at) VALUES (?, ?, ?)
ON CONFLICT (audience) DO UPDATE SET name = excluded.name, at = excluded.at
"""
WAITING = """
SELECT recipient.learner, recipient.platform, recipient.chat, language
FROM recipient JOIN announcement ON announcement.id = recipient.announcement
WHERE recipient.announcement = ? AND recipient.learner > ? AND recipient.state = 'waiting'
AND recipient.handed = 0 AND announcement.state = 'going'
AND EXISTS (
    SELECT 1 FROM json_each(?) AS place
    WHERE place.key = recipient.platform AND coalesce(place.value, recipient.chat) = recipient.chat
)
ORDER BY recipient.learner LIMIT ?
"""
MARK = """
UPDATE recipient SET state = ?, handed = ?
WHERE announcement = ? AND learner = ? AND state = 'waiting'
"""
CLAIM = """
UPDATE recipient SET handed = 1
WHERE announcement = ? AND learner IN (SELECT value FROM json_each(?))
AND state = 'waiting' AND handed = 0
RETURNING learner
"""
SETTLE = "UPDATE recipient SET state = 'failed' WHERE state = 'waiting' AND handed = 1"
FINISH = """
UPDATE announcement SET state = 'done' WHERE id = ? AND state = 'going' AND NOT EXISTS (
    SELECT 1 FROM recipient
    WHERE recipient.announcement = announcement.id AND recipient.state = 'waiting'
)
RETURNING learner
"""


def _written(turn: EncodedRecord, fact: AnnouncementWritten) -> Parameters:
    where = turn.record.address
    return (fact.id, fact.text, turn.learner, where.platform, where.chat, turn.at)


def _sent(turn: EncodedRecord, fact: AnnouncementSent) -> Parameters:
    return (fact.audience, fact.platform, fact.chat, fact.place, turn.at, fact.id)


WRITERS = (
    by_statement(AnnouncementWritten, WRITE, _written),
    by_statement(AnnouncementAsks, ASK, lambda turn, fact: (fact.question, fact.card, fact.id)),
    by_statement(AnnouncementSent, SEND, _sent),
    by_statement(PlaceMet, MEET, lambda turn, fact: (fact.audience, fact.name, turn.at)),
    by_statement(AnnouncementTurned, TURN, lambda turn, fact: (fact.state, fact.id)),
)


class SqlAnnouncements(Base):
    """The part of the store that knows who is still to be told what."""

    async def announcements(self) -> list[Announcement]:
        """The announcements that are going out, the oldest first, without their counts."""
        return _announcements(await self._read(GOING))

    async def recipients(
        self, announcement: str, platforms: Platforms, after: str, limit: int
    ) -> list[Recipient]:
        """Up to ``limit`` of those who wait for it on these platforms, beyond ``after``."""
        waiting = (announcement, after, json.dumps(dict(platforms)), limit)
        return [
            posted(learner) or Recipient(LearnerId(learner), Address(platform, chat), language)
            for learner, platform, chat, language in await self._read(WAITING, waiting)
        ]

    async def mark_recipients(
        self,
        announcement: str,
        fates: Mapping[LearnerId, Fate],
        handed: Collection[LearnerId] = (),
    ) -> Collection[LearnerId]:
        """Note what has become of an announcement for these, and who is about to be sent it."""
        marks = [
            ("failed" if fate == "unclear" else fate, fate == "unclear", announcement, learner)
            for learner, fate in fates.items()
        ]
        async with self._write() as writer:
            await writer.executemany(MARK, marks)
            claimed = handed and await rows(writer, CLAIM, (announcement, json.dumps([*handed])))
        return {LearnerId(learner) for (learner,) in claimed}

    async def settle_recipients(self) -> None:
        """Whether it reached those who were handed something by an earlier process is unclear."""
        async with self._write() as writer:
            await writer.execute(SETTLE)

    async def finish_announcement(self, announcement: Announcement, at: datetime) -> None:
        """If it is going out and nobody waits for it any more, it is done, and an alarm rings."""
        kind, where = alarm_kind(announcement), announcement.address
        async with self._write() as writer:
            done = await rows(writer, FINISH, (announcement.id,))
            # Whoever sent it may have asked to be forgotten meanwhile.
            if [(announcement.by,)] == [tuple(item) for item in done]:
                alarm = (announcement.by, kind, micros(at), where.platform, where.chat)
                await writer.execute(alarms.SET, alarm)

    async def _latest(self) -> tuple[Announcement, ...]:
        """The announcements that went out last, without their counts."""
        return tuple(_announcements(await self._read(LATEST)))

    async def _counted(self, sql: str, parameters: Iterable[Any] = ()) -> tuple[Announcement, ...]:
        """What ``ONE`` finds, with what has become of it for how many."""
        announcements = _announcements(await self._read(sql, parameters))
        counts: dict[str, Counter[Fate]] = {
            announcement.id: Counter() for announcement in announcements
        }
        waiting: dict[str, dict[str, int]] = {announcement.id: {} for announcement in announcements}
        for id, fate, platform, number in await self._read(COUNTS, (json.dumps(list(counts)),)):
            counts[id][fate] += number
            if fate == "waiting":
                waiting[id][platform] = number
        return tuple(
            replace(announcement, counts=counts[announcement.id], waiting=waiting[announcement.id])
            for announcement in announcements
        )


def _announcements(rows: Iterable[Any]) -> list[Announcement]:
    """What ``ONE``, ``LATEST`` or ``GOING`` finds, without counts."""
    return [
        Announcement(
            id,
            text,
            audience,
            LearnerId(learner),
            Address(platform, chat),
            state,
            notice=notice,
            place=place,
            question=question,
            card=card,
            lesson=lesson,
        )
        for (
            id,
            text,
            audience,
            learner,
            platform,
            chat,
            state,
            notice,
            place,
            question,
            card,
            lesson,
        ) in rows
    ]
