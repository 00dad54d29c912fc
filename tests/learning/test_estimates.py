"""Estimates: the score of a range, and what a range says."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.learning import estimates
from bot.lessons import numbers
from bot.lessons.question import Estimate, Range


def estimate(truth: float, *ends: float) -> Estimate:
    ranges = tuple(Range(low=low, high=high) for low, high in pairwise(ends))
    return Estimate(truth=truth, ranges=ranges)


LINEAR = estimate(12, 10, 20, 30, 50)
LOGARITHMIC = estimate(17, 5, 10, 20, 50, 200)


def points(asked: Estimate, low: float, high: float) -> float:
    return estimates.score(asked, Range(low=low, high=high))


@pytest.mark.parametrize("asked", [LINEAR, LOGARITHMIC])
def test_all_that_is_offered_scores_nothing_and_the_truth_itself_most(asked: Estimate) -> None:
    whole = numbers.span(asked)
    assert points(asked, whole.low, whole.high) == pytest.approx(0)
    assert points(asked, -1e9, 1e12) == pytest.approx(0), "what lies beyond it is cut off"
    assert points(asked, asked.truth, asked.truth) == pytest.approx(estimates.MAX_POINTS)


def test_a_miss_costs_ten_times_its_distance() -> None:
    # A span of 40: a width of 10 costs a quarter of 25, a miss by 4 ten times a tenth of it.
    assert points(LINEAR, 10, 20) == pytest.approx(25 * 0.75)
    assert points(LINEAR, 16, 20) == pytest.approx(25 * (0.9 - 10 * 0.1))


def test_far_apart_ends_are_measured_by_logarithms() -> None:
    assert points(LOGARITHMIC, 5, 50) == pytest.approx(points(LOGARITHMIC, 15, 150))
    assert points(estimate(0, -10, 0, 500), -10, 0) > 0, "below zero there are no logarithms"


@given(
    st.lists(st.floats(6, 190), min_size=10, max_size=30, unique=True).map(sorted),
    st.lists(st.floats(5, 200), min_size=2, max_size=2).map(sorted),
)
def test_nothing_pays_better_than_the_range_from_ones_tenth_to_ones_ninetieth_percent(
    believed: list[float], other: list[float]
) -> None:
    """``believed`` are truths that are held for equally likely."""
    low = believed[(len(believed) + 9) // 10 - 1]
    high = believed[-((len(believed) + 9) // 10)]

    def expected(low: float, high: float) -> float:
        worlds = [LOGARITHMIC.model_copy(update={"truth": truth}) for truth in believed]
        return sum(points(one, low, high) for one in worlds) / len(worlds)

    assert expected(low, high) >= expected(*other) - 1e-9


def test_a_range_of_more_than_half_of_all_says_little() -> None:
    said = {end: estimates.confidence(LINEAR, Range(low=10, high=end)) for end in (20, 30, 31)}
    assert said == {20: "range", 30: "range", 31: "wide"}
