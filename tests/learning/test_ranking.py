"""Who ranks where on a board."""

import pytest

from bot.learning.ranking import By, rank_entries


def test_whoever_has_answered_little_is_not_ranked_however_lucky() -> None:
    found = [("Lucky", 3, 24.0), ("Ana", 10, 5.0), ("Ben", 200, 9.0)]
    assert [(one.rank, one.name, one.figure) for one in rank_entries(found, "score")] == [
        (1, "Ben", 84),
        (2, "Ana", 80),
    ]


def test_a_day_asks_for_less() -> None:
    assert rank_entries([("Ana", 5, 5.0)], "score") == ()
    assert rank_entries([("Ana", 5, 5.0)], "score", day=True)


def test_who_is_as_good_has_the_same_rank_and_the_next_one_is_behind_both() -> None:
    found = [("Cleo", 10, 1.0), ("Ben", 10, 3.1), ("Ana", 10, 2.9)]
    assert [(one.rank, one.name) for one in rank_entries(found, "score")] == [
        (1, "Ana"),
        (1, "Ben"),
        (3, "Cleo"),
    ]


@pytest.mark.parametrize(("by", "first"), [("gain", "Much"), ("fit", "Little")])
def test_more_gain_is_better_and_less_misfit(by: By, first: str) -> None:
    assert rank_entries([("Much", 20, 0.9), ("Little", 20, 0.1)], by)[0].name == first
