"""Delivery: in order within a lane, lanes apart, and every way in which sending can fail."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from bot.conversation.inputs import Address, LearnerId
from bot.conversation.outputs import Ask, Notice, Output, Retire, Revise, Say
from bot.service.delivery import delivery as delivery_module
from bot.service.delivery import sending as questions_module
from bot.service.delivery import sending as sending_module
from bot.service.delivery.channel import Channel, Gone, Later, Message, Shut, Uneditable
from bot.service.delivery.delivery import Delivery
from bot.storage.records import Mark, Parcel, QuestionMessage, Record, StoreError
from bot.storage.store import Store
from tests.rigs.makers import ANA, BEN, NOON, FakeChannel, ask, home, record, reopened, write

pytestmark = pytest.mark.each_store


class Round:
    """Delivery over a store, with a platform and a clock of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.channel = FakeChannel()
        self.channels: dict[str, Channel] = {"telegram": self.channel}
        self.marks: list[Mark] = []
        self.slept: list[float] = []
        self.delivery = Delivery(
            store,
            self.channels,
            self.marks.append,
            sleep=self.sleep,
            clock=lambda: NOON,
        )

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    async def turn(
        self,
        *outputs: Output,
        learner: LearnerId = ANA,
        address: Address | None = None,
    ) -> Parcel:
        """Commit what was said, and deliver it as the desk does; does not wait for it."""
        [parcel] = await self.batch(record(learner, *outputs, address=address))
        return parcel

    async def batch(self, *records: Record) -> list[Parcel]:
        """The same for several turns at once."""
        parcels = await write(self.store, *records)
        self.delivery.deliver(parcels)
        return parcels

    async def write_marks(self) -> None:
        await write(self.store, marks=self.marks)
        self.marks.clear()


@pytest.fixture
async def post(store: Store) -> AsyncIterator[Round]:
    one = Round(store)
    yield one
    await one.delivery.close()


async def test_what_was_said_arrives_in_order_under_its_own_keys(post: Round) -> None:
    one = await post.turn(Say("a"), Say("b"))
    two = await post.turn(Say("c"))
    await post.delivery.idle()
    assert post.channel.texts == ["a", "b", "c"]
    assert post.channel.keys == [f"{one.key}/0", f"{one.key}/1", f"{two.key}/0"]
    assert post.marks == [
        Mark(one.id, NOON, 1, done=False),
        Mark(one.id, NOON, 2, done=True),
        Mark(two.id, NOON, 1, done=True),
    ]


async def test_a_mark_carries_the_reference_of_the_message_that_asks(post: Round) -> None:
    one = await post.turn(Say("a"), ask("a.1"), Say("b"))
    await post.delivery.idle()
    assert [mark.reference for mark in post.marks] == [None, "message-2", None]
    assert {mark.parcel for mark in post.marks} == {one.id}


async def test_what_comes_by_itself_lets_answers_go_first(post: Round) -> None:
    await post.batch(record(ANA, Say("a")), record(BEN, Retire("q", "b"), id="alarm:x:review:1"))
    await post.delivery.idle()
    assert [(one.text, one.yields) for one in post.channel.messages] == [("a", False)]
    await post.batch(record(BEN, Say("b"), Say("c"), id="alarm:x:review:2"))
    await post.delivery.idle()
    assert [one.yields for one in post.channel.messages] == [False, True, True]


class Lease:
    """Of several processes this one leads, as long as that is certain."""

    shared = True

    def __init__(self) -> None:
        self.held = asyncio.Event()
        self.held.set()

    @property
    def certain(self) -> bool:
        return self.held.is_set()

    async def wait_certain(self) -> None:
        await self.held.wait()


async def test_a_message_that_was_leaving_as_its_process_was_overtaken_waits_until_it_leads(
    store: Store,
) -> None:
    lease, channel, lost = Lease(), FakeChannel(), asyncio.Event()

    def leaving() -> None:
        if not lost.is_set():
            lease.held.clear()
            lost.set()

    channel.leaving = leaving
    delivery = Delivery(store, {"telegram": channel}, lambda mark: None, leading=lease)
    delivery.deliver(await write(store, record(ANA, Say("hello"))))
    await lost.wait()
    await asyncio.sleep(0)
    assert channel.texts == []
    lease.held.set()
    await delivery.idle()
    assert channel.texts == ["hello"]


