"""What is taken back: corrected keys, withdrawn revisions, and learners who are forgotten.

A learner is forgotten in a single transaction, from every table (``personal``). Answers stay for
the statistics, under a random name that is written down nowhere else: without inputs and words,
with other names for runs, and with times to the minute. What an admin did stays too, under another
random name. The ids of inputs that were taken stay without their learner for as long as a platform
may deliver them again. If the learner is told, that message and where it goes are the last to go,
by a trigger. What was deleted is overwritten in the file (``secure_delete``), and ``scrub`` empties
the write-ahead log.

A correction is a row that never changes: the question, and all revisions whose key is another than
that of now, translations by their originals. Its triggers run after all else of the batch, so
whoever answers in the same batch is touched like all others. What adds answers up reads the view
``counted``, which leaves out what is void.
"""

import json
import re
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from bot.conversation.admin.publishing import scheduled
from bot.conversation.facts import roles
from bot.conversation.facts.admin import Corrected, CorrectionTold, Withdrawn
from bot.conversation.facts.correction import Corrigible, Untold, corrigible
from bot.conversation.facts.learner import DataTaken, Forgotten
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import Archive, LogEntry, Publication, Withdrawal
from bot.lessons import pitfalls
from bot.lessons.model import Pitfall
from bot.lessons.question import Question
from bot.lessons.revisions.keys import KeyedQuestion
from bot.storage.codec import EncodedRecord, load_card, micros, readable
from bot.storage.sql import base
from bot.storage.sql.accounts import ACCOUNTS, LINE, WHOSE, log_row, name_owners
from bot.storage.sql.base import Base, Connection, Parameters, by_statement, rows
from bot.storage.sql.personal import HOLDINGS, OWN_CHAT, Holding
from bot.values import replace

CORRECT = """
INSERT INTO correction
    (id, lesson, question, wrong, again, name, notice, learner, platform, chat, at, input)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
TOLD_OF = """
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


def _write_corrected(turn: EncodedRecord, fact: Corrected) -> Parameters:
    revisions = (json.dumps(fact.wrong), json.dumps(fact.again))
    notice = (fact.name, fact.notice, turn.learner, fact.platform, fact.chat)
    return (fact.id, fact.lesson, fact.question, *revisions, *notice, turn.at, turn.record.input)


def _write_withdrawn(turn: EncodedRecord, fact: Withdrawn) -> Parameters:
    return (fact.lesson, fact.revision, turn.learner, turn.at)


TAKEBACK_WRITERS = (
    by_statement(Corrected, CORRECT, _write_corrected),
    by_statement(CorrectionTold, TOLD_OF, lambda turn, fact: (fact.id, turn.learner)),
    by_statement(Withdrawn, WITHDRAW, _write_withdrawn),
)


class SqlTakebacks(Base):
    async def untold(self, learners: Collection[LearnerId]) -> dict[LearnerId, tuple[Untold, ...]]:
        results: dict[LearnerId, tuple[Untold, ...]] = {}
        for learner, id, notice in await self._read(UNTOLD, (json.dumps(list(learners)),)):
            results[learner] = (*results.get(learner, ()), Untold(id, notice))
        return results

    async def _corrigible(self, lesson: str) -> tuple[Corrigible, ...]:
        """The questions of a lesson whose key differs between revisions, and is not corrected."""
        void = [(question, at) for id, question, at in await self._read(VOID) if id == lesson]
        versions = [_version(row) for row in await self._read(VERSIONS, (lesson,))]
        from_pitfalls = map(_pitfall, await self._read(PITFALLS, (lesson,)))
        versions += [keyed_question for keyed_question in from_pitfalls if keyed_question]
        counted = []
        for question in corrigible(dict(await self._read(CURRENT, (lesson,))), versions, void):
            concerned = (lesson, question.id, json.dumps((*question.wrong, *question.again)))
            [(attempts, learners)] = await self._read(ANSWERED, concerned)
            counted.append(replace(question, attempts=attempts, learners=learners))
        return tuple(counted)

    async def _archive(self, lesson: str, *, touched: bool) -> Archive:
        cards = await self._read(CARDS, (lesson,))
        moves: dict[str, list[Publication]] = {}
        for name, *move in await self._read(TRANSLATIONS, (lesson,)):
            moves.setdefault(name.partition(".")[2], []).append(Publication(*move))
        withdrawn = await self._read(OF_LESSON, (lesson,))
        return Archive(
            {card.revision: card for card in readable(cards, load_card, "card of a revision")},
            {language: tuple(publications) for language, publications in moves.items()},
            {revision: Withdrawal(by, at) for revision, by, at in withdrawn},
            dict(await self._read(base.TOUCHED, (lesson,))) if touched else {},
        )


