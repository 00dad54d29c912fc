"""How much there is to do, counted for whoever watches the bot.

It is read on a connection of its own whose thread goes last, as statistics are, since what is due
is looked for among all items.
"""

from datetime import datetime, timedelta

from bot.storage.codec import micros, moment
from bot.storage.records import ALARM, Load
from bot.storage.sql.base import Base
from bot.storage.sql.connection import rows

PARCELS = """
SELECT count(*), min(outbox.at) FROM outbox JOIN chat USING (platform, chat) WHERE gone_at IS NULL
"""
DUE = "SELECT count(*) FROM item WHERE due <= ? AND suspended_at IS NULL"
# Inputs are kept for a week. An alarm is an input as well, but nobody did anything then.
ACTIVE = f"""
SELECT count(DISTINCT iif(at >= ?1, learner, NULL)), count(DISTINCT learner)
FROM input WHERE at >= ?2 AND id NOT LIKE '{ALARM}%'
"""  # noqa: S608 - a constant of ours


class SqlLoad(Base):
    """The part of the store that says how much there is to do."""

    async def load(self, at: datetime) -> Load:
        """How much there is to do at this time."""
        day, week = (micros(at - timedelta(days=days)) for days in (1, 7))
        async with self._apart() as reader:
            [(parcels, oldest)] = await rows(reader, PARCELS)
            [(due,)] = await rows(reader, DUE, (micros(at),))
            [(today, active)] = await rows(reader, ACTIVE, (day, week))
        return Load(parcels, None if oldest is None else moment(oldest), due, today, active)
