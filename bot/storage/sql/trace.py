"""One input's whole way, looked up in the database: for an operator who asks what became of it.

What somebody wrote is never among it, only how long it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.storage.codec import moment
from bot.storage.records import Trace, TracedFact, TracedInput, TracedMessage, TracedParcel
from bot.storage.sql.base import Connection, rows

Tables = Mapping[str, Sequence[str]]
"""The tables of facts, each with its columns in order: those with an ``input``.

How they are found, each database has words of its own for.
"""

INPUT = "SELECT learner, platform, chat, at FROM input WHERE id = ? AND learner <> ''"
PARCEL = """
SELECT id, sent, claimed_by IN ({sender}), gone_at
FROM outbox LEFT JOIN chat USING (platform, chat) WHERE input = ?
"""
ARRIVALS = "SELECT message, at, fate FROM arrival WHERE input = ? ORDER BY message"
LATEST = """
SELECT id, at, (SELECT count(*) FROM arrival WHERE input = last.id AND fate = 'arrived'),
    EXISTS (SELECT 1 FROM outbox WHERE input = last.id)
FROM (SELECT id, at FROM input WHERE learner = ? ORDER BY at DESC LIMIT ?) AS last
ORDER BY at DESC
"""

_SHARED = frozenset({"id", "learner", "platform", "chat", "at", "input"})
"""What facts have in common, and is told once."""

_WRITTEN = frozenset(
    {"text", "body", "notice", "name", "before", "after", "file_name", "file_reference"}
)
"""Columns with words of somebody's, or with what opens their files."""


def tables(columns: Iterable[tuple[str, str]]) -> Tables:
    """Which tables hold facts, of all columns that there are: their table and name, in order."""
    entries: dict[str, list[str]] = {}
    for table, name in columns:
        entries.setdefault(table, []).append(name)
    told = {table: names for table, names in entries.items() if "input" in names}
    return {table: told[table] for table in sorted(told) if table not in ("outbox", "arrival")}


async def trace(reader: Connection, facts: Tables, id: str, sender: str) -> Trace | None:
    """What there is of the input with this id; ``None`` if there is nothing.

    ``sender`` asks which start of the program sends what was said, in SQL.
    """
    came = await rows(reader, INPUT, (id,))
    traced_facts = []
    for table, columns in facts.items():
        traced_facts += await _facts(reader, table, columns, id, came[0][0] if came else None)
    parcels = [
        TracedParcel(number, sent, bool(in_hand), None if gone is None else moment(gone))
        for number, sent, in_hand, gone in await rows(reader, PARCEL.format(sender=sender), (id,))
    ]
    messages = tuple(
        TracedMessage(number, moment(at), fate)
        for number, at, fate in await rows(reader, ARRIVALS, (id,))
    )
    if not (came or traced_facts or parcels or messages):
        return None
    learner, platform, chat, at = came[0] if came else ("", "", "", None)
    return Trace(
        id,
        learner,
        platform,
        chat,
        None if at is None else moment(at),
        tuple(traced_facts),
        parcels[0] if parcels else None,
        messages,
    )


async def latest(reader: Connection, learner: str, limit: int) -> list[TracedInput]:
    """The last inputs of somebody, newest first, as far as they are known still."""
    return [
        TracedInput(id, moment(at), arrived, bool(waiting))
        for id, at, arrived, waiting in await rows(reader, LATEST, (learner, limit))
    ]


async def _facts(
    reader: Connection, table: str, columns: Sequence[str], id: str, learner: str | None
) -> list[TracedFact]:
    # Of whom it is known, only their rows are looked at: the keys begin with the learner.
    whose = learner is not None and "learner" in columns
    names = ", ".join(f'"{column}"' for column in columns)
    sql = f"SELECT {names} FROM {table} WHERE input = ?{' AND learner = ?' if whose else ''}"  # noqa: S608 - names of the schema's
    entries = await rows(reader, sql, (id, learner) if whose else (id,))
    return [TracedFact(table, _told(columns, row)) for row in entries]


def _told(columns: Sequence[str], row: Any) -> tuple[tuple[str, str], ...]:
    """What may be told of a row."""
    pairs = zip(columns, row, strict=True)
    return tuple(
        (name, f"({len(str(value))} characters)" if name in _WRITTEN else str(value))
        for name, value in pairs
        if name not in _SHARED and value is not None
    )
