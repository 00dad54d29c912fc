"""What is kept of a person: all of it is handed over, and none of it stays."""

import json
import re
from datetime import timedelta

import pytest

from bot.conversation.facts.admin import (
    AnnouncementSent,
    AnnouncementWritten,
    CohortSet,
    Corrected,
    DraftTimed,
    JobSet,
    Logged,
    Pointed,
    Published,
    RoleGranted,
    Withdrawn,
)
from bot.conversation.facts.learner import (
    AchievementReached,
    AlarmSet,
    Carried,
    Checked,
    CodeCounted,
    CodeMade,
    CohortJoined,
    DataTaken,
    Enrolled,
    Fact,
    File,
    Forgotten,
    GoalReached,
    Judged,
    LessonFinished,
    LessonStarted,
    Linked,
    Overruled,
    Rated,
    Scheduled,
    SettingChanged,
    StepDone,
    Submission,
)
from bot.conversation.facts.live_class import BoardJoined, ClassChanged, LiveClass, Vote, Voted
from bot.conversation.facts.remarks import (
    ExchangeAnswered,
    ExchangeOffered,
    Remarked,
    RemarkerMuted,
    RemarkHandled,
    WorthSaid,
)
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.learner import Contact, Learner
from bot.conversation.needs.admin import AdminNeeds, Draft
from bot.conversation.needs.live_class import ClassNeeds
from bot.conversation.offers import Open, offer
from bot.conversation.outputs import Document, Say
from bot.conversation.session import Session
from bot.learning.items import Answer, Item
from bot.learning.observations import EVER
from bot.lessons.cohort import Cohort
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset
from bot.lessons.revisions.keys import EquivalentRevisions
from bot.storage.codec import micros
from bot.storage.records import Mark, Parcel, Release, StoreError
from bot.storage.sql.personal import HOLDINGS, IMPERSONAL
from bot.storage.sql.store import SqlStore
from bot.storage.store import Store
from tests.rigs.makers import BEN, NOON, ask, attempt, record, seen, session_of, write
from tests.rigs.paths import ROOT
from tests.rigs.rows import tables
from tests.rigs.stores import FreshStore

EVE = LearnerId("telegram:777000111")
CHAT = "777000111"
HERE = Address("telegram", CHAT, handle="a secret token")
WORDS = "my very own words"
LESSON = Lesson(id="tea", title="Tea", minutes=5)


pytestmark = pytest.mark.each_store


@pytest.fixture
async def store(store: Store) -> Store:
    await store.publish(Release((Course(id="k", title="K", lessons=("tea",)),), (LESSON,)), NOON)
    return store


def answers(run: str, review: str, said: str) -> tuple[Fact, ...]:
    """What both learners do in a lesson."""
    return (
        LessonStarted(run, "tea", LESSON.revision, "deep", 3),
        StepDone(run, 1),
        StepDone(run, 2),
        attempt("q", run=run, revision=LESSON.revision),
        attempt("p", run=run, revision=LESSON.revision, right=False, choice=0),
        attempt("open", run=run, revision=LESSON.revision, right=None, score=None),
        attempt("q", run=review, revision=LESSON.revision, phase="review"),
        Judged(run, "open", "first", right=False),
        Checked(run, "tea", LESSON.revision, "m", (-1, 1)),
        attempt("typed", run=run, revision=LESSON.revision, right=False, choice=None, answer=said),
        Overruled(run, "tea", LESSON.revision, "typed", "first", 24.75),
        LessonFinished(run),
    )


EVERYTHING: tuple[Fact, ...] = (
    *answers("telegram:9000070", f"alarm:{EVE}:review:1", WORDS),
    Carried("telegram:9000070", "telegram:9000071"),
    Submission("telegram:9000070", "tea", "why.reason", WORDS),
    Submission(
        "telegram:9000070", "tea", "m", WORDS, File("eves-sketch.png", 9, "image/png", "ref-eve")
    ),
    Rated("telegram:9000070", "tea", "why.reason", 0, "yes"),
    Scheduled(Item("tea", "q", 1, 1.0, 5.0, 0, Answer(WORDS, "sure", right=True, at=7))),
    SettingChanged("zone", "Europe/Berlin"),
    AlarmSet("review", micros(NOON) + 9_000_000, "telegram", CHAT),
    AchievementReached("first"),
    GoalReached("2026-11-24", 5),
    Enrolled("tea", "q", "asked"),
    CohortJoined("spring"),
    Remarked("eves", "tea", LESSON.revision, "step.1", "q", None, WORDS, "sure", "wrong", WORDS),
    WorthSaid("telegram:9000070", "tea", LESSON.revision, "yes"),
    ClassChanged(
        LiveClass("c1ass000", EVE, "telegram", "-1007", "", "tea", LESSON.revision, "en", ("q",), 1)
    ),
    Voted("c1ass000", Vote(1, 1, 0, "sure"), EVE),
    BoardJoined("c1ass000", EVE, "Eve"),
    JobSet("telegram:9000072/1", "own_data", json.dumps({"form": "page"}), "telegram", CHAT),
)


