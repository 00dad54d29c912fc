"""Correcting scores: what becomes void, for whom, and what those are told whom it touches."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.facts.admin import Corrected, CorrectionTold
from bot.conversation.facts.announcement import Recipient
from bot.conversation.facts.correction import Corrigible, Untold
from bot.conversation.facts.learner import (
    Attempt,
    Enrolled,
    Fact,
    LessonStarted,
    Scheduled,
    Suspended,
)
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.learner import Contact, Learner
from bot.conversation.needs.admin import AdminNeeds, Draft, Piece
from bot.conversation.question import answering, context
from bot.conversation.revisions import update as voided
from bot.conversation.session import Review, Session
from bot.learning.items import DAY, Answer, Item, item_anew
from bot.learning.logbook import Logbook
from bot.learning.preferences import Preferences
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import Lesson, Step
from bot.lessons.question import Estimate, Option, Question, Range, Typed
from bot.lessons.revisions.keys import EquivalentRevisions, KeyedQuestion, keys
from bot.storage.codec import encode, micros
from bot.storage.records import BEGINNING, Mark, Release
from bot.storage.sql.store import WRITERS
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store
from tests.rigs.courses import read_lesson
from tests.rigs.facts import FACTS
from tests.rigs.makers import (
    ANA,
    BEN,
    NOON,
    ask,
    at,
    attempt,
    learner_of,
    record,
    session_of,
    write,
)
from tests.rigs.paths import KITCHEN, LESSONS, SENT
from tests.rigs.plain_stage import PlainStage
from tests.rigs.properties import examples
from tests.rigs.stores import fresh_store, opened

pytestmark = pytest.mark.each_store

SALT = LESSONS / "salt.md"
SALT_2 = SENT / "salt-2.md"
ASKED = "Correct the scores: does salted water boil at a lower or at…"
PLACES = {"telegram": None}


def question(*options: str, right: str = "", id: str = "q", text: str = "Why?") -> Question:
    made = (Option(label=one, right=one == right, explanation=f"it is {one}") for one in options)
    return Question(id=id, text=text, options=tuple(made))


def lesson(asked: Question, **changes: object) -> Lesson:
    steps = (Step(level="foundation", title="Heat", prediction=asked),)
    found = Lesson(id="tea", title="Tea", minutes=3, steps=steps)
    return found.model_copy(update=changes)


WRONG = lesson(question("So", "Because", right="So"))
RIGHT = lesson(question("So", "Because", right="Because"))


def corrected(id: str = "c1", **changes: object) -> Corrected:
    found = Corrected("c1", "tea", "q", ("r1",), (), "Correction", "notice", "telegram", "9")
    return replace(found, id=id, **changes)  # type: ignore[arg-type]  # a test's shorthand


def chatting(learner: LearnerId, **changes: object) -> Learner:
    """A learner who is alone with the tutor where reminders come."""
    _, _, chat = learner.partition(":")
    contact = Contact("telegram", chat, agreed=True)
    return replace(Learner(contact=contact), **changes)  # type: ignore[arg-type]  # a test's shorthand


# Keys


def versions(*asked: Question | tuple[Question, str, str]) -> list[KeyedQuestion]:
    """Questions as revisions ``0``, ``1`` and so on, with their language and original if any."""
    found = []
    for number, one in enumerate(asked):
        text, language, original = one if isinstance(one, tuple) else (one, "", "")
        found.append(KeyedQuestion(str(number), "Tea", text, language, original))
    return found


def estimated(truth: float, unit: str = "minutes") -> Question:
    ranges = (Range(low=1, high=3), Range(low=3, high=9))
    estimate = Estimate(truth=truth, unit=unit, ranges=ranges, why="Taste it.")
    return Question(id="q", text="How long?", estimate=estimate)


def worded(*accepted: str) -> Question:
    return Question(id="q", text="What?", typed=Typed(accepted=accepted, why="It is."))


def test_an_estimate_has_a_wrong_key_if_its_truth_was_another() -> None:
    found = keys("0", versions(estimated(2), estimated(5), estimated(2)))
    assert found is not None
    assert (found.wrong, found.right) == (("1",), ("0", "2"))
    told = context.notice(Corrigible(found, found.wrong))
    assert "5 minutes" in context.text(told)
    assert "2 minutes" in context.text(told)
    assert "Taste it." in context.text(told)


def test_words_have_a_wrong_key_if_they_are_accepted_no_longer_and_not_if_more_are() -> None:
    found = keys("0", versions(worded("hail", "Hailstones"), worded("hail"), worded("hail", "ice")))
    assert found is not None
    assert (found.wrong, found.right) == (("2",), ("0", "1"))
    assert "ice" in context.text(context.notice(Corrigible(found, found.wrong)))


def test_a_key_is_wrong_if_another_option_is_right_now_in_whatever_order_they_stand() -> None:
    now = question("A", "B", right="B")
    found = keys("0", versions(now, question("A", "B", right="A"), question("B", "A", right="B")))
    assert found is not None
    assert (found.wrong, found.right) == (("1",), ("0", "2"))
    assert found.were == {"1": ("A",)}


def test_a_right_option_that_was_only_reworded_is_no_other_key() -> None:
    now = question("A", "B, exactly", right="B, exactly")
    found = keys("0", versions(now, question("A", "B", right="B"), question("A", "B", right="A")))
    assert found is not None
    assert (found.wrong, found.right) == (("2",), ("0", "1"))


def test_what_was_right_and_came_or_went_is_another_key() -> None:
    now = question("A", "B", "C", right="C")
    found = keys("0", versions(now, question("A", "B", right="B")))
    assert found is not None
    assert (found.wrong, found.were) == (("1",), {"1": ("B",)})


def test_nothing_is_said_of_a_question_that_shares_no_option_or_has_no_key() -> None:
    now, other = question("A", "B", right="B"), question("X", "Y", right="X")
    found = keys("0", versions(now, other, question("A", "B")))
    assert found is not None
    assert (found.wrong, found.right) == ((), ("0",))
    assert keys("0", versions(question("A", "B"), now)) is None
    assert keys("gone", versions(now)) is None


def test_a_translation_has_the_key_of_its_original() -> None:
    now, was = question("A", "B", right="B"), question("A", "B", right="A")
    words = question("Eins", "Zwei", right="Zwei")
    late = question("Eins", "Zwei", right="Eins")
    found = keys("0", versions(now, was, (words, "de", "0"), (late, "de", "1")))
    assert found is not None
    assert (found.wrong, found.right) == (("1", "3"), ("0", "2"))
    assert [one.question for one in found.words.values()] == [words]
    one = Corrigible(found, wrong=("1",))
    assert context.was(one, found.words["de"]) == "Eins"
    assert context.right(found.words["de"]) == "Zwei"


# Stores


async def test_what_is_void_counts_nowhere_and_stays_on_record(store: Store) -> None:
    wrong = attempt(right=False, score=-40.0)
    other = attempt("p", right=True, score=10.0)
    later = attempt(revision="r2", phase="review", right=True, score=20.0)
    enrolled = Enrolled("tea", "q", "asked")
    await write(store, record(facts=(enrolled,), when=at(-60)))
    await write(store, record(facts=(wrong, other)), record(facts=(later,), when=at(DAY / 1e6)))
    await write(store, record(BEN, facts=(corrected(),)))
    progress = (await store.progress([ANA]))[ANA]
    assert (progress.predictions, progress.scores) == (1, (10.0, 20.0))
    past = (await store.totals([ANA]))[ANA]
    assert past.scores == (10.0, 20.0)
    assert (past.predictions, past.reviews) == (1, 1)
    history = (await store.histories([ANA]))[ANA]
    assert history.beliefs == ()
    assert sum(number for _, number in history.answered) == 3, "they did answer on those days"
    trial = (await store.experiments([ANA]))[ANA]
    assert trial.asked.total == 0, "it has been met again, so it takes no part"
    assert (await store.overview()).calibration["sure"].total == 1
    same = EquivalentRevisions((), (("q", "r1"), ("p", "r1")))
    assert {one.question for one in (await store.observations("tea", same)).counts} == {"p"}
    answers = await store.answers(BEGINNING, 9)
    assert [(one.key[3], one.revision, one.void) for one in answers] == [
        ("p", "r1", False),
        ("q", "r1", True),
        ("q", "r2", False),
    ]
    assert [one.right for one in answers] == [True, False, True], "no answer has changed"


async def test_what_is_answered_later_under_the_wrong_key_is_void_too(store: Store) -> None:
    await write(store, record(BEN, facts=(corrected(),)))
    await write(store, record(facts=(attempt(), attempt("p"))))
    assert (await store.progress([ANA]))[ANA].predictions == 1


async def test_whoever_answered_nothing_else_is_in_no_count(store: Store) -> None:
    await write(store, record(facts=(attempt(),)), record(BEN, facts=(attempt("p"),)))
    await write(store, record(BEN, facts=(corrected(),)))
    found = await store.overview()
    assert found.learners == 1
    assert [one.answered for one in found.lessons] == [1]
    assert (await store.observations("tea", EquivalentRevisions((), ()))).taken.answered == 1


async def test_a_first_review_that_is_void_takes_its_question_out_of_the_experiment(
    store: Store,
) -> None:
    review = attempt(phase="review", right=True)
    later = attempt(phase="review", revision="r2", right=True)
    await write(store, record(facts=(Enrolled("tea", "q", "asked"),)))
    await write(store, record(facts=(review,), when=at(2 * DAY / 1e6)))
    await write(store, record(facts=(later,), when=at(3 * DAY / 1e6)))
    assert (await store.experiments([ANA]))[ANA].asked.total == 1
    await write(store, record(BEN, facts=(corrected(),)))
    assert (await store.experiments([ANA]))[ANA].asked.total == 0


async def test_exactly_those_whom_it_touches_are_told_once(store: Store) -> None:
    cay, dee = LearnerId("telegram:3"), LearnerId("telegram:4")
    quiet = Preferences(news=False, language="de")
    twice = (attempt(), attempt(phase="exit"), attempt(revision="r2"))
    await write(
        store,
        record(changed=chatting(ANA, preferences=quiet), facts=twice),
        record(BEN, changed=chatting(BEN), facts=(attempt("p"), attempt(revision="r3"))),
        record(cay, changed=chatting(cay), facts=(attempt(lesson="eggs"),)),
        record(dee, changed=chatting(dee, language="de-AT"), facts=(attempt(revision="r2"),)),
    )
    await write(store, record(dee, facts=(corrected(wrong=("r1", "r2")),)))
    assert await store.recipients("c1", PLACES, "", 9) == [
        Recipient(ANA, Address("telegram", "1"), "de"),
        Recipient(dee, Address("telegram", "4"), "de-AT"),
    ]
    [going] = await store.announcements()
    assert (going.id, going.text, going.notice, going.by) == ("c1", "Correction", "notice", dee)
    assert going.address == Address("telegram", "9")


async def test_a_correction_that_comes_twice_is_one(store: Store) -> None:
    await write(store, record(changed=chatting(ANA), facts=(attempt(),)))
    await write(store, record(BEN, facts=(corrected(),)))
    await store.mark_recipients("c1", {ANA: "sent"})
    await write(store, record(BEN, facts=(corrected(),)))
    assert await store.recipients("c1", PLACES, "", 9) == []
    assert (await store.library()).corrections == 1


async def test_who_was_asked_something_alone_is_told_there_and_a_chat_that_is_gone_is_not(
    store: Store,
) -> None:
    cay = LearnerId("telegram:3")
    turns = [
        record(one, ask(f"{n}"), session=Session("abcdefgh")) for n, one in enumerate([ANA, cay])
    ]
    parcels = await write(store, *turns)
    marks = [Mark(one.id, NOON, 1, done=True, reference="m") for one in parcels]
    await write(store, marks=marks)
    await write(store, record(facts=(attempt(),)), record(cay, facts=(attempt(),)))
    [parcel] = await write(store, record(cay, ask("more")))
    await write(store, marks=[Mark(parcel.id, NOON, 0, done=True, gone=True)])
    await write(store, record(BEN, changed=chatting(BEN)), record(BEN, facts=(_owner(),)))
    await store.set_owners([BEN], NOON)
    await write(store, record(BEN, facts=(corrected(),)))
    assert await store.recipients("c1", PLACES, "", 9) == [Recipient(ANA, Address("telegram", "1"))]
    found = (await store.admin(BEN, AdminNeeds(announcement="c1"))).announcement
    assert found is not None
    assert found.counts == {"waiting": 1, "blocked": 1}


def _owner() -> Fact:
    return LessonStarted("run", "eggs", "r", "deep", 1)


async def test_who_has_no_place_alone_waits_until_they_act(store: Store) -> None:
    public = Learner(contact=Contact("telegram", "1", agreed=True, shut=True))
    await write(store, record(changed=public, facts=(attempt(),)))
    assert await store.untold([ANA, BEN]) == {}
    await write(store, record(BEN, facts=(corrected(), corrected("c2", wrong=("r1",)))))
    assert await store.recipients("c1", PLACES, "", 9) == []
    assert await store.untold([ANA, BEN]) == {ANA: (Untold("c1", "notice"), Untold("c2", "notice"))}
    await write(store, record(BEN, facts=(CorrectionTold("c1"),)))
    assert len((await store.untold([ANA]))[ANA]) == 2, "it is not Ben who waits"
    await write(store, record(facts=(CorrectionTold("c1"),)))
    assert await store.untold([ANA]) == {ANA: (Untold("c2", "notice"),)}
    [one, _] = await store.announcements()
    await store.finish_announcement(one, NOON)
    assert [one.id for one in await store.announcements()] == ["c2"]
    alone = LearnerId("telegram:3")
    await write(store, record(alone, changed=chatting(alone), facts=(attempt(),)))
    await write(store, record(BEN, facts=(corrected("c3"),)))
    assert await store.untold([alone]) == {}, "it comes to them by itself"


async def test_what_is_remembered_of_it_is_due_anew_even_if_it_was_put_away(store: Store) -> None:
    def remembered(question: str) -> Item:
        answer = Answer("Hot", "sure", right=False, at=7)
        return Item("tea", question, 3, 9.0, 5.0, micros(at(DAY / 1e6)), answer, 2, 8)

    q, p = remembered("q"), remembered("p")
    await write(
        store,
        record(facts=(attempt(), Scheduled(q), Scheduled(p))),
        record(BEN, facts=(attempt(revision="r2"), Scheduled(q))),
    )
    await write(store, record(facts=(Suspended(q),)))
    await write(store, record(BEN, facts=(corrected(),), when=at(5)))
    anew = item_anew("tea", "q", micros(at(5)))
    assert await store.items({ANA: "tea", BEN: "tea"}) == {
        ANA: {"q": anew, "p": p},
        BEN: {"q": q},
    }
    assert (await store.due({ANA: at(5)}))[ANA][0] == anew


async def test_who_answers_in_the_same_batch_is_touched_like_all_others(store: Store) -> None:
    item = Item("tea", "q", 1, 9.0, 5.0, 7, Answer("Hot", "sure", right=True, at=7))
    await write(
        store,
        record(BEN, facts=(attempt("p"),)),
        record(BEN, facts=(corrected(),)),
        record(changed=chatting(ANA), facts=(attempt(), Scheduled(item))),
    )
    assert [one.learner for one in await store.recipients("c1", PLACES, "", 9)] == [ANA]
    assert await store.items({ANA: "tea"}) == {ANA: {"q": item_anew("tea", "q", micros(NOON))}}


async def test_a_key_that_was_right_after_all_counts_again(store: Store) -> None:
    await write(store, record(changed=chatting(ANA), facts=(attempt(),)))
    await write(store, record(BEN, facts=(corrected(),)))
    assert (await store.progress([ANA]))[ANA].predictions == 0
    await write(store, record(BEN, facts=(corrected("c2", wrong=("r2",), again=("r1",)),)))
    assert (await store.progress([ANA]))[ANA].predictions == 1
    assert (await store.library()).void == {("tea", "q", "r2")}
    assert [one.learner for one in await store.recipients("c2", PLACES, "", 9)] == [ANA]


async def test_what_can_be_corrected_is_found_with_how_many_it_touches(store: Store) -> None:
    german = RIGHT.model_copy(
        update={"language": "de", "translates": RIGHT.revision, "title": "Tee"}
    )
    late = WRONG.model_copy(update={"language": "fr", "translates": WRONG.revision})
    drafted = lesson(question("So", "Because", "Not", right="Not"))
    await store.set_owners([BEN], NOON)
    await store.publish(Release(lessons=(WRONG, late)), NOON)
    await store.publish(Release(lessons=(RIGHT, german)), NOON)
    needs = AdminNeeds(corrigible="tea")
    [found] = (await store.admin(BEN, needs)).corrigible
    assert (found.attempts, found.learners, found.behind) == (0, 0, ("fr",))
    assert set(found.wrong) == {WRONG.revision, late.revision}
    assert found.keys.words["de"].title == "Tee"
    await write(
        store,
        record(facts=(attempt(revision=WRONG.revision),)),
        record(facts=(attempt(revision=late.revision),)),
        record(BEN, facts=(attempt(revision=late.revision), attempt("p"))),
    )
    [found] = (await store.admin(BEN, needs)).corrigible
    assert (found.attempts, found.learners) == (3, 2)
    piece = Piece("tea", "Tea", drafted.revision, RIGHT.revision)
    await store.keep_draft(Draft("d", "tea.md", BEN, 1, (piece,)), [drafted], NOON)
    assert (await store.admin(BEN, needs)).corrigible == (found,), "nobody can have met a draft"
    revisions = tuple(found.wrong)
    await write(store, record(BEN, facts=(corrected(wrong=revisions),)))
    assert (await store.admin(BEN, needs)).corrigible == ()
    assert (await store.admin(ANA, needs)).corrigible == ()


@settings(max_examples=examples(40), deadline=None)
@given(facts=st.lists(FACTS.filter(lambda one: not isinstance(one, Corrected)), max_size=14))
def test_what_is_void_is_as_if_it_had_never_been_answered(facts: list[Fact]) -> None:
    """Of all that adds answers up; what asks which answer was the first is told apart above."""

    async def counted(facts: list[Fact]) -> object:
        async with opened(fresh_store()) as store:
            await write(store, record(BEN, facts=(corrected(),)))
            for n, fact in enumerate(facts):
                await write(store, record(id=f"telegram:{n}", facts=(fact,), when=at(n)))
            return (
                await store.progress([ANA]),
                await store.totals([ANA]),
                await store.overview(),
                await store.observations(
                    "tea", EquivalentRevisions(("r1",), (("q", "r1"), ("q", "r2")))
                ),
                [one for one in await store.answers(BEGINNING, 99) if not one.void],
            )

    def void(fact: Fact) -> bool:
        return isinstance(fact, Attempt) and (fact.question, fact.revision) == ("q", "r1")

    # Each keeps its place, so that the times are the same, and what fills one is there before.
    nothing: Fact = LessonStarted("none", "none", "r1", "recall", 1)
    without = [nothing if void(fact) else fact for fact in facts]
    assert asyncio.run(counted([nothing, *facts])) == asyncio.run(counted([nothing, *without]))


# In a chat


@pytest.fixture
async def stage(stage: PlainStage) -> PlainStage:
    await stage.publish(SALT)
    return stage


async def press(stage: PlainStage, name: str, *labels: str) -> None:
    for label in labels:
        await stage.settled()
        await stage.presses(name, label, 0, name)


async def said(stage: PlainStage) -> str:
    return "\n".join(one.text for one in await stage.heard())


async def answers(stage: PlainStage, name: str, label: str = "Lower") -> None:
    """Somebody answers the question whose key is wrong."""
    await stage.types(name, "/learn salt")
    await press(stage, name, "Deep", label, "Sure (9 in 10)")


async def correct(stage: PlainStage, name: str = "Ana") -> str:
    """Publish the right key and correct the scores; what everybody hears by it."""
    await stage.publish(SALT_2)
    await stage.types(name, "/admin lessons correct salt salt-boils")
    await said(stage)
    await press(stage, name, "Correct the scores")
    return await said(stage)


async def session(stage: PlainStage, name: str) -> Session:
    found = await session_of(*stage.past(name))
    assert found is not None
    return found


async def test_a_logbook_is_counted_anew_after_a_correction(stage: PlainStage) -> None:
    await answers(stage, "Ben")
    store, who = stage.past("Ben")
    known = await learner_of(store, who)
    before = known and known.logbook
    assert before is not None
    assert (before.sure.total, before.predictions) == (1, 1)
    await correct(stage)
    await press(stage, "Ben", "Continue", "Continue")
    known = await learner_of(store, who)
    after = known and known.logbook
    assert after is not None
    past = (await store.totals([who]))[who]
    assert replace(after, day="", today=0) == Logbook().recount(past, 1)
    assert after.predictions == 0
    assert after.today == before.today == 1, "the day's goal is not taken back"


async def test_a_question_that_was_missed_by_the_wrong_key_is_not_asked_once_more(
    stage: PlainStage,
) -> None:
    await answers(stage, "Ben", "Higher")
    await press(stage, "Ben", "Continue", "Continue", "No idea")
    await correct(stage)
    await press(stage, "Ben", "Continue")
    told = await said(stage)
    assert "1 of your answers was to a question that has changed" in told
    await press(stage, "Ben", "Continue")
    told = await said(stage)
    assert "Does salt on a winter road" in told, "what was missed by a key that holds"
    await press(stage, "Ben", "It melts cold", "Sure (9 in 10)", "Continue")
    told = await said(stage)
    assert "Salt in water · done!" in told
    assert "of 0" not in told
    assert "Does salted water boil" not in told


def test_a_review_under_way_makes_nothing_of_what_is_void() -> None:
    item = Item("tea", "q", 3, 9.0, 5.0, 7, Answer("Hot", "sure", right=True, at=7), 2, 8)
    made = answering.outcome(question("So", "Because", right="So"), "review", 0, "sure")
    library = Library(void=frozenset({("tea", "q", "r1")}))
    opened = Review("id", "r1", item, 2, asked_at=9)
    read = replace(opened, stage="revealed", made=made, right=2)
    found = voided.without_void(library, Session("a", review=opened)).review
    assert found == replace(opened, item=item_anew("tea", "q", 9))
    session = voided.without_void(library, Session("a", review=read))
    after = replace(made, right=None, score=None)
    assert session.review == replace(read, made=after, right=1, skipped=1)
    assert voided.without_void(library, session) == session, "once"
    elsewhere = Session("a", review=replace(read, revision="r2"))
    assert voided.without_void(library, elsewhere) == elsewhere


def test_what_is_void_is_so_in_every_language() -> None:
    german = lesson(question("Eins", "Zwei", right="Eins"), language="de", translates="r")
    card = Card.of(german)
    library = Library.holding((), [Card.of(WRONG), card], {("tea", "q", "r")}, 3)
    spoken = library.in_language("de")
    assert spoken.cards["tea"] == card
    assert (spoken.void, spoken.corrections) == (library.void, 3)


async def test_a_review_that_was_open_goes_on_as_if_it_had_never_been_answered(
    stage: PlainStage,
) -> None:
    await answers(stage, "Ben")
    stage.clock += timedelta(days=9)
    await stage.types("Ben", "/review")
    assert "Does salted water boil" in await said(stage)
    await correct(stage)
    await press(stage, "Ben", "Lower", "Sure (9 in 10)")
    told = await said(stage)
    assert "Does salted water boil" in told
    assert "you are right" not in told
    await press(stage, "Ben", "Higher", "Sure (9 in 10)")
    told = await said(stage)
    assert "you're right" in told
    assert "Your earlier answers were judged wrongly" in told
    store, who = stage.past("Ben")
    assert (await store.items({who: "salt"}))[who]["salt-boils"].number == 1
    assert [one.void for one in await store.answers(BEGINNING, 9)] == [True, False]


async def test_a_review_whose_reveal_is_being_read_counts_it_no_more(stage: PlainStage) -> None:
    await answers(stage, "Ben")
    stage.clock += timedelta(days=9)
    await stage.types("Ben", "/review")
    await press(stage, "Ben", "Lower", "Sure (9 in 10)")
    before = (await session(stage, "Ben")).review
    assert before is not None
    assert before.right == 1
    await correct(stage)
    await press(stage, "Ben", "Continue")
    assert "1 of 1" not in await said(stage)


async def test_each_is_told_in_their_language_and_in_the_words_of_its_lesson(
    stage: PlainStage,
) -> None:
    tea = read_lesson(KITCHEN / "tea.md")
    german = read_lesson(KITCHEN / "tea.de.md")
    await stage.speaks("Ben", "de")
    for name, label, sure in (
        ("Ben", "Kochendes Wasser", "Sicher (9 von 10)"),
        ("Cay", "Boiling water", "Sure (9 in 10)"),
    ):
        await stage.types(name, "/learn tea")
        await press(stage, name, "Deep" if name == "Cay" else "Gründlich")
        await stage.settled()
        while label not in [one for row in (await stage.heard())[-1].rows for one in row]:
            await press(stage, name, "Continue" if name == "Cay" else "Weiter")
            await stage.settled()
        await press(stage, name, label, sure)
    store, _ = stage.past("Ana")
    other = swapped(tea, "bitter-green")
    translated = swapped(german, "bitter-green").model_copy(update={"translates": other.revision})
    await store.publish(Release(lessons=(other, translated)), stage.clock)
    await stage._tutor.catalogue.refresh()
    await stage.types("Ana", "/admin lessons correct tea bitter-green")
    await said(stage)
    await press(stage, "Ana", "Correct the scores")
    heard = await said(stage)
    assert "I was wrong about a question" in heard
    assert "Boiling water" in heard
    wanted = next(one for one in translated.questions if one.id == "bitter-green")
    assert wanted.text in heard
    assert next(one.label for one in wanted.options if one.right) in heard


def swapped(lesson: Lesson, id: str) -> Lesson:
    """The lesson with the other of a step's two options right."""

    def step(one: Step) -> Step:
        asked = one.prediction
        if asked is None or asked.id != id:
            return one
        options = tuple(
            option.model_copy(update={"right": not option.right}) for option in asked.options
        )
        return one.model_copy(update={"prediction": asked.model_copy(update={"options": options})})

    return lesson.model_copy(update={"steps": tuple(map(step, lesson.steps))})


