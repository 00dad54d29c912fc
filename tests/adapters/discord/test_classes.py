"""A class on Discord: in a thread of its own, with answers that only their members see."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import discord
import pytest

from adapters.discord.outgoing import Outgoing
from adapters.discord.roads import Roads
from bot.conversation.phrases import phrase
from tests.rigs.courses import read_release
from tests.rigs.discord_stage import DiscordStage, Shown
from tests.rigs.paths import KITCHEN
from tests.rigs.transcript import let_pass

RELEASE = read_release(KITCHEN)


class Classroom:
    """What all read in the channel or thread of a class, and what each is told alone."""

    def __init__(self, stage: DiscordStage) -> None:
        self.stage = stage

    def messages(self) -> list[Shown]:
        """All that the bot has said, oldest first."""
        found = [
            one for there in self.stage.env.backend.messages.values() for one in there.values()
        ]
        bot = self.stage.env.backend.bot_user.id
        return [
            Shown.of(one) for one in sorted(found, key=lambda one: one.id) if one.author_id == bot
        ]

    @property
    def shared(self) -> Shown:
        """The newest message that all see."""
        return [one for one in self.messages() if not one.ephemeral and one.texts][-1]

    @property
    def alone(self) -> str:
        """What one member was told last."""
        return [one for one in self.messages() if one.ephemeral][-1].text

    async def passes(self) -> None:
        await self.stage.settled()
        await let_pass(self.stage, timedelta(seconds=4))
        await self.stage.settled()

    async def presses(self, name: str, label: str) -> None:
        shown = self.shared
        stored = self.stage.env.backend.get_message(shown.channel, shown.id)
        await self.stage._on_time()
        real = self.stage._message(stored)
        await self.stage.member(name).click(real, custom_id=shown.buttons[label])
        await self.passes()

    async def begins(self, host: str, *members: str) -> None:
        for name in members:
            self.stage.person(name)
        await self.stage.types(host, "/class tea")
        await self.passes()


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
            ("Ana", "Cool water", "Sure"),
            ("Ben", "Boiling water", "Probably"),
            ("Cleo", "Cool water", "A guess"),
        ):
            await room.presses(name, label)
            await room.presses(name, sure)
        assert room.alone == "Your answer: “Cool water”, a guess. You can change your mind once."
        assert room.shared.id == question.id, "one message a question"
        assert "3 people have answered" in room.shared.text
        assert "%" not in room.shared.text, "how they are spread is not seen"
        await room.presses("Ana", "Discuss")
        assert "%" not in room.shared.text
        await stage.restart()
        await room.presses("Ana", "Vote again")
        await room.presses("Ana", "Boiling water")
        await room.presses("Ana", "Sure")
        await room.presses("Ana", "Reveal")
        assert room.shared.id == question.id
        assert "67 %" in room.shared.text
        await room.presses("Ben", "My answer")
        assert "Great heat draws out the bitter tannins" in room.alone
        await room.presses("Ana", "End the class")
        texts = [one.text for one in room.messages() if not one.ephemeral]
        assert any("3 people took part" in one for one in texts)
        everybody = "\n".join(texts)
        for name in ("Ana", "Ben", "Cleo"):
            assert name not in everybody, "nobody reads who answered what"


async def test_without_the_permission_for_threads_it_stays_and_says_so_once() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        deny = discord.PermissionOverwrite(create_public_threads=False)
        stage.channel = stage.guild.create_text_channel("bare", overwrites={stage.guild.me: deny})
        room = Classroom(stage)
        await room.begins("Ana")
        assert room.alone == phrase("class.no_thread")
        assert room.shared.channel == stage.channel.id
        said = [one.text for one in room.messages() if one.ephemeral]
        assert len(said) == 1


async def test_where_no_file_may_be_attached_the_shares_are_told_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send = Roads.send

    async def without_files(self: Roads, one: Outgoing) -> str:
        # The simulated Discord asks for this permission for forwarded files only.
        if one.image:
            response = SimpleNamespace(status=403, reason="Forbidden")
            raise discord.Forbidden(response, {"code": 50013, "message": "Missing Permissions"})  # type: ignore[arg-type]  # the two fields it reads
        return await send(self, one)

    monkeypatch.setattr(Roads, "send", without_files)
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await room.begins("Ana", "Ben", "Cleo")
        await room.presses("Ana", "5 questions")
        for name in ("Ana", "Ben", "Cleo"):
            await room.presses(name, "Cool water")
            await room.presses(name, "Sure")
        await room.presses("Ana", "Reveal")
        assert "100 %" in room.shared.text
        await room.presses("Ana", "Next question")
        assert "Together, 2 of 5" in room.shared.text


async def test_a_thread_of_which_nothing_is_heard_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def killed(*_: object) -> str:
        raise asyncio.CancelledError

    async with DiscordStage(release=RELEASE, place="server") as stage:
        monkeypatch.setattr(stage.adapter.client, "_thread", killed)
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
        for label in ("Cool water", "Sure"):
            for name in names:
                stage.emits(name, stored, asked.buttons[label])
            await stage.env.settle()
        await room.passes()
        assert "500 people have answered" in room.shared.text
        confirmed = [one for one in room.messages() if one.text.startswith("Your answer")]
        assert len(confirmed) == 500
        assert all(one.ephemeral for one in confirmed)
        changed = [how for how, shown in stage.ear.sent[edits:] if how == "edits"]
        assert len(changed) <= 3, "edits are few, however many press"
