"""The way in from Telegram when it is not as it should be: odd updates, odd answers, silence."""

import asyncio
import copy
import itertools
import json
import logging
import time
import traceback
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from telegram import Update, User, WebhookInfo
from telegram.error import Conflict, TimedOut

from adapters.runtime import backoff
from adapters.telegram import adapter, client, menus, receiving
from adapters.telegram.adapter import Options, TelegramAdapter
from adapters.telegram.failures import Failures, Patience, TelegramRefused
from adapters.telegram.receiving import Poller
from adapters.telegram.updates import translate, update_of
from bot.conversation.inputs import Envelope, Press, Text
from bot.conversation.outputs import Output, Say
from bot.service.turns.queue import Door
from tests.rigs.telegram_rig import Rig, Script
from tests.rigs.telegram_server import Odd, Refused, TelegramServer
from tests.rigs.telegram_server.methods import BOT
from tests.rigs.telegram_server.server import CONFLICT

QUICK = Patience().faster(50)
SECRET = "what-a-learner-wrote"
ME = {"id": 100, "is_bot": False, "first_name": "Ana"}
CHAT = {"id": 100, "type": "private", "first_name": "Ana"}


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as one:
        yield one


def said(envelope: Envelope) -> Sequence[Output]:
    return (Say(envelope.input.text if isinstance(envelope.input, Text) else "pressed"),)


def calls(server: TelegramServer, method: str = "getUpdates") -> list[float]:
    return [call.at for call in server.calls if call.method == method]


# --- one update can't stop the others ---


def message(**changes: Any) -> dict[str, Any]:
    """A message as it should be, but for these fields; ``None`` takes one away."""
    whole = {"message_id": 5, "date": 1_700_000_000, "chat": CHAT, "from": ME, "text": SECRET}
    changed = whole | {name.rstrip("_"): value for name, value in changes.items()}
    return {"message": {name: value for name, value in changed.items() if value is not None}}


def press(**changes: Any) -> dict[str, Any]:
    shown = message()["message"] | {"from": BOT}
    whole = {"id": "77", "from": ME, "chat_instance": "1", "data": SECRET, "message": shown}
    changed = whole | {name.rstrip("_"): value for name, value in changes.items()}
    return {"callback_query": {name: value for name, value in changed.items() if value is not None}}


UNREADABLE: dict[str, dict[str, Any]] = {
    "no date": message(date=None),
    "a date in words": message(date=SECRET),
    "a date beyond time": message(date=10**18),
    "no chat": message(chat=None),
    "a chat that is a list": message(chat=[SECRET]),
    "a chat without type": message(chat={"id": 100}),
    "a chat with a number in words": message(chat=CHAT | {"id": SECRET}),
    "a user without first_name": message(from_={"id": 100, "is_bot": False}),
    "a user without is_bot": message(from_={"id": 100, "first_name": "Ana"}),
    "a user with a number in words": message(from_=ME | {"id": SECRET}),
    "a user that is a word": message(from_=SECRET),
    "a language that is a number": message(from_=ME | {"language_code": 7}),
    "an entity without length": message(entities=[{"type": "bold", "offset": 0}]),
    "entities that are a word": message(entities=SECRET),
    "a mention beyond reason": message(entities=[{"type": "mention", "offset": "a", "length": 2}]),
    "a text that is a number": message(text=5),
    "a text that is a list": message(text=[SECRET]),
    "half a character": message(text="/learn \ud800", entities=None),
    "a document without file_unique_id": message(text=None, document={"file_id": "f"}),
    "a document with a size in words": message(
        text=None, document={"file_id": "f", "file_unique_id": "f", "file_size": SECRET}
    ),
    "photos that are no list": message(text=None, photo=5),
    "a photo without width": message(
        text=None, photo=[{"file_id": "f", "file_unique_id": "f", "height": 1}]
    ),
    "a message that is a list": {"message": [SECRET]},
    "a message that is a word": {"message": SECRET},
    "a press without user": press(from_=None),
    "a press without chat_instance": press(chat_instance=None),
    "a press with a number for data": press(data=5),
    "a press on nonsense": press(message=SECRET),
    "a group with half a character": message(
        chat={"id": -5, "type": "group", "title": "\ud800"},
        text="/help",
        entities=[{"type": "bot_command", "offset": 0, "length": 5}],
    ),
}


