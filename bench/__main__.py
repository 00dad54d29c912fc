"""Run the benchmarks: all of them, or those named on the command line.

A folder after ``house`` is a checkout to be measured beside this one. ``kills=20`` after ``crash``
or ``kills`` is how often something is killed, ``rounds=2`` after ``peers`` or ``processes`` how
often each is measured. A benchmark that returns a number other than 0 has found a promise broken,
and so the whole ends with that. ``write`` after ``teaching`` writes its page.
"""

import importlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

ALL = (
    "turns",
    "processes",
    "scaling",
    "peers",
    "telegram",
    "lateness",
    "flood",
    "pace",
    "classes",
    "linking",
    "memory",
    "growth",
    "lessons",
    "start",
    "reviews",
    "alarms",
    "progress",
    "announcement",
    "acknowledgement",
    "cohorts",
    "publishing",
    "statistics",
    "simulation",
    "teaching",
    "crash",
    "kills",
    "frozen",
    "house",
)

APART = ("peers",)
"""Run only if they are named: the peers are installed, which needs the network."""


def main(names: list[str]) -> int:
    """Run them; returns the exit status."""
    kills = [int(name[6:]) for name in names if re.fullmatch(r"kills=\d+", name)]
    names = [name for name in names if not re.fullmatch(r"kills=\d+", name)]
    rounds = [int(name[7:]) for name in names if re.fullmatch(r"rounds=\d+", name)]
    names = [name for name in names if not re.fullmatch(r"rounds=\d+", name)]
    write = [name for name in names if name == "write"]
    names = [name for name in names if name != "write"]
    folders = [Path(name) for name in names if name not in ALL and Path(name).is_dir()]
    names = [name for name in names if Path(name) not in folders]
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"no benchmark called {', '.join(unknown)}; there are {', '.join(ALL)}")
        return 2
    given: dict[str, Sequence[object]] = {
        "house": folders,
        "crash": kills,
        "kills": kills,
        "teaching": write,
        "peers": rounds,
        "processes": rounds,
    }
    status = 0
    for name in names or [one for one in ALL if one not in APART]:
        module = importlib.import_module(f"bench.{name}")
        print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        status = module.main(*given.get(name, ())) or status
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
