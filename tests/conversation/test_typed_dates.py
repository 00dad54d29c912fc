"""Dates as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.language.typed_dates import days, span

TODAY = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", "2026-03-04"),
        ("Morgen", "2026-03-05"),
        ("the day after tomorrow", "2026-03-06"),
        ("Friday", "2026-03-06"),
        ("next Wed", "2026-03-11"),
        ("am Montag", "2026-03-09"),
        ("in 2 weeks", "2026-03-18"),
        ("10 days", "2026-03-14"),
        ("in einer Woche", "2026-03-11"),
        ("in a month", "2026-04-04"),
        ("2026-05-01", "2026-05-01"),
        ("1.5.", "2026-05-01"),
        ("24.12.2026", "2026-12-24"),
        ("3.3.", "2027-03-03"),
        ("24/12", "2026-12-24"),
        ("12/24/26", "2026-12-24"),
        ("24 Dec", "2026-12-24"),
        ("Dec 24, 2026", "2026-12-24"),
        ("1st of May", "2026-05-01"),
        ("Fri, 1 May", "2026-05-01"),
        ("am 24. Dezember", "2026-12-24"),
        ("1. Mai 2026", "2026-05-01"),
        ("29 Feb", "2028-02-29"),
    ],
)
def test_dates_are_read(text: str, meant: str) -> None:
    assert [day.isoformat() for day in days(text, TODAY)] == [meant]


@pytest.mark.parametrize(
    ("region", "meant"), [("US", ["2026-05-06"]), ("GB", ["2026-06-05"]), ("", None)]
)
def test_a_date_with_slashes_is_read_by_region_or_either_way(
    region: str, meant: list[str] | None
) -> None:
    either = ["2026-06-05", "2026-05-06"]
    assert [day.isoformat() for day in days("5/6", TODAY, region)] == (meant or either)


@pytest.mark.parametrize(
    "text", ["", "soon", "31 Feb", "32.1.", "5", "in many weeks", "13/13", "may", "2026", "0 days"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert days(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2 weeks", "2026-03-04", "2026-03-17"),
        ("for a week", "2026-03-04", "2026-03-10"),
        ("until Monday", "2026-03-04", "2026-03-09"),
        ("I’m away until Monday", "2026-03-04", "2026-03-09"),
        ("Ich bin weg bis Montag", "2026-03-04", "2026-03-09"),
        ("next week", "2026-03-09", "2026-03-15"),
        ("bis zum 24.12.", "2026-03-04", "2026-12-24"),
        ("from 24 Dec to 2 Jan", "2026-12-24", "2027-01-02"),
        ("24.12. - 2.1.", "2026-12-24", "2027-01-02"),
        ("24.12.–2.1.", "2026-12-24", "2027-01-02"),
        ("vom 3. bis 9. August", "2026-08-03", "2026-08-09"),
        ("3.-9. August", "2026-08-03", "2026-08-09"),
        ("Friday to Sunday", "2026-03-06", "2026-03-08"),
        ("2026-04-01 to 2026-04-10", "2026-04-01", "2026-04-10"),
    ],
)
def test_a_span_is_read(text: str, first: str, last: str) -> None:
    found = span(text, TODAY)
    assert found is not None
    assert [day.isoformat() for day in found] == [first, last]


@pytest.mark.parametrize("text", ["", "Monday", "until", "for ever", "2026-04-10 to 2026-04-01"])
def test_what_is_no_span_is_none(text: str) -> None:
    assert span(text, TODAY) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_not(text: str) -> None:
    assert len(days(text, TODAY)) <= 2
    found = span(text, TODAY)
    assert found is None or found[0] <= found[1]


@given(st.dates(TODAY, TODAY + timedelta(days=364)))
def test_a_day_ahead_is_read_in_every_form(day: date) -> None:
    forms = (f"{day}", f"{day.day}.{day.month}.", f"{day:%d %B}", f"{day:%b} {day.day}")
    assert {days(one, TODAY) for one in forms} == {(day,)}
