"""How soon interactions on Discord are acknowledged, 200 a second, while an announcement goes out.

Discord tells a learner that it failed where nobody acknowledges within three seconds. Here it is a
small server on loopback, in a process of its own: learners take lessons there by commands and
presses, at a rhythm that doesn't wait for answers, and each acknowledgement is timed there. The
bot's process has the real discord.py, the desk, the database at synchronous=FULL and delivery;
Telegram, to whose chats the announcement goes at its own pace, is answered in memory.

It needs two cores to itself: what the loop waited for one is told, for a figure is worth little
where that is more than a few in a hundred. `RATE=50 SECONDS=10` in the environment is another
rate, for so long.
"""

import asyncio
import gc
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

from telegram.request import HTTPXRequest

from adapters.discord.adapter import DiscordAdapter, point_elsewhere
from adapters.pictures.images import render
from adapters.telegram.adapter import Options, TelegramAdapter
from adapters.telegram.pacing import Pace
from bench import network
from bench.learners import CONTENT, percentile
from bot.conversation.commands import COMMANDS
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press, Text
from bot.conversation.outputs import Ask, Output, Revise
from bot.service.tasks import end
from bot.service.tutor import Tutor
from bot.storage.codec import utc_now
from bot.storage.sqlite import SqliteStore
from tests.rigs.discord_server import TOKEN, Server, buttons, learn, press, serving

RATE = int(os.environ.get("RATE", "200"))
"""Interactions a second."""

LEARNERS = 800
CHATS = 1_500
"""Chats on Telegram that the announcement goes to."""

SECONDS = float(os.environ.get("SECONDS", "25"))
"""How long is measured without the announcement, and with it."""

ACKNOWLEDGED, LAG = 0.3, 0.05
"""The goals, in seconds, for 99 of 100."""

TEXT = "A lesson on attention is there."
ADMIN = LearnerId("telegram:1")