async def lived(store: Store, *facts: Fact) -> list[Parcel]:
    """Eve has done everything that there is to do, and Ben some of it."""
    session = Session("abcdefgh", 3, open=Open(3, WORDS, ((offer("Eve", "start", "tea"),),), 7))
    await store.keep_document("telegram:9000072/1", WORDS.encode())
    learner = Learner(contact=Contact("telegram", CHAT), language="de")
    said = (Say(WORDS), ask("abcdefgh.3"), Document("a", "b", "telegram:9000072/1", 17, WORDS, ""))
    when = NOON + timedelta(seconds=17)
    [first] = await write(
        store,
        record(EVE, ask("abcdefgh.2"), id="telegram:9000069", address=HERE),
    )
    asked = Mark(first.id, NOON, 1, done=True, reference="message-eve")
    await write(store, marks=[asked])
    [rung] = await write(store, record(EVE, Say(WORDS), id=f"alarm:{EVE}:review:3", address=HERE))
    await write(store, marks=[Mark(rung.id, NOON, 1, done=True)])
    bens = (*answers("telegram:9000080", "telegram:9000081", "his own"), *REMARKED)
    ben = record(BEN, facts=bens, session=Session("bbbbbbbb", 1))
    parcels = await write(
        store,
        ben,
        record(
            EVE,
            *said,
            id="telegram:9000070",
            session=session,
            facts=(*EVERYTHING, *facts),
            address=HERE,
            when=when,
            changed=learner,
        ),
        record(EVE, id=f"alarm:{EVE}:review:5", session=session, address=HERE, when=when),
    )
    await write(
        store,
        record(
            BEN,
            facts=(
                AnnouncementWritten("news", "Hello"),
                AnnouncementSent("news", "", "telegram", "2"),
            ),
        ),
    )
    return parcels


EDITED: tuple[Fact, ...] = (
    RoleGranted(LearnerId("telegram:9"), "author"),
    Logged("grant", "telegram:9", after="author"),
    AnnouncementWritten("mine", "Hi"),
    Corrected("c1", "tea", "p", (LESSON.revision,), (), "n", "{}", "telegram", CHAT),
    CohortSet(Cohort("spring", "k", "Spring", "UTC", NOON.date(), 9, 7), None),
    Pointed("tea", LESSON.revision),
    Published("tea", LESSON.revision, "publish"),
    Withdrawn("tea", "0123456789abcdef"),
    RemarkHandled("bens", "taken"),
)


REMARKED = (Remarked("bens", "tea", LESSON.revision, "step.1", "q", 1, None, "sure", "wrong", ""),)
"""What Ben said, for Eve to see to."""


async def answered(store: Store) -> None:
    """Ben has answered what Eve said, had that shown to everyone, and muted her."""
    picture = Asset("image/png", WORDS.encode())
    await store.keep_answer_picture(picture, NOON)
    seen_to = (RemarkHandled("eves", "answered", WORDS, picture.name), ExchangeOffered("eves"))
    await write(store, record(BEN, facts=(*seen_to, RemarkerMuted("eves", muted=True))))
    agreed = (ExchangeAnswered("eves", agreed=True),)
    await write(store, record(EVE, facts=agreed, address=HERE))


async def linked(store: Store) -> None:
    """Eve has an account on another platform, too, by a code, and has made one more."""
    elsewhere = LearnerId("discord:888")
    made = (CodeMade("hash", 9, "telegram", CHAT), CodeCounted("made"))
    facts = (Linked(EVE, "discord", "777", ("telegram", CHAT)),)
    await write(store, record(elsewhere, facts=facts, address=Address("discord", "777")))
    await write(store, record(EVE, facts=made, address=HERE))


