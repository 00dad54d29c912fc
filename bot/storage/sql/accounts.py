"""Accounts: whose they are, which roles and cohorts they belong to, and the log of what admins did.

What becomes of everything else when two accounts are linked is in ``linking``.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.conversation.facts import roles
from bot.conversation.facts.admin import CohortSet, Logged, RoleGranted, RoleRevoked
from bot.conversation.facts.learner import (
    CodeCounted,
    CodeMade,
    CodeSpent,
    CodeTaken,
    CohortJoined,
    CohortLeft,
    Linked,
    Unlinked,
)
from bot.conversation.facts.roles import Held
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import PAGE, LogEntry
from bot.conversation.needs.learner import IdentitiesKnown, LinkCode
from bot.learning.items import HOUR
from bot.lessons.cohort import Cohort
from bot.storage import records
from bot.storage.codec import EncodedRecord, dump_cohort, micros
from bot.storage.sql.base import Base, Connection, Parameters, by_statement, rows

AS_HELD = "rtrim(role.role || ':' || role.scope, ':')"
"""A role with what it is held for, as ``facts.roles.parse_role`` reads it."""

WHOSE = "SELECT learner FROM identity WHERE id = ?"
ACCOUNTS = "SELECT id FROM identity WHERE learner = ? ORDER BY id <> learner, id"

# A learner has a single code at a time: a trigger sees to that.
MAKE = """
INSERT INTO link_code (hash, learner, platform, chat, until) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""
SPENT_OF = "DELETE FROM link_code WHERE learner IN (?, ?)"
TAKE = "UPDATE link_code SET taken_by = ? WHERE hash = ? AND taken_by IS NULL"
SPEND = "DELETE FROM link_code WHERE hash = ?"
TRY = """
INSERT INTO link_try (learner, what, platform, at, input) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""

SINCE = "SELECT max(at) FROM identity WHERE learner = ?"
TRIES = """
SELECT count(*) FILTER (WHERE what = 'made'), count(*) FILTER (WHERE what = 'missed')
FROM link_try WHERE learner = ? AND at > ?
"""
CODE = f"""
SELECT learner, until, taken_by, platform, chat,
    (SELECT count(*) FROM identity WHERE identity.learner = link_code.learner),
    (SELECT group_concat({AS_HELD}) FROM role WHERE role.learner = link_code.learner)
FROM link_code WHERE hash = ?
"""  # noqa: S608 - text of ours

OLD_CODES = "DELETE FROM link_code WHERE until < ?"
OLD_TRIES = "DELETE FROM link_try WHERE at < ?"
OLD_BEFORE = """
DELETE FROM before_link WHERE learner IN (SELECT learner FROM identity WHERE at < ?)
"""


def _code_row(turn: EncodedRecord, fact: CodeMade) -> tuple[object, ...]:
    return (fact.hash, turn.learner, fact.platform, fact.chat, fact.until)


# What comes of linking and of undoing it is carried out at the end; see ``linking``.
LINK_WRITERS = (
    by_statement(CodeMade, MAKE, _code_row),
    by_statement(CodeTaken, TAKE, lambda turn, fact: (turn.learner, fact.hash)),
    by_statement(CodeSpent, SPEND, lambda turn, fact: (fact.hash,)),
    by_statement(CodeCounted, TRY, lambda turn, fact: (turn.learner, fact.what, *turn.origin)),
    by_statement(Linked, SPENT_OF, lambda turn, fact: (turn.learner, fact.primary)),
    by_statement(Unlinked, SPENT_OF, lambda turn, fact: (turn.learner, fact.keeper)),
)


class SqlIdentities(Base):
    async def learner_of(self, account: LearnerId) -> LearnerId:
        return next((LearnerId(item) for (item,) in await self._read(WHOSE, (account,))), account)

    async def accounts_of(self, learner: LearnerId) -> tuple[LearnerId, ...]:
        rows = await self._read(ACCOUNTS, (learner,))
        return tuple(LearnerId(item) for (item,) in rows) or (learner,)

    async def identities(
        self, asked: Mapping[LearnerId, tuple[str, datetime]]
    ) -> dict[LearnerId, IdentitiesKnown]:
        # Few ask, and seldom, so each is asked for alone.
        return {
            learner: await self._one(learner, code, at) for learner, (code, at) in asked.items()
        }

    async def _one(self, learner: LearnerId, code: str, at: datetime) -> IdentitiesKnown:
        [(since,)] = await self._read(SINCE, (learner,))
        [(codes, missed)] = await self._read(TRIES, (learner, micros(at) - HOUR))
        roles = held_of(role for (role,) in await self._read(ROLES, (learner,)))
        entered = await self._code(code) if code else None
        return IdentitiesKnown(since or 0, codes, missed, roles, entered)

    async def _code(self, code: str) -> LinkCode | None:
        for maker, until, taken_by, platform, chat, accounts, held in await self._read(
            CODE, (code,)
        ):
            roles = held_of(held.split(",") if held else ())
            taken = LearnerId(taken_by) if taken_by else None
            return LinkCode(LearnerId(maker), until, taken, accounts, roles, (platform, chat))
        return None


_WHOSE = "coalesce((SELECT learner FROM identity WHERE id = ?1), ?1)"
"""A role is a learner's, by whichever of their accounts they are named."""