def _version(row: Any) -> KeyedQuestion:
    revision, title, asked, language, original, taught = row
    question = Question.model_validate_json(asked)
    return KeyedQuestion(revision, title, question, language, original, bool(taught))


def _pitfall(row: Any) -> KeyedQuestion | None:
    revision, title, text, language, original, taught = row
    question = pitfalls.question(Pitfall.model_validate_json(text))
    if question is None:
        return None
    return KeyedQuestion(revision, title, question, language, original, bool(taught))


MINUTE = 60_000_000
"""Microseconds in a minute, which times of answers without a name are rounded down to."""

BEGIN = "INSERT INTO erasure (learner, name) VALUES (?, ?) ON CONFLICT DO NOTHING"
NAME = "SELECT name FROM erasure WHERE learner = ?"
END = "DELETE FROM erasure WHERE learner = ?"

# An alarm's id names its learner, and nobody delivers it again.
INPUTS = """
UPDATE input SET learner = '', platform = '', chat = ''
WHERE learner = :learner AND instr(id || ':', :learner || ':') = 0
"""
ALARMS = "DELETE FROM input WHERE learner = :learner"
OUTBOX = "DELETE FROM outbox WHERE learner = :learner AND input <> :farewell"
ASKED = """
DELETE FROM asked WHERE learner = :learner
AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.learner = :learner)
"""
WAITING = "DELETE FROM recipient WHERE learner = :learner AND state = 'waiting'"
TOLD = "UPDATE recipient SET learner = :name, chat = '', language = '' WHERE learner = :learner"
# The program's settings name the owners, so that is not the learner's, nor ours, to change.
ROLES = "DELETE FROM role WHERE learner = :learner AND role <> 'owner'"
GRANTED = "UPDATE role SET by = :name WHERE by = :learner"
# What they had timed was to be published in their name.
UNTIMED = """
UPDATE draft SET missed_at = publish_at, publish_at = NULL
WHERE publish_at IS NOT NULL AND 'publish:' || id IN (
    SELECT kind FROM alarm WHERE learner = :learner AND at IS NOT NULL)
"""
UNTIMED_TOLD = f"""
INSERT INTO alarm (learner, kind, at, platform, chat)
SELECT role.learner, '{scheduled.MISSED}' || draft.id, CAST(:at AS BIGINT),
    alone.platform, alone.chat
FROM draft JOIN role ON role.learner <> :learner LEFT JOIN alone ON alone.learner = role.learner
WHERE role.role IN {roles.holding("publish")} AND draft.closed_at IS NULL
AND draft.publish_at IS NOT NULL AND 'publish:' || draft.id IN (
    SELECT kind FROM alarm WHERE learner = :learner AND at IS NOT NULL)
ON CONFLICT (learner, kind) DO UPDATE SET at = excluded.at, platform = excluded.platform,
    chat = excluded.chat, held_at = NULL
"""  # noqa: S608 - words of ours
"""Whoever may publish hears that it is left to them."""
DRAFTS = "UPDATE draft SET body = json_set(body, '$.by', :name) WHERE body ->> '$.by' = :learner"

# Whoever they met in a duel knows who said what there, under whatever name it would stay.
DUELS = (
    """
DELETE FROM class_vote WHERE learner = :learner
AND class IN (SELECT id FROM class WHERE kind = 'duel')
""",
    """
INSERT INTO alarm (learner, kind, at, platform, chat)
SELECT 'class:' || id, 'duel:' || id, CAST(:at AS BIGINT), platform, chat FROM class
WHERE kind = 'duel' AND ended_at IS NULL AND :learner IN (host, rival)
ON CONFLICT (learner, kind) DO UPDATE SET
    at = min(coalesce(alarm.at, excluded.at), excluded.at), held_at = NULL
""",
    """
UPDATE class SET body = json_set(body, '$.phase', 'over', '$.match.told', json('false'))
WHERE kind = 'duel' AND ended_at IS NULL AND :learner IN (host, rival)
""",
)
"""A duel with somebody who is forgotten is over, and nobody is told what came of it."""

