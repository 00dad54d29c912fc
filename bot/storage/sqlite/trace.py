"""One input's whole way, looked up in the database: for an operator who asks what became of it.

What somebody wrote is never among it, only how long it was.
"""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite

from bot.storage.codec import moment
from bot.storage.errors import StoreError
from bot.storage.sql.connection import rows
from bot.storage.sqlite.file import explained, open_reader
from bot.storage.traces import Trace, TracedFact, TracedInput, TracedMessage, TracedParcel

INPUT = "SELECT learner, platform, chat, at FROM input WHERE id = ? AND learner <> ''"
PARCEL = """
SELECT id, sent, claimed_by IS (SELECT max(id) FROM courier), gone_at
FROM outbox LEFT JOIN chat USING (platform, chat) WHERE input = ?
"""
ARRIVALS = "SELECT message, at, fate FROM arrival WHERE input = ? ORDER BY message"
LATEST = """
SELECT id, at, (SELECT count(*) FROM arrival WHERE input = last.id AND fate = 'arrived'),
    EXISTS (SELECT 1 FROM outbox WHERE input = last.id)
FROM (SELECT id, at FROM input WHERE learner = ? ORDER BY at DESC LIMIT ?) AS last
ORDER BY at DESC
"""
TABLES = """
SELECT schema.name FROM sqlite_schema AS schema
JOIN pragma_table_info(schema.name) AS part ON part.name = 'input'
WHERE schema.type = 'table' AND schema.name NOT IN ('outbox', 'arrival') ORDER BY schema.name
"""
COLUMNS = "SELECT name FROM pragma_table_info(?) ORDER BY cid"

_SHARED = frozenset({"id", "learner", "platform", "chat", "at", "input"})
"""What facts have in common, and is told once."""

_WRITTEN = frozenset(
    {"text", "body", "notice", "name", "before", "after", "file_name", "file_reference"}
)
"""Columns with words of somebody's, or with what opens their files."""


async def trace(path: Path, id: str) -> Trace | None:
    """What there is of the input with this id; ``None`` if there is nothing.

    Raises ``StoreError`` if the database can't be read.
    """
    async with _reading(path) as reader:
        return await _trace(reader, id)


async def latest(path: Path, learner: str, limit: int) -> list[TracedInput]:
    """The last inputs of somebody, newest first, as far as they are known still.

    Raises ``StoreError`` if the database can't be read.
    """
    async with _reading(path) as reader:
        return [
            TracedInput(id, moment(at), arrived, bool(waiting))
            for id, at, arrived, waiting in await rows(reader, LATEST, (learner, limit))
        ]


@contextlib.asynccontextmanager
async def _reading(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    if not _there(path):
        raise StoreError(f"{path}: there is no such database.")
    with explained(path):
        reader = await open_reader(_whole(path), last=True)
        try:
            # One moment for all of it, whatever the bot does meanwhile.
            await reader.execute("BEGIN")
            yield reader
        finally:
            await reader.close()


async def _trace(reader: aiosqlite.Connection, id: str) -> Trace | None:
    came = await rows(reader, INPUT, (id,))
    facts = []
    for (table,) in await rows(reader, TABLES):
        facts += await _facts(reader, table, id, came[0][0] if came else None)
    parcels = [
        TracedParcel(number, sent, bool(in_hand), None if gone is None else moment(gone))
        for number, sent, in_hand, gone in await rows(reader, PARCEL, (id,))
    ]
    messages = tuple(
        TracedMessage(number, moment(at), fate)
        for number, at, fate in await rows(reader, ARRIVALS, (id,))
    )
    if not (came or facts or parcels or messages):
        return None
    learner, platform, chat, at = came[0] if came else ("", "", "", None)
    return Trace(
        id,
        learner,
        platform,
        chat,
        None if at is None else moment(at),
        tuple(facts),
        parcels[0] if parcels else None,
        messages,
    )


async def _facts(
    reader: aiosqlite.Connection, table: str, id: str, learner: str | None
) -> list[TracedFact]:
    columns = [name for (name,) in await rows(reader, COLUMNS, (table,))]
    # Of whom it is known, only their rows are looked at: the keys begin with the learner.
    whose = learner is not None and "learner" in columns
    sql = f"SELECT * FROM {table} WHERE input = ?{' AND learner = ?' if whose else ''}"  # noqa: S608 - a name of the schema's
    found = await rows(reader, sql, (id, learner) if whose else (id,))
    return [TracedFact(table, _told(columns, row)) for row in found]


def _told(columns: list[str], row: Any) -> tuple[tuple[str, str], ...]:
    """What may be told of a row."""
    pairs = zip(columns, row, strict=True)
    return tuple(
        (name, f"({len(str(value))} characters)" if name in _WRITTEN else str(value))
        for name, value in pairs
        if name not in _SHARED and value is not None
    )


def _there(path: Path) -> bool:
    return path.is_file()


def _whole(path: Path) -> Path:
    # An address of SQLite's is resolved in another way than a plain path.
    return path.absolute()