GRANT = f"""
INSERT INTO role (learner, role, scope, by, at) VALUES ({_WHOSE}, ?2, ?3, ?4, ?5)
ON CONFLICT DO NOTHING
"""  # noqa: S608 - text of ours
REVOKE = f"DELETE FROM role WHERE learner = {_WHOSE} AND role = ?2 AND scope = ?3"  # noqa: S608 - text of ours
LINE = """
INSERT INTO audit (at, learner, platform, input, act, subject, before, after)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""

ROLES = f"SELECT {AS_HELD} FROM role WHERE learner = ?"  # noqa: S608 - text of ours
GRANTS = """
SELECT learner, role, scope, by, at, (
    SELECT group_concat(id, ' ') FROM identity
    WHERE identity.learner = role.learner AND id <> role.learner)
FROM role ORDER BY at, learner, role, scope
"""
ADMINS = "SELECT learner FROM role UNION SELECT identity.id FROM role JOIN identity USING (learner)"
WHO_HOLD = """
SELECT coalesce(identity.learner, value) FROM json_each(?) LEFT JOIN identity ON identity.id = value
"""
OWNERS = "SELECT learner FROM role WHERE role = 'owner'"
LOG = f"""
SELECT at, learner, platform, act, subject, before, after FROM audit
ORDER BY id DESC LIMIT {PAGE + 1} OFFSET ?
"""  # noqa: S608 - a number of ours
"""A page of the log, newest first, and another entry to tell whether there are older."""


def log_row(entry: LogEntry, origin: str = "") -> Parameters:
    what = (entry.act, entry.subject, entry.before, entry.after)
    return (entry.at, entry.by, entry.platform, origin, *what)


def _act(turn: EncodedRecord, fact: Logged) -> Parameters:
    where, what = turn.record.address.platform, (fact.act, fact.subject, fact.before, fact.after)
    return log_row(LogEntry(turn.at, turn.learner, where, *what), turn.record.input)


ROLE_WRITERS = (
    by_statement(Logged, LINE, _act),
    by_statement(
        RoleGranted,
        GRANT,
        lambda turn, fact: (fact.person, fact.role, str(fact.scope), turn.learner, turn.at),
    ),
    by_statement(RoleRevoked, REVOKE, lambda turn, fact: (fact.person, fact.role, str(fact.scope))),
)


def held_of(texts: Iterable[str]) -> frozenset[Held]:
    """Roles that are written as ``AS_HELD``; what can't be read brings no right."""
    return frozenset(grant for grant in map(roles.parse_role, texts) if grant)


