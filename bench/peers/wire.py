"""The same Telegram in another process, so that it outlives a program that is killed.

Each call is a line of JSON over a socket, ``[number, method, fields]``; its answer ``[number,
text]``.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bench.peers.world import World

_LINE = 2**24
"""Bytes of a line, at most: a hundred updates are one."""


class Far:
    """A program's side."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers: dict[int, asyncio.Future[bytes]] = {}
        self._number = 0
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect."""
        reader, self._writer = await asyncio.open_unix_connection(self._path, limit=_LINE)
        self._reading = asyncio.create_task(self._read(reader))

    async def call(self, method: str, fields: Mapping[str, str]) -> bytes:
        """The answer to a call of the Bot API."""
        assert self._writer is not None
        self._number += 1
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._answers[self._number] = answer
        line = json.dumps([self._number, method, dict(fields)])
        self._writer.write(line.encode() + b"\n")
        return await answer

    async def _read(self, reader: asyncio.StreamReader) -> None:
        async for line in reader:
            number, text = json.loads(line)
            answer = self._answers.pop(number)
            if not answer.done():
                answer.set_result(text.encode())


@asynccontextmanager
async def reached(world: World, path: Path) -> AsyncIterator[None]:
    """Programs reach this world by this socket while the block lasts."""
    tasks: set[asyncio.Task[None]] = set()

    async def answer(writer: asyncio.StreamWriter, line: bytes) -> None:
        number, method, fields = json.loads(line)
        text = (await world.call(method, fields)).decode()
        if not writer.is_closing():
            writer.write(json.dumps([number, text]).encode() + b"\n")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async for line in reader:
                task = asyncio.create_task(answer(writer, line))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_unix_server(serve, path, limit=_LINE)
    try:
        yield
    finally:
        server.close()
        for task in tasks:
            task.cancel()
