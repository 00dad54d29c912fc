"""Updates that Telegram brings, on the real HTTP of both ends."""

import asyncio
import gzip
import json
import logging
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.telegram import webhook
from adapters.telegram.adapter import Options, TelegramAdapter
from adapters.telegram.client import connect
from adapters.telegram.failures import Patience
from adapters.telegram.webhook import HEADER, MOST_BYTES, PortError, Receiver, Webhook, secret_of
from bot.conversation.inputs import Envelope, Press, Text
from bot.conversation.outputs import Ask, Choice, Notice, Output, Say
from bot.service.turns.queue import Door
from tests.rigs.nginx import NEEDS_NGINX, PATH, nginx
from tests.rigs.telegram_rig import BEGINNING, Rig, Script
from tests.rigs.telegram_server import Refused, TelegramServer

SECRET = "a-secret-of-24-characters"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as one:
        yield one


@pytest.fixture
def hook(unused_tcp_port: int) -> Webhook:
    return Webhook(
        f"http://127.0.0.1:{unused_tcp_port}/in/here", "127.0.0.1", unused_tcp_port, SECRET
    )


def said(envelope: Envelope) -> Sequence[Output]:
    given = envelope.input
    if isinstance(given, Press):
        return (Notice("Heard."),)
    return (Say(given.text),) if isinstance(given, Text) else ()


class Submit:
    """A desk that does what a test tells it to."""

    def __init__(self) -> None:
        self.came: list[str] = []
        self.done: list[str] = []
        self.goes = asyncio.Event()
        self.goes.set()
        self.fails = 0

    async def __call__(self, envelope: Envelope) -> tuple[Output, ...]:
        self.came.append(envelope.id)
        await self.goes.wait()
        if self.fails:
            self.fails -= 1
            raise OSError("the disk is full")
        self.done.append(envelope.id)
        return ()


@asynccontextmanager
async def listening(
    server: TelegramServer, hook: Webhook, submit: Submit
) -> AsyncIterator[TelegramAdapter]:
    adapter = TelegramAdapter(
        server.token, Door(submit), (), Options(server.url, clock=lambda: BEGINNING, webhook=hook)
    )
    run = asyncio.create_task(adapter.run())
    try:
        await server.until(lambda: server.hook.url or run.done())
        yield adapter
    finally:
        run.cancel()
        with suppress(asyncio.CancelledError):
            await run
        await adapter.close()


async def post(hook: Webhook, update: Any, *, path: str = "", secret: str | None = SECRET) -> int:
    """The status that this is answered with."""
    url = hook.url if not path else f"http://127.0.0.1:{hook.port}{path}"
    headers = {} if secret is None else {HEADER: secret}
    raw = isinstance(update, bytes | AsyncIterator)
    body = {"data": update} if raw else {"json": update}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, headers=headers, **body) as answer,
    ):
        return answer.status


# --- what comes is answered ---


async def test_learners_are_answered_as_if_updates_were_polled(
    server: TelegramServer, hook: Webhook
) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    async with Rig(server, engine=Script(said), webhook=hook) as rig:
        for text in ("one", "two", "three"):
            ana.types(text)
            ben.types(text)
        await server.until(lambda: len(ana.said) == len(ben.said) == 3)
        await rig.settled()
        assert rig.adapter.ailment is None
        assert not rig.adapter.deaf
    assert ana.said == ben.said == ["one", "two", "three"]
    assert {*server.hook.answers} == {200}
    assert not [call for call in server.calls if call.method == "getUpdates"]


async def test_telegram_is_told_where_and_what_to_bring_and_to_forget_nothing(
    server: TelegramServer, hook: Webhook
) -> None:
    server.person("Ana").types("while nobody listened")
    script = Script(said)
    async with Rig(server, engine=script, webhook=hook) as rig:
        await server.until(lambda: server.person("Ana").said)
        await rig.settled()
    (call,) = [call for call in server.calls if call.method == "setWebhook"]
    # What is false the library may leave out.
    assert not call.parameters.pop("drop_pending_updates", False)
    assert call.parameters == {
        "url": hook.url,
        "secret_token": SECRET,
        "max_connections": 100,
        "allowed_updates": ["message", "callback_query", "my_chat_member", "inline_query"],
    }
    assert len(script.heard) == 1


async def test_a_press_is_answered(server: TelegramServer, hook: Webhook) -> None:
    ana = server.person("Ana")
    asked = Ask("n.1", "Yes?", ((Choice("Yes", "n.1:0"),),))
    script = Script(lambda e: (asked,) if isinstance(e.input, Text) else (Notice("Heard."),))
    async with Rig(server, engine=script, webhook=hook) as rig:
        ana.types("hello")
        await server.until(lambda: ana.messages and ana.messages[-1].labels)
        ana.presses("Yes")
        await server.until(lambda: ana.asides)
        await rig.settled()
    assert ana.asides == ["Heard."]


