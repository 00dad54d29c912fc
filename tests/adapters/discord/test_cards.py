"""A question posted on Discord: all read it, and each predicts alone."""

import discord

from bot.conversation.phrases import phrase
from tests.adapters.discord.classroom import RELEASE, Classroom
from tests.rigs.discord_stage import DiscordStage


async def test_a_card_is_posted_for_all_and_opens_for_the_presser_alone() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        stage.person("Ben")
        await stage.types("Ana", "/predict soup")
        await room.passes()
        card = room.shared
        assert card.channel == stage.channel.id
        assert "Does salt belong in at the beginning or at the end?" in card.text
        assert [one for one in room.messages() if one.ephemeral] == []
        await stage.restart()
        await room.presses("Ben", "Predict this")
        assert "Does salt belong in at the beginning or at the end?" in room.alone
        assert room.shared.id == card.id, "the card stays as it is"
        await room.presses("Ben", "Predict this")
        told = [one for one in room.messages() if one.ephemeral]
        assert "Does salt belong" in told[-1].text


async def test_without_words_a_lesson_is_picked_alone_and_its_question_posted_for_all() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        stage.person("Ben")
        await stage.types("Ana", "/predict")
        await stage.heard()
        assert room.alone == phrase("predict.which")
        await stage.presses("Ana", "Soup without a recipe")
        await room.passes()
        assert room.alone == phrase("predict.picked", title="Soup without a recipe")
        (card,) = stage.visible("Ben")
        assert "Does salt belong in at the beginning or at the end?" in card.text


async def test_what_a_server_decides_is_a_button_of_whoever_runs_it() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await stage.types("Ben", "/class")
        assert phrase("class.room.settings") not in (await stage.seen())[-1][1].buttons
        await stage.owns("Ana")
        await stage.types("Ana", "/class")
        await stage.heard()
        await stage.presses("Ana", phrase("class.room.settings"))
        await room.passes()
        assert phrase("class.limit.heading") in "".join(one.text for one in stage.visible("Ana"))


async def test_where_we_may_not_write_whoever_wanted_to_post_is_told() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        deny = discord.PermissionOverwrite(send_messages=False)
        stage.channel = stage.guild.create_text_channel("mute", overwrites={stage.guild.me: deny})
        room = Classroom(stage)
        await stage.types("Ana", "/predict soup")
        await room.passes()
        assert room.alone == phrase("predict.closed")


async def together(stage: DiscordStage, room: Classroom, message: int) -> None:
    stored = stage.env.backend.get_message(stage.channel.id, message)
    member, stage._turn_of = stage.member("Ana"), "Ana"
    await stage._on_time()
    await member.context_menu(stage.channel, "Predict this together", stage._message(stored))
    await room.passes()


async def test_a_class_opens_from_a_message_on_the_question_that_it_holds() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        stage.person("Ben")
        await stage.types("Ben", "/predict soup")
        await room.passes()
        await together(stage, room, room.shared.id)
        assert room.alone == phrase("class.thread")
        assert [*room.shared.buttons] == ["Lead…"]
        await room.presses("Ana", "1 question")
        assert "Does salt belong in at the beginning or at the end?" in room.shared.text
        assert "Together, 1 of 1" in room.shared.text


async def test_of_any_other_message_the_words_say_which_lessons_fit() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        said = await stage.member("Ana").send(stage.channel, "Does anybody know why tea is bitter?")
        await together(stage, room, said.id)
        assert "may fit “Does anybody know why tea is bitter”" in room.alone
        await stage.heard()
        await stage.presses("Ana", "A cup of tea")
        await room.passes()
        assert "Together" in room.shared.text


async def test_words_that_fit_no_lesson_or_read_like_a_setting_are_words() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await stage.owns("Ana")
        said = await stage.member("Ana").send(stage.channel, "admins")
        await together(stage, room, said.id)
        assert room.alone.startswith(phrase("class.which"))


async def test_the_menu_offers_questions_by_their_words() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        member, stage._turn_of = stage.member("Ana"), "Ana"
        found = await member.autocomplete(stage.channel, "predict", "question", "green bitter")
        assert [one["name"] for one in found] == [
            "Does green tea turn bitter from water that boils or from water that is too cool?"
        ]


async def test_who_may_not_write_in_a_channel_posts_nothing_through_us() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        ours = discord.PermissionOverwrite(send_messages=True)
        deny = discord.PermissionOverwrite(send_messages=False)
        silent = {stage.guild.default_role: deny, stage.guild.me: ours}
        stage.channel = stage.guild.create_text_channel("news", overwrites=silent)
        room = Classroom(stage)
        await stage.types("Ana", "/predict soup")
        await room.passes()
        assert room.alone == phrase("predict.silent")
        assert all(one.ephemeral for one in room.messages())