class World(Server):
    """Discord with learners who press the first button that they were shown last."""

    def __init__(self, rate: float = RATE, learners: int = LEARNERS) -> None:
        super().__init__()
        self._rate, self._learners = rate, learners
        self.sent: dict[str, float] = {}
        self.acknowledged: list[float] = []
        self.answered_in: list[float] = []
        self.late = 0
        self._buttons: dict[int, str] = {}
        self._number = 0

    def _answer(self, method: str, path: str, body: Any) -> Any:
        now = time.perf_counter()
        self.requests.clear()
        self.by.clear()
        match path.strip("/").split("/"):
            case ["interactions", id, _, "callback"] if id in self.sent:
                self.acknowledged.append(now - self.sent[id])
            case ["webhooks", "100", key, *_] if method in ("POST", "PATCH"):
                _, learner, id = key.split("-")
                if id in self.sent:
                    self.answered_in.append(now - self.sent.pop(id))
                if found := buttons(body["components"]):
                    self._buttons[int(learner)] = found[0]
                self.shown.clear()
        return super()._answer(method, path, body)

    async def interact(self, seconds: float) -> None:
        """Let them do something, so often, for so long."""
        until = time.perf_counter() + seconds
        due = time.perf_counter()
        while due < until:
            due += random.expovariate(self._rate)
            if (pause := due - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            self._number += 1
            learner, id = self._number % self._learners, str(10_000 + self._number)
            key = f"key-{learner}-{id}"
            button = self._buttons.get(learner)
            # From direct messages, so that each learner's own are told apart by nothing but them.
            told = press(button, "400", id, key) if button else learn(guild="400", id=id, key=key)
            person = dict(told["member"]["user"], id=str(1_000 + learner))
            told["member"] = dict(told["member"], user=person)
            self.sent[id] = time.perf_counter()
            await self.event("INTERACTION_CREATE", told)

    def take(self) -> tuple[list[float], list[float]]:
        """How long acknowledgements and answers took since the last time."""
        taken = self.acknowledged, self.answered_in
        self.acknowledged, self.answered_in = [], []
        return taken


class Chats(network.Network):
    """Telegram, with nobody who presses anything."""

    announced = 0

    async def _sendMessage(self, parameters: dict[str, Any]) -> Any:  # noqa: N802 - Telegram's name
        self.announced += TEXT in parameters["text"]
        return await super()._sendMessage(parameters)


def _world(pipe: Connection) -> None:
    """The server's process: it tells its address, and does what it is told."""

    async def run() -> None:
        world = World()
        loop = asyncio.get_running_loop()
        async with serving(world):
            pipe.send(world.address)
            while (seconds := await loop.run_in_executor(None, pipe.recv)) is not None:
                world.take()
                await world.interact(seconds)
                await asyncio.sleep(3.0)
                pipe.send(world.take())

    gc.disable()
    asyncio.run(run())


async def _lag(late: list[float], held: list[float]) -> None:
    """Measure how late the loop is, each ten milliseconds, in seconds.

    What is ``held`` is how late it would be with a core to itself, by its own processor time.
    """
    while True:
        asked, worked = time.perf_counter(), time.thread_time()
        await asyncio.sleep(0.01)
        late.append(time.perf_counter() - asked - 0.01)
        held.append(max(time.thread_time() - worked - 0.01, 0.0))


def main() -> int:
    """Measure, and print figures beside their goals; 1 if one is not met."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    world = multiprocessing.get_context("spawn").Process(target=_world, args=(there,), daemon=True)
    world.start()
    try:
        return asyncio.run(_bot(here))
    finally:
        here.send(None)
        world.join(5)
        world.kill()


async def _bot(pipe: Connection) -> int:
    address: str = pipe.recv()
    point_elsewhere(address.replace("ws:", "http:") + "api/v10", address)
    telegram = Chats(0, 0)

    async def answer(
        _: HTTPXRequest, url: str, method: str, request_data: Any = None, *rest: Any, **named: Any
    ) -> Any:
        return await telegram.request(url, request_data=request_data)

    with tempfile.TemporaryDirectory() as folder, patch.object(HTTPXRequest, "do_request", answer):
        store = SqliteStore(Path(folder) / "bench.db")
        async with Tutor(store, CONTENT.parent, owners=[ADMIN]) as tutor:
            discord = DiscordAdapter(
                TOKEN,
                tutor.door,
                lambda: tutor.catalogue.library,
                COMMANDS,
                render,
                assets=store.asset,
            )
            tutor.add_channel(discord.channel)
            await _gather(tutor)
            tutor.add_channel(_telegram(tutor, Pace()).channel)
            await tutor.recover()
            running = asyncio.create_task(discord.run())
            while discord.ailment() is not None:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.05)
            gc.collect()
            gc.freeze()
            try:
                await _asked(pipe, SECONDS / 2)  # everybody begins, and what is loaded once is
                alone = await _measured(pipe, "without an announcement")
                await _announce(tutor)
                before = telegram.announced
                beside = await _measured(pipe, "while one goes out")
                gone = (telegram.announced - before) / SECONDS
                print(f"    the announcement: {gone:.0f} chats a second")
                if not (alone and beside):
                    return 1
            finally:
                await discord.close()
                await end([running])
    return 0


async def _asked(pipe: Connection, seconds: float) -> tuple[list[float], list[float]]:
    pipe.send(seconds)
    found: tuple[list[float], list[float]] = await asyncio.to_thread(pipe.recv)
    return found


async def _measured(pipe: Connection, when: str) -> bool:
    late: list[float] = []
    held: list[float] = []
    lag = asyncio.create_task(_lag(late, held))
    began = time.process_time(), time.perf_counter(), _waited()
    acknowledged, answered = await _asked(pipe, SECONDS)
    seconds = time.perf_counter() - began[1]
    busy, waited = (time.process_time() - began[0]) / seconds, (_waited() - began[2]) / seconds
    await end([lag])
    print(f"  {when}: {len(acknowledged) / SECONDS:.0f} interactions a second", flush=True)
    p99 = _line("acknowledged", acknowledged)
    _line("answered", answered)
    behind = _line("lag of the loop", late)
    _line("lag of the loop, had it a core to itself", held)
    print(
        f"    processor: {busy:.0%} of one core; the loop waited for one {waited:.0%} of the time"
    )
    met = p99 <= ACKNOWLEDGED, behind <= LAG
    for what, goal, one in zip(("acknowledged", "lag"), (ACKNOWLEDGED, LAG), met, strict=True):
        print(f"    {what} p99 ≤ {goal * 1e3:.0f} ms: {'met' if one else 'NOT MET'}", flush=True)
    return all(met)


def _waited() -> float:
    """Seconds that this process's loop could have run, and something else did (Linux)."""
    told = Path(f"/proc/self/task/{os.getpid()}/schedstat")
    return int(told.read_text().split()[1]) / 1e9 if told.exists() else 0.0


def _line(what: str, values: list[float]) -> float:
    p50, p99 = percentile(values, 0.5), percentile(values, 0.99)
    print(
        f"    {what}: p50 {p50 * 1e3:.1f} ms, p99 {p99 * 1e3:.1f} ms, most "
        f"{max(values) * 1e3:.0f} ms ({len(values):,})"
    )
    return p99


def _telegram(tutor: Tutor, pace: Pace) -> TelegramAdapter:
    return TelegramAdapter(network.TOKEN, tutor.door, COMMANDS, Options(pace=pace))


async def _says(tutor: Tutor, chat: str, number: int, what: Input) -> Sequence[Output]:
    learner = LearnerId(f"telegram:{chat}")
    where = Address("telegram", chat)
    envelope = Envelope(f"telegram:{chat}:{number}", learner, where, utc_now(), what)
    return await tutor.desk.submit(envelope)


async def _gather(tutor: Tutor) -> None:
    """Let the chats on Telegram begin; what they are told goes nowhere yet."""
    tutor.add_channel(_telegram(tutor, Pace().faster(1e9)).channel)
    for first in range(1, CHATS, 100):
        chats = range(first, first + 100)
        await asyncio.gather(*(_says(tutor, str(n), 0, Command("start")) for n in chats))
    await tutor.delivery.idle()


async def _announce(tutor: Tutor) -> None:
    """Write one, and send it to everybody."""
    said = await _says(tutor, "1", 1, Command("admin", "announce"))
    said = await _says(tutor, "1", 2, _button(said, "Write one"))
    said = await _says(tutor, "1", 3, Text(TEXT))
    said = await _says(tutor, "1", 4, _button(said, "Everyone who wants news"))
    await _says(tutor, "1", 5, _button(said, "Send it"))


def _button(said: Sequence[Output], beginning: str) -> Press:
    """The button whose label begins so."""
    rows = [row for one in said if isinstance(one, Ask | Revise) for row in one.rows]
    return next(Press(one.token) for row in rows for one in row if one.label.startswith(beginning))


if __name__ == "__main__":
    sys.exit(main())
