"""The composition root: beginnings, endings, and what it says of itself."""

import asyncio
import os
import signal
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters import app, platforms
from adapters.app import Tutor, health, serve
from adapters.cli import push_pull
from adapters.cli.push_pull import LessonFiles
from adapters.control.health import ask
from adapters.platforms import AllSettings as Settings
from adapters.platforms import NothingToServeError
from adapters.runtime import backups, supervision
from adapters.runtime.supervision import Platform, Supervisor
from bot.conversation.inputs import Address, Command, Envelope, LearnerId
from bot.conversation.outputs import Output
from bot.lessons.model import Lesson
from bot.service.delivery.channel import Message
from bot.service.privacy.forgetting import Forgetting
from bot.service.turns.desk import Desk
from bot.storage.records import DatabaseCopy, Release, StoreError
from bot.storage.sqlite import SqliteStore
from tests.rigs.makers import record, seen, write
from tests.rigs.stores import FreshStore, fresh_store, opened

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class NotLetInError(Exception):
    """What our platform raises when it does not let us in."""


@dataclass
class PlainAdapter:
    """A platform with one learner, who greets."""

    desk: Desk
    failure: Exception | None = None
    stubborn: bool = False
    sent: list[str] = field(default_factory=list)
    closed: bool = False
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    platform = "plain"

    @property
    def channel(self) -> "PlainAdapter":
        return self

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        return tuple(Message(type(output).__name__) for output in outputs)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        self.sent.append(key)
        return key

    async def run(self) -> None:
        if self.failure:
            raise self.failure
        await self.desk.submit(envelope("plain:1"))
        self.heard.set()
        await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed = True
        if self.stubborn:
            await asyncio.Event().wait()


def envelope(id: str) -> Envelope:
    return Envelope(id, LearnerId("plain:ana"), Address("plain", "ana"), AT, Command("help"))


def settings(tmp_path: Path) -> Settings:
    # Of this test alone: whoever else runs the tests on this machine is another bot.
    token = SecretStr(f"1:{tmp_path}")
    return Settings.model_construct(
        telegram_token=token, database=tmp_path / "db", content=Release()
    )


@dataclass
class Serving:
    """The platform that ``serve`` finds configured."""

    platform: PlainAdapter | None = None
    failure: Exception | None = None
    stubborn: bool = False
    ailment: str | None = None
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def configured(self, settings: Settings, tutor: Tutor) -> tuple[Platform, ...]:
        self.platform = PlainAdapter(tutor.desk, self.failure, self.stubborn, heard=self.heard)
        ailment, deaf = (lambda: self.ailment), (lambda: self.ailment is not None)
        return (Platform("Plain", self.platform, NotLetInError, ailment, deaf),)


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Serving:
    found = Serving()
    monkeypatch.setattr(app, "build_platforms", found.configured)
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_with_nothing_lost(
    serving: Serving, tmp_path: Path, number: int
) -> None:
    store = fresh_store()
    running = asyncio.create_task(serve(settings(tmp_path), store))
    await asyncio.wait_for(serving.heard.wait(), 10)
    os.kill(os.getpid(), number)
    await running
    assert serving.platform is not None
    assert serving.platform.closed
    assert serving.platform.sent == ["plain:1/0"]
    async with opened(store):
        assert await store.claim(10) == []
        assert await seen(store, "plain:1") == {"plain:1"}


async def test_a_signal_ends_even_a_start_that_takes_long(tmp_path: Path) -> None:
    class Slow(FreshStore):
        begun = asyncio.Event()
        closed = False

        async def publish(self, release: Release, at: datetime) -> None:
            self.begun.set()
            await asyncio.Event().wait()

        async def close(self) -> None:
            self.closed = True
            await super().close()

    store = Slow()
    running = asyncio.create_task(serve(settings(tmp_path), store))
    await asyncio.wait_for(store.begun.wait(), 10)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 10)
    assert store.closed


async def test_a_platform_that_does_not_go_is_left(
    serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "FAREWELL", 0.01)
    serving.stubborn = True
    running = asyncio.create_task(serve(settings(tmp_path), fresh_store()))
    await asyncio.wait_for(serving.heard.wait(), 10)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(10):
        await running


