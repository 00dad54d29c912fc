"""The store in SQL: its topics joined, whichever database they ask.

Handing a statement over costs about 0.1 ms, far more than most statements take. So a batch asks one
question for all of its keys (``json_each``) and writes each kind of row with one statement, and its
cost hardly depends on how many are in it.

A module beside this one holds what belongs to one topic: its questions, their text in SQL, and
what becomes of their rows. All SQL of the program is in this folder, in words that SQLite and
PostgreSQL both take; the tables are in each one's ``schema``.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.storage.sql.admins import SqlAdmins
from bot.storage.sql.alarms import SqlAlarms
from bot.storage.sql.catalogue import SqlCatalogue
from bot.storage.sql.classes import SqlClasses
from bot.storage.sql.cohorts import SqlCohorts
from bot.storage.sql.erasing import SqlErasing
from bot.storage.sql.identities import SqlIdentities
from bot.storage.sql.items import SqlItems
from bot.storage.sql.learners import SqlLearners
from bot.storage.sql.load import SqlLoad
from bot.storage.sql.modes import SqlModes
from bot.storage.sql.outbox import SqlOutbox
from bot.storage.sql.pruning import SqlPruning
from bot.storage.sql.publishing import SqlPublishing
from bot.storage.sql.retention import SqlRetention
from bot.storage.sql.statistics import SqlStatistics
from bot.storage.sql.submissions import SqlSubmissions
from bot.storage.sql.transaction import SqlTransaction

TOUCH = "UPDATE catalogue SET edition = edition"
"""It writes a page, as no database looks whether that is as it was."""


class SqlStore(
    SqlOutbox,
    SqlAlarms,
    SqlLearners,
    SqlIdentities,
    SqlItems,
    SqlSubmissions,
    SqlAdmins,
    SqlCatalogue,
    SqlPublishing,
    SqlModes,
    SqlCohorts,
    SqlStatistics,
    SqlPruning,
    SqlLoad,
    SqlErasing,
    SqlRetention,
    SqlClasses,
):
    """What any store in SQL keeps, and how it is asked for that."""

    @property
    def shared(self) -> bool:
        """Nobody else writes: where several processes may, the store says so."""
        return False

    @property
    def alive(self) -> bool:
        """Always: where something beside the loop works for it, the store says how that is."""
        return True

    async def lead(self, seconds: float) -> bool:
        """Be the process that leads, as there is no other."""
        return True

    async def go_on_leading(self, seconds: float) -> bool:
        """Lead, as there is no other."""
        return True

    async def resign(self) -> None:
        """Nothing: there is nobody to take over."""

    async def lease(self, name: str, seconds: float) -> bool:
        """Hold something, as nobody else does."""
        return True

    @asynccontextmanager
    async def transaction(self, *, alone: bool = False) -> AsyncIterator[SqlTransaction]:
        """A writing transaction; it is always alone."""
        async with self._write() as writer:
            yield SqlTransaction(writer, self._courier, self._owners, self._recent, self._numbers)

    async def try_writing(self) -> None:
        """Write something that changes nothing; raises what keeps it from being written."""
        async with self._write() as writer:
            await writer.execute(TOUCH)
