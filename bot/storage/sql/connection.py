"""What a topic asks a database by, whichever it is: aiosqlite's connections do as they are."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

Parameters = tuple[object, ...]
"""What a statement is run with."""

Statement = tuple[str, list[Parameters]]
"""A statement, and what it is run with, once for each."""


class Result(Protocol):
    """What came of a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""
        ...

    @property
    def description(self) -> Sequence[Sequence[Any]]:
        """Its columns; of each, the name first."""
        ...

    async def fetchall(self) -> Iterable[Any]:
        """The rows that it found."""
        ...


class Connection(Protocol):
    """A connection to a database.

    Statements are in the words that both databases take: ``?``, ``?1`` or ``:name`` for what they
    are run with, and SQLite's functions, which PostgreSQL gets with its schema.
    """

    async def execute(self, sql: str, parameters: Any = ()) -> Result:
        """Run a statement."""
        ...

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> object:
        """Run a statement once with each of these."""
        ...

    async def execute_fetchall(self, sql: str, parameters: Any = ()) -> Iterable[Any]:
        """What a statement finds."""
        ...


class Writer(Connection, Protocol):
    """A connection in a transaction, to which much is handed over at once."""

    async def execute_all(self, statements: Sequence[Statement]) -> None:
        """Run each of these statements once with each of its rows, in order, up to one that fails.

        SQLite's thread is asked once for all of them and for the next statement, which raises what
        made one of them fail.
        """
        ...


async def rows(connection: Connection, sql: str, parameters: Any = ()) -> list[Any]:
    """What a statement finds on a connection."""
    return list(await connection.execute_fetchall(sql, parameters))


def is_refused(error: Exception) -> bool:
    """Whether a database refused what a statement would have made, as a key that is there already.

    Its driver's error is told by its name, so that no topic has to know the drivers: both call
    that an integrity error, one of sqlite3's or one of asyncpg's.
    """
    return any(kind.__name__.startswith("Integrity") for kind in type(error).__mro__)
