"""What every topic of a store asks its database by."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

from bot.conversation.inputs import LearnerId
from bot.storage.sql.connection import Connection, Parameters, Writer
from bot.storage.sql.recent import Recent


class Base(ABC):
    """What every topic of a store works on; how its database is reached, each store says."""

    def __init__(self) -> None:
        self._courier = 0
        """This start of the program, numbered by the database: who has which parcels in hand."""
        self._owners: tuple[LearnerId, ...] | None = None
        """The accounts that the settings name; ``None`` where only the database is looked after."""
        self._recent = Recent()
        self._numbers: Iterator[int] = iter(())
        """The numbers of the parcels to come, where the database doesn't give them."""

    @abstractmethod
    def _write(self) -> AbstractAsyncContextManager[Writer]:
        """A connection that writes, in a transaction of one's own, beside which nobody writes."""

    def _write_beside(self) -> AbstractAsyncContextManager[Writer]:
        """As ``_write``, for what touches nothing that anybody else decides about."""
        return self._write()

    async def _leads(self, connection: Connection) -> bool:
        """Whether this process leads, by the database's clock."""
        return True

    @abstractmethod
    def _apart(self) -> AbstractAsyncContextManager[Connection]:
        """A connection for one report, all of whose statements see the same moment.

        What counts for seconds there delays nobody.
        """

    @abstractmethod
    async def _read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """What a statement finds, read beside whoever writes."""

    async def _write_each(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Write large rows, each in a transaction of its own: no learner's turn waits for all."""
        for row in rows:
            async with self._write() as writer:
                await writer.execute(sql, row)

    async def _read_many(self, sql: str, keys: Iterable[Any]) -> list[Any]:
        """What is found for these keys; nothing is asked if there are none."""
        wanted = list(keys)
        return await self._read(sql, (json.dumps(wanted),)) if wanted else []
