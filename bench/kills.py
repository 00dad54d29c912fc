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
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

from bench.crash import Learner
from bench.learners import CONTENT
from bench.ledger import Watched, compare, repeats
from tests.rigs import kills
from tests.rigs.fleet import Fleet

KILLS = 100
SEED = 1
WORKING = 1.5
"""Seconds between two kills, at most, beside the wait for a moment that is hard."""

FROZEN = 0.5
"""Seconds for which one that stands by is brought updates before it is killed with them in hand."""

Proxy = Callable[[Sequence[int]], AbstractAsyncContextManager[str]]
"""Runs before these ports, and gives the address at which it takes updates."""

KINDS = ("leader", "leader", "leader", "leader", "leader", "postgres", "postgres", *3 * ("any",))
"""What is killed, as often as it is named."""


def main(number: int = KILLS) -> int:
    """Kill, compare, and print figures; returns 1 if a promise was broken, 0 otherwise."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        fight = Fight(Path(folder))
        return int(asyncio.run(fight.go([chance.choice(KINDS) for _ in range(number)])))


class Fight:
    """Learners, the processes that teach them, and what has become of these.

    With a ``proxy`` updates are brought to that, and else to the processes in turn.
    """

    def __init__(
        self,
        folder: Path,
        *,
        learners: int = 8,
        processes: int = 3,
        seed: int = SEED,
        proxy: Proxy | None = None,
    ) -> None:
        self.killed = Counter[str]()
        self.times: list[float] = []
        """Seconds until another led that stood by, each time that the leader was killed."""
        self.repeated = 0
        self._folder = folder
        self._learners = learners
        self._processes = processes
        self._seed = seed
        self._proxy = proxy
        self._chance = random.Random(seed)

    async def go(self, kinds: Iterable[str]) -> bool:
        """Kill these one after the other, and print figures; whether a promise was broken."""
        done = asyncio.Event()
        async with Watched() as server, AsyncExitStack() as stack:
            fleet = Fleet(server, self._folder, CONTENT.parent, self._processes)
            try:
                if self._proxy is not None:
                    ports = [one.port for one in fleet.members]
                    url = await stack.enter_async_context(self._proxy(ports))
                    server.hook.receivers = [url]
                learners = [self._learner(server, n) for n in range(self._learners)]
                fleet.members[0].begin()
                await fleet.take_over(0.0, kills.SLOW)
                for one in fleet.members[1:]:
                    one.begin()
                learning = asyncio.gather(*(one.learn(done) for one in learners))
                await server.until(lambda: all(one.person.messages for one in learners), kills.SLOW)
                for kind in kinds:
                    await self._kill(kind, fleet, server)
                done.set()
                await server._tell()
                await learning
                drained = await fleet.empty(server)
                await fleet.take_over(0.0)
                await fleet.standing_by()
                codes = await fleet.leave()
                server.ledger.confirmed |= server.hook.taken
                return self._tell(fleet, server, codes, drained=drained)
            finally:
                await fleet.clear()

    def _learner(self, server: Watched, number: int) -> Learner:
        chance = random.Random(f"{self._seed} {number}")
        return Learner(server.person(f"Learner {number}"), server, chance)

    def _tell(self, fleet: Fleet, server: Watched, codes: list[int], *, drained: bool) -> bool:
        number = self.killed.total()
        broken = compare(server.ledger, fleet.ask, number, self._learners, "ok")
        self.repeated = repeats(server.ledger)
        print("  killed: " + ", ".join(f"{name} {n}" for name, n in self.killed.most_common()))
        if self.times:
            print(
                f"  until another led that stood by, {len(self.times)} times: median"
                f" {statistics.median(self.times):.1f} s, max {max(self.times):.1f} s"
            )
        ends = [words for one in fleet.members for words in one.last_words]
        print(f"  ended by themselves: {len(ends) - len(codes)}", *ends, sep="\n    ")
        if not drained or any(codes):
            print(f"  they ended with {codes}; all was delivered: {drained}\n{fleet.said()}")
        return broken or not drained or any(codes)

    async def _kill(self, kind: str, fleet: Fleet, server: Watched) -> None:
        """Wait for a moment, and kill."""
        await fleet.take_over(0.0)
        await asyncio.sleep(self._chance.uniform(0, WORKING))
        if kind == "postgres":
            await kills.in_the_midst(server, self._chance, kills.SENDING)
            await fleet.kill_postgres()
        elif kind == "other":
            chosen = self._chance.choice(await fleet.standing_by())
            await chosen.freeze(FROZEN)
            chosen.kill()
        else:
            chosen = self._chance.choice(fleet.members)
            if kind == "leader":
                await kills.in_the_midst(server, self._chance, kills.SENDING)
                chosen = fleet.leader or chosen
            others = [one for one in fleet.members if one is not chosen]
            led, began = chosen.leads, time.monotonic()
            ready = any(one.stands_by for one in others)
            chosen.kill()
            if led:
                seconds = await fleet.take_over(began)
                # Else it is a start that is waited for, which a busy machine takes its time for.
                self.times += [seconds] if ready else []
        self.killed[kind] += 1