async def test_an_update_that_cannot_be_read_is_passed_over_and_nothing_else(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "asyncio")
    ana, script = server.person("Ana"), Script(said)
    async with Rig(server, engine=script) as rig:
        for n, (what, odd) in enumerate(UNREADABLE.items()):
            ((kind, content),) = odd.items()
            server.update(kind, content)
            ana.types(f"{n}")
            await rig.settled()
            assert not rig.run.done(), what
            assert ana.said[-1] == f"{n}", what
        assert [one.input for one in script.heard] == [Text(f"{n}") for n in range(len(UNREADABLE))]
    assert SECRET not in caplog.text
    assert caplog.text.count("can't be read and is passed over") == len(UNREADABLE)


async def test_one_call_may_bring_nothing_but_unreadable_updates(server: TelegramServer) -> None:
    ana = server.person("Ana")
    for odd in UNREADABLE.values():
        ((kind, content),) = odd.items()
        server.update(kind, content)
    async with Rig(server, engine=Script(said), patience=QUICK) as rig:
        await rig.settled()
        ana.types("on")
        await rig.settled()
    assert ana.said == ["on"]


async def test_an_update_without_a_number_does_not_hold_up_the_rest(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    ana = server.person("Ana")
    first = ana.types("one")
    body = {"ok": True, "result": [{"message": SECRET}, first, SECRET]}
    server.fail("getUpdates", Odd(json.dumps(body).encode()))
    async with Rig(server, engine=Script(said)) as rig:
        await rig.settled()
    assert ana.said == ["one"]
    assert "2 updates without a number" in caplog.text
    assert SECRET not in caplog.text


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where all there is stands, in whatever holds it."""
    yield path
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, one in inside:
        yield from leaves(one, (*path, key))


def changed(value: Any, path: tuple[Any, ...], to: Any) -> Any:
    if not path:
        return to
    copied = copy.copy(value)
    copied[path[0]] = changed(copied[path[0]], path[1:], to)
    return copied


def test_whatever_is_in_a_field_an_envelope_holds_what_it_should() -> None:
    file = {"file_id": "f", "file_unique_id": "f", "file_name": "a.md", "file_size": 5}
    group = {"id": -5, "type": "supergroup", "title": "Class"}
    bold = {"type": "bot_command", "offset": 0, "length": 6}
    wholes = [
        message(text="/learn tea", entities=[bold]),
        message(text=None, caption="so", document=file),
        message(
            chat=group, text="/learn", entities=[bold], is_topic_message=True, message_thread_id=7
        ),
        press(),
    ]
    odd: list[Any] = [None, 7, -1, 1.5, "x", "\ud800", True, [], {}, [1], {"a": 1}, 10**30]
    me, read = User.de_json(BOT, None), 0
    for whole in wholes:
        for path in leaves(whole):
            for value in odd:
                given = changed(whole, path, value)
                try:
                    update = update_of({"update_id": 1, **given}, None)
                    envelope = translate(update, me, datetime.now(UTC))
                except Exception:  # as the adapter does, which passes it over
                    continue
                if envelope is None:
                    continue
                read += 1
                words = repr(envelope).encode()
                assert words, "no half characters"
                int(envelope.address.chat)
                if isinstance(envelope.input, Text):
                    assert isinstance(envelope.input.text, str)
                if isinstance(envelope.input, Press):
                    assert isinstance(envelope.input.token, str)
                assert isinstance(envelope.language, str)
    assert read > 100, "most odd values are in fields that do not matter"


@pytest.mark.parametrize("topic", [{}, {"is_topic_message": True, "message_thread_id": 9}])
@pytest.mark.parametrize("kind", ["private", "supergroup"])
def test_a_press_means_the_same_however_little_of_its_message_is_read(
    kind: str, topic: dict[str, Any]
) -> None:
    chat = {"id": 5 if kind == "private" else -5, "type": kind, "title": "Kitchen"}
    shown = {"message_id": 4, "date": 1, "chat": chat, "text": "What keeps it warm?", **topic}
    person = {"id": 5, "is_bot": False, "first_name": "Ana", "language_code": "de"}
    press = {"id": "7", "from": person, "message": shown, "chat_instance": "1", "data": "t1"}
    given, me = {"update_id": 1, "callback_query": press}, User.de_json(BOT, None)
    now = datetime.now(UTC)
    read = [translate(one(given, None), me, now) for one in (update_of, Update.de_json)]
    assert read[0] is not None
    assert read[0] == read[1]


# --- what is confirmed ---


async def test_a_poll_of_which_a_part_is_committed_confirms_that_part_alone(
    server: TelegramServer,
) -> None:
    people = [server.person(name) for name in ("Ana", "Ben", "Cem", "Dan")]
    broken, taken = {people[1].id, people[2].id}, list[str]()

    async def submit(envelope: Envelope) -> tuple[Output, ...]:
        if int(envelope.address.chat) in broken:
            raise OSError("the disk is full")
        taken.append(envelope.id)
        return ()

    updates = [person.types("hello")["update_id"] for person in people]
    server.update("message", message(date=None)["message"])
    adapter = TelegramAdapter(server.token, Door(submit), (), Options(server.url, patience=QUICK))
    running = asyncio.create_task(adapter.run())
    try:
        await server.until(lambda: len(calls(server)) > 3)
        offsets = [call.parameters.get("offset") for call in server.calls[1:]]
        assert {*offsets} <= {None, updates[1]}, "never past what failed"
        assert server.unconfirmed == 4, "Ben's, and all after it"
        broken.remove(people[1].id)
        await server.until(lambda: server.unconfirmed == 3)
        broken.clear()
        await server.until(lambda: not server.unconfirmed)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await adapter.close()
    assert {*taken} == {f"telegram:{number}" for number in updates}


async def test_updates_out_of_order_are_not_confirmed_by_one_that_failed() -> None:
    class Bot:
        offsets: ClassVar[list[int | None]] = []

        async def get_webhook_info(self) -> WebhookInfo:
            return WebhookInfo("", has_custom_certificate=False, pending_update_count=0)

        async def raw_updates(self, offset: int | None, *_: object) -> list[dict[str, Any]]:
            self.offsets.append(offset)
            return [{"update_id": 12, **message()}, {"update_id": 5, **message()}]

    async def take(updates: Sequence[Update]) -> int:
        return 0

    poller = Poller(Bot(), take, patience=QUICK)  # type: ignore[arg-type]  # a part of one
    running = asyncio.create_task(poller.run())
    await asyncio.sleep(0.2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert {*Bot.offsets} == {None, 5}


async def test_what_a_backlog_has_left_behind_counts_as_old_however_often_it_is_asked_for() -> None:
    """Updates are asked for each second; until one answer isn't full, the queue is never empty."""
    now, behind, numbers = [100.0], [], itertools.count(1)
    sizes = iter([3, 100, 100, *[100] * 20, 99, 1])

    class Bot:
        async def get_webhook_info(self) -> WebhookInfo:
            return WebhookInfo("", has_custom_certificate=False, pending_update_count=0)

        async def raw_updates(self, *_: object) -> list[dict[str, Any]]:
            if (size := next(sizes, None)) is None:
                await asyncio.Event().wait()
            return [{"update_id": next(numbers), **message()} for _ in range(size or 0)]

    async def take(updates: Sequence[Update]) -> int:
        now[0] += 1.0
        behind.append(poller.behind)
        return len(updates)

    poller = Poller(Bot(), take, patience=QUICK, clock=lambda: now[0])  # type: ignore[arg-type]  # a part of one
    running = asyncio.create_task(poller.run())
    async with asyncio.timeout(5):
        while len(behind) < 25:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert behind == [True, *[False] * 15, *[True] * 8, False]


# --- answers that are none ---


ODD = [
    Odd(b"[]"),
    Odd(b"null"),
    Odd(b"{}"),
    Odd(b"7"),
    Odd(b""),
    Odd(b"<html>maintenance</html>"),
    Odd(b'{"ok": true, "result": [{"update_id": 5, "mess'),
    Odd(b'{"ok": true}'),
    Odd(b'{"ok": true, "result": null}'),
    Odd(b'{"ok": true, "result": {}}'),
    Odd(b'{"ok": true, "result": "text"}'),
    Odd(b'{"ok": true, "result": [1, 2]}'),
    Odd(b'{"ok": true, "result": [{}]}'),
    Odd(b'{"ok": false, "description": "no"}'),
    Odd(b"[" * 100_000),
    Odd(b"\xff\xfe"),
    Odd(b"<html>who are you?</html>", 401),
    Odd(b"not found", 404),
    Odd(b"[]", 409),
    Odd(b'{"ok": false, "description": {}, "parameters": 5}', 400),
    Odd(b'{"ok": false, "description": "no", "parameters": {"retry_after": "x"}}', 429),
    Odd(b"", 502),
    Odd(b"", 599),
]


@pytest.mark.parametrize("method", ["getUpdates", "getMe"])
async def test_an_answer_of_any_other_shape_is_asked_for_again(
    server: TelegramServer, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ana = server.person("Ana")
    cut = b'{"ok": true, "result": [{"update_id": 5, "message": {"text": "%s' % SECRET.encode()
    for odd in [*ODD, Odd(cut)]:
        server.fail(method, odd)
    quick = Patience().faster(5000)
    async with Rig(server, engine=Script(said), patience=quick) as rig:
        ana.types("hello")
        await server.until(lambda: rig.run.done() or ana.said)
        await rig.settled()
        assert rig.adapter.ailment is None
    assert ana.said == ["hello"]
    assert SECRET not in caplog.text, "what came is in no log, however it came"
    assert caplog.text.count("can't be reached") < 8, "an outage is no thousand lines"


async def test_an_odd_answer_to_a_message_is_no_reason_to_drop_it(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "pause", lambda *_: 0.05)
    ana = server.person("Ana")
    for odd in (Odd(b"[]"), Odd(b"<html>"), Odd(b'{"ok": true}'), Odd(b"no", 401)):
        server.fail("sendMessage", odd)
    async with Rig(server, engine=Script(said)) as rig:
        ana.types("hello")
        await server.until(lambda: ana.said, seconds=30)
        await rig.settled()
    assert ana.said == ["hello"]


async def test_menus_that_cannot_be_set_hold_up_nobody(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(menus, "MENU_AFTER", 0.1)
    monkeypatch.setattr(client._Request, "longest", 0.5)
    ana = server.person("Ana")
    server.fail("getMyCommands", Odd(b'{"ok": true, "result": [{}]}'))
    server.fail("getMyCommands", Odd(b"", trickles=True))
    async with Rig(server, engine=Script(said)) as rig:
        ana.types("hello")
        await server.until(lambda: ana.said)
        await server.until(lambda: len(calls(server, "getMyCommands")) == 2)
        assert rig.adapter.ailment is None


# --- too little, too slowly, too fast ---


async def test_an_answer_that_trickles_is_broken_off_and_asked_for_again(
    server: TelegramServer,
) -> None:
    ana = server.person("Ana")
    server.fail("getUpdates", Odd(b"", trickles=True), times=2)
    patience = Patience(first=0.01, answer=0.3)
    async with Rig(server, engine=Script(said), patience=patience, long_poll=0):
        ana.types("hello")
        await server.until(lambda: ana.said)


async def hang(server: TelegramServer, count: int) -> None:
    """Let so many people say something, whose answers are under way without end."""
    for n in range(count):
        server.fail("sendMessage", Odd(b"", trickles=True))
        server.person(f"P{n}").types("hello")
    await server.until(lambda: len(calls(server, "sendMessage")) == count)


async def test_sends_that_hang_take_no_connection_from_polling(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SENDING_CONNECTIONS", 2)
    async with Rig(server, engine=Script(said), long_poll=0):
        await hang(server, 2)
        before = len(calls(server))
        await server.until(lambda: len(calls(server)) > before + 2, seconds=5)


async def test_sends_that_hang_take_no_connection_from_other_chats(
    server: TelegramServer,
) -> None:
    ana = server.person("Ana")
    async with Rig(server, engine=Script(said)):
        await hang(server, 40)
        ana.types("hello")
        await server.until(lambda: ana.said, seconds=5)


async def test_silence_is_an_ailment_that_says_why(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "SILENT", 0.2)
    async with Rig(server, engine=Script(said), patience=QUICK, long_poll=0) as rig:
        await server.until(lambda: len(calls(server)) > 1)
        assert rig.adapter.ailment is None
        assert not rig.adapter.deaf
        server.fail("getUpdates", Odd(b"", 502), times=1000)
        await asyncio.sleep(0.5)
        ailment = rig.adapter.ailment
        assert rig.adapter.deaf
    assert ailment is not None
    assert "no updates from Telegram" in ailment
    assert "OddAnswerError" in ailment


async def test_calls_that_all_fail_are_an_ailment_long_before_silence_is(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "FAILING", 0.2)
    async with Rig(server, engine=Script(said), patience=QUICK, long_poll=0) as rig:
        await server.until(lambda: len(calls(server)) > 1)
        server.fail("getUpdates", "drop", times=1000)
        await server.until(lambda: rig.adapter.deaf)
        assert "can't be reached" in str(rig.adapter.ailment)
        server._failures.clear()
        await server.until(lambda: not rig.adapter.deaf)
        assert rig.adapter.ailment is None


async def test_while_telegram_is_away_no_call_waits_for_updates(server: TelegramServer) -> None:
    ana = server.person("Ana")
    server.fail("getUpdates", Odd(b"", 502), times=2)
    async with Rig(server, engine=Script(said), patience=QUICK):
        ana.types("hello")
        await server.until(lambda: ana.said)
        await server.until(lambda: len(calls(server)) == 4)
    waits = [call.parameters["timeout"] for call in server.calls if call.method == "getUpdates"]
    assert [str(wait) for wait in waits] == ["5", "0", "0", "5"]


async def test_what_waits_for_the_desk_is_no_silence_of_telegrams(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "UNWRITTEN", 0.05)
    stuck = asyncio.Event()

    async def submit(envelope: Envelope) -> tuple[Output, ...]:
        await stuck.wait()
        return ()

    one = TelegramAdapter(server.token, Door(submit), (), Options(server.url, patience=QUICK))
    running = asyncio.create_task(one.run())
    server.person("Ana").types("hello")
    try:
        await server.until(lambda: calls(server))
        await asyncio.sleep(0.3)
        ailment = one.ailment
        assert one.deaf
        stuck.set()
        await server.until(lambda: not server.unconfirmed)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await one.close()
    assert ailment is not None
    assert "written down" in ailment


async def test_an_empty_answer_that_comes_at_once_is_not_asked_for_at_once(
    server: TelegramServer,
) -> None:
    server.fail("getUpdates", Odd(b'{"ok": true, "result": []}'), times=1000)
    async with Rig(server, engine=Script(said), patience=Patience().faster(10)):
        await asyncio.sleep(0.55)
    assert len(calls(server)) <= 8, "about one in a tenth of a second"


async def test_what_is_confirmed_and_given_again_for_ever_is_not_asked_for_without_a_pause(
    server: TelegramServer,
) -> None:
    ana = server.person("Ana")
    body = json.dumps({"ok": True, "result": [ana.types("hello")]}).encode()
    server.fail("getUpdates", Odd(body), times=1000)
    async with Rig(server, engine=Script(said), patience=Patience().faster(10)):
        await asyncio.sleep(0.55)
    assert len(calls(server)) <= 8
    assert ana.said == ["hello"]


# --- refusals ---


def told(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What this adapter has told operators of."""
    ours = [one for one in caplog.records if one.name.startswith("adapters.telegram")]
    return [one for one in ours if one.levelno >= logging.WARNING]


@pytest.mark.parametrize("code", [401, 404, 409])
@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
async def test_one_refusal_is_waited_for(server: TelegramServer, code: int, method: str) -> None:
    ana = server.person("Ana")
    server.fail(method, Refused(code, CONFLICT if code == 409 else "Unauthorized"), times=2)
    async with Rig(server, engine=Script(said), patience=QUICK) as rig:
        ana.types("hello")
        await server.until(lambda: rig.run.done() or ana.said)
    assert ana.said == ["hello"]


async def test_a_poller_that_was_just_stopped_is_outwaited_without_a_fuss(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    ana = server.person("Ana")
    async with Rig(server, engine=Script(said)) as old:
        await server.until(lambda: calls(server))
        async with Rig(server, engine=Script(said)) as new:
            await old.kill()
            ana.types("hello")
            await server.until(lambda: ana.said)
            assert not new.run.done()
    assert not told(caplog)


async def test_two_pollers_are_told_of_once_and_none_gives_up(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("getUpdates", Refused(409, CONFLICT), times=20)
    async with Rig(server, engine=Script(said), patience=Patience().faster(200)) as rig:
        ana = server.person("Ana")
        ana.types("hello")
        await server.until(lambda: rig.run.done() or ana.said)
    (only,) = told(caplog)
    assert only.levelname == "ERROR"
    assert "another program is polling for the same bot" in only.getMessage()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_another_poller_is_an_ailment_though_both_are_heard_by_turns(
    server: TelegramServer,
) -> None:
    ana, slow = server.person("Ana"), Patience(first=0.05, conflict=0.05, two_pollers=0.5)
    server.fail("getUpdates", Refused(409, CONFLICT), times=20)
    async with Rig(server, engine=Script(said), patience=slow) as rig:
        ana.types("hello")
        await server.until(lambda: ana.said)
        assert rig.adapter.ailment == "another program polls for the same bot"
        assert not rig.adapter.deaf


def test_another_poller_is_no_ailment_before_it_is_certain_nor_once_it_is_gone() -> None:
    clock = Clock()
    failures = Failures(Patience(), clock)
    failures.note_failure(Conflict(CONFLICT))
    assert not failures.rivalled, "it may be what a restart has left"
    assert failures.trouble == "an earlier call for updates is still open"
    clock.now += 40
    failures.note_failure(Conflict(CONFLICT))
    failures.answered()
    assert failures.rivalled
    clock.now += 90
    assert not failures.rivalled


def given_up_after(failures: Failures, clock: Clock, error: Exception) -> tuple[int, float]:
    begun = clock.now
    for times in range(1, 100):
        try:
            clock.now += failures.note_failure(error)
        except TelegramRefused:
            return times, clock.now - begun
    raise AssertionError("never")


def test_a_token_is_given_up_after_several_refusals_over_minutes() -> None:
    from telegram.error import InvalidToken

    clock = Clock()
    failures = Failures(Patience(), clock)
    failures.answered()
    for _ in range(20):
        failures.note_failure(InvalidToken("Unauthorized"))
        failures.note_failure(TimedOut())
        clock.now += 60
    times, seconds = given_up_after(failures, clock, InvalidToken("Unauthorized"))
    assert times >= 5
    assert 180 <= seconds < 400


def test_a_token_that_was_never_let_in_is_given_up_sooner() -> None:
    from telegram.error import InvalidToken

    clock = Clock()
    times, seconds = given_up_after(
        Failures(Patience(), clock), clock, InvalidToken("Unauthorized")
    )
    assert times >= 3
    assert 20 <= seconds < 60


async def test_an_unknown_token_ends_the_run_and_is_never_told(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = server.token[:-5] + "WRONG"
    quick = Patience().faster(500)
    one = TelegramAdapter(
        token, Door(lambda _: asyncio.sleep(0, ())), (), Options(server.url, patience=quick)
    )
    with pytest.raises(TelegramRefused, match="FORETELL_TELEGRAM_TOKEN") as caught:
        await one.run()
    assert "Telegram does not know the token" in str(one.ailment)
    await one.close()
    assert token not in "".join(traceback.format_exception(caught.value))
    assert token not in caplog.text


async def test_a_webhook_ends_the_run_with_how_to_mend_it(server: TelegramServer) -> None:
    words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
    server.fail("getUpdates", Refused(409, words), times=100)
    async with Rig(server, engine=Script(said), patience=Patience().faster(2000)) as rig:
        with pytest.raises(TelegramRefused, match="deleteWebhook"):
            await asyncio.wait_for(rig.run, 10)


async def test_a_pause_that_telegram_asks_for_is_kept(server: TelegramServer) -> None:
    server.fail("getUpdates", Refused(429, "Too Many Requests", {"retry_after": 1}))
    begun = time.monotonic()
    async with Rig(server, engine=Script(said), patience=QUICK):
        await server.until(lambda: len(calls(server)) > 1)
    assert time.monotonic() - begun >= 1


async def test_a_pause_beyond_all_reason_is_tried_with_one_call(server: TelegramServer) -> None:
    ana = server.person("Ana")
    server.fail("getUpdates", Refused(429, "Too Many Requests", {"retry_after": 86_400}))
    async with Rig(server, engine=Script(said), patience=Patience().faster(200)):
        ana.types("hello")
        await server.until(lambda: len(calls(server)) > 1)
        first, second, *_ = calls(server)
        await server.until(lambda: ana.said)
    assert second - first >= 60 / 200, "a minute passes first"


@pytest.mark.parametrize("answers", [0.0, 17.0])
def test_an_outage_is_asked_about_at_least_every_ten_seconds(answers: float) -> None:
    clock = Clock()
    failures = Failures(Patience(), clock)
    failures.answered()
    assert failures.lasting == 0
    for _ in range(100):
        began = clock.now
        clock.now += answers
        assert failures.note_failure(TimedOut(), began) <= 10
        clock.now += 5
    assert failures.lasting == clock.now
    failures.answered()
    assert failures.lasting == 0


async def test_what_a_call_that_hangs_has_taken_is_a_part_of_the_pause(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, pauses = Clock(), list[float]()

    async def hangs() -> str:
        clock.now += 8
        if len(pauses) < 20:
            raise TimedOut
        return "an answer"

    async def sleep(seconds: float) -> None:
        clock.now += seconds
        pauses.append(seconds)

    monkeypatch.setattr(receiving.asyncio, "sleep", sleep)
    poller = Poller(client.connect(server.token, server.url), no_updates, clock=clock)
    assert await poller.patiently(hangs) == "an answer"
    assert min(pauses) >= 0.5
    assert max(pauses) + 8 <= 10


async def no_updates(_: Sequence[Update]) -> int:
    return 0


def test_what_a_restart_has_left_at_telegram_is_no_outage() -> None:
    clock = Clock()
    failures = Failures(Patience(), clock)
    failures.note_failure(Conflict(CONFLICT))
    clock.now += 20
    failures.note_failure(Conflict(CONFLICT))
    assert failures.lasting == 0
    clock.now += 20
    failures.note_failure(Conflict(CONFLICT))
    failures.note_failure(Conflict(CONFLICT))
    clock.now += 1
    assert failures.lasting > 0, "by now it is another program"


# --- run again ---


async def test_an_adapter_whose_run_has_ended_can_be_run_again(server: TelegramServer) -> None:
    ana = server.person("Ana")
    async with Rig(server, engine=Script(said)) as rig:
        ana.types("one")
        await rig.settled()
        rig.run.cancel()
        await asyncio.gather(rig.run, return_exceptions=True)
        ana.types("two")
        rig.run = asyncio.create_task(rig.adapter.run())
        try:
            await server.until(lambda: ana.said == ["one", "two"])
            assert len(calls(server, "getMe")) == 2, "on connections of its own"
        finally:
            rig.run.cancel()
            await asyncio.gather(rig.run, return_exceptions=True)


# --- a group that moves ---


@pytest.mark.parametrize("news", ["the old chat", "the new chat"])
async def test_a_group_that_moves_is_known_by_its_new_number_before_anything_is_sent(
    server: TelegramServer, news: str
) -> None:
    ana, group = server.person("Ana"), server.group("Class")
    async with Rig(server, engine=Script(lambda e: (Say("Here."),))) as rig:
        ana.types("/before", group=group)
        await rig.settled()
        new = server.migrate(group)
        if news == "the old chat":
            ana.posts(group=group, migrate_to_chat_id=new.id)
        else:
            ana.posts(group=new, migrate_from_chat_id=group.id)
        await rig.settled()
        ana.types("/after", group=group)
        await rig.settled()
    assert [one.text for one in group.messages + new.messages] == ["Here.", "Here."]
    assert server.refusals == [], "nothing was tried at the old number"
