"""Boards of a chat: who is on one, and how they stand, by what they answered in that chat.

What counts is on record as attempts of the classes, questions of the day and duels that were held
there, so a board knows nothing that its members' own record does not say. What is void since its
key was wrong counts nowhere, and of whoever has left nothing is asked. An answer counts from its
reveal on, for a score that has moved would tell before that whether it was right.
"""

from collections.abc import Mapping

from bot.conversation.facts.live_class import BoardJoined, BoardLeft, LiveClass, Order, Period
from bot.conversation.needs.live_class import ClassKnown, Standing
from bot.storage.sql.base import Base
from bot.storage.sql.facts import by_statement
from bot.values import replace

JOIN = """
INSERT INTO board_member (board, learner, name) VALUES (?, ?, ?)
ON CONFLICT (board, learner) DO UPDATE SET name = excluded.name
"""
LEAVE = "DELETE FROM board_member WHERE board = ? AND learner = ?"
NAMES = "SELECT learner, name FROM board_member WHERE board = ?"

_DAY = 24 * 3600 * 1_000_000

SINCE: Mapping[Period, int] = {"day": _DAY, "week": 7 * _DAY}
"""How far back a board looks, in microseconds; else to the first answer."""

_ANSWERED = """
WITH hidden AS MATERIALIZED (
    SELECT held.id, held.kind,
        held.body ->> (
            '$.questions[' || (coalesce(CAST(held.body ->> '$.number' AS BIGINT), 1) - 1) || ']'
        ) AS question
    FROM class AS board JOIN class AS held
    ON held.platform = board.platform AND held.home = board.home AND held.ended_at IS NULL
    WHERE board.id = ?1 AND held.body ->> '$.phase' IN ('asking', 'discussing', 'again')
), answered AS (
    SELECT member.learner AS member, member.name, attempt.run, attempt.question, attempt.phase,
        attempt.confidence, attempt.verdict, attempt.score
    FROM board_member AS member
    JOIN class AS board ON board.id = member.board
    LEFT JOIN identity ON identity.id = member.learner
    CROSS JOIN attempt ON attempt.learner = coalesce(identity.learner, member.learner)
    AND attempt.at >= ?2
    CROSS JOIN class AS held ON held.id = attempt.run
    AND held.platform = board.platform AND held.home = board.home
    WHERE member.board = ?1 AND attempt.score IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM void WHERE void.lesson = attempt.lesson
        AND void.question = attempt.question AND void.revision = attempt.revision)
    AND NOT EXISTS (
        SELECT 1 FROM hidden WHERE hidden.id = attempt.run
        AND (hidden.kind = 'duel' OR hidden.question = attempt.question))
)
"""

STANDING: Mapping[Order, str] = {
    "score": f"""{_ANSWERED}
SELECT name, count(*), avg(score) FROM answered WHERE phase IN ('first', 'review')
GROUP BY member, name
""",  # noqa: S608 - words of ours
    "gain": f"""{_ANSWERED}
SELECT before.name, count(*), avg(after.score - before.score)
FROM answered AS before JOIN answered AS after
ON after.member = before.member AND after.run = before.run AND after.question = before.question
AND before.phase IN ('first', 'review') AND after.phase = 'exit'
GROUP BY before.member, before.name
""",  # noqa: S608 - words of ours
    "fit": f"""{_ANSWERED}
SELECT name, sum(answers), sum(abs(1.0 * correct - promised * answers)) / sum(answers) FROM (
    SELECT member, name, count(*) AS answers, count(*) FILTER (WHERE verdict = 'right') AS correct,
        CASE confidence WHEN 'probable' THEN 0.65 WHEN 'sure' THEN 0.95 ELSE 0.8 END AS promised
    FROM answered
    WHERE phase IN ('first', 'review') AND confidence IN ('probable', 'sure', 'range')
    GROUP BY member, name, confidence)
GROUP BY member, name
""",  # noqa: S608 - words of ours
}
"""Of each member on a board: their name, how many answers count, and what these come to."""

WRITERS = (
    by_statement(BoardJoined, JOIN, lambda turn, fact: (fact.id, fact.member, fact.name)),
    by_statement(BoardLeft, LEAVE, lambda turn, fact: (fact.id, fact.member)),
)


class SqlBoards(Base):
    """The part of the store that knows who is on a board, and how they stand."""

    async def _of_board(self, known: ClassKnown, live: LiveClass, now: int) -> ClassKnown:
        """The same with who is on a board, and with how they stand, if that is asked."""
        names = dict(await self._read(NAMES, (live.id,)))
        if not now:
            return replace(known, names=names)
        since = now - SINCE[live.view.period] if live.view.period in SINCE else 0
        rows = await self._read(STANDING[live.view.order], (live.id, since))
        standing = tuple(Standing(name, answers, value) for name, answers, value in rows)
        return replace(known, names=names, standing=standing)
