"""Two accounts become one learner and two again, and no row is lost or made."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.facts.admin import (
    AnnouncementSent,
    AnnouncementWritten,
    Corrected,
    JobSet,
    RoleGranted,
    RoleRevoked,
)
from bot.conversation.facts.learner import (
    AchievementReached,
    AlarmCleared,
    AlarmSet,
    AlarmsMoved,
    CodeCounted,
    CodeMade,
    CodeTaken,
    CohortJoined,
    CohortLeft,
    Enrolled,
    Fact,
    Forgotten,
    GoalReached,
    LessonStarted,
    Linked,
    Rated,
    Scheduled,
    SettingChanged,
    StepDone,
    Submission,
    Unlinked,
)
from bot.conversation.facts.live_class import (
    AnswersShown,
    ClassChanged,
    ClassStirred,
    LiveClass,
    Vote,
    Voted,
)
from bot.conversation.facts.remarks import Remarked, RemarkerMuted, RemarkHandled, WorthSaid
from bot.conversation.facts.roles import Held
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.learner import Account, Learner, Membership
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.live_class import ClassNeeds
from bot.conversation.session import Run, Session
from bot.learning.items import Answer, Item
from bot.learning.preferences import Preferences
from bot.lessons.model import Course, Lesson
from bot.storage.codec import micros
from bot.storage.records import Release
from bot.storage.sql.personal import HOLDINGS, MERGED, MOVED, STAYING, whose_of
from bot.storage.store import Store
from tests.rigs.facts import FACTS
from tests.rigs.makers import BEN, NOON, attempt, learner_of, record, session_of, write
from tests.rigs.properties import examples
from tests.rigs.rows import ask, ask_each
from tests.rigs.rows import tables as read
from tests.rigs.stores import fresh_store, opened

TEL = LearnerId("telegram:1")
DIS = LearnerId("discord:2")
ON_TEL, ON_DIS = Address("telegram", "1"), Address("discord", "20")
ACCOUNTS = (Account(TEL, "telegram", "1"), Account(DIS, "discord", "20"))
LESSON = Lesson(id="tea", title="Tea", minutes=5)
LATER = NOON + timedelta(hours=1)


pytestmark = pytest.mark.each_store


@pytest.fixture
async def store(store: Store) -> Store:
    await store.publish(Release((Course(id="k", title="K", lessons=("tea",)),), (LESSON,)), NOON)
    return store


def item(question: str, number: int, *, at: int = 7, said: str = "A") -> Scheduled:
    answer = Answer(said, "sure", right=True, at=at)
    return Scheduled(Item("tea", question, number, 1.5, 5.25, 99, answer))


async def does(
    store: Store, who: LearnerId, *facts: Fact, at: datetime = NOON, **more: Any
) -> None:
    address = ON_TEL if who == TEL else ON_DIS if who == DIS else Address("telegram", "9")
    await write(store, record(who, facts=facts, address=address, when=at, **more))


def life(name: str, question: str) -> tuple[Fact, ...]:
    """What there is to do, by somebody of whom all ids have this name."""
    run = f"{name}-run"
    return (
        LessonStarted(run, "tea", LESSON.revision, "deep", 3),
        StepDone(run, 1),
        attempt("both", run=run, revision=LESSON.revision),
        attempt(question, run=run, revision=LESSON.revision),
        Submission(run, "tea", "why.reason", "my own words"),
        Rated(run, "tea", "why.reason", 0, "yes"),
        item(question, 1),
        item("both", 1 if name == "tel" else 3, said=name),
        SettingChanged("zone", "Europe/Berlin"),
        AlarmSet("review", micros(LATER) - (9 if name == "dis" else 0), name, "1"),
        AlarmSet(f"cohort:{name}", micros(LATER), name, "1"),
        AchievementReached("first"),
        AchievementReached(name),
        GoalReached("2026-11-24", 5),
        Enrolled("tea", "both", "asked" if name == "tel" else "told"),
        CohortJoined(name),
        Remarked(f"{name}-1", "tea", LESSON.revision, "step.1", "p", 1, None, "sure", "wrong", ""),
        RemarkerMuted(f"{name}-1", muted=name == "dis"),
        WorthSaid(run, "tea", LESSON.revision, "yes" if name == "tel" else "no"),
    )


async def lived(store: Store) -> None:
    runs = {one: Run(f"{one}-run", "tea", LESSON.revision, "deep") for one in ("tel", "dis")}
    mine = Learner(Preferences(goal=5), finished=("a",), memberships=(Membership("tel"),))
    theirs = Learner(Preferences(goal=9), finished=("b",), memberships=(Membership("dis"),))
    await does(
        store,
        TEL,
        *life("tel", "p"),
        session=Session("aaaaaaaa", 4, run=runs["tel"]),
        changed=mine,
    )
    await does(
        store,
        DIS,
        *life("dis", "q"),
        session=Session("bbbbbbbb", 2, shelf=(runs["dis"],)),
        changed=theirs,
        at=NOON + timedelta(minutes=1),
    )
    told = (AnnouncementWritten("news", "Hi"), AnnouncementSent("news", "", "telegram", "9"))
    await does(store, BEN, *told)


async def link(store: Store, at: datetime = LATER) -> None:
    """The account on Discord enters the code of the one on Telegram."""
    await does(store, DIS, Linked(TEL, "discord", "20", ("telegram", "1")), at=at)


async def unlink(store: Store, keeper: LearnerId, *, undone: bool = True) -> None:
    await does(store, TEL, Unlinked(keeper, undone), at=LATER + timedelta(minutes=1))


def rows(store: Store, tables: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of tables that linking changes, in no order."""
    return read(store, tables or (*MOVED, *MERGED))


