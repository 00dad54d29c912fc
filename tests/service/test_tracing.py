"""Each line of the log says which input it is about, from its arrival to its last message."""

import asyncio
import io
import json
import logging
from collections import defaultdict
from collections.abc import Iterator

import pytest

from adapters.log import set_up
from bot.conversation.inputs import Address
from bot.conversation.outputs import Output
from bot.service.alarms import AlarmDispatcher
from bot.service.delivery.channel import Message
from bot.service.monitoring import current, tracing
from bot.service.tutor import Tutor
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.makers import ANA, BEN, EVERYWHERE, NOON, CountingEngine, alarm, envelope, record
from tests.rigs.makers import write as written
from tests.rigs.stores import fresh_store


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    to = io.StringIO()
    set_up("DEBUG", "json", (), to)
    yield to
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


class Talkative:
    """A channel that logs what it does, and fails for one learner."""

    platform = "telegram"

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        logging.getLogger("channel").info("planned")
        return (Message("x"),)

    async def send(self, a: Address, message: Message, key: str, target: str | None) -> str:
        await asyncio.sleep(0)
        logging.getLogger("channel").info("sent")
        if a.chat == "2":
            raise ZeroDivisionError
        return key

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        return b""


def by_envelope(to: io.StringIO) -> dict[str, list[str]]:
    found = defaultdict(list)
    for line in to.getvalue().splitlines():
        entry = json.loads(line)
        found[entry.get("envelope", "")].append(entry["message"])
    return found


async def test_every_line_from_arrival_to_delivery_names_its_envelope(lines: io.StringIO) -> None:
    async with Tutor(fresh_store(), Release(), engine=CountingEngine()) as tutor:
        tutor.add_channel(Talkative())
        await asyncio.gather(
            tutor.desk.submit(envelope(ANA, id="telegram:1")),
            tutor.desk.submit(envelope(BEN, "boom", id="telegram:2")),
        )
        await tutor.delivery.idle()
        assert current() == ""
    found = by_envelope(lines)
    assert found["telegram:1"] == [
        "an input has arrived: Text",
        "planned",
        "it is committed, with 1 outputs",
        "sent",
        "message 1 of 1 has arrived",
    ]
    aside, passed = found["telegram:2"][1], found["telegram:2"][-1]
    assert aside.startswith("telegram:2 was set aside")
    assert passed.startswith("telegram:2/0 was passed over")
    assert not any("telegram:" in one for one in found[""])


async def test_an_alarm_that_fails_names_itself(lines: io.StringIO, store: Store) -> None:
    async def fails(_: object) -> tuple[Output, ...]:
        raise RuntimeError

    await written(store, record(ANA, facts=(alarm(ANA, -5),)))
    await AlarmDispatcher(store, fails, EVERYWHERE, clock=lambda: NOON).sweep()
    [(id, _)] = [one for one in by_envelope(lines).items() if one[0]]
    assert id.startswith("alarm:telegram:1:review:")


def test_one_within_another_comes_back() -> None:
    with tracing("a"):
        with tracing("b"):
            assert current() == "b"
        assert current() == "a"
    assert current() == ""