# --- 200 means that it is committed ---


async def test_an_update_is_answered_when_it_is_committed_and_not_before(
    server: TelegramServer, hook: Webhook
) -> None:
    submit = Submit()
    submit.goes.clear()
    update = server.person("Ana").types("hello")
    server._updates.clear()
    async with listening(server, hook, submit) as adapter:
        answer = asyncio.create_task(post(hook, update))
        while not submit.came:  # noqa: ASYNC110 - it comes by itself
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert not answer.done()
        assert adapter._incoming.waiting > 0.05
        submit.goes.set()
        assert await answer == 200
        assert adapter._incoming.waiting == 0


async def test_what_can_not_be_committed_comes_again_before_what_follows_it(
    server: TelegramServer, hook: Webhook
) -> None:
    submit = Submit()
    submit.fails = 2
    async with listening(server, hook, submit):
        first, second = (server.person("Ana").types(text) for text in ("one", "two"))
        await server.until(lambda: not server.unconfirmed)
    assert server.hook.answers == [503, 503, 200, 200]
    assert submit.done == [f"telegram:{one['update_id']}" for one in (first, second)]


async def test_what_comes_again_counts_once(server: TelegramServer, hook: Webhook) -> None:
    ana, script = server.person("Ana"), Script(said)
    async with Rig(server, engine=script, webhook=hook) as rig:
        update = ana.types("hello")
        await server.until(lambda: ana.said)
        both = await asyncio.gather(post(hook, update), post(hook, update))
        await rig.settled()
    assert both == [200, 200]
    assert len(script.heard) == 1
    assert ana.said == ["hello"]


async def test_at_the_end_what_is_under_way_is_committed_and_nothing_more_is_taken(
    server: TelegramServer, hook: Webhook
) -> None:
    submit = Submit()
    submit.goes.clear()
    update = server.person("Ana").types("hello")
    server._updates.clear()
    async with listening(server, hook, submit) as adapter:
        answer = asyncio.create_task(post(hook, update))
        while not submit.came:  # noqa: ASYNC110 - it comes by itself
            await asyncio.sleep(0.01)
        asyncio.get_running_loop().call_later(0.2, submit.goes.set)
        begun = time.monotonic()
        assert adapter
    assert await answer == 200
    assert submit.done
    assert time.monotonic() - begun < 1.0
    with pytest.raises(aiohttp.ClientConnectionError):
        await post(hook, update)


# --- what is refused ---


