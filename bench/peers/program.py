"""What every measured program begins with: how many learners, which Telegram, which database.

Run as ``python -m bench.peers.NAME ASKED``, where what is asked is JSON. Without a socket the
learners are in the same process, and its figures are printed once they are done; with one they are
in another, and the program runs until it is killed.
"""

import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.peers.wire import Far
from bench.peers.world import World


class Network(Protocol):
    """Telegram, wherever it is."""

    def call(self, method: str, fields: Mapping[str, str]) -> Awaitable[bytes]:
        """The answer to a call of the Bot API."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What a program is asked to do; ``way`` is one of its own."""

    learners: int
    warm: int
    turns: int
    lesson: str
    way: str = ""
    socket: str = ""
    database: str = ""


Serving = Callable[[Asked, Network, Path], AbstractAsyncContextManager[None]]
"""Serves this network while the block lasts, with its database in this file."""


def main(serving: Serving) -> None:
    """Do what the command line asks for."""
    logging.basicConfig(level=logging.ERROR, force=True)
    asyncio.run(_run(serving, Asked(**json.loads(sys.argv[1]))))


async def _run(serving: Serving, asked: Asked) -> None:
    if asked.socket:
        far = Far(Path(asked.socket))
        await far.open()
        async with serving(asked, far, Path(asked.database)):
            await asyncio.get_running_loop().create_future()
    else:
        async with measured(serving, asked) as figures:
            print(json.dumps(figures), flush=True)


@asynccontextmanager
async def measured(serving: Serving, asked: Asked) -> AsyncIterator[dict[str, Any]]:
    """The figures of a program in this process, with a database of its own."""
    world = World(asked.learners, asked.warm, asked.turns)
    with tempfile.TemporaryDirectory() as folder:
        async with serving(asked, world, Path(folder) / "bench.db"):
            await world.done.wait()
            yield world.figures()
