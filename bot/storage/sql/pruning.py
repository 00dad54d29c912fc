"""What goes in time: ids of inputs, whatever nothing needs any more, and what is kept for a term.

What a learner did and was told they did goes only where a term is set: who has been silent for
long, and what they typed long ago. Each statement forgets a few rows in a transaction of its own,
so that no turn waits for long.
"""

import asyncio
import re
from datetime import datetime
from typing import Any

from bot.conversation.inputs import LearnerId
from bot.storage.codec import micros
from bot.storage.sql.accounts import OLD_BEFORE, OLD_CODES, OLD_TRIES
from bot.storage.sql.base import Base, rows
from bot.storage.sql.remarks import OLD_WORDS

PRUNE = 2_000
"""Rows forgotten in a transaction, so that the desk never waits long for it."""

MAX_LARGE_ROWS = 20
"""Of what is large, such as a document, as many as this."""

_OLD_INPUTS = "SELECT id FROM input WHERE id > ? AND at < ? ORDER BY id LIMIT ?"
_FORGET_INPUT = "DELETE FROM input WHERE id = ?"

# A parcel takes its document with it, by a trigger.
_OLD_PARCELS = "SELECT id FROM outbox WHERE at < ? LIMIT ?"
_FORGET_PARCEL = "DELETE FROM outbox WHERE id = ?"

# Done, but never told, as its chat is gone.
_OLD_JOBS = """
SELECT id FROM job WHERE at < ? AND (result IS NOT NULL OR failed_at IS NOT NULL) LIMIT ?
"""
_FORGET_JOB = "DELETE FROM job WHERE id = ?"

# The alarm that told of a job, a class or its answers tells of no other, whose id is another.
_SPENT_ALARMS = """
SELECT learner, kind FROM alarm WHERE at IS NULL AND (kind LIKE 'errand:%'
    OR kind LIKE 'own_reveal:%' OR kind LIKE 'class:%' OR kind LIKE 'class_shut:%'
    OR kind LIKE 'class_counted:%') LIMIT ?
"""
_FORGET_ALARM = "DELETE FROM alarm WHERE learner = ? AND kind = ? AND at IS NULL"

# The last message of a class that is over is changed no more.
_LAST_OF_CLASSES = """
SELECT asked.learner FROM class JOIN asked ON asked.learner = 'class:' || class.id
WHERE class.ended_at < ? LIMIT ?
"""
_FORGET_LAST = "DELETE FROM asked WHERE learner = ?"

# A document has the name of the job that made it, and is named by the parcel that sends it.
_LOST_DOCUMENTS = """
SELECT DISTINCT id FROM document WHERE id NOT IN (SELECT id FROM job)
AND NOT EXISTS (SELECT 1 FROM outbox WHERE instr(outputs, document.id) > 0) LIMIT ?
"""
_FORGET_DOCUMENT = "DELETE FROM document WHERE id = ?"

_CLOSED_DRAFTS = "SELECT id FROM draft WHERE closed_at < ? LIMIT ?"
_FORGET_DRAFT = "DELETE FROM draft WHERE id = ?"

# Nobody was ever taught it, nobody is in its preview, and nothing is a translation of it.
_UNUSED = """
at < ?1
AND NOT EXISTS (SELECT 1 FROM lesson WHERE id = one.lesson AND revision = one.revision)
AND NOT EXISTS (
    SELECT 1 FROM translation WHERE lesson = one.lesson AND revision = one.revision)
AND NOT EXISTS (
    SELECT 1 FROM publication WHERE revision = one.revision
    AND (name = one.lesson OR name LIKE one.lesson || '.%'))
AND NOT EXISTS (SELECT 1 FROM run WHERE lesson = one.lesson AND revision = one.revision)
AND NOT EXISTS (
    SELECT 1 FROM withdrawn WHERE lesson = one.lesson AND revision = one.revision)
AND NOT EXISTS (SELECT 1 FROM draft WHERE instr(body, one.revision) > 0)
AND NOT EXISTS (SELECT 1 FROM session WHERE instr(body, one.revision) > 0)
AND NOT EXISTS (
    SELECT 1 FROM revision AS other WHERE other.lesson = one.lesson
    AND other.revision <> one.revision AND instr(other.body, one.revision) > 0)
"""
_UNUSED_REVISIONS = f"SELECT lesson, revision FROM revision AS one WHERE {_UNUSED} LIMIT ?2"  # noqa: S608 - text of ours
_FORGET_REVISION = f"DELETE FROM revision AS one WHERE lesson = ?2 AND revision = ?3 AND {_UNUSED}"  # noqa: S608 - text of ours
_FORGET_MODES = """
DELETE FROM revision_modes WHERE lesson = ?1 AND revision = ?2
AND NOT EXISTS (SELECT 1 FROM revision WHERE lesson = ?1 AND revision = ?2)
"""

