"""How long a project takes, as a lesson file says it: ``4 hours, over 4 days``, ``90 minutes``."""

import re

_TIME = re.compile(
    r"(?:about )?(?P<count>\d{1,3}(?:\.\d)?) (?P<unit>hour|minute)s?"
    r"(?:,? over (?P<days>\d{1,3}) days?)?\.?",
    re.IGNORECASE,
)
_HOUR = 60


def read_time(text: str) -> tuple[int, int] | None:
    """Minutes of work, and over how many days (0: not said); ``None`` where it is neither."""
    match = _TIME.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    minutes = float(match["count"]) * (_HOUR if match["unit"].lower() == "hour" else 1)
    return (round(minutes), int(match["days"] or 0)) if minutes >= 1 else None


def write_time(minutes: int, days: int) -> str:
    """The same as it is written."""
    whole = minutes % _HOUR == 0
    said = _counted(minutes // _HOUR, "hour") if whole else _counted(minutes, "minute")
    return f"{said}, over {_counted(days, 'day')}" if days else said


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
