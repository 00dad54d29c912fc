"""The default store: one SQLite file.

Handing a statement to aiosqlite's thread costs about 0.1 ms, far more than the statement. So a
batch asks one question for all of its keys (``json_each``) and writes each kind of row with one
``executemany``, and its cost hardly depends on how many are in it.

One connection writes, held by one transaction at a time; progress, items, the catalogue and
lessons are read through another, which WAL lets run beside it, and statistics through a third.
``synchronous=FULL`` makes what was committed outlast a power cut.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from bot.conversation.inputs import LearnerId
from bot.storage.records import Asked, Due, Parcel, Places
from bot.storage.rows import micros, moment
from bot.storage.sqlite.admins import Admins
from bot.storage.sqlite.announcing import Announcing
from bot.storage.sqlite.catalogue import Catalogue
from bot.storage.sqlite.file import FileLock, explained, open_reader, open_writer
from bot.storage.sqlite.learners import Learners
from bot.storage.sqlite.modes import KeptModes
from bot.storage.sqlite.statements import alarms, outbox
from bot.storage.sqlite.statistics import Statistics
from bot.storage.sqlite.transaction import SqliteTransaction

PRUNE = 2_000
"""Rows forgotten in one transaction, so that the desk never waits long for it."""

_OLD_INPUTS = "SELECT id FROM input WHERE id > ? AND at < ? ORDER BY id LIMIT ?"
_FORGET_INPUT = "DELETE FROM input WHERE id = ?"


class SqliteStore(Learners, Admins, Announcing, Catalogue, KeptModes, Statistics):
    """Keeps everything in the file at ``path``."""

    async def open(self) -> None:
        """Take the file and bring its schema up to date."""
        with explained(self._path):
            self._lock = await asyncio.to_thread(FileLock, self._path)
            try:
                self._writer = await open_writer(self._path)
                self._reader = await open_reader(self._path)
                [(self._last_parcel,)] = await self._writer.execute_fetchall(
                    "SELECT coalesce(max(id), 0) FROM outbox"
                )
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        """Let go of the file and end both connections' threads; safe to call twice."""
        # The writer last: who closes last checkpoints, and only the writer may.
        async with self._writing:
            reader, writer, lock = self._reader, self._writer, self._lock
            self._reader = self._writer = self._lock = None
            try:
                if reader is not None:
                    await reader.close()
            finally:
                try:
                    if writer is not None:
                        await writer.close()
                finally:
                    if lock is not None:
                        lock.release()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqliteTransaction]:
        """A writing transaction."""
        async with self._write() as writer:
            yield SqliteTransaction(self.next_parcels, writer)

    async def alarms(self, places: Places, at: datetime, limit: int) -> list[Due]:
        """Up to ``limit`` of the alarms in each of these places that are due, the oldest."""
        due = micros(at)
        return [
            one
            for platform, chat in places.items()
            for one in alarms.found(await self._read(alarms.DUE, (platform, chat, due, limit)))
        ]

    async def next_alarm(self, places: Places) -> datetime | None:
        """When the next alarm in these places is due."""
        found = [
            at
            for platform, chat in places.items()
            for (at,) in await self._read(alarms.NEXT, (platform, chat))
        ]
        return moment(min(found)) if found else None

    async def claim(self, courier: str, limit: int) -> list[Parcel]:
        """Up to ``limit`` of the oldest undone parcels that no courier has."""
        async with self._write() as writer:
            # Only if all that were found can't be read does it look for more.
            while found := list(await writer.execute_fetchall(outbox.CLAIM, (courier, limit))):
                parcels, broken = outbox.parcels(sorted(found))
                if broken:
                    await writer.executemany(outbox.DROP, broken)
                if parcels:
                    return parcels
        return []

    async def release(self, courier: str | None = None) -> None:
        """Give undone parcels of this courier back, or those of all couriers."""
        async with self._write() as writer:
            await writer.execute(outbox.RELEASE, (courier,))

    async def asked(self, learner: LearnerId, question: str) -> Asked | None:
        """Where this question was asked, once it has arrived."""
        for platform, chat, audience, reference in await self._read(
            outbox.ASKED, (learner, question)
        ):
            return Asked(outbox.address(platform, chat, audience), reference)
        return None

    async def prune(self, before: datetime) -> None:
        """Forget input ids from before then."""
        # The search reads all inputs once; beside the writer, so the desk does not wait for it.
        last = ""
        while found := await self._read(_OLD_INPUTS, (last, micros(before), PRUNE)):
            async with self._write() as writer:
                await writer.executemany(_FORGET_INPUT, found)
            [last] = found[-1]

    def next_parcels(self, count: int) -> range:
        """Ids for so many new parcels; what is rolled back leaves a gap, which harms nobody."""
        first = self._last_parcel + 1
        self._last_parcel += count
        return range(first, first + count)
