"""What the process does with memory that is given back."""

import subprocess
import sys
import textwrap

import pytest

from adapters.runtime import process
from adapters.runtime.process import give_back_memory
from tests.rigs.paths import ROOT

DRAWING = """
    import threading
    from pathlib import Path

    from adapters.runtime.process import give_back_memory

    def held() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    {first}
    SIZE = 20_000_000
    bytearray(SIZE)  # glibc takes the size of this one for a habit
    before, small = held(), []

    def draw() -> None:
        for _ in range(5):
            large = bytearray(SIZE)
            small.append(bytes(1000))  # lies above it, and so keeps it
            del large

    for _ in range(6):
        one = threading.Thread(target=draw)
        one.start()
        one.join()
    print(held() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has this habit")
def test_what_was_drawn_is_not_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(DRAWING).format(first="give_back_memory()")],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert int(done.stdout) < 10_000_000


def test_without_glibc_it_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.ctypes, "CDLL", lambda name: object())
    give_back_memory()
    monkeypatch.setattr(process.sys, "platform", "darwin")
    give_back_memory()
