"""Classes and what else stands in a chat: how they stand, who voted what, and who is on a board.

What counts for a board is on record as attempts of the classes, questions of the day and duels that
were held in its chat, so it knows nothing that its members' own record does not say. What is void
since its key was wrong counts nowhere, and of whoever has left nothing is asked. An answer counts
from its reveal on, for a score that has moved would tell before that whether it was right.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from bot.conversation import duels
from bot.conversation.classes import own_answers
from bot.conversation.classes.own_answers import ALONE
from bot.conversation.classes.shares import MIN_ANSWERS
from bot.conversation.facts.live_class import (
    OWNER,
    UNLIMITED,
    AnswersShown,
    BoardJoined,
    BoardLeft,
    ClassChanged,
    ClassesLimited,
    ClassKind,
    ClassLimit,
    ClassStirred,
    LiveClass,
    Order,
    Period,
    Vote,
    Voted,
    VotesCounted,
)
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.live_class import (
    Ballot,
    Cell,
    ClassKnown,
    ClassNeeds,
    ClassPlace,
    ClassTally,
    SharedWords,
    Standing,
)
from bot.storage.codec import EncodedRecord, micros, readable
from bot.storage.sql.base import Base, Connection, Parameters, by_statement
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


class SqlBoards(Base):
    async def _of_board(self, known: ClassKnown, live: LiveClass, now: int) -> ClassKnown:
        """The same with who is on a board, and with how they stand, if that is asked."""
        names = dict(await self._read(NAMES, (live.id,)))
        if not now:
            return replace(known, names=names)
        since = now - SINCE[live.view.period] if live.view.period in SINCE else 0
        rows = await self._read(STANDING[live.view.order], (live.id, since))
        standing = tuple(Standing(name, answers, value) for name, answers, value in rows)
        return replace(known, names=names, standing=standing)


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

Of two accounts that are linked it is that which voted, unless they chose the other to be told.
"""

COUNT = """
INSERT INTO alarm (learner, kind, at, platform, chat)
SELECT DISTINCT learner.id, ?1 || class_vote.round || ?6, ?2 + class_vote.round, ?3, ''
FROM class_vote LEFT JOIN identity ON identity.id = class_vote.learner
JOIN learner ON learner.id = coalesce(identity.learner, class_vote.learner)
WHERE class_vote.class = ?4 AND class_vote.number = ?5 AND class_vote.took_ms IS NOT NULL
ON CONFLICT DO NOTHING
"""
"""Alarms of all who voted, for each round, and in no chat, for nothing is said."""

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


def _write_vote(turn: EncodedRecord, fact: Voted) -> Parameters:
    vote = fact.vote
    where = (fact.id, vote.number, vote.round, fact.member)
    said = (vote.choice, vote.confidence, vote.picked, vote.changes, vote.answer, vote.draft)
    return (*where, *said, vote.took)


def _write_votes_counted(turn: EncodedRecord, fact: VotesCounted) -> Parameters:
    about = own_answers.counted_alarm(fact)
    return (own_answers.COUNTED, turn.at, fact.platform, fact.id, fact.number, about)


def _shown_row(turn: EncodedRecord, fact: AnswersShown) -> Parameters:
    begins = ALONE if fact.kind != "duel" else duels.ENDED
    kind = f"{begins}{fact.id}:{fact.number}"
    return (kind, turn.at + 1, fact.id, fact.number, fact.platform)


class SqlVotes(Base):
    async def _votes(self, asked: Mapping[LearnerId, str]) -> dict[str, tuple[Vote, ...]]:
        if not asked:
            return {}
        entries: defaultdict[str, list[Vote]] = defaultdict(list)
        for learner, *vote in await self._read(VOTES, (json.dumps(dict(asked)),)):
            entries[learner].append(Vote(*vote))
        return {learner: tuple(votes) for learner, votes in entries.items()}

    async def _tallies(self, ids: Iterable[str]) -> dict[str, ClassTally]:
        wanted = list(ids)
        cells: defaultdict[str, list[Cell]] = defaultdict(list)
        for id, *cell in await self._read_many(TALLY, wanted):
            cells[id].append(Cell._make(cell))
        words: defaultdict[str, list[SharedWords]] = defaultdict(list)
        if wanted:
            alike = await self._read(WORDS, (json.dumps(wanted), MIN_ANSWERS))
            for id, *said in alike:
                words[id].append(SharedWords._make(said))
        members = await self._read_many(MEMBERS, wanted)
        return {
            id: ClassTally(number, tuple(cells[id]), tuple(words[id])) for id, number in members
        }

    async def _ballots(self, ids: Iterable[str]) -> dict[str, tuple[Ballot, ...]]:
        entries: defaultdict[str, list[Ballot]] = defaultdict(list)
        for id, learner, member, *vote in await self._read_many(BALLOTS, ids):
            entries[id].append(Ballot(learner, member, Vote(*vote)))
        return {id: tuple(ballots) for id, ballots in entries.items()}


