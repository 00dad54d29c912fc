"""A program that is started before its database server, or without it."""

import asyncio
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.runtime import waiting
from tests.rigs.paths import LESSONS
from tests.rigs.postgres import Server
from tests.rigs.program import FORETELL, LONG, environment, foretell
from tests.rigs.stores import quick_folder
from tests.rigs.telegram_server import TelegramServer

LOGIN = "foretell:s3cret"
NOWHERE = f"postgresql://{LOGIN}@127.0.0.1:1/learners"


@pytest.fixture
def down() -> Iterator[Server]:
    """A server that is not started yet."""
    folder = quick_folder()
    made = Server(folder)
    made.make()
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


async def test_a_program_waits_for_its_database_and_begins(down: Server, tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with TelegramServer() as telegram:
        with log.open("wb") as said:
            program = await asyncio.create_subprocess_exec(
                *FORETELL,
                "run",
                cwd=tmp_path,
                env=environment(
                    FORETELL_DATABASE=down.url("postgres"),
                    FORETELL_TELEGRAM_TOKEN=telegram.token,
                    FORETELL_TELEGRAM_API_URL=telegram.url,
                    FORETELL_CONTENT=str(LESSONS),
                ),
                stdout=said,
                stderr=said,
            )
        try:
            async with asyncio.timeout(LONG):
                while "waiting up to 60 s for the database" not in log.read_text():
                    assert program.returncode is None, log.read_text()
                    await asyncio.sleep(0.05)
            await asyncio.sleep(2 * waiting.AGAIN)
            await asyncio.to_thread(down.start)
            ana = telegram.person("Ana")
            ana.types("/start")
            await telegram.until(lambda: ana.messages, LONG)
        finally:
            program.send_signal(signal.SIGTERM)
            code = await program.wait()
    assert code == 0
    assert log.read_text().count("waiting up to") == 1, "it is said once"
    assert "the database is there" in log.read_text()


async def test_it_can_be_told_to_stop_meanwhile(tmp_path: Path) -> None:
    given = {"FORETELL_DATABASE": NOWHERE, "FORETELL_TELEGRAM_TOKEN": "1:" + 35 * "a"}
    program = await asyncio.create_subprocess_exec(
        *FORETELL,
        "run",
        cwd=tmp_path,
        env=environment(**given),
        stderr=asyncio.subprocess.PIPE,
    )
    assert program.stderr is not None
    async with asyncio.timeout(LONG):
        while b"waiting up to" not in await program.stderr.readline():
            assert program.returncode is None
        program.send_signal(signal.SIGTERM)
        assert await program.wait() == 0


def test_it_ends_with_the_reason_when_the_database_does_not_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WAITING", 0.2)
    monkeypatch.setattr(waiting, "AGAIN", 0.1)
    given = {"FORETELL_DATABASE": NOWHERE, "FORETELL_TELEGRAM_TOKEN": "1:" + 35 * "a"}
    done = foretell(tmp_path, "run", env=given)
    assert done.returncode == 1
    last = done.stderr.strip().rpartition("\n")[2]
    assert "waited 0 s for the database. PostgreSQL 127.0.0.1:1/learners: it can't be" in last
    assert "s3cret" not in done.stderr


def test_nothing_else_waits(tmp_path: Path) -> None:
    done = foretell(tmp_path, "trace", "i1", env={"FORETELL_DATABASE": NOWHERE})
    assert done.returncode == 1
    assert "waiting" not in done.stderr