TRACES = re.compile(rf"{CHAT}|discord:888|{WORDS}|eves-sketch|ref-eve|message-eve|secret token")


def traces(store: Store) -> list[str]:
    """Where anything of Eve's is: rows by their table, and files by their name."""
    rows = [
        name for name, rows in tables(store).items() if TRACES.search(" ".join(map(repr, rows)))
    ]
    if not isinstance(store, FreshStore):
        return rows
    files = [
        file.name
        for file in store.path.parent.iterdir()
        if file.is_file() and TRACES.search(file.read_bytes().decode("latin-1"))
    ]
    return rows + files


def test_each_table_says_what_it_holds_of_people(store: Store) -> None:
    held = {one.table for one in HOLDINGS}
    assert held.isdisjoint(IMPERSONAL)
    found, own = set(tables(store)), {"lease", "schema_version", "sqlite_sequence"}
    assert found <= held | IMPERSONAL
    assert found | own == held | IMPERSONAL


async def test_everything_that_names_a_learner_is_handed_over(store: Store) -> None:
    await lived(store, *EDITED)
    await answered(store)
    await linked(store)
    await store.keep_draft(Draft("d", "d.md", EVE, 7, ()), [], NOON)
    await write(store, record(BEN, facts=(RoleGranted(EVE, "author"),)))
    found = await store.personal(EVE)
    for name, rows in tables(store).items():
        if name in IMPERSONAL:
            continue
        about = [row for row in rows if TRACES.search(repr(row))]
        assert len(found.get(name, ())) >= len(about), f"not all of {name} is handed over"
        assert about or name in ("void", "courier"), f"this test has nothing in {name}"
    assert "a secret token" not in json.dumps(found), "a handle is a platform's secret"
    assert not [row for row in found["attempt"] if row["learner"] != EVE]
    assert await store.personal(LearnerId("telegram:1234")) == {}


async def forget(store: Store, *outputs: Say) -> list[Parcel]:
    facts = (Forgotten(),)
    after = Session("abcdefgh", 4)
    return await write(
        store,
        record(EVE, *outputs, id="telegram:9000099", facts=facts, session=after, address=HERE),
    )


async def test_what_a_class_answered_is_counted_as_before(store: Store) -> None:
    await lived(store)
    await write(store, record(BEN, facts=(Voted("c1ass000", Vote(1, 1, 1, "guess"), BEN),)))
    words = Vote(2, 1, 2, "sure", answer="my own words", draft="other words")
    await write(store, record(EVE, facts=(Voted("c1ass000", words, EVE),)))
    await forget(store)
    assert [row[-3:-1] for row in tables(store)["class_vote"] if row[1] == 2] == [("", "")]
    asked = {BEN: ClassNeeds("c1ass000", votes=True, tally=True)}
    known = (await store.classes(asked))[BEN]
    assert known.tally.members == 2
    assert known.tally.count_committed(1, 1) == 2
    assert known.vote(1, 1).choice == 1
    assert known.live is not None
    assert known.live.host != EVE


async def test_words_of_a_class_go_after_a_time(store: Store) -> None:
    await lived(store)
    before = await store.forget_texts(NOON + timedelta(days=1))
    words = Vote(2, 1, 2, "sure", answer="my own words", draft="other words")
    await write(store, record(EVE, facts=(Voted("c1ass000", words, EVE),)))
    assert await store.forget_texts(NOON) == 0
    assert before > 0
    assert await store.forget_texts(NOON + timedelta(days=1)) == 1
    kept = (await store.classes({EVE: ClassNeeds("c1ass000", votes=True)}))[EVE].vote(2, 1)
    assert (kept.choice, kept.answer, kept.draft) == (2, "", "")


async def test_what_an_admin_had_timed_is_not_published(store: Store) -> None:
    await store.keep_draft(Draft("d", "d.md", EVE, 7, ()), [], NOON)
    at = micros(NOON) + 9
    timed = (DraftTimed("d", at), AlarmSet("publish:d", at, "telegram", CHAT))
    await write(store, record(EVE, facts=timed, address=HERE))
    await write(store, record(BEN, facts=(RoleGranted(BEN, "owner"),)))
    await forget(store)
    [draft] = (await store.admin(BEN, AdminNeeds(drafts=True))).drafts
    assert draft.publish_at is None


