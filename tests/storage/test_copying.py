"""A database is copied to the other kind, compared, and gone on with there."""

import asyncio
import random
import signal
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.storage.copying import Checksum, Copied, Done, Row, Table, copy_all
from bot.storage.postgres import PostgresStore, server
from bot.storage.postgres import maintenance as pg
from bot.storage.records import StoreError
from bot.storage.sqlite import SqliteStore
from bot.storage.sqlite import maintenance as lite
from bot.storage.sqlite.file import FileLock
from tests.databases.replay import Cut, differences, read, resumed
from tests.rigs.filled import filled
from tests.rigs.paths import ROOT
from tests.rigs.postgres import fresh_database
from tests.rigs.program import started
from tests.rigs.stores import opened

EMPTY = "template0"
CHOSEN = ROOT / "tests" / "databases" / "0.1.0"
CUTS = {str(cut): cut for cut in read(CHOSEN / "chosen.cuts.xz")}
Rows = Mapping[str, Sequence[Row]]


def in_file(path: Path) -> Rows:
    """All rows of a file."""
    with closing(sqlite3.connect(path)) as db:
        names = [
            name
            for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith("sqlite_")
        ]
        return {
            one: sorted(db.execute(f"SELECT * FROM {one}").fetchall(), key=repr) for one in names
        }


async def on_server(url: str) -> Rows:
    """All rows of a database, but for what is its own alone."""
    connection = await server.connect(url)
    try:
        names = await connection.fetch(
            "SELECT relname FROM pg_class WHERE relnamespace = 'foretell'::regnamespace "
            "AND relkind = 'r' AND relname NOT IN ('schema_version', 'lease')"
        )
        return {
            name: sorted(map(tuple, await connection.fetch(f'SELECT * FROM "{name}"')), key=repr)
            for (name,) in names
        }
    finally:
        await connection.close()


def schema(path: Path) -> set[tuple[str, str]]:
    """All that a file has beside rows, and up to where it has counted."""
    with closing(sqlite3.connect(path)) as db:
        made = set(db.execute("SELECT name, sql FROM sqlite_schema"))
        return made | set(db.execute("SELECT * FROM sqlite_sequence"))


async def over(path: Path, url: str) -> Copied:
    return await copy_all(lite.FileSource(path), pg.ServerTarget(url), lambda _: None)


async def back(url: str, path: Path) -> Copied:
    return await copy_all(pg.ServerSource(url), lite.FileTarget(path), lambda _: None)


@pytest.mark.parametrize("template", [EMPTY, pytest.param("empty", marks=pytest.mark.slow)])
async def test_there_and_back_again_everything_is_as_it_was(tmp_path: Path, template: str) -> None:
    before, url, after = filled(tmp_path / "a.db"), fresh_database(template), tmp_path / "b.db"
    known, made = in_file(before), schema(before)
    there = await over(before, url)
    assert await on_server(url) == known
    assert there.rows == {name: len(rows) for name, rows in known.items()}
    assert not there.replaced
    await back(url, after)
    assert in_file(after) == known == in_file(before)
    assert schema(after) == made
    assert after.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob(".*"))
    # Both can be opened, and number what comes as the other would.
    for store in (SqliteStore(after), PostgresStore(url)):
        async with opened(store):
            async with store._write() as writer:
                [(number,)] = await writer.execute_fetchall(
                    "INSERT INTO outbox (input, learner, platform, chat, audience, handle, outputs,"
                    " at) VALUES ('i', 'l', 'p', 'c', 'private', '', '[]', 0) RETURNING id"
                )
            assert number == 1041


async def test_what_tables_do_by_themselves_they_do_on_the_other_side(tmp_path: Path) -> None:
    url = fresh_database()
    await over(filled(tmp_path / "a.db", 3), url)
    connection = await server.connect(url)
    try:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="never deleted"):
            await connection.execute("DELETE FROM publication")
        off = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'"
        assert await connection.fetchval(off) == 0
    finally:
        await connection.close()


async def test_zero_characters_are_replaced_and_counted(tmp_path: Path) -> None:
    before, url = filled(tmp_path / "a.db", zeros=True), fresh_database()
    there = await over(before, url)
    count = 0

    def kept(value: object) -> object:
        nonlocal count
        if not isinstance(value, str):
            return value
        # The one of those in JSON stands without another backslash before it.
        taken = value.replace("\0", "�").replace("a\\u0000b", "a�b")
        count += taken != value
        return taken

    known = {
        name: [tuple(map(kept, row)) for row in rows] for name, rows in in_file(before).items()
    }
    assert await on_server(url) == {name: sorted(rows, key=repr) for name, rows in known.items()}
    # What is worked out from another column is not copied.
    worked_out = sum("�b" in row[14] for row in known["remark"])
    assert sum(there.replaced.values()) == count - worked_out > 1000


