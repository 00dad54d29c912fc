"""A learner's progress, worked out from facts in memory.

SQLite works out the same in SQL; the conformance suite holds the two against each other.
"""

from collections.abc import Iterable

from bot.conversation.facts import (
    Attempt,
    Fact,
    Judged,
    LessonFinished,
    LessonStarted,
    StepDone,
)
from bot.conversation.known import LessonProgress, Progress
from bot.learning.calibration import Tally
from bot.learning.predictions import Confidence


def progress_of(facts: Iterable[Fact]) -> Progress:
    """What these facts of one learner, oldest first, come to."""
    runs: dict[str, LessonStarted] = {}
    steps: set[tuple[str, int]] = set()
    finished: set[str] = set()
    attempts: list[Attempt] = []
    judged: dict[tuple[str, str], bool] = {}
    for fact in facts:
        match fact:
            case LessonStarted():
                runs.setdefault(fact.run, fact)
            case StepDone():
                steps.add((fact.run, fact.step))
            case LessonFinished():
                finished.add(fact.run)
            case Attempt(phase="first"):
                attempts.append(fact)
            case Judged(phase="first"):
                judged.setdefault((fact.run, fact.question), fact.right)
            case Attempt() | Judged():
                pass
    return Progress(
        lessons=tuple(
            _lesson([run for run in runs.values() if run.lesson == id], steps, finished)
            for id in dict.fromkeys(run.lesson for run in runs.values())
        ),
        predictions=len(attempts),
        score=sum(attempt.score or 0.0 for attempt in attempts),
        by_confidence=_tallies(attempts, judged),
    )


def _lesson(
    runs: list[LessonStarted], steps: set[tuple[str, int]], finished: set[str]
) -> LessonProgress:
    names = {run.run for run in runs}
    total = runs[-1].steps
    done = len({step for run, step in steps if run in names})
    return LessonProgress(runs[-1].lesson, min(done, total), total, bool(names & finished))


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
