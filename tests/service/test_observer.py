"""What is told to whoever counts, and how much there is to do."""

from datetime import timedelta

import pytest

from bot.conversation.facts.learner import Scheduled
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.outputs import Output, Say
from bot.learning.items import Answer, Item
from bot.service.delivery.channel import Gone, Later, Message, ObservedChannel, Unwanted
from bot.service.tutor import Tutor
from bot.storage.codec import micros, utc_now
from bot.storage.records import Load, Mark, Release, StoreError
from bot.storage.store import Store
from tests.rigs.makers import ANA, BEN, NOON, CountingEngine, at, envelope, record, write
from tests.rigs.observing import Told
from tests.rigs.stores import FreshStore, fresh_store


async def test_batches_are_told_with_what_counted() -> None:
    told = Told()
    async with Tutor(fresh_store(), Release(), engine=CountingEngine(), observer=told) as tutor:
        first = envelope(id="telegram:1")
        await tutor.desk.submit(first)
        await tutor.desk.submit(first)
    assert [one for one in told.batches if one[0]] == [(1, 1), (1, 0)]
    assert told.failures == 0


async def test_a_batch_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(FreshStore):
        def transaction(self, **_: bool):  # type: ignore[no-untyped-def,override]
            raise StoreError("db: the disk is full")

    told = Told()
    async with Tutor(Broken(), engine=CountingEngine(), observer=told) as tutor:
        with pytest.raises(StoreError):
            await tutor.desk.submit(envelope())
    assert told.failures == 1


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (None, "sent"),
        (Later(1), "later"),
        (Gone("blocked"), "gone"),
        (Unwanted(), "unwanted"),
        (ZeroDivisionError(), "failed"),
    ],
)
async def test_what_becomes_of_a_message_is_told(error: Exception | None, result: str) -> None:
    class Channel:
        platform = "plain"

        def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
            return (Message("planned"),)

        async def send(self, a: Address, message: Message, key: str, target: str | None) -> str:
            if error:
                raise error
            return "7"

        async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
            return b"content"

    told = Told()
    channel = ObservedChannel(Channel(), told)
    assert channel.plan(()) == (Message("planned"),)
    assert await channel.fetch(Address("plain", "1"), "r", 10) == b"content"
    sending = channel.send(Address("plain", "1"), Message("x"), "k/0", None)
    if error:
        with pytest.raises(type(error)):
            await sending
    else:
        assert await sending == "7"
    assert told.sends == {("plain", result): 1}


async def test_the_time_of_an_answer_is_that_of_its_first_message() -> None:
    class Channel:
        platform = "plain"

        async def send(self, *_: object) -> str:
            return "7"

    told = Told()
    channel = ObservedChannel(Channel(), told)  # type: ignore[arg-type] # as much of one as is used
    said = micros(utc_now()) - 2_000_000
    unasked = Message("x", said=said, unasked=True)
    for key, message in (
        ("k/0", Message("x", said=said)),
        ("k/1", Message("x", said=said)),
        ("a/0", unasked),
    ):
        await channel.send(Address("plain", "1"), message, key, None)
    [(platform, seconds)] = told.replies
    assert platform == "plain"
    assert 2 <= seconds < 60


async def test_the_load_is_what_is_there(store: Store) -> None:
    assert await store.load(NOON) == Load(0, None, 0, 0, 0)
    hello = (Say("hi"),)
    await write(store, record(ANA, *hello, when=at(0)), record(BEN, *hello, when=at(5)))
    [third] = await write(store, record(LearnerId("telegram:3"), *hello, when=at(1)))
    await write(store, marks=[Mark(third.id, at(2), 0, done=True, gone=True)])
    old = NOON - timedelta(days=3)
    await write(store, record(LearnerId("telegram:4"), when=old))
    await write(store, record(LearnerId("telegram:5"), when=NOON, id="alarm:telegram:5:review:1"))
    answer = Answer("A", "probable", right=True, at=micros(NOON))
    due = tuple(
        Scheduled(Item("tea", f"q{n}", 1, 1.0, 5.0, micros(at(n)), answer)) for n in range(3)
    )
    await write(store, record(ANA, facts=due, when=at(0)))
    found = await store.load(at(1))
    assert found == Load(2, at(0), 2, 3, 4)