async def name_owners(
    writer: Connection, owners: Sequence[LearnerId], now: int
) -> list[tuple[LearnerId, bool]]:
    """Let whoever has these accounts be the owners, and nobody else; who that changed it for.

    The settings name accounts, so whose these are is asked once more when that has changed.
    """
    held = [person for (person,) in await rows(writer, OWNERS)]
    named = await rows(writer, WHO_HOLD, (json.dumps(list(owners)),))
    changed = records.owners_changed(held, [person for (person,) in named])
    granted = [
        (learner, "owner", "", records.SETTINGS, now) for learner, is_owner in changed if is_owner
    ]
    await writer.executemany(GRANT, granted)
    revoked = [(learner, "owner", "") for learner, is_owner in changed if not is_owner]
    await writer.executemany(REVOKE, revoked)
    return changed


class SqlRoles(Base):
    """The part of the store that knows who is an admin."""

    async def admins(self) -> frozenset[LearnerId]:
        return frozenset(person for (person,) in await self._read(ADMINS))

    async def set_owners(self, owners: Sequence[LearnerId], at: datetime) -> None:
        self._owners, now = tuple(owners), micros(at)
        async with self._write() as writer:
            changed = await name_owners(writer, self._owners, now)
            lines = [log_row(records.owner_entry(now, *pair)) for pair in changed]
            await writer.executemany(LINE, lines)


CALENDAR = "calendar"
"""Who changes a cohort when a lesson has opened: no admin, but the time."""

# What the alarms of members are set to is a trigger's, in the same transaction.
SET = """
INSERT INTO cohort_change (cohort, body, rings, by, at, input) VALUES (?, ?, ?, ?, ?, ?)
"""
OPEN = """
INSERT INTO cohort_change (cohort, body, rings, by, at, input) SELECT ?1, ?2, ?3, ?4, ?5, ?6
WHERE ?7 = (SELECT max(id) FROM cohort_change WHERE cohort = ?1)
"""
"""The same, if nobody has changed the cohort meanwhile."""

MEMBERSHIP = """
INSERT INTO membership (cohort, learner, what, platform, at, input) VALUES (?, ?, ?, ?, ?, ?)
"""
LATEST = """
SELECT id, body FROM cohort_change
WHERE id IN (SELECT max(id) FROM cohort_change GROUP BY cohort) ORDER BY id
"""
"""Each cohort as its last change has left it, and the version that this made."""

MEMBER = """
(:cohort = '' OR learner IN (SELECT member.learner FROM member WHERE member.cohort = :cohort))
"""
"""Only the rows of a cohort's members, if a cohort is asked for."""

MEMBERS = "SELECT cohort, count(*) FROM member GROUP BY cohort"


def _set(turn: EncodedRecord, fact: CohortSet) -> Parameters:
    cohort = fact.cohort
    origin = (turn.learner, turn.at, turn.record.input)
    return (cohort.id, dump_cohort(cohort), fact.rings, *origin)


def _member(turn: EncodedRecord, fact: CohortJoined | CohortLeft) -> Parameters:
    what = "joined" if isinstance(fact, CohortJoined) else "left"
    return (fact.cohort, turn.learner, what, *turn.origin)


COHORT_WRITERS = (
    by_statement(CohortSet, SET, _set),
    by_statement(CohortJoined, MEMBERSHIP, _member),
    by_statement(CohortLeft, MEMBERSHIP, _member),
)
WRITERS = (*LINK_WRITERS, *ROLE_WRITERS, *COHORT_WRITERS)


class SqlCohorts(Base):
    async def open_lessons(self, cohort: Cohort, at: datetime) -> bool:
        now = micros(at)
        change = (cohort.id, dump_cohort(cohort), now, CALENDAR, now, "", cohort.version)
        async with self._write() as writer:
            opened = await writer.execute(OPEN, change)
            return opened.rowcount > 0
