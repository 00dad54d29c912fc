"""An announcement comes to nobody twice: not after a lost answer, and not after a kill."""

import asyncio
import itertools
import signal
from collections import Counter
from pathlib import Path

import pytest
from aiohttp import web

import bench.crash
from bench.crash import Program
from bot.conversation.facts.admin import AnnouncementSent, AnnouncementWritten
from bot.conversation.facts.announcement import Announcement
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.learner import Contact, Learner
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.session import Session
from bot.service.delivery.channel import Message, Unclear, Unwanted
from bot.storage.records import StoreError
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store
from tests.rigs.courses import read_release
from tests.rigs.crowd import CROWD
from tests.rigs.makers import BEN, record, write
from tests.rigs.paths import KITCHEN
from tests.rigs.plain_stage import PlainStage
from tests.rigs.stores import opened
from tests.rigs.telegram_server import Person, TelegramServer
from tests.rigs.telegram_stage import TelegramStage

TEXT = "A lesson on soup is there."
SOME = CROWD[:60]


async def announce(stage: PlainStage | TelegramStage, people: list[str]) -> None:
    for name in people:
        await stage.types(name, "/start")
    await stage.settled()
    await stage.types("Ana", "/admin announce")
    for label in ("Write one", TEXT, f"Everyone who wants news ({len(people)})", "Send it"):
        await stage.settled()
        if label == TEXT:
            await stage.types("Ana", TEXT)
        else:
            await stage.presses("Ana", label, 0, "Ana")


async def test_what_may_have_arrived_is_not_tried_again_and_is_told(stage: PlainStage) -> None:
    passes, tries = stage.channel.send, Counter[str]()

    async def silent(address: Address, message: Message, key: str, target: str | None) -> str:
        if not message.bulk:
            return await passes(address, message, key, target)
        if not await message.wanted():
            raise Unwanted
        tries[address.chat] += 1
        if address.chat in ("L001", "L002"):
            raise Unclear
        return key

    stage.channel.send = silent  # type: ignore[method-assign]  # a platform that does not answer
    await announce(stage, CROWD)
    await stage.settled()
    assert set(tries.values()) == {1}
    told = "\n".join(one.text for one in await stage.heard())
    assert "- sent: 98\n- failed: 0\n- may not have arrived, and won't be sent again: 2\n" in told


