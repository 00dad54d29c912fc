"""Dates as people type them: "Friday", "24 Dec", "24.12.2026", "in 2 weeks".

A small strict set of forms, in all languages that the bot speaks, whichever is spoken just now;
anything else is no date, so that nothing is taken for a date that was not meant as such.

===========================  =====================================================================
form                         which day
===========================  =====================================================================
"today", "tomorrow"          that one
"Friday", "next Fri"         the next one after today
"in 2 weeks", "10 days"      so many days, weeks or months after today
"2026-12-24"                 that one
"24.12.", "24.12.26"         the day first
"24/12", "12/24"             the one that there is; of both, as the learner's region writes it, and
                             else either, so that they can be asked
"24 Dec", "Dec 24 2026"      that one
===========================  =====================================================================

Without a year it is the next such day, today included.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from bot.conversation.language.locale import LANGUAGES

_NUMBERS = {
    **dict.fromkeys(("a", "an", "one", "ein", "eine", "einem", "einer"), 1),
    **{word: number for number, word in enumerate(("two", "three", "four", "five", "six"), 2)},
    **{word: number for number, word in enumerate(("zwei", "drei", "vier", "fünf", "sechs"), 2)},
}
_NEAR = {
    **dict.fromkeys(("today", "heute"), 0),
    **dict.fromkeys(("tomorrow", "morgen"), 1),
    **dict.fromkeys(("day after tomorrow", "the day after tomorrow", "übermorgen"), 2),
}
_AHEAD = re.compile(
    r"(?:in |for |für )?(\d{1,3}|[a-zü]+) (days?|weeks?|months?|tage?n?|wochen?|monate?n?)"
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\.? ?(\d{4}|\d{2})?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?(?: of)? (?P<month>[^\W\d]+)\.?"
    r"|(?P<month_>[^\W\d]+)\.? (?P<day_>\d{1,2})(?:st|nd|rd|th)?)(?:,? (?P<year>\d{4}))?"
)
_BEFORE = re.compile(r"(?:on|by|at|the|next|this|am|den|dem|der|nächste[nrs]?|diese[nrs]?|ab) ")
_AWAY = re.compile(r"(?:i'm |i am |ich bin )?(?:away|off|on holiday|gone|weg|im urlaub|verreist) ")
_NEXT_WEEK = ("next week", "nächste woche")
_SINCE = re.compile(r"(?:from|starting|starts?|vom|von|ab) ")
_TO = re.compile(r"(?:\s+(?:to|until|till|through|bis(?: zum)?)\s+|\s*[–—]\s*|\s+-\s+|\.-(?=\d))")
_UNTIL = re.compile(r"(?:until|till|to|bis(?: zum)?) ")


def days(text: str, today: date, region: str = "") -> tuple[date, ...]:
    """The days that ``text`` may mean: none, a single day, or two if it can be read either way.

    ``region`` is where the learner's language is spoken, such as "US", if that is known.
    """
    words = " ".join(text.casefold().replace(" ", " ").split()).strip(" ,;!?")
    if words in _NEAR:
        return (today + timedelta(days=_NEAR[words]),)
    if match := _AHEAD.fullmatch(words):
        ahead = _ahead(match[1], match[2], today)
        return (ahead,) if ahead else ()
    while (before := _BEFORE.match(words)) and words not in _NEAR:
        words = words[before.end() :]
    words = _without_weekday(words)
    if (weekday := _weekdays().get(words.rstrip("."))) is not None:
        return (today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1),)
    found_days = dict.fromkeys(day for day in _calendar(words, today, region) if day)
    return tuple(found_days)


def span(text: str, today: date, region: str = "") -> tuple[date, date] | None:
    """The first and last day of a text such as "24 Dec to 2 Jan", if it is unambiguous."""
    words = " ".join(text.replace("’", "'").split()).casefold().strip(" ,;!?.")
    if said := _AWAY.match(words):
        words = words[said.end() :]
    if words in _NEXT_WEEK:
        monday = today + timedelta(days=7 - today.weekday())
        return monday, monday + timedelta(days=6)
    if match := _AHEAD.fullmatch(words):
        end = _ahead(match[1], match[2], today)
        return (today, end - timedelta(days=1)) if end and end > today else None
    if until := _UNTIL.match(words):
        last = days(words[until.end() :], today, region)
        return (today, last[0]) if len(last) == 1 else None
    if since := _SINCE.match(words):
        words = words[since.end() :]
    parts = _TO.split(words)
    if len(parts) != 2:
        return None
    start, end_ = parts
    if re.fullmatch(r"\d{1,2}\.?", start) and (month := _month_after(end_)):
        start = f"{start.rstrip('.')}{month}"
    first = days(start, today, region)
    if len(first) != 1:
        return None
    last = days(end_, first[0], region)
    return (first[0], last[0]) if len(last) == 1 and last[0] >= first[0] else None


def _month_after(end: str) -> str:
    """What stands behind the day in "9. August", for a span such as "3.–9. August"."""
    if match := re.fullmatch(
        r"\d{1,2}(\. ?\d{1,2}\.? ?(?:\d{4})?|(?:\.|st|nd|rd|th)? [^\W\d]+)", end
    ):
        return match[1]
    return ""


def _ahead(number: str, unit: str, today: date) -> date | None:
    many = int(number) if number.isdecimal() else _NUMBERS.get(number, 0)
    if not many:
        return None
    if unit[0] == "m":
        year, month = divmod(today.year * 12 + today.month - 1 + many, 12)
        day = min(today.day, monthrange(year, month + 1)[1]) if year < 9999 else 0
        return _date(year, month + 1, day)
    return today + timedelta(days=many * (7 if unit[0] == "w" else 1))


def _without_weekday(words: str) -> str:
    """The words without a weekday before a date, as in "Fri, 24 Dec"."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.rstrip(".,") in _weekdays() else words


