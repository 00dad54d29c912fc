"""Tasks: over before their owner is, or waited for by nobody, or not to end by themselves."""

import asyncio
import logging
from collections.abc import Awaitable, Coroutine, Iterable, Iterator
from typing import Any

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
    """What is done beside one another, in the order in which it began; more may begin at any time.

    When one of them ends by itself, all of it is to end.
    """

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
            while not any(one.done() for one in (*self._tasks, task)):
                # What begins meanwhile is to be watched as well.
                self._grown.clear()
                grown = asyncio.create_task(self._grown.wait())
                under_way = (grown, task, *self._tasks)
                try:
                    await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    await end([grown])
            for one in (*self._tasks, task):
                if one.done():
                    await one
        finally:
            await end([task])
