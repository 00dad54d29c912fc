"""Announcements that are posted in a server's channel or in a group."""

from datetime import timedelta

import discord

from bot.conversation.inputs import Address, Command, Envelope, Input, Place, Press, Text
from bot.service.delivery.channel import Gone, Message
from tests.adapters.discord.classroom import Classroom
from tests.rigs.courses import read_release
from tests.rigs.discord_stage import WRITE, DiscordStage, Shown
from tests.rigs.makers import session_of
from tests.rigs.paths import KITCHEN
from tests.rigs.plain_stage import PlainStage
from tests.rigs.stores import fresh_store
from tests.rigs.telegram_rig import Rig
from tests.rigs.telegram_server import TelegramServer

RELEASE = read_release(KITCHEN)
GROUP = Address("plain", "kitchen", public=True)
NEWS = "Soup at **noon**, @everyone."


class Ana:
    """Ana, in a group or alone: what she does there, and the buttons of what came of it."""

    def __init__(self, stage: PlainStage, address: Address, place: Place | None) -> None:
        self.stage, self.address, self.place = stage, address, place

    async def does(self, given: Input) -> dict[str, str]:
        self.stage._inputs += 1
        who = self.stage.past("Ana")[1]
        id = f"plain:{self.stage._inputs}"
        home = "Ana" if self.address.public else ""
        await self.stage._deliver(
            Envelope(id, who, self.address, self.stage.clock, given, home=home, place=self.place)
        )
        await self.stage.settled()
        self.buttons = self.stage.channel.screens[self.address.chat].messages[-1].buttons
        return self.buttons

    async def presses(self, label: str) -> dict[str, str]:
        return await self.does(Press(self.buttons[label]))

    async def writes(self, text: str) -> dict[str, str]:
        await self.does(Command("admin", "announce"))
        await self.presses("Write one")
        return await self.does(Text(text))

    @property
    def sees(self) -> list[str]:
        return [one.text for one in self.stage.channel.screens[self.address.chat].messages]


async def test_it_is_posted_where_its_admin_is_and_later_from_anywhere(stage: PlainStage) -> None:
    there = Ana(stage, GROUP, Place("The *kitchen*\n@everyone"))
    alone = Ana(stage, Address("plain", "Ana"), None)
    assert not any("Post in" in one for one in await alone.writes(NEWS))
    post = "Post in The kitchen @everyone"
    assert list(await there.writes(NEWS))[2] == post
    await there.presses(post)
    assert there.sees[-2] == f"📣 {NEWS}", "a preview as it will stand there"
    assert "Post it in" in there.sees[-1]
    await there.presses("Send it")
    assert there.sees.count(f"📣 {NEWS}") == 2
    assert "- sent: 1\n- failed: 0" in alone.sees[-1], "told where its admin is alone"
    await stage.restart()
    assert post in await alone.writes("And bread at one.")
    await alone.presses(post)
    await alone.presses("Send it")
    assert there.sees.count("📣 And bread at one.") == 1
    await alone.does(Command("admin", "log"))
    assert alone.sees[-1].count("The kitchen @everyone") == 2


async def test_a_place_that_was_not_offered_can_not_be_named(stage: PlainStage) -> None:
    alone = Ana(stage, Address("plain", "Ana"), None)
    (token, *_) = (await alone.writes(NEWS)).values()
    await alone.does(Press(token))
    session = await _session(stage)
    id = session.open.rows[0][0].act[-1]
    for verb in ("to", "send"):
        await alone.does(Command("admin", f"announce {verb} chat {id} chat:plain:kitchen"))
        assert (
            "would reach nobody" in alone.sees[-1] or "how learners will see it" in alone.sees[-1]
        )
    assert "kitchen" not in stage.channel.screens
    assert await stage._store.announcements() == []


async def test_of_known_places_the_latest_is_the_first(stage: PlainStage) -> None:
    for name in ("one", "two", "three"):
        there = Ana(stage, Address("plain", name, public=True), Place(f"#{name}"))
        stage.clock += timedelta(minutes=1)
        await there.writes(NEWS)
        await there.presses(f"Post in #{name}")
        await there.presses("Send it")
    alone = Ana(stage, Address("plain", "Ana"), None)
    offered = [one for one in await alone.writes(NEWS) if one.startswith("Post in")]
    assert offered == ["Post in #three", "Post in #two", "Post in #one"]


async def test_a_place_is_offered_elsewhere_once_its_admin_has_asked_to_announce_there(
    stage: PlainStage,
) -> None:
    there = Ana(stage, GROUP, Place("The kitchen"))
    await there.does(Command("admin", "announce"))
    shut = Ana(stage, Address("plain", "cellar", public=True), Place("The cellar", open=False))
    await shut.does(Command("admin", "announce"))
    await stage.restart()
    alone = Ana(stage, Address("plain", "Ana"), None)
    offered = [one for one in await alone.writes(NEWS) if one.startswith("Post in")]
    assert offered == ["Post in The kitchen"]


async def _session(stage: PlainStage):  # type: ignore[no-untyped-def]  # a session
    who = stage.past("Ana")[1]
    return await session_of(stage._store, who)


async def test_where_we_may_not_post_it_is_said_and_not_offered(stage: PlainStage) -> None:
    there = Ana(stage, GROUP, Place("#kitchen", open=False))
    assert not any("Post in" in one for one in await there.writes(NEWS))
    assert "I can't post in \\#kitchen" in there.sees[-1]


