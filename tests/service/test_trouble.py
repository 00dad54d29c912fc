"""A database in trouble: nobody's input is lost, an operator is told, and it passes by itself."""

import asyncio
import itertools
import logging
import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from adapters.app import health
from adapters.runtime.supervision import Supervisor
from bot.service import monitoring
from bot.service import tutor as tutor_module
from bot.service.monitoring import Trouble
from bot.service.turns import desk as desk_module
from bot.service.turns import queue
from bot.service.turns.queue import DeskFull
from bot.service.tutor import Tutor
from bot.storage.records import LostError, Mark, UnavailableError
from bot.storage.sqlite import SqliteStore
from bot.storage.sqlite import file as storage_file
from tests.rigs.makers import ANA, BEN, NOON, CountingEngine, at, envelope, seen

SOON = 5
"""Seconds in which what is awaited must come, with ``RETRY`` shortened."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trouble that is looked at again within hundredths of a second."""
    monkeypatch.setattr(monitoring, "RETRY", (0.01, 0.02))
    monkeypatch.setattr(tutor_module, "LOOK", 0.02)
    monkeypatch.setattr(storage_file, "BUSY_MS", 20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
async def tutor(path: Path) -> AsyncIterator[Tutor]:
    async with Tutor(SqliteStore(path), engine=CountingEngine()) as tutor:
        await tutor.recover()
        yield tutor


async def full(tutor: Tutor, *, room: bool) -> None:
    """Let the database be as large as it may get, or have room again."""
    writer = tutor.store._writer  # type: ignore[attr-defined]  # the one that writes
    [(pages,)] = await writer.execute_fetchall("PRAGMA page_count")
    await writer.execute_fetchall(f"PRAGMA max_page_count = {10**6 if room else pages}")


async def ailing(tutor: Tutor) -> str:
    async with asyncio.timeout(SOON):
        while not tutor.ailments():  # noqa: ASYNC110 - an operator looks as well, now and then
            await asyncio.sleep(0.005)
    return "; ".join(tutor.ailments())


async def fill(tutor: Tutor) -> list[asyncio.Task[object]]:
    """Hand in inputs until one can't be written; those who wait."""
    waiting: list[asyncio.Task[object]] = []
    async with asyncio.timeout(SOON):
        while not tutor.ailments():
            waiting = [one for one in waiting if not one.done()]
            for learner in (ANA, BEN):
                given = envelope(learner, "long " * 2000)
                waiting.append(asyncio.create_task(tutor.desk.submit(given)))
            await asyncio.sleep(0.01)
    return [one for one in waiting if not one.done()]


async def test_with_a_full_disk_all_wait_an_operator_is_told_and_answers_come_with_room(
    tutor: Tutor, caplog: pytest.LogCaptureFixture
) -> None:
    await full(tutor, room=False)
    waiting = await fill(tutor)
    assert waiting
    said = health(tutor, Supervisor([]))
    assert not said.well
    assert "nothing is written since 20" in said.says
    assert "disk is full: free some space" in said.says
    await asyncio.sleep(0.2)
    assert not any(one.done() for one in waiting)
    assert caplog.text.count("a batch of") == 1
    await full(tutor, room=True)
    async with asyncio.timeout(SOON):
        await asyncio.gather(*waiting)
    assert tutor.ailments() == ()
    assert "over after" in caplog.text


async def test_who_waits_for_a_disk_keeps_their_order_and_counts_once(tutor: Tutor) -> None:
    async with asyncio.timeout(SOON):
        await tutor.desk.submit(envelope(ANA))
        await full(tutor, room=False)
        waiting = await fill(tutor)
        given = [envelope(ANA, str(n)) for n in range(5)]
        later = [asyncio.create_task(tutor.desk.submit(one)) for one in given]
        await asyncio.sleep(0.05)
        await full(tutor, room=True)
        await asyncio.gather(*waiting)
        numbers = [int(output.text) for [output] in await asyncio.gather(*later)]  # type: ignore[misc, union-attr]  # what the engine says is a number
    assert numbers == list(range(numbers[0], numbers[0] + 5))
    assert await tutor.desk.submit(given[0]) == ()


async def test_a_lock_of_another_program_is_waited_for(tutor: Tutor, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as another:
        # Not on the loop: what the tutor writes at its start has to end first.
        await asyncio.to_thread(another.execute, "BEGIN IMMEDIATE")
        waiting = asyncio.create_task(tutor.desk.submit(envelope(ANA)))
        assert "Another program holds the file" in await ailing(tutor)
        assert not waiting.done()
        another.execute("ROLLBACK")
        async with asyncio.timeout(SOON):
            assert await waiting
    assert tutor.ailments() == ()


async def read_only(tutor: Tutor, *, on: bool) -> None:
    """Let the database refuse to be written, with SQLITE_READONLY, or take that back."""
    writer = tutor.store._writer  # type: ignore[attr-defined]  # the one that writes
    await writer.execute_fetchall(f"PRAGMA query_only = {'ON' if on else 'OFF'}")


async def test_a_disk_that_can_only_be_read_is_told_and_waited_for(tutor: Tutor) -> None:
    await read_only(tutor, on=True)
    waiting = asyncio.create_task(tutor.desk.submit(envelope(ANA)))
    assert "must be writable" in await ailing(tutor)
    await read_only(tutor, on=False)
    async with asyncio.timeout(SOON):
        assert await waiting


async def test_a_limit_on_how_large_a_file_may_be_is_told_and_waited_for(
    tutor: Tutor, path: Path
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = path.with_name("test.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        waiting = await fill(tutor)
        assert "has a limit" in await ailing(tutor)
        assert waiting
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    async with asyncio.timeout(SOON):
        await asyncio.gather(*waiting)


async def test_marks_wait_for_the_disk_as_well(tutor: Tutor) -> None:
    await read_only(tutor, on=True)
    tutor.desk.mark(Mark(1, at(1), 1, True))
    await ailing(tutor)
    await read_only(tutor, on=False)
    async with asyncio.timeout(SOON):
        while tutor.ailments():  # noqa: ASYNC110 - an operator looks as well, now and then
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("what", ["deleted", "replaced", "log"])
async def test_a_database_that_is_taken_away_ends_the_bot_before_it_promises_anything(
    path: Path, tmp_path: Path, what: str
) -> None:
    async def served() -> None:
        async with Tutor(SqliteStore(path), engine=CountingEngine()) as tutor:
            await tutor.recover()
            await tutor.desk.submit(envelope(BEN))
            if what == "replaced":
                (tmp_path / "new").write_bytes(path.read_bytes())
                (tmp_path / "new").replace(path)
            else:
                Path(f"{path}-wal" if what == "log" else path).unlink()
            assert any("while Foretell was using it" in one for one in tutor.ailments())
            with pytest.raises(LostError):
                await tutor.desk.submit(envelope(ANA))
            await tutor.keep_up(asyncio.sleep(SOON))

    with pytest.raises(LostError, match="restore it from a backup"):
        await served()


async def test_a_database_that_is_taken_away_ends_the_bot_though_nobody_comes(path: Path) -> None:
    async def served() -> None:
        async with Tutor(SqliteStore(path), engine=CountingEngine()) as tutor:
            await tutor.recover()
            path.unlink()
            await tutor.keep_up(asyncio.sleep(SOON))

    with pytest.raises(LostError, match="deleted or moved"):
        await served()


async def test_who_has_waited_too_long_is_sent_away_and_may_come_again(
    tutor: Tutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "HOLD", 0.05)
    given = envelope(ANA)
    await read_only(tutor, on=True)
    async with asyncio.timeout(SOON):
        with pytest.raises(UnavailableError):
            await tutor.desk.submit(given)
    await read_only(tutor, on=False)
    assert await seen(tutor.store, given.id) == set()
    async with asyncio.timeout(SOON):
        assert await tutor.desk.submit(given)


async def test_an_input_that_waits_long_without_any_failure_is_told(
    tutor: Tutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "STUCK", 0.0)
    async with tutor.store._writing:  # type: ignore[attr-defined]  # somebody who never ends
        waiting = asyncio.create_task(tutor.desk.submit(envelope(ANA)))
        assert "1 wait to be answered, the first for 0 s" in await ailing(tutor)
    assert await waiting


async def test_a_crowd_without_end_is_sent_away(
    tutor: Tutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "CROWD", 2)
    crowd = [asyncio.create_task(tutor.desk.submit(envelope(ANA))) for _ in range(3)]
    answers = await asyncio.gather(*crowd, return_exceptions=True)
    assert [type(one) for one in answers] == [tuple, tuple, DeskFull]
    assert await tutor.desk.submit(envelope(ANA))


def test_trouble_is_logged_at_growing_intervals(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    trouble = Trouble(lambda: NOON, lambda: now[0])
    lines = []
    for second in range(0, 8 * 3600, 10):
        now[0] = float(second)
        trouble.failed("a batch of 1 failed", "the disk is full")
        if caplog.records:
            lines.append(second)
            caplog.clear()
    assert lines[:6] == [0, 60, 180, 420, 900, 1860]
    assert max(b - a for a, b in itertools.pairwise(lines)) == 3600
    assert trouble.since == NOON
    with caplog.at_level(logging.WARNING):
        trouble.passed()
    assert "after 28790 s and 2880 failures" in caplog.text
    assert trouble.since is None


def test_answers_come_soon_after_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    trouble = Trouble()
    waits = []
    for _ in range(20):
        trouble.failed("a batch of 1 failed", "the disk is full")
        waits.append(trouble.retry)
    assert waits[0] == 1
    assert max(waits) == 10
