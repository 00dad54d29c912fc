"""Cards on Telegram: a walk through them leaves one live card, and no dead copies of it."""

import random
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from bot.conversation.inputs import Envelope, Press
from bot.conversation.language.paging import blocks
from bot.conversation.outputs import Ask, Choice, Notice, Output, Retire
from tests.rigs.courses import read_release
from tests.rigs.paths import KITCHEN
from tests.rigs.stores import fresh_store
from tests.rigs.telegram_rig import Rig, Script
from tests.rigs.telegram_server import Person, Sent, TelegramServer
from tests.rigs.telegram_stage import TelegramStage
from tests.rigs.transcript import let_pass

SAID = "— you said: "


LEAVES = ("Done", "Get it as a file", "Delete it all")
"""What ends settings, or leads to what is no setting."""


@pytest.fixture
async def stage() -> AsyncIterator[TelegramStage]:
    async with TelegramStage(read_release(KITCHEN)) as one:
        yield one


def seen_by(stage: TelegramStage, name: str) -> list[Sent]:
    return stage._person(name).messages


def whole(message: Sent) -> bool:
    """Whether a message that asked something says more still than its heading and an answer."""
    rest = blocks(message.text)[1:]
    return bool(rest) and not (len(rest) == 1 and rest[0].startswith(SAID))


async def checked(stage: TelegramStage, name: str) -> Sent:
    """The card that is live, which is the only one, and the only one that is whole."""
    await stage.heard()
    asked = [one for one in seen_by(stage, name) if one.had]
    live = [one for one in asked if one.rows]
    assert live == asked[-1:], "the newest message alone has buttons"
    assert [one.text for one in asked[:-1] if whole(one)] == [], "dead copies"
    return live[0]


async def test_a_reminder_makes_one_sound_though_its_picture_comes_first(
    stage: TelegramStage,
) -> None:
    await stage.types("Ana", "/learn tea")
    for label in ("More ways", "Visual", "No idea"):
        await stage.heard()
        await stage.presses("Ana", label, 0, "Ana")
    await stage.heard()
    assert not any(sent.silent for sent in stage._person("Ana").chat.history), (
        "what was asked for is heard"
    )
    await stage.types("Ana", "/settings")
    for label in ("Reminders", "Times", "10:00 (Berlin)", "09:00"):
        await stage.heard()
        await stage.presses("Ana", label, 0, "Ana")
    await stage.heard()
    before = len(stage._person("Ana").chat.history)
    await let_pass(stage, timedelta(days=1))
    await stage.heard()
    picture, asked = stage._person("Ana").chat.history[before:]
    assert "???" in picture.text
    assert picture.silent
    assert asked.rows
    assert not asked.silent


@pytest.mark.parametrize("seed", range(4))
async def test_a_walk_through_settings_leaves_one_card(stage: TelegramStage, seed: int) -> None:
    chance = random.Random(seed)
    await stage.types("Ana", "/settings")
    typed = 0
    for _ in range(25):
        card = await checked(stage, "Ana")
        assert len([one for one in seen_by(stage, "Ana") if one.had]) == 1 + typed
        match chance.choices(("press", "twice", "again", "type", "restart"), (12, 2, 2, 3, 1))[0]:
            case "type":
                before = len(seen_by(stage, "Ana"))
                await stage.types("Ana", chance.choice(("8:15", "Tokyo", "23-6", "/settings")))
                await stage.heard()
                # What fits no card is only told so, and the card stays.
                typed += any(one.had for one in seen_by(stage, "Ana")[before:])
            case "restart":
                await stage.restart()
            case how:
                label = chance.choice([one for one in card.labels if one not in LEAVES])
                await stage.presses("Ana", label, 0, "Ana")
                if how == "twice":
                    stage._person("Ana").presses_data(card, card.had[label])
                elif how == "again":
                    await stage.again()


async def test_pages_of_lessons_and_their_cards_share_one_message(stage: TelegramStage) -> None:
    await stage.types("Ana", "/learn")
    await stage.heard()
    for _ in range(3):
        label = next(one for one in (await checked(stage, "Ana")).labels if "tea" in one)
        await stage.presses("Ana", label, 0, "Ana")
        assert "More ways" in (await checked(stage, "Ana")).labels
        await stage.types("Ana", "/learn")
    await stage.heard()
    cards = [one.text.split("\n")[0] for one in seen_by(stage, "Ana")]
    assert cards[:3] == ["A cup of tea"] * 3


async def test_what_a_lesson_asks_and_tells_stays_as_it_was(stage: TelegramStage) -> None:
    await stage.types("Ana", "/learn tea")
    await stage.heard()
    await stage.presses("Ana", "Learn", 0, "Ana")
    await stage.heard()
    told = seen_by(stage, "Ana")[-1]
    before = told.text
    await stage.types("Ana", "/settings")
    for label in ("Reminders", "Weekdays", "✓ Mon"):
        await stage.heard()
        await stage.presses("Ana", label, 0, "Ana")
    await stage.heard()
    assert told.text == before
    assert whole(told)


