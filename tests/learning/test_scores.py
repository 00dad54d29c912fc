"""Scores and calibration, against figures worked out elsewhere."""

import math
from itertools import pairwise
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.learning import scores
from bot.learning.calibration import MIN_ANSWERS, Tally, Z, fit, interval
from bot.learning.predictions import (
    BEST,
    MIDDLE,
    Confidence,
    belief,
    probability,
    reveal,
    score,
)


def tables(keyed: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(keyed + 1, 8).map(lambda options: (options, keyed))


@pytest.mark.parametrize(
    ("confidence", "right", "points"),
    [
        ("probable", True, 87.75),
        ("probable", False, 57.75),
        ("sure", True, 99.75),
        ("sure", False, 9.75),
        ("guess", True, 75),
        ("guess", False, 75),
        ("none", False, 75),
    ],
)
def test_two_options_score_as_100_minus_100_times_the_squared_error(
    confidence: str, right: bool, points: float
) -> None:
    kept = score(confidence, 2, 1, right)  # type: ignore[arg-type]
    assert MIDDLE + kept == pytest.approx(points)


def test_three_options_by_hand() -> None:
    """Sure of one: 0.95 for it and 0.025 for the two others; no idea: a third for each."""
    loss = 0.05**2 + 2 * 0.025**2
    assert score("sure", 3, 1, right=True) == pytest.approx(25 - 25 * loss / (2 / 3))
    loss = 0.95**2 + 0.025**2 + 0.975**2
    assert score("sure", 3, 1, right=False) == pytest.approx(25 - 25 * loss / (2 / 3))


@given(st.integers(1, 4).flatmap(tables), st.sampled_from(["probable", "sure"]))
def test_no_score_is_above_a_hundred_nor_below_nothing(
    table: tuple[int, int], word: Confidence
) -> None:
    for right in (True, False):
        assert 0 <= MIDDLE + score(word, *table, right=right) <= BEST


@given(st.integers(2, 6), st.floats(0, 1), st.floats(0, 1))
def test_the_rule_is_proper_whatever_is_stated(options: int, truth: float, stated: float) -> None:
    """Were any probability allowed, the true one would have the best expected score."""

    def points(p: float, right: bool) -> float:
        rest = (1 - p) / (options - 1)
        others = (options - 2) * rest**2
        miss = (1 - p) ** 2 + (options - 1) * rest**2 if right else p**2 + others + (1 - rest) ** 2
        return BEST - (BEST - MIDDLE) * miss / (1 - 1 / options)

    def expected(p: float) -> float:
        return truth * points(p, right=True) + (1 - truth) * points(p, right=False)

    assert expected(truth) >= expected(stated) - 1e-9
    assert points(0.95, right=True) - MIDDLE == pytest.approx(score("sure", options, 1, right=True))


WORDS: tuple[Confidence, ...] = ("guess", "probable", "sure")


def expected(confidence: Confidence, options: int, keyed: int, truth: float) -> float:
    """The score to expect of saying this about what is right with the probability ``truth``."""
    right = score(confidence, options, keyed, right=True)
    return truth * right + (1 - truth) * score(confidence, options, keyed, right=False)


def honest(options: int, keyed: int, truth: float) -> Confidence:
    """The word that comes nearest to this probability."""
    classes = options - keyed + 1
    return min(WORDS, key=lambda word: abs(probability(word, classes) - truth))


@given(st.integers(1, 4).flatmap(tables), st.floats(0, 1))
def test_honesty_pays_best(table: tuple[int, int], truth: float) -> None:
    """Of the words offered, the one nearest to the truth has the best expected score."""
    best = expected(honest(*table, truth), *table, truth)
    assert all(best >= expected(word, *table, truth) - 1e-9 for word in WORDS)


def test_each_word_pays_best_in_a_range_of_its_own() -> None:
    """With two options, a guess up to 57.5 %, probably until 80 %, sure above."""
    best = [
        max(WORDS, key=lambda word: round(expected(word, 2, 1, percent / 100), 9))
        for percent in range(50, 101)
    ]
    assert [best.index(word) + 50 for word in WORDS] == [50, 58, 81]
    assert best == sorted(best, key=WORDS.index)


@given(st.integers(1, 4).flatmap(tables), st.booleans())
def test_who_says_honestly_that_they_do_not_know_is_in_the_middle(
    table: tuple[int, int], right: bool
) -> None:
    assert score("none", *table, right) == 0
    assert score("guess", *table, right) == 0


@given(st.integers(1, 4).flatmap(tables))
def test_who_knows_nothing_and_claims_to_loses(table: tuple[int, int]) -> None:
    options, keyed = table
    blind = 1 / (options - keyed + 1)
    assert expected("probable", *table, blind) < 0
    assert expected("sure", *table, blind) < expected("probable", *table, blind)


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
    assert fit("sure", Tally(0, MIN_ANSWERS - 1)) == "early"
    assert fit("guess", Tally(5, 50)) == "early"


def test_a_word_that_promised_too_much_too_little_or_just_enough() -> None:
    assert fit("sure", Tally(5, 10)) == "over"
    assert fit("probable", Tally(40, 42)) == "under"
    assert fit("probable", Tally(12, 18)) == "fits"
    assert fit("sure", Tally(9, 10)) == "fits"
    assert fit("sure", Tally(85, 100)) == "fits", "no other word would be better"


def test_where_nothing_is_shown_nothing_fits() -> None:
    assert fit("probable", Tally(3, 9)) == "unclear", "a third beside a promise of a half or more"
    assert fit("probable", Tally(6, 9)) == "unclear", "anything from 39 to 86 % may be true"
    assert fit("sure", Tally(14, 20)) == "unclear", "not refuted, and not what it says either"


def test_better_results_never_read_worse() -> None:
    order = ["over", "fits", "under"]
    for confidence in ("probable", "sure"):
        verdicts = [fit(confidence, Tally(right, 20)) for right in range(21)]
        places = [order.index(verdict) for verdict in verdicts if verdict != "unclear"]
        assert all(earlier <= later for earlier, later in pairwise(places))


def test_a_learner_s_score_is_the_mean_of_the_latest_answers() -> None:
    assert scores.score([24.75] * (scores.MIN_ANSWERS - 1)) is None
    assert scores.score([0.0] * scores.MIN_ANSWERS) == MIDDLE
    assert scores.score([24.75] * 19 + [-65.25]) == 95
    assert scores.score([-65.25] * 30 + [24.75] * scores.COUNTED) == 100, "what was is over"


def test_what_a_score_was_is_known_once_there_was_one() -> None:
    before = [-65.25] * scores.MIN_ANSWERS
    assert scores.score_before(before + [24.75] * (scores.AGO - 1)) is None
    assert scores.score_before(before + [24.75] * scores.AGO) == 10
