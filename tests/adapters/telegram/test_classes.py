"""A class in a Telegram group: what happens to the group, to the program, and all at once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from bot.conversation.phrases import phrase
from bot.service.turns.queue import BATCH
from bot.storage.codec import utc_now
from tests.adapters.telegram.classroom import (
    aside,
    let_pass_refused,
    newest,
    passes,
    presses,
    service,
)
from tests.rigs.courses import read_release
from tests.rigs.paths import KITCHEN, LESSONS
from tests.rigs.telegram_server import Refused
from tests.rigs.telegram_stage import TelegramStage


@pytest.fixture
async def stage() -> AsyncIterator[TelegramStage]:
    async with TelegramStage(read_release(KITCHEN)) as found:
        await found.meets(True)
        yield found


async def begins(stage: TelegramStage, *presses_: str) -> None:
    await stage.types("Ana", "/class tea")
    await passes(stage)
    await presses(stage, "Ana", "5 questions", *presses_)


async def test_a_group_that_becomes_a_supergroup_keeps_its_class_and_its_votes(
    stage: TelegramStage,
) -> None:
    await begins(stage)
    await presses(stage, "Ben", "Cool water", "Sure (9 in 10)")
    old = stage.group
    new = stage.server.migrate(old)
    stage.server.update("message", {**service(old), "migrate_to_chat_id": new.id})
    await stage.restart()
    stage.enters(new)
    await passes(stage, 12)
    asked = newest(new)
    assert "1 person has answered" in asked.text
    assert "Cool water" in asked.labels
    await presses(stage, "Cleo", "Boiling water", "Sure (9 in 10)")
    assert newest(new) is asked, "one message a question"
    assert "2 people have answered" in asked.text
    await stage.types("Ben", "/class tea")
    await passes(stage)
    assert newest(new).text == phrase("class.already"), "it is known where it goes on"


async def test_removal_from_the_group_ends_its_class_and_tells_its_host_alone(
    stage: TelegramStage,
) -> None:
    await stage.meets(False)
    await stage.types("Ana", "/start")
    await stage.settled()
    await stage.meets(True)
    await begins(stage)
    ben, ana = stage.server.person("Ben"), stage.server.person("Ana")
    ben.removes_bot(stage.group)
    await passes(stage)
    assert ana.said[-1] == phrase("class.shut", title="A cup of tea").replace("*", "")
    assert await stage.alarms.next() is None, "nothing of it rings any more"
    stage.group.closed = ""
    await presses(stage, "Ben", "Cool water")
    assert aside(stage, "Ben") == phrase("class.over")


async def test_a_group_that_lets_us_say_nothing_is_told_to_the_host_once(
    stage: TelegramStage,
) -> None:
    await stage.meets(False)
    await stage.types("Ana", "/start")
    await stage.settled()
    await stage.meets(True)
    rights = "Bad Request: not enough rights to send text messages to the chat"
    stage.server.fail("sendMessage", Refused(400, rights))
    await stage.types("Ana", "/class tea")
    await stage.server.until(lambda: not stage.server.unconfirmed)
    await let_pass_refused(stage)
    told = [one for one in stage.server.person("Ana").said if "can no longer post" in one]
    assert len(told) == 1
    assert stage.group.messages == []


async def test_a_topic_keeps_its_class(stage: TelegramStage) -> None:
    stage.group.topics.add(7)
    ana = stage.server.person("Ana")
    ana.types("/class tea", group=stage.group, topic=7)
    await passes(stage)
    await presses(stage, "Ana", "5 questions")
    assert [one.topic for one in stage.group.messages] == [7, 7]
    ana.types("/class tea", group=stage.group)
    await passes(stage)
    assert newest(stage.group).topic is None, "another place, another class"
    assert "Together" in newest(stage.group).text


async def test_the_admins_of_a_group_may_keep_classes_to_themselves(stage: TelegramStage) -> None:
    await stage.leads("Ana")
    await stage.types("Ben", "/class admins")
    await passes(stage)
    assert newest(stage.group).text == phrase("class.limit.admins_only")
    await stage.types("Ana", "/class admins")
    await passes(stage)
    await stage.types("Ben", "/class tea")
    await passes(stage)
    assert newest(stage.group).text == phrase("class.limited")
    await stage.types("Ana", "/class tea")
    await passes(stage)
    assert "Together · A cup of tea" in newest(stage.group).text
    await presses(stage, "Ana", "5 questions", "Reveal", "End the class")
    await stage.types("Ana", "/class everybody")
    await passes(stage)
    await stage.types("Ben", "/class tea")
    await passes(stage)
    assert "Together · A cup of tea" in newest(stage.group).text


STEPS: Sequence[tuple[str, ...]] = (
    ("Ana", "5 questions"),
    ("Ben", "Cool water"),
    ("Ben", "Sure (9 in 10)"),
    ("Cleo", "Cool water"),
    ("Cleo", "Probably (2 in 3)"),
    ("Ana", "Boiling water"),
    ("Ana", "Sure (9 in 10)"),
    ("Ana", "Discuss, votes hidden"),
    ("Ana", "Vote again"),
    ("Ben", "Boiling water"),
    ("Ben", "Probably (2 in 3)"),
    ("Cleo", "Cool water"),
    ("Cleo", "Sure (9 in 10)"),
    ("Ana", "Boiling water"),
    ("Ana", "Sure (9 in 10)"),
    ("Ana", "Reveal"),
    ("Ben", "My answer"),
    ("Ana", "Next question"),
    ("Ben", "Yes"),
    ("Ben", "Sure (9 in 10)"),
    ("Ana", "Reveal"),
    ("Ana", "End the class"),
)
"""A class from its beginning to its end."""


OF_ALL_KINDS: Sequence[tuple[str, ...]] = (
    ("Ana", "Pick questions"),
    ("Ana", "1"),
    ("Ana", "2"),
    ("Ana", "Start with 2 questions"),
    ("Ben", "8–20"),
    ("Ben", "3–8"),
    ("Cleo", "8–20"),
    ("Ana", "20–100"),
    ("Ana", "Discuss, votes shown"),
    ("Ana", "Vote again"),
    ("Ben", "8–20"),
    ("Cleo", "8–20"),
    ("Ana", "20–100"),
    ("Ana", "Reveal"),
    ("Ana", "Next question"),
    ("Ben", "Write…"),
    ("Ben", "", "freezing point"),
    ("Ben", "Probably (2 in 3)", "alone"),
    ("Cleo", "Write…"),
    ("Cleo", "", "dew point"),
    ("Cleo", "Sure (9 in 10)", "alone"),
    ("Ana", "No idea"),
    ("Ana", "Reveal"),
    ("Ana", "End the class"),
)
"""One with an estimate and an answer in words, which its host has picked."""

BY_ITSELF: Sequence[tuple[str, ...]] = (
    ("Ana", "On its own, 1 min a step"),
    ("Ben", "Cool water"),
    ("Ben", "Sure (9 in 10)"),
    ("Ana", "Pause"),
    ("Cleo", "Cool water"),
    ("Cleo", "Sure (9 in 10)"),
    ("Ana", "Go on"),
    ("Ana", "Boiling water"),
    ("Ana", "A guess"),
    ("Ana", "End the class"),
)
"""One that goes on by its clock, and waits for a while."""

KILLED = {
    "led": ("tea", STEPS, "1 of 3 answers. After talking it over: 2 of 3 answers."),
    "of all kinds": ("rain", OF_ALL_KINDS, "2 of 6 answers. After talking it over: 3 of 6 answers"),
    "by itself": ("tea", BY_ITSELF, "Right: 1 of 3 answers."),
}
"""Classes through all phases, and what is told of each in the end."""


async def goes(stage: TelegramStage, name: str, label: str, alone: str = "") -> None:
    """A step of a class; ``alone`` it is in somebody's own chat, or what they write there."""
    person = stage.server.person(name)
    if alone and label:
        person.presses(label)
    elif alone:
        person.types(alone)
    else:
        await stage.presses(name, label, 0, name)


