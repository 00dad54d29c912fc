"""Which shards of Discord a process holds.

Discord divides the servers of a large bot into *shards*, each with a connection of its own: server
``id`` is in shard ``(id >> 22) % count``, direct messages are in shard 0
(https://discord.com/developers/docs/events/gateway#sharding). Several processes may share them.
"""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_settings import NoDecode

from bot.values import value

_SHARDS = re.compile(r"([\d,\s-]*)/\s*(\d{1,5})", re.ASCII)
_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)
_SUCH_AS = "write which ones of how many, such as 0-7/16, 3/16 or 0-3,8/16"


@value
class Shards:
    """Some of the parts that Discord's servers are divided into, of ``count`` in all."""

    ids: tuple[int, ...]
    count: int

    @classmethod
    def every(cls, count: int) -> "Shards":
        """All that there are."""
        return cls(tuple(range(count)), count)

    @property
    def complete(self) -> bool:
        """Whether these are all that there are."""
        return len(self.ids) == self.count

    def __str__(self) -> str:
        return f"{list_ranges(self.ids)}/{self.count}"


def list_ranges(ids: Iterable[int]) -> str:
    """These numbers, which ascend, with those that follow upon each other as ranges: 0-3,8."""
    ranges: list[tuple[int, int]] = []
    for number in ids:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    return ",".join(f"{first}-{last}" if last > first else f"{first}" for first, last in ranges)


def _shards(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = _SHARDS.fullmatch(value.strip())
    if not match:
        raise ValueError(f"is no list of shards; {_SUCH_AS}")
    named, count = match[1], int(match[2])
    if not count:
        raise ValueError(f"has no shard: behind the / is how many there are; {_SUCH_AS}")
    if not named.strip(", "):
        raise ValueError(f"names none of its {count} shards; {_SUCH_AS}")
    ids: set[int] = set()
    for part in re.split(r"[,\s]+", re.sub(r"\s*-\s*", "-", named.strip(", "))):
        matched = _RANGE.fullmatch(part)
        if not matched:
            raise ValueError(f"is no list of shards; {_SUCH_AS}")
        first, last = int(matched[1]), int(matched[2] or matched[1])
        if last < first:
            raise ValueError(f"has a range without a shard, {part}; write {last}-{first}")
        if last >= count:
            raise ValueError(
                f"names shard {last} of {count}; they are numbered from 0 on, so the last one is "
                f"{count - 1}"
            )
        ids.update(range(first, last + 1))
    return Shards(tuple(sorted(ids)), count)


Held = Annotated[Shards | None, NoDecode, BeforeValidator(_shards)]
"""Which shards of Discord a process holds; without it, whichever Discord asks for."""
