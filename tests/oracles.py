"""What a store must answer, worked out once more in plain Python.

A database counts in SQL, over rows. ``Ledger`` counts the same over the facts themselves, in loops
that are slow and easy to follow. Property tests put any facts on record in both, and hold the
answers against each other. Where the two differ, either may be wrong: it is the rule that counts,
as the docstrings of ``bot.learning`` and ``bot.storage`` say it.
"""

import statistics
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime

from bot.conversation.facts.admin import Corrected
from bot.conversation.facts.learner import (
    AchievementReached,
    Attempt,
    Checked,
    Enrolled,
    Fact,
    GoalReached,
    Judged,
    LessonFinished,
    LessonStarted,
    Overruled,
    Scheduled,
    SettingChanged,
    StepDone,
    Submission,
    Suspended,
)
from bot.conversation.inputs import LearnerId
from bot.conversation.lesson.modes import WHOLE
from bot.conversation.needs.learner import LearnerHistory, LessonProgress, Progress
from bot.learning.beliefs import Belief
from bot.learning.calibration import Tally
from bot.learning.experiment import LATEST, SOONEST, ExperimentResults
from bot.learning.habits import QUARTER
from bot.learning.items import Item, item_anew
from bot.learning.logbook import Totals
from bot.learning.observations import (
    BACK,
    EVER,
    LATER,
    PAUSE,
    WEEK,
    Activity,
    AnswerCount,
    Event,
    FirstWeek,
    LessonActivity,
    Observations,
    Participation,
    Period,
    StepCount,
    ThinkingTime,
    TypedCount,
    WayCount,
    WorkCount,
)
from bot.learning.predictions import PROBABILITY, Confidence
from bot.learning.scores import AGO, COUNTED
from bot.learning.statistics import OverallStatistics
from bot.lessons.revisions.keys import EquivalentRevisions
from bot.storage.codec import micros
from bot.storage.records import AnswerRecord, Record

Dated = tuple[int, str, Fact]
"""A fact with its time and its input."""

Facts = Mapping[LearnerId, Sequence[Dated]]
"""The facts of each learner."""

Void = Collection[tuple[str, str, str]]
"""Lessons, questions and revisions with a wrong key."""