def of(store: Store, table: str, who: LearnerId, columns: str = "*") -> list[tuple[Any, ...]]:
    return ask(store, _of(table, columns), (who,))


def _of(table: str, columns: str = "*") -> str:
    return f"SELECT {columns} FROM {table} WHERE {whose_of(table)} = ? ORDER BY 1"


def test_each_table_says_what_becomes_of_it() -> None:
    said = [*MOVED, *MERGED, *STAYING]
    assert sorted(said) == sorted(one.table for one in HOLDINGS)


async def test_a_vote_in_a_class_is_the_learners_from_whichever_account(store: Store) -> None:
    await lived(store)
    live = LiveClass("c1ass000", DIS, "discord", "30", "", "tea", LESSON.revision, "en", ("q",), 1)
    stirred = ClassStirred("c1ass000", "discord", "30", micros(NOON))
    vote = Voted("c1ass000", Vote(1, 1, 0, "sure"), DIS)
    await does(store, DIS, ClassChanged(live), stirred, vote)
    await link(store)
    asked = {TEL: ClassNeeds("c1ass000", votes=True, tally=True)}
    known = (await store.classes(asked))[TEL]
    assert known.vote(1, 1) == Vote(1, 1, 0, "sure")
    changed = Vote(1, 1, 1, "guess", None, 1)
    await does(store, TEL, Voted("c1ass000", changed, DIS), at=LATER + timedelta(seconds=1))
    known = (await store.classes(asked))[TEL]
    assert known.tally.members == 1, "a person votes once"
    assert known.vote(1, 1) == changed
    assert known.live is not None
    assert known.live.host == DIS, "they lead it by the account that is there"
    await store.end_in_chat("discord", "30", LATER + timedelta(seconds=2))
    assert "class_shut:c1ass000" in [kind for (kind,) in of(store, "alarm", TEL, "kind")]


@pytest.mark.parametrize(("chosen", "told"), [("", True), ("telegram", True), ("discord", False)])
async def test_who_wrote_elsewhere_last_is_told_alone_where_the_class_is(
    store: Store, chosen: str, told: bool
) -> None:
    await lived(store)
    await link(store)
    now = await learner_of(store, TEL)
    assert now is not None
    await does(
        store,
        TEL,
        Voted("c1ass000", Vote(1, 1, 0, "sure"), TEL),
        AnswersShown("c1ass000", 1, "telegram"),
        changed=replace(
            now, home=("discord", "20"), preferences=replace(now.preferences, platform=chosen)
        ),
        at=LATER + timedelta(seconds=1),
    )
    alarms = of(store, "alarm", TEL, "kind, platform, chat")
    assert (("own_reveal:c1ass000:1", "telegram", "1") in alarms) is told
    assert len([kind for kind, *_ in alarms if kind.startswith("own_reveal:")]) == told