async def test_a_platform_that_lets_nobody_in_is_told_and_it_stays_alive(
    serving: Serving, tmp_path: Path
) -> None:
    serving.failure = NotLetInError("this token is not known; copy it again")
    its = settings(tmp_path)
    running = asyncio.create_task(serve(its, fresh_store()))
    async with asyncio.timeout(10):
        while "copy it again" not in (report := await ask(its.socket)).says:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert (report.well, report.alive) == (False, True)
    assert serving.platform is not None
    assert serving.platform.closed


async def test_a_bug_in_a_platform_is_not_taken_for_a_refusal(
    serving: Serving, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    serving.failure = ZeroDivisionError()
    its = settings(tmp_path)
    running = asyncio.create_task(serve(its, fresh_store()))
    async with asyncio.timeout(10):
        while "ZeroDivisionError" not in caplog.text:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)
    ill = await ask(its.socket)
    assert serving.platform is not None
    serving.platform.failure = None
    await asyncio.wait_for(serving.heard.wait(), 10)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert not ill.well
    assert "Plain, since" in ill.says
    assert "it broke off (ZeroDivisionError)" in ill.says


async def test_with_no_platform_nothing_is_opened(tmp_path: Path) -> None:
    class Untouched(FreshStore):
        async def open(self) -> None:
            raise AssertionError("opened")

    with pytest.raises(NothingToServeError, match="FORETELL_TELEGRAM_TOKEN"):
        await serve(Settings.model_construct(database=tmp_path / "db"), Untouched())


async def test_the_running_bot_answers_for_its_platforms(serving: Serving, tmp_path: Path) -> None:
    its = settings(tmp_path)
    running = asyncio.create_task(serve(its, fresh_store()))
    await asyncio.wait_for(serving.heard.wait(), 10)
    well = await ask(its.socket)
    serving.ailment = "not connected"
    ill = await ask(its.socket)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert well.well
    assert "All is well on Plain; the last turn was at" in well.says
    assert not ill.well
    assert "Plain, since" in ill.says
    assert "UTC: not connected" in ill.says
    assert not (await ask(its.socket)).well


async def test_the_running_bot_publishes_what_is_pushed(serving: Serving, tmp_path: Path) -> None:
    its, store = settings(tmp_path), fresh_store()
    running = asyncio.create_task(serve(its, store))
    await asyncio.wait_for(serving.heard.wait(), 10)
    soup = LessonFiles((), (Lesson(id="soup", title="Soup", minutes=5),), ())
    said = await push_pull.push(its, soup, "terminal:ana", dry_run=False, sure=False)
    known = await push_pull.load_taught(its)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert said.lines[-1] == "Published."
    assert known == {"soup": ""}
    assert not its.database.exists()


