"""Classes and what else stands in a chat: how they stand, where, and who may start one."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from bot.conversation.facts.live_class import (
    OWNER,
    UNLIMITED,
    ClassChanged,
    ClassesLimited,
    ClassKind,
    ClassLimit,
    ClassStirred,
    LiveClass,
)
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.live_class import (
    ClassKnown,
    ClassNeeds,
    ClassPlace,
    ClassTally,
)
from bot.storage.codec import micros, readable
from bot.storage.encoded import EncodedRecord
from bot.storage.sql import boards, votes
from bot.storage.sql.boards import SqlBoards
from bot.storage.sql.connection import Connection, Parameters
from bot.storage.sql.facts import by_statement
from bot.storage.sql.votes import SqlVotes
from bot.values import replace

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
vote that had to wait may ask for one.
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
SELECT {", ".join(f"class.{one}" for one in _COLUMNS.split(", "))}
FROM json_each(?) AS asked CROSS JOIN class INDEXED BY class_open
ON class.platform = asked.value ->> 0 AND class.chat = asked.value ->> 1
AND class.thread = asked.value ->> 2 AND class.ended_at IS NULL AND class.kind = 'class'
ORDER BY class.at
"""  # noqa: S608 - names of ours
LATEST = f"""
SELECT {", ".join(f"class.{one}" for one in _COLUMNS.split(", "))}
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


def _changed(turn: EncodedRecord, fact: ClassChanged) -> Parameters:
    live = fact.live
    body = _BODY.dump_json(live, exclude=set(_FOUND), exclude_defaults=True).decode()
    ended = turn.at if live.phase == "over" and live.posed < 0 else None
    where = (live.platform, live.chat, live.thread)
    return (live.id, live.host, *where, turn.at, ended, body, live.kind, live.chat, live.rival)


def _stirred(turn: EncodedRecord, fact: ClassStirred) -> Parameters:
    owner = f"{OWNER}{fact.id}"
    return (owner, fact.at, fact.platform, fact.chat, f"{fact.kind}:{fact.id}")


def _limited(turn: EncodedRecord, fact: ClassesLimited) -> Parameters:
    one = fact.limit
    where = (fact.platform, fact.chat)
    return (*where, one.starts, one.first, one.last, one.zone, int(one.told))


WRITERS = (
    by_statement(ClassChanged, KEEP, _changed),
    by_statement(ClassStirred, STIR, _stirred),
    by_statement(ClassesLimited, LIMIT, _limited),
    *votes.WRITERS,
    *boards.WRITERS,
)


async def move(writer: Connection, platform: str, old: str, new: str, at: datetime) -> None:
    """Let the classes of a chat go on under its new name: their question is asked there anew."""
    for sql in (MOVE_CLASS, MAKE_ROOM, MOVE_LIMIT):
        await writer.execute(sql, (platform, old, new))
    await writer.execute(MOVE_ALARM, (platform, old, new, micros(at)))


def _live(*row: Any) -> LiveClass:
    """A class as it was kept; raises ``ValueError`` if it is none."""
    *columns, ended, body = row
    found = dict(zip(_FOUND, columns, strict=True))
    live = _BODY.validate_python(json.loads(body) | found)
    return live if ended is None else replace(live, phase="over", posed=-1)


class SqlClasses(SqlVotes, SqlBoards):
    """The part of the store that knows the classes."""

    async def classes(self, asked: Mapping[LearnerId, ClassNeeds]) -> dict[LearnerId, ClassKnown]:
        """What each of these turns needs of its class."""
        ids = {one.id for one in asked.values() if one.id}
        places = {one.at for one in asked.values() if one.at}
        by_id = {one.id: one for one in await self._classes(BY_ID, ids)}
        here = await self._classes(AT, places)
        by_place = {ClassPlace(one.platform, one.chat, one.thread): one for one in here}
        others = await self._others(asked.values())
        own = await self._votes({who: one.id for who, one in asked.items() if one.votes})
        ballots = await self._ballots({one.id for one in asked.values() if one.ballots})
        tallies = await self._tallies({one.id for one in asked.values() if one.tally})
        limits = {
            (platform, chat): ClassLimit(starts, first, last, zone, bool(told))
            for platform, chat, starts, first, last, zone, told in await self._read_many(
                LIMITED, places
            )
        }
        found = {}
        for who, one in asked.items():
            if one.kind != "class" and one.at:
                live = others.get((one.kind, one.at.platform, one.at.chat))
            else:
                live = by_id.get(one.id) if one.id else by_place.get(one.at) if one.at else None
            limit = limits.get((one.at.platform, one.at.chat)) if one.at else None
            tally = tallies.get(one.id, ClassTally())
            known = ClassKnown(live, own.get(who, ()), tally, limit or UNLIMITED)
            if live and live.kind == "board":
                known = await self._of_board(known, live, one.standing)
            found[who] = replace(known, ballots=ballots.get(one.id, ()))
        return found

    async def _others(
        self, asked: Iterable[ClassNeeds]
    ) -> dict[tuple[ClassKind, str, str], LiveClass]:
        """The latest of each chat of what a class may be besides a class."""
        keys = {(one.kind, one.at.platform, one.at.chat) for one in asked if one.at}
        wanted = [key for key in keys if key[0] != "class"]
        found = await self._classes(LATEST, wanted)
        return {(one.kind, one.platform, one.chat): one for one in found}

    async def left(self, platform: str, chat: str, at: datetime) -> None:
        """Note that a chat can't be written in any more, which ends the classes there."""
        async with self._write() as writer:
            await writer.execute(LEFT, (platform, chat, micros(at)))

    async def _classes(self, sql: str, keys: Iterable[Any]) -> list[LiveClass]:
        return list(readable(await self._read_many(sql, keys), _live, "class"))
