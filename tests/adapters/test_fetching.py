"""Files that were sent: had from each platform within a cap, or refused with how to mend it."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

import pytest
from aiohttp import web

from adapters.discord import files as discord
from adapters.telegram import files as telegram
from adapters.telegram.client import connect
from adapters.terminal import channel as terminal
from bot.service.delivery.channel import FetchError, Later
from tests.rigs.telegram_rig import Rig
from tests.rigs.telegram_server import TelegramServer
from tests.rigs.telegram_server.server import Refused

LIMIT = 1_000_000


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


async def ask(server: TelegramServer, file: str, limit: int = LIMIT) -> bytes:
    bot = connect(server.token, server.url)
    async with bot:
        return await telegram.fetch(bot, file, limit)


# --- Telegram


async def test_telegram_hands_over_a_file_by_its_id_through_the_channel(
    server: TelegramServer,
) -> None:
    from bot.conversation.inputs import Address

    server.keep("F1", b"a lesson")
    async with Rig(server) as rig:
        found = await rig.adapter.channel.fetch(Address("telegram", "7"), "F1", LIMIT)
    assert found == b"a lesson"


async def test_a_file_that_telegram_says_is_too_large_is_not_even_asked_for(
    server: TelegramServer,
) -> None:
    server.keep("F1", bytes(LIMIT + 1))
    with pytest.raises(FetchError, match=r"larger than 1,000,000 bytes; send less"):
        await ask(server, "F1")
    assert not [call for call in server.calls if call.method == "file"]


async def test_a_file_above_telegrams_own_limit_says_that_limit(server: TelegramServer) -> None:
    server.keep("F1", bytes(20_000_001))
    with pytest.raises(FetchError, match=r"larger than 20,000,000 bytes"):
        await ask(server, "F1", 50_000_000)


async def test_a_file_that_telegram_no_longer_has_is_to_be_sent_again(
    server: TelegramServer,
) -> None:
    with pytest.raises(FetchError, match="no longer there; send it again"):
        await ask(server, "F9")


@pytest.mark.parametrize(
    ("how", "seconds"),
    [
        (Refused(429, "Too Many Requests: retry after 7", {"retry_after": 7}), 7),
        (Refused(500, "Internal Server Error"), 5),
        ("drop", 5),
    ],
)
async def test_what_may_pass_is_for_later(server: TelegramServer, how: Any, seconds: float) -> None:
    server.keep("F1", b"a lesson")
    server.fail("getFile", how)
    with pytest.raises(Later) as told:
        await ask(server, "F1")
    assert told.value.delay == seconds
    assert await ask(server, "F1") == b"a lesson"


@pytest.mark.parametrize("path", ["a.md", "/etc", "/dev/zero", "none.md"])
async def test_a_server_of_ones_own_may_name_a_path_and_only_files_are_read(
    server: TelegramServer, tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_bytes(b"a lesson")

    def local(file_id: str) -> dict[str, Any]:
        where = str(tmp_path / path) if path.endswith(".md") else path
        return {"file_id": file_id, "file_unique_id": "u", "file_path": where}

    monkeypatch.setitem(server._handlers, "get_file", local)
    if path == "a.md":
        assert await ask(server, "F1") == b"a lesson"
        with pytest.raises(FetchError, match="larger than 3 bytes"):
            await ask(server, "F1", 3)
    else:
        with pytest.raises(FetchError, match="no longer there"):
            await ask(server, "F1")


async def test_telegrams_token_is_in_no_error_and_no_log(
    server: TelegramServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    server.keep("F1", b"a lesson")
    await ask(server, "F1")

    def elsewhere(file_id: str) -> dict[str, Any]:
        return {"file_id": file_id, "file_unique_id": "u", "file_path": "documents/gone"}

    monkeypatch.setitem(server._handlers, "get_file", elsewhere)
    with pytest.raises(FetchError) as told:
        await ask(server, "F1")
    assert told.value.__cause__ is None
    assert server.token not in str(told.value) + repr(told.value.__context__)
    assert server.token not in caplog.text


# --- Discord


class Cdn:
    """Another server for attachments: its address, and what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.sent = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        what = request.match_info["what"]
        if what == "moved":
            raise web.HTTPFound("http://127.0.0.1:1/secret")
        if what.isdecimal():
            return web.Response(status=int(what))
        if what == "broken":
            assert request.transport
            request.transport.close()
        if what == "endless":
            stream = web.StreamResponse()
            await stream.prepare(request)
            while True:
                await stream.write(bytes(100_000))
                self.sent += 100_000
        body = web.Response(body=b"a lesson" * 100)
        if what == "squeezed":
            body.enable_compression(web.ContentCoding.gzip)
        return body

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/attachments/{what}", self.answer)
        self.runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.runner.cleanup()

    async def get(self, what: str, limit: int = LIMIT) -> bytes:
        allowed = discord.origins(f"{self.url}/api/v10")
        return await discord.fetch(f"{self.url}/attachments/{what}?hm=signed", limit, allowed)


