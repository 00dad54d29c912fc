"""Time zones: what zone a city, a country or an offset means, and its clock.

A zone is kept by its IANA name (``Europe/Berlin``), so that its clock stays right when summer time
begins or its rules change. A fixed offset is kept as ``Etc/GMT-2`` where IANA has one (its sign is
the other way round), else as ``UTC-05:30``.

Which zones there are, in which country, and what their cities are called in a language is the
Unicode CLDR's, through babel; what their clocks do is the IANA database's, through ``zoneinfo``:
the system's copy where it has one, else the package ``tzdata``'s.

An offset alone says nothing about summer time, so it is answered with the places that keep it just
now, and with the offset itself all year. A misspelt name is never taken without asking. These
libraries read data of their own, which a pure room may; what the machine's own zone is never
matters.

The IANA database names each zone after a single city, so whoever lives in Munich would not find
theirs. So large cities that people are likely to type are listed here too, in English and in their
own language; all others are found by their country or an offset.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.values import value

CITIES = {
    "Europe/Berlin": "München Munich Hamburg Köln Cologne Frankfurt Stuttgart Düsseldorf Leipzig"
    " Dortmund Essen Bremen Dresden Hannover Hanover Nürnberg Nuremberg Duisburg Bochum Bonn"
    " Münster Karlsruhe Mannheim Augsburg Wiesbaden Kiel Freiburg Mainz Heidelberg Potsdam",
    "Europe/Vienna": "Wien Graz Linz Salzburg Innsbruck Klagenfurt Bregenz",
    "Europe/Zurich": "Zürich Genf Geneva Genève Basel Bern Lausanne Luzern Winterthur",
    "Europe/London": "Manchester Birmingham Liverpool Leeds Edinburgh Glasgow Bristol Cardiff",
    "Europe/Paris": "Lyon Marseille Toulouse Nice Bordeaux Lille Strasbourg",
    "Europe/Madrid": "Barcelona Valencia Sevilla Seville Bilbao",
    "Europe/Rome": "Roma Milano Milan Mailand Napoli Naples Torino Turin Firenze Florence",
    "Europe/Amsterdam": "Rotterdam Utrecht Eindhoven",
    "Europe/Brussels": "Antwerpen Antwerp Gent Ghent",
    "Europe/Warsaw": "Warszawa Kraków Krakow Gdańsk Wrocław",
    "Europe/Istanbul": "Ankara Izmir",
    "Europe/Moscow": "Petersburg",
    "America/New_York": "Boston Washington Miami Atlanta Philadelphia Charlotte",
    "America/Chicago": "Houston Dallas Austin Minneapolis Nashville",
    "America/Los_Angeles": "Seattle Portland Sacramento",
    "America/Toronto": "Montreal Montréal Ottawa",
    "America/Sao_Paulo": "Brasília Brasilia Curitiba",
    "Asia/Kolkata": "Mumbai Bombay Delhi Bangalore Bengaluru Chennai Hyderabad Pune",
    "Asia/Shanghai": "Beijing Peking Shenzhen Guangzhou Chengdu",
    "Asia/Tokyo": "Osaka Kyoto Nagoya Yokohama",
    "Asia/Ho_Chi_Minh": "Hanoi",
    "Asia/Jerusalem": "Haifa",
    "Australia/Sydney": "Canberra",
    "Africa/Johannesburg": "Durban Pretoria",
    "Africa/Lagos": "Abuja",
}
"""Names of a single word, by zone."""

LONGER = {
    "America/Los_Angeles": ("San Francisco", "San Diego", "Las Vegas", "San Jose"),
    "America/New_York": ("Washington DC",),
    "America/Sao_Paulo": ("Rio de Janeiro",),
    "Asia/Kolkata": ("New Delhi",),
    "Asia/Jerusalem": ("Tel Aviv",),
    "Asia/Dubai": ("Abu Dhabi",),
    "Africa/Johannesburg": ("Cape Town",),
    "Europe/Berlin": ("Frankfurt am Main",),
    "Europe/Moscow": ("Saint Petersburg", "St Petersburg"),
    "Europe/Amsterdam": ("Den Haag", "The Hague"),
}
"""Names of several words, by zone."""


CANDIDATES = 8
"""How many zones are offered at most, so that their buttons fit on a phone's screen."""

WELL_KNOWN = tuple(
    """
    Europe/London Europe/Berlin Europe/Kyiv Europe/Istanbul Europe/Moscow America/New_York
    America/Chicago America/Denver America/Los_Angeles America/Phoenix America/Anchorage
    Pacific/Honolulu America/Halifax America/St_Johns America/Toronto America/Mexico_City
    America/Bogota America/Caracas America/Sao_Paulo America/Argentina/Buenos_Aires
    America/Santiago Africa/Cairo Africa/Johannesburg Africa/Lagos Africa/Nairobi Asia/Jerusalem
    Asia/Dubai Asia/Tehran Asia/Karachi Asia/Kolkata Asia/Kathmandu Asia/Dhaka Asia/Bangkok
    Asia/Shanghai Asia/Singapore Asia/Tokyo Australia/Perth Australia/Darwin Australia/Adelaide
    Australia/Brisbane Australia/Sydney Pacific/Auckland Atlantic/Reykjavik Atlantic/Azores
    """.split()  # noqa: SIM905 - as a list it would be a line for each
)
"""The places that are named first where several keep the same time."""

