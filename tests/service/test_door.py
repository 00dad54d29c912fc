"""The door: a flood of one learner is stopped before the database, and nobody else notices."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.conversation.inputs import Command, Envelope, Flood, Input, LearnerId, Press
from bot.conversation.outputs import Ask, Output, Say
from bot.service.turns import queue as door_module
from bot.service.turns.queue import AGAIN, BURST, SHARE, Door
from bot.service.tutor import Tutor
from tests.rigs.courses import read_release
from tests.rigs.makers import ANA, BEN, CountingEngine, envelope
from tests.rigs.paths import KITCHEN
from tests.rigs.stores import fresh_store


def given(what: Input) -> Envelope:
    """This input of Ana's."""
    return replace(envelope(ANA), input=what)


class Gate:
    """A door with a clock that a test moves, and what came through it."""

    def __init__(self) -> None:
        self.now = 100.0
        self.came: list[Envelope] = []
        self.door = Door(self._desk, monotonic=lambda: self.now)

    async def _desk(self, envelope: Envelope) -> tuple[Output, ...]:
        self.came.append(envelope)
        return (Say("ok"),)

    async def send(self, number: int, learner: LearnerId = ANA) -> int:
        """Send that many inputs; how many were answered as they are."""
        before = len(self.came)
        for _ in range(number):
            if submit := self.door.enter(learner):
                await submit(envelope(learner))
        return sum(not isinstance(one.input, Flood) for one in self.came[before:])

    @property
    def told(self) -> int:
        return sum(isinstance(one.input, Flood) for one in self.came)


async def test_a_flood_is_told_once_and_then_dropped_until_there_is_room_again() -> None:
    gate = Gate()
    assert await gate.send(2000) == BURST
    assert gate.told == 1
    gate.now += AGAIN - 1
    assert await gate.send(5) == 0
    assert gate.told == 1
    gate.now += 1
    assert await gate.send(AGAIN) == AGAIN
    assert gate.told == 1
    assert await gate.send(1) == 0
    assert gate.told == 2
    assert await gate.send(3, BEN) == 3


@pytest.mark.parametrize(("each", "presses"), [(0.0, 120), (0.2, 145), (0.5, 230), (1.0, 5000)])
async def test_who_taps_as_fast_as_they_can_is_never_stopped(each: float, presses: int) -> None:
    gate = Gate()
    for _ in range(presses):
        assert await gate.send(1) == 1
        gate.now += each


async def test_a_search_takes_a_token_and_leaves_the_word_about_it_to_the_next_input() -> None:
    gate = Gate()
    assert [gate.door.admits(ANA) for _ in range(BURST + 2)] == [True] * BURST + [False] * 2
    assert (gate.told, await gate.send(2), gate.told) == (0, 0, 1)
    gate.now += AGAIN
    assert gate.door.admits(ANA)
    assert await gate.send(AGAIN) == AGAIN - 1


async def test_a_clock_that_stands_still_or_a_crowd_costs_bounded_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door_module, "BUCKETS", 50)
    gate = Gate()
    for number in range(500):
        await gate.send(1, LearnerId(f"telegram:{number}"))
    assert len(gate.door._buckets) == 50
    gate.now += BURST
    await gate.send(1)
    assert len(gate.door._buckets) == 1


@pytest.fixture
async def tutor() -> AsyncIterator[Tutor]:
    async with Tutor(fresh_store(), read_release(KITCHEN)) as tutor:
        yield tutor


async def test_what_is_said_leaves_the_open_question_as_it_is(
    tutor: Tutor,
) -> None:
    door = Door(tutor.desk.submit, burst=1)
    submit = door.enter(ANA)
    assert submit is not None
    *_, asked = await submit(given(Command("learn")))
    assert isinstance(asked, Ask)
    submit = door.enter(ANA)
    assert submit is not None
    [said] = await submit(given(Press(asked.choices[0].token)))
    assert isinstance(said, Say)
    assert "a lot at once" in said.text
    assert door.enter(ANA) is None
    # What was not let in has not counted.
    assert await tutor.desk.submit(given(Press(asked.choices[0].token)))


async def test_it_is_said_to_somebody_new_and_in_their_language(tutor: Tutor) -> None:
    [said] = await tutor.desk.submit(replace(given(Flood()), learner=BEN, language="de"))
    assert isinstance(said, Say)
    assert "auf einmal" in said.text


async def test_who_sent_much_at_once_lets_others_in_between() -> None:
    async with Tutor(fresh_store(), engine=CountingEngine()) as tutor:
        flood = [asyncio.create_task(tutor.desk.submit(envelope(ANA))) for _ in range(5 * SHARE)]
        await asyncio.sleep(0)
        other = asyncio.create_task(tutor.desk.submit(envelope(BEN)))
        await other
        assert sum(one.done() for one in flood) <= 2 * SHARE
        answers = await asyncio.gather(*flood)
    assert answers == [(Say(str(n + 1)),) for n in range(5 * SHARE)]
