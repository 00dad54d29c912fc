"""What was not built: learners hashed into lanes, each leased by one process.

``processes`` measures it beside the locks that there are. Whoever gets an input of another
process's lane puts it into an inbox, a row and a commit, shared by all that wait for it meanwhile;
the owner looks there again and again, and removes the row in the transaction of its turn. That its
lanes are still its own it asks once a batch. As little as can be, so that what it costs is not too
much: nothing sees to the order of what came straight and what came through the inbox.
"""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager

import asyncpg

from bench.crew import Crew, Going, Task
from bot.conversation.inputs import LearnerId
from bot.service.turns.desk import Desk
from bot.storage.awake import awake
from bot.storage.errors import UnavailableError
from bot.storage.postgres.connection import PostgresConnection
from bot.storage.postgres.store import SHARED, PostgresStore
from bot.storage.postgres.transaction import PostgresTransaction
from bot.storage.records import Mark, Parcel, Record
from bot.storage.sql.transaction import SqlTransaction

LANES = 64

LEASE = 4.0
"""Seconds, as that of the process that leads (``bot.service.leading``), renewed as often."""
RENEW = 1.0
STARTING = 60.0
"""The first lease, so that a process that starts later finds its share."""

POLL = 0.01
"""Seconds between two looks into the inbox; each is a question to the database."""

TABLES = f"""
CREATE TABLE foretell.lane (lane INTEGER PRIMARY KEY, holder INTEGER, until TIMESTAMPTZ);
CREATE TABLE foretell.inbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, lane INTEGER, doc TEXT
);
CREATE INDEX inbox_lane ON foretell.inbox (lane);
INSERT INTO foretell.lane SELECT lane, -1, '-infinity' FROM generate_series(0, {LANES - 1}) AS lane;
"""
TAKE = """
UPDATE foretell.lane SET holder = $1, until = clock_timestamp() + make_interval(secs => $2)
WHERE holder = $1 OR until < clock_timestamp() AND ($3 < 0 OR lane % $4 = $3) RETURNING lane
"""
STILL = "SELECT lane FROM lane WHERE holder = ? AND until > clock_timestamp()"
HAND_OVER = """
INSERT INTO foretell.inbox (lane, doc) SELECT * FROM unnest($1::INTEGER[], $2::TEXT[])
"""
LOOK = "SELECT id, doc FROM foretell.inbox WHERE lane = ANY($1::INTEGER[]) ORDER BY id"
TAKEN = "DELETE FROM inbox WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))"


def lane_of(name: str) -> int:
    """The lane of a learner."""
    return zlib.crc32(name.encode()) % LANES


class LaneStore(PostgresStore):
    """A store whose batches hold no locks of learners: their lanes are this process's."""

    def __init__(self, url: str, number: int, of: int) -> None:
        super().__init__(url)
        self.number = number
        self._of = of
        self._beside: asyncpg.Pool[asyncpg.Record] | None = None
        self.held: set[int] = set()
        self._seen: set[int] = set()
        self.handed: dict[str, int] = {}
        """The inbox's rows of the inputs that came from there, until their turns are committed."""

    async def open(self) -> None:
        """Open it, and take this process's share of the lanes."""
        await super().open()
        await self.take(self.number, STARTING)

    async def take(self, share: int = -1, seconds: float = LEASE) -> None:
        """Renew the lanes, and take those whose lease has ended."""
        async with self._opened().acquire() as raw:
            found = await raw.fetch(TAKE, self.number, seconds, share, self._of)
        self.held |= {row["lane"] for row in found}

    async def hand_over(self, many: Sequence[Going]) -> None:
        """Put these into the inbox."""
        async with self._opened().acquire() as raw:
            lanes = [lane_of(one.name) for one in many]
            await raw.execute(HAND_OVER, lanes, [json.dumps(one.packed()) for one in many])

    async def look(self) -> list[Going]:
        """What has come into the inbox for this process since it looked last."""
        async with self._opened().acquire() as raw:
            found = await raw.fetch(LOOK, sorted(self.held))
        new = []
        for id, doc in found:
            if id not in self._seen:
                self._seen.add(id)
                new.append(Going(*json.loads(doc)))
                self.handed[new[-1].envelope().id] = id
        return new

    @asynccontextmanager
    async def transaction(self, *, alone: bool = False) -> AsyncIterator[SqlTransaction]:
        """A writing transaction of turns."""
        courier = self._courier if awake() < self._leads_until else None
        async with self._begun(SHARED) as writer:
            yield LaneTransaction(writer, courier, self)


class LaneTransaction(PostgresTransaction):
    """A batch's transaction."""

    def __init__(self, writer: PostgresConnection, courier: int | None, store: LaneStore) -> None:
        super().__init__(writer, courier, None, store._recent, alone=False, unsure={})
        self._store = store

    async def record(self, records: Sequence[Record], marks: Sequence[Mark]) -> list[Parcel]:
        """Write turns, and remove what they came by."""
        ids = [self._store.handed[one.input] for one in records if one.input in self._store.handed]
        if ids:
            await self._writer.execute(TAKEN, (json.dumps(ids),))
        return await super().record(records, marks)

    async def _hold(self, learners: Collection[LearnerId]) -> None:
        """See that the lanes of these are still this process's."""
        found = await self._writer.execute_fetchall(STILL, (self._store.number,))
        held = {lane for (lane,) in found}
        if any(lane_of(one.removeprefix("bench:")) not in held for one in learners):
            raise UnavailableError("a lane was lost")


class LaneCrew(Crew):
    """A process that answers those of its own lanes, and hands over the others."""

    def __init__(self, task: Task, desk: Desk, store: LaneStore) -> None:
        super().__init__(task, desk)
        self._store = store
        self._leaving: list[Going] = []
        self._leaves = asyncio.Event()
        self._answered: dict[str, asyncio.Future[None]] = {}

    async def join(self) -> None:
        """Meet the other process, and see to the inbox."""
        await super().join()
        if self.task.of > 1:
            self.start(self._handing_over())
            self.start(self._looking())

    def begin(self) -> None:
        """Let the learners come, and see to the leases from now on."""
        super().begin()
        self.start(self._renewing())

    def come(self, one: Going) -> None:
        """An input has come to this process, and may be the other's."""
        if lane_of(one.name) in self._store.held:
            super().come(one)
        else:
            self._leaving.append(one)
            self._leaves.set()

    async def answer(self, one: Going) -> None:
        """Take their turn, and send them on."""
        await super().answer(one)
        self._store.handed.pop(one.envelope().id, None)
        waiting = self._answered.pop(one.name, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)

    async def handed(self, one: Going) -> None:
        """Answer somebody whose process was killed, once their lane is this one's."""
        waiting = self._answered[one.name] = asyncio.get_running_loop().create_future()
        self.come(one)
        await waiting

    async def _handing_over(self) -> None:
        while True:
            await self._leaves.wait()
            self._leaves.clear()
            many, self._leaving = self._leaving, []
            await self._store.hand_over(many)

    async def _looking(self) -> None:
        while True:
            for one in await self._store.look():
                self.start(self.answer(one))
            await asyncio.sleep(POLL)

    async def _renewing(self) -> None:
        while True:
            await asyncio.sleep(RENEW)
            await self._store.take()
