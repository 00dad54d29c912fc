"""A checksum of a table that is the same wherever its rows are kept.

It is the sum of a hash of each row, so the order in which a database sorts them is nothing to it,
and it needs no memory. A row is hashed as Python writes it: with the kind of each value, the
shortest form of a fraction, and quotes in which nothing can be taken for the next value.
"""

import hashlib
from collections.abc import Iterable

from bot.storage.copying.sides import Row

BITS = 128


class Checksum:
    """The checksum of the rows that were added, and how many those were."""

    __slots__ = ("_sum", "rows")

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Count these rows in."""
        count = 0
        total = 0
        for row in rows:
            text = repr(row)
            if "-0.0" in text:  # SQLite keeps no sign of a zero
                text = repr(tuple(one or 0.0 if isinstance(one, float) else one for one in row))
            digest = hashlib.blake2b(text.encode(), digest_size=BITS // 8).digest()
            total += int.from_bytes(digest, "big")
            count += 1
        self.rows += count
        self._sum = (self._sum + total) % 2**BITS

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Checksum) and self._known() == other._known()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __str__(self) -> str:
        return f"{self._sum:0{BITS // 4}x}"

    def _known(self) -> tuple[int, int]:
        return self.rows, self._sum
