"""The connection to a Bot API server, where its answers are none."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram import Bot, File, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from adapters.telegram.client import Connection, OddAnswerError, _entities, connect
from adapters.telegram.files import fetch
from adapters.telegram.rendering import keyboard, render
from bot.conversation.outputs import Choice
from bot.service.delivery.channel import FetchError

TOKEN = "7000000001:AAF-strict_Test0token1for2the3fake4srv"
WORDS = "I think that the lid keeps it warm"
CUT = f'{{"ok": true, "result": [{{"update_id": 1, "message": {{"text": "{WORDS}'


@asynccontextmanager
async def answering(status: str, body: str) -> AsyncIterator[Connection]:
    """A connection to a server that says this to everything."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write((head + body).encode())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        bot = connect(TOKEN, f"http://127.0.0.1:{port}")
        try:
            yield bot
        finally:
            await bot._request[0].shutdown()
            await bot._request[1].shutdown()


async def said(bot: Connection) -> int:
    return await bot.send_text(
        1, "Hello", entities=(), reply_markup=None, message_thread_id=None, reply_parameters=None
    )


async def test_an_answer_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    loads = json.loads
    monkeypatch.setattr(json, "loads", lambda text: read.append(text) or loads(text))
    async with answering("200 OK", '{"ok": true, "result": {"message_id": 7}}') as bot:
        assert await said(bot) == 7
    assert len(read) == 1


async def test_entities_and_buttons_go_out_as_the_library_writes_them() -> None:
    _, entities = render("**A lid** keeps [it](https://example.org) warm:\n\n```py\nheat()\n```")
    assert {one.type for one in entities} == {"bold", "text_link", "pre"}
    assert json.loads(_entities(entities) or "") == [one.to_dict() for one in entities]
    rows = ((Choice("Yes", "1a.1.0"), Choice("Nö", "1a.1.1")), (Choice("Skip", "1a.1.2"),))
    buttons = [
        [InlineKeyboardButton(one.label, callback_data=one.token) for one in row] for row in rows
    ]
    assert json.loads(keyboard(rows) or "") == InlineKeyboardMarkup(buttons).to_dict()
    assert keyboard(()) is None


@pytest.mark.parametrize("result", ["true", "[]", "{}", '{"message_id": "7"}', "null"])
async def test_a_message_without_a_number_is_no_answer(result: str) -> None:
    async with answering("200 OK", f'{{"ok": true, "result": {result}}}') as bot:
        with pytest.raises(OddAnswerError):
            await said(bot)


@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden", "502 Bad Gateway"])
async def test_an_answer_that_arrives_cut_gets_into_no_log_and_no_error(
    status: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async with answering(status, CUT) as bot:
        with pytest.raises(TelegramError) as failed:
            await bot.get_updates()
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
