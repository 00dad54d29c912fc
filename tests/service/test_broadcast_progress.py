"""How far an announcement is, shown in the message of the open question while it goes out."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.conversation.admin.announcements.progress import EVERY, TIRED, summary
from bot.conversation.facts.announcement import Announcement
from bot.conversation.inputs import Address, LearnerId, Press
from bot.conversation.needs.admin import AdminKnown, Served
from bot.service.delivery.channel import Message, Unwanted
from tests.rigs.crowd import CROWD, press
from tests.rigs.plain_stage import PlainStage
from tests.rigs.transcript import Heard, let_pass

SECONDS = EVERY / 1_000_000


class Held:
    """Lets as many messages in bulk pass as it is told to, and no more."""

    def __init__(self, stage: PlainStage) -> None:
        self.most = self.sent = 0
        self.waits = asyncio.Event()
        self._passes = stage.channel.send
        stage.channel.send = self.send  # type: ignore[method-assign]  # between it and the bot

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        if not message.bulk:
            return await self._passes(address, message, key, target)
        while self.sent >= self.most:
            self.waits.set()
            await asyncio.sleep(0.001)
        self.sent += 1
        if not await message.wanted():
            self.sent -= 1
            raise Unwanted
        return key

    async def let(self, most: int) -> None:
        """Let so many pass in all, and wait until they have and are marked."""
        self.most = most
        while self.sent < most:  # noqa: ASYNC110 - it is counted by many tasks
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.4)


@pytest.fixture
async def stage(stage: PlainStage) -> AsyncIterator[PlainStage]:
    await stage.owns("Ben")
    for name in CROWD:
        await stage.types(name, "/start")
    stage.held = Held(stage)  # type: ignore[attr-defined]  # for the test
    await stage.types("Ana", "/admin announce")
    await press(stage, "Write one")
    await stage.types("Ana", "News.")
    await press(stage, "Everyone who wants news (100)")
    await press(stage, "Send it")
    await news(stage)
    yield stage
    stage.held.most = 10**9  # type: ignore[attr-defined]


async def news(stage: PlainStage) -> list[Heard]:
    """What has come to admins since the last call, while the rest is still going on."""
    await stage.arrived()
    found = [one for who, one in stage.channel.news if who not in CROWD]
    stage.channel.news.clear()
    return found


async def passes(stage: PlainStage, seconds: float) -> None:
    """Let time pass without waiting for what goes out to many."""
    until = stage.clock.timestamp() + seconds
    while (at := await stage.alarms.next()) is not None and at.timestamp() <= until:
        stage.clock = max(stage.clock, at)
        await stage.alarms.sweep()
        await stage.arrived()
        await stage._tutor.desk.drain()
    stage.clock += type(stage.clock - stage.clock)(seconds=until - stage.clock.timestamp())


async def test_the_message_tells_how_far_it_is_and_how_it_ended(stage: PlainStage) -> None:
    held: Held = stage.held  # type: ignore[attr-defined]
    (asked,) = [one for one in stage.channel.screens["Ana"].messages if one.live]
    for number in (10, 40):
        await held.let(number)
        await passes(stage, SECONDS)
        (edit,) = await news(stage)
        assert f"- sent: {number}\n" in edit.text
        assert f"- remaining: {100 - number}" in edit.text
        assert edit.rows == (("How is it going?",), ("Pause", "Cancel"), ("Back",))
    await passes(stage, 10 * SECONDS)
    assert await news(stage) == [], "what has not changed is not edited"
    held.most = 10**9
    await stage.settled()
    last = await news(stage)
    assert [(one.how, one.rows) for one in last] == [("edits", ()), ("says", ())]
    assert "is out" in asked.text
    assert "- sent: 100\n" in asked.text
    assert await stage.alarms.next() is not None, "it is looked at once more"
    await let_pass(stage, stage.clock - stage.clock + type(stage.clock - stage.clock)(days=1))
    assert await stage.alarms.next() is None
    assert await news(stage) == []


async def test_it_goes_on_telling_after_a_restart(stage: PlainStage) -> None:
    held: Held = stage.held  # type: ignore[attr-defined]
    await held.let(30)
    await stage.restart(abruptly=True)
    await passes(stage, SECONDS)
    (edit,) = await news(stage)
    assert "- sent: 30\n" in edit.text


async def test_an_answer_closes_it_for_good(stage: PlainStage) -> None:
    held: Held = stage.held  # type: ignore[attr-defined]
    await press(stage, "Back")
    await news(stage)
    await held.let(30)
    await passes(stage, 60)
    assert await news(stage) == []
    assert await stage.alarms.next() is None, "nobody looks, so nothing rings"


async def test_two_who_follow_see_each_other_and_no_press_means_what_it_did_not_say(
    stage: PlainStage,
) -> None:
    held: Held = stage.held  # type: ignore[attr-defined]
    (asked,) = [one for one in stage.channel.screens["Ana"].messages if one.live]
    pause = Press(asked.buttons["Pause"])
    await stage.types("Ben", "/admin announce")
    await stage.arrived()
    await stage.presses("Ben", "News.", 0, "Ben")
    await stage.arrived()
    await held.let(10)
    await stage.presses("Ben", "Pause", 0, "Ben")
    await passes(stage, SECONDS)
    told = [one for one in await news(stage) if "is paused" in one.text and "Go on" in str(one)]
    assert len(told) == 2, "Ana's message, and Ben's"
    # Where "Pause" was is "Go on" now: who meant the first must not get the second.
    await stage._send("Ana", pause)
    (aside,) = await news(stage)
    assert aside == Heard("aside", "The buttons have changed in the meantime. Take another look.")
    held.most = 10**9
    await stage.settled()
    assert held.sent == 10
    await stage.presses("Ana", "Go on", 0, "Ana")
    await stage.settled()
    assert held.sent == 100


async def test_who_lost_the_role_is_told_no_more(stage: PlainStage) -> None:
    held: Held = stage.held  # type: ignore[attr-defined]
    await stage._store.set_owners([stage.past("Ben")[1]], stage.clock)
    await held.let(10)
    await passes(stage, 60)
    assert await news(stage) == []
    assert await stage.alarms.next() is None


async def test_the_longer_nothing_changes_the_more_seldom_it_looks(stage: PlainStage) -> None:
    held: Held = stage.held  # type: ignore[attr-defined]
    await held.waits.wait()
    looks = 0
    while (at := await stage.alarms.next()) is not None and looks < 1000:
        stage.clock = max(stage.clock, at)
        await stage.alarms.sweep()
        await stage.arrived()
        looks += 1
    assert 20 < looks < 60, "a day without news"
    assert TIRED == 24 * 3_600_000_000
    edits = [one for one in await news(stage) if one.how == "edits"]
    assert len(edits) == 1


async def test_another_role_is_not_enough_to_be_told(stage: PlainStage) -> None:
    held: Held = stage.held  # type: ignore[attr-defined]
    await stage.types("Ben", f"/admin roles grant {stage.past('Ana')[1]} analyst")
    await stage.arrived()
    await stage._store.set_owners([stage.past("Ben")[1]], stage.clock)
    await news(stage)
    await held.let(10)
    await passes(stage, 60)
    told = [one.text for one in await news(stage)]
    assert told == ["You have a new role here: **analyst**. /admin shows what you can do with it."]


async def test_the_open_question_tells_of_its_own_announcement_and_of_no_other(
    stage: PlainStage,
) -> None:
    held: Held = stage.held  # type: ignore[attr-defined]
    await stage.types("Ana", "/admin announce")
    await press(stage, "Write one")
    await stage.types("Ana", "Others.")
    await press(stage, "Everyone who wants news (100)")
    await press(stage, "Send it")
    await news(stage)
    await held.let(10)
    await passes(stage, SECONDS)
    edits = await news(stage)
    assert [one.text.split("\n")[0] for one in edits] == ["📣 **Others.** is going out."]


async def test_news_makes_it_look_often_again(stage: PlainStage) -> None:
    held: Held = stage.held  # type: ignore[attr-defined]
    await held.waits.wait()
    await passes(stage, 3600)
    await held.let(10)
    at = await stage.alarms.next()
    assert at is not None
    await passes(stage, (at - stage.clock).total_seconds())
    await news(stage)
    after = await stage.alarms.next()
    assert after is not None
    assert (after - at).total_seconds() == SECONDS


def test_a_platform_that_cannot_be_reached_is_named_while_it_is_waited_for() -> None:
    one = Announcement("a", "t", "", LearnerId("x"), Address("plain", "1"), "going")
    one = replace(one, counts={"waiting": 5}, waiting={"plain": 2, "quiet": 3})
    served = Served({"plain": "", "quiet": ""}, frozenset({"quiet"}))
    text = summary(one, AdminKnown(served=served))
    assert "waiting for Quiet, which can't be reached right now: 3" in text
    assert "Plain" not in text
    for there in (replace(one, state="done"), replace(one, waiting={"plain": 5})):
        assert "waiting for" not in summary(there, AdminKnown(served=served))


def test_who_has_no_place_yet_waits_for_no_platform() -> None:
    one = Announcement("a", "t", "", LearnerId("x"), Address("plain", "1"), "going")
    one = replace(one, counts={"waiting": 3}, waiting={"": 1, "plain": 1, "other": 1})
    text = summary(one, AdminKnown(served=Served({"plain": ""})))
    assert text.count("waiting for") == text.count("waiting for Other") == 1
