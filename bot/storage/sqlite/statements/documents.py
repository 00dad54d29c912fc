"""Files that are to be sent, in SQL: their bytes, in pieces."""

from collections.abc import Iterator

PIECE = 256 * 1024
"""Bytes written in one transaction: with that, the desk waits for some milliseconds at most."""

FORGET = "DELETE FROM document WHERE id = ?"
KEEP = "INSERT INTO document (id, piece, bytes) VALUES (?, ?, ?)"
PIECES = "SELECT bytes FROM document WHERE id = ? ORDER BY piece"


def pieces(id: str, content: bytes) -> Iterator[tuple[str, int, bytes]]:
    """The parameters of ``KEEP`` for each piece; an empty file has one as well."""
    for number, start in enumerate(range(0, max(len(content), 1), PIECE)):
        yield id, number, content[start : start + PIECE]
