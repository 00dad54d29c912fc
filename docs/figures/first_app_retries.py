"""When refused scripts call again: the figures and the drawing of the lesson ``first-app``.

Run it with ``python docs/figures/first_app_retries.py``; it needs nothing but Python.

A provider answers 100 calls a second and refuses the rest. At noon 600 scripts call at once. Those
refused wait exactly 4 seconds, then 8, then 16 and so on (A), or any time up to that long (B).
Nobody gives up.
"""

import heapq
import random
import sys
from collections import Counter

SCRIPTS, ROOM, FIRST, RUNS = 600, 100, 4, 500
COLUMN = 4
"""Seconds that one column of the drawing stands for."""


def play(drawn: bool, seed: int = 1) -> tuple[int, list[float]]:
    """Give how many calls there were, and when each was answered that was."""
    dice = random.Random(seed)
    calls = 0
    taken: Counter[int] = Counter()
    answered: list[float] = []
    waiting = [(0.0, dice.random(), 0) for _ in range(SCRIPTS)]
    heapq.heapify(waiting)
    while waiting:
        now, _, tries = heapq.heappop(waiting)
        second = int(now)
        calls += 1
        if taken[second] < ROOM:
            taken[second] += 1
            answered.append(now)
            continue
        wait = FIRST * 2**tries * (dice.random() if drawn else 1)
        heapq.heappush(waiting, (now + wait, dice.random(), tries + 1))
    return calls, answered


def main() -> None:
    """Print one run of each kind, and averages over many."""
    lines = []
    for name, drawn in ("A: all wait equally long", False), ("B: each draws its wait", True):
        calls, answered = play(drawn)
        lines.append(f"{name}: {calls} calls, last answer in second {int(max(answered))}")
        for second in 0, 4, 12, 28, 60, 124:
            by_then = sum(when <= second for when in answered)
            lines.append(f"  answered after {second} seconds: {by_then}")
        columns = Counter(int(when // COLUMN) for when in answered)
        drawn_as = ", ".join(str(columns[one]) for one in range(max(columns) + 1))
        lines.append(f"  answered in each {COLUMN} seconds: {drawn_as}")
        runs = [play(drawn, seed) for seed in range(RUNS)]
        ends = [int(max(answered)) for _, answered in runs]
        loads = [calls for calls, _ in runs]
        lines.append(f"  last second in {RUNS} runs: {min(ends)} to {max(ends)},")
        starts = [sum(when < COLUMN for when in answered) for _, answered in runs]
        lines.append(f"  in the first {COLUMN} seconds: {min(starts)} to {max(starts)},")
        lines.append(f"  {sum(ends) / RUNS:.1f} on average; calls: {sum(loads) / RUNS:.0f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
