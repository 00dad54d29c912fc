"""What admins are shown of all learners: the same in every store, and nothing of few."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.admin.statistics import words
from bot.conversation.facts.admin import Corrected
from bot.conversation.facts.learner import (
    Attempt,
    Checked,
    CohortJoined,
    CohortLeft,
    Fact,
    LessonFinished,
    LessonStarted,
    Overruled,
    SettingChanged,
    StepDone,
)
from bot.conversation.lesson.modes import steps
from bot.learning import statistics
from bot.learning.calibration import Tally
from bot.learning.observations import (
    EVER,
    GROUP,
    WEEK,
    Activity,
    Circle,
    FirstWeek,
    Observations,
    Participation,
    Period,
    StepCount,
    weeks_over,
)
from bot.learning.statistics import OverallStatistics, Proportion
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.practice import Check, Exercise, Milestone, Project
from bot.lessons.revisions.keys import EquivalentRevisions, equivalent_revisions
from bot.storage.codec import micros
from bot.storage.records import BEGINNING, AnswerRecord, Release
from bot.storage.store import Store
from tests.oracles import Ledger
from tests.rigs.courses import read_lesson
from tests.rigs.facts import FACTS, MANY
from tests.rigs.group import QUESTION, RIGHT, TEA, WRONG, answer, learner, tell
from tests.rigs.makers import NOON, at, attempt, record, write
from tests.rigs.paths import TRANSCRIPTS
from tests.rigs.properties import examples
from tests.rigs.stores import fresh_store, opened

pytestmark = pytest.mark.each_store

SECONDS = 7 * 24 * 3600
"""Of a week."""

FIRST_WEEKS = weeks_over(micros(NOON) + 3 * WEEK)
"""Four weeks; noon is in the third."""


async def seen(store: Store, lesson: Lesson = TEA) -> statistics.LessonStatistics:
    await store.publish(Release(lessons=(lesson,)), NOON)
    same = equivalent_revisions(lesson, await store.revisions(lesson.id))
    observed = await store.observations(lesson.id, same)
    return statistics.lesson_statistics(lesson, observed, steps(lesson))


async def test_it_is_told_where_learners_stop_and_how_long_a_step_takes(store: Store) -> None:
    start = LessonStarted("run", "tea", TEA.revision, "deep", 2)
    for number in range(6):
        read = [(60.0 + number, StepDone("run", 1)), (120.0 + number, StepDone("run", 2))]
        # The last one goes away for an hour before the second step, and never comes to the end.
        away = [(60.0, StepDone("run", 1)), (3_700.0, StepDone("run", 2))]
        end = [(200.0, LessonFinished("run"))]
        await tell(store, number, (0, start), *(away if number == 5 else [*read, *end]))
    await tell(store, 7, (0, start))
    found = await seen(store)
    assert (found.started, found.finished, found.unfinished) == (7, 5, 1)
    assert [(step.title, step.learners) for step in found.steps] == [("Heat", 6), ("Wait", 6)]
    assert [(step.of, step.lost) for step in found.steps] == [(7, 1), (7, 0)]
    assert found.steps[0].seconds == pytest.approx((60 * 6 + 0 + 1 + 2 + 3 + 4) / 6)
    assert found.steps[1].seconds == pytest.approx(60), "the hour away is no reading time"


async def test_who_finished_a_tour_has_stopped_at_none_of_the_steps_that_it_leaves_out(
    store: Store,
) -> None:
    third = TEA.steps[1].model_copy(update={"title": "Stir"})
    tea = TEA.model_copy(update={"steps": (*TEA.steps, third), "tour": (1,)})
    assert steps(tea) == {"learn": (1,), "deep": (1, 2, 3)}
    tour = LessonStarted("tour", "tea", tea.revision, "learn", 3)
    whole = LessonStarted("whole", "tea", tea.revision, "deep", 3)
    other = LessonStarted("other", "tea", "another", "deep", 9)
    for number in range(6):
        end = [(90.0, LessonFinished("tour"))] if number else []
        await tell(store, number, (0, tour), (60, StepDone("tour", 1)), *end)
    # Two of those go on to all of it, and one of them stops; a third is in another revision.
    await tell(store, 1, (99, whole), *((99.0 + n, StepDone("whole", n)) for n in (1, 2, 3)))
    await tell(store, 1, (200, LessonFinished("whole")))
    await tell(store, 2, (99, whole), (100, StepDone("whole", 1)))
    await tell(store, 7, (0, other))
    # One passed a test instead, and one stopped in the midst of all of it.
    await tell(store, 8, (0, LessonStarted("test", "tea", tea.revision, "tested", 0)))
    await tell(store, 8, (0, LessonFinished("test")))
    await tell(store, 9, (0, whole), (1, StepDone("whole", 1)))
    found = await seen(store, tea)
    assert (found.started, found.finished, found.unfinished) == (9, 6, 1)
    told = [(step.learners, step.of, step.lost) for step in found.steps]
    assert told == [(7, 7, 0), (1, 2, 1), (1, 2, 0)]
    steps_told = next(one for one in words.lesson(found) if "Heat" in one)
    assert "2. Wait: 1 of 2" in steps_told


async def test_a_class_that_took_the_tour_is_told_what_it_left_out(store: Store) -> None:
    tea = TEA.model_copy(update={"tour": (1,)})
    for number in range(GROUP):
        start = LessonStarted("tour", "tea", tea.revision, "learn", 2)
        story = [(0.0, start), (60.0, StepDone("tour", 1)), (90.0, LessonFinished("tour"))]
        await tell(store, number, *story)
    found = await seen(store, tea)
    assert [(step.learners, step.of, step.lost) for step in found.steps] == [(5, 5, 0), (0, 0, 0)]
    assert found.unfinished == 0
    told = next(one for one in words.lesson(found) if "Heat" in one)
    assert "1. Heat: 5 of 5 · 1:00 min\n2. Wait: not in the mode that they took\n" in told


async def test_a_question_tells_each_option_with_its_confidence_at_each_moment(
    store: Store,
) -> None:
    for number in range(GROUP):
        first = answer(WRONG) if number < 3 else answer(RIGHT, "probable")
        leaving = answer(RIGHT, "sure", "exit") if number else answer(WRONG, "guess", "exit")
        later = answer(WRONG if number == 1 else RIGHT, "sure", "review")
        moments = ((0.0, first), (60.0, leaving), (SECONDS + 1.0, later))
        await tell(store, number, *moments)
    (asked,) = (await seen(store)).questions
    first, leaving, later = asked.views
    assert [(s.option, s.number, s.confidence) for s in first.shares] == [
        (WRONG, 3, pytest.approx(0.95)),
        (RIGHT, 2, pytest.approx(0.65)),
    ]
    assert [(s.number, s.confidence) for s in leaving.shares] == [
        (1, pytest.approx(0.5)),
        (4, pytest.approx(0.95)),
    ]
    assert [s.number for s in later.shares] == [1, 4]
    assert (asked.failed, asked.relapsed) == (None, None), "three are too few to be broken down"


async def test_what_fails_and_who_relapses_is_told_of_those_who_were_wrong(store: Store) -> None:
    for number in range(6):
        leaving = WRONG if number < 2 else RIGHT
        story = [(0.0, answer(WRONG)), (60.0, answer(leaving, "probable", "exit"))]
        story.append((SECONDS * 1.0, answer(RIGHT, "sure", "review")))
        if number == 4:
            story.append((SECONDS * 2.0, answer(WRONG, "probable", "review")))
        await tell(store, number, *story)
    found = await seen(store)
    (asked,) = found.questions
    assert (asked.failed, asked.relapsed) == (Proportion(2, 6), Proportion(1, 6))
    assert statistics.failing_questions(found.questions) == [asked]
    (held,) = found.misconceptions
    assert (held.option, held.number, held.sure, held.of) == ("So", 6, 6, 6)
    assert found.calibration == {"sure": Tally(0, 6)}


async def test_a_learner_counts_once_however_often_they_answer(store: Store) -> None:
    for number in range(GROUP):
        await tell(
            store, number, (0, answer(WRONG)), (60, answer(RIGHT, run="again")), (90, answer(RIGHT))
        )
    (asked,) = (await seen(store)).questions
    assert asked.views[0].learners == GROUP
    assert [share.number for share in asked.views[0].shares] == [GROUP, 0]


async def test_a_group_of_four_is_told_by_its_size_alone(store: Store) -> None:
    start = LessonStarted("run", "tea", TEA.revision, "deep", 2)
    for number in range(GROUP - 1):
        story = [(0.0, start), (1.0, answer(WRONG)), (2.0, answer(WRONG, "sure", "exit"))]
        await tell(store, number, *story, (60.0, StepDone("run", 1)), (90.0, LessonFinished("run")))
    found = await seen(store)
    assert (found.started, found.finished, found.steps) == (GROUP - 1, None, ())
    (asked,) = found.questions
    assert [(view.learners, view.shares) for view in asked.views[:2]] == [(GROUP - 1, ())] * 2
    assert not found.misconceptions
    assert not found.calibration
    assert asked.failed is None


async def test_answers_to_other_options_do_not_count_and_those_to_other_words_do(
    store: Store,
) -> None:
    swapped = QUESTION.model_copy(update={"options": QUESTION.options[::-1]})
    reworded = QUESTION.model_copy(update={"text": "What for?"})
    other, same = (
        TEA.model_copy(update={"steps": (TEA.steps[0].model_copy(update={"prediction": one}),)})
        for one in (swapped, reworded)
    )
    german = same.model_copy(update={"language": "de", "translates": same.revision, "title": "Tee"})
    await store.publish(Release(lessons=(other, same, german)), NOON)
    revisions = [TEA.revision, same.revision, german.revision, other.revision]
    for number in range(8):
        given = replace(answer(RIGHT), revision=revisions[number % 4])  # type: ignore[type-var]  # an attempt
        await tell(store, number, (0, given))
    (asked,) = (await seen(store)).questions
    assert asked.views[0].learners == 6


async def test_the_overview_counts_each_lesson_and_the_group_as_one(store: Store) -> None:
    start = LessonStarted("run", "tea", TEA.revision, "learn", 2)
    test = LessonStarted("test", "eggs", "r", "challenge", 0)
    await tell(store, 1, (0, start), (1, answer(WRONG)), (2, LessonFinished("run")), (3, test))
    await tell(store, 2, (0, start), (1, answer(RIGHT)), (2, answer(RIGHT, "sure", "exit")))
    found = await store.overview()
    assert found == OverallStatistics((Participation("tea", 2, 1, 2),), 2, {"sure": Tally(1, 2)})


async def test_a_first_week_is_told_of_those_who_came_in_the_same_week(store: Store) -> None:
    day = 24 * 3600
    start, end = LessonStarted("run", "tea", "r1", "learn", 2), LessonFinished("run")
    test = LessonStarted("test", "tea", "r1", "challenge", 0)
    remind, not_then = SettingChanged("reminders", "19:00"), SettingChanged("reminders", "")
    first = answer(WRONG)
    # All the way: an answer, a lesson, a reminder, the next day at the same time, a week later.
    whole_way = ((0, start), (9, first), (60, end), (70, remind), (day - 60, first))
    await tell(store, 1, *whole_way, (6 * day + 60, StepDone("run", 1)))
    await tell(store, 1, (0, CohortJoined("ABC")))
    # Goes on the same evening, and comes back when day 2 is over, and day 7.
    await tell(store, 2, (0, start), (8 * 3600, first), (44 * 3600, first), (163 * 3600, first))
    # Only says hello, and turns reminders off.
    await tell(store, 3, (0, not_then))
    # A test is not the whole of a lesson, and what comes after a week is late.
    await tell(
        store, 4, (0, test), (9, LessonFinished("test")), (8 * day, remind), (8 * day, first)
    )
    # Comes on the Monday after, and on the last second of the Sunday before.
    await tell(store, 5, (5.5 * day, start))
    await tell(store, 6, (-1.5 * day - 1, start))
    monday = FIRST_WEEKS.since
    assert await store.first_weeks(FIRST_WEEKS) == (
        FirstWeek(monday + WEEK, 1),
        FirstWeek(monday + 2 * WEEK, 4, 2, 1, 1, 1, 1),
        FirstWeek(monday + 3 * WEEK, 1),
    )
    assert await store.first_weeks(FIRST_WEEKS, "ABC") == (
        FirstWeek(monday + 2 * WEEK, 1, 1, 1, 1, 1, 1),
    )


def test_a_first_week_is_over_a_week_after_the_last_who_came_in_it() -> None:
    over = micros(NOON.replace(day=23, hour=0, microsecond=0))
    assert [weeks_over(over + n).until for n in (-1, 0, WEEK - 1)] == [
        over - 2 * WEEK,
        over - WEEK,
        over - WEEK,
    ]


def test_of_a_first_week_nothing_is_told_but_multiples_of_five() -> None:
    few, some = FirstWeek(0, 4, 4, 3, 2, 1, 1), FirstWeek(1, 23, 21, 14, 9, 5, 4)
    assert statistics.in_fives(few) == FirstWeek(0)
    assert statistics.in_fives(some) == FirstWeek(1, 20, 20, 10, 5, 5, 0)
    overall = OverallStatistics((), 0, {}, tuple(map(statistics.in_fives, (few, some))))
    told = "\n".join(words.overview(overall, Library()))
    assert "from Thu, Jan 1: fewer than 5\n" in told
    assert ": 20 → 20 → 10 → 5 → 5 → fewer than 5" in told
    assert "first week" not in "".join(words.overview(replace(overall, weeks=()), Library()))


async def test_answers_come_page_by_page_each_once(store: Store) -> None:
    for number in range(3):
        await tell(store, number, (0, answer(WRONG)), (1, answer(None, "none", "exit")))
    found: list[AnswerRecord] = []
    while page := await store.answers(found[-1].key if found else BEGINNING, 4):
        found += page
    assert len({one.key for one in found}) == len(found) == 6
    assert found == sorted(found, key=lambda one: one.key)
    assert [one.choice for one in found[:2]] == [WRONG, None]


@settings(max_examples=examples(40), deadline=None)
@given(facts=st.lists(st.tuples(st.integers(0, 2), FACTS), **MANY))
def test_statistics_are_what_the_facts_come_to(facts: list[tuple[int, Fact]]) -> None:
    work = (("smell", "r1"), ("three-cups", "r1"), ("three-cups", "r2"))
    same = EquivalentRevisions(("r1",), (("p", "r1"), ("q", "r1")), work)
    within = Period(micros(at(60_000)), micros(at(500_000)))
    ledger = Ledger()

    async def counted() -> tuple[Any, ...]:
        async with opened(fresh_store()) as store:
            for n, (who, fact) in enumerate(facts):
                when = NOON + timedelta(seconds=n * 40_000)
                turn = record(learner(who), id=f"telegram:{n:03}", facts=(fact,), when=when)
                await write(store, turn)
                ledger.write(turn)
            found = await store.observations("tea", same), await store.activity(within)
            weeks = await store.first_weeks(FIRST_WEEKS)
            return await store.overview(), *found, weeks, await store.answers(BEGINNING, 99)

    assert asyncio.run(counted()) == (
        ledger.overview(),
        ledger.observations("tea", same),
        ledger.activity(within),
        ledger.first_weeks(FIRST_WEEKS),
        ledger.answers(),
    )


@settings(max_examples=examples(25), deadline=None)
@given(
    facts=st.lists(st.tuples(st.integers(0, 3), FACTS), **MANY),
    lessons=st.sampled_from([("tea",), ("eggs", "tea"), ("eggs",)]),
)
def test_the_figures_of_a_cohort_are_those_of_its_members_in_its_course(
    facts: list[tuple[int, Fact]], lessons: tuple[str, ...]
) -> None:
    work = (("smell", "r1"), ("three-cups", "r1"))
    same = EquivalentRevisions(("r1",), (("p", "r1"), ("q", "r1")), work)
    ledger, members = Ledger(), (0, 1)

    async def counted() -> tuple[OverallStatistics, Observations, Activity]:
        async with opened(fresh_store()) as store:
            for who in (*members, 2):
                await write(store, record(learner(who), facts=(CohortJoined("ABC"),)))
            await write(store, record(learner(2), facts=(CohortLeft("ABC"),)))
            for n, (who, fact) in enumerate(facts):
                when = NOON + timedelta(seconds=n * 40_000)
                turn = record(learner(who), id=f"telegram:{n:03}", facts=(fact,), when=when)
                await write(store, turn)
                if who in members or isinstance(fact, Corrected):
                    ledger.write(turn)
            circle = Circle(lessons, "ABC")
            assert await store.members("ABC") == len(members)
            return (
                await store.overview(circle),
                await store.observations("tea", same, cohort="ABC"),
                await store.activity(EVER, circle),
            )

    overview, observations, activity = asyncio.run(counted())
    assert observations == ledger.observations("tea", same)
    expected = [one for one in ledger.overview().lessons if one.lesson in lessons]
    assert list(overview.lessons) == expected
    if "tea" in lessons:
        # Whatever is answered is answered of tea.
        assert overview == replace(ledger.overview(), lessons=tuple(expected))
    done = [one for one in ledger.activity(EVER).lessons if one.lesson in lessons]
    assert list(activity.lessons) == done


def test_a_step_that_nobody_read_is_told_as_such() -> None:
    observed = Observations(
        Participation("tea", GROUP, 0), (StepCount(1, GROUP, GROUP, 300_000_000),)
    )
    found = statistics.lesson_statistics(TEA, observed)
    assert [(step.learners, step.seconds) for step in found.steps] == [(5, 60.0), (0, None)]


async def test_the_checks_that_were_not_met_are_told_with_how_many_mended_that(
    store: Store,
) -> None:
    checks = (Check(kind="length", unit="words", most=40), Check(kind="link"))
    note = Exercise(id="note", title="A note", prompt="Write one.", checks=checks)
    cups = Milestone(id="cups", title="Three cups")
    lesson = TEA.model_copy(update={"exercises": (note,), "project": Project(milestones=(cups,))})

    def found(item: str, *failed: int, revision: str = lesson.revision) -> Fact:
        return Checked("run", "tea", revision, item, failed)

    for number in range(GROUP):
        await tell(store, number, (0, found("note", 0, 1)), (1, found("note", 1)))
        await tell(store, number, (2, found("cups", -1)), (3, found("note", 0, revision="other")))
    await tell(store, 0, (4, found("note")), (5, found("cups")))
    seen_by_all = await seen(store, lesson)
    assert [(one.title, one.check, one.milestone) for one in seen_by_all.checks] == [
        ("A note", checks[1], False),
        ("Three cups", None, True),
        ("A note", checks[0], False),
    ]
    counts = [(one.first, one.last, one.of) for one in seen_by_all.checks]
    assert counts == [(5, 4, 5), (5, 4, 5), (5, 0, 5)]
    told = "\n".join(words.lesson(seen_by_all))
    assert "- *A note* · at most 40 words: 5 → 0 of 5" in told
    assert "- *Three cups* · anything handed in (ticked off): 5 → 4 of 5" in told


RAIN = read_lesson(TRANSCRIPTS / "lessons" / "rain.md")


def said(question: str, words: str, *, right: bool = False, sure: bool = False) -> Attempt:
    """An answer in words to a question about rain."""
    return attempt(
        question,
        lesson="rain",
        revision=RAIN.revision,
        choice=None,
        answer=words,
        right=right,
        confidence="sure" if sure else "guess",
    )


async def test_of_answers_in_words_the_commonest_are_told_and_nobodys_own(store: Store) -> None:
    asked = "frozen-in-summer"
    for number in range(GROUP):
        form = "Ice balls!" if number else "ice-balls"
        await tell(store, number, (0, said(asked, form, sure=number == 0)))
    await tell(store, 7, (0, said(asked, "what only I would say")), (1, said(asked, "ice balls")))
    await tell(store, 8, (0, said(asked, "hail", right=True)))
    meant = Overruled("run", "rain", RAIN.revision, asked, "first", 0.0)
    await tell(store, 2, (2, meant))
    found = await seen(store, RAIN)
    [one] = [one for one in found.questions if one.id == asked]
    assert one.said == (("Ice balls!", 5),), "whoever says that they meant the same is among them"
    assert one.overruled == Proportion(1, 7)
    first = {share.option: share.number for share in one.views[0].shares}
    assert first == {statistics.RIGHT: 2, statistics.WRONG: 5}
    assert found.misconceptions == (), "four are not a group"
    text = "\n".join(words.questions(found))
    assert "Said theirs meant the same: 1 of 7." in text
    assert "“Ice balls!” (5)" in text
    assert "only I" not in text


async def test_of_an_estimate_it_is_told_which_ranges_there_were_and_how_many_held_it(
    store: Store,
) -> None:
    ranges = [(1, None), (2, None), (2, None), (None, "7–11"), (None, "1–100"), (None, None)]
    for number, (choice, own) in enumerate(ranges):
        made = attempt(
            "speed-of-a-drop",
            lesson="rain",
            revision=RAIN.revision,
            choice=choice,
            answer=own,
            right=choice == 2 or own is not None,
            confidence="wide" if own == "1–100" else "none" if (choice or own) is None else "range",
        )
        await tell(store, number, (0, made))
    found = await seen(store, RAIN)
    [one] = [one for one in found.questions if one.id == "speed-of-a-drop"]
    shares = {share.option: share.number for share in one.views[0].shares}
    assert shares == {0: 0, 1: 1, 2: 2, 3: 0, statistics.OWN: 2, None: 1}
    assert one.held == Proportion(4, 5)
    text = "\n".join([*words.lesson(found), *words.questions(found)])
    assert "- ranges (80%): 80% of 5 held the answer" in text
    assert "- ✓ 8–20: 33%\n" in text
    assert "- a range of their own: 33%\n" in text
    assert "First ranges that held the answer: 4 of 5" in text
