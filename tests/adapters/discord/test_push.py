"""/admin push on Discord, through the real discord.py: with an attachment, or with a form."""

import discord
import pytest

from bot.conversation.admin.publishing import receive
from bot.conversation.inputs import Address
from bot.conversation.phrases import phrase
from bot.service.delivery.channel import Gone, Message
from tests.rigs.courses import read_release
from tests.rigs.discord_stage import SEND, DiscordStage
from tests.rigs.paths import LESSONS

KITCHEN = read_release(LESSONS / "kitchen")
TEA = (LESSONS / "tea-2.md").read_bytes()
FILE = ("tea-2.md", TEA)


async def told(stage: DiscordStage) -> str:
    return "\n".join(one.text for one in await stage.heard())


async def test_a_file_that_comes_with_the_command_is_read_at_once_and_once() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await stage.owns("Ana")
        stage.person("Ben")
        stage.ear.files[FILE[0]] = TEA
        await stage.member("Ana").slash(stage.channel, "admin push", file=FILE)
        said = await told(stage)
        assert "Got it: `tea-2.md` (1 kB). I'm reading it…" in said
        assert phrase("admin.job.direct") in said, "it says where the report comes"
        assert "Draft: A cup of tea, second pouring" in said
        await stage.again()
        assert await told(stage) == ""
        assert stage.visible("Ben", "server") == []
        await stage.types("Ana", "/admin drafts")
        await stage.heard()
        assert "A cup of tea, second pouring" in stage.visible("Ana")[-1].buttons


async def test_without_a_file_there_is_a_form_for_one_that_works_after_a_restart() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await stage.owns("Ana")
        await stage.speaks("Ana", "de")
        stage.ear.files[FILE[0]] = TEA
        await stage.types("Ana", "/admin push")
        await stage.heard()
        label = "Datei senden…"
        await stage.restart()
        opened = await stage.presses("Ana", label)
        assert opened.modal is not None
        fields = [one["component"] for one in opened.modal["components"][1:]]
        wanted = ("files", True, 1, 1)
        assert [
            (one["custom_id"], one["required"], one["min_values"], one["max_values"])
            for one in fields
        ] == [wanted]
        stage.ear.files[FILE[0]] = TEA
        await stage.member("Ana").submit_modal(opened, {"files": [FILE]})
        assert "Entwurf: A cup of tea, second pouring" in await told(stage)


async def test_a_form_that_was_left_open_too_long_sends_nothing() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await stage.owns("Ana")
        await stage.types("Ana", "/admin push")
        await stage.heard()
        opened = await stage.presses("Ana", SEND)
        await stage.presses("Ana", "Back")
        await stage.heard()
        await stage.member("Ana").submit_modal(opened, {"files": [FILE]})
        assert "That question is closed" in await told(stage)
        await stage.types("Ana", "/admin drafts")
        assert "There are no drafts" in await told(stage)


async def test_an_administrator_of_the_server_who_is_no_admin_of_ours_can_not_send() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await stage.owns("Ana")
        everything = discord.Permissions(administrator=True)
        role = stage.guild.create_role("Others", permissions=everything)
        zoe = stage.guild.add_member(stage.env.create_user("Zoe"), roles=[role])
        for options in ({"file": FILE}, {}):
            await zoe.slash(stage.channel, "admin push", **options)
            assert "I don't know /admin" in await told(stage)
        assert await stage.store.jobs(9) == []


async def test_the_command_alone_takes_a_file() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        (admin,) = [one for one in stage.adapter.client.tree.get_commands() if one.name == "admin"]
        assert isinstance(admin, discord.app_commands.Group)
        takes = {
            command.name: [option.name for option in command.parameters]
            for command in admin.commands
            if isinstance(command, discord.app_commands.Command)
        }
        assert [name for name, options in takes.items() if options == ["file"]] == [receive.NAME]
        assert admin.default_permissions == discord.Permissions(administrator=True)


# Direct messages that are closed


async def test_the_report_comes_where_it_was_asked_for_if_direct_messages_are_closed() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await stage.owns("Ana")
        stage.person("Ben")
        await stage.blocks("Ana", True)
        stage._turn_of = "Ana"
        stage.ear.files[FILE[0]] = b"# Not a lesson"
        await stage.member("Ana").slash(stage.channel, "admin push", file=FILE)
        await stage.heard()
        shown = stage.visible("Ana", "server")
        assert phrase("admin.push.mend") in shown[-1].text
        assert all(one.ephemeral for one in shown)
        assert stage.visible("Ben", "server") == []
        stage.ear.files[FILE[0]] = TEA
        await stage.member("Ana").slash(stage.channel, "admin push", file=FILE)
        await stage.heard()
        said = "\n".join(one.text for one in stage.visible("Ana", "server"))
        assert "Draft: A cup of tea, second pouring" in said
        await stage.presses("Ana", "Publish")
        assert await told(stage)
        assert stage.visible("Ana", "dm") == []


async def test_so_do_figures() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await stage.owns("Ana")
        await stage.blocks("Ana", True)
        await stage.types("Ana", "/admin stats")
        first, *rest = await stage.heard()
        assert phrase("admin.stats.counting") in first.text
        assert phrase("admin.job.direct") in first.text
        assert rest
        assert len(stage.visible("Ana", "server")) == 1 + len(rest)


async def test_after_the_interaction_is_over_that_nobody_was_reached_is_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await stage.owns("Ana")
        await stage.blocks("Ana", True)
        await stage.types("Ana", "/admin stats")
        await stage.heard()
        before = len(stage.visible("Ana", "server"))
        await stage.wait(minutes=15)
        home = Address("discord", f"@{stage.person('Ana').id}")
        with caplog.at_level("INFO"), pytest.raises(Gone):
            await stage.adapter.channel.send(home, Message("x"), "k/0", None)
        assert "k/0 is not kept" in caplog.text
        assert len(stage.visible("Ana", "server")) == before


async def test_in_a_direct_message_nothing_is_promised_for_elsewhere() -> None:
    async with DiscordStage(release=KITCHEN) as stage:
        await stage.owns("Ana")
        await stage.types("Ana", "/admin stats")
        assert phrase("admin.job.direct") not in await told(stage)
