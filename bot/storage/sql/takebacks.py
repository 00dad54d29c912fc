"""What is taken back: corrections of keys, and revisions that are withdrawn.

What a correction does, to whom it touches and to what they remember, is done by triggers of its
table, in the transaction of its turn.

A correction is one row that never changes: the question, and all revisions whose key is another
than that of now, translations by their originals. Its triggers run after all else of the batch, so
whoever answers in the same batch is touched like all others. What adds answers up reads the view
``counted``, which leaves out what is void.
"""

import json
from collections.abc import Collection
from typing import Any

from bot.conversation.facts.admin import Corrected, CorrectionTold, Withdrawn
from bot.conversation.facts.correction import Corrigible, Untold, corrigible
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import Archive, Publication, Withdrawal
from bot.lessons import pitfalls
from bot.lessons.model import Pitfall
from bot.lessons.question import Question
from bot.lessons.revisions.keys import KeyedQuestion
from bot.storage.codec import load_card, readable
from bot.storage.encoded import EncodedRecord
from bot.storage.sql import facts
from bot.storage.sql.base import Base, Parameters
from bot.storage.sql.facts import by_statement
from bot.values import replace

CORRECT = """
INSERT INTO correction
    (id, lesson, question, wrong, again, name, notice, learner, platform, chat, at, input)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
TOLD = """
UPDATE recipient SET state = 'sent' WHERE announcement = ? AND learner = ? AND state = 'waiting'
"""
UNTOLD = """
SELECT recipient.learner, announcement.id, notice
FROM json_each(?) AS asked CROSS JOIN announcement ON announcement.state = 'going'
CROSS JOIN recipient ON recipient.announcement = announcement.id
AND recipient.learner = asked.value
WHERE notice <> '' AND recipient.platform = '' AND recipient.state = 'waiting'
ORDER BY announcement.at, announcement.id
"""
VOID = "SELECT lesson, question, revision FROM void"
NUMBER = "SELECT count(*) FROM correction"

CURRENT = """
SELECT '', revision FROM lesson WHERE id = ?1
UNION ALL SELECT language, revision FROM translation WHERE lesson = ?1
"""
"""The revisions in which a lesson is taught, by language."""

_VERSION = """
SELECT
    revision.revision, card ->> '$.title', {asked},
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
FROM revision JOIN {part} WHERE lesson = ? ORDER BY revision.revision, {place}
"""
"""Something that revisions of a lesson ask, and whether somebody can have met that."""

VERSIONS = _VERSION.format(
    asked="json_extract(body, part.path)",
    part="json_tree(body) AS part ON part.key = 'options' AND part.type = 'array'",
    place="part.id",
)
"""Every question of every revision of a lesson."""

PITFALLS = _VERSION.format(
    asked="part.value",
    part="json_each(body, '$.pitfalls') AS part ON TRUE",
    place="CAST(part.key AS INTEGER)",
)
"""Every pitfall of every revision of a lesson."""

ANSWERED = """
SELECT count(*), count(DISTINCT learner) FROM attempt
WHERE lesson = ? AND question = ? AND revision IN (SELECT value FROM json_each(?))
"""
"""How many answers were given to a question in these revisions, and by how many."""

WITHDRAW = """
INSERT INTO withdrawn (lesson, revision, by, at)
SELECT ?1, ?2, ?3, CAST(?4 AS BIGINT)
UNION SELECT lesson, revision, ?3, CAST(?4 AS BIGINT) FROM revision
WHERE lesson = ?1 AND card ->> 'translates' = ?2
ON CONFLICT DO NOTHING
"""
"""The revision of a lesson, and its translations, by whom and when."""

WITHDRAWN = "SELECT lesson, revision FROM withdrawn"
OF_LESSON = "SELECT revision, by, at FROM withdrawn WHERE lesson = ?"
CARDS = "SELECT card FROM revision WHERE lesson = ?"
TRANSLATIONS = """
SELECT name, revision, by, at, how FROM publication
WHERE name > ?1 || '.' AND name < ?1 || '/' ORDER BY id DESC
"""
"""How the translations of a lesson came to be: their names are its id, a dot and a language."""


def _corrected(turn: EncodedRecord, fact: Corrected) -> Parameters:
    revisions = (json.dumps(fact.wrong), json.dumps(fact.again))
    told = (fact.name, fact.notice, turn.learner, fact.platform, fact.chat)
    return (fact.id, fact.lesson, fact.question, *revisions, *told, turn.at, turn.record.input)


def _withdrawn(turn: EncodedRecord, fact: Withdrawn) -> Parameters:
    return (fact.lesson, fact.revision, turn.learner, turn.at)


WRITERS = (
    by_statement(Corrected, CORRECT, _corrected),
    by_statement(CorrectionTold, TOLD, lambda turn, fact: (fact.id, turn.learner)),
    by_statement(Withdrawn, WITHDRAW, _withdrawn),
)


class SqlTakebacks(Base):
    """The part of the store that knows what was taken back."""

    async def untold(self, learners: Collection[LearnerId]) -> dict[LearnerId, tuple[Untold, ...]]:
        """The corrections that these learners wait for without a place to be told alone."""
        results: dict[LearnerId, tuple[Untold, ...]] = {}
        for learner, id, notice in await self._read(UNTOLD, (json.dumps(list(learners)),)):
            results[learner] = (*results.get(learner, ()), Untold(id, notice))
        return results

    async def _corrigible(self, lesson: str) -> tuple[Corrigible, ...]:
        """The questions of a lesson whose key differs between revisions, and is not corrected."""
        void = [(question, at) for id, question, at in await self._read(VOID) if id == lesson]
        versions = [_version(row) for row in await self._read(VERSIONS, (lesson,))]
        found = map(_pitfall, await self._read(PITFALLS, (lesson,)))
        versions += [keyed_question for keyed_question in found if keyed_question]
        counted = []
        for question in corrigible(dict(await self._read(CURRENT, (lesson,))), versions, void):
            concerned = (lesson, question.id, json.dumps((*question.wrong, *question.again)))
            [(attempts, learners)] = await self._read(ANSWERED, concerned)
            counted.append(replace(question, attempts=attempts, learners=learners))
        return tuple(counted)

    async def _archive(self, lesson: str, *, touched: bool) -> Archive:
        """What is kept of a lesson; with ``touched``, whom withdrawing a revision touches."""
        cards = await self._read(CARDS, (lesson,))
        moves: dict[str, list[Publication]] = {}
        for name, *move in await self._read(TRANSLATIONS, (lesson,)):
            moves.setdefault(name.partition(".")[2], []).append(Publication(*move))
        withdrawn = await self._read(OF_LESSON, (lesson,))
        return Archive(
            {card.revision: card for card in readable(cards, load_card, "card of a revision")},
            {language: tuple(publications) for language, publications in moves.items()},
            {revision: Withdrawal(by, at) for revision, by, at in withdrawn},
            dict(await self._read(facts.TOUCHED, (lesson,))) if touched else {},
        )


def _version(row: Any) -> KeyedQuestion:
    """A question of a revision, in what ``VERSIONS`` finds."""
    revision, title, asked, language, original, taught = row
    question = Question.model_validate_json(asked)
    return KeyedQuestion(revision, title, question, language, original, bool(taught))


def _pitfall(row: Any) -> KeyedQuestion | None:
    """A pitfall of a revision, in what ``PITFALLS`` finds; ``None`` if it is not asked."""
    revision, title, told, language, original, taught = row
    question = pitfalls.question(Pitfall.model_validate_json(told))
    if question is None:
        return None
    return KeyedQuestion(revision, title, question, language, original, bool(taught))
