"""Several processes of the program on one PostgreSQL, before the Telegram server, to be killed.

Updates are brought to them in turn, as by a proxy. Whatever ends is started again, as systemd does.
"""

import asyncio
import shutil
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg

from tests.rigs.nginx import PATH
from tests.rigs.postgres import Server, ask
from tests.rigs.program import FORETELL, environment
from tests.rigs.stores import quick_folder
from tests.rigs.telegram_server import TelegramServer

LASTING = ("max_connections=100", "shared_buffers=32MB", "listen_addresses=")
"""A server that keeps what it has confirmed, also when it is killed."""

LEADS = "this process leads now"
STANDS_BY = "this one stands by"
AGAIN = 0.3
"""Seconds until what has ended is started again."""


class Member:
    """One process after the other at one address."""

    def __init__(self, number: int, folder: Path, given: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.number = number
        self.folder = folder / f"{number}"
        self.folder.mkdir()
        self.starts = 0
        self.killed = 0
        self.ends: list[int] = []
        """How it ended by itself; beside it, the last that it said then."""
        self.last_words: list[str] = []
        self._given = given | {
            "FORETELL_TELEGRAM_API_URL": f"{given['FORETELL_TELEGRAM_API_URL']}/{number}",
            "FORETELL_TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{self.port}",
            "FORETELL_HEALTH_SOCKET": str(self.folder / "socket"),
        }
        self._process: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._running = self._leaving = False

    @property
    def log(self) -> Path:
        """What the process says that runs now."""
        return self.folder / f"{self.starts}.log"

    @property
    def leads(self) -> bool:
        """Whether it runs and has come to lead."""
        return self._running and self.log.exists() and LEADS in self.log.read_text()

    @property
    def stands_by(self) -> bool:
        """Whether it runs and waits to lead."""
        said = self.log.read_text() if self._running and self.log.exists() else ""
        return STANDS_BY in said and LEADS not in said

    def begin(self) -> None:
        """Run it from now on."""
        self._keeping = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        while not self._leaving:
            self.starts += 1
            with self.log.open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    *FORETELL,
                    "run",
                    env=environment(**self._given),
                    cwd=self.folder,
                    stdout=log,
                    stderr=log,
                )
            self._running = True
            code = await self._process.wait()
            self._running = False
            if code != -signal.SIGKILL:
                self.ends.append(code)
                self.last_words.append(self.log.read_text().strip().rpartition("\n")[2])
            await asyncio.sleep(AGAIN)

    def kill(self) -> None:
        """Kill it, if it runs."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
                self._running = False
                self.killed += 1

    async def freeze(self, seconds: float) -> None:
        """Let it stand still for so long, with whatever it has in hand, if it runs."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGSTOP)
                await asyncio.sleep(seconds)

    def thaw(self) -> None:
        """Let it go on, if it stood still."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGCONT)

    async def leave(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """End it for good; its exit status."""
        self._leaving = True
        if self._keeping is None:
            return 0
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(sign)
        await self._keeping
        return self.ends[-1] if self.ends else 0


class Fleet:
    """So many processes, and their database."""

    def __init__(
        self, server: TelegramServer, folder: Path, content: Path, number: int = 2
    ) -> None:
        self._folder = quick_folder()
        self.postgres = Server(self._folder, LASTING)
        self.postgres.make()
        self.postgres.start()
        self.url = self.postgres.url("postgres")
        given = {
            "FORETELL_TELEGRAM_TOKEN": server.token,
            "FORETELL_TELEGRAM_API_URL": server.url,
            "FORETELL_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:9{PATH}",
            "FORETELL_DATABASE": self.url,
            "FORETELL_CONTENT": str(content),
        }
        self.members = [Member(n, folder, given) for n in range(number)]
        server.hook.receivers = [f"http://127.0.0.1:{one.port}{PATH}" for one in self.members]

    @property
    def leader(self) -> Member | None:
        """The one that came to lead last."""
        leading = [one for one in self.members if one.leads]
        return max(leading, key=lambda one: one.log.stat().st_mtime, default=None)

    async def take_over(self, since: float, seconds: float = 30.0) -> float:
        """Wait until one leads; seconds since then."""
        async with asyncio.timeout(seconds):
            while self.leader is None:  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(0.02)
        return time.monotonic() - since

    async def standing_by(self, seconds: float = 30.0) -> list[Member]:
        """Wait until one or more stand by, and say which."""
        async with asyncio.timeout(seconds):
            while not (found := [one for one in self.members if one.stands_by]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return found

    async def kill_postgres(self) -> None:
        """Kill the database, and start it again."""
        self.postgres.kill()
        await asyncio.sleep(AGAIN)
        await asyncio.to_thread(self.postgres.start_again)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database says; nothing while it can't be asked."""
        try:
            return ask(self.url, [sql])[0]
        except (OSError, asyncpg.PostgresError):
            return []

    async def empty(self, server: TelegramServer, seconds: float = 60.0) -> bool:
        """Wait until nothing is on its way, either way; whether that came about."""
        sql = "SELECT count(*) FROM outbox"
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while server.unconfirmed or self.ask(sql) != [(0,)]:  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.1)
            return True
        return False

    async def leave(self) -> list[int]:
        """End all in good order; their exit status."""
        return await asyncio.gather(*(one.leave() for one in self.members))

    async def clear(self) -> None:
        """Take all of it away."""
        await asyncio.gather(*(one.leave(signal.SIGKILL) for one in self.members))
        with suppress(Exception):
            self.postgres.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def said(self) -> str:
        """The end of what each process said."""
        return "\n".join(
            f"--- {one.number}\n{log.read_text()[-1_500:]}"
            for one in self.members
            for log in sorted(one.folder.glob("*.log"))[-2:]
        )
