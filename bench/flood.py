"""A learner who sends 2,000 messages or presses, and how long the others wait meanwhile.

All of the way is real but the network. Telegram is answered in memory (see ``network``), Discord is
a small server on loopback, in a process of its own (see ``acknowledgement``). The others press on
at the pace of people, first alone, then while the flood comes 200 times a second, and what they
wait is printed beside what they wait in a quiet time. Then comes another flood, all of it in one
moment: Telegram hands out updates in their order, so whoever presses in that moment stands behind
all of it. With nobody else there it is measured what a dropped message and a dropped press take of
the processor, with whatever they ask a server on loopback for.
"""

import asyncio
import gc
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from adapters.discord.adapter import DiscordAdapter, point_elsewhere
from adapters.pictures.images import render
from adapters.telegram.adapter import Options, TelegramAdapter
from bench.acknowledgement import World
from bench.learners import CONTENT, goal, percentile
from bench.network import Network, message, person, served
from bot.conversation.commands import COMMANDS
from bot.service.tasks import end
from bot.service.tutor import Tutor
from bot.storage.sqlite import SqliteStore
from tests.rigs.discord_server import TOKEN, press, serving
from tests.rigs.telegram_server import TelegramServer

OTHERS = 60
FLOODER = OTHERS + 1
FLOOD = 2_000
SECONDS = 15.0
"""Of each part: a quiet one, and one for each flood."""

A_SECOND = 200
"""What the flood brings in a second."""

AT_ONCE = 1_000_000

THINKING = 1.0
"""Seconds from a message to the press that answers it."""

ON_DISCORD = 0.05
"""The goal for what others wait on Discord, in seconds, for 95 of 100."""

_PARTS = {
    "quiet": ("messages", 0),
    "messages": ("messages", A_SECOND),
    "presses": ("presses", A_SECOND),
    "messages at once": ("messages", AT_ONCE),
    "presses at once": ("presses", AT_ONCE),
}


