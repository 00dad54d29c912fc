"""What the commands for whoever keeps a bot running say where its database is PostgreSQL's."""

import asyncio
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr

from adapters.cli import doctor
from adapters.runtime import backups
from adapters.settings import Settings
from bot.conversation.inputs import LearnerId
from bot.storage.postgres import PostgresStore, server
from tests.rigs.filled import filled
from tests.rigs.makers import record, write
from tests.rigs.paths import ROOT
from tests.rigs.postgres import fresh_database
from tests.rigs.postgres import server as server_of_tests
from tests.rigs.program import foretell
from tests.rigs.stores import opened

EMPTY = "template0"
LOGIN = "foretell:s3cret"
NOWHERE = f"postgresql://{LOGIN}@127.0.0.1:1/learners"


def its(url: str) -> Settings:
    return Settings.model_construct(database=SecretStr(url))


def env(url: str) -> Mapping[str, str]:
    return {"FORETELL_DATABASE": url}


def looked(url: str) -> dict[str, str]:
    return {one.what: f"{one.mark} {one.says}" for one in doctor.look_at_database(its(url))}


def ask(url: str, sql: str) -> None:
    async def asked() -> None:
        connection = await server.connect(url)
        await connection.execute(sql)
        await connection.close()

    asyncio.run(asked())


def test_doctor_tells_how_the_database_is() -> None:
    url = fresh_database()
    said = looked(url)["database"]
    assert re.search(
        r"^✓ PostgreSQL .*\(version \d+\.\d+\): schema \d+, .* MB, a commit takes .* ms", said
    )
    assert "are the server's" in looked(url)["backups"]
    assert "made at its first start" in looked(fresh_database(EMPTY))["database"]
    ask(url, "INSERT INTO schema_version VALUES (9999)")
    assert looked(url)["database"].startswith("✗ PostgreSQL ")
    assert "schema 9999" in looked(url)["database"]


def test_doctor_tells_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    said = looked(NOWHERE)["database"]
    assert said.startswith("✗ PostgreSQL 127.0.0.1:1/learners: it can't be reached")
    assert "s3cret" not in said
    url = fresh_database()
    monkeypatch.setattr(doctor, "SLOW", 0.0)
    assert looked(url)["database"].startswith("! ")
    monkeypatch.setattr(server, "OLDEST", 99)
    assert "needs 99 or newer" in looked(url)["database"]


@pytest.mark.slow
async def test_a_server_that_is_too_old_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "OLDEST", 99)
    with pytest.raises(Exception, match="Foretell needs 99 or newer"):
        await PostgresStore(fresh_database()).open()


def test_backups_are_the_server_s(tmp_path: Path) -> None:
    for command in (("backup",), ("restore", "x.db")):
        done = foretell(tmp_path, *command, env=env(NOWHERE))
        assert done.returncode == 1
        assert "pg_dump --format=custom --schema=foretell" in done.stderr
        assert "postgresql://foretell@127.0.0.1:1/learners" in done.stderr
        assert "s3cret" not in done.stderr
    assert not list(tmp_path.iterdir())


