"""Discord in shards, held by one process or several: the real client against a small server."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.events import DiscordHandle, InteractionToken, address
from adapters.discord.shards import Shards
from bot.conversation.inputs import Address
from bot.service.delivery.channel import Message
from tests.rigs.discord_processes import Process, adapter_of, until
from tests.rigs.discord_server import Desk, Server, adapter_for, buttons, learn, press, serving

HERE, THERE = str(2 << 22), str(3 << 22)
"""A server in shard 0 of two, and one in shard 1."""


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.gateway.APART", 0.6)
    monkeypatch.setattr("adapters.discord.gateway._BETWEEN", 0.1)
    monkeypatch.setattr("adapters.discord.gateway.PAUSES", (0,))


class Leases:
    """Leases of a store, in memory: nobody may have one again before its time."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    async def lease(self, name: str, seconds: float) -> bool:
        now = asyncio.get_running_loop().time()
        if now < self._until.get(name, 0.0):
            return False
        self._until[name] = now + seconds
        return True


@asynccontextmanager
async def running(*adapters: DiscordAdapter) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one.run()) for one in adapters]
    try:
        yield
    finally:
        for one in adapters:
            await one.close()
        await asyncio.wait(tasks, timeout=3)
        assert all(one.done() for one in tasks)


async def connected(*adapters: DiscordAdapter) -> None:
    await until(lambda: all(one.ailment() is None for one in adapters))


def some(*ids: int, count: int) -> Shards:
    return Shards(ids, count)


async def test_a_process_holds_its_shards_and_says_which() -> None:
    server = Server(apart=0.5)
    adapter = adapter_of(some(0, 2, count=4))
    async with serving(server), running(adapter):
        await connected(adapter)
        assert [one["shard"] for one in server.identified] == [[0, 4], [2, 4]]
        assert adapter.about == "2 of 2 shards connected (0,2/4)"
    assert not server.refused


async def test_shards_of_several_processes_begin_one_after_another() -> None:
    server, leases = Server(apart=0.25), Leases()
    two = [adapter_of(some(*ids, count=4), leases.lease) for ids in ((0, 1), (2, 3))]
    async with serving(server), running(*two):
        await connected(*two)
    assert {shard for shard, _ in server.begun} == {0, 1, 2, 3}
    times = [at for _, at in server.begun]
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert min(gaps) >= 0.25
    assert not server.refused


async def test_as_many_begin_at_once_as_discord_allows() -> None:
    server, leases = Server(apart=0.5, concurrency=2), Leases()
    two = [adapter_of(some(*ids, count=4), leases.lease) for ids in ((0, 1), (2, 3))]
    async with serving(server), running(*two):
        await connected(*two)
    times = dict(server.begun)
    assert not server.refused
    assert abs(times[0] - times[2]) >= 0.5 <= abs(times[1] - times[3])
    assert max(times.values()) - min(times.values()) < 1.0


async def test_a_shard_that_was_too_early_begins_again() -> None:
    server = Server(apart=0.5)
    # Without leases in common, they know nothing of each other.
    two = [adapter_of(some(id, count=2)) for id in (0, 1)]
    async with serving(server), running(*two):
        await connected(*two)
    assert server.refused
    assert {shard for shard, _ in server.begun} == {0, 1}


