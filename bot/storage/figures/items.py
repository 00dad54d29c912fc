"""Items in SQL: how what is remembered is written, and how what is due is found."""

from collections.abc import Iterable
from typing import Any

from bot.conversation.inputs import LearnerId
from bot.learning.reviews import Answer, Item

_COLUMNS = (
    "lesson, question, number, stability, difficulty, due, at, said, confidence, verdict,"
    " checks, check_at"
)

# What is put together here is this module's own text only.
KEEP = f"""
INSERT INTO item (learner, {_COLUMNS}, suspended_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET number = excluded.number, stability = excluded.stability,
    difficulty = excluded.difficulty, due = excluded.due, at = excluded.at, said = excluded.said,
    confidence = excluded.confidence, verdict = excluded.verdict, checks = excluded.checks,
    check_at = excluded.check_at, suspended_at = excluded.suspended_at
"""  # noqa: S608 - see above
"""An item as it is by now, with the parameters of ``row``."""

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
     WHERE later.learner = asked.key AND later.suspended_at IS NULL AND later.due > asked.value),
    asked.value)
"""  # noqa: S608 - see above
"""What is due up to a time by learner, and the next after it, from a JSON object of times.

Its rows come as the index holds them; to have them sorted would copy each once more.
"""


def row(learner: LearnerId, item: Item, suspended_at: int | None) -> tuple[object, ...]:
    """An item as parameters of ``KEEP``."""
    memory = (item.number, item.stability, item.difficulty, item.due)
    last = item.answer
    verdict = "right" if last.right else "wrong"
    answer = (last.at, last.said, last.confidence, verdict)
    check = item.check if item.checks else None
    return (
        *(learner, item.lesson, item.question),
        *memory,
        *answer,
        *(item.checks, check, suspended_at),
    )


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """These items as they are due, those of one moment by lesson and question."""
    return tuple(sorted(items, key=lambda item: (item.due, item.lesson, item.question)))


def found(rows: Iterable[Any]) -> dict[LearnerId, list[Item]]:
    """The items in what ``OF_LESSONS`` or ``DUE`` finds, by learner."""
    items: dict[LearnerId, list[Item]] = {}
    for learner, lesson, question, number, stability, difficulty, due, *rest in rows:
        at, said, confidence, verdict, checks, check = rest
        answer = Answer(said, confidence, verdict == "right", at)
        items.setdefault(learner, []).append(
            Item(lesson, question, number, stability, difficulty, due, answer, checks, check or 0)
        )
    return items
