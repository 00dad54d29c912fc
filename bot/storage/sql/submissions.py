"""What learners wrote and handed in, and how they judged it."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.conversation.facts.learner import Checked, File, Rated, Submission
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.learner import Earlier
from bot.storage.encoded import EncodedRecord
from bot.storage.sql.base import Base
from bot.storage.sql.connection import Parameters
from bot.storage.sql.facts import by_statement, by_table, insert

KEEP = insert("writing", "run lesson item text file_name file_size file_media file_reference")

LATEST = """
SELECT asked.key, (
    SELECT json_array(text, at) FROM writing
    WHERE writing.learner = asked.key AND lesson = json_extract(asked.value, '$[0]')
    AND item = json_extract(asked.value, '$[1]') AND text <> ''
    ORDER BY at DESC LIMIT 1)
FROM json_each(?) AS asked
"""
"""The last text for a task by learner, from a JSON object of lesson and task ids."""

MADE = """
SELECT learner, run, lesson, item, text, file_name, file_size, file_media, file_reference, id
FROM writing WHERE id IN (
    SELECT max(writing.id)
    FROM json_each(?) AS asked CROSS JOIN writing ON writing.learner = asked.value
    WHERE text <> '' OR file_name IS NOT NULL GROUP BY learner, lesson, item)
"""
"""The latest that was written or handed in for each item, of these learners, as JSON."""

CHECKED = insert("checked", "run lesson revision item failed")

WORK = """
SELECT writing.learner, writing.id, run, lesson, item, text,
    file_name, file_size, file_media, file_reference
FROM json_each(?) AS asked CROSS JOIN writing
ON writing.learner = asked.key AND writing.run = asked.value
"""
"""All that was handed in in a run by learner, from a JSON object of runs."""


def _parameters(turn: EncodedRecord, fact: Submission) -> Parameters:
    file = fact.file
    described = (file.name, file.size, file.media, file.reference) if file else (None,) * 4
    what = (fact.run, fact.lesson, fact.item, fact.text)
    return (turn.learner, *what, *described, *turn.origin)


def _checked(turn: EncodedRecord, fact: Checked) -> Parameters:
    what = (fact.run, fact.lesson, fact.revision, fact.item, json.dumps(fact.failed))
    return (turn.learner, *what, *turn.origin)


WRITERS = (
    by_statement(Submission, KEEP, _parameters),
    by_statement(Checked, CHECKED, _checked),
    by_table(Rated, "rating"),
)


class SqlSubmissions(Base):
    """The part of the store that knows what was written."""

    async def earlier(self, tasks: Mapping[LearnerId, tuple[str, str]]) -> dict[LearnerId, Earlier]:
        """What each of these learners wrote last for a lesson's task."""
        rows = await self._read(LATEST, (json.dumps(dict(tasks)),))
        return {learner: Earlier(*json.loads(found)) for learner, found in rows if found}

    async def work(self, runs: Mapping[LearnerId, str]) -> dict[LearnerId, tuple[Submission, ...]]:
        """All that each of these learners handed in in a run."""
        found = _pieces(await self._read(WORK, (json.dumps(dict(runs)),)))
        return {learner: found.get(learner, ()) for learner in runs}

    async def made(
        self, learners: Collection[LearnerId]
    ) -> dict[LearnerId, dict[tuple[str, str], Submission]]:
        """The latest that each of these learners handed in for anything, by lesson and item."""
        found: dict[LearnerId, dict[tuple[str, str], Submission]] = {one: {} for one in learners}
        for learner, *row, _ in await self._read(MADE, (json.dumps(list(learners)),)):
            one = _submission(*row)
            found[learner][one.lesson, one.item] = one
        return found


def _pieces(rows: Iterable[Any]) -> dict[LearnerId, tuple[Submission, ...]]:
    """The pieces of work in what ``WORK`` finds, by learner, oldest first."""
    pieces: dict[LearnerId, list[tuple[int, Submission]]] = {}
    for learner, id, *row in rows:
        pieces.setdefault(learner, []).append((id, _submission(*row)))
    return {
        learner: tuple(piece for _, piece in sorted(found, key=lambda one: one[0]))
        for learner, found in pieces.items()
    }


def _submission(run: str, lesson: str, item: str, text: str, *file: Any) -> Submission:
    """A row as the fact that it is; without a name there is no file."""
    return Submission(run, lesson, item, text, None if file[0] is None else File(*file))
