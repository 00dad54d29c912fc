"""One learner becomes two again, in one transaction, through every table (``linked_tables``).

The one who *keeps* gets all rows but those that the other had: of a state, what the keeper had
before if nothing has changed it since, and else what it is by now. The other gets back exactly what
they had, but for what must not come back: a role that was revoked meanwhile, words that were to be
forgotten, what was remembered under a key that turned out to be wrong. What has come of something
that they said to authors is theirs as well: the answer that they are still to be told, and that
they may say no more. After a week it is not known any more what was whose, so the keeper has
everything.
"""

import json
import logging

from bot.conversation import learner as learners
from bot.conversation import session as sessions
from bot.conversation.facts.identities import Unlinked
from bot.conversation.identities import joining
from bot.conversation.inputs import LearnerId
from bot.conversation.learner import Account
from bot.conversation.remarks.news import ANSWER, EXCHANGE, MENDED
from bot.storage.sql.connection import Connection, rows
from bot.storage.sql.identities import SINCE
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
)

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
    OR {" OR ".join(f"run IN (SELECT run FROM {one} WHERE learner = ?1)" for one in OF_RUNS)})
ON CONFLICT DO NOTHING
"""  # noqa: S608 - names of ours

_log = logging.getLogger(__name__)


async def part(writer: Connection, learner: LearnerId, fact: Unlinked) -> None:
    """Let a learner's two accounts be two learners."""
    found = await rows_of(writer, "learner", learner)
    accounts = learners.load(found[ONE]["body"]).accounts if found else ()
    mine = [one for one in accounts if one.id == fact.keeper]
    others = [one for one in accounts if one.id != fact.keeper]
    if not (mine and others):
        _log.error("%s can't be parted: these accounts are not linked", learner)
        return
    parting = _Parting(writer, learner, mine[0], others[0])
    async with relinking(writer, [(learner, one.id) for one in accounts]):
        if fact.undone:
            [(since,)] = await rows(writer, SINCE, (learner,))
            await parting.give_back()
            await writer.executemany(CORRECTED, [(since, one.id) for one in accounts])
        else:
            await parting.keep_all()
    for sql in (UNNOTED, NO_IDENTITY):
        await writer.execute(sql, (learner,))


class _Parting:
    """What becomes of the rows of a ``learner``, of whose accounts one is ``mine``: it keeps."""

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
                now = {key: _moved(row, self._others, self._mine) for key, row in now.items()}
            before = (self._learner, keeper)
            await replace_rows(self._writer, table, before, {keeper: now.values()})

    def _alone(self, row: Row) -> Row:
        body = joining.alone(learners.load(row["body"]), self._mine, self._others)
        return row | {"body": learners.dump(body)}

    async def give_back(self) -> None:
        """Each gets back what was theirs; the keeper has what has come since."""
        before = await self._noted()
        keeper, other = self._mine.id, self._others.id
        for table in MOVED:
            noted = (self._learner, other, table)
            key = key_of(table)
            for account, which in ((other, "IN"), (keeper, "NOT IN")):
                await move(
                    self._writer, table, self._learner, account, f"{key} {which} {THEIRS}", noted
                )
            own = {one: before.get((one, table), {}).values() for one in (keeper, other)}
            await replace_rows(self._writer, table, (), own)
        for table in MERGED:
            had, theirs_had, both = (before.get((one, table), {}) for one in (keeper, other, ""))
            now = await rows_of(self._writer, table, self._learner)
            if table == "alarm":
                said = {one for (one,) in await rows(self._writer, REMARKS, (other,))}
                answers = {key for key, row in now.items() if _remark_of(row) in said}
                theirs_had = theirs_had | {
                    key: _moved(now[key], self._mine, self._others) for key in answers
                }
                both, now = (
                    {key: row for key, row in found.items() if key not in answers}
                    for found in (both, now)
                )
            kept, given = self._shared(table, had, theirs_had, both, now)
            after = {keeper: kept.values(), other: given.values()}
            await replace_rows(self._writer, table, (self._learner, keeper, other), after)
        await self._writer.execute(BEGUN, (keeper, other))

    async def _noted(self) -> dict[tuple[str, str], Rows]:
        """The rows that were whose before, by account and table; of nobody, what came of both."""
        found: dict[tuple[str, str], Rows] = {}
        for account, table, key, columns in await rows(self._writer, NOTED, (self._learner,)):
            found.setdefault((account, table), {})[key] = json.loads(columns)
        return found

    def _shared(
        self, table: str, mine: Rows, theirs: Rows, both: Rows, now: Rows
    ) -> tuple[Rows, Rows]:
        """What the keeper has of a table from now on, and what the other has."""
        since = {key for key in {*both, *now} if not _is_as(table, now.get(key), both.get(key))}
        kept = {key: row for key, row in mine.items() if key not in since}
        kept |= {key: row for key, row in now.items() if key in since}
        if table == "alarm":
            kept |= {
                key: _moved(row, self._others, self._mine)
                for key, row in kept.items()
                if key in since
            }
        elif table == "role":
            # What was revoked meanwhile was revoked for both.
            theirs = {key: row for key, row in theirs.items() if key in now}
        elif table == "muted" and ONE in since:
            # Authors meant the person.
            theirs = kept
        elif table == "learner" and ONE in since and ONE in mine:
            kept = {ONE: self._parted(mine[ONE], both[ONE], now[ONE])}
        elif table == "session" and ONE in both and ONE in since:
            return self._sessions(mine, theirs, both[ONE], now[ONE])
        return kept, theirs

    def _parted(self, mine: Row, both: Row, now: Row) -> Row:
        before, together, by_now = (learners.load(one["body"]) for one in (mine, both, now))
        body = joining.parted(before, together, by_now, self._mine, self._others)
        return mine | {"heard": now["heard"], "body": learners.dump(body)}

    def _sessions(self, mine: Rows, theirs: Rows, both: Row, now: Row) -> tuple[Rows, Rows]:
        together, latest = sessions.load(both["body"]), sessions.load(now["body"])
        primary = self._mine.id == self._learner
        kept = {key: sessions.load(row["body"]) for key, row in mine.items()}
        given = {key: sessions.load(row["body"]) for key, row in theirs.items()}
        after = joining.parted_session(
            kept.get(ONE, latest), given.get(ONE), together, latest, primary=primary
        )
        back = {
            key: joining.given_back(one, together, latest, primary=not primary)
            for key, one in given.items()
        }
        return (
            {ONE: mine.get(ONE, now) | {"at": now["at"], "body": sessions.dump(after)}},
            {key: theirs[key] | {"body": sessions.dump(one)} for key, one in back.items()},
        )


def _moved(alarm: Row, away: Account, home: Account) -> Row:
    """What has been set since rings at the home of whose it is, not where the other is."""
    if (alarm["platform"], alarm["chat"]) != (away.platform, away.chat):
        return alarm
    return alarm | {"platform": home.platform, "chat": home.chat, "held_at": None}


def _remark_of(alarm: Row) -> str:
    """The remark that an alarm tells of; empty if it tells of none."""
    begins, _, remark = alarm["kind"].partition(":")
    return remark if f"{begins}:" in (ANSWER, EXCHANGE, MENDED) else ""


def _is_as(table: str, now: Row | None, then: Row | None) -> bool:
    """Whether nothing has come of a row since.

    Words that were forgotten are nothing, nor is where an alarm rings.
    """
    if now is None or then is None:
        return now == then
    unlike = {one for one in now if now[one] != then[one]}
    return unlike <= {"item": {"said"}, "alarm": {"platform", "chat", "held_at"}}.get(table, set())
