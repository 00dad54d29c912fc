"""A time as whoever reads it has it on their clock."""

from datetime import UTC, datetime, timedelta

from bot.conversation.scene import Scene
from bot.learning.zones import clock, title

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def universal(at: int) -> str:
    """A time, in microseconds UTC, as the log has it, whoever reads that."""
    return f"{_EPOCH + timedelta(microseconds=at):%Y-%m-%d %H:%M} UTC"


def moment(scene: Scene, at: int) -> str:
    """A time, in microseconds UTC, by the clock of the zone that they chose, else in UTC."""
    zone = scene.session.preferences.zone
    local = (_EPOCH + timedelta(microseconds=at)).astimezone(clock(zone))
    return f"{local:%Y-%m-%d %H:%M} {title(zone) if zone else 'UTC'}"
