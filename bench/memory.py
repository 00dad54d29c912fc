"""Memory after 1,000 and after 100,000 learners, each in a process of its own.

Every learner begins a lesson and presses on once, so each leaves a session, facts and outbox rows
behind; what they leave must lie in the database and not in the process.
"""

import asyncio
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.learners import Learner, desk, goal

SIZES = (1_000, 100_000)
AT_ONCE = 128
TURNS = 2


def main() -> None:
    """Measure both sizes, and print their ratio."""
    peaks = []
    for size in SIZES:
        command = [sys.executable, "-m", "bench.memory", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        peaks.append(int(done.stdout))
        print(f"  {size:7,} learners: at most {peaks[-1] / 1024:,.0f} MiB", flush=True)
    goal("memory at 100,000 beside 1,000", peaks[1] / peaks[0], 1.1, at_most=True)


async def _serve(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with desk(Path(folder) / "bench.db") as working:
            for first in range(0, size, AT_ONCE):
                crowd = range(first, min(first + AT_ONCE, size))
                await asyncio.gather(
                    *(Learner(str(number), working.submit).turns(TURNS) for number in crowd)
                )


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
    # ru_maxrss is in KiB on Linux, in bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak if sys.platform != "darwin" else peak // 1024)
