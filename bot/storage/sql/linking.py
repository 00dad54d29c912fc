"""Two learners become one, in one transaction, through every table (``linked_tables``).

Where both have a state of the same key, the one holds that this says:

=====================  ==========================================================================
state                  which of two holds
=====================  ==========================================================================
an item                the better founded memory: of more answers, of as many the later one
a milestone, a day's   the first: it was reached, said, or the lot fell, once
goal, a trial, a
lesson's worth
being muted            if either is, they are
an alarm               the one to ring sooner; of what the primary chose or said, theirs alone
an announcement        whoever has it on one account gets it on no other
roles                  they are the same: see ``bot.conversation.identities.linking``
learner and session    see ``bot.conversation.identities.joining``
=====================  ==========================================================================

A fact that both have is kept once. For a week it is noted what was whose: each one's keys of what
was moved, the other's row of what both had, and of what was merged each one's rows as they were and
those that came of it (``parting``).
"""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation import learner as learners
from bot.conversation import session as sessions
from bot.conversation.facts.identities import Linked, Unlinked
from bot.conversation.identities import joining
from bot.conversation.identities.linking import KIND
from bot.conversation.inputs import LearnerId
from bot.conversation.learner import Account
from bot.storage.encoded import EncodedRecord
from bot.storage.sql.connection import Connection, is_refused, rows
from bot.storage.sql.linked_tables import (
    MERGED,
    MOVED,
    ONE,
    Row,
    Rows,
    key_of,
    move,
    relinking,
    replace_rows,
    rows_of,
    whose_of,
)
from bot.storage.sql.parting import part

CHOSEN = ("review", "plan", "digest", "silence:")
"""How the kinds of alarms begin that come of what the primary chose or said, not the other."""

NOTE = """
INSERT INTO before_link (learner, account, source, key, columns) VALUES (?, ?, ?, ?, ?)
"""
NOTE_KEYS = """
INSERT INTO before_link (learner, account, source, key)
SELECT ?1, ?2, '{table}', {key} FROM {table} WHERE learner = ?2
"""
NOTE_COLUMNS = """
UPDATE before_link SET columns = ? WHERE learner = ? AND account = ? AND source = ? AND key = ?
"""
IDENTITY = "INSERT INTO identity (id, learner, at) VALUES (?, ?, ?)"
KNOWN = """
SELECT (SELECT count(*) FROM learner WHERE id IN (?1, ?2)),
    (SELECT count(*) FROM identity WHERE id IN (?1, ?2))
"""

_log = logging.getLogger(__name__)


async def carry_out(writer: Connection, turn: EncodedRecord) -> None:
    """Link or part the accounts of whoever's turn it was, if that is what came of it."""
    for fact in turn.record.facts:
        if not isinstance(fact, Linked | Unlinked):
            continue
        await writer.execute("SAVEPOINT linking")
        try:
            if isinstance(fact, Linked):
                await _link(writer, turn.learner, fact, turn.at)
            else:
                await part(writer, turn.learner, fact)
        except Exception as error:
            if not (isinstance(error, LookupError | ValueError | TypeError) or is_refused(error)):
                raise
            # Something of theirs can't be read. That must not keep everybody else waiting for ever.
            await writer.execute("ROLLBACK TO linking")
            _log.error("%s could not be linked or parted: %s", turn.learner, type(error).__name__)
        await writer.execute("RELEASE linking")


async def _link(writer: Connection, other: LearnerId, fact: Linked, at: int) -> None:
    primary = LearnerId(fact.primary)
    if [tuple(one) for one in await rows(writer, KNOWN, (primary, other))] != [(2, 0)]:
        # The desk sees to it that this can't be; if it were, nobody else's turn is to fail by it.
        _log.error("%s can't be linked: who made the code is not there, or one is linked", other)
        return
    accounts = (Account(primary, *fact.home), Account(other, fact.platform, fact.chat))
    async with relinking(writer, [(other, primary)]):
        for table in MOVED:
            await _note_keys(writer, table, primary, other)
            await move(writer, table, other, primary)
        for table in MERGED:
            await _merge(writer, table, accounts)
    await writer.executemany(IDENTITY, [(one.id, primary, at) for one in accounts])


