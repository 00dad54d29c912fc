"""Looking up one input's way in a PostgreSQL database, beside whoever writes; see ``sql.trace``."""

from bot.storage.postgres import server
from bot.storage.postgres.leases import LEAD
from bot.storage.sql import trace as shared
from bot.storage.sql.connection import rows
from bot.storage.traces import Trace, TracedInput

COLUMNS = f"""
SELECT class.relname, part.attname FROM pg_class AS class
JOIN pg_attribute AS part ON part.attrelid = class.oid AND part.attnum > 0 AND NOT part.attisdropped
WHERE class.relnamespace = '{server.SCHEMA}'::regnamespace AND class.relkind = 'r'
ORDER BY class.relname, part.attnum
"""  # noqa: S608 - a name of ours
SENDER = f"SELECT holder FROM lease WHERE name = '{LEAD}' AND until > clock_timestamp()"  # noqa: S608 - a name of ours


async def trace(url: str, id: str) -> Trace | None:
    """What there is of the input with this id; ``None`` if there is nothing.

    Raises ``StoreError`` if the database can't be read.
    """
    async with server.reading(url, server.address(url)) as reader:
        return await shared.trace(reader, shared.tables(await rows(reader, COLUMNS)), id, SENDER)


async def latest(url: str, learner: str, limit: int) -> list[TracedInput]:
    """The last inputs of somebody, newest first, as far as they are known still.

    Raises ``StoreError`` if the database can't be read.
    """
    async with server.reading(url, server.address(url)) as reader:
        return await shared.latest(reader, learner, limit)