async def test_what_was_done_here_and_there_is_one_learners(store: Store) -> None:
    await lived(store)
    before = rows(store)
    await link(store)
    assert not any(of(store, table, DIS) for table in (*MOVED, *MERGED)), "nothing is left there"
    assert rows(store, ["relinking"]) == {"relinking": []}, "nothing may become another's now"
    after = rows(store)
    for table in MOVED:
        assert len(after[table]) == len(before[table]), f"nothing of {table} is lost"
    assert of(store, "item", TEL, "question, number, said") == [
        ("both", 3, "dis"),
        ("p", 1, "A"),
        ("q", 1, "A"),
    ], "where both have one, the better founded"
    assert of(store, "trial", TEL, "question, arm") == [("both", "asked")], "the first counts"
    assert of(store, "milestone", TEL, "name") == [("dis",), ("first",), ("tel",)]
    assert of(store, "member", TEL, "cohort") == [("dis",), ("tel",)]
    assert of(store, "alarm", TEL, "kind, platform") == [
        ("cohort:dis", "dis"),
        ("cohort:tel", "tel"),
        ("review", "tel"),
    ], "reminders are the primary's"
    now = await learner_of(store, TEL)
    assert now is not None
    assert (now.preferences.goal, now.finished, now.accounts) == (5, ("a", "b"), ACCOUNTS)
    session = await session_of(store, TEL)
    assert session is not None
    assert session.nonce == "aaaaaaaa"
    assert [run.id for run in session.runs] == ["tel-run"], "of as many outcomes, the primary's"
    counts = await store.overview()
    assert counts.learners == 1, "one learner counts once"


async def test_an_account_is_known_by_whose_it_is(store: Store) -> None:
    await lived(store)
    await link(store)
    async with store.transaction() as transaction:
        found = await transaction.snapshot([], [DIS])
    assert found.linked == {DIS: TEL}
    assert set(found.learners) == {TEL}
    assert set(found.sessions) == {TEL}
    assert await store.learner_of(DIS) == TEL
    assert await store.accounts_of(TEL) == (TEL, DIS)


@pytest.mark.parametrize("keeper", [TEL, DIS])
async def test_undone_at_once_all_is_as_before(store: Store, keeper: LearnerId) -> None:
    await lived(store)
    before = rows(store)
    await link(store)
    await unlink(store, keeper)
    assert rows(store) == before
    assert rows(store, ["identity", "before_link", "relinking"]) == {
        "identity": [],
        "before_link": [],
        "relinking": [],
    }


STATES = st.one_of(
    st.builds(item, st.sampled_from(["p", "q"]), st.integers(0, 3), at=st.integers(0, 9)),
    st.builds(
        AlarmSet,
        st.sampled_from(["review", "plan", "digest", "cohort:a", "project tea"]),
        st.integers(0, 9),
        st.sampled_from(["telegram", "discord"]),
        st.sampled_from(["1", "20"]),
    ),
    st.builds(SettingChanged, st.just("goal"), st.sampled_from(["5", "9"])),
    st.builds(CohortJoined, st.sampled_from(["a", "b"])),
    st.builds(CohortLeft, st.sampled_from(["a", "b"])),
)


@given(
    st.lists(st.tuples(st.booleans(), FACTS | STATES), min_size=4, max_size=24),
    st.sampled_from([TEL, DIS]),
)
@settings(max_examples=examples(40))
async def test_linking_and_undoing_it_gives_back_every_row(
    done: list[tuple[bool, Fact]], keeper: LearnerId
) -> None:
    async with opened(fresh_store()) as store:
        await does(store, TEL)
        await does(store, DIS)
        for n, (mine, fact) in enumerate(done):
            if not isinstance(fact, Corrected):
                who, name = (TEL, "tel") if mine else (DIS, "dis")
                await does(store, who, _named(fact, name), at=NOON + timedelta(seconds=n))
        before = rows(store)
        await link(store)
        await unlink(store, keeper)
        assert rows(store) == before


def _named(fact: Fact, name: str) -> Fact:
    """The same with a run that nobody else has: in life it is named by the input that began it."""
    runs = {one: getattr(fact, one, "") for one in ("run", "into")}
    return replace(fact, **{one: f"{name}-{run}" for one, run in runs.items() if run})  # type: ignore[type-var, return-value]  # a fact is a dataclass


