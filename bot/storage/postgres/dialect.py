"""The shared SQL in PostgreSQL's words.

Most of it PostgreSQL takes as it is, for its schema has SQLite's functions. What no function can
be is put in other words here: how parameters are marked, and what only SQLite's planner is told.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

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
def translated(sql: str) -> Translated:
    """A statement of the shared SQL in PostgreSQL's words."""
    names: list[str] = []
    marks = 0

    def other(found: re.Match[str]) -> str:
        nonlocal marks
        piece = found.group()
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