_OLD_ASSETS = "SELECT hash FROM asset WHERE at < ?"
_OLD_ANSWER_PICTURES = """
SELECT hash, at FROM answer_picture WHERE at < ? AND NOT EXISTS (
    SELECT 1 FROM handling WHERE picture = hash) LIMIT ?
"""
_FORGET_ANSWER_PICTURE = """
DELETE FROM answer_picture WHERE hash = ? AND at = ? AND NOT EXISTS (
    SELECT 1 FROM handling WHERE picture = hash)
"""
"""A picture whose answer was never given."""
_BODIES = """
SELECT lesson, revision, body FROM revision WHERE (lesson, revision) > (?, ?)
ORDER BY lesson, revision LIMIT 50
"""
_FORGET_ASSET = "DELETE FROM asset WHERE hash = ? AND at < ?"
_HASH = re.compile("[0-9a-f]{64}")


class SqlPruning(Base):
    """The part of the store that forgets."""

    async def prune(self, before: datetime) -> None:
        """Forget input ids from before then, and what would undo an older link."""
        # The search reads all inputs once; beside the writer, so the desk does not wait for it.
        last = ""
        while rows := await self._read(_OLD_INPUTS, (last, micros(before), PRUNE)):
            async with self._write() as writer:
                await writer.executemany(_FORGET_INPUT, rows)
            [last] = rows[-1]
        async with self._write() as writer:
            for sql in (OLD_CODES, OLD_TRIES, OLD_BEFORE):
                await writer.execute(sql, (micros(before),))

    async def discard(self, *, undelivered: datetime, drafts: datetime) -> None:
        """Drop what could not be delivered since then, closed drafts, and what only they need."""
        late, old = micros(undelivered), micros(drafts)
        await self._forget(_OLD_PARCELS, _FORGET_PARCEL, late, PRUNE)
        await self._forget(_OLD_JOBS, _FORGET_JOB, late, PRUNE)
        await self._forget(_SPENT_ALARMS, _FORGET_ALARM, PRUNE)
        await self._forget(_LAST_OF_CLASSES, _FORGET_LAST, late, PRUNE)
        await self._forget(_LOST_DOCUMENTS, _FORGET_DOCUMENT, MAX_LARGE_ROWS)
        await self._forget(_CLOSED_DRAFTS, _FORGET_DRAFT, old, MAX_LARGE_ROWS)
        await self._forget(_OLD_ANSWER_PICTURES, _FORGET_ANSWER_PICTURE, late, MAX_LARGE_ROWS)
        await self._forget_revisions(old)
        await self._forget_assets(old)

    async def _forget(self, find: str, forget: str, *parameters: int) -> None:
        """Forget all that is found, some at a time."""
        while rows := await self._read(find, parameters):
            async with self._write() as writer:
                await writer.executemany(forget, rows)

    async def _forget_revisions(self, before: int) -> None:
        # Some may be needed by the time that they would go, so each is looked for once.
        for key in await self._read(_UNUSED_REVISIONS, (before, PRUNE)):
            async with self._write() as writer:
                await writer.execute("PRAGMA defer_foreign_keys = ON")
                await writer.execute(_FORGET_REVISION, (before, *key))
                await writer.execute(_FORGET_MODES, tuple(key))

    async def _forget_assets(self, before: int) -> None:
        """Forget the pictures that no lesson names any more."""
        unused = {name for (name,) in await self._read(_OLD_ASSETS, (before,))}
        if not unused:
            return
        last = ("", "")
        async with self._apart() as reader:
            while bodies := await rows(reader, _BODIES, last):
                unused -= await asyncio.to_thread(_name_pictures, bodies)
                last = bodies[-1][:2]
        for name in sorted(unused):
            async with self._write() as writer:
                await writer.execute(_FORGET_ASSET, (name, before))


def _name_pictures(bodies: list[Any]) -> set[str]:
    """Whatever in these lessons may be the name of a picture."""
    return {name for *_, body in bodies for name in _HASH.findall(body)}


