"""A program that is started before its database server, or without it."""

import asyncio
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.app import serve
from adapters.control.health import ask
from adapters.control.lessons import PULL
from adapters.control.socket import ControlMessage, NobodyThereError, call
from adapters.platforms import AllSettings as Settings
from adapters.runtime import process
from bot.service.monitoring import Trouble
from bot.storage.records import Release, StoreError, UnavailableError
from tests.rigs.paths import LESSONS
from tests.rigs.postgres import Server
from tests.rigs.program import FORETELL, LONG, environment, foretell
from tests.rigs.stores import FreshStore, quick_folder
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


@pytest.mark.slow
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
                while "waiting for the database: PostgreSQL" not in log.read_text():
                    assert program.returncode is None, log.read_text()
                    await asyncio.sleep(0.05)
            await asyncio.sleep(2 * process.AGAIN)
            await asyncio.to_thread(down.start)
            ana = telegram.person("Ana")
            ana.types("/start")
            await telegram.until(lambda: ana.messages, LONG)
        finally:
            program.send_signal(signal.SIGTERM)
            code = await program.wait()
    assert code == 0
    assert log.read_text().count("waiting for the database: ") == 1, "it is said once"
    assert "failures: waiting for the database" in log.read_text()


@pytest.mark.slow
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
        while b"waiting for the database" not in await program.stderr.readline():
            assert program.returncode is None
        program.send_signal(signal.SIGTERM)
        assert await program.wait() == 0


async def test_meanwhile_it_says_that_it_is_alive_and_waits(tmp_path: Path) -> None:
    class Away(FreshStore):
        shared = True

        async def open(self) -> None:
            raise UnavailableError("nobody there. It is tried again.")

    its = Settings.model_construct(
        telegram_token=SecretStr(f"1:{tmp_path}"), database=tmp_path / "db", content=Release()
    )
    running = asyncio.create_task(serve(its, Away()))
    async with asyncio.timeout(10):
        while True:
            health = await ask(its.socket)
            if "waits" in health.says:
                break
            await asyncio.sleep(0.01)
    assert (health.well, health.alive) == (False, True)
    assert re.fullmatch(
        r"Not well: it waits for its database, since .* UTC: nobody there\.", health.says
    )
    with pytest.raises(NobodyThereError, match="waits for its database"):
        await call(its.socket, PULL, ControlMessage({}))
    os.kill(os.getpid(), signal.SIGTERM)
    await running


async def test_it_waits_for_as_long_as_it_takes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(process, "AGAIN", 0.0)
    failures = iter([UnavailableError("nobody there. It is tried again.")] * 1_000)

    async def begin() -> None:
        if error := next(failures, None):
            raise error

    await process.patiently(begin, Trouble())
    first, last = caplog.messages
    assert first == "waiting for the database: nobody there."
    assert "1000 failures" in last


async def test_what_can_never_be_used_is_not_waited_for() -> None:
    async def begin() -> None:
        raise StoreError("no such database")

    with pytest.raises(StoreError, match="no such database"):
        await process.patiently(begin, Trouble())


def test_nothing_else_waits(tmp_path: Path) -> None:
    done = foretell(tmp_path, "trace", "i1", env={"FORETELL_DATABASE": NOWHERE})
    assert done.returncode == 1
    assert "waiting" not in done.stderr
