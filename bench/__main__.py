"""Run the benchmarks: all of them, or those named on the command line.

A folder after ``house`` is a checkout to be measured beside this one.
"""

import importlib
import sys
from pathlib import Path

ALL = (
    "turns",
    "telegram",
    "lateness",
    "flood",
    "memory",
    "growth",
    "lessons",
    "start",
    "reviews",
    "alarms",
    "progress",
    "announcement",
    "cohorts",
    "publishing",
    "statistics",
    "simulation",
    "house",
)


def main(names: list[str]) -> int:
    """Run them; returns the exit status."""
    folders = [Path(name) for name in names if name not in ALL and Path(name).is_dir()]
    names = [name for name in names if Path(name) not in folders]
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"no benchmark called {', '.join(unknown)}; there are {', '.join(ALL)}")
        return 2
    for name in names or ALL:
        module = importlib.import_module(f"bench.{name}")
        print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        module.main(*(folders if name == "house" else ()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