async def test_a_message_waits_for_the_marks_of_earlier_ones_and_then_takes_its_place_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, channel, turns = asyncio.Event(), FakeChannel(), list[Address]()
    channel.before = turns.append
    delivery = Delivery(
        store, {"telegram": channel}, lambda mark: None, few_marks=lambda: settled(few)
    )
    delivery.deliver(await write(store, record(ANA, Say("at once")), record(BEN, Say("late"))))
    await asyncio.sleep(0.05)
    assert (len(turns), channel.texts) == (2, [])
    few.set()
    await delivery.idle()
    assert (len(turns), sorted(channel.texts)) == (2, ["at once", "late"])
    few.clear()
    monkeypatch.setattr(sending_module, "PLACE", 0.01)
    delivery.deliver(await write(store, record(ANA, Say("later still"))))
    await asyncio.sleep(0.05)
    few.set()
    await delivery.idle()
    assert len(turns) == 4, "its place had gone to somebody else"
    assert channel.texts[2:] == ["later still"]


async def test_one_lane_does_not_wait_for_another(post: Round) -> None:
    gate = asyncio.Event()
    post.channel.before = lambda address: gate.wait() if address.chat == "1" else None
    group = Address("telegram", "-5", public=True)
    await post.batch(
        record(ANA, Say("slow")),
        record(BEN, Say("quick")),
        record(ANA, Say("in the group"), address=group),
    )
    others = [
        lane.task for (_, chat, _), lane in post.delivery._lanes._lanes.items() if chat != "1"
    ]
    async with asyncio.timeout(5):
        await asyncio.gather(*(task for task in others if task))
    assert post.channel.texts == ["quick", "in the group"]
    gate.set()
    await post.delivery.idle()
    assert post.channel.texts[-1] == "slow"


async def test_an_empty_lane_vanishes(post: Round) -> None:
    await post.batch(*(record(LearnerId(f"telegram:{n}"), Say("hi")) for n in range(50)))
    assert len(post.delivery._lanes) == 50
    await post.delivery.idle()
    assert not post.delivery._lanes


async def test_flood_control_makes_the_lane_wait_and_keeps_its_order(post: Round) -> None:
    post.channel.faults = [None, Later(7.5), Later(3), None]
    one = await post.turn(Say("a"), Say("b"))
    await post.turn(Say("c"))
    await post.delivery.idle()
    assert post.channel.texts == ["a", "b", "c"]
    assert post.slept == [7.5, 3]
    assert post.channel.keys[1:4] == [f"{one.key}/1"] * 3


async def test_what_is_parked_goes_first_at_the_next_parcel_to_its_address(post: Round) -> None:
    dead, alive = home(ANA, handle="dead"), home(ANA, handle="alive")
    post.channel.faults = [None, Later(None)]
    one = await post.turn(Say("a"), Say("b"), Say("c"), address=dead)
    await post.delivery.idle()
    assert post.channel.texts == ["a"]
    assert post.marks == [Mark(one.id, NOON, 1, done=False)]
    await post.turn(Say("d"), address=alive)
    await post.delivery.idle()
    assert post.channel.arrived == [(dead, "a"), (alive, "b"), (alive, "c"), (alive, "d")]
    assert post.channel.keys[:3] == [f"{one.key}/0", f"{one.key}/1", f"{one.key}/1"]
    assert not post.delivery._lanes


async def test_what_would_park_goes_at_once_if_the_next_parcel_is_there(post: Round) -> None:
    dead, alive = home(ANA, handle="dead"), home(ANA, handle="alive")
    post.channel.faults = [Later(None)]
    await post.batch(record(ANA, Say("a"), address=dead), record(ANA, Say("b"), address=alive))
    await post.delivery.idle()
    assert post.channel.arrived == [(alive, "a"), (alive, "b")]


