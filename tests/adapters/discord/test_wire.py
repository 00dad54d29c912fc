"""Discord over the wire: the real client against a small server on loopback."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
from aiohttp import WSMsgType, web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import DiscordAdapter, DiscordRefused, point_elsewhere
from adapters.discord.addresses import DiscordHandle, address
from bot.conversation.commands import COMMANDS
from bot.conversation.inputs import Command, Envelope
from bot.conversation.outputs import Output, Say
from bot.lessons.library import Library
from bot.service.delivery.channel import Later, Message
from tests.rigs.observing import Told

TOKEN = "not-a-real-token-but-a-long-one"
KEY = "an-interaction-token-that-must-stay-secret"
ME = {"id": "100", "username": "Foretell", "discriminator": "0", "avatar": None, "bot": True}
ANA = {"id": "200", "username": "ana", "discriminator": "0", "avatar": None}


@dataclass
class Server:
    """As much of Discord as one learner's command needs."""

    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    identified: list[dict[str, Any]] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    fails: list[int] = field(default_factory=list)
    gateway: web.WebSocketResponse | None = None
    address: str = ""
    resumed: int = 0

    async def rest(self, request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.can_read_body else None
        path = request.path.removeprefix("/api/v10")
        self.requests.append((request.method, path, body or dict(request.query)))
        if self.fails:
            return _json({"message": "no", "code": 0}, self.fails.pop(0))
        if request.headers.get("Authorization") == "Bot wrong":
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        return _json(self._answer(request.method, path, body))

    def _answer(self, method: str, path: str, body: Any) -> Any:
        match path.strip("/").split("/"):
            case ["users", "@me"]:
                return ME
            case ["oauth2", "applications", "@me"]:
                return {"id": "100", "name": "Foretell", "description": "", "bot_public": True} | {
                    "bot_require_code_grant": False,
                    "verify_key": "0" * 64,
                    "owner": ME,
                    "flags": 0,
                    "icon": None,
                }
            case ["applications", "100", "commands"] if method == "GET":
                return []
            case ["applications", "100", "commands"]:
                return [one | {"id": str(n), "application_id": "100"} for n, one in enumerate(body)]
            case ["interactions", id, _, "callback"]:
                return {"interaction": {"id": id, "type": 2, "response_message_id": "900"}}
            case ["webhooks", "100", _]:
                self.answered.set()
                return _message(body)
        raise web.HTTPNotFound

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        ws = self.gateway = web.WebSocketResponse()
        await ws.prepare(request)
        await ws.send_json({"op": 10, "d": {"heartbeat_interval": 41250}})
        async for message in ws:
            if message.type is not WSMsgType.TEXT:
                break
            said = json.loads(message.data)
            if said["op"] == 1:
                await ws.send_json({"op": 11})
            elif said["op"] == 2:
                self.identified.append(said["d"])
                await self.event("READY", _ready() | {"resume_gateway_url": self.address})
            elif said["op"] == 6:
                self.resumed += 1
                await self.event("RESUMED", {})
        return ws

    async def event(self, name: str, data: Any) -> None:
        assert self.gateway is not None
        await self.gateway.send_json({"op": 0, "s": 1, "t": name, "d": data})


def _json(value: Any, status: int = 200) -> web.Response:
    # discord.py reads a body as JSON only under exactly this type, without a charset.
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(value).encode(), status=status, headers=headers)


def _ready() -> dict[str, Any]:
    return {
        "v": 10,
        "user": ME,
        "guilds": [],
        "private_channels": [],
        "session_id": "s",
        "application": {"id": "100", "flags": 0},
    }


def _message(body: Any) -> dict[str, Any]:
    return (
        {
            "id": "901",
            "channel_id": "300",
            "author": ME,
            "content": "",
            "timestamp": "2026-03-02T09:00:00+00:00",
            "edited_timestamp": None,
            "components": body["components"],
            "flags": body["flags"],
            "type": 20,
        }
        | dict.fromkeys(("tts", "mention_everyone", "pinned"), False)
        | {name: [] for name in ("mentions", "mention_roles", "attachments", "embeds")}
    )


