"""What is asked of the two databases between which is copied."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from bot.values import value

Row = tuple[Any, ...]
"""A row's values: texts, whole numbers, fractions, bytes, ``None``."""

Key = tuple[Any, ...]
"""The values of a row's key."""


@value
class Table:
    """A table: its columns, those of them that are its key, and the tables that its rows refer to.

    A table without a key has one row at most. What a database works out by itself is no column.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    needs: frozenset[str] = frozenset()

    def key_of(self, row: Row) -> Key:
        """The key of one of its rows."""
        return tuple(row[self.columns.index(name)] for name in self.key)

    def page(self, after: bool, mark: str) -> str:
        """How its rows are asked for in the order of their keys, in SQL.

        With ``after`` they are those behind a key, whose values come first; then how many are
        wanted. ``mark`` is how the database marks a value, with its number in it.
        """
        columns = ", ".join(f'"{one}"' for one in self.columns)
        key = ", ".join(f'"{one}"' for one in self.key)
        sql = f'SELECT {columns} FROM "{self.name}"'  # noqa: S608 - names of the schema's
        if after:
            marks = ", ".join(mark.format(number) for number in range(1, len(self.key) + 1))
            sql += f" WHERE ({key}) > ({marks})"
        if key:
            sql += f" ORDER BY {key}"
        return f"{sql} LIMIT {mark.format(len(self.key) + 1 if after else 1)}"


@value
class Done:
    """How much of a table has been copied.

    ``replaced`` counts the texts in which something had to be, ``after`` is the key of the last
    row, as the source has it, and ``whole`` says that there are no more.
    """

    rows: int = 0
    replaced: int = 0
    after: Key | None = None
    whole: bool = False


@value
class Progress:
    """What an unfinished copy notes of itself: of what it is, with which schema, and how far."""

    source: str
    version: int
    tables: Mapping[str, Done]


class Side(Protocol):
    """A database, open as long as the block lasts. All methods may raise ``StoreError``."""

    @property
    def name(self) -> str:
        """What it is called, without what would let anybody in."""
        ...

    async def __aenter__(self) -> Self:
        """Open it. Raises ``StoreError``, also if it can't be had alone."""
        ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let go of it."""
        ...

    async def tables(self) -> Sequence[Table]:
        """All tables that hold something of the program's, by name."""
        ...

    async def count(self, table: Table) -> int:
        """How many rows a table has."""
        ...

    async def page(self, table: Table, after: Key | None, size: int) -> list[Row]:
        """So many rows at most, in the order of their keys, from the first or behind a key."""
        ...


class Source(Side, Protocol):
    """What is copied. Nobody writes to it meanwhile, and all that is read is of one moment."""

    async def numbered(self) -> Mapping[str, int]:
        """Up to which number it has counted, by the tables whose rows it numbers."""
        ...


class Target(Side, Protocol):
    """Where the copy is made, with the newest schema."""

    @property
    def version(self) -> int:
        """Its schema."""
        ...

    def storable(self, row: Row) -> Row:
        """A row as it can be kept here; the same object if that is as it is."""
        ...

    async def progress(self) -> Progress | None:
        """How far an unfinished copy has come; ``None`` if there is none."""
        ...

    async def check(self) -> None:
        """Refuse what holds something that somebody may miss. Raises ``StoreError``."""
        ...

    async def begin(self, source: str) -> None:
        """Empty all tables, switch off what they do by themselves, and note what is copied."""
        ...

    async def write(self, table: Table, rows: Sequence[Row], done: Done) -> None:
        """Write rows and note how far it is: both, or neither."""
        ...

    async def finish(self, numbered: Mapping[str, int]) -> None:
        """Switch on what tables do by themselves, count on from these, and be a whole database."""
        ...
