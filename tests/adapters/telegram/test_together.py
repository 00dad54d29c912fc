"""A question of the day, a duel and a board in a Telegram group: what happens to the group."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.buttons import Token, parse
from bot.conversation.classes.chat_card import Kind
from bot.conversation.classes.message import TOGGLES, Control
from bot.conversation.duels import Step
from bot.conversation.phrases import phrase
from bot.learning import ranking
from tests.adapters.telegram.classroom import (
    aside,
    let_pass_refused,
    newest,
    passes,
    presses,
    service,
)
from tests.rigs.courses import read_release
from tests.rigs.paths import KITCHEN
from tests.rigs.telegram_server import Group, Refused, Sent
from tests.rigs.telegram_stage import TelegramStage
from tests.rigs.transcript import let_pass


@pytest.fixture
async def stage() -> AsyncIterator[TelegramStage]:
    async with TelegramStage(read_release(KITCHEN)) as found:
        await found.types("Ana", "/start")
        await found.settled()
        await found.meets(True)
        await found.leads("Ana")
        yield found


async def types(stage: TelegramStage, name: str, text: str) -> None:
    await stage.types(name, text)
    await passes(stage)


async def hours_pass(stage: TelegramStage, hours: float) -> None:
    await let_pass(stage, timedelta(hours=hours))
    await stage.settled()


def asked(group: Group) -> list[Sent]:
    """The questions of the day, as they are now."""
    return [one for one in group.messages if one.text.startswith("Question of the day · ")]


async def daily(stage: TelegramStage) -> None:
    """It is on, and has been asked once."""
    at = stage.clock + timedelta(hours=1)
    await types(stage, "Ana", f"/class daily {at:%H:%M}")
    await hours_pass(stage, 1.1)
    assert len(asked(stage.group)) == 1


async def test_a_group_that_becomes_a_supergroup_keeps_its_question_of_the_day(
    stage: TelegramStage,
) -> None:
    await daily(stage)
    await presses(stage, "Ben", "Cool water", "Sure (9 in 10)")
    old = stage.group
    new = stage.server.migrate(old)
    stage.server.update("message", {**service(old), "migrate_to_chat_id": new.id})
    await stage.restart()
    stage.enters(new)
    await passes(stage, 12)
    (question,) = asked(new)
    assert "1 person has answered" in question.text
    await hours_pass(stage, 24)
    assert len(asked(new)) == 2, "it goes on there"
    assert "The answer: Boiling water" in question.text
    stage.group.admins.add(stage.server.person("Ana").id)
    await types(stage, "Ana", "/class daily off")
    await hours_pass(stage, 48)
    assert len(asked(new)) == 2, "and it is known there"


async def test_removal_from_the_group_stops_it_and_tells_who_turned_it_on(
    stage: TelegramStage,
) -> None:
    await daily(stage)
    stage.server.person("Ben").removes_bot(stage.group)
    await passes(stage)
    assert stage.server.person("Ana").said[-1] == phrase("daily.shut").replace("`", "")
    assert await stage.alarms.next() is None, "nothing of it rings any more"


async def test_without_the_permission_it_stops_and_says_so_once(stage: TelegramStage) -> None:
    await daily(stage)
    rights = "Bad Request: not enough rights to send text messages to the chat"
    stage.server.fail("sendMessage", Refused(400, rights))
    stage.clock += timedelta(days=1)
    for _ in range(3):
        await let_pass_refused(stage)
        stage.clock += timedelta(days=1)
    told = [one for one in stage.server.person("Ana").said if "can no longer write" in one]
    assert len(told) == 1


async def test_what_was_asked_before_it_was_off_does_not_come_again(stage: TelegramStage) -> None:
    await daily(stage)
    first = asked(stage.group)[0].text.splitlines()[0]
    await types(stage, "Ana", "/class daily off")
    await daily_again(stage)
    assert asked(stage.group)[1].text.splitlines()[0] != first


async def daily_again(stage: TelegramStage) -> None:
    at = stage.clock + timedelta(hours=1)
    await types(stage, "Ana", f"/class daily {at:%H:%M}")
    await hours_pass(stage, 1.1)


async def test_a_challenge_in_reply_to_somebody_is_theirs_alone(stage: TelegramStage) -> None:
    ben = stage.server.person("Ben")
    ben.types("Who's up for tea?", group=stage.group)
    await passes(stage)
    said = next(one for one in stage.group.history if one.by is ben)
    stage.server.person("Ana").types("/class duel tea", group=stage.group, reply_to=said)
    await passes(stage)
    challenge = newest(stage.group)
    assert phrase("duel.challenge.one") in challenge.text
    assert "Ben" not in challenge.text
    await presses(stage, "Cleo", "I take it")
    assert aside(stage, "Cleo") == phrase("duel.not_for_you")
    await presses(stage, "Ben", "I take it")
    assert "Duel, 1 of 5" in challenge.text, "all of it is one message"


async def test_of_two_who_take_a_challenge_at_once_one_has_it(stage: TelegramStage) -> None:
    await types(stage, "Ana", "/class duel tea")
    for name in ("Ben", "Cleo"):
        await stage.presses(name, "I take it", 0, name)
    await passes(stage)
    told = [aside(stage, name) for name in ("Ben", "Cleo")]
    assert sorted(told) == sorted([phrase("duel.begins"), phrase("duel.taken")])
    taker, other = ("Ben", "Cleo") if told[0] == phrase("duel.begins") else ("Cleo", "Ben")
    await presses(stage, other, "Boiling water")
    assert aside(stage, other) == phrase("duel.others")
    await presses(stage, taker, "Boiling water")
    assert aside(stage, taker) == phrase("class.picked", label="Boiling water")


async def test_a_duel_goes_on_after_a_kill_and_a_press_that_comes_again_counts_once(
    stage: TelegramStage,
) -> None:
    await types(stage, "Ana", "/class duel tea")
    await presses(stage, "Ben", "I take it")
    await presses(stage, "Ana", "No idea")
    await stage.again()
    await stage.kill()
    await passes(stage)
    await presses(stage, "Ben", "No idea")
    assert "Duel, 2 of 5" in newest(stage.group).text
    for _ in range(4):
        await presses(stage, "Ana", "No idea")
        await presses(stage, "Ben", "No idea")
    await stage.kill()
    await passes(stage)
    store, ana = stage.past("Ana")
    assert len((await store.personal(ana))["attempt"]) == 5


async def test_a_board_follows_its_group_and_ends_with_it(stage: TelegramStage) -> None:
    await types(stage, "Ana", "/class board on")
    await presses(stage, "Ben", "Put me on it")
    assert aside(stage, "Ben") == phrase("board.joined", name="Ben", least=10)
    stage.server.person("Cleo").removes_bot(stage.group)
    await passes(stage)
    store, ben = stage.past("Ben")
    assert "board_member" not in await store.personal(ben), "nobody is on what is gone"


async def test_no_press_ends_a_question_of_the_day_that_no_button_ends(
    stage: TelegramStage,
) -> None:
    await daily(stage)
    question = asked(stage.group)[0]
    token = parse(min(question.carried))
    assert token is not None
    for control in (Control.REVEAL, Control.REVEAL, Control.END, TOGGLES):
        stage.server.person("Mallory").presses_data(
            question, str(replace(token, choice=int(control)))
        )
        await passes(stage)
        assert aside(stage, "Mallory") == phrase("class.closed")
    assert "The answer:" not in question.text
    assert "Cool water" in question.labels, "it can be answered still"


async def test_a_duel_tells_no_key_before_its_end_whatever_is_pressed(
    stage: TelegramStage,
) -> None:
    await types(stage, "Ana", "/class duel tea")
    await presses(stage, "Ben", "I take it")
    duel = newest(stage.group)
    await presses(stage, "Ana", "Boiling water", "Sure (9 in 10)")
    await presses(stage, "Ben", "Cool water", "Sure (9 in 10)")
    token = parse(min(duel.carried))
    assert token is not None
    result = Token(token.nonce, Kind.DUEL, Step.RESULT, of_chat=True)
    ana = stage.server.person("Ana")
    for where in (duel, ana.messages[-1]):
        ana.presses_data(where, str(result))
        await passes(stage)
        assert aside(stage, "Ana") == phrase("class.closed")
    assert "The answer" not in "\n".join(ana.said)


@pytest.mark.parametrize("who", ["Ana", "Ben"])
async def test_a_duel_ends_when_one_of_the_two_is_forgotten_and_tells_nothing_of_them(
    stage: TelegramStage, who: str
) -> None:
    other = "Ben" if who == "Ana" else "Ana"
    await stage.meets(False)
    for name in ("Ana", "Ben"):
        await stage.types(name, "/start")
    await stage.meets(True)
    await types(stage, "Ana", "/class duel tea")
    await presses(stage, "Ana", "Offer to show the scores")
    await presses(stage, "Ben", "I take it, show the scores here")
    duel = newest(stage.group)
    await presses(stage, "Ana", "Boiling water", "Sure (9 in 10)")
    await presses(stage, "Ben", "Cool water", "Sure (9 in 10)")
    await stage.meets(False)
    await stage.types(who, "/forget")
    await stage.settled()
    await stage.presses(who, "Yes, forget me", 0, who)
    await stage.meets(True)
    await passes(stage)
    assert phrase("duel.ended.private") in duel.text
    assert "100" not in duel.text
    assert not duel.labels
    await hours_pass(stage, 30)
    said = "\n".join(stage.server.person(other).said)
    assert "Cool water" not in said
    assert "of 100" not in said


async def test_a_board_counts_an_answer_only_when_it_is_revealed(
    stage: TelegramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ranking.MIN_ANSWERS, "score", 1)
    await types(stage, "Ana", "/class board on")
    await presses(stage, "Ben", "Put me on it")
    board = newest(stage.group)
    await daily(stage)
    await presses(stage, "Ben", "Cool water", "Sure (9 in 10)")
    await presses(stage, "Ben", "All time")
    assert phrase("board.nobody") in board.text, "or it would tell whether that is right"
    await hours_pass(stage, 24)
    await presses(stage, "Ben", "Week")
    assert "Ben · 10 of 100" in board.text


async def test_a_board_counts_a_duel_when_it_is_over(
    stage: TelegramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ranking.MIN_ANSWERS, "score", 1)
    await types(stage, "Ana", "/class board on")
    await presses(stage, "Ben", "Put me on it")
    board = newest(stage.group)
    await types(stage, "Ana", "/class duel tea")
    await presses(stage, "Ben", "I take it", "Cool water", "Sure (9 in 10)")
    await presses(stage, "Ana", "No idea")
    await presses(stage, "Ben", "All time")
    assert phrase("board.nobody") in board.text
    await hours_pass(stage, 7)
    await presses(stage, "Ben", "Week")
    assert "Ben · 10 of 100" in board.text


async def test_a_name_on_a_board_is_seen_and_turns_nothing_around_it(
    stage: TelegramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ranking.MIN_ANSWERS, "score", 1)
    await types(stage, "Ana", "/class board on")
    board = newest(stage.group)
    await types(stage, "Ben", "/class board as \u3164\u2800")
    assert newest(stage.group).text == phrase("board.nickname").replace("`", "")
    await types(stage, "Ben", "/class board as \u05d1\u05df")
    await types(stage, "Cleo", "/class board as \uff22\uff45\uff4e")
    await types(stage, "Dan", "/class board as ben")
    assert newest(stage.group).text == phrase("board.taken")
    await types(stage, "Ana", "/class tea")
    await presses(stage, "Ana", "5 questions")
    await presses(stage, "Ben", "Cool water", "Sure (9 in 10)")
    await presses(stage, "Ana", "Reveal")
    await presses(stage, "Ben", "All time")
    assert "\u2067\u05d1\u05df\u2069 · 10 of 100" in board.text


async def test_an_admin_takes_a_name_off_a_board_and_nobody_else_does(
    stage: TelegramStage,
) -> None:
    await types(stage, "Ana", "/class board on")
    await types(stage, "Ben", "/class board as Bad *Word*")
    await types(stage, "Cleo", "/class board off bad *word*")
    assert newest(stage.group).text == phrase("board.admins_only")
    await types(stage, "Ana", "/class board off Fox")
    assert newest(stage.group).text == phrase("board.unknown", text="Fox")
    await types(stage, "Ana", "/class board off bad *word*")
    assert newest(stage.group).text == phrase("board.removed", name="Bad *Word*")
    await presses(stage, "Ben", "Take me off")
    assert aside(stage, "Ben") == phrase("board.not_on")
    await types(stage, "Ana", "/class board off")
    assert newest(stage.group).text == phrase("board.off")


async def test_whose_own_name_does_not_fit_hears_how_to_give_another(
    stage: TelegramStage,
) -> None:
    await types(stage, "Ana", "/class board on")
    await types(stage, "Cleo", "/class board as Ben")
    await presses(stage, "Ben", "Put me on it")
    assert aside(stage, "Ben") == f"{phrase('board.taken')} {phrase('board.nickname')}"


async def test_whoever_answers_in_a_duel_hears_for_how_long_that_can_be_changed(
    stage: TelegramStage,
) -> None:
    await types(stage, "Ana", "/class duel tea")
    await presses(stage, "Ben", "I take it", "No idea")
    assert aside(stage, "Ben") == phrase("duel.committed", said=phrase("said.unknown"))


async def test_whoever_presses_twice_to_take_a_challenge_has_taken_it(
    stage: TelegramStage,
) -> None:
    await types(stage, "Ana", "/class duel tea")
    await presses(stage, "Ben", "I take it", "I take it")
    assert aside(stage, "Ben") == phrase("duel.begins")
    await presses(stage, "Cleo", "I take it")
    assert aside(stage, "Cleo") == phrase("duel.taken")


async def test_an_admin_who_sets_the_zone_hears_it_though_there_are_no_hours(
    stage: TelegramStage,
) -> None:
    await types(stage, "Ana", "/class zone Tokyo")
    assert "Tokyo" in newest(stage.group).text
    await types(stage, "Ana", "/class hours 9-17")
    await types(stage, "Ana", "/class zone Madrid")
    assert newest(stage.group).text.startswith("Classes in this group")


async def test_two_who_answered_no_question_both_are_not_told_that_they_agreed(
    stage: TelegramStage,
) -> None:
    await types(stage, "Ana", "/class duel tea")
    await presses(stage, "Ben", "I take it")
    await presses(stage, "Ana", "Cool water", "Sure (9 in 10)")
    await hours_pass(stage, 7)
    await presses(stage, "Ana", "How did I do?")
    assert aside(stage, "Ana").endswith(phrase("duel.apart"))


async def test_the_data_of_one_of_a_duel_does_not_name_the_other(stage: TelegramStage) -> None:
    await types(stage, "Ana", "/class duel tea")
    await presses(stage, "Ben", "I take it")
    (store, ana), (_, ben) = stage.past("Ana"), stage.past("Ben")
    for own, other in ((ana, ben), (ben, ana)):
        (duel,) = (await store.personal(own))["class"]
        assert own in duel.values()
        assert other not in duel.values()
