"""What a turn costs beside the same work done by others.

``python -m bench peers`` measures in five rounds, each program once a round and in a process of its
own, and prints medians; ``rounds=2`` for a short look. Then it kills each of them again and again
and counts what is lost or doubled, and at last looks at Foretell's memory.

A turn is the same for all: a press comes in (the same bytes of JSON), the learner's state is read,
the choice judged, an attempt put on record where Foretell does so, the next state written; then
three calls go out, answerCallbackQuery, editMessageText and sendMessage, with the same texts and
keyboards (see ``lesson``). The network answers at once, in the same process, at the place of each
library's HTTP client (``world``). No program keeps to a pace.

==================  ===============================================================================
foretell            whole: polling, desk, delivery, channel, SQLite at synchronous=FULL
rows by hand        python-telegram-bot; sqlite3 in WAL at FULL, one transaction a turn, in a thread
rows, lean          the same with handlers one after another, and without entities in what it sends
no storage          as rows by hand, with all in memory; a redelivery would count twice
aiogram             aiogram 3 with a storage of SQLite as it comes: a rollback journal, a commit for
                    each write; no input is remembered
aiogram, WAL        the same with the database switched to a write-ahead log
desk                Foretell's desk alone: no Telegram
plain sqlite3       by hand, the same engine between the rows of a turn, at synchronous=NORMAL
==================  ===============================================================================

Foretell does more in a turn than the others: it schedules reviews, keeps an outbox, and marks what
has arrived. Its lesson takes a few turns of two or four calls, which the recorded one leaves out.
``cpu`` is the time of the process, of all its threads, a turn; it depends less than the rates on
what else the machine does.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent

ROUNDS = 5

AT_ONCE = {1: (50, 300), 128: (2_560, 3_072)}
"""Learners at once, with the turns that are taken before anything counts, and those that do."""

PEERS = {
    "foretell": ("foretell", ""),
    "rows by hand": ("telegram_bot", "rows"),
    "rows, lean": ("telegram_bot", "lean"),
    "no storage": ("telegram_bot", "memory"),
    "aiogram": ("aiogram_bot", ""),
    "aiogram, WAL": ("aiogram_bot", "wal"),
}
"""The programs, each with its module and its way."""

Figures = dict[tuple[str, int], list[dict[str, Any]]]


def main(*rounds: int) -> None:
    """Measure, kill, and print figures and ratios."""
    from bench import memory
    from bench.peers import environment, kills
    from bench.peers.program import Asked
    from bench.peers.record import record

    python = environment.python()
    with tempfile.TemporaryDirectory() as folder:
        lesson = Path(folder) / "lesson.json"
        record(lesson)
        steps = json.loads(lesson.read_text("utf-8"))
        print(
            f"  the lesson: {len(steps)} turns, of which {sum(one['attempt'] for one in steps)}"
            " put an attempt on record"
        )
        found: Figures = {}
        for number in range(rounds[0] if rounds else ROUNDS):
            print(f"  round {number + 1}", flush=True)
            for learners, (warm, turns) in AT_ONCE.items():
                asked = Asked(learners, warm, turns, str(lesson))
                for name, (module, way) in PEERS.items():
                    command = _command(python, module)
                    given = json.dumps(asdict(replace(asked, way=way)))
                    _measure(found, (name, learners), [*command, given])
            for name, which in (("desk", "desk"), ("plain sqlite3", "plain")):
                command = [sys.executable, "-m", "bench.peers.desk", which]
                _measure(found, (name, 128 if which == "desk" else 1), command)
        print("  medians", flush=True)
        for measured, all_rounds in found.items():
            _tell(measured, all_rounds)
        _tell_goals(found)
        print(f"  {kills.KILLS} kills at work, {kills.LEARNERS} learners", flush=True)
        for name, (module, way) in PEERS.items():
            given = str(lesson) if name != "foretell" else ""
            became = kills.killed(_command(python, module), given, way, ROOT)
            told = "   ".join(f"{what} {number}" for what, number in became.items())
            print(f"    {name:14} {told}", flush=True)
    memory.tell_of_many()


def _command(python: str, module: str) -> list[str]:
    """A program's command, without what it is asked."""
    return [sys.executable if module == "foretell" else python, "-m", f"bench.peers.{module}"]


def _measure(found: Figures, which: tuple[str, int], command: list[str]) -> None:
    """Run a program once, print what it measured and keep it."""
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    figures = dict(json.loads(done.stdout))
    found.setdefault(which, []).append(figures)
    _tell(which, [figures])


def _median(found: list[dict[str, Any]], figure: str) -> float:
    return float(statistics.median(one[figure] for one in found))


def _tell(which: tuple[str, int], rounds: list[dict[str, Any]]) -> None:
    """Print the medians of these rounds, and how often each call was made in a turn."""
    rate, cpu, p50, p99 = (_median(rounds, one) for one in ("rate", "cpu", "p50", "p99"))
    calls = "".join(f" {number:.2f}" for number in rounds[-1].get("calls", {}).values())
    print(
        f"    {which[0]:14} {which[1]:3} at once {rate:8,.0f} turns/s   cpu {cpu:5.2f} ms"
        f"   p50 {p50:7.2f} ms   p99 {p99:7.2f} ms{calls and f'   calls{calls}'}",
        flush=True,
    )


def _tell_goals(found: Figures) -> None:
    """Print the median of each ratio, round by round, beside its goal."""
    from bench.learners import goal

    def ratio(ours: tuple[str, int], theirs: tuple[str, int], figure: str) -> float:
        pairs = zip(found[ours], found[theirs], strict=True)
        return float(statistics.median(one[figure] / other[figure] for one, other in pairs))

    many, one = ("foretell", 128), ("foretell", 1)
    for name, bound in (("rows by hand", 1.3), ("no storage", 0.8), ("aiogram", 7.0)):
        what = f"turns/s of 128 beside {name}"
        goal(what, ratio(many, (name, 128), "rate"), bound, at_most=False)
    wal = ratio(many, ("aiogram, WAL", 128), "rate")
    print(f"  turns/s of 128 beside aiogram, WAL: {wal:.2f}×")
    for name in ("rows by hand", "no storage", "aiogram"):
        print(f"  cpu a turn of 128 beside {name}: {ratio(many, (name, 128), 'cpu'):.2f}×")
    for name in ("rows by hand", "rows, lean"):
        goal(f"p50 of one learner beside {name}", ratio(one, (name, 1), "p50"), 1.5, at_most=True)
    plain = ratio(("desk", 128), ("plain sqlite3", 1), "rate")
    goal("turns/s of the desk, 128, beside plain sqlite3 at NORMAL", plain, 1.5, at_most=False)
    spread = statistics.median(each["p99"] / each["p50"] for each in found[many])
    goal("p99 beside p50 of 128", spread, 4, at_most=True)
