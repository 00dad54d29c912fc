"""How we behave in a Discord server while a class goes on: what people there never have to mind."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from simcord.builders import ChannelHandle

from bot.conversation.phrases import phrase
from tests.adapters.discord.classroom import RELEASE, Classroom
from tests.rigs.discord_stage import DiscordStage

SHUT = phrase("class.shut", title="A cup of tea")


@asynccontextmanager
async def at_a_question() -> AsyncIterator[Classroom]:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await room.begins("Ana", "Ben")
        await room.presses("Ana", "5 questions")
        yield room


async def test_people_talk_about_a_question_without_being_answered() -> None:
    """Discord counts an answer to our message as a mention, and gives us its words."""
    async with at_a_question() as room:
        stage, said = room.stage, len(room.messages())
        thread = ChannelHandle(
            stage.env, stage.guild, stage.env.backend.get_channel(room.shared.channel)
        )
        asked = stage._message(stage.env.backend.get_message(room.shared.channel, room.shared.id))
        for words in ("I think it's the heat", "hello", "Boiling water"):
            await stage.member("Ben").send(thread, words, reply_to=asked)
        await room.passes()
        assert len(room.messages()) == said, "neither there nor in a direct message"
        assert "Nobody has answered yet" in room.shared.text
        for words in ("Is it the heat, or the time?", "Warum gerade heiß"):
            await stage.member("Ben").send(thread, words, reply_to=asked)
            await room.passes()
            assert room.messages()[-1].text == phrase("mention.answer")


async def test_removal_from_the_server_ends_its_class_and_tells_its_host_alone() -> None:
    async with at_a_question() as room:
        stage = room.stage
        stage.env.backend.remove_guild(stage.guild.id)
        await stage.env.settle()
        await room.passes()
        assert [one.text for one in stage.visible("Ana", "dm")] == [SHUT]
        assert stage.visible("Ben", "dm") == []
        assert await stage.alarms.next() is None, "nothing of it rings any more"


async def test_a_thread_that_was_archived_is_opened_again() -> None:
    async with at_a_question() as room:
        asked, stage = room.shared, room.stage
        where = f"/channels/{asked.channel}/messages/*"
        stage.env.inject_error("PATCH", where, status=400, code=50083)
        await room.answers("Ben", "Cool water", "sure")
        assert room.shared.id == asked.id
        assert "1 person has answered" in room.shared.text


class Refused(Classroom):
    """Where a refusal is meant to be, which rings at that moment."""

    async def passes(self) -> None:
        for _ in range(4):
            self.stage.clock += timedelta(seconds=4)
            await self.stage.alarms.sweep()
            await self.stage.settled()


async def test_a_thread_that_is_locked_ends_its_class_and_tells_its_host_once() -> None:
    async with at_a_question() as room:
        asked, stage = room.shared, room.stage
        where = f"/channels/{asked.channel}"
        stage.env.inject_error("PATCH", f"{where}/messages/*", status=400, code=50083, times=None)
        stage.env.inject_error("PATCH", where, status=403, code=50013, times=None)
        room = Refused(stage)
        await room.presses("Ana", "Reveal")
        await room.passes()
        assert [one.text for one in stage.visible("Ana", "dm")] == [SHUT]


async def test_a_class_deletes_nothing() -> None:
    async with at_a_question() as room:
        before = {one.id for one in room.messages()}
        await room.answers("Ben", "Cool water", "sure")
        await room.presses("Ana", "Reveal")
        await room.presses("Ana", "End the class")
        assert before <= {one.id for one in room.messages()}
