"""The outbox in SQL: what turns said, until it has arrived."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from bot.conversation.inputs import Address
from bot.storage.codec import fault, load_outputs
from bot.storage.records import Mark, Parcel
from bot.storage.rows import Row, micros

NEW = """
INSERT INTO outbox
    (id, input, learner, platform, chat, audience, handle, outputs, question, at, claimed_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CLAIM = """
UPDATE outbox SET claimed_by = ? WHERE id IN (
    SELECT id FROM outbox JOIN chat USING (platform, chat)
    WHERE claimed_by IS NULL AND gone_at IS NULL ORDER BY id LIMIT ?)
RETURNING id, input, learner, platform, chat, audience, handle, outputs, sent
"""
RELEASE = "UPDATE outbox SET claimed_by = NULL WHERE claimed_by = coalesce(?, claimed_by)"
DROP = "DELETE FROM outbox WHERE id = ?"
SENT = "UPDATE outbox SET sent = max(sent, ?) WHERE id = ?"
# A later parcel for the chat shows that there was an input from it since, so it is not gone.
GONE = """
UPDATE chat SET gone_at = ?1
WHERE (platform, chat) = (SELECT platform, chat FROM outbox WHERE id = ?2)
AND NOT EXISTS (
    SELECT 1 FROM outbox AS later
    WHERE later.id > ?2 AND later.platform = chat.platform AND later.chat = chat.chat)
"""
ARRIVED = """
INSERT INTO asked (learner, question, platform, chat, audience, reference)
SELECT learner, question, platform, chat, audience, ? FROM outbox
WHERE id = ? AND question IS NOT NULL
ON CONFLICT DO UPDATE SET
    question = excluded.question, platform = excluded.platform, chat = excluded.chat,
    audience = excluded.audience, reference = excluded.reference
"""
ASKED = "SELECT platform, chat, audience, reference FROM asked WHERE learner = ? AND question = ?"

_log = logging.getLogger(__name__)


def new_row(row: Row, parcel: Parcel, courier: str) -> tuple[object, ...]:
    """A new parcel, for ``NEW``."""
    address = parcel.address
    audience = "public" if address.public else "private"
    where = (address.platform, address.chat, audience, address.handle)
    said = (row.outputs, row.question, row.at, courier)
    return (parcel.id, parcel.key, parcel.learner, *where, *said)


def marking(marks: Sequence[Mark]) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Statements, each with its rows, that note this news; parcels that are done with go last."""
    return [
        (GONE, [(micros(mark.at), mark.parcel) for mark in marks if mark.gone]),
        (ARRIVED, [(mark.reference, mark.parcel) for mark in marks if mark.reference]),
        (SENT, [(mark.sent, mark.parcel) for mark in marks if not mark.done]),
        (DROP, [(mark.parcel,) for mark in marks if mark.done]),
    ]


def address(platform: str, chat: str, audience: str, handle: str = "") -> Address:
    """An address as it was kept."""
    return Address(platform, chat, audience == "public", handle)


def parcels(found: Iterable[Any]) -> tuple[list[Parcel], list[tuple[int]]]:
    """What ``CLAIM`` returns as parcels, and the keys of those that can't be read."""
    readable: list[Parcel] = []
    broken: list[tuple[int]] = []
    for id, key, learner, platform, chat, audience, handle, outputs, sent in found:
        where = address(platform, chat, audience, handle)
        try:
            readable.append(Parcel(id, key, learner, where, load_outputs(outputs), sent))
        except ValueError as error:
            _log.error("unreadable outputs of input %s, not sent: %s", key, fault(error))
            broken.append((id,))
    return readable, broken