async def test_what_may_pass_or_be_opened_by_an_input_is_tried_at_whichever_comes_first(
    post: Round,
) -> None:
    dead, alive = home(ANA, handle="dead"), home(ANA, handle="alive")
    gate = asyncio.Semaphore(0)

    async def sleep(seconds: float) -> None:
        post.slept.append(seconds)
        await gate.acquire()

    post.delivery._lanes._sleep = sleep
    post.channel.faults = [Later(1800, or_input=True), Later(1800, or_input=True)]
    await post.turn(Say("a"), address=dead)
    async with asyncio.timeout(5):
        await post.delivery.idle()
    await asyncio.sleep(0)
    assert post.slept == [1800]
    gate.release()
    await asyncio.sleep(0.01)
    assert post.slept == [1800, 1800]
    assert post.channel.texts == []
    assert post.delivery.busy == 0
    await post.turn(Say("b"), address=alive)
    await post.delivery.idle()
    assert post.channel.arrived == [(alive, "a"), (alive, "b")]
    gate.release()
    await asyncio.sleep(0.01)
    assert not post.delivery._lanes
    assert len(post.channel.arrived) == 2


async def test_a_message_says_when_its_turn_was_also_after_a_restart(post: Round) -> None:
    post.channel.faults = [Later(None)]
    await post.turn(Say("a"))
    await post.delivery.idle()
    await post.delivery.close()
    later = Round(await reopened(post.store))
    await later.delivery.recover()
    await later.delivery.idle()
    assert [one.said for one in later.channel.messages] == [int(NOON.timestamp() * 1_000_000)]
    await later.delivery.close()


async def test_a_lane_that_can_not_go_on_with_any_address_parks(post: Round) -> None:
    post.channel.faults = [Later(None), Later(None)]
    await post.batch(
        record(ANA, Say("a"), address=home(ANA, handle="dead")),
        record(ANA, Say("b"), address=home(ANA, handle="dead as well")),
    )
    async with asyncio.timeout(5):
        await post.delivery.idle()
    assert post.channel.texts == []
    await post.turn(Say("c"))
    await post.delivery.idle()
    assert post.channel.texts == ["a", "b", "c"]


async def test_a_chat_that_is_gone_closes_its_lane_and_no_other(post: Round) -> None:
    post.channel.faults = [Gone()]
    one, two, _ = await post.batch(
        record(ANA, Say("a"), Say("b")), record(ANA, Say("c")), record(BEN, Say("d"))
    )
    await post.delivery.idle()
    assert post.channel.texts == ["d"]
    assert post.marks[:2] == [
        Mark(one.id, NOON, 0, done=True, gone=True),
        Mark(two.id, NOON, 0, done=True, gone=True),
    ]
    assert not post.delivery._lanes
    await post.write_marks()
    await post.turn(Say("e"))
    await post.delivery.idle()
    assert post.channel.texts == ["d", "e"]


async def test_a_topic_that_is_closed_costs_its_parcel_and_none_that_follows(post: Round) -> None:
    post.channel.faults = [Shut()]
    one, _ = await post.batch(record(ANA, Say("a"), Say("b")), record(ANA, Say("c")))
    await post.delivery.idle()
    assert post.channel.texts == ["c"]
    assert post.marks[0] == Mark(one.id, NOON, 0, done=True, shut=True)


async def test_a_bug_is_logged_without_its_words_and_passed_over(
    post: Round, caplog: pytest.LogCaptureFixture
) -> None:
    post.channel.faults = [RuntimeError("bot123:TOKEN")]
    one = await post.turn(Say("a"), Say("b"))
    await post.delivery.idle()
    assert post.channel.texts == ["b"]
    assert [(mark.sent, mark.done) for mark in post.marks] == [(1, False), (2, True)]
    assert f"{one.key}/0 was passed over: RuntimeError" in caplog.text
    assert "TOKEN" not in caplog.text


async def test_a_question_that_did_not_arrive_has_no_reference(post: Round) -> None:
    post.channel.faults = [RuntimeError()]
    await post.turn(ask("a.1"))
    await post.turn(Retire("a.1", "said"), Say("next"))
    await post.delivery.idle()
    assert post.channel.texts == ["next"]


