"""Admins in SQL: who holds which role, and what was done."""

from collections.abc import Iterable
from typing import Any

from bot.conversation.facts.admin import Logged
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import PAGE, Grant, LogEntry, Publication
from bot.storage.entries import terminal_entry

GRANT = """
INSERT INTO role (learner, role, by, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
REVOKE = "DELETE FROM role WHERE learner = ? AND role = ?"
ACT = """
INSERT INTO audit (at, learner, platform, input, act, subject, before, after)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
ROLES = "SELECT role FROM role WHERE learner = ?"
GRANTS = "SELECT learner, role, by, at FROM role ORDER BY at, learner, role"
LOG = f"""
SELECT at, learner, platform, act, subject, before, after FROM audit
ORDER BY id DESC LIMIT {PAGE + 1} OFFSET ?
"""  # noqa: S608 - a number of ours
"""A page of the log, newest first, and one entry more to tell whether there are older ones."""


def grants(rows: Iterable[Any]) -> tuple[Grant, ...]:
    """What ``GRANTS`` finds."""
    return tuple(Grant(LearnerId(person), role, by, at) for person, role, by, at in rows)


def entries(rows: Iterable[Any]) -> tuple[LogEntry, ...]:
    """What ``LOG`` finds."""
    return tuple(LogEntry(at, LearnerId(by), *rest) for at, by, *rest in rows)


def history(rows: Iterable[Any]) -> tuple[Publication, ...]:
    """What ``catalogue.HISTORY`` finds."""
    return tuple(Publication(*row) for row in rows)


def terminal_row(act: Logged, by: str, at: int) -> tuple[object, ...]:
    """The same as parameters of ``ACT``; it came of no input."""
    return line(terminal_entry(act, by, at), "")


def line(entry: LogEntry, origin: str) -> tuple[object, ...]:
    """An entry of the log as parameters of ``ACT``; ``origin`` is the input that it came of."""
    what = (entry.act, entry.subject, entry.before, entry.after)
    return (entry.at, entry.by, entry.platform, origin, *what)
