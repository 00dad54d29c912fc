"""A question posted on Discord: all read it, and each predicts alone."""

import discord

from bot.conversation.phrases import phrase
from tests.adapters.discord.test_classes import RELEASE, Classroom
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


async def test_where_we_may_not_write_whoever_wanted_to_post_is_told() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        deny = discord.PermissionOverwrite(send_messages=False)
        stage.channel = stage.guild.create_text_channel("mute", overwrites={stage.guild.me: deny})
        room = Classroom(stage)
        await stage.types("Ana", "/predict soup")
        await room.passes()
        assert room.alone == phrase("predict.closed")
