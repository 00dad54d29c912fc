"""What a store must do, whatever its database."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.charts import (
    Bar,
    Bars,
    Calendar,
    Day,
    DayKind,
    Diagonal,
    Dot,
    ProgressChart,
    Row,
    Share,
    Shares,
    Stacks,
    Survey,
)
from bot.conversation.facts.admin import (
    CohortSet,
    Corrected,
    CoursePublished,
    Logged,
    Pointed,
    TranslationPointed,
    TranslationUnpointed,
    Unpointed,
    Withdrawn,
)
from bot.conversation.facts.learner import (
    AchievementReached,
    Carried,
    Enrolled,
    Fact,
    File,
    GoalReached,
    Judged,
    LessonFinished,
    LessonStarted,
    Scheduled,
    StepDone,
    Submission,
    Suspended,
)
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.learner import Contact, Learner
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Earlier, LessonProgress, Progress
from bot.conversation.offers import Open, offer
from bot.conversation.outputs import (
    Ask,
    Chart,
    Choice,
    Document,
    Doorway,
    Gather,
    LessonImage,
    Notice,
    Output,
    Retire,
    Revise,
    Say,
    TextDiagram,
)
from bot.conversation.session import Run, Session
from bot.learning.calibration import Tally
from bot.learning.experiment import Arm, ExperimentResults
from bot.learning.items import Answer, Item
from bot.learning.logbook import Totals
from bot.learning.mastery import State
from bot.learning.preferences import Preferences
from bot.lessons.cohort import Cohort
from bot.lessons.library import Library
from bot.lessons.model import Course, Lesson
from bot.storage.codec import dump_outputs, load_outputs, micros
from bot.storage.records import Mark, Record, RecordError, Release, StoreError
from bot.storage.store import Store
from tests.oracles import Ledger
from tests.rigs.facts import FACTS, MANY
from tests.rigs.makers import (
    ANA,
    BEN,
    NOON,
    ask,
    at,
    attempt,
    card_of,
    learner_of,
    left,
    record,
    reopened,
    seen,
    session_of,
    write,
)
from tests.rigs.properties import examples
from tests.rigs.stores import fresh_store, opened

pytestmark = pytest.mark.each_store

SESSION = Session(
    "abcdefgh",
    asked=3,
    open=Open(
        3,
        "Which? ☕",
        ((offer("Tea", "sure", "probable"), offer("None", "unknown")),),
        1_700_000,
    ),
    run=Run("run", "tea", "r1", "deep", "step-2"),
)
TEA = Lesson(id="tea", title="Tea", minutes=5)
TOAST = Lesson(id="toast", title="Toast", minutes=3, needs=("tea",))


async def test_an_input_is_seen_once_it_is_recorded(store: Store) -> None:
    await write(store, record(id="telegram:7"), record(BEN, id="telegram:8"))
    assert await seen(store, "telegram:7", "telegram:8", "telegram:9") == {
        "telegram:7",
        "telegram:8",
    }


async def test_an_input_can_not_be_recorded_twice(store: Store) -> None:
    await write(store, record(id="telegram:7", session=SESSION))
    with pytest.raises(StoreError):
        await write(store, record(id="telegram:7", session=replace(SESSION, asked=4)))
    assert await session_of(store, ANA) == SESSION


async def test_a_session_comes_back_as_it_was(store: Store) -> None:
    assert await session_of(store, ANA) is None
    await write(store, record(session=SESSION))
    assert await session_of(store, ANA) == SESSION
    assert await session_of(store, BEN) is None


async def test_a_learner_is_kept_beside_the_session_and_stays_where_nothing_changed(
    store: Store,
) -> None:
    chosen = Learner(Preferences(zone="Etc/UTC"), "de", ("tea",), Contact("telegram", "1"))
    await write(store, record(session=SESSION, changed=Learner(language="fr")), record(BEN))
    await write(store, record(changed=chosen), record(session=replace(SESSION, asked=9)))
    assert await learner_of(store, ANA) == chosen
    assert await learner_of(store, BEN) == Learner()
    assert await session_of(store, BEN) is None


async def test_a_turn_without_a_session_leaves_it_as_it_was(store: Store) -> None:
    await write(store, record(session=SESSION))
    await write(store, record(session=None))
    assert await session_of(store, ANA) == SESSION


async def test_of_two_turns_of_one_learner_in_a_batch_the_later_session_stands(
    store: Store,
) -> None:
    await write(store, record(session=SESSION), record(session=replace(SESSION, asked=4)))
    stored = await session_of(store, ANA)
    assert stored is not None
    assert stored.asked == 4


async def test_parcels_come_back_in_order_and_only_for_turns_that_said_something(
    store: Store,
) -> None:
    first, second = record(ANA, Say("one")), record(BEN, Say("two"), ask("b.1"))
    parcels = await write(store, first, record(ANA), second)
    assert [(p.key, p.learner, p.outputs, p.sent) for p in parcels] == [
        (first.input, ANA, first.outputs, 0),
        (second.input, BEN, second.outputs, 0),
    ]
    assert parcels[0].id < parcels[1].id


async def test_nothing_remains_of_a_transaction_that_fails_after_writing(store: Store) -> None:
    turn = record(ANA, Say("lost"), id="telegram:7", session=SESSION, facts=(attempt(),))

    async def fail() -> None:
        async with store.transaction() as transaction:
            await transaction.record([turn], [])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await seen(store, "telegram:7") == set()
    assert await session_of(store, ANA) is None
    assert (await store.progress([ANA]))[ANA] == Progress()
    assert await left(store) == []
    await write(store, record(ANA, Say("again"), id="telegram:7", session=SESSION))
    assert await session_of(store, ANA) == SESSION


async def test_no_parcel_gets_the_number_of_one_that_there_was(store: Store) -> None:
    [first] = await write(store, record(ANA, Say("a")))
    await write(store, marks=[Mark(first.id, NOON, 1, done=True)])
    again = await reopened(store)
    [second] = await write(again, record(ANA, Say("b")))
    assert second.id > first.id


async def test_a_cancelled_transaction_is_rolled_back_and_the_next_one_works(
    store: Store,
) -> None:
    written = asyncio.Event()

    async def half_way() -> None:
        async with store.transaction() as transaction:
            await transaction.record([record(id="telegram:7", session=SESSION)], [])
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(half_way())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await seen(store, "telegram:7") == set()
    await write(store, record(id="telegram:7", session=SESSION))
    assert await session_of(store, ANA) == SESSION


async def test_transactions_do_not_mix(store: Store) -> None:
    async def one(id: str, fail: bool) -> None:
        async with store.transaction() as transaction:
            await transaction.record([record(id=id)], [])
            await asyncio.sleep(0)
            if fail:
                raise ZeroDivisionError

    ids = [f"telegram:{n}" for n in range(10)]
    await asyncio.gather(
        *(one(id, fail=n % 2 == 1) for n, id in enumerate(ids)), return_exceptions=True
    )
    assert await seen(store, *ids) == set(ids[::2])


async def test_turns_that_can_not_be_written_are_all_named_and_nothing_is_written(
    store: Store,
) -> None:
    async with store.transaction() as transaction:
        with pytest.raises(RecordError) as caught:
            await transaction.record(
                [
                    record(ANA, Say("\ud83d my secret"), id="telegram:1"),
                    record(BEN, Say("fine"), id="telegram:2"),
                    record(ANA, session=Session("\ud83d"), id="telegram:3"),
                    record(ANA, when=NOON.replace(tzinfo=None), id="telegram:4"),
                ],
                [],
            )
        assert set(caught.value.faults) == {"telegram:1", "telegram:3", "telegram:4"}
        assert "secret" not in str(caught.value)
        assert (await transaction.snapshot(["telegram:2"], [])).seen == set()


# Delivery


async def test_after_a_restart_what_was_committed_is_claimed_oldest_first(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    address = Address("discord", "42", public=True, handle="token")
    outputs: tuple[Output, ...] = (
        Say("é ☕"),
        ask("a.1"),
        Retire("a.0", "x"),
        TextDiagram("│", "bar"),
    )
    parcels = await write(store, record(ANA, *outputs, address=address), record(BEN, Say("two")))
    again = await restart()
    assert await again.claim(1) == parcels[:1]
    assert await again.claim(9) == parcels[1:]
    assert await again.claim(9) == [], "they are in hand"
    assert parcels[0].address == address
    assert parcels[0].outputs == outputs
    [new] = await write(again, record(ANA, Say("three")))
    assert new.id > parcels[-1].id


async def test_a_parcel_is_claimed_once_however_many_ask_at_once(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    parcels = await write(store, *(record(ANA, Say(str(n))) for n in range(20)))
    assert await store.claim(99) == [], "what a process has recorded is its own to send"
    again = await restart()
    claims = await asyncio.gather(*(again.claim(3) for _ in range(10)))
    # Of two that find the same at once, one may get less than there is.
    claims.append(await again.claim(99))
    assert sorted(parcel.id for claim in claims for parcel in claim) == [one.id for one in parcels]


async def test_no_parcel_ever_has_the_number_of_another(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    numbers: list[int] = []
    for n in range(1, 4):
        parcels = await write(store, *(record(ANA, Say(str(m))) for m in range(n)))
        assert [one.outputs for one in parcels] == [(Say(str(m)),) for m in range(n)]
        numbers += [one.id for one in parcels]
        await write(store, marks=[Mark(one.id, NOON, 1, done=True) for one in parcels])
        store = await restart()
    assert numbers == sorted(set(numbers))


async def test_a_parcel_goes_on_where_it_was_and_goes_when_it_is_done(store: Store) -> None:
    one, two = await write(store, record(ANA, Say("a"), Say("b")), record(BEN, Say("c")))
    await write(store, marks=[Mark(one.id, at(1), 1, done=False), Mark(two.id, at(1), 1, True)])
    assert await left(store) == [replace(one, sent=1)]
    await write(store, marks=[Mark(one.id, at(2), 2, done=True)])
    assert await left(store) == []


async def test_an_older_mark_does_not_set_a_parcel_back(store: Store) -> None:
    [one] = await write(store, record(ANA, Say("a"), Say("b"), Say("c")))
    await write(store, marks=[Mark(one.id, at(2), 2, False), Mark(one.id, at(1), 1, False)])
    assert [parcel.sent for parcel in await left(store)] == [2]


async def test_marks_ride_along_with_turns(store: Store) -> None:
    [one] = await write(store, record(ANA, Say("a")))
    [two] = await write(store, record(ANA, Say("b")), marks=[Mark(one.id, at(1), 1, True)])
    assert await left(store) == [two]


async def test_a_mark_for_a_parcel_that_is_gone_changes_nothing(store: Store) -> None:
    await write(store, marks=[Mark(99, at(1), 1, True, "ref", gone=True)])
    assert await store.claim(9) == []


async def test_it_is_known_where_the_latest_question_was_asked(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    address = Address("discord", "42", public=True, handle="secret token")
    [one] = await write(store, record(ANA, Say("a"), ask("a.1"), address=address))
    assert await store.question_message(ANA, "a.1") is None  # it has not arrived
    await write(store, marks=[Mark(one.id, at(1), 2, True, reference="m1")])
    store = await restart()
    asked = await store.question_message(ANA, "a.1")
    assert asked is not None
    assert (asked.reference, asked.address) == ("m1", replace(address, handle=""))
    assert await store.question_message(BEN, "a.1") is None
    [two] = await write(store, record(ANA, ask("a.2")))
    await write(store, marks=[Mark(two.id, at(2), 1, True, reference="m2")])
    assert await store.question_message(ANA, "a.1") is None
    assert await store.question_message(ANA, "a.2") is not None


async def test_parcels_for_a_chat_that_is_gone_wait_for_an_input_from_there(store: Store) -> None:
    one, two = await write(store, record(ANA, Say("a")), record(ANA, Say("b")))
    [other] = await write(store, record(BEN, Say("c")))
    await write(store, marks=[Mark(two.id, at(1), 0, True, gone=True)])
    assert await left(store) == [other]
    await write(store, record(ANA))
    assert await store.claim(9) == [one]


async def test_a_chat_is_left_alone_until_its_time_whoever_met_that(store: Store) -> None:
    [reply] = await write(store, record(ANA, Say("one")))
    announced = Address("telegram", "77")
    await write(store, marks=[Mark(reply.id, at(1), 0, False, paused=at(5))])
    await store.pause(announced.platform, announced.chat, at(4))
    await store.pause(announced.platform, announced.chat, at(6))
    replied = (reply.address.platform, reply.address.chat)
    assert await store.pauses(at(1)) == {replied: at(5), ("telegram", "77"): at(6)}
    assert await store.pauses(at(5)) == {("telegram", "77"): at(6)}
    await store.pause(*replied, at(9))
    assert await store.pauses(at(6)) == {replied: at(9)}


async def test_a_chat_is_not_gone_if_there_was_an_input_since(store: Store) -> None:
    [one] = await write(store, record(ANA, Say("a")))
    [two] = await write(store, record(ANA, Say("b")))
    await write(store, marks=[Mark(one.id, at(1), 0, True, gone=True)])
    assert await left(store) == [two]


async def test_news_of_one_batch_counts_together(store: Store) -> None:
    zero, one, two = await write(store, *(record(ANA, Say(text)) for text in "abc"))
    arrived, refused = Mark(two.id, at(2), 1, True), Mark(one.id, at(1), 0, True, gone=True)
    await write(store, marks=[arrived, refused])
    assert await left(store) == [zero]


async def test_pruning_forgets_old_inputs_and_nothing_else(store: Store) -> None:
    [parcel] = await write(
        store,
        record(ANA, ask("a.1"), id="telegram:1", when=at(0), session=SESSION, facts=(attempt(),)),
        record(ANA, id="telegram:2", when=at(60)),
    )
    [old] = await write(store, record(BEN, ask("b.1"), id="telegram:3", when=at(0)))
    await write(store, marks=[Mark(old.id, at(1), 1, True, "m1")])
    await store.prune(at(60))
    assert await seen(store, "telegram:1", "telegram:2", "telegram:3") == {"telegram:2"}
    assert (await store.progress([ANA]))[ANA].predictions == 1
    assert await session_of(store, ANA) == SESSION
    assert await store.question_message(BEN, "b.1") is not None
    assert await left(store) == [parcel]


# Progress


async def test_a_newcomer_has_an_empty_record(store: Store) -> None:
    assert await store.progress([ANA]) == {ANA: Progress()}


async def test_progress_adds_up_first_attempts_and_verdicts(store: Store) -> None:
    start = LessonStarted("run", "tea", "r1", "deep", 6)
    await write(
        store,
        record(facts=(start, StepDone("run", 1), StepDone("run", 2)), when=at(1)),
        record(
            facts=(
                attempt("keyed"),
                attempt("wrong", right=False, score=-0.7, confidence="probable"),
                attempt("open", right=None, score=None, confidence="probable"),
                attempt("unjudged", right=None, score=None, confidence="guess"),
                attempt("idea", choice=None, right=False, score=0.0, confidence="none"),
                Judged("run", "open", "first", right=True),
                attempt("keyed", phase="exit", score=9.0),
                Judged("run", "unjudged", "exit", right=True),
            ),
            when=at(2),
        ),
        record(facts=(LessonStarted("new", "eggs", "r1", "deep", 3),), when=at(3)),
        record(facts=(LessonStarted("again", "tea", "r2", "deep", 5),), when=at(4)),
        record(facts=(StepDone("again", 2), StepDone("again", 3)), when=at(5)),
        record(facts=(LessonFinished("run"),), when=at(6)),
        record(BEN, facts=(attempt("his"),)),
    )
    found = (await store.progress([ANA, BEN]))[ANA]
    assert found.lessons == (
        LessonProgress("tea", finished=True),
        LessonProgress("eggs", finished=False),
    )
    assert found.predictions == 5
    assert sorted(found.scores) == [-0.7, 0.0, 0.5]
    assert found.by_confidence == {
        "sure": Tally(1, 1),
        "probable": Tally(1, 2),
        "none": Tally(0, 1),
    }


async def test_a_logbook_begins_with_what_is_on_record(store: Store) -> None:
    await write(
        store,
        record(facts=(attempt("a"), GoalReached("2026-11-24", 1)), when=at(1)),
        record(facts=(attempt("a", phase="review"), AchievementReached("changed")), when=at(2)),
        record(facts=(attempt("b", choice=None, confidence="none", right=False),), when=at(3)),
        record(facts=(AchievementReached("lesson"), GoalReached("2026-11-25", 2)), when=at(4)),
        record(facts=(AchievementReached("changed"), GoalReached("2026-11-24", 3)), when=at(5)),
        record(BEN, facts=(attempt("his", phase="exit"),), when=at(6)),
    )
    nobody = LearnerId("nobody")
    assert await store.totals([ANA, BEN, nobody]) == {
        ANA: Totals(
            {"sure": Tally(1, 1), "none": Tally(0, 1)},
            predictions=1,
            reviews=1,
            achievements=("changed", "lesson"),
            reached=("2026-11-24", "2026-11-25"),
            scores=(0.5, 0.5, 0.5),
        ),
        BEN: Totals(),
        nobody: Totals(),
    }


async def test_an_experiment_compares_first_reviews_at_a_like_age(store: Store) -> None:
    def enrolled(*names: str, arm: Arm) -> tuple[Fact, ...]:
        return tuple(Enrolled("tea", name, arm) for name in names)

    def on(day: float, question: str, **changes: object) -> Record:
        return record(facts=(attempt(question, **changes),), when=at(day * 86_400))

    asked, told = ("right", "wrong", "open", "early", "late"), ("known", "idea", "recalled")
    await write(
        store,
        record(facts=(attempt("right"), *enrolled(*asked, arm="asked")), when=at(0)),
        record(facts=enrolled(*told, arm="told"), when=at(1)),
        record(facts=enrolled("right", arm="told"), when=at(2)),
        on(1, "right", phase="review"),
        on(2, "right", phase="review", right=False),
        on(1, "wrong", phase="review", right=False),
        on(1, "open", phase="review", right=None),
        on(0.5, "early", phase="review"),
        on(8, "late", phase="review"),
        on(1, "known", phase="review"),
        on(2, "idea", phase="review", right=False, choice=None, confidence="none"),
        on(1, "recalled", phase="first"),
        on(2, "recalled", phase="review"),
        on(1, "never", phase="review"),
        record(BEN, facts=enrolled("his", arm="told"), when=at(0)),
    )
    assert await store.experiments([ANA, BEN]) == {
        ANA: ExperimentResults(Tally(1, 2), Tally(1, 2)),
        BEN: ExperimentResults(),
    }


async def test_a_fact_that_comes_twice_stands_as_it_was(store: Store) -> None:
    facts: tuple[Fact, ...] = (
        LessonStarted("run", "tea", "r1", "deep", 6),
        StepDone("run", 1),
        LessonFinished("run"),
        attempt("open", right=None, score=None),
        Judged("run", "open", "first", right=True),
    )
    await write(store, record(facts=facts))
    first = await store.progress([ANA])
    more: tuple[Fact, ...] = (
        LessonStarted("run", "eggs", "r1", "deep", 9),
        StepDone("run", 1),
        LessonFinished("run"),
        Judged("run", "open", "first", right=False),
    )
    await write(store, record(facts=more, when=at(1)))
    assert await store.progress([ANA]) == first


@settings(max_examples=examples(40), deadline=None)
@given(facts=st.lists(FACTS, **MANY))
def test_progress_is_what_the_facts_come_to(facts: list[Fact]) -> None:
    # One fact a turn: a learner commits to one answer at a time.
    turns = [record(facts=(f,), when=at(n * 40_000)) for n, f in enumerate(facts)]

    async def found() -> tuple[Progress, Totals, ExperimentResults]:
        async with opened(fresh_store()) as store:
            await write(store, *turns)
            return (
                (await store.progress([ANA]))[ANA],
                (await store.totals([ANA]))[ANA],
                (await store.experiments([ANA]))[ANA],
            )

    ledger = Ledger()
    ledger.write(*turns)
    assert asyncio.run(found()) == (
        ledger.progress(ANA),
        ledger.totals(ANA),
        ledger.experiment(ANA),
    )


# What was written


async def test_the_last_text_for_a_task_is_found_and_a_tick_is_none(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    def wrote(text: str, item: str = "smell", run: str = "r1", lesson: str = "tea") -> Submission:
        return Submission(run, lesson, item, text)

    assert await store.earlier({ANA: ("tea", "smell")}) == {}
    await write(
        store,
        record(facts=(wrote("sweet ☕"), wrote("other", "taste")), when=at(1)),
        record(facts=(wrote("bread", run="r0", lesson="bread"),), when=at(2)),
    )
    await write(store, record(facts=(wrote("like hay", run="r2"),), when=at(3)))
    await write(store, record(facts=(wrote("", run="r3"),), when=at(4)))
    await write(store, record(BEN, facts=(wrote("Ben's", run="r4"),), when=at(5)))
    store = await restart()
    found = await store.earlier({ANA: ("tea", "smell"), BEN: ("tea", "taste")})
    assert found == {ANA: Earlier("like hay", micros(at(3)))}
    found = await store.earlier({ANA: ("bread", "smell"), BEN: ("tea", "smell")})
    assert found == {
        ANA: Earlier("bread", micros(at(2))),
        BEN: Earlier("Ben's", micros(at(5))),
    }


async def test_of_all_that_was_handed_in_the_latest_of_each_thing_is_found(store: Store) -> None:
    first, last = (Submission("r1", "tea", "three-cups", text) for text in ("First.", "Last."))
    drawn = Submission("r2", "tea", "a-rule", "", File("rule.png", 9, "image/png", "ref"))
    ticks = [Submission("r3", "tea", one, "") for one in ("three-cups", "only-ticked")]
    assert await store.submissions([ANA]) == {ANA: {}}
    await write(
        store,
        *(
            record(facts=(fact,), when=at(n), id=f"telegram:{n}")
            for n, fact in enumerate((first, last, drawn, *ticks))
        ),
        record(BEN, facts=(replace(first, text="His."),), id="telegram:99"),
    )
    found = await store.submissions([ANA, BEN])
    assert found[ANA] == {("tea", "three-cups"): last, ("tea", "a-rule"): drawn}
    assert found[BEN]["tea", "three-cups"].text == "His."


async def test_all_work_of_a_run_is_found_in_its_order_with_its_files(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    def handed(item: str, text: str = "", file: File | None = None, run: str = "r1") -> Submission:
        return Submission(run, "tea", item, text, file)

    picture = File("cups ☕.jpg", 2_300_000, "image/jpeg", "AgAC")
    bare = File("", None, "", "")
    assert await store.work({ANA: "r1"}) == {ANA: ()}
    pieces = [
        handed("b", "one"),
        handed("a", "beside it", picture),
        handed("b", "two"),
        handed("b", "", bare),
        handed("b"),
    ]
    # All at one time, and with ids of inputs that do not sort as they came.
    for id, piece in zip("98765", pieces, strict=True):
        await write(store, record(id=f"telegram:{id}", facts=(piece,), when=at(1)))
    await write(store, record(facts=(handed("b", run="r2"),)))
    await write(store, record(BEN, facts=(handed("b", "Ben's"),)))
    store = await restart()
    found = await store.work({ANA: "r1", BEN: "r1"})
    assert found == {ANA: tuple(pieces), BEN: (handed("b", "Ben's"),)}


# Items


def item(question: str = "q", due: int = 0, **changes: object) -> Item:
    values: dict[str, object] = {
        "lesson": "tea",
        "question": question,
        "number": 2,
        "stability": 1.25,
        "difficulty": 5.5,
        "due": micros(at(due)),
        "answer": Answer("Hot ☕", "sure", right=False, at=micros(NOON)),
        "checks": 2,
        "check": micros(at(due)),
        "wording": 1,
    }
    return Item(**(values | changes))  # type: ignore[arg-type]  # a test's shorthand


async def test_an_item_comes_back_as_it_was_and_the_last_one_stands(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    assert await store.items({ANA: "tea"}) == {ANA: {}}
    first, idea = item("p"), item("q", answer=Answer(None, "none", False, 7), checks=0, check=0)
    again = item("p", due=9, number=3, stability=0.0, answer=Answer("Cold", "guess", True, 8))
    again, bread = replace(again, wording=2), item("p", lesson="bread", wording=None)
    await write(store, record(facts=(Scheduled(first), Scheduled(idea), Scheduled(bread))))
    await write(store, record(facts=(Scheduled(again),)), record(BEN, facts=(Scheduled(first),)))
    store = await restart()
    assert await store.items({ANA: "tea", BEN: "bread"}) == {
        ANA: {"p": again, "q": idea},
        BEN: {},
    }
    assert await store.items({ANA: "bread"}) == {ANA: {"p": bread}}


async def test_what_is_due_is_found_with_what_is_next_after_it(store: Store) -> None:
    coming = [item("a", 5), item("b", 1), item("c", 9), item("d", 9), item("e", 12)]
    await write(
        store,
        record(facts=tuple(map(Scheduled, coming))),
        record(BEN, facts=(Scheduled(item("a", 2)),)),
    )

    async def due(seconds: int) -> list[str]:
        found = await store.due({ANA: at(seconds)})
        return [one.question for one in found[ANA]]

    assert await due(0) == ["b"]
    assert await due(1) == ["b", "a"]
    assert await due(5) == ["b", "a", "c", "d"]
    assert await due(99) == ["b", "a", "c", "d", "e"]
    found = await store.due({ANA: at(0), BEN: at(9), LearnerId("nobody"): at(9)})
    assert found == {ANA: (coming[1],), BEN: (item("a", 2),), LearnerId("nobody"): ()}


async def test_what_is_suspended_is_never_due_and_an_answer_brings_it_back(store: Store) -> None:
    one, two = item("a", 1), item("b", 2)
    await write(store, record(facts=(Scheduled(one), Scheduled(two))))
    await write(store, record(facts=(Suspended(one),)))
    assert await store.due({ANA: at(9)}) == {ANA: (two,)}
    assert await store.items({ANA: "tea"}) == {ANA: {"a": one, "b": two}}
    # All in one turn and in this order, with others around it.
    await write(
        store,
        record(BEN, facts=(Suspended(one),)),
        record(facts=(Scheduled(one), Suspended(two), Scheduled(two), Suspended(one))),
    )
    assert await store.due({ANA: at(9), BEN: at(9)}) == {ANA: (two,), BEN: ()}
    await write(store, record(facts=(Scheduled(one),)))
    assert await store.due({ANA: at(9)}) == {ANA: (one, two)}


_ITEMS = st.builds(
    item,
    question=st.sampled_from(["p", "q", "r", "s"]),
    due=st.integers(-3, 12),
    lesson=st.sampled_from(["tea", "bread"]),
)


@settings(max_examples=40, deadline=None)
@given(
    facts=st.lists(st.builds(Scheduled, _ITEMS) | st.builds(Suspended, _ITEMS), **MANY),
    when=st.integers(-4, 13),
)
def test_items_are_what_the_facts_come_to(facts: list[Fact], when: int) -> None:
    turns = [record(facts=(f,), when=at(n)) for n, f in enumerate(facts)]

    async def found() -> object:
        async with opened(fresh_store()) as store:
            await write(store, *turns)
            due, items = await store.due({ANA: at(when)}), await store.items({ANA: "tea"})
            return due[ANA], items[ANA]

    ledger = Ledger()
    ledger.write(*turns)
    assert asyncio.run(found()) == (ledger.due(ANA, at(when)), ledger.remembered(ANA, "tea"))


# Content


async def test_what_is_published_makes_up_the_catalogue(store: Store) -> None:
    course = Course(id="kitchen", title="Kitchen", lessons=("toast", "tea"))
    release = Release((course,), (TOAST, TEA), {"tea": "hash-1", "course:kitchen": "hash-2"})
    await store.publish(release, NOON)
    library = await store.library()
    assert library == Library((course,), {"tea": card_of(TEA), "toast": card_of(TOAST)})
    assert list(library.cards) == ["tea", "toast"]
    assert await store.sources() == {"tea": "hash-1", "course:kitchen": "hash-2"}
    assert await store.lesson("tea", TEA.revision) == TEA
    assert await store.lesson("tea", "no-such-revision") is None


async def test_a_revision_stays_when_its_lesson_has_changed_or_gone(store: Store) -> None:
    course = Course(id="kitchen", title="Kitchen", lessons=("tea",))
    await store.publish(Release((course,), (TEA, TOAST), {"tea": "1", "toast": "1"}), NOON)
    newer = Lesson(id="tea", title="Better tea", minutes=5)
    renamed = course.model_copy(update={"title": "The kitchen"})
    await store.publish(Release((renamed,), (newer,), {"tea": "2"}), at(1))
    library = await store.library()
    assert library.cards["tea"].revision == newer.revision
    assert library.courses == (renamed,)
    await store.publish(Release(gone=frozenset({"tea", "course:kitchen"})), at(2))
    assert list((await store.library()).cards) == ["toast"]
    assert (await store.library()).courses == ()
    assert await store.sources() == {"toast": "1"}
    assert await store.lesson("tea", TEA.revision) == TEA
    assert await store.lesson("tea", newer.revision) == newer
    await store.publish(Release(lessons=(TEA,), sources={"tea": "1"}), at(3))
    assert (await store.library()).cards["tea"] == card_of(TEA)


async def test_each_move_to_another_revision_is_on_record_the_latest_first(store: Store) -> None:
    newer = TEA.model_copy(update={"title": "Green tea"})
    course = Course(id="kitchen", title="Kitchen", lessons=("tea",))
    await store.publish(Release((course,), (TEA,), {"tea": "1"}), NOON)
    await store.publish(Release((course,), (TEA, TOAST)), at(1))
    await store.publish(Release(lessons=(newer,), by="terminal:ana", how="push"), at(2))
    await store.publish(Release(gone=frozenset({"tea", "course:kitchen", "never"})), at(3))
    await store.publish(Release(lessons=(TEA,)), at(4))
    files, noon = ("files", "files"), micros(NOON)
    assert [(one.revision, one.at, one.by, one.how) for one in await store.history("tea")] == [
        (TEA.revision, noon + 4_000_000, *files),
        ("", noon + 3_000_000, *files),
        (newer.revision, noon + 2_000_000, "terminal:ana", "push"),
        (TEA.revision, noon, *files),
    ]
    assert [one.revision for one in await store.history("course:kitchen")] == ["", course.revision]
    assert await store.history("never") == ()


async def test_a_translation_has_a_history_of_its_own(store: Store) -> None:
    german = TEA.model_copy(update={"title": "Tee", "language": "de", "translates": TEA.revision})
    await store.publish(Release(lessons=(TEA, german)), NOON)
    await store.publish(Release(lessons=(TEA, german)), at(1))
    await store.publish(Release(gone=frozenset({"tea.de"})), at(2))
    assert [one.revision for one in await store.history("tea.de")] == ["", german.revision]
    assert [one.revision for one in await store.history("tea")] == [TEA.revision]


async def test_who_is_in_the_midst_of_a_lesson_counts_once_and_for_its_original(
    store: Store,
) -> None:
    owner = LearnerId("telegram:1")
    await store.set_owners([owner], NOON)
    german = TEA.model_copy(update={"title": "Tee", "language": "de", "translates": TEA.revision})
    newer = TEA.model_copy(update={"title": "Green tea"})
    await store.publish(Release(lessons=(TEA, german, TOAST)), NOON)
    await store.publish(Release(lessons=(newer,)), at(1))

    def begun(run: str, lesson: Lesson) -> LessonStarted:
        return LessonStarted(run, lesson.id, lesson.revision, "deep", 0)

    both = (begun("a", TEA), begun("b", newer), begun("c", TOAST))
    done = (begun("f", newer), LessonFinished("f"))
    await write(
        store,
        record(session=under_way("a", "b", "c"), facts=both),
        record(BEN, session=under_way("d"), facts=(begun("d", german), *done)),
    )
    known = await store.admin(owner, AdminNeeds(lesson="tea"))
    assert known.learning == {
        ("tea", ""): 2,
        ("tea", TEA.revision): 2,
        ("tea", newer.revision): 1,
    }
    assert [one.revision for one in known.history] == [newer.revision, TEA.revision]
    assert (await store.admin(owner, AdminNeeds(lesson="eggs"))).learning == {}


def under_way(*runs: str) -> Session:
    """The session of somebody who has these runs under way, the first of them just now."""
    first, *left = [Run(id, "tea", "r", "deep") for id in runs] or [None]
    return Session("n", run=first, shelf=tuple(left))


async def test_a_run_that_was_begun_anew_is_not_in_the_midst_of_its_lesson(store: Store) -> None:
    owner = LearnerId("telegram:1")
    await store.set_owners([owner], NOON)
    newer = TEA.model_copy(update={"title": "Green tea"})
    await store.publish(Release(lessons=(TEA,)), NOON)
    await store.publish(Release(lessons=(newer,)), at(1))
    pairs = tuple(("tea", one.revision) for one in (TEA, newer))

    async def midst() -> dict[str, int]:
        known = await store.admin(owner, AdminNeeds(lesson="tea"))
        alone = await store.admin(owner, AdminNeeds(learning=pairs))
        found = {revision: number for (_, revision), number in known.learning.items()}
        exact = {revision: number for (_, revision), number in alone.learning.items()}
        assert exact == {key: one for key, one in found.items() if key}
        return found

    async def begin(run: str, lesson: Lesson, session: Session, learner: LearnerId) -> None:
        started = LessonStarted(run, "tea", lesson.revision, "deep", 0)
        await write(store, record(learner, session=session, facts=(started,)))

    # In the first of them, another that replaces it, and what is left on the shelf beside it.
    await begin('a "1"', TEA, under_way('a "1"'), ANA)
    assert await midst() == {"": 1, TEA.revision: 1}
    await begin("a2", newer, under_way("a2"), ANA)
    assert await midst() == {"": 1, newer.revision: 1}
    await begin("b1", TEA, under_way("b1"), BEN)
    await begin("b2", newer, under_way("b2", "b1"), BEN)
    assert await midst() == {"": 2, TEA.revision: 1, newer.revision: 2}
    # A name that begins like theirs is another's, and so is a run of somebody else.
    await write(store, record(ANA, session=under_way("a20", "b1")))
    assert await midst() == {"": 1, TEA.revision: 1, newer.revision: 1}
    await write(store, record(BEN, session=under_way("b2")))
    assert await midst() == {"": 1, newer.revision: 1}
    # What is over is over, whatever a session says.
    await write(store, record(BEN, session=under_way("b2", "b1"), facts=(LessonFinished("b1"),)))
    assert await midst() == {"": 1, newer.revision: 1}
    await write(store, record(BEN, facts=(Carried("b2", ""),)))
    assert await midst() == {}


async def test_the_hash_of_a_file_outlasts_what_is_published_over_it(store: Store) -> None:
    await store.publish(Release(lessons=(TEA, TOAST), sources={"tea": "1", "toast": "2"}), NOON)
    await store.publish(Release(lessons=(TEA,)), at(1))
    assert await store.sources() == {"toast": "2"}
    assert await store.shipped() == {"tea": "1", "toast": "2"}
    await store.publish(Release(lessons=(TEA,), sources={"tea": "3"}), at(2))
    await store.publish(Release(gone=frozenset({"toast"})), at(3))
    assert await store.shipped() == {"tea": "3"}


async def test_what_is_published_at_the_terminal_goes_into_the_log(store: Store) -> None:
    owner = LearnerId("telegram:1")
    await store.set_owners([owner], NOON)
    acts = (Logged("push", "tea", "", TEA.revision),)
    await store.publish(Release(lessons=(TEA,), by="terminal:ana", how="push", acts=acts), at(1))
    entry = (await store.admin(owner, AdminNeeds(log=0))).log[0]
    assert (entry.by, entry.platform, entry.at) == ("terminal:ana", "terminal", micros(at(1)))
    assert (entry.act, entry.subject, entry.after) == ("push", "tea", TEA.revision)


async def test_what_is_published_without_a_file_has_no_source(store: Store) -> None:
    await store.publish(Release(lessons=(TEA,), sources={"tea": "1"}), NOON)
    await store.publish(Release(lessons=(TEA,)), at(1))
    assert await store.sources() == {}


async def test_a_lesson_and_a_course_of_one_name_go_apart(store: Store) -> None:
    course = Course(id="tea", title="All about tea")
    await store.publish(Release((course,), (TEA,), {"tea": "1", "course:tea": "2"}), NOON)
    await store.publish(Release(gone=frozenset({"tea"})), at(1))
    assert (await store.library()).courses == (course,)
    await store.publish(Release(lessons=(TEA,), gone=frozenset({"course:tea"})), at(2))
    library = await store.library()
    assert (library.courses, list(library.cards)) == ((), ["tea"])


async def test_the_version_of_the_catalogue_goes_up_with_every_change_of_the_library(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    before = (await store.catalogue_version(), await store.library())

    async def changed() -> bool:
        """Whether the version has gone up, as it has to if the library is another one."""
        nonlocal before
        (version, library), before = (
            before,
            (await store.catalogue_version(), await store.library()),
        )
        assert (before[0] > version) == (before[1] != library)
        return before[0] > version

    tea, again = (Lesson(id="tea", title=title, minutes=5) for title in ("Tea", "More tea"))
    german = tea.model_copy(
        update={"title": "Tee", "language": "de", "translates": tea.revision, "source": "hash"}
    )
    course = Course(id="kitchen", title="Kitchen", lessons=("tea",))
    for release in (
        Release((course,), (tea,), sources={"tea": "1"}),
        Release(lessons=(german,)),
        Release(lessons=(again,)),
        Release((course.model_copy(update={"title": "The kitchen"}),)),
        Release(gone=frozenset({"tea.de"})),
        Release(gone=frozenset({"tea", "course:kitchen"})),
    ):
        await store.publish(release, NOON)
        assert await changed(), release
        await store.publish(replace(release, sources={"tea": "2"} if release.lessons else {}), NOON)
        assert not await changed(), "nothing else is taught"
    group = Cohort("ABC", "kitchen", "Ours", "", NOON.date(), 0, 1)
    for fact in (
        Pointed("tea", tea.revision),
        TranslationPointed("tea", "de", german.revision),
        CoursePublished(course),
        Corrected("c", "tea", "q", (tea.revision,), (), "", "", "telegram", "1"),
        Withdrawn("tea", again.revision),
        CohortSet(group, None),
        TranslationUnpointed("tea", "de"),
        Unpointed("tea"),
    ):
        await write(store, record(facts=(fact,)))
        assert await changed(), fact
    await write(store, record(ANA, Say("a"), session=SESSION, facts=(attempt(),)))
    assert not await changed(), "a learner's turn changes nothing of it"
    group = before[1].cohorts["ABC"]
    assert await store.open_lessons(replace(group, opened=("tea",)), NOON)
    assert await changed()
    assert not await store.open_lessons(replace(group, opened=("soup",)), NOON)
    assert not await changed()
    store = await restart()
    assert not await changed()
    async with store.transaction() as transaction:
        assert (await transaction.snapshot([], [])).catalogue_version == before[0]


# Use


async def test_a_closed_store_says_so(store: Store) -> None:
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="not open"):
        await store.progress([ANA])
    with pytest.raises(StoreError, match="not open"):
        await write(store, record())


async def test_everything_outlasts_a_restart(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    await write(store, record(id="telegram:7", session=SESSION, facts=(attempt(),)))
    await store.publish(Release(lessons=(TEA,), sources={"tea": "1"}), NOON)
    again = await restart()
    assert await seen(again, "telegram:7") == {"telegram:7"}
    assert await session_of(again, ANA) == SESSION
    assert (await again.progress([ANA]))[ANA].predictions == 1
    assert await again.lesson("tea", TEA.revision) == TEA


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_ROWS = st.lists(st.lists(st.builds(Choice, _TEXTS, _TEXTS)).map(tuple), max_size=3).map(tuple)
_STATES = st.sampled_from(get_args(State))
_SHARE = st.floats(0, 1)
_DRAWN = st.builds(
    ProgressChart,
    _TEXTS,
    st.none()
    | st.builds(
        Calendar,
        _TEXTS,
        st.lists(_TEXTS).map(tuple),
        st.lists(
            st.lists(
                st.builds(
                    Day, st.sampled_from(get_args(DayKind)), st.integers(0, 99), st.booleans()
                )
            ).map(tuple)
        ).map(tuple),
        st.tuples(_TEXTS, _TEXTS, _TEXTS),
    ),
    st.none()
    | st.builds(
        Stacks,
        _TEXTS,
        st.lists(
            st.builds(
                Row,
                _TEXTS,
                _STATES,
                _TEXTS,
                st.lists(st.tuples(_STATES, st.integers(1, 99))).map(tuple),
            )
        ).map(tuple),
        st.lists(st.tuples(_STATES, _TEXTS)).map(tuple),
        _TEXTS,
    ),
    st.none()
    | st.builds(
        Shares,
        _TEXTS,
        st.lists(st.builds(Share, _TEXTS, _TEXTS, _SHARE, _SHARE, _SHARE, st.none() | _SHARE)).map(
            tuple
        ),
        st.tuples(_TEXTS, _TEXTS, _TEXTS),
    ),
)
_SURVEY = st.builds(
    Survey,
    _TEXTS,
    st.lists(
        st.builds(
            Bars,
            _TEXTS,
            st.lists(st.builds(Bar, _TEXTS, _TEXTS, _SHARE, _SHARE)).map(tuple),
            st.lists(_TEXTS).map(tuple),
            _TEXTS,
        )
        | st.builds(
            Diagonal,
            _TEXTS,
            st.lists(st.builds(Dot, _TEXTS, _TEXTS, *[_SHARE] * 4)).map(tuple),
            _TEXTS,
            _TEXTS,
            st.tuples(_TEXTS, _TEXTS, _TEXTS),
        )
    ).map(tuple),
)
_OUTPUTS: dict[type[Output], st.SearchStrategy[Output]] = {
    Say: st.builds(Say, _TEXTS, st.booleans()),
    Ask: st.builds(
        Ask,
        *(_TEXTS, _TEXTS, _ROWS),
        *(st.booleans(), st.sampled_from(["en", "de"]), st.booleans()),
        st.none() | st.builds(Retire, _TEXTS, _TEXTS),
        *(st.booleans(), st.booleans()),
    ),
    Doorway: st.builds(Doorway, _TEXTS, _TEXTS, _TEXTS),
    Retire: st.builds(Retire, _TEXTS, _TEXTS),
    Revise: st.builds(Revise, _TEXTS, _TEXTS, _ROWS),
    Notice: st.builds(Notice, _TEXTS, st.booleans()),
    Gather: st.builds(Gather, _TEXTS, _TEXTS),
    TextDiagram: st.builds(TextDiagram, _TEXTS, _TEXTS),
    LessonImage: st.builds(LessonImage, _TEXTS, _TEXTS),
    Chart: st.builds(Chart, _DRAWN | _SURVEY, _TEXTS, _TEXTS),
    Document: st.builds(Document, *[_TEXTS] * 3, st.integers(0, 2**40), _TEXTS, _TEXTS),
}


def test_a_question_that_was_kept_before_words_were_is_read() -> None:
    kept = '[["ask","n.1","Which?",[[["Tea","t0"]]]]]'
    plain = Ask("n.1", "Which?", ((Choice("Tea", "t0"),),))
    assert load_outputs(kept) == (plain,)
    assert dump_outputs((plain,)) == kept
    words = kept.replace("]]]]]", "]]],true]]")
    assert load_outputs(words) == (replace(plain, words=True),)


def test_every_kind_of_output_is_tried_below() -> None:
    assert set(_OUTPUTS) == set(get_args(Output))


@given(st.lists(st.one_of(*_OUTPUTS.values())).map(tuple))
def test_outputs_come_back_as_they_were(outputs: tuple[Output, ...]) -> None:
    assert load_outputs(dump_outputs(outputs)) == outputs


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '"say"',
        "[[]]",
        '[["say"]]',
        '[["say",1]]',
        '[["sing","x"]]',
        '[["ask","q","t",[["x"]]]]',
        '[["ask","q","t",[],"yes"]]',
    ],
)
def test_what_is_no_output_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its kinds differ, that it is one is the contract
        load_outputs(text)
