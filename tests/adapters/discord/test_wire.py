"""Discord over the wire: the real client against a small server on loopback."""

import asyncio
import logging

import discord
import pytest

from adapters.discord.adapter import DiscordAdapter, DiscordRefused, point_elsewhere
from adapters.discord.events import DiscordHandle, Reference, address
from bot.conversation.commands import COMMANDS
from bot.conversation.inputs import Command, Flood
from bot.lessons.library import Library
from bot.service.delivery.channel import Later, Message, Unwanted
from bot.service.turns.queue import Door
from bot.values import replace
from tests.rigs.discord_server import (
    KEY,
    TOKEN,
    Desk,
    Server,
    adapter_for,
    connected,
    learn,
    press,
    running,
    serving,
)
from tests.rigs.observing import Told


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
    desk.adapter = DiscordAdapter(TOKEN, Door(desk.submit), Library, COMMANDS, bytes, observer=told)
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


async def test_what_the_door_drops_is_not_acknowledged() -> None:
    """A request for each would cost more than all else that is done for it."""
    server, desk = Server(), Desk()
    desk.adapter = DiscordAdapter(TOKEN, Door(desk.submit, burst=2), Library, COMMANDS, bytes)
    typing = learn(id="7") | {"type": 4}
    typing["data"]["options"][0]["focused"] = True
    dropped = (
        learn(id="4"),
        press("n.1:0", "400", "5", KEY),
        press("write:n.1", "400", "6", KEY),
        typing,
        press("write:n.1", "400", "8", KEY) | {"type": 5},
    )
    of_ben = learn(id="9", key="key-of-ben")
    of_ben["member"] = of_ben["member"] | {"user": of_ben["member"]["user"] | {"id": "201"}}
    async with serving(server), running(desk):
        for let_in in (learn(id="1"), press("write:n.1", "400", "2", KEY), learn(id="3"), *dropped):
            await server.event("INTERACTION_CREATE", let_in)
        await server.event("INTERACTION_CREATE", of_ben)
        answer = "/webhooks/100/key-of-ben"
        async with asyncio.timeout(10):
            while answer not in {path for _, path, _ in server.requests}:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.01)
    paths = [path for _, path, _ in server.requests if path.startswith("/interactions/")]
    assert sorted(path.split("/")[2] for path in paths) == ["1", "2", "3", "9"]
    assert [one.input for one in desk.came] == [
        Command("learn", "tea"),
        Flood(),
        Command("learn", "tea"),
    ]


async def test_a_form_is_not_opened_in_place_of_the_word_about_a_flood() -> None:
    server, desk = Server(), Desk()
    desk.adapter = DiscordAdapter(TOKEN, Door(desk.submit, burst=1), Library, COMMANDS, bytes)
    async with serving(server), running(desk):
        await server.event("INTERACTION_CREATE", learn(id="1"))
        await server.event("INTERACTION_CREATE", press("write:n.1", "400", "2", KEY))
        async with asyncio.timeout(10):
            while len(desk.came) < 2:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.01)
    assert desk.came[1].input == Flood()


async def test_no_byte_leaves_once_its_process_may_have_been_overtaken() -> None:
    server, desk, told = Server(), Desk(), Told()
    desk.adapter = DiscordAdapter(TOKEN, Door(desk.submit), Library, COMMANDS, bytes, observer=told)
    async with serving(server), running(desk) as adapter:
        before = len(server.requests)
        where = address(300, False, DiscordHandle(200))
        asked = str(Reference(300, 4711))
        for message, target in (
            (Message("News"), None),
            (Message("Changed", revises="q"), asked),
        ):
            frozen = replace(message, certain=lambda: False)
            with pytest.raises(Unwanted):
                await adapter.channel.send(where, frozen, "k/0", target)
        assert server.requests[before:] == []
        assert told.calls["discord", None] == 0, "Discord has not failed"


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
