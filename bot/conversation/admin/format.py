"""How chats of admins show times (on their reader's clock) and long lists (the first few)."""

from datetime import UTC, datetime, timedelta

from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.learning.zones import clock, title

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def universal(at: int) -> str:
    """A time, in microseconds UTC, as the log has it, whoever reads that."""
    return f"{_EPOCH + timedelta(microseconds=at):%Y-%m-%d %H:%M} UTC"


def moment(scene: Scene, at: int) -> str:
    """A time, in microseconds UTC, by the clock of the zone that they chose, else in UTC."""
    zone = scene.learner.preferences.zone
    local = (_EPOCH + timedelta(microseconds=at)).astimezone(clock(zone))
    return f"{local:%Y-%m-%d %H:%M} {title(zone) if zone else 'UTC'}"


MOST = 12
"""Faults that are told at once; who has mended these sees the next."""

ADVICE = 5
"""Pieces of advice that are told: they are for the author, who sees all with `foretell check`."""


def listed(lines: tuple[str, ...], most: int) -> list[str]:
    """Lines as they are, in code so that nothing in them is markup, and how many more there are."""
    told = [f"`{line.replace('`', chr(39))}`" for line in lines[:most]]
    more = len(lines) - most
    return [*told, phrase("admin.push.more", number=more)] if more > 0 else told
