"""What admins have under way: jobs, drafts, and announcements with what became of them."""

import asyncio
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.conversation import jobs as job_kinds
from bot.conversation.facts.admin import (
    AnnouncementAsks,
    AnnouncementSent,
    AnnouncementTurned,
    AnnouncementWritten,
    DraftClosed,
    DraftMissed,
    DraftTimed,
    JobSet,
    JobTold,
    PlaceMet,
)
from bot.conversation.facts.announcement import (
    Announcement,
    Fate,
    Recipient,
    alarm_kind,
    find_recipient,
)
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.needs.admin import Draft
from bot.conversation.needs.learner import Job
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage.codec import EncodedRecord, dump_draft, load_draft, micros
from bot.storage.records import MAX_ANNOUNCEMENTS, Platforms
from bot.storage.sql import catalogue, outbox
from bot.storage.sql.base import Base, Parameters, by_statement, rows
from bot.values import replace

SET_JOB = """
INSERT INTO job (id, kind, body, learner, platform, chat, at)
VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
TOLD = "DELETE FROM job WHERE id = ?"
_JOB = "id, kind, body, learner, platform, chat, result, failed_at, at"
JOB = f"SELECT {_JOB} FROM job WHERE id = ? AND learner = ?"  # noqa: S608 - names of ours
UNDONE = f"""
SELECT {_JOB} FROM job WHERE result IS NULL AND failed_at IS NULL ORDER BY at LIMIT ?
"""  # noqa: S608 - names of ours
DONE = "UPDATE job SET result = ? WHERE id = ?"
FAILED = "UPDATE job SET failed_at = ? WHERE id = ?"

KEEP_DRAFT = "INSERT INTO draft (id, body, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
CLOSE_DRAFT = "UPDATE draft SET closed_at = ?, fate = ? WHERE id = ? AND closed_at IS NULL"
TIME_DRAFT = "UPDATE draft SET publish_at = ?, missed_at = NULL WHERE id = ?"
MISS_DRAFT = "UPDATE draft SET publish_at = NULL, missed_at = ? WHERE id = ?"
_KNOWN = """(
    SELECT json_group_array(DISTINCT name) FROM publication WHERE name IN (
        SELECT value ->> 'lesson' FROM json_each(draft.body, '$.pieces')
        UNION SELECT value FROM json_each(draft.body, '$.course.lessons')))"""
DRAFT = f"""
SELECT body, publish_at, missed_at, {_KNOWN} FROM draft WHERE id = ? AND closed_at IS NULL
"""  # noqa: S608 - text of ours
OPEN = f"""
SELECT body, publish_at, missed_at, {_KNOWN} FROM draft WHERE closed_at IS NULL ORDER BY at, id
"""  # noqa: S608 - text of ours


def _set(turn: EncodedRecord, fact: JobSet) -> Parameters:
    return (fact.id, fact.kind, fact.body, turn.learner, fact.platform, fact.chat, turn.at)


def _close(turn: EncodedRecord, fact: DraftClosed) -> Parameters:
    return (turn.at, "published" if fact.published else "discarded", fact.draft)


JOB_WRITERS = (
    by_statement(JobSet, SET_JOB, _set),
    by_statement(JobTold, TOLD, lambda turn, fact: (fact.id,)),
    by_statement(DraftTimed, TIME_DRAFT, lambda turn, fact: (fact.at, fact.draft)),
    by_statement(DraftMissed, MISS_DRAFT, lambda turn, fact: (fact.at, fact.draft)),
    by_statement(DraftClosed, CLOSE_DRAFT, _close),
)


class SqlJobs(Base):
    """The part of the store that keeps what is done for admins between their turns."""

    async def job(self, learner: LearnerId, id: str) -> Job | None:
        return next(iter(jobs(await self._read(JOB, (id, learner)))), None)

    async def jobs(self, limit: int) -> list[Job]:
        return jobs(await self._read(UNDONE, (limit,)))

    async def finish_job(self, job: Job, at: datetime, result: str | None) -> None:
        now, address = micros(at), job.address
        async with self._write() as writer:
            news = (FAILED, now) if result is None else (DONE, result)
            done = await writer.execute(news[0], (news[1], job.id))
            if not done.rowcount:
                # Whoever asked was forgotten meanwhile.
                await writer.execute(outbox.FORGET, (job.id,))
                return
            where = (address.platform, address.chat)
            await writer.execute(
                outbox.SET_ALARM, (job.learner, job_kinds.alarm_kind(job), now, *where)
            )

    async def keep_draft(
        self, draft: Draft, lessons: Sequence[Lesson], at: datetime, assets: Sequence[Asset] = ()
    ) -> None:
        # Writing lessons out takes a while: not on the event loop.
        revisions = await asyncio.to_thread(catalogue.revision_rows, lessons, micros(at))
        offered = await asyncio.to_thread(catalogue.mode_rows, lessons)
        await self._write_each(catalogue.KEEP_ASSET, catalogue.asset_rows(assets, micros(at)))
        async with self._write() as writer:
            await writer.executemany(catalogue.REVISION, revisions)
            await writer.executemany(catalogue.KEEP, offered)
            await writer.execute(KEEP_DRAFT, (draft.id, dump_draft(draft), draft.at))


def drafts(rows: Iterable[Any]) -> tuple[Draft, ...]:
    """What ``DRAFT`` or ``OPEN`` finds."""
    return tuple(
        replace(
            load_draft(body), publish_at=at, missed_at=missed, known=frozenset(json.loads(names))
        )
        for body, at, missed, names in rows
    )


def jobs(rows: Iterable[Any]) -> list[Job]:
    """What ``JOB`` or ``UNDONE`` finds."""
    return [
        Job(
            id,
            kind,
            body,
            LearnerId(learner),
            Address(platform, chat),
            result or "",
            failed_at is not None,
            at,
        )
        for id, kind, body, learner, platform, chat, result, failed_at, at in rows
    ]


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

PLACES = f"SELECT audience, name FROM place ORDER BY at DESC LIMIT {MAX_ANNOUNCEMENTS}"  # noqa: S608 - our number
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


def _announcement_row(turn: EncodedRecord, fact: AnnouncementWritten) -> Parameters:
    where = turn.record.address
    return (fact.id, fact.text, turn.learner, where.platform, where.chat, turn.at)


def _sent_row(turn: EncodedRecord, fact: AnnouncementSent) -> Parameters:
    return (fact.audience, fact.platform, fact.chat, fact.place, turn.at, fact.id)


ANNOUNCEMENT_WRITERS = (
    by_statement(AnnouncementWritten, WRITE, _announcement_row),
    by_statement(AnnouncementAsks, ASK, lambda turn, fact: (fact.question, fact.card, fact.id)),
    by_statement(AnnouncementSent, SEND, _sent_row),
    by_statement(PlaceMet, MEET, lambda turn, fact: (fact.audience, fact.name, turn.at)),
    by_statement(AnnouncementTurned, TURN, lambda turn, fact: (fact.state, fact.id)),
)
WRITERS = (*JOB_WRITERS, *ANNOUNCEMENT_WRITERS)


class SqlAnnouncements(Base):
    """The part of the store that knows who is still to be told what."""

    async def announcements(self) -> list[Announcement]:
        return _announcements(await self._read(GOING))

    async def recipients(
        self, announcement: str, platforms: Platforms, after: str, limit: int
    ) -> list[Recipient]:
        waiting = (announcement, after, json.dumps(dict(platforms)), limit)
        return [
            find_recipient(learner)
            or Recipient(LearnerId(learner), Address(platform, chat), language)
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
        async with self._write() as writer:
            await writer.execute(SETTLE)

    async def finish_announcement(self, announcement: Announcement, at: datetime) -> None:
        kind, where = alarm_kind(announcement), announcement.address
        async with self._write() as writer:
            done = await rows(writer, FINISH, (announcement.id,))
            # Whoever sent it may have asked to be forgotten meanwhile.
            if [(announcement.by,)] == [tuple(item) for item in done]:
                alarm = (announcement.by, kind, micros(at), where.platform, where.chat)
                await writer.execute(outbox.SET_ALARM, alarm)

    async def _latest(self) -> tuple[Announcement, ...]:
        """The announcements that went out last, without their counts."""
        return tuple(_announcements(await self._read(LATEST)))

    async def _find_counted(
        self, sql: str, parameters: Iterable[Any] = ()
    ) -> tuple[Announcement, ...]:
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
