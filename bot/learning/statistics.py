"""What a group of learners shows of a lesson: where they stop, what they believe, what fails.

A mean confidence is that of the probabilities that the words stand for (``predictions``), a guess
and "no idea" being 1 out of as many as there are options; who said no confidence is left out. Of
groups of fewer than ``GROUP`` learners only the size is told: more would tell of persons. A
misconception is a wrong answer that several gave at first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from types import MappingProxyType

from bot.learning.calibration import Tally
from bot.learning.observations import (
    GROUP,
    MOMENTS,
    AnswerCount,
    FirstWeek,
    Moment,
    Observations,
    Participation,
    StepCount,
    TypedCount,
    WayCount,
    WorkCount,
    number_of_learners,
)
from bot.learning.predictions import Confidence, probability
from bot.lessons import pitfalls
from bot.lessons.answers import fold
from bot.lessons.model import Lesson
from bot.lessons.numbers import holds, written_range
from bot.lessons.practice import Check
from bot.lessons.question import Question
from bot.values import replace, value


@value
class Misconception:
    """A wrong option that learners chose at first: how many, and how many of them were sure."""

    question: str
    text: str
    option: str
    number: int
    sure: int
    of: int


def misconceptions(
    question: Question, counts: Sequence[AnswerCount], typed: Sequence[TypedCount]
) -> Iterable[Misconception]:
    """What learners were wrong about at first: words, each of several learners, or options."""
    first = [count for count in counts if count.event == "first"]
    if question.typed:
        held = [typed_count for typed_count in typed if not typed_count.overruled]
        for said, number, sure in refused_words(held):
            of = number_of_learners(first)
            yield Misconception(question.id, question.text, said, number, sure, of)
    for number, option in enumerate(question.options):
        wrong = [
            answer_count
            for answer_count in first
            if answer_count.choice == number and answer_count.right is False
        ]
        chosen = sum(answer_count.number for answer_count in wrong)
        if chosen:
            sure = sum(
                answer_count.number for answer_count in wrong if answer_count.confidence == "sure"
            )
            of = number_of_learners(first)
            yield Misconception(question.id, question.text, option.label, chosen, sure, of)


def refused_words(typed: Iterable[TypedCount]) -> list[tuple[str, int, int]]:
    """Words that are not accepted, how many wrote them and were sure of them: the commonest first.

    Those that differ in no more than is forgiven are the same, in the form that most wrote. What
    fewer than ``GROUP`` wrote is nobody's business.
    """
    numbers: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for typed_count in typed:
        if typed_count.answer and (typed_count.overruled or not typed_count.right):
            said = fold(typed_count.answer)
            numbers[said] += typed_count.number
            sure[said] += typed_count.number * typed_count.sure
            forms.setdefault(said, Counter())[typed_count.answer] += typed_count.number
    rows = [
        (min(forms[said].items(), key=lambda form: (-form[1], form[0]))[0], number, sure[said])
        for said, number in numbers.items()
        if number >= GROUP
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


SAID = 5
"""Answers in words that are told of a question: the commonest."""

CLASSES = 2
"""Classes of an answer in words: right or wrong."""

OWN, RIGHT, WRONG = -1, -2, -3
"""What stands in an option's place where something was typed."""


@value
class OverallStatistics:
    """All lessons, and how the answers of ``learners`` before a reveal came out.

    ``weeks`` are first weeks, ``in_fives``.
    """

    lessons: tuple[Participation, ...]
    learners: int
    calibration: Mapping[Confidence, Tally]
    weeks: tuple[FirstWeek, ...] = ()


def in_fives(week: FirstWeek) -> FirstWeek:
    """A first week whose numbers are multiples of ``GROUP``, so that none tells of a person."""
    since, *counts = astuple(week)
    return FirstWeek(since, *(count - count % GROUP for count in counts))


@value
class StepStatistics:
    """A step as it is told; ``seconds`` is the mean, ``None`` if too few were timed.

    ``learners`` have read it to its end, and ``of`` are these and all who stopped before that in a
    mode that has the step; ``lost`` stopped right before it.
    """

    title: str
    learners: int
    seconds: float | None
    of: int = 0
    lost: int = 0


@value
class OptionShare:
    """How many chose an option, from 0, and how sure they were, if any of them said so.

    ``None`` is "no idea". In place of an option there may be a range that was offered, ``OWN``
    another range, or words that were ``RIGHT`` or ``WRONG``.
    """

    option: int | None
    number: int
    confidence: float | None


@value
class MomentStatistics:
    """The answers of a group at a moment; without ``shares`` the group is too small for them."""

    moment: Moment
    learners: int
    shares: tuple[OptionShare, ...] = ()


@value
class Proportion:
    """How many of how many; where these are too few, there is ``None`` in its place."""

    number: int
    of: int


