"""Memory as turns go by, with mixed turns of a few learners, and with many learners.

*Mixed*: 150 learners press, look at their progress (which draws a chart), review, change settings;
all the way to Telegram but the network. What the process holds at the end is set beside what it
held a fifth of the way, in memory and in objects: a curve that is flat has a ratio of 1. A look
that falls into the drawing of a chart finds some 20 MB more, which go back when it is drawn.

*Many*: 1,000 and 100,000 learners, each in a process of its own, begin a lesson and press on once,
so each leaves a session, facts and outbox rows behind; what they leave must lie in the database and
not in the process.
"""

import asyncio
import gc
import random
import resource
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from adapters.runtime.process import give_back_memory
from bench.learners import Learner, desk, goal
from bench.network import Network, message, served

SIZES = (1_000, 100_000)
AT_ONCE = 128
TURNS = 2

MIXED = 50_000
CROWD = 150
EACH = 1_000
"""Turns between two looks."""

WORDS = ("/learn", "/review", "/progress", "/settings", "/mode", "/continue", "/help", "/start")


class Mixed(Network):
    """Learners who press any button, and one time in ten say something else."""

    def __init__(self, turns: int) -> None:
        self._chance = random.Random(2)
        self.looks: list[tuple[int, int]] = []
        super().__init__(CROWD, turns // CROWD)

    def _answer(self, learner: int, shown: dict[str, Any], buttons: list[dict[str, Any]]) -> None:
        if len(self.took) % EACH == 0:
            self.looks.append((_resident(), len(gc.get_objects())))
        button = self._chance.choice(buttons)
        if "callback_data" in button and self._chance.random() < 0.9:
            self._press(learner, shown, button)
        else:
            self.say(learner, self._chance.choice(WORDS))

    def say(self, learner: int, word: str) -> None:
        """A learner says a command."""
        entity = {"type": "bot_command", "offset": 0, "length": len(word)}
        said = {**message(learner, 1), "text": word, "entities": [entity]}
        self._add(learner, {"message": said})


def main() -> None:
    """Measure all three, and print figures and ratios."""
    seen = [float(look) for look in _run("mixed", MIXED).split()]
    sizes, objects = seen[::2], seen[1::2]
    for turns in (1, 2, 5, 10, 20, 30, 40, 50):
        if turns <= len(sizes):
            print(
                f"  {turns * EACH:7,} mixed turns: {sizes[turns - 1] / 1024:,.0f} MiB,"
                f" {objects[turns - 1]:,.0f} objects",
                flush=True,
            )
    for what, curve in (("memory", sizes), ("objects", objects)):
        goal(f"{what} late beside early in {MIXED:,} turns", _rise(curve), 1.1, at_most=True)
    tell_of_many()


def tell_of_many() -> None:
    """Measure how much memory many learners take, and print figures and a ratio."""
    peaks = []
    for size in SIZES:
        peaks.append(int(_run("many", size)))
        print(f"  {size:7,} learners: at most {peaks[-1] / 1024:,.0f} MiB", flush=True)
    goal("memory at 100,000 beside 1,000", peaks[1] / peaks[0], 1.1, at_most=True)


def _rise(curve: list[float]) -> float:
    """The least of the last fifth beside that of the second: what is held between drawings."""
    fifth = len(curve) // 5
    return min(curve[-fifth:]) / min(curve[fifth : 2 * fifth])


def _run(what: str, number: int) -> str:
    command = [sys.executable, "-m", "bench.memory", what, str(number)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _resident() -> int:
    """KiB of memory that the process has just now."""
    if sys.platform != "linux":
        return _peak()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() // 1024


def _peak() -> int:
    # ru_maxrss is in KiB on Linux, in bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform != "darwin" else peak // 1024


async def _mixed(turns: int) -> list[tuple[int, int]]:
    give_back_memory()
    network = Mixed(turns)
    async with served(network):
        before = 0
        while not network.done.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(network.done.wait(), 2)
            if len(network.took) - before < CROWD:
                # Some were answered without a button to press.
                for learner in range(1, CROWD + 1):
                    network.say(learner, "/learn")
            before = len(network.took)
    return network.looks


async def _many(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with desk(Path(folder) / "bench.db") as working:
            for first in range(0, size, AT_ONCE):
                crowd = range(first, min(first + AT_ONCE, size))
                await asyncio.gather(
                    *(Learner(str(number), working.submit).turns(TURNS) for number in crowd)
                )


if __name__ == "__main__":
    if sys.argv[1] == "mixed":
        for look in asyncio.run(_mixed(int(sys.argv[2]))):
            print(*look)
    else:
        asyncio.run(_many(int(sys.argv[2])))
        print(_peak())
