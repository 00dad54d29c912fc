"""Statistics of all learners, worked out from facts; ``statistics`` does the same in SQL."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.conversation.facts.learner import (
    Attempt,
    Fact,
    Judged,
    LessonFinished,
    LessonStarted,
    StepDone,
)
from bot.conversation.inputs import LearnerId
from bot.conversation.lesson.modes import WHOLE
from bot.learning.calibration import Tally
from bot.learning.news import EVER, Span
from bot.learning.predictions import Confidence
from bot.learning.statistics import LATER, PAUSE, Count, Event, Observed, Overview, Read, Taken
from bot.lessons.revisions.equivalence import Alike
from bot.storage.figures.statistics import in_order
from bot.storage.records import Answered

Facts = Mapping[LearnerId, Sequence[tuple[int, str, Fact]]]
"""The facts of each learner, with their time and their input."""


Void = Collection[tuple[str, str, str]]
"""Lessons, questions and revisions with a wrong key."""


def overview(facts: Facts, void: Void) -> Overview:
    """All lessons, and the calibration of the group."""
    lessons: dict[str, tuple[set[LearnerId], ...]] = defaultdict(lambda: (set(), set(), set()))
    for learner, found in facts.items():
        finished = {fact.run for *_, fact in found if isinstance(fact, LessonFinished)}
        for run, _ in _runs(found).values():
            if run.mode in WHOLE:
                lessons[run.lesson][0].add(learner)
                if run.run in finished:
                    lessons[run.lesson][1].add(learner)
    right: Counter[Confidence] = Counter()
    total: Counter[Confidence] = Counter()
    predicted = set()
    for one in counted(facts, void):
        learner, *_, phase = one.place
        lessons[one.lesson][2].add(learner)
        if phase == "first":
            predicted.add(learner)
            if one.right is not None:
                total[one.confidence] += 1
                right[one.confidence] += one.right
    return Overview(
        tuple(Taken(name, *map(len, sets)) for name, sets in sorted(lessons.items())),
        len(predicted),
        {word: Tally(right[word], total[word]) for word in total},
    )


def observed(facts: Facts, lesson: str, alike: Alike, void: Void, within: Span = EVER) -> Observed:
    """What is on record of a lesson, in what is alike of its revisions."""
    all_taken = {one.lesson: one for one in overview(facts, void).lessons}
    same = set(alike.questions)
    stories: dict[tuple[LearnerId, str], list[Answered]] = defaultdict(list)
    for one in counted(facts, void):
        learner, _, _, question, _ = one.place
        if one.lesson == lesson and (question, one.revision) in same:
            stories[learner, question].append(one)
    counts: Counter[Count] = Counter()
    for story in stories.values():
        told = sorted(story, key=_moment)
        if within.since <= told[0].place[1] < within.until:
            counts.update(_events(told))
    return Observed(
        all_taken.get(lesson, Taken(lesson)),
        tuple(_steps(facts, lesson, alike)),
        in_order(replace(one, number=number) for one, number in counts.items()),
    )


def counted(facts: Facts, void: Void) -> list[Answered]:
    """Every answer that counts, in the order of the table."""
    return [one for one in answers(facts, void) if not one.void]


def answers(facts: Facts, void: Void) -> list[Answered]:
    """Every answer of every learner, in the order of the table."""
    found: dict[tuple[object, ...], Answered] = {}
    for learner, noted in facts.items():
        judged: dict[tuple[str, str, str], bool] = {}
        for *_, fact in noted:
            if isinstance(fact, Judged):
                judged.setdefault((fact.run, fact.question, fact.phase), fact.right)
        for at, origin, fact in noted:
            if isinstance(fact, Attempt):
                right = fact.right
                if right is None:
                    right = judged.get((fact.run, fact.question, fact.phase))
                place = (learner, at, origin, fact.question, fact.phase)
                what = (fact.lesson, fact.revision, fact.choice, fact.confidence)
                wrong = (fact.lesson, fact.question, fact.revision) in void
                answer = Answered(place, *what, right, fact.score, fact.took_ms, wrong)
                found.setdefault(place, answer)
    return sorted(found.values(), key=lambda one: one.place)


def _moment(one: Answered) -> tuple[int, str, str]:
    _, at, origin, _, phase = one.place
    return at, origin, phase


def _events(story: Sequence[Answered]) -> Iterator[Count]:
    """What one learner adds to the counts of a question; their answers are in order."""
    first = story[0]
    began = _moment(first)[0]
    exits = (one for one in story if one.place[-1] == "exit")
    late = (one for one in story if _moment(one)[0] >= began + LATER)
    moments: tuple[tuple[Event, Answered | None], ...] = (
        ("first", first),
        ("exit", next(exits, None)),
        ("later", next(late, None)),
    )
    question, was = first.place[3], first.choice
    for event, one in moments:
        if one is not None:
            how = (one.choice, one.confidence, one.right)
            yield Count(question, event, was, first.right, *how, 0)
    if first.right is not False or was is None:
        return
    mended = next((number for number, one in enumerate(story) if one.right), None)
    if mended is not None:
        yield Count(question, "mended", was, False, None, "none", None, 0)
        if any(one.choice == was for one in story[mended + 1 :]):
            yield Count(question, "relapsed", was, False, None, "none", None, 0)


def _runs(found: Iterable[tuple[int, str, Fact]]) -> dict[str, tuple[LessonStarted, int]]:
    """Each run and when it began."""
    runs: dict[str, tuple[LessonStarted, int]] = {}
    for at, _, fact in found:
        if isinstance(fact, LessonStarted):
            runs.setdefault(fact.run, (fact, at))
    return runs


def _steps(facts: Facts, lesson: str, alike: Alike) -> Iterator[Read]:
    readers: dict[int, set[LearnerId]] = defaultdict(set)
    times: dict[int, list[int]] = defaultdict(list)
    for learner, found in facts.items():
        done: dict[tuple[str, int], int] = {}
        for at, _, fact in found:
            if isinstance(fact, StepDone):
                done.setdefault((fact.run, fact.step), at)
        for run, began in _runs(found).values():
            if run.lesson != lesson or run.mode not in WHOLE or run.revision not in alike.steps:
                continue
            before = began
            for at, step in sorted((at, key[1]) for key, at in done.items() if key[0] == run.run):
                readers[step].add(learner)
                if 0 <= at - before <= PAUSE:
                    times[step].append(at - before)
                before = at
    for step in sorted(readers):
        yield Read(step, len(readers[step]), len(times[step]), sum(times[step]))