_OFFSET = re.compile(r"(utc|gmt)?\s*(?:([+\-−–])\s*(\d{1,2})(?::?([0-5]\d))?)?", re.IGNORECASE)
_FIXED = re.compile(r"UTC([+-])(\d\d):(\d\d)")
_MIN_OFFSET, _MAX_OFFSET = timedelta(hours=-12), timedelta(hours=14)
_SHORT = {"usa": "US", "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB"}
_LIKENESS = 0.8
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Where all clocks of a country agree, they do so in any year."""

_TONGUES = ("de", "en")
"""Languages whose names for places are understood, whichever is spoken."""

_SCRIPTS = {
    "CJK": ("ja", "zh"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "CYRILLIC": ("ru", "uk"),
    "GREEK": ("el",),
    "ARABIC": ("ar", "fa"),
    "HEBREW": ("he",),
    "DEVANAGARI": ("hi",),
    "THAI": ("th",),
}
"""By the letters that a place is written in, the languages whose names for it are understood."""


@value
class ZoneMatch:
    """The zones that a text may mean; it is ``sure`` if it can only mean these."""

    zones: tuple[str, ...] = ()
    sure: bool = True


@lru_cache(maxsize=512)
def clock(zone: str) -> tzinfo:
    """A zone's clock; UTC for an empty or unknown name."""
    if fixed := _FIXED.fullmatch(zone):
        sign, hours, minutes = fixed.groups()
        ahead = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-ahead if sign == "-" else ahead)
    try:
        return ZoneInfo(zone) if zone else UTC
    except (ValueError, LookupError, OSError):
        return UTC


def title(zone: str, language: str = "en") -> str:
    if fixed := re.fullmatch(r"Etc/GMT([+-])(\d+)", zone):
        return f"UTC{'−' if fixed[1] == '+' else '+'}{fixed[2]}"
    if not zone or zone in ("Etc/UTC", "Etc/GMT"):
        return "UTC"
    if _FIXED.fullmatch(zone):
        return zone.replace("-", "−")
    return _cities(language).get(zone) or _city(zone)


def find(text: str, at: datetime, language: str = "en") -> ZoneMatch:
    """The zones that ``text`` may mean: an offset, a zone's name, a city, a country.

    An offset means the places whose clocks show it at ``at``. What is only the beginning of a name
    counts if a single city has it; a name that is misspelt is a guess, never sure.
    """
    written = text.strip()
    if (offset := _offset(written)) is not None:
        return _at_offset(offset, at)
    wanted = _fold(written)
    names = _names(tuple(sorted({language, *_TONGUES, *_written_in(written)})))
    if lettered := _by_letters(written, at):
        return ZoneMatch(lettered)
    for kind in ("zone", "city", "country"):
        if zones := names[kind].get(wanted):
            return ZoneMatch(_distinct(zones, at))
    if zones := _in_country(written, names):
        return ZoneMatch(_distinct(zones, at))
    if len(wanted) > 2:
        begun = [
            z for name, zones in names["city"].items() if name.startswith(wanted) for z in zones
        ]
        if begun:
            return ZoneMatch(_distinct(begun, at))
        near = get_close_matches(wanted, [*names["city"], *names["country"]], 3, _LIKENESS)
        guessed = [z for name in near for z in names["city"].get(name) or names["country"][name]]
        return ZoneMatch(_distinct(guessed, at), sure=False)
    return ZoneMatch()


@lru_cache(maxsize=512)
def guess(tag: str) -> str:
    """The zone that who speaks this language most likely lives in; empty if unsure."""
    from babel.core import UnknownLocaleError

    if not tag:
        return ""
    try:
        territory = _territory(tag)
    except (ValueError, UnknownLocaleError):
        return ""
    zones = _distinct(_cldr("territory_zones").get(territory, ()), _SOME_DAY)
    return zones[0] if len(zones) == 1 else ""


def _territory(tag: str) -> str:
    """The territory that a language's tag names, or else where it is spoken most."""
    from babel.core import parse_locale

    language, territory, script, *_ = parse_locale(tag.replace("-", "_"))
    if territory:
        return territory
    likely = _cldr("likely_subtags")
    likeliest = likely.get(f"{language}_{script}" if script else language, "") or likely.get(
        language
    )
    return str(likeliest or "").rpartition("_")[2]


def _in_country(written: str, names: dict[str, dict[str, list[str]]]) -> list[str]:
    """The zones of a city with its country behind it: ``berlin, germany``."""
    city, comma, _ = written.partition(",")
    words = _fold(written).split()
    for cut in range(1, len(words)):
        place, country = " ".join(words[:cut]), " ".join(words[cut:])
        zones = names["city"].get(place, [])
        if inside := [zone for zone in zones if zone in names["country"].get(country, ())]:
            return inside
    return names["city"].get(_fold(city), []) if comma else []


