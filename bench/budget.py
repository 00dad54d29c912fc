"""Whether the house keeps to its budget: ``python -m bench.budget``, as ``make check`` runs it.

The budget stands in ``pyproject.toml`` under ``[tool.foretell.house]``: the most modules and lines
of `bot` and `adapters`, the most lines of one module, and the most modules that one press runs
through (``press``). A module that is one idea and needs more lines is named there with its reason.
"""

import sys
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bench.house import HERE, PRESSES, PRODUCT, in_own_process

PRESS = "a press: modules"


def main() -> int:
    """Print what is above the budget; returns 1 if anything is, 0 otherwise."""
    limits = budget()
    lines = lines_of(HERE)
    excess = exceeded(limits, size(lines) | {"press-modules": press_modules(limits)})
    excess += too_long(lines, limits["module-lines"], longer())
    for line in excess:
        print(line)
    if excess:
        print("Make something smaller, or raise the budget: see CONTRIBUTING.md, A change.")
    return int(bool(excess))


def budget() -> dict[str, int]:
    """The most that is allowed, by what is counted."""
    return {name: most for name, most in _table().items() if isinstance(most, int)}


def longer() -> dict[str, str]:
    """The modules that may be longer than all others, and why."""
    return dict(_table().get("longer", {}))


def _table() -> dict[str, Any]:
    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))
    return dict(project["tool"]["foretell"]["house"])


def lines_of(root: Path) -> dict[str, int]:
    """The lines of each module of the product in a folder."""
    return {
        file.relative_to(root).as_posix(): len(file.read_text("utf-8").splitlines())
        for top in PRODUCT
        for file in (root / top).rglob("*.py")
    }


def size(lines: Mapping[str, int]) -> dict[str, int]:
    """How many modules and lines these are."""
    return {"modules": len(lines), "lines": sum(lines.values())}


def too_long(lines: Mapping[str, int], most: int, named: Collection[str] = ()) -> list[str]:
    """The modules that are longer than they may be, a line each."""
    return [
        f"{name}: {count} lines, and a module may have {most}"
        for name, count in lines.items()
        if count > most and name not in named
    ]


def press_modules(limits: Mapping[str, int]) -> int:
    """How many modules a press runs through: the least of some times, if the first is too many.

    A press that waits for a slow machine may run through one more.
    """
    least = sys.maxsize
    for _ in range(PRESSES):
        least = min(least, in_own_process(HERE, HERE / "bench" / "press.py")[PRESS])
        if least <= limits["press-modules"]:
            break
    return least


def exceeded(limits: Mapping[str, int], counts: Mapping[str, int]) -> list[str]:
    """What is more than is allowed, a line each."""
    return [
        f"{name}: {count:,}, and the budget is {limits[name]:,}"
        for name, count in counts.items()
        if count > limits[name]
    ]


if __name__ == "__main__":
    sys.exit(main())