OWN_CHATS = f"SELECT platform, chat FROM chat WHERE {OWN_CHAT}"  # noqa: S608 - text of ours

# Whoever needs a chat keeps it; a group is needed by nothing but what is on its way there.
CHAT = """
DELETE FROM chat WHERE platform = ? AND chat = ? AND (platform, chat) NOT IN (
    SELECT platform, chat FROM outbox
    UNION SELECT platform, chat FROM alarm WHERE chat IS NOT NULL
    UNION SELECT platform, chat FROM asked
    UNION SELECT body ->> '$.contact.platform', body ->> '$.contact.chat' FROM learner
    WHERE body ->> '$.contact.chat' IS NOT NULL
    UNION SELECT body ->> '$.home[0]', body ->> '$.home[1]' FROM learner
    WHERE body ->> '$.home[1]' IS NOT NULL)
"""

SHOWN = """
SELECT session.learner, session.body FROM role JOIN session USING (learner)
WHERE instr(session.body, ?) > 0
"""
"""What admins are looking at just now in which somebody is named."""

# What they said to authors stands in what is open before others: admins, and whoever was shown it.
QUOTED = r"""
UPDATE session SET body = json_remove(body, '$.open')
WHERE learner <> :learner AND EXISTS (
    SELECT 1 FROM remark
    WHERE remark.learner = :learner AND words <> '' AND instr(
        replace(replace(session.body ->> '$.open.text', '\', ''), '> ', ''),
        replace(replace(words, '\', ''), '> ', '')
    ) > 0
)
"""

SHOW = "UPDATE session SET body = ? WHERE learner = ?"

KNOWN = "SELECT 1 FROM learner WHERE id = ?"

SOMEBODY = LearnerId("somebody")
"""Who it is on the log that had their data, or were forgotten."""


def _write_taken(turn: EncodedRecord, fact: DataTaken) -> tuple[object, ...]:
    return log_row(LogEntry(turn.at, SOMEBODY, "", "data", "", "", fact.form))


# What a turn puts on record is that it is to be done; it comes after everything else (``erase``).
FORGETTING_WRITERS = (
    by_statement(DataTaken, LINE, _write_taken),
    by_statement(Forgotten, BEGIN, lambda turn, fact: (turn.learner, _random_name())),
)
WRITERS = (*TAKEBACK_WRITERS, *FORGETTING_WRITERS)


async def erase(
    writer: Connection, learner: LearnerId, entry: LogEntry, farewell: str = ""
) -> None:
    """Forget a learner, and all accounts of theirs; what ``farewell`` led to is said still."""
    for account in await _accounts(writer, learner):
        await _erase(writer, account, entry, farewell)
    await writer.execute(LINE, log_row(entry))


async def _accounts(connection: Connection, learner: LearnerId) -> list[LearnerId]:
    """The accounts of whoever has this: their own name first."""
    [(whose,)] = await rows(connection, WHOSE, (learner,)) or [(learner,)]
    entries = await rows(connection, ACCOUNTS, (whose,))
    return [LearnerId(item) for (item,) in entries] or [learner]


async def _erase(writer: Connection, learner: LearnerId, entry: LogEntry, farewell: str) -> None:
    """Forget what is kept by an account."""
    await writer.execute(BEGIN, (learner, _random_name()))
    [(name,)] = await rows(writer, NAME, (learner,))
    named = {"learner": learner, "name": name, "farewell": farewell, "at": entry.at}
    for sql in DUELS:
        await writer.execute(sql, named)
    for kept in HOLDINGS:
        if kept.fate == "renamed":
            await writer.execute(_renaming(kept), named)
    chats = [tuple(row) for row in await rows(writer, OWN_CHATS, {"learner": learner})]
    for sql in (
        UNTIMED_TOLD,
        UNTIMED,
        DRAFTS,
        GRANTED,
        ROLES,
        WAITING,
        TOLD,
        INPUTS,
        ALARMS,
        QUOTED,
    ):
        await writer.execute(sql, named)
    await _hide(writer, learner, name)
    await _keep_answers(writer, learner)
    for kept in HOLDINGS:
        if kept.fate == "deleted":
            sql = f"DELETE FROM {kept.table} WHERE {kept.of}"  # noqa: S608 - names of ours
            await writer.execute(sql, named)
    for sql in (OUTBOX, ASKED):
        await writer.execute(sql, named)
    await writer.executemany(CHAT, chats)
    await writer.execute(END, (learner,))