def learn(context: int = 0, guild: str | None = "400") -> dict[str, Any]:
    """Ana's ``/learn tea``."""
    member = {"user": ANA, "roles": [], "joined_at": None, "permissions": "0", "flags": 0}
    return {
        "id": "500",
        "application_id": "100",
        "type": 2,
        "token": KEY,
        "version": 1,
        "context": context,
        "channel_id": "300",
        "channel": {"id": "300", "type": 0, "name": "learning", "permissions": "0", "position": 0},
        **({"member": member, "guild_id": guild} if guild else {"user": ANA}),
        "entitlements": [],
        "authorizing_integration_owners": {},
        "app_permissions": "0",
        "attachment_size_limit": 10_000_000,
        "locale": "de",
        "data": {
            "id": "1",
            "name": "learn",
            "type": 1,
            "options": [{"name": "lesson", "type": 3, "value": "tea"}],
        },
    }


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def serving(server: Server) -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_get("/", server.socket)
    app.router.add_route("*", "/api/v10/{rest:.*}", server.rest)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr] # started
    server.address = f"ws://127.0.0.1:{port}/"
    point_elsewhere(f"http://127.0.0.1:{port}/api/v10", f"ws://127.0.0.1:{port}/")
    try:
        yield
    finally:
        await runner.cleanup()


class Desk:
    """Takes envelopes and lets the adapter's channel answer each."""

    def __init__(self) -> None:
        self.came: list[Envelope] = []
        self.adapter: DiscordAdapter

    async def submit(self, envelope: Envelope) -> tuple[Output, ...]:
        self.came.append(envelope)
        await self.adapter.channel.send(envelope.address, Message("Tea!"), f"{envelope.id}/0", None)
        return (Say("Tea!"),)


def adapter_for(desk: Desk, token: str = TOKEN) -> DiscordAdapter:
    desk.adapter = DiscordAdapter(token, desk.submit, Library, COMMANDS, bytes)
    return desk.adapter


@asynccontextmanager
async def connected(desk: Desk) -> AsyncIterator[DiscordAdapter]:
    """An adapter that has come as far as to hear learners."""
    adapter = adapter_for(desk)
    run = asyncio.create_task(adapter.run())
    async with asyncio.timeout(10):
        while adapter.ailment() is not None and not run.done():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)
    try:
        yield adapter
    finally:
        await adapter.close()
        await asyncio.wait([run], timeout=2)
        assert run.done()
        if not run.cancelled():
            run.result()


async def test_a_command_is_answered_through_the_addresses_that_were_set(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server, desk = Server(), Desk()
    with caplog.at_level(logging.DEBUG):
        async with serving(server), connected(desk):
            await server.event("INTERACTION_CREATE", learn())
            await asyncio.wait_for(server.answered.wait(), 10)
    (identify,) = server.identified
    assert identify["token"] == TOKEN
    assert identify["intents"] & (1 << 15 | 1 << 1 | 1 << 8) == 0, "no privileged intent"
    paths = [(method, path.replace(KEY, "KEY")) for method, path, _ in server.requests]
    asked = ("GET", "/applications/100/commands", {"with_localizations": "true"})
    assert asked in server.requests, "without it, Discord leaves translations out"
    assert ("PUT", "/applications/100/commands") in paths
    acknowledged = paths.index(("POST", "/interactions/500/KEY/callback"))
    assert server.requests[acknowledged][2] == {"type": 5, "data": {"flags": 64}}
    assert paths.index(("POST", "/webhooks/100/KEY")) > acknowledged
    (envelope,) = desk.came
    assert envelope.id == "discord:500"
    assert envelope.learner == "discord:200"
    assert envelope.input == Command("learn", "tea")
    assert envelope.address.public
    assert TOKEN not in caplog.text
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    ("context", "guild", "public"),
    [(0, "400", True), (1, None, False), (2, None, True)],
    ids=["a server", "our direct message", "a group, or another's direct message"],
)
async def test_what_others_can_read_is_answered_for_the_learner_alone(
    context: int, guild: str | None, public: bool
) -> None:
    server, desk = Server(), Desk()
    async with serving(server), connected(desk):
        await server.event("INTERACTION_CREATE", learn(context, guild))
        await asyncio.wait_for(server.answered.wait(), 10)
    assert desk.came[0].address.public is public
    (sent,) = [body for _, path, body in server.requests if path.startswith("/webhooks/")]
    assert bool(sent["flags"] & 64) is public