async def test_a_socket_that_cannot_be_does_not_stop_the_bot(
    serving: Serving, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    its = settings(tmp_path).model_copy(update={"health_socket": tmp_path / ("x" * 200)})
    running = asyncio.create_task(serve(its, fresh_store()))
    await asyncio.wait_for(serving.heard.wait(), 10)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert "FORETELL_HEALTH_SOCKET" in caplog.text


async def test_a_bot_that_runs_makes_its_backups(
    serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, back_up = asyncio.Event(), backups.back_up

    async def noted(its: Settings, to: Path, *, force: bool = False) -> DatabaseCopy:
        copy = await back_up(its, to, force=force)
        made.set()
        return copy

    monkeypatch.setattr(backups, "back_up", noted)
    its = settings(tmp_path).model_copy(
        update={"backups": tmp_path / "copies", "backups_kept": 2, "database": tmp_path / "f.db"}
    )
    running = asyncio.create_task(serve(its, SqliteStore(its.database)))
    await asyncio.wait_for(serving.heard.wait(), 10)
    await asyncio.wait_for(made.wait(), 10)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert len(list(tmp_path.glob("copies/f-*.db"))) == 1


async def test_a_start_that_holds_up_the_loop_makes_nobody_wait() -> None:
    async with Tutor(fresh_store(), Release()) as tutor:
        await asyncio.sleep(0.06)
        # As loading a platform's library does, when nobody is served yet.
        time.sleep(1)  # noqa: ASYNC251 - the loop is to be held up
        await tutor.recover()
        await asyncio.sleep(0.1)
        assert tutor.lag.worst < 0.5


async def test_what_was_not_sent_goes_out_at_the_next_start() -> None:
    store = fresh_store()
    async with Tutor(store, Release()) as tutor:
        await tutor.desk.submit(envelope("plain:1"))
    async with Tutor(store) as tutor:
        platform = PlainAdapter(tutor.desk)
        tutor.add_channel(platform)
        await tutor.recover()
        await tutor.delivery.idle()
        assert platform.sent == ["plain:1/0"]
    async with Tutor(store) as tutor:
        platform = PlainAdapter(tutor.desk)
        tutor.add_channel(platform)
        await tutor.recover()
        await tutor.delivery.idle()
        assert platform.sent == []


async def test_a_desk_that_dies_ends_the_work_and_counts_as_ill(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def dies(self: Desk) -> None:
        raise RuntimeError("a bug at the desk")

    monkeypatch.setattr(Desk, "run", dies)
    async with Tutor(fresh_store()) as tutor:
        with pytest.raises(RuntimeError, match="at the desk"):
            async with asyncio.timeout(10):
                await tutor.keep_up(asyncio.sleep(1000))
        assert health(tutor, Supervisor(())) == app.Health(
            False, "Not well: the desk stands still.", alive=False
        )


async def test_a_start_that_fails_lets_go_of_the_store() -> None:
    class Broken(FreshStore):
        closed = False

        async def publish(self, release: Release, at: datetime) -> None:
            raise StoreError("db: the disk is full")

        async def close(self) -> None:
            self.closed = True
            await super().close()

    store = Broken()
    with pytest.raises(StoreError):
        async with Tutor(store, Release()):
            pass
    assert store.closed


async def test_an_end_that_fails_lets_go_of_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(self: Desk) -> None:
        raise StoreError("db: the disk is full")

    monkeypatch.setattr(Desk, "close", fails)
    store = fresh_store()
    with pytest.raises(StoreError, match="full"):
        async with Tutor(store):
            pass
    with pytest.raises(StoreError, match="not open"):
        await store.catalogue_version()


async def test_whatever_platforms_bring_comes_through_the_door(tmp_path: Path) -> None:
    """Only so is one learner's flood kept from all the others."""
    kinds = platforms.KINDS
    tokens = {kind.token: SecretStr(f"1{n}:{'x' * 35}") for n, kind in enumerate(kinds)}
    async with Tutor(fresh_store()) as tutor:
        served = platforms.build_platforms(settings(tmp_path).model_copy(update=tokens), tutor)
        assert len(served) == len(kinds) == 2
        for one in served:
            adapter = getattr(one.adapter, "client", None) or one.adapter._intake
            assert adapter._door is tutor.door
            await one.adapter.close()


async def test_inputs_of_long_ago_are_forgotten_and_those_that_may_come_again_are_not() -> None:
    store = fresh_store()
    now = AT + timedelta(days=30)
    async with Tutor(store, clock=lambda: now) as tutor:
        for id, days in (("plain:old", 8), ("plain:new", 6)):
            await write(store, record(id=id, when=now - timedelta(days=days)))
        await tutor.forgetting.prune()
        assert await seen(store, "plain:old", "plain:new") == {"plain:new"}


async def test_what_is_old_is_forgotten_while_it_serves(
    serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pruned = asyncio.Event()

    async def prune(self: Forgetting) -> None:
        pruned.set()

    monkeypatch.setattr(Forgetting, "prune", prune)
    running = asyncio.create_task(serve(settings(tmp_path), fresh_store()))
    await asyncio.wait_for(pruned.wait(), 10)
    await asyncio.wait_for(serving.heard.wait(), 10)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