def _written_in(text: str) -> frozenset[str]:
    """Languages that a text in other letters than Latin ones may be written in."""
    scripts = {unicodedata.name(mark, "").partition(" ")[0] for mark in text if mark.isalpha()}
    return frozenset(language for script in scripts for language in _SCRIPTS.get(script, ()))


def _offset(written: str) -> timedelta | None:
    match = _OFFSET.fullmatch(written)
    if not written or match is None:
        return None
    _, sign, hours, minutes = match.groups()
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    ahead = ahead if sign in (None, "+") else -ahead
    return ahead if _MIN_OFFSET <= ahead <= _MAX_OFFSET else None


def _at_offset(offset: timedelta, at: datetime) -> ZoneMatch:
    """The places whose clocks show this offset, and the offset itself all year."""
    if not offset:
        return ZoneMatch(("Etc/UTC",))
    shown = [zone for zone in WELL_KNOWN if at.astimezone(clock(zone)).utcoffset() == offset]
    return ZoneMatch((*_distinct(shown, at)[: CANDIDATES - 1], _name_offset(offset)))


def _name_offset(offset: timedelta) -> str:
    """A fixed offset by IANA's name, or by its own where IANA has none."""
    minutes = abs(offset) // timedelta(minutes=1)
    if minutes % 60 == 0:
        return f"Etc/GMT{'+' if offset < timedelta() else '-'}{minutes // 60}"
    return f"UTC{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _by_letters(written: str, at: datetime) -> tuple[str, ...]:
    """The places whose zone is called by these letters, such as CET, in winter or in summer."""
    letters = written.upper()
    if not re.fullmatch(r"[A-Z]{3,4}", letters):
        return ()
    half = at + timedelta(days=182)
    named = [
        zone
        for zone in WELL_KNOWN
        if letters in {moment.astimezone(clock(zone)).tzname() for moment in (at, half)}
    ]
    return _distinct(named, at)


def _distinct(zones: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Of zones that agree all year, only the best known."""
    best: dict[tuple[object, ...], str] = {}
    rank = {zone: number for number, zone in enumerate(WELL_KNOWN)}
    for zone in sorted(zones, key=lambda zone: (rank.get(zone, len(rank)), zone)):
        days = (at + timedelta(weeks=week) for week in range(52))
        best.setdefault(tuple(day.astimezone(clock(zone)).utcoffset() for day in days), zone)
    return tuple(best.values())[:CANDIDATES]


def _cldr(table: str) -> Any:
    # Loaded when a place is first named: most learners never do.
    from babel.core import get_global

    return get_global(table)  # type: ignore[arg-type] # which tables there are is ours to know


def _locale(language: str) -> Any:
    from babel.core import Locale

    return Locale(language)


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Every zone by each of its names: those that it once had too."""
    known = {zone: zone for zone in _cldr("zone_territories") if zone != "Etc/Unknown"}
    aliases = _cldr("zone_aliases").items()
    return known | {old: zone for old, zone in aliases if zone in known}


@lru_cache(maxsize=8)
def _cities(language: str) -> dict[str, str]:
    """What cities are called in a language, where that is not what their zone's name says."""
    zones, cities = _zones(), _locale(language).time_zones.items()
    return {
        zones[zone]: names["city"] for zone, names in cities if zone in zones and "city" in names
    }


@lru_cache(maxsize=8)
def _names(languages: tuple[str, ...]) -> dict[str, dict[str, list[str]]]:
    """Zones by what they can be called in these: the zone itself, its city, its country."""
    names: dict[str, dict[str, list[str]]] = {"zone": {}, "city": {}, "country": {}}
    for name, zone in _zones().items():
        names["zone"].setdefault(_fold(name), []).append(zone)
        if "/" in name and not name.startswith("Etc/"):
            names["city"].setdefault(_fold(_city(name)), []).append(zone)
    for zone, cities in CITIES.items():
        for city in cities.split():
            names["city"].setdefault(_fold(city), []).append(zone)
    for zone, longer in LONGER.items():
        for city in longer:
            names["city"].setdefault(_fold(city), []).append(zone)
    for tongue in languages:
        for zone, city in _cities(tongue).items():
            names["city"].setdefault(_fold(city), []).append(zone)
        for code, country in _countries(tongue):
            names["country"].setdefault(_fold(country), []).extend(_cldr("territory_zones")[code])
    return names


def _countries(language: str) -> Iterator[tuple[str, str]]:
    for code in _cldr("territory_zones"):
        if country := _locale(language).territories.get(code):
            yield code, country
    yield from ((code, short) for short, code in _SHORT.items())


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _fold(text: str) -> str:
    """A name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(
        mark if mark.isalnum() else " " for mark in plain if not unicodedata.combining(mark)
    )
    return " ".join(letters.replace("ß", "ss").split())