async def test_discord_hands_over_an_attachment_by_its_address() -> None:
    async with Cdn() as cdn:
        assert await cdn.get("a.md") == b"a lesson" * 100
        assert "Authorization" not in cdn.asked[0].headers


async def test_an_attachment_without_end_is_let_go_at_the_cap() -> None:
    async with Cdn() as cdn:
        with pytest.raises(FetchError, match="larger than 1,000,000 bytes"):
            await cdn.get("endless")
        await asyncio.sleep(0.05)
        sent = cdn.sent
        await asyncio.sleep(0.05)
        assert cdn.sent == sent < 40 * LIMIT


@pytest.mark.parametrize("what", ["moved", "403", "404", "410"])
async def test_an_attachment_that_is_gone_or_moved_is_to_be_sent_again(what: str) -> None:
    async with Cdn() as cdn:
        with pytest.raises(FetchError, match="no longer there; send it again"):
            await cdn.get(what)
        assert len(cdn.asked) == 1


@pytest.mark.parametrize("what", ["429", "500", "503", "broken"])
async def test_an_attachment_that_can_not_be_had_just_now_is_for_later(what: str) -> None:
    async with Cdn() as cdn:
        with pytest.raises(Later) as told:
            await cdn.get(what)
        assert told.value.__cause__ is None
        assert "signed" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.discordapp.com/a",
        "https://cdn.discordapp.com.evil.example/a",
        "https://cdn.discordapp.com@127.0.0.1/a",
        "https://cdn.discordapp.com:8443/a",
        "https://evil.example/cdn.discordapp.com",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/a",
        "file:///etc/passwd",
        "https://cdn.discordapp.com\\@evil.example/a",
        "https://[::1]/a",
        "https://[x/a",
        "//cdn.discordapp.com/a",
        "",
    ],
)
async def test_no_other_address_is_asked(url: str) -> None:
    with pytest.raises(FetchError, match="not kept by Discord; attach it"):
        await discord.fetch(url, LIMIT, discord.origins("https://discord.com/api/v10"))


def test_only_a_server_of_ones_own_adds_a_place_to_fetch_from() -> None:
    assert discord.origins("https://discord.com/api/v10") == discord.ORIGINS
    assert "http://127.0.0.1:8090" in discord.origins("http://127.0.0.1:8090/api/v10")


# --- Terminal


def test_a_terminal_reads_a_file_by_its_path_or_its_address(tmp_path: Path) -> None:
    file = tmp_path / "a lesson.md"
    file.write_bytes(b"a lesson")
    assert terminal.read(str(file), LIMIT) == b"a lesson"
    assert terminal.read(file.as_uri(), LIMIT) == b"a lesson"


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "big").write_bytes(bytes(11))
    told = {
        str(tmp_path): "a folder or a device",
        "/dev/zero": "a folder or a device",
        str(tmp_path / "pipe"): "a folder or a device",
        str(tmp_path / "none"): "no longer there",
        str(tmp_path / "big"): "larger than 10 bytes",
        "a\0b": "no path of a file",
        "~nobody-of-that-name/a": "no path of a file",
        "x" * 5_000: "can't be read",
    }
    for path, said in told.items():
        with pytest.raises(FetchError, match=said):
            terminal.read(path, 10)
