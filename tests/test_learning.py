"""Scores and calibration, against figures worked out elsewhere."""

import math
from itertools import pairwise
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.learning.calibration import ENOUGH, Tally, Z, fit, interval
from bot.learning.predictions import belief, probability, reveal, score


@pytest.mark.parametrize(
    ("confidence", "right", "points"),
    [
        ("probable", True, 12.75),
        ("probable", False, -17.25),
        ("sure", True, 24.75),
        ("sure", False, -65.25),
        ("guess", True, 0),
        ("guess", False, 0),
        ("none", False, 0),
    ],
)
def test_two_options_score_as_25_minus_100_times_the_squared_error(
    confidence: str, right: bool, points: float
) -> None:
    assert score(confidence, 2, 1, right) == pytest.approx(points)  # type: ignore[arg-type]


@given(st.integers(2, 8), st.sampled_from(["probable", "sure"]), st.floats(0, 1))
def test_honesty_pays_best(options: int, said: str, truth: float) -> None:
    """With k options and a true probability, the nearest word has the best expected score."""

    def expected(confidence: str) -> float:
        right = score(confidence, options, 1, right=True)  # type: ignore[arg-type]
        wrong = score(confidence, options, 1, right=False)  # type: ignore[arg-type]
        return truth * right + (1 - truth) * wrong

    others = {"guess", "probable", "sure"} - {said}
    distance = abs(probability(said, options) - truth)  # type: ignore[arg-type]
    nearest = all(
        distance <= abs(probability(other, options) - truth)  # type: ignore[arg-type]
        for other in others
    )
    if nearest:
        assert all(expected(said) >= expected(other) - 1e-9 for other in others)


def test_knowing_nothing_scores_nothing_on_average() -> None:
    for options in range(2, 9):
        assert score("guess", options, 1, right=True) == 0
        for confidence in ("probable", "sure"):
            blind = score(confidence, options, 1, right=True) / options + score(
                confidence, options, 1, right=False
            ) * (1 - 1 / options)
            assert blind < 0


def test_several_right_options_count_as_one_class() -> None:
    assert score("sure", 4, 2, right=True) == pytest.approx(score("sure", 3, 1, right=True))


@pytest.mark.parametrize("keyed", [0, 3])
def test_a_question_without_a_right_and_a_wrong_option_has_no_score(keyed: int) -> None:
    with pytest.raises(ValueError, match="nothing to score"):
        score("sure", 3, keyed, right=True)


def test_a_commitment_leaves_probability_for_the_truth() -> None:
    assert belief("sure", 2, 1, right=False) == pytest.approx(0.05)
    assert belief("sure", 3, 1, right=False) == pytest.approx(0.025)
    assert belief("sure", 3, 1, right=True) == pytest.approx(0.95)
    assert belief("sure", 4, 2, right=False) == pytest.approx(0.025), "two right ones are one class"
    assert belief("none", 4, 1, right=False) == pytest.approx(0.25)


def test_there_are_four_reveals_and_one_for_no_idea() -> None:
    cases = [(c, r) for c in ("sure", "probable") for r in (True, False)]
    assert [reveal(c, r) for c, r in cases] == [  # type: ignore[arg-type]
        "sure_right",
        "sure_wrong",
        "unsure_right",
        "unsure_wrong",
    ]
    assert reveal("guess", right=True) == "unsure_right"
    assert reveal("none", right=False) == "unknown"


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_wilsons(tally: tuple[int, int]) -> None:
    """Its ends are the shares that lie Z standard errors of their own away from what was seen."""
    right, total = tally
    for end in interval(Tally(right, total)):
        error = math.sqrt(end * (1 - end) / total)
        assert abs(right / total - end) == pytest.approx(Z * error, abs=1e-6)
    assert pytest.approx(Z, abs=1e-3) == NormalDist().inv_cdf(0.95)
    assert interval(Tally()) == (0.0, 1.0)


def test_little_data_says_nothing() -> None:
    assert fit("sure", Tally(0, ENOUGH - 1)) == "early"
    assert fit("guess", Tally(5, 50)) == "early"


def test_a_word_that_promised_too_much_too_little_or_just_enough() -> None:
    assert fit("sure", Tally(5, 10)) == "over"
    assert fit("probable", Tally(40, 42)) == "under"
    assert fit("probable", Tally(6, 9)) == "fits"
    assert fit("sure", Tally(9, 10)) == "fits"


def test_better_results_never_read_worse() -> None:
    order = ["over", "fits", "under"]
    for confidence in ("probable", "sure"):
        verdicts = [fit(confidence, Tally(right, 20)) for right in range(21)]
        places = [order.index(verdict) for verdict in verdicts]
        assert all(earlier <= later for earlier, later in pairwise(places))