FIRST = Ask("aaaaaaaa.1", "One\n\nmore", ((Choice("On", "1aaaaaaaa.1.0"),),))
SECOND = Ask(
    "aaaaaaaa.2",
    "Two",
    ((Choice("Back", "1aaaaaaaa.2.0"),),),
    instead=Retire("aaaaaaaa.1", "One"),
)


def answer(envelope: Envelope) -> Sequence[Output]:
    match envelope.input:
        case Press(token) if token == SECOND.choices[0].token:
            return (Retire(SECOND.question, "Over"),)
        case Press():
            return (SECOND,)
        case _:
            return (FIRST,)


async def begun(rig: Rig, ana: Person) -> None:
    ana.types("/settings")
    await rig.settled()


async def test_a_card_whose_message_was_deleted_comes_anew() -> None:
    async with TelegramServer() as server:
        ana = server.person("Ana")
        async with Rig(server, engine=Script(answer)) as rig:
            await begun(rig, ana)
            (card,) = ana.messages
            ana.presses("On")
            ana.chat.history.remove(card)
            await rig.settled()
    assert [(one.text, one.buttons) for one in ana.messages] == [("Two", [["Back"]])]
    assert len(server.refusals) == 1, "it was tried once"


async def test_a_card_that_is_too_long_for_one_message_comes_below_the_other() -> None:
    long = Ask(SECOND.question, "Word. " * 1000, SECOND.rows, instead=SECOND.instead)

    def answer(envelope: Envelope) -> Sequence[Output]:
        return (long,) if isinstance(envelope.input, Press) else (FIRST,)

    async with TelegramServer() as server:
        ana = server.person("Ana")
        async with Rig(server, engine=Script(answer)) as rig:
            await begun(rig, ana)
            ana.presses("On")
            await rig.settled()
    first, *pieces = ana.messages
    assert (first.text, first.rows) == ("One", [])
    assert [bool(one.rows) for one in pieces] == [False, True]
    assert server.refusals == []


async def test_a_card_that_was_shown_before_a_kill_is_not_shown_twice() -> None:
    async with TelegramServer() as server:
        ana = server.person("Ana")
        store = fresh_store()
        rig = await Rig(server, store=store, engine=Script(answer)).__aenter__()
        await begun(rig, ana)
        await rig.desk.drain()
        # What has arrived from here on is marked nowhere.
        rig.delivery._carrier._mark = lambda mark: None
        ana.presses("On")
        await rig.settled()
        await rig.__aexit__()
        async with Rig(server, store=store, engine=Script(answer)) as after:
            await after.delivery.idle()
            ana.presses("Back")
            await after.settled()
    (card,) = ana.messages
    assert card.text == "Over"
    assert card.edits == ["One\n\nmore", "Two"]
    # What it shows already Telegram refuses to show again, and that counts as shown.
    assert all("not modified" in one for one in server.refusals)


async def test_in_a_group_that_has_another_number_now_a_card_comes_anew() -> None:
    async with TelegramServer() as server:
        ana, group = server.person("Ana"), server.group("Class")
        async with Rig(server, engine=Script(answer)) as rig:
            ana.types("/settings@foretell_test_bot", group=group)
            await rig.settled()
            supergroup = server.migrate(group)
            await rig.settled()
            (card,) = group.messages
            ana.presses_data(card, card.had["On"])
            await rig.settled()
    assert [one.buttons for one in supergroup.messages] == [[["Back"]]]


async def test_a_copy_of_a_card_that_gave_way_loses_its_buttons_when_it_is_pressed() -> None:
    presses: list[Envelope] = []

    def once(envelope: Envelope) -> Sequence[Output]:
        if not isinstance(envelope.input, Press):
            return (FIRST,)
        presses.append(envelope)
        return (SECOND,) if len(presses) == 1 else (Notice("Got that already."),)

    async with TelegramServer() as server:
        ana, store = server.person("Ana"), fresh_store()
        rig = await Rig(server, store=store, engine=Script(once)).__aenter__()
        # It is sent, and a kill comes before that is marked: so it is sent once more.
        rig.delivery._carrier._mark = lambda mark: None
        await begun(rig, ana)
        await rig.__aexit__()
        for _ in range(2):
            async with Rig(server, store=store, engine=Script(once)) as rig:
                await rig.delivery.idle()
        async with Rig(server, store=store, engine=Script(once)) as rig:
            copy, card = ana.messages
            for message in (card, copy):
                ana.presses_data(message, message.had["On"])
                await rig.settled()
            await server.until(lambda: not copy.rows)
    assert [one.buttons for one in ana.messages] == [[], [["Back"]]]
