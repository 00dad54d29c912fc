"""A question of the day, a duel and a board: what they ask, and what they tell of whom."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.daily import following as next_question
from bot.conversation.facts.live_class import Daily
from bot.conversation.phrases import phrase
from bot.learning import ranking
from bot.lessons.card import Card
from bot.lessons.library import Library
from tests.rigs.paths import KITCHEN
from tests.rigs.plain_stage import GROUP, PlainStage
from tests.rigs.transcript import MOMENT, let_pass


def library(**lessons: str) -> Library:
    """Lessons by the ids of their questions."""
    cards = {
        id: Card(id, "r", id.title(), 1, "beginner", questions=tuple(questions))
        for id, questions in lessons.items()
    }
    return Library(cards=cards)


def asked(found: Library, daily: Daily, times: int) -> tuple[list[str], Daily]:
    """The questions of so many days."""
    keys = []
    for _ in range(times):
        following = next_question(found, daily)
        assert following is not None
        daily, card, question = following
        keys.append(f"{card.id}{question}")
    return keys, daily


def test_no_question_of_the_day_comes_again_before_all_are_through() -> None:
    found = library(tea="abc", soup="xy")
    keys, daily = asked(found, Daily(480), 5)
    assert keys == ["teaa", "soupx", "teab", "soupy", "teac"], "lessons take turns"
    again, _ = asked(found, daily, 5)
    assert again[0] != keys[-1]
    assert len({*again[:4]}) == 4


def test_a_question_that_is_new_comes_before_those_that_come_again() -> None:
    _, daily = asked(library(tea="ab"), Daily(480), 2)
    keys, _ = asked(library(tea="abc"), daily, 1)
    assert keys == ["teac"]


def test_the_only_question_comes_every_day_and_without_one_none() -> None:
    assert asked(library(tea="a"), Daily(480), 3)[0] == ["teaa"] * 3
    assert next_question(library(tea=""), Daily(480)) is None


def standing(stage: PlainStage, begins: str) -> str:
    """What the newest message in the group says that begins like this."""
    found = [one.text for one in stage.channel.screens[GROUP].messages if begins in one.text]
    return found[-1]


async def on_a_board(stage: PlainStage) -> None:
    """Ana and Ben are on the board of their group; Cem is not, and all have answered."""
    await stage.meets(True)
    await stage.leads("Ana")
    await stage.goes_on(("Ana", "/class board on"), ("Ana", "Day"))
    await stage.goes_on(("Ana", "/class board as Fox"), ("Ben", "Put me on it"))
    await stage.goes_on(("Ana", "/class tea"), ("Ana", "5 questions"))
    for name, label, sure in (
        ("Ana", "Boiling water", "Sure (9 in 10)"),
        ("Ben", "Boiling water", "Probably (2 in 3)"),
        ("Cem", "Boiling water", "Sure (9 in 10)"),
    ):
        await stage.goes_on((name, label), (name, sure))
    await stage.goes_on(("Ana", "Reveal"), ("Ana", "End the class"))


async def test_on_a_board_are_those_who_want_to_be_there_by_the_names_they_chose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(ranking.OF_A_DAY, "score", 1)
    async with PlainStage(Path(KITCHEN)) as stage:
        await on_a_board(stage)
        await stage.goes_on(("Cem", "Day"))
        board = standing(stage, "Board of this group")
        assert "- 1 · **Fox** · 100 of 100 (1 answer)\n- 2 · **Ben** · 88 of 100" in board
        assert "Cem" not in board
        # The answers of another time don't count.
        stage.clock += timedelta(days=2)
        await stage.goes_on(("Cem", "Day"))
        assert phrase("board.nobody") in standing(stage, "Board of this group")
        await stage.goes_on(("Cem", "All time"))
        monkeypatch.setitem(ranking.MIN_ANSWERS, "score", 1)
        await stage.goes_on(("Cem", "Week"))
        assert "Fox" in standing(stage, "Board of this group")


async def test_a_board_ranks_by_what_a_discussion_gained_and_by_how_well_they_know_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for order in ("gain", "fit"):
        monkeypatch.setitem(ranking.OF_A_DAY, order, 1)
    async with PlainStage(Path(KITCHEN)) as stage:
        await stage.meets(True)
        await stage.leads("Ana")
        await stage.goes_on(("Ana", "/class board on"), ("Ana", "Day"))
        await stage.goes_on(("Ana", "Put me on it"), ("Ben", "Put me on it"))
        await stage.goes_on(("Ana", "/class tea"), ("Ana", "5 questions"))
        await stage.goes_on(("Ana", "Cool water"), ("Ana", "Sure (9 in 10)"))
        await stage.goes_on(("Ben", "Boiling water"), ("Ben", "Probably (2 in 3)"))
        await stage.goes_on(("Ana", "Discuss, votes hidden"), ("Ana", "Vote again"))
        for name in ("Ana", "Ben"):
            await stage.goes_on((name, "Boiling water"), (name, "Sure (9 in 10)"))
        await stage.goes_on(("Ana", "Reveal"), ("Ana", "End the class"), ("Ana", "Improvement"))
        board = standing(stage, "Board of this group")
        assert "- 1 · **Ana** · +90 points (1 answer)\n- 2 · **Ben** · +12 points" in board
        await stage.goes_on(("Ana", "Knowing"))
        board = standing(stage, "Board of this group")
        assert "- 1 · **Ben** · 35% off (1 answer)\n- 2 · **Ana** · 95% off" in board


@pytest.mark.parametrize("how", ["leaves", "is forgotten"])
async def test_whoever_leaves_is_off_at_once_in_what_stands_there_too(
    monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setitem(ranking.OF_A_DAY, "score", 1)
    async with PlainStage(Path(KITCHEN)) as stage:
        await on_a_board(stage)
        await stage.goes_on(("Ana", "Day"))
        assert "Ben" in standing(stage, "Board of this group")
        if how == "leaves":
            await stage.goes_on(("Ben", "Take me off"))
        else:
            await stage.meets(False)
            await stage.types("Ben", "/forget")
            await stage.settled()
            await stage.presses("Ben", "Yes, forget me", 0, "Ben")
            await stage.settled()
            await let_pass(stage, MOMENT)
        board = standing(stage, "Board of this group")
        assert "Ben" not in board
        assert "Fox" in board
        if how == "leaves":
            store, ben = stage.past("Ben")
            assert "board_member" not in await store.personal(ben)


async def test_a_board_that_is_taken_down_is_left_by_all() -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        await on_a_board(stage)
        await stage.goes_on(("Ana", "/class board off"))
        store, ana = stage.past("Ana")
        assert "board_member" not in await store.personal(ana)
        await stage.goes_on(("Ana", "/class board on"))
        assert phrase("board.nobody") in standing(stage, "Board of this group")


async def test_what_is_answered_daily_and_in_a_duel_is_on_its_members_own_record() -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        await stage.meets(True)
        await stage.leads("Ana")
        await stage.goes_on(("Ana", "/class daily 10:00"))
        await let_pass(stage, timedelta(hours=1))
        await stage.goes_on(("Ben", "Cool water"), ("Ben", "Sure (9 in 10)"))
        await stage.goes_on(("Ana", "/class duel tea"), ("Cem", "I take it"))
        for _ in range(4):
            await stage.goes_on(("Cem", "No idea"), ("Ana", "No idea"))
        for name in ("Ben", "Cem"):
            store, learner = stage.past(name)
            kept = await store.personal(learner)
            assert "attempt" not in kept
            assert "item" not in kept, "when it comes again tells whether it was right"
        await stage.goes_on(("Cem", "No idea"), ("Ana", "No idea"))
        await let_pass(stage, timedelta(days=1))
        for name, made in (("Ben", 1), ("Cem", 5)):
            store, learner = stage.past(name)
            kept = await store.personal(learner)
            assert len(kept["attempt"]) == made
            assert len(kept["item"]) == made


async def test_what_became_of_an_answer_of_yesterday_can_be_seen_until_the_next_reveal() -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        await stage.meets(True)
        await stage.leads("Ana")
        await stage.goes_on(("Ana", "/class daily 10:00"))
        await let_pass(stage, timedelta(hours=1))
        await stage.goes_on(("Ben", "Cool water"), ("Ben", "Sure (9 in 10)"))
        await let_pass(stage, timedelta(days=1))
        await stage.restart()
        await stage.heard()
        for name, key in (("Ben", "daily.last.wrong"), ("Cem", "daily.last.none")):
            await stage.goes_on((name, phrase("daily.last")))
            (told,) = await stage.heard()
            assert told.text == phrase(key, said="“Cool water”, sure")
        await let_pass(stage, timedelta(days=1))
        # Nobody answered that one, so there is nothing to see of it.
        newest = stage.channel.screens[GROUP].messages[-1]
        assert "Question of the day" in newest.text
        assert phrase("daily.last") not in newest.buttons


async def test_nobody_answers_for_a_week_and_nobody_is_asked_any_more() -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        await stage.meets(True)
        await stage.leads("Ana")
        await stage.goes_on(("Ana", "/class daily 10:00"))
        await let_pass(stage, timedelta(days=9))
        said = [one.text for one in stage.channel.screens[GROUP].messages]
        assert said[-1] == phrase("daily.silent")
        assert sum(one.startswith("**Question of the day** · ") for one in said) == 7
        assert await stage.alarms.next() is None


async def test_a_question_that_is_hours_late_waits_for_the_next_day() -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        await stage.meets(True)
        await stage.leads("Ana")
        await stage.goes_on(("Ana", "/class daily 10:00"))
        stage.clock = stage.clock.replace(hour=23, minute=0)
        await stage.restart()
        await let_pass(stage, timedelta(hours=1))
        asked = [one for one in stage.channel.screens[GROUP].messages if "* · *" in one.text]
        assert not asked
        await let_pass(stage, timedelta(hours=11))
        assert standing(stage, "answer comes tomorrow")


@pytest.mark.parametrize(
    ("written", "shown"),
    [("@ana", "ana"), ("t.me/x", "t me x"), ("*Fox*", "*Fox*"), ("\u202eFox", "Fox")],
)
async def test_a_name_on_a_board_calls_nobody_and_leads_nowhere(written: str, shown: str) -> None:
    async with PlainStage(Path(KITCHEN)) as stage:
        await stage.meets(True)
        await stage.leads("Ana")
        await stage.goes_on(("Ana", "/class board on"), ("Ben", f"/class board as {written}"))
        store, ben = stage.past("Ben")
        assert [one["name"] for one in (await store.personal(ben))["board_member"]] == [shown]
