"""/admin push on Discord, through the real discord.py: with an attachment, or with a form."""

import discord

from bot.conversation.admin.publishing import receive
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
        fields = [one["component"] for one in opened.modal["components"]]
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
