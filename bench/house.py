"""The house in figures: its modules, the rooms of the conversation, and what one press calls.

`python -m bench house` measures this checkout; `python -m bench house FOLDER` measures another
beside it, such as a worktree of an earlier commit, and says what this one is to that.

Modules are the files of `bot` and `adapters`, `__init__.py` among them. Docstrings are strings
that stand alone as a statement; code is what is neither docstring, comment, blank nor import. An
arrow is an import, wherever in the file it stands; to import a name from a package is to import
its `__init__.py`. A room is a file or a folder that lies directly in `bot/conversation`. Floors
are what one passes on the longest way down the arrows, a circle being one floor of it. What a press
calls is counted in ``press``.
"""

import ast
import io
import json
import os
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent.parent
PRODUCT = ("bot", "adapters")
CONVERSATION = "bot.conversation"
PRESSES = 3
SMALL = 60
"""Lines below which a module is called small."""

Graph = dict[str, set[str]]
"""Modules or rooms, and what each imports."""


def main(*folders: Path) -> None:
    """Measure other checkouts and this one, and print a table."""
    measured = [_measured(folder.resolve()) for folder in (*folders, HERE)]
    heads = [*(folder.name for folder in folders), "here"]
    print(" " * 42 + "".join(f"{head:>10}" for head in heads))
    for name, last in measured[-1].items():
        values = [one[name] for one in measured]
        if isinstance(last, list):
            continue
        ratio = f"   {last / values[0]:.2f}×" if folders and values[0] else ""
        print(f"  {name:40}" + "".join(f"{value:>10,}" for value in values) + ratio)
    for name in ("circles of rooms", "circles of modules"):
        for head, one in zip(heads, measured, strict=True):
            print(f"  {name}, {head}: {'; '.join(one[name]) or 'none'}")


def _measured(folder: Path) -> dict[str, Any]:
    """All figures of a checkout.

    What is sent is noted in the transaction of the next turn, or in one of its own, so the same
    press makes some calls more or less. The least of some is what it needs.
    """
    presses = [in_own_process(folder, HERE / "bench" / "press.py") for _ in range(PRESSES)]
    return in_own_process(folder, Path(__file__)) | min(
        presses, key=lambda press: press["a press: calls"]
    )


def in_own_process(folder: Path, script: Path) -> dict[str, Any]:
    """Figures of a checkout, from a process that has imported nothing of another one."""
    done = subprocess.run(
        # Without -P, modules of bench would stand before the library's of the same names.
        [sys.executable, "-P", str(script)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


# --- in that process ---


def _building(root: Path) -> dict[str, Any]:
    """Modules and rooms: numbers, and lists of what is to be named."""
    files = {_name(root, file): file for top in PRODUCT for file in (root / top).rglob("*.py")}
    graph = {name: set(_imports(name, file, files)) for name, file in files.items()}
    lengths = {name: _length(file) for name, file in files.items()}
    figures: dict[str, Any] = {}
    for top in (*PRODUCT, "tests"):
        sizes = _sizes([*(root / top).rglob("*.py")])
        figures |= {f"{what} of {top}": value for what, value in sizes.items()}
    importers = [sum(name in found for found in graph.values()) for name in graph]
    figures |= {
        "modules of bot and adapters": len(files),
        "… with exactly one importer": importers.count(1),
        f"… under {SMALL} lines": sum(length < SMALL for length in lengths.values()),
        "… loose in bot/conversation": _loose(root / "bot" / "conversation"),
        "… loose in adapters": _loose(root / "adapters"),
    }
    inside = {name: graph[name] for name in graph if name.startswith(f"{CONVERSATION}.")}
    inside = {name: imported & inside.keys() for name, imported in inside.items()}
    rooms = _rooms(inside)
    floors, circles = _floors(rooms)
    # Others may stand on what a folder holds besides its rooms' top, as they did on admin's facts.
    aside = {room: below - {"admin"} for room, below in rooms.items() if room != "admin"}
    figures |= {
        "rooms of bot/conversation": len(rooms),
        "… arrows between them": sum(map(len, rooms.values())),
        "… in circles": sum(map(len, circles)),
        "… floors": floors,
        "… floors, admin left aside": _floors(aside)[0],
        "… floors of modules": _floors(inside)[0],
        "circles of rooms": [", ".join(circle) for circle in circles],
        "circles of modules": [", ".join(circle) for circle in _floors(graph)[1]],
    }
    return figures


def _name(root: Path, file: Path) -> str:
    """A module's name; a package is called like its folder."""
    return ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _length(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


def _loose(folder: Path) -> int:
    return sum(file.name != "__init__.py" for file in folder.glob("*.py"))


def _sizes(files: list[Path]) -> dict[str, float]:
    """How many modules, and what their lines are."""
    code = docstrings = 0
    for file in files:
        text = file.read_text("utf-8")
        strings, imports = set[int](), set[int]()
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.Expr(ast.Constant(str())):
                    strings |= _span(node.lineno, node.end_lineno)
                case ast.Import() | ast.ImportFrom():
                    imports |= _span(node.lineno, node.end_lineno)
        filled = {number for number, line in enumerate(text.splitlines(), 1) if line.strip()}
        meant = set[int]().union(
            *(
                _span(token.start[0], token.end[0])
                for token in tokenize.generate_tokens(io.StringIO(text).readline)
                if token.type not in _NOTHING
            )
        )
        docstrings += len(strings & filled)
        code += len(meant & filled - strings - imports)
    lengths = [_length(file) for file in files]
    return {
        "modules": len(files),
        "lines": sum(lengths),
        "lines of code": code,
        "lines of docstrings": docstrings,
        "median lines of a module": statistics.median(lengths),
    }


_NOTHING = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def _span(first: int, last: int | None) -> set[int]:
    return set(range(first, (last or first) + 1))


def _imports(name: str, file: Path, files: dict[str, Path]) -> Iterator[str]:
    """The modules of the product that this one imports, none of them relatively."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        found = []
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level or not node.module:
                raise NotImplementedError(f"{file} imports relatively")
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [one if one in files else node.module for one in names]
        yield from (one for one in found if one in files and one != name)


def _rooms(modules: Graph) -> Graph:
    """The graph of the conversation's direct children."""
    rooms: Graph = {}
    for name, imported in modules.items():
        below = {_room(one) for one in imported} - {_room(name)}
        rooms.setdefault(_room(name), set()).update(below)
    return rooms


def _room(name: str) -> str:
    return name.removeprefix(f"{CONVERSATION}.").split(".")[0]


def _floors(graph: Graph) -> tuple[int, list[list[str]]]:
    """How many there are, and the circles."""
    below: Graph = {}
    for name in graph:
        below[name], found = set(), [name]
        while found:
            new = graph[found.pop()] - below[name]
            below[name] |= new
            found += new
    together = {
        name: frozenset({name, *(one for one in reached if name in below[one])})
        for name, reached in below.items()
    }
    floors: dict[frozenset[str], int] = {}
    # What lies below a circle reaches less than the circle does, so it has its floor by then.
    for name in sorted(graph, key=lambda name: len(below[name] | together[name])):
        under = {together[one] for member in together[name] for one in graph[member]}
        under.discard(together[name])
        floors[together[name]] = 1 + max((floors[one] for one in under), default=0)
    return max(floors.values()), sorted(sorted(circle) for circle in floors if len(circle) > 1)


if __name__ == "__main__":
    print(json.dumps(_building(Path.cwd())))
