"""What `foretell doctor` finds, and that it tells no secret."""

import asyncio
import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from adapters import platform_kind
from adapters.cli import doctor
from adapters.cli.doctor import clock
from adapters.control import health
from adapters.control.health import Health
from adapters.control.socket import serving
from adapters.settings import Settings
from bot.storage.sqlite import SqliteStore
from tests.rigs.paths import CONTENT
from tests.rigs.program import Done, foretell
from tests.rigs.stores import ask_file, opened

TELEGRAM = "7000000001:AAF-strict_Test0token1for2the3fake4srv"
DISCORD = "a-discord-token-that-must-stay-secret"
WELL: dict[str, Any] = {
    "getMe": {"ok": True, "result": {"username": "tea_bot", "supports_inline_queries": True}},
    "getWebhookInfo": {"ok": True, "result": {"url": ""}},
    "users/@me": {"id": "1", "username": "Tea"},
    "gateway/bot": {"shards": 1, "session_start_limit": {"remaining": 900, "reset_after": 0}},
    "applications/@me": {"integration_types_config": {"0": {}, "1": {}}},
}


class Platforms:
    """Both platforms on one address: what they answer, by path, and what they were asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = dict(WELL)
        self.status: dict[str, int] = {}
        self.date = timedelta()
        self.asked: list[tuple[str, str]] = []
        self.slow = ""
        self.elsewhere = ""
        self.url = ""

    @contextmanager
    def serving(self) -> Iterator[None]:
        platforms = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.removeprefix(f"/bot{TELEGRAM}/").lstrip("/")
                platforms.asked.append((path, self.headers.get("Authorization", "")))
                body = platforms.answers.get(path)
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response_only(platforms.status.get(path, 200))
                self.send_header("Date", format_datetime(datetime.now(UTC) + platforms.date))
                if platforms.elsewhere:
                    self.send_header("Location", platforms.elsewhere)
                self.end_headers()
                with suppress(ConnectionError):
                    if path == platforms.slow:
                        for _ in range(20):
                            self.wfile.write(b" ")
                            time.sleep(0.05)
                    self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            self.url = f"http://127.0.0.1:{server.server_port}"
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield
            server.shutdown()


@pytest.fixture
def platforms(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platforms]:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    found = Platforms()
    with found.serving():
        yield found


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "mine"
    folder.mkdir(parents=True)
    (folder / "course.toml").write_text('title = "Mine"\nlessons = ["what-is-genai"]\n')
    shutil.copy(CONTENT / "genai" / "what-is-genai.md", folder)
    return folder.parent


def ask(tmp_path: Path, platforms: Platforms, **more: str) -> Done:
    """The program's word, from that folder, with both platforms configured."""
    env = {
        "FORETELL_TELEGRAM_TOKEN": TELEGRAM,
        "FORETELL_DISCORD_TOKEN": DISCORD,
        "FORETELL_TELEGRAM_API_URL": platforms.url,
        "FORETELL_DISCORD_API_URL": platforms.url,
        "FORETELL_ADMINS": "telegram:1",
        "FORETELL_CONTENT": "content",
        **more,
    }
    done = foretell(tmp_path, "doctor", env=env)
    assert TELEGRAM not in done.stdout + done.stderr
    assert DISCORD not in done.stdout + done.stderr
    return done


def line(done: Done, beginning: str) -> str:
    """The one line that begins like this."""
    [found] = [one for one in done.stdout.splitlines() if one.startswith(beginning)]
    return found


def test_where_all_is_well_it_says_so_in_a_line_each(
    tmp_path: Path, platforms: Platforms, content: Path
) -> None:
    done = ask(tmp_path, platforms)
    assert done.returncode == 0
    marks = [one[0] for one in done.stdout.splitlines()]
    assert set(marks) == {"✓", "!"}, done.stdout
    assert line(done, "✓ Telegram") == "✓ Telegram: knows the bot, as @tea_bot"
    assert line(done, "✓ Discord") == "✓ Discord: knows the bot, as Tea"
    assert line(done, "✓ clock")
    assert line(done, "✓ content")
    assert line(done, "✓ database") == "✓ database: foretell.db will be created at the first start"
    assert line(done, "✓ fonts")
    assert "foretell run" in line(done, "! running bot")
    assert ("users/@me", f"Bot {DISCORD}") in platforms.asked
    assert not (tmp_path / "foretell.db").exists(), "it changes nothing"