async def test_a_place_that_is_shut_by_then_is_told(stage: PlainStage) -> None:
    there = Ana(stage, GROUP, Place("#kitchen"))
    await there.writes(NEWS)
    await there.presses("Post in #kitchen")
    passes = stage.channel.send

    async def shut(address: Address, message: Message, key: str, target: str | None) -> str:
        if message.bulk:
            raise Gone("kicked")
        return await passes(address, message, key, target)

    stage.channel.send = shut  # type: ignore[method-assign]  # between it and the bot
    await there.presses("Send it")
    assert "- can no longer be reached: 1" in stage.channel.screens["Ana"].messages[-1].text


async def writes_on_discord(stage: DiscordStage) -> None:
    """Ana writes an announcement in the channel."""
    await stage.types("Ana", "/admin announce")
    await stage.heard()
    await stage.presses("Ana", "Write one")
    await stage.heard()
    await stage.submits("Ana", await stage.presses("Ana", WRITE), NEWS)


async def test_in_a_discord_server_everybody_in_the_channel_reads_it_and_nobody_is_pinged() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        await stage.owns("Ana")
        stage.person("Ben")
        await writes_on_discord(stage)
        for label in ("Post in #learning (A server)", "Send it"):
            await stage.heard()
            await stage.presses("Ana", label)
        await stage.settled()
        (seen,) = stage.visible("Ben", "server")
        assert "Soup at **noon**" in seen.text
        assert not seen.ephemeral
        posts = [one for one in stage.env.http_requests if one.method == "POST"]
        sent = [one for one in posts if one.path.endswith(f"/channels/{stage.channel.id}/messages")]
        assert [one.json["allowed_mentions"]["parse"] for one in sent] == [[]]
        await stage.heard()
        stage.place = "dm"
        await stage.types("Ana", "/admin announce")
        for label in ("Write one", ""):
            await stage.heard()
            if label:
                await stage.presses("Ana", label)
        await stage.types("Ana", "And bread.")
        await stage.heard()
        assert "Post in #learning (A server)" in stage.visible("Ana", "dm")[-1].buttons


async def test_a_discord_channel_in_which_we_may_not_write_is_not_offered() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        await stage.owns("Ana")
        silent = {stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
        stage.channel = stage.guild.create_text_channel("quiet", overwrites=silent)
        await writes_on_discord(stage)
        await stage.heard()
        shown = stage.visible("Ana")[-1]
        assert not any("Post in" in one for one in shown.buttons)
        assert "I can't post in" in shown.text
        assert "quiet" in shown.text


async def test_in_a_telegram_group_it_stands_for_all() -> None:
    async with TelegramServer(speed=500) as server:
        ana, group = server.person("Ana"), server.group("Kitchen")
        store = fresh_store()
        async with Rig(server, store=store, release=RELEASE) as rig:
            await store.set_owners([f"telegram:{ana.id}"], rig.adapter._intake._clock())  # type: ignore[list-item]  # a name
            ana.types("/admin announce", group=group)
            await rig.settled()
            ana.presses("Write one", group=group)
            await rig.settled()
            ana.types(NEWS, group=group, reply_to=group.messages[-1])
            await rig.settled()
            assert "Post in Kitchen" in group.messages[-1].labels
            ana.presses("Post in Kitchen", group=group)
            await rig.settled()
            ana.presses("Send it", group=group)
            await rig.settled()
            (going,) = await store.announcements()
            (recipient,) = await store.recipients(going.id, {"telegram": None}, "", 9)
            assert recipient.address == Address("telegram", str(group.id), public=True)
            message = Message("News for all", bulk=True)
            await rig.adapter.channel.send(recipient.address, message, "k/0", None)
    assert group.messages[-1].text == "News for all"


async def test_a_question_that_is_posted_is_answered_by_each_reader_alone() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await stage.owns("Ana")
        stage.person("Ben")
        await writes_on_discord(stage)
        await stage.heard()
        await stage.presses("Ana", "Add a question")
        await stage.heard()
        await stage.submits("Ana", await stage.presses("Ana", WRITE), "soup")
        asked = "Does salt belong in at the beginning or at the end?"
        for label in ("Soup without a recipe", asked, "Post in #learning (A server)", "Send it"):
            await stage.heard()
            await stage.presses("Ana", label)
        await room.passes()
        here = [one for one in room.messages() if one.channel == stage.channel.id]
        (posted,) = [one for one in here if not one.ephemeral]
        assert asked in posted.text

        async def presses(one: Shown, label: str) -> None:
            stored = stage.env.backend.get_message(one.channel, one.id)
            message = stage._message(stored)
            await stage.member("Ben").click(message, custom_id=one.buttons[label])
            await room.passes()

        await presses(posted, "Predict this")
        alone = [one for one in room.messages() if one.ephemeral][-1]
        assert asked in alone.text
        await presses(alone, "All at the end")
        alone = [one for one in room.messages() if one.ephemeral][-1]
        await presses(alone, "Sure (9 in 10)")
        store, ben = stage.past("Ben")
        (made,) = (await store.personal(ben))["attempt"]
        assert (made["lesson"], made["phase"]) == ("soup", "first")
