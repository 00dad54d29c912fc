"""How we behave in a Telegram group while a class goes on: what people there never have to mind."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.conversation.phrases import phrase
from bot.storage.store import Store
from tests.adapters.telegram.classroom import let_pass_refused, newest, passes, presses, service
from tests.rigs.courses import read_release
from tests.rigs.paths import KITCHEN
from tests.rigs.rows import ask, tables
from tests.rigs.telegram_server import Person, Refused, Sent
from tests.rigs.telegram_stage import TelegramStage


@pytest.fixture
async def stage() -> AsyncIterator[TelegramStage]:
    async with TelegramStage(read_release(KITCHEN)) as found:
        for name in ("Ana", "Ben"):
            await found.types(name, "/start")
        await found.settled()
        await found.meets(True)
        yield found


async def presses_refused(stage: TelegramStage, person: Person, asked: Sent, label: str) -> None:
    person.presses_data(asked, asked.had[label])
    await stage.server.until(lambda: not stage.server.unconfirmed)
    await let_pass_refused(stage)


async def test_people_talk_about_a_question_without_being_answered(stage: TelegramStage) -> None:
    """They do so by answering the message that asks it."""
    await stage.types("Ana", "/class tea")
    await passes(stage)
    await presses(stage, "Ana", "5 questions")
    ben, asked, said = stage.server.person("Ben"), newest(stage.group), len(stage.group.messages)
    for words in ("I think it's the heat", "hello", "Boiling water"):
        ben.types(words, group=stage.group, reply_to=asked)
    ben.posts(group=stage.group, reply_to=asked, sticker={**STICKER, "emoji": "👍"})
    await passes(stage)
    assert len(stage.group.messages) == said
    assert "Nobody has answered yet" in newest(stage.group).text
    ben.types("@foretell_test_bot how do I learn this?", group=stage.group, reply_to=asked)
    await passes(stage)
    assert len(stage.group.messages) == said + 1, "who names us is answered"


STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 9,
    "height": 9,
    "is_animated": False,
    "is_video": False,
}


async def test_a_class_deletes_nothing_and_moderates_nobody(stage: TelegramStage) -> None:
    await stage.types("Ana", "/class tea")
    await passes(stage)
    await presses(stage, "Ana", "5 questions")
    stage.server.person("Ben").types("I think it's the heat", group=stage.group)
    await presses(stage, "Ben", "Cool water", "Sure (9 in 10)")
    await presses(stage, "Ana", "Reveal", "End the class")
    asked = {
        one.method for one in stage.server.calls if not one.method.startswith(("get", "setMy"))
    }
    assert asked == {"sendMessage", "editMessageText", "answerCallbackQuery"}


async def test_a_topic_that_is_closed_ends_its_class_and_no_other(stage: TelegramStage) -> None:
    stage.group.topics |= {7, 8}
    ana, ben = stage.server.person("Ana"), stage.server.person("Ben")
    ana.types("/class tea", group=stage.group, topic=7)
    await passes(stage)
    await presses(stage, "Ana", "5 questions")
    asked = newest(stage.group)
    stage.server.fail("sendMessage", Refused(400, "Bad Request: TOPIC_CLOSED"))
    ben.types("/class tea", group=stage.group, topic=8)
    await stage.server.until(lambda: not stage.server.unconfirmed)
    await let_pass_refused(stage)
    shut = phrase("class.shut", title="A cup of tea").replace("*", "")
    assert ben.said.count(shut) == 1, "whoever led it hears so"
    assert shut not in ana.said
    await presses_refused(stage, ben, asked, "Cool water")
    await presses_refused(stage, ben, asked, "Sure (9 in 10)")
    assert "1 person has answered" in asked.text
    ben.types("/class tea", group=stage.group, topic=8)
    await stage.server.until(lambda: not stage.server.unconfirmed)
    await let_pass_refused(stage)
    assert newest(stage.group).topic == 8, "once it is open again there can be one"
    assert "Together" in newest(stage.group).text


async def test_slow_mode_is_waited_for_and_holds_up_no_other_chat(stage: TelegramStage) -> None:
    await stage.types("Ana", "/class tea")
    await passes(stage)
    ana, said = stage.server.person("Ana"), len(ana_said(stage))
    assert stage.server.flood is not None
    stage.server.flood.wait(stage.group.id, 2.0 * stage.server.speed)
    before = len(stage.group.messages)
    await stage.presses("Ana", "5 questions", 0, "Ana")
    await stage.server.until(lambda: not stage.server.unconfirmed)
    stage.clock += timedelta(seconds=4)
    await stage.alarms.sweep()
    await stage.server.until(lambda: stage.server.refusals)
    ana.types("/help")
    await stage.server.until(lambda: len(ana_said(stage)) > said)
    assert len(stage.group.messages) == before, "the group still waits"
    await stage.server.until(lambda: len(stage.group.messages) > before, 20)
    await let_pass_refused(stage)
    assert len(stage.group.messages) == before + 1, "one message a question"
    assert len([one for one in stage.server.refusals if "429" in one]) == 1


def ana_said(stage: TelegramStage) -> list[str]:
    return stage.server.person("Ana").said


async def test_what_is_kept_of_a_group_goes_by_its_new_number_after_a_restart(
    stage: TelegramStage,
) -> None:
    await stage.leads("Ana")
    for said in ("/class admins", "/class tea", "/class daily 09:00"):
        await stage.types("Ana", said)
        await passes(stage)
    old = stage.group
    new = stage.server.migrate(old)
    stage.server.update("message", {**service(old), "migrate_to_chat_id": new.id})
    await stage.settled()
    store = stage._store
    # Where a message stands, and who came from where: no row is found by that any more.
    assert named(store, str(old.id)) <= {"asked", "chat", "class", "input", "moved"}
    assert ask(store, f"SELECT 1 FROM class WHERE '{old.id}' IN (chat, home)") == []
    await stage.restart()
    stage.enters(new)
    await passes(stage, 12)
    await stage.types("Ben", "/class tea")
    await passes(stage)
    assert newest(new).text == phrase("class.limited"), "what its admins chose"


def named(store: Store, number: str) -> set[str]:
    """The tables in which a number stands."""
    return {name for name, rows in tables(store).items() if number in repr(rows)}
