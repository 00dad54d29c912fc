"""The real python-telegram-bot against the strict Bot API server, flood control on."""

import asyncio
import gc
import itertools
import logging
import random
import time
import weakref
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from adapters.pictures import images
from adapters.telegram import client
from adapters.telegram.adapter import Options, TelegramAdapter
from adapters.telegram.pacing import Pace, Pacer, Rule
from adapters.telegram.rendering import CAPABILITIES, render
from bot.conversation.commands import ADMIN, COMMANDS
from bot.conversation.inputs import Address, Command, Envelope, LearnerId, Press, Text, Upload
from bot.conversation.language.locale import LANGUAGES
from bot.conversation.outputs import (
    Ask,
    Choice,
    Document,
    Notice,
    Output,
    Retire,
    Revise,
    Say,
    TextDiagram,
)
from bot.service.delivery.channel import Message, Unwanted
from bot.service.turns.queue import Door
from bot.storage import records
from bot.storage.records import Release, StoreError
from tests.rigs.courses import read_course
from tests.rigs.makers import called_off, chart
from tests.rigs.paths import KITCHEN
from tests.rigs.stores import FreshStore, fresh_store
from tests.rigs.telegram_rig import BEGINNING, Rig, Script
from tests.rigs.telegram_server import Person, Refused, TelegramServer
from tests.rigs.timeline import Clock, Timeline, busiest

ASK = Ask("n.1", "Which **one**?", ((Choice("Yes", "t0"), Choice("No", "t1")),))


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as one:
        yield one


def echo(envelope: Envelope) -> Sequence[Output]:
    match envelope.input:
        case Text(text):
            return (Say(text),)
        case Command(name, argument):
            return (Say(f"{name}: {argument}"),)
        case Press(token):
            return (Say(f"pressed {token}"),)
        case Upload():
            return (Say("a file"),)


def always(*outputs: Output) -> Script:
    return Script(lambda envelope: outputs)


# --- in ---


async def test_texts_commands_and_deep_links_become_inputs(server: TelegramServer) -> None:
    script, ana = Script(echo), server.person("Ana")
    async with Rig(server, engine=script) as rig:
        for text in ("/start tea", "/learn@foretell_test_bot career paths", "hello", "/nonsense"):
            ana.types(text)
        await rig.settled()
    assert [envelope.input for envelope in script.heard] == [
        Command("start", "tea"),
        Command("learn", "career paths"),
        Text("hello"),
        Command("nonsense", ""),
    ]
    assert {envelope.learner for envelope in script.heard} == {f"telegram:{ana.id}"}
    assert not any(envelope.address.public for envelope in script.heard)
    assert ana.said == ["start: tea", "learn: career paths", "hello", "nonsense:"]
    assert server.refusals == []


