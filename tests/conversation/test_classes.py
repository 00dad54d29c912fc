"""What a class asks, what it tells of its answers, and what of them is on its members' record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import engine
from bot.conversation.buttons import Token
from bot.conversation.classes import chat_card, host, message, shares
from bot.conversation.classes.shares import summary
from bot.conversation.facts.admin import Corrected, Withdrawn
from bot.conversation.facts.live_class import (
    ClassChanged,
    ClassStirred,
    LiveClass,
    Vote,
    Voted,
    VotesCounted,
)
from bot.conversation.inputs import Address, Alarm, Envelope, LearnerId, Press
from bot.conversation.language.markup import escape_markdown, plain
from bot.conversation.learner import NOBODY
from bot.conversation.needs.learner import Known, Needs
from bot.conversation.needs.live_class import Cell, ClassNeeds, ClassTally
from bot.conversation.outputs import Notice
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning.logbook import Logbook
from bot.lessons.library import Library
from bot.lessons.question import Estimate, Option, Question, Range
from bot.storage.codec import micros
from bot.storage.store import Store
from tests.rigs.makers import at, record, write
from tests.rigs.paths import KITCHEN, LESSONS
from tests.rigs.plain_stage import PlainStage
from tests.rigs.transcript import MOMENT, let_pass

pytestmark = pytest.mark.each_store

QUESTION = Question(
    id="q",
    text="Why?",
    options=(Option(label="So"), Option(label="Because", right=True), Option(label="Hence")),
)


def cells(*given: tuple[int | None, str, int | None, str, int]) -> tuple[Cell, ...]:
    """Cells of the first question."""
    return tuple(Cell(1, *one) for one in given)


@pytest.mark.parametrize(
    ("number", "most", "wanted"),
    [
        (3, 5, "012"),
        (5, 5, "01234"),
        (7, 5, "02346"),
        (9, 5, "02468"),
        (16, 5, "0 4 8 11 15"),
    ],
)
def test_a_short_class_goes_from_the_first_question_to_the_last(
    number: int, most: int, wanted: str
) -> None:
    places = wanted.split() if " " in wanted else list(wanted)
    assert message.spread_choice([str(n) for n in range(number)], most) == tuple(places)


def test_shares_of_two_are_not_told_for_each_would_know_the_others() -> None:
    two = cells((1, "sure", None, "", 1), (0, "sure", None, "", 1))
    assert "%" not in shares.bars(QUESTION, two, both=False)
    three = cells((1, "sure", None, "", 2), (0, "sure", None, "", 1))
    assert "B ███████░░░  67%" in shares.bars(QUESTION, three, both=False)


@pytest.mark.parametrize("early", [1, 2])
def test_shares_before_are_not_told_of_so_few_though_many_come_later(early: int) -> None:
    found = cells((0, "sure", 1, "sure", early), (None, "", 1, "sure", 3))
    told = shares.bars(QUESTION, found, both=True)
    assert "B ██████████ 100%\n" in told
    assert phrase("class.before") not in told
    ended = summary("Tea", {1: QUESTION}, ClassTally(early + 3, found))
    assert "Right" not in ended


def test_the_end_counts_only_what_enough_have_answered_so_nobody_is_alone_in_it() -> None:
    questions = {1: QUESTION, 2: QUESTION}
    three = cells((1, "sure", None, "", 2), (0, "sure", None, "", 1))
    alone = (Cell(2, 0, "guess", None, "", 1),)
    assert "Right: 2 of 3 answers." in summary("Tea", questions, ClassTally(3, three + alone))


def test_who_does_not_vote_again_stands_by_their_answer() -> None:
    found = cells((0, "sure", 1, "sure", 3), (1, "guess", None, "", 1))
    told = shares.bars(QUESTION, found, both=True)
    assert "B ██░░░░░░░░  25% before\n  ██████████ 100% after" in told


@pytest.mark.parametrize("new", [1, 2])
def test_shares_don_t_tell_what_few_said_who_came_later(new: int) -> None:
    three = [(0, "sure", 0, "sure", 2), (1, "sure", 1, "sure", 1)]
    late = cells(*three, (None, "", 2, "sure", new))
    told = shares.bars(QUESTION, late, both=True)
    assert told == shares.bars(QUESTION, cells(*three), both=True)
    ended = summary("Tea", {1: QUESTION}, ClassTally(3, late))
    assert "Right at first: 1 of 3 answers. After talking it over: 1 of 3 answers." in ended
    many = shares.bars(QUESTION, cells(*three, (None, "", 2, "sure", 3)), both=True)
    assert "C ░░░░░░░░░░   0% before\n  █████░░░░░  50% after" in many


@pytest.mark.parametrize("again", [1, 2])
def test_shares_don_t_tell_what_few_said_who_voted_again(again: int) -> None:
    found = cells((0, "sure", 1, "sure", again), (0, "sure", None, "", 3))
    told = shares.bars(QUESTION, found, both=True)
    assert "A ██████████ 100%\n" in told
    assert phrase("class.after") not in told


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (cells((0, "sure", 1, "sure", 2), (1, "sure", 2, "guess", 1)), "3 people changed"),
        (cells((0, "sure", 2, "sure", 3)), ": 0 to a right answer, 0 away from it"),
        (cells((0, "sure", 1, "sure", 2), (1, "sure", 0, "sure", 1)), ": 2 to a right answer, 1 a"),
        (cells((1, "sure", 1, "guess", 3)), "Nobody changed their mind"),
        (cells((0, "sure", 1, "guess", 2)), ""),
    ],
)
def test_it_is_told_how_many_changed_their_mind_and_which_way(
    found: Sequence[Cell], wanted: str
) -> None:
    told = shares.changes(QUESTION, found)
    assert wanted in told
    assert bool(wanted) == bool(told)


def test_a_class_of_four_is_told_counts_and_one_of_five_how_well_it_judges_itself() -> None:
    four = cells((0, "sure", None, "", 3), (1, "sure", None, "", 1))
    told = summary("Tea", {1: QUESTION}, ClassTally(4, four))
    assert "Right: 1 of 4 answers." in told
    assert "“So” (question 1), chosen by 3 of 4" in told
    assert "%" not in told
    five = cells((0, "sure", None, "", 3), (1, "sure", None, "", 2))
    told = summary("Tea", {1: QUESTION}, ClassTally(5, five))
    assert "Right: 40% (2 of 5 answers)." in told
    assert "When you were sure, you were right 40% of the time (2 of 5)." in told


def test_of_two_nothing_is_told_but_that_they_were_there() -> None:
    two = cells((0, "sure", None, "", 1), (1, "sure", None, "", 1))
    assert summary("Tea", {1: QUESTION}, ClassTally(2, two)).endswith("2 people took part.")


@given(st.text(min_size=1, max_size=400), st.booleans())
def test_what_one_is_told_over_a_button_always_fits_there(words: str, shared: bool) -> None:
    address = Address("telegram", "-1", public=True)
    envelope = Envelope("1", LearnerId("telegram:1"), address, at(0), Press("x"), overheard=shared)
    scene = Scene(Library(), Known(), Session("n"), NOBODY, envelope)
    chat_card.aside(scene, words)
    (said,) = scene.outputs
    assert isinstance(said, Notice)
    assert not shared or len(said.text.encode("utf-16-le")) <= 2 * chat_card.ROOM


@pytest.mark.parametrize("typed", ["2*3*4", "<b>token</b> & *x*", "a_b_c"])
@pytest.mark.parametrize("shared", [False, True])
def test_what_was_typed_is_quoted_as_it_is(typed: str, shared: bool) -> None:
    address = Address("telegram", "-1", public=True)
    envelope = Envelope("1", LearnerId("telegram:1"), address, at(0), Press("x"), overheard=shared)
    scene = Scene(Library(), Known(), Session("n"), NOBODY, envelope)
    chat_card.aside(scene, f"You said: {chat_card.short(escape_markdown(typed))}")
    (said,) = scene.outputs
    assert isinstance(said, Notice)
    shown = said.text if shared else plain(said.text)
    assert shown == f"You said: {typed}"


def estimate(*ends: int, truth: float = 9) -> Question:
    """A question for a number, with ranges from each of these to the next."""
    offered = tuple(Range(low=low, high=high) for low, high in pairwise(ends))
    return Question(id="n", text="How many?", estimate=Estimate(truth=truth, ranges=offered))


def test_ranges_stand_in_the_bars_while_a_phone_has_room_for_them() -> None:
    found = cells((1, "range", None, "", 3), (None, "none", None, "", 1))
    short = estimate(1, 3, 8, 20)
    assert shares.legend(short, key=True) == ""
    told = shares.bars(short, found, both=False, key=True)
    assert "    1–3 ░░░░░░░░░░   0%\n" in told
    assert "   8–20 ░░░░░░░░░░   0% ✓\n" in told
    long = estimate(100, 1_000_000, 20_000_000, 90_000_000, truth=2_000_000)
    assert "- **B** 1,000,000–20,000,000 ✓" in shares.legend(long, key=True)
    assert "✓" not in shares.legend(long, key=False)
    told = shares.bars(long, found, both=False, key=True)
    assert "B ████████░░  75%\n" in told
    assert max(map(len, told.split("\n"))) <= 34


def picking(live: LiveClass, *presses: int) -> tuple[LiveClass, list[str]]:
    """The class after its host has pressed these, and what they were told over a button."""
    asides: list[str] = []
    for press in presses:
        address = Address("telegram", "-1", public=True)
        envelope = Envelope("1", live.host, address, at(0), Press("x"), overheard=True)
        scene = Scene(Library(), Known(), Session("n"), NOBODY, envelope)
        host.pick(scene, live, press)
        live = next((one.live for one in scene.facts if isinstance(one, ClassChanged)), live)
        asides += [one.text for one in scene.outputs if isinstance(one, Notice)]
    return live, asides


def test_a_host_picks_ten_questions_at_most_from_page_to_page() -> None:
    ids = tuple(f"q{n}" for n in range(12))
    live = LiveClass(
        "c1ass000", LearnerId("telegram:1"), "telegram", "-1", "", "tea", "r", "en", ids
    )
    live, _ = picking(live, message.Control.PICK)
    assert list(message.on_page(live)) == [*range(10)]
    live, told = picking(live, *(message.TOGGLES + n for n in range(10)))
    assert told == []
    live, told = picking(live, message.Control.MORE, message.TOGGLES + 11)
    assert list(message.on_page(live)) == [10, 11]
    assert told == [phrase("class.pick.most", most=10)]
    live, told = picking(live, message.TOGGLES, message.TOGGLES + 11, message.Control.MORE)
    assert (live.picking, told) == (1, [])
    assert live.picked == (*ids[1:10], "q11")
    assert picking(live, message.Control.BACK)[0].picked == ()


async def test_what_members_stood_by_in_each_round_is_on_their_own_record_once_it_is_revealed() -> (
    None
):
    async with PlainStage(Path(KITCHEN)) as stage:
        store, ben = stage.past("Ben")
        await stage.meets(True)
        await stage.goes_on(
            ("Ana", "/class tea"),
            ("Ana", "5 questions"),
            ("Ben", "Cool water"),
            ("Ben", "Sure (9 in 10)"),
            ("Ben", "Boiling water"),
            ("Ben", "Probably (2 in 3)"),
            ("Ana", "Discuss, votes hidden"),
            ("Ana", "Vote again"),
            ("Ben", "Boiling water"),
            ("Ben", "Sure (9 in 10)"),
        )
        kept = await store.personal(ben)
        assert "attempt" not in kept
        assert "item" not in kept, "when it comes again tells whether it was right"
        await stage.restart()
        await stage.goes_on(("Ana", "Reveal"), ("Ana", "End the class"))
        store, ben = stage.past("Ben")
        kept = await store.personal(ben)
        made = [(one["phase"], one["choice"], one["confidence"]) for one in kept["attempt"]]
        assert made == [("first", 0, "probable"), ("exit", 0, "sure")]
        assert [one["question"] for one in kept["item"]] == ["bitter-green"]
        assert len(kept["class_vote"]) == 2
        # Who knows a question by now is reviewing it.
        await stage.goes_on(
            ("Ana", "/class tea"),
            ("Ana", "5 questions"),
            ("Ben", "No idea"),
            ("Ana", "Reveal"),
        )
        kept = await store.personal(ben)
        assert [one["phase"] for one in kept["attempt"]] == ["first", "exit", "review"]
        (known,) = kept["learner"]
        assert "home" not in known["body"], (
            "who presses a button in a group has no chat alone with us"
        )
        anas = await store.personal(stage.past("Ana")[1])
        assert "attempt" not in anas, "who leads and does not answer has answered nothing"


async def test_a_lesson_that_is_withdrawn_ends_its_class() -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        await stage.meets(True)
        await stage.goes_on(("Ana", "/class tea"), ("Ana", "5 questions"))
        await stage.heard()
        store, ana = stage.past("Ana")
        revision = (await store.library()).cards["tea"].revision
        await write(store, record(ana, facts=(Withdrawn("tea", revision),)))
        await stage.publish(LESSONS / "tea-2.md")
        await stage.goes_on(("Ben", "Cool water"))
        told = [(one.how, one.text) for one in await stage.heard()]
        assert told == [(how, phrase("class.gone")) for how in ("aside", "edits")]
        await stage.goes_on(("Ben", "Cool water"))
        assert [one.text for one in await stage.heard()] == [phrase("class.over")]
        assert await stage.alarms.next() is None


async def test_a_class_whose_lesson_was_corrected_says_so_and_goes_on_with_the_right_key(
    tmp_path: Path,
) -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        await stage.meets(True)
        await stage.goes_on(("Ana", "/class tea"), ("Ana", "5 questions"))
        store, ana = stage.past("Ana")
        old = (await store.library()).cards["tea"]
        fixed = Corrected(
            "c0rrect0", "tea", old.questions[0], (old.revision,), (), "tea", "{}", "plain", "Ana"
        )
        await stage.goes_on(("Ben", "Cool water"), ("Ben", "Sure (9 in 10)"))
        await stage.heard()
        await write(store, record(ana, facts=(fixed, Withdrawn("tea", old.revision))))
        right = tmp_path / "tea.md"
        right.write_text((KITCHEN / "tea.md").read_text().replace("bitter", "sour"))
        await stage.publish(right)
        await stage.goes_on(("Ben", "Boiling water"))
        told = [one.text for one in await stage.heard()]
        assert told[:2] == [phrase("class.corrected.aside"), phrase("class.corrected.on")]
        assert "Together, 2 of" in told[2]
        await stage.goes_on(("Ben", "No idea"), ("Ana", "Reveal"), ("Ana", "End the class"))
        store, ben = stage.past("Ben")
        kept = await store.personal(ben)
        assert [one["question"] for one in kept["attempt"]] == ["milk-first"]


async def test_of_a_class_that_is_over_only_what_was_answered_is_kept() -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        store, ben = stage.past("Ben")
        await stage.types("Ben", "/start")
        await stage.meets(True)
        steps = ("/class tea", "5 questions", "Reveal", "End the class")
        await stage.goes_on(*[("Ana", one) for one in steps[:2]])
        await stage.goes_on(("Ben", "Cool water"), ("Ben", "Sure (9 in 10)"))
        await stage.goes_on(*[("Ana", one) for one in steps[2:]])
        kinds = [one["kind"] for one in (await store.personal(ben))["alarm"]]
        assert sorted(one.partition(":")[0] for one in kinds) == ["class_counted", "own_reveal"]
        later = stage.clock + MOMENT
        await store.discard(undelivered=later, drafts=later)
        kept = await store.personal(ben)
        assert "alarm" not in kept
        assert len(kept["class_vote"]) == 1


async def test_what_is_answered_when_a_class_ends_counts_for_the_end_tells_what_is_right() -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        await stage.meets(True)
        await stage.leads("Ana")
        await stage.goes_on(("Ana", "/class tea"), ("Ana", "On its own, 1 min a step"))
        await stage.goes_on(
            ("Ben", "Cool water"), ("Ben", "Sure (9 in 10)"), ("Ana", "End the class")
        )
        await stage.goes_on(("Ana", "/class daily 10:00"))
        await let_pass(stage, timedelta(hours=1))
        await stage.goes_on(
            ("Cem", "Cool water"), ("Cem", "Sure (9 in 10)"), ("Ana", "/class daily off")
        )
        for name in ("Ben", "Cem"):
            store, member = stage.past(name)
            assert len((await store.personal(member))["attempt"]) == 1


async def test_a_vote_that_an_earlier_version_put_on_record_is_not_counted_again(
    store: Store,
) -> None:
    ben, cem = LearnerId("telegram:2"), LearnerId("telegram:3")
    for who, took in ((ben, None), (cem, 900)):
        vote = Vote(1, 1, 0, "sure", took=took)
        await write(store, record(who, facts=(Voted("c1ass000", vote, who),)))
    counts = VotesCounted("c1ass000", "telegram", 1, "tea", "r", "q")
    await write(store, record(LearnerId("telegram:1"), facts=(counts,)))
    due = await store.alarms({"telegram": None}, at(100), 9)
    assert [(one.learner, one.kind) for one in due] == [(cem, "class_counted:1:c1ass000:1:tea:r:q")]


async def test_how_words_were_judged_is_not_handed_over_before_the_reveal(store: Store) -> None:
    ben = LearnerId("telegram:2")
    live = LiveClass(
        "c1ass000", LearnerId("telegram:1"), "telegram", "-1", "", "tea", "r", "en", ("q",), 1
    )
    vote = Voted("c1ass000", Vote(1, 1, 0, "sure", answer="steam"), ben)
    for phase, judged in (("asking", None), ("discussing", None), ("revealed", 0)):
        await write(store, record(ben, facts=(ClassChanged(replace(live, phase=phase)), vote)))
        (kept,) = (await store.personal(ben))["class_vote"]
        assert (kept["answer"], kept["choice"]) == ("steam", judged)


async def test_help_in_a_group_says_what_can_be_done_there() -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        await stage.types("Ana", "/help")
        await stage.meets(True)
        await stage.types("Ana", "/help")
        await stage.settled()
        alone, group = [one.text for one in await stage.heard() if "How this works" in one.text]
        assert phrase("help.group") not in alone
        assert phrase("help.group") in group


async def test_a_later_vote_does_not_put_off_what_is_to_be_shown(store: Store) -> None:
    ana, ben = LearnerId("telegram:1"), LearnerId("telegram:2")
    for who, second in ((ana, 10), (ben, 20), (ana, 15)):
        stirred = ClassStirred("c1ass000", "telegram", "-1", micros(at(second)))
        await write(store, record(who, facts=(stirred,)))
    assert await store.next_alarm({"telegram": None}) == at(10)


async def test_a_time_at_which_a_class_has_rung_does_not_silence_it(store: Store) -> None:
    owner, when = LearnerId("class:c1ass000"), micros(at(10))
    stirred = ClassStirred("c1ass000", "telegram", "-1", when)
    await write(store, record(LearnerId("telegram:1"), facts=(stirred,)))
    rang = record(owner, id=f"alarm:{owner}:{owner}:{when}", when=at(11))
    await write(store, replace(rang, session=None, rang=Alarm(owner, when)))
    assert await store.next_alarm({"telegram": None}) is None
    await write(store, record(LearnerId("telegram:2"), facts=(stirred,)))
    (due,) = await store.alarms({"telegram": None}, at(12), 9)
    assert due.at == when + 1


def test_what_cuts_across_lessons_says_nothing_where_all_read_along() -> None:
    press = Press(str(Token("c1ass000", 1, 0, shared=True)))
    learner = replace(NOBODY, logbook=Logbook(corrections=1))
    address = Address("telegram", "-1", public=True)
    envelope = Envelope("1", LearnerId("telegram:1"), address, at(0), press, home="1")
    meant = engine.understand(Library(), Session("aaaaaaaa"), learner, replace(envelope))
    asked = ClassNeeds("c1ass000", votes=True, number=1)
    assert engine.needs(meant) == Needs((asked,)), "no correction is told there"
