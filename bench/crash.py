"""What is lost, doubled or repeated when the program is killed again and again.

``python -m bench crash`` kills it 200 times, ``python -m bench crash kills=20`` for a short look.
The program is `foretell run` as a process of its own. It polls the tests' strict Telegram server,
which outlives it, while learners go through the shipped lessons and now and then tap twice. A kill
is a SIGKILL. One in four hits the start and one in four any moment of the work; the others hit what
is hardest, the moment after an input was given or a message was sent.

What was lost, doubled or repeated, the ``ledger`` tells. Then it says how many questions with
buttons each chat was left with, and which calls the server refused, which were for nothing.
"""

import asyncio
import random
import re
import signal
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from bench.learners import CONTENT, outline
from bench.ledger import Watched, compare
from tests.rigs import kills
from tests.rigs.program import FORETELL, environment
from tests.rigs.telegram_server import Person, Sent, TelegramServer

KILLS = 200
LEARNERS = 8
SEED = 1

WORKING = 3.0
"""Seconds after it first asked for updates, at most, when it is hit at work."""

THINKING = (0.05, 0.4)
"""Seconds from a question to the press."""

TWICE = 0.2
"""The share of presses that are made twice."""

LESSONS = outline().lessons

PASSED_BY = {"No idea", "Skip", "Hint", "Choose again", "Later"}
SURE = re.compile(r"(A guess|Probably|Sure)( \(|$)")
"""The labels by which an answer is given for good."""


class Program:
    """`foretell run`, begun and ended many times over one database."""

    def __init__(self, server: TelegramServer, folder: Path) -> None:
        self.database = folder / "learners.db"
        self.log = folder / "bot.log"
        self._env = environment(
            FORETELL_TELEGRAM_TOKEN=server.token,
            FORETELL_TELEGRAM_API_URL=server.url,
            FORETELL_DATABASE=str(self.database),
            FORETELL_CONTENT=str(CONTENT.parent),
        )
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Begin it, and go on at once."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *FORETELL, "run", env=self._env, cwd=self.log.parent, stdout=log, stderr=log
            )

    async def end(self, sign: signal.Signals) -> int:
        """Send it this signal, and wait; returns its exit status."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.send_signal(sign)
        return await self._process.wait()

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database says."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as db:
            return db.execute(sql).fetchall()


class Learner:
    """Goes through one lesson after another, and presses what they see last."""

    def __init__(self, person: Person, server: Watched, chance: random.Random) -> None:
        self.person = person
        self.lessons = 0
        self._server = server
        self._chance = chance
        self._answered: set[str] = set()

    async def learn(self, done: asyncio.Event) -> None:
        """Go on until it is enough."""
        self._begin()
        while not done.is_set():
            await self._server.until(lambda: done.is_set() or self._asked(), kills.SLOW)
            await asyncio.sleep(self._chance.uniform(*THINKING))
            asked = self._asked()
            if asked is not None and not done.is_set():
                self._press(asked)

    def _begin(self) -> None:
        self.person.types(f"/learn {LESSONS[self.lessons % len(LESSONS)]}")
        self.lessons += 1

    def _asked(self) -> Sent | None:
        """The newest message, if it asks what was not answered yet."""
        newest = self.person.messages[-1] if self.person.messages else None
        if newest and newest.rows and not self._answered & newest.carried:
            return newest
        return None

    def _press(self, asked: Sent) -> None:
        # The same question may come twice: it is known by its buttons' data.
        self._answered |= asked.carried
        wanted = [label for label in asked.labels if label not in PASSED_BY]
        sure = [label for label in wanted if SURE.match(label)]
        if "Deep" in wanted:
            label = "Deep"
        elif "Continue" in wanted:
            label = "Continue"
        else:
            label = self._chance.choice(sure or wanted or asked.labels)
        data = asked.had[label]
        update = self.person.presses_data(asked, data)
        if SURE.match(label):
            self._server.ledger.answers.add(update["update_id"])
        if self._chance.random() < TWICE:
            self.person.presses_data(asked, data)


def main(number: int = KILLS) -> int:
    """Kill, compare, and print figures; returns 1 if a promise was broken, 0 otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(number, Path(folder)))


async def _run(number: int, folder: Path) -> int:
    chance, done = random.Random(SEED), asyncio.Event()
    async with Watched() as server:
        program = Program(server, folder)
        learners = [
            Learner(server.person(f"Learner {n}"), server, random.Random(f"{SEED} {n}"))
            for n in range(LEARNERS)
        ]
        await program.start()
        learning = asyncio.gather(*(one.learn(done) for one in learners))
        try:
            await server.until(lambda: all(one.person.messages for one in learners), kills.SLOW)
            for _ in range(number):
                await _moment(server, chance)
                await program.end(signal.SIGKILL)
                await program.start()
            await kills.called(server, "getUpdates")
            done.set()
            await server._tell()
            await learning
            drained = await _drained(server, program)
        finally:
            learning.cancel()
            code = await program.end(signal.SIGTERM)
    if not drained or code:
        print(program.log.read_text("utf-8")[-2_000:])
        print(f"  it ended with {code}; all was delivered: {drained}")
    integrity = program.ask("PRAGMA integrity_check")[0][0]
    broken = compare(server.ledger, program.ask, number, LEARNERS, integrity)
    live = [[one for one in learner.person.messages if one.rows] for learner in learners]
    # Copies of one question have the same buttons.
    apart = [{tuple(sorted(one.carried)) for one in shown} for shown in live]
    print(
        f"  live keyboards of a learner at the end: at most {max(map(len, live))},"
        f" of questions: at most {max(map(len, apart))}"
    )
    _tell_of_calls(server)
    return int(broken or not drained or code != 0)


async def _moment(server: TelegramServer, chance: random.Random) -> None:
    """Wait for the next kill."""
    share = chance.random()
    if share < 0.25:
        await kills.at_the_start(chance)
        return
    await kills.called(server, "getUpdates")
    await asyncio.sleep(chance.uniform(0, WORKING))
    if share < 0.5:
        return
    await kills.in_the_midst(server, chance)


async def _drained(server: TelegramServer, program: Program) -> bool:
    """Wait until nothing is on its way, either way; whether that came about."""
    with suppress(TimeoutError):
        async with asyncio.timeout(kills.SLOW):
            # The outbox is another process's: there is no event to wait for.
            while server.unconfirmed or program.ask("SELECT 1 FROM outbox LIMIT 1"):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        return True
    return False


def _tell_of_calls(server: TelegramServer) -> None:
    """Print how many calls there were, and how many of them were refused, and why."""
    made = Counter(call.method for call in server.calls)
    print("  calls: " + ", ".join(f"{number:,} {name}" for name, number in made.most_common()))
    reasons = Counter(
        (call.method, call.refused.description) for call in server.calls if call.refused
    )
    for (method, why), number in reasons.most_common():
        print(f"  refused {number:5}   {method}: {why}")