@pytest.mark.slow
async def test_of_large_rows_few_are_in_memory_at_a_time(tmp_path: Path) -> None:
    pages: list[int] = []

    class Watched(lite.FileSource):
        async def page(self, table: Table, after: Any, size: int) -> list[Row]:
            found = await super().page(table, after, size)
            if table.name == "document":
                pages.append(sum(len(row[2]) for row in found))
            return found

    before = filled(tmp_path / "a.db", 1)
    with closing(sqlite3.connect(before)) as db, db:
        large = [(f"d{number}", number, bytes(500_000)) for number in range(30)]
        db.executemany("INSERT INTO document VALUES (?, ?, ?)", large)
    await copy_all(Watched(before), pg.ServerTarget(fresh_database()), lambda _: None)
    assert sum(pages) >= 15_000_000
    assert max(pages) <= 8_010_000


class Breaking(pg.ServerTarget):
    """A target whose program ends in the midst."""

    left = 20

    async def write(self, table: Table, rows: Sequence[Row], done: Done) -> None:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        await super().write(table, rows, done)


async def broken_off(path: Path, url: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        await copy_all(lite.FileSource(path), Breaking(url), lambda _: None)


async def test_what_was_broken_off_is_gone_on_with(tmp_path: Path) -> None:
    before, url = filled(tmp_path / "a.db"), fresh_database(EMPTY)
    await broken_off(before, url)
    for store in (PostgresStore(url), pg.ServerSource(url)):
        with pytest.raises(StoreError, match="unfinished copy"):
            await (store.open() if isinstance(store, PostgresStore) else store.__aenter__())
    with pytest.raises(StoreError, match=r"unfinished copy of .*a\.db"):
        await over(filled(tmp_path / "other.db", 1), url)
    told: list[str] = []
    made = await copy_all(lite.FileSource(before), pg.ServerTarget(url), told.append)
    assert "going on" in told[0]
    assert await on_server(url) == in_file(before)
    assert set(made.rows.values()) == {1, 40}


async def test_a_file_that_was_whole_but_had_no_name_yet_is_made_anew(tmp_path: Path) -> None:
    class Unnamed(lite.FileTarget):
        def _rename(self) -> None:
            raise KeyboardInterrupt

    before, url, after = filled(tmp_path / "a.db", 3), fresh_database(), tmp_path / "b.db"
    await over(before, url)
    with pytest.raises(KeyboardInterrupt):
        await copy_all(pg.ServerSource(url), Unnamed(after), lambda _: None)
    assert not after.exists()
    await back(url, after)
    assert in_file(after) == in_file(before)
    assert schema(after) == schema(before)


async def test_what_has_changed_since_is_copied_anew(tmp_path: Path) -> None:
    before, url = filled(tmp_path / "a.db"), fresh_database()
    await broken_off(before, url)
    with closing(sqlite3.connect(before)) as db, db:
        db.execute("UPDATE asked SET reference = 'another'")
        db.execute("DELETE FROM answer_picture")
    told: list[str] = []
    await copy_all(lite.FileSource(before), pg.ServerTarget(url), told.append)
    assert "has changed" in told[-1]
    assert await on_server(url) == in_file(before)


async def test_a_copy_that_is_not_the_same_is_no_database(tmp_path: Path) -> None:
    class Losing(pg.ServerTarget):
        async def write(self, table: Table, rows: Sequence[Row], done: Done) -> None:
            await super().write(table, rows[1:] if table.name == "item" else rows, done)

    before, url = filled(tmp_path / "a.db"), fresh_database()
    with pytest.raises(StoreError, match="differs in item, so it was not finished"):
        await copy_all(lite.FileSource(before), Losing(url), lambda _: None)
    with pytest.raises(StoreError, match="unfinished copy"):
        await PostgresStore(url).open()


async def test_no_bot_may_run_on_either_side(tmp_path: Path) -> None:
    before, url = filled(tmp_path / "a.db", 1), fresh_database()
    lock = FileLock(before)
    with pytest.raises(StoreError, match="another Foretell"):
        await over(before, url)
    lock.release()
    async with opened(PostgresStore(url)):
        with pytest.raises(StoreError, match="Foretell is using this database"):
            await over(before, url)
        with pytest.raises(StoreError, match="Foretell is using this database"):
            await back(url, tmp_path / "b.db")


async def test_a_bot_that_was_killed_a_moment_ago_may_be_one_behind_a_pooler(
    tmp_path: Path,
) -> None:
    url = fresh_database()
    store = PostgresStore(url)
    async with opened(store):
        assert await store.lead(60)
        await store.lease("greeting", 60)
    with pytest.raises(StoreError, match="is at work on this database"):
        await back(url, tmp_path / "b.db")


async def test_nobody_writes_to_what_is_copied(tmp_path: Path) -> None:
    url = fresh_database()
    async with pg.ServerSource(url), opened(SqliteStore(tmp_path / "x.db")):
        store = PostgresStore(url)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(store.open(), 0.5)
        await store.close()
    async with opened(PostgresStore(url)):
        pass


async def test_what_somebody_may_miss_is_not_replaced(tmp_path: Path) -> None:
    before, url = filled(tmp_path / "a.db", 1), fresh_database()
    await over(before, url)
    with pytest.raises(StoreError, match="has learners or a log of its own"):
        await over(before, url)
    with pytest.raises(StoreError, match="already exists"):
        await back(url, before)
    with pytest.raises(StoreError, match="nothing of Foretell's"):
        await back(fresh_database(EMPTY), tmp_path / "b.db")


async def test_what_is_of_another_kind_is_told_without_its_words(tmp_path: Path) -> None:
    before = filled(tmp_path / "a.db", 2)
    with closing(sqlite3.connect(before)) as db, db:
        db.execute("UPDATE alarm SET at = 'what Ana thinks of her boss'")
    with pytest.raises(
        StoreError, match="the table alarm holds something of another kind"
    ) as found:
        await over(before, fresh_database())
    assert "boss" not in str(found.value)


def test_a_checksum_is_of_all_rows_in_any_order() -> None:
    def of(*rows: Row) -> Checksum:
        found = Checksum()
        found.add(rows)
        return found

    assert of((1, "a"), (2, None)) == of((2, None), (1, "a"))
    assert of((1, "a")) != of((1, "a"), (1, "a"))
    assert of((1, "a")) != of(("1", "a"))
    assert of(("a, b",)) != of(("a", "b"))
    assert of((0.0,)) == of((-0.0,))
    assert of((b"a",)) != of(("a",))


MOVED = ("review:61", "mode-try:46", "project-files:127", "what-is-genai.de:242.1")
"""Moments in a lesson, at which its database goes elsewhere."""


@pytest.mark.parametrize("home", [False, True], ids=["there", "there and back"])
@pytest.mark.parametrize(
    "moment", [MOVED[0], *(pytest.param(one, marks=pytest.mark.slow) for one in MOVED[1:])]
)
async def test_a_learner_goes_on_in_the_midst_of_a_lesson(
    moment: str, home: bool, tmp_path: Path
) -> None:
    cut: Cut = CUTS[moment]
    transcript = CHOSEN / f"{moment.replace(':', '-')}.chat"

    async def moved(database: Path) -> SqliteStore | PostgresStore:
        url = fresh_database()
        await over(database, url)
        if not home:
            return PostgresStore(url)
        await back(url, tmp_path / "back.db")
        return SqliteStore(tmp_path / "back.db")

    said = await resumed(cut, transcript, moved=moved)
    assert not differences(transcript.read_text(encoding="utf-8"), said, transcript.name)


@pytest.mark.slow
@pytest.mark.parametrize("home", [False, True], ids=["there", "back"])
def test_killed_at_any_moment_it_comes_to_the_same(home: bool, tmp_path: Path) -> None:
    chance = random.Random(7)
    before, url, after = filled(tmp_path / "a.db", 300), fresh_database(EMPTY), tmp_path / "b.db"
    known = in_file(before)
    if home:
        asyncio.run(over(before, url))
    env = {"FORETELL_DATABASE": url if home else str(before)}
    part = tmp_path / ".b.db.copying"
    kills = gone_on = 0
    while True:
        process = started(tmp_path, "migrate", "--to", str(after) if home else url, env=env)
        if kills < 2:
            if kills == 0:
                # From the moment on when there is something to break off.
                while not (begun_in(part) if home else asyncio.run(begun(url))):
                    time.sleep(0.01)
            else:
                assert process.stderr
                gone_on += b"going on" in process.stderr.readline()
            time.sleep(chance.uniform(0, 0.4))
            kills += 1
            process.send_signal(signal.SIGKILL)
        _, errors = process.communicate(timeout=60)
        if process.returncode == -signal.SIGKILL:
            continue
        if process.returncode == 1 and (b"has learners" in errors or b"already exists" in errors):
            break  # it was whole already when it was killed
        assert process.returncode == 0, errors
        break
    assert kills > 1
    assert gone_on
    assert (in_file(after) if home else asyncio.run(on_server(url))) == known


async def begun(url: str) -> bool:
    """Whether a copy has been begun there."""
    connection = await asyncpg.connect(url)
    try:
        return bool(await connection.fetchval("SELECT to_regclass('foretell.copying') IS NOT NULL"))
    finally:
        await connection.close()


def begun_in(part: Path) -> bool:
    """The same of a file."""
    try:
        with closing(sqlite3.connect(f"file:{part}?mode=ro", uri=True)) as db:
            return bool(db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'copying'").fetchall())
    except sqlite3.OperationalError:
        return False
