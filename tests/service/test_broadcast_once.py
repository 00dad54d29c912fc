"""An announcement comes to nobody twice: not after a lost answer, and not after a kill."""

import asyncio
from collections import Counter

import pytest

from bot.conversation.inputs import Address
from bot.conversation.needs.admin import AdminNeeds
from bot.service.delivery.channel import Message, Unclear
from bot.service.delivery.round import IN_FLIGHT, PAGE
from bot.storage.errors import StoreError
from tests.rigs.courses import read_release
from tests.rigs.crowd import CROWD
from tests.rigs.paths import KITCHEN
from tests.rigs.plain_stage import PlainStage
from tests.rigs.telegram_stage import TelegramStage

TEXT = "A lesson on soup is there."
SOME = CROWD[:60]


async def announce(stage: PlainStage | TelegramStage, people: list[str]) -> None:
    for name in people:
        await stage.types(name, "/start")
    await stage.settled()
    await stage.types("Ana", "/admin announce")
    for label in ("Write one", TEXT, f"Everyone who wants news ({len(people)})", "Send it"):
        await stage.settled()
        if label == TEXT:
            await stage.types("Ana", TEXT)
        else:
            await stage.presses("Ana", label, 0, "Ana")


async def test_what_may_have_arrived_is_not_tried_again_and_is_told(stage: PlainStage) -> None:
    passes, tries = stage.channel.send, Counter[str]()

    async def silent(address: Address, message: Message, key: str, target: str | None) -> str:
        if not message.bulk:
            return await passes(address, message, key, target)
        tries[address.chat] += 1
        if address.chat in ("L001", "L002"):
            raise Unclear
        return key

    stage.channel.send = silent  # type: ignore[method-assign]  # a platform that does not answer
    await announce(stage, CROWD)
    await stage.settled()
    assert set(tries.values()) == {1}
    told = "\n".join(one.text for one in await stage.heard())
    assert "- sent: 98\n- failed: 0\n- may not have arrived, and won't be sent again: 2\n" in told


async def test_after_a_kill_it_comes_to_nobody_twice_and_passes_over_few(
    stage: PlainStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes, sent = stage.channel.send, Counter[str]()
    held, release = asyncio.Event(), asyncio.Event()

    async def slow(address: Address, message: Message, key: str, target: str | None) -> str:
        if not message.bulk:
            return await passes(address, message, key, target)
        if sent.total() >= 40 and not release.is_set():
            held.set()
            await asyncio.Event().wait()
        sent[address.chat] += 1
        return key

    stage.channel.send = slow  # type: ignore[method-assign]  # between it and the bot
    await announce(stage, CROWD)
    await held.wait()
    with monkeypatch.context() as dying:
        # Nothing more is noted, as after a kill.
        dying.setattr(stage._store, "mark_recipients", _dead)
        release.set()
        await stage.restart(abruptly=True)
    await stage.settled()
    assert set(sent.values()) == {1}
    missed = len(CROWD) - len(sent)
    assert 0 < missed <= IN_FLIGHT + PAGE
    told = "\n".join(one.text for one in await stage.heard())
    assert "- failed: 0\n- may not have arrived, and won't be sent again: " in told


async def _dead(*_: object) -> None:
    raise StoreError("killed")


async def test_answers_that_are_lost_and_ends_in_the_midst_bring_nobody_a_second_one() -> None:
    stage = TelegramStage(read_release(KITCHEN))
    stage._server.speed = 4  # so slow that something is under way when it ends
    async with stage:
        await stage.owns("Ana")
        stage._release = None
        await announce(stage, SOME)
        server = stage._server
        for _ in range(3):
            enough = min(60, _copies(stage).total() + 5)
            await server.until(lambda n=enough: _copies(stage).total() >= n)
            server.fail("sendMessage", "lost", 5)
            await asyncio.sleep(0.1)
            await stage._end()
            await stage._begin()
        for _ in range(500):
            if not await stage._store.announcements():
                break
            await asyncio.sleep(0.02)
        copies = _copies(stage)
        assert set(copies.values()) == {1}
        assert len(copies) >= 60 - 3 * (IN_FLIGHT + PAGE) // 8
        ana, store = stage.past("Ana")[1], stage._store
        [sent] = (await store.admin(ana, AdminNeeds(announcements=True))).announcements
        told = (await store.admin(ana, AdminNeeds(announcement=sent.id))).announcement
        assert told is not None
        assert told.number("unclear") > 0
        assert told.total == 60


def _copies(stage: TelegramStage) -> Counter[str]:
    told: Counter[str] = Counter()
    for name in SOME:
        told[name] = sum(TEXT in one.text for one in stage._people[name].messages)
    return +told
