"""A fault of one platform never ends the other, and faults of platforms never end the program."""

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters import app
from adapters.app import serve
from adapters.control.health import ask
from adapters.discord import adapter as discord_adapter
from adapters.platforms import AllSettings as Settings
from adapters.runtime.claims import ClaimedError
from adapters.runtime.supervision import Bounds, Platform, Supervisor
from adapters.telegram import receiving
from adapters.telegram.failures import Patience
from bot.service import monitoring
from bot.service.monitoring import SendingHealth
from bot.storage.records import Release, StoreError
from tests.rigs.discord_server import Server, learn, serving
from tests.rigs.makers import FakeChannel
from tests.rigs.program import foretell
from tests.rigs.stores import fresh_store
from tests.rigs.telegram_server import Odd, Refused, TelegramServer
from tests.rigs.telegram_server.server import CONFLICT
from tests.rigs.timeline import Timeline

QUICK = Bounds(0.01, 0.05, steady=5, renewed=0.2, look=0.02)


class NoEntryError(Exception):
    """What a platform of ours raises when it does not let us in."""


class Fake:
    """A platform that does as it is told at each run; the last word stays."""

    def __init__(self, name: str, *does: Exception | str) -> None:
        self.name, self.does = name, does
        self.runs, self.closed, self.deaf, self.held = 0, False, False, False
        self.pausing, self.sending = False, SendingHealth(name)

    @property
    def platform(self) -> Platform:
        ailment = lambda: "not connected" if self.deaf else None  # noqa: E731 - as short as it is
        return Platform(
            *(self.name, self, NoEntryError, ailment, lambda: self.deaf),
            pausing=lambda: self.pausing,
        )

    @property
    def channel(self) -> FakeChannel:
        return FakeChannel(self.name)

    async def run(self) -> None:
        word = self.does[min(self.runs, len(self.does) - 1)]
        self.runs += 1
        if isinstance(word, Exception):
            raise word
        if word == "stay":
            await asyncio.Event().wait()
        if word == "cancelled":
            raise asyncio.CancelledError

    async def close(self) -> None:
        self.closed = True


@contextlib.asynccontextmanager
async def supervised(*fakes: Fake) -> AsyncIterator[tuple[Supervisor, asyncio.Task[None]]]:
    def hold(key: str, held: bool) -> None:
        (one,) = (fake for fake in fakes if fake.name == key)
        one.held = held

    supervisor = Supervisor([fake.platform for fake in fakes], hold, QUICK)
    running = asyncio.create_task(supervisor.run())
    try:
        yield supervisor, running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert all(fake.closed for fake in fakes)


async def until(condition: object, seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)


async def test_one_that_breaks_off_begins_again_and_the_other_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad, good = Fake("Bad", ValueError("a bug"), "end", "cancelled", "stay"), Fake("Good", "stay")
    async with supervised(bad, good) as (supervisor, running):
        said = set[str]()
        while bad.runs < 4:
            assert not running.done()
            await asyncio.sleep(0)
            said |= {*supervisor.ailments()}
        await until(lambda: not supervisor.ailments())
        assert good.runs == 1
        assert not running.done()
    assert all(one.startswith("Bad, since 2") for one in said)
    whats = {one.rpartition("UTC: ")[2] for one in said}
    assert whats == {"it broke off (ValueError)", "it ended by itself"}
    assert "a bug" in caplog.text, "with its traceback"


