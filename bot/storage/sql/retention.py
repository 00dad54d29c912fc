"""What is kept for a time only: who has been silent for long, and what learners typed long ago."""

from datetime import datetime

from bot.conversation.inputs import LearnerId
from bot.storage.codec import micros
from bot.storage.sql.base import Base
from bot.storage.sql.connection import rows
from bot.storage.sql.remarks import OLD_WORDS

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
"""Rows changed in one transaction, so that nobody's turn waits long for it."""


class SqlRetention(Base):
    """The part of the store that says whose time is over, and deletes old texts."""

    async def silent(self, before: datetime, warned: datetime, limit: int) -> list[LearnerId]:
        """Those who were last heard before then, and told by ``warned`` or out of reach."""
        named = {"before": micros(before), "warned": micros(warned), "limit": limit}
        found = await self._read(REACHED + SILENT, named)
        return [LearnerId(one) for (one,) in found]

    async def warn_silent(self, before: datetime, kind: str, at: datetime, limit: int) -> int:
        """Set an alarm of this kind for those who were last heard before then; how many."""
        named = {"before": micros(before), "limit": limit}
        async with self._write() as writer:
            found = await rows(writer, TO_WARN, named)
            now = micros(at)
            await writer.executemany(WARN, [(one, kind, now, *where) for one, *where in found])
            await writer.executemany(WARNED, [(now, one) for one, *_ in found])
        return len(found)

    async def forget_texts(self, before: datetime) -> int:
        """Delete what learners typed or handed in before then; that they did so stays."""
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