@pytest.mark.parametrize(("keeper", "other"), [(TEL, DIS), (DIS, TEL)])
async def test_what_has_come_since_stays_with_the_keeper(
    store: Store, keeper: LearnerId, other: LearnerId
) -> None:
    await lived(store)
    before = {one: rows_of(store, one) for one in (TEL, DIS)}
    await link(store)
    since = LATER + timedelta(seconds=5)
    now = await learner_of(store, TEL)
    session = await session_of(store, TEL)
    assert now is not None
    assert session is not None
    await does(
        store,
        TEL,
        attempt("new", run="dis-run", revision=LESSON.revision),
        item("both", 4, at=micros(since)),
        AchievementReached("since"),
        GoalReached("2026-11-25", 5),
        AlarmsMoved("discord", "20"),
        session=Session("aaaaaaaa", 7, run=session.run),
        changed=Learner(now.preferences, finished=(*now.finished, "c"), accounts=now.accounts),
        at=since,
    )
    await unlink(store, keeper)
    given_back, had = rows_of(store, other), before[other]
    for table in (*MOVED, *MERGED):
        if table != "session":
            assert given_back[table] == had[table], f"{table} is as it was"
    alarms = rows_of(store, keeper)["alarm"]
    assert alarms == before[keeper]["alarm"], "where one rings is no news"
    assert [one for (one,) in of(store, "attempt", keeper, "question") if one == "new"]
    assert ("both", 4) in of(store, "item", keeper, "question, number")
    assert ("since",) in of(store, "milestone", keeper, "name")
    assert ("dis-run",) in of(store, "run", keeper, "run"), "what it came of is known"
    mine, theirs = await learner_of(store, keeper), await learner_of(store, other)
    assert mine is not None
    assert theirs is not None
    own = {TEL: "a", DIS: "b"}
    assert set(mine.finished) == {own[keeper], "c"}
    assert theirs.finished == (own[other],)
    assert mine.preferences.goal == {TEL: 5, DIS: 9}[keeper], "each has their own settings"
    assert mine.accounts == theirs.accounts == ()
    primary = await session_of(store, TEL)
    assert primary is not None
    assert primary.asked == 7, "no number of a question is used once more"


@pytest.mark.parametrize(("keeper", "other"), [(TEL, DIS), (DIS, TEL)])
async def test_an_answer_that_has_not_come_yet_comes_to_whoever_asked(
    store: Store, keeper: LearnerId, other: LearnerId
) -> None:
    """It came while they were one, in hours that were quiet."""
    await lived(store)
    await link(store)
    now = await learner_of(store, TEL)
    assert now is not None
    await does(store, TEL, changed=replace(now, home=("discord", "20")), at=LATER)
    asked = {TEL: "tel-1", DIS: "dis-1"}
    handled = [RemarkHandled(one, "answered", "Great heat.") for one in asked.values()]
    await does(store, BEN, *handled, at=LATER + timedelta(seconds=1))
    await unlink(store, keeper)
    homes = {TEL: ("telegram", "1"), DIS: ("discord", "20")}
    for one, remark in asked.items():
        assert of(store, "remark", one, "id") == [(remark,)]
        rings = of(store, "alarm", one, "kind, platform, chat")
        found = [alarm for alarm in rings if alarm[0].startswith("answer:")]
        assert found == [(f"answer:{remark}", *homes[one])], one


async def test_that_a_code_was_used_is_told_where_it_was_made(store: Store) -> None:
    """Who entered it and writes at once takes that nowhere else."""
    await lived(store)
    await link(store)
    told = AlarmSet("linked", micros(LATER), "telegram", "1")
    await does(store, TEL, told, AlarmsMoved("discord", "20"), at=LATER)
    alarms = of(store, "alarm", TEL, "kind, platform, chat")
    assert ("linked", "telegram", "1") in alarms
    assert ("review", "discord", "20") in alarms


async def test_an_answer_that_has_come_is_not_told_again(store: Store) -> None:
    await lived(store)
    await does(store, BEN, RemarkHandled("dis-1", "answered", "Great heat."))
    await link(store)
    now = LATER + timedelta(seconds=1)
    await does(store, TEL, AlarmCleared("answer:dis-1"), at=now)
    await unlink(store, TEL)
    rings = of(store, "alarm", DIS, "kind, at")
    assert not [at for kind, at in rings if kind.startswith("answer:") and at is not None]


