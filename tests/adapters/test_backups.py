"""Backups by themselves and by hand."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.runtime import backups
from adapters.settings import Settings
from bot.storage.sqlite import SqliteStore
from tests.rigs.makers import record, write
from tests.rigs.program import foretell
from tests.rigs.stores import ask_file, opened

AT = datetime(2026, 3, 2, 23, 50, tzinfo=UTC)


def settings(tmp_path: Path, kept: int = 3) -> Settings:
    return Settings.model_construct(
        database=tmp_path / "foretell.db", backups=tmp_path / "copies", backups_kept=kept
    )


async def run(its: Settings, looks: int, step: timedelta, now: datetime = AT) -> None:
    """Let the keeper look so often, with so much time between two looks."""
    assert its.backups
    left, enough = looks, asyncio.Event()

    async def sleep(_: float) -> None:
        nonlocal now, left
        now, left = now + step, left - 1
        if not left:
            enough.set()
            await asyncio.Event().wait()

    keeper = asyncio.create_task(backups.Backups(its).keep(lambda: now, sleep))
    await asyncio.wait_for(enough.wait(), 20)
    keeper.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeper


async def test_there_is_one_a_day_and_the_newest_are_kept(tmp_path: Path) -> None:
    its = settings(tmp_path)
    async with opened(SqliteStore(its.database)):
        await run(its, 2, timedelta(minutes=5))
        copies = tmp_path / "copies"
        assert [one.name for one in copies.iterdir()] == ["foretell-2026-03-02.db"]
        assert copies.stat().st_mode & 0o077 == 0
        by_hand, another = copies / "foretell-2026-01-01-120000.db", copies / "else-2026-01-01.db"
        by_hand.touch()
        another.touch()
        (copies / ".foretell-2026-03-01.db.77.part").touch()
        await run(its, 5, timedelta(days=1))
    assert sorted(one.name for one in copies.iterdir()) == [
        "else-2026-01-01.db",
        "foretell-2026-01-01-120000.db",
        "foretell-2026-03-04.db",
        "foretell-2026-03-05.db",
        "foretell-2026-03-06.db",
    ]


async def test_a_reason_why_there_is_none_is_logged_once_and_it_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    its = settings(tmp_path)
    (tmp_path / "copies").write_text("no folder")
    async with opened(SqliteStore(its.database)):
        await run(its, 4, timedelta(minutes=10))
        assert caplog.text.count("there is no backup of today") == 1
        (tmp_path / "copies").unlink()
        await run(its, 2, timedelta(minutes=10))
    assert (tmp_path / "copies" / "foretell-2026-03-02.db").exists()


def test_the_program_backs_up_and_restores(tmp_path: Path) -> None:
    assert foretell(tmp_path, "backup", "x.db").returncode == 1

    async def fill(*inputs: str) -> None:
        async with opened(SqliteStore(tmp_path / "foretell.db")) as store:
            for id in inputs:
                await write(store, record(id=id))

    asyncio.run(fill("x:1"))
    done = foretell(tmp_path, "backup", "x.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("x.db: ")
    again = foretell(tmp_path, "backup", "x.db")
    assert again.returncode == 1
    assert "add --force" in again.stderr
    assert foretell(tmp_path, "backup", "x.db", "--force").returncode == 0
    (tmp_path / "copies").mkdir()
    assert foretell(tmp_path, "backup", "copies").returncode == 0
    chosen = {"FORETELL_BACKUPS": "copies"}
    assert foretell(tmp_path, "backup", "--force", env=chosen).returncode == 0
    assert all(one.name.startswith("foretell-20") for one in (tmp_path / "copies").iterdir())
    new = {"FORETELL_BACKUPS": "made/anew"}
    assert foretell(tmp_path, "backup", env=new).returncode == 0
    assert [one.suffix for one in (tmp_path / "made" / "anew").iterdir()] == [".db"], "a folder"
    assert (tmp_path / "made" / "anew").stat().st_mode & 0o777 == 0o700
    taken = foretell(tmp_path, "backup", env={"FORETELL_BACKUPS": "x.db"})
    assert (taken.returncode, "x.db: isn't a folder" in taken.stderr) == (1, True)
    asyncio.run(fill("x:2"))
    done = foretell(tmp_path, "restore", "x.db")
    assert done.returncode == 0
    assert "foretell.db.before-" in done.stdout
    assert ask_file(tmp_path / "foretell.db", "SELECT id FROM input") == [("x:1",)]
    assert foretell(tmp_path, "restore", "none.db").returncode == 1