async def blanks() -> AsyncIterator[bytes]:
    for _ in range(4 * MOST_BYTES // 65_536):
        yield b" " * 65_536


async def test_whoever_is_not_telegram_is_refused_before_a_body_is_read(
    server: TelegramServer, hook: Webhook
) -> None:
    submit = Submit()
    update = server.person("Ana").types("hello")
    server._updates.clear()
    async with listening(server, hook, submit):
        for secret in (None, "", "wrong", SECRET[:-1], SECRET + "x", "s\xe9cret"):
            assert await post(hook, update, secret=secret) == 403, secret
        for path in ("/", "/in", "/in/here/", "/in/herex", "/metrics"):
            assert await post(hook, update, path=path) == 404, path
        known = f"{HEADER}: {SECRET}\r\n"
        for path, more, size, status in (
            ("/in/here", "", 900_000, b"403"),
            ("/elsewhere", known, 900_000, b"404"),
            ("/in/here", known, MOST_BYTES + 1, b"413"),
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", hook.port)
            head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{more}Content-Length: {size}\r\n\r\n"
            writer.write(head.encode())
            async with asyncio.timeout(2):
                assert status in await reader.readline(), "of its body nothing has come"
            writer.close()
    assert submit.came == []


async def test_nothing_is_inflated_whoever_sends_it(server: TelegramServer, hook: Webhook) -> None:
    submit = Submit()
    update = gzip.compress(json.dumps(server.person("Ana").types("hello")).encode())
    server._updates.clear()
    async with listening(server, hook, submit):
        for secret, status in ((SECRET, 400), ("wrong", 403)):
            headers = {HEADER: secret, "Content-Encoding": "gzip"}
            async with (
                aiohttp.ClientSession() as session,
                session.post(hook.url, data=update, headers=headers) as answer,
            ):
                assert answer.status == status
    assert submit.came == []


async def half_open(hook: Webhook, words: bytes = b"") -> asyncio.StreamReader:
    """A connection on which only a part of a request comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", hook.port)
    writer.write(words)
    await writer.drain()
    reader._writer = writer  # type: ignore[attr-defined] # else it would be closed here
    return reader


@pytest.mark.parametrize("first", [b"", b"POST /in/here HTTP/1.1\r\nHost: x\r\n"])
async def test_who_sends_no_request_is_hung_up_on(
    server: TelegramServer, hook: Webhook, monkeypatch: pytest.MonkeyPatch, first: bytes
) -> None:
    monkeypatch.setattr(webhook, "HEAD", 0.1)
    async with listening(server, hook, Submit()), asyncio.timeout(5):
        assert await (await half_open(hook, first)).read() == b""


async def test_who_sends_no_second_request_is_hung_up_on(
    server: TelegramServer, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "IDLE", 0.1)
    body = b'{"update_id": 8, "poll": {}}'
    head = f"POST /in/here HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\nContent-Length: 28\r\n\r\n"
    async with listening(server, hook, Submit()), asyncio.timeout(5):
        said = await (await half_open(hook, head.encode() + body + b"POST /in")).read()
    assert said.startswith(b"HTTP/1.1 200"), "the first one is answered"


async def test_a_body_that_does_not_come_is_not_waited_for(
    server: TelegramServer, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "READING", 0.1)
    head = f"POST /in/here HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\nContent-Length: 99\r\n\r\n"
    async with listening(server, hook, Submit()), asyncio.timeout(5):
        assert b"408" in await (await half_open(hook, head.encode() + b"{")).readline()


async def test_connections_that_send_nothing_never_keep_telegram_out(
    server: TelegramServer, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "OPEN", 5)
    submit = Submit()
    submit.goes.clear()
    update = server.person("Ana").types("hello")
    server._updates.clear()
    async with listening(server, hook, submit), asyncio.timeout(5):
        answer = asyncio.create_task(post(hook, update))
        while not submit.came:  # noqa: ASYNC110 - it comes by itself
            await asyncio.sleep(0.01)
        silent = [await half_open(hook) for _ in range(12)]
        # The longest silent ones have given way, and what is being answered has not.
        for one in silent[:8]:
            assert await one.read() == b""
        submit.goes.set()
        assert await answer == 200
        assert await post(hook, server.person("Ben").types("hello")) == 200
        assert not any(one.at_eof() for one in silent[-3:])


async def test_what_is_no_update_is_refused_and_what_can_not_be_read_passed_over(
    server: TelegramServer, hook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    submit = Submit()
    async with listening(server, hook, submit):
        assert await post(hook, b"{") == 400
        assert await post(hook, b"[" * 100_000) == 400
        assert await post(hook, b"\xff") == 400
        assert await post(hook, ["no", "number"]) == 400
        assert await post(hook, {"update_id": "7"}) == 400
        assert await post(hook, b" " * (MOST_BYTES + 1)) == 413
        assert await post(hook, blanks()) == 413, "though it does not say how long it is"
        broken = {"update_id": 7, "message": {"text": "between us"}}
        assert await post(hook, broken) == 200
        assert await post(hook, {"update_id": 8, "poll": {}}) == 200
    assert submit.came == []
    assert "update 7 can't be read" in caplog.text
    assert "between us" not in caplog.text


async def test_neither_the_secret_nor_the_path_is_told(
    server: TelegramServer, hook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with listening(server, hook, Submit()):
        await post(hook, {}, secret="wrong")
        server.person("Ana").types("hello")
        await server.until(lambda: not server.unconfirmed)
    ours = [one for one in caplog.records if not one.name.startswith(("httpcore", "asyncio"))]
    text = "".join(one.getMessage() for one in ours)
    assert SECRET not in text + repr(hook)
    assert "/in/here" not in text + repr(hook)


def test_the_secret_of_a_token_is_its_own_and_one_that_telegram_takes() -> None:
    one, other = secret_of("1:a"), secret_of("1:b")
    assert one == secret_of("1:a") != other
    assert re.fullmatch(r"[\w-]{16,256}", one, re.ASCII)


# --- how it fares ---


async def test_a_port_that_another_has_is_told_with_how_to_mend_it(
    server: TelegramServer, hook: Webhook
) -> None:
    other = await asyncio.start_server(lambda r, w: None, hook.host, hook.port)
    adapter = TelegramAdapter(server.token, Door(Submit()), (), Options(server.url, webhook=hook))
    with pytest.raises(PortError, match="FORETELL_TELEGRAM_WEBHOOK_LISTEN"):
        await adapter.run()
    assert not server.hook.url, "Telegram is told nothing before somebody listens"
    await adapter.close()
    other.close()


async def test_an_address_that_telegram_does_not_take_is_told(
    server: TelegramServer, hook: Webhook
) -> None:
    words = "Bad Request: bad webhook: failed to resolve host"
    server.fail("setWebhook", Refused(400, words), times=2)
    quick = Patience(first=0.3)
    async with Rig(server, engine=Script(said), webhook=hook, patience=quick) as rig:
        await server.until(lambda: [call for call in server.calls if call.method == "setWebhook"])
        await asyncio.sleep(0.1)
        assert "FORETELL_TELEGRAM_WEBHOOK_URL" in str(rig.adapter._incoming.trouble)
        await server.until(lambda: server.hook.url)


@asynccontextmanager
async def looking(server: TelegramServer, hook: Webhook) -> AsyncIterator[Receiver]:
    """A receiver that looks often at what Telegram says."""

    async def take(updates: object) -> int:
        return 1

    bot = connect(server.token, server.url)
    receiver = Receiver(bot, take, hook, look=0.05)
    await bot.initialize()
    run = asyncio.create_task(receiver.run())
    try:
        yield receiver
    finally:
        run.cancel()
        with suppress(asyncio.CancelledError):
            await run
        await bot.shutdown()


async def test_a_webhook_that_another_program_takes_away_is_set_again_and_told(
    server: TelegramServer, hook: Webhook
) -> None:
    async with looking(server, hook) as receiver:
        await server.until(lambda: server.hook.url)
        assert not receiver.rivalled
        server.hook.unset()
        await server.until(lambda: server.hook.url == hook.url)
        assert receiver.rivalled


async def test_what_telegram_can_not_bring_is_an_ailment_until_it_can(
    server: TelegramServer, hook: Webhook
) -> None:
    async with looking(server, hook) as receiver:
        await server.until(lambda: server.hook.url)
        server.hook.error = (time.time(), "Connection refused")
        server._updates.append({"update_id": 1, "other": {}})
        while not receiver.hindrance:  # noqa: ASYNC110 - it is looked at soon
            await asyncio.sleep(0.01)
        assert receiver.hindrance == "Telegram can't bring updates (1 waiting): Connection refused"
        server._updates.clear()
        while receiver.hindrance:  # noqa: ASYNC110 - it is looked at soon
            await asyncio.sleep(0.01)


async def test_silence_counts_from_the_last_word_of_telegram(
    server: TelegramServer, hook: Webhook
) -> None:
    async with Rig(server, engine=Script(said), webhook=hook) as rig:
        await server.until(lambda: server.hook.url)
        while rig.adapter._incoming.silence is None:  # noqa: ASYNC110 - it comes at once
            await asyncio.sleep(0.01)
        assert rig.adapter._incoming.silence < 5
        assert not rig.adapter.deaf
    assert Receiver(connect("1:a"), Submit(), hook).silence is None  # type: ignore[arg-type]


# --- from one way to the other ---


async def test_polling_removes_the_webhook_and_loses_nothing(
    server: TelegramServer, hook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    ana = server.person("Ana")
    server.hook.set("http://127.0.0.1:9/", [], SECRET, 40)
    ana.types("while it was set")
    async with Rig(server, engine=Script(said)) as rig:
        await server.until(lambda: ana.said)
        await rig.settled()
    assert ana.said == ["while it was set"]
    assert not server.hook.url
    assert "a webhook was set" in caplog.text


async def test_a_webhook_follows_polling_and_loses_nothing(
    server: TelegramServer, hook: Webhook
) -> None:
    ana, script = server.person("Ana"), Script(said)
    async with Rig(server, engine=script) as rig:
        ana.types("one")
        await rig.settled()
    ana.types("two")
    async with Rig(server, engine=script, webhook=hook) as rig:
        await server.until(lambda: len(ana.said) == 2)
        await rig.settled()
    assert ana.said == ["one", "two"]


# --- behind the proxy of the sample ---


@NEEDS_NGINX
async def test_the_sample_of_nginx_brings_updates_and_nothing_else(
    server: TelegramServer, hook: Webhook, tmp_path: Path, unused_tcp_port_factory: Any
) -> None:
    port = unused_tcp_port_factory()
    # One of several is not there just now: what it should get, the next one gets.
    behind = hook.port, unused_tcp_port_factory()
    ana = server.person("Ana")

    async def asked(path: str, body: bytes) -> int:
        address = f"https://127.0.0.1:{port}{path}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(address, data=body, ssl=False) as answer,
        ):
            return answer.status

    async with nginx(tmp_path, port, behind) as url:
        assert await asked(PATH, b"{}") == 502, "nobody is there"
        async with Rig(server, engine=Script(said), webhook=replace(hook, url=url)) as rig:
            for n in range(20):
                ana.types(f"{n}")
            await server.until(lambda: len(ana.said) == 20, 30)
            await rig.settled()
            assert await asked(PATH, b"{}") == 403
            assert await asked(PATH, b" " * (MOST_BYTES + 1)) == 413
            assert await asked("/", b"{}") == 404
    assert ana.said == [f"{n}" for n in range(20)]
    assert {*server.hook.answers} == {200}, "whoever is there is asked, whatever was before"
