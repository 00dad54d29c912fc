"""Of several processes on one database one leads, however slow the database and however much waits.

The core of it on fakes and on processes that share a loop; and, marked as slow, real processes with
40,000 messages before them, one of which is frozen.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from adapters.telegram.pacing import Pace
from bot.conversation.outputs import Say
from bot.service import leading, monitoring
from bot.service.delivery import delivery
from bot.service.leading import TERM, Leadership, LeadLostError
from bot.service.turns.desk import UNWRITTEN
from bot.storage.postgres import PostgresStore, server
from bot.storage.records import Parcel, UnavailableError
from tests.rigs.backlog import freeze_leader
from tests.rigs.fleet import Fleet
from tests.rigs.makers import ANA, NOON, record, write
from tests.rigs.paths import LESSONS
from tests.rigs.postgres import ask, fresh_database
from tests.rigs.processes import processes, until
from tests.rigs.telegram_server import TelegramServer


class Table:
    """The lease as a database keeps it, on a clock that only the test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.holder, self.until = "", 0.0


class Leases:
    """What a process asks of the table; it can be out of reach."""

    shared = True

    def __init__(self, table: Table, name: str) -> None:
        self.table, self.name, self.away = table, name, False

    async def lead(self, seconds: float) -> bool:
        self._reach()
        free = self.table.until <= self.table.now or self.table.holder == self.name
        return free and self._hold(seconds)

    async def go_on_leading(self, seconds: float) -> bool:
        self._reach()
        return self.table.holder == self.name and self._hold(seconds)

    async def resign(self) -> None:
        self.table.holder, self.table.until = "", 0.0

    async def lease(self, name: str, seconds: float) -> bool:
        raise NotImplementedError

    def _reach(self) -> None:
        if self.away:
            raise UnavailableError("it can't be reached")

    def _hold(self, seconds: float) -> bool:
        self.table.holder, self.table.until = self.name, self.table.now + seconds
        return True


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.setattr(leading, "RENEW", 0.0)
    monkeypatch.setattr(leading, "TRY", 0.0)
    return Table()


def leadership(table: Table, name: str) -> tuple[Leases, Leadership]:
    leases = Leases(table, name)
    return leases, Leadership(leases, clock=lambda: table.now, now=lambda: NOON)


async def test_who_was_overtaken_leads_no_more_even_where_nobody_does(table: Table) -> None:
    (_, frozen), (others, other) = leadership(table, "frozen"), leadership(table, "other")
    await frozen.win()
    table.now += 2 * TERM
    assert await other.take()
    await others.resign()
    assert (frozen.leads, frozen.certain) == (True, False), "it does not know yet"
    async with asyncio.timeout(2.0):
        with pytest.raises(LeadLostError):
            await frozen.keep()
    assert (frozen.leads, frozen.certain) == (False, False)


async def test_who_could_not_renew_in_time_goes_on_if_nobody_took_it(table: Table) -> None:
    leases, alone = leadership(table, "alone")
    await alone.win()
    leases.away = True
    keeping = asyncio.create_task(alone.keep())
    await asyncio.sleep(0)
    table.now += 2 * TERM
    await asyncio.sleep(0.01)
    assert not alone.certain
    leases.away = False
    await alone.wait_certain()
    keeping.cancel()
    assert (alone.leads, alone.certain) == (True, True)


async def test_what_is_unknown_of_who_leads_is_an_ailment(table: Table) -> None:
    leases, standing_by = leadership(table, "stands by")
    table.holder, table.until = "leader", 60.0
    waiting = asyncio.create_task(standing_by.win())
    await asyncio.sleep(0.01)
    assert standing_by.ailments() == ()
    leases.away = True
    await asyncio.sleep(0.01)
    table.now += TERM
    [unknown] = standing_by.ailments()
    assert unknown.startswith("whether any process leads")
    assert unknown.endswith(": it can't be reached")
    leases.away, table.until = False, 0.0
    await waiting
    assert standing_by.ailments() == ()
    table.now += TERM
    [lapsed] = standing_by.ailments()
    assert "hasn't been able to renew its lead" in lapsed
    assert "sends nothing" in lapsed


# --- on PostgreSQL ---


async def test_what_is_waiting_is_for_the_one_that_leads_by_the_database_alone() -> None:
    url = fresh_database()
    old, new = PostgresStore(url), PostgresStore(url)
    await old.open()
    await new.open()
    assert await old.lead(60.0)
    parcels = await write(old, *(record(ANA, Say(str(n))) for n in range(4)))
    assert await new.claim(9) == [], "they are in the hands of the one that leads"
    ask(url, ["UPDATE lease SET until = clock_timestamp() RETURNING 1"])
    assert await new.lead(60.0)
    # It believes that it leads, for another minute.
    assert await old.claim(9) == []
    assert [parcel.id for parcel in await new.claim(9)] == [parcel.id for parcel in parcels]
    assert await old.claim(9) == [], "they are in the hands of the one that leads now"
    assert not await old.go_on_leading(60.0)
    await old.close()
    await new.close()


