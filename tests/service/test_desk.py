"""The desk: one transaction for everyone who is waiting, whatever goes wrong with some of them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.conversation.facts.learner import Forgotten, Scheduled
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.learner import Account, Learner
from bot.conversation.needs.learner import AHEAD, DueItems, LessonItems, Needs
from bot.conversation.outputs import Output, Say
from bot.conversation.session import Session
from bot.learning.items import DAY, Answer, Item
from bot.lessons.model import Lesson
from bot.service.turns import queue
from bot.service.turns.desk import UNWRITTEN, Desk
from bot.service.turns.loading import CatalogueCache
from bot.service.turns.queue import BATCH, DeskClosed
from bot.storage.codec import micros
from bot.storage.records import Mark, Parcel, Record, Release, StoreError
from bot.storage.store import Store, Transaction
from tests.rigs.makers import (
    ANA,
    BEN,
    NOON,
    CountingEngine,
    at,
    envelope,
    left,
    seen,
    session_of,
)

pytestmark = pytest.mark.each_store


class Watched:
    """A store that counts the desk's transactions, and fails in the middle of some of them.

    ``failing`` holds how many of the next transactions fail after half of their turns are
    written; ``hold`` keeps them from committing until it is set.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.begun = 0
        self.lasting: list[bool] = []
        self.batches: list[int] = []
        self.failing = 0
        self.hold: asyncio.Event | None = None
        self.holding = asyncio.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    @asynccontextmanager
    async def transaction(
        self, *, alone: bool = False, lasting: bool = True
    ) -> AsyncIterator[Transaction]:
        self.begun += 1
        self.lasting.append(lasting)
        async with self._store.transaction(alone=alone, lasting=lasting) as transaction:
            yield _Recording(self, transaction)  # type: ignore[misc]  # the rest is passed on


