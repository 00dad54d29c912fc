"""When refused scripts call again: the figures and the drawing of the lesson on a first app.

    python retries.py

A provider answers 100 calls a second and refuses the rest. At noon 600 scripts call at once. Whoever
is refused waits exactly 4 seconds, then 8, then 16 and so on (A), or any time up to that long (B).
Nobody gives up.
"""

import heapq
import random
from collections import Counter

SCRIPTS, ROOM, FIRST = 600, 100, 4


def play(drawn: bool, seed: int = 1) -> tuple[Counter[int], Counter[int]]:
    """How many calls and answers there are, by the second."""
    dice = random.Random(seed)
    calls: Counter[int] = Counter()
    answers: Counter[int] = Counter()
    waiting = [(0.0, dice.random(), 0) for _ in range(SCRIPTS)]
    heapq.heapify(waiting)
    while waiting:
        now, _, tries = heapq.heappop(waiting)
        second = int(now)
        calls[second] += 1
        if answers[second] < ROOM:
            answers[second] += 1
            continue
        wait = FIRST * 2**tries * (dice.random() if drawn else 1)
        heapq.heappush(waiting, (now + wait, dice.random(), tries + 1))
    return calls, answers


for name, drawn in ("A: all wait equally long", False), ("B: each draws its wait", True):
    calls, answers = play(drawn)
    print(f"{name}: {sum(calls.values())} calls, last answer in second {max(answers)}")
    for second in 0, 4, 12, 28, 60, 124:
        by_then = sum(many for when, many in answers.items() if when <= second)
        print(f"  answered by second {second:3}: {by_then}")
    runs = [play(drawn, seed) for seed in range(500)]
    ends = [max(answers) for _, answers in runs]
    loads = [sum(calls.values()) for calls, _ in runs]
    print(f"  500 runs: last second {min(ends)} to {max(ends)}, on average {sum(ends) / 500:.1f};")
    print(f"  calls {min(loads)} to {max(loads)}, on average {sum(loads) / 500:.0f}")
    for second in 4, 12, 28:
        some = [sum(n for when, n in a.items() if when <= second) for _, a in runs]
        print(f"  answered by second {second}: {sum(some) / 500:.0f} on average")
