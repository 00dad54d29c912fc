"""Withdrawn revisions in every store, at the desk, and at all doors back."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.cli import push_pull
from adapters.settings import Settings
from bot.conversation.facts.admin import (
    Logged,
    Pointed,
    Published,
    TranslationPointed,
    TranslationUnpointed,
    Unpointed,
    Withdrawn,
)
from bot.conversation.facts.learner import Carried, Fact, Judged, LessonStarted
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import AdminNeeds, Archive, Withdrawal
from bot.conversation.session import Review, Run, Session
from bot.learning.items import Answer, Item
from bot.lessons.model import Lesson
from bot.lessons.revisions.keys import equivalent_revisions
from bot.service.publishing.from_files import publish
from bot.storage.codec import micros
from bot.storage.records import BEGINNING, Release
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store
from tests.rigs.courses import read_lesson
from tests.rigs.makers import ANA, BEN, NOON, at, attempt, record, session_of, write
from tests.rigs.paths import KITCHEN, LESSONS
from tests.rigs.plain_stage import PlainStage
from tests.rigs.rows import REFUSED, ask

pytestmark = pytest.mark.each_store

TEA_3 = LESSONS / "tea-3.md"
TEA = Lesson(id="tea", title="Tea", minutes=5)
BETTER = Lesson(id="tea", title="Better tea", minutes=5)
TEE = Lesson(id="tea", title="Tee", minutes=5, language="de", translates=TEA.revision)
TEE_2 = TEE.model_copy(update={"title": "Feiner Tee"})
THE = Lesson(id="tea", title="Thé", minutes=5, language="fr", translates=BETTER.revision)
SOUP = Lesson(id="soup", title="Soup", minutes=5)
OWNER = LearnerId("telegram:9")


@pytest.fixture
async def kept(store: Store) -> Store:
    """A store with two revisions of tea, and translations of each."""
    await store.set_owners([OWNER], NOON)
    await store.publish(Release(lessons=(TEA, TEE, SOUP)), at(1))
    await store.publish(Release(lessons=(TEE_2,)), at(2))
    await store.publish(Release(lessons=(BETTER, THE)), at(3))
    return store


async def archive(store: Store, lesson: str = "tea") -> Archive:
    return (await store.admin(OWNER, AdminNeeds(lesson=lesson, touched=True))).archive


async def act(store: Store, *facts: Fact, seconds: float = 10) -> None:
    await write(store, record(OWNER, facts=facts, when=at(seconds)))


async def test_a_withdrawn_revision_is_known_with_all_its_translations(kept: Store) -> None:
    await act(kept, Withdrawn("tea", TEA.revision))
    gone = {("tea", one.revision) for one in (TEA, TEE, TEE_2)}
    assert (await kept.library()).withdrawn == gone
    assert (await kept.library()).in_language("de").withdrawn == gone
    done = Withdrawal(OWNER, micros(at(10)))
    assert (await archive(kept)).withdrawn == {one.revision: done for one in (TEA, TEE, TEE_2)}
    assert not (await archive(kept, "soup")).withdrawn


async def test_a_translation_is_withdrawn_by_itself(kept: Store) -> None:
    await act(kept, Withdrawn("tea", TEE.revision))
    assert (await kept.library()).withdrawn == {("tea", TEE.revision)}


async def test_who_withdrew_it_first_stays_on_record(kept: Store) -> None:
    await act(kept, Withdrawn("tea", TEA.revision))
    await act(kept, Withdrawn("tea", TEA.revision), seconds=20)
    assert (await archive(kept)).withdrawn[TEA.revision].at == micros(at(10))


async def test_what_can_not_be_found_any_more_can_be_withdrawn(kept: Store) -> None:
    await act(kept, Withdrawn("tea", "vanished"))
    assert (await kept.library()).withdrawn == {("tea", "vanished")}


async def test_pointers_of_translations_go_and_come(kept: Store) -> None:
    await act(kept, TranslationUnpointed("tea", "fr"), Published("tea.fr", "", "withdraw"))
    assert (await kept.library()).translations.get("fr", {}) == {}
    await act(kept, TranslationPointed("tea", "de", TEE.revision), seconds=11)
    assert (await kept.library()).translations["de"]["tea"].revision == TEE.revision


async def test_the_archive_holds_cards_and_histories_of_one_lesson(kept: Store) -> None:
    found = await archive(kept)
    titles = {one.revision: one.title for one in (TEA, TEE, TEE_2, BETTER, THE)}
    assert {revision: card.title for revision, card in found.cards.items()} == titles
    german = [one.revision for one in found.translations["de"]]
    assert german == [TEE_2.revision, TEE.revision]
    assert set(found.translations) == {"de", "fr"}
    assert await archive(kept, "no-such") == Archive()


def run(revision: str, lesson: str = "tea", mode: str = "deep", **more: str) -> Run:
    return Run(f"{lesson} {mode} {revision}", lesson, revision, mode, **more)


def review(revision: str, stage: str = "open", lesson: str = "tea") -> Review:
    item = Item(lesson, "q", 1, 1.0, 5.0, micros(NOON), Answer("A", "sure", True, micros(NOON)))
    return Review("r", revision, item, 1, stage=stage)  # type: ignore[arg-type]  # a word as text


async def begin(store: Store, name: str, session: Session, *lessons: str) -> None:
    started = tuple(
        LessonStarted(f"{one} deep", one, "r", "deep", 3) for one in lessons or ("tea",)
    )
    await write(store, record(LearnerId(name), session=session, facts=started))


async def test_whom_it_touches_is_told_by_what_they_have_under_way(kept: Store) -> None:
    now = Session("n")
    a, b, c = TEA.revision, TEE.revision, BETTER.revision
    await begin(kept, "in it", replace(now, run=run(a)))
    await begin(kept, "in a translation", replace(now, run=run(b)))
    await begin(kept, "left it twice", replace(now, shelf=(run(a), run(a, mode="why"))))
    await begin(kept, "in another", replace(now, run=run(c), shelf=(run(b),)))
    await begin(kept, "asked in a review", replace(now, review=review(a)))
    await begin(kept, "has read the reveal", replace(now, review=review(a, "revealed")))
    await begin(kept, "looks at a draft", replace(now, run=run(a, preview="draft")))
    await begin(kept, "is done", now)
    await begin(kept, "cooks", replace(now, run=run(a, "soup"), review=None), "soup", "tea")
    assert (await archive(kept)).touched == {a: 5, b: 2, c: 1}


async def midst(store: Store) -> dict[str, int]:
    pairs = tuple(("tea", one.revision) for one in (TEA, BETTER))
    known = await store.admin(OWNER, AdminNeeds(lesson="tea"))
    alone = await store.admin(OWNER, AdminNeeds(learning=pairs))
    found = {revision: number for (_, revision), number in known.learning.items()}
    exact = {revision: number for (_, revision), number in alone.learning.items()}
    assert exact == {key: one for key, one in found.items() if key}
    return found


async def test_who_was_carried_over_is_in_the_midst_of_where_they_are(kept: Store) -> None:
    one, two = (Session("n", run=Run(id, "tea", "r", "deep")) for id in ("one", "two"))
    for who in (ANA, BEN):
        facts = (LessonStarted("one", "tea", TEA.revision, "deep", 3),)
        await write(kept, record(who, session=one, facts=facts))
    assert await midst(kept) == {"": 2, TEA.revision: 2}
    onward = LessonStarted("two", "tea", BETTER.revision, "deep", 3)
    await write(kept, record(ANA, session=two, facts=(Carried("one", "two"), onward)))
    assert await midst(kept) == {"": 2, TEA.revision: 1, BETTER.revision: 1}
    await write(kept, record(ANA, facts=(Carried("two", ""),)))
    assert await midst(kept) == {"": 1, TEA.revision: 1}


async def test_answers_after_it_count_for_the_new_revision_and_are_judged_apart(
    store: Store,
) -> None:
    old = read_lesson(KITCHEN / "tea.md")
    new = read_lesson(TEA_3)
    await store.publish(Release(lessons=(old, new)), NOON)
    asked = {"question": "bitter-green", "right": None, "score": None}
    await write(
        store,
        record(
            ANA,
            facts=(
                LessonStarted("one", "tea", old.revision, "deep", 3),
                attempt(run="one", revision=old.revision, **asked),
                Judged("one", "bitter-green", "first", right=True),
            ),
            when=at(1),
        ),
        record(
            ANA,
            facts=(
                Carried("one", "two"),
                LessonStarted("two", "tea", new.revision, "deep", 2),
                attempt(run="two", revision=new.revision, **asked),
                Judged("two", "bitter-green", "first", right=False),
            ),
            when=at(2),
        ),
    )
    for lesson, verdict in ((old, True), (new, False)):
        versions = await store.revisions("tea")
        observed = await store.observations("tea", equivalent_revisions(lesson, versions))
        (first,) = [one for one in observed.counts if one.event == "first"]
        assert (first.right, first.number) == (verdict, 1)
        assert observed.taken.started == 1


async def test_it_is_never_undone(kept: Store) -> None:
    await act(kept, Withdrawn("tea", TEA.revision))
    await kept.close()
    for sql in ("DELETE FROM withdrawn", "UPDATE withdrawn SET at = 0"):
        with pytest.raises(REFUSED, match="withdrawn"):
            ask(kept, sql)


# Every door by which it could come back


def lesson(title: str) -> str:
    return f"---\nid: tea\ntitle: {title}\nminutes: 5\n---\n\n# {title}\n"


async def withdraw(store: Store, *, instead: str = "") -> None:
    revision = (await store.library()).cards["tea"].revision
    moved = (Pointed("tea", instead),) if instead else (Unpointed("tea"),)
    after = Published("tea", instead, "withdraw")
    await act(store, Withdrawn("tea", revision), *moved, after, Logged("withdraw", "tea", revision))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "kitchen"
    folder.mkdir(parents=True)
    (folder / "course.toml").write_text('title = "Kitchen"\nlessons = ["tea"]\n')
    (folder / "tea.md").write_text(lesson("Tea"))
    german = lesson("Tee").replace("id: tea\n", "id: tea\nlanguage: de\n")
    (folder / "tea.de.md").write_text(german)
    return folder


@pytest.mark.parametrize("touched", ["", "\n\n"])
async def test_files_do_not_bring_it_back_at_a_start(
    store: Store, folder: Path, touched: str
) -> None:
    await publish(store, folder.parent, NOON)
    await withdraw(store)
    (folder / "tea.md").write_text(lesson("Tea") + touched)
    await publish(store, folder.parent, at(30))
    assert (await store.library()).cards == {}


async def test_a_file_that_goes_back_to_it_is_refused_and_what_is_taught_stays(
    store: Store, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await publish(store, folder.parent, NOON)
    old = (await store.library()).cards["tea"].revision
    (folder / "tea.md").write_text(lesson("Better tea"))
    await publish(store, folder.parent, at(1))
    await act(store, Withdrawn("tea", old))
    (folder / "tea.md").write_text(lesson("Tea"))
    for start in (20, 30):
        caplog.clear()
        await publish(store, folder.parent, at(start))
        assert "admins withdrew this exact text: tea, tea.de" in caplog.text
        assert (await store.library()).cards["tea"].title == "Better tea"
    (folder / "tea.md").write_text(lesson("Best tea"))
    await publish(store, folder.parent, at(40))
    assert (await store.library()).cards["tea"].title == "Best tea"


async def test_a_push_of_it_is_refused_whole_and_of_what_is_mended_taken(tmp_path: Path) -> None:
    its = Settings.model_construct(database=tmp_path / "db")
    store, folder = SqliteStore(its.database), tmp_path / "kitchen"
    folder.mkdir()
    (folder / "tea.md").write_text(lesson("Tea"))
    (folder / "soup.md").write_text(lesson("Soup").replace("id: tea", "id: soup"))

    async def push(**more: bool) -> push_pull.PushResult:
        found = push_pull.read([folder], await push_pull.load_taught(its))
        said = {"dry_run": False, "sure": False} | more
        return await push_pull.push(its, found, "terminal:ana", **said)

    assert (await push()).well
    await store.open()
    await store.set_owners([OWNER], NOON)
    await withdraw(store)
    await store.close()
    (folder / "soup.md").write_text(lesson("Better soup").replace("id: tea", "id: soup"))
    for more in ({}, {"dry_run": True}, {"sure": True}):
        done = await push(**more)
        assert not done.well
        assert "this exact text was withdrawn" in done.lines[0]
        assert done.lines[-1] == "Nothing was published: one of its texts was withdrawn."
    await store.open()
    assert {card.title for card in (await store.library()).cards.values()} == {"Soup"}
    await store.close()
    (folder / "tea.md").write_text(lesson("Mended tea"))
    assert (await push()).well


# Through the desk


async def press(stage: PlainStage, name: str, *labels: str) -> None:
    for label in labels:
        await stage.settled()
        await stage.presses(name, label, 0, name)


async def said(stage: PlainStage) -> str:
    return "\n".join(one.text for one in await stage.heard())


async def test_a_second_withdrawal_finds_fifty_who_were_led_on(stage: PlainStage) -> None:
    await stage.publish(TEA_3)
    names = [f"L{n}" for n in range(50)]
    for name in names:
        await stage.types(name, "/learn tea")
        await press(stage, name, "Deep")
    for revision, again in (("5f95e198814ed78c", True), ("e387c77eb8e2cf41", False)):
        await said(stage)
        await stage.types("Ana", f"/admin lessons withdraw tea {revision}")
        assert "This affects 50 people" in await said(stage)
        await press(stage, "Ana", "Withdraw it")
        await said(stage)
        for name in names:
            await press(stage, name, await first(stage, name))
        told = await said(stage)
        assert told.count("you go on in the one that replaces it") == 50 * again
        assert told.count("no longer taught") == 50 * (not again)
    known = await stage.past("Ana")[0].admin(
        stage.past("Ana")[1], AdminNeeds(lesson="tea", touched=True)
    )
    assert not known.learning
    assert not known.archive.touched


async def test_answers_to_a_reworded_question_are_on_record(stage: PlainStage) -> None:
    await stage.publish(TEA_3)
    await stage.types("Ben", "/learn tea")
    for label in ("Deep", "Water at 100 degrees", "Sure (9 in 10)"):
        await press(stage, "Ben", label)
    await stage.types("Ana", "/admin lessons withdraw tea 5f95e198814ed78c")
    await press(stage, "Ana", "Withdraw it")
    store, ben = stage.past("Ben")
    session = await session_of(store, ben)
    assert session
    assert session.run
    while "Yes" not in str(await stage.heard()):
        label = "More bitterness" if await has(stage, "Ben", "More bitterness") else None
        await press(stage, "Ben", label or await first(stage, "Ben"))
    await press(stage, "Ben", "Yes", "Sure (9 in 10)")
    await stage.settled()
    every = await store.answers(BEGINNING, 99)
    found = {one.key[3]: one.revision for one in every if one.key[0] == ben}
    assert found.pop("bitter-green") == "5f95e198814ed78c"
    assert found == dict.fromkeys(["ten-minutes", "milk-first"], "e387c77eb8e2cf41")


async def first(stage: PlainStage, name: str) -> str:
    session = await session_of(*stage.past(name))
    assert session
    assert session.open
    return session.open.offers[0].label


async def has(stage: PlainStage, name: str, label: str) -> bool:
    session = await session_of(*stage.past(name))
    return bool(session and session.open and label in [x.label for x in session.open.offers])


async def test_a_revision_that_has_vanished_leads_on_and_sorry_is_said_to_nobody(
    stage: PlainStage,
) -> None:
    await stage.types("Ben", "/learn tea")
    await press(stage, "Ben", "Deep")
    store, ben = stage.past("Ben")
    session = await session_of(store, ben)
    assert session
    assert session.run
    lost = replace(session, run=replace(session.run, revision="vanished"))
    await write(store, record(ben, session=lost))
    await said(stage)
    await stage.types("Ben", "/continue")
    told = await said(stage)
    assert "been withdrawn" in told
    assert "Sorry" not in told
    await press(stage, "Ben", "Continue")
    assert "The core idea" in await said(stage)


async def test_a_vanished_question_of_a_review_is_asked_as_it_is_now(stage: PlainStage) -> None:
    await stage.types("Ben", "/learn tea")
    for label in ("Deep", *["Continue"] * 4, "Cool water", "Sure (9 in 10)"):
        await press(stage, "Ben", label)
    stage.clock = stage.clock.replace(day=10)
    await stage.types("Ben", "/review")
    store, ben = stage.past("Ben")
    await stage.settled()
    session = await session_of(store, ben)
    assert session
    assert session.review
    lost = replace(session, review=replace(session.review, revision="vanished"))
    await write(store, record(ben, session=lost))
    await said(stage)
    await press(stage, "Ben", "Boiling water", "Sure (9 in 10)")
    assert "how it's asked now" in await said(stage)
    await press(stage, "Ben", "Boiling water", "Sure (9 in 10)")
    assert "and you're right" in await said(stage)


async def test_a_draft_of_it_is_refused_at_every_door(stage: PlainStage) -> None:
    data = TEA_3.read_bytes()
    await stage.sends("Ana", "tea-3.md", len(data), "", data)
    assert "Draft: A safer cup of tea" in await said(stage)
    await press(stage, "Ana", "Preview")
    await press(stage, "Ana", "Deep")
    await said(stage)
    await stage.publish(TEA_3)
    await stage.types("Cay", "/learn tea")
    await stage.settled()
    store, ana = stage.past("Ana")
    await write(store, record(ana, facts=(Withdrawn("tea", "5f95e198814ed78c"),)))
    await stage.restart()
    await press(stage, "Ana", "No idea")
    assert "the preview ends here" in await said(stage)
    await press(stage, "Ana", "Back to the draft")
    await press(stage, "Ana", "Publish")
    assert "This exact text was withdrawn" in await said(stage)
    draft = (await store.admin(ana, AdminNeeds(drafts=True))).drafts[0].id
    for words in (f"preview {draft}", f"play {draft} tea 5f95e198814ed78c deep"):
        await stage.types("Ana", f"/admin drafts {words}")
        assert "This exact text was withdrawn" in await said(stage)
    known = await store.admin(ana, AdminNeeds(lesson="tea"))
    assert not known.learning, "a preview is nowhere on record"


async def test_a_draft_whose_time_comes_is_not_published(stage: PlainStage) -> None:
    data = TEA_3.read_bytes()
    await stage.sends("Ana", "tea-3.md", len(data), "", data)
    await press(stage, "Ana", "Publish at…")
    await stage.types("Ana", "2026-03-05 09:00")
    await stage.settled()
    store, ana = stage.past("Ana")
    await write(store, record(ana, facts=(Withdrawn("tea", "5f95e198814ed78c"),)))
    await stage.restart()
    await said(stage)
    stage.clock = stage.clock.replace(day=5, hour=9, minute=1)
    await stage.alarms.sweep()
    assert "This exact text was withdrawn" in await said(stage)
    assert (await store.library()).cards["tea"].title == "A cup of tea"


async def test_two_admins_who_withdraw_at_once_see_each_other(stage: PlainStage) -> None:
    await stage.owns("Bea")
    await stage.publish(TEA_3)
    for name in ("Ana", "Bea"):
        await stage.types(name, "/admin lessons withdraw tea 5f95e198814ed78c")
    await press(stage, "Ana", "Withdraw it")
    await said(stage)
    await press(stage, "Bea", "Withdraw it")
    assert "was already withdrawn" in await said(stage)
    store, ana = stage.past("Ana")
    log = (await store.admin(ana, AdminNeeds(log=0))).log
    assert [one.act for one in log].count("withdraw") == 1


async def test_a_translation_is_taken_from_those_who_speak_it_alone(stage: PlainStage) -> None:
    await stage.speaks("Ben", "de")
    for name in ("Ben", "Cay"):
        await stage.types(name, "/learn tea")
    await press(stage, "Cay", "Deep")
    await press(stage, "Ben", "Gründlich")
    await said(stage)
    store, _ = stage.past("Ana")
    german = (await store.library()).translations["de"]["tea"].revision
    await stage.types("Ana", f"/admin lessons withdraw tea {german}")
    told = await said(stage)
    assert "This affects 1 person" in told
    assert "get the lesson as it was written" in told
    await press(stage, "Ana", "Withdraw it")
    await said(stage)
    assert "de" not in (await store.library()).translations
    await stage.types("Ben", "?")
    assert "A cup of tea" in await said(stage)
    await press(stage, "Cay", "Continue")
    assert "been withdrawn" not in await said(stage)


async def test_a_translation_of_what_is_taught_again_takes_the_place_of_the_one_that_goes(
    stage: PlainStage,
) -> None:
    store, ana = stage.past("Ana")
    old = (await store.library()).translations["de"]["tea"]
    new = read_lesson(TEA_3)
    german = new.model_copy(update={"title": "Tee", "language": "de", "translates": new.revision})
    other = german.model_copy(update={"title": "Tee, verbessert"})
    await store.publish(Release(lessons=(new, german)), at(1))
    await store.publish(Release(lessons=(other,)), at(2))
    await stage.publish(TEA_3)
    await stage.types("Ana", f"/admin lessons withdraw tea {new.revision}")
    assert "withdrawn with it: de" in await said(stage)
    await press(stage, "Ana", "Withdraw it")
    await said(stage)
    assert (await store.library()).translations["de"]["tea"].revision == old.revision
    known = await store.admin(ana, AdminNeeds(lesson="tea"))
    assert next(one.how for one in known.archive.translations["de"]) == "withdraw"
    assert {german.revision, other.revision} < set(known.archive.withdrawn)