async def test_after_a_kill_only_who_was_being_sent_it_may_have_missed_it(
    stage: PlainStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes, sent, turns = stage.channel.send, Counter[str](), itertools.count(1)
    held, release = asyncio.Event(), asyncio.Event()

    async def paced(address: Address, message: Message, key: str, target: str | None) -> str:
        if not message.bulk:
            return await passes(address, message, key, target)
        turn = next(turns)
        if turn > 43 and not release.is_set():
            await asyncio.Event().wait()  # for its turn
        if not await message.wanted():
            raise Unwanted
        sent[address.chat] += 1
        if turn > 40 and not release.is_set():
            if sent.total() == 43:
                held.set()
            await asyncio.Event().wait()  # for its answer
        return key

    stage.channel.send = paced  # type: ignore[method-assign]  # between it and the bot
    await announce(stage, CROWD)
    await held.wait()
    [going] = await stage._store.announcements()
    while (await _counted(stage, going.id)).number("sent") < 40:  # noqa: ASYNC110 - nothing tells
        await asyncio.sleep(0.01)
    with monkeypatch.context() as dying:
        # Nothing more is noted, as after a kill.
        dying.setattr(stage._store, "mark_recipients", _dead)
        release.set()
        await stage.restart(abruptly=True)
    await stage.settled()
    assert sorted(sent) == CROWD
    assert set(sent.values()) == {1}
    told = "\n".join(one.text for one in await stage.heard())
    assert "- failed: 0\n- may not have arrived, and won't be sent again: 3\n" in told


async def test_whom_another_process_is_about_to_send_it_to_does_not_get_it_twice(
    stage: PlainStage,
) -> None:
    passes, sent = stage.channel.send, Counter[str]()

    async def late(address: Address, message: Message, key: str, target: str | None) -> str:
        if not message.bulk:
            return await passes(address, message, key, target)
        if address.chat == "L005":
            [going] = await stage._store.announcements()
            await stage._store.mark_recipients(going.id, {}, [stage.past("L005")[1]])
        if not await message.wanted():
            raise Unwanted
        sent[address.chat] += 1
        return key

    stage.channel.send = late  # type: ignore[method-assign]  # what another does meanwhile
    await announce(stage, CROWD)
    await stage.settled()
    assert sorted(sent) == [name for name in CROWD if name != "L005"]
    [going] = await stage._store.announcements()
    assert (await _counted(stage, going.id)).number("waiting") == 1, "it is the other's to end"


class Taking(TelegramServer):
    """Takes a tenth of a second to answer what it is given to send."""

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        answer = await super()._serve(request)
        if request.match_info["method"] == "sendMessage":
            await asyncio.sleep(0.1)
        return answer


@pytest.mark.slow
async def test_a_process_that_is_killed_leaves_at_most_ten_uncertain_and_tells_nobody_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.crash, "CONTENT", KITCHEN)
    async with Taking(speed=1) as server:
        people = [server.person(f"Learner {n}") for n in range(100)]
        program = Program(server, tmp_path)
        async with opened(SqliteStore(program.database)) as store:
            for one in people:
                one.chat.closed = ""
                await _has_been_there(store, one)
            sent = AnnouncementSent("news", "", "telegram", str(people[0].id))
            await write(store, record(BEN, facts=(AnnouncementWritten("news", TEXT), sent)))
        await program.start()
        await server.until(lambda: sum(len(one.messages) for one in people) > 50, 60)
        await program.end(signal.SIGKILL)
        await program.start()
        try:
            async with asyncio.timeout(60):
                # It is another process's: there is no event to wait for.
                while program.ask("SELECT 1 FROM announcement WHERE state = 'going'"):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
        finally:
            await program.end(signal.SIGTERM)
    told = [len(one.messages) for one in people]
    [(uncertain,)] = program.ask("SELECT count(*) FROM recipient WHERE handed AND state = 'failed'")
    assert max(told) == 1
    assert told.count(0) <= uncertain <= 10


async def _has_been_there(store: Store, person: Person) -> None:
    learner, address = LearnerId(f"telegram:{person.id}"), Address("telegram", str(person.id))
    changed = Learner(contact=Contact(address.platform, address.chat, agreed=True))
    session = Session(f"{person.id:0>8}")
    await write(store, record(learner, address=address, session=session, changed=changed))


async def _counted(stage: PlainStage | TelegramStage, id: str) -> Announcement:
    """An announcement, with what has become of it for how many."""
    known = await stage._store.admin(stage.past("Ana")[1], AdminNeeds(announcement=id))
    assert known.announcement is not None
    return known.announcement


async def _dead(*_: object) -> None:
    raise StoreError("killed")


@pytest.mark.slow
async def test_answers_that_are_lost_and_ends_in_the_midst_bring_nobody_a_second_one() -> None:
    stage = TelegramStage(read_release(KITCHEN))
    stage._server.speed = 4  # so slow that something is under way when it ends
    async with stage:
        await stage.owns("Ana")
        stage._release = None
        await announce(stage, SOME)
        server = stage._server
        for _ in range(3):
            enough = min(60, _copies(stage).total() + 5)
            await server.until(lambda n=enough: _copies(stage).total() >= n)
            server.fail("sendMessage", "lost", 5)
            await asyncio.sleep(0.1)
            await stage._end()
            await stage._begin()
        for _ in range(500):
            if not await stage._store.announcements():
                break
            await asyncio.sleep(0.02)
        copies = _copies(stage)
        assert set(copies.values()) == {1}
        assert len(copies) >= 60 - 3 * 4, "few are left out"
        ana, store = stage.past("Ana")[1], stage._store
        [sent] = (await store.admin(ana, AdminNeeds(announcements=True))).announcements
        told = await _counted(stage, sent.id)
        assert told.number("unclear") > 0
        assert sum(told.counts.values()) == 60


def _copies(stage: TelegramStage) -> Counter[str]:
    told: Counter[str] = Counter()
    for name in SOME:
        told[name] = sum(TEXT in one.text for one in stage._people[name].messages)
    return +told
