"""The connection to a Bot API server, where its answers are none."""

import asyncio
import logging
from pathlib import Path

import pytest
from telegram import Bot, File
from telegram.error import TelegramError

from adapters.telegram.client import connect
from adapters.telegram.fetching import fetch
from bot.service.delivery.channel import FetchError

TOKEN = "7000000001:AAF-strict_Test0token1for2the3fake4srv"
WORDS = "I think that the lid keeps it warm"
CUT = f'{{"ok": true, "result": [{{"update_id": 1, "message": {{"text": "{WORDS}'


@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden", "502 Bad Gateway"])
async def test_an_answer_that_arrives_cut_gets_into_no_log_and_no_error(
    status: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(CUT)}\r\nConnection: close\r\n\r\n"
        writer.write((head + CUT).encode())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        bot = connect(TOKEN, f"http://127.0.0.1:{port}")
        with pytest.raises(TelegramError) as failed:
            await bot.get_updates()
        await bot._request[0].shutdown()
        await bot._request[1].shutdown()
    assert WORDS not in caplog.text
    assert WORDS not in str(failed.value)


async def test_telegrams_own_server_can_name_no_file_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("token")

    async def get_file(self: Bot, reference: str) -> File:
        return File(reference, "u", file_path=str(secret))

    monkeypatch.setattr(Bot, "get_file", get_file)
    with pytest.raises(FetchError):
        await fetch(connect(TOKEN), "f", 100)
    assert await fetch(connect(TOKEN, "http://127.0.0.1:8081"), "f", 100) == b"token"
