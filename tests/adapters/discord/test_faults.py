"""Discord that answers with anything but what was agreed: nothing of it ends or blocks the bot."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from aiohttp import web

from adapters.discord import gateway
from adapters.discord.adapter import DiscordAdapter, DiscordRefused
from adapters.discord.connection import REQUEST
from adapters.discord.events import DiscordHandle, InteractionToken, address
from adapters.discord.failures import MANY_REFUSALS, MAX_REFUSALS, WINDOW, Refusals, TooManyRefusals
from adapters.discord.gateway import SPARE, SessionStarts, warn_if_crowded
from adapters.discord.receiving import LATELY, MIN_LOST_INTERACTIONS, Rivalry
from adapters.discord.shards import Shards
from bot.conversation.inputs import Address
from bot.service import monitoring
from bot.service.delivery.channel import Later, Message, ObservedChannel
from bot.service.monitoring import Observer
from tests.rigs.discord_processes import adapter_of
from tests.rigs.discord_server import (
    KEY,
    TOKEN,
    Desk,
    Server,
    adapter_for,
    connected,
    json_answer,
    learn,
    serving,
    stored_message,
)

HTML = "<html>Welcome to the hotel's network</html>"
TAKEN = "taken"
CUT = "cut"
SECRET = "what-ana-typed"


class Odd(Server):
    """Answers for these paths with something else, so many times."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: dict[str, list[Any]] = {}
        self.limit: Any = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
        self.shards = 1
        self.hang = asyncio.Event()

    async def rest(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/api/v10")
        if path == "/gateway/bot":
            self.requests.append((request.method, path, None))
            found = {"url": "x", "shards": self.shards, "session_start_limit": self.limit}
            return json_answer(found)
        answers = self.odd.get(f"{request.method} {path}")
        if answers:
            answer = answers.pop(0)
            if isinstance(answer, web.Response):
                return answer
            if isinstance(answer, int):
                return json_answer({"message": "no", "code": 0}, answer)
            if answer == TAKEN:
                return json_answer({"message": "taken", "code": 40060}, 400)
            if answer == CUT:
                assert request.transport is not None
                request.transport.close()
            if answer == "hang":
                await self.hang.wait()
            if answer == HTML:
                return web.Response(text=HTML, content_type="text/html")
            return json_answer(answer)
        return await super().rest(request)


async def until(what: Any, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)


@asynccontextmanager
async def running(adapter: DiscordAdapter) -> AsyncIterator[asyncio.Task[None]]:
    run = asyncio.create_task(adapter.run())
    try:
        yield run
    finally:
        await adapter.close()
        await asyncio.wait([run], timeout=3)


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.adapter._PAUSES", (0,))


@pytest.fixture
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.gateway._BETWEEN", 0.0)
    monkeypatch.setattr("adapters.discord.gateway.APART", 0.0)
    monkeypatch.setattr("adapters.discord.gateway.PAUSES", (0,))


async def is_answered(server: Server) -> None:
    server.answered.clear()
    await server.event("INTERACTION_CREATE", learn())
    await asyncio.wait_for(server.answered.wait(), 10)


@pytest.mark.parametrize("answer", [HTML, [], None, {}, "words", 7])
@pytest.mark.parametrize(
    "path",
    [
        "GET /users/@me",
        "GET /oauth2/applications/@me",
        "GET /applications/100/commands",
        "PUT /applications/100/commands",
    ],
)
async def test_an_answer_of_another_shape_at_the_start_is_tried_again_or_passed_over(
    path: str, answer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server = Odd()
    server.odd[path] = [answer]
    async with serving(server), connected(Desk()) as adapter:
        await until(lambda: adapter.ailment() is None)
        await is_answered(server)
    assert HTML not in caplog.text


FRAMES = ["no JSON", "[]", "null", "7", '{"op": 10, "d": null}', '{"op":0,"t":"READY","d":null}']


@pytest.mark.usefixtures("_hasty")
@pytest.mark.parametrize("frame", FRAMES)
async def test_a_frame_that_makes_no_sense_costs_a_connection_and_no_session(
    frame: str, caplog: pytest.LogCaptureFixture
) -> None:
    server = Odd()
    async with serving(server), connected(Desk()):
        assert server.gateway is not None
        await server.gateway.send_str(frame)
        await until(lambda: server.resumed)
        await is_answered(server)
    assert len(server.identified) == 1
    assert "can't be read" in caplog.text


@pytest.mark.parametrize("name", ["INTERACTION_CREATE", "MESSAGE_CREATE", "THREAD_CREATE"])
@pytest.mark.parametrize("data", [None, [], {}, {"content": SECRET, "id": SECRET}, "x"])
async def test_an_event_that_makes_no_sense_costs_itself_alone(
    name: str, data: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server = Odd()
    async with serving(server), connected(Desk()):
        await server.event(name, data)
        await is_answered(server)
        assert not server.resumed
    assert len(server.identified) == 1
    assert f"an event {name} was passed over" in caplog.text
    assert SECRET not in caplog.text


async def test_many_events_that_make_no_sense_fill_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    parse = adapter_for(Desk()).client._connection.parsers["MESSAGE_CREATE"]
    for _ in range(150):
        parse(None)
    assert caplog.text.count("was passed over") == 3


async def test_a_press_of_another_shape_costs_itself_alone_and_none_of_it_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = Odd()
    odd = learn() | {"id": "501", "type": 5, "data": {"custom_id": "send:a.1", "components": 7}}
    odd["data"]["resolved"] = SECRET
    async with serving(server), connected(Desk()):
        await server.event("INTERACTION_CREATE", odd)
        await is_answered(server)
    assert "on_interaction failed" in caplog.text
    assert SECRET not in caplog.text
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    ("code", "mend"),
    [
        (4004, "FORETELL_DISCORD_TOKEN"),
        (4010, "shards"),
        (4011, "2,500"),
        (4012, "update"),
        (4013, "update"),
        (4014, "developer portal"),
    ],
)
async def test_a_close_code_for_good_is_final_with_how_to_mend_it(code: int, mend: str) -> None:
    server = Odd()
    async with serving(server):
        adapter = adapter_for(Desk())
        async with running(adapter) as run:
            await until(lambda: adapter.ailment() is None)
            assert server.gateway is not None
            await server.gateway.close(code=code)
            with pytest.raises(DiscordRefused, match=mend) as raised:
                await asyncio.wait_for(run, 5)
            assert str(code) in str(raised.value)
            assert TOKEN not in str(raised.value)
            assert adapter.ailment() is not None


@pytest.mark.usefixtures("_hasty")
@pytest.mark.parametrize("code", [1000, 1001, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009])
async def test_any_other_close_code_is_none(code: int) -> None:
    server = Odd()
    async with serving(server), connected(Desk()):
        assert server.gateway is not None
        await server.gateway.close(code=code)
        await until(lambda: server.resumed)
        await is_answered(server)
    assert len(server.identified) == 1


@pytest.mark.usefixtures("_hasty")
async def test_it_can_be_run_again_after_it_was_refused() -> None:
    server = Odd()
    async with serving(server):
        adapter = adapter_for(Desk())
        server.odd["GET /users/@me"] = [401]
        with pytest.raises(DiscordRefused):
            await adapter.run()
        run = asyncio.create_task(adapter.run())
        await until(lambda: adapter.ailment() is None)
        assert server.gateway is not None
        await server.gateway.close(code=4004)
        with pytest.raises(DiscordRefused):
            await run
        async with running(adapter):
            await until(lambda: adapter.ailment() is None)
            await is_answered(server)


async def test_a_token_that_was_good_is_doubted_three_times_before_it_is_given_up() -> None:
    server = Odd()
    async with serving(server):
        adapter = adapter_for(Desk())
        adapter._was_in = True
        server.odd["GET /users/@me"] = [401, 401]
        async with running(adapter):
            await until(lambda: adapter.ailment() is None)
        adapter = adapter_for(Desk())
        adapter._was_in = True
        server.odd["GET /users/@me"] = [401, 401, 401]
        with pytest.raises(DiscordRefused):
            await asyncio.wait_for(adapter.run(), 5)


# How often it connects


async def test_the_last_sessions_of_a_day_are_kept_and_waited_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = Odd()
    server.limit = {"remaining": SPARE, "reset_after": 7_200_000}
    async with serving(server):
        adapter = adapter_for(Desk())
        slept: list[float] = []

        async def sleep(seconds: float) -> None:
            slept.append(seconds)
            assert "in 120 min" in str(adapter.ailment())
            server.limit = {"remaining": 1000, "reset_after": 0}

        adapter._starts = SessionStarts(sleep)
        async with running(adapter):
            await until(lambda: adapter.ailment() is None)
        assert slept == [7200]
    assert "it allows more in 120 min" in caplog.text


@pytest.mark.parametrize("limit", [None, [], {}, {"remaining": "x"}, {"remaining": None}])
async def test_a_limit_that_can_not_be_read_is_none(limit: Any) -> None:
    server = Odd()
    server.limit = limit
    async with serving(server), connected(Desk()):
        await is_answered(server)


async def test_sessions_that_are_thrown_out_again_and_again_are_begun_ever_more_slowly() -> None:
    now, slept = [0.0], []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    class Quiet:
        http = None

    starts = SessionStarts(sleep, lambda: now[0])
    for _ in range(12):
        await starts.wait_permitted(Quiet())  # type: ignore[arg-type] # it is asked for its limit only
    assert slept[:7] == [5, 10, 20, 40, 80, 160, 300]
    before = now[0]
    for _ in range(200):
        await starts.wait_permitted(Quiet())  # type: ignore[arg-type] # as above
    a_day = 200 * 86_400 / (now[0] - before)
    assert a_day < 300


async def test_shards_that_discord_recommends_and_a_crowd_are_told(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Odd()
    server.shards = 2
    monkeypatch.setattr("adapters.discord.gateway.APART", 0.1)
    async with serving(server), connected(Desk()):
        assert {tuple(one["shard"]) for one in server.identified} == {(0, 2), (1, 2)}
    assert "recommends 2 shards" in caplog.text
    caplog.clear()
    few = adapter_of(Shards((0,), 1))
    async with serving(server), running(few):
        await until(lambda: few.ailment() is None)
    assert "recommends 2 shards, and FORETELL_DISCORD_SHARDS has 1" in caplog.text
    caplog.clear()
    warn_if_crowded(1999)
    assert not caplog.text
    warn_if_crowded(2000)
    assert "2,500" in caplog.text
    caplog.clear()
    warn_if_crowded(3999, 2)
    assert not caplog.text
    caplog.clear()
    monkeypatch.setattr("adapters.discord.gateway._CROWDED", 0)
    await adapter_for(Desk()).client.on_ready()
    assert "2,500" in caplog.text


# What is refused is counted


async def test_refusals_stop_announcements_and_then_everything_for_ten_minutes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = [0.0]

    async def sleep(seconds: float) -> None:
        assert now[0] <= WINDOW
        now[0] += seconds

    refusals = Refusals(lambda: now[0], sleep)
    for status in (200, 204, 400, 404, 500):
        refusals.note(status)
    refusals.note(429, "shared")
    assert refusals.count() == 0
    for n in range(MANY_REFUSALS):
        assert not refusals.many
        refusals.note((401, 403, 429)[n % 3])
    assert refusals.many
    assert not refusals.most
    assert refusals.ailment() is not None
    await refusals.calm()
    assert now[0] == WINDOW
    assert refusals.ailment() is None
    for _ in range(2 * MAX_REFUSALS):
        refusals.note(403)
    assert refusals.most
    assert refusals.count() == MAX_REFUSALS, "it holds no more of them"
    assert caplog.text.count("bans who makes 10,000") == 3
    now[0] += WINDOW
    assert not refusals.many


async def test_what_discord_answers_is_counted_and_what_is_too_much_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.discord.failures.MAX_REFUSALS", 3)
    server = Odd()
    where = address(300, True, DiscordHandle(200, InteractionToken(KEY, 2**40)))
    path = f"POST /webhooks/100/{KEY}"
    server.odd[path] = [429] * 9
    async with serving(server), connected(Desk()) as adapter:
        for _ in range(5):
            with pytest.raises(Later):
                await adapter.channel.send(where, Message("x"), "k/0", None)
        assert len(server.odd[path]) == 6
        assert "nothing is sent" in str(adapter.ailment())
        with pytest.raises(TooManyRefusals):
            await adapter.client.http.get_user(1)


@pytest.mark.parametrize(
    ("headers", "delay"),
    [
        ({"Via": "1.1 discord"}, 800),
        ({"Retry-After": "900"}, 900),  # by what stands before Discord: no Via
        ({"Retry-After": "soon"}, 60),
        ({"Retry-After": "1e99"}, 3600),
        ({}, 60),
    ],
)
async def test_a_long_pause_that_discord_asks_for_is_told_at_once_to_be_kept(
    headers: dict[str, str], delay: float
) -> None:
    server = Odd()
    refusal = json_answer({"message": "slower", "retry_after": 800, "global": False}, 429)
    refusal.headers.update(headers)
    server.odd["POST /channels/300/messages"] = [refusal]
    async with serving(server), connected(Desk()) as adapter, asyncio.timeout(5):
        with pytest.raises(Later) as caught:
            await adapter.channel.send(Address("discord", "300"), Message("x"), "k/0", None)
    assert (caught.value.delay, caught.value.asked) == (delay, True)


async def test_announcements_wait_while_much_is_refused() -> None:
    adapter = adapter_for(Desk())
    calm = asyncio.Event()

    class Waiting(Refusals):
        async def calm(self) -> None:
            await calm.wait()

    adapter.channel._refusals = Waiting()
    leisure = asyncio.create_task(adapter.channel._at_leisure())
    await asyncio.sleep(0.05)
    assert not leisure.done()
    calm.set()
    await asyncio.wait_for(leisure, 1)


@pytest.mark.parametrize("spoilt", [HTML, [], None, {}, "x", CUT])
async def test_a_spoilt_answer_to_a_message_is_none_and_it_is_sent_again(spoilt: Any) -> None:
    server = Odd()
    where = address(300, True, DiscordHandle(200, InteractionToken(KEY, 2**40)))
    server.odd[f"POST /webhooks/100/{KEY}"] = [spoilt]
    async with serving(server), connected(Desk()) as adapter:
        with pytest.raises(Later):
            await adapter.channel.send(where, Message("x"), "k/0", None)
        assert (await adapter.channel.send(where, Message("x"), "k/0", None)).startswith("300:901:")


async def test_what_can_not_be_read_time_and_again_holds_up_nothing() -> None:
    server = Odd()
    where = address(300, True, DiscordHandle(200, InteractionToken(KEY, 2**40)))
    server.odd[f"POST /webhooks/100/{KEY}"] = [None] * 9
    async with serving(server), connected(Desk()) as adapter:
        for _ in range(3):
            with pytest.raises(Later):
                await adapter.channel.send(where, Message("x"), "k/0", None)
        with pytest.raises(TypeError):
            await adapter.channel.send(where, Message("x"), "k/0", None)


@pytest.mark.parametrize("lost", [HTML, CUT])
async def test_a_press_whose_acknowledgement_was_lost_counts(lost: str) -> None:
    server, desk = Odd(), Desk()
    server.odd[f"POST /interactions/500/{KEY}/callback"] = [lost]
    async with serving(server), connected(desk):
        await is_answered(server)
    assert len(desk.came) == 1


# Another process with the same token


def test_presses_that_another_answers_are_told_once(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    rivalry = Rivalry(lambda: now[0])
    for one in range(10, 10 + MIN_LOST_INTERACTIONS):
        rivalry.acknowledged(one)
        rivalry.taken(one)
    for _ in range(9):
        rivalry.taken(2)
    assert rivalry.ailment() is None, "those came twice"
    for one in range(3, 3 + MIN_LOST_INTERACTIONS):
        rivalry.taken(one)
    assert "same token" in str(rivalry.ailment())
    assert caplog.text.count("Another process") == 1
    now[0] += LATELY
    assert rivalry.ailment() is None


async def test_health_tells_of_another_process() -> None:
    server = Odd()
    async with serving(server), connected(Desk()) as adapter:
        for one in range(600, 600 + MIN_LOST_INTERACTIONS):
            server.odd[f"POST /interactions/{one}/{KEY}/callback"] = [TAKEN]
            await server.event("INTERACTION_CREATE", learn() | {"id": str(one)})
        await until(lambda: "same token" in str(adapter.ailment()))


# A request that hangs


async def test_an_answer_that_never_comes_is_waited_for_no_longer_than_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick = aiohttp.ClientTimeout(total=60, sock_connect=10, sock_read=0.2)
    monkeypatch.setattr("adapters.discord.connection.REQUEST", quick)
    server = Odd()
    where = address(300, True, DiscordHandle(200, InteractionToken(KEY, 2**40)))
    server.odd[f"POST /webhooks/100/{KEY}"] = ["hang"]
    async with serving(server), connected(Desk()) as adapter:
        async with asyncio.timeout(3):
            with pytest.raises(Later):
                await adapter.channel.send(where, Message("x"), "k/0", None)
        server.hang.set()


async def test_a_server_error_that_stays_is_waited_for_no_longer_than_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """discord.py repeats a request five times by itself, with pauses."""
    monkeypatch.setattr("adapters.discord.sending.PATIENCE", 0.2)
    server = Odd()
    where = address(300, True, DiscordHandle(200, InteractionToken(KEY, 2**40)))
    server.odd[f"POST /webhooks/100/{KEY}"] = [503] * 5
    async with serving(server), connected(Desk()) as adapter:
        async with asyncio.timeout(3):
            with pytest.raises(Later):
                await adapter.channel.send(where, Message("x"), "k/0", None)


@pytest.mark.usefixtures("_hasty")
async def test_a_gateway_that_falls_silent_is_left_and_taken_up_again() -> None:
    class Silent(Odd):
        deaf = False

        async def socket(self, request: web.Request) -> web.WebSocketResponse:
            if not self.deaf:
                return await super().socket(request)
            self.deaf = False
            ws = web.WebSocketResponse()
            await ws.prepare(request)
            await self.hang.wait()
            return ws

    server = Silent()
    async with serving(server), connected(Desk()) as adapter:
        # For what follows: the next connection is not even greeted, the one after that is.
        adapter.client._connection.heartbeat_timeout = 0.3
        adapter.client.ws._max_heartbeat_timeout = 0.3
        server.deaf = True
        await server.event("TYPING_START", {})
        await until(lambda: server.resumed)
        adapter.client._connection.heartbeat_timeout = 60
        await is_answered(server)
        server.hang.set()
    assert len(server.identified) == 1


def test_the_bound_is_shorter_than_a_lane_may_be_held() -> None:
    assert REQUEST.sock_read is not None
    assert REQUEST.sock_read <= 10


# What no test guarded


async def test_the_client_itself_mentions_nobody() -> None:
    """Whatever is sent past the channel, as an apology is, reaches nobody by a mention."""
    client = adapter_for(Desk()).client
    assert client.allowed_mentions is not None
    assert client.allowed_mentions.to_dict() == {"parse": []}
    assert isinstance(client, discord.Client)


async def test_messages_in_bulk_leave_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.sending.BULK", 0.2)
    loop = asyncio.get_running_loop()
    times: list[float] = []

    class Noting(Odd):
        async def rest(self, request: web.Request) -> web.StreamResponse:
            if request.path.endswith("/messages"):
                times.append(loop.time())
                return json_answer(stored_message(await request.json()))
            return await super().rest(request)

    async with serving(Noting()), connected(Desk()) as adapter:
        await asyncio.gather(
            *(
                adapter.channel.send(
                    Address("discord", f"30{n}"), Message("x", bulk=True), f"k{n}/0", None
                )
                for n in range(3)
            )
        )
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert len(gaps) == 2
    assert min(gaps) > 0.15


class Limited(Odd):
    """Answers what is said with these limits: a status, headers and what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.limits: list[tuple[int, dict[str, str], dict[str, Any]]] = []
        self.times: list[float] = []

    async def rest(self, request: web.Request) -> web.StreamResponse:
        if not request.path.endswith(("/messages", KEY)):
            return await super().rest(request)
        self.times.append(asyncio.get_running_loop().time())
        said = stored_message(await request.json())
        status, headers, more = self.limits.pop(0) if self.limits else (200, {}, {})
        answer = json_answer(said if status == 200 else more, status)
        answer.headers.update(headers)
        return answer


async def test_a_reply_does_not_wait_for_what_goes_to_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.discord.sending.BULK", 30.0)
    server = Limited()
    async with serving(server), connected(Desk()) as adapter:
        where = Address("discord", "300")
        sending = [
            asyncio.create_task(adapter.channel.send(where, Message("x", bulk=True), f"k{n}", None))
            for n in range(2)
        ]
        await until(lambda: server.times)
        await asyncio.wait_for(adapter.channel.send(where, Message("y"), "k/0", None), 10)
        assert len(server.times) == 2
        for one in sending:
            one.cancel()
        await asyncio.gather(*sending, return_exceptions=True)


@pytest.mark.parametrize("scope", ["user", "shared"])
@pytest.mark.parametrize("token", [True, False], ids=["by a token", "in a channel"])
async def test_a_wait_that_discord_asks_for_is_kept_and_the_message_arrives(
    token: bool, scope: str
) -> None:
    server = Limited()
    refused = {"message": "You are being rate limited.", "retry_after": 0.4, "global": False}
    server.limits = [(429, {"Via": "1.1 google", "X-RateLimit-Scope": scope}, refused)]
    where = (
        address(300, True, DiscordHandle(200, InteractionToken(KEY, 2**40)))
        if token
        else Address("discord", "300")
    )
    async with serving(server), connected(Desk()) as adapter:
        await adapter.channel.send(where, Message("x"), "k/0", None)
        assert adapter._refusals.count() == (scope == "user")
    first, second = server.times
    assert second - first >= 0.35


async def test_a_limit_that_discord_tells_is_not_reached_a_second_time() -> None:
    server = Limited()
    used_up = {
        "X-RateLimit-Bucket": "abcd",
        "X-RateLimit-Limit": "1",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset-After": "0.4",
    }
    server.limits = [(200, used_up, {}), (200, used_up, {})]
    async with serving(server), connected(Desk()) as adapter:
        for n in range(3):
            where = Address("discord", "300")
            await adapter.channel.send(where, Message("x"), f"k{n}/0", None)
    assert min(after - before for before, after in itertools.pairwise(server.times)) >= 0.35


@pytest.mark.parametrize("status", [401, 429])
async def test_what_discord_refuses_without_a_reason_of_its_own_waits_for_a_minute(
    status: int,
) -> None:
    """A 429 that comes from what stands before Discord names no time."""
    server = Limited()
    server.limits = [(status, {}, {"message": "no", "code": 0})]
    async with serving(server), connected(Desk()) as adapter:
        with pytest.raises(Later) as raised:
            await adapter.channel.send(Address("discord", "300"), Message("x"), "k/0", None)
    assert raised.value.delay == 60.0


@pytest.mark.parametrize("reached", [False, True])
async def test_a_gateway_that_is_away_is_tried_every_few_seconds_and_one_that_throws_us_out_is_not(
    reached: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class ThrowsOut:
        session_id = None

        async def poll_event(self) -> None:
            raise ConnectionResetError

    async def opened(*_: object) -> ThrowsOut:
        if reached:
            return ThrowsOut()
        raise ConnectionRefusedError

    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 20:
            raise asyncio.CancelledError

    monkeypatch.setattr(gateway, "_open_connection", opened)
    client: Any = SimpleNamespace(is_closed=lambda: False, dispatch=lambda *_: None)
    with pytest.raises(asyncio.CancelledError):
        await gateway.stay_connected(client, SessionStarts(), lambda _: None, sleep=sleep)
    assert (max(pauses) <= 10) == (not reached)


async def test_what_discord_refuses_again_and_again_does_not_get_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(monitoring, "LATE", 0.2)
    server = Limited()
    server.limits = [(502, {}, {})] * 100
    async with serving(server), connected(Desk()) as adapter:
        way = ObservedChannel(adapter.channel, Observer())
        said = way.send(Address("discord", "300"), Message("x"), "k/0", None)
        sends = asyncio.create_task(said)
        await until(way.health.ailment)
        assert not adapter.channel.pausing
        sends.cancel()
        await asyncio.gather(sends, return_exceptions=True)


async def test_a_short_pause_that_discord_asks_for_is_known_as_one() -> None:
    server = Limited()
    limited = {"retry_after": 0.6, "global": False, "message": "slower"}
    server.limits = [(429, {"Retry-After": "0.6", "Via": "1.1 google"}, limited)]
    async with serving(server), connected(Desk()) as adapter:
        said = adapter.channel.send(Address("discord", "300"), Message("x"), "k/0", None)
        sends = asyncio.create_task(said)
        await until(lambda: adapter.channel.pausing)
        await sends
        assert not adapter.channel.pausing
