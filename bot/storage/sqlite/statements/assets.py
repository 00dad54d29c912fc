"""Pictures of lessons in SQL."""

from collections.abc import Iterable
from typing import Any

from bot.lessons.pictures.assets import Asset

KEEP = "INSERT INTO asset (hash, media, bytes, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
FIND = "SELECT media, bytes FROM asset WHERE hash = ?"
KEPT = "SELECT hash FROM asset WHERE hash IN (SELECT value FROM json_each(?))"


def rows(assets: Iterable[Asset], at: int) -> list[tuple[object, ...]]:
    """Pictures as parameters of ``KEEP``."""
    return [(one.name, one.media, one.data, at) for one in assets]


def found(rows: Iterable[Any]) -> Asset | None:
    """What ``FIND`` finds."""
    return next((Asset(media, data) for media, data in rows), None)
