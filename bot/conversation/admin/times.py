"""Times as admins read and write them, on the clock of the zone that they chose, else in UTC."""

import re
from datetime import UTC, datetime, timedelta

from bot.conversation.turn import Scene
from bot.learning import local_time
from bot.learning.zones import clock, title

FURTHEST = timedelta(days=366)
"""How far ahead something can be planned: whoever plans further should look at it again."""

FURTHEST_MICROS = FURTHEST // timedelta(microseconds=1)

WRITTEN = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T,]+(\d{1,2}):(\d{2})", re.ASCII)
"""A date and a time as admins write them: ``2026-12-01 09:00``."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def universal(at: int) -> str:
    """A time, in microseconds UTC, as the log has it, whoever reads that."""
    return f"{local_time.wall_of(at, UTC):%Y-%m-%d %H:%M} UTC"


def moment(scene: Scene, at: int) -> str:
    """A time, in microseconds UTC, by their clock."""
    zone = scene.learner.preferences.zone
    return f"{local(scene, at)} {title(zone) if zone else 'UTC'}"


def local(scene: Scene, at: int) -> str:
    """The same as they write it, without the clock's name: ``read`` reads that."""
    there = local_time.local(scene.learner.preferences, at)
    return f"{there:%Y-%m-%d %H:%M}"


def read(scene: Scene, text: str) -> int | None:
    """The time that a text means by their clock, in microseconds UTC; ``None`` if it is none."""
    match = WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    try:
        there = datetime(*map(int, match.groups()), tzinfo=clock(scene.learner.preferences.zone))  # type: ignore[arg-type, misc]  # five numbers: year to minute
        return (there.astimezone(UTC) - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError):
        return None
