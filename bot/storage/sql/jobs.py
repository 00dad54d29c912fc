"""Jobs and drafts: what is being done for admins, and what waits to be published."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.conversation.facts.admin import DraftClosed, DraftMissed, DraftTimed, JobSet, JobTold
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.jobs import alarm_kind
from bot.conversation.needs.admin import Draft
from bot.conversation.needs.jobs import Job
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage.codec import dump_draft, load_draft, micros
from bot.storage.encoded import EncodedRecord
from bot.storage.sql import alarms, catalogue, outbox, publishing
from bot.storage.sql.base import Base, Parameters
from bot.storage.sql.facts import by_statement
from bot.values import replace

SET = """
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

KEEP = "INSERT INTO draft (id, body, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
CLOSE = "UPDATE draft SET closed_at = ?, fate = ? WHERE id = ? AND closed_at IS NULL"
TIME = "UPDATE draft SET publish_at = ?, missed_at = NULL WHERE id = ?"
MISS = "UPDATE draft SET publish_at = NULL, missed_at = ? WHERE id = ?"
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


WRITERS = (
    by_statement(JobSet, SET, _set),
    by_statement(JobTold, TOLD, lambda turn, fact: (fact.id,)),
    by_statement(DraftTimed, TIME, lambda turn, fact: (fact.at, fact.draft)),
    by_statement(DraftMissed, MISS, lambda turn, fact: (fact.at, fact.draft)),
    by_statement(DraftClosed, CLOSE, _close),
)


class SqlJobs(Base):
    """The part of the store that keeps what is done for admins between their turns."""

    async def job(self, learner: LearnerId, id: str) -> Job | None:
        """A job of this learner's, done or not."""
        return next(iter(jobs(await self._read(JOB, (id, learner)))), None)

    async def jobs(self, limit: int) -> list[Job]:
        """Up to ``limit`` of the jobs that are to be done, the oldest."""
        return jobs(await self._read(UNDONE, (limit,)))

    async def finish_job(self, job: Job, at: datetime, result: str | None) -> None:
        """Put the result of a job beside it, ``None`` if it failed, and let an alarm ring."""
        now, address = micros(at), job.address
        async with self._write() as writer:
            news = (FAILED, now) if result is None else (DONE, result)
            done = await writer.execute(news[0], (news[1], job.id))
            if not done.rowcount:
                # Whoever asked was forgotten meanwhile.
                await writer.execute(outbox.FORGET, (job.id,))
                return
            where = (address.platform, address.chat)
            await writer.execute(alarms.SET, (job.learner, alarm_kind(job), now, *where))

    async def keep_draft(
        self, draft: Draft, lessons: Sequence[Lesson], at: datetime, assets: Sequence[Asset] = ()
    ) -> None:
        """Keep a draft, its lessons and their pictures; once kept, it stays as it is."""
        # Writing lessons out takes a while: not on the event loop.
        revisions = await asyncio.to_thread(publishing.revision_rows, lessons, micros(at))
        offered = await asyncio.to_thread(catalogue.mode_rows, lessons)
        await self._write_each(publishing.KEEP_ASSET, publishing.asset_rows(assets, micros(at)))
        async with self._write() as writer:
            await writer.executemany(publishing.REVISION, revisions)
            await writer.executemany(catalogue.KEEP, offered)
            await writer.execute(KEEP, (draft.id, dump_draft(draft), draft.at))


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
