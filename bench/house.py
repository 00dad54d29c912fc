"""The house in figures: its modules, the rooms of the conversation, what one press runs through.

`python -m bench house` measures this checkout; `python -m bench house FOLDER` measures another
beside it, such as a worktree of an earlier commit, and says what this one is to that.

Modules are the files of `bot` and `adapters`, `__init__.py` among them. Docstrings are strings
that stand alone as a statement; code is what is neither docstring, comment, blank nor import. An
arrow is an import, wherever in the file it stands; to import a name from a package is to import
its `__init__.py`. A room is a file or a folder that lies directly in `bot/conversation`. Floors
are what one passes on the longest way down the arrows, a circle being one floor of it.

The press is the first answer in the transcript `mode-learn.chat`, through the Telegram adapter on
the tests' strict server, with a database of its own. What is counted are calls of functions of
`bot` and `adapters` as Python's profiler sees them in the event loop's thread, so a coroutine that
waits and goes on is called once more. A move is a call from one module into another.
"""

import ast
import asyncio
import importlib
import io
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

HERE = Path(__file__).parent.parent
PRODUCT = ("bot", "adapters")
CONVERSATION = "bot.conversation"
SMALL = 60
"""Lines below which a module is called small."""

TRANSCRIPT, PRESS, COURSE = "mode-learn.chat", "[Sure: Boiling water]", "kitchen"
PRESSES = 3

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
    presses = [_apart(folder, "press") for _ in range(PRESSES)]
    return _apart(folder, "rooms") | min(presses, key=lambda press: press["a press: calls"])


def _apart(folder: Path, what: str) -> dict[str, Any]:
    """Figures of a checkout, from a process that has imported nothing of another one."""
    done = subprocess.run(
        # Without -P, modules of bench would stand before the library's of the same names.
        [sys.executable, "-P", __file__, what],
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


# --- a press ---


class Tally:
    """What was called."""

    def __init__(self) -> None:
        self.calls = self.moves = 0
        self.functions: set[CodeType] = set()

    def add(self, frame: FrameType, caller: FrameType | None) -> None:
        """Count a call."""
        self.calls += 1
        self.moves += caller is not None and _file(caller) != _file(frame)
        self.functions.add(frame.f_code)

    def figures(self, where: str) -> dict[str, int]:
        """By name."""
        return {
            f"{where}: calls": self.calls,
            f"{where}: functions": len(self.functions),
            f"{where}: modules": len({code.co_filename for code in self.functions}),
            f"{where}: moves between modules": self.moves,
        }


class Watch:
    """A profiler that counts the calls of functions in some folders, and those under one of them.

    What the benchmark itself awaits, such as whether all is quiet, is left out.
    """

    def __init__(self, folders: Iterable[Path], top: CodeType) -> None:
        self.all, self.under = Tally(), Tally()
        self._folders = tuple(f"{folder}{os.sep}" for folder in folders)
        self._top = top
        self._deep = False

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """One event, as ``sys.setprofile`` tells of it."""
        if event == "call" and self._ours(frame):
            back = list(_callers(frame))
            if any(one.f_code is _play.__code__ for one in back):
                return
            caller = next(filter(self._ours, back), None)
            self.all.add(frame, caller)
            self._deep = self._deep or frame.f_code is self._top
            if self._deep:
                self.under.add(frame, caller)
        elif event == "return" and frame.f_code is self._top:
            self._deep = False

    def _ours(self, frame: FrameType) -> bool:
        # Comprehensions, which are frames up to Python 3.11, and whatever else has no name, are
        # part of the function that they stand in.
        return _file(frame).startswith(self._folders) and frame.f_code.co_name[0] != "<"


def _file(frame: FrameType) -> str:
    return frame.f_code.co_filename


def _callers(frame: FrameType) -> Iterator[FrameType]:
    while back := frame.f_back:
        yield back
        frame = back


async def _press(root: Path) -> dict[str, int]:
    """What a press calls."""
    engine = importlib.import_module("bot.conversation.engine")
    if Path(engine.__file__ or "").parents[2] != root:
        raise RuntimeError(f"{engine.__file__} is not in {root}")
    watch = Watch([root / top for top in PRODUCT], engine.advance.__code__)
    with tempfile.TemporaryDirectory() as folder:
        await _play(root, Path(folder), watch)
    return watch.all.figures("a press") | watch.under.figures("in engine.advance")


async def _play(root: Path, folder: Path, watch: Watch) -> None:
    """Play the transcript up to the press, and watch that."""
    async with _stage(root, folder) as stage:
        for said in _said(root):
            if said == PRESS:
                sys.setprofile(watch)
            if said.startswith("["):
                await stage.presses("Ana", said.strip("[]"), 0, "Ana")
            else:
                await stage.types("Ana", said)
            await stage.settled()
            if said == PRESS:
                sys.setprofile(None)
                return
    raise LookupError(f"nobody presses {PRESS} in {TRANSCRIPT}")


def _said(root: Path) -> list[str]:
    """What the learner of the transcript says and presses."""
    transcript = next(root.glob(f"tests/**/{TRANSCRIPT}")).read_text("utf-8")
    return re.findall(r"^Ana: (.*)$", transcript, re.MULTILINE)


def _stage(root: Path, folder: Path) -> Any:
    """A learner on Telegram, and a tutor who teaches the kitchen out of a database here."""
    course = next(root.glob(f"tests/**/{COURSE}/course.toml")).parent
    release = _find(root, "tests", "def (?:read_release|read_edition)")(course)
    store = _find(root, "bot/storage", "class SqliteStore")
    stage = _find(root, "tests", "class TelegramStage")
    return stage(release, lambda: store(folder / "bench.db"))


def _find(root: Path, where: str, definition: str) -> Any:
    """What is defined like this, wherever it stands now: rooms change, and names hardly do."""
    for file in sorted((root / where).rglob("*.py")):
        if found := re.search(rf"^{definition}\b", file.read_text("utf-8"), re.MULTILINE):
            return getattr(importlib.import_module(_name(root, file)), found[0].split()[1])
    raise LookupError(f"no {definition} under {root / where}")


if __name__ == "__main__":
    here = Path.cwd()
    print(json.dumps(_building(here) if sys.argv[1] == "rooms" else asyncio.run(_press(here))))
