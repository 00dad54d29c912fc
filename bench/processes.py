"""Turns of 128 learners at once on SQLite, on PostgreSQL, and by two processes on PostgreSQL.

All on one machine and one disk, and both databases make sure of each commit: SQLite with
``synchronous=FULL``, PostgreSQL with its own settings (fsync and ``synchronous_commit`` are on).
PostgreSQL's server and the processes share the same processors. Each way is measured once a round,
each time on an empty database, and what is printed are medians of the rounds.

With two processes a learner's inputs come to either by chance, and locks of the learners in the
batch's transaction keep them in order. At last one of two is killed, and it is counted how long
those wait whose inputs it had.

``cpu`` is the time of processors a turn, that of the programs and that of PostgreSQL's server.
"""

import asyncio
import json
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench import cluster
from bench.crew import Task
from bench.learners import CONTENT, desk, goal, percentile
from tests.rigs.postgres import Server

ROUNDS = 3
LEARNERS = 128
WARM = 10
TURNS = 30
"""Of each learner: those before anything counts, and those that do."""

BEFORE_KILL = 2.0
KILLS = 3

WAYS = {
    "SQLite": ("sqlite", 1),
    "PostgreSQL": ("postgres", 1),
    "two": ("postgres", 2),
}
"""Of each its store, and how many processes."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A way in one round: turns a second, times of answers, processor time a turn, in seconds."""

    rate: float
    took: list[float]
    used: float
    server: float


def main(*rounds: int) -> None:
    """Measure, and print figures and ratios."""
    found: dict[str, list[Measured]] = {name: [] for name in WAYS}
    waited: list[float] = []
    with cluster.running() as server:
        for number in range(rounds[0] if rounds else ROUNDS):
            print(f"  round {number + 1}", flush=True)
            for name, (store, of) in WAYS.items():
                one = measured(server, store, of)
                found[name].append(one)
                print(f"    {name:12} {_line(one)}", flush=True)
        for _ in range(KILLS):
            waited += _killed(server)
    _report(found)
    print(
        f"  one of two killed: who was with it waits {percentile(waited, 0.5):.2f} s"
        f" (median), {max(waited):.2f} s at most"
    )


def measured(
    server: Server, store: str, of: int, learners: int = LEARNERS, turns: int = TURNS
) -> Measured:
    """One way, once."""
    with tempfile.TemporaryDirectory() as folder:
        task = Task(store, _place(server, store, Path(folder)), learners, WARM + turns, of=of)
        task = replace(task, warm=learners * WARM // of)
        crew = _started(task)
        before = cluster.seconds_used(server)
        _say(crew)
        said = [json.loads(_heard(one)) for one in crew]
        server_used = cluster.seconds_used(server) - before
        _say(crew)
        for one in crew:
            one.wait()
    finished = sorted(tuple(one) for each in said for one in each["finished"])
    # What is left when the first have gone is no full load any more.
    counted = finished[learners * WARM : -learners]
    seconds = counted[-1][0] - counted[0][0]
    return Measured(
        len(counted) / seconds,
        [took for _, took in counted],
        sum(each["used"] for each in said) / (len(finished) - learners * WARM),
        server_used / len(finished),
    )


def _killed(server: Server) -> list[float]:
    """How long they wait who were with a process of two that is killed."""
    crew = _started(Task("postgres", _place(server, "postgres", Path()), LEARNERS, 1_000_000, of=2))
    _say(crew)
    time.sleep(BEFORE_KILL)
    crew[1].send_signal(signal.SIGKILL)
    crew[1].wait()
    said = json.loads(_heard(crew[0]))
    crew[0].kill()
    crew[0].wait()
    return [float(one) for one in said["waited"]]


def _place(server: Server, store: str, folder: Path) -> str:
    """Where a fresh database is, with the course in it if it is a file."""
    if store == "sqlite":
        path = folder / "bench.db"
        asyncio.run(_taught(path))
        return str(path)
    return cluster.database(server)


async def _taught(path: Path) -> None:
    async with desk(path):
        pass


def _started(task: Task) -> list[subprocess.Popen[str]]:
    """The processes, once they wait for a word to begin."""
    ends = socket.socketpair()
    crew = []
    with ExitStack() as stack:
        for number, end in enumerate(ends[: task.of]):
            stack.enter_context(end)
            its = replace(task, number=number, pipe=end.fileno())
            crew.append(
                subprocess.Popen(
                    its.command(),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    pass_fds=[end.fileno()],
                    cwd=CONTENT.parent.parent,
                )
            )
    for one in crew:
        assert _heard(one) == "ready\n"
    return crew


def _say(crew: list[subprocess.Popen[str]]) -> None:
    for one in crew:
        assert one.stdin is not None
        one.stdin.write("on\n")
        one.stdin.flush()


def _heard(one: subprocess.Popen[str]) -> str:
    assert one.stdout is not None
    return one.stdout.readline()


def _report(found: dict[str, list[Measured]]) -> None:
    print(f"  medians of {len(found['SQLite'])} rounds, and the least and most turns/s")
    rate = {}
    for name, many in found.items():
        rates = [one.rate for one in many]
        rate[name] = statistics.median(rates)
        middle = Measured(
            rate[name],
            [took for one in many for took in one.took],
            statistics.median(one.used for one in many),
            statistics.median(one.server for one in many),
        )
        print(f"    {name:12} {_line(middle)}   ({min(rates):,.0f} to {max(rates):,.0f})")
    ratio = _ratio(found, "PostgreSQL", "SQLite")
    goal("turns/s on PostgreSQL beside SQLite", ratio, 0.5, at_most=False)
    ratio = _ratio(found, "two", "PostgreSQL")
    goal("turns/s of two processes beside one", ratio, 1.0, at_most=False)


def _ratio(found: dict[str, list[Measured]], one: str, other: str) -> float:
    """The middle of the rounds' own ratios: what the machine does besides is in both."""
    pairs: Any = zip(found[one], found[other], strict=True)
    return float(statistics.median(first.rate / second.rate for first, second in pairs))


def _line(one: Measured) -> str:
    p50, p99 = percentile(one.took, 0.5) * 1e3, percentile(one.took, 0.99) * 1e3
    used = f"cpu {one.used * 1e6:4.0f} + {one.server * 1e6:4.0f} µs"
    return f"{one.rate:6,.0f} turns/s   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   {used}"