@value
class QuestionStatistics:
    """A question: its options, those that are right, and what the group made of it.

    ``failed`` are those who were wrong at first and still at the exit. ``relapsed`` are those who
    were wrong, then right, then chose the same wrong option again. An estimate has its ranges for
    options, as they are on record, and ``held`` are those whose first range held the truth. Of an
    answer in words, ``overruled`` are those who say that their first answer meant the same;
    ``said`` are the commonest that are not accepted, each of ``GROUP`` learners at least, and how
    many learners they were. Half of the group took ``thought`` seconds or less for their first
    answer; ``None`` if too few were timed.
    """

    id: str
    text: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    views: tuple[MomentStatistics, ...]
    failed: Proportion | None
    relapsed: Proportion | None
    held: Proportion | None = None
    overruled: Proportion | None = None
    said: tuple[tuple[str, int], ...] = ()
    thought: float | None = None

    @property
    def estimate(self) -> bool:
        """Whether its options are ranges."""
        return self.held is not None


@value
class CheckStatistics:
    """A check of an exercise or milestone that learners did not meet, at first and at last.

    ``check`` is ``None`` where there was nothing to look at: in a milestone, a tick alone.
    """

    title: str
    check: Check | None
    milestone: bool
    first: int
    last: int
    of: int


@value
class LessonStatistics:
    """All that is told of a lesson; what is too small to be broken down is not in it.

    ``unfinished`` are those who have read all steps of their mode, and not come to its end.
    """

    lesson: str
    title: str
    started: int
    finished: int | None
    steps: tuple[StepStatistics, ...]
    questions: tuple[QuestionStatistics, ...]
    misconceptions: tuple[Misconception, ...]
    calibration: Mapping[Confidence, Tally]
    checks: tuple[CheckStatistics, ...] = ()
    unfinished: int = 0


Steps = Mapping[str, Sequence[int]]
"""The numbers of the steps that each mode tells, from its beginning to its end."""

_END = 0
"""What stands in a step's place for those who have read all of their own."""


def lesson_statistics(
    lesson: Lesson, observed: Observations, steps: Steps = MappingProxyType({})
) -> LessonStatistics:
    """The statistics of a lesson; ``steps`` says where learners can stop."""
    taken, by_question = observed.taken, _by_question(observed.counts)
    enough = taken.started >= GROUP
    typed: dict[str, list[TypedCount]] = {}
    for count in observed.typed:
        typed.setdefault(count.question, []).append(count)
    questions = (*lesson.questions, *pitfalls.on_record(lesson))
    thought = {
        time.question: time.median / 1000 for time in observed.thought if time.times >= GROUP
    }
    asked = [
        replace(
            _statistics(question, by_question.get(question.id, ()), typed.get(question.id, ())),
            thought=thought.get(question.id),
        )
        for question in questions
    ]
    answered = [
        question
        for question in questions
        if number_of_learners(by_question.get(question.id, ())) >= GROUP
    ]
    held = [
        held
        for question in answered
        for held in misconceptions(question, by_question[question.id], typed.get(question.id, ()))
    ]
    stopped, ahead = _stops(observed.ways, steps)
    return LessonStatistics(
        lesson.id,
        lesson.title,
        taken.started,
        taken.finished if enough else None,
        tuple(_steps(lesson, observed.steps, stopped, ahead)) if enough else (),
        tuple(asked),
        tuple(
            sorted(
                held,
                key=lambda misconception: (
                    -misconception.sure,
                    -misconception.number,
                    misconception.question,
                    misconception.option,
                ),
            )
        ),
        calibration(count for question in answered for count in by_question[question.id]),
        tuple(_checks(lesson, observed.work)),
        stopped[_END] if enough else 0,
    )


def calibration(counts: Iterable[AnswerCount]) -> dict[Confidence, Tally]:
    """How first answers came out, by confidence; those without a verdict are left out."""
    right: Counter[Confidence] = Counter()
    total: Counter[Confidence] = Counter()
    for count in counts:
        if count.event == "first" and count.right is not None:
            total[count.confidence] += count.number
            right[count.confidence] += count.number * count.right
    return {word: Tally(right[word], total[word]) for word in sorted(total)}


def failing_questions(questions: Iterable[QuestionStatistics]) -> list[QuestionStatistics]:
    """The questions whose explanation leaves learners wrong, the worst first."""
    entries = [
        (question.failed.number / question.failed.of, question)
        for question in questions
        if question.failed
    ]
    return [
        statistics for share, statistics in sorted(entries, key=lambda pair: -pair[0]) if share > 0
    ]


def _checks(lesson: Lesson, work: Sequence[WorkCount]) -> list[CheckStatistics]:
    """The checks that were not met, those most who were asked did not meet first."""
    milestones = {milestone.id for milestone in lesson.project.milestones}
    counts = {(work_count.item, work_count.check): work_count for work_count in work}
    groups = []
    for item, title, checks in lesson.checked:
        of = counts.get((item, None), WorkCount(item, None, 0, 0)).first
        for number in range(-1, len(checks)):
            work_count = counts.get((item, number))
            if work_count is not None and of >= GROUP:
                check = checks[number] if number >= 0 else None
                here = item in milestones
                groups.append(
                    CheckStatistics(title, check, here, work_count.first, work_count.last, of)
                )
    return sorted(
        groups,
        key=lambda check_statistics: (
            -check_statistics.first / check_statistics.of,
            -check_statistics.last / check_statistics.of,
        ),
    )


