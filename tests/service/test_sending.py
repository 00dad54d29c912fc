"""Whether what is said gets out: what counts as trouble with sending, and what is a mere pause."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.conversation.inputs import Address
from bot.conversation.outputs import Document, Output
from bot.service.delivery.channel import Gone, Later, Message, ObservedChannel, Unclear, Unwanted
from bot.service.monitoring import OVER, Observer, SendingHealth
from tests.rigs.makers import NOON
from tests.rigs.timeline import Clock

SOON = 15.0
"""Seconds within which what is wrong is known."""


class Platform:
    """A channel that keeps a pause of its own, and then does as it is told."""

    platform = "plain"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.health = SendingHealth(
            "plain", lambda: clock.now, lambda: NOON + timedelta(seconds=clock.now)
        )
        self.observed = ObservedChannel(self, Observer())
        self.observed.health = self.health
        self.pace = 0.0
        self.takes: float | Exception = 0.0

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        return (Message("planned"),)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        await self.clock.sleep(self.pace)
        self.said_before = self.health.ailment()
        if not await message.wanted():
            raise Unwanted
        if isinstance(self.takes, Exception):
            raise self.takes
        await self.clock.sleep(self.takes)
        self.said_meanwhile = self.health.ailment()
        return "reference"

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        return b""

    async def is_sent(self, key: str = "k/0", message: Message = Message("hi")) -> None:  # noqa: B008 - it is frozen
        await self.observed.send(Address("plain", "ana"), message, key, None)


@pytest.fixture
def platform() -> Platform:
    return Platform(Clock())


async def test_a_request_that_hangs_is_trouble_within_seconds_and_over_with_its_answer(
    platform: Platform,
) -> None:
    platform.takes = SOON
    await platform.is_sent()
    assert platform.said_meanwhile == "messages don't get out: one waits, the first for 15 s"
    assert platform.health.ailment() is None


async def test_a_pause_of_our_own_is_no_trouble(platform: Platform) -> None:
    platform.pace = 300.0
    await platform.is_sent()
    assert (platform.said_before, platform.said_meanwhile) == (None, None)


async def test_an_answer_that_is_refused_again_and_again_is_trouble_within_seconds(
    platform: Platform,
) -> None:
    platform.takes = Later(2.0, why="status 502")
    tries = int(SOON / 2)
    for _ in range(tries):
        with pytest.raises(Later):
            await platform.is_sent()
        platform.clock.now += 2.0
    said = platform.health.ailment()
    assert said == "messages don't get out: one waits, the first for 14 s (status 502)"
    platform.takes = 0.0
    await platform.is_sent("another/0")
    assert platform.health.ailment() is not None, "that others get theirs is no help"
    await platform.is_sent()
    assert platform.health.ailment() is None


async def test_what_may_have_arrived_is_trouble_when_it_happens_again_and_again(
    platform: Platform,
) -> None:
    platform.takes = Unclear()
    for number in range(4):
        with pytest.raises(Unclear):
            await platform.is_sent(f"{number}/0", Message(bulk=True))
        platform.clock.now += 4
    assert "4 attempts in a row have failed (no answer in time)" in str(platform.health.ailment())
    platform.clock.now += OVER
    assert platform.health.ailment() is None, "nobody tries any more"


@pytest.mark.parametrize("error", [Later(None), Later(9, or_input=True), Gone(), RuntimeError()])
async def test_a_refusal_of_one_message_is_no_trouble(platform: Platform, error: Exception) -> None:
    platform.takes = error
    for _ in range(5):
        with pytest.raises(type(error)):
            await platform.is_sent()
        platform.clock.now += 10
        assert platform.health.ailment() is None


async def test_a_pause_that_the_platform_asks_for_is_no_trouble_and_a_long_one_is_told(
    platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    platform.takes = Later(30.0, asked=True)
    with pytest.raises(Later):
        await platform.is_sent()
    assert not platform.health.pause
    platform.takes = Later(300.0, asked=True)
    for chat in range(3):
        with pytest.raises(Later):
            await platform.is_sent(f"{chat}/0")
    platform.clock.now += 299
    assert platform.health.ailment() is None
    assert platform.health.pause == "a chat has to wait until 2026-11-24 12:06:40 UTC"
    (told,) = [one for one in caplog.records if one.levelno == logging.WARNING]
    assert "asks for a pause of 300 s" in told.getMessage()
    platform.clock.now += 2
    assert not platform.health.pause


async def test_what_nobody_waits_for_any_more_is_no_trouble(platform: Platform) -> None:
    waits = asyncio.Event()

    async def never(seconds: float) -> None:
        if seconds:
            await waits.wait()

    platform.clock.sleep = never  # type: ignore[method-assign]
    platform.takes = 1.0
    sending = asyncio.create_task(platform.is_sent())
    await asyncio.sleep(0)
    platform.clock.now += SOON
    assert platform.health.ailment() is not None
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    assert platform.health.ailment() is None
    platform.takes = Later(60.0)
    with pytest.raises(Later):
        await platform.is_sent()
    platform.clock.now += OVER
    assert platform.health.ailment() is None


async def test_a_file_may_take_its_time(platform: Platform) -> None:
    platform.takes = SOON
    file = Document("all.zip", "application/zip", "1", 1, text="", otherwise="")
    await platform.is_sent(message=Message(document=file))
    assert platform.said_meanwhile is None
