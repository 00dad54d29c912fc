"""A clock that is set back: nobody is held up, nothing counts twice, and no time is negative."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.inputs import Command, Envelope, Input, Press
from bot.conversation.outputs import Ask, Output
from bot.service.tutor import Tutor
from bot.storage.codec import micros
from tests.rigs.courses import read_release
from tests.rigs.makers import ANA, NOON, envelope
from tests.rigs.paths import KITCHEN
from tests.rigs.stores import fresh_store

HOUR = timedelta(hours=1)


class Ana:
    """A learner whose clock a test moves."""

    def __init__(self, folder: Path) -> None:
        self.now = NOON
        self.store = fresh_store()
        self.tutor = Tutor(self.store, read_release(KITCHEN), clock=lambda: self.now)
        self.asked: Ask | None = None

    async def send(self, given: Input) -> tuple[Output, ...]:
        return await self.hand_in(replace(envelope(ANA), input=given, at=self.now))

    async def hand_in(self, given: Envelope) -> tuple[Output, ...]:
        said = await self.tutor.desk.submit(given)
        asks = [output for output in said if isinstance(output, Ask)]
        self.asked = asks[-1] if asks else self.asked
        return said

    async def press(self) -> tuple[Output, ...]:
        assert self.asked is not None
        return await self.send(Press(self.asked.choices[0].token))


@pytest.fixture
async def ana(tmp_path: Path) -> AsyncIterator[Ana]:
    ana = Ana(tmp_path)
    async with ana.tutor:
        yield ana


async def test_a_lesson_goes_on_and_no_answer_took_less_than_no_time(ana: Ana) -> None:
    await ana.send(Command("learn", "tea"))
    for step in range(40):
        ana.now += -HOUR if step % 3 else timedelta(minutes=1)
        assert await ana.press(), "an answer, whatever the clock says"
    attempts = await ana.store._read("SELECT took_ms, at FROM attempt")
    assert attempts
    assert all(took >= 0 for took, _ in attempts)


async def test_what_came_before_is_known_after(ana: Ana) -> None:
    given = replace(envelope(ANA), input=Command("learn", "tea"), at=ana.now)
    assert await ana.hand_in(given)
    ana.now -= 30 * 24 * HOUR
    await ana.tutor.forgetting.prune()
    assert await ana.hand_in(replace(given, at=ana.now)) == ()


async def test_an_alarm_that_rang_does_not_ring_again(ana: Ana) -> None:
    await ana.send(Command("learn", "tea"))
    await ana.store._write_each(
        "INSERT INTO alarm (learner, kind, at, platform, chat) VALUES (?, 'review', ?, ?, ?)",
        [(ANA, micros(ana.now), "telegram", "1")],
    )
    ana.tutor.alarms._platforms = {"telegram": None}
    assert await ana.tutor.alarms.sweep() == 1
    for _ in range(3):
        ana.now -= HOUR
        assert await ana.tutor.alarms.sweep() == 0
    ana.now = NOON + HOUR
    assert await ana.tutor.alarms.sweep() == 0, "nor when its time comes a second time"
    following = await ana.tutor.alarms.next()
    assert following is None or isinstance(following, datetime)
