"""Questions that were sent twice: their first copy, which nobody knows of, loses its buttons."""

import itertools
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.telegram import copies
from adapters.telegram.addresses import TelegramHandle
from bot.conversation.inputs import Address, LearnerId, Press
from bot.conversation.outputs import Ask, Choice, Notice, Say
from bot.storage.store import Store
from tests.rigs.makers import record, write
from tests.rigs.stores import fresh_store, opened
from tests.rigs.telegram_rig import BEGINNING, Rig, Script
from tests.rigs.telegram_server import Person, Refused, TelegramServer

ASK = Ask("n.1", "Which one?", ((Choice("Yes", "t0"), Choice("No", "t1")),))
BUTTONS = [["Yes", "No"]]


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as one:
        yield one


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "SETTLING", 0.01)


_starts = itertools.count(1)


def process(
    server: TelegramServer, store: Store | None = None, script: Script | None = None
) -> Rig:
    """A process over this store; each begins an hour after the one before."""
    now = BEGINNING + timedelta(hours=next(_starts))
    return Rig(server, engine=script or asking(), store=store, clock=lambda: now)


def asking(*before: Say) -> Script:
    """Asks the same question at each input; a press is answered with a word."""
    return Script(lambda one: (Say("On."),) if isinstance(one.input, Press) else (*before, ASK))


def live(person: Person) -> list[int]:
    """Which of a person's messages have buttons, from 0."""
    return [n for n, message in enumerate(person.messages) if message.rows]


def tried(server: TelegramServer) -> list[tuple[int, int]]:
    """The messages whose buttons were to be taken off, whichever there are: chat and number."""
    return [
        (call.parameters["chat_id"], call.parameters["message_id"])
        for call in server.calls
        if call.method == "editMessageReplyMarkup"
    ]


async def killed(server: TelegramServer, store: Store, script: Script, *people: Person) -> None:
    """A process that is killed after a question to each of these arrived, unmarked."""
    server.fail("sendMessage", "lost", len(people))
    async with process(server, store, script) as rig:
        seen = [len(one.messages) for one in people]
        for one in people:
            one.types("/start")
        await server.until(
            lambda: all(len(p.messages) > n for p, n in zip(people, seen, strict=True))
        )
        await rig.kill()


async def settled(rig: Rig) -> None:
    """Wait until all is delivered and copies have been looked for."""
    await rig.settled()
    task = rig.adapter.channel.copies._task
    if task is not None:
        await task


async def test_the_copy_that_a_kill_left_loses_its_buttons_by_itself(
    server: TelegramServer,
) -> None:
    ana, store = server.person("Ana"), fresh_store()
    await killed(server, store, asking(), ana)
    async with process(server, store) as rig:
        await settled(rig)
        assert [message.buttons for message in ana.messages] == [[], BUTTONS]
        assert (await store.doubts("telegram", BEGINNING, 9)).doubts == ()
    assert len(tried(server)) <= copies.TRIES, "no message was known at all"


async def test_only_numbers_that_nobody_knows_are_tried(server: TelegramServer) -> None:
    ana, ben, store = server.person("Ana"), server.person("Ben"), fresh_store()
    async with process(server, store) as rig:
        for one in (ana, ben, ana, ben):
            one.types("hello")
            await rig.settled()
    await killed(server, store, asking(Say("First this.")), ana)
    server.calls.clear()
    async with process(server, store, asking(Say("First this."))) as rig:
        await settled(rig)
    # The answer to the first message of the turn was lost already, so its question has no copy:
    # what is tried is that message, and what Ana and Ben typed before the kill.
    assert ana.said[-3:] == ["First this.", "First this.", "Which one?"]
    assert len(live(ana)) == 3, "what nobody closed is as it was"
    known = {message.id for message in (*ana.messages, *ben.messages) if message.text == ASK.text}
    assert not {number for _, number in tried(server)} & known
    assert len(tried(server)) <= 6


async def test_after_an_end_in_peace_nothing_is_tried(server: TelegramServer) -> None:
    ana, store = server.person("Ana"), fresh_store()
    for _ in range(2):
        async with process(server, store) as rig:
            ana.types("hello")
            await settled(rig)
    assert tried(server) == []


async def test_a_copy_of_an_answer_that_was_lost_loses_its_buttons(server: TelegramServer) -> None:
    ana = server.person("Ana")
    async with process(server) as rig:
        ana.types("hello")
        await rig.settled()
        server.fail("sendMessage", "lost")
        ana.types("more")
        await server.until(lambda: len(ana.messages) == 3)
        await settled(rig)
        assert [message.buttons for message in ana.messages] == [BUTTONS, [], BUTTONS]


