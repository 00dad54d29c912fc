"""What learners say to the authors of a lesson, what came of it, and whether it was worth it.

What follows from a row is done by triggers of its table, in the same transaction: an answer rings
for its learner, and whoever reported something is told once the question is taught in other words,
whatever path that took.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.conversation.facts.remarks import (
    ExchangeAnswered,
    ExchangeHidden,
    ExchangeOffered,
    Remarked,
    RemarkerMuted,
    RemarkHandled,
    WorthSaid,
)
from bot.conversation.facts.roles import EVERYTHING, Held, Scope, holding, reach
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.remarks import (
    EACH,
    PAGE,
    AskedAbout,
    Exchange,
    Inbox,
    InboxNeeds,
    LessonOpinions,
    Remark,
    RemarkCounts,
    RemarkGroup,
    RemarkStanding,
)
from bot.conversation.remarks.news import ANSWER
from bot.learning.items import DAY
from bot.learning.observations import Period
from bot.lessons.pictures.assets import Asset
from bot.storage.codec import EncodedRecord, micros
from bot.storage.sql.accounts import MEMBER
from bot.storage.sql.base import Base, Parameters, by_statement, by_table, rows
from bot.values import replace

SHOWN_AT_ONCE = 3
"""Exchanges that are shown of a place, the newest."""

ASKED_MOST = 3
"""Places of a lesson that are told of as asked about most."""

REMARK = """
INSERT INTO remark (id, learner, lesson, revision, part, question, choice, answer, confidence, kind,
    words, platform, at, input)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
HANDLE = """
INSERT INTO handling (remark, handling, reply, picture, learner, at)
SELECT ?1, ?2, ?3, ?4, ?5, ?6 FROM remark WHERE id = ?1
"""
KEEP_PICTURE = """
INSERT INTO answer_picture (hash, media, bytes, at) VALUES (?, ?, ?, ?)
ON CONFLICT (hash) DO UPDATE SET at = excluded.at
"""
MUTE = """
INSERT INTO muted (learner, muted, at) SELECT learner, ?2, ?3 FROM remark WHERE id = ?1
ON CONFLICT (learner) DO UPDATE SET muted = excluded.muted, at = excluded.at
"""
OFFER = "UPDATE remark SET shown = 'offered', shown_at = ?2 WHERE id = ?1"
AGREE = """
UPDATE remark SET shown = iif(CAST(?3 AS BIGINT) = 1, 'agreed', 'declined'), shown_at = ?2
WHERE id = ?1 AND learner = ?4 AND shown = 'offered'
"""
HIDE = "UPDATE remark SET shown = 'hidden', shown_at = ?2 WHERE id = ?1"

STANDING = f"""
SELECT
    (SELECT count(*) FROM remark WHERE learner = ?1 AND at > ?2),
    EXISTS (SELECT 1 FROM muted WHERE learner = ?1 AND muted = 1),
    (SELECT json_array(lesson, revision) FROM run WHERE learner = ?1 ORDER BY at DESC LIMIT 1),
    (SELECT json_group_array(DISTINCT cohort) FROM member
    JOIN role ON role.scope = 'cohort:' || cohort AND role.role IN {holding("answer")}
    WHERE member.learner = ?1),
    EXISTS (SELECT 1 FROM role WHERE role.role IN {holding("answer")})
"""  # noqa: S608 - words of ours

_FIELDS = """
handled.id, handled.lesson, revision, part, question, choice, answer, confidence, handled.kind,
words, handled.at, state, taken, reply, picture, shown,
EXISTS (SELECT 1 FROM muted WHERE muted.learner = handled.learner AND muted = 1)
"""
"""What a ``Remark`` is made of: first the fields of its fact."""
OWN = f"SELECT learner, {_FIELDS} FROM handled WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - text of ours
UNREAD = f"""
SELECT alarm.learner, {_FIELDS}
FROM json_each(?) AS asked CROSS JOIN alarm
ON alarm.learner = asked.value AND alarm.kind LIKE '{ANSWER}%'
AND alarm.at IS NOT NULL AND (alarm.held_at IS NOT NULL OR alarm.chat IS NULL)
CROSS JOIN handled ON handled.id = substr(alarm.kind, {len(ANSWER) + 1}) ORDER BY handled.at
"""  # noqa: S608 - text of ours
EXCHANGES = """
SELECT kind, words, reply, picture FROM handled WHERE lesson = ? AND place = ? AND shown = 'agreed'
ORDER BY shown_at DESC, id LIMIT ?
"""
ASKED_BEFORE = """
SELECT lesson, place, count(*) FROM remark WHERE shown = 'agreed' GROUP BY lesson, place
"""