async def test_nobody_waits_to_be_told_of_answers_without_a_name(store: Store) -> None:
    await lived(store)
    await forget(store)
    wrong = Corrected("c2", "tea", "q", (LESSON.revision,), (), "n", "{}", "telegram", "2")
    await write(store, record(BEN, facts=(wrong,)))
    told = {learner for at, learner, *_ in tables(store)["recipient"] if at == "c2"}
    assert told == {BEN}


def test_the_documentation_names_every_table() -> None:
    text = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    missing = [one.table for one in HOLDINGS if f"`{one.table}`" not in text]
    assert not missing


@pytest.mark.parametrize("admin", [False, True])
async def test_nothing_is_left_in_any_table_nor_any_file(store: Store, admin: bool) -> None:
    await lived(store, *(EDITED if admin else ()))
    await answered(store)
    read = Session("cccccccc", 4, open=Open(4, f"**1.**\n\n> {WORDS}", ((offer("B", "x"),),), 7))
    await write(store, record(LearnerId("telegram:9"), session=read))
    await linked(store)
    if admin:
        await store.keep_draft(Draft("d", "d.md", EVE, 7, ()), [], NOON)
        await write(store, record(BEN, facts=(RoleGranted(EVE, "author"),)))
        shown = Session("bbbbbbbb", 2, open=Open(2, EVE, ((offer(EVE, "x", EVE),),), 7))
        await write(store, record(BEN, session=shown, facts=(RoleGranted(BEN, "owner"),)))
    [farewell] = await forget(store, Say("Done."))
    assert farewell.address.chat == CHAT
    await write(store, marks=[Mark(farewell.id, NOON, 1, done=True)])
    assert await store.scrub()
    assert traces(store) == []


async def test_what_is_said_last_finds_its_way_after_a_restart(store: Store) -> None:
    await lived(store)
    await forget(store, Say("Done."))
    await store.close()
    await store.open()
    [parcel] = await store.claim(9)
    assert (parcel.outputs, parcel.address.chat) == ((Say("Done."),), CHAT)
    assert await store.question_message(EVE, "abcdefgh.2"), "its buttons are to go"


async def test_who_is_forgotten_at_the_terminal_is_told_nothing(store: Store) -> None:
    await lived(store)
    assert await store.forget(EVE, NOON)
    assert await store.scrub()
    assert traces(store) == []
    assert not await store.forget(EVE, NOON), "there is nothing to forget any more"


async def test_statistics_are_as_they_were(store: Store) -> None:
    await lived(store)
    alike = EquivalentRevisions(
        questions=tuple((one, LESSON.revision) for one in ("q", "p", "open")),
        steps=(LESSON.revision,),
    )

    async def counted() -> tuple[object, ...]:
        return (
            await store.overview(),
            await store.observations("tea", alike),
            await store.activity(EVER),
        )

    before = await counted()
    await forget(store)
    assert await counted() == before


async def test_an_input_counts_once_even_if_its_learner_is_forgotten(store: Store) -> None:
    await lived(store)
    await forget(store)
    assert await seen(store, "telegram:9000070", "telegram:9000099") == {
        "telegram:9000070",
        "telegram:9000099",
    }


async def test_others_lose_nothing(store: Store) -> None:
    await lived(store)
    before = await store.personal(BEN)
    await forget(store)
    after = await store.personal(BEN)
    assert after == before
    assert await session_of(store, BEN)


async def test_who_comes_back_is_a_newcomer(store: Store) -> None:
    await lived(store)
    await forget(store, Say("Done."))
    assert await session_of(store, EVE) is None
    await write(store, record(EVE, session=Session("cccccccc", 1), address=HERE))
    assert (await store.progress([EVE]))[EVE].lessons == ()


async def test_the_log_says_that_somebody_went_and_not_who(store: Store) -> None:
    await lived(store, DataTaken("json"), Logged("archive", "tea"))
    await write(store, record(BEN, facts=(RoleGranted(BEN, "owner"),)))
    await forget(store)
    log = (await store.admin(BEN, AdminNeeds(log=0))).log
    assert [(one.act, one.by) for one in log][:1] == [("forget", "somebody")]
    assert ("data", "somebody") in [(one.act, one.by) for one in log]
    [archived] = [one for one in log if one.act == "archive"]
    assert archived.by.startswith("forgotten:"), "what an admin did stays, without their name"


