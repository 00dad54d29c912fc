"""A cohort as admins write it: ``Spring class, 2026-03-09 09:00, every 2 days``.

A button says the same words, so what is typed, pressed and commanded is read in one place.
"""

import re

from bot.conversation.admin.times import WRITTEN
from bot.values import value

LONGEST = 40
"""Characters of a cohort's name: it stands on buttons."""

_EVERY = re.compile(
    r"\b(?:every|each|all[er]?|jede[nr]?)\s+(?:(\d{1,4})\.?\s+)?(days?|weeks?|tage?n?|wochen?)\b"
    r"|\b(daily|weekly|täglich|wöchentlich)\b",
    re.IGNORECASE,
)


@value
class CohortLine:
    """What a text says of a cohort: its name, the first day and time, and the days between.

    ``rest`` is what stands behind the time and is no pace.
    """

    name: str
    when: str = ""
    every: int | None = None
    rest: str = ""

    def __str__(self) -> str:
        pace = f"every {self.every} days" if self.every is not None else ""
        return ", ".join(part for part in (self.name, self.when, pace) if part)


def read(text: str) -> CohortLine:
    """What a text says; of several times, or paces, the last one counts."""
    paces, every = list(_EVERY.finditer(text)), None
    if paces:
        every = _days(paces[-1])
        text = f"{text[: paces[-1].start()]},{text[paces[-1].end() :]}"
    times = list(WRITTEN.finditer(text))
    if not times:
        return CohortLine(_tidy(text), every=every)
    before, after = text[: times[-1].start()], text[times[-1].end() :]
    return CohortLine(_tidy(before), times[-1][0], every, _tidy(after))


def _tidy(text: str) -> str:
    parts = (" ".join(part.split()) for part in re.split("[,;]", text))
    return ", ".join(part for part in parts if part)


def days(text: str) -> int | None:
    """The days between two openings in a text that says nothing else, such as ``3``."""
    plain = text.strip()
    if plain.isascii() and plain.isdecimal() and len(plain) < 5:
        return int(plain)
    match = _EVERY.fullmatch(plain)
    return _days(match) if match else None


def _days(match: re.Match[str]) -> int:
    number, unit, word = match.groups()
    weeks = (unit or word).lower().startswith(("w",))
    return int(number or 1) * (7 if weeks else 1)