@pytest.mark.parametrize("first", [TEL, DIS])
@pytest.mark.parametrize("second", [TEL, DIS])
async def test_who_went_on_with_one_run_on_both_accounts_can_be_linked_again(
    store: Store, first: LearnerId, second: LearnerId
) -> None:
    await lived(store)
    await link(store)
    others = {TEL: DIS, DIS: TEL}[first]
    run = {TEL: "tel-run", DIS: "dis-run"}[others]
    since = LATER + timedelta(seconds=5)
    answered = attempt("since", run=run, revision=LESSON.revision)
    await does(store, TEL, answered, StepDone(run, 2), at=since)
    await unlink(store, first)
    at = LATER + timedelta(minutes=2)
    for n, one in enumerate((TEL, DIS)):
        assert (run,) in of(store, "run", one, "run"), "they are both in the midst of it"
        if one == others:
            await does(store, one, StepDone(run, 2), at=at + timedelta(seconds=n))
    before = rows(store)
    await link(store, at + timedelta(minutes=1))
    assert await store.learner_of(DIS) == TEL
    for table in ("run", "step_done"):
        keys = [(one[1:3] if table == "step_done" else one[1]) for one in before[table]]
        assert len(of(store, table, TEL)) == len(set(keys)), f"of {table} one is kept"
    await does(store, TEL, Unlinked(second, undone=True), at=at + timedelta(minutes=2))
    assert rows(store) == before


@pytest.mark.parametrize("keeper", [TEL, DIS])
async def test_who_was_muted_meanwhile_is_muted_by_both_accounts(
    store: Store, keeper: LearnerId
) -> None:
    await lived(store)
    for name in ("tel", "dis"):
        await does(store, BEN, RemarkerMuted(f"{name}-1", muted=False))
    await link(store)
    since = LATER + timedelta(seconds=1)
    await does(store, BEN, RemarkerMuted("dis-1", muted=True), at=since)
    await unlink(store, keeper)
    assert [of(store, "muted", one, "muted") for one in (TEL, DIS)] == [[(1,)], [(1,)]]


def rows_of(store: Store, who: LearnerId) -> dict[str, list[tuple[Any, ...]]]:
    tables = (*MOVED, *MERGED)
    found = ask_each(store, [_of(table) for table in tables], (who,))
    return {table: sorted(rows, key=repr) for table, rows in zip(tables, found, strict=True)}


async def test_after_a_week_all_is_the_keepers(store: Store) -> None:
    await lived(store)
    await link(store)
    together = rows_of(store, TEL)
    await store.prune(LATER + timedelta(seconds=1))
    assert rows(store, ["before_link"]) == {"before_link": []}
    await unlink(store, DIS, undone=False)
    for table, found in rows_of(store, DIS).items():
        assert len(found) == len(together[table]), f"all of {table} is kept"
    assert not any(rows_of(store, TEL).values()), "the other begins anew"
    assert await store.learner_of(DIS) == DIS
    now = await learner_of(store, DIS)
    assert now is not None
    assert (now.home, now.accounts) == (("discord", "20"), ())


async def test_what_must_not_come_back_does_not(store: Store) -> None:
    await lived(store)
    owner = LearnerId("telegram:9")
    for one in (TEL, DIS):
        await does(store, owner, RoleGranted(one, "author"), RoleGranted(one, "analyst"))
    await does(store, DIS, attempt("typed", run="dis-run", choice=None, answer="my words"))
    await does(store, DIS, item("typed", 1, said="my words", at=micros(NOON)))
    await link(store)
    await does(store, owner, RoleRevoked(DIS, "author"))
    wrong = Corrected("c", "tea", "q", (LESSON.revision,), (), "n", "{}", "telegram", "9")
    await does(store, owner, wrong, at=LATER + timedelta(seconds=9))
    await store.forget_texts(LATER + timedelta(days=1))
    assert "my words" not in repr(rows(store, ["before_link", "item"]))
    await unlink(store, TEL)
    assert of(store, "role", DIS, "role") == [("analyst",)]
    assert of(store, "role", TEL, "role") == [("analyst",)]
    numbers = dict(of(store, "item", DIS, "question, number"))
    assert numbers["q"] == 0, "nothing is remembered of what a wrong key said"
    assert numbers["both"] == 3


async def test_a_role_is_granted_to_the_learner_by_any_name(store: Store) -> None:
    await lived(store)
    await link(store)
    await does(store, BEN, RoleGranted(DIS, "author"))
    assert (await store.admin(TEL, AdminNeeds())).roles == {Held("author")}
    assert await store.admins() == {TEL, DIS}
    [grant] = (await store.admin(TEL, AdminNeeds(grants=True))).grants
    assert (grant.person, grant.others) == (TEL, (DIS,)), "it is seen whose accounts have it"
    await store.set_owners([DIS], NOON)
    assert (await store.admin(TEL, AdminNeeds())).roles == {Held("author"), Held("owner")}
    await store.set_owners([TEL], NOON)
    assert (await store.admin(TEL, AdminNeeds())).roles == {Held("author"), Held("owner")}


