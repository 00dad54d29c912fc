"""The default store: one SQLite file.

Handing a statement to aiosqlite's thread costs about 0.1 ms, far more than the statement. So a
batch asks one question for all of its keys (``json_each``) and writes each kind of row with one
``executemany``, and its cost hardly depends on how many are in it.

One connection writes, held by one transaction at a time; progress, items, the catalogue and
lessons are read through another, which WAL lets run beside it, and statistics through a third.
``synchronous=FULL`` makes what was
committed outlast a power cut.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiosqlite

from bot.conversation import session as sessions
from bot.conversation.admin.known import Publication
from bot.conversation.facts import Written
from bot.conversation.inputs import LearnerId
from bot.conversation.known import Earlier, Mirror, Progress
from bot.conversation.session import Session
from bot.learning.logbook import Past
from bot.learning.reviews import Item
from bot.learning.trials import Trial
from bot.lessons.assets import Asset
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.storage.codec import fault
from bot.storage.edition import Edition
from bot.storage.figures import experiments, items, mirrors, pasts, tallies
from bot.storage.records import Asked, Due, Mark, Parcel, Places, Record, StoreError
from bot.storage.rows import encode, micros, moment
from bot.storage.sqlite.admins import SqliteAdmin
from bot.storage.sqlite.file import FileLock, explained, open_reader, open_writer
from bot.storage.sqlite.statements import (
    alarms,
    assets,
    catalogue,
    cohorts,
    corrections,
    editing,
    outbox,
    withdrawals,
    writings,
)
from bot.storage.sqlite.statements.turns import (
    FACTS,
    INPUT,
    SESSION,
    fact_rows,
    input_row,
    rang_rows,
    session_rows,
)
from bot.storage.sqlite.statistics import SqliteStatistics

PRUNE = 2_000
"""Rows forgotten in one transaction, so that the desk never waits long for it."""

_log = logging.getLogger(__name__)

_OLD_INPUTS = "SELECT id FROM input WHERE id > ? AND at < ? ORDER BY id LIMIT ?"
_FORGET_INPUT = "DELETE FROM input WHERE id = ?"


class SqliteStore(SqliteAdmin, SqliteStatistics):
    """Keeps everything in the file at ``path``."""

    def __init__(self, path: Path) -> None:
        # Absolute: the reader's URI is resolved in another way than a plain path.
        self._path = Path(path).absolute()
        self._lock: FileLock | None = None
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None
        self._writing = asyncio.Lock()
        self._last_parcel = 0
        self.editions = 0

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
    async def transaction(self) -> AsyncIterator["_Transaction"]:
        """A writing transaction."""
        async with self._write() as writer:
            yield _Transaction(self, writer)

    async def progress(self, learners: Collection[LearnerId]) -> dict[LearnerId, Progress]:
        """The record of each of these learners."""
        keys = json.dumps(list(learners))
        runs = await self._read(tallies.RUNS, (tallies.FINISHING, keys))
        answers = await self._read(tallies.ANSWERS, (keys,))
        return tallies.progress_from(learners, runs, answers)

    async def mirrors(self, learners: Collection[LearnerId]) -> dict[LearnerId, Mirror]:
        """The mirror of each of these learners."""
        keys = (json.dumps(list(learners)),)
        kept = await self._read(items.ALL, keys)
        answered = await self._read(mirrors.ANSWERED, keys)
        return mirrors.mirrors_from(
            learners, kept, answered, await self._read(mirrors.BELIEFS, keys)
        )

    async def pasts(self, learners: Collection[LearnerId]) -> dict[LearnerId, Past]:
        """What the logbook of each of these learners begins with."""
        keys = (json.dumps(list(learners)),)
        answers = await self._read(tallies.ANSWERS, keys)
        counts = await self._read(pasts.COUNTS, keys)
        reached = await self._read(pasts.REACHED, keys)
        return pasts.pasts_from(learners, answers, counts, reached)

    async def trials(self, learners: Collection[LearnerId]) -> dict[LearnerId, Trial]:
        """What the experiment shows of each of these learners by now."""
        results = await self._read(experiments.RESULTS, (json.dumps(list(learners)),))
        return experiments.trials_from(learners, results)

    async def items(self, lessons: Mapping[LearnerId, str]) -> dict[LearnerId, dict[str, Item]]:
        """What each of these learners remembers of a lesson, by question."""
        found = items.found(await self._read(items.OF_LESSONS, (json.dumps(dict(lessons)),)))
        return {one: {item.question: item for item in found.get(one, ())} for one in lessons}

    async def due(self, until: Mapping[LearnerId, datetime]) -> dict[LearnerId, tuple[Item, ...]]:
        """What is due of each of these learners' by a time, and the next after it."""
        times = json.dumps({learner: micros(at) for learner, at in until.items()})
        found = items.found(await self._read(items.DUE, (times,)))
        return {learner: items.in_order(found.get(learner, ())) for learner in until}

    async def earlier(
        self, wanted: Mapping[LearnerId, tuple[str, str]]
    ) -> dict[LearnerId, Earlier]:
        """What each of these learners wrote last for a lesson's task."""
        found = await self._read(writings.LATEST, (json.dumps(dict(wanted)),))
        return writings.earlier(found)

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

    async def shut(self, learners: Collection[LearnerId]) -> set[LearnerId]:
        """Those of these learners who have alarms for a chat that is gone."""
        return {one for (one,) in await self._read(alarms.HELD, (json.dumps(list(learners)),))}

    async def work(self, runs: Mapping[LearnerId, str]) -> dict[LearnerId, tuple[Written, ...]]:
        """All that each of these learners handed in in a run."""
        found = writings.work(await self._read(writings.WORK, (json.dumps(dict(runs)),)))
        return {learner: found.get(learner, ()) for learner in runs}

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

    async def publish(self, edition: Edition, at: datetime) -> None:
        """Store these as immutable revisions and point to them, all or nothing.

        Pictures are kept first, which shows in nothing as long as no revision names them.
        """
        # Thousands of lessons take a while to write out: not on the event loop.
        statements = await asyncio.to_thread(catalogue.publishing, edition, micros(at))
        await self._keep_assets(edition.assets, micros(at))
        try:
            async with self._write() as writer:
                if edition.bases:
                    courses = await writer.execute_fetchall(catalogue.COURSES)
                    edition.check_bases(
                        catalogue.pointers(
                            await writer.execute_fetchall(catalogue.POINTERS), courses
                        )
                    )
                for sql, parameters in statements:
                    if parameters:
                        await writer.executemany(sql, parameters)
        finally:
            # No other task runs between the end of the transaction and this.
            self.editions += 1

    async def sources(self) -> dict[str, str]:
        """The file hashes of what is published."""
        return dict(await self._read(catalogue.SOURCES))

    async def shipped(self) -> dict[str, str]:
        """The hash of each file when it was last published."""
        return dict(await self._read(catalogue.SHIPPED))

    async def history(self, name: str) -> tuple[Publication, ...]:
        """Each time that this name came to point to another revision, the latest first."""
        return editing.history(await self._read(catalogue.HISTORY, (name,)))

    async def library(self) -> Library:
        """The catalogue of what is published now."""
        courses = await self._read(catalogue.COURSES)
        cards = await self._read(catalogue.CARDS)
        void = await self._read(corrections.VOID)
        [(number,)] = await self._read(corrections.NUMBER)
        changes = await self._read(cohorts.LATEST)
        withdrawn = await self._read(withdrawals.WITHDRAWN)
        return await asyncio.to_thread(
            catalogue.library, courses, cards, void, number, changes, withdrawn
        )

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        """One revision of a lesson, current or old."""
        for (body,) in await self._read(catalogue.BODY, (id, revision)):
            try:
                return Lesson.model_validate_json(body)
            except ValueError as error:
                _log.error("unreadable revision %s of lesson %s: %s", revision, id, fault(error))
        return None

    async def asset(self, name: str) -> Asset | None:
        """A picture by the hash of its bytes."""
        return assets.found(await self._read(assets.FIND, (name,)))

    async def kept_assets(self, names: Collection[str]) -> set[str]:
        """Those of these pictures that are kept."""
        return {one for (one,) in await self._read(assets.KEPT, (json.dumps(list(names)),))}

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

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writing connection, in a transaction of one's own."""
        async with self._writing:
            with explained(self._path):
                writer = self._opened(self._writer)
                try:
                    await writer.execute("BEGIN IMMEDIATE")
                    yield writer
                    await writer.execute("COMMIT")
                except BaseException:
                    # Its place in the thread's queue is taken before this first waits, so even
                    # cancelled once more it runs before anything else does.
                    await writer.rollback()
                    raise

    async def _read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        with explained(self._path):
            reader = self._opened(self._reader)
            return list(await reader.execute_fetchall(sql, parameters))

    def _usable(self) -> None:
        self._opened(self._reader)

    def _opened(self, connection: aiosqlite.Connection | None) -> aiosqlite.Connection:
        if connection is None:
            raise StoreError(f"{self._path}: the store is not open: call open() first.")
        return connection


