"""Announcements in SQL: what goes out to many, and what has become of it for each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.facts.announcement import Announcement, Fate, Recipient, posted
from bot.conversation.inputs import Address, LearnerId
from bot.storage.records import FEW

WRITE = """
INSERT INTO announcement (id, text, audience, learner, platform, chat, at, state)
VALUES (?, ?, '', ?, ?, ?, ?, 'written') ON CONFLICT DO NOTHING
"""
# A trigger settles who gets it, in the same transaction.
SEND = """
UPDATE announcement SET state = 'going', audience = ?, platform = ?, chat = ?, place = ?, at = ?
WHERE id = ? AND state = 'written'
"""
TURN = "UPDATE announcement SET state = ? WHERE id = ? AND state IN ('going', 'paused')"
_COLUMNS = "id, text, audience, learner, platform, chat, state, notice, place"
ONE = f"SELECT {_COLUMNS} FROM announcement WHERE id = ?"  # noqa: S608 - names of ours
LATEST = f"""
SELECT {_COLUMNS} FROM announcement WHERE state <> 'written' ORDER BY at DESC LIMIT {FEW}
"""  # noqa: S608 - names of ours
GOING = f"""
SELECT {_COLUMNS} FROM announcement WHERE state = 'going' ORDER BY at
"""  # noqa: S608 - names of ours
COUNTS = """
SELECT announcement, state, platform, count(*) FROM recipient
WHERE announcement IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3
"""
AUDIENCES = """
SELECT '', count(*) FROM reachable WHERE learner <> ?1
UNION ALL
SELECT course.id, count(DISTINCT reachable.learner)
FROM course, json_each(course.body, '$.lessons') AS lesson
LEFT JOIN run ON run.lesson = lesson.value
LEFT JOIN reachable ON reachable.learner = run.learner AND reachable.learner <> ?1
GROUP BY course.id
"""
"""How many others can be told something: all, and those who began a lesson of each course."""

PLACES = f"""
SELECT audience, place FROM (
    SELECT audience, place, max(at) AS latest FROM announcement
    WHERE audience LIKE 'chat:%' AND state <> 'written' GROUP BY audience
) ORDER BY latest DESC LIMIT {FEW}
"""  # noqa: S608 - a number of ours
"""The chats that something was announced in, the latest first, with what they were called then."""

WAITING = """
SELECT recipient.learner, recipient.platform, recipient.chat, language
FROM recipient JOIN announcement ON announcement.id = recipient.announcement
WHERE recipient.announcement = ? AND recipient.learner > ? AND recipient.state = 'waiting'
AND announcement.state = 'going'
AND EXISTS (
    SELECT 1 FROM json_each(?) AS place
    WHERE place.key = recipient.platform AND coalesce(place.value, recipient.chat) = recipient.chat
)
ORDER BY recipient.learner LIMIT ?
"""
MARK = """
UPDATE recipient SET state = ? WHERE announcement = ? AND learner = ? AND state = 'waiting'
"""
FINISH = """
UPDATE announcement SET state = 'done' WHERE id = ? AND state = 'going' AND NOT EXISTS (
    SELECT 1 FROM recipient
    WHERE recipient.announcement = announcement.id AND recipient.state = 'waiting'
)
"""


def read(rows: Iterable[Any]) -> list[Announcement]:
    """What ``ONE``, ``LATEST`` or ``GOING`` finds, without counts."""
    return [
        Announcement(
            id,
            text,
            audience,
            LearnerId(learner),
            Address(platform, chat),
            state,
            notice=notice,
            place=place,
        )
        for id, text, audience, learner, platform, chat, state, notice, place in rows
    ]


def counted(found: Sequence[Announcement], rows: Iterable[Any]) -> list[Announcement]:
    """The same with what ``COUNTS`` finds."""
    counts: dict[str, Counter[Fate]] = {one.id: Counter() for one in found}
    waiting: dict[str, dict[str, int]] = {one.id: {} for one in found}
    for id, fate, platform, number in rows:
        counts[id][fate] += number
        if fate == "waiting":
            waiting[id][platform] = number
    return [replace(one, counts=counts[one.id], waiting=waiting[one.id]) for one in found]


def recipients(rows: Iterable[Any]) -> list[Recipient]:
    """What ``WAITING`` finds."""
    return [
        posted(learner) or Recipient(LearnerId(learner), Address(platform, chat), language)
        for learner, platform, chat, language in rows
    ]
