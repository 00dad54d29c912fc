"""Announcements wait for a platform that is down or wants to be left alone, and lose nobody."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.conversation.facts.admin import AnnouncementSent, AnnouncementWritten
from bot.conversation.inputs import Address
from bot.service.delivery.channel import Later, Message, Unclear, Unwanted
from bot.service.delivery.recipients import IN_FLIGHT, PATIENCE
from tests.rigs.crowd import CROWD, press
from tests.rigs.makers import BEN, record, write
from tests.rigs.past import learns_elsewhere
from tests.rigs.plain_stage import PlainChannel, PlainStage

TEXT = "A lesson on soup is there."


class Down:
    """A platform that takes replies, and announcements only while it is not down."""

    def __init__(self, stage: PlainStage) -> None:
        self.down = True
        self.tries: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()
        self.asked = asyncio.Event()
        self.error: Exception = Later(0.0)
        self._send = stage.channel.send
        stage.channel.send = self.send  # type: ignore[method-assign]  # between it and the bot

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        if not message.bulk:
            return await self._send(address, message, key, target)
        if not await message.wanted():
            raise Unwanted
        self.tries[address.chat] += 1
        self.asked.set()
        if self.down:
            await asyncio.sleep(0.01)
            raise self.error
        self.sent[key] += 1
        return key


@pytest.fixture
async def down(stage: PlainStage) -> Down:
    for name in CROWD:
        await stage.types(name, "/start")
    await stage.settled()
    return Down(stage)


async def announce(stage: PlainStage) -> None:
    await stage.types("Ana", "/admin announce")
    await press(stage, "Write one")
    await stage.types("Ana", TEXT)
    await press(stage, "Everyone who wants news (100)")
    await press(stage, "Send it")


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.001)


async def news(stage: PlainStage) -> str:
    await stage.settled()
    return "\n".join(one.text for one in await stage.heard())


async def test_a_platform_that_is_down_costs_nobody_an_attempt(
    stage: PlainStage, down: Down
) -> None:
    await announce(stage)
    await down.asked.wait()
    stage._tutor.hold("plain", True)
    await stage.settled()
    tried = down.tries.total()
    assert max(down.tries.values()) < PATIENCE
    await announce(stage)
    await asyncio.sleep(0.1)
    assert down.tries.total() == tried, "nothing is tried while it is down, old or new"
    down.down = False
    stage._tutor.hold("plain", False)
    told = await news(stage)
    assert len(down.sent) == 2 * len(CROWD)
    assert set(down.sent.values()) == {1}
    assert set(re.findall(r"is out.\n\n- sent: (\d+)\n- failed: (\d+)", told)) == {("100", "0")}


async def test_what_waits_for_a_platform_waits_across_an_end_as_well(
    stage: PlainStage, down: Down
) -> None:
    await announce(stage)
    await down.asked.wait()
    stage._tutor.hold("plain", True)
    await stage.settled()
    await stage.restart(abruptly=True)
    down.down = False
    assert "- sent: 100\n- failed: 0\n- can no longer be reached: 0" in await news(stage)


async def test_an_admin_sees_which_platform_is_waited_for(stage: PlainStage) -> None:
    elsewhere = PlainChannel()
    elsewhere.platform = "elsewhere"
    stage._tutor.add_channel(elsewhere)
    await learns_elsewhere(stage._store, stage.clock, "Dan")
    stage._tutor.hold("elsewhere", True)
    await stage.types("Ana", "/admin announce")
    await press(stage, "Write one")
    await stage.types("Ana", TEXT)
    await press(stage, "Everyone who wants news (1)")
    await press(stage, "Send it")
    await press(stage, "How is it going?")
    assert "waiting for Elsewhere, which can't be reached right now: 1" in await news(stage)
    stage._tutor.hold("elsewhere", False)
    assert "- sent: 1\n- failed: 0" in await news(stage)


async def test_who_has_the_beginning_gets_the_rest_however_long_it_is_down(
    stage: PlainStage, down: Down
) -> None:
    plan, passes, breaks = stage.channel.plan, down.send, asyncio.Event()
    down.down = False

    async def breaking(address: Address, message: Message, key: str, target: str | None) -> str:
        if message.bulk and address.chat == "L050" and key.endswith("/1"):
            down.down = True
            stage._tutor.hold("plain", True)
            breaks.set()
        return await passes(address, message, key, target)

    stage.channel.send = breaking  # type: ignore[method-assign]  # down from the middle of one on
    stage.channel.plan = lambda outputs: plan(outputs) * 2  # type: ignore[method-assign]  # in two
    stage._tutor.broadcaster._sleep = lambda seconds: asyncio.sleep(0.001)
    sent = AnnouncementSent("news", "", "plain", "ben")
    await write(stage._store, record(BEN, facts=(AnnouncementWritten("news", TEXT), sent)))
    stage._tutor.broadcaster.wake()
    await breaks.wait()
    await until(lambda: down.tries["L050"] >= 3 * PATIENCE)
    stage.channel.send = passes  # type: ignore[method-assign]  # it is back
    down.down = False
    stage._tutor.hold("plain", False)
    await stage.settled()
    assert set(down.sent.values()) == {1}
    assert len(down.sent) == 2 * len(CROWD)


async def test_after_an_answer_that_did_not_come_one_goes_out_at_a_time(
    stage: PlainStage, down: Down
) -> None:
    down.error = Unclear()
    under_way, most = set[str](), 0
    passes = down.send

    async def counted(address: Address, message: Message, key: str, target: str | None) -> str:
        nonlocal most
        if message.bulk:
            under_way.add(key)
            if down.tries.total() > IN_FLIGHT:
                most = max(most, len(under_way))
        try:
            return await passes(address, message, key, target)
        finally:
            under_way.discard(key)

    stage.channel.send = counted  # type: ignore[method-assign]  # how many are on their way
    await announce(stage)
    await until(lambda: down.tries.total() >= IN_FLIGHT + 5)
    assert most == 1
    stage._tutor.hold("plain", True)
    down.down = False
    stage._tutor.hold("plain", False)
    await stage.settled()
    assert len(down.sent) >= len(CROWD) - IN_FLIGHT - 10
    assert set(down.tries.values()) == {1}


async def test_nobody_waits_for_who_is_to_be_left_alone_while_answers_do_not_come(
    stage: PlainStage, down: Down
) -> None:
    passes, refused = down.send, CROWD[: IN_FLIGHT + 3]

    async def silent(address: Address, message: Message, key: str, target: str | None) -> str:
        if message.bulk and address.chat == "L000":
            raise Later(3600.0, asked=True)
        if message.bulk and address.chat in refused:
            await message.wanted()
            await asyncio.sleep(0.01)
            raise Unclear
        return await passes(address, message, key, target)

    down.down = False
    stage.channel.send = silent  # type: ignore[method-assign]  # no answer to the first ones
    await announce(stage)
    await until(lambda: len(down.sent) == len(CROWD) - len(refused))
    await press(stage, "Cancel")
    await press(stage, "Cancel")


async def test_a_chat_that_is_to_be_left_alone_is_so_after_a_restart(
    stage: PlainStage, down: Down
) -> None:
    """Neither what is announced nor a reply may prolong what Telegram asked for."""
    passes, banned = down.send, asyncio.Event()
    down.down = False

    async def refuses(address: Address, message: Message, key: str, target: str | None) -> str:
        if message.bulk and address.chat == "L007":
            banned.set()
            raise Later(3600.0, asked=True)
        return await passes(address, message, key, target)

    stage.channel.send = refuses  # type: ignore[method-assign]  # a chat that is to be left alone
    await announce(stage)
    await banned.wait()
    await until(lambda: "L099" in down.tries)
    before = len(stage.channel.keys)
    await stage.restart(abruptly=True)
    stage.channel.send = passes  # type: ignore[method-assign]  # if only it were asked
    await stage.types("L007", "/help")
    await asyncio.sleep(0.3)
    assert "L007" not in down.tries
    assert len(stage.channel.keys) == before, "nor is the reply tried"
    stage.clock += timedelta(seconds=3601)
    await stage.restart(abruptly=True)
    assert "- sent: 100\n- failed: 0" in await news(stage)
    assert down.tries["L007"] == 1