class Crowd(Network):
    """Others who take a moment to press, and one who floods and reads nothing."""

    def __init__(self) -> None:
        super().__init__(OTHERS, 1_000_000)
        self.said = 0
        self.answered = 0
        self._query = 0

    async def _answerCallbackQuery(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        self.answered += parameters["callback_query_id"].startswith("flood")
        return True

    def _shown(self, shown: dict[str, Any], markup: dict[str, Any] | None) -> None:
        if shown["chat"]["id"] == FLOODER:
            self.said += 1
        else:
            super()._shown(shown, markup)

    def _add(self, learner: int, update: dict[str, Any]) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(THINKING, super()._add, learner, update)

    async def flood(self, kind: str, a_second: float) -> None:
        """Two thousand messages or presses at this rate."""
        began = time.perf_counter()
        for n in range(FLOOD):
            super()._add(FLOODER, self._pressed() if kind == "presses" else _typed(n))
            due = n / a_second - (time.perf_counter() - began)
            if due > 0:
                await asyncio.sleep(due)

    def _pressed(self) -> dict[str, Any]:
        self._query += 1
        query = {
            "id": f"flood{self._query}",
            "from": person(FLOODER),
            "chat_instance": "1",
            "message": message(FLOODER, 2),
            "data": "n.1:0",
        }
        return {"callback_query": query}


def _typed(number: int) -> dict[str, Any]:
    return {"message": {**message(FLOODER, number), "text": f"hello {number}"}}


class Place(World):
    """A server on Discord with the same two kinds of people."""

    def __init__(self) -> None:
        super().__init__(rate=OTHERS / (2 * THINKING), learners=OTHERS)
        self.flooded = 0
        """Presses of the flood that were acknowledged."""
        self._flood = 1_000_000

    def _answer(self, method: str, path: str, body: Any) -> Any:
        parts = path.strip("/").split("/")
        self.flooded += parts[0] == "interactions" and int(parts[1]) > 1_000_000
        return super()._answer(method, path, body)

    async def flood(self, a_second: float) -> None:
        """Two thousand presses at this rate, of which none is looked at."""
        began = time.perf_counter()
        for n in range(FLOOD):
            self._flood += 1
            told = press("n.1:0", "400", str(self._flood), f"key-{OTHERS}-{self._flood}")
            user = {**told["member"]["user"], "id": str(1_000 + OTHERS)}
            told["member"] = {**told["member"], "user": user}
            await self.event("INTERACTION_CREATE", told)
            due = n / a_second - (time.perf_counter() - began)
            if due > 0:
                await asyncio.sleep(due)


def main() -> None:
    """Measure, and print figures and ratios."""
    print("  on Telegram", flush=True)
    asyncio.run(_on_telegram())
    with _apart(_telegram) as pipe:
        costs = asyncio.run(_cost(pipe))
    print("    processor: " + ", ".join(f"{c * 1e6:.0f} µs for {k}" for k, c in costs.items()))
    ratio = costs["presses"] / costs["messages"]
    goal("processor of a dropped press, to a dropped message", ratio, 3, at_most=True)
    print("  on Discord", flush=True)
    with _apart(_place) as pipe:
        asyncio.run(_on_discord(pipe))


@contextmanager
def _apart(work: Callable[[Connection], None]) -> Iterator[Connection]:
    """Do this in a process of its own while the block lasts; how to talk to it."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=work, args=(there,), daemon=True)
    process.start()
    try:
        yield here
    finally:
        here.send(None)
        process.join(5)
        process.kill()


async def _on_telegram() -> None:
    crowd = Crowd()
    waits = {}
    async with served(crowd, door=True):
        await asyncio.sleep(10)  # until the first messages are over, and what is loaded once is
        for name, (kind, a_second) in _PARTS.items():
            crowd.took.clear()
            over = asyncio.create_task(asyncio.sleep(SECONDS))
            if a_second:
                await crowd.flood(kind, a_second)
            await over
            waits[name] = crowd.took[:]
            _line(name, waits[name])
        print(
            f"    of {4 * FLOOD:,} messages and presses {crowd.said} were told something, "
            f"and {crowd.answered} presses were answered"
        )
    quiet = percentile(waits["quiet"], 0.99)
    for name in ("messages", "presses"):
        ratio = percentile(waits[name], 0.99) / quiet
        goal(f"p99 of others beside {name}, to a quiet time", ratio, 2, at_most=True)


async def _cost(pipe: Connection) -> dict[str, float]:
    """Seconds of the processor that a dropped message takes, and a dropped press.

    What it asks Telegram for counts, too, so these come from a server on loopback.
    """
    costs = {}
    with tempfile.TemporaryDirectory() as folder:
        async with Tutor(SqliteStore(Path(folder) / "bench.db"), CONTENT.parent) as tutor:
            token, url = await asyncio.to_thread(pipe.recv)
            telegram = TelegramAdapter(token, tutor.door, COMMANDS, Options(api_url=url))
            tutor.add_channel(telegram.channel)
            await tutor.recover()
            running = asyncio.create_task(telegram.run())
            for kind in ("messages", "presses"):
                await _sent(pipe, kind, 300)  # so that all that follow are dropped
                began = time.process_time()
                await _sent(pipe, kind, FLOOD)
                costs[kind] = (time.process_time() - began) / FLOOD
            await end([running])
            await telegram.close()
    return costs


async def _sent(pipe: Connection, kind: str, number: int) -> None:
    pipe.send((kind, number))
    await asyncio.to_thread(pipe.recv)


def _telegram(pipe: Connection) -> None:
    """A Telegram's process: it tells its address, and lets one person do what it is told."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        async with TelegramServer() as server:
            server.flood = None
            flooder = server.person("Flooder")
            pipe.send((server.token, server.url))
            flooder.types("/start")
            while (asked := await loop.run_in_executor(None, pipe.recv)) is not None:
                kind, number = asked
                for n in range(number):
                    if kind == "messages":
                        flooder.types(f"hello {n}")
                    else:
                        flooder.presses_data(flooder.chat.history[0], "n.1:0")
                await server.until(lambda: not server.unconfirmed, 120)
                await asyncio.sleep(1.0)
                pipe.send(None)

    asyncio.run(run())


def _place(pipe: Connection) -> None:
    """The server's process: it tells its address, and does what it is told."""

    async def run() -> None:
        place = Place()
        loop = asyncio.get_running_loop()
        async with serving(place):
            pipe.send(place.address)
            while (asked := await loop.run_in_executor(None, pipe.recv)) is not None:
                place.take()
                place.flooded = 0
                a_second, seconds = asked
                others = asyncio.create_task(place.interact(seconds))
                if a_second:
                    await place.flood(a_second)
                await others
                await asyncio.sleep(3.0)
                pipe.send((place.take()[1], place.flooded))

    gc.disable()
    asyncio.run(run())


async def _on_discord(pipe: Connection) -> None:
    address: str = pipe.recv()
    point_elsewhere(address.replace("ws:", "http:") + "api/v10", address)
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "bench.db")
        async with Tutor(store, CONTENT.parent) as tutor:
            discord = DiscordAdapter(
                TOKEN,
                tutor.door,
                lambda: tutor.catalogue.library,
                COMMANDS,
                render,
                assets=store.asset,
            )
            tutor.add_channel(discord.channel)
            await tutor.recover()
            running = asyncio.create_task(discord.run())
            while discord.ailment() is not None:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.05)
            try:
                await _asked(pipe, 0, SECONDS)  # everybody begins, and what is loaded once is
                waits = {}
                for name in ("quiet", "presses", "presses at once"):
                    waits[name], acknowledged = await _asked(pipe, _PARTS[name][1], SECONDS)
                    _line(name, waits[name])
                    print(f"    {acknowledged} presses of the flood were acknowledged")
                quiet, p95 = (percentile(waits[name], 0.95) for name in ("quiet", "presses"))
                met = "met" if p95 <= ON_DISCORD else "NOT MET"
                print(
                    f"  p95 of others beside presses: {p95 * 1e3:.1f} ms, {p95 / quiet:.2f}× a "
                    f"quiet time (goal ≤ {ON_DISCORD * 1e3:.0f} ms: {met})"
                )
                began = time.process_time()
                await _asked(pipe, AT_ONCE, 0.0)
                cost = (time.process_time() - began) / FLOOD
                print(f"    processor: {cost * 1e6:.0f} µs for presses")
            finally:
                await discord.close()
                await end([running])


async def _asked(pipe: Connection, a_second: float, seconds: float) -> tuple[list[float], int]:
    """What the others waited for so many seconds of a flood, and how much was acknowledged."""
    pipe.send((a_second, seconds))
    result: tuple[list[float], int] = await asyncio.to_thread(pipe.recv)
    return result


def _line(name: str, took: list[float]) -> None:
    p50, p95, p99, most = (percentile(took, share) * 1e3 for share in (0.5, 0.95, 0.99, 1))
    print(
        f"    {name:16} {len(took):5,} turns of others   p50 {p50:7.2f} ms   p95 {p95:7.2f} ms"
        f"   p99 {p99:7.2f} ms   at most {most:7.2f} ms",
        flush=True,
    )
