"""Local time: what a clock in a zone shows, and when it shows that.

Times are in microseconds since 1970 in UTC, minutes in minutes after local midnight.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.learning.preferences import Preferences
from bot.learning.zones import clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def instant(day: date, minute: int, zone: tzinfo, fold: int = 0) -> int:
    """When a zone's clock shows this; a time that it skips is as much later as it skips.

    With ``fold`` 0 zoneinfo takes the offset from before the change (PEP 495): of a time that comes
    twice that is the first, and of a skipped time it is that much later.
    """
    hour, minute = divmod(minute, 60)
    wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone, fold=fold)
    return (wall.astimezone(UTC) - _EPOCH) // _MICROSECOND


def wall_of(at: int, zone: tzinfo) -> datetime:
    return (_EPOCH + timedelta(microseconds=at)).astimezone(zone)


def local(wanted: Preferences, now: int) -> datetime:
    """What the learner's clock shows."""
    return wall_of(now, clock(wanted.zone))
