"""What is told of a cohort to who sees its whole course, too: never what a few beside it did."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.learning import circles
from bot.learning.observations import (
    GROUP,
    AnswerCount,
    Observations,
    Participation,
    StepCount,
    number_of_learners,
)
from bot.learning.statistics import OverallStatistics

PEOPLE = st.lists(
    st.tuples(st.booleans(), st.sampled_from("pq"), st.integers(0, 2)), min_size=1, max_size=40
)
"""Answers: whether by a member, to which question, and which."""


def observed(answers: list[tuple[bool, str, int]]) -> Observations:
    counted = Counter((question, choice) for _, question, choice in answers)
    counts = tuple(
        AnswerCount(question, "first", choice, True, choice, "sure", True, number)
        for (question, choice), number in sorted(counted.items())
    )
    return Observations(Participation("tea", len(answers), 0, len(answers)), counts=counts)


@given(PEOPLE)
def test_no_difference_tells_of_a_few(answers: list[tuple[bool, str, int]]) -> None:
    mine, whole = observed([one for one in answers if one[0]]), observed(answers)
    told = circles.beside(mine, whole)
    for question in "pq":
        shown, had, every = (
            number_of_learners(one for one in found.counts if one.question == question)
            for found in (told, mine, whole)
        )
        beside = every - had
        if shown >= GROUP:
            assert beside == 0 or beside >= GROUP
        assert shown == (0 if had >= GROUP and 0 < beside < GROUP else had), "no more is left out"


@given(PEOPLE)
def test_how_long_a_few_took_is_not_told(answers: list[tuple[bool, str, int]]) -> None:
    def read(number: int) -> Observations:
        steps = (StepCount(1, number, number, 60_000_000 * number),)
        return Observations(Participation("tea", number, 0), steps)

    members, everybody = sum(one for one, *_ in answers), len(answers)
    (step,) = circles.beside(read(members), read(everybody)).steps
    assert step.learners == members, "how many they are is no secret"
    hidden = members >= GROUP and 0 < everybody - members < GROUP
    assert (step.times == 0) == (hidden or members == 0)


def test_a_lesson_that_a_few_beside_have_taken_is_left_out_of_the_overview() -> None:
    lessons = (Participation("tea", 6, 6, 6), Participation("salt", 6, 6, 6))
    whole = (Participation("tea", 7, 6, 7), Participation("salt", 6 + GROUP, 6, 6 + GROUP))
    found = circles.overall_beside(
        OverallStatistics(lessons, 6, {}), OverallStatistics(whole, 11, {})
    )
    assert [one.lesson for one in found.lessons] == ["salt"]
