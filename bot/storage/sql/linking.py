"""Two learners are linked, or parted again, in a single transaction, through every table.

Where both have a state of the same key, this says which holds (``personal``):

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

A fact that both have is kept once. For a week it is noted what was whose: each account's keys of
what was moved, the other's row of what both had, and of what was merged each account's rows as they
were and those that came of it.

When they part, the *keeper* gets all rows but those that the other had: of a state, what the keeper
had before if nothing has changed it since, and else what it is by now. The other gets back exactly
what they had, but for what must not come back: a role that was revoked meanwhile, words that were
to be forgotten, what was remembered under a key that turned out to be wrong. What has come of
something that they said to authors is theirs as well: the answer that they are still to be told,
and that they may say no more. After a week it is not known any more what was whose, so the keeper
has everything.
"""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation import learner as learners
from bot.conversation import session as sessions
from bot.conversation.facts.learner import Linked, Unlinked
from bot.conversation.identities import joining
from bot.conversation.identities.linking import KIND
from bot.conversation.inputs import LearnerId
from bot.conversation.learner import Account
from bot.conversation.remarks.news import ANSWER, EXCHANGE, MENDED
from bot.storage.codec import EncodedRecord
from bot.storage.sql.accounts import SINCE
from bot.storage.sql.base import Connection, is_refused, rows
from bot.storage.sql.personal import (
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


async def carry_out(writer: Connection, turn: EncodedRecord, fact: Linked | Unlinked) -> None:
    """Link or part the accounts of whoever's turn it was, as this fact of it says."""
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
    if [tuple(row) for row in await rows(writer, KNOWN, (primary, other))] != [(2, 0)]:
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
    await writer.executemany(IDENTITY, [(account.id, primary, at) for account in accounts])


async def _note_keys(writer: Connection, table: str, primary: LearnerId, other: LearnerId) -> None:
    """Note whose facts are whose. Of rows that both have, keep the primary's, note the other's.

    That is of a run which either had begun when they were linked before, and which both have gone
    on with since that was undone.
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
    primary, other = (account.id for account in accounts)
    mine, others = [await rows_of(writer, table, account.id) for account in accounts]
    merged = _merge_rows(table, mine, others, accounts)
    both = {key: row | {whose_of(table): primary} for key, row in merged.items()}
    # That they were linked is told to whoever was, and is nothing to give back.
    others = {key: row for key, row in others.items() if row.get("kind") != KIND}
    whose: tuple[tuple[str, Rows], ...] = ((primary, mine), (other, others), ("", both))
    notes = [
        (primary, whom, table, key, json.dumps(row))
        for whom, kept in whose
        for key, row in kept.items()
    ]
    await writer.executemany(NOTE, notes)
    await replace_rows(writer, table, (primary, other), {primary: both.values()})


def _merge_rows(table: str, mine: Rows, others: Rows, accounts: tuple[Account, ...]) -> Rows:
    """What both have of a table together, by its rule."""
    if table == "learner":
        return {ONE: _learner(mine[ONE], others[ONE], accounts)}
    if table == "session":
        return _sessions(mine, others)
    if table == "alarm":
        others = {
            key: entry for key, entry in others.items() if not entry["kind"].startswith(CHOSEN)
        }
    holds = RULES[table]
    return mine | {
        key: row for key, row in others.items() if key not in mine or holds(row) > holds(mine[key])
    }


def _item(row: Row) -> object:
    """The better founded memory has more answers, or of as many the later."""
    return row["number"], row["at"]


def _first(row: Row) -> object:
    """Something that is reached or drawn once was so the first time."""
    return -row["at"]


def _alarm(row: Row) -> object:
    """What is to ring sooner; what is not to ring gives way."""
    return -row["at"] if row["at"] is not None else float("-inf")


def _recipient(row: Row) -> object:
    """Whoever has an announcement on either account gets it on no other."""
    return ("blocked", "failed", "waiting", "sent").index(row["state"])


def _merge_muted(row: Row) -> object:
    """Who may say nothing to authors by either account may not by the other."""
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
    "muted": _merge_muted,
    "worth": _first,
}
"""Of two rows of a key, that holds of which this is greater; of equals, the primary's."""


def _learner(mine: Row, others: Row, accounts: tuple[Account, ...]) -> Row:
    body = joining.join_learners(
        learners.load(mine["body"]), learners.load(others["body"]), accounts
    )
    return mine | {
        "since": min(mine["since"], others["since"]),
        "heard": max(mine["heard"], others["heard"]),
        "warned_at": None,
        "body": learners.dump(body),
    }


def _sessions(mine: Rows, others: Rows) -> Rows:
    if not mine or not others:
        return mine or others
    primary, other = mine[ONE], others[ONE]
    body = joining.joined_session(sessions.load(primary["body"]), sessions.load(other["body"]))
    return {ONE: primary | {"at": max(primary["at"], other["at"]), "body": sessions.dump(body)}}


OF_RUNS = ("step_done", "run_finished", "attempt", "writing", "carried")

NOTED = """
SELECT account, source, key, columns FROM before_link WHERE learner = ? AND columns IS NOT NULL
"""
# What is noted as a row is there once, as the primary's.
THEIRS = """(
    SELECT key FROM before_link
    WHERE learner = ? AND account = ? AND source = ? AND columns IS NULL)
"""
REMARKS = "SELECT id FROM remark WHERE learner = ?"
UNNOTED = "DELETE FROM before_link WHERE learner = ?"
NO_IDENTITY = "DELETE FROM identity WHERE learner = ?"
# A key turned out to be wrong meanwhile: nothing is remembered of what was answered under it.
CORRECTED = """
UPDATE item SET number = 0, stability = 0.0, difficulty = 0.0, due = fault.at, at = fault.at,
    said = NULL, confidence = 'none', verdict = 'wrong', checks = 0, check_at = NULL,
    suspended_at = NULL
FROM (SELECT lesson, question, max(at) AS at FROM correction WHERE at >= ? GROUP BY 1, 2) AS fault
WHERE fault.lesson = item.lesson AND fault.question = item.question AND item.at < fault.at
AND item.learner = ?
"""
# A run that the other had begun and the keeper has gone on with is both's, so that what came of it
# is told of a lesson.
BEGUN = f"""
INSERT INTO run (learner, run, lesson, revision, mode, steps, platform, at, input)
SELECT ?1, run, lesson, revision, mode, steps, platform, at, input FROM run AS begun
WHERE learner = ?2 AND (
    EXISTS (SELECT 1 FROM session WHERE learner = ?1 AND instr(body, json_quote(begun.run)) > 0)
    OR {" OR ".join(f"run IN (SELECT run FROM {table} WHERE learner = ?1)" for table in OF_RUNS)})
ON CONFLICT DO NOTHING
"""  # noqa: S608 - names of ours


async def part(writer: Connection, learner: LearnerId, fact: Unlinked) -> None:
    """Let a learner's two accounts be two learners."""
    entries = await rows_of(writer, "learner", learner)
    accounts = learners.load(entries[ONE]["body"]).accounts if entries else ()
    mine = [account for account in accounts if account.id == fact.keeper]
    others = [account for account in accounts if account.id != fact.keeper]
    if not (mine and others):
        _log.error("%s can't be parted: these accounts are not linked", learner)
        return
    parting = _Parting(writer, learner, mine[0], others[0])
    async with relinking(writer, [(learner, account.id) for account in accounts]):
        if fact.undone:
            [(since,)] = await rows(writer, SINCE, (learner,))
            await parting.give_back()
            await writer.executemany(CORRECTED, [(since, account.id) for account in accounts])
        else:
            await parting.keep_all()
    for sql in (UNNOTED, NO_IDENTITY):
        await writer.execute(sql, (learner,))


class _Parting:
    """What becomes of the rows of a ``learner``; ``mine`` is the account that keeps."""

    def __init__(
        self, writer: Connection, learner: LearnerId, mine: Account, others: Account
    ) -> None:
        self._writer = writer
        self._learner = learner
        self._mine = mine
        self._others = others

    async def keep_all(self) -> None:
        """All stays with the keeper, under their own name; the other is nobody any more."""
        keeper = self._mine.id
        for table in MOVED:
            await move(self._writer, table, self._learner, keeper)
        for table in MERGED:
            now = await rows_of(self._writer, table, self._learner)
            if table == "learner":
                now = {key: self._alone(row) for key, row in now.items()}
            elif table == "alarm":
                now = {key: _move_alarm(row, self._others, self._mine) for key, row in now.items()}
            before = (self._learner, keeper)
            await replace_rows(self._writer, table, before, {keeper: now.values()})

    def _alone(self, row: Row) -> Row:
        body = joining.alone(learners.load(row["body"]), self._mine, self._others)
        return row | {"body": learners.dump(body)}

    async def give_back(self) -> None:
        """Each gets back what was theirs; the keeper has what has come since."""
        before = await self._noted_rows()
        keeper, other = self._mine.id, self._others.id
        for table in MOVED:
            noted = (self._learner, other, table)
            key = key_of(table)
            for account, which in ((other, "IN"), (keeper, "NOT IN")):
                await move(
                    self._writer, table, self._learner, account, f"{key} {which} {THEIRS}", noted
                )
            own = {id: before.get((id, table), {}).values() for id in (keeper, other)}
            await replace_rows(self._writer, table, (), own)
        for table in MERGED:
            had, theirs_had, both = (before.get((id, table), {}) for id in (keeper, other, ""))
            now = await rows_of(self._writer, table, self._learner)
            if table == "alarm":
                said = {item for (item,) in await rows(self._writer, REMARKS, (other,))}
                answers = {key for key, row in now.items() if _remark_of(row) in said}
                theirs_had = theirs_had | {
                    key: _move_alarm(now[key], self._mine, self._others) for key in answers
                }
                both, now = (
                    {key: row for key, row in entries.items() if key not in answers}
                    for entries in (both, now)
                )
            kept, returned = self._share_rows(table, had, theirs_had, both, now)
            after = {keeper: kept.values(), other: returned.values()}
            await replace_rows(self._writer, table, (self._learner, keeper, other), after)
        await self._writer.execute(BEGUN, (keeper, other))

    async def _noted_rows(self) -> dict[tuple[str, str], Rows]:
        """The rows that were whose before, by account and table; of nobody, what came of both."""
        results: dict[tuple[str, str], Rows] = {}
        for account, table, key, columns in await rows(self._writer, NOTED, (self._learner,)):
            results.setdefault((account, table), {})[key] = json.loads(columns)
        return results

    def _share_rows(
        self, table: str, mine: Rows, others: Rows, both: Rows, now: Rows
    ) -> tuple[Rows, Rows]:
        """What the keeper has of a table from now on, and what the other has."""
        since = {key for key in {*both, *now} if not _is_as(table, now.get(key), both.get(key))}
        kept = {key: row for key, row in mine.items() if key not in since}
        kept |= {key: row for key, row in now.items() if key in since}
        if table == "alarm":
            kept |= {
                key: _move_alarm(row, self._others, self._mine)
                for key, row in kept.items()
                if key in since
            }
        elif table == "role":
            # What was revoked meanwhile was revoked for both.
            others = {key: row for key, row in others.items() if key in now}
        elif table == "muted" and ONE in since:
            # Authors meant the person.
            others = kept
        elif table == "learner" and ONE in since and ONE in mine:
            kept = {ONE: self._part_row(mine[ONE], both[ONE], now[ONE])}
        elif table == "session" and ONE in both and ONE in since:
            return self._sessions(mine, others, both[ONE], now[ONE])
        return kept, others

    def _part_row(self, mine: Row, both: Row, now: Row) -> Row:
        before, together, by_now = (learners.load(entries["body"]) for entries in (mine, both, now))
        body = joining.part_learners(before, together, by_now, self._mine, self._others)
        return mine | {"heard": now["heard"], "body": learners.dump(body)}

    def _sessions(self, mine: Rows, others: Rows, both: Row, now: Row) -> tuple[Rows, Rows]:
        together, latest = sessions.load(both["body"]), sessions.load(now["body"])
        primary = self._mine.id == self._learner
        kept = {key: sessions.load(row["body"]) for key, row in mine.items()}
        returned = {key: sessions.load(row["body"]) for key, row in others.items()}
        after = joining.parted_session(
            kept.get(ONE, latest), returned.get(ONE), together, latest, primary=primary
        )
        back = {
            key: joining.given_back(session, together, latest, primary=not primary)
            for key, session in returned.items()
        }
        return (
            {ONE: mine.get(ONE, now) | {"at": now["at"], "body": sessions.dump(after)}},
            {key: others[key] | {"body": sessions.dump(session)} for key, session in back.items()},
        )


def _move_alarm(alarm: Row, away: Account, home: Account) -> Row:
    """What has been set since rings at the home of whose it is, not where the other is."""
    if (alarm["platform"], alarm["chat"]) != (away.platform, away.chat):
        return alarm
    return alarm | {"platform": home.platform, "chat": home.chat, "held_at": None}


def _remark_of(alarm: Row) -> str:
    begins, _, remark = alarm["kind"].partition(":")
    return remark if f"{begins}:" in (ANSWER, EXCHANGE, MENDED) else ""


def _is_as(table: str, now: Row | None, then: Row | None) -> bool:
    """Whether nothing has come of a row since."""
    if now is None or then is None:
        return now == then
    unlike = {key for key in now if now[key] != then[key]}
    return unlike <= {"item": {"said"}, "alarm": {"platform", "chat", "held_at"}}.get(table, set())