async def test_a_parcel_that_can_not_be_planned_is_passed_over(post: Round) -> None:
    one = await post.turn(Notice("the fake platform can't show this"))
    await post.turn(Say("b"))
    await post.delivery.idle()
    assert post.channel.texts == ["b"]
    assert post.marks[0] == Mark(one.id, NOON, 0, done=True, passed_over=True)


async def test_a_parcel_goes_on_after_the_messages_that_have_arrived(post: Round) -> None:
    [parcel] = await write(post.store, record(ANA, Say("a"), Say("b"), Say("c")))
    post.delivery.deliver([replace(parcel, sent=1)])
    await post.delivery.idle()
    assert post.channel.texts == ["b", "c"]
    assert post.channel.keys == [f"{parcel.key}/1", f"{parcel.key}/2"]


async def test_a_parcel_of_which_all_has_arrived_is_done(post: Round) -> None:
    [parcel] = await write(post.store, record(ANA, Say("a")))
    post.delivery.deliver([replace(parcel, sent=1)])
    await post.delivery.idle()
    assert post.channel.texts == []
    assert post.marks == [Mark(parcel.id, NOON, 1, done=True)]


async def test_a_question_is_retired_where_it_was_asked(post: Round) -> None:
    await post.turn(ask("a.1"))
    await post.turn(Retire("a.1", "you said: yes"), ask("a.2"))
    await post.delivery.idle()
    assert post.channel.texts == ["a.1?", "you said: yes", "a.2?"]
    assert post.channel.targets == [None, "message-1", None]
    assert list(post.delivery._questions._asked) == [(ANA, "a.2")]


async def test_a_question_is_retired_after_a_restart(
    post: Round, restart: Callable[[], Awaitable[Store]]
) -> None:
    await post.turn(ask("a.1"))
    await post.delivery.idle()
    await post.write_marks()
    after = Round(await restart())
    await after.turn(Retire("a.1", "you said: yes"))
    await after.delivery.idle()
    assert after.channel.targets == ["message-1"]


async def test_a_question_is_retired_in_the_chat_where_it_was_asked(post: Round) -> None:
    group = Address("telegram", "-5", public=True)
    await post.turn(ask("a.1"), address=group)
    await post.delivery.idle()
    await post.turn(Retire("a.1", "you said: yes"), Say("here"))
    await post.delivery.idle()
    assert post.channel.arrived[1:] == [(group, "you said: yes"), (home(ANA), "here")]


async def test_a_question_is_retired_through_the_new_input_in_the_same_chat(post: Round) -> None:
    await post.turn(ask("a.1"), address=home(ANA, handle="old"))
    await post.turn(Retire("a.1", "you said: yes"), address=home(ANA, handle="new"))
    await post.delivery.idle()
    assert post.channel.arrived[1] == (home(ANA, handle="new"), "you said: yes")


async def test_a_retirement_waits_with_its_target_if_it_must(post: Round) -> None:
    await post.turn(ask("a.1"))
    await post.delivery.idle()
    post.channel.faults = [Later(None)]
    await post.turn(Retire("a.1", "you said: yes"))
    await post.delivery.idle()
    await post.turn(Say("next"), address=home(ANA, handle="new"))
    await post.delivery.idle()
    assert post.channel.texts == ["a.1?", "you said: yes", "next"]
    assert post.channel.targets == [None, "message-1", None]


async def test_of_several_revisions_that_wait_only_the_newest_is_shown(post: Round) -> None:
    await post.turn(ask("a.1"))
    await post.delivery.idle()
    post.channel.faults = [Later(30.0)]
    revised = [record(ANA, Revise("a.1", text)) for text in ("one", "two", "three")]
    await post.batch(*revised, record(ANA, Say("next")))
    await post.delivery.idle()
    assert post.channel.texts == ["a.1?", "three", "next"]
    assert post.channel.targets == [None, "message-1", None]