async def test_a_translation_that_has_the_wrong_key_still_is_taken_away(
    stage: PlainStage,
) -> None:
    wrong = read_lesson(SALT)
    late = wrong.model_copy(
        update={"title": "Salz", "language": "de", "translates": wrong.revision}
    )
    store, ben = stage.past("Ben")
    await store.publish(Release(lessons=(late,)), stage.clock)
    await stage._tutor.catalogue.refresh()
    await stage.speaks("Ben", "de")
    await stage.types("Ben", "/learn salt")
    await press(stage, "Ben", "Gründlich", "Lower", "Sicher (9 von 10)")
    await said(stage)
    await stage.publish(SALT_2)
    await stage.types("Ana", "/admin lessons correct salt salt-boils")
    assert "still have the wrong key and are taken away: de" in await said(stage)
    await press(stage, "Ana", "Correct the scores")
    await said(stage)
    assert (await store.library()).translations.get("de", {}).get("salt") is None
    [gone, _] = await store.history("salt.de")
    assert (gone.revision, gone.how) == ("", "correct")
    await press(stage, "Ben", "Weiter")
    assert "Die Fassung von *Salz*" in await said(stage), "it goes on in the original"
    await stage.types("Ben", "/review")
    told = await said(stage)
    assert "Salt in water" in told, "the original, which has the right key"
    await press(stage, "Ben", "Higher", "Sicher (9 von 10)")
    assert "Higher" in await said(stage)
    assert (await store.items({ben: "salt"}))[ben]["salt-boils"].answer.right


