"""Time from the start of the program to its first reply, beside a bare interpreter's start.

The program is `foretell chat` with its input from a pipe: the first start ever, which parses the
shipped lessons; then on a new database, with lessons that were parsed before; then on one that has
them already.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.learners import percentile

FORETELL = Path(sys.executable).with_name("foretell")
ROUNDS = 7


def main() -> None:
    """Measure, and print ratios."""
    bare = _middle([_bare() for _ in range(ROUNDS)])
    first, fresh, warm = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        _first_reply(Path(folder), "bytecode.db")
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            first.append(_first_reply(Path(folder), "first.db"))
            fresh.append(_first_reply(Path(folder), "second.db"))
            warm.append(_first_reply(Path(folder), "second.db"))
    print(f"  a bare interpreter     {bare * 1e3:6.0f} ms")
    starts = (("the first start", first), ("a new database", fresh), ("an old database", warm))
    for name, took in starts:
        middle = _middle(took)
        print(f"  {name:15}        {middle * 1e3:6.0f} ms, {middle / bare:.1f}× the interpreter")


def _middle(values: list[float]) -> float:
    return percentile(values, 0.5)


def _bare() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - began


def _first_reply(folder: Path, database: str) -> float:
    # An installed program has its bytecode, whatever the environment says of writing it.
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    settings = {"FORETELL_DATABASE": str(folder / database), "XDG_CACHE_HOME": str(folder)}
    began = time.perf_counter()
    with subprocess.Popen(
        [FORETELL, "chat", "--as", "bench"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**inherited, **settings},
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        reply = program.stdout.readline()
        took = time.perf_counter() - began
        program.stdin.close()
        program.wait(timeout=30)
    if not reply.strip():
        raise RuntimeError("the program ended without a reply")
    return took
