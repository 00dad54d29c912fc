"""Times of day, in minutes after midnight: as people type them, and as they are shown."""

import re

_DAY = 24 * 60
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:.h]([0-5]\d))?(?!\d)\s*(am|pm|a\.m\.|p\.m\.|uhr|h\b)?", re.IGNORECASE
)
_WORDS = {
    "noon": "12:00",
    "midday": "12:00",
    "mittag": "12:00",
    "mittags": "12:00",
    "midnight": "0:00",
    "mitternacht": "0:00",
}
_HOURS = {
    word: hour
    for hours in (
        "one two three four five six seven eight nine ten eleven twelve",
        "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    )
    for hour, word in enumerate(hours.split(), 1)
}
_NAMED = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_HALF = re.compile(
    rf"\b(halb|half(?: past)?) (\d{{1,2}}|{'|'.join(_HOURS)})\b(?: ?uhr)?"
    r"(?: (abends|nachmittags|am abend|in the evening))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:[\s,;/&+\-–—]|\b(?:and|at|from|to|until|till|und|um|von|bis)\b)*", re.IGNORECASE
)


def times(text: str) -> tuple[int, ...] | None:
    """The times in a text such as ``8:15, 7 pm``, in minutes after midnight, if all is times."""
    text = _HALF.sub(_half, _NAMED.sub(lambda match: _WORDS[match[0].lower()], text))
    matches = list(_TIME.finditer(text))
    rest = _TIME.sub(" ", text)
    read = [_minutes(*match.groups()) for match in matches]
    known = tuple(number for number in read if number is not None)
    if not known or len(known) != len(read) or not _BETWEEN.fullmatch(rest):
        return None
    return known


def _half(match: re.Match[str]) -> str:
    """``halb acht`` and ``half past seven`` in figures: 7:30."""
    word, said, evening = match[1].lower(), match[2].lower(), match[3]
    hour = int(said) if said.isdecimal() else _HOURS[said]
    if word == "halb":
        hour -= 1
    # "Halb eins" is in the middle of the day.
    return f"{hour + 12 if evening and hour < 12 else hour or 12}:30"


def span(text: str) -> tuple[int, int] | None:
    """From when to when, as in ``22:00-7:00``; ``None`` if that is not what it says."""
    numbers = times(text)
    if numbers is None or len(numbers) != 2 or numbers[0] == numbers[1]:
        return None
    return numbers[0], numbers[1]


def render(minute: int) -> str:
    """A minute after midnight as a time of day: ``07:05``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    hours = int(hour)
    if half and half[0].lower() in "ap":
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0].lower() == "p" else 0)
    total = hours * 60 + int(minute or 0)
    return total if total < _DAY else None
