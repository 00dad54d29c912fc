"""Cohorts: kept in the store, opened by the calendar, met by their members."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.conversation import engine
from bot.conversation.admin.cohorts.plan import CohortLine, days_in, read
from bot.conversation.facts.admin import CohortSet, RoleGranted
from bot.conversation.facts.learner import (
    AlarmCleared,
    AlarmSet,
    AlarmsMoved,
    CohortJoined,
    CohortLeft,
    SettingChanged,
)
from bot.conversation.inputs import Address, Alarm, Command, Envelope, LearnerId
from bot.conversation.learner import Contact, Membership
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Known, LessonProgress, LostChat, Progress
from bot.conversation.outputs import Say
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.lessons.cohort import Cohort
from bot.service.alarms import AlarmDispatcher, OpeningKeeper
from bot.service.turns.loading import CatalogueCache
from bot.storage.codec import micros
from bot.storage.records import DueAlarm, Mark, Release
from bot.storage.store import Store
from tests.rigs.courses import read_course
from tests.rigs.makers import ANA, BEN, EVERYWHERE, NOON, alarm, at, due, record, write
from tests.rigs.paths import KITCHEN
from tests.rigs.talk import Conversation, said

pytestmark = pytest.mark.each_store

CAY = LearnerId("telegram:3")
CODE = "K7QX3M"
KIND = f"cohort:{CODE}"

COURSE, LESSONS = read_course(KITCHEN)


def cohort(**changes: object) -> Cohort:
    """A cohort of the kitchen whose first lesson opens a minute after noon, in UTC."""
    values: dict[str, object] = {
        "id": CODE,
        "course": COURSE.id,
        "name": "Spring *class*",
        "zone": "",
        "day": NOON.date(),
        "minute": 12 * 60 + 1,
        "every": 1,
    }
    return Cohort(**(values | changes))  # type: ignore[arg-type]  # a test's shorthand


# In the store


async def found(store: Store) -> Cohort:
    return (await store.library()).cohorts[CODE]


async def test_a_cohort_is_as_its_last_change_left_it(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    other = cohort(id="OTHER", zone="Europe/Berlin", opened=("tea", "bread"), state="paused")
    await write(store, record(facts=(CohortSet(cohort(), None), CohortSet(other, None))))
    first = await found(store)
    await write(store, record(facts=(CohortSet(replace(first, every=7), None),)))
    store = await restart()
    after = await found(store)
    assert after == cohort(every=7, version=after.version)
    assert after.version > first.version
    kept = (await store.library()).cohorts["OTHER"]
    assert kept == replace(other, version=kept.version)


async def test_what_has_opened_is_kept_unless_an_admin_was_faster(store: Store) -> None:
    await write(store, record(facts=(CohortSet(cohort(), None),)))
    before = await found(store)
    opened = replace(before, opened=("tea",), day=date(2026, 11, 25))
    release = await store.catalogue_version()
    assert await store.open_lessons(opened, NOON)
    assert await store.catalogue_version() > release
    assert (await found(store)).opened == ("tea",)
    assert not await store.open_lessons(replace(before, opened=("soup",)), NOON)
    assert not await store.open_lessons(replace(before, id="OTHER"), NOON)
    assert (await found(store)).opened == ("tea",)


async def members(store: Store) -> int | None:
    await write(store, record(ANA, facts=(RoleGranted(ANA, "publisher"),)))
    known = await store.admin(ANA, AdminNeeds(members=True))
    assert (await store.admin(ANA, AdminNeeds())).members == {}
    assert (await store.admin(BEN, AdminNeeds(members=True))).members == {}
    return known.members.get(CODE)


async def test_members_are_those_who_joined_and_have_not_left(store: Store) -> None:
    await write(store, record(BEN, facts=(CohortJoined(CODE),)))
    await write(store, record(CAY, facts=(CohortJoined(CODE), CohortJoined("OTHER"))))
    assert await members(store) == 2
    await write(store, record(BEN, facts=(CohortLeft(CODE),)))
    assert await members(store) == 1
    await write(store, record(BEN, facts=(CohortJoined(CODE), CohortLeft(CODE))))
    await write(store, record(BEN, facts=(CohortLeft(CODE), CohortJoined(CODE))))
    await write(store, record(BEN, facts=(CohortJoined(CODE),)))
    assert await members(store) == 2


async def test_a_change_lets_the_alarms_of_all_members_ring_no_later(store: Store) -> None:
    belongs = CohortJoined(CODE)
    await write(store, record(ANA, facts=(belongs, alarm(ANA, 50, KIND), alarm(ANA, 70))))
    await write(store, record(BEN, facts=(belongs, alarm(BEN, 10, KIND))))
    await write(store, record(CAY, facts=(alarm(CAY, 60, KIND),)))
    await write(store, record(CAY, facts=(CohortSet(cohort(), micros(at(20))),)))
    everything = await store.alarms(EVERYWHERE, at(99), 9)
    assert everything == [
        due(BEN, 10, KIND),
        due(ANA, 20, KIND),
        due(CAY, 60, KIND),
        due(ANA, 70),
    ]


async def test_an_alarm_that_rings_no_more_rings_again_where_it_was_last(store: Store) -> None:
    quiet = (CohortJoined(CODE), alarm(ANA, 1, KIND), AlarmCleared(KIND))
    await write(store, record(ANA, facts=quiet))
    assert await store.next_alarm(EVERYWHERE) is None
    await write(store, record(BEN, facts=(CohortSet(cohort(), micros(at(20))),)))
    assert await store.alarms(EVERYWHERE, at(20), 9) == [due(ANA, 20, KIND)]
    await write(store, record(ANA, facts=(AlarmsMoved("discord", "9"), AlarmCleared(KIND))))
    await write(store, record(BEN, facts=(CohortSet(cohort(), micros(at(30))),)))
    assert await store.alarms(EVERYWHERE, at(30), 9) == [
        DueAlarm(ANA, KIND, micros(at(30)), "discord", "9")
    ]


async def test_a_chat_that_is_gone_is_not_tried_again_for_a_change(store: Store) -> None:
    joins = (CohortJoined(CODE), alarm(ANA, 50, KIND))
    [parcel] = await write(store, record(ANA, Say("a"), facts=joins))
    await write(store, marks=[Mark(parcel.id, at(1), 0, True, gone=True)])
    await write(store, record(BEN, facts=(CohortSet(cohort(), micros(at(20))),)))
    assert await store.alarms(EVERYWHERE, at(99), 9) == []
    assert await store.shut([ANA]) == {ANA: True}
    # Once there is an input from there, it rings at the time to which it was moved.
    await write(store, record(ANA))
    assert await store.alarms(EVERYWHERE, at(20), 9) == [due(ANA, 20, KIND)]


# What has opened is kept


async def openings(store: Store) -> tuple[OpeningKeeper, CatalogueCache]:
    catalogue = CatalogueCache(store)
    await store.publish(Release((COURSE,), tuple(LESSONS)), NOON)
    await write(store, record(facts=(CohortSet(cohort(), None),)))
    await catalogue.refresh()
    return OpeningKeeper(store, catalogue), catalogue


async def test_openings_are_kept_when_they_are_due_and_not_before(store: Store) -> None:
    service, catalogue = await openings(store)
    first = NOON.replace(minute=1, second=0, microsecond=0)
    assert service.next() == first
    await service.keep(first - timedelta(microseconds=1))
    assert catalogue.library.cohorts[CODE].opened == ()
    await service.keep(first)
    assert catalogue.library.cohorts[CODE].opened == ("tea",)
    assert await found(store) == catalogue.library.cohorts[CODE]
    assert service.next() == first + timedelta(days=1)
    await service.keep(first + timedelta(days=9))
    assert catalogue.library.cohorts[CODE].opened == ("tea", "bread", "soup")
    assert service.next() is None


async def test_what_is_open_stays_open_when_the_course_changes(store: Store) -> None:
    service, catalogue = await openings(store)
    await service.keep(NOON + timedelta(minutes=1))
    after = COURSE.model_copy(update={"lessons": ("soup", "bread", "tea")})
    await store.publish(Release((after,), gone=frozenset({"bread"})), NOON)
    await catalogue.refresh()
    await service.keep(NOON + timedelta(days=1, minutes=1))
    assert catalogue.library.cohorts[CODE].opened == ("tea", "soup")


async def test_an_opening_hastens_the_alarms_of_members(store: Store) -> None:
    service, _ = await openings(store)
    await write(store, record(ANA, facts=(CohortJoined(CODE), alarm(ANA, 9_999, KIND))))
    now = NOON + timedelta(minutes=2)
    alarms = AlarmDispatcher(store, _nothing, EVERYWHERE, clock=lambda: now, openings=service)
    assert await alarms.next() == NOON.replace(minute=1, second=0, microsecond=0)
    await alarms.sweep()
    assert await store.alarms(EVERYWHERE, now, 9) == [
        DueAlarm(ANA, KIND, micros(now), "telegram", "1")
    ]


async def _nothing(envelope: object) -> tuple[()]:
    return ()


# What a member meets


class Member(Conversation):
    """Ana, who belongs to the cohort; it is some time after noon on the day of its first lesson."""

    def __init__(self, *, joins: bool = True, **changes: object) -> None:
        super().__init__(LESSONS, [COURSE])
        self.clock = NOON
        self.be(cohort(**changes))
        if joins:
            self.send_command("join", CODE)

    def be(self, *cohorts: Cohort) -> None:
        """These are the cohorts that there are."""
        self.library = replace(self.library, cohorts={one.id: one for one in cohorts})

    def ring(self, **time: float) -> Turn:
        """The alarm rings so long after noon; returns what came of it."""
        self.clock = NOON + timedelta(**time)
        return self.send(Alarm(KIND, micros(self.clock)))

    @property
    def told(self) -> int:
        assert self.session is not None
        return self.learner.memberships[0].told


def alarms(turn: Turn) -> list[int]:
    return [fact.at for fact in turn.facts if isinstance(fact, AlarmSet)]


def test_joining_sets_the_alarm_for_the_next_opening() -> None:
    ana = Member()
    assert ana.facts[:2] == [
        CohortJoined(CODE),
        AlarmSet(KIND, micros(NOON.replace(minute=1, second=0, microsecond=0)), "test", "1"),
    ]
    assert ana.session
    assert ana.learner.memberships == (Membership(CODE),)
    again = ana.send_command("join", CODE.lower())
    assert "already" in said(again)
    assert not again.facts


def test_where_nothing_is_to_come_an_alarm_is_there_all_the_same() -> None:
    ana = Member(state="paused")
    assert [type(fact) for fact in ana.facts] == [CohortJoined, AlarmSet, AlarmCleared]


@pytest.mark.parametrize("text", ["", "K7QX3", "K7QX3MM", "join-", "tea", "x" * 5_000, "\0"])
def test_no_wrong_code_joins_anything(text: str) -> None:
    ana = Member(joins=False)
    ana.send_command("join")
    turn = ana.type(text or " ")
    assert not turn.facts
    assert ana.session
    assert not ana.learner.memberships
    assert not ana.send_command("join", text).facts
    assert not ana.send_command("start", f"join-{text}").facts


@pytest.mark.parametrize("text", ["k7qx3m", " K7Q X3M ", "join-k7qx3m", "t.me/b?start=join-K7QX3M"])
def test_a_code_is_read_as_people_pass_it_on(text: str) -> None:
    ana = Member(joins=False)
    ana.send_command("join")
    assert ana.type(text).facts[0] == CohortJoined(CODE)


def test_a_link_to_a_lesson_is_no_invitation() -> None:
    ana = Member(joins=False)
    tea = LESSONS[0].model_copy(update={"id": f"join-{CODE.lower()}"})
    ana.publish(tea)
    ana.be(cohort())
    turn = ana.send_command("start", f"join-{CODE.lower()}")
    assert not any(isinstance(one, CohortJoined) for one in turn.facts)
    assert tea.title in said(turn)


def test_several_that_opened_while_nothing_ran_come_in_one_message() -> None:
    ana = Member()
    turn = ana.ring(days=1, minutes=5)
    assert "Lesson 1: A cup of tea" in said(turn)
    assert "Lesson 2: Bread that rises" in said(turn)
    assert ana.labels == ["Begin: A cup of tea", "Begin: Bread that rises"]
    assert alarms(turn) == [
        micros(NOON.replace(minute=1, second=0, microsecond=0)) + 2 * 86_400_000_000
    ]
    assert not ana.ring(days=1, minutes=6).outputs


def test_a_lesson_that_is_archived_is_not_told() -> None:
    ana = Member(opened=("tea", "gone"), day=date(2026, 11, 25))
    assert ana.session is not None
    ana.learner = replace(ana.learner, memberships=(Membership(CODE),))
    turn = ana.ring(hours=2)
    assert ana.labels == ["Begin: A cup of tea"]
    assert "gone" not in said(turn)


def test_an_early_alarm_says_nothing_and_sets_the_next() -> None:
    ana = Member()
    turn = ana.ring(seconds=10)
    assert not turn.outputs
    assert alarms(turn) == [micros(NOON.replace(minute=1, second=0, microsecond=0))]


def test_an_alarm_in_the_quiet_hours_comes_at_their_end() -> None:
    ana = Member(minute=23 * 60)
    turn = ana.ring(hours=11)
    assert not turn.outputs
    assert alarms(turn) == [micros(NOON.replace(day=25, hour=7, minute=0, second=0, microsecond=0))]
    assert "Lesson 1" in said(ana.ring(hours=19))


def test_who_is_at_it_is_told_an_hour_later() -> None:
    ana = Member()
    ana.send_command("learn")
    turn = ana.ring(minutes=2)
    assert not turn.outputs
    assert alarms(turn) == [micros(NOON + timedelta(hours=1, minutes=2))]
    assert "Lesson 1" in said(ana.ring(hours=1, minutes=2))


def test_who_has_begun_it_already_is_told_nothing() -> None:
    ana = Member()
    ana.clock = NOON + timedelta(minutes=1)
    ana.begin("tea")
    ana.send_command("stop")
    turn = ana.ring(hours=3)
    assert not turn.outputs
    assert len(alarms(turn)) == 1
    assert ana.told == 1


def test_who_wants_to_hear_nothing_hears_nothing_and_is_not_told_later() -> None:
    ana = Member()
    ana.send_command("join")
    turn = ana.press("Don't tell me: Spring *class*")
    assert turn.facts[-1] == SettingChanged(f"cohort {CODE}", "off")
    assert not ana.ring(hours=3).outputs
    ana.send_command("join")
    ana.press("Tell me: Spring *class*")
    assert not ana.ring(hours=5).outputs


def test_a_pause_sets_no_alarm_and_an_end_is_told_once() -> None:
    ana = Member()
    ana.be(cohort(state="paused"))
    assert not alarms(ana.ring(hours=3))
    ana.be(cohort(state="closed", opened=("tea", "bread", "soup")))
    turn = ana.ring(hours=5)
    assert "has ended" in said(turn)
    assert not alarms(turn)
    assert ana.session
    assert not ana.learner.memberships
    assert not ana.ring(hours=6).outputs


def test_an_alarm_of_a_cohort_that_was_left_says_nothing() -> None:
    ana = Member()
    ana.send_command("join")
    ana.press("Leave: Spring *class*", "Leave")
    assert ana.facts[-2:] == [CohortLeft(CODE), AlarmCleared(KIND)]
    assert not ana.ring(hours=3).outputs


def test_a_closed_lesson_can_be_begun_by_no_old_button() -> None:
    ana = Member(joins=False)
    ana.send_command("learn", "bread")
    # The question is open still when the lesson is closed to her.
    assert ana.session is not None
    ana.learner = replace(ana.learner, memberships=(Membership(CODE),))
    turn = ana.press("Learn")
    assert "opens for" in said(turn)
    assert ana.session.run is None
    assert not turn.facts


def test_what_was_begun_before_stays_open_whatever_became_of_it() -> None:
    ana = Member(joins=False)
    ana.progress = Progress((LessonProgress("bread", finished=False),))
    ana.send_command("join", CODE)
    assert ana.session
    assert ana.learner.memberships == (Membership(CODE, free=("bread",)),)
    ana.begin("bread")
    assert ana.session.run
    ana.send_command("learn", "soup")
    assert ana.labels == ["See all lessons"]
    # It was hers before it opened, so its opening is no news.
    ana.session = replace(ana.session, run=None, shelf=())
    ana.ring(days=1, hours=2)
    assert ana.labels[:1] == ["Begin: A cup of tea"]
    assert "Begin: Bread that rises" not in ana.labels


def test_what_was_begun_stays_open_when_it_comes_into_the_course_later() -> None:
    ana = Member(joins=False)
    ana.begin("soup")
    short = COURSE.model_copy(update={"lessons": ("tea", "bread")})
    whole, ana.library = ana.library, replace(ana.library, courses=(short,))
    ana.send_command("join", CODE)
    ana.library = whole
    ana.send_command("learn", "soup")
    assert "Learn" in ana.labels


def test_what_had_opened_before_joining_is_not_told_as_news() -> None:
    ana = Member(opened=("tea",), day=date(2026, 11, 25))
    assert "Begin: A cup of tea" in ana.labels
    ana.ring(days=1, hours=1)
    assert ana.labels == ["Begin: Bread that rises", "See the course"]


def test_who_is_reminded_already_is_told_where_they_are_reminded() -> None:
    ana = Member(joins=False)
    ana.send_command("learn")
    assert ana.session is not None
    ana.learner = replace(ana.learner, contact=Contact("discord", "9"))
    turn = ana.send_command("join", CODE)
    assert [fact for fact in turn.facts if isinstance(fact, AlarmSet)][-1].kind == KIND


def test_who_can_not_be_told_learns_of_it_once_and_joins_again() -> None:
    ana = Member()
    public, learner = Address("test", "9", public=True), LearnerId("ana")
    envelope = Envelope("test:public", learner, public, ana.clock, Command("help"))
    meant = engine.understand(ana.library, ana.session, ana.learner, envelope)
    assert engine.needs(meant).get(LostChat)
    turn = engine.advance(meant, Known(answers={LostChat: True}))
    assert f"/join {CODE}" in said(turn)
    assert turn.learner.contact.shut
    # In the same place she joins once more, and is to be written to again.
    again = replace(envelope, input=Command("join", CODE), home="1")
    turn = engine.advance(
        engine.understand(ana.library, turn.session, turn.learner, again), Known()
    )
    assert not turn.learner.contact.shut
    assert [fact.kind for fact in turn.facts if isinstance(fact, AlarmSet)] == [KIND]


def test_of_a_cohort_that_has_ended_nothing_is_left() -> None:
    ana = Member()
    ended = cohort(state="closed", opened=("tea", "bread", "soup"))
    ana.be(ended, cohort(id="OTHER"))
    assert "invitation" in said(ana.send_command("join"))
    assert "has ended" in said(ana.send_command("join", CODE))
    ana.send_command("join", "OTHER")
    assert ana.session is not None
    assert [one.cohort for one in ana.learner.memberships] == ["OTHER"]


def test_what_opens_next_is_never_offered_as_what_to_learn_next() -> None:
    ana = Member()
    assert "A cup of tea" in said(ana.send_command("start"))
    assert ana.labels == ["See all lessons"]
    ana.clock = NOON + timedelta(minutes=1)
    ana.send_command("start")
    assert ana.labels[0] == "Begin"


def test_the_end_of_a_lesson_offers_none_that_is_closed() -> None:
    ana = Member(opened=("tea",), day=date(2026, 11, 25))
    ana.begin("tea")
    for _ in range(99):
        if ana.session and not ana.session.run:
            break
        ana.press(ana.labels[0])
    turn = ana.press("Continue", "Skip")
    assert ana.labels[-2:] == ["More ways", "See all lessons"]
    assert not any("Next" in label for label in ana.labels)
    assert "*Bread that rises* opens for" in said(turn)


def test_who_speaks_another_language_meets_the_same_calendar() -> None:
    ana = Member(joins=False)
    ana.language = "de"
    assert "Willkommen" in said(ana.send_command("join", CODE))
    assert "öffnet für" in said(ana.send_command("learn", "tea"))
    assert "Lektion 1" in said(ana.ring(hours=3))


def test_of_two_cohorts_the_one_that_opens_a_lesson_opens_it() -> None:
    ana = Member()
    ana.be(cohort(), cohort(id="OTHER", opened=("bread",), day=date(2027, 1, 1)))
    assert ana.session is not None
    both = (Membership("OTHER"), Membership(CODE))
    ana.learner = replace(ana.learner, memberships=both)
    ana.begin("bread")
    assert ana.session.run
    assert "Nov 26" in said(ana.send_command("learn", "soup"))
    ana.learner = replace(ana.learner, memberships=both[::-1])
    assert "Nov 26" in said(ana.send_command("learn", "soup"))


def test_who_is_in_no_cohort_needs_nothing_and_meets_nothing() -> None:
    ana = Member(joins=False)
    ana.begin("soup")
    assert ana.session
    assert ana.session.run
    assert not ana.learner.contact.chat


def test_the_session_of_who_is_in_none_is_as_short_as_before() -> None:
    from bot.conversation import session as sessions

    assert "memberships" not in sessions.dump(Session("abcdefgh"))


# What admins write


@pytest.mark.parametrize(
    ("text", "name", "when", "every"),
    [
        ("Spring, 2026-03-09 09:00, every 2 days", "Spring", "2026-03-09 09:00", 2),
        ("  Spring   class ", "Spring class", "", None),
        ("A, B, 2026-3-9, 9:00 weekly", "A, B", "2026-3-9, 9:00", 7),
        ("every day, 2026-03-09 09:00", "", "2026-03-09 09:00", 1),
        ("Frühling 2026-03-09 09:00 alle 3 Wochen", "Frühling", "2026-03-09 09:00", 21),
        ("jeden Tag", "", "", 1),
        ("Tea every day, 2026-03-09 09:00, every 2 days", "Tea every day", "2026-03-09 09:00", 2),
    ],
)
def test_a_cohort_in_one_line(text: str, name: str, when: str, every: int | None) -> None:
    assert read(text) == CohortLine(name, when, every)


def test_what_a_button_says_of_a_cohort_is_read_as_it_was_meant() -> None:
    for plan in (CohortLine("A class", "2026-03-09 09:00", 7), CohortLine("", "2026-03-09 09:00")):
        assert read(str(plan)) == plan


def test_what_is_no_pace_behind_the_time_is_noticed() -> None:
    assert read("Spring, 2026-03-09 09:00, every 2 moons").rest == "every 2 moons"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("every 3 days", 3),
        ("weekly", 7),
        ("0", 0),
        ("-3", None),
        ("3.5", None),
        ("", None),
    ],
)
def test_a_pace_alone(text: str, number: int | None) -> None:
    assert days_in(text) == number