@pytest.mark.slow
@pytest.mark.parametrize("which", KILLED)
async def test_a_kill_in_any_phase_loses_nothing_and_counts_nothing_twice(
    stage: TelegramStage, which: str
) -> None:
    lesson, steps, told = KILLED[which]
    await stage.publish(LESSONS / "rain.md")
    await stage.types("Ana", f"/class {lesson}")
    await passes(stage)
    for step in steps:
        await goes(stage, *step)
        # Somewhere between the press and what it changes on the screen.
        await stage.server.until(lambda: not stage.server.unconfirmed)
        stage.clock += timedelta(seconds=4)
        sweeping = asyncio.create_task(stage.alarms.sweep())
        await asyncio.sleep(0.001)
        sweeping.cancel()
        await stage.kill()
        await passes(stage)
        said = stage.server.person(step[0]).said
        if step[1] == "Write…" and not (said and said[-1].startswith("Your class")):
            # What is shown over a button may be missed, and then it is pressed again.
            await presses(stage, *step)
    text = "\n".join(one.text for one in stage.group.messages)
    assert "3 people took part." in text
    assert told in text
    if which != "led":
        return
    first = next(one for one in stage.group.messages if "1 of 5" in one.text)
    # The shares themselves are in the picture.
    assert "1 to a right answer, 0 away from it." in first.text


