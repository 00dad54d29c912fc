"""The desk alone, and plain sqlite3 doing the same rows, as ``bench.turns`` has them."""

import asyncio
import json
import sys
import time

from bench import turns
from bench.learners import percentile

LEARNERS, EACH = 128, 120
"""At the desk, and the turns of each."""


def _desk() -> dict[str, float]:
    cpu = time.process_time()
    took, seconds = asyncio.run(turns.ours(LEARNERS, EACH))
    return _figures(took, seconds, time.process_time() - cpu)


def _plain() -> dict[str, float]:
    cpu = time.process_time()
    took = turns.by_hand("NORMAL", with_engine=True)
    return _figures(took, sum(took), time.process_time() - cpu)


def _figures(took: list[float], seconds: float, cpu: float) -> dict[str, float]:
    return {
        "rate": len(took) / seconds,
        "cpu": cpu / len(took) * 1e3,
        "p50": percentile(took, 0.5) * 1e3,
        "p99": percentile(took, 0.99) * 1e3,
    }


if __name__ == "__main__":
    print(json.dumps(_desk() if sys.argv[1] == "desk" else _plain()))
