"""A network that drops what it is given, between a process and its database."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from bot.service.tasks import end
from bot.storage.postgres import PostgresStore, server
from bot.storage.postgres import store as postgres_store
from bot.storage.records import UnavailableError
from tests.rigs.cutting import Line, line_to
from tests.rigs.makers import ANA, BEN, attempt
from tests.rigs.postgres import ask, fresh_database
from tests.rigs.processes import Counting, Process, processes, until

pytestmark = pytest.mark.slow

SHORT = 0.5
"""Seconds for an answer, in place of ``server.ANSWER``, and for a connection."""

SILENCE = 3 * SHORT
"""Seconds of silence: whoever waits gives up, and what is tried anew finds it still there."""


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(server, "ANSWER", SHORT)
    monkeypatch.setattr(server, "PATIENCE", SHORT)
    return fresh_database()


@pytest.fixture
async def line(url: str) -> AsyncIterator[Line]:
    async with line_to(url) as made:
        yield made


def engine() -> Counting:
    return Counting({"answer": lambda given: [attempt(given.id)]})


@pytest.mark.parametrize("writes", [False, True], ids=["reading", "writing"])
async def test_what_is_asked_in_silence_ends_and_its_connection_is_thrown_away(
    writes: bool, line: Line
) -> None:
    async def work() -> None:
        if writes:
            async with store._write():
                pass
        else:
            await store.catalogue_version()

    store = PostgresStore(line.url)
    await store.open()
    line.silent = True
    for _ in range(2):
        began = time.monotonic()
        with pytest.raises(UnavailableError, match="can't be reached"):
            await work()
        assert time.monotonic() - began < 1.8 * SHORT, "nothing more is asked of what is silent"
    line.silent = False
    await work()
    await store.close()


async def test_a_store_is_closed_in_silence(line: Line) -> None:
    store = PostgresStore(line.url)
    await store.open()
    line.silent = True
    asking = asyncio.create_task(store.catalogue_version())
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await store.close()
    assert time.monotonic() - began < 3.0
    with pytest.raises(UnavailableError):
        await asking


@pytest.mark.parametrize("writes", [False, True], ids=["reading", "writing"])
async def test_who_is_cancelled_in_silence_ends(
    writes: bool, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "ANSWER", 30.0)
    monkeypatch.setattr(postgres_store, "LEAVING", SHORT)
    store = PostgresStore(line.url)
    await store.open()

    async def work() -> None:
        while True:
            with suppress(UnavailableError):
                if writes:
                    async with store._write():
                        pass
                else:
                    await store.catalogue_version()
            await asyncio.sleep(0.01)

    working = asyncio.create_task(work())
    await asyncio.sleep(0.1)
    line.silent = True
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await asyncio.wait_for(end([working]), 10 * SHORT)
    assert working.cancelled()
    assert time.monotonic() - began < 3 * SHORT
    await store.close()


@pytest.mark.parametrize("begins", ["before", "at the commit", "at its answer"])
async def test_what_came_in_silence_counts_once_and_is_answered_in_order(
    begins: str, line: Line, url: str
) -> None:
    """A commit that waits in the silence is done afterwards, when its turn is tried again."""
    async with processes(line.url, 1, engine) as [one]:
        assert await one.hears(ANA, "hello", "i1") == "1 hello"
        await until(lambda: one.told(ANA))
        await asyncio.sleep(0.2)
        if begins == "before":
            line.silent = True
        else:
            line.silent_at_commit(answer=begins == "at its answer")
        given = [one.hears(ANA, "answer", f"i{n}") for n in range(2, 5)]
        hearing = asyncio.gather(*given)
        await asyncio.sleep(SILENCE)
        assert line.silent
        assert not hearing.done()
        assert len(one.told(ANA)) == 1
        line.silent = False
        await asyncio.wait_for(hearing, 15.0)
        wanted = ["1 hello", *(f"{n} answer" for n in range(2, 5))]
        await until(lambda: len(one.told(ANA)) == 4, 10.0)
        await asyncio.sleep(SHORT)
        assert one.told(ANA) == wanted
        assert ask(url, ["SELECT count(*) FROM attempt"]) == [[(3,)]]


async def test_while_one_hears_nothing_another_takes_over_and_nothing_is_sent_twice(
    line: Line, url: str
) -> None:
    async with processes(line.url, 1, engine) as [one]:
        other = Process(url, engine())
        await other.start()
        assert await one.hears(ANA, "hello", "i1") == "1 hello"
        await until(lambda: one.told(ANA))
        await asyncio.sleep(0.2)
        line.silent = True
        hearing = asyncio.create_task(one.hears(ANA, "answer", "i2"))
        assert await other.hears(BEN, "answer", "i3") == "1 answer"
        await until(lambda: other.leads, 8.0)
        await until(lambda: other.told(BEN))
        line.silent = False
        await asyncio.wait_for(hearing, 15.0)
        await until(lambda: other.told(ANA))
        await asyncio.sleep(SHORT)
        assert (one.told(ANA), other.told(ANA)) == (["1 hello"], ["2 answer"])
        assert ask(url, ["SELECT count(*) FROM attempt"]) == [[(2,)]]
        await other.end()