async def test_a_press_that_comes_again_counts_once(stage: TelegramStage) -> None:
    await begins(stage)
    for label in ("Cool water", "Sure (9 in 10)", "Boiling water", "Sure (9 in 10)"):
        await stage.presses("Ben", label, 0, "Ben")
        await passes(stage)
        await stage.again()
        await passes(stage)
    assert "1 person has answered" in newest(stage.group).text
    assert aside(stage, "Ben").startswith("Changed to"), "the second change is the first one again"


async def test_words_are_written_alone_and_told_only_if_three_gave_the_same(
    stage: TelegramStage,
) -> None:
    await stage.publish(LESSONS / "rain.md")
    await stage.types("Ana", "/class rain")
    await passes(stage)
    await presses(stage, "Ana", "Pick questions", "2", "Start with 1 question")
    for name, words in (
        ("Ben", "Freezing point"),
        ("Cleo", "freezing point"),
        ("Dan", "freezing point"),
        ("Eve", "frost"),
        ("Finn", "frost"),
        ("Gil", "dew point"),
        ("Hal", "Dew point"),
        ("Ida", "dew point"),
    ):
        await presses(stage, name, "Write…")
        person = stage.server.person(name)
        person.types(words)
        await passes(stage)
        person.presses("Sure (9 in 10)")
        await passes(stage)
        assert person.said[-1].startswith("Your answer"), "it is told alone"
    asked = newest(stage.group)
    assert "8 people have answered" in asked.text
    await presses(stage, "Ana", "Discuss, votes shown")
    assert "“Dew point” (3), “Freezing point” (3)" in asked.text, "not even by what is left out"
    assert "38%" not in asked.text, "how many are right is not told yet"
    await presses(stage, "Ana", "Reveal")
    assert "wrote “Freezing point” (3)." in asked.text
    assert "38%" not in asked.text, "the picture below it tells that"
    assert newest(stage.group).photo
    everything = "\n".join(text for text, _ in asked.changes)
    assert "frost" not in everything, "two are too few to be quoted"
    assert "Gil" not in everything


