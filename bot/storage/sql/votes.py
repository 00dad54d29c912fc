"""The votes of a class: how they are kept, whose they are, and how they are counted."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.conversation.classes import record
from bot.conversation.classes.own import ALONE
from bot.conversation.classes.shares import ENOUGH
from bot.conversation.duels import result as duel
from bot.conversation.facts.live_class import AnswersShown, Vote, Voted, VotesCounted
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.live_class import Ballot, Cell, ClassTally, SharedWords
from bot.storage.encoded import EncodedRecord
from bot.storage.sql.base import Base
from bot.storage.sql.connection import Parameters
from bot.storage.sql.facts import by_statement

VOTE = """
INSERT INTO class_vote
    (class, number, round, learner, choice, confidence, picked, changes, answer, draft, took_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (class, number, round, learner) DO UPDATE SET
    choice = excluded.choice, confidence = excluded.confidence,
    picked = excluded.picked, changes = excluded.changes, answer = excluded.answer,
    draft = excluded.draft, took_ms = excluded.took_ms
"""

SHOW = """
INSERT INTO alarm (learner, kind, at, platform, chat)
SELECT DISTINCT learner.id, CAST(?1 AS TEXT), CAST(?2 AS BIGINT), chat.platform, chat.chat
FROM class_vote LEFT JOIN identity ON identity.id = class_vote.learner
JOIN learner ON learner.id = coalesce(identity.learner, class_vote.learner)
LEFT JOIN json_each(learner.body, '$.accounts') AS account
ON account.value ->> 'id' = class_vote.learner
JOIN chat ON chat.platform = ?5 AND chat.gone_at IS NULL AND chat.chat = coalesce(
    account.value ->> 'chat',
    (SELECT chat FROM alone WHERE alone.learner = learner.id AND alone.platform = ?5))
WHERE class_vote.class = ?3 AND CAST(?4 AS BIGINT) IN (class_vote.number, 0)
AND class_vote.confidence <> ''
AND (account.key IS NULL
    OR coalesce(nullif(learner.body ->> '$.preferences.platform', ''), ?5) = ?5)
ON CONFLICT DO NOTHING
"""
"""Alarms of those who voted and have written to us alone, which is when their chat is known.

Of two accounts that are linked it is the one's that voted, unless they chose the other to be told.
"""

COUNT = """
INSERT INTO alarm (learner, kind, at, platform, chat)
SELECT DISTINCT learner.id, ?1 || class_vote.round || ?6, ?2 + class_vote.round, ?3, ''
FROM class_vote LEFT JOIN identity ON identity.id = class_vote.learner
JOIN learner ON learner.id = coalesce(identity.learner, class_vote.learner)
WHERE class_vote.class = ?4 AND class_vote.number = ?5 AND class_vote.took_ms IS NOT NULL
ON CONFLICT DO NOTHING
"""
"""Alarms of all who voted, one for each round, and in no chat, for nothing is said."""

VOTES = """
WITH asked AS (SELECT key AS learner, value AS class FROM json_each(?))
SELECT member.learner,
    number, round, choice, confidence, picked, changes, answer, draft, took_ms
FROM (
    SELECT learner, learner AS account, class FROM asked
    UNION SELECT asked.learner, identity.id, class
    FROM asked JOIN identity ON identity.learner = asked.learner
) AS member CROSS JOIN class_vote INDEXED BY class_vote_learner
ON class_vote.learner = member.account AND class_vote.class = member.class
"""
"""A learner's votes, from whichever account of theirs."""
BALLOTS = """
SELECT class, coalesce(identity.learner, class_vote.learner), class_vote.learner,
    number, round, choice, confidence, picked, changes, answer, draft, took_ms
FROM class_vote LEFT JOIN identity ON identity.id = class_vote.learner
WHERE class IN (SELECT value FROM json_each(?))
ORDER BY class, class_vote.learner, number, round
"""
TALLY = """
SELECT class, number, first, before, second, after, count(*) FROM (
    SELECT class, number,
        max(iif(round = 1, choice, NULL)) AS first,
        coalesce(max(iif(round = 1, confidence, NULL)), '') AS before,
        max(iif(round = 2, choice, NULL)) AS second,
        coalesce(max(iif(round = 2, confidence, NULL)), '') AS after
    FROM class_vote
    WHERE class IN (SELECT value FROM json_each(?)) AND confidence <> ''
    GROUP BY class, number, learner)
GROUP BY class, number, first, before, second, after
"""
MEMBERS = """
SELECT class, count(DISTINCT learner) FROM class_vote
WHERE class IN (SELECT value FROM json_each(?)) AND confidence <> '' GROUP BY class
"""
WORDS = """
SELECT class, number, choice, min(answer), count(*) FROM class_vote AS vote
WHERE class IN (SELECT value FROM json_each(?1)) AND answer <> '' AND confidence <> ''
AND round = (
    SELECT max(round) FROM class_vote AS later
    WHERE later.class = vote.class AND later.number = vote.number
    AND later.learner = vote.learner AND later.confidence <> '')
GROUP BY class, number, choice, lower(answer) HAVING count(*) >= ?2
ORDER BY class, number, count(*) DESC, min(answer)
"""
"""Words that so many gave alike, but for capitals, as their last answer."""


def _voted(turn: EncodedRecord, fact: Voted) -> Parameters:
    vote = fact.vote
    where = (fact.id, vote.number, vote.round, fact.member)
    said = (vote.choice, vote.confidence, vote.picked, vote.changes, vote.answer, vote.draft)
    return (*where, *said, vote.took)


def _counted(turn: EncodedRecord, fact: VotesCounted) -> Parameters:
    about = record.about(fact)
    return (record.BEGINS, turn.at, fact.platform, fact.id, fact.number, about)


def _shown(turn: EncodedRecord, fact: AnswersShown) -> Parameters:
    begins = ALONE if fact.kind != "duel" else duel.BEGINS
    kind = f"{begins}{fact.id}:{fact.number}"
    return (kind, turn.at + 1, fact.id, fact.number, fact.platform)


WRITERS = (
    by_statement(Voted, VOTE, _voted),
    by_statement(AnswersShown, SHOW, _shown),
    by_statement(VotesCounted, COUNT, _counted),
)


class SqlVotes(Base):
    """The part of the store that knows what the members of a class voted."""

    async def _votes(self, asked: Mapping[LearnerId, str]) -> dict[str, tuple[Vote, ...]]:
        if not asked:
            return {}
        found: defaultdict[str, list[Vote]] = defaultdict(list)
        for learner, *vote in await self._read(VOTES, (json.dumps(dict(asked)),)):
            found[learner].append(Vote(*vote))
        return {learner: tuple(votes) for learner, votes in found.items()}

    async def _tallies(self, ids: Iterable[str]) -> dict[str, ClassTally]:
        wanted = list(ids)
        cells: defaultdict[str, list[Cell]] = defaultdict(list)
        for id, *cell in await self._read_many(TALLY, wanted):
            cells[id].append(Cell._make(cell))
        words: defaultdict[str, list[SharedWords]] = defaultdict(list)
        if wanted:
            alike = await self._read(WORDS, (json.dumps(wanted), ENOUGH))
            for id, *said in alike:
                words[id].append(SharedWords._make(said))
        members = await self._read_many(MEMBERS, wanted)
        return {
            id: ClassTally(number, tuple(cells[id]), tuple(words[id])) for id, number in members
        }

    async def _ballots(self, ids: Iterable[str]) -> dict[str, tuple[Ballot, ...]]:
        found: defaultdict[str, list[Ballot]] = defaultdict(list)
        for id, learner, member, *vote in await self._read_many(BALLOTS, ids):
            found[id].append(Ballot(learner, member, Vote(*vote)))
        return {id: tuple(ballots) for id, ballots in found.items()}
