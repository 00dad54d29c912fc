"""As much of Discord as one learner's command needs: REST and a gateway, on loopback.

The gateway has shards, and turns away who identifies too early for its bucket.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from adapters.discord.adapter import DiscordAdapter, point_elsewhere
from bot.conversation.commands import COMMANDS
from bot.conversation.inputs import Envelope
from bot.conversation.outputs import Output, Say
from bot.lessons.library import Library
from bot.service.delivery.channel import Message
from tests.rigs.makers import open_door

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
    """The connection that was made last."""
    sockets: dict[int, web.WebSocketResponse] = field(default_factory=dict)
    """The connection of each shard."""
    address: str = ""
    resumed: int = 0
    shards: int = 1
    """How many shards are recommended."""
    concurrency: int = 1
    apart: float = 0.0
    """Seconds between two sessions of a bucket, at least."""
    begun: list[tuple[int, float]] = field(default_factory=list)
    """Which shards began a session, and when."""
    refused: list[int] = field(default_factory=list)
    """Which shards were too early."""
    shown: dict[str, Any] = field(default_factory=dict)
    """What was sent first by each interaction's token."""
    closed: bool = False
    """Whether direct messages are closed."""
    dumb: bool = False
    """Whether what is sent by a token is shown, and the answer to that never comes."""
    by: list[str] = field(default_factory=list)
    """Which process made each request, where that is told."""

    async def rest(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        path = request.path.removeprefix("/api/v10")
        self.requests.append((request.method, path, body or dict(request.query)))
        self.by.append(request.headers.get("X-Process", ""))
        if self.dumb and path.startswith("/webhooks/"):
            self.shown.setdefault(path.split("/")[3], body)
            await asyncio.Event().wait()
        if self.closed and request.method == "POST" and path.startswith("/channels/"):
            return json_answer({"message": "no", "code": 50007}, 403)
        if self.fails:
            return json_answer({"message": "no", "code": 0}, self.fails.pop(0))
        if request.headers.get("Authorization") == "Bot wrong":
            return json_answer({"message": "401: Unauthorized", "code": 0}, 401)
        return json_answer(self._answer(request.method, path, body))

    def _answer(self, method: str, path: str, body: Any) -> Any:
        match path.strip("/").split("/"):
            case ["users", "@me"]:
                return ME
            case ["gateway", "bot"]:
                limit = {"total": 1000, "remaining": 999, "reset_after": 0}
                limit["max_concurrency"] = self.concurrency
                return {"url": self.address, "shards": self.shards, "session_start_limit": limit}
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
                # A menu's command has no description, and Discord says so with an empty one.
                own = {"application_id": "100"}
                return [
                    {"description": ""} | one | own | {"id": str(n)} for n, one in enumerate(body)
                ]
            case ["interactions", id, _, "callback"]:
                return {"interaction": {"id": id, "type": 2, "response_message_id": "900"}}
            case ["webhooks", "100", key] if method == "POST":
                self.answered.set()
                self.shown.setdefault(key, body)
                return stored_message(body)
            case ["webhooks", "100", key, "messages", _] if method == "GET":
                return stored_message(self.shown.get(key, {"components": []}))
            case ["webhooks", "100", _, "messages", _]:
                return stored_message(body) if method == "PATCH" else None
            case ["channels", channel] if method == "GET":
                return {"id": channel, "type": 1, "recipients": [ANA], "last_message_id": None}
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
                await self._identify(ws, said["d"])
            elif said["op"] == 6:
                self.resumed += 1
                # A session's name ends with its shard.
                self.sockets[int(said["d"]["session_id"].rpartition("-")[2])] = ws
                await self._say(ws, "RESUMED", {})
        return ws

    async def _identify(self, ws: web.WebSocketResponse, said: dict[str, Any]) -> None:
        shard, count = said.get("shard", (0, 1))
        now, bucket = time.monotonic(), shard % self.concurrency
        before = [at for one, at in self.begun if one % self.concurrency == bucket]
        if before and now - before[-1] < self.apart:
            self.refused.append(shard)
            await ws.send_json({"op": 9, "d": False})
            return
        self.begun.append((shard, now))
        self.identified.append(said)
        self.sockets[shard] = ws
        ready = {"resume_gateway_url": self.address, "shard": [shard, count]}
        await self._say(ws, "READY", _ready() | {"session_id": f"s-{shard}"} | ready)

    async def event(self, name: str, data: Any, shard: int | None = None) -> None:
        """Tell of something by the connection of a shard, or the one that was made last."""
        socket = self.gateway if shard is None else self.sockets[shard]
        assert socket is not None
        await self._say(socket, name, data)

    @staticmethod
    async def _say(socket: web.WebSocketResponse, name: str, data: Any) -> None:
        await socket.send_json({"op": 0, "s": 1, "t": name, "d": data})

    def who(self, method: str, path: str) -> list[str]:
        """Which processes made this request; a path that ends with / is the beginning of one."""
        return [
            by
            for (how, where, _), by in zip(self.requests, self.by, strict=True)
            if how == method and (where == path or (path.endswith("/") and where.startswith(path)))
        ]


async def _body(request: web.Request) -> Any:
    if not request.can_read_body:
        return None
    if not request.content_type.startswith("multipart/"):
        return await request.json()
    return json.loads((await request.post())["payload_json"])


def json_answer(value: Any, status: int = 200) -> web.Response:
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


def stored_message(body: Any) -> dict[str, Any]:
    return (
        {
            "id": "901",
            "channel_id": "300",
            "author": ME,
            "content": "",
            "timestamp": "2026-03-02T09:00:00+00:00",
            "edited_timestamp": None,
            "components": body["components"],
            "flags": body.get("flags", 0),
            "type": 20,
        }
        | dict.fromkeys(("tts", "mention_everyone", "pinned"), False)
        | {name: [] for name in ("mentions", "mention_roles", "attachments", "embeds")}
    )


def learn(
    context: int = 0, guild: str | None = "400", id: str = "500", key: str = KEY
) -> dict[str, Any]:
    """Ana's ``/learn tea``."""
    member = {"user": ANA, "roles": [], "joined_at": None, "permissions": "0", "flags": 0}
    return {
        "id": id,
        "application_id": "100",
        "type": 2,
        "token": key,
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


def press(button: str, guild: str, id: str, key: str) -> dict[str, Any]:
    """Ana's press on a button of the message that was sent to her."""
    shown = stored_message({"components": [], "flags": 1 << 15 | 1 << 6})
    data = {"custom_id": button, "component_type": 2}
    return learn(guild=guild, id=id, key=key) | {"type": 3, "data": data, "message": shown}


def buttons(components: Any) -> list[str]:
    """What the buttons carry among these parts of a message."""
    found = [one["custom_id"] for one in components if "custom_id" in one]
    return found + [id for one in components for id in buttons(one.get("components") or ())]


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
    desk.adapter = DiscordAdapter(token, open_door(desk.submit), Library, COMMANDS, bytes)
    return desk.adapter


@asynccontextmanager
async def connected(desk: Desk) -> AsyncIterator[DiscordAdapter]:
    """An adapter that has come as far as to hear learners."""
    adapter_for(desk)
    async with running(desk) as adapter:
        yield adapter


@asynccontextmanager
async def running(desk: Desk) -> AsyncIterator[DiscordAdapter]:
    """The same with the adapter that this desk has."""
    adapter = desk.adapter
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
