"""What may be told of a cohort to who sees the figures of its whole course as well.

The difference of the two is of those beside the cohort. Where these are fewer than ``GROUP``, it
would tell of persons. So whatever is told of a group within the cohort, such as those who answered
a question, is left out if there are so few beside it who did. A group that is too small itself is
told by its size alone, and sizes are no secret.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.learning.observations import GROUP, AnswerCount, Observations, Participation
from bot.learning.statistics import LessonStatistics, OverallStatistics
from bot.values import replace

_Group = tuple[str, ...]
"""The question, and of whom something is told: who answered at a moment, who was wrong before."""


def beside(circle: Observations, everybodys: Observations) -> Observations:
    """What is on record of a cohort, without what would tell of a few who are not of it."""
    mine, every = _groups(circle), _groups(everybodys)
    few = {group[0] for group, number in every.items() if _tells(mine[group], number)}
    steps = {step.step: step.times for step in everybodys.steps}
    work = {
        work_count.item: work_count.first
        for work_count in everybodys.work
        if work_count.check is None
    }
    done = {
        work_count.item: work_count.first for work_count in circle.work if work_count.check is None
    }
    return Observations(
        circle.taken,
        # How many they are is told, but not how long it took them.
        tuple(
            replace(step, times=0, took=0) if _tells(step.times, steps.get(step.step, 0)) else step
            for step in circle.steps
        ),
        tuple(count for count in circle.counts if count.question not in few),
        tuple(typed_count for typed_count in circle.typed if typed_count.question not in few),
        tuple(
            work_count
            for work_count in circle.work
            if not _tells(done.get(work_count.item, 0), work[work_count.item])
        ),
        circle.ways,
    )


def report_beside(
    report: LessonStatistics, circle: Participation, everybodys: Participation
) -> LessonStatistics:
    """A lesson's figures; how far they came is left out where that tells of a few beside them."""
    if _tells(circle.started, everybodys.started):
        return replace(report, finished=None, steps=(), unfinished=0)
    return report


def overall_beside(circle: OverallStatistics, everybodys: OverallStatistics) -> OverallStatistics:
    """The same of all lessons of a course."""
    started = {lesson.lesson: lesson.started for lesson in everybodys.lessons}
    lessons = tuple(
        lesson
        for lesson in circle.lessons
        if not _tells(lesson.started, started.get(lesson.lesson, 0))
    )
    if _tells(circle.learners, everybodys.learners):
        return replace(circle, lessons=lessons, learners=0, calibration={})
    return replace(circle, lessons=lessons)


def _tells(mine: int, everybodys: int) -> bool:
    """Whether what is told of so many tells of a few beside them."""
    return mine >= GROUP and 0 < everybodys - mine < GROUP


def _groups(observed: Observations) -> Mapping[_Group, int]:
    counts: Counter[_Group] = Counter()
    for count in observed.counts:
        for group in _of(count):
            counts[count.question, *group] += count.number
    for typed in observed.typed:
        counts[typed.question, "typed"] += typed.number
    return counts


def _of(answer_count: AnswerCount) -> Iterator[_Group]:
    yield (answer_count.event,)
    if answer_count.was_right is False:
        yield answer_count.event, "wrong"
    if answer_count.confidence in ("range", "wide"):
        yield answer_count.event, "range"
