"""What learners wrote and handed in, in SQL: how it is kept, and found again."""

import json
from collections.abc import Iterable
from typing import Any

from bot.conversation.facts.learner import File, Written
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.learner import Earlier

KEEP = """
INSERT INTO writing (learner, run, lesson, item, text,
    file_name, file_size, file_media, file_reference, platform, at, input)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
"""A piece of work, with the learner, the parameters of ``row``, and where it comes from."""

LATEST = """
SELECT asked.key, (
    SELECT json_array(text, at) FROM writing
    WHERE writing.learner = asked.key AND lesson = json_extract(asked.value, '$[0]')
    AND item = json_extract(asked.value, '$[1]') AND text <> ''
    ORDER BY at DESC LIMIT 1)
FROM json_each(?) AS asked
"""
"""The last text for a task by learner, from a JSON object of lesson and task ids."""

WORK = """
SELECT writing.learner, writing.id, run, lesson, item, text,
    file_name, file_size, file_media, file_reference
FROM json_each(?) AS asked CROSS JOIN writing
ON writing.learner = asked.key AND writing.run = asked.value
"""
"""All that was handed in in a run by learner, from a JSON object of runs."""


def row(fact: Written) -> tuple[object, ...]:
    """A piece of work as parameters of ``KEEP``."""
    file = fact.file
    described = (file.name, file.size, file.media, file.reference) if file else (None,) * 4
    return (fact.run, fact.lesson, fact.item, fact.text, *described)


def earlier(rows: Iterable[Any]) -> dict[LearnerId, Earlier]:
    """The texts in what ``LATEST`` finds, by learner."""
    return {learner: Earlier(*json.loads(found)) for learner, found in rows if found}


def work(rows: Iterable[Any]) -> dict[LearnerId, tuple[Written, ...]]:
    """The pieces of work in what ``WORK`` finds, by learner, oldest first."""
    pieces: dict[LearnerId, list[tuple[int, Written]]] = {}
    for learner, id, run, lesson, item, text, name, size, media, reference in rows:
        file = None if name is None else File(name, size, media, reference)
        pieces.setdefault(learner, []).append((id, Written(run, lesson, item, text, file)))
    return {
        learner: tuple(piece for _, piece in sorted(found, key=lambda one: one[0]))
        for learner, found in pieces.items()
    }
