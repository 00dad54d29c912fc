"""What learners say of lessons: who is shown what of it, and what comes back to them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.facts.admin import CohortSet, Corrected, RoleGranted, RoleRevoked
from bot.conversation.facts.learner import (
    AlarmCleared,
    CohortJoined,
    CohortLeft,
    Fact,
    Forgotten,
    LessonStarted,
)
from bot.conversation.facts.remarks import (
    ExchangeAnswered,
    ExchangeHidden,
    ExchangeOffered,
    Remarked,
    RemarkerMuted,
    RemarkHandled,
    RemarkKind,
    WorthSaid,
)
from bot.conversation.facts.roles import Scope
from bot.conversation.inputs import Address, Alarm, LearnerId
from bot.conversation.learner import Learner
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.remarks import Exchange, Inbox, InboxNeeds, RemarkCounts
from bot.conversation.outputs import Say
from bot.conversation.session import Session
from bot.learning.observations import EVER, Period
from bot.lessons.cohort import Cohort
from bot.lessons.model import Course, Lesson, Step
from bot.lessons.pictures.assets import Asset
from bot.lessons.question import Option, Question
from bot.storage.codec import micros
from bot.storage.records import Mark, Record, Release
from bot.storage.store import Store
from tests.rigs.makers import ANA, BEN, NOON, at, record, write

CAY = LearnerId("telegram:3")
ADA = LearnerId("telegram:77")
COURSE = Course(id="k", title="K", lessons=("tea",))


def tea(
    answer: str = "Hot", *, other: str = "Cold?", language: str = "", source: str = ""
) -> Lesson:
    """A lesson with two questions, one of which may have another text."""

    def asked(id: str, text: str) -> Question:
        return Question(
            id=id, text=text, options=(Option(label=answer, right=True), Option(label="No"))
        )

    steps = (
        Step(level="foundation", title="One", prediction=asked("q", "How?")),
        Step(
            level="foundation",
            title="Two",
            prediction=Question(id="p", text=other, options=(Option(label="Yes", right=True),)),
        ),
    )
    return Lesson(
        id="tea", title="Tea", minutes=5, steps=steps, language=language, translates=source
    )


TEA = tea()


pytestmark = pytest.mark.each_store


@pytest.fixture
async def store(store: Store) -> Store:
    await store.publish(Release((COURSE,), (TEA,)), NOON)
    await write(store, record(ADA, facts=(RoleGranted(ADA, "author"),)))
    return store


def said(
    id: str,
    question: str = "q",
    *,
    kind: RemarkKind = "wrong",
    part: str = "step.1",
    words: str = "",
    revision: str = TEA.revision,
) -> Remarked:
    return Remarked(id, "tea", revision, part, question, 1, None, "sure", kind, words)


async def by(store: Store, who: LearnerId, *facts: Fact, seconds: float = 0) -> None:
    """A learner who is alone with the tutor in a chat of their own puts this on record."""
    platform, _, chat = who.partition(":")
    here = Learner(home=(platform, chat))
    await write(store, record(who, facts=facts, when=at(seconds), changed=here))


async def inbox(store: Store, **wanted: object) -> Inbox:
    needs = AdminNeeds(inbox=InboxNeeds(**wanted))  # type: ignore[arg-type]  # a test's shorthand
    return (await store.admin(ADA, needs)).inbox


async def rings(store: Store, when: float = 9) -> set[tuple[str, str, str]]:
    """What is due in Telegram by then: whose, what, where."""
    found = await store.alarms({"telegram": None}, at(when), 99)
    return {(one.learner, one.kind, one.chat) for one in found}


async def test_a_burst_is_one_group_by_question_that_counts_people(store: Store) -> None:
    await by(store, ANA, said("a"), said("a2", part="step.1.text"), seconds=1)
    await by(store, BEN, said("b", kind="unclear"), said("b2", "", part="model"), seconds=2)
    await by(store, CAY, said("c", kind="question", words="Why?"), seconds=3)
    found = await inbox(store)
    first, second = found.groups
    assert (first.place, first.wrong, first.unclear, first.asked) == ("q", 1, 1, 1)
    assert (second.place, second.question, second.unclear) == ("model", "", 0)
    assert (first.part, first.at) == ("step.1", micros(at(3))), (
        "what is not counted is the newest's"
    )
    assert (found.open, found.newest) == (5, micros(at(3)))
    one = await inbox(store, lesson="tea", place="q")
    assert [each.id for each in one.remarks] == ["c", "b", "a", "a2"]
    assert set(one.ids) == {"a", "a2", "b", "c"}
    upto = await inbox(store, lesson="tea", place="q", until=micros(at(2)))
    assert set(upto.ids) == {"a", "a2", "b"}, "what came later was not read"
    assert (await inbox(store, lessons=True)).lessons == (("tea", 5),)
    assert (await inbox(store, lesson="eggs")).groups == ()


async def test_a_teacher_is_shown_what_members_said_since_they_joined(store: Store) -> None:
    spring = Cohort("ABC", "k", "Spring", "", NOON.date(), 0, 1)
    await by(store, BEN, CohortSet(spring, None))
    other = Lesson(id="eggs", title="Eggs", minutes=5)
    await store.publish(Release((Course(id="e", title="E", lessons=("eggs",)),), (other,)), NOON)
    await write(store, record(CAY, facts=(RoleGranted(CAY, "teacher", Scope(cohort="ABC")),)))

    async def seen() -> tuple[set[str], int]:
        needs = AdminNeeds(inbox=InboxNeeds(lesson="tea", place="q"))
        found = (await store.admin(CAY, needs)).inbox
        return set(found.ids), found.open

    await by(store, ANA, said("before"), seconds=1)
    await by(store, ANA, CohortJoined("ABC"), seconds=2)
    await by(store, ANA, said("since"), replace(said("eggs"), lesson="eggs"), seconds=3)
    await by(store, BEN, said("not a member"), seconds=3)
    assert await seen() == ({"since"}, 1)
    assert await store.remark_counts(EVER, Scope(cohort="ABC")) == RemarkCounts(1, 1)
    for one in ("before", "eggs", "not a member"):
        found = (await store.admin(CAY, AdminNeeds(inbox=InboxNeeds(remark=one)))).inbox
        assert not found.remarks
    await by(store, ANA, CohortLeft("ABC"), seconds=4)
    assert await seen() == (set(), 0)
    await by(store, ANA, CohortJoined("ABC"), seconds=5)
    assert await seen() == (set(), 0), "who comes back begins anew"


async def test_an_author_of_a_course_is_shown_its_lessons_alone(store: Store) -> None:
    other = Lesson(id="eggs", title="Eggs", minutes=5)
    await store.publish(Release((Course(id="e", title="E", lessons=("eggs",)),), (other,)), NOON)
    await write(store, record(CAY, facts=(RoleGranted(CAY, "author", Scope("e")),)))
    await by(store, ANA, said("tea"), replace(said("eggs"), lesson="eggs"))
    found = (await store.admin(CAY, AdminNeeds(inbox=InboxNeeds(lessons=True)))).inbox
    assert found.lessons == (("eggs", 1),)
    assert [one.lesson for one in found.groups] == ["eggs"]
    assert await store.remark_counts(EVER, Scope("e")) == RemarkCounts(1, 1)
    assert await store.remark_counts(EVER) == RemarkCounts(2, 2)


async def test_who_holds_no_role_is_shown_nothing(store: Store) -> None:
    await by(store, ANA, said("a"))
    known = await store.admin(BEN, AdminNeeds(inbox=InboxNeeds()))
    assert known.inbox == Inbox()


async def test_an_answer_closes_what_it_answers_and_rings_for_its_learner(store: Store) -> None:
    await by(store, ANA, said("a"), seconds=1)
    await by(store, BEN, said("b"), seconds=2)
    await by(store, ADA, RemarkHandled("a", "taken"), RemarkHandled("a", "answered", "So."))
    await by(store, ADA, RemarkHandled("b", "closed"))
    assert (await inbox(store)).groups == ()
    done = await inbox(store, done=True, lesson="tea", place="q")
    assert [(one.id, one.state, one.reply) for one in done.remarks] == [
        ("b", "closed", ""),
        ("a", "answered", "So."),
    ]
    assert done.groups[0].taken == (ADA,)
    assert await rings(store) == {(ANA, "answer:a", "1")}
    own = await store.own_remarks({ANA: "a", BEN: "a"})
    assert set(own) == {ANA}, "nobody reads another's"
    assert own[ANA].reply == "So."


async def test_an_answer_waits_for_a_place_where_its_learner_is_alone(store: Store) -> None:
    await write(store, record(ANA, facts=(said("a"),)))
    await by(store, ADA, RemarkHandled("a", "answered", "So."))
    assert await rings(store) == set()
    await by(store, ANA, seconds=1)
    assert await rings(store) == {(ANA, "answer:a", "1")}


async def test_a_learner_has_so_many_in_a_day_and_may_be_muted(store: Store) -> None:
    started = LessonStarted("run", "tea", TEA.revision, "deep", 2)
    await by(store, ANA, started, said("a"), said("b"))
    later = NOON + timedelta(hours=23)
    standing = (await store.standing({ANA: later, BEN: later}))[ANA]
    assert (standing.today, standing.muted, standing.last) == (2, False, ("tea", TEA.revision))
    assert (await store.standing({ANA: NOON + timedelta(hours=25)}))[ANA].today == 0
    await by(store, ADA, RemarkerMuted("a", muted=True))
    assert (await store.standing({ANA: later}))[ANA].muted
    assert (await inbox(store, remark="b")).remarks[0].muted, "whoever said it, not the remark"
    await by(store, ADA, RemarkerMuted("b", muted=False))
    assert not (await store.standing({ANA: later}))[ANA].muted
    assert not (await store.standing({BEN: later}))[BEN].muted


async def test_whether_anybody_is_there_to_answer_goes_by_their_roles(store: Store) -> None:
    assert (await store.standing({ANA: NOON}))[ANA].heard
    await write(store, record(ADA, facts=(RoleRevoked(ADA, "author"),)))
    assert not (await store.standing({ANA: NOON}))[ANA].heard


async def test_an_exchange_is_shown_once_its_learner_agrees_and_until_it_is_hidden(
    store: Store,
) -> None:
    await by(store, ANA, said("a", words="Why?"))
    await by(store, ADA, RemarkHandled("a", "answered", "So."), ExchangeOffered("a"))
    assert (ANA, "exchange:a", "1") in await rings(store)
    await by(store, BEN, ExchangeAnswered("a", agreed=True))
    assert (await store.library()).asked_before == {}, "nobody agrees for another"
    before = await store.catalogue_version()
    await by(store, ANA, ExchangeAnswered("a", agreed=True))
    assert await store.catalogue_version() > before
    assert (await store.library()).asked_before == {("tea", "q"): 1}
    assert await store.exchanges({ANA: ("tea", "q")}) == {ANA: (Exchange("wrong", "Why?", "So."),)}
    assert await store.exchanges({ANA: ("tea", "p")}) == {ANA: ()}
    await by(store, ADA, ExchangeHidden("a"))
    assert await store.exchanges({ANA: ("tea", "q")}) == {ANA: ()}
    assert (await store.library()).asked_before == {}


async def test_what_was_declined_is_shown_to_nobody(store: Store) -> None:
    await by(store, ANA, said("a", words="Why?"))
    await by(store, ADA, RemarkHandled("a", "answered", "So."), ExchangeOffered("a"))
    await by(store, ANA, ExchangeAnswered("a", agreed=False))
    assert (await store.library()).asked_before == {}
    assert (await inbox(store, remark="a")).remarks[0].shown == "declined"


async def test_an_exchange_goes_with_its_learner(store: Store) -> None:
    await by(store, ANA, said("a", words="Why?"))
    await by(store, ADA, RemarkHandled("a", "answered", "So."), ExchangeOffered("a"))
    await by(store, ANA, ExchangeAnswered("a", agreed=True))
    version = await store.catalogue_version()
    await write(store, record(ANA, facts=(Forgotten(),)))
    assert await store.exchanges({ANA: ("tea", "q")}) == {ANA: ()}
    assert await store.catalogue_version() > version, "no library shows it still"
    await by(store, ADA, RemarkHandled("a", "answered", "Once more."))
    assert await rings(store) == set(), "there is nobody to answer"


async def mended(store: Store) -> set[tuple[str, str]]:
    return {(who, kind) for who, kind, _ in await rings(store, 99) if kind.startswith("mended:")}


async def test_who_reported_a_question_hears_once_that_it_has_changed(store: Store) -> None:
    await by(store, ANA, said("a"))
    await by(store, BEN, said("b", "p"), said("b2", kind="unclear"))
    await store.publish(Release((COURSE,), (tea(other="How cold?"),)), at(1))
    assert await mended(store) == {(BEN, "mended:b")}, "only who reported this very question"
    await store.publish(Release((COURSE,), (tea("Very hot", other="How cold?"),)), at(2))
    assert await mended(store) == {(BEN, "mended:b"), (ANA, "mended:a")}
    own = await store.own_remarks({ANA: "a"})
    assert own[ANA].fact.revision == TEA.revision, "it names what they saw"


async def test_who_reported_a_translation_hears_of_a_change_of_that(store: Store) -> None:
    german = tea("Heiß", language="de", source=TEA.revision)
    await store.publish(Release((COURSE,), (TEA, german)), at(1))
    await by(store, ANA, said("a", revision=german.revision))
    again = tea("Hot!", other="How cold?")
    await store.publish(Release((COURSE,), (again, german)), at(2))
    assert await mended(store) == set(), "what they saw is taught still"
    better = tea("Sehr heiß", language="de", source=again.revision)
    await store.publish(Release((COURSE,), (again, better)), at(3))
    assert await mended(store) == {(ANA, "mended:a")}


async def test_who_reported_a_key_hears_that_the_scores_are_corrected(store: Store) -> None:
    await by(store, ANA, said("a"))
    await by(store, BEN, said("b", "p"))
    wrong = Corrected("c", "tea", "q", (TEA.revision,), (), "n", "{}", "telegram", "77")
    await by(store, ADA, wrong)
    assert await mended(store) == {(ANA, "mended:a")}


async def test_what_was_typed_goes_in_time_but_for_what_is_shown(store: Store) -> None:
    await by(store, ANA, said("a", words="Why?"), said("b", words="And how?"))
    await by(store, ADA, RemarkHandled("a", "answered", "So."), ExchangeOffered("a"))
    await by(store, ANA, ExchangeAnswered("a", agreed=True))
    assert await store.forget_texts(NOON + timedelta(days=1)) == 1
    found = {one.id: one.fact.words for one in (await inbox(store, done=True, remark="a")).remarks}
    found |= {one.id: one.fact.words for one in (await inbox(store, remark="b")).remarks}
    assert found == {"a": "Why?", "b": ""}
    assert await store.forget_texts(NOON + timedelta(days=1)) == 0


async def test_a_lesson_is_valued_once_by_each_and_what_is_asked_is_counted(store: Store) -> None:
    worth = (
        WorthSaid("r", "tea", TEA.revision, "yes"),
        WorthSaid("s", "tea", TEA.revision, "no"),
        WorthSaid("r", "eggs", "r1", "no"),
    )
    await by(store, ANA, *worth, said("a"), said("a2"))
    await by(store, BEN, worth[1], said("b"), said("b2", "", part="model"), seconds=1)
    found = await store.opinions("tea")
    assert found.worth == {"yes": 1, "no": 1}
    assert [(one.part, one.question, one.number) for one in found.asked] == [
        ("step.1", "q", 2),
        ("model", "", 1),
    ]
    await by(store, ADA, RemarkHandled("a", "closed"))
    counts = await store.remark_counts(Period(micros(at(1)), micros(at(2))))
    assert (counts.made, counts.open) == (2, 3)
    assert (await store.remark_counts(EVER)).made == 4


async def test_an_answer_is_unread_while_its_learner_can_be_reached_nowhere(store: Store) -> None:
    await write(store, record(ANA, facts=(said("a"),)), record(BEN, facts=(said("b"),)))
    await by(store, ADA, RemarkHandled("a", "answered", "So."))
    found = await store.unread([ANA, BEN])
    assert [(who, one.id, one.reply) for who, ones in found.items() for one in ones] == [
        (ANA, "a", "So.")
    ]
    await by(store, ANA, AlarmCleared("answer:a"))
    assert await store.unread([ANA, BEN]) == {}, "it was told"


async def test_an_answer_that_could_not_arrive_comes_once_the_chat_is_there_again(
    store: Store,
) -> None:
    await by(store, ANA, said("a"))
    await by(store, ADA, RemarkHandled("a", "answered", "So."))
    [alarm] = await store.alarms({"telegram": None}, at(9), 9)
    rang = Record(
        f"alarm:{ANA}:answer:a:{alarm.at}",
        ANA,
        Address("telegram", "1"),
        at(1),
        Session("abcdefgh"),
        outputs=(Say("So."),),
        rang=Alarm("answer:a", alarm.at),
    )
    [parcel] = await write(store, rang)
    assert await rings(store) == set(), "it rang"
    await write(store, marks=[Mark(parcel.id, at(2), 0, done=True, gone=True)])
    assert await rings(store) == set(), "the chat is gone"
    assert set(await store.unread([ANA])) == {ANA}
    await by(store, ANA, seconds=3)
    assert await rings(store) == {(ANA, "answer:a", "1")}


async def test_a_picture_is_there_as_long_as_an_answer_has_it(store: Store) -> None:
    picture, other = Asset("image/png", b"a pot"), Asset("image/png", b"a pan")
    await by(store, ANA, said("a"), seconds=1)
    await by(store, BEN, said("b"), seconds=2)
    for one in (picture, other):
        await store.keep_answer_picture(one, at(3))
    answers = [RemarkHandled(one, "answered", "", picture.name) for one in ("a", "b")]
    await by(store, ADA, *answers, seconds=4)
    for one in (ANA, BEN):
        found = (await store.own_remarks({one: "a" if one == ANA else "b"}))[one]
        assert (found.reply, found.picture, found.replied) == ("", picture.name, True)
    await by(store, ANA, Forgotten(), seconds=5)
    assert await store.asset(picture.name) == picture, "Ben was answered with it, too"
    await by(store, BEN, Forgotten(), seconds=6)
    assert await store.asset(picture.name) is None
    assert await store.asset(other.name) == other
    await store.discard(undelivered=at(9), drafts=at(9))
    assert await store.asset(other.name) is None, "what no answer has goes in time"