SLOW_CLAIM = 0.1
"""Seconds that each claim takes; together they take several terms."""


async def test_who_takes_long_to_take_up_what_waits_leads_all_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, seconds in (("TERM", 0.5), ("RENEW", 0.05), ("TRY", 0.02)):
        monkeypatch.setattr(leading, name, seconds)
    monkeypatch.setattr(delivery, "CLAIM", 1)
    slow(monkeypatch)
    url = fresh_database()
    before = PostgresStore(url)
    await before.open()
    await write(before, *(record(ANA, Say(str(n))) for n in range(15)))
    await before.close()
    led = set[int]()
    async with processes(url) as [leader, other]:

        def seen() -> bool:
            led.update(n for n, one in enumerate((leader, other)) if one.leads)
            return len(leader.told(ANA)) + len(other.told(ANA)) >= 15

        await until(seen, 10.0)
        assert led == {0}
        assert leader.told(ANA) == [str(n) for n in range(15)]
        assert other.channel.arrived == []


def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each claim take a while."""
    claim = PostgresStore.claim

    async def slowly(self: PostgresStore, limit: int) -> list[Parcel]:
        parcels = await claim(self, limit)
        if parcels:
            await asyncio.sleep(SLOW_CLAIM)
        return parcels

    monkeypatch.setattr(PostgresStore, "claim", slowly)


async def test_whoever_else_waits_for_the_database_holds_up_no_renewal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = PostgresStore(fresh_database())
    await store.open()
    assert await store.lead(60.0)
    async with asyncio.TaskGroup() as group:
        held = asyncio.Event()

        async def hold() -> None:
            async with store._connect():
                await held.wait()

        for _ in range(20):
            group.create_task(hold())
        await asyncio.sleep(0.05)
        async with asyncio.timeout(5.0):
            assert await store.go_on_leading(60.0)
        held.set()
    await store.close()


async def test_a_database_that_goes_while_what_waits_is_taken_up_ends_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = fresh_database()
    before = PostgresStore(url)
    await before.open()
    await write(before, record(ANA, Say("It waited.")))
    await before.close()
    claim, pauses = PostgresStore.claim, PostgresStore.pauses
    failures = iter([UnavailableError("the server stops")] * 3)

    async def failing(self: PostgresStore, limit: int) -> list[Parcel]:
        if error := next(failures, None):
            raise error
        return await claim(self, limit)

    async def unknown(self: PostgresStore, at: datetime) -> Mapping[tuple[str, str], datetime]:
        if error := next(failures, None):
            raise error
        return await pauses(self, at)

    monkeypatch.setattr(PostgresStore, "claim", failing)
    monkeypatch.setattr(PostgresStore, "pauses", unknown)
    monkeypatch.setattr(monitoring, "RETRY", (0.05,))
    async with processes(url, 1) as [one]:
        await until(lambda: one.told(ANA) == ["It waited."])
        assert one.tutor.alive


async def test_who_hangs_in_a_transaction_holds_the_others_up_for_seconds_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hanging = "idle_in_transaction_session_timeout"
    assert {server.LOOKING_UP[name] for name in (hanging, "lock_timeout")} == {"5s"}
    monkeypatch.setattr(server, "LOOKING_UP", server.LOOKING_UP | {hanging: "200ms"})
    url = fresh_database()
    frozen, other = PostgresStore(url), PostgresStore(url)
    await frozen.open()

    async def hang() -> None:
        async with frozen._write():
            # Neither another start nor another turn gets anywhere before that is over.
            await other.open()
            await write(other, record(ANA, Say("hello")))

    with pytest.raises(UnavailableError):
        await hang()
    await other.close()
    await frozen.close()


# --- processes ---

WAITING = 10_000
"""Messages that wait: claiming all of them takes twice as long as a lease lasts."""

LEADS_WITHIN = 30.0
"""Seconds until another leads, on a machine that is busy."""


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 3])
async def test_all_that_waits_is_sent_by_one_at_a_time_and_a_frozen_one_sends_nothing_more(
    number: int, tmp_path: Path
) -> None:
    async with TelegramServer(flood=False) as telegram:
        fleet = Fleet(telegram, tmp_path, LESSONS, number)
        try:
            outcome = await freeze_leader(fleet, telegram, WAITING)
        finally:
            await fleet.clear()
    assert outcome.took_over < LEADS_WITHIN
    # One at most may have been between its last look and the socket.
    assert len(outcome.late) <= 1
    assert len(outcome.under_way) <= UNWRITTEN + Pace().at_once + Pace().most
    assert outcome.twice <= outcome.under_way | outcome.late
    assert max(outcome.sent.values()) <= 2
