"""One bot, one program: a second one with the same token on this machine ends before it polls."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.runtime import claims
from adapters.runtime.claims import ClaimedError, claim_bot
from tests.rigs.paths import LESSONS, ROOT
from tests.rigs.program import LONG, foretell_apart, started
from tests.rigs.telegram_server import TelegramServer

ADDRESS, TOKEN = "https://api.example", "1234567:secret-of-the-bot"
BOT = ("Telegram", ADDRESS, TOKEN)


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two places for claims that no other test knows."""
    found = [tmp_path / "run", tmp_path / "tmp"]
    for one in found:
        one.mkdir()
    monkeypatch.setattr(claims, "_places", lambda: found)
    return found


def folder(place: Path) -> Path:
    return place / f"foretell-{os.getuid()}"


@pytest.mark.slow
async def test_a_second_program_with_a_token_says_so_and_ends_before_it_polls(
    tmp_path: Path,
) -> None:
    async with TelegramServer() as server:
        env = {
            "FORETELL_TELEGRAM_TOKEN": server.token,
            "FORETELL_TELEGRAM_API_URL": server.url,
            "FORETELL_CONTENT": str(LESSONS),
        }
        first = started(tmp_path, "run", env=env)
        try:
            ana = server.person("Ana")
            ana.types("/start")
            await server.until(lambda: ana.messages, LONG)
            elsewhere = env | {"FORETELL_DATABASE": str(tmp_path / "other.db")}
            second = await asyncio.to_thread(foretell_apart, tmp_path, "run", env=elsewhere)
        finally:
            first.kill()
            await asyncio.to_thread(first.communicate, timeout=LONG)
    assert second.returncode == 2
    (_, line) = second.stderr.splitlines()  # after which version it is
    assert f"another Foretell (process {first.pid}) on this machine" in line
    assert "the same Telegram token; stop that one first" in line
    assert server.token not in second.stderr
    assert [one.method for one in server.calls].count("getMe") == 1, "the first one's"
    assert not (tmp_path / "other.db").exists()


@pytest.mark.usefixtures("places")
def test_each_bot_is_claimed_once_and_for_itself() -> None:
    others = [
        ("Discord", ADDRESS, TOKEN),
        ("Telegram", "http://127.0.0.1:8081", TOKEN),
        ("Telegram", ADDRESS, "7654321:another"),
    ]
    with claim_bot(*BOT):
        for other in others:
            with claim_bot(*other):
                pass
        with pytest.raises(ClaimedError, match=rf"process {os.getpid()}\b"), claim_bot(*BOT):
            pass
    with claim_bot(*BOT):
        pass


def test_a_program_that_was_killed_holds_nothing(places: list[Path]) -> None:
    code = (
        "import time; from pathlib import Path; from adapters.runtime import claims\n"
        f"claims._places = lambda: [Path({str(places[0])!r})]\n"
        f"with claims.claim_bot(*{BOT!r}): print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    with holder, holder.stdout:
        try:
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(ClaimedError, match=f"process {holder.pid}"), claim_bot(*BOT):
                pass
        finally:
            holder.send_signal(signal.SIGKILL)
        holder.wait(LONG)
        with claim_bot(*BOT):
            pass


def test_nothing_of_the_token_is_seen_by_others(places: list[Path]) -> None:
    with claim_bot(*BOT):
        for place in places:
            (file,) = folder(place).iterdir()
            assert not (set(TOKEN.split(":")) & {file.name, *file.read_text().split()})
            assert file.read_text() == f"{os.getpid()}\n"
            assert file.stat().st_mode & 0o077 == folder(place).stat().st_mode & 0o077 == 0


def test_two_that_share_one_place_only_meet_there(
    places: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with claim_bot(*BOT):
        monkeypatch.setattr(claims, "_places", lambda: [Path("/nowhere"), places[1]])
        with pytest.raises(ClaimedError), claim_bot(*BOT):
            pass


def test_without_any_place_it_goes_on_and_the_log_says_so(
    places: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    # A folder that others may write in, one that leads elsewhere: neither is this user's alone.
    folder(places[0]).mkdir(mode=0o700)
    folder(places[0]).chmod(0o777)
    (places[1] / "there").mkdir(mode=0o700)
    folder(places[1]).symlink_to(places[1] / "there")
    with claim_bot(*BOT), claim_bot(*BOT):
        pass
    assert not list(folder(places[0]).iterdir()) + list(folder(places[1]).iterdir())
    assert "nothing keeps another program on this machine" in caplog.text
    assert TOKEN not in caplog.text
