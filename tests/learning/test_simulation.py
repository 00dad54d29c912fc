"""The simulation of schedules: what it compares is what it says, and comes out the same again."""

import pytest

from bench.schedules import SCHEDULES, Ladder, Leitner, Schedule, Sm2
from bench.simulation import Learner, learn
from bot.learning.items import DAY, Answer
from bot.learning.predictions import Confidence

KEY = ("tea", "q")


def gaps(schedule: Schedule, answers: list[tuple[bool, Confidence]]) -> list[int]:
    """Days between these answers, each given on the day when it is asked for."""
    day, found = 0, []
    for right, confidence in answers:
        schedule.answered(KEY, Answer("", confidence, right, day * DAY), day)
        gap = next(days for days in range(400) if schedule.next(day + days))
        found.append(gap)
        day += gap
    return found


KNOWN: tuple[bool, Confidence] = (True, "probable")
MISSED: tuple[bool, Confidence] = (False, "probable")


def test_the_well_known_schedules_are_as_they_are_known() -> None:
    assert gaps(Ladder(), [KNOWN, MISSED, KNOWN, KNOWN, MISSED, KNOWN]) == [1, 3, 7, 14, 30, 30]
    assert gaps(Leitner(), [KNOWN, KNOWN, KNOWN, MISSED, KNOWN]) == [1, 2, 4, 1, 2]
    assert gaps(Sm2(), [KNOWN, KNOWN, KNOWN, KNOWN]) == [1, 6, 15, 38]
    assert gaps(Sm2(), [KNOWN, KNOWN, MISSED, KNOWN, KNOWN]) == [1, 6, 1, 1, 6]


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_keeps_to_its_minutes_helps_and_comes_out_the_same_again(name: str) -> None:
    idle, nothing = learn(Learner(0, 1.0), None, 0)
    kept, spent = learn(Learner(0, 1.0), SCHEDULES[name], 0.5)
    assert nothing == 0
    # The last question of a day is finished even if it takes longer than was left.
    assert 0 < spent <= 90 * (0.5 + 20 / 60)
    assert kept > idle
    assert learn(Learner(0, 1.0), SCHEDULES[name], 0.5) == (kept, spent)
    assert learn(Learner(1, 1.0), SCHEDULES[name], 0.5) != (kept, spent)
