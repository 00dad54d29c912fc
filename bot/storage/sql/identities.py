"""Whose accounts are, and codes that link: how they are kept, counted and looked up.

What becomes of everything else when two are linked is in ``linking``.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.conversation.facts.identities import (
    CodeCounted,
    CodeMade,
    CodeSpent,
    CodeTaken,
    Linked,
    Unlinked,
)
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.identities import IdentitiesKnown, LinkCode
from bot.learning.items import HOUR
from bot.storage.codec import micros
from bot.storage.encoded import EncodedRecord
from bot.storage.sql.base import Base
from bot.storage.sql.facts import by_statement
from bot.storage.sql.roles import AS_HELD, ROLES, held_of

WHOSE = "SELECT learner FROM identity WHERE id = ?"
ACCOUNTS = "SELECT id FROM identity WHERE learner = ? ORDER BY id <> learner, id"

# A learner has one at a time: a trigger sees to that.
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


def _made(turn: EncodedRecord, fact: CodeMade) -> tuple[object, ...]:
    return (fact.hash, turn.learner, fact.platform, fact.chat, fact.until)


# What comes of linking and of undoing it is carried out at the end; see ``linking``.
WRITERS = (
    by_statement(CodeMade, MAKE, _made),
    by_statement(CodeTaken, TAKE, lambda turn, fact: (turn.learner, fact.hash)),
    by_statement(CodeSpent, SPEND, lambda turn, fact: (fact.hash,)),
    by_statement(CodeCounted, TRY, lambda turn, fact: (turn.learner, fact.what, *turn.origin)),
    by_statement(Linked, SPENT_OF, lambda turn, fact: (turn.learner, fact.primary)),
    by_statement(Unlinked, SPENT_OF, lambda turn, fact: (turn.learner, fact.keeper)),
)


class SqlIdentities(Base):
    """The part of the store that knows whose accounts are."""

    async def learner_of(self, account: LearnerId) -> LearnerId:
        """Whose this account is."""
        return next((LearnerId(item) for (item,) in await self._read(WHOSE, (account,))), account)

    async def accounts_of(self, learner: LearnerId) -> tuple[LearnerId, ...]:
        """All accounts of a learner."""
        rows = await self._read(ACCOUNTS, (learner,))
        return tuple(LearnerId(item) for (item,) in rows) or (learner,)

    async def identities(
        self, asked: Mapping[LearnerId, tuple[str, datetime]]
    ) -> dict[LearnerId, IdentitiesKnown]:
        """How the accounts of these learners stand at a time, and the code of a hash."""
        # Few ask, and seldom, so each is asked for alone.
        return {
            learner: await self._one(learner, code, at) for learner, (code, at) in asked.items()
        }

    async def _one(self, learner: LearnerId, code: str, at: datetime) -> IdentitiesKnown:
        [(since,)] = await self._read(SINCE, (learner,))
        [(made, missed)] = await self._read(TRIES, (learner, micros(at) - HOUR))
        roles = held_of(role for (role,) in await self._read(ROLES, (learner,)))
        entered = await self._code(code) if code else None
        return IdentitiesKnown(since or 0, made, missed, roles, entered)

    async def _code(self, code: str) -> LinkCode | None:
        for maker, until, taken_by, platform, chat, accounts, held in await self._read(
            CODE, (code,)
        ):
            roles = held_of(held.split(",") if held else ())
            taken = LearnerId(taken_by) if taken_by else None
            return LinkCode(LearnerId(maker), until, taken, accounts, roles, (platform, chat))
        return None
