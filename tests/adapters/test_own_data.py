"""``foretell export`` and ``forget``, with and without a running bot."""

import asyncio
import contextlib
import json
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from adapters.cli import requests, stats
from adapters.cli import upkeep as commands
from adapters.control import privacy, statistics
from adapters.control.socket import ControlError, serving
from adapters.settings import Settings
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import LogEntry
from bot.storage.sqlite import SqliteStore
from tests.rigs.makers import ANA, NOON, attempt, record, write
from tests.rigs.program import Done, foretell
from tests.rigs.stores import ask_file

Filled = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture(params=["running", "stopped"])
def bot(request: pytest.FixtureRequest, tmp_path: Path) -> Filled:
    """Whether a bot runs or not."""
    its = Settings.model_construct(database=tmp_path / "db")

    @contextlib.asynccontextmanager
    async def filled() -> AsyncIterator[None]:
        store = SqliteStore(its.database)
        await store.open()
        try:
            await write(store, record(ANA, facts=(attempt(),)))
            if request.param == "stopped":
                await store.close()
                yield
                return

            async def forget(learner: LearnerId, by: LogEntry) -> bool:
                return await store.forget(learner, NOON, by)

            async with serving(its.socket, privacy.handlers(store, forget)):
                yield
        finally:
            await store.close()

    return filled


async def call(folder: Path, *arguments: str) -> Done:
    """The program, beside the loop that answers it."""
    where = {"FORETELL_DATABASE": str(folder / "db")}
    return await asyncio.to_thread(foretell, folder, *arguments, env=where)


async def test_an_operator_hands_over_what_is_kept(bot: Filled, tmp_path: Path) -> None:
    async with bot():
        done = await call(tmp_path, "export", ANA, "-o", "ana.json")
        assert (done.returncode, done.stderr) == (0, "")
        file = tmp_path / "ana.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, "it is its owner's alone"
        assert json.loads(file.read_text())["tables"]["attempt"][0]["learner"] == ANA
        assert (await call(tmp_path, "export", ANA, "-o", "ana.json")).returncode == 2
        shown = await call(tmp_path, "export", ANA, "--as", "page")
        assert shown.stdout.startswith("<!doctype html>")
        none = await call(tmp_path, "export", ANA, "--as", "anki")
        assert (none.returncode, "nothing to make cards from" in none.stderr) == (1, True)
        assert (await call(tmp_path, "export", ANA, "--as", "pdf")).returncode == 2


async def test_an_operator_forgets_somebody(bot: Filled, tmp_path: Path) -> None:
    async with bot():
        asked = await call(tmp_path, "forget", ANA)
        assert asked.returncode != 0, "nobody said that they are sure"
        assert (await call(tmp_path, "forget", ANA, "--yes")).returncode == 0
        again = await call(tmp_path, "forget", ANA, "--yes")
        assert (again.returncode, "nothing is kept" in again.stderr) == (1, True)
        gone = await call(tmp_path, "export", ANA)
        assert (gone.returncode, "nothing is kept" in gone.stderr) == (1, True)
    log = ask_file(tmp_path / "db", "SELECT act, platform, subject FROM audit")
    assert log == [("forget_asked", "terminal", "")], "it says that somebody was forgotten, not who"


async def test_where_there_is_no_database_none_is_made(tmp_path: Path) -> None:
    done = await call(tmp_path, "forget", ANA, "--yes")
    assert (done.returncode, "there is no database" in done.stderr) == (1, True)
    assert not (tmp_path / "db").exists()


@pytest.mark.parametrize("command", ["export", "forget", "stats"])
async def test_a_bot_that_is_starting_is_waited_for(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "AGAIN", 0.01)
    its = Settings.model_construct(database=tmp_path / "db")
    work = {
        "export": lambda: commands._export(its, ANA, "json"),
        "forget": lambda: commands._forget(its, ANA),
        "stats": lambda: stats.tell(its, "", each=False),
    }
    store = SqliteStore(its.database)
    await store.open()
    try:
        await write(store, record(ANA, facts=(attempt(),)))
        asking = asyncio.ensure_future(work[command]())
        await asyncio.sleep(0.1)
        assert not asking.done(), "it has the database, and does not answer yet"

        async def forget(learner: LearnerId, by: LogEntry) -> bool:
            return await store.forget(learner, NOON, by)

        handlers = {**privacy.handlers(store, forget), **statistics.handlers(store)}
        async with serving(its.socket, handlers):
            await asking
        assert bool(await store.personal(ANA)) == (command != "forget")
    finally:
        await store.close()


async def test_whom_a_bot_ended_before_it_said_that_it_forgot_is_asked_about_again(
    tmp_path: Path,
) -> None:
    its = Settings.model_construct(database=tmp_path / "db")

    async def dying(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_unix_server(dying, its.socket):
        with pytest.raises(ControlError, match="may be forgotten or not: ask again"):
            await commands._forget(its, ANA)
