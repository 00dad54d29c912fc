"""A connection to SQLite, whose thread is asked as seldom as can be.

Handing something over to the thread of a connection costs more than most statements take. aiosqlite
hands over one statement at a time; here a transaction begins together with its first statement, and
what a batch writes goes with the one that asks something back. Two of aiosqlite's methods that are
not public are built upon: ``_execute``, which hands a function over and has no types, and
``_conn``, the connection of the thread.
"""

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import aiosqlite

from bot.storage.sql.connection import Statement

STUCK = 300.0
"""Seconds without an answer after which a connection's thread counts as stuck: far more than
anything takes that is asked of it, also of a slow disk."""


class SqliteConnection(aiosqlite.Connection):
    """A connection of aiosqlite that runs several statements for one handing over.

    Its thread is over when it could not be opened, before that is said: it reports its own end to
    the loop, which may be closed by then. At the end of a short command it was, and a traceback
    stood beside the reason.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connect, iter_chunk_size=64)
        self._ended: asyncio.Future[Any] | None = None
        self._asked: deque[float] = deque()
        """When what is under way was asked for, the oldest first."""
        self._before: list[Callable[[], None]] = []
        """What is to run before what is handed over next, together with it."""

    @property
    def alive(self) -> bool:
        """Whether its thread answers; one that has ended, or hangs, does not."""
        return not self._asked or time.monotonic() - self._asked[0] < STUCK

    def begin(self) -> None:
        """Begin a writing transaction with the next statement, in one handing over.

        Whatever follows that one is to be handed over only once it has run.
        """
        self._before.append(self._begin)

    async def rollback(self) -> None:
        """Roll the transaction back, if it has begun."""
        self._before.clear()
        await super().rollback()

    async def execute_all(self, statements: Sequence[Statement]) -> None:
        """Run each of these statements once with each of its rows, in order, before the next one.

        They are handed over together with that, so it is that which fails if one of them does.
        """
        self._before.append(partial(self._execute_all, statements))

    def _begin(self) -> None:
        self._conn.execute("BEGIN IMMEDIATE")

    def _execute_all(self, statements: Sequence[Statement]) -> None:
        for sql, parameters in statements:
            self._conn.executemany(sql, parameters)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._before:
            before, self._before = self._before, []
            fn, args, kwargs = _in_turn, (before, partial(fn, *args, **kwargs)), {}
        self._asked.append(time.monotonic())
        try:
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        finally:
            self._asked.popleft()

    async def opened(self) -> "SqliteConnection":
        """Itself, once it is open."""
        try:
            await self
        except BaseException:
            if self._ended is not None:
                await self._ended
            raise
        return self

    def stop(self) -> asyncio.Future[Any] | None:
        """Let the thread end."""
        self._ended = super().stop()
        return self._ended


def _in_turn(before: Sequence[Callable[[], None]], last: Callable[[], Any]) -> Any:
    """What the last one returns, once the others have run; none does after one that fails."""
    for one in before:
        one()
    return last()
