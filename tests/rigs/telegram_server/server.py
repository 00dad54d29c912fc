"""The server: HTTP, the methods, and the queue of updates.

An update stays in the queue until a call of ``getUpdates`` comes with a higher offset. A second
poller throws the first one out with 409.
"""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from adapters.telegram.pacing import Pace
from tests.rigs.telegram_server import rules
from tests.rigs.telegram_server.flood import Flood
from tests.rigs.telegram_server.hook import Hook
from tests.rigs.telegram_server.methods import BOT, Methods
from tests.rigs.telegram_server.people import Chat, Group, Person, Sent, in_topic
from tests.rigs.telegram_server.rules import Refused, bad

CONFLICT = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
    "running"
)

HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
    "the webhook first"
)


@dataclass
class Odd(Exception):  # noqa: N818 - it names an answer, not a fault of ours
    """An answer that the Bot API would not give: any bytes, or blanks that trickle for ever."""

    body: bytes
    status: int = 200
    trickles: bool = False

    async def give(self, request: web.Request) -> web.StreamResponse:
        if not self.trickles:
            return web.Response(body=self.body, status=self.status)
        answer = web.StreamResponse(status=self.status)
        await answer.prepare(request)
        while True:
            await answer.write(b" ")
            await asyncio.sleep(0.02)


@dataclass
class Call:
    """A request that was made: ``refused`` is what came of it, if not what was asked for.

    ``by`` is who made it: what its address has before the token, ``/2/bot…``.
    """

    method: str
    parameters: dict[str, Any] = field(repr=False)
    at: float
    refused: Refused | None = None
    by: str = ""


class Trickling(Exception):  # noqa: N818 - it names how an answer comes
    """An answer that comes a byte at a time."""


