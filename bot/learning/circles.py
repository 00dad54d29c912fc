"""What may be told of a cohort to who sees the figures of its whole course as well.

The difference of the two is of those beside the cohort. Where these are fewer than ``GROUP``, it
would tell of persons, so what it could be taken from is left out of the cohort's figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.learning.observations import (
    GROUP,
    Event,
    Observations,
    Participation,
    number_of_learners,
)
from bot.learning.statistics import LessonStatistics, OverallStatistics


def beside(theirs: Observations, everybodys: Observations) -> Observations:
    """What is on record of a cohort, without what would tell of a few who are not of it."""
    keys: set[tuple[str, Event]] = {(one.question, one.event) for one in everybodys.counts}
    few = {one[0] for one in keys if not _enough(_number(theirs, *one), _number(everybodys, *one))}
    said, said_by_all = (
        _sums((one.question, one.number) for one in observed.typed)
        for observed in (theirs, everybodys)
    )
    few |= {one for one in said_by_all if not _enough(said.get(one, 0), said_by_all[one])}
    steps = {one.step: one.learners for one in everybodys.steps}
    work = {one.item: one.first for one in everybodys.work if one.check is None}
    done = {one.item: one.first for one in theirs.work if one.check is None}
    return Observations(
        theirs.taken,
        tuple(one for one in theirs.steps if _enough(one.learners, steps.get(one.step, 0))),
        tuple(one for one in theirs.counts if one.question not in few),
        tuple(one for one in theirs.typed if one.question not in few),
        tuple(one for one in theirs.work if _enough(done.get(one.item, 0), work.get(one.item, 0))),
    )


def report_beside(
    report: LessonStatistics, theirs: Participation, everybodys: Participation
) -> LessonStatistics:
    """A lesson's figures; how far they came is left out where that tells of a few beside them."""
    if _enough(theirs.started, everybodys.started):
        return report
    return replace(report, finished=None, steps=())


def overall_beside(theirs: OverallStatistics, everybodys: OverallStatistics) -> OverallStatistics:
    """The same of all lessons of a course."""
    found = {one.lesson: one for one in everybodys.lessons}
    lessons = tuple(
        one
        for one in theirs.lessons
        if (whole := found.get(one.lesson)) and _enough(one.started, whole.started)
    )
    if _enough(theirs.learners, everybodys.learners):
        return replace(theirs, lessons=lessons)
    return replace(theirs, lessons=lessons, learners=0, calibration={})


def _enough(mine: int, everybodys: int) -> bool:
    """Whether those beside are none, or so many that they may be told of."""
    return not 0 < everybodys - mine < GROUP


def _number(observed: Observations, question: str, event: Event) -> int:
    return number_of_learners((one for one in observed.counts if one.question == question), event)


def _sums(counted: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for key, number in counted:
        found[key] = found.get(key, 0) + number
    return found