async def test_two_who_are_forgotten_cant_be_told_from_their_names(store: Store) -> None:
    await lived(store, Logged("archive", "tea"))
    await forget(store)
    named = {row[0] for row in tables(store)["attempt"]} - {BEN}
    acted = {row[2] for row in tables(store)["audit"]}
    assert len(named) == 1
    assert named.isdisjoint(acted), "answers and acts don't lead to each other"


async def tampered(store: Store, sql: str, *, erasing: bool) -> None:
    assert isinstance(store, SqlStore)
    async with store._write() as writer:
        if erasing:
            # Somebody else is being forgotten.
            await writer.execute("INSERT INTO erasure VALUES ('telegram:5', 'forgotten:5')")
        await writer.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM attempt",
        "UPDATE attempt SET score = 1",
        "DELETE FROM membership",
        "UPDATE audit SET learner = 'x'",
        "UPDATE audit SET act = 'x'",
        "DELETE FROM audit",
        "UPDATE publication SET by = 'x'",
        "UPDATE withdrawn SET by = 'x'",
        "UPDATE cohort_change SET by = 'x'",
        "UPDATE correction SET learner = 'x'",
    ],
)
@pytest.mark.parametrize("erasing", [False, True])
async def test_what_never_goes_goes_for_nothing_else(store: Store, sql: str, erasing: bool) -> None:
    await lived(store, *EDITED)
    with pytest.raises(StoreError, match=r"never|stays"):
        await tampered(store, sql, erasing=erasing)
    assert tables(store)["erasure"] == []


async def test_a_job_that_is_done_too_late_leaves_nothing(store: Store) -> None:
    await lived(store)
    [job] = await store.jobs(9)
    await forget(store)
    await store.keep_document(job.id, WORDS.encode())
    await store.finish_job(job, NOON, "{}")
    await store.scrub()
    assert traces(store) == []


async def test_the_silent_are_told_and_then_forgotten(store: Store) -> None:
    await lived(store)
    day = timedelta(days=1)
    later = NOON + 30 * day
    await write(store, record(BEN, when=later))
    assert await store.silent(later - 20 * day, later - 7 * day, 9) == [], "nobody was told"
    assert await store.warn_silent(later - 13 * day, "silence:7", later, 9) == 1
    assert await store.warn_silent(later - 13 * day, "silence:7", later, 9) == 0, "told once"
    [alarm] = [one for one in await store.alarms({"telegram": None}, later, 9) if "sil" in one.kind]
    assert (alarm.learner, alarm.chat) == (EVE, CHAT)
    assert await store.silent(later - 20 * day, later - 7 * day, 9) == []
    week = later + 7 * day
    assert await store.silent(week - 20 * day, week - 7 * day, 9) == [EVE]
    await write(store, record(EVE, when=week, address=HERE))
    assert await store.silent(week - 20 * day, week - 7 * day, 9) == [], "they were heard"


async def test_who_cant_be_told_is_forgotten_without(store: Store) -> None:
    await write(store, record(EVE, address=Address("telegram", "-100", public=True)))
    later = NOON + timedelta(days=30)
    assert await store.silent(later - timedelta(days=20), later, 9) == [EVE]
    await write(store, record(BEN, facts=(RoleGranted(EVE, "author"),), when=later))
    assert await store.silent(later - timedelta(days=20), later, 9) == [], "who holds a role stays"


async def test_texts_go_and_that_they_were_written_stays(store: Store) -> None:
    await lived(store)
    last = Answer(WORDS, "sure", right=False, at=micros(NOON + timedelta(seconds=17)))
    await write(store, record(EVE, facts=(Scheduled(Item("tea", "typed", 1, 1, 5, 0, last)),)))
    assert await store.forget_texts(NOON) == 0
    assert await store.forget_texts(NOON + timedelta(days=1)) == 5
    held = await store.personal(EVE)
    assert [one["answer"] for one in held["attempt"] if one["question"] == "typed"] == [""]
    assert [one["said"] for one in held["item"] if one["question"] == "typed"] == [""]
    assert [(one["kind"], one["words"]) for one in held["remark"]] == [("wrong", "")]
    written = held["writing"]
    assert {(one["item"], one["text"], one["file_name"]) for one in written} == {
        ("why.reason", "", None),
        ("m", "", None),
    }