class _Transaction:
    """The desk's transaction; see ``store.Transaction``."""

    def __init__(self, store: SqliteStore, writer: aiosqlite.Connection) -> None:
        self._store = store
        self._writer = writer

    async def seen(self, inputs: Collection[str]) -> set[str]:
        found = await self._writer.execute_fetchall(
            "SELECT id FROM input WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(inputs)),),
        )
        return {id for (id,) in found}

    async def sessions(self, learners: Collection[LearnerId]) -> dict[LearnerId, Session]:
        texts = await self._writer.execute_fetchall(
            "SELECT learner, body FROM session WHERE learner IN (SELECT value FROM json_each(?))",
            (json.dumps(list(learners)),),
        )
        found: dict[LearnerId, Session] = {}
        for learner, text in texts:
            try:
                found[learner] = sessions.load(text)
            except ValueError as error:
                _log.error("unreadable session of %s: %s", learner, fault(error))
        return found

    async def record(
        self, records: Sequence[Record], marks: Sequence[Mark], courier: str
    ) -> list[Parcel]:
        turns = encode(records)
        said = [turn for turn in turns if turn.outputs is not None]
        new = [
            (turn, turn.parcel(id))
            for turn, id in zip(said, self._store.next_parcels(len(said)), strict=True)
        ]
        statements = [
            *outbox.marking(marks),
            (INPUT, [input_row(turn) for turn in turns]),
            (SESSION, session_rows(turns)),
            (alarms.RANG, rang_rows(turns)),
            *((FACTS[kind], found) for kind, found in fact_rows(turns).items()),
            (outbox.NEW, [outbox.new_row(turn, parcel, courier) for turn, parcel in new]),
        ]
        # Handed over together, run in order: one wait instead of one for each. If one fails the
        # others still run, and all of them are rolled back.
        await asyncio.gather(*(self._writer.executemany(sql, p) for sql, p in statements if p))
        return [parcel for _, parcel in new]