async def _note_keys(writer: Connection, table: str, primary: LearnerId, other: LearnerId) -> None:
    """Note which facts are whose. Of one that both have, keep the primary's, and note the other's.

    That is of a run which one of them had begun when they were linked before, and which both have
    gone on with since that was undone.
    """
    key = key_of(table)
    note = NOTE_KEYS.format(key=key, table=table)
    await writer.executemany(note, [(primary, account) for account in (primary, other)])
    same = " AND ".join(f"mine.{key} = {table}.{key}" for key in MOVED[table])
    common = (
        f"learner = ? AND EXISTS (SELECT 1 FROM {table} AS mine WHERE mine.learner = ? AND {same})"  # noqa: S608 - names of ours
    )
    cursor = await writer.execute(
        f"SELECT {key}, * FROM {table} WHERE {common}",  # noqa: S608 - names of ours
        (other, primary),
    )
    columns = [column for column, *_ in cursor.description][1:]
    noted = [
        (json.dumps(dict(zip(columns, row, strict=True))), primary, other, table, key)
        for key, *row in await cursor.fetchall()
    ]
    if noted:
        await writer.executemany(NOTE_COLUMNS, noted)
        await writer.execute(f"DELETE FROM {table} WHERE {common}", (other, primary))  # noqa: S608 - names of ours


async def _merge(writer: Connection, table: str, accounts: tuple[Account, Account]) -> None:
    """Let both have what they have of a table together; note what each had, and what came of it."""
    primary, other = (one.id for one in accounts)
    mine, theirs = [await rows_of(writer, table, one.id) for one in accounts]
    merged = _merged(table, mine, theirs, accounts)
    both = {key: row | {whose_of(table): primary} for key, row in merged.items()}
    # That they were linked is told to whoever was, and is nothing to give back.
    theirs = {key: row for key, row in theirs.items() if row.get("kind") != KIND}
    whose: tuple[tuple[str, Rows], ...] = ((primary, mine), (other, theirs), ("", both))
    notes = [
        (primary, whom, table, key, json.dumps(row))
        for whom, kept in whose
        for key, row in kept.items()
    ]
    await writer.executemany(NOTE, notes)
    await replace_rows(writer, table, (primary, other), {primary: both.values()})


def _merged(table: str, mine: Rows, theirs: Rows, accounts: tuple[Account, ...]) -> Rows:
    """What both have of a table together, by its rule."""
    if table == "learner":
        return {ONE: _learner(mine[ONE], theirs[ONE], accounts)}
    if table == "session":
        return _sessions(mine, theirs)
    if table == "alarm":
        theirs = {key: one for key, one in theirs.items() if not one["kind"].startswith(CHOSEN)}
    holds = RULES[table]
    return mine | {
        key: row for key, row in theirs.items() if key not in mine or holds(row) > holds(mine[key])
    }


def _item(row: Row) -> object:
    """The better founded memory is the one of more answers, of as many the later one."""
    return row["number"], row["at"]


def _first(row: Row) -> object:
    """Something that is reached or drawn once was so the first time."""
    return -row["at"]


def _alarm(row: Row) -> object:
    """What is to ring sooner; what is not to ring gives way."""
    return -row["at"] if row["at"] is not None else float("-inf")


def _recipient(row: Row) -> object:
    """Whoever has an announcement on one account gets it on no other."""
    return ("blocked", "failed", "waiting", "sent").index(row["state"])


def _muted(row: Row) -> object:
    """Who may say nothing to authors by one account may not by another."""
    return row["muted"], row["at"]


def _same(row: Row) -> object:
    """There is nothing to choose."""
    return 0


RULES: Mapping[str, Callable[[Row], Any]] = {
    "item": _item,
    "milestone": _first,
    "goal_reached": _first,
    "trial": _first,
    "member": _same,
    "alarm": _alarm,
    "recipient": _recipient,
    "role": _same,
    "muted": _muted,
    "worth": _first,
}
"""Of two rows of a key, the one holds of which this is greater; of equals, the primary's."""


def _learner(mine: Row, theirs: Row, accounts: tuple[Account, ...]) -> Row:
    body = joining.joined(learners.load(mine["body"]), learners.load(theirs["body"]), accounts)
    return mine | {
        "since": min(mine["since"], theirs["since"]),
        "heard": max(mine["heard"], theirs["heard"]),
        "warned_at": None,
        "body": learners.dump(body),
    }


def _sessions(mine: Rows, theirs: Rows) -> Rows:
    if not mine or not theirs:
        return mine or theirs
    one, other = mine[ONE], theirs[ONE]
    body = joining.joined_session(sessions.load(one["body"]), sessions.load(other["body"]))
    return {ONE: one | {"at": max(one["at"], other["at"]), "body": sessions.dump(body)}}
