"""Tasks: over before their owner is, or waited for by nobody, or not to end by themselves.

A ``Worker`` does work that waits in the store, looked for at the start and whenever it is said to
be there. Nothing of it is in memory only, so that a wake-up that is missed costs no more than the
time until the next wake-up or start.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Coroutine, Iterable, Iterator
from typing import Any

from bot.service.monitoring import Trouble
from bot.storage.records import StoreError

_log = logging.getLogger(__name__)


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel these tasks and wait until they are over, whatever they end with."""
    ended = tuple(tasks)
    for task in ended:
        task.cancel()
    await asyncio.gather(*ended, return_exceptions=True)


class Unawaited:
    """What nothing waits for and whose failure changes nothing; held until it is over."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Awaitable[None]) -> None:
        """Do this on the side."""
        task = asyncio.create_task(self._quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """Break off what is under way."""
        await end(self._tasks)

    async def _quietly(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:
            _log.debug("something on the side failed: %s", type(error).__name__)


class Running:
    """What is done at the same time; when any of it ends by itself, all of it is to end."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []
        self._grown = asyncio.Event()

    def __iter__(self) -> Iterator[asyncio.Task[None]]:
        return iter(self._tasks)

    def begin(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Do this as well, until the end."""
        self._tasks.append(asyncio.create_task(work, name=name))
        self._grown.set()

    @property
    def alive(self) -> bool:
        """Whether there is something, and none of it has ended."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    async def keep_up(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this work for as long as all the rest goes on; raises what ended it or them."""
        task = asyncio.create_task(work)
        try:
            while not any(other.done() for other in (*self._tasks, task)):
                # What begins meanwhile is to be watched as well.
                self._grown.clear()
                grown = asyncio.create_task(self._grown.wait())
                under_way = (grown, task, *self._tasks)
                try:
                    await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    await end([grown])
            for watched in (*self._tasks, task):
                if watched.done():
                    await watched
        finally:
            await end([task])


RETRY = 10.0
"""Seconds until the store is asked again after it failed."""


class Worker(ABC):
    """Does what waits, sleeps until it is woken, and can be waited for; ``name`` is for the log."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()
        self._woken.set()
        self._trouble = Trouble()

    @abstractmethod
    async def _work(self) -> None:
        """Do all that waits; raises ``StoreError`` if it can't be found or noted as done."""

    def wake(self) -> None:
        """Look for work: there is some."""
        self._idle.clear()
        self._woken.set()

    async def idle(self) -> None:
        """Wait until there is nothing to do."""
        await self._idle.wait()

    async def run(self) -> None:
        """Do what is to be done, until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self._work()
            except StoreError as error:
                self._trouble.failed(f"{self._name} can't go on just now", str(error))
                await asyncio.sleep(RETRY)
                self._woken.set()
            else:
                self._trouble.passed()
                if not self._woken.is_set():
                    self._idle.set()
