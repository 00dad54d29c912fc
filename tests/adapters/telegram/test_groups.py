"""What Telegram's groups get of a tutor who teaches in private, and what it says of itself."""

from collections.abc import AsyncIterator

import pytest

from adapters.telegram.client import link
from bot.conversation.inputs import Added, Address
from bot.conversation.language.locale import LANGUAGES
from bot.conversation.outputs import Doorway
from bot.service.delivery.channel import Message
from bot.storage.records import Release
from tests.rigs.courses import read_course
from tests.rigs.paths import KITCHEN
from tests.rigs.telegram_rig import Rig, Script
from tests.rigs.telegram_server import Sent, TelegramServer
from tests.rigs.telegram_server.methods import BOT

LINK = link(BOT["username"])


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(speed=500) as found:
        yield found


@pytest.fixture
async def rig(server: TelegramServer) -> AsyncIterator[Rig]:
    course, lessons = read_course(KITCHEN)
    async with Rig(server, release=Release((course,), tuple(lessons))) as found:
        yield found


def link_of(message: Sent) -> str:
    ((button,),) = message.rows
    return str(button["url"])


async def test_a_lesson_begins_in_a_group_by_a_button_to_the_private_chat(
    server: TelegramServer, rig: Rig
) -> None:
    ana, group = server.person("Ana"), server.group("Class")
    ana.types("/learn tea", group=group)
    await rig.settled()
    (told,) = group.messages
    assert link_of(told) == f"{LINK}tea"
    assert "A cup of tea" in told.text
    ana.types("/start tea")
    await rig.settled()
    ana.types("/learn@foretell_test_bot", group=group)
    ana.types("@foretell_test_bot 1", group=group)
    await rig.settled()
    assert [link_of(one) for one in group.messages[1:]] == [f"{LINK}_learn", f"{LINK}_continue"]
    assert "you said" not in "\n".join(one.text for one in ana.messages), "the question waits"
    assert server.refusals == []


async def test_who_is_added_says_hello_with_a_way_to_begin(
    server: TelegramServer, rig: Rig
) -> None:
    ana, ben, group = server.person("Ana"), server.person("Ben"), server.group("Class")
    other = {"id": ben.id, "is_bot": False, "first_name": "Ben"}
    ana.posts(group=group, new_chat_members=[other])
    await rig.settled()
    assert group.messages == []
    added = ana.posts(group=group, new_chat_members=[other, BOT])
    await rig.settled()
    server.again(added)
    await rig.settled()
    (told,) = group.messages
    assert link_of(told) == LINK.partition("?")[0]
    assert told.reply_to is None
    ana.posts(group=server.group("Another"), group_chat_created=True)
    await rig.settled()
    assert server.refusals == []


async def test_being_added_is_heard_in_groups_only(server: TelegramServer) -> None:
    script = Script(lambda envelope: ())
    async with Rig(server, engine=script) as rig:
        server.person("Ana").posts(group=server.group("Class"), new_chat_members=[BOT])
        await rig.settled()
    (heard,) = script.heard
    assert heard.input == Added()
    assert heard.overheard
    assert heard.home


async def test_a_way_in_is_sent_before_anybody_has_said_what_we_are_called(
    server: TelegramServer,
) -> None:
    ana = server.person("Ana")
    ana.types("hello")
    async with Rig(server, engine=Script(lambda envelope: ())) as rig:
        await rig.settled()
        channel, address = rig.adapter.channel, Address("telegram", str(ana.id))
        door = Message("Here", doorway=Doorway("Here", "Open", "tea"))
        await channel.send(address, door, "1/0", None)
    assert link_of(ana.messages[-1]) == f"{LINK}tea"


async def test_the_profile_says_what_this_is_and_only_if_it_changed(
    server: TelegramServer,
) -> None:
    for _ in range(2):
        async with Rig(server, engine=Script(lambda envelope: ())):
            await server.until(lambda: len(server.profile) == 2 * len(LANGUAGES))
            await server.until(lambda: asked(server, "getMyShortDescription") % 2 == 0)
    assert asked(server, "setMyDescription") == len(LANGUAGES)
    assert asked(server, "setMyShortDescription") == len(LANGUAGES)
    assert "guess first" in server.profile["short", ""]
    assert server.profile["about", ""] != server.profile["about", "de"]


async def test_a_profile_that_is_somebody_elses_is_left_alone(server: TelegramServer) -> None:
    async with Rig(server, engine=Script(lambda envelope: ()), introduces=False) as rig:
        await server.until(lambda: len(server.menus) == 2 * len(LANGUAGES))
        await rig.settled()
    assert server.profile == {}


def asked(server: TelegramServer, method: str) -> int:
    return [call.method for call in server.calls].count(method)
