"""Asking the running bot for its health."""

import asyncio
import contextlib
import os
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from adapters.control import health
from adapters.control import socket as control
from adapters.control.health import Health, ask
from adapters.control.socket import MAX_PATH_BYTES, ControlError, serving


def answering(path: Path, report: Callable[[], Health]) -> AbstractAsyncContextManager[None]:
    return serving(path, {health.HEALTH: health.handler(report)})


async def test_the_bot_says_how_it_is_each_time_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "s"
    reports = iter([Health(True, "All is well."), Health(False, "Not well: deaf.")])
    async with answering(path, lambda: next(reports)):
        assert await ask(path) == Health(True, "All is well.")
        assert await ask(path) == Health(False, "Not well: deaf.")


async def test_one_that_is_not_well_is_alive_and_one_that_is_not_there_is_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s"
    reports = iter([Health(False, "Deaf."), Health(False, "The desk stands still.", alive=False)])
    async with answering(path, lambda: next(reports)):
        assert (await ask(path)).alive
        assert not (await ask(path)).alive
    assert not (await ask(path)).alive


async def test_where_no_bot_runs_nobody_is_well(tmp_path: Path) -> None:
    path = tmp_path / "s"
    assert not (await ask(path)).well
    async with answering(path, lambda: Health(True, "")):
        pass
    gone = await ask(path)
    assert not gone.well
    assert "No bot is running" in gone.says
    assert str(path) in gone.says


async def test_a_bot_that_does_not_answer_is_ill(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as deaf:
        deaf.bind(str(path))
        deaf.listen()
        said = await ask(path, patience=0.05)
    assert not said.well
    assert "doesn't answer" in said.says


@pytest.mark.parametrize("words", [b"", b"hello\n", b"{}\n", b"[1]\n", b'{"well": true}\n'])
async def test_something_else_at_the_socket_is_no_bot(tmp_path: Path, words: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(words)
        writer.close()

    path = tmp_path / "s"
    async with await asyncio.start_unix_server(answer, path):
        said = await ask(path)
    assert not said.well
    assert ("isn't Foretell" if words else "ended before it answered") in said.says


async def test_only_its_user_may_ask_and_nothing_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "s"
    async with answering(path, lambda: Health(True, "")):
        assert path.stat().st_mode & 0o777 == 0o600
    assert not path.exists()


ANOTHER = """
import os, socket, sys
os.setuid(65534)
with socket.socket(socket.AF_UNIX) as end:
    end.connect(sys.argv[1])
    end.sendall(b'{"version": 1, "do": "health", "lines": 0}\\n')
    print(end.makefile().read())
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
@pytest.mark.skipif(not hasattr(socket, "SO_PEERCRED"), reason="the kernel tells of no peer")
async def test_another_user_is_refused_even_where_the_socket_is_open() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder, path = Path(name), Path(name) / "s"
        async with answering(path, lambda: Health(True, "All is well.")):
            folder.chmod(0o755)
            path.chmod(0o666)
            asking = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", ANOTHER, str(path)), stdout=asyncio.subprocess.PIPE
            )
            said, _ = await asking.communicate()
            assert b"answers only its own user" in said
            assert b"All is well" not in said
            assert (await ask(path)).well


@pytest.mark.parametrize(("user", "well"), [(0, True), (1_000, True), (1_001, False)])
async def test_a_bot_of_another_user_is_not_asked(
    user: int, well: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1_000)
    path = tmp_path / "s"
    users = iter([user, 1_000])  # first of who is asked, then of who asks
    monkeypatch.setattr(control, "_user", lambda end: next(users))
    async with answering(path, lambda: Health(True, "All is well.")):
        said = await ask(path)
    assert said.well == well
    assert said.says == "All is well." or "runs as another user" in said.says


async def test_what_a_killed_bot_left_behind_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as killed:
        killed.bind(str(path))
    assert path.exists()
    assert "No bot is running" in (await ask(path)).says
    async with answering(path, lambda: Health(True, "Back.")):
        assert (await ask(path)).says == "Back."


async def test_a_place_where_no_socket_can_be_is_refused_with_a_way_out(tmp_path: Path) -> None:
    long = tmp_path / ("x" * MAX_PATH_BYTES)
    for path in (long, tmp_path / "no" / "such" / "folder"):
        with pytest.raises(ControlError, match="set FORETELL_HEALTH_SOCKET"):
            async with answering(path, lambda: Health(True, "")):
                pass
    with pytest.raises(ControlError, match="set FORETELL_HEALTH_SOCKET"):
        await ask(long)