async def test_a_folder_for_backups_is_told_to_be_for_files(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = its(NOWHERE).model_copy(update={"backups": tmp_path / "backups"})
    await backups.Backups(settings).keep()
    assert "FORETELL_BACKUPS is for SQLite files" in caplog.text
    assert not (tmp_path / "backups").exists()
    assert backups.name_backup(its(NOWHERE), datetime(2026, 3, 2, tzinfo=UTC)).startswith(
        "foretell-2026"
    )


def test_the_way_of_an_input_is_told(tmp_path: Path) -> None:
    url = fresh_database()

    async def fill() -> None:
        async with opened(PostgresStore(url)) as store:
            await write(store, record(LearnerId("telegram:1"), id="telegram:5"))

    asyncio.run(fill())
    assert foretell(tmp_path, "trace", "telegram:5", env=env(url)).stdout.startswith("telegram:5\n")
    listed = foretell(tmp_path, "trace", "--of", "telegram:1", env=env(url))
    assert "telegram:5" in listed.stdout
    nothing = foretell(tmp_path, "trace", "telegram:5", env=env(fresh_database(EMPTY)))
    assert nothing.returncode == 1
    assert "nothing of Foretell's is in this database" in nothing.stderr


def test_who_only_reads_makes_no_database(tmp_path: Path) -> None:
    url = fresh_database(EMPTY)
    done = foretell(tmp_path, "stats", env=env(url))
    assert done.returncode == 1
    assert "nothing of Foretell's" in done.stderr

    async def made() -> bool:
        connection = await asyncpg.connect(url)
        try:
            return bool(await connection.fetchval("SELECT to_regnamespace('foretell') IS NOT NULL"))
        finally:
            await connection.close()

    assert not asyncio.run(made())


# Moving there and back


def test_the_program_moves_a_database_there_and_back(tmp_path: Path) -> None:
    filled(tmp_path / "foretell.db", 2)
    url = fresh_database(EMPTY)
    done = foretell(tmp_path, "migrate", "--to", url)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^attempt +2$", done.stdout, re.MULTILINE)
    assert "every row is the same" in done.stdout
    assert "set FORETELL_DATABASE" in done.stdout
    done = foretell(tmp_path, "migrate", "--to", "back.db", env=env(url))
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "back.db")) as db:
        assert db.execute("SELECT count(*) FROM attempt").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("database", "to", "why"),
    [
        ("foretell.db", "other.db", "is no address"),
        ("foretell.db", f"mysql://{LOGIN}@h/d", "none of PostgreSQL's"),
        ("foretell.db", f"postgresql://{LOGIN}@h", "names no database"),
        (NOWHERE, f"postgresql://{LOGIN}@h/d", "is no file"),
        (NOWHERE, " ", "is no file"),
    ],
)
def test_what_can_t_be_moved_to_is_said(database: str, to: str, why: str, tmp_path: Path) -> None:
    done = foretell(tmp_path, "migrate", "--to", to, env=env(database))
    assert done.returncode == 2
    assert done.stderr.startswith("foretell: --to: ")
    assert why in done.stderr
    assert "s3cret" not in done.stderr


def test_a_server_that_is_not_there_is_said_without_its_password(tmp_path: Path) -> None:
    filled(tmp_path / "foretell.db", 1)
    done = foretell(tmp_path, "migrate", "--to", NOWHERE)
    assert done.returncode == 1
    assert "can't be reached" in done.stderr
    assert "s3cret" not in done.stderr
    done = foretell(tmp_path, "migrate", "--to", NOWHERE, env=env("none.db"))
    assert "there is no database at" in done.stderr


@pytest.mark.slow
def test_a_dump_is_restored_as_the_guide_says() -> None:
    text = (ROOT / "docs" / "postgresql.md").read_text(encoding="utf-8")
    [made] = re.findall(r"^pg_dump (.*) --file=\S+ \S+$", text, re.MULTILINE)
    [restored] = re.findall(r"^pg_restore (.*) --dbname=\S+ \S+$", text, re.MULTILINE)
    [sql] = re.findall(r"<<'SQL'\n(.*?)SQL\n", text, re.DOTALL)
    url = fresh_database()
    ask(url, """INSERT INTO session VALUES ('a', 0, '{"asked":7,"x":[1]}'), ('b', 0, '{}')""")
    dump = server_of_tests().folder / "foretell.dump"
    dump.write_bytes(server_of_tests().run("pg_dump", *made.split(), url))
    ask(url, "DELETE FROM session")
    server_of_tests().run("pg_restore", *restored.split(), f"--dbname={url}", dump)

    async def found() -> list[str]:
        connection = await asyncpg.connect(url)  # in no schema of ours, as psql is
        try:
            await connection.execute(sql)
            bodies = await connection.fetch("SELECT body FROM session ORDER BY learner")
        finally:
            await connection.close()
        return [one["body"] for one in bodies]

    assert asyncio.run(found()) == ['{"asked":100007,"x":[1]}', '{"asked":100000}']
    assert looked(url)["database"].startswith("✓ ")