async def test_what_holds_no_text_gets_a_word_as_well(server: TelegramServer) -> None:
    script, ana = Script(echo), server.person("Ana")
    size = {"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 3}
    async with Rig(server, engine=script) as rig:
        ana.posts(photo=[size], caption="my drawing")
        ana.posts(photo=[size])
        ana.posts(voice=voice)
        ana.posts(location={"longitude": 1.0, "latitude": 2.0})
        ana.posts(pinned_message={"message_id": 1, "date": 0, "chat": ana.chat.data()})
        await rig.settled()
    heard = [envelope.input for envelope in script.heard]
    assert heard == [
        Upload("", None, "image/jpeg", "a", "my drawing"),
        Upload("", None, "image/jpeg", "a"),
        Upload("", None, "audio/ogg", "v"),
        Text(""),
    ]


async def test_in_a_group_only_what_is_addressed_is_heard(server: TelegramServer) -> None:
    script, ana = Script(echo), server.person("Ana")
    group = server.group("Class")
    async with Rig(server, engine=script) as rig:
        ana.types("just talking", group=group)
        ana.types("/learn@another_bot tea", group=group)
        ana.types("/learn tea", group=group)
        ana.types("/help@Foretell_Test_Bot", group=group)
        ana.types("👩🏽‍🚀 @foretell_test_bot what now?", group=group)
        ana.types("@foretell_test_bot what now? @foretell_test_bot", group=group)
        await rig.settled()
        ana.types("the second", group=group, reply_to=group.messages[-1])
        ana.types("not to you", group=group, reply_to=group.history[0])
        await rig.settled()
    assert [envelope.input for envelope in script.heard] == [
        Command("learn", "tea", bare=True),
        Command("help", ""),
        Text("👩🏽‍🚀 @foretell_test_bot what now?"),
        Text("what now?"),
        Text("the second"),
    ]
    assert all(envelope.address.public and envelope.overheard for envelope in script.heard)
    asked = [message for message in group.history if message.by]
    assert group.messages[0].reply_to == asked[2].id, "the answer says whom it answers"


async def test_alone_a_mention_of_the_bot_is_a_word_like_others(server: TelegramServer) -> None:
    script, ana = Script(echo), server.person("Ana")
    said = [
        "Ask your friends to write to @foretell_test_bot, please",
        "Ask your friends to write to @foretell_test_bot",
        "@foretell_test_bot is open again",
        "@foretell_test_bot",
    ]
    async with Rig(server, engine=script) as rig:
        for text in said:
            ana.types(text)
        await rig.settled()
    assert [one.input for one in script.heard] == [Text(text) for text in said]
    assert not any(one.overheard for one in script.heard)


async def test_in_a_group_commands_of_other_bots_are_left_to_them(server: TelegramServer) -> None:
    ana, group = server.person("Ana"), server.group("Class")
    async with Rig(server) as rig:
        ana.types("/ban", group=group)
        ana.types("/admin", group=group)
        await rig.settled()
        assert group.messages == []
        ana.types("/ban@foretell_test_bot", group=group)
        ana.types("/admin@foretell_test_bot", group=group)
        await rig.settled()
    assert [one.text.split(".")[0] for one in group.messages] == [
        "I don't know /ban",
        "I don't know /admin",
    ]


async def test_in_a_group_a_question_says_whose_it_is_before_and_after_it_is_answered(
    server: TelegramServer,
) -> None:
    script = Script(
        lambda e: (Retire("n.1", "Tea? Yes."),) if isinstance(e.input, Press) else (ASK,)
    )
    ana, group = server.person("*A*na/na"), server.group("Class")
    async with Rig(server, engine=script) as rig:
        ana.types("/learn tea", group=group)
        await rig.settled()
        assert [one.text for one in group.messages] == ["*A*na/na\n\nWhich one?"]
        ana.presses("Yes", group=group)
        await rig.settled()
        ana.types("/learn tea")
        await rig.settled()
    assert [one.text for one in group.messages] == ["*A*na/na\n\nTea? Yes."]
    assert ana.said == ["Which one?"], "alone nobody need be named"


async def test_a_press_is_answered_at_once_where_messages_wait(server: TelegramServer) -> None:
    def answer(envelope: Envelope) -> Sequence[Output]:
        if isinstance(envelope.input, Press):
            return (Notice("Got that already."),)
        return (*(Say(f"{n}") for n in range(5)), ASK)

    ana, group = server.person("Ana"), server.group("Class")
    pace = Pace(private=(Rule(0.0, 1),), group=(Rule(1.0, 1),))
    async with Rig(server, engine=Script(answer), pace=pace) as rig:
        ana.types("/learn tea", group=group)
        await rig.settled()
        before = len(group.messages)
        ana.types("/learn tea", group=group)
        ana.presses("Yes", group=group)
        await rig.server.until(lambda: bool(ana.asides))
        assert len(group.messages) <= before + 1, "the rest waits for its pace"
    assert ana.asides == ["Got that already."]


async def test_other_bots_channels_and_edits_are_not_heard(server: TelegramServer) -> None:
    script, ana = Script(echo), server.person("Ana")
    async with Rig(server, engine=script) as rig:
        message = ana.types("first")["message"]
        server.update("edited_message", {**message, "edit_date": 5})
        server.update("message", {**message, "from": {**message["from"], "is_bot": True}})
        channel = {"id": -100, "type": "channel", "title": "News"}
        server.update("channel_post", {"message_id": 9, "date": 0, "chat": channel, "text": "x"})
        server.update("message", {**message, "sender_chat": channel})
        ana.types("last")
        await rig.server.until(lambda: "last" in ana.said)
    assert [envelope.input for envelope in script.heard] == [Text("first"), Text("last")]


async def test_an_anonymous_admin_s_class_is_answered_and_is_nobody_s(
    server: TelegramServer,
) -> None:
    script, ana = Script(echo), server.person("Ana")
    async with Rig(server, engine=script) as rig:
        group = server.group("Class")
        data = ana.types("/class tea", group=group)["message"]
        await rig.settled()
        before = len(group.messages)
        bot = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
        unnamed = {**data, "from": bot, "sender_chat": data["chat"]}
        server.update("message", {**unnamed, "text": "nothing for us", "entities": []})
        server.update("message", unnamed)
        await server.until(lambda: len(group.messages) > before)
        await rig.settled()
        said = [one.text for one in group.messages[before:]]
    assert len(said) == 1
    assert "Remain anonymous" in said[0]
    assert "Anonym bleiben" in said[0]
    assert [envelope.learner for envelope in script.heard] == [f"telegram:{ana.id}"]


async def test_one_learners_order_is_kept_and_all_share_the_way(server: TelegramServer) -> None:
    people = [server.person(f"P{n}") for n in range(12)]
    for n in range(3):
        for person in people:
            person.types(f"{person.name} {n}")
    async with Rig(server, engine=Script(echo)) as rig:
        await rig.settled()
    for person in people:
        assert person.said == [f"{person.name} {n}" for n in range(3)]


# --- confirmed only when committed ---


class Failing(FreshStore):
    """A store whose transactions fail while ``broken``."""

    broken = True

    def transaction(self, **kind: bool):  # type: ignore[no-untyped-def]  # the type is the store's
        if self.broken:
            raise StoreError("the disk is full")
        return super().transaction(**kind)


async def test_what_could_not_be_committed_comes_again(server: TelegramServer) -> None:
    ana, store = server.person("Ana"), Failing()
    async with Rig(server, engine=Script(echo), store=store):
        ana.types("one")
        ana.types("two")
        polls = [call for call in server.calls if call.method == "getUpdates"]
        await server.until(
            lambda: len([c for c in server.calls if c.method == "getUpdates"]) > len(polls) + 2
        )
        assert server.unconfirmed == 2
        seconds = [call.at for call in server.calls if call.method == "getUpdates"]
        assert len(seconds) < 8, "it does not spin"
        store.broken = False
        await server.until(lambda: ana.said == ["one", "two"])
        await server.until(lambda: not server.unconfirmed)


async def test_what_was_committed_before_a_crash_is_answered_once(server: TelegramServer) -> None:
    ana, store, script = server.person("Ana"), fresh_store(), Script(echo)
    server.fail("sendMessage", "drop")
    async with Rig(server, engine=script, store=store) as first:
        update = ana.types("hello")
        await server.until(lambda: any(call.method == "sendMessage" for call in server.calls))
        await first.kill()
    assert ana.said == []
    server.again(update)
    async with Rig(server, engine=script, store=store) as second:
        await second.settled()
    assert len(script.heard) == 1
    assert ana.said == ["hello"]


# --- out ---


async def test_a_question_that_is_revised_has_its_new_words_and_buttons(
    server: TelegramServer,
) -> None:
    again = ((Choice("Yes", "1aaaaaaaa.1.2"),),)
    said = {"/start": (ASK,), "more": (Revise("n.1", "Which **two**?", again),)}

    def answer(envelope: Envelope) -> Sequence[Output]:
        given = envelope.input
        return said["more" if isinstance(given, Text) else "/start"]

    ana = server.person("Ana")
    async with Rig(server, engine=Script(answer)) as rig:
        ana.types("/start")
        await rig.settled()
        # The second changes nothing, which Telegram refuses, and that counts as done.
        for _ in range(2):
            ana.types("more")
            await rig.settled()
    (asked,) = ana.messages
    assert asked.text == "Which two?"
    assert asked.styled("bold") == ["two"]
    assert asked.buttons == [["Yes"]]
    assert asked.had["Yes"] == "1aaaaaaaa.1.2"


async def test_what_is_not_wanted_any_more_when_its_turn_comes_is_not_sent(
    server: TelegramServer,
) -> None:
    ana = server.person("Ana")
    news = Message("News", bulk=True)
    async with Rig(server, engine=Script(echo)) as rig:
        ana.types("Hello")
        await rig.settled()
        where = Address("telegram", str(ana.chat.id))
        await rig.adapter.channel.send(where, news, "k/0", None)
        off = replace(news, wanted=called_off)
        with pytest.raises(Unwanted):
            await rig.adapter.channel.send(where, off, "l/0", None)
    assert ana.said == ["Hello", "News"]


@pytest.mark.parametrize("part", ["head", "body"])
async def test_no_byte_leaves_once_its_process_may_have_been_overtaken(
    server: TelegramServer, part: str
) -> None:
    ana = server.person("Ana")
    async with Rig(server, engine=Script(echo)) as rig:
        ana.types("Hello")
        await rig.settled()
        before, where = len(server.calls), Address("telegram", str(ana.chat.id))
        for message, target in (
            (Message("News"), None),
            (Message("Changed", revises="q"), f"{ana.chat.id}/{ana.messages[-1].id}"),
        ):
            asked = iter([True] * (part == "body") + [False])
            frozen = replace(message, certain=lambda asked=asked: next(asked))
            with pytest.raises(Unwanted):
                await rig.adapter.channel.send(where, frozen, "k/0", target)
        calls = [call.method for call in server.calls[before:]]
        assert not {"sendMessage", "editMessageText"} & set(calls)
        await rig.adapter.channel.send(where, Message("More news"), "l/0", None)
    assert ana.said == ["Hello", "More news"]


async def test_a_question_has_buttons_and_loses_them_when_it_is_retired(
    server: TelegramServer,
) -> None:
    def answer(envelope: Envelope) -> Sequence[Output]:
        if isinstance(envelope.input, Press):
            return (Retire("n.1", "Which **one**? — you said: yes"), Say("Indeed."))
        return (ASK,)

    ana = server.person("Ana")
    async with Rig(server, engine=Script(answer)) as rig:
        ana.types("/start")
        await rig.settled()
        (asked,) = ana.messages
        assert asked.buttons == [["Yes", "No"]]
        assert asked.styled("bold") == ["one"]
        ana.presses("Yes")
        await rig.settled()
    assert asked.buttons == []
    assert asked.text == "Which one? — you said: yes"
    assert ana.said == [asked.text, "Indeed."]
    assert server.refusals == []
    assert ana.asides == [], "a press without an aside is answered with nothing"


async def test_an_aside_answers_the_press_and_a_long_one_becomes_a_message(
    server: TelegramServer,
) -> None:
    def answer(envelope: Envelope) -> Sequence[Output]:
        if envelope.input == Press("t0"):
            return (Notice("Got *that* already."),)
        if envelope.input == Press("t1"):
            return (Notice("Long. " * 60),)
        return (ASK,)

    ana = server.person("Ana")
    async with Rig(server, engine=Script(answer)) as rig:
        ana.types("/start")
        await rig.settled()
        ana.presses("Yes")
        ana.presses("No")
        await rig.server.until(lambda: len(ana.messages) == 2 and ana.asides)
    assert ana.asides == ["Got that already."]
    assert ana.said[1] == ("Long. " * 60).strip()


async def test_a_press_too_old_to_answer_still_counts(server: TelegramServer) -> None:
    script = Script(lambda e: echo(e) if isinstance(e.input, Press) else (ASK,))
    ana = server.person("Ana")
    async with Rig(server, engine=script) as rig:
        ana.types("/start")
        await rig.settled()
        ana.presses("No")
        server.forget_presses()
        await server.until(lambda: "pressed t1" in ana.said)
        await server.until(lambda: server.refusals)
    assert "query is too old" in server.refusals[0]


async def test_of_presses_that_waited_for_a_bot_only_the_first_that_is_too_old_is_asked_for(
    server: TelegramServer,
) -> None:
    """Telegram says of no press how old it is, but they come in order."""
    people, store = [server.person(f"L{n}") for n in range(12)], fresh_store()
    notices = Script(lambda e: (Notice("Yes."),) if isinstance(e.input, Press) else (ASK,))
    async with Rig(server, engine=notices, store=store) as rig:
        for one in people:
            one.types("/start")
        await server.until(lambda: all(one.messages for one in people))
        await rig.settled()
    for one in people[:9]:
        one.presses("No")
    server.forget_presses()  # for they are too old when the bot is there again
    for one in people[9:]:
        one.presses("No")
    async with Rig(server, engine=notices, store=store) as rig:
        await rig.settled()
        await server.until(lambda: any("too old" in one for one in server.refusals))
        people[0].presses("No", stale=True)
        await server.until(lambda: people[0].asides)
        await rig.settled()
        assert len([one for one in notices.heard if isinstance(one.input, Press)]) == 13
    assert [one.asides for one in people[9:]] == [["Yes."]] * 3
    assert [one for one in server.refusals if "too old" in one] == server.refusals
    assert len(server.refusals) == 1


async def test_what_telegram_refuses_as_too_late_or_no_change_is_no_bug(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    said = (Notice("Yes."), Retire("n.1", "Closed."), Say("On."))
    script = Script(lambda e: said if isinstance(e.input, Press) else (ASK,))
    ana, store = server.person("Ana"), fresh_store()
    for _ in range(2):
        # The second process does not know what the message shows already.
        async with Rig(server, engine=script, store=store) as rig:
            if not ana.messages:
                ana.types("/start")
                await rig.settled()
            ana.presses("Yes", stale=True)
            server.forget_presses()
            await rig.settled()
    ana.chat.history[:] = [one for one in ana.chat.history if "Closed" not in one.text]
    async with Rig(server, engine=script, store=store) as rig:
        ana.presses_data(ana.messages[-1], "t0")
        server.forget_presses()
        await rig.settled()
    reasons = ("query is too old", "message is not modified", "message to edit not found")
    for reason in reasons:
        assert any(reason in one for one in server.refusals), reason
    assert ana.said == ["On.", "On.", "On."]
    assert [one.message for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_a_press_of_long_ago_is_not_answered_for_nothing(server: TelegramServer) -> None:
    clock = [BEGINNING]

    def late(envelope: Envelope) -> Sequence[Output]:
        if isinstance(envelope.input, Press):
            clock[0] += timedelta(seconds=60)  # something took its time
            return (Notice("Yes."), Say("On."))
        return (ASK,)

    ana = server.person("Ana")
    async with Rig(server, engine=Script(late), clock=lambda: clock[0]) as rig:
        ana.types("/start")
        await rig.settled()
        ana.presses("No")
        await server.until(lambda: "On." in ana.said)
    assert not [call for call in server.calls if call.method == "answerCallbackQuery"]
    assert server.refusals == []


async def test_what_a_message_shows_already_is_not_edited_for_nothing(
    server: TelegramServer,
) -> None:
    again = ((Choice("Yes", "1aaaaaaaa.1.2"),),)

    def answer(envelope: Envelope) -> Sequence[Output]:
        match envelope.input:
            case Press():
                return (Retire("n.1", "Closed."),)
            case Text():
                return (Revise("n.1", "Which **two**?", again),)
        return (ASK,)

    ana = server.person("Ana")
    async with Rig(server, engine=Script(answer)) as rig:
        ana.types("/start")
        await rig.settled()
        for _ in range(3):
            ana.types("more")
            await rig.settled()
        for _ in range(3):
            ana.presses("Yes", stale=True)
            await rig.settled()
    assert [message.text for message in ana.messages] == ["Closed."]
    assert len([call for call in server.calls if call.method.startswith("edit")]) == 2
    assert server.refusals == []


async def test_a_press_on_a_copy_that_a_kill_left_takes_its_buttons_off(
    server: TelegramServer,
) -> None:
    ana, store = server.person("Ana"), fresh_store()
    script = Script(lambda e: (Notice("Over."),) if isinstance(e.input, Press) else (ASK,))
    server.fail("sendMessage", "lost")  # it arrives, and nobody is told: as at a kill
    async with Rig(server, engine=script, store=store) as rig:
        ana.types("/start")
        await server.until(lambda: len(ana.messages) == 1)
        await rig.kill()
    async with Rig(server, engine=script, store=store) as rig:
        await rig.delivery.idle()
        first, second = ana.messages
        assert first.buttons == second.buttons == [["Yes", "No"]]
        for message in (second, first):
            ana.presses_data(message, "t0")
            await rig.settled()
        await server.until(lambda: not first.buttons)
        assert second.buttons == [["Yes", "No"]], "the newest is live"
    assert server.refusals == []


@pytest.mark.parametrize("text", ["Which **one**?", "", "Which one? — no"])
async def test_an_edit_that_changes_nothing_or_comes_too_late_is_no_trouble(
    server: TelegramServer, text: str
) -> None:
    def answer(envelope: Envelope) -> Sequence[Output]:
        return (Retire("n.1", text), Say("On.")) if isinstance(envelope.input, Press) else (ASK,)

    ana = server.person("Ana")
    async with Rig(server, engine=Script(answer)) as rig:
        ana.types("/start")
        await rig.settled()
        ana.presses("Yes")
        ana.presses("No")  # a second edit to the same
        await rig.settled()
        assert ana.messages[0].buttons == []
        assert ana.said[1:] == ["On.", "On."]
        ana.chat.history.clear()  # the learner empties the chat
        ana.types("/start")
        await rig.settled()
        asked = ana.messages[-1]
        ana.presses_data(asked, "t0")
        ana.chat.history.remove(asked)
        await server.until(lambda: "On." in ana.said)


async def test_a_wide_diagram_arrives_as_a_picture_with_its_words(server: TelegramServer) -> None:
    drawing = "┌" + "─" * 60 + "┐\n│" + " " * 60 + "│\n└" + "─" * 60 + "┘"
    narrow = TextDiagram("┌──┐\n└──┘", "A small box.")
    long = TextDiagram(drawing + "\nx", "A long description. " * 80)
    script = always(TextDiagram(drawing, "A *wide* box."), narrow, long)
    ana, ben = server.person("Ana"), server.person("Ben")
    async with Rig(server, engine=script) as rig:
        ana.types("/start")
        await rig.settled()
        ben.types("/start")
        await rig.settled()
    for person in (ana, ben):
        wide, small, third = person.messages
        assert wide.photo is not None
        assert (wide.caption, wide.styled("italic")) == ("A wide box.", ["wide"])
        width, height = Image.open(BytesIO(wide.photo)).size
        assert width > height
        assert (small.styled("pre"), small.photo) == (["┌──┐\n└──┘"], None)
        assert (third.photo is not None, third.caption) == (True, "A long description.")
    uploads = [c for c in server.calls if c.method == "sendPhoto" and len(c.parameters) > 3]
    assert len(uploads) <= 4
    assert server.refusals == []


async def test_a_picture_that_telegram_forgot_is_uploaded_again(server: TelegramServer) -> None:
    picture = TextDiagram("─" * 60, "A line.")
    ana = server.person("Ana")
    async with Rig(server, engine=always(picture)) as rig:
        ana.types("/start")
        await rig.settled()
        server.fail("sendPhoto", Refused(400, "Bad Request: wrong file identifier"))
        ana.types("/start")
        await rig.settled()
    assert [message.caption for message in ana.messages] == ["A line.", "A line."]


async def test_a_chart_arrives_with_its_words_and_is_uploaded_once(server: TelegramServer) -> None:
    short, long = chart("**Your progress**: two days."), chart("A day more. " * 100)
    ana, ben = server.person("Ana"), server.person("Ben")
    async with Rig(server, engine=always(short, long)) as rig:
        for person in (ana, ben):
            person.types("/start")
            await rig.settled()
    for person in (ana, ben):
        first, second, words = person.messages
        assert first.photo is not None
        assert Image.open(BytesIO(first.photo)).width == 780
        assert (first.caption, first.styled("bold")) == (
            "Your progress: two days.",
            ["Your progress"],
        )
        assert (second.photo is not None, second.caption) == (True, "")
        assert words.text == long.text.strip()
    sent = [call.parameters["photo"] for call in server.calls if call.method == "sendPhoto"]
    uploads = [photo for photo in sent if isinstance(photo, bytes)]
    assert (len(sent), len(uploads)) == (4, 1), "what is drawn is the same, whatever the words"


async def test_a_chart_that_cannot_be_drawn_leaves_its_words(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_memory(shown: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(images, "render", out_of_memory)
    long = chart("A day more. " * 100)
    ana = server.person("Ana")
    async with Rig(server, engine=always(chart("Two days."), long)) as rig:
        ana.types("/start")
        await rig.settled()
    assert ana.said == ["Two days.", long.text.strip()]


def asked(server: TelegramServer, method: str) -> int:
    return [call.method for call in server.calls].count(method)


EVERYDAY = ["learn", "continue", "review", "progress", "ask", "settings", "help"]


async def test_menus_are_set_by_scope_and_only_if_they_changed(server: TelegramServer) -> None:
    for start in (1, 2):
        async with Rig(server, engine=always()):
            await server.until(
                lambda n=start: asked(server, "getMyCommands") == n * 2 * len(LANGUAGES)
            )
            await server.until(lambda: len(server.menus) == 2 * len(LANGUAGES))
    assert [call.method for call in server.calls].count("setMyCommands") == 2 * len(LANGUAGES)
    private, groups = (
        next(menu for key, menu in server.menus.items() if key.endswith(f"{scope}'}}"))
        for scope in ("all_private_chats", "all_group_chats")
    )
    names = [command.name for command in COMMANDS]
    assert [one["command"] for one in private] == EVERYDAY
    assert [one["command"] for one in groups] == [name for name in names if name != "start"]


async def test_admins_alone_find_their_command_in_the_menu_of_their_chat(
    server: TelegramServer,
) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    holders = {LearnerId(f"telegram:{ana.id}"), LearnerId("discord:5")}

    async def admins() -> set[LearnerId]:
        return holders

    def menu(person: Person) -> list[str]:
        shown = [one for key, one in server.menus.items() if f"'chat_id': {person.id}" in key]
        return [command["command"] for command in shown[0]] if shown else []

    ben.types("/start")
    services = {"admin_commands": (ADMIN,), "admins": admins}
    async with Rig(server, engine=always(), services=services) as rig:
        await rig.settled()
        assert menu(ana) == [], "Telegram knows nobody of that number yet"
        ana.types("/start")
        await rig.settled()
        await server.until(lambda: bool(menu(ana)))
        assert menu(ana) == [*EVERYDAY, "admin"]
        assert menu(ben) == []
        holders.clear()
        rig.adapter.role_changed(LearnerId(f"telegram:{ana.id}"))
        await server.until(lambda: not menu(ana))


async def test_a_menu_tells_what_commands_do_in_each_language(server: TelegramServer) -> None:
    async with Rig(server, engine=always()):
        await server.until(lambda: len(server.menus) == 2 * len(LANGUAGES))
    told: dict[str, dict[str, str]] = {"": {}, "de": {}}
    for key, menu in server.menus.items():
        told[key.rpartition("}")[2]] |= {one["command"]: one["description"] for one in menu}
    assert (
        told["de"].keys() == told[""].keys() == {command.name for command in COMMANDS} - {"start"}
    )
    assert told["de"]["learn"] == "Eine Lektion aussuchen"
    assert told[""]["learn"] == "Choose a lesson"


async def test_an_update_says_what_its_learner_speaks(server: TelegramServer) -> None:
    script, ana, ben = Script(echo), server.person("Ana"), server.person("Ben")
    ana.language, ben.language = "de-AT", ""
    async with Rig(server, engine=script) as rig:
        ana.types("hello")
        ben.types("hello")
        await rig.settled()
    assert [envelope.language for envelope in script.heard] == ["de-AT", ""]


async def test_what_went_out_before_its_start_counts_as_all_that_is_allowed(
    server: TelegramServer,
) -> None:
    adapter = TelegramAdapter(server.token, Door(nothing), (), Options(server.url))
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with adapter.channel._pacer.turn(1):
        # The chat's own burst is used up, so the first message waits for its interval.
        assert loop.time() - began > 0.9
    await adapter.close()


async def nothing(envelope: Envelope) -> tuple[Output, ...]:
    return ()


async def test_what_is_done_on_the_side_is_held_until_it_is_over(server: TelegramServer) -> None:
    """An event loop holds no task that waits; one that nobody holds ends with the next sweep."""
    adapter, over = TelegramAdapter(server.token, Door(nothing), (), Options(server.url)), []
    waited_for: list[weakref.ref[asyncio.Future[None]]] = []

    async def waits() -> None:
        alone = asyncio.get_running_loop().create_future()
        waited_for.append(weakref.ref(alone))
        await alone
        over.append("over")

    adapter._asides.begin(waits())
    await asyncio.sleep(0)
    gc.collect()
    future = waited_for[0]()
    assert future is not None
    future.set_result(None)
    await asyncio.sleep(0.01)
    assert over == ["over"]
    assert not adapter._asides._tasks
    await adapter.close()


async def test_what_fails_on_the_side_is_logged_by_its_kind_alone(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    adapter = TelegramAdapter(server.token, Door(nothing), (), Options(server.url))

    async def fails() -> None:
        raise RuntimeError("what Ana typed")

    adapter._asides.begin(fails())
    await asyncio.gather(*adapter._asides._tasks)
    assert "something on the side failed: RuntimeError" in caplog.text
    assert "Ana" not in caplog.text
    await adapter.close()


async def test_a_slow_turn_shows_that_the_tutor_is_typing(server: TelegramServer) -> None:
    ana = server.person("Ana")
    gate = asyncio.Event()

    async def slow(envelope: Envelope) -> tuple[Output, ...]:
        await gate.wait()
        return ()

    ana.types("/start")
    adapter = TelegramAdapter(server.token, Door(slow), (), Options(server.url, typing_after=0.05))
    run = asyncio.create_task(adapter.run())
    await server.until(lambda: ana.chat.typing)
    gate.set()
    await server.until(lambda: not server.unconfirmed)
    run.cancel()
    await adapter.close()


# --- what goes wrong ---


@pytest.mark.slow
async def test_a_flood_loses_nothing_and_keeps_the_order() -> None:
    script = Script(lambda envelope: tuple(Say("x" * 3000 + f" {n}") for n in range(4)))
    async with TelegramServer(speed=2) as server:
        people = [server.person(f"P{n}") for n in range(4)]
        async with Rig(server, engine=script, pace=Pace().faster(100_000)) as rig:
            for person in people:
                person.types("go")
                person.types("on")
            await rig.settled()
    assert server.flood is not None
    assert server.flood.waits > 0, "the bot was made to send too fast"
    assert server.flood.prolonged == 0, "it never sent during a wait"
    for person in people:
        assert [text[-1] for text in person.said] == list("01230123")


@pytest.mark.slow
async def test_at_its_own_pace_it_is_never_told_to_wait() -> None:
    # Together more than a group takes in a minute.
    script = Script(lambda envelope: tuple(Say("x" * 3000 + f" {n}") for n in range(4)))
    # Slower than in other tests: a busy machine's delays count as many times as the clock is fast.
    async with TelegramServer(speed=20) as server:
        people = [server.person(f"P{n}") for n in range(6)]
        group = server.group("Class")
        async with Rig(server, engine=script) as rig:
            for person in people:
                person.types("go")
                person.types("/go", group=group)
            await rig.settled()
    assert server.refusals == []
    assert len(group.messages) == 24


async def test_one_chats_wait_does_not_hold_up_another(server: TelegramServer) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    async with Rig(server, engine=Script(echo)) as rig:
        assert server.flood is not None
        server.flood.wait(ana.id, 100 * server.speed)
        ana.types("one")
        await server.until(lambda: server.refusals)
        ben.types("two")
        await server.until(lambda: ben.said == ["two"])
        assert ana.said == []
        await rig.kill()


async def test_a_groups_wait_is_kept_with_whatever_else_is_for_it(server: TelegramServer) -> None:
    ana, ben, group = server.person("Ana"), server.person("Ben"), server.group("Class")
    async with Rig(server, engine=Script(echo)) as rig:
        assert server.flood is not None
        server.flood.wait(group.id, 1.0 * server.speed)
        ana.types("/one", group=group)
        await server.until(lambda: server.refusals)
        await asyncio.sleep(0.1)  # the refusal is on its way
        ben.types("/two", group=group)
        await rig.settled()
    assert len(server.refusals) == 1, "to send during a wait prolongs it"
    assert sorted(message.text for message in group.messages) == ["one:", "two:"]


async def test_who_blocks_the_bot_is_left_alone_until_they_return(server: TelegramServer) -> None:
    ana = server.person("Ana")
    # Too long to be one message.
    script = Script(lambda envelope: (*echo(envelope), Say("x" * 4096), Say("y" * 4096)))
    async with Rig(server, engine=script) as rig:
        ana.types("one")
        await rig.settled()
        ana.types("two")
        ana.blocks()
        await rig.settled()
        assert len([call for call in server.calls if call.refused]) == 1
        ana.unblocks()
        ana.types("three")
        await rig.settled()
    assert [text for text in ana.said if len(text) < 4096] == ["one", "three"]


async def test_a_group_that_moves_gets_what_was_meant_for_it(server: TelegramServer) -> None:
    ana, group = server.person("Ana"), server.group("Class")
    async with Rig(server, engine=Script(echo)) as rig:
        ana.types("/before", group=group)
        await rig.settled()
        new = server.migrate(group)
        ana.types("/after", group=group)
        ana.types("/later", group=group)
        await rig.settled()
    assert [message.text for message in new.messages] == ["after:", "later:"]
    assert len(server.refusals) == 1, "the new number is remembered"


@pytest.mark.parametrize("told", [True, False])
async def test_a_groups_new_number_is_known_after_a_restart(
    server: TelegramServer, told: bool
) -> None:
    ana, group, store = server.person("Ana"), server.group("Class"), fresh_store()
    before = Address("telegram", str(group.id), public=True)
    async with Rig(server, engine=Script(echo), store=store) as rig:
        new = server.migrate(group)
        if told:
            ana.posts(group=group, migrate_to_chat_id=new.id)
        else:
            await rig.adapter.channel.send(before, Message("one"), "k/0", None)
        await rig.settled()
    refused = len(server.refusals)
    assert refused == (0 if told else 1)
    async with Rig(server, engine=Script(echo), store=store) as rig:
        # What is addressed to the old number, such as an alarm of long ago.
        await rig.adapter.channel.send(before, Message("two"), "l/0", None)
    assert new.messages[-1].text == "two"
    assert len(server.refusals) == refused, "nobody has to tell it again"


async def test_a_chat_that_was_to_be_left_alone_is_so_after_a_restart() -> None:
    async with TelegramServer(speed=10) as server:
        assert server.flood is not None
        ana, store = server.person("Ana"), fresh_store()
        async with Rig(server, engine=Script(echo), store=store) as rig:
            ana.types("zero")
            await rig.settled()
            server.flood.wait(ana.id, 10.0)
            ana.types("one")
            await server.until(lambda: server.refusals)
            await asyncio.sleep(0.2)  # what Telegram asked for is noted
            await rig.kill()
        async with Rig(server, engine=Script(echo), store=store) as rig:
            await rig.delivery.idle()
        assert ana.said == ["zero", "one"]
        assert len(server.refusals) == 1, "nothing was sent before the time was over"


async def test_an_answer_that_trickles_holds_nothing_up_for_ever(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client._Request, "longest", 0.3)
    ana = server.person("Ana")
    server.fail("sendMessage", "trickle")
    async with Rig(server, engine=Script(echo)) as rig:
        ana.types("one")
        ana.types("two")
        async with asyncio.timeout(10):
            await rig.settled()
    assert ana.said == ["one", "two"]


async def test_in_a_forum_the_answer_comes_in_the_topic_it_was_asked_in(
    server: TelegramServer,
) -> None:
    script = Script(lambda e: echo(e) if isinstance(e.input, Press) else (Say("So."), ASK))
    ana, group = server.person("Ana"), server.group("Class")
    group.kind, group.topics = "supergroup", {7, 8}
    async with Rig(server, engine=script) as rig:
        ana.types("/learn", group=group, topic=7)
        await rig.settled()
        ana.presses("Yes", group=group)
        await rig.settled()
        assert [message.topic for message in group.messages] == [7, 7, 7]
        group.topics.remove(7)
        ana.presses("No", group=group)
        await rig.settled()
    assert [message.topic for message in group.messages] == [7, 7, 7, None]
    assert group.messages[-1].text == "pressed t1", "it is not lost with its topic"


async def test_a_stop_does_not_wait_for_the_call_under_way(server: TelegramServer) -> None:
    async with Rig(server, engine=Script(echo), long_poll=30) as rig:
        await server.until(lambda: any(call.method == "getUpdates" for call in server.calls))
        async with asyncio.timeout(2):
            await rig.kill()


async def test_a_server_that_is_away_at_the_start_and_in_the_middle_is_waited_for() -> None:
    server = TelegramServer()
    async with server:
        ana = server.person("Ana")
    async with Rig(server, engine=Script(echo)) as rig:
        await asyncio.sleep(0.2)
        assert rig.adapter.ailment is not None
        async with server:
            ana.types("one")
            await server.until(lambda: ana.said == ["one"])
        ana.types("two")
        await asyncio.sleep(0.2)
        assert not rig.run.done()
        async with server:
            await server.until(lambda: ana.said == ["one", "two"])
            await rig.settled()
            await rig.kill()


async def test_a_broken_connection_loses_nothing(server: TelegramServer) -> None:
    ana = server.person("Ana")
    server.fail("getUpdates", "drop")
    server.fail("sendMessage", "drop")
    server.fail("sendMessage", Refused(502, "Bad Gateway"))
    async with Rig(server, engine=Script(echo)) as rig:
        ana.types("one")
        ana.types("two")
        await server.until(lambda: len(ana.said) == 2, seconds=20)
        await rig.settled()
    assert ana.said == ["one", "two"]


async def test_what_telegram_cannot_parse_arrives_as_plain_text(server: TelegramServer) -> None:
    ana = server.person("Ana")
    server.fail("sendMessage", Refused(400, "Bad Request: can't parse entities: sorry"))
    async with Rig(server, engine=always(Say("a **b** c"))) as rig:
        ana.types("/start")
        await rig.settled()
    assert (ana.said, ana.messages[0].entities) == (["a b c"], [])


async def test_each_request_takes_a_place_of_its_own_in_the_pace(server: TelegramServer) -> None:
    ana = server.person("Ana")
    async with Rig(server, engine=always(Say("hello")), introduces=False) as rig:
        ana.types("/start")
        await rig.settled()
        await server.until(lambda: len(server.menus) == 2 * len(LANGUAGES))
        channel, begun = rig.adapter.channel, len(server.calls)
        address, places = Address("telegram", str(ana.id)), 0
        overall = channel._pacer.overall

        def counted(*, bulk: bool = False) -> AbstractAsyncContextManager[None]:
            nonlocal places
            places += 1
            return overall(bulk=bulk)

        channel._pacer.overall = counted  # type: ignore[method-assign]  # to count them
        server.fail("sendMessage", Refused(400, "Bad Request: can't parse entities: sorry"))
        told = await channel.send(address, Message("a **b** c"), "1/0", None)
        await channel.send(address, Message("changed", retires="n.1"), "2/0", told)
        drawing = TextDiagram("┌──┐\n└──┘", "A small box.")
        await channel.send(address, Message("Look", picture=drawing), "3/0", None)
        file = Document("a.csv", "text/csv", "d1", 2, "A file.", "It is too large.")
        await channel.send(address, Message("File", document=file, content=b"ab"), "4/0", None)
        made = [call.method for call in server.calls[begun:] if call.method != "getUpdates"]
    assert places == len(made) == 5, made


async def test_what_comes_by_itself_takes_only_places_that_are_left(server: TelegramServer) -> None:
    ana = server.person("Ana")
    async with Rig(server, engine=always(Say("hello"))) as rig:
        ana.types("/start")
        await rig.settled()
        channel, address = rig.adapter.channel, Address("telegram", str(ana.id))
        overall, left = channel._pacer.overall, list[bool]()

        def noted(*, bulk: bool = False) -> AbstractAsyncContextManager[None]:
            left.append(bulk)
            return overall(bulk=bulk)

        channel._pacer.overall = noted  # type: ignore[method-assign]  # to look at them
        told = await channel.send(address, Message("a"), "1/0", None)
        told = await channel.send(address, Message("b", unasked=True), "2/0", told)
        await channel.send(address, Message("c", retires="n.1", unasked=True), "3/0", told)
        await channel.send(address, Message("d", bulk=True), "4/0", None)
        await channel.send(address, Message("d2", revises="n.1", unasked=True), "3/1", told)
        drawing = TextDiagram("┌──┐\n└──┘", "A small box.")
        await channel.send(address, Message("e", picture=drawing, unasked=True), "5/0", None)
        file = Document("a.csv", "text/csv", "d1", 2, "A file.", "It is too large.")
        alone = Message("f", document=file, content=b"ab", unasked=True)
        await channel.send(address, alone, "6/0", None)
    assert left == [False, True, True, True, True, True, True]


async def test_it_counts_as_ailing_until_telegram_has_answered(server: TelegramServer) -> None:
    script = Script(echo)
    server.fail("getMe", Refused(502, "Bad Gateway"), times=1)
    async with Rig(server, engine=script) as rig:
        assert rig.adapter.ailment == "not connected to Telegram"
        await server.until(lambda: any(call.method == "getUpdates" for call in server.calls))
        assert rig.adapter.ailment is None


async def test_the_token_never_gets_into_the_log(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        assert logging.getLogger(name).getEffectiveLevel() >= logging.WARNING
    ana = server.person("Ana")
    server.fail("getUpdates", "drop")
    server.fail("sendMessage", "drop")
    server.fail("sendMessage", Refused(400, "Bad Request: something new"))
    async with Rig(server, engine=Script(echo)) as rig:
        ana.types("lost")
        ana.types("found")
        await server.until(lambda: ana.said == ["found"], seconds=20)
        await rig.settled()
    assert caplog.records
    lines = [caplog.handler.format(record) for record in caplog.records]
    assert not any(server.token in line or server.token[11:] in line for line in lines)


# --- with the tutor's own engine ---


@pytest.fixture
async def lesson(server: TelegramServer) -> AsyncIterator[Rig]:
    course, lessons = read_course(KITCHEN)
    release = Release((course,), tuple(lessons))
    async with Rig(server, release=release) as rig:
        yield rig


async def test_a_double_tap_counts_once_and_an_old_button_is_explained(
    server: TelegramServer, lesson: Rig
) -> None:
    ana = server.person("Ana")
    ana.types("/learn tea")
    await lesson.settled()
    ana.presses("Learn")
    ana.presses("Learn")
    await lesson.settled()
    first = len(ana.messages)
    assert len(ana.asides) == 1, "the second tap is only acknowledged"
    ana.presses("No idea")
    await lesson.settled()
    assert len(ana.messages) > first
    ana.presses("Learn", stale=True)
    await lesson.settled()
    live = [message for message in ana.messages if message.labels]
    assert len(live) == 1, "one keyboard at a time"
    assert server.refusals == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["older first", "newer first"])
async def test_a_press_on_each_copy_that_a_kill_left_is_answered_and_they_count_once(
    server: TelegramServer, order: tuple[int, int]
) -> None:
    course, lessons = read_course(KITCHEN)
    release, store, ana = Release((course,), tuple(lessons)), fresh_store(), server.person("Ana")
    server.fail("sendMessage", "lost")  # it arrives, and nobody is told: as at a kill
    async with Rig(server, store=store, release=release) as rig:
        ana.types("/start tea")
        await server.until(lambda: ana.messages)
        await rig.kill()
    async with Rig(server, store=store) as rig:
        await rig.delivery.idle()
        copies = list(ana.messages)
        assert [copy.text for copy in copies] == [copies[0].text] * 2
        option = copies[0].had["No idea"]
        for place in order:
            ana.presses_data(copies[place], option)
            await rig.settled()
            assert server.unanswered == 0, "no button waits"
        await server.until(lambda: not (copies[0].rows or copies[1].rows))
        assert len(await store.answers(records.BEGINNING, 9)) == 1
    assert server.refusals == []


async def test_a_lesson_goes_on_after_a_restart(server: TelegramServer) -> None:
    course, lessons = read_course(KITCHEN)
    store, ana = fresh_store(), server.person("Ana")
    async with Rig(server, store=store, release=Release((course,), tuple(lessons))) as rig:
        ana.types("/start tea")
        await rig.settled()
        before = ana.messages[-1]
    async with Rig(server, store=store) as rig:
        ana.presses("No idea")
        await rig.settled()
    assert before.labels == [], "the question asked before the restart is retired after it"
    assert "honest answer" in ana.said[-1]


# --- how text is rendered ---


def spans(markdown: str) -> list[tuple[str, str]]:
    text, entities = render(markdown)
    raw = text.encode("utf-16-le")
    return [
        (one.type, raw[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le"))
        for one in entities
    ]


def test_offsets_count_utf16_units() -> None:
    assert spans("👩🏽‍🚀 𝒳 **bold** 🇩🇪 *it*") == [("bold", "bold"), ("italic", "it")]


def test_headings_lists_quotes_spoilers_and_code_are_shown_plainly() -> None:
    assert render("# Title\n\n- a\n- b")[0] == "Title\n\n• a\n• b"
    assert spans("||hid den||") == [("spoiler", "hid den")]
    assert spans("> said **so**") == [("blockquote", "said so"), ("bold", "so")]
    assert spans("> > said twice") == [("blockquote", "said twice")]
    assert spans("```python\nx = 1\n```") == [("pre", "x = 1")]


def test_a_link_leads_to_a_page_and_mentions_nobody() -> None:
    assert spans("[a page](https://x.org/a) [Ana](tg://user?id=7) [us](mailto:a@b.org)") == [
        ("text_link", "a page")
    ]


@pytest.mark.parametrize(("info", "language"), [("python", "python"), ("text", None), ("", None)])
def test_a_language_stands_over_code_and_over_no_drawing(info: str, language: str | None) -> None:
    (block,) = render(f"```{info}\nx\n```")[1]
    assert block.language == language


@pytest.mark.parametrize(
    ("markdown", "block", "more"),
    [
        ("```text\n    ▼\n┌───┐\n```", "\u00a0   ▼\n┌───┐", ""),
        ("```text\n\n  ▼\n┌───┐\n```\n\n*Below.*", "\u00a0 ▼\n┌───┐", "\n\nBelow."),
        ("> ```\n>  ▼\n> ┌─┐\n> ```", "\u00a0▼\n┌─┐", ""),
    ],
)
def test_a_drawing_that_begins_with_an_indent_keeps_its_shape(
    markdown: str, block: str, more: str
) -> None:
    assert ("pre", block) in spans(markdown)
    assert render(markdown)[0] == block + more
    below = render(f"Look:\n\n{markdown}")[0]
    assert block.replace("\u00a0", " ") in below, "no sign is changed that does not begin a message"


def test_blanks_around_words_are_not_kept() -> None:
    assert render("  words  \n\n") == ("words", ())
    assert render("    indented code\n")[0] == "indented code"


@pytest.mark.parametrize(
    "text", ["Map<K, V> and <b>x</b>", "from $5$ to $10", "\\*not bold\\*", "a <!-- b --> c"]
)
def test_what_looks_like_html_or_formulas_is_shown_as_written(text: str) -> None:
    shown, entities = render(text)
    assert (shown, entities) == (text.replace("\\", ""), ())


def test_an_html_block_is_shown_as_written() -> None:
    assert render("before\n\n<div>\n<b>in</b>\n</div>\n\nafter")[0].split() == (
        ["before", "<div>", "<b>in</b>", "</div>", "after"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "**bold `code` bold**",
        "[`code`](https://example.org)",
        "> a\n>\n> > b\n>\n> c",
        "***[both](https://example.org) `x`***",
        "> ```\n> code\n> ```",
        "[inside](other.md) **[and](https://example.org)**",
        "||**a** `b`||",
    ],
)
async def test_entities_nest_as_telegram_allows(server: TelegramServer, text: str) -> None:
    ana = server.person("Ana")
    async with Rig(server, engine=always(Say(text))) as rig:
        ana.types("/start")
        await rig.settled()
    assert server.refusals == []
    assert len(ana.messages) == 1


def test_entities_are_untangled_in_time_that_grows_with_the_text() -> None:
    began = time.thread_time()
    assert not CAPABILITIES.fits("`b` [a](https://x.org) " * 10_000)
    assert time.thread_time() - began < 1.2, "to hold each against all others takes many"


def test_more_than_a_hundred_entities_do_not_fit() -> None:
    assert CAPABILITIES.fits("**a** b " * 100)
    assert not CAPABILITIES.fits("**a** b " * 101)
    assert CAPABILITIES.fits("😀" * 2048)
    assert not CAPABILITIES.fits("😀" * 2049)


# --- the pace, on a clock of its own ---


async def sent_at(
    clock: Clock, pacer: Pacer, chats: Callable[[int], int], count: int
) -> list[float]:
    times = []
    for n in range(count):
        async with pacer.turn(chats(n)):
            times.append(clock.now)
    return times


async def test_a_group_gets_at_most_20_messages_in_any_minute() -> None:
    clock = Clock()
    times = await sent_at(clock, clock.pacer(), lambda n: -5, 100)
    assert busiest(times, 60.0) <= 20
    assert times[-1] - times[0] < 100 * 4.5, "and not many fewer"


async def test_a_private_chat_gets_a_short_burst_and_then_one_a_second() -> None:
    clock = Clock()
    times = await sent_at(clock, clock.pacer(), lambda n: 5, 30)
    assert times[2] - times[0] < 0.2
    assert busiest(times, 10.0) <= 12


async def test_all_chats_together_are_spaced_evenly_but_for_the_parts_of_one_reply() -> None:
    clock = Clock()
    times = await sent_at(clock, clock.pacer(), lambda n: n, 300)
    assert times[2] == times[0] < times[3]
    assert busiest(times, 0.1) <= 5
    assert busiest(times, 1.0) <= 30
    assert 299 / (times[-1] - times[0]) > 28.5, "95 % of what is allowed"


async def test_replies_go_before_what_goes_to_many_and_hardly_wait_for_these() -> None:
    clock = Timeline()
    pacer, waits, bulk = clock.pacer(), [], []

    async def many(chat: int) -> None:
        async with pacer.turn(chat, bulk=True):
            bulk.append(clock.now)

    async def reply(chat: int, at: float) -> None:
        await clock.sleep(at)
        asked = clock.now
        async with pacer.turn(chat):
            waits.append(clock.now - asked)

    tasks = [asyncio.create_task(many(n)) for n in range(300)]
    tasks += [asyncio.create_task(reply(1000 + n, 0.5 + n * 0.21)) for n in range(40)]
    await clock.until(tasks)
    assert sum(wait == 0 for wait in waits) > 30, "most wait for nothing"
    assert max(waits) <= 1 / 29
    times = sorted(bulk)
    assert len(times) == 300
    both = 340 / (times[-1] - times[0])
    assert 28.5 < both < 29.1, "and no place is left empty meanwhile"


@pytest.mark.parametrize("seed", range(20))
async def test_no_second_sees_more_than_30_whatever_is_held_up_on_the_way(seed: int) -> None:
    chance = random.Random(seed)
    clock = Timeline()
    pacer, arrived = clock.pacer(), []
    # For some seconds all that is sent is held up, and then comes at once.
    stalls = [clock.now + chance.uniform(0, 15) for _ in range(6)]

    async def request(chat: int) -> None:
        bulk, edit = chance.random() < 0.7, chance.random() < 0.1
        async with pacer.overall() if edit else pacer.turn(chat, bulk=bulk):
            way = chance.choice([0.01, 0.05, 0.3])
            held = [at + 0.7 for at in stalls if at <= clock.now < at + 0.7]
            await clock.sleep(max([way, *(until - clock.now for until in held)]))
            arrived.append(clock.now)
            await clock.sleep(chance.choice([0.0, 0.02, 0.5]))
            if chance.random() < 0.1:
                raise TimeoutError

    async def forgiving(chat: int) -> None:
        with suppress(TimeoutError):
            await request(chat)

    await clock.until([asyncio.create_task(forgiving(n)) for n in range(300)])
    assert len(arrived) == 300
    assert busiest(sorted(arrived), 1.0) <= 30


async def test_an_answer_that_does_not_come_holds_up_nobody_else() -> None:
    clock = Timeline()
    pacer, sent = clock.pacer(), []

    async def request(chat: int, answer: float) -> None:
        async with pacer.turn(chat):
            sent.append(clock.now)
            await clock.sleep(answer)

    slow = [asyncio.create_task(request(n, 10.0)) for n in range(2)]
    quick = [asyncio.create_task(request(100 + n, 0.01)) for n in range(200)]
    await clock.until(quick)
    assert (len(sent) - 1) / (sent[-1] - sent[0]) > 26
    await clock.until(slow)


async def test_when_every_answer_takes_seconds_fewer_are_sent_and_none_is_left() -> None:
    clock = Timeline()
    pacer, sent = clock.pacer(), []

    async def request(chat: int) -> None:
        async with pacer.turn(chat, bulk=chat % 2 == 0):
            sent.append(clock.now)
            await clock.sleep(3.0)

    await clock.until([asyncio.create_task(request(n)) for n in range(90)])
    assert len(sent) == 90
    assert sent[30] - sent[0] >= 2.0, "a second after the first answer was to come"


async def test_chats_whose_sends_hang_hold_no_places_of_others() -> None:
    clock = Timeline()
    pacer, waits = clock.pacer(), []

    async def hang(chat: int) -> None:
        for _ in range(6):
            async with pacer.turn(chat):
                await clock.sleep(10.0)

    async def request(chat: int, at: float) -> None:
        await clock.sleep(at)
        asked = clock.now
        async with pacer.turn(chat):
            waits.append(clock.now - asked)
            await clock.sleep(0.05)

    slow = [asyncio.create_task(hang(n)) for n in range(40)]
    quick = [asyncio.create_task(request(100 + n, 5.0 + n / 10)) for n in range(400)]
    await clock.until(quick)
    assert sorted(waits)[200] < 0.1, "while 40 chats wait for an answer each"
    assert max(waits) < 3.0
    await clock.until(slow)


async def test_after_a_start_all_counts_as_used_up() -> None:
    clock = Timeline()
    chance = random.Random(3)
    arrived: dict[int, list[float]] = {n: [] for n in (*range(40), -5)}
    pacer = clock.pacer()

    async def say(pacer: Pacer, chat: int) -> None:
        async with pacer.turn(chat):
            await clock.sleep(chance.uniform(0.01, 0.03))
            arrived[chat].append(clock.now)

    async def crowd(pacer: Pacer, chats: Sequence[int]) -> None:
        await clock.until([asyncio.create_task(say(pacer, n)) for n in chats])

    await crowd(pacer, [*range(30), 1, 1, 2, 2, *[-5] * 8])
    # It is killed, and goes on at once.
    after = Pacer(spent=True, clock=lambda: clock.now, sleep=clock.sleep)
    await crowd(after, [*range(30), 1, 1, 2, 2, *[-5] * 16])
    assert busiest(sorted(itertools.chain(*arrived.values())), 1.0) <= 30
    assert busiest(arrived[1], 3.0) <= 5, "a burst and one a second"
    assert busiest(arrived[-5], 60.0) <= 20


async def test_waking_late_costs_no_rate_and_no_burst_makes_up_for_a_long_delay() -> None:
    clock = Timeline()
    pacer, sent = Pacer(clock=lambda: clock.now, sleep=lambda s: clock.sleep(s + 0.005)), []

    async def request(chat: int) -> None:
        async with pacer.turn(chat, bulk=True):
            sent.append(clock.now)
            if len(sent) == 150:
                clock.now += 5.0  # nothing at all went on

    await clock.until([asyncio.create_task(request(n)) for n in range(300)])
    before, after = sent[:150], sent[150:]
    assert 149 / (before[-1] - before[0]) > 28.5
    assert busiest(after, 0.1) <= 4


async def test_quiet_chats_are_forgotten() -> None:
    clock = Clock()
    pacer = clock.pacer()
    await sent_at(clock, pacer, lambda n: n, 3000)
    assert len(pacer) < 200
    pacer.refused(7, 30.0)
    async with pacer.turn(7):
        assert clock.now >= 230.0
