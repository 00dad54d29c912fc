"""Announcements: who gets one, what an end in the midst of it costs, and how it is stopped."""

import asyncio
from collections import Counter

import pytest

from bot.conversation.inputs import Address
from bot.service.delivery.channel import Later, Message, Unwanted
from tests.rigs.crowd import CROWD, press
from tests.rigs.past import learns_elsewhere
from tests.rigs.plain_stage import PlainChannel, PlainStage

TEXT = "A lesson on soup is there."


@pytest.fixture
async def stage(stage: PlainStage) -> PlainStage:
    for name in CROWD:
        await stage.types(name, "/start")
    await stage.types("Ana", "/admin announce")
    await press(stage, "Write one")
    await stage.types("Ana", TEXT)
    return stage


async def send(stage: PlainStage) -> None:
    await press(stage, "Everyone who wants news (100)")
    await press(stage, "Send it")


async def send_another(stage: PlainStage) -> None:
    await stage.types("Ana", "/admin announce")
    await press(stage, "Write one")
    await stage.types("Ana", "And more.")
    await send(stage)


class Slow:
    """Keeps what is announced, and lets it pass only up to ``most``."""

    def __init__(self, stage: PlainStage, most: int) -> None:
        self.sent: Counter[str] = Counter()
        self.held = asyncio.Event()
        self._most = most
        self._send = stage.channel.send
        stage.channel.send = self.send  # type: ignore[method-assign]  # between it and the bot

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        if not message.bulk:
            return await self._send(address, message, key, target)
        if self.sent.total() >= self._most:
            self.held.set()
            await asyncio.Event().wait()
        self.sent[address.chat] += 1
        if not await message.wanted():
            self.sent[address.chat] -= 1
            raise Unwanted
        return key

    def let_all(self) -> None:
        self._most = 10**9


async def test_an_end_in_the_midst_leaves_nobody_out_and_repeats_nothing_marked(
    stage: PlainStage,
) -> None:
    slow = Slow(stage, most=40)
    await send(stage)
    await slow.held.wait()
    await asyncio.sleep(0.4)  # what is sent is marked meanwhile
    assert slow.sent.total() == 40
    slow.let_all()
    await stage.restart(abruptly=True)
    await stage.settled()
    assert sorted(slow.sent) == CROWD
    assert set(slow.sent.values()) == {1}


async def test_a_paused_one_goes_on_where_it_was_and_a_cancelled_one_does_not(
    stage: PlainStage,
) -> None:
    slow = Slow(stage, most=10)
    await send(stage)
    await slow.held.wait()
    await press(stage, "Pause")
    slow.let_all()
    await stage.restart(abruptly=True)
    await stage.settled()
    assert slow.sent.total() == 10, "paused, across an end too"
    await press(stage, "Go on")
    await stage.settled()
    assert sorted(slow.sent) == CROWD
    assert set(slow.sent.values()) == {1}


async def test_who_can_not_be_reached_counts_and_holds_nobody_up(stage: PlainStage) -> None:
    fate = {"L001": 3, "L002": 10**6}
    passes = stage.channel.send

    async def troubled(address: Address, message: Message, key: str, target: str | None) -> str:
        if message.bulk and fate.get(address.chat, 0) > 0:
            fate[address.chat] -= 1
            raise Later(0.0)
        return await passes(address, message, key, target)

    stage.channel.send = troubled  # type: ignore[method-assign]  # a platform that is busy
    await stage.blocks("L003", True)
    await send(stage)
    await stage.settled()
    told = "\n".join(one.text for one in await stage.heard())
    assert "- sent: 98\n- failed: 1\n- can no longer be reached: 1\n- remaining: 0" in told


class Paced(Slow):
    """A platform whose messages wait for their turn, and are given to it only if still wanted."""

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        if not message.bulk:
            return await self._send(address, message, key, target)
        while self.sent.total() >= self._most:
            self.held.set()
            await asyncio.sleep(0)
        self.sent[address.chat] += 1
        if not await message.wanted():
            self.sent[address.chat] -= 1
            raise Unwanted
        return key