KEEP = """
INSERT INTO class (id, host, platform, chat, thread, at, ended_at, body, kind, home, rival)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET host = excluded.host, platform = excluded.platform,
    chat = excluded.chat, thread = excluded.thread, rival = excluded.rival, body = excluded.body,
    ended_at = coalesce(class.ended_at, excluded.ended_at)
"""

STIR = """
INSERT INTO alarm (learner, kind, at, platform, chat) VALUES (?1, ?5, CAST(?2 AS BIGINT) + (
    SELECT count(*) FROM input
    WHERE id = 'alarm:' || ?1 || ':' || ?5 || ':' || CAST(CAST(?2 AS BIGINT) AS TEXT)
), ?3, ?4)
ON CONFLICT (learner, kind) DO UPDATE SET
    at = min(coalesce(alarm.at, excluded.at), excluded.at),
    platform = excluded.platform, chat = excluded.chat, held_at = NULL
"""
"""The alarm of a class, at the earliest of all times that were asked for since it rang.

A time at which it has rung already would be known and count no more, so it is the moment after: a
vote that had to wait may ask for it.
"""

LIMIT = """
INSERT INTO class_limit (platform, chat, starts, first, last, zone, told)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (platform, chat) DO UPDATE SET
    starts = excluded.starts, first = excluded.first, last = excluded.last,
    zone = excluded.zone, told = excluded.told
"""

_COLUMNS = "id, host, platform, chat, thread, kind, rival, ended_at, body"
BY_ID = f"SELECT {_COLUMNS} FROM class WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - names of ours
AT = f"""
SELECT {", ".join(f"class.{text}" for text in _COLUMNS.split(", "))}
FROM json_each(?) AS asked CROSS JOIN class INDEXED BY class_open
ON class.platform = asked.value ->> 0 AND class.chat = asked.value ->> 1
AND class.thread = asked.value ->> 2 AND class.ended_at IS NULL AND class.kind = 'class'
ORDER BY class.at
"""  # noqa: S608 - names of ours
LATEST = f"""
SELECT {", ".join(f"class.{text}" for text in _COLUMNS.split(", "))}
FROM json_each(?) AS asked CROSS JOIN class INDEXED BY class_other
ON class.kind = asked.value ->> 0 AND class.platform = asked.value ->> 1
AND class.home = asked.value ->> 2 AND class.kind <> 'class'
ORDER BY class.at
"""  # noqa: S608 - names of ours
"""What else a class may be, of a chat; the latest last."""
LIMITED = """
SELECT class_limit.platform, class_limit.chat, starts, first, last, zone, told
FROM json_each(?) AS asked CROSS JOIN class_limit
ON class_limit.platform = asked.value ->> 0 AND class_limit.chat = asked.value ->> 1
"""

MOVE_CLASS = """
UPDATE class SET chat = iif(chat = ?2, ?3, chat), home = iif(home = ?2, ?3, home)
WHERE platform = ?1 AND ?2 IN (chat, home)
"""
"""Those that are over, too: a board counts what was answered in them."""
MOVE_ALARM = f"""
UPDATE alarm SET chat = ?3, at = ?4 WHERE learner LIKE '{OWNER}%' AND platform = ?1 AND chat = ?2
"""  # noqa: S608 - a word of ours
MOVE_LIMIT = "UPDATE class_limit SET chat = ?3 WHERE platform = ?1 AND chat = ?2"
MAKE_ROOM = """
DELETE FROM class_limit WHERE platform = ?1 AND chat = ?3
AND EXISTS (SELECT 1 FROM class_limit WHERE platform = ?1 AND chat = ?2)
"""
"""What was said for the new name gives way to what moves there."""

LEFT = """
UPDATE chat SET gone_at = ?3 WHERE platform = ?1 AND chat = ?2 AND gone_at IS NULL
"""

_BODY = TypeAdapter(LiveClass)
_FOUND = ("id", "host", "platform", "chat", "thread", "kind", "rival")
"""What is in columns of its own."""


def _write_class(turn: EncodedRecord, fact: ClassChanged) -> Parameters:
    live = fact.live
    body = _BODY.dump_json(live, exclude=set(_FOUND), exclude_defaults=True).decode()
    ended = turn.at if live.phase == "over" and live.posed < 0 else None
    where = (live.platform, live.chat, live.thread)
    return (live.id, live.host, *where, turn.at, ended, body, live.kind, live.chat, live.rival)


