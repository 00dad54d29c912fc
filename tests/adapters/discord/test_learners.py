"""Discord as learners meet it: the real discord.py in a simulated Discord."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.events import DiscordHandle, InteractionToken, Reference, address
from adapters.discord.rendering import CAPABILITIES, convert, view
from adapters.discord.routes import nonce
from adapters.layout.plan import plan
from adapters.pictures.images import render
from bot.conversation.admin.registry import AREAS
from bot.conversation.commands import ADMIN, COMMANDS
from bot.conversation.inputs import Address, Command, Envelope, Press, Text
from bot.conversation.interpretation import Meant
from bot.conversation.language.locale import Manner, speaking
from bot.conversation.needs.learner import Known
from bot.conversation.outputs import (
    Ask,
    Chart,
    Choice,
    Notice,
    Output,
    Retire,
    Revise,
    Say,
    TextDiagram,
)
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import Course, Lesson, Overview, Step
from bot.lessons.question import Option, Question
from bot.service.delivery.channel import Gone, Later, Message, Uneditable, Unwanted
from bot.storage.records import Release
from tests.rigs.discord_stage import A_PICTURE, DiscordStage, Place, words
from tests.rigs.engines import BareEngine
from tests.rigs.makers import called_off, chart

TEA = Lesson(
    id="tea",
    title="Tea",
    minutes=5,
    overview=Overview(what="A drink of leaves and hot water."),
    steps=(
        Step(
            level="foundation",
            title="Steeping",
            concept="Leaves give off taste.",
            prediction=Question(
                id="hot-or-cold",
                text="Do you think that hot or cold water is faster?",
                options=(
                    Option(label="Hot", right=True, explanation="Heat moves things."),
                    Option(label="Cold", explanation="Cold is slow."),
                ),
            ),
            text="Hot water draws within minutes.",
        ),
    ),
    takeaways=("Patience.",),
)

KITCHEN = Release((Course(id="kitchen", title="Kitchen", lessons=("tea",)),), (TEA,))

BOTH = pytest.mark.parametrize("place", ["dm", "server"])


class Script(BareEngine):
    """An engine that says what a test tells it to, by what was typed, and notes what came in."""

    def __init__(self, said: dict[str, tuple[Output, ...]] | None = None) -> None:
        self.said = said or {}
        self.came: list[Envelope] = []

    def advance(self, meant: Meant, known: Known) -> Turn:
        session, envelope = meant.session, meant.envelope
        self.came.append(envelope)
        match envelope.input:
            case Text(text, _) | Press(text):
                key = text
            case Command(name, argument):
                key = f"/{name} {argument}".strip()
        outputs = self.said.get(key, (Say(f"heard {key}"),))
        return Turn(session or Session("aaaaaaaa"), meant.learner, outputs)


def asking(number: int, text: str, *labels: str) -> Ask:
    choices = tuple((Choice(label, f"1aaaaaaaa.{number}.{n}"),) for n, label in enumerate(labels))
    return Ask(f"aaaaaaaa.{number}", text, choices)


def scripted(place: Place, said: dict[str, tuple[Output, ...]] | None = None) -> DiscordStage:
    return DiscordStage(place=place, engine=Script(said))


def requests(stage: DiscordStage, method: str, part: str) -> list[Any]:
    return [
        one for one in stage.env.http_requests if one.method == method and part in str(one.path)
    ]


# A conversation


@BOTH
async def test_a_learner_takes_a_lesson_by_its_buttons(place: Place) -> None:
    async with DiscordStage(release=KITCHEN, place=place) as stage:
        await stage.types("Ana", "/learn tea")
        assert "Tea" in (await stage.heard())[-1].text
        for label in ("Deep",):
            await stage.presses("Ana", label)
            heard = await stage.heard()
        assert "hot or cold" in heard[-1].text
        assert any("Cold" in row for row in heard[-1].rows)
        await stage.presses("Ana", "Cold")
        await stage.heard()
        await stage.presses("Ana", "Sure (9 in 10)")
        edited, *told = await stage.heard()
        assert edited.how == "edits"
        assert "you said: “Cold”, sure" in edited.text
        assert edited.rows == ()
        assert "Cold is slow" in told[0].text


async def test_in_a_server_only_the_learner_sees_the_answers() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        stage.person("Ben")
        await stage.types("Ana", "/start")
        await stage.heard()
        await stage.presses("Ana", "Begin")
        await stage.heard()
        assert len(stage.visible("Ana")) >= 2
        assert all(one.ephemeral for one in stage.visible("Ana"))
        assert stage.visible("Ben") == []
        assert stage.visible("Ana", "dm") == []


async def test_in_a_direct_message_answers_are_plain() -> None:
    async with DiscordStage(release=KITCHEN) as stage:
        await stage.types("Ana", "/start")
        await stage.types("Ana", "hello?")
        await stage.heard()
        shown = stage.visible("Ana")
        assert len(shown) >= 2
        assert not any(one.ephemeral for one in shown)


async def test_a_command_is_acknowledged_at_once_and_leaves_no_thinking_behind() -> None:
    async with scripted("server", {"/start": ()}) as stage:
        result = await stage.types("Ana", "/start")
        assert result.acknowledged
        await stage.heard()
        assert result.response is None, "a command without an answer still says that it thinks"
        result = await stage.types("Ana", "/help")
        await stage.heard()
        assert not result.response.flags.loading
        first = stage.env.http_requests.index(requests(stage, "POST", "/callback")[0])
        sent = stage.env.http_requests.index(requests(stage, "POST", "/webhooks/")[0])
        assert first < sent


@pytest.mark.parametrize("how", ["a command", "a press"])
async def test_the_acknowledgement_does_not_wait_for_the_desk(how: str) -> None:
    async with scripted("server", {"/learn": (asking(1, "Which one?", "Yes"),)}) as stage:
        await stage.types("Ana", "/learn")
        await stage.heard()
        gate = asyncio.Event()
        submit = stage.adapter.client._door._submit

        async def slow(envelope: Envelope) -> tuple[Output, ...]:
            await stage.env.external_wait(gate.wait(), reason="a busy desk")
            return await submit(envelope)

        stage.adapter.client._door._submit = slow
        if how == "a press":
            result = await stage.presses("Ana", "Yes")
        else:
            result = await stage.types("Ana", "/start")
            assert result.ephemeral
        assert result.acknowledged
        assert len(stage._engine.came) == 1
        gate.set()
        await stage.env.settle()
        assert len(await stage.heard()) == 1
        assert len(stage._engine.came) == 2


# What comes in


async def test_what_is_typed_in_a_direct_message_is_text_or_a_command() -> None:
    async with scripted("dm") as stage:
        for typed in ("hello there", "!learn tea", "/nonsense x", "!no", "/HELP", "2"):
            await stage.person("Ana").send_dm(typed)
        await stage.heard()
        assert [one.input for one in stage._engine.came] == [
            Text("hello there"),
            Command("learn", "tea"),
            Command("nonsense", "x"),
            Text("!no"),
            Command("help"),
            Text("2"),
        ]
        ana = f"discord:{stage.person('Ana').id}"
        assert {one.learner for one in stage._engine.came} == {ana}
        assert not any(one.address.public for one in stage._engine.came)


async def test_in_a_direct_message_our_name_is_a_word_like_others() -> None:
    async with scripted("dm") as stage:
        me = stage.env.backend.bot_user.id
        for typed in ("write to <@{}>", "<@{}> is open again", "<@!{}>"):
            await stage.person("Ana").send_dm(typed.format(me))
        await stage.heard()
        client = stage.adapter.client
        assert client.user is not None
        name = client.user.display_name
        said = [f"write to @{name}", f"@{name} is open again", f"@{name}"]
        assert [one.input for one in stage._engine.came] == [Text(text) for text in said]


async def test_in_a_server_only_a_mention_is_heard() -> None:
    async with scripted("server") as stage:
        me = stage.env.backend.bot_user.id
        await stage.member("Ana").send(stage.channel, "just chatting")
        await stage.member("Ana").send(stage.channel, "@everyone look")
        stage.person("Ben")
        await stage.member("Ana").send(stage.channel, f"hello {stage.member('Ben').mention}")
        await stage.member("Ana").send(stage.channel, f"hey <@{me}>, /learn tea")
        await stage.member("Ana").send(stage.channel, f"<@{me}> /learn tea")
        assert [one.input for one in stage._engine.came] == [
            Text(f"hey @{stage.env.backend.bot_user.name}, /learn tea"),
            Command("learn", "tea"),
        ]


@pytest.mark.parametrize(
    ("typed", "opens"),
    [
        ("/review", "open:_review"),
        ("/learn tea", "open:tea"),
        ("/settings", "open:"),
        ("/admin stats", "open:"),
        ("what do I know by now?", "open:"),
    ],
)
async def test_a_mention_shows_all_one_line_and_a_button_for_what_is_answered_alone(
    typed: str, opens: str
) -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        stage.person("Ben")
        await stage.types("Ana", "/learn tea")
        await stage.heard()
        me = stage.env.backend.bot_user.id
        await stage.member("Ana").send(stage.channel, f"<@{me}> {typed}")
        await stage.heard()
        (line,) = stage.visible("Ben")
        assert (line.text, line.buttons) == (
            phrase("mention.answer"),
            {phrase("mention.open"): opens},
        )
        assert stage.visible("Ana", "dm") == []
        await stage.presses("Ana", phrase("mention.open"))
        told = await stage.seen()
        assert told[-1][1].ephemeral
        assert stage.visible("Ben") == [line]


async def test_bots_are_not_answered() -> None:
    async with scripted("dm") as stage:
        other = stage.guild.add_member(stage.env.create_user("other", bot=True))
        await other.send(stage.channel, f"<@{stage.env.backend.bot_user.id}> hello")
        assert stage._engine.came == []


async def test_no_privileged_intent_is_needed() -> None:
    async with scripted("dm") as stage:
        intents = stage.adapter.client.intents
        privileged = (intents.message_content, intents.members, intents.presences)
        assert not any(privileged)


async def test_lessons_are_suggested_while_typing() -> None:
    cards = {
        f"l{n}": Card(f"l{n}", "r", f"Lesson {n} " + "x" * 120, 5, "foundation") for n in range(40)
    }
    async with DiscordStage(library=Library((), cards), engine=Script()) as stage:
        some = await stage.person("Ana").autocomplete("learn", "lesson", "lesson 3")
        assert [one["value"] for one in some][:2] == ["l3", "l30"]
        every = await stage.person("Ana").autocomplete("learn", "lesson", "")
        assert len(every) == 25
        assert max(len(one["name"]) for one in every) == 100
        assert stage._engine.came == []


async def test_lessons_are_suggested_in_the_language_of_the_client() -> None:
    english = Card("tea", "r1", "A cup of tea", 5, "foundation")
    german = Card("tea", "r2", "Eine Tasse Tee", 5, "foundation", language="de", translates="r1")
    library = Library.holding((), [english, german])
    async with DiscordStage(library=library, engine=Script()) as stage:
        await stage.speaks("Ana", "de")
        for name, title in (("Ana", "Eine Tasse Tee"), ("Ben", "A cup of tea")):
            found = await stage.person(name).autocomplete("learn", "lesson", "t")
            assert [one["name"] for one in found] == [title]


async def test_an_input_given_twice_counts_once() -> None:
    async with scripted("dm") as stage:
        await stage.types("Ana", "/start")
        await stage.again()
        await stage.person("Ana").send_dm("hello")
        await stage.again()
        assert len(await stage.heard()) == 2
        assert len(stage._engine.came) == 2


# Buttons


@BOTH
async def test_buttons_work_after_a_restart(place: Place) -> None:
    async with DiscordStage(release=KITCHEN, place=place) as stage:
        await stage.types("Ana", "/start")
        await stage.heard()
        await stage.restart()
        await stage.presses("Ana", "Begin")
        edited, *told = await stage.heard()
        assert edited.how == "edits"
        assert edited.rows == ()
        assert "Leaves give off taste" in told[0].text


@BOTH
async def test_a_double_tap_counts_once(place: Place) -> None:
    async with DiscordStage(release=KITCHEN, place=place) as stage:
        await stage.types("Ana", "/start")
        await stage.heard()
        await stage.presses("Ana", "Begin")
        first = await stage.heard()
        await stage.presses("Ana", "Begin")
        ((heard, shown),) = await stage.seen()
        assert first[-1].rows
        assert heard.how == "aside"
        assert heard.text == phrase("press.again")
        assert not shown.framed
        assert shown.ephemeral == (place == "server")


@BOTH
async def test_a_stale_press_is_told_so(place: Place) -> None:
    async with DiscordStage(release=KITCHEN, place=place) as stage:
        await stage.types("Ana", "/start")
        await stage.heard()
        for label in ("Begin", "No idea"):
            await stage.presses("Ana", label)
            await stage.heard()
        await stage.presses("Ana", "Begin")
        (heard,) = await stage.heard()
        assert "closed" in heard.text


@BOTH
async def test_anothers_button_does_nothing(place: Place) -> None:
    async with DiscordStage(release=KITCHEN, place=place) as stage:
        await stage.types("Ana", "/start")
        await stage.heard()
        await stage.types("Ben", "/start")
        await stage.heard()
        result = await stage.presses("Ben", "Begin", owner="Ana")
        (heard,) = await stage.heard()
        assert result.acknowledged
        assert heard.text == phrase("press.foreign")
        await stage.presses("Ana", "Begin")
        assert (await stage.heard())[0].how == "edits"


async def test_a_button_that_is_not_ours_is_left_alone() -> None:
    async with scripted("dm") as stage:
        await stage.types("Ana", "/start")
        await stage.heard()
        stored = stage.env.backend.get_message(*stage._screen("Ana")[0])
        result = await stage.forge("Ana", stored, "9aaaaaaaa.1.0")
        assert not result.acknowledged
        assert len(stage._engine.came) == 1


async def test_a_press_arrives_exactly_once_and_no_view_is_kept() -> None:
    said = {"go": (asking(1, "One?", "Yes", "No"),)}
    async with scripted("dm", said) as stage:
        for _ in range(5):
            await stage.person("Ana").send_dm("go")
            await stage.delivery.idle()
        stage._turn_of = "Ana"
        await stage.heard()
        await stage.presses("Ana", "Yes")
        assert [one.input for one in stage._engine.came].count(Press("1aaaaaaaa.1.0")) == 1
        store = stage.adapter.client._connection._view_store
        assert not store._views
        assert not store._synced_message_views
        assert list(stage.adapter.client.cached_messages) == []


async def test_more_buttons_than_discord_holds_become_a_list() -> None:
    many = asking(1, "Which?", *(f"Number {n}" for n in range(1, 31)))
    twelve = asking(2, "Which?", *(f"{n} " + "x" * 60 for n in range(1, 21)))
    long = asking(3, "Which?", "a" * 81, "b")
    said: dict[str, tuple[Output, ...]] = {"many": (many,), "20": (twelve,), "long": (long,)}
    async with scripted("dm", said) as stage:
        for typed in said:
            await stage.person("Ana").send_dm(typed)
        listed, packed, numbered = await stage.heard()
        assert listed.rows == ()
        assert "30. Number 30" in listed.text
        assert sum(map(len, packed.rows)) == 20
        assert numbered.rows == (("1",), ("2",))
        assert "a" * 81 in numbered.text


# Where answers go


async def test_after_a_quarter_of_an_hour_a_servers_answer_goes_to_the_direct_message() -> None:
    async with scripted("server") as stage:
        handle = DiscordHandle(stage.person("Ana").id, InteractionToken.of("dead", stage.clock))
        where = address(stage.channel.id, True, handle)
        await stage.wait(minutes=14)
        reference = await stage.adapter.channel.send(where, Message("late"), "k/0", None)
        assert [one.text for one in stage.visible("Ana", "dm")] == ["late"]
        assert not Reference.read(reference).key.token
        assert await stage.adapter.channel.send(where, Message("x", notice=True), "k/1", None) == ""
        assert len(stage.visible("Ana", "dm")) == 1


@pytest.mark.parametrize(
    ("status", "code"), [(404, 10015), (401, 50027), (404, 10062), (400, 40094)]
)
async def test_a_token_that_discord_refuses_falls_back_to_the_direct_message(
    status: int, code: int
) -> None:
    async with scripted("server") as stage:
        stage.env.inject_error("POST", "/webhooks/*", status=status, code=code)
        await stage.types("Ana", "/start")
        await stage.delivery.idle()
        assert [one.text for one in stage.visible("Ana", "dm")] == ["heard /start"]


# A direct message that we may not write in for now


async def no_access(stage: DiscordStage, times: int | None = None) -> Address:
    ana = stage.person("Ana")
    stage.env.inject_error("POST", "/channels/*/messages", status=403, code=50001, times=times)
    return address(ana.dm_channel.id, False, DiscordHandle(ana.id))


def micros(stage: DiscordStage, **ago: float) -> int:
    return int((stage.clock - timedelta(**ago)).timestamp() * 1_000_000)


async def test_a_direct_message_without_access_is_opened_anew_at_once() -> None:
    async with scripted("dm") as stage:
        where = await no_access(stage, times=1)
        await stage.adapter.channel.send(where, Message("x"), "k/0", None)
        assert [one.text for one in stage.visible("Ana", "dm")] == ["x"]
        assert requests(stage, "POST", "/users/@me/channels")
        (last,) = requests(stage, "POST", "/messages")[-1:]
        assert last.json["nonce"] == nonce("k/0")


async def test_it_is_tried_for_a_day_and_then_given_up() -> None:
    async with scripted("dm") as stage:
        where = await no_access(stage)
        for ago in (0, 23.9):
            message = Message("x", said=micros(stage, hours=ago))
            with pytest.raises(Later) as raised:
                await stage.adapter.channel.send(where, message, "k/0", None)
            assert raised.value.or_input
            assert raised.value.delay == 1800
        message = Message("x", said=micros(stage, hours=24))
        with pytest.raises(Gone):
            await stage.adapter.channel.send(where, message, "k/0", None)
        with pytest.raises(Later) as raised:
            await stage.adapter.channel.send(where, Message("x", bulk=True), "k/0", None)
        assert raised.value.delay is None, "an announcement is noted as failed"


async def test_it_arrives_after_a_restart_within_the_day() -> None:
    async with scripted("dm") as stage:
        await no_access(stage)
        await stage.person("Ana").send_dm("hello")
        await stage.delivery.idle()
        assert stage.visible("Ana", "dm") == []
        await stage.wait(hours=20)
        stage.env.backend.faults.clear()
        await stage.restart()
        await stage.delivery.idle()
        assert [one.text for one in stage.visible("Ana", "dm")] == ["heard hello"]


async def test_it_is_given_up_after_a_restart_when_the_day_is_over() -> None:
    async with scripted("dm") as stage:
        await no_access(stage)
        await stage.person("Ana").send_dm("hello")
        await stage.delivery.idle()
        await stage.wait(hours=25)
        await stage.restart()
        await stage.delivery.idle()
        await stage.desk.drain()
        stage.env.backend.faults.clear()
        await stage.restart()
        await stage.delivery.idle()
        assert stage.visible("Ana", "dm") == []


async def test_what_has_no_access_goes_out_with_the_next_input() -> None:
    async with scripted("dm") as stage:
        await no_access(stage)
        await stage.person("Ana").send_dm("hello")
        await stage.delivery.idle()
        await stage.types("Ana", "/help")
        await stage.delivery.idle()
        assert [one.text for one in stage.visible("Ana", "dm")] == ["heard hello", "heard /help"]


# A follow-up of which nobody knows whether it arrived


@BOTH
async def test_what_completes_a_command_is_not_said_again_where_it_had_arrived(
    place: Place,
) -> None:
    async with scripted(place) as stage:
        await stage.types("Ana", "/start")
        await stage.delivery.idle()
        (came,) = stage._engine.came
        await stage.wait(minutes=1)
        stage._build()
        await stage.env.restart_bot(stage.adapter.client)
        message = plan((Say("heard /start"),), CAPABILITIES)[0]
        again = await stage.adapter.channel.send(came.address, message, f"{came.id}/0", None)
        (shown,) = stage.visible("Ana")
        assert Reference.read(again).message == shown.id
        other = plan((Say("something else"),), CAPABILITIES)[0]
        await stage.adapter.channel.send(came.address, other, f"{came.id}/1", None)
        assert [one.text for one in stage.visible("Ana")] == ["heard /start", "something else"]


async def test_in_a_direct_message_so_is_what_follows_a_press() -> None:
    said = {"/start": (asking(1, "One?", "Yes"),), "1aaaaaaaa.1.0": (asking(2, "Two?", "Well"),)}
    async with scripted("dm", said) as stage:
        await stage.types("Ana", "/start")
        await stage.heard()
        await stage.presses("Ana", "Yes")
        await stage.heard()
        came = stage._engine.came[-1]
        send = stage.adapter.channel.send
        (message,) = plan((said["1aaaaaaaa.1.0"][0],), CAPABILITIES)
        stage.adapter.channel._routes.note_unsure(f"{came.id}/0")
        before = len(stage.visible("Ana"))
        await send(came.address, message, f"{came.id}/0", None)
        assert len(stage.visible("Ana")) == before, "it is there"
        await send(came.address, message, f"{came.id}/1", None)
        assert len(stage.visible("Ana")) == before + 1, "of this one nobody doubted anything"
        stage.env.inject_error("GET", "/channels/*/messages", status=403, code=50001)
        await send(came.address, message, f"{came.id}/0", None)
        assert len(stage.visible("Ana")) == before + 2, "better twice than never"


async def test_what_a_process_posted_long_before_it_was_killed_is_not_posted_again() -> None:
    async with scripted("dm") as stage:
        await stage.person("Ana").send_dm("hello")
        await stage.delivery.idle()
        (came,), said = stage._engine.came, int(stage.clock.timestamp() * 1_000_000)
        (message,) = (replace(one, said=said) for one in plan((Say("heard hello"),), CAPABILITIES))
        await stage.wait(hours=1)
        stage._build()
        await stage.env.restart_bot(stage.adapter.client)
        send = stage.adapter.channel.send
        again = await send(came.address, message, f"{came.id}/0", None)
        (shown,) = stage.visible("Ana", "dm")
        assert Reference.read(again).message == shown.id
        other = replace(message, text="something else")
        await send(came.address, other, f"{came.id}/1", None)
        assert [one.text for one in stage.visible("Ana", "dm")] == ["heard hello", "something else"]
        stage.env.inject_error("GET", "/channels/*/messages", status=403, code=50001)
        await send(came.address, message, f"{came.id}/2", None)
        assert len(stage.visible("Ana", "dm")) == 3, "better twice than never"


async def test_so_is_a_question_that_came_by_itself_and_nothing_else_that_did() -> None:
    async with scripted("dm") as stage:
        where = Address("discord", f"@{stage.person('Ana').id}")
        said = int(stage.clock.timestamp() * 1_000_000)
        both = plan((Say("Here it is."), asking(1, "One?", "Yes")), CAPABILITIES)
        word, question = (replace(one, said=said) for one in both)
        send = stage.adapter.channel.send
        for n, message in enumerate((word, question)):
            await send(where, message, f"alarm:discord:1:review:1/{n}", None)
        await stage.wait(hours=1)
        stage._build()
        await stage.env.restart_bot(stage.adapter.client)
        send = stage.adapter.channel.send
        for n, message in enumerate((word, question)):
            await send(where, message, f"alarm:discord:1:review:1/{n}", None)
        shown = [one.text for one in stage.visible("Ana", "dm")]
        assert shown == ["Here it is.", "One?", "Here it is."]


async def test_an_answer_that_failed_on_their_side_is_in_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("sending", "failures"):
        monkeypatch.setattr(f"adapters.discord.{module}.TROUBLED", 0.0)
    async with scripted("server") as stage:
        stage.env.inject_error("POST", "/webhooks/*", status=503, code=0)
        await stage.types("Ana", "/start")
        await stage.delivery.idle()
        assert len(stage.adapter.channel._routes._unsure) == 1


async def test_an_old_question_is_edited_by_the_press_on_it() -> None:
    said = {"/start": (asking(1, "One?", "Yes"),), "1aaaaaaaa.1.0": (Retire("aaaaaaaa.1", "Yes!"),)}
    async with scripted("server", said) as stage:
        await stage.types("Ana", "/start")
        await stage.heard()
        await stage.wait(hours=2)
        await stage.presses("Ana", "Yes")
        await stage.heard()
        (shown,) = stage.visible("Ana")
        assert shown.text == "Yes!"
        assert shown.rows == []
        assert shown.framed


async def test_a_question_that_is_revised_has_its_new_words_and_buttons_while_it_can() -> None:
    rows = ((Choice("Yes", "1aaaaaaaa.1.1"),),)
    revised = (Revise("aaaaaaaa.1", "Two?", rows),)
    said = {"/start": (asking(1, "One?", "No"),), "/help": revised}
    async with scripted("server", said) as stage:
        await stage.types("Ana", "/start")
        await stage.heard()
        await stage.types("Ana", "/help")
        await stage.heard()
        (shown,) = stage.visible("Ana")
        assert (shown.text, shown.buttons) == ("Two?", {"Yes": "1aaaaaaaa.1.1"})


def second_card() -> Ask:
    return replace(asking(2, "Two?", "Back"), instead=Retire("aaaaaaaa.1", "One"))


@pytest.mark.parametrize("place", ["dm", "server"])
async def test_a_card_is_shown_in_the_place_of_the_one_that_was_pressed(place: Place) -> None:
    third = replace(asking(3, "Three?", "On"), instead=Retire("aaaaaaaa.2", "Two"))
    said = {
        "/start": (asking(1, "One?", "Yes"),),
        "1aaaaaaaa.1.0": (second_card(),),
        "1aaaaaaaa.2.0": (third,),
        "/help": (Retire("aaaaaaaa.3", "Over."), Say("Bye.")),
    }
    async with scripted(place, said) as stage:
        await stage.types("Ana", "/start")
        await stage.heard()
        for label, text in (("Yes", "Two?"), ("Back", "Three?")):
            # A press opens the message again, however long ago it was sent.
            await stage.wait(hours=2)
            await stage.presses("Ana", label)
            await stage.heard()
            (shown,) = stage.visible("Ana")
            assert shown.text == text
        # It can be edited for as long as the newest press on it lets it be.
        await stage.wait(minutes=5)
        await stage.types("Ana", "/help")
        await stage.heard()
        assert [one.text for one in stage.visible("Ana")] == ["Over.", "Bye."]


async def test_a_card_that_nothing_can_edit_comes_anew() -> None:
    async with scripted("server") as stage:
        now, dead = stage.clock, timedelta(hours=1)
        key = InteractionToken.of("dead", now - dead)
        where = address(stage.channel.id, True, DiscordHandle(stage.person("Ana").id, key))
        message = Message("Two?", question="aaaaaaaa.2", instead="aaaaaaaa.1")
        channel = stage.adapter.channel
        with pytest.raises(Uneditable):
            await channel.send(where, message, "k/0", str(Reference(stage.channel.id, 4711, key)))
        gone = str(Reference(stage.person("Ana").dm_channel.id, 4711))
        with pytest.raises(Uneditable):
            await channel.send(where, message, "k/0", gone)


async def test_what_is_not_wanted_any_more_when_its_turn_comes_is_not_sent() -> None:
    async with scripted("dm") as stage:
        where = Address("discord", f"@{stage.person('Ana').id}")
        message = Message("News", bulk=True, wanted=called_off)
        with pytest.raises(Unwanted):
            await stage.adapter.channel.send(where, message, "k/0", None)
        assert stage.visible("Ana", "dm") == []


async def test_an_old_question_that_nothing_can_edit_counts_as_edited() -> None:
    async with scripted("server") as stage:
        dead = InteractionToken.of("dead", stage.clock - timedelta(hours=1))
        where = address(stage.channel.id, True, DiscordHandle(stage.person("Ana").id, dead))
        asked = str(Reference(stage.channel.id, 4711, dead))
        edit = Message("now", retires="aaaaaaaa.1")
        assert await stage.adapter.channel.send(where, edit, "k/0", asked) == asked
        gone = str(Reference(stage.person("Ana").dm_channel.id, 4711))
        assert await stage.adapter.channel.send(where, edit, "k/0", gone) == gone


@pytest.mark.parametrize(
    ("status", "code", "verdict"),
    [
        (403, 50007, Later(None)),
        (403, 50278, Later(None)),
        (404, 10003, Gone()),
        (403, 50001, Gone()),
        (500, 0, Later(5.0)),
        (503, 0, Later(5.0)),
    ],
)
async def test_what_stands_in_the_way_is_told_to_delivery(
    status: int, code: int, verdict: Exception
) -> None:
    async with scripted("dm") as stage:
        ana = stage.person("Ana")
        path = "/channels/*/messages"
        stage.env.inject_error("POST", path, status=status, code=code, times=None)
        where = address(ana.dm_channel.id, False, DiscordHandle(ana.id))
        with pytest.raises(type(verdict)) as raised:
            await stage.adapter.channel.send(where, Message("x"), "k/0", None)
        if isinstance(verdict, Later):
            assert isinstance(raised.value, Later)
            assert raised.value.delay == verdict.delay


async def test_a_bug_in_a_request_is_no_reason_to_wait() -> None:
    async with scripted("dm") as stage:
        ana = stage.person("Ana")
        stage.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
        where = address(ana.dm_channel.id, False, DiscordHandle(ana.id))
        with pytest.raises(discord.HTTPException):
            await stage.adapter.channel.send(where, Message("x"), "k/0", None)


async def test_before_and_after_a_connection_messages_wait() -> None:
    adapter = DiscordAdapter("t", None, None, (), bytes)  # type: ignore[arg-type] # never asked
    with pytest.raises(Later):
        await adapter.channel.send(address(1, False, DiscordHandle(1)), Message("x"), "k/0", None)
    await adapter.close()
    with pytest.raises(Later):
        await adapter.channel.send(address(1, False, DiscordHandle(1)), Message("x"), "k/0", None)


async def test_a_direct_message_sent_twice_carries_the_same_nonce() -> None:
    async with scripted("dm") as stage:
        await stage.person("Ana").send_dm("hello")
        await stage.delivery.idle()
        (sent,) = requests(stage, "POST", "/messages")
        key = f"{stage._engine.came[0].id}/0"
        assert sent.json["nonce"] == nonce(key)
        assert sent.json["enforce_nonce"] is True
        assert len(nonce(key)) <= 25
        assert nonce(key) != nonce(key + "0")


# What it looks like


@BOTH
async def test_mentions_in_a_text_reach_nobody(place: Place) -> None:
    text = "Hello @everyone, @here, <@1>, <@&2> and <#3>, at <t:1:R>"
    said: dict[str, tuple[Output, ...]] = {
        "/start": (Say(text), asking(1, text, "@everyone")),
        "1aaaaaaaa.1.0": (Retire("aaaaaaaa.1", text), Notice(text)),
    }
    async with scripted(place, said) as stage:
        await stage.types("Ana", "/start")
        await stage.heard()
        await stage.presses("Ana", "@everyone")
        heard = await stage.heard()
        sent = requests(stage, "POST", "/webhooks/") + requests(stage, "PATCH", "/messages/")
        assert len(sent) == 4
        assert all(one.json["allowed_mentions"] == {"parse": []} for one in sent)
        for stored in stage.env.backend.messages.values():
            assert not any(one.mention_everyone or one.ping_user_ids for one in stored.values())
        assert r"\@everyone, \@here, \<@1>, \<@&2> and \<#3>, at \<t:1:R>" in heard[0].text


async def test_what_comes_by_itself_or_is_told_to_all_mentions_nobody_either() -> None:
    async with scripted("server") as stage:
        ana = stage.person("Ana").id
        by_itself = Address("discord", f"@{ana}")
        await stage.adapter.channel.send(by_itself, Message("@everyone"), "k/0", None)
        me = stage.env.backend.bot_user.id
        await stage.member("Ana").send(stage.channel, f"<@{me}> hello")
        await stage.delivery.idle()
        sent = requests(stage, "POST", "/messages")
        assert len(sent) == 2
        assert all(one.json["allowed_mentions"] == {"parse": []} for one in sent)


async def test_a_wide_drawing_is_a_picture_with_a_description_a_narrow_one_is_text() -> None:
    wide = TextDiagram("-" * 60, "A *long* line.")
    narrow = TextDiagram("+--+\n|  |\n+--+", "A box.")
    wordy = TextDiagram("=" * 60, "word " * 300)
    drawn: list[TextDiagram | Chart] = []

    def render(shown: TextDiagram | Chart) -> bytes:
        drawn.append(shown)
        return A_PICTURE

    said: dict[str, tuple[Output, ...]] = {"go": (wide,), "no": (narrow,), "long": (wordy,)}
    async with DiscordStage(engine=Script(said), render=render) as stage:
        for typed in said:
            await stage.person("Ana").send_dm(typed)
        (_, one), (_, two), (_, three) = await stage.seen()
        assert one.described == ["A long line."]
        assert one.texts == []
        assert two.text == "```text\n+--+\n|  |\n+--+\n```"
        assert 1020 < len(three.described[0]) <= 1024
        assert drawn == [wide, wordy]
        stored = stage.env.backend.get_message(one.channel, one.id)
        assert len(stored.attachments) == 1


async def test_a_drawing_that_cannot_be_drawn_is_told_in_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def render(shown: TextDiagram | Chart) -> bytes:
        raise ValueError("too large")

    said: dict[str, tuple[Output, ...]] = {
        "go": (TextDiagram("-" * 60, "A *long* line."),),
        "long": (TextDiagram("=" * 60, "word " * 300),),
    }
    async with DiscordStage(engine=Script(said), render=render) as stage:
        for typed in said:
            await stage.person("Ana").send_dm(typed)
        await stage.delivery.idle()
        first, second = stage.visible("Ana")
        assert first.text == "A *long* line."
        assert words(second.text) == words("word " * 300)
        assert "too large" in caplog.text


async def test_a_chart_has_a_description_and_its_words_in_one_message() -> None:
    script = Script({"go": (chart("**Your progress**: *two* days."),)})
    async with DiscordStage(engine=script, render=render) as stage:
        await stage.person("Ana").send_dm("go")
        [(_, shown)] = await stage.seen()
        assert shown.described == ["A week with a day of learning."]
        assert words(shown.text) == "Your progress: two days."
        stored = stage.env.backend.get_message(shown.channel, shown.id)
        assert len(stored.attachments) == 1


async def test_a_chart_that_cannot_be_drawn_leaves_its_words() -> None:
    def render(shown: TextDiagram | Chart) -> bytes:
        raise MemoryError

    long = "A day more. " * 400
    script = Script({"go": (chart("Two days."),), "long": (chart(long),)})
    async with DiscordStage(engine=script, render=render) as stage:
        for typed in ("go", "long"):
            await stage.person("Ana").send_dm(typed)
        await stage.delivery.idle()
        short, *rest = stage.visible("Ana")
        assert (short.text, short.described) == ("Two days.", [])
        assert words(" ".join(one.text for one in rest)) == words(long)


async def test_a_long_text_comes_in_messages_that_fit() -> None:
    sentence = "A sentence with _some_ *words* and <signs> in it. "
    long = "\n\n".join(f"Paragraph {n}. " + sentence * 14 for n in range(12))
    async with scripted("dm", {"go": (Say(long),)}) as stage:
        await stage.person("Ana").send_dm("go")
        heard = await stage.heard()
        assert len(heard) > 1
        assert max(len(one.text) for one in heard) <= 4000
        assert words("\n\n".join(one.text for one in heard)) == words(long)


@given(st.text(alphabet="ab*_`>#-1. \n\t[]()~<&\\", max_size=1400))
@example("-\t\tx\n" * 200)
@example("\n\n".join("- " * 12 + "*" for _ in range(40)))
def test_a_text_that_is_said_to_fit_does(text: str) -> None:
    if CAPABILITIES.fits(text):
        assert len(convert(text).encode("utf-16-le")) // 2 <= 4000


@given(st.integers(0, 25), st.integers(1, 80), st.integers(1, 6), st.booleans())
@example(24, 1, 2, True)
@example(25, 1, 5, True)
def test_any_question_within_the_limits_is_a_layout_that_discord_takes(
    count: int, width: int, wide: int, free: bool
) -> None:
    labels = [f"{n:02}"[:width].ljust(width, "x") for n in range(count)]
    choices = [Choice(label, f"1aaaaaaaa.1.{n}") for n, label in enumerate(labels)]
    rows = tuple(tuple(choices[n : n + wide]) for n in range(0, count, wide))
    ask = Ask("aaaaaaaa.1", "Which?", rows, words=free)

    async def build() -> discord.ui.LayoutView:
        return view(plan((ask,), CAPABILITIES)[-1])

    layout = asyncio.run(build())
    assert layout.total_children_count <= 40
    rows = [one for one in layout.walk_children() if isinstance(one, discord.ui.ActionRow)]
    assert all(1 <= len(row.children) <= 5 for row in rows)
    tokens = [one.custom_id for row in rows for one in row.children]  # type: ignore[attr-defined] # buttons all
    if free:
        assert tokens.pop(0) == "write:aaaaaaaa.1"
    assert tokens in ([choice.token for choice in ask.choices], [])


@pytest.mark.parametrize("first", [4, 5])
async def test_the_fullest_question_has_room_for_the_way_to_a_form(first: int) -> None:
    widths = [first, 1, 1] + [2] * 9
    tokens = iter(range(30))
    rows = tuple(
        tuple(Choice("x", f"1aaaaaaaa.1.{next(tokens)}") for _ in range(width)) for width in widths
    )
    (message,) = plan((Ask("aaaaaaaa.1", "Which?", rows, words=True),), CAPABILITIES)
    assert view(message).total_children_count <= 40


# When something fails


@BOTH
async def test_a_turn_that_fails_is_told_to_the_learner_once(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    async with scripted(place) as stage:
        submit = stage.adapter.client._door._submit
        fails = [True]

        async def failing(envelope: Envelope) -> tuple[Output, ...]:
            if fails:
                raise RuntimeError("the store is away")
            return await submit(envelope)

        stage.adapter.client._door._submit = failing
        result = await stage.types("Ana", "/start")
        told = [one for one in stage.visible("Ana") if one.text == phrase("trouble")]
        assert len(told) == 1
        assert not result.response.flags.loading
        assert "could not be dealt with" in caplog.text
        fails.clear()
        await stage.types("Ana", "/start")
        assert [one.text for one in await stage.heard()] == ["heard /start"]


async def test_an_interaction_that_is_over_changes_nothing() -> None:
    async with scripted("server") as stage:
        stage.env.inject_error("POST", "/interactions/*", status=404, code=10062)
        await stage.types("Ana", "/start")
        assert stage._engine.came == []


async def test_an_interaction_that_comes_again_before_it_counted_is_taken() -> None:
    async with scripted("dm") as stage:
        stage.env.inject_error("POST", "/interactions/*", status=400, code=40060)
        await stage.types("Ana", "/start")
        assert [one.text for one in await stage.heard()] == ["heard /start"]


async def test_secrets_stay_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    before = logging.getLogger("discord").level
    with caplog.at_level(logging.DEBUG):
        try:
            async with scripted("server") as stage:
                stage.env.inject_error("POST", "/webhooks/*", status=400, code=50035)
                await stage.types("Ana", "/start")
                await stage.delivery.idle()
                (came,) = stage._engine.came
                token = DiscordHandle.read(came.address.handle).key.token
                assert token
                assert token not in caplog.text
                assert token not in repr(came)
                assert token not in repr(DiscordHandle.read(came.address.handle))
                assert logging.getLogger("discord.gateway").getEffectiveLevel() >= logging.INFO
        finally:
            logging.getLogger("discord").setLevel(before)


# Commands at Discord


def typed(registered: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The commands that people type, without those of a message's menu."""
    return [
        one for one in registered if one.get("type", 1) == discord.AppCommandType.chat_input.value
    ]