# For the admins.
_LISTED = """
SELECT listed.value FROM course, json_each(course.body, '$.lessons') AS listed WHERE course.id
"""
_REACHED = f"""
(:everything = 1
OR handled.lesson IN ({_LISTED} IN (SELECT value FROM json_each(:courses))) OR EXISTS (
    SELECT 1 FROM json_each(:cohorts) AS mine
    JOIN member ON member.cohort = mine.value AND member.learner = handled.learner
    WHERE handled.at >= (
        SELECT max(membership.at) FROM membership
        WHERE membership.cohort = mine.value AND membership.learner = handled.learner
        AND what = 'joined')
    AND handled.lesson IN ({_LISTED} = (
        SELECT cohort_change.body ->> '$.course' FROM cohort_change
        WHERE cohort_change.cohort = mine.value ORDER BY cohort_change.id DESC LIMIT 1))))
"""  # noqa: S608 - text of ours
"""What may be read by who has the right for some courses, or for cohorts: of these, what members
have said of a lesson of their course since they joined."""

_WANTED = f"""
{_REACHED} AND iif(state = 'open', 0, 1) = :done AND (:lesson = '' OR lesson = :lesson)
AND (:place = '' OR place = :place) AND at <= :until
"""
ONE = f"SELECT {_FIELDS} FROM handled WHERE id = :remark AND {_REACHED}"  # noqa: S608 - text of ours
GROUPS = f"""
SELECT
    lesson, place, max(revision_told), max(part_told), max(question_told),
    count(DISTINCT learner) FILTER (WHERE kind = 'unclear'),
    count(DISTINCT learner) FILTER (WHERE kind = 'wrong'),
    count(DISTINCT learner) FILTER (WHERE kind = 'question'),
    count(DISTINCT learner), max(at), group_concat(DISTINCT nullif(taken, ''))
FROM (
    SELECT *, first_value(revision) OVER newest AS revision_told,
        first_value(part) OVER newest AS part_told,
        first_value(question) OVER newest AS question_told
    FROM handled WHERE {_WANTED}
    WINDOW newest AS (PARTITION BY lesson, place ORDER BY at DESC, id DESC)
) AS told GROUP BY lesson, place
ORDER BY iif(:done = 1, 0, count(DISTINCT learner)) DESC, max(at) DESC, lesson, place
LIMIT {PAGE + 1} OFFSET :skipped
"""  # noqa: S608 - text of ours
"""Of a group, what is not counted is of the newest."""
IN_GROUP = f"""
SELECT {_FIELDS} FROM handled WHERE {_WANTED} ORDER BY at DESC, id LIMIT {EACH}
"""  # noqa: S608 - text of ours
IDS = f"SELECT id FROM handled WHERE {_WANTED} ORDER BY at, id"  # noqa: S608 - text of ours
LESSONS = f"""
SELECT lesson, count(*) FROM handled WHERE state = 'open' AND {_REACHED}
GROUP BY lesson ORDER BY 2 DESC, 1
"""  # noqa: S608 - text of ours
OPEN = f"""
SELECT count(*), coalesce(max(at), 0) FROM handled WHERE state = 'open' AND {_REACHED}
"""  # noqa: S608 - text of ours

# For the statistics.
NEW_IN = f"""
SELECT count(*) FROM remark AS handled WHERE at >= :since AND at < :until AND {_REACHED}
"""  # noqa: S608 - text of ours
ABOUT = f"""
SELECT max(part), max(question), count(DISTINCT learner), max(at) FROM remark
WHERE lesson = :lesson AND {MEMBER} GROUP BY place
ORDER BY 3 DESC, 4 DESC LIMIT {ASKED_MOST}
"""  # noqa: S608 - a number of ours
WORTH = f"""
SELECT worth, count(*) FROM worth WHERE lesson = :lesson AND {MEMBER} GROUP BY worth
"""  # noqa: S608 - text of ours

OLD_WORDS = """
UPDATE remark SET words = '', answer = iif(confidence IN ('range', 'wide'), answer, iif(
    answer IS NULL, NULL, ''))
WHERE id IN (
    SELECT id FROM remark WHERE at < ? AND shown <> 'agreed' AND (
        words <> '' OR (answer <> '' AND confidence NOT IN ('range', 'wide'))) LIMIT ?)
"""
"""What was typed is deleted in time, but for what its learner agreed to have shown."""


def _write_remark(turn: EncodedRecord, fact: Remarked) -> Parameters:
    where = (fact.lesson, fact.revision, fact.part, fact.question)
    answer = (fact.choice, fact.answer, fact.confidence)
    return (fact.id, turn.learner, *where, *answer, fact.kind, fact.words, *turn.origin)


WRITERS = (
    by_statement(Remarked, REMARK, _write_remark),
    by_statement(
        RemarkHandled,
        HANDLE,
        lambda turn, fact: (
            *(fact.remark, fact.handling, fact.reply, fact.picture),
            *(turn.learner, turn.at),
        ),
    ),
    by_statement(ExchangeOffered, OFFER, lambda turn, fact: (fact.remark, turn.at)),
    by_statement(
        ExchangeAnswered,
        AGREE,
        lambda turn, fact: (fact.remark, turn.at, fact.agreed, turn.learner),
    ),
    by_statement(ExchangeHidden, HIDE, lambda turn, fact: (fact.remark, turn.at)),
    by_statement(RemarkerMuted, MUTE, lambda turn, fact: (fact.remark, fact.muted, turn.at)),
    by_table(WorthSaid, "worth"),
)


