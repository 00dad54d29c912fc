"""What stands between a client and PostgreSQL, and can cut the line at the worst moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"


class Line:
    """A proxy before a server's socket. ``url`` leads through it.

    Once it is told to ``lose`` the answer to the next commit, it hands that commit on, ``late`` by
    so many seconds, and the client never hears of it: its connection is cut.

    While it is ``silent``, nothing comes through and nobody is told, as where a network drops what
    it is given; ``silent_at_commit`` lets it be so from the next commit on, or from its answer.
    What was on its way is handed on when it speaks again, even if whoever sent it has given up.
    """

    def __init__(self, socket: Path, database: str) -> None:
        self._socket = socket
        self._database = database
        self._lose: float | None = None
        self.work: set[asyncio.Task[Any]] = set()
        self._mute = ""
        self._speaks = asyncio.Event()
        self._speaks.set()
        self.cut = asyncio.Event()
        self.url = ""

    @property
    def silent(self) -> bool:
        """Whether nothing comes through."""
        return not self._speaks.is_set()

    @silent.setter
    def silent(self, silent: bool) -> None:
        if silent:
            self._speaks.clear()
        else:
            self._speaks.set()

    def silent_at_commit(self, *, answer: bool) -> None:
        """Be silent from the next commit on; or only from its ``answer`` on, as it is handed on."""
        self._mute = "answer" if answer else "commit"

    def lose(self, late: float = 0.0) -> None:
        """Lose the answer to the next commit."""
        self._lose = late
        self.cut.clear()

    async def serve(self) -> asyncio.Server:
        """Begin."""
        server = await asyncio.start_server(self._begin, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.url = f"postgresql://foretell@127.0.0.1:{port}/{self._database}?sslmode=disable"
        return server

    async def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if task := asyncio.current_task():
            self.work.add(task)
            task.add_done_callback(self.work.discard)
        await self._speaks.wait()
        there, onward = await asyncio.open_unix_connection(str(self._socket))
        back = asyncio.create_task(self._back(there, writer))
        with suppress(OSError):
            while given := await reader.read(65536):
                await self._speaks.wait()
                if self._mute and given == COMMIT:
                    what, self._mute, self.silent = self._mute, "", True
                    if what == "commit":
                        await self._speaks.wait()
                if self._lose is not None and given == COMMIT:
                    late, self._lose = self._lose, None
                    back.cancel()
                    writer.transport.abort()
                    self.cut.set()
                    await asyncio.sleep(late)
                    onward.write(given)
                    await onward.drain()
                    await there.read(65536)  # its confirmation
                    break
                onward.write(given)
                await onward.drain()
        await self._speaks.wait()
        onward.close()
        back.cancel()
        writer.close()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while given := await reader.read(65536):
                await self._speaks.wait()
                writer.write(given)
                await writer.drain()
        await self._speaks.wait()
        writer.close()


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[Line]:
    """A line to the database at this address, which names a folder with a socket."""
    parts = urlsplit(url)
    folder = Path(parts.query.removeprefix("host="))
    line = Line(folder / ".s.PGSQL.5432", parts.path.lstrip("/"))
    server = await line.serve()
    try:
        yield line
    finally:
        line.silent = False
        server.close()
        if line.work:
            await asyncio.wait(line.work, timeout=1)