@dataclass
class Ledger:
    """All that was put on record, batch by batch."""

    facts: dict[LearnerId, list[Dated]] = field(default_factory=lambda: defaultdict(list))
    items: dict[LearnerId, dict[tuple[str, str], Item]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    suspended: set[tuple[LearnerId, str, str]] = field(default_factory=set)
    void: set[tuple[str, str, str]] = field(default_factory=set)
    since: dict[LearnerId, int] = field(default_factory=dict)
    """When each learner was first heard."""
    _corrections: set[str] = field(default_factory=set)

    def write(self, *batch: Record) -> None:
        """Put these turns on record; what they correct is corrected once all else is kept."""
        for record in batch:
            self.since.setdefault(record.learner, micros(record.at))
            for fact in record.facts:
                self.facts[record.learner].append((micros(record.at), record.input, fact))
                if isinstance(fact, Scheduled | Suspended):
                    key = (fact.item.lesson, fact.item.question)
                    self.items[record.learner][key] = fact.item
                    away = isinstance(fact, Suspended)
                    (self.suspended.add if away else self.suspended.discard)((record.learner, *key))
        for record in batch:
            for fact in record.facts:
                if isinstance(fact, Corrected) and fact.id not in self._corrections:
                    self._correct(fact, micros(record.at))

    def _correct(self, fact: Corrected, at: int) -> None:
        self._corrections.add(fact.id)
        key = (fact.lesson, fact.question)
        for learner, found in self.facts.items():
            touched = any(
                isinstance(one, Attempt)
                and (one.lesson, one.question) == key
                and one.revision in {*fact.wrong, *fact.again}
                for *_, one in found
            )
            if touched and key in self.items[learner]:
                self.items[learner][key] = item_anew(*key, at)
                self.suspended.discard((learner, *key))
        self.void |= {(*key, revision) for revision in fact.wrong}
        self.void -= {(*key, revision) for revision in fact.again}

    # One learner

    def counted(self, learner: LearnerId) -> Iterator[Fact]:
        """Their facts, without answers that are void."""
        for *_, fact in sorted(ruled(self.facts[learner]), key=lambda one: one[:2]):
            if not (
                isinstance(fact, Attempt)
                and (fact.lesson, fact.question, fact.revision) in self.void
            ):
                yield fact

    def progress(self, learner: LearnerId) -> Progress:
        """As ``Store.progress``."""
        return progress_of(self.counted(learner))

    def totals(self, learner: LearnerId) -> Totals:
        """As ``Store.totals``."""
        return past_of(self.counted(learner))

    def experiment(self, learner: LearnerId) -> ExperimentResults:
        """As ``Store.experiments``."""
        return trial_of(self.facts[learner], self.void)

    def history(self, learner: LearnerId) -> LearnerHistory:
        """As ``Store.histories``."""
        away = {(lesson, one) for who, lesson, one in self.suspended if who == learner}
        return history_of(self.facts[learner], self.items[learner].values(), away, self.void)

    def remembered(self, learner: LearnerId, lesson: str) -> dict[str, Item]:
        """As ``Store.items``."""
        found = self.items[learner].values()
        return {item.question: item for item in found if item.lesson == lesson}

    def due(self, learner: LearnerId, until: datetime) -> tuple[Item, ...]:
        """As ``Store.due``."""
        coming = sorted(
            (item.due, *key)
            for key, item in self.items[learner].items()
            if (learner, *key) not in self.suspended
        )
        last = next((due for due, *_ in coming if due > micros(until)), micros(until))
        return tuple(self.items[learner][lesson, one] for due, lesson, one in coming if due <= last)

    # All learners

    def overview(self) -> OverallStatistics:
        """As ``Store.overview``."""
        return overview(self.facts, self.void)

    def observations(
        self, lesson: str, alike: EquivalentRevisions, within: Period = EVER
    ) -> Observations:
        """As ``Store.observations``."""
        return observed(self.facts, lesson, alike, self.void, within)

    def first_weeks(self, within: Period) -> tuple[FirstWeek, ...]:
        """As ``Store.first_weeks``."""
        starts = range(within.since, within.until, WEEK)
        weeks = (first_week(self, Period(start, start + WEEK)) for start in starts)
        return tuple(week for week in weeks if week.started)

    def activity(self, within: Period) -> Activity:
        """As ``Store.activity``."""
        return news(self.facts, self.void, within)

    def answers(self) -> list[AnswerRecord]:
        """As ``Store.answers``, all of them."""
        return answers(self.facts, self.void)


def ruled(facts: Iterable[Dated]) -> list[Dated]:
    """These facts of one learner, with answers right that were called wrong and overruled."""
    every = list(facts)
    now = in_the_end(fact for *_, fact in every)
    return [(at, origin, fact) for (at, origin, _), fact in zip(every, now, strict=True)]


def in_the_end(facts: Iterable[Fact]) -> list[Fact]:
    """The same without times."""
    every = list(facts)
    overruled: dict[tuple[str, str, str], Overruled] = {}
    for fact in every:
        if isinstance(fact, Overruled):
            overruled.setdefault((fact.run, fact.question, fact.phase), fact)
    found: list[Fact] = []
    for fact in every:
        if isinstance(fact, Attempt) and fact.right is False:
            over = overruled.get((fact.run, fact.question, fact.phase))
            found.append(replace(fact, right=True, score=over.score) if over else fact)
        else:
            found.append(fact)
    return found


# One learner


def progress_of(facts: Iterable[Fact]) -> Progress:
    """What these facts of one learner, oldest first, come to."""
    runs: dict[str, LessonStarted] = {}
    finished: set[str] = set()
    attempts: list[Attempt] = []
    scores: list[float] = []
    judged: dict[tuple[str, str], bool] = {}
    for fact in in_the_end(facts):
        if isinstance(fact, Attempt) and fact.phase != "exit" and fact.score is not None:
            scores.append(fact.score)
        match fact:
            case LessonStarted():
                runs.setdefault(fact.run, fact)
            case LessonFinished():
                finished.add(fact.run)
            case Attempt(phase="first"):
                attempts.append(fact)
            case Judged(phase="first"):
                judged.setdefault((fact.run, fact.question), fact.right)
            case Attempt() | Judged():
                pass
    finished = {id for id in finished if id in runs and runs[id].mode in WHOLE}
    return Progress(
        lessons=tuple(
            LessonProgress(id, any(runs[run].lesson == id for run in finished))
            for id in dict.fromkeys(run.lesson for run in runs.values())
        ),
        predictions=len(attempts),
        scores=tuple(scores)[-COUNTED - AGO :],
        by_confidence=_tallies(attempts, judged),
    )


def _tallies(
    attempts: list[Attempt], judged: dict[tuple[str, str], bool]
) -> dict[Confidence, Tally]:
    tallies: dict[Confidence, Tally] = {}
    for attempt in attempts:
        right = attempt.right
        if right is None:
            right = judged.get((attempt.run, attempt.question))
        if right is not None:
            so_far = tallies.get(attempt.confidence, Tally())
            tallies[attempt.confidence] = Tally(so_far.right + right, so_far.total + 1)
    return tallies


def past_of(facts: Iterable[Fact]) -> Totals:
    """What these facts of one learner, oldest first, come to."""
    facts = list(facts)
    attempts = [fact for fact in facts if isinstance(fact, Attempt)]
    names = (fact.name for fact in facts if isinstance(fact, AchievementReached))
    days = (fact.day for fact in facts if isinstance(fact, GoalReached))
    return Totals(
        progress_of(facts).by_confidence,
        sum(one.phase == "first" and not one.unknown for one in attempts),
        sum(one.phase == "review" for one in attempts),
        achievements=tuple(dict.fromkeys(names)),
        reached=tuple(dict.fromkeys(days)),
        scores=progress_of(facts).scores[-COUNTED:],
    )


def trial_of(facts: Iterable[Dated], void: Void = ()) -> ExperimentResults:
    """What the experiment shows of one learner."""
    enrolled: dict[tuple[str, str], tuple[int, str]] = {}
    first: dict[tuple[str, str], tuple[int, Attempt]] = {}
    every = sorted(ruled(facts), key=lambda one: one[:2])
    for at, _, fact in every:
        if isinstance(fact, Enrolled):
            enrolled.setdefault((fact.lesson, fact.question), (at, fact.arm))
    for at, _, fact in every:
        if isinstance(fact, Attempt):
            key = (fact.lesson, fact.question)
            if key in enrolled and at > enrolled[key][0]:
                first.setdefault(key, (at, fact))
    tallies = {"asked": Tally(), "told": Tally()}
    for key, (at, attempt) in first.items():
        began, arm = enrolled[key]
        aged = attempt.phase == "review" and SOONEST <= at - began <= LATEST
        if (*key, attempt.revision) in void:
            continue
        if aged and attempt.right is not None:
            so_far = tallies[arm]
            tallies[arm] = Tally(so_far.right + attempt.right, so_far.total + 1)
    return ExperimentResults(**tallies)


def history_of(
    facts: Iterable[Dated],
    kept: Iterable[Item],
    suspended: Collection[tuple[str, str]],
    void: Void = (),
) -> LearnerHistory:
    """The history of one learner, from facts and from what they remember."""
    attempts: list[tuple[int, str, Attempt]] = []
    judged: dict[tuple[str, str, str], bool] = {}
    written: list[int] = []
    for at, origin, fact in ruled(facts):
        match fact:
            case Attempt():
                attempts.append((at, origin, fact))
            case Judged():
                judged.setdefault((fact.run, fact.question, fact.phase), fact.right)
            case Submission():
                written.append(at)
            case _:
                pass
    firsts: dict[tuple[str, str], Attempt] = {}
    for _, _, attempt in sorted(attempts, key=lambda one: one[:2]):
        firsts.setdefault((attempt.lesson, attempt.question), attempt)
    return LearnerHistory(
        tuple(
            sorted(
                (one for one in kept if (one.lesson, one.question) not in suspended),
                key=lambda one: (one.lesson, one.question),
            )
        ),
        frozenset(suspended),
        _by_quarter(at for at, _, _ in attempts),
        _by_quarter(written),
        tuple(
            Belief(one.lesson, one.question, one.revision, one.choice, one.confidence, one.answer)
            for _, one in sorted(firsts.items())
            if (one.lesson, one.question, one.revision) not in void
            and not one.unknown
            and one.confidence in PROBABILITY
            and (judged.get((one.run, one.question, one.phase)) if one.right is None else one.right)
            is False
        ),
    )


def _by_quarter(times: Iterable[int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(Counter(at // QUARTER * QUARTER for at in times).items()))


# All learners


def overview(facts: Facts, void: Void) -> OverallStatistics:
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
        learner, *_, phase = one.key
        lessons[one.lesson][2].add(learner)
        if phase == "first":
            predicted.add(learner)
            if one.right is not None:
                total[one.confidence] += 1
                right[one.confidence] += one.right
    return OverallStatistics(
        tuple(Participation(name, *map(len, sets)) for name, sets in sorted(lessons.items())),
        len(predicted),
        {word: Tally(right[word], total[word]) for word in total},
    )


def observed(
    facts: Facts, lesson: str, alike: EquivalentRevisions, void: Void, within: Period = EVER
) -> Observations:
    """What is on record of a lesson, in what is alike of its revisions."""
    all_taken = {one.lesson: one for one in overview(facts, void).lessons}
    same = set(alike.questions)
    stories: dict[tuple[LearnerId, str], list[AnswerRecord]] = defaultdict(list)
    for one in counted(facts, void):
        learner, _, _, question, _ = one.key
        if one.lesson == lesson and (question, one.revision) in same:
            stories[learner, question].append(one)
    counts: Counter[AnswerCount] = Counter()
    for story in stories.values():
        told = sorted(story, key=_moment)
        if within.since <= told[0].key[1] < within.until:
            counts.update(_events(told))
    typed: Counter[TypedCount] = Counter()
    for noted in facts.values():
        first: dict[str, tuple[int, Attempt]] = {}
        for at, _, fact in sorted(_once(ruled(noted)), key=lambda one: (*one[:2], one[2].phase)):
            alike_one = fact.lesson == lesson and (fact.question, fact.revision) in same
            holds = (lesson, fact.question, fact.revision) not in void
            if alike_one and holds and fact.answer is not None:
                first.setdefault(fact.question, (at, fact))
        for at, fact in first.values():
            if within.since <= at < within.until:
                how = (fact.right is True, _overruled(noted, fact), fact.confidence == "sure")
                typed[TypedCount(fact.question, fact.answer or "", *how, 0)] += 1
    first_answers = [min(story, key=_moment) for story in stories.values()]
    times: dict[str, list[int]] = defaultdict(list)
    for answer in first_answers:
        if within.since <= answer.key[1] < within.until and 0 < answer.took_ms <= PAUSE // 1000:
            times[answer.key[3]].append(answer.took_ms)
    return Observations(
        all_taken.get(lesson, Participation(lesson)),
        tuple(_steps(facts, lesson, alike)),
        tuple(
            sorted(
                (replace(one, number=number) for one, number in counts.items()),
                key=lambda one: tuple(map(str, astuple(one))),
            )
        ),
        tuple(sorted((replace(one, number=n) for one, n in typed.items()), key=astuple)),
        tuple(_work(facts, lesson, alike, within)),
        tuple(_ways(facts, lesson, alike)),
        tuple(
            ThinkingTime(question, len(took), statistics.median_low(took))
            for question, took in sorted(times.items())
        ),
    )


def _overruled(noted: Iterable[Dated], fact: Attempt) -> bool:
    """Whether an answer is right only since it was overruled."""
    return not any(fact is one for *_, one in noted)


def _once(noted: Iterable[Dated]) -> Iterator[tuple[int, str, Attempt]]:
    """The attempts, of those in one place of the table the one that came first."""
    seen: set[tuple[object, ...]] = set()
    for at, origin, fact in noted:
        if isinstance(fact, Attempt):
            place = (at, origin, fact.question, fact.phase)
            if place not in seen:
                seen.add(place)
                yield at, origin, fact


def _work(
    facts: Facts, lesson: str, alike: EquivalentRevisions, within: Period
) -> Iterator[WorkCount]:
    """How many did not meet each check, at first and at last; before that, how many there are."""
    answers: dict[str, dict[LearnerId, list[tuple[int, str, Checked]]]] = {}
    for learner, dated in facts.items():
        for at, given, fact in dated:
            if (
                isinstance(fact, Checked)
                and fact.lesson == lesson
                and (fact.item, fact.revision) in set(alike.work)
                and _within(at, within)
            ):
                told = answers.setdefault(fact.item, {}).setdefault(learner, [])
                if (fact.run, given) not in [(one.run, then) for _, then, one in told]:
                    told.append((at, given, fact))
    for item in sorted(answers):
        stories = [sorted(told, key=lambda one: one[:2]) for told in answers[item].values()]
        first, last = ([told[n][2].failed for told in stories] for n in (0, -1))
        yield WorkCount(item, None, len(stories), len(stories))
        ever = {one for told in stories for _, _, fact in told for one in fact.failed}
        for check in sorted(ever):
            counts = (sum(check in failed for failed in moment) for moment in (first, last))
            yield WorkCount(item, check, *counts)


def counted(facts: Facts, void: Void) -> list[AnswerRecord]:
    """Every answer that counts, in the order of the table."""
    return [one for one in answers(facts, void) if not one.void]


def answers(facts: Facts, void: Void) -> list[AnswerRecord]:
    """Every answer of every learner, in the order of the table."""
    found: dict[tuple[object, ...], AnswerRecord] = {}
    for learner, noted in facts.items():
        judged: dict[tuple[str, str, str], bool] = {}
        for *_, fact in noted:
            if isinstance(fact, Judged):
                judged.setdefault((fact.run, fact.question, fact.phase), fact.right)
        for (at, origin, fact), (*_, before) in zip(ruled(noted), noted, strict=True):
            if isinstance(fact, Attempt):
                right = fact.right
                if right is None:
                    right = judged.get((fact.run, fact.question, fact.phase))
                place = (learner, at, origin, fact.question, fact.phase)
                what = (fact.lesson, fact.revision, fact.choice, fact.confidence)
                wrong = (fact.lesson, fact.question, fact.revision) in void
                said = fact.answer if fact.confidence in ("range", "wide") else None
                how = (right, fact.score, fact.took_ms, wrong, said, before is not fact)
                answer = AnswerRecord(place, *what, *how)
                found.setdefault(place, answer)
    return sorted(found.values(), key=lambda one: one.key)


def _moment(one: AnswerRecord) -> tuple[int, str, str]:
    _, at, origin, _, phase = one.key
    return at, origin, phase


def _events(story: Sequence[AnswerRecord]) -> Iterator[AnswerCount]:
    """What one learner adds to the counts of a question; their answers are in order."""
    first = story[0]
    began = _moment(first)[0]
    exits = (one for one in story if one.key[-1] == "exit")
    late = (one for one in story if _moment(one)[0] >= began + LATER)
    moments: tuple[tuple[Event, AnswerRecord | None], ...] = (
        ("first", first),
        ("exit", next(exits, None)),
        ("later", next(late, None)),
    )
    question, was = first.key[3], first.choice
    for event, one in moments:
        if one is not None:
            how = (one.choice, one.confidence, one.right)
            yield AnswerCount(question, event, was, first.right, *how, 0)
    if first.right is not False or was is None:
        return
    mended = next((number for number, one in enumerate(story) if one.right), None)
    if mended is not None:
        yield AnswerCount(question, "mended", was, False, None, "none", None, 0)
        if any(one.choice == was for one in story[mended + 1 :]):
            yield AnswerCount(question, "relapsed", was, False, None, "none", None, 0)


def _runs(found: Iterable[tuple[int, str, Fact]]) -> dict[str, tuple[LessonStarted, int]]:
    """Each run and when it began."""
    runs: dict[str, tuple[LessonStarted, int]] = {}
    for at, _, fact in found:
        if isinstance(fact, LessonStarted):
            runs.setdefault(fact.run, (fact, at))
    return runs


def _steps(facts: Facts, lesson: str, alike: EquivalentRevisions) -> Iterator[StepCount]:
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
        yield StepCount(step, len(readers[step]), len(times[step]), sum(times[step]))


def _ways(facts: Facts, lesson: str, alike: EquivalentRevisions) -> Iterator[WayCount]:
    ways: Counter[tuple[str, int, bool]] = Counter()
    for found in facts.values():
        ended = {fact.run for *_, fact in found if isinstance(fact, LessonFinished)}
        read = [(fact.run, fact.step) for *_, fact in found if isinstance(fact, StepDone)]
        best = [
            (
                (run.run not in ended, -max((n for id, n in read if id == run.run), default=0)),
                -began,
                run.run,
                run.mode,
            )
            for run, began in _runs(found).values()
            if run.lesson == lesson and run.mode in WHOLE and run.revision in alike.steps
        ]
        if best:
            (unfinished, reached), *_, mode = min(best)
            ways[mode, -reached, not unfinished] += 1
    for (mode, reached, finished), number in sorted(ways.items()):
        yield WayCount(mode, reached, finished, number)


def kept(facts: Iterable[Dated]) -> Iterator[tuple[int, Fact]]:
    """What tells when somebody was there, after their inputs are forgotten: of a run once each."""
    seen = set[tuple[str, str, int]]()
    for at, _, fact in facts:
        if isinstance(fact, LessonStarted | StepDone | LessonFinished):
            key = (type(fact).__name__, fact.run, fact.step if isinstance(fact, StepDone) else 0)
            if key not in seen:
                seen.add(key)
                yield at, fact
        elif isinstance(fact, Attempt | SettingChanged):
            yield at, fact


def first_week(ledger: Ledger, week: Period) -> FirstWeek:
    """Of those who were first heard in this week, how many did what within a week of that."""
    counts: Counter[str] = Counter()
    for learner, since in ledger.since.items():
        if not week.since <= since < week.until:
            continue
        counts["started"] += 1
        facts = [(at - since, fact) for at, fact in kept(ledger.facts[learner])]
        early = [fact for after, fact in facts if after < WEEK]
        runs = [fact for _, fact in facts if isinstance(fact, LessonStarted)]
        whole = {run.run for run in runs if run.mode in WHOLE}
        settings = [fact for fact in early if isinstance(fact, SettingChanged)]
        counts["answered"] += any(isinstance(fact, Attempt) for fact in early)
        counts["finished"] += any(
            isinstance(fact, LessonFinished) and fact.run in whole for fact in early
        )
        counts["reminded"] += any(one.key == "reminders" and one.value for one in settings)
        for name, day in zip(("second", "seventh"), BACK, strict=True):
            counts[name] += any(day.since <= after < day.until for after, _ in facts)
    return FirstWeek(week.since, **counts)


def news(facts: Facts, void: Void, within: Period) -> Activity:
    """What was new in a stretch of time."""
    begun: dict[str, set[LearnerId]] = defaultdict(set)
    ended: dict[str, set[LearnerId]] = defaultdict(set)
    for learner, found in facts.items():
        runs = {id: run for id, (run, _) in _runs(found).items() if run.mode in WHOLE}
        started = {id for id, (_, at) in _runs(found).items() if _within(at, within)}
        over: dict[str, int] = {}
        for at, _, fact in found:
            if isinstance(fact, LessonFinished):
                over.setdefault(fact.run, at)
        for id, run in runs.items():
            if id in started:
                begun[run.lesson].add(learner)
            if id in over and _within(over[id], within):
                ended[run.lesson].add(learner)
    given = [one for one in counted(facts, void) if _within(one.key[1], within)]
    answered = Counter(one.lesson for one in given)
    learners: dict[str, set[LearnerId]] = defaultdict(set)
    for one in given:
        learners[one.lesson].add(one.key[0])
    return Activity(
        tuple(
            LessonActivity(one, len(begun[one]), len(ended[one]), answered[one], len(learners[one]))
            for one in sorted({*begun, *ended, *answered})
        ),
        len({one.key[0] for one in given}),
    )


def _within(at: int, within: Period) -> bool:
    return within.since <= at < within.until
