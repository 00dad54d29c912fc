"""Corrections in SQL: the versions of a lesson's questions, and what is void.

What a correction does is done by triggers of its table, in the transaction of its turn.
"""

import json
from collections.abc import Iterable
from typing import Any

from bot.conversation.facts.admin import Corrected
from bot.conversation.facts.correction import Untold
from bot.conversation.inputs import LearnerId
from bot.lessons.model import Question
from bot.lessons.revisions.equivalence import Keyed

CORRECT = """
INSERT INTO correction
    (id, lesson, question, wrong, again, name, notice, learner, platform, chat, at, input)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
UNTOLD = """
SELECT recipient.learner, announcement.id, notice
FROM json_each(?) AS asked CROSS JOIN announcement ON announcement.state = 'going'
CROSS JOIN recipient ON recipient.announcement = announcement.id
AND recipient.learner = asked.value
WHERE notice <> '' AND recipient.platform = '' AND recipient.state = 'waiting'
ORDER BY announcement.at, announcement.id
"""
TOLD = """
UPDATE recipient SET state = 'sent' WHERE announcement = ? AND learner = ? AND state = 'waiting'
"""
VOID = "SELECT lesson, question, revision FROM void"
NUMBER = "SELECT count(*) FROM correction"

CURRENT = """
SELECT '', revision FROM lesson WHERE id = ?1
UNION ALL SELECT language, revision FROM translation WHERE lesson = ?1
"""
"""The revisions in which a lesson is taught, by language."""

VERSIONS = """
SELECT
    revision.revision, card ->> '$.title', json_extract(body, part.path),
    coalesce(card ->> '$.language', ''), coalesce(card ->> '$.translates', ''),
    EXISTS (
        SELECT 1 FROM publication WHERE publication.revision = revision.revision
        AND name = lesson || iif(
            coalesce(card ->> '$.translates', '') = '', '', '.' || (card ->> '$.language')
        )
    ) OR EXISTS (
        SELECT 1 FROM run
        WHERE run.lesson = revision.lesson AND run.revision = revision.revision
    )
FROM revision JOIN json_tree(body) AS part ON part.key = 'options' AND part.type = 'array'
WHERE lesson = ? ORDER BY revision.revision, part.id
"""
"""Every question of every revision of a lesson, and whether somebody can have met that."""

ANSWERED = """
SELECT count(*), count(DISTINCT learner) FROM attempt
WHERE lesson = ? AND question = ? AND revision IN (SELECT value FROM json_each(?))
"""
"""How many answers were given to a question in these revisions, and by how many."""


def row(fact: Corrected, learner: LearnerId, at: int, origin: str) -> tuple[object, ...]:
    """A correction as parameters of ``CORRECT``."""
    revisions = (json.dumps(fact.wrong), json.dumps(fact.again))
    where = (fact.platform, fact.chat)
    told = (fact.name, fact.notice)
    return (fact.id, fact.lesson, fact.question, *revisions, *told, learner, *where, at, origin)


def untold(rows: Iterable[Any]) -> dict[LearnerId, tuple[Untold, ...]]:
    """What ``UNTOLD`` finds."""
    found: dict[LearnerId, tuple[Untold, ...]] = {}
    for learner, id, notice in rows:
        found[learner] = (*found.get(learner, ()), Untold(id, notice))
    return found


def versions(rows: Iterable[Any]) -> list[Keyed]:
    """What ``VERSIONS`` finds."""
    return [
        Keyed(
            revision, title, Question.model_validate_json(asked), language, original, bool(taught)
        )
        for revision, title, asked, language, original, taught in rows
    ]