async def test_of_two_admins_at_once_one_corrects_and_the_other_hears_that_nothing_is_left(
    stage: PlainStage,
) -> None:
    await answers(stage, "Ben")
    await stage.publish(SALT_2)
    await stage.owns("Zoe")
    for name in ("Ana", "Zoe"):
        await stage.types(name, "/admin lessons correct salt salt-boils")
    await said(stage)
    await asyncio.gather(
        *(stage.presses(name, "Correct the scores", 0, name) for name in ("Ana", "Zoe"))
    )
    told = await said(stage)
    assert told.count("The scores are corrected") == 1
    assert told.count("There's nothing to correct") == 1
    assert told.count("I was wrong about a question") == 1


async def test_if_somebody_has_published_meanwhile_it_is_asked_about_anew(
    stage: PlainStage,
) -> None:
    await answers(stage, "Ben")
    await stage.publish(SALT_2)
    await stage.types("Ana", "/admin lessons correct salt salt-boils")
    await said(stage)
    right = read_lesson(SALT_2).model_copy(update={"title": "Salt, once more"})
    store, _ = stage.past("Ana")
    await store.publish(Release(lessons=(right,)), stage.clock)
    await stage._tutor.catalogue.refresh()
    await press(stage, "Ana", "Correct the scores")
    assert "Correct these scores?" in await said(stage)
    await press(stage, "Ana", "Correct the scores")
    assert "The scores are corrected" in await said(stage)


