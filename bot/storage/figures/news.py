"""What was new in a stretch of time."""

from collections.abc import Iterable
from typing import Any

from bot.conversation.facts.learner import WHOLE
from bot.conversation.needs.admin import Publication
from bot.learning.news import Happened, News

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
