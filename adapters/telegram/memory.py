"""Remembering the newest of what is worth it only for a while."""

from collections import OrderedDict
from typing import TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")

_REMEMBERED = 1024


def remember(kept: OrderedDict[_K, _V], key: _K, value: _V) -> None:
    """Keep this, and forget the oldest once there are more than 1,024."""
    kept[key] = value
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)
