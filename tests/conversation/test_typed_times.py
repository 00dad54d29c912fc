"""Times of day as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.language.time_of_day import render, span, times


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9", ["09:00"]),
        ("8:15, 19:00", ["08:15", "19:00"]),
        ("8.15 and 7 pm", ["08:15", "19:00"]),
        ("at 12am; 12 PM", ["00:00", "12:00"]),
        ("um 7 Uhr und 18h30", ["07:00", "18:30"]),
        ("7:30 p.m.", ["19:30"]),
        ("noon", ["12:00"]),
        ("halb acht", ["07:30"]),
        ("um halb 8 und mittags", ["07:30", "12:00"]),
        ("halb acht abends", ["19:30"]),
        ("half past seven in the evening", ["19:30"]),
        ("halb eins", ["12:30"]),
    ],
)
def test_times_are_read(text: str, meant: list[str]) -> None:
    found = times(text)
    assert found is not None
    assert [render(one) for one in found] == meant


@pytest.mark.parametrize(
    "text", ["", "soon", "25:00", "9 apples", "13 pm", "8:15 maybe", "123", "-"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert times(text) is None


@given(st.integers(0, 1439))
def test_a_time_that_is_shown_can_be_typed(minute: int) -> None:
    assert times(render(minute)) == (minute,)


@pytest.mark.parametrize("text", ["22:00-7:00", "from 10pm to 7 am", "22 bis 7", "22:00 – 07:00"])
def test_a_span_is_read(text: str) -> None:
    assert span(text) == (1320, 420)


@pytest.mark.parametrize("text", ["22:00", "22-22", "1-2-3", "night"])
def test_what_is_no_span_is_none(text: str) -> None:
    assert span(text) is None