def _write_stirred(turn: EncodedRecord, fact: ClassStirred) -> Parameters:
    owner = f"{OWNER}{fact.id}"
    return (owner, fact.at, fact.platform, fact.chat, f"{fact.kind}:{fact.id}")


def _write_limit(turn: EncodedRecord, fact: ClassesLimited) -> Parameters:
    limit = fact.limit
    where = (fact.platform, fact.chat)
    return (*where, limit.starts, limit.first, limit.last, limit.zone, int(limit.told))


WRITERS = (
    by_statement(ClassChanged, KEEP, _write_class),
    by_statement(ClassStirred, STIR, _write_stirred),
    by_statement(ClassesLimited, LIMIT, _write_limit),
    by_statement(Voted, VOTE, _write_vote),
    by_statement(AnswersShown, SHOW, _shown_row),
    by_statement(VotesCounted, COUNT, _write_votes_counted),
    by_statement(BoardJoined, JOIN, lambda turn, fact: (fact.id, fact.member, fact.name)),
    by_statement(BoardLeft, LEAVE, lambda turn, fact: (fact.id, fact.member)),
)


async def move(writer: Connection, platform: str, old: str, new: str, at: datetime) -> None:
    """Let the classes of a chat go on under its new name: their question is asked there anew."""
    for sql in (MOVE_CLASS, MAKE_ROOM, MOVE_LIMIT):
        await writer.execute(sql, (platform, old, new))
    await writer.execute(MOVE_ALARM, (platform, old, new, micros(at)))


def _live(*row: Any) -> LiveClass:
    """A class as it was kept; raises ``ValueError`` if it is none."""
    *columns, ended, body = row
    entries = dict(zip(_FOUND, columns, strict=True))
    live = _BODY.validate_python(json.loads(body) | entries)
    return live if ended is None else replace(live, phase="over", posed=-1)


class SqlClasses(SqlVotes, SqlBoards):
    async def classes(self, asked: Mapping[LearnerId, ClassNeeds]) -> dict[LearnerId, ClassKnown]:
        ids = {needs.id for needs in asked.values() if needs.id}
        places = {needs.at for needs in asked.values() if needs.at}
        by_id = {live_class.id: live_class for live_class in await self._classes(BY_ID, ids)}
        here = await self._classes(AT, places)
        by_place = {
            ClassPlace(live_class.platform, live_class.chat, live_class.thread): live_class
            for live_class in here
        }
        others = await self._others(asked.values())
        own = await self._votes({who: needs.id for who, needs in asked.items() if needs.votes})
        ballots = await self._ballots({needs.id for needs in asked.values() if needs.ballots})
        tallies = await self._tallies({needs.id for needs in asked.values() if needs.tally})
        limits = {
            (platform, chat): ClassLimit(starts, first, last, zone, bool(is_told))
            for platform, chat, starts, first, last, zone, is_told in await self._read_many(
                LIMITED, places
            )
        }
        knowns = {}
        for who, class_needs in asked.items():
            if class_needs.kind != "class" and class_needs.at:
                live = others.get((class_needs.kind, class_needs.at.platform, class_needs.at.chat))
            else:
                live = (
                    by_id.get(class_needs.id)
                    if class_needs.id
                    else by_place.get(class_needs.at)
                    if class_needs.at
                    else None
                )
            limit = (
                limits.get((class_needs.at.platform, class_needs.at.chat))
                if class_needs.at
                else None
            )
            tally = tallies.get(class_needs.id, ClassTally())
            known = ClassKnown(live, own.get(who, ()), tally, limit or UNLIMITED)
            if live and live.kind == "board":
                known = await self._of_board(known, live, class_needs.standing)
            knowns[who] = replace(known, ballots=ballots.get(class_needs.id, ()))
        return knowns

    async def _others(
        self, asked: Iterable[ClassNeeds]
    ) -> dict[tuple[ClassKind, str, str], LiveClass]:
        """The latest of each chat of what a class may be besides a class."""
        keys = {
            (class_needs.kind, class_needs.at.platform, class_needs.at.chat)
            for class_needs in asked
            if class_needs.at
        }
        wanted = [key for key in keys if key[0] != "class"]
        live_classes = await self._classes(LATEST, wanted)
        return {
            (live_class.kind, live_class.platform, live_class.chat): live_class
            for live_class in live_classes
        }

    async def end_in_chat(self, platform: str, chat: str, at: datetime) -> None:
        async with self._write() as writer:
            await writer.execute(LEFT, (platform, chat, micros(at)))

    async def _classes(self, sql: str, keys: Iterable[Any]) -> list[LiveClass]:
        return list(readable(await self._read_many(sql, keys), _live, "class"))