@pytest.mark.parametrize("role", ["author", "analyst"])
async def test_who_may_not_publish_may_not_correct(stage: PlainStage, role: str) -> None:
    await answers(stage, "Ben")
    await stage.publish(SALT_2)
    await stage.types("Ana", f"/admin roles grant plain:Cay {role}")
    await said(stage)
    for words in ("salt salt-boils", f"salt salt-boils {read_lesson(SALT_2).revision}"):
        await stage.types("Cay", f"/admin lessons correct {words}")
        await stage.types("Dee", f"/admin lessons correct {words}")
    told = await said(stage)
    assert "correct" not in told.lower()
    assert (await stage.past("Ana")[0].library()).void == frozenset()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Lessons being taught"),
        ("salt", "Which question had a wrong key?"),
        ("salt salt-melts", "There's nothing to correct"),
        ("salt nothing", "There's nothing to correct"),
        ("pepper salt-boils", "There's nothing to correct"),
        ("salt salt-boils nothing", "Correct these scores?"),
    ],
)
async def test_whatever_is_written_gets_an_answer(stage: PlainStage, words: str, told: str) -> None:
    await answers(stage, "Ben")
    await stage.publish(SALT_2)
    await stage.types("Ana", f"/admin lessons correct {words}".strip())
    assert told in await said(stage)