def _calendar(words: str, today: date, region: str) -> Iterator[date | None]:
    """The days that numbers and names of months may mean."""
    if match := _ISO.fullmatch(words):
        yield _date(*map(int, match.groups()))
    elif match := _DOTTED.fullmatch(words):
        yield _coming(match[1], match[2], match[3], today)
    elif match := _SLASHED.fullmatch(words):
        day_first = _coming(match[1], match[2], match[3], today)
        month_first = _coming(match[2], match[1], match[3], today)
        if region == "US":
            yield month_first or day_first
        elif region:
            yield day_first or month_first
        else:
            yield from (day_first, month_first)
    elif match := _NAMED.fullmatch(words):
        month = _months().get(match["month"] or match["month_"])
        if month:
            yield _coming(match["day"] or match["day_"], str(month), match["year"], today)


def _coming(day: str, month: str, year: str | None, today: date) -> date | None:
    """That day of this year or the next, or of the year that is named."""
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    # Not every year has the 29th of February.
    every = (_date(today.year + ahead, int(month), int(day)) for ahead in range(9))
    return next((on for on in every if on and on >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _weekdays() -> dict[str, int]:
    """Weekdays by each of their names, Monday being 0."""
    return dict(_day_names("days"))


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Months by each of their names, January being 1."""
    return dict(_day_names("months"))


def _day_names(kind: str) -> Iterator[tuple[str, int]]:
    # Loaded when a date is first typed: most learners never do.
    from babel.core import Locale

    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", *(["short"] if kind == "days" else [])):
                names = getattr(Locale(language), kind)[context][width]
                yield from ((name.casefold().rstrip("."), number) for number, name in names.items())
    if kind == "months":
        yield from (("sept", 9), ("mär", 3), ("maerz", 3))
    else:
        yield from (("tues", 1), ("weds", 2), ("thur", 3), ("thurs", 3), ("sonnabend", 5))