async def test_a_shard_that_waits_long_for_its_turn_says_so_and_waits_on(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.gateway._LONG_WAIT", 0.2)
    monkeypatch.setattr("adapters.discord.gateway.PATIENCE", 0.5)
    leases = Leases()
    await leases.lease("discord:identify:0", 1.5)
    server, adapter = Server(), adapter_of(some(0, count=2), leases.lease)
    with caplog.at_level(logging.INFO):
        async with serving(server), running(adapter):
            await connected(adapter)
    assert "shard 0 has waited" in caplog.text
    assert len(server.begun) == 1


async def test_a_lost_shard_is_named_and_taken_up_while_the_other_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, adapter = Server(), adapter_of(some(0, 1, count=2))
    async with serving(server), running(adapter):
        await connected(adapter)
        monkeypatch.setattr("adapters.discord.gateway.PAUSES", (1,))
        await server.sockets[1].close(code=1001)
        await until(lambda: adapter.ailment() is not None)
        assert adapter.ailment() == "shard 1 of 2 not connected to Discord"
        assert adapter.about == "1 of 2 shards connected (0-1/2)"
        assert adapter.client.connected
        await connected(adapter)
        assert server.resumed == 1
    assert len(server.begun) == 2


async def test_what_happens_in_the_servers_of_all_shards_comes_in() -> None:
    server, desk = Server(shards=2), Desk()
    adapter = adapter_for(desk)
    async with serving(server), running(adapter):
        # Nothing is set, and Discord asks for two.
        await until(lambda: len(server.begun) == 2 and adapter.ailment() is None)
        for number, guild in enumerate((HERE, THERE)):
            told = learn(guild=guild, id=f"50{number}")
            await server.event("INTERACTION_CREATE", told, int(guild) >> 22 & 1)
        await until(lambda: len(desk.came) == 2)
    assert [one["shard"] for one in server.identified] == [[0, 2], [1, 2]]
    assert adapter.about.endswith("(0-1/2)")


async def test_whose_a_direct_message_is_is_asked_where_another_process_hears_of_them() -> None:
    server, desk = Server(), Desk()
    adapter = adapter_for(desk)
    user = 200
    async with serving(server), running(adapter):
        await connected(adapter)
        key = InteractionToken.of("ana", datetime.now(UTC))
        here = address(300, True, DiscordHandle(user, key))
        await adapter.channel.send(here, Message("Tea!"), "discord:1/0", None)
        # A reminder, which has no interaction, to a chat that takes no direct messages.
        server.closed = True
        alone = Address("discord", "301")
        await adapter.channel.send(alone, Message("Time for tea."), "alarm:1/0", None)
    assert "/channels/301" in [path for method, path, _ in server.requests if method == "GET"]
    assert len(server.who("POST", "/webhooks/100/ana")) == 2, "they are told where they are"


@asynccontextmanager
async def two_processes(url: str) -> AsyncIterator[tuple[Server, Process, Process]]:
    """A, which leads and holds shard 0, and B with shard 1."""
    server = Server(shards=2, apart=0.5)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(serving(server))
        a = await stack.enter_async_context(Process("A", url, some(0, count=2)))
        await a.leads()
        b = await stack.enter_async_context(Process("B", url, some(1, count=2)))
        await a.connected()
        await b.connected()
        yield server, a, b


def said(server: Server, key: str) -> list[Any]:
    """What was said by this interaction's token, new or in place of something."""
    return [
        body
        for method, path, body in server.requests
        if path.startswith(f"/webhooks/100/{key}") and method in ("POST", "PATCH")
    ]


async def asked(server: Server, key: str) -> str:
    """The first button that was shown by this interaction."""

    def shown() -> list[str]:
        return [id for body in said(server, key) for id in buttons(body["components"])]

    await until(shown)
    return shown()[0]


@pytest.mark.slow
async def test_one_process_acknowledges_and_the_one_that_leads_answers() -> None:
    from tests.rigs.postgres import fresh_database

    async with two_processes(fresh_database()) as (server, a, b):
        await server.event("INTERACTION_CREATE", learn(guild=THERE, key="first"), 1)
        button = await asked(server, "first")
        told = press(button, THERE, "501", "second")
        await server.event("INTERACTION_CREATE", told, 1)
        await until(lambda: said(server, "second"))
        # The server of the other shard is served by the one that leads alone.
        await server.event("INTERACTION_CREATE", learn(guild=HERE, id="502", key="third"), 0)
        await until(lambda: said(server, "third"))
        assert a.tutor.leadership.leads
        assert not b.tutor.leadership.leads
        assert server.who("POST", "/interactions/500/first/callback") == ["B"]
        assert server.who("POST", "/interactions/501/second/callback") == ["B"]
        assert server.who("POST", "/interactions/502/third/callback") == ["A"]
        assert set(server.who("POST", "/webhooks/")) == {"A"}
        assert a.adapter.ailment() is b.adapter.ailment() is None
    assert not server.refused


@pytest.mark.slow
async def test_the_process_that_takes_over_answers_by_itself() -> None:
    from tests.rigs.postgres import fresh_database

    async with two_processes(fresh_database()) as (server, a, b):
        await a.dies()
        # While nobody leads, it is acknowledged all the same.
        await server.event("INTERACTION_CREATE", learn(guild=THERE, key="first"), 1)
        await until(lambda: server.who("POST", "/interactions/500/first/callback"), 3)
        await asked(server, "first")
        assert b.tutor.leadership.leads
        assert set(server.who("POST", "/webhooks/")) == {"B"}
        # What another may have sent is looked for before it is sent again.
        assert server.who("GET", "/webhooks/100/first/messages/@original") == ["B"]


@pytest.mark.slow
async def test_what_was_sent_before_the_take_over_is_not_sent_again() -> None:
    from tests.rigs.postgres import fresh_database

    async with two_processes(fresh_database()) as (server, a, b):
        server.dumb = True
        await server.event("INTERACTION_CREATE", learn(guild=THERE, key="first"), 1)
        await until(lambda: said(server, "first"))
        await a.dies()
        server.dumb = False
        await b.leads()
        await until(lambda: server.who("GET", "/webhooks/100/first/messages/@original"))
        await server.event("INTERACTION_CREATE", learn(guild=THERE, id="501", key="second"), 1)
        await until(lambda: said(server, "second"))
    assert server.who("POST", "/webhooks/100/first") == ["A"]
