"""A process at a desk, of one or two that share their learners; ``processes`` starts it.

A learner's next input comes to either process by chance, as behind a proxy. What has to be known
for it, the button to press, goes through a pipe, as many learners' in a message as there are; it
stands for the learner's platform. How long an answer takes is told from when an input came to
whichever process until the turn that answers it is committed, wherever that is.
"""

import asyncio
import json
import random
import socket
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.learners import NOW, desk_of
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press
from bot.conversation.outputs import Ask
from bot.service.tasks import end
from bot.service.turns.desk import Desk
from bot.storage.postgres import PostgresStore
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store

LINE = 1 << 24
"""Bytes of a message at most."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a process has to do: ``store`` is ``sqlite`` or ``postgres``."""

    store: str
    where: str
    learners: int
    turns: int
    number: int = 0
    of: int = 1
    pipe: int = -1
    warm: int = 0
    """Turns of this process before its processor time counts: each reads lessons and words once."""

    def command(self) -> list[str]:
        """How it is begun."""
        return [sys.executable, "-m", "bench.crew", json.dumps(asdict(self))]


@dataclass(slots=True)
class Going:
    """A learner on the way through a lesson, with the next input: a command, or a button."""

    name: str
    number: int = 1
    command: str = "start"
    token: str = ""
    came: float = 0.0

    def envelope(self) -> Envelope:
        """The input."""
        given: Input = Press(self.token) if self.token else Command(self.command)
        whose = LearnerId(f"bench:{self.name}")
        return Envelope(f"{whose}:{self.number}", whose, Address("bench", self.name), NOW, given)

    def packed(self) -> list[Any]:
        """It as it goes through a pipe."""
        return [self.name, self.number, self.command, self.token, self.came]


class Crew:
    """One process's part: it answers those who come to it."""

    def __init__(self, task: Task, desk: Desk) -> None:
        self.task = task
        self.desk = desk
        self.finished: list[tuple[float, float]] = []
        """When each turn was committed, and how long it took."""
        self.there: dict[str, Going] = {}
        """Those who are with the other process, as they went."""
        self.used_before = 0.0
        self.retired = 0
        self.done = asyncio.Event()
        self.lost_at: float | None = None
        self.waited: list[float] = []
        """Of those who were with the other one when it was killed: how long they waited then."""
        self._chance = random.Random(task.number)
        self._writer: asyncio.StreamWriter | None = None
        self._parting: list[list[Any]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def join(self) -> None:
        """Meet the other process, if there is one."""
        if self.task.of == 1:
            return
        reader, self._writer = await asyncio.open_connection(
            sock=socket.socket(fileno=self.task.pipe), limit=LINE
        )
        self.start(self._meet(reader))

    def begin(self) -> None:
        """Let this process's share of the learners come."""
        for number in range(self.task.number, self.task.learners, self.task.of):
            self.come(Going(str(number), came=time.perf_counter()))

    def come(self, one: Going) -> None:
        """An input has come to this process."""
        self.start(self.answer(one))

    async def answer(self, one: Going) -> None:
        """Take their turn, and send them on."""
        outputs = await self.desk.submit(one.envelope())
        now = time.perf_counter()
        if not outputs and self.lost_at is not None:
            return  # it had counted before its process was killed: the platform has the answer
        self.finished.append((now, now - one.came))
        if len(self.finished) == self.task.warm:
            self.used_before = time.process_time()
        asked = [output for output in outputs if isinstance(output, Ask)]
        token = asked[-1].choices[0].token if asked else ""
        self.on(Going(one.name, one.number + 1, "learn", token, now))

    def on(self, one: Going) -> None:
        """Let the next input come to one process or the other; or let them go, if they are done."""
        over = one.number > self.task.turns
        if over:
            self._gone()
        if self._writer is None:
            if not over:
                self.come(one)
        elif over or self._chance.random() < 0.5:
            if not over:
                self.there[one.name] = one
            if not self._parting:
                asyncio.get_running_loop().call_soon(self._part)
            self._parting.append([] if over else one.packed())
        else:
            self.come(one)

    def start(self, work: Any) -> None:
        """Do this beside all else."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def end(self) -> None:
        """Do nothing more."""
        await end([*self._tasks])

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            raise error

    async def told(self) -> None:
        """Until the other process has heard who is done."""
        await asyncio.sleep(0)  # what is to be said is said once all that runs now has run
        if self._writer is not None:
            await self._writer.drain()

    def _part(self) -> None:
        if self._writer is not None:
            self._writer.write(json.dumps(self._parting).encode() + b"\n")
        self._parting = []

    def _gone(self) -> None:
        self.retired += 1
        if self.retired == self.task.learners:
            self.done.set()

    async def _meet(self, reader: asyncio.StreamReader) -> None:
        try:
            while line := await reader.readline():
                for packed in json.loads(line):
                    if packed:
                        self.there.pop(packed[0], None)
                        self.come(Going(*packed))
                    else:
                        self._gone()
        except ConnectionError:
            pass
        if not self.done.is_set():
            self._lost()

    def _lost(self) -> None:
        """The other one was killed: a proxy hands what it had to this one, as it came."""
        self.lost_at, self._writer = time.perf_counter(), None
        self.start(self._again(self.lost_at))

    async def _again(self, lost_at: float) -> None:
        async def once(one: Going) -> None:
            await self.answer(one)
            self.waited.append(time.perf_counter() - lost_at)

        await asyncio.gather(*map(once, self.there.values()))
        self.done.set()


async def main(task: Task) -> None:
    """Do it, and print what came of it."""
    store: Store = (
        SqliteStore(Path(task.where)) if task.store == "sqlite" else PostgresStore(task.where)
    )
    await store.open()
    try:
        if task.number == 0:
            assert await store.lead(3600.0)
        async with desk_of(store) as desk:
            crew = Crew(task, desk)
            await crew.join()
            print("ready", flush=True)
            await asyncio.to_thread(sys.stdin.readline)
            crew.begin()
            await crew.done.wait()
            await crew.told()
            print(
                json.dumps(
                    {
                        "finished": crew.finished,
                        "used": time.process_time() - crew.used_before,
                        "waited": crew.waited,
                    }
                ),
                flush=True,
            )
            await asyncio.to_thread(sys.stdin.readline)
            await crew.end()
    finally:
        await store.close()


if __name__ == "__main__":
    asyncio.run(main(Task(**json.loads(sys.argv[1]))))
