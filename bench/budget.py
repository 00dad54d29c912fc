"""Whether the house keeps to its budget: ``python -m bench.budget``, as ``make check`` runs it.

The budget stands in ``pyproject.toml`` under ``[tool.foretell.house]``: the most modules and lines
of `bot` and `adapters`, and the most modules that one press runs through (``press``).
"""

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from bench.house import HERE, PRESSES, PRODUCT, in_own_process

PRESS = "a press: modules"


def main() -> int:
    """Print what is above the budget; returns 1 if anything is, 0 otherwise."""
    limits = budget()
    excess = exceeded(limits, size(HERE) | {"press-modules": press_modules(limits)})
    for line in excess:
        print(line)
    if excess:
        print("Make something smaller, or raise the budget: see CONTRIBUTING.md, A change.")
    return int(bool(excess))


def budget() -> dict[str, int]:
    """The most that is allowed, by what is counted."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))
    return dict(project["tool"]["foretell"]["house"])


def size(root: Path) -> dict[str, int]:
    """The modules and lines of the product in a folder."""
    texts = [file.read_text("utf-8") for top in PRODUCT for file in (root / top).rglob("*.py")]
    return {"modules": len(texts), "lines": sum(len(text.splitlines()) for text in texts)}


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