def _random_name() -> str:
    return f"forgotten:{secrets.token_hex(8)}"


def _renaming(holding: Holding) -> str:
    changes = [f"{column} = iif({column} = :learner, :name, {column})" for column in holding.names]
    changes += [f"{column} = ''" for column in holding.blank]
    return f"UPDATE {holding.table} SET {', '.join(changes)} WHERE {holding.of}"  # noqa: S608 - names of ours


async def _hide(writer: Connection, learner: LearnerId, name: str) -> None:
    """Take the name out of what other admins have open, such as the list of roles."""
    for whose, body in await rows(writer, SHOWN, (learner,)):
        shown = re.sub(rf"{re.escape(learner)}(?![\w-])", name, body)
        await writer.execute(SHOW, (shown, whose))


async def _keep_answers(writer: Connection, learner: LearnerId) -> None:
    """Put the answers and runs of a learner under a name that leads back to nobody."""
    name = _random_name()
    runs: dict[str, str] = {}
    for table, blank in [(kept.table, kept.blank) for kept in HOLDINGS if kept.fate == "anonymous"]:
        sql = f"SELECT * FROM {table} WHERE learner = ? ORDER BY at, input"  # noqa: S608 - names of ours
        cursor = await writer.execute(sql, (learner,))
        columns = [column for column, *_ in cursor.description]
        entries = list(await cursor.fetchall())
        kept = [
            _drop_names(
                _empty_words(dict(zip(columns, row, strict=True)), blank), name, number, runs
            )
            for number, row in enumerate(entries)
        ]
        await writer.execute(f"DELETE FROM {table} WHERE learner = ?", (learner,))  # noqa: S608 - names of ours
        marks = ", ".join("?" * len(columns))
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of ours
        await writer.executemany(into, kept)


def _empty_words(row: dict[str, Any], blank: Sequence[str]) -> dict[str, Any]:
    """A row without somebody's words; that there were some stays."""
    return row | {column: "" for column in blank if row[column] is not None}


def _drop_names(row: dict[str, Any], name: str, number: int, runs: dict[str, str]) -> Sequence[Any]:
    """A row as it stays: its place among the others tells its order, and no input does."""
    run = runs.setdefault(row["run"], f"{len(runs)}")
    at = row["at"] // MINUTE * MINUTE
    return list((row | {"learner": name, "run": run, "input": f"{number:07}", "at": at}).values())


class SqlErasing(Base):
    """The part of the store that forgets."""

    async def personal(self, learner: LearnerId) -> dict[str, list[dict[str, Any]]]:
        results: dict[str, list[dict[str, Any]]] = {}
        async with self._apart() as reader:
            for account in await _accounts(reader, learner):
                for kept in HOLDINGS:
                    sql = f"SELECT {kept.columns} FROM {kept.table} WHERE {kept.of}"  # noqa: S608 - names of ours
                    cursor = await reader.execute(sql, {"learner": account})
                    columns = [column for column, *_ in cursor.description]
                    held = [dict(zip(columns, row, strict=True)) for row in await cursor.fetchall()]
                    if held:
                        before = results.setdefault(kept.table, [])
                        before += [row for row in held if row not in before]
        return results

    async def forget(self, learner: LearnerId, at: datetime, by: LogEntry | None = None) -> bool:
        async with self._write() as writer:
            [learner, *_] = await _accounts(writer, learner)
            if not await rows(writer, KNOWN, (learner,)):
                return False
            await erase(writer, learner, by or forgotten_entry(at, "forget_silent"))
            self._recent.forget(learner)
            if self._owners is not None:
                await name_owners(writer, self._owners, micros(at))
        return True

    async def log(self, entry: LogEntry) -> None:
        async with self._write() as writer:
            await writer.execute(LINE, log_row(entry))


def forgotten_entry(at: datetime | int, act: str) -> LogEntry:
    """The log's line that somebody was forgotten; it does not say who."""
    when = at if isinstance(at, int) else micros(at)
    return LogEntry(when, SOMEBODY, "", act, "", "", "")
