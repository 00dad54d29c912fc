"""A class on Discord: in a thread of its own, with answers that only their members see."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from adapters.discord import forms, receiving
from adapters.discord.routes import Outgoing, Routes
from bot.conversation.buttons import Token, parse
from bot.conversation.classes.message import SURE, TOGETHER, Control
from bot.conversation.inputs import Press
from bot.conversation.phrases import phrase
from tests.adapters.discord.classroom import RELEASE, Classroom, leads
from tests.rigs.discord_stage import DiscordStage
from tests.rigs.paths import LESSONS


async def test_a_class_goes_its_whole_way_in_a_thread_of_its_own() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await room.begins("Ana", "Ben", "Cleo")
        assert room.alone == phrase("class.thread")
        assert room.shared.channel != stage.channel.id, "it is in a thread"
        await room.presses("Ana", "5 questions")
        question = room.shared
        assert "Nobody has answered yet" in question.text
        for name, label, sure in (
            ("Ana", "Cool water", "sure"),
            ("Ben", "Boiling water", "probable"),
            ("Cleo", "Cool water", "guess"),
        ):
            await room.answers(name, label, sure)
        assert "Sure (9 in 10)" not in room.shared.buttons, "the form asks how sure they are"
        assert room.alone == "Your answer: “Cool water”, a guess. You can change your mind once."
        assert room.shared.id == question.id, "one message a question"
        assert "3 people have answered" in room.shared.text
        assert "%" not in room.shared.text, "how they are spread is not seen"
        await room.presses("Ana", "Discuss, votes hidden")
        assert "%" not in room.shared.text
        await stage.restart()
        await room.presses("Ana", "Vote again")
        await room.answers("Ana", "Boiling water", "sure")
        await room.presses("Ana", "Reveal")
        assert room.shared.id == question.id
        assert "%" not in room.shared.text, "the picture below it tells that"
        assert any("67%" in words for one in room.messages() for words in one.described)
        await room.presses("Ben", "My answer")
        assert "Great heat draws out the bitter tannins" in room.alone
        await room.presses("Ana", "End the class")
        texts = [one.text for one in room.messages() if not one.ephemeral]
        assert any("3 people took part" in one for one in texts)
        everybody = "\n".join(texts)
        for name in ("Ana", "Ben", "Cleo"):
            assert name not in everybody, "nobody reads who answered what"


async def test_the_controls_are_seen_by_whoever_leads_alone_and_change_with_each_step() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await room.begins("Ana", "Ben")
        assert list(room.shared.buttons) == [phrase("class.lead")]
        assert "How many" not in room.shared.text
        await room.presses("Ben", phrase("class.lead"))
        assert room.alone == phrase("class.not_yours")
        await room.presses("Ana", "Pick questions")
        assert [*room.shared.buttons] == [phrase("class.lead")], "what is picked is the host's own"
        await room.presses("Ana", "Back")
        await room.presses("Ana", "5 questions")
        begun = room.controls("Ana")
        assert begun is not None
        assert phrase("class.reveal") in begun.buttons
        asked = room.shared
        assert list(asked.buttons)[-1] == phrase("class.lead")
        assert phrase("class.reveal") not in asked.buttons
        await room.presses("Ben", phrase("class.lead"))
        assert room.alone == phrase("class.not_yours")
        await room.presses("Ana", phrase("class.lead"))
        led = room.controls("Ana")
        assert led is not None
        assert room.controls("Ben") is None
        await room.presses("Ana", phrase("class.discuss.shown"))
        assert phrase("class.too_few.shown") in [one.text for one in room.messages()]
        await room.presses("Ana", phrase("class.discuss"))
        changed = room.controls("Ana")
        assert changed is not None
        assert changed.id == led.id
        assert phrase("class.vote_again") in changed.buttons
        stage.clock += timedelta(minutes=4)
        await room.presses("Ben", phrase("class.lead"))
        assert room.controls("Ben") is not None, "anew, after three minutes of silence"


async def test_without_the_permission_for_threads_it_stays_and_says_so_once() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        deny = discord.PermissionOverwrite(create_public_threads=False)
        stage.channel = stage.guild.create_text_channel("bare", overwrites={stage.guild.me: deny})
        room = Classroom(stage)
        told = []
        await stage.owns("Ana")
        for name in ("Ben", "Ana", "Ana"):
            await room.begins(name)
            told.append(room.alone)
            assert room.shared.channel == stage.channel.id
            await room.presses(name, "End the class")
        missing, here = phrase("class.no_thread"), phrase("class.here")
        assert told == [here, missing, here], "once, and only who can change it"


async def test_a_lesson_is_picked_alone_and_its_class_gets_a_thread() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        await stage.publish(LESSONS / "rain.md")
        room = Classroom(stage)
        await stage.types("Ana", "/class")
        await room.passes()
        assert room.alone.startswith(phrase("class.which")), "nobody else sees the card"
        await stage.heard()
        await stage.presses("Ana", "Rain")
        await room.passes()
        assert room.alone == phrase("class.thread")
        assert "Together" in room.shared.text
        assert room.shared.channel != stage.channel.id


async def test_ranges_are_pressed_words_are_sent_in_a_form_and_each_has_one_message() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        await stage.publish(LESSONS / "rain.md")
        room = Classroom(stage)
        await stage.types("Ana", "/class rain")
        await room.passes()
        for label in ("Pick questions", "1", "2", "Start with 2 questions"):
            await room.presses("Ana", label)

        def alone() -> list[str]:
            told = [one.text for one in room.messages() if one.ephemeral]
            return [text for text in told if not leads(text)]

        before = len(alone())
        for label in ("8–20", "20–100", "1–3"):
            await room.presses("Ana", label)
        assert alone()[before:] == [phrase("class.locked")], "it says what is so by now"
        await room.presses("Ana", "Reveal")
        await room.presses("Ana", "Next question")
        await room.answers("Ana", "Dew Point", "sure")
        await room.answers("Ben", "freezing point", "probable")
        assert "2 people have answered" in room.shared.text
        await room.answers("Ben", "dew point", "guess")
        told = alone()[before + 1 :]
        assert [one.partition(":")[0].partition(" to ")[0] for one in told] == [
            "Your answer",
            "Changed",
        ], "a new one for each question, further down"
        assert "dew point" not in room.shared.text.lower()


async def test_where_no_file_may_be_attached_the_shares_are_told_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send = Routes.send

    async def without_files(self: Routes, one: Outgoing) -> str:
        # The simulated Discord asks for this permission for forwarded files only.
        if one.image:
            response = SimpleNamespace(status=403, reason="Forbidden")
            raise discord.Forbidden(response, {"code": 50013, "message": "Missing Permissions"})  # type: ignore[arg-type]  # the two fields it reads
        return await send(self, one)

    monkeypatch.setattr(Routes, "send", without_files)
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await room.begins("Ana", "Ben", "Cleo")
        await room.presses("Ana", "5 questions")
        for name in ("Ana", "Ben", "Cleo"):
            await room.answers(name, "Cool water", "sure")
        await room.presses("Ana", "Reveal")
        assert "100%" in room.shared.text
        await room.presses("Ana", "Next question")
        assert "Together, 2 of 5" in room.shared.text


async def test_a_thread_of_which_nothing_is_heard_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def killed(*_: object) -> str:
        raise asyncio.CancelledError

    async with DiscordStage(release=RELEASE, place="server") as stage:
        monkeypatch.setattr(receiving, "open_thread", killed)
        room = Classroom(stage)
        await room.begins("Ana")
        assert [one for one in room.messages() if not one.ephemeral] == []
        for _ in range(3):
            await room.passes()
        assert room.shared.channel == stage.channel.id


async def test_where_we_may_not_write_its_host_is_told_what_is_missing() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        deny = discord.PermissionOverwrite(send_messages=False)
        stage.channel = stage.guild.create_text_channel("mute", overwrites={stage.guild.me: deny})
        room = Classroom(stage)
        await room.begins("Ana")
        assert "*Send Messages in Threads*" in room.alone
        assert all(one.ephemeral for one in room.messages())


async def test_a_thread_that_is_deleted_ends_its_class() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await room.begins("Ana")
        thread = room.shared.channel
        await stage.adapter.client.http.delete_channel(thread)
        await stage.env.settle()
        await room.passes()
        (told,) = stage.visible("Ana", "dm")
        assert told.text == phrase("class.shut", title="A cup of tea")
        assert await stage.alarms.next() is None, "nothing of it rings any more"


@pytest.mark.slow
async def test_five_hundred_who_press_at_once_all_count_with_few_edits() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await room.begins("Ana")
        await room.presses("Ana", "5 questions")
        asked = room.shared
        stored = stage.env.backend.get_message(asked.channel, asked.id)
        names = [f"P{n}" for n in range(500)]
        for name in names:
            stage.person(name)
        edits = len(stage.ear.sent)
        pressed = parse(asked.buttons["Cool water"])
        assert pressed is not None
        for sure in ("guess", "sure"):
            choice = TOGETHER + len(SURE) * pressed.choice + SURE.index(sure)
            for name in names:
                stage.emits(name, stored, str(replace(pressed, choice=choice)))
            await stage.env.settle()
        await room.passes()
        assert "500 people have answered" in room.shared.text
        confirmed = [one for one in room.messages() if one.text.startswith("Changed to")]
        assert len(confirmed) == 500, "each has one message, which says what is so by now"
        assert all(one.ephemeral for one in confirmed)
        changed = [how for how, shown in stage.ear.sent[edits:] if how == "edits"]
        assert len(changed) <= 3, "edits are few, however many press"


@pytest.mark.parametrize(
    ("options", "kind"), [(2, "RadioGroup"), (10, "RadioGroup"), (14, "Select")]
)
def test_a_form_has_all_answers_and_the_one_that_was_pressed_is_chosen(
    options: int, kind: str
) -> None:
    labels = [f"Answer {n}" for n in range(options)]
    tokens = [str(Token("c1ass000", 3, n, shared=True)) for n in range(options)]
    other = str(Token("c1ass000", 3, Control.REVEAL, shared=True))
    shown = [
        SimpleNamespace(custom_id=one, label=label)
        for one, label in zip(tokens, labels, strict=True)
    ]
    row = SimpleNamespace(children=[*shown, SimpleNamespace(custom_id=other, label="Reveal")])
    message: Any = SimpleNamespace(components=[SimpleNamespace(children=[row])])
    form = forms.ballot(tokens[1], message, "de")
    assert form is not None
    answer, sure = (one.component for one in form.children if isinstance(one, discord.ui.Label))
    assert type(answer).__name__ == kind
    assert isinstance(answer, discord.ui.RadioGroup | discord.ui.Select)
    assert [one.label for one in answer.options] == labels
    assert [one.default for one in answer.options].index(True) == 1
    assert isinstance(sure, discord.ui.RadioGroup)
    assert [one.label for one in sure.options] == [
        "Sicher (9 von 10)",
        "Vermutlich (2 von 3)",
        "Geraten",
    ]
    assert forms.ballot(other, message, "de") is None
    filled = (
        {"custom_id": "answer", "values": ["1"]}
        if kind == "Select"
        else {"custom_id": "answer", "value": "1"}
    )
    parts = [{"component": filled}, {"component": {"custom_id": "sure", "value": "sure"}}]
    sent = forms.vote_of(form.custom_id, {"components": parts})
    assert sent == Press(str(Token("c1ass000", 3, TOGETHER + 5, shared=True)))
    assert forms.vote_of(form.custom_id, {"components": parts[:1]}) is None
