"""Copies of a database: of one moment, sound, private, and put back so that learners go on."""

import asyncio
import logging
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.inputs import Address, Envelope, LearnerId, Press
from bot.conversation.outputs import Say
from bot.storage.records import StoreError
from bot.storage.sqlite import SqliteStore, maintenance
from bot.storage.sqlite.file import migrations
from bot.storage.sqlite.maintenance import back_up, examine, restore
from tests.rigs.makers import record, seen, write
from tests.rigs.paths import KITCHEN
from tests.rigs.plain_stage import PlainStage, Shown
from tests.rigs.stores import FreshStore, ask_file, opened

ANA = LearnerId("plain:Ana")
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def filled(path: Path, *inputs: str) -> None:
    """A database in which these inputs have counted."""
    async with opened(SqliteStore(path)) as store:
        for id in inputs:
            await write(store, record(id=id))


def leftovers(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if ".part" in one.name)


# Backing up


async def test_a_copy_made_while_turns_go_on_is_of_one_moment(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    async with opened(FreshStore()) as store:
        for number in range(50):
            await write(store, record(id=f"x:{number}"))
        going = True

        async def go_on() -> int:
            number = 50
            while going:
                await write(store, record(LearnerId(f"x:{number}"), id=f"x:{number}"))
                number += 1
            return number

        busy = asyncio.create_task(go_on())
        await asyncio.sleep(0.02)
        made = await back_up(store.path, copy)
        going = False
        last = await busy
    assert last > 51, "turns went on meanwhile"
    inputs = {id for (id,) in ask_file(copy, "SELECT id FROM input")}
    assert {f"x:{number}" for number in range(len(inputs))} == inputs, "none is left out before it"
    assert 50 <= len(inputs) <= last
    assert made.size == copy.stat().st_size
    assert copy.stat().st_mode & 0o777 == 0o600
    assert leftovers(tmp_path) == []
    assert (await examine(copy)).ours


async def test_what_is_only_in_the_log_of_a_killed_bot_is_copied(tmp_path: Path) -> None:
    killed = tmp_path / "killed.db"
    async with opened(FreshStore()) as store:
        await write(store, record(id="x:1"))
        for end in ("", "-wal"):
            shutil.copy(f"{store.path}{end}", f"{killed}{end}")
    await back_up(killed, tmp_path / "copy.db")
    assert ask_file(tmp_path / "copy.db", "SELECT id FROM input") == [("x:1",)]


async def test_an_old_file_is_overwritten_by_force_only(tmp_path: Path) -> None:
    database, copy = tmp_path / "db", tmp_path / "copy.db"
    await filled(database, "x:1")
    copy.write_text("mine")
    with pytest.raises(StoreError, match="add --force"):
        await back_up(database, copy)
    assert copy.read_text() == "mine"
    await back_up(database, copy, force=True)
    assert ask_file(copy, "SELECT id FROM input") == [("x:1",)]


async def test_what_cannot_be_copied_is_refused_with_a_way_out(tmp_path: Path) -> None:
    database = tmp_path / "db"
    with pytest.raises(StoreError, match="there is no such file"):
        await back_up(database, tmp_path / "copy.db")
    await filled(database)
    with pytest.raises(StoreError, match="there is no folder"):
        await back_up(database, tmp_path / "none" / "copy.db")
    with pytest.raises(StoreError, match="is the database itself"):
        await back_up(database, database, force=True)
    (tmp_path / "text").write_text("no database at all, but long enough to be read as one" * 20)
    with pytest.raises(StoreError, match="not a database"):
        await back_up(tmp_path / "text", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    assert leftovers(tmp_path) == []


async def test_a_copy_that_is_not_sound_never_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, copy = tmp_path / "db", tmp_path / "copy.db"
    await filled(database)
    copy.write_text("the last good one")

    async def damaged(*_: object) -> tuple[str, ...]:
        return ("row 7 missing from index",)

    monkeypatch.setattr(maintenance, "_faults", damaged)
    with pytest.raises(StoreError, match="row 7 missing"):
        await back_up(database, copy, force=True)
    assert copy.read_text() == "the last good one"
    assert leftovers(tmp_path) == []


async def test_a_backup_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    database = tmp_path / "db"
    await filled(database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE bulk AS SELECT randomblob(40000000) AS bytes")
    making = asyncio.create_task(back_up(database, tmp_path / "copy.db"))
    await asyncio.sleep(0.01)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert not (tmp_path / "copy.db").exists()
    assert leftovers(tmp_path) == []


# Restoring


async def test_a_conversation_goes_on_from_a_backup(tmp_path: Path) -> None:
    database = tmp_path / "db"
    async with PlainStage(KITCHEN, lambda: SqliteStore(database)) as stage:
        stage.channel.ever_blocked.add("Ana")  # what is on a screen is not taken back by a restore
        await stage.types("Ana", "/learn tea")
        await stage.settled()
        await stage.presses("Ana", "Learn", 0, "Ana")
        await stage.settled()
        screen = stage.channel.screens["Ana"].messages
        open_then = screen[-1]
        await back_up(database, tmp_path / "copy.db")
        await stage.types("Ana", "/learn")
        await stage.settled()
        open_lately = screen[-1]
        await stage._end()
        assert await restore(database, tmp_path / "copy.db", AT)
        stage._inputs = 100
        await stage._begin()
        await stage.heard()

        async def presses(shown: Shown) -> str:
            stage._inputs += 1
            press, address = Press(next(iter(shown.buttons.values()))), Address("plain", "Ana")
            await stage._deliver(
                Envelope(f"plain:{stage._inputs}", ANA, address, stage.clock, press)
            )
            return "\n".join(one.text for one in await stage.heard())

        assert "closed" in await presses(open_lately), "it was asked in a time that never was"
        on = await presses(open_then)
        assert on
        assert "closed" not in on


async def test_no_question_gets_the_number_of_one_that_was_lost(tmp_path: Path) -> None:
    database = tmp_path / "db"
    async with PlainStage(KITCHEN, lambda: SqliteStore(database)) as stage:
        await stage.types("Ana", "/learn tea")
        await stage.settled()
        await back_up(database, tmp_path / "copy.db")
        await stage.types("Ana", "/learn")
        await stage.settled()
        shown = [one for one in stage.channel.screens["Ana"].messages if one.buttons]
        lost = {token for one in shown for token in one.buttons.values()}
        await stage._end()
        await restore(database, tmp_path / "copy.db", AT)
        stage._inputs = 100
        stage.channel.ever_blocked.add("Ana")
        await stage._begin()
        await stage.types("Ana", "/learn")
        await stage.settled()
        new = [one for one in stage.channel.screens["Ana"].messages if one not in shown]
        again = {token for one in new for token in one.buttons.values()}
    assert again
    assert not lost & again


async def test_what_was_there_is_kept_beside_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    database, copy = tmp_path / "db", tmp_path / "copy.db"
    await filled(database, "x:1")
    await back_up(database, copy)
    await filled(database, "x:2")
    (tmp_path / "db-wal").write_bytes(b"")
    kept = await restore(database, copy, AT)
    assert kept == tmp_path / "db.before-2026-03-02-090000"
    assert (tmp_path / "db.before-2026-03-02-090000-wal").exists()
    assert not (tmp_path / "db-wal").exists()
    assert database.stat().st_mode & 0o777 == 0o600
    async with opened(SqliteStore(database)) as store:
        assert await seen(store, "x:1", "x:2") == {"x:1"}
    async with opened(SqliteStore(kept)) as store:
        assert await seen(store, "x:1", "x:2") == {"x:1", "x:2"}
    again = await restore(database, copy, AT)
    assert again == tmp_path / "db.before-2026-03-02-090000-1", "nothing kept is overwritten"
    assert leftovers(tmp_path) == []


async def test_nothing_is_restored_while_a_bot_runs(tmp_path: Path) -> None:
    database, copy = tmp_path / "db", tmp_path / "copy.db"
    await filled(database, "x:1")
    await back_up(database, copy)
    async with opened(SqliteStore(database)) as store:
        with pytest.raises(StoreError, match="another Foretell"):
            await restore(database, copy, AT)
        assert await seen(store, "x:1") == {"x:1"}
    with pytest.raises(StoreError, match="is the database itself"):
        await restore(database, database, AT)


async def test_what_the_bot_could_not_go_on_with_is_refused(tmp_path: Path) -> None:
    database, copy = tmp_path / "db", tmp_path / "copy.db"
    await filled(database, "x:1")

    async def refused(words: str) -> None:
        with pytest.raises(StoreError, match=words):
            await restore(database, copy, AT)

    await refused("there is no such file")
    copy.write_text("a letter to my aunt, long enough to be taken for a header of SQLite" * 20)
    await refused("is no database; name one of Foretell's backups")
    copy.unlink()
    copy.mkdir()
    await refused("is a folder; name a backup in it")
    copy.rmdir()
    copy.write_text("")
    copy.unlink()
    ask_file(copy, "CREATE TABLE theirs (id)")
    await refused("no database of Foretell's")
    ask_file(copy, "PRAGMA user_version = 3")
    await refused("no database of Foretell's")
    copy.unlink()
    await back_up(database, copy)
    ask_file(copy, "PRAGMA user_version = 9999")
    await refused("newer Foretell")
    await back_up(database, copy, force=True)
    whole = bytearray(copy.read_bytes())
    for page in range(2, len(whole) // 4096):
        whole[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    copy.write_bytes(whole)
    await refused("damaged|malformed")
    assert leftovers(tmp_path) == []
    assert not list(tmp_path.glob("db.before-*"))
    async with opened(SqliteStore(database)) as store:
        assert await seen(store, "x:1") == {"x:1"}


async def test_a_copy_of_an_earlier_schema_is_taken_and_brought_up_to_date(tmp_path: Path) -> None:
    old, database = tmp_path / "old.db", tmp_path / "db"
    with closing(sqlite3.connect(old)) as connection:
        for number, sql in migrations()[:12]:
            connection.executescript(f"{sql}; PRAGMA user_version = {number};")
    assert (await examine(old)).ours
    assert await restore(database, old, AT) is None
    async with opened(SqliteStore(database)) as store:
        await write(store, record(LearnerId("x:1"), Say("hi"), id="x:1"))
        assert await store.claim(1) == []


async def test_before_its_schema_changes_a_database_is_copied(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    database, copy = tmp_path / "db", tmp_path / "db.schema-12"
    with closing(sqlite3.connect(database)) as connection:
        for number, sql in migrations()[:12]:
            connection.executescript(f"{sql}; PRAGMA user_version = {number};")
    (tmp_path / "db.schema-7").touch()
    async with opened(SqliteStore(database)):
        pass
    assert f"the database was copied to {copy}" in caplog.text
    state = await examine(copy)
    assert (state.version, state.ours, state.faults) == (12, True, ())
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "db.schema-7").exists(), "one such copy is enough"
    written = copy.stat().st_mtime_ns
    async with opened(SqliteStore(database)):
        pass
    assert copy.stat().st_mtime_ns == written, "nothing is copied where nothing changes"


async def test_a_schema_is_not_changed_where_no_copy_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "db"
    with closing(sqlite3.connect(database)) as connection:
        for number, sql in migrations()[:12]:
            connection.executescript(f"{sql}; PRAGMA user_version = {number};")

    async def full(path: Path, to: Path, **_: object) -> None:
        raise StoreError(f"{to}: can't be written (No space left on device).")

    monkeypatch.setattr(maintenance, "back_up", full)
    with pytest.raises(StoreError, match="No space left"):
        await SqliteStore(database).open()
    assert (await examine(database)).version == 12


@pytest.mark.parametrize(("mode", "restored"), [(0o640, 0o640), (0o644, 0o640), (0o600, 0o600)])
async def test_restore_keeps_the_mode_of_the_database_but_lets_nobody_else_read(
    mode: int, restored: int, tmp_path: Path
) -> None:
    database, copy = tmp_path / "db", tmp_path / "copy.db"
    await filled(database, "x:1")
    await back_up(database, copy)
    database.chmod(mode)
    kept = await restore(database, copy, AT)
    assert kept
    assert database.stat().st_mode & 0o777 == restored
    assert kept.stat().st_mode & 0o777 == restored


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
async def test_what_root_restores_is_still_its_owners(tmp_path: Path) -> None:
    database, copy = tmp_path / "db", tmp_path / "copy.db"
    await filled(database, "x:1")
    await back_up(database, copy)
    os.chown(database, 4242, 4242)
    await restore(database, copy, AT)
    assert (database.stat().st_uid, database.stat().st_gid) == (4242, 4242)