@pytest.mark.parametrize("ends", ["Pause", "Cancel"])
async def test_once_it_is_stopped_nothing_that_waits_for_its_turn_goes_out(
    stage: PlainStage, ends: str
) -> None:
    paced = Paced(stage, most=10)
    await send(stage)
    await paced.held.wait()
    await press(stage, ends)
    if ends == "Cancel":
        await press(stage, ends)
    paced.let_all()
    await stage.settled()
    assert paced.sent.total() == 10
    if ends == "Pause":
        await press(stage, "Go on")
        await stage.settled()
        assert sorted(paced.sent) == CROWD
        assert set(paced.sent.values()) == {1}


async def test_a_pause_in_the_midst_of_many_attempts_ends_them_at_once(stage: PlainStage) -> None:
    passes, asked = stage.channel.send, asyncio.Event()

    async def busy(address: Address, message: Message, key: str, target: str | None) -> str:
        if message.bulk:
            asked.set()
            raise Later(3600.0)
        return await passes(address, message, key, target)

    stage.channel.send = busy  # type: ignore[method-assign]  # a platform that asks to wait
    await send(stage)
    await asked.wait()
    await press(stage, "Pause")
    async with asyncio.timeout(5):
        await stage.settled()
    stage.channel.send = passes  # type: ignore[method-assign]  # and is there again
    await press(stage, "Go on")
    await stage.settled()
    told = "\n".join(one.text for one in await stage.heard())
    assert "- sent: 100\n- failed: 0" in told


async def test_a_platform_that_is_slow_or_not_served_holds_no_other_up(stage: PlainStage) -> None:
    elsewhere = PlainChannel()
    elsewhere.platform = "elsewhere"
    slow, held = asyncio.Event(), asyncio.Event()

    async def later(address: Address, message: Message, key: str, target: str | None) -> str:
        held.set()
        await slow.wait()
        elsewhere.keys.append(key)
        return key

    elsewhere.send = later  # type: ignore[method-assign]  # it takes its time
    for served in (False, True):
        for name in ("Dan", "Eve"):
            await learns_elsewhere(stage._store, stage.clock, f"{name}{served}")
        if served:
            stage._tutor.add_channel(elsewhere)
        await stage.types("Ana", "/admin announce")
        await press(stage, "Write one")
        await stage.types("Ana", f"News, {served}.")
        await press(stage, f"Everyone who wants news ({104 if served else 102})")
        await press(stage, "Send it")
        if served:
            await held.wait()
        last = stage.channel.screens["L099"].messages
        for _ in range(500):
            if f"News, {served}." in last[-1].text:
                break
            await asyncio.sleep(0.01)
        assert f"News, {served}." in last[-1].text
    slow.set()
    await stage.settled()
    assert len(elsewhere.keys) == 6, "two of the first one, which was going on, and four"
    told = "\n".join(one.text for one in await stage.heard())
    assert told.count("- sent: 102") == 1, "told; the question about it is closed"
    assert told.count("- sent: 104") == 2, "told, and shown in the question"


async def test_what_is_sent_meanwhile_follows_what_is_going_out(stage: PlainStage) -> None:
    slow = Slow(stage, most=10)
    await send(stage)
    await slow.held.wait()
    await send_another(stage)
    slow.let_all()
    await stage.restart(abruptly=True)
    await stage.settled()
    assert set(slow.sent.values()) == {2}


async def test_what_was_sent_while_a_stream_was_busy_needs_no_restart(stage: PlainStage) -> None:
    paced = Paced(stage, most=10)
    await send(stage)
    await paced.held.wait()
    await send_another(stage)
    paced.let_all()
    await stage.settled()
    assert set(paced.sent.values()) == {2}


async def test_what_a_platform_had_and_gave_back_is_not_tried_again_after_a_pause(
    stage: PlainStage,
) -> None:
    passes, tries = stage.channel.send, Counter[str]()
    asked, answer = asyncio.Event(), asyncio.Event()

    async def busy(address: Address, message: Message, key: str, target: str | None) -> str:
        if not message.bulk:
            return await passes(address, message, key, target)
        if not await message.wanted():
            raise Unwanted
        tries[address.chat] += 1
        asked.set()
        await answer.wait()
        raise Later(0.0)

    stage.channel.send = busy  # type: ignore[method-assign]  # a platform that asks to wait
    await send(stage)
    await asked.wait()
    await press(stage, "Pause")
    answer.set()
    await stage.settled()
    assert set(tries.values()) == {1}