async def test_commands_are_registered_for_users_and_servers_everywhere() -> None:
    async with scripted("dm") as stage:
        (put,) = requests(stage, "PUT", "/commands")
        *everybodys, admins = typed(put.json)
        assert [one["name"] for one in everybodys] == [one.name for one in COMMANDS]
        assert admins["name"] == ADMIN.name
        for one in everybodys:
            assert one["integration_types"] == [0, 1]
            assert one["contexts"] == [0, 1, 2]
            assert 1 <= len(one["description"]) <= 100
        learn = next(one for one in put.json if one["name"] == "learn")
        assert learn["options"][0]["autocomplete"] is True
        assert not learn["options"][0]["required"]


async def test_the_admins_command_is_there_in_servers_and_for_their_administrators() -> None:
    async with scripted("server") as stage:
        (put,) = requests(stage, "PUT", "/commands")
        admins = typed(put.json)[-1]
        assert admins["contexts"] == [0]
        assert admins["integration_types"] == [0]
        assert (
            int(admins["default_member_permissions"])
            == discord.Permissions(administrator=True).value
        )
        areas = ["help", *(area.name for area in AREAS)]
        assert [one["name"] for one in admins["options"]] == areas
        assert all(1 <= len(one["description"]) <= 100 for one in admins["options"])