async def test_a_revision_never_comes_after_what_closed_its_question(post: Round) -> None:
    group = Address("telegram", "-5", public=True)
    await post.turn(ask("a.1"))
    await post.delivery.idle()
    gate = asyncio.Event()
    waits = [gate.wait()]
    post.channel.before = lambda address: waits.pop() if waits else None
    # It is on its way when the question is closed from another chat, whose lane waits for none.
    await post.turn(Revise("a.1", "under way"))
    await asyncio.sleep(0)
    await post.turn(Revise("a.1", "late"))
    await post.turn(Retire("a.1", "you said: yes"), address=group)
    for _ in range(5):
        await asyncio.sleep(0)
    assert post.channel.texts == ["a.1?"]
    gate.set()
    await post.delivery.idle()
    assert post.channel.texts == ["a.1?", "under way", "you said: yes"]
    assert post.delivery._questions._changing == {}


async def test_a_revision_is_shown_after_a_restart_where_the_question_was_asked(
    post: Round, restart: Callable[[], Awaitable[Store]]
) -> None:
    await post.turn(ask("a.1"))
    await post.delivery.idle()
    await post.write_marks()
    after = Round(await restart())
    await after.turn(Revise("a.1", "one"))
    await after.turn(Revise("a.2", "that nobody asked"))
    await after.delivery.idle()
    assert after.channel.texts == ["one"]
    assert after.channel.targets == ["message-1"]


async def test_a_question_that_nobody_knows_is_not_retired(post: Round) -> None:
    one = await post.turn(Retire("a.1", "you said: yes"), Say("next"))
    await post.delivery.idle()
    assert post.channel.texts == ["next"]
    assert [mark.sent for mark in post.marks if mark.parcel == one.id] == [1, 2]


