"""The disk that holds the database file: how much is free, and how much the database takes."""

import shutil
from pathlib import Path

SCARCE, LOW = 50_000_000, 500_000_000
"""Bytes of free disk below which the bot is about to fail, and below which it is worth a look."""


def free_space(file: Path) -> int | None:
    """Free bytes on the disk of this file; ``None`` if that can't be read."""
    try:
        return shutil.disk_usage(file.absolute().parent).free
    except OSError:
        return None


def database_size(file: Path) -> int:
    """Bytes of the database, its write-ahead log included."""
    log = file.with_name(f"{file.name}-wal")
    return sum(part.stat().st_size for part in (file, log) if part.exists())


def ailments(file: Path | None) -> tuple[str, ...]:
    """That the disk of the database is almost full, if it is."""
    free = free_space(file) if file else None
    if free is None or free >= SCARCE:
        return ()
    return (f"only {free / 1e6:,.0f} MB of disk are free, and once it is full nothing is kept",)
