"""Tasks that have to be over before their owner is, and tasks of which none may end by itself."""

import asyncio
from collections.abc import Coroutine, Iterable, Iterator
from typing import Any


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel these tasks and wait until they are over, whatever they end with."""
    ended = tuple(tasks)
    for task in ended:
        task.cancel()
    await asyncio.gather(*ended, return_exceptions=True)


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
