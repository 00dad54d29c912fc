"""The weekly digest: what it counts, when it comes, and when it ends."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.admin.statistics import digest
from bot.conversation.facts.learner import LessonFinished, LessonStarted
from bot.conversation.inputs import Address, Alarm, Envelope, LearnerId
from bot.conversation.needs.admin import Publication
from bot.conversation.needs.learner import Job
from bot.conversation.reminders import digest_schedule
from bot.learning.observations import EVER, GROUP, Activity, LessonActivity, Period
from bot.lessons.model import Lesson
from bot.lessons.revisions.keys import equivalent_revisions
from bot.service.reports import digest as service
from bot.storage.codec import micros
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.group import TEA, WRONG, answer
from tests.rigs.makers import ANA, BEN, NOON, attempt, record, write
from tests.rigs.past import took
from tests.rigs.plain_stage import PlainStage
from tests.rigs.transcript import let_pass

DAY = timedelta(days=1)


def span(first: int, last: int) -> Period:
    """From a day to another, without its end, counting from noon."""
    return Period(micros(NOON + first * DAY), micros(NOON + last * DAY))


async def did(store: Store, who: LearnerId, day: int, *facts: object) -> None:
    await write(store, record(who, facts=facts, when=NOON + day * DAY))  # type: ignore[arg-type]  # facts


def begin(run: str, lesson: str = "tea", mode: str = "deep") -> LessonStarted:
    return LessonStarted(run, lesson, "r1", mode, 3)


# What is counted


async def test_news_are_of_their_stretch_of_time(store: Store) -> None:
    await did(store, ANA, 0, begin("a"), attempt("q1"))
    await did(store, BEN, 1, begin("b"), begin("c", "soup", "challenge"), attempt("q1"))
    await did(store, ANA, 2, LessonFinished("a"), attempt("q2"))
    await did(store, ANA, 2, attempt("q1", phase="review"))
    await did(store, BEN, 3, LessonFinished("c"), attempt("s", lesson="soup", run="c"))
    assert await store.activity(span(0, 1)) == Activity((LessonActivity("tea", 1, 0, 1, 1),), 1)
    assert await store.activity(span(1, 3)) == Activity((LessonActivity("tea", 1, 1, 3, 2),), 2)
    assert await store.activity(span(1, 2)) == Activity((LessonActivity("tea", 1, 0, 1, 1),), 1)
    assert await store.activity(span(3, 9)) == Activity((LessonActivity("soup", 0, 0, 1, 1),), 1)
    assert await store.activity(span(4, 9)) == Activity()
    assert (await store.activity(EVER)).answers == 5


async def test_what_was_published_comes_in_the_order_of_time(store: Store) -> None:
    soup = Lesson(id="soup", title="Soup", minutes=5)
    await store.publish(Release(lessons=(TEA, soup)), NOON)
    await store.publish(
        Release(lessons=(TEA.model_copy(update={"title": "Tea, anew"}),)), NOON + DAY
    )
    await store.publish(Release(gone=frozenset({"soup"}), by="ana"), NOON + 2 * DAY)
    found = await store.publications(span(0, 1))
    assert [(name, one.revision) for name, one in found] == [
        ("soup", soup.revision),
        ("tea", TEA.revision),
    ]
    (name, changed), (other, gone) = await store.publications(span(1, 3))
    assert (name, changed.at) == ("tea", micros(NOON + DAY))
    assert (other, gone) == ("soup", Publication("", "ana", micros(NOON + 2 * DAY), "files"))


async def test_of_answers_only_those_who_met_the_question_then_are_told(store: Store) -> None:
    await store.publish(Release(lessons=(TEA,)), NOON)
    same = equivalent_revisions(TEA, await store.revisions("tea"))
    for number in range(GROUP):
        await did(store, LearnerId(f"old:{number}"), 0, answer(WRONG))
    await did(store, LearnerId("new"), 3, answer(WRONG))
    for number in range(GROUP):
        await did(store, LearnerId(f"old:{number}"), 3, answer(WRONG, phase="review"))
    then = await store.observations("tea", same, span(3, 9))
    assert sum(one.number for one in then.counts if one.event == "first") == 1
    ever = await store.observations("tea", same)
    assert sum(one.number for one in ever.counts if one.event == "first") == GROUP + 1


async def found(store: Store, within: Period) -> digest.DigestResult:
    body = f'{{"since": {within.since}, "until": {within.until}}}'
    job = Job("e", digest.KIND, body, ANA, Address("telegram", "1"))
    return digest.RESULT.validate_json(await service.do(store, await store.library(), job))


async def test_misconceptions_are_those_of_who_met_the_question_then(store: Store) -> None:
    await store.publish(Release(lessons=(TEA,)), NOON)
    for number in range(GROUP):
        await did(store, LearnerId(f"old:{number}"), 0, answer(WRONG))
        await did(store, LearnerId(f"old:{number}"), 3, answer(WRONG, phase="review"))
        await did(store, LearnerId(f"new:{number}"), 9, answer(WRONG))
    first = await found(store, span(0, 1))
    assert [(one.number, one.of) for one in first.misconceptions] == [(GROUP, GROUP)]
    assert (await found(store, span(1, 9))).misconceptions == ()
    assert (await found(store, span(1, 9))).news.answers == GROUP
    assert len((await found(store, span(1, 10))).misconceptions) == 1


# When it comes


@pytest.fixture
async def stage(stage: PlainStage) -> PlainStage:
    await live_in(stage, "Vienna")
    return stage


async def live_in(stage: PlainStage, city: str) -> None:
    await stage.types("Ana", "/settings")
    await said(stage)
    await stage.presses("Ana", "Reminders", 0, "Ana")
    await said(stage)
    await stage.presses("Ana", "Time zone", 0, "Ana")
    await stage.types("Ana", city)
    await said(stage)


async def said(stage: PlainStage) -> str:
    return "\n".join(one.text for one in await stage.heard())


async def asks(stage: PlainStage, *words: str) -> str:
    for one in words:
        await stage.types("Ana", f"/admin stats digest {one}")
    return await said(stage)


async def test_it_stays_at_its_hour_when_the_clocks_change(stage: PlainStage) -> None:
    await asks(stage, "on")
    times = []
    for _ in range(5):
        at = await stage.alarms.next()
        assert at is not None
        times.append(at)
        await let_pass(stage, at - stage.clock)
    assert times == [
        datetime(2026, 3, day, hour, 0, tzinfo=UTC)
        for day, hour in ((9, 8), (16, 8), (23, 8), (30, 7))
    ] + [datetime(2026, 4, 6, 7, 0, tzinfo=UTC)]


async def test_after_an_outage_one_comes_that_tells_of_all_of_it(stage: PlainStage) -> None:
    await asks(stage, "on")
    stage.clock += timedelta(days=24)
    await stage.restart()
    await let_pass(stage, timedelta())
    assert (await said(stage)).count("What's new") == 1
    assert await stage.alarms.next() == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
    await let_pass(stage, timedelta(days=7))
    assert "2026-03-26 to 2026-03-30: nothing" in await said(stage)


async def test_it_waits_for_the_end_of_quiet_hours(stage: PlainStage) -> None:
    await asks(stage, "on", "hour 23")
    assert await stage.alarms.next() == datetime(2026, 3, 3, 6, 0, tzinfo=UTC)


async def test_another_zone_moves_it(stage: PlainStage) -> None:
    await asks(stage, "on")
    await live_in(stage, "Tokyo")
    assert await stage.alarms.next() == datetime(2026, 3, 9, 0, 0, tzinfo=UTC)


async def test_it_ends_with_the_role_and_says_nothing_of_it(stage: PlainStage) -> None:
    await stage.types("Ana", f"/admin roles grant {stage.past('Ben')[1]} analyst")
    await stage.types("Ben", "/admin stats digest on")
    assert "It's on" in await said(stage)
    await stage.types("Ana", f"/admin roles revoke {stage.past('Ben')[1]} analyst yes")
    await said(stage)
    await let_pass(stage, timedelta(days=15))
    told = "You no longer have the role **analyst** here. Thank you for your work."
    assert await said(stage) == told, "of the role, and of nothing else"
    assert await stage.alarms.next() is None


async def test_what_was_counted_before_a_role_ended_is_not_told(stage: PlainStage) -> None:
    ben = stage.past("Ben")[1]
    # They keep another role, so that they are an admin still.
    for role in ("analyst", "author"):
        await stage.types("Ana", f"/admin roles grant {ben} {role}")
    await stage.types("Ben", "/admin stats digest on")
    await said(stage)
    doers = dict(stage._tutor.jobs._doers)
    begun, revoked = asyncio.Event(), asyncio.Event()

    async def slowly(job: Job) -> str:
        begun.set()
        await revoked.wait()
        return await doers[digest.KIND](job)

    stage._tutor.jobs._doers = {digest.KIND: slowly}
    stage.clock += timedelta(days=8)
    await stage.alarms.sweep()
    await begun.wait()
    await stage.types("Ana", f"/admin roles revoke {ben} analyst yes")
    revoked.set()
    await stage.settled()
    await let_pass(stage, timedelta(hours=1))
    assert "What's new" not in await said(stage)


async def test_turned_off_it_comes_no_more_and_an_old_alarm_is_silent(stage: PlainStage) -> None:
    await asks(stage, "on", "off")
    assert await stage.alarms.next() is None
    await let_pass(stage, timedelta(days=8))
    assert await said(stage) == ""


async def test_only_who_may_read_statistics_can_ask_for_it(stage: PlainStage) -> None:
    await stage.types("Ben", "/admin stats digest on")
    await stage.types("Ana", f"/admin roles grant {stage.past('Cleo')[1]} author")
    await stage.types("Cleo", "/admin stats digest on")
    told = await said(stage)
    assert "It's on" not in told
    await let_pass(stage, timedelta())
    assert "You have a new role here" in await said(stage)
    assert await stage.alarms.next() is None


async def test_whoever_moves_west_gets_none_twice(stage: PlainStage) -> None:
    await live_in(stage, "Tokyo")
    await asks(stage, "on")
    at = await stage.alarms.next()
    assert at == datetime(2026, 3, 9, 0, 0, tzinfo=UTC)
    await let_pass(stage, at - stage.clock)
    assert "What's new" in await said(stage)
    await live_in(stage, "Los Angeles")
    # It is Sunday there, and their Monday at nine is the one that has come.
    assert await stage.alarms.next() == datetime(2026, 3, 16, 16, 0, tzinfo=UTC)


async def test_an_alarm_that_was_set_anew_meanwhile_says_nothing(stage: PlainStage) -> None:
    await asks(stage, "on")
    old = await stage.alarms.next()
    assert old is not None
    await asks(stage, "hour 18")
    alarm, ana = Alarm(digest_schedule.KIND, micros(old)), stage.past("Ana")[1]
    stage.clock = old
    late = Envelope("alarm:late", ana, Address("plain", "Ana"), stage.clock, alarm)
    await stage._tutor.desk.submit(late)
    assert await said(stage) == ""
    assert await stage.alarms.next() == datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


async def test_a_digest_that_an_end_has_cut_off_is_told_once(stage: PlainStage) -> None:
    await asks(stage, "on")
    hung = asyncio.Event()

    async def hangs(job: Job) -> str:
        hung.set()
        await asyncio.Event().wait()
        return ""

    stage._tutor.jobs._doers = {digest.KIND: hangs}
    stage.clock += timedelta(days=8)
    await stage.alarms.sweep()
    await hung.wait()
    await stage.restart(abruptly=True)
    assert (await said(stage)).count("What's new") == 1
    await let_pass(stage, timedelta(hours=1))
    assert await said(stage) == ""


async def test_what_is_late_waits_for_the_end_of_quiet_hours_too(stage: PlainStage) -> None:
    await asks(stage, "on")
    # It comes back on a Tuesday at half past one in the night.
    stage.clock = datetime(2026, 3, 10, 0, 30, tzinfo=UTC)
    await stage.restart()
    await let_pass(stage, timedelta(hours=5))
    assert await said(stage) == ""
    await let_pass(stage, timedelta(hours=1))
    assert "What's new" in await said(stage)


async def test_another_hour_leaves_nothing_out_and_tells_nothing_twice(stage: PlainStage) -> None:
    await asks(stage, "on")
    await let_pass(stage, timedelta(days=9))
    assert "to 2026-03-09" in await said(stage)
    await asks(stage, "hour 18")
    await let_pass(stage, timedelta(days=7))
    assert "2026-03-09 to 2026-03-16" in await said(stage)


async def test_of_a_lesson_that_few_took_nothing_is_told_but_that(stage: PlainStage) -> None:
    await asks(stage, "on")
    await took(stage.past("Ana")[0], stage.clock, "tea", GROUP - 1)
    await let_pass(stage, timedelta(days=8))
    told = await said(stage)
    assert "- A cup of tea: fewer than 5 learners" in told
    assert "misconceptions" not in told