async def test_a_kill_before_the_copy_was_looked_for_leaves_that_to_the_next_start(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, store = server.person("Ana"), fresh_store()
    await killed(server, store, asking(), ana)
    with monkeypatch.context() as slow:
        slow.setattr(copies, "SETTLING", 60)
        async with process(server, store) as rig:
            await rig.settled()
    assert live(ana) == [0, 1]
    async with process(server, store) as rig:
        # Whatever is sent first, to whomever, makes it look back.
        ben = server.person("Ben")
        ben.types("hello")
        await settled(rig)
    assert live(ana) == [1]


async def test_copies_of_several_kills_in_several_chats_all_go(server: TelegramServer) -> None:
    people, store = [server.person(name) for name in ("Ana", "Ben", "Cem")], fresh_store()
    for _ in range(3):
        await killed(server, store, asking(), *people)
    async with process(server, store) as rig:
        await settled(rig)
        for one in people:
            newest = one.messages[-1]
            assert newest.buttons == BUTTONS
        # Each of the inputs asked anew; nothing but their copies is older and known to nobody.
        numbers = {number for _, number in tried(server)}
        assert numbers.isdisjoint({one.messages[-1].id for one in people})
        assert all(len(live(one)) <= 3 for one in people)


async def test_however_much_came_in_between_only_a_few_numbers_are_tried(
    server: TelegramServer,
) -> None:
    ana, store = server.person("Ana"), fresh_store()
    async with process(server, store) as rig:
        ana.types("hello")
        await rig.settled()
    await killed(server, store, asking(), ana)
    server._numbered += 5_000
    async with process(server, store) as rig:
        await settled(rig)
    assert live(ana) == [0, 2], "the copy came soon after what was known"
    assert len(tried(server)) <= 16


async def test_where_nobody_is_let_in_no_more_is_tried(server: TelegramServer) -> None:
    ana, store = server.person("Ana"), fresh_store()
    await killed(server, store, asking(), ana)
    server.fail("editMessageReplyMarkup", Refused(403, "Forbidden: bot was blocked by the user"))
    server._numbered += 5
    async with process(server, store) as rig:
        await settled(rig)
        assert (await store.doubts("telegram", BEGINNING, 9)).doubts == ()
    assert len(tried(server)) == 1


@pytest.mark.parametrize(
    "how", [Refused(502, "Bad Gateway"), Refused(400, "Bad Request: something new")]
)
async def test_what_telegram_cannot_do_just_now_is_left_to_the_next_start(
    server: TelegramServer, how: Refused
) -> None:
    ana, store = server.person("Ana"), fresh_store()
    await killed(server, store, asking(), ana)
    server.fail("editMessageReplyMarkup", how)
    async with process(server, store) as rig:
        await settled(rig)
        assert live(ana) == [0, 1]
    async with process(server, store) as rig:
        ana.types("more")
        await settled(rig)
    assert 0 not in live(ana)


async def test_in_a_group_nothing_is_tried(server: TelegramServer) -> None:
    ana, group, store = server.person("Ana"), server.group("Kitchen"), fresh_store()
    server.fail("sendMessage", "lost", 2)
    async with process(server, store) as rig:
        ana.types("/start", group=group)
        await server.until(lambda: len(group.messages) == 2)
        await rig.kill()
    async with process(server, store) as rig:
        await settled(rig)
        server.fail("sendMessage", "lost")
        ana.types("/start", group=group)
        await server.until(lambda: len(group.messages) == 5)
        await settled(rig)
    assert tried(server) == []


async def test_what_an_earlier_process_said_over_a_press_is_not_said_again(
    server: TelegramServer,
) -> None:
    store = fresh_store()
    ana = server.person("Ana")
    ana.types("hello")
    handle = str(TelegramHandle(press="4711", pressed=1))
    where = Address("telegram", str(ana.id), handle=handle)
    async with opened(store):
        learner, said = LearnerId(f"telegram:{ana.id}"), (Notice("Over."), Say("On."))
        await write(store, record(learner, *said, address=where, when=BEGINNING))
    async with process(server, store) as rig:
        await settled(rig)
    assert ana.said[0] == "On."
    assert not [call for call in server.calls if call.method == "answerCallbackQuery"]
