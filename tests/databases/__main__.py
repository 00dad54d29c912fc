"""``python -m tests.databases FOLDER [WORD ...]``: goes on from each cut in a folder."""

import argparse
import asyncio
import logging
import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from tests.databases.replay import Cut, difference, read

SKIPPED = "skipped.txt"


def fault(cut: Cut) -> str:
    """What is otherwise than it was, or nothing."""
    try:
        return asyncio.run(difference(cut))
    except Exception as error:
        return "".join(traceback.format_exception(error))


def check(
    file: Path, every: int, first: int, skipped: frozenset[str]
) -> tuple[str, int, list[tuple[str, str]]]:
    """Go on from each of so many cuts in a file: how many these were, and what went wrong."""
    faults, count = [], 0
    for number, cut in enumerate(read(file)):
        if number % every == first % every and str(cut) not in skipped:
            count += 1
            if found := fault(cut):
                faults.append((str(cut), found))
    return file.name, count, faults


def gist(found: str) -> str:
    """One line of a traceback or a difference."""
    lines = [line for line in found.splitlines() if line.strip()]
    if lines[0].startswith("Traceback"):
        told = [line for line in lines if line.startswith("at ")]
        return " ".join([next(x for x in reversed(lines) if not x.startswith((" ", "at "))), *told])
    return " ".join(line for line in lines if line[:3] not in ("---", "+++") and line[0] in "+-")


def main() -> int:
    """Check what is asked for, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.databases", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("words", nargs="*", help="only transcripts with one of these in their name")
    parser.add_argument("--every", type=int, default=1, help="only each n-th cut")
    parser.add_argument("--first", type=int, default=0, help="beginning with this one")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--full", action="store_true", help="print whole differences")
    parser.add_argument(
        "--skip", action="store_true", help="note what fails: the version that saved it fails too"
    )
    given = parser.parse_args()
    files = [
        file
        for file in sorted(given.folder.glob("*.cuts.xz"))
        if any(word in file.name for word in given.words or [""])
    ]
    files.sort(key=lambda file: -file.stat().st_size)
    noted = given.folder / SKIPPED
    skips = noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []
    skipped = frozenset() if given.skip else frozenset(line.split("  ")[0] for line in skips)
    began, total, failed = time.monotonic(), 0, []
    os.nice(5)
    # What goes wrong in a turn is in the difference; worker processes inherit this.
    logging.disable(logging.NOTSET if given.full else logging.CRITICAL)
    with ProcessPoolExecutor(given.jobs) as pool:
        how = (repeat(given.every), repeat(given.first), repeat(skipped))
        for _, count, faults in pool.map(check, files, *how):
            total += count
            failed += faults
            told: dict[str, list[str]] = {}
            for name, found in faults:
                told.setdefault(found if given.full else gist(found)[:200], []).append(name)
            # A fault shows from each cut before it on: the last one is next to it.
            for found, names in told.items():
                print(f"{names[-1]} and {len(names) - 1} before  {found}", flush=True)
    if given.skip:
        lines = sorted(f"{name}  {gist(found)[:200]}" for name, found in failed)
        noted.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    where = Counter(name.partition(":")[0] for name, _ in failed)
    print(
        f"{total} cuts, {len(failed)} failed in {len(where)} of {len(files)} transcripts, "
        f"{len(skipped)} left out, {time.monotonic() - began:.0f} s"
    )
    for name, count in where.most_common():
        print(f"  {name}: {count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