async def test_messages_that_an_end_has_cut_off_go_out_at_the_next_start(
    stage: PlainStage,
) -> None:
    for name in ("Ben", "Cay"):
        await answers(stage, name)
    store, who = stage.past("Ana")
    await stage.publish(SALT_2)
    await stage.settled()
    known = await store.admin(who, AdminNeeds(corrigible="salt"))
    [one] = known.corrigible
    fact = Corrected(
        "c1",
        "salt",
        one.id,
        one.wrong,
        one.again,
        "Correction",
        context.notice(one),
        "plain",
        "Ana",
    )
    # Written, and nobody woken: as if the program had ended at that moment.
    await write(store, record(who, facts=(fact,), address=Address("plain", "Ana")))
    await store.mark_recipients("c1", {stage.past("Ben")[1]: "sent"})
    await said(stage)
    await stage.restart()
    told = await stage.heard()
    assert sum("I was wrong" in one.text for one in told) == 1, "Cay, and not Ben once more"


async def test_a_question_that_has_lost_its_key_is_offered_no_correction(
    stage: PlainStage,
) -> None:
    await answers(stage, "Ben")
    text = SALT.read_text().replace("- [x] Lower", "- Lower").replace("- [ ] Higher", "- Higher")
    await stage.sends("Ana", "salt.md", len(text), "", text.encode())
    assert "Right answer changed" in await said(stage)
    await press(stage, "Ana", "Publish")
    told = await stage.heard()
    assert any("is published" in one.text for one in told)
    assert not [label for one in told for row in one.rows for label in row if "Correct" in label]


