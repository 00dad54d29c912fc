"""What systemd is told, and the units that it is given."""

import asyncio
import configparser
import contextlib
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.app import serve
from adapters.control.health import Health
from adapters.platforms import AllSettings as Settings
from adapters.runtime.process import keep_informed, notify
from bot.storage.records import Release
from tests.rigs.paths import ROOT
from tests.rigs.stores import FreshStore

UNITS = sorted((ROOT / "docs" / "deploy").glob("*.service"))


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    path = str(tmp_path / "notify")
    with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as end:
        end.bind(path)
        end.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", path)
        monkeypatch.setenv("WATCHDOG_USEC", "60000000")
        monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
        yield end


def heard(systemd: socket.socket) -> list[str]:
    lines = []
    with contextlib.suppress(BlockingIOError):
        while True:
            lines += systemd.recv(4096).decode().splitlines()
    return lines


class OverError(Exception):
    """Enough has been seen."""


async def watch(*reports: Health) -> list[float]:
    """Let it inform of these, one after the other; how long it slept after each."""
    coming, slept = iter(reports), list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == len(reports):
            raise OverError

    with pytest.raises(OverError):
        await keep_informed(lambda: next(coming), sleep)
    return slept


async def test_it_is_told_that_it_runs_and_how_it_is(systemd: socket.socket) -> None:
    well, ill = Health(True, "All is well."), Health(False, "Not well: deaf.")
    slept = await watch(well, well, ill)
    assert heard(systemd) == [
        *("READY=1", "STATUS=All is well.", "WATCHDOG=1", "WATCHDOG=1"),
        *("STATUS=Not well: deaf.", "WATCHDOG=1", "STOPPING=1"),
    ]
    assert max(slept) <= 20, "well within the minute that the watchdog has"


async def test_the_watchdog_of_one_that_is_not_alive_is_not_fed(
    systemd: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    dead = Health(False, "Not well: the desk stands still.", alive=False)
    await watch(dead, dead)
    assert "WATCHDOG=1" not in heard(systemd)
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]


async def test_a_bug_in_what_it_says_of_itself_does_not_starve_the_watchdog(
    systemd: socket.socket,
) -> None:
    async def sleep(_: float) -> None:
        raise OverError

    def report() -> Health:
        raise ZeroDivisionError

    with pytest.raises(OverError):
        await keep_informed(report, sleep)
    assert "WATCHDOG=1" in heard(systemd)


async def test_where_nobody_listens_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    await keep_informed(lambda: Health(True, ""))
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/at/all")
    notify("READY=1")


async def test_it_is_ready_while_it_waits_for_its_database(
    systemd: socket.socket, tmp_path: Path
) -> None:
    class Waiting(FreshStore):
        async def open(self) -> None:
            await asyncio.Event().wait()

    token = SecretStr(f"1:{tmp_path}")
    its = Settings.model_construct(
        telegram_token=token, database=tmp_path / "db", content=Release()
    )
    running = asyncio.create_task(serve(its, Waiting()))
    lines: list[str] = []
    async with asyncio.timeout(10):
        while "WATCHDOG=1" not in lines:
            await asyncio.sleep(0.01)
            lines += heard(systemd)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert lines[0] == "READY=1"
    assert "it is starting" in lines[1]
    assert heard(systemd) == ["STOPPING=1"]


def options(unit: Path) -> dict[str, str]:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd knows capitals
    parser.read_string(unit.read_text())
    return dict(parser["Service"])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_waits_for_the_loop_and_watches_it(unit: Path) -> None:
    found = options(unit)
    assert (found["Type"], found["WatchdogSec"]) == ("notify", "60")
    assert found["Restart"] == "on-failure"
    assert found["RestartPreventExitStatus"] == "2"
    bounds = ("RestrictNamespaces", "SystemCallFilter", "ProtectProc", "MemoryMax")
    assert [found[bound] for bound in bounds] == ["yes", "@system-service", "invisible", "1G"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_every_line_of_a_unit(unit: Path, tmp_path: Path) -> None:
    named = tmp_path / unit.name.replace("@", "@1")
    # What it would start need not be installed here.
    named.write_text(
        unit.read_text().replace("/opt/foretell/bin/foretell", shutil.which("true") or "")
    )
    done = subprocess.run(
        [shutil.which("systemd-analyze") or "", "verify", "--man=no", named],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in (done.stdout + done.stderr).splitlines() if named.name in line]
    assert told == []
