"""Looking up one input's way in a SQLite file, beside whoever writes it; see ``sql.trace``."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite

from bot.storage.errors import StoreError
from bot.storage.sql import trace as shared
from bot.storage.sql.connection import rows
from bot.storage.sqlite.file import explained, open_reader
from bot.storage.traces import Trace, TracedInput

COLUMNS = """
SELECT schema.name, part.name FROM sqlite_schema AS schema
JOIN pragma_table_info(schema.name) AS part
WHERE schema.type = 'table' ORDER BY schema.name, part.cid
"""
SENDER = "SELECT max(id) FROM courier"


async def trace(path: Path, id: str) -> Trace | None:
    """What there is of the input with this id; ``None`` if there is nothing.

    Raises ``StoreError`` if the database can't be read.
    """
    async with _reading(path) as reader:
        return await shared.trace(reader, shared.tables(await rows(reader, COLUMNS)), id, SENDER)


async def latest(path: Path, learner: str, limit: int) -> list[TracedInput]:
    """The last inputs of somebody, newest first, as far as they are known still.

    Raises ``StoreError`` if the database can't be read.
    """
    async with _reading(path) as reader:
        return await shared.latest(reader, learner, limit)


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


def _there(path: Path) -> bool:
    return path.is_file()


def _whole(path: Path) -> Path:
    # An address of SQLite's is resolved in another way than a plain path.
    return path.absolute()