async def test_of_two_who_begin_or_lead_at_once_the_second_is_told(stage: TelegramStage) -> None:
    ana, ben = stage.server.person("Ana"), stage.server.person("Ben")
    ana.types("/class tea", group=stage.group)
    ben.types("/class tea", group=stage.group)
    await passes(stage)
    said = [one.text for one in stage.group.messages]
    assert sum(phrase("class.already") in one for one in said) == 1
    await presses(stage, "Ana", "5 questions")
    await presses(stage, "Ben", "5 questions")
    host = "Ben" if phrase("class.not_yours") in ana.asides else "Ana"
    await presses(stage, host, "Lead…")
    stage.server.person(host).presses("Pass the lead")
    await passes(stage)
    # Both take over at once: the second is one who may not.
    ana.presses("Lead…", group=stage.group)
    ben.presses("Lead…", group=stage.group)
    await passes(stage)
    assert [ana.asides[-1], ben.asides[-1]].count(phrase("class.not_yours")) == 1


async def test_votes_that_come_while_it_is_revealed_count_or_are_told_that_they_do_not(
    stage: TelegramStage,
) -> None:
    await begins(stage)
    people = [stage.server.person(f"P{n}") for n in range(40)]
    asked = newest(stage.group)
    for one in people:
        one.presses_data(asked, asked.had["Boiling water"])
    await passes(stage)
    for n, one in enumerate(people):
        if n == 20:
            stage.server.person("Ana").presses_data(asked, asked.had["Reveal"])
        one.presses_data(asked, asked.had["Sure (9 in 10)"])
    await passes(stage)
    accepted = sum(one.asides[-1].startswith("Your answer") for one in people)
    late = sum(one.asides[-1] == phrase("class.closed") for one in people)
    assert accepted + late == 40
    assert 0 < accepted < 40
    await presses(stage, "Ana", "End the class")
    assert any(f"{accepted} people took part" in one.text for one in stage.group.messages)


@pytest.mark.slow
async def test_five_hundred_who_press_at_once_all_count_with_few_edits() -> None:
    async with TelegramStage(read_release(KITCHEN), clock=utc_now) as stage:
        await stage.meets(True)
        await stage.types("Ana", "/class tea")
        await stage.server.until(lambda: stage.group.messages, 20)
        await stage.presses("Ana", "5 questions", 0, "Ana")
        await stage.server.until(lambda: len(stage.group.messages) == 2, 20)
        asked = newest(stage.group)
        people = [stage.server.person(f"P{n}") for n in range(500)]
        for label in ("Cool water", "Sure (9 in 10)"):
            for one in people:
                one.presses_data(asked, asked.had[label])
                await asyncio.sleep(0.001)
        await stage.server.until(lambda: "500 people have answered" in asked.text, 60)
        assert len(asked.changes) <= 8, "edits are few, however many press"
        assert all(one.asides[-1].startswith("Your answer") for one in people)
        assert [one for one in stage.server.refusals if "429" in one] == []
        assert BATCH < 500, "they did not fit in one batch"


async def test_a_group_that_takes_no_pictures_goes_on_in_words(stage: TelegramStage) -> None:
    await begins(stage)
    for name in ("Ana", "Ben", "Cleo"):
        await presses(stage, name, "Cool water", "Sure (9 in 10)")
    refusal = Refused(400, "Bad Request: not enough rights to send photos to the chat")
    stage.server.fail("sendPhoto", refusal)
    await stage.presses("Ana", "Reveal", 0, "Ana")
    await stage.settled()
    stage.clock += timedelta(seconds=4)
    await stage.alarms.sweep()
    await stage.server.until(lambda: stage.server.refusals)
    stage.server.calls[:] = [one for one in stage.server.calls if not one.refused]
    await presses(stage, "Ana", "Next question", "Reveal")
    assert [one.photo for one in stage.group.messages if one.photo] == []
    assert "Nobody answered." in newest(stage.group).text


async def test_at_the_reveal_the_shares_come_as_a_picture_once(stage: TelegramStage) -> None:
    await begins(stage)
    for name in ("Ana", "Ben", "Cleo"):
        await presses(stage, name, "Cool water", "Sure (9 in 10)")
    await presses(stage, "Ana", "Reveal")
    await stage.restart()
    await presses(stage, "Ben", "My answer")
    assert len([one for one in stage.group.messages if one.photo]) == 1
