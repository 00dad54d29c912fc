"""What one press calls in a checkout, for ``python -m bench house``: run as a script in its folder.

The press is the first answer in the transcript `mode-learn.chat`, through the Telegram adapter on
the tests' strict server, with a database of its own. What is counted are calls of functions of
`bot` and `adapters` as Python's profiler sees them in the event loop's thread, so a coroutine that
waits and goes on is called once more. A move is a call from one module into another.
"""

import asyncio
import importlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

PRODUCT = ("bot", "adapters")

TRANSCRIPT, PRESS, COURSE = "mode-learn.chat", "[Sure (9 in 10)]", "kitchen"


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
            module = ".".join(file.relative_to(root).with_suffix("").parts)
            name = module.removesuffix(".__init__")
            return getattr(importlib.import_module(name), found[0].split()[1])
    raise LookupError(f"no {definition} under {root / where}")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_press(Path.cwd()))))
