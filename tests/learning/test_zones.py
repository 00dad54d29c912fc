"""A time zone by what people call it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.learning import zones
from bot.learning.zones import ZoneMatch, clock, find, title

WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("  new york ", "America/New_York"),
        ("NEW_YORK", "America/New_York"),
        ("Europe/Paris", "Europe/Paris"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Kiev", "Europe/Kyiv"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("germany", "Europe/Berlin"),
        ("Switzerland", "Europe/Zurich"),
        ("UK", "Europe/London"),
        ("Berl", "Europe/Berlin"),
        ("CET", "Europe/Berlin"),
        ("UTC", "Etc/UTC"),
        ("UTC-5:30", "UTC-05:30"),
        ("München", "Europe/Berlin"),
        ("Munich", "Europe/Berlin"),
        ("berlin, germany", "Europe/Berlin"),
        ("Wien, Österreich", "Europe/Vienna"),
        ("Köln Deutschland", "Europe/Berlin"),
        ("San Francisco, CA", "America/Los_Angeles"),
    ],
)
def test_what_can_only_be_one_place_is_that(text: str, zone: str) -> None:
    found = find(text, WINTER)
    assert found == ZoneMatch((zone,))


def test_cities_and_countries_are_known_by_the_learners_language_too() -> None:
    assert find("Wien", WINTER, "de") == ZoneMatch(("Europe/Vienna",))
    assert find("Deutschland", WINTER, "de") == ZoneMatch(("Europe/Berlin",))
    assert find("Vienna", WINTER, "de") == ZoneMatch(("Europe/Vienna",))
    assert find("Wien", WINTER, "en") == ZoneMatch(("Europe/Vienna",))
    assert find("日本", WINTER, "en") == ZoneMatch(("Asia/Tokyo",))


def test_an_offset_means_the_places_that_keep_it_now_and_the_offset_itself() -> None:
    winter, summer = find("+2", WINTER).zones, find("utc +02:00", SUMMER).zones
    assert "Europe/Kyiv" in winter
    assert "Europe/Berlin" not in winter
    assert "Europe/Berlin" in summer
    assert "Europe/Kyiv" not in summer
    assert winter[-1] == summer[-1] == "Etc/GMT-2"


def test_a_large_country_has_several_times() -> None:
    found = find("USA", WINTER)
    assert found.sure
    assert found.zones[:4] == (
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
    )


def test_a_misspelt_name_is_never_sure() -> None:
    assert find("Brlin", WINTER) == ZoneMatch(("Europe/Berlin",), sure=False)


@pytest.mark.parametrize("text", ["", "   ", "?", "Atlantis on sea", "+15", "-13", "12:99", "2026"])
def test_what_is_no_place_is_none(text: str) -> None:
    assert find(text, WINTER).zones == ()


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_an_answer_of_real_zones(text: str) -> None:
    found = find(text, WINTER)
    assert len(found.zones) <= zones.CANDIDATES
    for zone in found.zones:
        assert zone == "Etc/UTC" or clock(zone) is not UTC
        assert title(zone)


def test_every_zone_that_can_be_found_has_a_clock() -> None:
    names = zones._zones()
    assert len(names) > 500
    for name, zone in names.items():
        ZoneInfo(zone)
        if "/" in name and not name.startswith("Etc/"):
            assert find(name, WINTER) == ZoneMatch((zone,)), name


@given(st.integers(-12 * 4, 14 * 4))
def test_a_fixed_offset_is_kept_as_it_is(quarters: int) -> None:
    offset = timedelta(minutes=15 * quarters)
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    kept = find(f"{'-' if quarters < 0 else '+'}{hours}:{minutes:02}", WINTER).zones[-1]
    assert SUMMER.astimezone(clock(kept)).utcoffset() == offset


def test_a_zone_that_is_known_no_longer_is_utc() -> None:
    assert clock("Europe/Atlantis") is UTC
    assert clock("../../etc/passwd") is UTC
    assert clock("") is UTC


def test_a_zone_is_called_by_its_city_or_its_offset() -> None:
    assert title("America/New_York") == "New York"
    assert title("Europe/Vienna", "de") == "Wien"
    assert title("Etc/GMT-2") == "UTC+2"
    assert title("Etc/GMT+3") == "UTC−3"
    assert title("UTC-05:30") == "UTC−05:30"
    assert title("") == title("Etc/UTC") == "UTC"


@pytest.mark.parametrize(
    ("tag", "zone"),
    [
        ("de", "Europe/Berlin"),
        ("de-AT", "Europe/Vienna"),
        ("en-GB", "Europe/London"),
        ("fr", "Europe/Paris"),
        ("en", ""),
        ("en-US", ""),
        ("", ""),
        ("xx-nonsense-1", ""),
    ],
)
def test_a_zone_is_guessed_where_a_language_is_spoken_on_one_clock(tag: str, zone: str) -> None:
    assert zones.guess(tag) == zone