async def test_a_wrong_token_is_a_clear_message_without_the_token() -> None:
    async with serving(Server()):
        adapter = adapter_for(Desk(), "wrong")
        with pytest.raises(DiscordRefused, match="FORETELL_DISCORD_TOKEN") as raised:
            await adapter.run()
        assert "wrong" not in str(raised.value)
        assert adapter.ailment() is not None


async def test_a_discord_that_is_away_at_the_start_is_tried_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.adapter._PAUSES", (0,))
    server = Server(fails=[403, 403])
    async with serving(server), connected(Desk()):
        pass
    assert caplog.text.count("can't be reached") == 2


async def test_a_lost_connection_is_made_again_and_nothing_is_registered_anew() -> None:
    server, desk = Server(), Desk()
    async with serving(server), connected(desk) as adapter:
        assert server.gateway is not None
        await server.gateway.close(code=1001)
        async with asyncio.timeout(20):
            while not server.resumed:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.05)
        await server.event("INTERACTION_CREATE", learn())
        await asyncio.wait_for(server.answered.wait(), 10)
        assert adapter.ailment() is None
    assert len(server.identified) == 1, "it resumed, so that what came meanwhile is not lost"
    assert len([path for method, path, _ in server.requests if method == "PUT"]) == 1


async def test_what_discord_answers_is_told_by_its_status() -> None:
    server, desk, told = Server(), Desk(), Told()
    desk.adapter = DiscordAdapter(TOKEN, desk.submit, Library, COMMANDS, bytes, observer=told)
    async with serving(server):
        run = asyncio.create_task(desk.adapter.run())
        async with asyncio.timeout(20):
            while not told.connections["discord"]:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.01)
            assert server.gateway is not None
            await server.gateway.close(code=1001)
            while not server.resumed:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.05)
        server.fails.append(404)
        await server.event("INTERACTION_CREATE", learn())
        async with asyncio.timeout(10):
            while not told.calls["discord", 404]:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.01)
        await desk.adapter.close()
        await asyncio.wait([run], timeout=2)
    assert told.connections["discord"] == 2
    assert told.calls["discord", 200] > 1


async def test_closing_does_not_wait_for_a_goodbye_that_never_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(code: int) -> None:
        await asyncio.Event().wait()

    async with serving(Server()), connected(Desk()) as adapter:
        monkeypatch.setattr(adapter.client.ws, "close", never)
        async with asyncio.timeout(2):
            await adapter.close()
        with pytest.raises(Later):
            await adapter.channel.send(
                address(1, False, DiscordHandle(1)), Message("x"), "k/0", None
            )


async def test_closing_ends_the_wait_for_a_discord_that_is_away() -> None:
    point_elsewhere("http://127.0.0.1:9/api/v10", "ws://127.0.0.1:9/")
    adapter = adapter_for(Desk())
    run = asyncio.create_task(adapter.run())
    await asyncio.sleep(0.1)
    assert adapter.ailment() is not None
    await adapter.close()
    async with asyncio.timeout(2):
        await asyncio.wait([run])


async def test_a_start_warns_of_nothing_that_we_never_need(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.VoiceClient, "warn_nacl", True)
    monkeypatch.setattr(discord.VoiceClient, "warn_dave", True)
    async with serving(Server()), connected(Desk()):
        pass
    assert "voice" not in caplog.text