async def test_the_revisions_with_the_wrong_key_are_withdrawn(stage: PlainStage) -> None:
    await answers(stage, "Ben")
    await correct(stage)
    wrong = read_lesson(SALT).revision
    store, _ = stage.past("Ana")
    assert (await store.library()).withdrawn == {("salt", wrong)}
    await stage.types("Ana", f"/admin lessons back salt {wrong}")
    assert "can't be taught again" in await said(stage)


async def test_what_was_withdrawn_before_can_be_corrected_still(stage: PlainStage) -> None:
    await answers(stage, "Ben")
    await stage.publish(SALT_2)
    await stage.types("Ana", f"/admin lessons withdraw salt {read_lesson(SALT).revision}")
    await said(stage)
    await press(stage, "Ana", "Withdraw it")
    await said(stage)
    await stage.types("Ana", "/admin lessons correct salt salt-boils")
    assert "1 person answered" in await said(stage)
    await press(stage, "Ana", "Correct the scores")
    assert "The scores are corrected" in await said(stage)


async def test_answers_by_a_key_that_was_right_after_all_count_again(stage: PlainStage) -> None:
    await answers(stage, "Ben")
    await correct(stage)
    store, ben = stage.past("Ben")
    assert (await store.progress([ben]))[ben].predictions == 0
    again = read_lesson(SALT).model_copy(update={"title": "Salt, once more"})
    await store.publish(Release(lessons=(again,)), stage.clock)
    await stage._tutor.catalogue.refresh()
    await stage.types("Ana", "/admin lessons correct salt salt-boils")
    told = await said(stage)
    assert "Those from when I had it right count again" in told
    assert "The right answer: Lower" in told
    await press(stage, "Ana", "Correct the scores")
    assert "The scores are corrected" in await said(stage)
    assert (await store.progress([ben]))[ben].predictions == 1


async def test_the_cost_of_a_correction_grows_with_those_whom_it_touches_and_no_faster(
    tmp_path: Path,
) -> None:
    """Steps of SQLite's machine, which do not depend on how busy this one is."""

    async def steps(number: int) -> int:
        path = tmp_path / f"{number}.db"
        store = SqliteStore(path)
        await store.open()
        people = [LearnerId(f"telegram:{n}") for n in range(number)]
        await write(
            store, *(record(one, changed=chatting(one), facts=(attempt(),)) for one in people)
        )
        await store.close()
        counted = 0

        def count() -> int:
            nonlocal counted
            counted += 1
            return 0

        with closing(sqlite3.connect(path)) as connection:
            connection.set_progress_handler(count, 100)
            [turn], made = encode([record(BEN)]), corrected()
            writer = WRITERS[Corrected]
            connection.execute(writer.sql, writer.parameters(turn, made))
            [(told,)] = connection.execute("SELECT count(*) FROM recipient")
        assert told == number
        return counted

    assert await steps(400) < 6 * await steps(100)
