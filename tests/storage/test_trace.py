"""The way of one input, as the database has it, and as it is told."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.cli.upkeep import _input_lines as listed
from adapters.cli.upkeep import _trace_lines as told
from adapters.settings import Settings
from adapters.store import latest, trace
from bot.conversation.facts.learner import Forgotten, Submission
from bot.conversation.inputs import LearnerId
from bot.conversation.outputs import Say
from bot.storage.records import Mark, StoreError, Trace
from bot.storage.sql.store import SqlStore
from bot.storage.sqlite import SqliteStore
from bot.storage.sqlite.maintenance import trace as trace_in_file
from bot.storage.store import Store
from tests.rigs.makers import ANA, BEN, NOON, at, attempt, record, reopened, write
from tests.rigs.program import foretell
from tests.rigs.stores import FreshStore, opened

SECRET = "what Ana thinks of her boss"


def its(store: Store) -> Settings:
    """Settings that name the database of a store."""
    if isinstance(store, FreshStore):
        return Settings.model_construct(database=store.path)
    from tests.rigs.postgres import LeadingPostgres

    assert isinstance(store, LeadingPostgres)
    return Settings.model_construct(database=SecretStr(store.url))


async def arrivals(store: Store) -> list[object]:
    assert isinstance(store, SqlStore)
    return await store._read("SELECT * FROM arrival")


async def way(store: Store, id: str) -> list[str]:
    found = await trace(its(store), id)
    assert found is not None
    return list(told(found))


@pytest.mark.each_store
async def test_the_way_of_an_input_is_told_while_the_bot_runs(store: Store) -> None:
    answered = record(ANA, Say("a"), Say("b"), id="telegram:7", facts=(attempt("q1"),))
    [parcel] = await write(store, answered)
    [other] = await write(store, record(BEN, Say("c"), id="telegram:8"))
    await write(store, marks=[Mark(parcel.id, at(1), 1, done=False)])
    lines = await way(store, "telegram:7")
    assert lines[0] == "telegram:7"
    assert "2026-11-24 12:00:00.123 UTC, from telegram:1 in chat 1 on telegram" in lines[1]
    assert lines[2].split()[:6] == ["turn", "attempt:", "question", "q1,", "phase", "first,"]
    assert f"parcel      {parcel.id}: 1 message has arrived, not all" in lines[3]
    assert lines[4] == "  message 1   arrived 2026-11-24 12:00:01.123 UTC, 1.000 s after"
    await write(store, marks=[Mark(parcel.id, at(2.5), 2, done=True)])
    await write(store, marks=[Mark(other.id, at(3), 1, done=True, passed_over=True)])
    lines = await way(store, "telegram:7")
    assert "message 2" in lines[-2]
    assert "2.500 s after" in lines[-2]
    assert "nothing is left" in lines[-1]
    assert "passed over" in (await way(store, "telegram:8"))[3]


@pytest.mark.each_store
async def test_what_became_of_the_rest_is_told(store: Store) -> None:
    [lost] = await write(store, record(ANA, Say("a"), id="telegram:1"))
    await write(store, marks=[Mark(lost.id, at(1), 0, done=True, gone=True)])
    assert "gone 2026" in (await way(store, "telegram:1"))[3]
    await write(store, record(BEN, id="telegram:2"))
    lines = await way(store, "telegram:2")
    assert "put nothing on record" in lines[2]
    assert "none" in lines[3]
    [waits] = await write(store, record(BEN, Say("b"), id="telegram:3"))
    assert "this bot has it" in (await way(store, "telegram:3"))[3]
    [unplanned] = await write(store, record(BEN, Say("c"), id="telegram:4"))
    await write(store, marks=[Mark(unplanned.id, at(1), 0, done=True, passed_over=True)])
    assert "messages" in (await way(store, "telegram:4"))[3]
    await reopened(store)
    assert "the next start picks it up" in (await way(store, "telegram:3"))[3]
    assert waits.sent == 0


@pytest.mark.each_store
async def test_what_somebody_wrote_is_not_told(store: Store) -> None:
    work = Submission("run", "tea", "task", SECRET)
    await write(store, record(ANA, Say(SECRET), id="telegram:1", facts=(work,)))
    said = "\n".join(await way(store, "telegram:1"))
    assert SECRET not in said
    assert f"text ({len(SECRET)} characters)" in said


@pytest.mark.each_store
async def test_it_goes_with_its_input(store: Store) -> None:
    [parcel] = await write(store, record(ANA, Say("a"), id="telegram:1", facts=(attempt(),)))
    [later] = await write(store, record(BEN, Say("a"), id="telegram:2"))
    await write(store, marks=[Mark(parcel.id, at(1), 1, done=True)])
    await store.prune(NOON + timedelta(days=1))
    lines = await way(store, "telegram:1")
    assert "longer than a week ago" in lines[1]
    assert "attempt" in lines[2], "facts stay, and are found all the same"
    await write(store, marks=[Mark(later.id, at(1), 1, done=True)])
    assert await arrivals(store) == [], "nor is anything left of late news"
    assert await trace(its(store), "telegram:2") is None


@pytest.mark.each_store
async def test_of_somebody_who_is_forgotten_nothing_is_known(store: Store) -> None:
    [first] = await write(store, record(ANA, Say("a"), id="telegram:1", facts=(attempt(),)))
    await write(store, marks=[Mark(first.id, at(1), 1, done=True)])
    [farewell] = await write(store, record(ANA, Say("b"), id="telegram:2", facts=(Forgotten(),)))
    await write(store, marks=[Mark(farewell.id, at(2), 1, done=True)])
    assert await trace(its(store), "telegram:1") is None
    assert await trace(its(store), "telegram:2") is None
    assert await arrivals(store) == []


@pytest.mark.each_store
async def test_news_that_comes_twice_changes_nothing(store: Store) -> None:
    [parcel] = await write(store, record(ANA, Say("a"), Say("b"), id="telegram:1"))
    for seconds in (1, 5):
        await write(store, marks=[Mark(parcel.id, at(seconds), 1, done=False)])
    found = await trace(its(store), "telegram:1")
    assert isinstance(found, Trace)
    assert [(one.number, one.at) for one in found.messages] == [(1, at(1))]


@pytest.mark.each_store
async def test_what_is_not_there_is_said(tmp_path: Path, store: Store) -> None:
    assert await trace(its(store), "telegram:1") is None
    with pytest.raises(StoreError, match="there is no database"):
        await trace(Settings.model_construct(database=tmp_path / "none"), "telegram:1")
    with pytest.raises(StoreError, match="there is no such file"):
        await trace_in_file(tmp_path / "none", "telegram:1")


@pytest.mark.each_store
async def test_the_last_inputs_of_somebody_are_listed(store: Store) -> None:
    [parcel] = await write(store, record(ANA, Say("a"), Say("b"), id="telegram:7"))
    await write(store, record(BEN, Say("c"), id="telegram:8"))
    await write(store, record(ANA, id="telegram:9", when=at(5)))
    await write(store, marks=[Mark(parcel.id, at(1), 1, done=False)])
    assert list(listed(await latest(its(store), ANA, 9))) == [
        "2026-11-24 12:00:05.123 UTC  telegram:9  0 messages arrived",
        "2026-11-24 12:00:00.123 UTC  telegram:7  1 message arrived, not all",
    ]
    assert [one.id for one in await latest(its(store), ANA, 1)] == ["telegram:9"]
    await write(store, record(ANA, id="telegram:10", facts=(Forgotten(),)))
    assert await latest(its(store), ANA, 9) == [], "they are nobody's any more"


def test_the_program_lists_them(tmp_path: Path) -> None:
    async def fill() -> None:
        async with opened(SqliteStore(tmp_path / "foretell.db")) as store:
            await write(store, record(LearnerId("telegram:1"), id="telegram:5"))

    none = foretell(tmp_path, "trace", "--of", "telegram:1")
    assert (none.returncode, "there is no database" in none.stderr) == (1, True)
    asyncio.run(fill())
    done = foretell(tmp_path, "trace", "--of", "telegram:1")
    assert (done.returncode, "telegram:5" in done.stdout) == (0, True)
    assert "/help" in foretell(tmp_path, "trace", "--of", "telegram:5").stderr
    assert foretell(tmp_path, "trace").returncode == 2
    assert foretell(tmp_path, "trace", "telegram:5", "--of", "telegram:1").returncode == 2
    assert "begins with its platform" in foretell(tmp_path, "trace", "5").stderr


def test_the_program_tells_it(tmp_path: Path) -> None:
    async def fill() -> None:
        async with opened(SqliteStore(tmp_path / "foretell.db")) as store:
            await write(store, record(LearnerId("telegram:1"), id="telegram:5"))

    assert foretell(tmp_path, "trace", "telegram:5").returncode == 1
    asyncio.run(fill())
    done = foretell(tmp_path, "trace", "telegram:5")
    assert done.returncode == 0
    assert done.stdout.startswith("telegram:5\n  arrived")
    done = foretell(tmp_path, "trace", "telegram:6")
    assert done.returncode == 1
    assert "nothing is known" in done.stderr
