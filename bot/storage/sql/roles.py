"""Who holds which role, and the log of what admins did."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.conversation.facts import roles
from bot.conversation.facts.admin import Logged, RoleGranted, RoleRevoked
from bot.conversation.facts.roles import Held
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import PAGE, LogEntry
from bot.storage import records
from bot.storage.codec import micros
from bot.storage.encoded import EncodedRecord
from bot.storage.sql.base import Base, Connection, Parameters, rows
from bot.storage.sql.facts import by_statement

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
AS_HELD = "rtrim(role.role || ':' || role.scope, ':')"
"""A role with what it is held for, as ``facts.roles.held`` reads it."""

ROLES = f"SELECT {AS_HELD} FROM role WHERE learner = ?"  # noqa: S608 - text of ours
GRANTS = """
SELECT learner, role, scope, by, at, (
    SELECT group_concat(id, ' ') FROM identity
    WHERE identity.learner = role.learner AND id <> role.learner)
FROM role ORDER BY at, learner, role, scope
"""
ADMINS = "SELECT learner FROM role UNION SELECT identity.id FROM role JOIN identity USING (learner)"
WHOSE = """
SELECT coalesce(identity.learner, value) FROM json_each(?) LEFT JOIN identity ON identity.id = value
"""
OWNERS = "SELECT learner FROM role WHERE role = 'owner'"
LOG = f"""
SELECT at, learner, platform, act, subject, before, after FROM audit
ORDER BY id DESC LIMIT {PAGE + 1} OFFSET ?
"""  # noqa: S608 - a number of ours
"""A page of the log, newest first, and one entry more to tell whether there are older ones."""


def log_row(entry: LogEntry, origin: str = "") -> Parameters:
    """An entry of the log as parameters of ``LINE``; ``origin`` is the input that it came of."""
    what = (entry.act, entry.subject, entry.before, entry.after)
    return (entry.at, entry.by, entry.platform, origin, *what)


def _act(turn: EncodedRecord, fact: Logged) -> Parameters:
    where, what = turn.record.address.platform, (fact.act, fact.subject, fact.before, fact.after)
    return log_row(LogEntry(turn.at, turn.learner, where, *what), turn.record.input)


WRITERS = (
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
    return frozenset(grant for grant in map(roles.held, texts) if grant)


async def name_owners(
    writer: Connection, owners: Sequence[LearnerId], now: int
) -> list[tuple[LearnerId, bool]]:
    """Let whoever has these accounts be the owners, and nobody else; who that changed it for.

    The settings name accounts, so whose these are is asked once more when that has changed.
    """
    held = [person for (person,) in await rows(writer, OWNERS)]
    named = await rows(writer, WHOSE, (json.dumps(list(owners)),))
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
        """Everybody who holds a role, by each account of theirs."""
        return frozenset(person for (person,) in await self._read(ADMINS))

    async def set_owners(self, owners: Sequence[LearnerId], at: datetime) -> None:
        """These are the owners from now on, and nobody else; a change goes into the log."""
        self._owners, now = tuple(owners), micros(at)
        async with self._write() as writer:
            changed = await name_owners(writer, self._owners, now)
            lines = [log_row(records.owner_entry(now, *pair)) for pair in changed]
            await writer.executemany(LINE, lines)
