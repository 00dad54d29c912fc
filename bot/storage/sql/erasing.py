"""Forgetting a learner: in one transaction, from every table; see ``personal``.

Answers stay for the statistics, under a random name that is written down nowhere else: without
inputs and words, with other names for runs, and with times to the minute. Their order stays, so
every count is as it was. What an admin did stays too, under another random name.

The ids of inputs that were taken stay without their learner for as long as a platform may deliver
them again, so that none counts once more. If the learner is told, that one message and where it
goes are the last to go, by a trigger, once it has arrived.

What was deleted is overwritten in the file (``secure_delete``), and ``scrub`` empties the
write-ahead log, so that no copy is left there either.
"""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.conversation.admin.publishing import scheduled
from bot.conversation.facts import roles
from bot.conversation.facts.learner import DataTaken, Forgotten
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import LogEntry
from bot.storage.codec import micros
from bot.storage.encoded import EncodedRecord
from bot.storage.sql.base import Base, Connection, rows
from bot.storage.sql.facts import by_statement
from bot.storage.sql.identities import ACCOUNTS, WHOSE
from bot.storage.sql.personal import HOLDINGS, OWN_CHAT, Holding
from bot.storage.sql.roles import LINE, log_row, name_owners

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


def _taken(turn: EncodedRecord, fact: DataTaken) -> tuple[object, ...]:
    return log_row(LogEntry(turn.at, SOMEBODY, "", "data", "", "", fact.form))


# What a turn puts on record is that it is to be done; it comes after everything else (``erase``).
WRITERS = (
    by_statement(DataTaken, LINE, _taken),
    by_statement(Forgotten, BEGIN, lambda turn, fact: (turn.learner, _random_name())),
)


async def erase(
    writer: Connection, learner: LearnerId, entry: LogEntry, farewell: str = ""
) -> None:
    """Forget a learner, and all accounts of theirs; what ``farewell`` led to is said still."""
    for account in await _accounts(writer, learner):
        await _erase(writer, account, entry, farewell)
    await writer.execute(LINE, log_row(entry))


async def _accounts(connection: Connection, learner: LearnerId) -> list[LearnerId]:
    """The accounts of whoever has this one: their own name first."""
    [(whose,)] = await rows(connection, WHOSE, (learner,)) or [(learner,)]
    entries = await rows(connection, ACCOUNTS, (whose,))
    return [LearnerId(item) for (item,) in entries] or [learner]


async def _erase(writer: Connection, learner: LearnerId, entry: LogEntry, farewell: str) -> None:
    """Forget what is kept by one account."""
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
            _unnamed(_emptied(dict(zip(columns, row, strict=True)), blank), name, number, runs)
            for number, row in enumerate(entries)
        ]
        await writer.execute(f"DELETE FROM {table} WHERE learner = ?", (learner,))  # noqa: S608 - names of ours
        marks = ", ".join("?" * len(columns))
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of ours
        await writer.executemany(into, kept)


def _emptied(row: dict[str, Any], blank: Sequence[str]) -> dict[str, Any]:
    """A row without somebody's words; that there were some stays."""
    return row | {column: "" for column in blank if row[column] is not None}


def _unnamed(row: dict[str, Any], name: str, number: int, runs: dict[str, str]) -> Sequence[Any]:
    """A row as it stays: its place among the others tells its order, and no input does."""
    run = runs.setdefault(row["run"], f"{len(runs)}")
    at = row["at"] // MINUTE * MINUTE
    return list((row | {"learner": name, "run": run, "input": f"{number:07}", "at": at}).values())


class SqlErasing(Base):
    """The part of the store that forgets."""

    async def personal(self, learner: LearnerId) -> dict[str, list[dict[str, Any]]]:
        """Every row about this learner, by table, of all accounts of theirs."""
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
        """Forget a learner; whether there was anything to forget."""
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
        """Add a line to the log of admins."""
        async with self._write() as writer:
            await writer.execute(LINE, log_row(entry))


def forgotten_entry(at: datetime | int, act: str) -> LogEntry:
    """The log's line that somebody was forgotten; it does not say who."""
    when = at if isinstance(at, int) else micros(at)
    return LogEntry(when, SOMEBODY, "", act, "", "", "")
