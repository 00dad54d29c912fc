"""What is lost, doubled or repeated when one of several processes, or their database, is killed.

``python -m bench kills`` kills 100 times, ``python -m bench kills kills=20`` for a short look.
Three processes of the program share one PostgreSQL, and the tests' strict Telegram server brings
updates to them in turn, while learners go through the shipped lessons and now and then tap twice.
A kill is a SIGKILL: half of them hit the process that leads, in the midst of sending; one in five
PostgreSQL itself, which keeps what it has confirmed; the others any process.

What was lost, doubled or repeated, the ``ledger`` tells; and how long it took until another led.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.crash import Learner
from bench.learners import CONTENT
from bench.ledger import Watched, compare
from tests.rigs import kills
from tests.rigs.fleet import Fleet

KILLS = 100
LEARNERS = 8
PROCESSES = 3
SEED = 1
WORKING = 1.5
"""Seconds between two kills, at most, beside the wait for a moment that is hard."""


def main(number: int = KILLS) -> int:
    """Kill, compare, and print figures; returns 1 if a promise was broken, 0 otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(number, Path(folder)))


async def _run(number: int, folder: Path) -> int:
    chance, done = random.Random(SEED), asyncio.Event()
    killed, times = Counter[str](), list[float]()
    async with Watched() as server:
        fleet = Fleet(server, folder, CONTENT.parent, PROCESSES)
        try:
            learners = [
                Learner(server.person(f"Learner {n}"), server, random.Random(f"{SEED} {n}"))
                for n in range(LEARNERS)
            ]
            fleet.members[0].begin()
            await fleet.take_over(0.0)
            for one in fleet.members[1:]:
                one.begin()
            learning = asyncio.gather(*(one.learn(done) for one in learners))
            await server.until(lambda: all(one.person.messages for one in learners), kills.SLOW)
            for _ in range(number):
                await _kill(fleet, server, chance, killed, times)
            done.set()
            await server._tell()
            await learning
            drained = await fleet.empty(server)
            server.ledger.confirmed |= server.hook.taken
            broken = compare(server.ledger, fleet.ask, number, LEARNERS, "ok")
            print("  killed: " + ", ".join(f"{name} {n}" for name, n in killed.most_common()))
            print(
                f"  until another led, {len(times)} times: median {statistics.median(times):.1f} s,"
                f" max {max(times):.1f} s"
            )
            ends = Counter(code for one in fleet.members for code in one.ends)
            print(f"  ended by themselves, by exit status: {dict(ends) or 'none'}")
            codes = await fleet.leave()
            if not drained or any(codes):
                print(f"  they ended with {codes}; all was delivered: {drained}\n{fleet.said()}")
        finally:
            fleet.clear()
    return int(broken or not drained or any(codes))


async def _kill(
    fleet: Fleet,
    server: Watched,
    chance: random.Random,
    killed: Counter[str],
    times: list[float],
) -> None:
    """Wait for a moment, and kill."""
    await fleet.take_over(0.0)
    await asyncio.sleep(chance.uniform(0, WORKING))
    share = chance.random()
    if share < 0.5:
        await kills.in_the_midst(server, chance, kills.SENDING)
        leader = fleet.leader
        if leader is None:
            return
        leader.kill()
        killed["the leader"] += 1
        times.append(await fleet.take_over(time.monotonic()))
    elif share < 0.7:
        await fleet.kill_postgres()
        killed["PostgreSQL"] += 1
        await kills.called(server, *kills.SENDING)
    else:
        chosen = chance.choice(fleet.members)
        led, began = chosen.leads, time.monotonic()
        chosen.kill()
        killed["any process"] += 1
        if led:
            times.append(await fleet.take_over(began))