def test_a_token_that_is_not_known_says_where_to_click(
    tmp_path: Path, platforms: Platforms, content: Path
) -> None:
    platforms.status = {"getMe": 401, "users/@me": 401}
    done = ask(tmp_path, platforms)
    assert done.returncode == 1
    assert "https://t.me/BotFather" in line(done, "✗ Telegram")
    assert "FORETELL_TELEGRAM_TOKEN" in line(done, "✗ Telegram")
    assert "Reset Token" in line(done, "✗ Discord")
    assert line(done, "✓ clock"), "a refusal tells the time, too"


def test_an_address_at_which_somebody_else_is_is_no_fault_of_the_token(
    tmp_path: Path, platforms: Platforms, content: Path
) -> None:
    platforms.status = {"getMe": 404}
    platforms.answers["getMe"] = b"404: Not Found"
    assert "FORETELL_TELEGRAM_API_URL" in line(ask(tmp_path, platforms), "✗ Telegram")
    platforms.answers["getMe"] = {"ok": False, "error_code": 404, "description": "Not Found"}
    assert "https://t.me/BotFather" in line(ask(tmp_path, platforms), "✗ Telegram")


def test_who_answers_where_the_bot_is_to_be_watched_is_told(
    tmp_path: Path, platforms: Platforms, content: Path
) -> None:
    port = platforms.url.rpartition(":")[2]
    done = ask(tmp_path, platforms, FORETELL_METRICS=port)
    assert f"another program uses port {port}" in line(done, "✗ metrics")
    platforms.answers["metrics"] = b"foretell_healthy 1.0"
    assert line(ask(tmp_path, platforms, FORETELL_METRICS=port), "✓ metrics")
    assert "nothing answers" in line(ask(tmp_path, platforms, FORETELL_METRICS="1"), "! metrics")
    assert "metrics" not in ask(tmp_path, platforms).stdout


def test_settings_on_the_platforms_are_looked_at(
    tmp_path: Path, platforms: Platforms, content: Path
) -> None:
    platforms.answers |= {
        "getWebhookInfo": {"ok": True, "result": {"url": "https://else.where"}},
        "gateway/bot": {
            "shards": 2,
            "session_start_limit": {"remaining": 0, "reset_after": 3_600_000},
        },
        "applications/@me": {"integration_types_config": {"0": {}}},
    }
    done = ask(tmp_path, platforms)
    assert done.returncode == 1
    assert "a webhook is set" in line(done, "! Telegram")
    assert "60 minutes" in line(done, "✗ Discord")
    assert "2 connections" in line(done, "✓ Discord: asks")
    assert "tick User Install" in line(done, "! Discord: does not offer")


def test_the_shards_of_this_process_are_told(
    tmp_path: Path, platforms: Platforms, content: Path
) -> None:
    done = ask(tmp_path, platforms, FORETELL_DISCORD_SHARDS="0-1/4")
    assert "shards 0-1/4" in line(done, "✓ Discord: this process")
    assert "by other processes" in line(done, "✓ Discord: this process")
    whole = ask(tmp_path, platforms, FORETELL_DISCORD_SHARDS="0-3/4")
    assert "other processes" not in line(whole, "✓ Discord: this process")
    platforms.answers["gateway/bot"] = {"shards": 8, "session_start_limit": {"remaining": 900}}
    few = ask(tmp_path, platforms, FORETELL_DISCORD_SHARDS="0-1/4")
    assert "asks for 8" in line(few, "! Discord: this process")


HOOK = "https://bot.example.org/in"