async def test_one_that_breaks_off_for_ever_does_so_ever_more_slowly_and_is_told_of_rarely(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad, good = Fake("Bad", ValueError("a bug")), Fake("Good", "stay")
    async with supervised(bad, good) as (_, running):
        await asyncio.sleep(1)
        assert 10 < bad.runs < 60
        assert not running.done()
    told = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert len(told) <= 7, "the 1st, 2nd, 4th, 8th … time"


@contextlib.asynccontextmanager
async def timed(
    *fakes: Fake,
) -> AsyncIterator[tuple[Supervisor, Callable[[float], Awaitable[None]]]]:
    """The same with a clock of its own, and what lets so many seconds of it pass."""
    timeline = Timeline()
    for fake in fakes:
        fake.sending = SendingHealth(fake.name, lambda: timeline.now)
    supervisor = Supervisor(
        [fake.platform for fake in fakes],
        sending={fake.name: fake.sending for fake in fakes},
        clock=lambda: timeline.now,
        sleep=timeline.sleep,
    )
    running = asyncio.create_task(supervisor.run())

    async def let_pass(seconds: float) -> None:
        await timeline.until([asyncio.create_task(timeline.sleep(seconds))])
        assert not running.done(), "nothing that a platform does ends the program"

    try:
        yield supervisor, let_pass
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_one_that_refuses_us_is_asked_again_ever_more_rarely_and_the_other_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad, good = Fake("Bad", NoEntryError("copy the token again.")), Fake("Good", "stay")
    async with timed(bad, good) as (supervisor, let_pass):
        await let_pass(60)
        assert 2 <= bad.runs <= 3
        await let_pass(3600)
        before = bad.runs
        await let_pass(3600)
        assert 6 <= bad.runs - before <= 12, "after ten minutes, or a little less"
        (said,) = supervisor.ailments()
        assert good.runs == 1
        bad.does = ("stay",)
        await let_pass(620)
        assert not supervisor.ailments()
    assert "copy the token again" in said
    told = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert 4 <= len(told) <= 6, "the 1st, 2nd, 4th, 8th … time"
    assert "copy the token again. Trying again in" in told[0].getMessage()
    assert "Bad lets the bot in again" in caplog.text


async def test_when_all_refuse_us_it_waits_and_says_so() -> None:
    bad, worse = (
        Fake("Bad", NoEntryError("a token")),
        Fake("Worse", OSError(), NoEntryError("code")),
    )
    async with timed(bad, worse) as (supervisor, let_pass):
        await let_pass(3600)
        bads, worses = supervisor.ailments()
    assert bads.endswith("a token")
    assert worses.endswith("code")


@pytest.mark.parametrize("minutes", [10, 600])
async def test_one_that_is_dead_for_long_ends_nothing_and_the_other_is_served(
    minutes: int,
) -> None:
    dead, good = Fake("Dead", "stay"), Fake("Good", "stay")
    dead.deaf = True
    async with timed(dead, good) as (supervisor, let_pass):
        await let_pass(60 * minutes)
        (said,) = supervisor.ailments()
        assert said.startswith("Dead, since")
        assert good.runs == 1
        dead.deaf = False
        await let_pass(10)
        assert not supervisor.ailments()


async def test_one_that_hears_nothing_is_begun_anew_ever_more_rarely() -> None:
    deaf, good = Fake("Deaf", "stay"), Fake("Good", "stay")
    deaf.deaf = True
    async with supervised(deaf, good) as (supervisor, running):
        await until(lambda: deaf.runs == 2)
        first = time.monotonic()
        await until(lambda: deaf.runs == 3)
        assert time.monotonic() - first > 0.35
        assert not running.done(), "the other one works"
        assert good.runs == 1
        deaf.deaf = False
        await until(lambda: not supervisor.ailments())


async def test_what_comes_by_itself_is_held_where_nothing_arrives() -> None:
    deaf, gone, good = Fake("Deaf", "stay"), Fake("Gone", NoEntryError("no")), Fake("Good", "stay")
    deaf.deaf = True
    async with supervised(deaf, gone, good):
        await until(lambda: (deaf.held, gone.held, good.held) == (True, True, False))
        deaf.deaf = False
        await until(lambda: not deaf.held)
        assert gone.held


async def test_messages_that_don_t_get_out_are_told_once_then_seldom_and_end_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hangs, good = Fake("Hangs", "stay"), Fake("Good", "stay")
    async with timed(hangs, good) as (supervisor, let_pass):
        hangs.sending.offered("k/0")
        await let_pass(15)
        (said,) = supervisor.ailments()
        assert re.fullmatch(r"Hangs, since .*: messages don't get out: one waits, .* 15 s", said)
        (told,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
        assert "Hangs: messages don't get out" in told.getMessage()
        await let_pass(600)
        assert (hangs.runs, good.runs, good.held) == (1, 1, False)
        assert len([one for one in caplog.records if one.levelno >= logging.ERROR]) <= 5
        hangs.sending.settled("k/0")
        await let_pass(5)
        assert not supervisor.ailments()
    assert "over after" in caplog.text


async def test_a_short_pause_that_a_platform_asks_its_library_for_is_no_trouble() -> None:
    asks = Fake("Asks", "stay")
    asks.pausing = True
    async with timed(asks) as (supervisor, let_pass):
        asks.sending.offered("k/0")
        await let_pass(25)
        assert not supervisor.ailments()
        asks.pausing = False
        assert supervisor.ailments()
        asks.sending.paused("k/0", 300)
        assert not supervisor.ailments()
        assert "Asks (a chat has to wait until" in supervisor.describe()[0]


async def test_when_nothing_is_heard_from_any_for_hours_it_goes_on_and_says_so() -> None:
    deaf, broken, gone = (
        Fake("Deaf", "stay"),
        Fake("Broken", OSError()),
        Fake("Gone", NoEntryError("no")),
    )
    deaf.deaf = True
    async with timed(deaf, broken, gone) as (supervisor, let_pass):
        await let_pass(7200)
        said = "; ".join(supervisor.ailments())
    assert re.search(r"Deaf, since .*; Broken, since .*; Gone, since", said)


# --- both platforms, over the wire ---


QUICK_BOTH = Bounds(first_pause=0.05, look=0.05)


def both(tmp_path: Path, telegram: TelegramServer, port: str) -> Settings:
    return Settings.model_construct(
        telegram_token=SecretStr(telegram.token),
        telegram_api_url=telegram.url,
        discord_token=SecretStr("not-a-real-token-but-a-long-one"),
        discord_api_url=f"http://127.0.0.1:{port}/api/v10",
        discord_gateway_url=f"ws://127.0.0.1:{port}/",
        database=tmp_path / "db",
        content=Release(),
    )


class Learner:
    """Somebody on Discord who asks for help again and again, and counts what they are told."""

    def __init__(self, server: Server) -> None:
        self.server, self.asked = server, 0

    async def is_served(self) -> None:
        self.asked += 1
        before = self.answers
        event = learn(1, None) | {"id": str(5000 + self.asked), "data": {"id": "2", "name": "help"}}
        await self.server.event("INTERACTION_CREATE", event | {"data": event["data"] | {"type": 1}})
        await until(lambda: self.answers > before, 5)

    @property
    def answers(self) -> int:
        return len([path for _, path, _ in self.server.requests if path.startswith("/webhooks/")])


@dataclass
class Both:
    """The program on both platforms, each of which is a server of ours."""

    telegram: TelegramServer
    discord: Server
    running: asyncio.Task[None]
    settings: Settings


@pytest.fixture
async def on_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Both]:
    monkeypatch.setattr(receiving, "Patience", lambda: Patience().faster(20))
    monkeypatch.setattr(discord_adapter, "_PAUSES", (0,))
    monkeypatch.setattr(
        app,
        "Supervisor",
        lambda *given, leading, sending: Supervisor(*given, QUICK_BOTH, leading, sending=sending),
    )
    discord = Server()
    async with TelegramServer() as telegram, serving(discord):
        its = both(tmp_path, telegram, discord.address.rpartition(":")[2].strip("/"))
        running = asyncio.create_task(serve(its, fresh_store()))
        try:
            await until(lambda: discord.identified or running.done(), 20)
            assert not running.done()
            yield Both(telegram, discord, running, its)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


FAULTS = {
    "a 401": [Refused(401, "Unauthorized")],
    "a 404": [Refused(404, "Not Found")],
    "a 409": [Refused(409, CONFLICT)],
    "lists": [Odd(b"[]")] * 3,
    "null": [Odd(b"null")] * 3,
    "a page": [Odd(b"<html>who are you?</html>", 401)] * 3,
    "a fault of its own": [Odd(b"", 502)] * 3,
    "no answer": ["drop", "drop"],
}


@pytest.mark.slow
async def test_whatever_telegram_answers_discords_learner_is_served_all_the_time(
    on_both: Both,
) -> None:
    telegram, discord = on_both.telegram, on_both.discord
    ben, ana = Learner(discord), telegram.person("Ana")
    for what, faults in FAULTS.items():
        for fault in faults:
            telegram.fail("getUpdates", fault)
        for _ in range(3):
            await ben.is_served()
            assert not on_both.running.done(), what
        before = len(ana.said)
        telegram.update("message", {"message_id": 1, "text": "an update without a date"})
        ana.types("/help")
        await telegram.until(lambda before=before: len(ana.said) > before)
    assert (await ask(on_both.settings.socket)).well
    assert ben.answers >= ben.asked == 3 * len(FAULTS)
    assert len(discord.identified) == 1, "no fault of Telegram's cost a session of Discord's"


@pytest.mark.slow
async def test_a_token_taken_back_concerns_telegram_alone_and_health_says_so(
    on_both: Both, caplog: pytest.LogCaptureFixture
) -> None:
    telegram = on_both.telegram
    ben, token = Learner(on_both.discord), telegram.token
    telegram.token = "7000000001:another"
    telegram.person("Ana").types("/help")  # which ends the call that still had the old one
    await until(lambda: "Telegram refuses the bot" in caplog.text, 30)
    await ben.is_served()
    said = await ask(on_both.settings.socket)
    assert not on_both.running.done()
    assert (said.well, said.alive) == (False, True)
    assert "Telegram, since" in said.says
    assert "ask @BotFather" in said.says
    assert "Discord" not in said.says
    assert token not in caplog.text


async def test_a_discord_that_says_no_concerns_discord_alone(
    on_both: Both, caplog: pytest.LogCaptureFixture
) -> None:
    ana, gateway = on_both.telegram.person("Ana"), on_both.discord.gateway
    assert gateway is not None
    await gateway.close(code=4004)
    await until(lambda: "Discord refuses the bot" in caplog.text, 30)
    ana.types("/help")
    await on_both.telegram.until(lambda: ana.said)
    said = await ask(on_both.settings.socket)
    assert not on_both.running.done()
    assert not said.well
    assert "Discord, since" in said.says
    assert "Telegram" not in said.says


async def test_what_telegram_does_not_take_is_told_while_discord_is_served(
    on_both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "LATE", 0.3)
    telegram, ben, ana = on_both.telegram, Learner(on_both.discord), on_both.telegram.person("Ana")
    telegram.fail("sendMessage", Odd(b"", 502), times=1000)
    ana.types("/help")
    async with asyncio.timeout(10):
        while (said := await ask(on_both.settings.socket)).well:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.05)
    await ben.is_served()
    assert said.alive
    assert "Telegram, since" in said.says
    assert "messages don't get out: one waits" in said.says
    assert "(OddAnswerError)" in said.says
    assert "Discord" not in said.says
    telegram._failures.clear()
    await telegram.until(lambda: ana.said)
    assert (await ask(on_both.settings.socket)).well


# --- how the program ends ---


@pytest.mark.parametrize("kind", ["text", "json"])
@pytest.mark.parametrize(
    ("error", "code"), [(ClaimedError("another Foretell has it"), 2), (StoreError("it's gone"), 1)]
)
def test_a_wrong_set_up_is_not_to_be_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, error: Exception, code: int
) -> None:
    async def ends(*_: object) -> None:
        raise error

    monkeypatch.setattr(app, "serve", ends)
    env = {"FORETELL_TELEGRAM_TOKEN": "1:" + "x" * 35, "FORETELL_LOG_FORMAT": kind}
    done = foretell(tmp_path, "run", env=env)
    assert done.returncode == code
    assert str(error) in done.stderr
    assert "Traceback" not in done.stderr