async def test_commands_are_registered_only_when_they_changed() -> None:
    async with scripted("dm") as stage:
        await stage.restart()
        await stage.restart()
        assert len(requests(stage, "PUT", "/commands")) == 1
        assert len(requests(stage, "GET", "/commands")) == 3
        there = stage.env.backend.commands[None]
        next(iter(there.values()))["description"] = "an old description"
        await stage.restart()
        assert len(requests(stage, "PUT", "/commands")) == 2


async def test_what_discord_adds_to_a_command_is_no_change() -> None:
    async with scripted("dm") as stage:
        for one in stage.env.backend.commands[None].values():
            one |= {"version": "7", "nsfw": False, "id": "9"}
            one.setdefault("name_localizations", None)
            if len(one["contexts"]) > 1:
                one |= {"default_member_permissions": None, "contexts": [2, 1, 0]}
            if not one.get("options"):
                one.pop("options", None)
        await stage.restart()
        assert len(requests(stage, "PUT", "/commands")) == 1


async def test_a_refused_registration_does_not_stop_the_bot() -> None:
    async with scripted("dm") as stage:
        stage.env.inject_error("GET", "/applications/*/commands", status=400, code=30034)
        await stage.restart()
        await stage.types("Ana", "/start")
        assert [one.text for one in await stage.heard()] == ["heard /start"]