@pytest.mark.parametrize(
    ("info", "mark", "words"),
    [
        ({"url": ""}, "!", "sets it when it starts"),
        ({"url": "https://else.where"}, "✗", "another webhook"),
        ({"url": HOOK, "pending_update_count": 0}, "✓", "0 waiting"),
        (
            {
                "url": HOOK,
                "pending_update_count": 7,
                "last_error_date": -600,
                "last_error_message": "Connection refused",
            },
            "✗",
            "10 minutes ago (Connection refused), and 7 are waiting",
        ),
        (
            {"url": HOOK, "pending_update_count": 0, "last_error_date": 1_700_000_000},
            "✓",
            "0 waiting",
        ),
    ],
)
def test_what_telegram_says_of_a_webhook_is_told(
    tmp_path: Path, platforms: Platforms, content: Path, info: Any, mark: str, words: str
) -> None:
    if (before := info.get("last_error_date", 0)) < 0:
        # By now, for these examples were made when the tests were gathered, perhaps minutes ago.
        info = {**info, "last_error_date": int(time.time()) + before}
    platforms.answers["getWebhookInfo"] = {"ok": True, "result": info}
    done = ask(tmp_path, platforms, FORETELL_TELEGRAM_WEBHOOK_URL=HOOK)
    found = [one for one in done.stdout.splitlines() if one.startswith(f"{mark} Telegram")]
    assert any(words in one for one in found), done.stdout


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b"null", {"ok": False}])
def test_an_answer_of_another_shape_is_told(
    tmp_path: Path, platforms: Platforms, content: Path, body: Any
) -> None:
    platforms.answers |= dict.fromkeys(WELL, body)
    done = ask(tmp_path, platforms)
    assert done.returncode == 1
    assert "makes no sense" in line(done, "✗ Telegram")
    assert "makes no sense" in line(done, "✗ Discord")


def test_a_token_is_not_sent_elsewhere(tmp_path: Path, platforms: Platforms, content: Path) -> None:
    other = Platforms()
    with other.serving():
        platforms.elsewhere = f"{other.url}/users/@me"
        platforms.status = {"getMe": 302, "users/@me": 302}
        assert "status 302" in line(ask(tmp_path, platforms), "✗ Discord")
    assert other.asked == []


def test_without_a_network_the_rest_is_told_all_the_same(
    tmp_path: Path, platforms: Platforms, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform_kind, "PATIENCE", 0.2)
    platforms.slow = "users/@me"
    done = ask(tmp_path, platforms, FORETELL_TELEGRAM_API_URL="http://127.0.0.1:1")
    assert "Connection refused" in line(done, "✗ Telegram")
    assert "no answer within 0.2 s" in line(done, "✗ Discord")
    assert line(done, "! clock")
    assert line(done, "✓ content")
    assert line(done, "✓ disk")


@pytest.mark.parametrize(
    ("ahead", "mark", "word"),
    [(2, "✓", "agrees"), (-30, "!", "30 s slow"), (90, "✗", "90 s fast"), (None, "!", "compared")],
)
def test_a_clock_is_compared(ahead: float | None, mark: str, word: str) -> None:
    found = clock(ahead)
    assert found.mark == mark
    assert word in found.says


def test_a_clock_that_is_wrong_is_found(
    tmp_path: Path, platforms: Platforms, content: Path
) -> None:
    platforms.date = timedelta(minutes=5)
    assert "slow" in line(ask(tmp_path, platforms), "✗ clock")


def test_wrong_settings_and_lessons_are_told(
    tmp_path: Path, platforms: Platforms, content: Path
) -> None:
    done = ask(tmp_path, platforms, FORETELL_LOG_LEVEL="loud")
    assert done.returncode == 1
    assert line(done, "✗ settings").startswith("✗ settings: FORETELL_LOG_LEVEL")
    (tmp_path / ".env").write_text(f"FORETELL_TELEGRAM_TOKEN={TELEGRAM}\nFORETELL_DATABSE=x\n")
    (tmp_path / ".env").chmod(0o644)
    (content / "mine" / "bad.md").write_text("no lesson\n")
    done = ask(tmp_path, platforms, FORETELL_ADMINS="")
    said = [one for one in done.stdout.splitlines() if one.startswith("! settings")]
    assert any("FORETELL_DATABASE?" in one for one in said)
    assert any("/help" in one for one in said)
    assert any("chmod 600 .env" in one for one in said)
    assert any("bad.md" in one for one in done.stdout.splitlines() if one[0] == "✗")
    done = foretell(tmp_path, "doctor", env={"FORETELL_CONTENT": "none"})
    assert "FORETELL_CONTENT" in line(done, "✗ content")