class _Recording:
    def __init__(self, watched: Watched, transaction: Transaction) -> None:
        self._watched = watched
        self._transaction = transaction

    def __getattr__(self, name: str) -> object:
        return getattr(self._transaction, name)

    async def record(self, records: Sequence[Record], marks: Sequence[Mark]) -> list[Parcel]:
        watched = self._watched
        if watched.failing:
            watched.failing -= 1
            await self._transaction.record(records[: len(records) // 2], marks)
            raise StoreError("the disk is full")
        parcels = await self._transaction.record(records, marks)
        watched.batches.append(len(records))
        if watched.hold is not None:
            watched.holding.set()
            await watched.hold.wait()
        return parcels


class Office:
    """A desk at work, and what it gave to delivery."""

    def __init__(self, store: Store) -> None:
        self.store = Watched(store)
        self.engine = CountingEngine()
        self.catalogue = CatalogueCache(store)
        self.parcels: list[Parcel] = []
        self.desk = Desk(
            self.store,  # type: ignore[arg-type]  # it passes on what it does not watch
            self.catalogue,
            deliver=self.parcels.extend,
            engine=self.engine,
        )
        self.running: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.running = asyncio.create_task(self.desk.run())

    async def stop(self) -> None:
        assert self.running is not None
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)

    @property
    def said(self) -> list[Output]:
        return [output for parcel in self.parcels for output in parcel.outputs]


@pytest.fixture
async def office(store: Store) -> AsyncIterator[Office]:
    office = Office(store)
    office.start()
    yield office
    await office.stop()


def texts(*said: str) -> list[tuple[Output, ...]]:
    return [(Say(text),) for text in said]


async def all_at_once(office: Office, *words: str) -> list[tuple[Output, ...] | BaseException]:
    """Ana says these, all of them before the desk looks up."""
    return await asyncio.gather(
        *(office.desk.submit(envelope(ANA, word)) for word in words), return_exceptions=True
    )


async def test_an_answer_comes_when_it_is_committed(office: Office) -> None:
    given = envelope()
    assert await office.desk.submit(given) == (Say("1"),)
    assert await seen(office.store._store, given.id) == {given.id}
    assert [parcel.key for parcel in office.parcels] == [given.id]


async def test_those_who_wait_share_a_transaction_in_order_of_arrival(office: Office) -> None:
    answers = await asyncio.gather(
        *(office.desk.submit(envelope(learner)) for learner in (ANA, BEN, ANA, ANA, BEN))
    )
    assert answers == texts("1", "1", "2", "3", "2")
    assert office.store.batches == [5]
    assert [(p.learner, p.outputs) for p in office.parcels] == [
        (ANA, (Say("1"),)),
        (BEN, (Say("1"),)),
        (ANA, (Say("2"),)),
        (ANA, (Say("3"),)),
        (BEN, (Say("2"),)),
    ]


async def test_a_batch_has_a_limit_and_the_rest_follows(office: Office) -> None:
    crowd = [LearnerId(f"telegram:{n}") for n in range(BATCH + 5)]
    await asyncio.gather(*(office.desk.submit(envelope(one)) for one in crowd))
    assert office.store.batches == [BATCH, 5]
    assert [parcel.learner for parcel in office.parcels] == crowd


async def test_a_redelivery_counts_once_and_says_nothing_again(office: Office) -> None:
    given = envelope()
    assert await office.desk.submit(given) == (Say("1"),)
    assert await office.desk.submit(given) == ()
    assert office.said == [Say("1")]


async def test_the_same_input_twice_in_one_batch_counts_once(office: Office) -> None:
    given = envelope()
    answers = await asyncio.gather(office.desk.submit(given), office.desk.submit(given))
    assert answers == [(Say("1"),), ()]
    assert office.store.batches == [1]


async def test_one_that_raises_leaves_the_others_and_its_own_session_alone(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    bad = envelope(ANA, "boom")
    answers = await asyncio.gather(
        office.desk.submit(envelope(ANA)),
        office.desk.submit(bad),
        office.desk.submit(envelope(BEN)),
        office.desk.submit(envelope(ANA)),
    )
    assert answers == texts("1", "sorry", "1", "2")
    assert office.store.batches == [4]
    assert f"{bad.id} was set aside: RuntimeError" in caplog.text
    assert "BOOM" not in caplog.text
    assert await office.desk.submit(bad) == ()


@pytest.mark.parametrize(
    ("word", "answer"),
    [("needs", (Say("sorry"),)), ("sorry", ()), ("half", (Say("sorry"),))],
)
async def test_whatever_fails_about_a_turn_it_counts_and_the_next_goes_on(
    office: Office, word: str, answer: tuple[Output, ...]
) -> None:
    bad = envelope(ANA, word)
    await office.desk.submit(envelope(ANA))
    assert await office.desk.submit(bad) == answer
    assert await office.desk.submit(bad) == ()
    assert await office.desk.submit(envelope(ANA)) == (Say("2"),)


async def test_turns_built_on_one_that_can_not_be_written_are_taken_anew(office: Office) -> None:
    answers = await asyncio.gather(
        *(office.desk.submit(envelope(ANA, word)) for word in ("hi", "half", "hi", "hi")),
        office.desk.submit(envelope(BEN)),
        office.desk.submit(envelope(BEN, "half")),
    )
    assert answers == texts("1", "sorry", "2", "3", "1", "sorry")
    assert office.store.batches == [4, 2]
    assert await session_of(office.store._store, ANA) == Session("abcdefgh", asked=3)


async def test_who_can_not_be_forgotten_just_now_keeps_what_is_on_its_way_on_both_accounts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = (Account(ANA, "telegram", "1"), Account("discord:1", "discord", "1"))
    person, forgotten = Learner(accounts=both), list[LearnerId]()
    advance, desk = office.engine.advance, office.desk
    monkeypatch.setattr(desk, "_forgot", forgotten.extend)
    monkeypatch.setattr(
        office.engine,
        "advance",
        lambda meant, known: replace(advance(meant, known), learner=person),
    )
    await desk.submit(envelope(ANA))
    monkeypatch.setattr(
        office.engine,
        "advance",
        lambda meant, known: replace(advance(meant, known), facts=(Forgotten(),)),
    )
    assert await desk.submit(envelope(ANA, "half")) == (Say("sorry"),)
    assert forgotten == []
    await desk.submit(envelope(ANA))
    assert forgotten == [ANA, "discord:1"]


async def test_an_apology_that_can_not_be_written_leaves_the_input_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.engine, "apologise", lambda learner, envelope: (Say("\ud83d"),))
    bad = envelope(ANA, "half")
    assert await asyncio.gather(office.desk.submit(bad), office.desk.submit(envelope(BEN))) == [
        (),
        (Say("1"),),
    ]
    assert await seen(office.store._store, bad.id) == {bad.id}


async def test_a_silent_turn_is_kept_and_makes_no_parcel(office: Office) -> None:
    assert await office.desk.submit(envelope(ANA, "silence")) == ()
    assert await office.desk.submit(envelope(ANA)) == (Say("2"),)
    assert len(office.parcels) == 1


async def test_progress_is_never_older_than_what_came_before(office: Office) -> None:
    answers = await all_at_once(office, "progress", "answer", "progress", "answer", "progress")
    assert answers == texts("0", "2", "1", "4", "2")
    # Each look at the record waits for the transaction of what came before it.
    assert office.store.batches == [2, 2, 1]


async def test_what_is_remembered_is_never_older_than_what_came_before(office: Office) -> None:
    asked = {"items": (LessonItems("tea"),), "due": (DueItems(),)}
    office.engine.wants = lambda text: Needs(asked.get(text, ()))
    words = ("remember", "items", "remember", "due", "hi", "items")
    assert await all_at_once(office, *words) == texts("1", "q1", "3", "q1 q3", "5", "q1 q3")
    assert office.store.batches == [1, 2, 2, 1]


async def test_who_failed_first_still_has_what_they_need_loaded_for_the_next(
    office: Office,
) -> None:
    office.engine.wants = lambda text: Needs((LessonItems("tea"),) if text == "items" else ())
    await office.desk.submit(envelope(ANA, "remember"))
    answers = await all_at_once(office, "boom", "items")
    assert answers == texts("sorry", "q1")


async def test_what_is_due_later_is_loaded_for_those_only_who_look_ahead(office: Office) -> None:
    answer = Answer("A", "probable", right=True, at=0)
    items = tuple(
        Scheduled(Item("tea", f"day {days}", 1, 1.0, 5.0, micros(NOON) + days * DAY, answer))
        for days in (0, 1, 6, 7, 8, 9)
    )
    async with office.store._store.transaction() as transaction:
        await transaction.record(
            [Record("t:0", ANA, Address("telegram", "1"), NOON, None, items)], []
        )
    office.engine.wants = lambda text: Needs((DueItems(),))
    assert await office.desk.submit(envelope(ANA, "due")) == (Say("day 0 day 1"),)
    office.engine.wants = lambda text: Needs((DueItems(AHEAD),))
    ahead = "day 0 day 1 day 6 day 7 day 8"
    assert await office.desk.submit(envelope(ANA, "due")) == (Say(ahead),)


async def test_a_lesson_may_depend_on_what_is_due(office: Office) -> None:
    tea = Lesson(id="tea", title="Tea", minutes=5)
    await office.store._store.publish(Release(lessons=(tea,)), NOON)
    asked: list[tuple[list[str], int]] = []

    def lesson_of(due: tuple[Item, ...], time: int) -> tuple[str, str] | None:
        asked.append(([item.question for item in due], time))
        return ("tea", tea.revision) if due else None

    office.engine.wants = lambda text: (
        Needs((DueItems(),), lesson_of=lesson_of) if text == "lesson" else Needs()
    )
    assert await office.desk.submit(envelope(ANA, "lesson")) == (Say("no lesson"),)
    await office.desk.submit(envelope(ANA, "remember"))
    assert await office.desk.submit(envelope(ANA, "lesson")) == (Say("Tea"),)
    assert asked == [([], micros(NOON)), (["q2"], micros(NOON))]

    def fails(due: tuple[Item, ...], time: int) -> tuple[str, str] | None:
        raise RuntimeError("no lesson for you")

    office.engine.wants = lambda text: Needs((DueItems(),), lesson_of=fails)
    assert await office.desk.submit(envelope(ANA, "lesson")) == (Say("sorry"),)


async def test_what_waits_for_the_next_batch_keeps_its_order_and_holds_up_nobody_else(
    office: Office,
) -> None:
    answers = await asyncio.gather(
        office.desk.submit(envelope(ANA, "answer")),
        office.desk.submit(envelope(ANA, "progress")),
        office.desk.submit(envelope(BEN, "progress")),
        office.desk.submit(envelope(ANA)),
        office.desk.submit(envelope(BEN)),
    )
    assert answers == texts("1", "1", "0", "3", "2")
    assert office.store.batches == [3, 2]


async def test_what_waits_for_the_next_batch_goes_before_what_came_meanwhile(
    office: Office,
) -> None:
    office.store.hold = asyncio.Event()
    first = asyncio.create_task(all_at_once(office, "answer", "progress"))
    await office.store.holding.wait()
    meanwhile = asyncio.create_task(office.desk.submit(envelope(ANA)))
    await asyncio.sleep(0)
    office.store.hold.set()
    assert [await first, await meanwhile] == [texts("1", "1"), (Say("3"),)]


async def test_a_lesson_is_loaded_for_whoever_is_in_it(office: Office) -> None:
    tea = Lesson(id="tea", title="Tea", minutes=5)
    assert await office.desk.submit(envelope(ANA, "lesson")) == (Say("no lesson"),)
    await office.store._store.publish(Release(lessons=(tea,)), NOON)
    office.engine.wants = lambda text: Needs(lesson=("tea", tea.revision))
    assert await all_at_once(office, "hi", "lesson", "lesson") == texts("2", "Tea", "Tea")


async def test_a_failed_batch_leaves_nothing_and_its_envelopes_count_when_they_come_again(
    office: Office,
) -> None:
    office.store.failing = 1
    given = [envelope(ANA), envelope(BEN), envelope(ANA)]
    answers = await asyncio.gather(
        *(office.desk.submit(one) for one in given), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [StoreError] * 3
    assert office.parcels == []
    store = office.store._store
    assert await seen(store, *(one.id for one in given)) == set()
    assert await session_of(store, ANA) is None
    again = await asyncio.gather(*(office.desk.submit(one) for one in given))
    assert again == texts("1", "1", "2")


async def test_marks_of_a_failed_batch_are_not_lost(office: Office) -> None:
    await office.desk.submit(envelope())
    office.store.failing = 1
    office.desk.mark(Mark(office.parcels[0].id, at(1), 1, True))
    with pytest.raises(StoreError):
        await office.desk.submit(envelope())
    await office.desk.submit(envelope(BEN))
    [parcel] = await left(office.store._store)
    assert parcel.learner == BEN


async def test_marks_ride_along_with_the_next_batch(office: Office) -> None:
    await office.desk.submit(envelope())
    office.desk.mark(Mark(office.parcels[0].id, at(1), 1, True))
    await office.desk.submit(envelope(BEN))
    assert office.store.batches == [1, 1]
    assert [parcel.learner for parcel in await left(office.store._store)] == [BEN]


async def test_marks_wait_for_nobody(office: Office) -> None:
    await office.desk.submit(envelope())
    office.desk.mark(Mark(office.parcels[0].id, at(1), 1, True))
    for _ in range(5):
        await asyncio.sleep(0)
    assert office.store.begun == 2, "what is sent and not marked is sent again after a kill"
    await office.stop()
    assert await left(office.store._store) == []


async def test_nothing_more_is_to_be_sent_while_too_many_marks_are_unwritten(
    office: Office,
) -> None:
    await office.desk.submit(envelope())
    [parcel] = office.parcels
    office.store.hold = asyncio.Event()

    def note(number: int) -> None:
        for _ in range(number):
            office.desk.mark(Mark(parcel.id, at(1), 1, False))

    note(UNWRITTEN - 1)
    await office.store.holding.wait()
    await office.desk.few_marks()
    note(1)
    waiting = asyncio.create_task(office.desk.few_marks())
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not done, "those that are being written count as well"
    office.store.hold.set()
    await asyncio.wait_for(waiting, 5.0)


async def test_marks_that_can_not_be_written_count_until_they_are(office: Office) -> None:
    await office.desk.submit(envelope())
    [parcel] = office.parcels
    office.store.failing = 1
    for _ in range(UNWRITTEN):
        office.desk.mark(Mark(parcel.id, at(1), 1, False))
    waiting = asyncio.create_task(office.desk.few_marks())
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not done
    await office.desk.submit(envelope(BEN))
    await asyncio.wait_for(waiting, 5.0)


async def test_only_marks_alone_may_be_taken_back_by_a_power_cut(office: Office) -> None:
    await office.desk.submit(envelope())
    office.desk.mark(Mark(office.parcels[0].id, at(1), 1, True))
    await office.desk.submit(envelope(BEN))
    office.desk.mark(Mark(office.parcels[1].id, at(1), 1, True))
    await office.stop()
    await office.desk.close()
    assert office.store.lasting == [True, True, False]
    assert await left(office.store._store) == []


async def test_closing_writes_the_marks_that_are_left(office: Office) -> None:
    await office.desk.submit(envelope())
    await office.stop()
    office.desk.mark(Mark(office.parcels[0].id, at(1), 1, True))
    await office.desk.close()
    assert await left(office.store._store) == []


async def test_a_closed_desk_takes_nothing_and_sends_away_who_waits(office: Office) -> None:
    await office.stop()
    waiting = asyncio.create_task(office.desk.submit(envelope()))
    await asyncio.sleep(0)
    await office.desk.close()
    with pytest.raises(DeskClosed):
        await waiting
    with pytest.raises(DeskClosed):
        await office.desk.submit(envelope())


async def test_a_cancelled_desk_finishes_the_batch_that_is_under_way(office: Office) -> None:
    office.store.hold = asyncio.Event()
    waiting = asyncio.create_task(office.desk.submit(envelope()))
    await office.store.holding.wait()
    assert office.running is not None
    office.running.cancel()
    done, _ = await asyncio.wait([office.running], timeout=0.05)
    assert not done
    office.store.hold.set()
    assert await waiting == (Say("1"),)
    with pytest.raises(asyncio.CancelledError):
        await office.running
    assert office.said == [Say("1")]


async def test_a_batch_that_is_broken_off_leaves_nothing_and_is_taken_again(
    office: Office,
) -> None:
    office.store.hold = asyncio.Event()
    given = envelope()
    waiting = asyncio.create_task(office.desk.submit(given))
    office.desk.mark(Mark(1, at(1), 1, True))
    await office.store.holding.wait()
    assert office.running is not None
    office.running.cancel()
    await asyncio.sleep(0)
    await office.stop()
    assert not waiting.done()
    assert await seen(office.store._store, given.id) == set()
    office.store.hold = None
    office.start()
    assert await waiting == (Say("1"),)


async def test_who_gives_up_waiting_is_not_taken(office: Office) -> None:
    office.store.hold = asyncio.Event()
    first = asyncio.create_task(office.desk.submit(envelope()))
    await office.store.holding.wait()
    given_up, late = envelope(BEN), envelope(ANA)
    impatient = asyncio.create_task(office.desk.submit(given_up))
    patient = asyncio.create_task(office.desk.submit(late))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.sleep(0)
    office.store.hold.set()
    assert await asyncio.gather(first, patient) == texts("1", "2")
    assert await seen(office.store._store, given_up.id) == set()


async def test_a_caller_who_leaves_in_mid_batch_does_not_disturb_it(office: Office) -> None:
    office.store.hold = asyncio.Event()
    given = envelope(BEN)
    leaving = asyncio.create_task(office.desk.submit(given))
    staying = asyncio.create_task(office.desk.submit(envelope()))
    await office.store.holding.wait()
    leaving.cancel()
    office.store.hold.set()
    assert await staying == (Say("1"),)
    assert await seen(office.store._store, given.id) == {given.id}


async def test_a_full_desk_lets_others_wait(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "ROOM", 2)
    office = Office(store)
    crowd = [asyncio.create_task(office.desk.submit(envelope())) for _ in range(5)]
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(office.desk._queue) == 2
    office.start()
    assert await asyncio.gather(*crowd) == texts("1", "2", "3", "4", "5")
    await office.stop()


async def test_a_batch_sees_one_catalogue_even_if_it_changes_meanwhile(office: Office) -> None:
    libraries: list[object] = []
    real = office.engine.advance

    def advance(meant, known):  # type: ignore[no-untyped-def]  # as the engine's
        libraries.append(meant.library)
        office.catalogue.library = type(meant.library)()
        return real(meant, known)

    office.engine.advance = advance  # type: ignore[method-assign]  # a test's own
    await all_at_once(office, "a", "b", "c")
    assert libraries[0] is libraries[1] is libraries[2]


async def test_the_catalogue_keeps_what_is_in_use_and_no_more(store: Store) -> None:
    lessons = [Lesson(id=f"l{n}", title=f"L{n}", minutes=1) for n in range(3)]
    await store.publish(Release(lessons=tuple(lessons)), NOON)
    catalogue = CatalogueCache(store, lessons=2)
    await catalogue.refresh()
    assert list(catalogue.library.cards) == ["l0", "l1", "l2"]
    first = await catalogue.lesson("l0", lessons[0].revision)
    await catalogue.lesson("l1", lessons[1].revision)
    assert await catalogue.lesson("l0", lessons[0].revision) is first
    await catalogue.lesson("l2", lessons[2].revision)
    assert list(catalogue._lessons) == [("l0", lessons[0].revision), ("l2", lessons[2].revision)]
    assert await catalogue.lesson("l1", "other") is None


async def test_the_whole_way_with_the_real_engine(store: Store) -> None:
    catalogue = CatalogueCache(store)
    desk = Desk(store, catalogue)
    running = asyncio.create_task(desk.run())
    said = await desk.submit(envelope())
    assert said
    assert await session_of(store, ANA) is not None
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [parcel.outputs for parcel in await left(store)] == [said]