async def test_what_commands_do_is_told_in_every_language_and_their_names_stay() -> None:
    async with scripted("dm") as stage:
        (put,) = requests(stage, "PUT", "/commands")
        for one in typed(put.json):
            with speaking(Manner("de")):
                assert one["description_localizations"] == {"de": phrase(f"command.{one['name']}")}
            assert not one["name_localizations"]
        learn = next(one for one in put.json if one["name"] == "learn")
        assert learn["options"][0]["name_localizations"] == {"de": "lektion"}
        assert learn["options"][0]["description_localizations"] == {
            "de": "Der Titel einer Lektion oder sein Anfang"
        }
        await stage.restart()
        assert len(requests(stage, "PUT", "/commands")) == 1


async def test_a_changed_translation_is_registered() -> None:
    async with scripted("dm") as stage:
        there = stage.env.backend.commands[None]
        next(iter(there.values()))["description_localizations"] = {"de": "Wie früher"}
        await stage.restart()
        assert len(requests(stage, "PUT", "/commands")) == 2


@BOTH
async def test_an_interaction_says_what_its_learner_speaks(place: Place) -> None:
    async with scripted(place) as stage:
        await stage.speaks("Ana", "de")
        await stage.types("Ana", "/start")
        await stage.types("Ben", "/start")
        await stage.heard()
        assert [came.language for came in stage._engine.came] == ["de", "en-US"]


@BOTH
async def test_an_apology_is_in_the_language_of_the_learners_client(place: Place) -> None:
    async with scripted(place) as stage:

        async def failing(envelope: Envelope) -> tuple[Output, ...]:
            raise RuntimeError("the store is away")

        stage.adapter.client._door._submit = failing
        await stage.speaks("Ana", "de")
        await stage.types("Ana", "/start")
        with speaking(Manner("de")):
            assert [one.text for one in stage.visible("Ana")] == [phrase("trouble")]
