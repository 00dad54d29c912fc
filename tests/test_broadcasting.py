"""Announcements: who gets one, what an end in the midst of it costs, and how it is stopped."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.inputs import Address
from bot.service.channel import Later, Message
from bot.storage.memory import MemoryStore
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store
from tests.stages import PlainStage

KITCHEN = Path(__file__).parent / "lessons" / "kitchen"
TEXT = "A lesson on soup is there."
CROWD = [f"L{n:03}" for n in range(100)]


@pytest.fixture(params=["memory", "sqlite"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[PlainStage]:
    store: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "db")
    async with PlainStage(lambda: store, KITCHEN) as stage:
        await stage.owns("Ana")
        for name in CROWD:
            await stage.types(name, "/start")
        await stage.types("Ana", "/admin announce")
        await press(stage, "Write one")
        await stage.types("Ana", TEXT)
        yield stage


async def press(stage: PlainStage, label: str) -> None:
    await stage.arrived()
    await stage.presses("Ana", label, 0, "Ana")


async def send(stage: PlainStage) -> None:
    await press(stage, "Everyone who wants news (100)")
    await press(stage, "Send it")


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
    assert "- sent: 98\n- failed: 1\n- can't be reached any more: 1\n- remaining: 0" in told