class SqlRemarks(Base):
    """The part of the store that knows what learners say of lessons."""

    async def keep_answer_picture(self, picture: Asset, at: datetime) -> None:
        async with self._write() as writer:
            row = (picture.name, picture.media, picture.data, micros(at))
            await writer.execute(KEEP_PICTURE, row)

    async def standing(
        self, learners: Mapping[LearnerId, datetime]
    ) -> dict[LearnerId, RemarkStanding]:
        remark_standings = {}
        for learner, at in learners.items():
            # Few say anything, so each is asked for alone.
            [row] = await self._read(STANDING, (learner, micros(at) - DAY))
            today, muted, last, taught, heard = row
            remark_standings[learner] = RemarkStanding(
                today,
                bool(muted),
                last=tuple(json.loads(last)) if last else None,
                taught=tuple(json.loads(taught)),
                heard=bool(heard),
            )
        return remark_standings

    async def own_remarks(self, remarks: Mapping[LearnerId, str]) -> dict[LearnerId, Remark]:
        rows = await self._read(OWN, (json.dumps(list(remarks.values())),))
        return {item: _remark(*row) for item, *row in rows if remarks.get(item) == row[0]}

    async def unread(self, learners: Collection[LearnerId]) -> dict[LearnerId, tuple[Remark, ...]]:
        results: dict[LearnerId, tuple[Remark, ...]] = {}
        for item, *row in await self._read(UNREAD, (json.dumps(list(learners)),)):
            results[item] = (*results.get(item, ()), _remark(*row))
        return results

    async def exchanges(
        self, places: Mapping[LearnerId, tuple[str, str]]
    ) -> dict[LearnerId, tuple[Exchange, ...]]:
        """What is shown to everyone at each learner's place of a lesson, the newest first."""
        return {
            learner: tuple(
                Exchange(*row)
                for row in await self._read(EXCHANGES, (lesson, place, SHOWN_AT_ONCE))
            )
            for learner, (lesson, place) in places.items()
        }

    async def remark_counts(self, within: Period, scope: Scope = EVERYTHING) -> RemarkCounts:
        about = _reaching((scope,))
        async with self._apart() as reader:
            [(new,)] = await rows(reader, NEW_IN, within._asdict() | about)
            [(opened, _)] = await rows(reader, OPEN, about)
        return RemarkCounts(new, opened)

    async def opinions(self, lesson: str, cohort: str = "") -> LessonOpinions:
        whose = {"lesson": lesson, "cohort": cohort}
        async with self._apart() as reader:
            about = await rows(reader, ABOUT, whose)
            worth = await rows(reader, WORTH, whose)
        asked = (AskedAbout(part, question, number) for part, question, number, _ in about)
        return LessonOpinions(tuple(asked), dict(worth))

    async def _inbox(self, needs: InboxNeeds, held: Collection[Held]) -> Inbox:
        """What an admin wants of the inbox, as far as these roles reach."""
        reached = _reaching(reach(held, "answer"))
        wanted = reached | {
            "done": needs.done,
            "lesson": needs.lesson,
            "place": needs.place,
            "until": needs.until,
            "skipped": needs.page * PAGE,
        }
        [(opened, newest)] = await self._read(OPEN, reached)
        lessons = await self._read(LESSONS, reached) if needs.lessons else ()
        counted = tuple((item, number) for item, number in lessons)
        inbox = Inbox(lessons=counted, open=opened, newest=newest)
        if needs.remark:
            rows = await self._read(ONE, reached | {"remark": needs.remark})
            return replace(inbox, remarks=tuple(_remark(*row) for row in rows))
        if needs.place:
            remarks = tuple(_remark(*row) for row in await self._read(IN_GROUP, wanted))
            ids = tuple(id for (id,) in await self._read(IDS, wanted))
            inbox = replace(inbox, remarks=remarks, ids=ids)
        groups = tuple(_group(*row) for row in await self._read(GROUPS, wanted))
        return replace(inbox, groups=groups)


def _reaching(scopes: Collection[Scope]) -> dict[str, Any]:
    return {
        "everything": EVERYTHING in scopes,
        "courses": json.dumps(
            [scope.course for scope in scopes if scope.course and not scope.cohort]
        ),
        "cohorts": json.dumps([scope.cohort for scope in scopes if scope.cohort]),
    }


def _remark(*row: Any) -> Remark:
    """What is selected as ``_FIELDS``."""
    width = len(fields(Remarked))
    at, state, taken, reply, picture, shown, muted = row[width:]
    fact = Remarked(*row[:width])
    return Remark(fact, at, state, taken, reply, picture, shown, bool(muted))


def _group(*row: Any) -> RemarkGroup:
    taken = tuple(sorted(row[-1].split(","))) if row[-1] else ()
    return replace(RemarkGroup(*row), taken=taken)
