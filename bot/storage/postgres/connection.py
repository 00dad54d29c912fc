"""A connection to PostgreSQL that takes the shared SQL, and puts it in PostgreSQL's words.

Most of it PostgreSQL takes as it is, for its schema has SQLite's functions. What no function can
be is put in other words here: how parameters are marked, and what only SQLite's planner is told.
"""

import asyncio
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from bot.storage.sql.base import Statement
from bot.values import value

_PIECE = re.compile(
    r"""
    '(?:[^']|'')*' | "[^"]*" | --[^\n]*      # a text, a name, a comment: as they are
    | :: | \?\d* | (?<!:):[a-z_]+             # a cast, and the marks of parameters
    | \bINDEXED\ BY\ \w+ | \bCROSS\ JOIN\b    # what SQLite's planner is told
    | \bPRAGMA\ defer_foreign_keys\ =\ ON\b
    """,
    re.VERBOSE,
)
_DEFERRED = "SET CONSTRAINTS ALL DEFERRED"


class Translated(NamedTuple):
    """A statement for PostgreSQL; ``names`` are those of its parameters, if they have names."""

    sql: str
    names: tuple[str, ...]

    def arguments(self, parameters: Any) -> tuple[Any, ...]:
        """These parameters in the order of their marks."""
        if not self.names:
            return tuple(parameters)
        return tuple(parameters[name] for name in self.names)


@lru_cache(maxsize=2048)
def translate(sql: str) -> Translated:
    names: list[str] = []
    marks = 0

    def other(match: re.Match[str]) -> str:
        nonlocal marks
        piece = match.group()
        match piece[0]:
            case "?":
                marks += 1
                return f"${piece[1:] or marks}"
            case ":" if piece != "::":
                name = piece[1:]
                if name not in names:
                    names.append(name)
                return f"${names.index(name) + 1}"
            case "P":
                return _DEFERRED
            case "I":
                return ""
            case "C":
                return "JOIN"
            case _:
                return piece

    return Translated(_PIECE.sub(other, sql), tuple(names))


Raw: TypeAlias = "asyncpg.Connection[Any] | PoolConnectionProxy[Any]"
"""A connection of its own, or of a pool."""

_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
"""A zero character as JSON writes it; not a backslash that happens to stand before ``u0000``."""
_FINDS = re.compile(r"\s*(?:SELECT|WITH)\b", re.IGNORECASE)
"""How a statement begins that finds rows, and whose columns may be asked for."""
_STAND_IN = "\N{REPLACEMENT CHARACTER}"


@value
class Found:
    """What came of a statement; see ``sql.base.Result``."""

    rowcount: int
    description: Sequence[Sequence[str]] = ()
    rows: Sequence[tuple[Any, ...]] = ()

    async def fetchall(self) -> Sequence[tuple[Any, ...]]:
        return self.rows


class PostgresConnection:
    """A connection that runs statements in the order in which they came."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        # asyncpg refuses a second statement while another runs; here it waits for its turn.
        self._turn = asyncio.Lock()

    async def execute(self, sql: str, parameters: Any = ()) -> Found:
        """Run a statement."""
        statement = translate(sql)
        arguments = _storable(statement.arguments(parameters))
        async with self._turn:
            if not _FINDS.match(statement.sql):
                return Found(_count_changed(await self._raw.execute(statement.sql, *arguments)))
            prepared = await self._raw.prepare(statement.sql)
            entries = await prepared.fetch(*arguments)
            columns = [(attribute.name,) for attribute in prepared.get_attributes()]
        return Found(-1, columns, [tuple(row) for row in entries])

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> None:
        """Run a statement once with each of these."""
        statement = translate(sql)
        many = [_storable(statement.arguments(parameter)) for parameter in parameters]
        if not many:
            return
        async with self._turn:
            await self._raw.executemany(statement.sql, many)

    async def execute_all(self, statements: Sequence[Statement]) -> None:
        """Run each of these statements once with each of its rows, in order."""
        for sql, parameters in statements:
            await self.executemany(sql, parameters)

    async def fetchmany(self, sql: str, parameters: Iterable[Any]) -> list[tuple[Any, ...]]:
        """Run a statement once with each of these, all handed over at once; what it returns."""
        statement = translate(sql)
        many = [_storable(statement.arguments(parameter)) for parameter in parameters]
        async with self._turn:
            entries = await self._raw.fetchmany(statement.sql, many)
        return [tuple(row) for row in entries]

    async def execute_fetchall(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        """What a statement finds."""
        statement = translate(sql)
        arguments = _storable(statement.arguments(parameters))
        async with self._turn:
            entries = await self._raw.fetch(statement.sql, *arguments)
        return [tuple(row) for row in entries]


def _storable(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """These as PostgreSQL takes them: its texts know no zero character, in JSON or without."""
    return tuple(
        without_zero(argument)
        if isinstance(argument, str)
        else int(argument)
        if argument is True or argument is False
        else argument
        for argument in arguments
    )


def without_zero(text: str) -> str:
    """A text as PostgreSQL takes it: with a stand-in for each zero character."""
    if "\0" in text:
        text = text.replace("\0", _STAND_IN)
    if "\\u0000" in text:
        text = _ESCAPED.sub(rf"\g<1>{_STAND_IN}", text)
    return text


def _count_changed(status: str) -> int:
    """How many rows a command changed, of what PostgreSQL says of it: ``UPDATE 3``."""
    last = status.rpartition(" ")[2]
    return int(last) if last.isdigit() else -1
