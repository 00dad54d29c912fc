"""The pace of answers, in a world that counts them over all and in one that does not."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable

import pytest

from adapters.telegram.pacing import Pace, Pacer
from bot.conversation.inputs import Envelope, Text
from bot.conversation.outputs import Output, Say
from bot.service.monitoring import Observer
from tests.rigs.telegram_rig import Rig, Script
from tests.rigs.telegram_server import TelegramServer
from tests.rigs.telegram_server.flood import Flood
from tests.rigs.timeline import Timeline, busiest

SECONDS = 30


class TooManyError(Exception):
    pass


class World:
    """Telegram as the pacer meets it: it takes 30 a second of what it counts."""

    def __init__(self, *, counts_answers: bool, free: bool = True, pause: float = 0.0) -> None:
        """With a ``pause`` nothing at all is taken for so long after a refusal."""
        self._pause = pause
        self._until = 0.0
        self.left: list[float] = []
        self.clock = Timeline()
        self.counts_answers = counts_answers
        self.recalls = 0
        self.refused: list[float] = []
        self.answered: list[float] = []
        self.waits: list[float] = []
        self.unasked: list[float] = []
        self._counted: deque[float] = deque()
        pace = Pace(recalled=10.0)
        self.pacer = Pacer(
            pace,
            free=free,
            recalled=self._recalled,
            clock=lambda: self.clock.now,
            sleep=self.clock.sleep,
        )

    def _recalled(self) -> None:
        self.recalls += 1

    def _take(self, *, answer: bool) -> None:
        now = self.clock.now
        if now < self._until:
            self.refused.append(now)
            raise TooManyError
        while self._counted and self._counted[0] <= now - 1.0:
            self._counted.popleft()
        if answer and not self.counts_answers:
            return
        if len(self._counted) >= 30:
            self.refused.append(now)
            self._until = now + self._pause
            raise TooManyError
        self._counted.append(now)

    async def send(self, chat: int, at: float, *, bulk: bool = False, way: float = 0.05) -> None:
        """Send one message to a chat, as often as it takes."""
        await self.clock.sleep(at)
        asked = self.clock.now
        while True:
            try:
                async with self.pacer.turn(chat, bulk=bulk):
                    self.left.append(self.clock.now)
                    await self.clock.sleep(way / 2)
                    self._take(answer=not bulk)
                    await self.clock.sleep(way / 2)
            except TooManyError:
                self.pacer.refused(chat, self._pause or 3.0)
                await self.clock.sleep(self._pause or 3.0)
            else:
                break
        (self.unasked if bulk else self.answered).append(self.clock.now)
        if not bulk:
            self.waits.append(self.clock.now - asked)

    async def all(self, *sends: Awaitable[None]) -> None:
        await self.clock.until([asyncio.ensure_future(one) for one in sends])


async def test_where_answers_are_not_counted_they_run_as_they_come() -> None:
    world = World(counts_answers=False)
    await world.all(*(world.send(n, n / 60) for n in range(60 * SECONDS)))
    assert world.refused == []
    assert max(world.waits) < 0.2, "60 a second came, and none waited for another"


async def test_where_answers_are_counted_a_few_are_refused_and_then_all_keep_to_the_pace() -> None:
    world = World(counts_answers=True)
    await world.all(*(world.send(n, n / 60) for n in range(60 * SECONDS)))
    assert len(world.answered) == 60 * SECONDS, "nothing is lost"
    # The next tries come after 10 s, 20 s and 40 s.
    assert 1 <= world.recalls <= 4
    assert len(world.refused) <= world.recalls * Pace().at_once
    assert busiest(sorted(world.answered), 10.0) >= 280, "and the pace is used"


async def test_the_careful_are_never_refused() -> None:
    world = World(counts_answers=True, free=False)
    await world.all(*(world.send(n, n / 60) for n in range(300)))
    assert world.refused == []
    assert len(world.answered) == 300


@pytest.mark.parametrize("counts_answers", [False, True])
async def test_an_announcement_leaves_room_for_as_many_answers_as_fit_either_way(
    counts_answers: bool,
) -> None:
    world = World(counts_answers=counts_answers)
    many = (world.send(10_000 + n, 0.0, bulk=True) for n in range(300))
    await world.all(*many, *(world.send(n, n / 5) for n in range(40)))
    assert world.refused == [], "with few answers, all together stay within 30"
    assert max(world.waits) < 0.2
    assert len(world.unasked) / (max(world.unasked) - 100) > 20, "and no place is left empty"


async def test_reminders_come_however_many_answers_go_above_the_pace() -> None:
    world = World(counts_answers=False)
    many = [asyncio.ensure_future(world.send(10_000 + n, 2.0, bulk=True)) for n in range(60)]
    answers = [asyncio.ensure_future(world.send(n, n / 100)) for n in range(1000)]
    await world.clock.until([*many, *answers])
    assert len(world.unasked) == 60
    assert max(world.unasked) < 110.0, "while 100 answers went out each second"
    assert max(world.waits) < 0.2, "none of which waited for a reminder"
    assert busiest(sorted(world.unasked), 1.0) <= 30


async def test_when_answers_are_brought_back_those_that_wait_go_before_what_nobody_asked_for() -> (
    None
):
    world = World(counts_answers=True)
    many = [asyncio.ensure_future(world.send(10_000 + n, 1.5, bulk=True)) for n in range(100)]
    answers = [asyncio.ensure_future(world.send(n, n / 1000)) for n in range(150)]
    await world.clock.until([*many, *answers])
    assert world.recalls == 1
    last = max(world.answered)
    assert sum(at < last - 3.0 for at in world.unasked) < 40, "only while the refused ones paused"
    assert len(world.unasked) == 100


@pytest.mark.parametrize("bulk", [0, 100])
async def test_in_a_pause_that_telegram_asks_for_nothing_goes_out_that_was_not_on_its_way(
    bulk: int,
) -> None:
    world = World(counts_answers=True, pause=5.0)
    many = [asyncio.ensure_future(world.send(10_000 + n, 0.0, bulk=True)) for n in range(bulk)]
    answers = [asyncio.ensure_future(world.send(n, 0.0)) for n in range(600)]
    await world.clock.until([*many, *answers])
    assert len(world.answered) == 600, "and nothing is lost"
    first = world.refused[0]
    assert [at for at in world.left if first < at < first + 5.0] == []
    assert len(world.refused) <= world.recalls * Pace().at_once


async def test_a_pause_without_end_is_bounded() -> None:
    world = World(counts_answers=False)
    await world.all(*(world.send(n, 0.0) for n in range(40)))
    for chat in (41, 42):
        world.pacer.refused(chat, 100_000.0)
    await world.all(world.send(43, 0.0))
    assert Pace().held - 1.0 < world.waits[-1] < Pace().held + 1.0


async def test_one_chat_that_is_refused_without_a_reason_holds_up_nobody_else() -> None:
    world = World(counts_answers=False)
    await world.all(*(world.send(n, 0.0) for n in range(40)))
    for number, seconds in enumerate((0.1, 30.0), start=1):
        world.pacer.refused(41, seconds)
        await world.all(*(world.send(100 * number + n, 0.1) for n in range(40)))
        assert max(world.waits[-40:]) < 3.0
    assert world.recalls == 1


async def test_what_a_chat_is_refused_for_itself_brings_nobody_back() -> None:
    world = World(counts_answers=False)
    pacer = world.pacer
    await world.all(*(world.send(n, 0.0) for n in range(60)))

    async def both() -> None:
        for _ in range(2):
            async with pacer.turn(7):
                pass

    await world.all(both())
    pacer.refused(7, 3.0)
    assert world.recalls == 0, "it had just got several"
    pacer.refused(7, 3.0)
    assert world.recalls == 0, "it was to wait anyway"
    pacer.refused(8, 3.0)
    assert world.recalls == 1, "its chat gives no reason"
    pacer.refused(9, 3.0)
    assert world.recalls == 1, "they are back already"


async def test_a_429_in_a_quiet_minute_is_its_chats_own() -> None:
    world = World(counts_answers=False)
    await world.all(*(world.send(n, n / 10) for n in range(20)))
    world.pacer.refused(19, 3.0)
    assert world.recalls == 0


async def test_no_more_are_on_their_way_at_once_than_can_be_refused_at_once() -> None:
    world = World(counts_answers=False)
    sending = [0, 0]

    async def one(chat: int) -> None:
        async with world.pacer.turn(chat):
            sending[0] += 1
            sending[1] = max(sending)
            await world.clock.sleep(0.3)
            sending[0] -= 1

    await world.all(*(one(n) for n in range(400)))
    assert 60 <= sending[1] <= Pace().at_once + Pace().most


# --- on the strict server ---


class Heard(Observer):
    def __init__(self) -> None:
        self.recalls = 0

    def recalled(self, platform: str) -> None:
        self.recalls += 1


def back(envelope: Envelope) -> tuple[Output, ...]:
    given = envelope.input
    return (Say(given.text),) if isinstance(given, Text) else ()


@pytest.mark.slow
@pytest.mark.parametrize("counts_answers", [False, True])
async def test_a_crowd_is_answered_in_either_world(
    counts_answers: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    heard = Heard()
    async with TelegramServer(speed=1.0) as server:
        server.flood = flood = Flood(1.0, counts_answers=counts_answers)
        people = [server.person(f"P{n}") for n in range(120)]
        async with Rig(server, engine=Script(back), services={"observer": heard}) as rig:
            for person in people:
                person.types("one")
            for person in people:
                person.types("two")
            await server.until(lambda: all(len(person.said) == 2 for person in people), 60)
            await rig.settled()
    assert all(person.said == ["one", "two"] for person in people), "nothing lost, in order"
    assert flood.prolonged == 0, "and nothing was sent during a wait"
    at = [call.at for call in server.calls if call.method == "sendMessage" and not call.refused]
    if counts_answers:
        assert heard.recalls == 1
        assert 1 <= flood.waits <= Pace().at_once
        assert "for 5 minutes" in caplog.text
        after = [call.at for call in server.calls if call.refused]
        assert max(after) - min(after) < 2.0, "they were all on their way by then"
    else:
        assert (heard.recalls, flood.waits) == (0, 0)
        assert busiest(at, 1.0) > 30