async def test_a_person_is_forgotten_and_not_an_account(store: Store) -> None:
    await lived(store)
    await link(store)
    handed = await store.personal(DIS)
    assert {row["learner"] for row in handed["attempt"]} == {TEL}
    assert len(handed["input"]) >= 3, "the inputs of both"
    assert len(handed["identity"]) == 2
    facts = (Forgotten(),)
    await does(store, TEL, *facts, at=LATER)
    for table in (one.table for one in HOLDINGS):
        names = repr(rows(store, [table]))
        assert "telegram:1'" not in names, table
        assert "discord:2'" not in names, table
    assert await store.learner_of(DIS) == DIS


async def _forgets(store: Store) -> None:
    await does(store, TEL, Forgotten(), at=LATER)


async def _is_forgotten_in_time(store: Store) -> None:
    await store.forget(TEL, LATER)


async def _parts_after_a_week(store: Store) -> None:
    await unlink(store, TEL, undone=False)


@pytest.mark.parametrize("gone", [_forgets, _is_forgotten_in_time, _parts_after_a_week])
async def test_the_account_that_the_settings_name_stays_an_owner(
    store: Store, gone: Callable[[Store], Awaitable[None]]
) -> None:
    """It may be the one that was linked, and the learner is nobody by then."""
    await store.set_owners([TEL, DIS], NOON)
    await lived(store)
    await link(store)
    await store.set_owners([DIS], LATER)
    log = rows(store, ["audit"])["audit"]
    await gone(store)
    assert await store.admins() == {DIS}, "at once, and nobody else is"
    since = rows(store, ["audit"])["audit"][len(log) :]
    assert "owner" not in repr(since), "the settings are as they were"


async def test_a_code_is_kept_as_its_hash_and_counted(store: Store) -> None:
    until = micros(LATER)
    await does(store, TEL, CodeMade("old", until, "telegram", "1"), CodeCounted("made"))
    await does(store, TEL, CodeMade("hash", until, "telegram", "1"), CodeCounted("made"))
    await does(store, DIS, CodeCounted("missed"))
    found = await store.identities({DIS: ("old", NOON), TEL: ("hash", NOON)})
    assert found[DIS].code is None, "a learner has one at a time"
    assert (found[DIS].missed, found[TEL].made) == (1, 2)
    code = found[TEL].code
    assert code is not None
    assert (code.maker, code.taken_by, code.home) == (TEL, None, ("telegram", "1"))
    await does(store, DIS, CodeTaken("hash"))
    await does(store, BEN, CodeTaken("hash"))
    taken = (await store.identities({TEL: ("hash", NOON)}))[TEL].code
    assert taken is not None
    assert taken.taken_by == DIS, "it holds for whoever entered it first"
    later = NOON + timedelta(hours=2)
    assert (await store.identities({DIS: ("", later)}))[DIS].missed == 0


async def test_what_was_being_done_for_an_account_is_told_to_the_learner(
    store: Store,
) -> None:
    await lived(store)
    set_out = JobSet("discord:9/1", "own_data", "{}", "discord", "20")
    await does(store, DIS, set_out)
    [job] = [one for one in await store.jobs(9) if one.id == "discord:9/1"]
    await link(store)
    await store.finish_job(job, LATER, "{}")
    assert ("errand:own_data:discord:9/1",) in of(store, "alarm", TEL, "kind")
    assert of(store, "alarm", DIS) == []


async def test_what_cannot_be_read_holds_up_nobody(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await lived(store)
    await does(store, TEL)
    await store.close()
    ask(store, "UPDATE session SET body = 'no session' WHERE learner = 'telegram:1'")
    await store.open()
    before = rows(store)
    await link(store)
    assert rows(store) == before
    assert "could not be linked" in caplog.text


async def test_who_is_muted_or_answered_is_so_on_either_account(store: Store) -> None:
    await lived(store)
    await link(store)
    standing = (await store.standing({TEL: LATER}))[TEL]
    assert (standing.today, standing.muted) == (2, True)
    assert (await store.opinions("tea")).worth == {"yes": 1}, "the first that was said holds"
    await does(store, BEN, RemarkHandled("dis-1", "answered", "So."))
    assert [one.id for one in (await store.unread([TEL]))[TEL]] == ["dis-1"]
    assert set(await store.own_remarks({TEL: "dis-1"})) == {TEL}
