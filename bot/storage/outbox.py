"""The outbox in SQL: what turns said, until it has arrived."""

import logging
from collections.abc import Iterable
from typing import Any

from bot.conversation.inputs import Address
from bot.storage.codec import fault, load_outputs
from bot.storage.rows import Row, micros
from bot.storage.store import Mark, Parcel

NEW = """
INSERT INTO outbox
    (id, input, learner, platform, chat, audience, handle, outputs, question, at, claimed_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CLAIM = """
UPDATE outbox SET claimed_by = ? WHERE id IN (
    SELECT id FROM outbox JOIN chat USING (platform, chat)
    WHERE done_at IS NULL AND claimed_by IS NULL AND gone_at IS NULL ORDER BY id LIMIT ?)
RETURNING id, input, learner, platform, chat, audience, handle, outputs, sent
"""
CLOSE = """
UPDATE outbox SET done_at = at, outputs = '[]', handle = ''
WHERE id IN (SELECT value FROM json_each(?))
"""
MARK = """
UPDATE outbox SET
    sent = max(sent, ?1),
    reference = coalesce(?2, reference),
    done_at = coalesce(done_at, ?3),
    outputs = iif(?3 IS NULL, outputs, '[]'),
    handle = iif(?3 IS NULL, handle, '')
WHERE id = ?4
"""
# A later parcel for the chat shows that there was an input from it since, so it is not gone.
GONE = """
UPDATE chat SET gone_at = ?1
WHERE (platform, chat) = (SELECT platform, chat FROM outbox WHERE id = ?2)
AND NOT EXISTS (
    SELECT 1 FROM outbox AS later
    WHERE later.id > ?2 AND later.platform = chat.platform AND later.chat = chat.chat)
"""
PRUNE = """
DELETE FROM outbox WHERE id IN (
    SELECT id FROM outbox AS old WHERE done_at < ? AND (question IS NULL OR EXISTS (
        SELECT 1 FROM outbox AS later
        WHERE later.learner = old.learner AND later.question IS NOT NULL AND later.id > old.id))
    LIMIT ?)
"""
RELEASE = """
UPDATE outbox SET claimed_by = NULL
WHERE done_at IS NULL AND claimed_by = coalesce(?, claimed_by)
"""
ASKED = """
SELECT platform, chat, audience, reference FROM outbox
WHERE learner = ? AND question = ? AND reference IS NOT NULL ORDER BY id DESC LIMIT 1
"""

_log = logging.getLogger(__name__)


def new_row(row: Row, parcel: Parcel, courier: str) -> tuple[object, ...]:
    """A new parcel, for ``NEW``."""
    address = parcel.address
    audience = "public" if address.public else "private"
    where = (address.platform, address.chat, audience, address.handle)
    said = (row.outputs, row.question, row.at, courier)
    return (parcel.id, parcel.key, parcel.learner, *where, *said)


def mark_row(mark: Mark) -> tuple[object, ...]:
    """News of a parcel, for ``MARK``."""
    done_at = micros(mark.at) if mark.done else None
    return (mark.sent, mark.reference, done_at, mark.parcel)


def address(platform: str, chat: str, audience: str, handle: str = "") -> Address:
    """An address as it was kept."""
    return Address(platform, chat, audience == "public", handle)


def parcels(found: Iterable[Any]) -> tuple[list[Parcel], list[int]]:
    """What ``CLAIM`` returns as parcels, and the ids of those that can't be read."""
    readable: list[Parcel] = []
    broken: list[int] = []
    for id, key, learner, platform, chat, audience, handle, outputs, sent in found:
        where = address(platform, chat, audience, handle)
        try:
            readable.append(Parcel(id, key, learner, where, load_outputs(outputs), sent))
        except ValueError as error:
            _log.error("unreadable outputs of input %s, not sent: %s", key, fault(error))
            broken.append(id)
    return readable, broken
