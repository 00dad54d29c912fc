"""What was new in a stretch of time: in SQL, and worked out from facts."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from bot.conversation.facts.learner import LessonFinished, LessonStarted
from bot.conversation.inputs import LearnerId
from bot.conversation.lesson.modes import WHOLE
from bot.conversation.needs.admin import Publication
from bot.learning.news import Happened, News, Span
from bot.storage.figures.statistics_of_facts import Facts
from bot.storage.records import Answered

_MODES = f"({', '.join(repr(mode) for mode in WHOLE)})"

# What is put together here is this module's own text only.
STARTED = f"""
SELECT lesson, count(DISTINCT learner) FROM run
WHERE at >= ? AND at < ? AND mode IN {_MODES} GROUP BY lesson
"""  # noqa: S608 - see above
FINISHED = f"""
SELECT lesson, count(DISTINCT learner) FROM run JOIN run_finished USING (learner, run)
WHERE run_finished.at >= ? AND run_finished.at < ? AND mode IN {_MODES} GROUP BY lesson
"""  # noqa: S608 - see above
ANSWERED = """
SELECT lesson, count(*), count(DISTINCT learner) FROM counted
WHERE at >= ? AND at < ? GROUP BY lesson
"""
LEARNERS = "SELECT count(DISTINCT learner) FROM counted WHERE at >= ? AND at < ?"
PUBLISHED = """
SELECT name, revision, by, at, how FROM publication WHERE at >= ? AND at < ? ORDER BY at, name, id
"""


def news(
    started: Iterable[Any], finished: Iterable[Any], answered: Iterable[Any], learners: int
) -> News:
    """What the statements above find."""
    begun, ended = dict(started), dict(finished)
    given = {lesson: tuple(counts) for lesson, *counts in answered}
    lessons = sorted({*begun, *ended, *given})
    return News(
        tuple(
            Happened(one, begun.get(one, 0), ended.get(one, 0), *given.get(one, (0, 0)))
            for one in lessons
        ),
        learners,
    )


def published(rows: Iterable[Any]) -> tuple[tuple[str, Publication], ...]:
    """What ``PUBLISHED`` finds."""
    return tuple((name, Publication(*rest)) for name, *rest in rows)


def of_facts(facts: Facts, counted: Iterable[Answered], within: Span) -> News:
    """The same from facts, and from the answers that count."""
    begun: dict[str, set[LearnerId]] = defaultdict(set)
    ended: dict[str, set[LearnerId]] = defaultdict(set)
    for learner, found in facts.items():
        runs: dict[str, LessonStarted] = {}
        for at, _, fact in found:
            if isinstance(fact, LessonStarted) and fact.run not in runs:
                runs[fact.run] = fact
                if fact.mode in WHOLE and _within(at, within):
                    begun[fact.lesson].add(learner)
        for at, _, fact in found:
            run = runs.get(fact.run) if isinstance(fact, LessonFinished) else None
            if run and run.mode in WHOLE and _within(at, within):
                ended[run.lesson].add(learner)
    given = [one for one in counted if _within(one.place[1], within)]
    answers = Counter(one.lesson for one in given)
    learners: dict[str, set[LearnerId]] = defaultdict(set)
    for one in given:
        learners[one.lesson].add(one.place[0])
    return news(
        [(lesson, len(who)) for lesson, who in begun.items()],
        [(lesson, len(who)) for lesson, who in ended.items()],
        [(lesson, number, len(learners[lesson])) for lesson, number in answers.items()],
        len({one.place[0] for one in given}),
    )


def _within(at: int, within: Span) -> bool:
    return within.since <= at < within.until
