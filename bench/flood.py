"""A learner who sends 2,000 messages or presses, and how long the others wait meanwhile.

All of the way is real but the network. Telegram is answered in memory (see ``network``), Discord is
a small server on loopback, in a process of its own (see ``acknowledgement``). The others press on
at the pace of people, first alone, then while the flood comes 200 times a second, and what they
wait is printed beside what they wait in a quiet time. Then comes another flood, all of it in one
moment: Telegram hands out updates in their order, so whoever presses in that moment stands behind
all of it. Last, with nobody else there, it is measured what a dropped message and a dropped press
take of the processor.
"""

import asyncio
import gc
import multiprocessing
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from adapters.discord import DiscordAdapter, point_elsewhere
from adapters.pictures.images import render
from bench.acknowledgement import World
from bench.learners import CONTENT, goal, percentile
from bench.network import Network, message, person, served
from bot.conversation.commands import COMMANDS
from bot.service.tasks import end
from bot.service.tutor import Tutor
from bot.storage.sqlite import SqliteStore
from tests.rigs.discord_server import TOKEN, press, serving

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
        self.quiet = False
        super().__init__(OTHERS, 1_000_000)
        self.said = 0
        self.answered = 0
        self.taken = asyncio.Event()
        """Set while nothing waits to be fetched and all that was is committed."""
        self._query = 0

    async def _getUpdates(self, parameters: dict[str, Any]) -> Any:  # noqa: N802 - Telegram's name
        if not self._updates:
            self.taken.set()
        return await super()._getUpdates(parameters)

    async def _answerCallbackQuery(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        self.answered += parameters["callback_query_id"].startswith("flood")
        return True

    def _shown(self, shown: dict[str, Any], markup: dict[str, Any] | None) -> None:
        if shown["chat"]["id"] == FLOODER:
            self.said += 1
        else:
            super()._shown(shown, markup)

    def _add(self, learner: int, update: dict[str, Any]) -> None:
        if not self.quiet:
            loop = asyncio.get_running_loop()
            loop.call_later(THINKING, super()._add, learner, update)

    async def flood(self, kind: str, a_second: float, number: int = FLOOD) -> None:
        """So many messages or presses, at this rate."""
        began = time.perf_counter()
        self.taken.clear()
        for n in range(number):
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
    print("  on Discord", flush=True)
    here, there = multiprocessing.get_context("spawn").Pipe()
    place = multiprocessing.get_context("spawn").Process(target=_place, args=(there,), daemon=True)
    place.start()
    try:
        asyncio.run(_on_discord(here))
    finally:
        here.send(None)
        place.join(5)
        place.kill()


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
        crowd.quiet = True
        await asyncio.sleep(2 * THINKING)
        costs = {kind: await _cost(crowd, kind) for kind in ("messages", "presses")}
    quiet = percentile(waits["quiet"], 0.99)
    for name in ("messages", "presses"):
        ratio = percentile(waits[name], 0.99) / quiet
        goal(f"p99 of others beside {name}, to a quiet time", ratio, 2, at_most=True)
    print("    processor: " + ", ".join(f"{c * 1e6:.0f} µs for {k}" for k, c in costs.items()))
    ratio = costs["presses"] / costs["messages"]
    goal("processor of a dropped press, to a dropped message", ratio, 3, at_most=True)


async def _cost(crowd: Crowd, kind: str) -> float:
    """Seconds of the processor that one takes which is dropped."""
    await crowd.flood(kind, AT_ONCE, 300)  # so that all that follow are dropped
    await crowd.taken.wait()
    await asyncio.sleep(0.5)
    began = time.process_time()
    await crowd.flood(kind, AT_ONCE)
    await crowd.taken.wait()
    return (time.process_time() - began) / FLOOD


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