# The database and what is beside it


def its(tmp_path: Path) -> Settings:
    return Settings.model_construct(database=tmp_path / "db")


def marks(settings: Settings) -> list[tuple[str, str]]:
    found = doctor.look_at_database(settings)
    return [(one.mark, one.says) for one in found if one.what == "database"]


async def made(path: Path) -> None:
    async with opened(SqliteStore(path)):
        pass


def test_a_sound_database_is_told_with_its_schema(tmp_path: Path) -> None:
    path = tmp_path / "db"
    asyncio.run(made(path))
    path.chmod(0o600)
    [(mark, says)] = marks(its(tmp_path))
    assert mark == "✓"
    assert "is sound: schema" in says
    path.chmod(0o644)
    assert marks(its(tmp_path))[0] == (
        "!",
        f"others on this machine can read it: chmod 600 {path}*",
    )


def test_what_is_wrong_with_a_database_is_told_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "db"
    path.write_text("a letter to my aunt" * 100)
    path.chmod(0o600)
    assert marks(its(tmp_path))[0][0] == "✗"
    assert "not a database" in marks(its(tmp_path))[0][1]
    path.unlink()
    ask_file(path, "CREATE TABLE theirs (id)")
    path.chmod(0o600)
    assert "isn't a Foretell database" in marks(its(tmp_path))[0][1]
    path.unlink()
    asyncio.run(made(path))
    path.chmod(0o600)
    ask_file(path, "PRAGMA user_version = 9999")
    assert "newer version" in marks(its(tmp_path))[0][1]
    ask_file(path, "PRAGMA user_version = 1")
    whole = bytearray(path.read_bytes())
    for page in range(2, len(whole) // 4096):
        whole[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    path.write_bytes(whole)
    mark, says = marks(its(tmp_path))[0]
    assert mark == "✗"
    assert "backup" in says


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_database_of_somebody_else_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "db"
    asyncio.run(made(path))
    os.chown(path, 12345, -1)
    assert "belongs to user 12345" in marks(its(tmp_path))[0][1]


def test_a_folder_that_can_t_be_written_to_is_told_also_where_the_database_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "db"
    asyncio.run(made(path))
    monkeypatch.setattr(doctor.os, "access", lambda one, _: Path(one) != tmp_path)
    assert (
        "✗",
        f"you can't write to {tmp_path}; run as the bot's user, or chown it to them",
    ) in marks(its(tmp_path))


@pytest.mark.parametrize(("free", "mark"), [(1_000_000, "✗"), (100_000_000, "!"), (10**12, "✓")])
def test_little_disk_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, mark: str
) -> None:
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage)
    assert doctor._disk(tmp_path / "db").mark == mark


def test_backups_that_are_old_or_can_t_be_made_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    settings = its(tmp_path).model_copy(update={"backups": folder})
    assert doctor._backups(its(tmp_path)).mark == "!"
    assert "yet" in doctor._backups(settings).says
    folder.mkdir()
    copy = folder / "db-2026-03-02.db"
    copy.touch()
    assert doctor._backups(settings).mark == "✓"
    os.utime(copy, (0, 0))
    assert doctor._backups(settings).mark == "!"
    copy.unlink()
    folder.rmdir()
    folder.touch()
    assert doctor._backups(settings).mark == "✗"


@pytest.mark.parametrize(("well", "mark"), [(True, "✓"), (False, "✗")])
async def test_the_running_bot_speaks_for_itself(tmp_path: Path, well: bool, mark: str) -> None:
    path = tmp_path / "s"
    async with serving(path, {health.HEALTH: health.handler(lambda: Health(well, "So it is."))}):
        found = await doctor._running(path)
    assert (found.mark, found.says) == (mark, "So it is.")


async def test_a_socket_that_cannot_be_is_told(tmp_path: Path) -> None:
    found = await doctor._running(tmp_path / ("x" * 200))
    assert found.mark == "✗"
    assert "FORETELL_HEALTH_SOCKET" in found.says
