"""What is lost, doubled or left without an answer when a program is killed again and again.

Telegram is in this process and outlives the program. Whoever gets no answer presses the same button
again, as people do.

==========  =======================================================================================
lost        a press that was confirmed or answered and is not on record
doubled     an attempt more than one for a press
repeated    a message that a chat got again
unanswered  a press of which nothing came until it was pressed again
==========  =======================================================================================

Of the programs that put on record only what is judged, only such presses are looked for.
"""

import asyncio
import json
import random
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from bench.peers.lesson import Lesson, read
from bench.peers.program import Asked
from bench.peers.wire import reached
from bench.peers.world import Press, World

KILLS = 10
LEARNERS = 32
WORKING = (0.3, 3.0)
"""Seconds after it first asked for updates in which a program is killed."""

PATIENCE = 1.0
"""Seconds without an answer from a program that is there, after which somebody presses again."""

SETTLING = 15.0
"""Seconds in which all must be answered at the end."""


class _Program:
    """One that is begun again and again."""

    def __init__(self, command: list[str], root: Path, log: Path) -> None:
        self._command = command
        self._root = root
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, world: World) -> None:
        """Begin it, and wait until it asks for updates."""
        before = world.polls
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, cwd=self._root, stdout=log, stderr=log
            )
        async with asyncio.timeout(60):
            # It is another process's: there is no event to wait for.
            while world.polls == before:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        world.up = time.perf_counter()

    async def kill(self) -> None:
        """End it by SIGKILL."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()


def killed(command: list[str], lesson: str, way: str, root: Path) -> dict[str, int]:
    """What became of the presses before this program, which is run in ``root``."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Asked(LEARNERS, 0, 0, lesson, way, f"{folder}/socket", f"{folder}/bench.db")
        program = _Program([*command, json.dumps(asdict(asked))], root, Path(folder) / "log")
        return asyncio.run(_killed(program, asked))


async def _killed(program: _Program, asked: Asked) -> dict[str, int]:
    world, chance, again = World(LEARNERS, 0, 0), random.Random(1), 0
    async with reached(world, Path(asked.socket)):
        for _ in range(KILLS):
            await program.start(world)
            until = time.perf_counter() + chance.uniform(*WORKING)
            while (left := until - time.perf_counter()) > 0:
                await asyncio.sleep(min(left, 0.1))
                again += world.press_again(PATIENCE)
            await program.kill()
        await program.start(world)
        world.closing = True
        until = time.perf_counter() + SETTLING
        while world.waiting and time.perf_counter() < until:
            await asyncio.sleep(0.1)
            again += world.press_again(PATIENCE)
        # What was sent last is noted, or not.
        await asyncio.sleep(0.5)
        await program.kill()
    lesson = read(Path(asked.lesson)) if asked.lesson else None
    return _compared(world, Path(asked.database), lesson) | {"unanswered": again}


def _compared(world: World, database: Path, lesson: Lesson | None) -> dict[str, int]:
    """What the world and the database say of each other."""
    inputs, attempts = _rows(database, "input", "id"), _rows(database, "attempt", "input")
    presses = [one for one in world.presses if one.message and _answered(one, world)]
    if not inputs and lesson is not None:
        presses = [one for one in presses if _judged(one, lesson)]
    kept = inputs.keys() | attempts.keys()
    lost = sum(not kept & set(one.updates) for one in presses)
    doubled = sum(max(0, sum(attempts[n] for n in one.updates) - 1) for one in presses)
    repeated = sum(len(shown) - len(set(shown)) for shown in world.shown.values())
    return {"presses": len(presses), "lost": lost, "doubled": doubled, "repeated": repeated}


def _answered(press: Press, world: World) -> bool:
    return press.answered or press.updates[0] <= world.confirmed


def _judged(press: Press, lesson: Lesson) -> bool:
    turn = int(press.data.partition(":")[0])
    return lesson.steps[turn % len(lesson.steps)].attempt


def _rows(database: Path, table: str, column: str) -> Counter[int]:
    """How often each update is on record, by its number."""
    if not database.exists():
        return Counter()
    with closing(sqlite3.connect(database)) as db:
        named = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        if table not in named:
            return Counter()
        found = db.execute(f"SELECT {column} FROM {table}").fetchall()  # ours
    return Counter(int(str(key).rpartition(":")[2]) for (key,) in found if _numbered(key))


def _numbered(key: object) -> bool:
    return str(key).rpartition(":")[2].isdecimal()
