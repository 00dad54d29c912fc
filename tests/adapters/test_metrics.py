"""What whoever watches the bot is told: what is counted, and how things are."""

import asyncio
import json
import os
import re
import signal
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from adapters import app
from adapters.app import serve
from adapters.control.metrics import HELP, Metrics
from adapters.platforms import AllSettings as Settings
from adapters.runtime import backups
from adapters.runtime.backups import Backups, DiskWatch, daily
from adapters.runtime.supervision import Platform, Supervisor
from adapters.runtime.watching import Page, Watch, reply, serving
from adapters.settings import SettingsError, variable
from adapters.telegram.client import connect
from bot.service.tutor import Tutor
from bot.storage.codec import utc_now
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.observing import Told
from tests.rigs.paths import ROOT
from tests.rigs.stores import fresh_store
from tests.rigs.telegram_server import TelegramServer
from tests.rigs.telegram_server.rules import Refused

DEPLOY = ROOT / "docs" / "deploy"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def get(port: int, path: str, *, method: str = "GET", more: str = "") -> tuple[int, str, str]:
    """The status, the head and the body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{more}\r\n".encode())
    whole = (await asyncio.wait_for(reader.read(), 10)).decode()
    writer.close()
    head, _, body = whole.partition("\r\n\r\n")
    return int(head.split()[1]), head, body


def values(page: str) -> dict[str, float]:
    """What a page of metrics says, by name and labels."""
    found = {}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


# The bot


class Plain:
    """A platform whose learner says something when they are let."""

    def __init__(self, tutor: Tutor) -> None:
        self.tutor = tutor
        self.ailment: str | None = None
        self.running = asyncio.Event()

    platform = "telegram"

    @property
    def channel(self) -> "Plain":
        return self

    def plan(self, outputs: tuple[object, ...]) -> tuple[object, ...]:
        from bot.service.delivery.channel import Message

        return (Message("hello"),) if outputs else ()

    async def send(self, *_: object) -> str:
        return "1"

    async def fetch(self, *_: object) -> bytes:
        return b""

    async def run(self) -> None:
        self.running.set()
        await asyncio.Event().wait()

    async def close(self) -> None:
        pass


@asynccontextmanager
async def bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store, copies: Path | None = None
) -> AsyncIterator[tuple[Plain, int]]:
    """A bot that runs, with one platform, and the port at which it can be watched."""
    port, made = free_port(), []

    def configured(settings: Settings, tutor: Tutor) -> tuple[Platform, ...]:
        plain = Plain(tutor)
        made.append(plain)
        well = (lambda: plain.ailment, lambda: False)
        return (Platform("Plain", plain, ValueError, *well),)  # type: ignore[arg-type] # as much of one as is used

    monkeypatch.setattr(app, "build_platforms", configured)
    its = Settings.model_construct(
        telegram_token=SecretStr(f"1:{tmp_path}"),
        database=tmp_path / "db",
        content=Release(),
        metrics=f"127.0.0.1:{port}",
        backups=copies or tmp_path,
    )
    (tmp_path / daily(its, utc_now())).touch()
    running = asyncio.create_task(serve(its, store))
    async with asyncio.timeout(10):
        while not made or not made[0].running.is_set():
            assert not running.done(), running.result()
            await asyncio.sleep(0.01)
    yield made[0], port
    os.kill(os.getpid(), signal.SIGTERM)
    await running


async def test_the_running_bot_counts_what_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.rigs.makers import envelope

    async with bot(tmp_path, monkeypatch, fresh_store()) as (plain, port):
        await plain.tutor.desk.submit(envelope(text="/help"))
        await plain.tutor.delivery.idle()
        await plain.tutor.desk.drain()
        plain.tutor.observer.called("telegram", 429)
        await when(port, "/metrics", lambda _, body: "\nforetell_disk_free_bytes " in body)
        status, head, body = await get(port, "/metrics")
    assert status == 200
    assert "text/plain" in head
    told = values(body)
    assert told["foretell_turns_total"] == 1
    assert told["foretell_batch_size_count"] == 1
    assert told["foretell_commit_seconds_count"] >= 1
    assert told["foretell_sends_total{platform=telegram,result=sent}"] == 1
    assert told["foretell_reply_seconds_count{platform=telegram}"] == 1
    assert told["foretell_disk_free_bytes"] > 0
    assert told["foretell_sends_total{platform=telegram,result=gone}"] == 0
    assert told["foretell_platform_calls_total{platform=telegram,status=429}"] == 1
    assert told["foretell_connections_total{platform=telegram}"] == 0
    assert told["foretell_healthy"] == 1
    assert told["foretell_outbox_parcels"] == 0
    assert told["foretell_learners_active_day"] == 0, "it was at noon of another day"
    assert told["process_resident_memory_bytes"] > 1e6
    assert told["foretell_first_week_learners{step=started}"] == 0
    assert HELP.keys() <= {name.partition("{")[0] for name in told}


async def test_health_and_readiness_are_told_by_the_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bot(tmp_path, monkeypatch, fresh_store()) as (plain, port):
        status, _, body = await get(port, "/healthz")
        assert (status, body.startswith("All is well")) == (200, True)
        assert (await get(port, "/readyz"))[0] == 200
        plain.ailment = "not connected"
        status, _, body = await get(port, "/healthz")
        assert status == 503
        assert re.search("Plain, since .*: not connected", body)
        assert (await get(port, "/livez"))[0] == 200, "a new process would do no better"
        assert (await get(port, "/readyz"))[0] == 200, "the other platform is served"
        assert values((await get(port, "/metrics"))[2])["foretell_healthy"] == 0


def watching(**settings: object) -> Watch:
    its = Settings.model_construct(**settings)  # type: ignore[arg-type] # as much as is used
    return Watch(its, DiskWatch(its.file, Backups(its).latest), [])


async def test_backups_that_never_worked_are_told_by_health_and_the_metric(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "copies").write_text("no folder")
    async with bot(tmp_path, monkeypatch, fresh_store(), tmp_path / "copies") as (_, port):
        body = await unwell(port)
        told = values(
            await when(port, "/metrics", lambda _, body: "\nforetell_backup_timestamp" in body)
        )
    assert "there is no backup of today" in body
    assert told["foretell_backup_timestamp_seconds"] == 0
    assert told["foretell_healthy"] == 0


async def test_a_disk_that_is_almost_full_is_not_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "free_space", lambda file: 12_000_000)
    async with bot(tmp_path, monkeypatch, fresh_store()) as (_, port):
        assert "only 12 MB of disk are free" in await unwell(port)


async def when(port: int, path: str, is_so: Callable[[int, str], bool]) -> str:
    """What this page says as soon as this is so of its status and its text."""
    async with asyncio.timeout(10):
        while True:
            status, _, body = await get(port, path)
            if is_so(status, body):
                return body
            await asyncio.sleep(0.01)


async def unwell(port: int) -> str:
    """What health says as soon as not all is well."""
    return await when(port, "/healthz", lambda status, _: status == 503)


async def test_a_disk_that_gives_no_answer_holds_up_nobody_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()

    def hangs(file: Path) -> int:
        answers.wait(20.0)
        return 10**9

    monkeypatch.setattr(backups, "free_space", hangs)
    monkeypatch.setattr(backups, "SILENT", 0.05)
    monkeypatch.setattr(backups, "LOOK", 0.01)
    async with bot(tmp_path, monkeypatch, fresh_store()) as (_, port):
        assert "the disk has given no answer for" in await unwell(port)
        assert (await get(port, "/livez"))[0] == 200
        assert "foretell_disk_free_bytes" not in values((await get(port, "/metrics"))[2])
        monkeypatch.setattr(backups, "SILENT", 5.0)
        answers.set()
        await when(port, "/metrics", lambda _, body: "\nforetell_disk_free_bytes 1" in body)
        assert (await get(port, "/healthz"))[0] == 200


@asynccontextmanager
async def watched(watch: Watch) -> AsyncIterator[Tutor]:
    """A tutor without platforms that is watched."""
    async with (
        Tutor(fresh_store(), Release()) as tutor,
        watch.pages(tutor, lambda: app.health(tutor, Supervisor(()))),
    ):
        yield tutor


async def test_before_the_start_is_over_it_is_not_ready() -> None:
    watch = watching(metrics=f"127.0.0.1:{(port := free_port())}")
    async with watched(watch):
        assert (await get(port, "/readyz"))[0] == 503
        assert (await get(port, "/healthz"))[0] == 200
        watch.ready = True
        assert (await get(port, "/readyz"))[0] == 200


async def test_what_cannot_be_counted_is_left_out_and_the_rest_is_told() -> None:
    watch = watching(metrics=f"127.0.0.1:{(port := free_port())}")
    async with watched(watch) as tutor:
        await tutor.store.close()
        status, _, body = await get(port, "/metrics")
    assert status == 200
    told = values(body)
    assert "foretell_reviews_due" not in told
    assert told["foretell_queue_depth"] == 0


async def test_a_port_that_is_taken_does_not_stop_the_bot(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        watch = watching(metrics=f"127.0.0.1:{port}")
        async with watched(watch):
            said = f"nobody can watch at 127.0.0.1:{port}: Address already in use; set FORETELL_"
            assert said in caplog.text


async def test_by_default_nobody_counts_and_nothing_is_open() -> None:
    watch = watching()
    assert watch.observer is None
    async with watched(watch):
        pass


# Requests


@asynccontextmanager
async def page() -> AsyncIterator[int]:
    async def fine(accept: str) -> Page:
        return reply(f"fine: {accept}", well=True)

    async def bug(_: str) -> Page:
        raise ZeroDivisionError

    async with serving(("127.0.0.1", 0), {"/fine": fine, "/bug": bug}) as port:
        yield port


async def test_requests_are_answered_or_refused(caplog: pytest.LogCaptureFixture) -> None:
    async with page() as port:
        status, _, body = await get(port, "/fine?x=1", more="Accept: a/b\r\n")
        assert (status, body) == (200, "fine: a/b\n")
        status, head, body = await get(port, "/fine", method="HEAD")
        assert (status, body) == (200, "")
        assert "Content-Length: 7" in head
        assert (await get(port, "/fine", method="POST"))[0] == 405
        assert (await get(port, "/etc/passwd"))[0] == 404
        assert (await get(port, "/bug"))[0] == 503
        assert (await get(port, "/ x y"))[0] == 400
        assert (await get(port, "/fine", more=f"X: {'x' * 40_000}\r\n"))[0] == 400
    assert "/bug could not be answered" in caplog.text


async def test_whoever_asks_too_slowly_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.runtime.watching.PATIENCE", 0.05)
    async with page() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET ")
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()


# Settings


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("9464", ("127.0.0.1", 9464)),
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("localhost:80", ("localhost", 80)),
        ("[::1]:9464", ("::1", 9464)),
        ("", None),
    ],
)
def test_an_address_is_read(
    value: str, address: tuple[str, int] | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORETELL_METRICS", value)
    assert Settings.load()[0].metrics_address == address


@pytest.mark.parametrize("value", ["0.0.0.0:9464", "10.0.0.1:9464", "x.org:1", "0", "abc", "::1"])
def test_an_address_that_others_could_reach_is_refused(
    value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORETELL_METRICS", value)
    with pytest.raises(SettingsError, match="FORETELL_METRICS"):
        Settings.load()


# The platforms


async def test_what_telegram_answers_is_told_by_its_status() -> None:
    told = Told()
    async with TelegramServer() as server, connect(server.token, server.url, told) as client:
        me = told.calls["telegram", 200]
        server.fail("sendMessage", Refused(429, "Too Many Requests", {"retry_after": 1}))
        server.fail("getUpdates", "drop")
        for call in (lambda: client.send_message(1, "x"), lambda: client.get_updates(timeout=0)):
            await _ends(call)
        await _ends(lambda: client.get_updates(timeout=0))
        await _ends(lambda: client.get_updates(timeout=0))
    assert me >= 1
    assert told.calls["telegram", 429] == 1
    assert told.calls["telegram", None] == 1
    assert told.connections["telegram"] == 1, "it could be heard after it could not"


async def _ends(call: Callable[[], Awaitable[object]]) -> None:
    await asyncio.gather(call(), return_exceptions=True)


# What is drawn of it


def ours() -> set[str]:
    """The names of all that is counted."""
    metrics = Metrics(["telegram"])
    metrics.watch(lambda: dict.fromkeys(HELP, 0.0))
    return {name.partition("{")[0] for name in values(metrics.page()[1].decode())}


def test_every_metric_that_is_drawn_is_one_of_ours_and_all_are() -> None:
    dashboard = (DEPLOY / "grafana.json").read_text()
    drawn = set(re.findall(r"foretell_\w+", dashboard))
    assert json.loads(dashboard)["title"] == "Foretell"
    assert drawn <= ours()
    assert drawn >= HELP.keys()


def test_every_metric_of_an_alert_or_of_the_page_is_one_of_ours() -> None:
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"][0]["rules"]
    watched = {name for rule in rules for name in re.findall(r"foretell_\w+", rule["expr"])}
    page = (ROOT / "docs" / "operating-reference.md").read_text()
    told = set(re.findall(r"`(foretell_\w+)`", page))
    kinds = {name.removesuffix("_bucket") for name in ours()}
    assert watched
    assert watched <= ours()
    assert told <= kinds
    assert told >= HELP.keys()


def test_what_runs_it_sets_what_there_is_to_set() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    unit = (DEPLOY / "foretell.service").read_text()
    given = compose["foretell"]["environment"]
    assert not re.findall(r"^Environment=", unit, re.MULTILINE), "an empty line would win over it"
    assert set(given) <= {variable(field) for field in Settings.model_fields}
    [job] = yaml.safe_load((DEPLOY / "prometheus.yml").read_text())["scrape_configs"]
    assert job["static_configs"] == [{"targets": [given["FORETELL_METRICS"]]}]
    assert compose["prometheus"]["network_mode"] == "service:foretell"
    assert "RestartPreventExitStatus=2" in unit
    assert "ExecStart=/opt/foretell/bin/foretell run" in unit
