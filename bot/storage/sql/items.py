"""What learners remember: how items are written, and how what is due is found.

Each question is asked for a whole batch at once, and looks at what it is about alone, by an index.

What is due is found by a partial index on learner and due time, so its cost grows with what is due,
and not with learners or items.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.conversation.facts.learner import Scheduled, Suspended
from bot.conversation.inputs import LearnerId
from bot.learning.items import Answer, Item
from bot.storage.codec import micros
from bot.storage.sql.base import Base
from bot.storage.sql.connection import Parameters
from bot.storage.sql.facts import by_statement, verdict

_COLUMNS = (
    "lesson, question, number, stability, difficulty, due, at, said, confidence, verdict,"
    " checks, check_at, wording"
)

# What is put together here is this module's own text only.
KEEP = f"""
INSERT INTO item (learner, {_COLUMNS}, suspended_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (learner, lesson, question) DO UPDATE SET
    number = excluded.number, stability = excluded.stability,
    difficulty = excluded.difficulty, due = excluded.due, at = excluded.at, said = excluded.said,
    confidence = excluded.confidence, verdict = excluded.verdict, checks = excluded.checks,
    check_at = excluded.check_at, wording = excluded.wording,
    suspended_at = excluded.suspended_at
"""  # noqa: S608 - see above
"""An item as it is by now, and since when it is suspended."""

OF_LESSONS = f"""
SELECT learner, {_COLUMNS} FROM json_each(?) AS asked CROSS JOIN item
ON item.learner = asked.key AND item.lesson = asked.value
"""  # noqa: S608 - see above
"""The items of a lesson by learner, from a JSON object of lesson ids; suspended ones too."""

ALL = f"""
SELECT learner, {_COLUMNS}, suspended_at
FROM item WHERE learner IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - see above
"""All items of these learners, and since when each is suspended."""

DUE = f"""
SELECT item.learner, {_COLUMNS} FROM json_each(?) AS asked CROSS JOIN item
ON item.learner = asked.key AND item.suspended_at IS NULL AND item.due <= coalesce(
    (SELECT min(later.due) FROM item AS later
     WHERE later.learner = asked.key AND later.suspended_at IS NULL
     AND later.due > CAST(asked.value AS BIGINT)),
    CAST(asked.value AS BIGINT))
"""  # noqa: S608 - see above
"""What is due up to a time by learner, and the next after it, from a JSON object of times.

Its rows come as the index holds them; to have them sorted would copy each once more.
"""

WRITERS = (
    by_statement(Scheduled, KEEP, lambda turn, fact: _row(turn.learner, fact.item, None)),
    by_statement(Suspended, KEEP, lambda turn, fact: _row(turn.learner, fact.item, turn.at)),
)


class SqlItems(Base):
    """The part of the store that knows what is remembered."""

    async def items(self, lessons: Mapping[LearnerId, str]) -> dict[LearnerId, dict[str, Item]]:
        """What each of these learners remembers of a lesson, by question."""
        kept = by_learner(await self._read(OF_LESSONS, (json.dumps(dict(lessons)),)))
        return {one: {item.question: item for item in kept.get(one, ())} for one in lessons}

    async def due(self, until: Mapping[LearnerId, datetime]) -> dict[LearnerId, tuple[Item, ...]]:
        """What is due of each of these learners' by a time, and the next after it."""
        times = json.dumps({learner: micros(at) for learner, at in until.items()})
        coming = by_learner(await self._read(DUE, (times,)))
        return {one: tuple(sorted(coming.get(one, ()), key=_by_time)) for one in until}


def _by_time(item: Item) -> tuple[int, str, str]:
    """Items come as they are due, those of one moment by lesson and question."""
    return item.due, item.lesson, item.question


def _row(learner: LearnerId, item: Item, suspended_at: int | None) -> Parameters:
    last = item.answer
    return (
        *(learner, item.lesson, item.question),
        *(item.number, item.stability, item.difficulty, item.due),
        *(last.at, last.said, last.confidence, verdict(last.right)),
        *(item.checks, item.check if item.checks else None, item.wording, suspended_at),
    )


def by_learner(rows: Iterable[Any]) -> dict[LearnerId, list[Item]]:
    """The items in what ``OF_LESSONS`` or ``DUE`` finds, by learner."""
    items: dict[LearnerId, list[Item]] = {}
    for learner, lesson, question, number, stability, difficulty, due, *rest in rows:
        at, said, confidence, word, checks, check, wording = rest
        answer = Answer(said, confidence, word == "right", at)
        items.setdefault(learner, []).append(
            Item(
                lesson,
                question,
                number,
                stability,
                difficulty,
                due,
                answer,
                checks=checks,
                check=check or 0,
                wording=wording,
            )
        )
    return items