SILENT = """
SELECT id FROM learner WHERE heard < :before
AND id NOT IN (SELECT learner FROM role)
AND (warned_at <= :warned OR NOT EXISTS (SELECT 1 FROM reached WHERE learner = learner.id))
LIMIT :limit
"""

REACHED = """
WITH reached AS (
    SELECT alone.learner AS learner, alone.platform AS platform, alone.chat AS chat
    FROM alone LEFT JOIN chat USING (platform, chat)
    WHERE alone.chat IS NOT NULL AND gone_at IS NULL)
"""
"""Where each learner can be told something alone, whatever news they have turned off."""

TO_WARN = f"""
{REACHED}
SELECT learner.id, platform, chat FROM learner JOIN reached ON reached.learner = learner.id
WHERE heard < :before AND warned_at IS NULL AND learner.id NOT IN (SELECT learner FROM role)
LIMIT :limit
"""  # noqa: S608 - text of ours

WARNED = "UPDATE learner SET warned_at = ? WHERE id = ?"
WARN = """
INSERT INTO alarm (learner, kind, at, platform, chat) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""

OLD_TEXTS = """
UPDATE writing SET text = '', file_name = NULL, file_size = NULL, file_media = NULL,
    file_reference = NULL
WHERE id IN (
    SELECT id FROM writing WHERE at < ? AND (text <> '' OR file_name IS NOT NULL) LIMIT ?)
"""

OLD_ANSWERS = """
UPDATE attempt SET answer = '' WHERE (learner, at, input, question, phase) IN (
    SELECT learner, at, input, question, phase FROM attempt
    WHERE answer <> '' AND confidence NOT IN ('range', 'wide') AND at < ? LIMIT ?)
"""
OLD_VOTES = """
UPDATE class_vote SET answer = '', draft = '' WHERE (class, number, round, learner) IN (
    SELECT class, number, round, learner FROM class_vote JOIN class ON class.id = class_vote.class
    WHERE (answer <> '' OR draft <> '') AND class.at < ?
    AND NOT (class.kind = 'daily' AND class.ended_at IS NULL
        AND class_vote.number = CAST(class.body ->> '$.number' AS BIGINT)) LIMIT ?)
"""
# What is remembered quotes the last answer.
OLD_QUOTES = """
UPDATE item SET said = '' WHERE said <> '' AND at < ? AND EXISTS (
    SELECT 1 FROM attempt
    WHERE attempt.learner = item.learner AND attempt.at = item.at
    AND attempt.lesson = item.lesson AND attempt.question = item.question
    AND attempt.answer = item.said AND attempt.confidence NOT IN ('range', 'wide'))
"""

# So does what is kept of before two accounts were linked, for a week.
OLD_COPIES = """
UPDATE before_link SET columns = json_set(columns, '$.said', '')
WHERE source = 'item' AND columns ->> '$.said' <> '' AND CAST(columns ->> '$.at' AS BIGINT) < ?
"""

PAGE = 500
"""Rows changed in a transaction, so that nobody's turn waits long for it."""


class SqlRetention(Base):
    """The part of the store that says whose time is over, and deletes old texts."""

    async def silent(self, before: datetime, warned: datetime, limit: int) -> list[LearnerId]:
        named = {"before": micros(before), "warned": micros(warned), "limit": limit}
        rows = await self._read(REACHED + SILENT, named)
        return [LearnerId(item) for (item,) in rows]

    async def warn_silent(self, before: datetime, kind: str, at: datetime, limit: int) -> int:
        """Set an alarm of this kind for those who were last heard before then; how many."""
        named = {"before": micros(before), "limit": limit}
        async with self._write() as writer:
            entries = await rows(writer, TO_WARN, named)
            now = micros(at)
            await writer.executemany(WARN, [(item, kind, now, *where) for item, *where in entries])
            await writer.executemany(WARNED, [(now, item) for item, *_ in entries])
        return len(entries)

    async def forget_texts(self, before: datetime) -> int:
        async with self._write() as writer:
            await writer.execute(OLD_QUOTES, (micros(before),))
            await writer.execute(OLD_COPIES, (micros(before),))
        number = 0
        for sql in (OLD_TEXTS, OLD_ANSWERS, OLD_VOTES, OLD_WORDS):
            changed = PAGE
            while changed == PAGE:
                async with self._write() as writer:
                    changed = (await writer.execute(sql, (micros(before), PAGE))).rowcount
                number += changed
        return number