class TelegramServer:
    """A Bot API server with one bot.

    ``speed`` is how much faster flood control's clock runs than ours; ``flood=False`` turns it
    off. ``answer_within`` is how many real seconds a press waits for its answer. Left and entered
    again, it was away for a while: same address, and nothing forgotten.
    """

    def __init__(
        self, *, speed: float = 50.0, flood: bool = True, answer_within: float = 30.0
    ) -> None:
        self.bot = BOT
        self.token = "7000000001:AAF-strict_Test0token1for2the3fake4srv"
        self.speed = speed
        self.flood = Flood(speed) if flood else None
        self.answer_within = answer_within
        self.calls: list[Call] = []
        self.menus: dict[str, list[dict[str, str]]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.inline: dict[str, list[dict[str, Any]] | None] = {}
        """What was answered to each inline query; ``None`` as long as nothing was."""
        self.inline_button = ""
        self._chats: dict[int, Chat] = {}
        self._people: dict[str, Person] = {}
        self._queries: dict[str, tuple[Person, float]] = {}
        self._files: dict[str, bytes] = {}
        self._updates: list[dict[str, Any]] = []
        self._repeated: list[dict[str, Any]] = []
        self._repeats_given = 0
        self._counter = self._numbered = 1000
        self._port = 0
        methods = Methods(self)
        self._handlers: dict[str, Any] = {
            name: getattr(methods, name) for name in vars(Methods) if not name.startswith("_")
        } | {"get_updates": self._get_updates}
        self._failures: list[tuple[str, Refused | Odd | str]] = []
        self.hook = Hook(lambda: self._updates, self._tell)
        self._poll: asyncio.Future[None] | None = None
        self._news = asyncio.Event()
        self._changed = asyncio.Condition()

    # --- for tests: the outside ---

    @property
    def url(self) -> str:
        """The base to give to the bot."""
        return f"http://127.0.0.1:{self._port}"

    def pace(self) -> Pace:
        """The bot's own pace, on this server's clock."""
        return Pace().faster(self.speed)

    @property
    def refusals(self) -> list[str]:
        """Everything that was refused, 429 and 403 included, as text."""
        return [f"{call.method}: {call.refused}" for call in self.calls if call.refused]

    @property
    def unconfirmed(self) -> int:
        """How many updates would come again."""
        return len(self._updates) + len(self._repeated)

    @property
    def unanswered(self) -> int:
        """How many pressed buttons still show that they wait."""
        return len(self._queries)

    def person(self, name: str) -> Person:
        """The person of this name, who has a private chat with the bot but has not begun it."""
        if name not in self._people:
            id = 100 + len(self._people)
            closed = "can't initiate conversation with a user"
            chat = self._chats.setdefault(id, Chat(id, "private", name, closed=closed))
            self._people[name] = Person(self, id, name, chat)
        return self._people[name]

    def group(self, title: str) -> Group:
        """A new group with the bot in it, which sees all that is said there."""
        group = Group(-len(self._chats) - 1000, "group", title)
        self._chats[group.id] = group
        return group

    def migrate(self, group: Group) -> Group:
        """The group becomes a supergroup with another number; returns that."""
        new = Group(-1001000000000 + group.id, "supergroup", group.title)
        self._chats[new.id] = group.moved_to = new
        return new

    def fail(self, method: str, how: Refused | Odd | str, times: int = 1) -> None:
        """Let the next calls of a method fail: refused, odd, or ``"drop"`` (no answer at all).

        With ``"lost"`` there is no answer either, but what was asked for is done; with
        ``"trickle"`` it comes a byte at a time, without end.
        """
        self._failures += [(method, how)] * times

    def forget_presses(self) -> None:
        """Make all open presses too old to answer."""
        self._queries.clear()

    def again(self, update: dict[str, Any]) -> None:
        """Deliver an update once more, even if it was confirmed."""
        self._repeated.append(update)
        self._wake()

    async def until(self, condition: Callable[[], Any], seconds: float = 10.0) -> None:
        """Wait until this is true; it is looked at after each request."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: bool(condition()))

    # --- for people ---

    def store(self, chat: Chat, message: Sent) -> Sent:
        # What the bot sends in private and what comes in has one sequence, as in reality.
        self._numbered += 1
        message.id = self._numbered
        message.born = (message.text, tuple(tuple(row) for row in message.buttons))
        message.note_buttons()
        chat.history.append(message)
        return message

    def keep(self, file: str, data: bytes) -> None:
        """Have a file by this id, as if somebody had sent it."""
        self._files[file] = data

    def update(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        self._counter += 1
        if self.flood and kind != "my_chat_member":
            # Some tests bring what no update would hold.
            with suppress(KeyError, TypeError, AttributeError):
                self.flood.heard(content.get("message", content)["chat"]["id"])
        update = {"update_id": self._counter, kind: content}
        self._updates.append(update)
        self._wake()
        return update

    def open_query(self, person: Person) -> str:
        self._counter += 1
        id = str(self._counter)
        self._queries[id] = (person, time.monotonic() + self.answer_within)
        return id

    def describe(self, message: Sent) -> dict[str, Any]:
        """A message as the Bot API gives it."""
        data: dict[str, Any] = {
            "message_id": message.id,
            "date": 1_700_000_000 + message.id,
            "chat": message.chat.data(),
            "from": BOT
            if message.by is None
            else {"id": message.by.id, "is_bot": False, "first_name": message.by.name},
            **in_topic(message.topic),
        }
        if message.document is not None:
            name, content = message.document
            file = {"file_id": name, "file_unique_id": name, "file_name": name}
            data |= {"document": file | {"file_size": len(content)}, "caption": message.caption}
        elif message.photo is None:
            data |= {"text": message.text, "entities": message.entities}
        else:
            width, height = rules.photo(message.photo)
            id = next(key for key, value in self._files.items() if value == message.photo)
            size = {"file_id": id, "file_unique_id": id, "width": width, "height": height}
            data |= {"photo": [size], "caption": message.caption}
        if message.rows:
            data["reply_markup"] = {"inline_keyboard": message.rows}
        return data

    def _wake(self) -> None:
        self.hook.bring()
        self._news.set()
        self._news = asyncio.Event()

    # --- HTTP ---

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_route("*", "/{by}/bot{token}/{method}", self._serve)
        app.router.add_route("GET", "/file/bot{token}/documents/{file}", self._hand_over)
        # Its own log would hold each request's address, which holds the token.
        self._runner = web.AppRunner(
            app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.hook.close()
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        form = await request.post()
        parameters = {
            name: rules.Uploaded.of(value.filename, value.file.read())
            if isinstance(value, web.FileField)
            else rules.decoded(name, str(value))
            for name, value in form.items()
        }
        by = request.match_info.get("by", "")
        call = Call(method, parameters, time.monotonic(), by=by)
        self.calls.append(call)
        try:
            if request.match_info["token"] != self.token:
                raise Refused(401, "Unauthorized")
            name = re.sub("([A-Z])", lambda match: f"_{match[1].lower()}", method)
            handler = self._handlers.get(name)
            if handler is None:
                raise Refused(404, "Not Found: method not found")
            lost = self._fail(method, request)
            result = handler(**parameters)
            if asyncio.iscoroutine(result):
                result = await result
            if lost and request.transport:
                request.transport.close()
        except Odd as odd:
            return await odd.give(request)
        except Trickling:
            answer = web.StreamResponse()
            await answer.prepare(request)
            while True:
                await answer.write(b" ")
                await asyncio.sleep(0.02)
        except Refused as refused:
            call.refused = refused
            body = {"ok": False, "error_code": refused.code, "description": refused.description}
            if refused.parameters:
                body["parameters"] = refused.parameters
            return web.json_response(body, status=refused.code)
        finally:
            await self._tell()
        return web.json_response({"ok": True, "result": result})

    async def _hand_over(self, request: web.Request) -> web.Response:
        self.calls.append(Call("file", {"file": request.match_info["file"]}, time.monotonic()))
        data = self._files.get(request.match_info["file"])
        if request.match_info["token"] != self.token or data is None:
            return web.Response(status=404)
        return web.Response(body=data)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _fail(self, method: str, request: web.Request) -> bool:
        """Refuse this call if that was asked for; whether its answer is to be lost."""
        for n, (wanted, how) in enumerate(self._failures):
            if wanted == method:
                del self._failures[n]
                if not isinstance(how, str):
                    raise how
                if how == "trickle":
                    raise Trickling
                if how == "lost":
                    return True
                if request.transport:
                    request.transport.close()
                raise Refused(500, "dropped")
        return False

    async def _get_updates(
        self,
        offset: int = 0,
        limit: int = 100,
        timeout: float = 0,  # noqa: ASYNC109 - the parameter's name in the Bot API
        allowed_updates: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        if offset < 0 or not 1 <= limit <= 100 or not 0 <= timeout <= 50:
            raise bad("offset, limit or timeout out of range")
        if self.hook.url:
            raise Refused(409, HOOKED)
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        mine = self._poll = asyncio.get_running_loop().create_future()
        self._updates = [one for one in self._updates if one["update_id"] >= offset]
        del self._repeated[: self._repeats_given]
        self._repeats_given = 0
        await self._tell()
        end = time.monotonic() + timeout
        try:
            while not (ready := self._ready(allowed_updates)):
                left = end - time.monotonic()
                if left <= 0:
                    return []
                news = asyncio.ensure_future(self._news.wait())
                await asyncio.wait({news, mine}, timeout=left, return_when="FIRST_COMPLETED")
                news.cancel()
                if mine.done():
                    raise Refused(409, CONFLICT)
            self._repeats_given = len(self._repeated)
            return ready[:limit]
        finally:
            if self._poll is mine:
                self._poll = None

    def _ready(self, allowed: list[str] | None) -> list[dict[str, Any]]:
        return [
            one
            for one in [*self._repeated, *self._updates]
            if not allowed or any(kind in one for kind in allowed)
        ]