def _by_question(counts: Iterable[AnswerCount]) -> dict[str, list[AnswerCount]]:
    results: dict[str, list[AnswerCount]] = {}
    for count in counts:
        results.setdefault(count.question, []).append(count)
    return results


def _stops(ways: Iterable[WayCount], steps: Steps) -> tuple[Counter[int], Counter[int]]:
    """Before which step learners stopped, and by step how many had it still ahead of them."""
    stopped: Counter[int] = Counter()
    ahead: Counter[int] = Counter()
    for way in ways:
        if way.finished:
            continue
        left = [number for number in steps.get(way.mode, ()) if number > way.reached]
        stopped[left[0] if left else _END] += way.number
        for number in left:
            ahead[number] += way.number
    return stopped, ahead


def _steps(
    lesson: Lesson, read: Sequence[StepCount], stopped: Counter[int], ahead: Counter[int]
) -> Iterable[StepStatistics]:
    step_counts = {step_count.step: step_count for step_count in read}
    for number, step in enumerate(lesson.steps, start=1):
        step_count = step_counts.get(number, StepCount(number, 0, 0, 0))
        timed = step_count.learners >= GROUP and step_count.times >= GROUP
        yield StepStatistics(
            step.title,
            step_count.learners,
            step_count.took / step_count.times / 1e6 if timed else None,
            step_count.learners + ahead[number],
            stopped[number],
        )


def _statistics(
    question: Question, counts: Sequence[AnswerCount], typed: Sequence[TypedCount]
) -> QuestionStatistics:
    first = [count for count in counts if count.event == "first"]
    ranges = [
        answer_count for answer_count in first if answer_count.confidence in ("range", "wide")
    ]
    held = sum(answer_count.number for answer_count in ranges if answer_count.right)
    words = typed if question.typed else ()
    overruled = sum(typed_count.number for typed_count in words if typed_count.overruled)
    wrong = [count for count in counts if count.was_right is False]
    still = sum(
        answer_count.number
        for answer_count in wrong
        if answer_count.event == "exit" and answer_count.right is False
    )
    return QuestionStatistics(
        question.id,
        question.text,
        _labels(question),
        _right(question),
        tuple(_view(question, counts, moment) for moment in MOMENTS),
        _part(still, number_of_learners(wrong, "exit")),
        _part(number_of_learners(wrong, "relapsed"), number_of_learners(wrong, "mended")),
        _part(held, number_of_learners(ranges)) if question.estimate else None,
        _part(overruled, sum(typed_count.number for typed_count in words)) if overruled else None,
        tuple((said, number) for said, number, _ in refused_words(words))[:SAID],
    )


def _labels(question: Question) -> tuple[str, ...]:
    if question.estimate:
        return tuple(
            written_range(interval.low, interval.high) for interval in question.estimate.ranges
        )
    return tuple(option.label for option in question.options)


def _right(question: Question) -> tuple[int, ...]:
    if estimate := question.estimate:
        return tuple(n for n, interval in enumerate(estimate.ranges) if holds(estimate, interval))
    return tuple(n for n, option in enumerate(question.options) if option.right)


def _part(number: int, of: int) -> Proportion | None:
    return Proportion(number, of) if of >= GROUP else None


def _view(question: Question, counts: Sequence[AnswerCount], moment: Moment) -> MomentStatistics:
    answer_counts = [count for count in counts if count.event == moment]
    learners = number_of_learners(answer_counts, moment)
    if learners < GROUP:
        return MomentStatistics(moment, learners)
    options: list[int | None] = [*range(len(_labels(question))), None]
    if question.estimate:
        options.insert(-1, OWN)
    if question.typed:
        options[:0] = [RIGHT, WRONG]
    classes = CLASSES if question.typed else max(len(question.options), 1)
    shares = (_share(option, answer_counts, classes) for option in options)
    return MomentStatistics(
        moment,
        learners,
        tuple(share for share in shares if share.number or share.option not in (None, OWN)),
    )


def _share(option: int | None, counts: Iterable[AnswerCount], options: int) -> OptionShare:
    chosen = [count for count in counts if _answer_key(count) == option]
    said = [
        answer_count
        for answer_count in chosen
        if answer_count.confidence not in ("unsaid", "range", "wide")
    ]
    weight = sum(answer_count.number for answer_count in said)
    sure = sum(
        probability(answer_count.confidence, options) * answer_count.number for answer_count in said
    )
    return OptionShare(
        option,
        sum(answer_count.number for answer_count in chosen),
        sure / weight if weight else None,
    )


def _answer_key(answer_count: AnswerCount) -> int | None:
    """What stands for an answer: its option, or what was typed."""
    if answer_count.choice is not None or answer_count.confidence == "none":
        return answer_count.choice
    if answer_count.confidence in ("range", "wide"):
        return OWN
    return RIGHT if answer_count.right else WRONG