async def test_a_store_that_does_not_answer_holds_no_lane_up(
    post: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def question_message(learner: LearnerId, question: str) -> None:
        raise StoreError("the disk is gone")

    monkeypatch.setattr(post.store, "question_message", question_message)
    await post.turn(Retire("a.1", "you said: yes"), Say("next"))
    await post.delivery.idle()
    assert post.channel.texts == ["next"]


async def test_only_so_many_questions_are_remembered(
    post: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions_module, "REMEMBERED", 2)
    for n in range(4):
        await post.turn(ask(f"q.{n}"), learner=LearnerId(f"telegram:{n}"))
    await post.delivery.idle()
    assert len(post.delivery._questions._asked) == 2


async def test_what_was_committed_but_not_sent_arrives_after_a_restart(
    post: Round, restart: Callable[[], Awaitable[Store]]
) -> None:
    parcels = await write(
        post.store, record(ANA, Say("a"), Say("b")), record(BEN, Say("c")), record(ANA, Say("d"))
    )
    await write(post.store, marks=[Mark(parcels[0].id, NOON, 1, done=False)])
    after = Round(await restart())
    assert await after.delivery.recover() == 3
    await after.delivery.idle()
    assert sorted(after.channel.texts) == ["b", "c", "d"]
    assert after.channel.texts.index("b") < after.channel.texts.index("d")
    assert f"{parcels[0].key}/1" in after.channel.keys
    await after.write_marks()
    assert await after.delivery.recover() == 0


async def test_what_was_sent_but_not_marked_is_sent_again_under_the_same_key(
    post: Round, restart: Callable[[], Awaitable[Store]]
) -> None:
    one = await post.turn(Say("a"))
    await post.delivery.idle()
    after = Round(await restart())
    await after.delivery.recover()
    await after.delivery.idle()
    assert post.channel.keys == after.channel.keys == [f"{one.key}/0"]


async def test_recovery_takes_everything_however_much_it_is(
    post: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_module, "CLAIM", 3)
    await write(post.store, *(record(ANA, Say(str(n))) for n in range(8)))
    await reopened(post.store)
    assert await post.delivery.recover() == 8
    await post.delivery.idle()
    assert post.channel.texts == [str(n) for n in range(8)]


async def test_what_is_found_waits_for_what_was_decided_before_and_is_in_hand_still(
    post: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await write(post.store, record(ANA, Say("first")), record(ANA, Say("second")))
    deciding = asyncio.Event()

    async def found_elsewhere(_: int) -> list[Parcel]:
        return [second]

    monkeypatch.setattr(post.store, "claim", found_elsewhere)
    delivery = Delivery(
        post.store, post.channels, post.marks.append, handed_over=lambda: settled(deciding)
    )
    looking = asyncio.create_task(delivery.pick_up())
    await asyncio.sleep(0.01)
    delivery.deliver([first])
    deciding.set()
    assert await looking == 1
    await delivery.idle()
    assert post.channel.texts == ["first", "second"]
    await delivery.close()


async def settled(event: asyncio.Event) -> None:
    await event.wait()


async def test_a_platform_that_is_not_there_leaves_its_parcels_in_the_outbox(
    post: Round, restart: Callable[[], Awaitable[Store]]
) -> None:
    await post.turn(Say("a"), address=Address("discord", "5"))
    await post.turn(Say("b"))
    await post.delivery.idle()
    assert post.channel.texts == ["b"]
    await post.write_marks()
    after = Round(await restart())
    after.channel.platform = "discord"
    after.channels["discord"] = after.channel
    await after.delivery.recover()
    await after.delivery.idle()
    assert after.channel.texts == ["a"]


async def test_closing_leaves_what_is_unsent_to_the_next_start(post: Round) -> None:
    gate = asyncio.Event()
    post.channel.before = lambda address: gate.wait()
    running = asyncio.create_task(post.delivery.run())
    await post.turn(Say("a"))
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (post.channel.texts, post.marks) == ([], [])
    await post.turn(Say("b"))
    assert not post.delivery._lanes
    after = Round(await reopened(post.store))
    assert await after.delivery.recover() == 2
    await after.delivery.idle()
    assert after.channel.texts == ["a", "b"]


class Slow(FakeChannel):
    """A platform whose planning of a long text takes until ``planned`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.planned = threading.Event()

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        if any(isinstance(one, Say) and len(one.text) > 2_000 for one in outputs):
            assert self.planned.wait(5), "nobody else went on meanwhile"
        return super().plan(outputs)


async def test_the_loop_goes_on_while_a_long_text_is_planned(post: Round) -> None:
    post.channel = post.channels["telegram"] = slow = Slow()
    long = "|" * 4_000
    await post.batch(record(ANA, Say(long)), record(ANA, Say("after")), record(BEN, Say("quick")))
    async with asyncio.timeout(5):
        while slow.texts != ["quick"]:  # noqa: ASYNC110 - the rig's platform tells nobody
            await asyncio.sleep(0)
    slow.planned.set()
    await post.delivery.idle()
    assert slow.texts == ["quick", long, "after"]


class Where(FakeChannel):
    """A platform that keeps which thread it plans in."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[str] = []

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        self.threads.append(threading.current_thread().name)
        return super().plan(outputs)


async def planned_in(post: Round, text: str) -> str:
    post.channel = post.channels["telegram"] = channel = Where()
    await post.turn(Say(text))
    await post.delivery.idle()
    return channel.threads[0]


async def test_what_lessons_say_is_planned_at_once(post: Round) -> None:
    prose = "**Why?** The kettle boils because its pressure rises, and `p` falls. " * 12
    assert await planned_in(post, prose) == threading.main_thread().name


@pytest.mark.parametrize("text", ["[" * 300, "- x\n" * 300, "The kettle boils. " * 200])
async def test_what_takes_long_is_planned_beside_the_loop(post: Round, text: str) -> None:
    assert (await planned_in(post, text)).startswith("planning")


async def test_what_is_planned_beside_the_loop_may_fail_as_well(post: Round) -> None:
    await post.turn(Notice("a" * 3_000))
    await post.turn(Say("after"))
    await post.delivery.idle()
    assert post.channel.texts == ["after"]


async def test_what_is_about_to_come_is_planned_once_and_comes_as_it_is(post: Round) -> None:
    post.channel = post.channels["telegram"] = channel = Where()
    parcels = await write(post.store, record(ANA, Say("a")), record(BEN, Say("b" * 3_000)))
    post.delivery.prepare(parcels)
    assert channel.threads == [threading.main_thread().name], "a long text would hold up the loop"
    post.delivery.deliver(parcels)
    await post.delivery.idle()
    assert sorted(channel.texts) == ["a", "b" * 3_000]
    assert len(channel.threads) == 2


async def test_nothing_of_what_was_planned_for_a_turn_that_was_not_kept_is_sent(
    post: Round,
) -> None:
    [lost] = await write(post.store, record(ANA, Say("lost")))
    post.delivery.prepare([lost])
    [kept] = await write(post.store, record(ANA, Say("kept")))
    post.delivery.prepare([kept])
    post.delivery.deliver([replace(lost, outputs=(Say("in its stead"),)), kept])
    await post.delivery.idle()
    assert post.channel.texts == ["in its stead", "kept"]


# --- cards in the place of others ---


def card(question: str, before: str) -> Ask:
    return replace(ask(question), instead=Retire(before, "what was a card"))


async def test_a_card_takes_over_the_message_of_another_and_gives_it_to_the_next(
    post: Round,
) -> None:
    await post.turn(ask("a.1"))
    await post.turn(card("a.2", "a.1"))
    await post.turn(card("a.3", "a.2"))
    await post.delivery.idle()
    assert post.channel.targets[:2] == [None, "message-1"]
    assert [one.instead for one in post.channel.messages] == [None, "a.1", "a.2"]
    assert list(post.delivery._questions._asked) == [(ANA, "a.3")]


async def test_a_card_takes_over_the_message_of_another_after_a_restart(
    post: Round, restart: Callable[[], Awaitable[Store]]
) -> None:
    await post.turn(ask("a.1"))
    await post.delivery.idle()
    await post.write_marks()
    # It is sent, and the program is killed before that is marked: so it goes once more.
    await post.turn(card("a.2", "a.1"))
    await post.delivery.idle()
    after = Round(await restart())
    await after.delivery.recover()
    await after.delivery.idle()
    await after.turn(Retire("a.2", "over"))
    await after.delivery.idle()
    assert post.channel.targets == [None, "message-1"]
    assert after.channel.targets == ["message-1", "message-1"]
    assert [one.instead for one in after.channel.messages] == ["a.1", None]


async def test_a_card_is_sent_anew_where_the_other_one_is_not_known(post: Round) -> None:
    post.channel.faults = [RuntimeError()]
    await post.turn(ask("a.1"))
    await post.turn(card("a.2", "a.1"))
    await post.turn(Retire("a.2", "over"))
    await post.delivery.idle()
    assert [(one.text, one.instead) for one in post.channel.messages] == [
        ("a.2?", None),
        ("over", None),
    ]
    assert post.channel.targets == [None, "message-1"]


async def test_a_card_is_sent_anew_where_the_other_one_can_not_be_edited(post: Round) -> None:
    await post.turn(ask("a.1"))
    await post.delivery.idle()
    post.channel.faults = [Uneditable(), Later(1.0)]
    [parcel] = [await post.turn(card("a.2", "a.1"))]
    await post.turn(Retire("a.2", "over"))
    await post.delivery.idle()
    assert post.slept == [1.0]
    assert [(one.text, one.instead) for one in post.channel.messages[1:]] == [
        ("a.2?", None),
        ("over", None),
    ]
    assert post.channel.keys[1:4] == [f"{parcel.key}/0"] * 3
    assert post.channel.targets == [None, None, "message-2"]


async def test_a_card_is_sent_anew_where_the_other_one_has_no_message(post: Round) -> None:
    post.delivery._questions.note_question(ANA, "a.1", QuestionMessage(home(ANA), ""))
    await post.turn(card("a.2", "a.1"))
    await post.delivery.idle()
    assert [(one.text, one.instead) for one in post.channel.messages] == [("a.2?", None)]


async def test_a_revision_that_is_late_does_not_bring_back_a_card_that_gave_way(
    post: Round,
) -> None:
    group = Address("telegram", "-5", public=True)
    await post.turn(ask("a.1"), address=group)
    await post.delivery.idle()
    await post.write_marks()
    # It has to wait, while the card gives way in another chat, whose lane waits for none.
    post.channel.faults = [Later(30.0)]
    await post.batch(
        record(ANA, Revise("a.1", "late")),
        record(ANA, card("a.2", "a.1"), address=group),
    )
    await post.delivery.idle()
    assert post.channel.texts == ["a.1?", "a.2?"]
