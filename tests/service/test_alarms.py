"""Alarms: kept in the store, found when they are due, handed in once, and set again."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.alarms import AlarmKind, AlarmKinds
from bot.conversation.facts.learner import (
    AlarmCleared,
    AlarmSet,
    AlarmsMoved,
    Scheduled,
    SettingChanged,
)
from bot.conversation.inputs import Address, Alarm, Envelope, LearnerId
from bot.conversation.interpretation import Meant
from bot.conversation.learner import Contact, Learner
from bot.conversation.needs.learner import Known
from bot.conversation.outputs import Output, Say
from bot.conversation.registry import ALARMS
from bot.conversation.revisions import update
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.learning.items import Answer, Item
from bot.learning.preferences import Preferences
from bot.lessons.library import Library
from bot.service.alarms import AlarmDispatcher
from bot.service.turns.desk import Desk
from bot.service.turns.loading import CatalogueCache
from bot.service.tutor import LANES, Tutor
from bot.storage.codec import micros
from bot.storage.records import DueAlarm, Mark, Release, StoreError
from bot.storage.sql.outbox import DUE, NEXT
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store
from tests.rigs.courses import read_course
from tests.rigs.engines import BareEngine
from tests.rigs.makers import ANA, BEN, EVERYWHERE, NOON, FakeChannel, alarm, at, due, record, write
from tests.rigs.paths import KITCHEN
from tests.rigs.rows import REFUSED, ask
from tests.rigs.talk import Conversation, said
from tests.rigs.tasks import running

pytestmark = pytest.mark.each_store

SESSION = Session("abcdefgh")
# In the store


async def test_alarms_are_found_once_they_are_due_oldest_first(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    await write(store, record(ANA, facts=(alarm(ANA, 20), alarm(ANA, 90, "project"))))
    await write(store, record(BEN, facts=(alarm(BEN, 10),)))
    store = await restart()
    assert await store.alarms(EVERYWHERE, at(9), 9) == []
    assert await store.alarms(EVERYWHERE, at(20), 9) == [due(BEN, 10), due(ANA, 20)]
    assert await store.alarms(EVERYWHERE, at(20), 1) == [due(BEN, 10)]
    assert await store.next_alarm(EVERYWHERE) == at(10)


async def test_the_last_time_set_stands_in_the_order_of_turns(store: Store) -> None:
    await write(
        store,
        record(BEN, facts=(AlarmCleared("review"),)),
        record(ANA, facts=(alarm(ANA, 20),)),
        record(ANA, facts=(alarm(ANA, 10),)),
    )
    assert await store.alarms(EVERYWHERE, at(60), 9) == [due(ANA, 10)]
    await write(
        store, record(ANA, facts=(alarm(ANA, 5),)), record(ANA, facts=(AlarmCleared("review"),))
    )
    assert await store.alarms(EVERYWHERE, at(60), 9) == []
    assert await store.next_alarm(EVERYWHERE) is None


async def test_only_alarms_for_these_places_are_found(store: Store) -> None:
    away = LearnerId("discord:5")
    facts = [alarm(one, 10) for one in (ANA, BEN, away)]
    await write(
        store, *(record(one, facts=(f,)) for one, f in zip((ANA, BEN, away), facts, strict=True))
    )
    assert await store.alarms({"discord": None}, at(60), 9) == [due(away, 10)]
    assert await store.alarms({"telegram": "2"}, at(60), 9) == [due(BEN, 10)]
    assert await store.next_alarm({"telegram": "9"}) is None
    assert await store.next_alarm({"telegram": "2"}) == at(10)


async def test_an_alarm_that_rang_is_spent_by_its_turn(store: Store) -> None:
    rang = Alarm("review", micros(at(10)))
    await write(store, record(ANA, facts=(alarm(ANA, 10),)))
    await write(store, replace(record(ANA, session=SESSION, id="alarm:1"), rang=rang))
    assert await store.next_alarm(EVERYWHERE) is None


async def test_a_turn_sets_the_next_alarm_in_place_of_the_one_that_rang(store: Store) -> None:
    rang = Alarm("review", micros(at(10)))
    await write(store, record(ANA, facts=(alarm(ANA, 10),)))
    turn = record(ANA, session=SESSION, id="alarm:1", facts=(alarm(ANA, 99),))
    await write(store, replace(turn, rang=rang))
    assert await store.next_alarm(EVERYWHERE) == at(99)


async def test_one_that_was_set_anew_meanwhile_is_not_spent(store: Store) -> None:
    await write(store, record(ANA, facts=(alarm(ANA, 50),)))
    stale = Alarm("review", micros(at(10)))
    await write(store, replace(record(ANA, session=SESSION, id="alarm:1"), rang=stale))
    assert await store.next_alarm(EVERYWHERE) == at(50)


async def test_an_alarm_whose_turn_failed_rings_again_a_day_later(store: Store) -> None:
    rang = Alarm("review", micros(at(10)))
    await write(store, record(ANA, facts=(alarm(ANA, 10),)))
    await write(store, replace(record(ANA, id="alarm:1", when=at(30)), rang=rang, failed=True))
    assert await store.next_alarm(EVERYWHERE) == at(30) + timedelta(days=1)


async def test_alarms_are_held_while_their_chat_is_gone(store: Store) -> None:
    [parcel] = await write(store, record(ANA, Say("a"), facts=(alarm(ANA, 10),)))
    await write(store, record(BEN, facts=(alarm(BEN, 10),)))
    assert await store.shut([ANA, BEN]) == {}
    await write(store, marks=[Mark(parcel.id, at(1), 0, True, gone=True)])
    assert await store.alarms(EVERYWHERE, at(60), 9) == [due(BEN, 10)]
    assert await store.shut([ANA, BEN]) == {ANA: True}
    await write(store, record(ANA))
    assert await store.alarms(EVERYWHERE, at(60), 9) == [due(ANA, 10), due(BEN, 10)]
    assert await store.shut([ANA, BEN]) == {}


async def test_an_alarm_that_rings_shows_nothing_of_its_chat(store: Store) -> None:
    [parcel] = await write(store, record(ANA, Say("a"), facts=(alarm(ANA, 10),)))
    await write(store, marks=[Mark(parcel.id, at(1), 0, True, gone=True)])
    ringing = replace(record(ANA, session=SESSION, id="alarm:1"), rang=Alarm("other", 1))
    await write(store, ringing)
    assert await store.shut([ANA]) == {ANA: True}


async def test_an_alarm_set_for_a_chat_that_was_gone_tries_it_again(store: Store) -> None:
    [parcel] = await write(store, record(ANA, Say("a"), facts=(alarm(ANA, 10),)))
    await write(store, record(ANA, facts=(alarm(ANA, 30, "project"),), address=_elsewhere()))
    await write(store, marks=[Mark(parcel.id, at(1), 0, True, gone=True)])
    assert await store.next_alarm(EVERYWHERE) is None
    await write(store, record(ANA, facts=(alarm(ANA, 20),), address=_elsewhere()))
    assert await store.alarms(EVERYWHERE, at(60), 9) == [due(ANA, 20), due(ANA, 30, "project")]


def _elsewhere() -> Address:
    return Address("telegram", "-100", public=True)


async def test_alarms_move_with_their_learner(store: Store) -> None:
    [parcel] = await write(
        store, record(ANA, Say("a"), facts=(alarm(ANA, 10), alarm(ANA, 20, "project")))
    )
    await write(store, marks=[Mark(parcel.id, at(1), 0, True, gone=True)])
    await write(
        store, record(ANA, facts=(AlarmsMoved("discord", "7"),), address=Address("discord", "7"))
    )
    found = await store.alarms({"discord": None}, at(60), 9)
    assert [(one.platform, one.chat) for one in found] == [("discord", "7")] * 2


async def test_settings_stay_on_record_and_never_change(store: Store) -> None:
    await write(store, record(ANA, facts=(SettingChanged("goal", "5"),)))
    await write(store, record(ANA, facts=(SettingChanged("goal", "10"),)))
    rows = ask(store, "SELECT learner, key, value FROM setting ORDER BY value")
    assert rows == [(ANA, "goal", "10"), (ANA, "goal", "5")]
    with pytest.raises(REFUSED, match="never changes"):
        ask(store, "UPDATE setting SET value = '7'")


# What they are for


@pytest.mark.parametrize(
    "kind",
    [
        "review",
        "project tea project.brew",
        "cohort:KITCHEN",
        "digest",
        "errand:statistics:test:1/0",
        "publish:test:1",
        "announced:test:1",
        "announcing:test:1",
    ],
)
def test_the_alarms_of_any_database_are_known(kind: str) -> None:
    ALARMS.needs(Library(), SESSION, Alarm(kind, 0))


def test_one_of_a_later_version_is_not_taken_for_another() -> None:
    with pytest.raises(LookupError):
        ALARMS.needs(Library(), SESSION, Alarm("unheard:1", 0))
    kinds = [AlarmKind(begins, lambda scene, alarm: None) for begins in ("class:", "class:end")]
    with pytest.raises(ValueError, match="begins like"):
        AlarmKinds(kinds, led_on=update.led_on, needs_led_on=update.needs_led_on)


# Handed in


class Ringing(BareEngine):
    """An engine whose turns say the alarm that rang, and set the next one an hour later."""

    def __init__(self) -> None:
        self.rang: list[Alarm] = []
        self.fails = False

    def advance(self, meant: Meant, known: Known) -> Turn:
        envelope = meant.envelope
        if self.fails:
            raise RuntimeError("a bug")
        assert isinstance(envelope.input, Alarm)
        self.rang.append(envelope.input)
        hour = micros(envelope.at) + 3_600_000_000
        where = envelope.address
        following = AlarmSet(envelope.input.kind, hour, where.platform, where.chat)
        return Turn(SESSION, meant.learner, (Say("ring"),), (following,))

    def apologise(self, learner: Learner, envelope: Envelope) -> tuple[Output, ...]:
        return ()


class Clock:
    def __init__(self) -> None:
        self.now = at(0)

    def __call__(self) -> datetime:
        return self.now


async def _with_desk(store: Store, engine: Ringing) -> tuple[Desk, CatalogueCache]:
    catalogue = CatalogueCache(store)
    await catalogue.refresh()
    return Desk(store, catalogue, engine=engine), catalogue


async def test_what_is_due_rings_once_and_sets_the_next(store: Store) -> None:
    engine, clock = Ringing(), Clock()
    desk, _ = await _with_desk(store, engine)
    alarms = AlarmDispatcher(store, desk.submit, EVERYWHERE, clock=clock)
    await write(store, record(ANA, facts=(alarm(ANA, 10),)))
    async with running(desk.run()):
        assert await alarms.sweep() == 0
        clock.now = at(10)
        assert await alarms.sweep() == 1
        assert await alarms.sweep() == 0
        assert await alarms.next() == at(10) + timedelta(hours=1)
    assert engine.rang == [Alarm("review", micros(at(10)))]


async def test_who_sets_an_alarm_for_very_soon_may_have_it_looked_for(store: Store) -> None:
    clock, rang = Clock(), asyncio.Event()

    async def submit(envelope: Envelope) -> tuple[Output, ...]:
        rang.set()
        return ()

    alarms = AlarmDispatcher(store, submit, EVERYWHERE, clock=clock, nap=600.0)
    async with running(alarms.run()):
        await asyncio.sleep(0.05)
        clock.now = at(10)
        await write(store, record(ANA, facts=(alarm(ANA, 10),)))
        alarms.wake()
        async with asyncio.timeout(5):
            await rang.wait()


async def test_an_end_that_comes_with_a_waking_is_an_end(store: Store) -> None:
    alarms = AlarmDispatcher(store, _nowhere, EVERYWHERE, clock=Clock(), nap=600.0)
    task = asyncio.create_task(alarms.run())
    await asyncio.sleep(0.05)
    alarms.wake()
    # The waiting is over by now, and whoever waited has not gone on.
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(5):
            await task


async def _nowhere(envelope: Envelope) -> tuple[Output, ...]:
    return ()


async def test_after_days_in_which_nothing_ran_it_rings_once(store: Store) -> None:
    engine, clock = Ringing(), Clock()
    desk, _ = await _with_desk(store, engine)
    alarms = AlarmDispatcher(store, desk.submit, EVERYWHERE, clock=clock)
    await write(store, record(ANA, facts=(alarm(ANA, 10),)))
    clock.now = at(0) + timedelta(days=3)
    async with running(desk.run()):
        while await alarms.sweep():
            pass
    assert len(engine.rang) == 1


async def test_an_alarm_handed_in_twice_counts_once(store: Store) -> None:
    """As after a crash between its commit and the next look, or with two looks at a time."""
    engine, clock = Ringing(), Clock()
    desk, _ = await _with_desk(store, engine)
    await write(store, record(ANA, facts=(alarm(ANA, 10),)))
    clock.now = at(10)
    async with running(desk.run()):
        looks = [AlarmDispatcher(store, desk.submit, EVERYWHERE, clock=clock) for _ in range(3)]
        await asyncio.gather(*(one.sweep() for one in looks))
    assert len(engine.rang) == 1


async def test_two_sweeps_at_a_time_hand_an_alarm_in_once(store: Store) -> None:
    engine, clock, handed_in = Ringing(), Clock(), 0
    desk, _ = await _with_desk(store, engine)

    async def submit(envelope: Envelope) -> tuple[Output, ...]:
        nonlocal handed_in
        handed_in += 1
        return await desk.submit(envelope)

    alarms = AlarmDispatcher(store, submit, EVERYWHERE, clock=clock)
    await write(store, record(ANA, facts=(alarm(ANA, 10),)))
    clock.now = at(10)
    async with running(desk.run()):
        assert sorted(await asyncio.gather(alarms.sweep(), alarms.sweep())) == [0, 1]
    assert handed_in == 1


async def test_an_alarm_whose_turn_fails_is_not_tried_again_at_once(store: Store) -> None:
    engine, clock = Ringing(), Clock()
    engine.fails = True
    desk, _ = await _with_desk(store, engine)
    alarms = AlarmDispatcher(store, desk.submit, EVERYWHERE, clock=clock)
    await write(store, record(ANA, facts=(alarm(ANA, 10),)))
    clock.now = at(10)
    async with running(desk.run()):
        assert await alarms.sweep() == 1
        assert await alarms.sweep() == 0
        engine.fails = False
        clock.now = at(10) + timedelta(days=1)
        assert await alarms.sweep() == 1
    assert len(engine.rang) == 1


async def test_no_more_ring_than_there_is_room_for(store: Store) -> None:
    engine, clock = Ringing(), Clock()
    desk, _ = await _with_desk(store, engine)
    room = 2
    alarms = AlarmDispatcher(store, desk.submit, EVERYWHERE, clock=clock, room=lambda: room)
    crowd = [LearnerId(f"telegram:{number}") for number in range(5)]
    await write(store, *(record(one, facts=(alarm(one, 10),)) for one in crowd))
    clock.now = at(10)
    async with running(desk.run()):
        assert await alarms.sweep() == 2
        room = 0
        assert await alarms.sweep() == 0
        room = 9
        assert await alarms.sweep() == 3


async def test_where_nothing_arrives_alarms_are_held_and_take_no_room_from_others(
    store: Store,
) -> None:
    engine, clock = Ringing(), Clock()
    crowd = [LearnerId(f"telegram:{number}") for number in range(LANES + 6)]
    away = [LearnerId(f"discord:{number}") for number in range(LANES)]
    facts = [(one, alarm(one, 10)) for one in crowd] + [(one, alarm(one, 20)) for one in away]
    await write(store, *(record(one, facts=(fact,)) for one, fact in facts))
    await store.close()
    stuck, well = FakeChannel("telegram"), FakeChannel("discord")
    back = asyncio.Event()
    stuck.before = lambda address: back.wait()
    async with Tutor(store, clock=clock, engine=engine) as tutor:
        tutor.add_channel(stuck)
        tutor.add_channel(well)
        # On a shared store it looks again and again, and would find before the test what is due.
        tutor.alarms.run = asyncio.Event().wait
        await tutor.recover()
        clock.now = at(15)
        assert await tutor.alarms.sweep() == LANES, "there it is stuck"
        # On a shared store what was committed may be on its way to delivery still.
        async with asyncio.timeout(20):
            while tutor.delivery.busy_on(["telegram"]) < LANES:  # noqa: ASYNC110 - no event says so
                await asyncio.sleep(0.01)
        clock.now = at(20)
        assert await tutor.alarms.sweep() == 0
        tutor.hold("telegram", True)
        assert await tutor.alarms.sweep() == LANES
        assert await tutor.alarms.sweep() == 0, "the rest of the crowd waits"
        back.set()
        tutor.hold("telegram", False)
        await tutor.delivery.idle()
        assert await tutor.alarms.sweep() == 6
        await tutor.delivery.idle()
    assert len(stuck.arrived) == LANES + 6
    assert len(well.arrived) == LANES
    await store.open()


async def test_it_rings_by_itself_and_outlives_a_store_in_trouble() -> None:
    clock, rang = Clock(), asyncio.Event()

    class Troubled:
        failures = 1

        async def alarms(self, places: object, now: datetime, limit: int) -> list[DueAlarm]:
            if self.failures:
                self.failures -= 1
                clock.now = NOON.astimezone(UTC)
                raise StoreError("locked")
            return [] if rang.is_set() else [due(ANA, 0)]

        async def next_alarm(self, places: object) -> datetime | None:
            return None

    async def submit(envelope: Envelope) -> tuple[Output, ...]:
        rang.set()
        return ()

    alarms = AlarmDispatcher(Troubled(), submit, EVERYWHERE, clock=clock, nap=0.01)  # type: ignore[arg-type]  # half a store is enough
    async with running(alarms.run()), asyncio.timeout(5):
        await rang.wait()


async def test_what_is_due_is_found_by_an_index_that_holds_all_of_it(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "learners.db")
    await store.open()
    await store.close()
    with closing(sqlite3.connect(tmp_path / "learners.db")) as db:
        for sql, values in ((DUE, ("telegram", None, 1, 9)), (NEXT, ("telegram", None))):
            [plan] = db.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
            assert "SEARCH alarm USING COVERING INDEX alarm_due" in plan[-1]


async def test_an_alarm_that_was_not_committed_comes_again(store: Store) -> None:
    """As after a crash between handing it in and its commit."""
    engine, clock = Ringing(), Clock()
    desk, _ = await _with_desk(store, engine)
    lost = 1

    async def submit(envelope: Envelope) -> tuple[Output, ...]:
        nonlocal lost
        if lost:
            lost -= 1
            raise StoreError("the disk is full")
        return await desk.submit(envelope)

    alarms = AlarmDispatcher(store, submit, EVERYWHERE, clock=clock)
    await write(store, record(ANA, facts=(alarm(ANA, 10),)))
    clock.now = at(10)
    async with running(desk.run()):
        assert await alarms.sweep() == 1
        assert engine.rang == []
        assert await alarms.sweep() == 1
    assert len(engine.rang) == 1


async def test_the_tutor_rings_by_itself_and_goes_on_after_a_restart(store: Store) -> None:
    course, lessons = read_course(KITCHEN)
    wanted = Preferences(zone="Etc/UTC", reminders=(720,), quiet=None)
    learner = Learner(wanted, contact=Contact("telegram", "1", micros(at(0))))
    answer = Answer("A", "sure", right=False, at=0)
    item = Item("tea", "which-water", 1, 1.0, 5.0, 0, answer)
    facts = (alarm(ANA, 0), Scheduled(item))
    await write(store, record(ANA, session=SESSION, changed=learner, facts=facts))
    await store.close()
    clock = Clock()
    for days in range(2):
        clock.now = at(60) + timedelta(days=days)
        release = Release((course,), tuple(lessons)) if days == 0 else None
        channel = FakeChannel()
        async with Tutor(store, release, clock=clock) as tutor, asyncio.timeout(20):
            tutor.add_channel(channel)
            await tutor.recover()
            while not any("From memory" in text for text in channel.texts):  # noqa: ASYNC110 - a channel has no events
                await asyncio.sleep(0.01)
    await store.open()
    assert await store.next_alarm(EVERYWHERE) == NOON.replace(second=0, microsecond=0) + timedelta(
        days=2
    )


def test_an_alarm_from_before_the_times_were_changed_says_nothing() -> None:
    talk = Conversation(read_course(KITCHEN)[1])
    wanted = Preferences(zone="Etc/UTC", reminders=(720,), quiet=None)
    set_for = micros(talk.clock)
    talk.session = SESSION
    talk.learner = Learner(wanted, contact=Contact("test", "1", set_for))
    answer = Answer("A", "sure", right=False, at=0)
    talk.items["tea", "which-water"] = Item("tea", "which-water", 1, 1.0, 5.0, 0, answer)
    stale = talk.send(Alarm("review", set_for - 1))
    assert (stale.outputs, stale.facts) == ((), ())
    rings = talk.send(Alarm("review", set_for))
    assert "From memory" in said(rings)
    assert [type(fact) for fact in rings.facts] == [AlarmSet]
